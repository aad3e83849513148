//! Lists: rings, the calendar of the next rounds, needs and offers, a card for everyone.

use std::collections::BTreeMap;
use std::fmt::Write;

use confrere::round::{Enforcement, MeetingHistory, RoundPlanner, Scores};
use confrere::{Matcher, Person};

use crate::Refused;
use crate::reading::counted;
use crate::report::page::{escaped, folded, note, score, table};
use crate::report::{PLANNED, Report};

/// Rounds that are planned.
const ROUNDS: u32 = 3;
/// Rows of the calendar that stand open.
const OPEN: usize = 12;

impl Report {
    /// How many ties stay in the own circle, and how many go one circle further out, and so on; nothing where no circles or no ties are
    /// named.
    pub(in crate::report) fn rings(&self) -> Option<String> {
        let mut sums: Vec<u32> = Vec::new();
        // Each tie counts at both ends, so that both are people who are shown.
        let matcher = Matcher::new(self.network());
        for rings in self.ids.iter().filter_map(|&id| matcher.rings(id)) {
            sums.resize(sums.len().max(rings.counts().len()), 0);
            sums.iter_mut()
                .zip(rings.counts())
                .for_each(|(sum, count)| *sum += count);
        }
        let all: u32 = sums.iter().sum();
        if all == 0 {
            return None;
        }
        let rows = sums.iter().enumerate().map(|(ring, &sum)| {
            let name = if ring == 0 {
                "people of the nearest circle".to_string()
            } else {
                format!("people {} further out", counted(ring, "circle", "circles"))
            };
            let share = 100.0 * f64::from(sum) / f64::from(all.max(1));
            vec![name, sum.to_string(), format!("{share:.0} %")]
        });
        Some(
            table(&["Ties to", "How many", "Share"], rows) + &note("Each tie counts at both ends."),
        )
    }

    /// Whom everyone meets in each of the next rounds.
    pub(in crate::report) fn rounds(&self, history: &MeetingHistory) -> Result<String, Refused> {
        if self.ids.len() > PLANNED {
            return Ok(format!(
                "<p>Rounds are planned for up to {PLANNED} people.</p>\n"
            ));
        }
        let planner =
            RoundPlanner::new(Scores::of(&self.matcher)).same_circle(0, Enforcement::Hard);
        let series = planner.series(history, ROUNDS)?;
        let places: BTreeMap<&str, usize> = (0..self.ids.len())
            .map(|place| (self.network().key(self.ids[place]), place))
            .collect();
        // By name, and by key where people share one.
        let mut meets: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        let mut sums = Vec::new();
        for (round, plan) in series.plans().iter().enumerate() {
            for meeting in plan.meetings() {
                let keys = meeting.people.iter().map(String::as_str);
                let met: Vec<(&str, &str)> = keys
                    .filter_map(|key| Some((self.name(*places.get(key)?), key)))
                    .collect();
                for &one in &met {
                    let others = met.iter().filter(|other| **other != one);
                    let mut others: Vec<&str> = others.map(|other| other.0).collect();
                    others.sort_unstable();
                    let row = meets.entry(one).or_default();
                    row.resize(round, "–".to_string());
                    row.push(others.join(", "));
                }
            }
            let (met, without) = (plan.meetings().len(), plan.unmatched().len());
            sums.push(vec![
                (round + 1).to_string(),
                met.to_string(),
                without.to_string(),
            ]);
        }
        let mut rows: Vec<Vec<String>> = Vec::new();
        for ((name, _), mut row) in meets {
            row.resize(series.plans().len(), "–".to_string());
            row.insert(0, name.to_string());
            rows.push(row);
        }
        let titles: Vec<String> = (1..=ROUNDS).map(|round| format!("Round {round}")).collect();
        let head: Vec<&str> = std::iter::once("Who")
            .chain(titles.iter().map(String::as_str))
            .collect();
        let rest = rows.split_off(rows.len().min(OPEN));
        let mut html = table(
            &["Round", "Meetings", "People for whom none was found"],
            sums,
        );
        html += &note(
            "– in the plan: no meeting in that round, because the person asks for fewer or none was found.",
        );
        if !rows.is_empty() {
            html += &table(&head, rows);
        }
        if !rest.is_empty() {
            let others = match rest.len() {
                1 => "The other person".to_string(),
                count => format!("The other {count} people"),
            };
            html += &folded(&others, &table(&head, rest));
        }
        Ok(html)
    }

    /// Needs that nobody else could meet, by how many people have them.
    pub(in crate::report) fn unmet(&self) -> String {
        let exchange = Exchange::of(self);
        let mut unmet: Vec<(&str, usize)> = Vec::new();
        for (&skill, (needed, _)) in &exchange.skills {
            let helped = |&&who: &&usize| exchange.helpers(skill, who).next().is_some();
            let count = needed.len() - needed.iter().filter(helped).count();
            unmet.push((skill, count));
        }
        unmet.retain(|(_, count)| *count > 0);
        unmet.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        if unmet.is_empty() {
            return "<p>Each skill that someone needs is offered by someone else.</p>\n".into();
        }
        let rows = unmet
            .into_iter()
            .map(|(skill, count)| vec![skill.to_string(), count.to_string()]);
        table(&["Skill", "People who need it and find nobody"], rows)
    }

    /// Skills with which someone could help someone else.
    pub(in crate::report) fn offers(&self) -> String {
        let exchange = Exchange::of(self);
        let mut skills: Vec<(&str, usize, usize)> = Vec::new();
        for (&skill, (needed, offered)) in &exchange.skills {
            let is_helped = |&who: &usize| exchange.helpers(skill, who).next().is_some();
            if needed.iter().any(is_helped) {
                skills.push((skill, needed.len(), offered.len()));
            }
        }
        skills.sort_by(|a, b| (b.1, a.2, a.0).cmp(&(a.1, b.2, b.0)));
        if skills.is_empty() {
            return "<p>Nobody offers what someone else needs.</p>\n".into();
        }
        let rows = skills.into_iter().take(20).map(|(skill, needed, offered)| {
            vec![skill.to_string(), needed.to_string(), offered.to_string()]
        });
        table(
            &["Skill", "People who need it", "People who offer it"],
            rows,
        )
    }

    /// People by how many others need something that they offer.
    pub(in crate::report) fn helpers(&self) -> String {
        let exchange = Exchange::of(self);
        let mut helped: BTreeMap<usize, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        for (&skill, (needed, _)) in &exchange.skills {
            for &who in needed {
                for helper in exchange.helpers(skill, who) {
                    let skills = helped.entry(helper).or_default();
                    skills.entry(skill).or_default().push(who);
                }
            }
        }
        let mut helpers: Vec<(usize, &str, &str, usize)> = Vec::new();
        for (place, skills) in helped {
            let mut all: Vec<usize> = skills.values().flatten().copied().collect();
            all.sort_unstable();
            all.dedup();
            let most = skills.iter().map(|(skill, who)| (who.len(), *skill));
            if let Some((count, skill)) = most.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1))) {
                helpers.push((all.len(), self.name(place), skill, count));
            }
        }
        helpers.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        if helpers.is_empty() {
            return "<p>Nobody offers what someone else needs.</p>\n".into();
        }
        let rows = helpers
            .into_iter()
            .take(20)
            .map(|(all, name, skill, count)| {
                let most = format!("{skill} ({})", counted(count, "person", "people"));
                vec![name.to_string(), all.to_string(), most]
            });
        table(
            &["Who", "People they could help", "Most of them with"],
            rows,
        )
    }

    pub(in crate::report) fn cards(&self) -> String {
        let mut html = String::new();
        for (one, list) in self.lists.iter().enumerate() {
            let mut peers = String::new();
            for ranked in list {
                let Some(pick) = self.matcher.pair(self.ids[one], ranked.peer) else {
                    continue;
                };
                let (peer, score) = (escaped(pick.name()), score(pick.score()));
                let why = escaped(pick.explanation());
                let _ = write!(peers, "<li><strong>{peer}</strong>, score {score}<br>{why}");
                // Where no ties are known there is no way to anyone.
                if self.has_ties() {
                    let way = pick
                        .introduction()
                        .map_or("no way within three ties".into(), ToString::to_string);
                    let _ = write!(peers, "<br>Introduction: {}", escaped(way));
                }
                peers.push_str("</li>\n");
            }
            let body = if peers.is_empty() {
                "<p>Nobody is proposed now.</p>".to_string()
            } else {
                format!("<ol class=\"card\">\n{peers}</ol>")
            };
            let name = match self.circles.names.len() {
                0 | 1 => self.name(one).to_string(),
                _ => {
                    let circle = &self.circles.names[self.circles.of[one]];
                    format!("{} ({circle})", self.name(one))
                }
            };
            html += &folded(&name, &body);
        }
        html
    }
}

/// Who needs and who offers each skill, by place, of people who are shown.
struct Exchange<'a> {
    report: &'a Report,
    skills: BTreeMap<&'a str, (Vec<usize>, Vec<usize>)>,
}

impl<'a> Exchange<'a> {
    fn of(report: &'a Report) -> Self {
        let network = report.network();
        let mut skills: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        skills.extend(network.skills().map(|skill| (skill, Default::default())));
        for (place, &id) in report.ids.iter().enumerate() {
            let person = network.to_person(id);
            for need in person.iter().flat_map(Person::get_needs) {
                if let Some(skill) = skills.get_mut(need.skill.as_str()) {
                    skill.0.push(place);
                }
            }
            for (offer, _) in network.offers(id) {
                if let Some(skill) = skills.get_mut(offer) {
                    skill.1.push(place);
                }
            }
        }
        Self { report, skills }
    }

    /// Who could help a person with a skill: others who offer it, none of whom blocks them or is blocked by them.
    fn helpers(&self, skill: &str, who: usize) -> impl Iterator<Item = usize> + '_ {
        let (network, ids) = (self.report.network(), &self.report.ids);
        let offered = self
            .skills
            .get(skill)
            .into_iter()
            .flat_map(|skill| &skill.1);
        offered
            .copied()
            .filter(move |&other| other != who && !network.blocked(ids[who], ids[other]))
    }
}
