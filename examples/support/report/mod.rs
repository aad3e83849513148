//! A community on one page that can be forwarded: who gains what, who is shown how often, who could meet whom next.
//!
//! What someone hides is taken out before anything is computed, people who are paused or full are not shown and not counted, and nothing
//! tells of blocks: whoever gets the page reads nothing that is not meant for all.

pub mod asked;
mod charts;
mod drawing;
pub mod layout;
mod lists;
mod opinions;
pub mod page;
mod people;

use std::collections::BTreeMap;
use std::fmt::Write;

use confrere::round::MeetingHistory;
use confrere::{Matcher, Network, PersonId, Ranked};

use crate::Refused;
use crate::reading::Votes;
use page::{Page, table};

use people::Circles;
pub use people::{across_circles, open, public, voters};

/// People drawn at most; more would be a blot.
const DRAWN: usize = 2_000;
/// Proposed matches drawn, best first.
const MATCHES_DRAWN: usize = 300;
/// People for whom fair shares and rounds are planned: larger communities take minutes.
const PLANNED: usize = 2_500;
/// Peers in a list.
const PLACES: u32 = 5;
/// What stands in place of a picture of nothing.
const NOTHING_PROPOSED: &str =
    "<p>Nobody is proposed to anyone, so there is nothing to draw.</p>\n";

/// What a report is made of.
pub struct Report {
    /// Of everyone, so that scores are those of the whole community.
    matcher: Matcher,
    /// Of those who are shown: neither paused nor full.
    open: Network,
    ids: Vec<PersonId>,
    circles: Circles,
    lists: Vec<Vec<Ranked>>,
}

impl Report {
    /// Asks for everyone's peers.
    pub fn new(network: &Network) -> Result<Self, Refused> {
        let network = public(network)?;
        let matcher = Matcher::new(&network);
        let open = open(&network)?;
        let ids: Vec<PersonId> = open.people().collect();
        let circles = Circles::of(&open);
        let mut lists = matcher.recommend_all(PLACES);
        let mut list = |&id: &PersonId| {
            let place = network.position(id)?;
            Some(std::mem::take(lists.get_mut(place as usize)?))
        };
        let lists = ids.iter().map(|id| list(id).unwrap_or_default()).collect();
        Ok(Self {
            matcher,
            open,
            ids,
            circles,
            lists,
        })
    }

    /// How many people the page shows.
    pub fn people(&self) -> usize {
        self.ids.len()
    }

    fn network(&self) -> &Network {
        &self.open
    }

    fn has_ties(&self) -> bool {
        self.network().ties().ties() > 0
    }

    /// A person's name as the whole community has it, for so reasons name them: of two of one name with the key, also where one is paused.
    fn label(&self, id: PersonId) -> &str {
        self.matcher.network().name(id)
    }

    fn name(&self, place: usize) -> &str {
        self.label(self.ids[place])
    }

    fn place(&self, person: PersonId) -> usize {
        self.network()
            .position(person)
            .map_or(0, |place| place as usize)
    }

    /// Pairs that stand on a list, better score first, each once.
    fn pairs(&self) -> Vec<(f32, usize, usize)> {
        let mut pairs = Vec::new();
        for (one, list) in self.lists.iter().enumerate() {
            for ranked in list {
                let other = self.place(ranked.peer);
                pairs.push((ranked.score, one.min(other), one.max(other)));
            }
        }
        pairs.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        pairs.dedup_by_key(|pair| (pair.1, pair.2));
        pairs
    }

    /// The whole page. `note` says on what the proposals rest, where that needs a word.
    pub fn html(
        &self,
        votes: Option<&Votes>,
        history: &MeetingHistory,
        note: &str,
    ) -> Result<String, Refused> {
        let mut page = Page::new("Who could meet whom");
        page.section("At a glance", self.glance(note));
        page.section("Network", self.drawing());
        let has_circles = self.circles.names.len() > 1;
        let has_skills = self.network().skills().len() > 0;
        // Where nobody is proposed to anyone, the first section says so, and those on proposals would be empty.
        let has_proposals = !self.pairs().is_empty();
        if has_proposals {
            if has_circles {
                let title = format!("Who gains from which {}", self.circles.kind.one());
                page.section(&title, self.matrix());
            }
            let shares = self.shares()?;
            page.section(
                "How often people are shown",
                self.exposure(shares.as_deref()),
            );
            page.section("Score and difference", self.scatter());
            page.section("Openness: difference against benefit", self.trade_off()?);
        }
        if let Some(rings) = self.rings() {
            page.section("Ties within and beyond circles", rings);
        }
        if let Some(votes) = votes {
            page.section("Opinions", self.opinions(votes));
        }
        if has_proposals {
            page.section("Next rounds", self.rounds(history)?);
        }
        if has_skills {
            page.section("Needs that nobody meets", self.unmet());
            page.section("Who could help most people", self.helpers());
            page.section("Skills in demand", self.offers());
        }
        if has_proposals {
            page.section("Everyone", self.cards());
        }
        Ok(page.html())
    }

    /// How people voted, but for those who are paused or full; whom only the votes name are shown as they are named there.
    fn opinions(&self, votes: &Votes) -> String {
        let all = self.matcher.network();
        let ids: BTreeMap<&str, PersonId> = all.people().map(|id| (all.key(id), id)).collect();
        let is_shown = |id: &PersonId| self.network().position(*id).is_some();
        let votes = votes.of(|key| ids.get(key).is_none_or(is_shown));
        let label = |key| ids.get(key).map_or(key, |&id| self.label(id));
        opinions::opinions(&votes, label)
    }

    /// What the words of the page mean, as far as it uses them.
    fn words(&self) -> String {
        if self.pairs().is_empty() {
            return String::new();
        }
        let mut words = vec![
            (
                "proposed pair",
                "two people of whom one at least is among the first on the list of the other",
            ),
            (
                "score",
                "from 0 to 1: how much both could gain from each other, times the chance that both say yes. Even the best is often far below 1; a score puts people in order",
            ),
            (
                "difference",
                "from 0 to 1: how unlike two people are in circles and opinions",
            ),
        ];
        words.push((
            "number behind a gain",
            "the share, from 0 to 1, of what someone looks for",
        ));
        if self.has_ties() {
            words.push((
                "introduction",
                "the way over people who know each other; beside each step and at the end stands the chance, from 0 to 1, that a request succeeds",
            ));
        }
        let mut html = String::from("<dl>");
        for (word, meaning) in words {
            let _ = write!(html, "<dt>{word}</dt><dd>{meaning}</dd>");
        }
        html + "</dl>\n"
    }

    fn glance(&self, note: &str) -> String {
        let alone = self.lists.iter().filter(|list| list.is_empty()).count();
        let network = self.network();
        let known = network.acquaintances();
        let pairs = known.iter().filter(|tie| tie.0 < tie.1).count();
        let counts = [
            ("people", self.ids.len()),
            ("pairs who know each other", pairs),
            (self.circles.kind.counted(), self.circles.all),
            ("skills", network.skills().len()),
            ("proposed pairs", self.pairs().len()),
            ("people without a proposal", alone),
        ];
        // What a file says nothing of is not counted.
        let is_told = |&(what, count): &(&str, usize)| count > 0 || what.contains("propos");
        let counts = counts.into_iter().filter(is_told);
        let rows = counts.map(|(what, count)| vec![what.to_string(), count.to_string()]);
        let told = if note.is_empty() {
            String::new()
        } else {
            format!("<p>{}</p>\n", page::escaped(note))
        };
        told + &table(&["What", "How many"], rows) + &self.words()
    }
}
