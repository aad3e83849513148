//! A community on one page that can be forwarded: who gains what, who is shown how often, who could meet whom next.
//!
//! What someone hides is taken out before anything is computed, and nothing tells of blocks: whoever gets the page reads nothing that
//! is not meant for all.

pub mod layout;
pub mod page;

use std::collections::BTreeMap;
use std::fmt::Write;

use confrere::diversity::Graph;
use confrere::diversity::communities;
use confrere::market::{Market, Shares};
use confrere::round::{Enforcement, MeetingHistory, RoundPlanner, Scores};
use confrere::{Matcher, Network, PersonId, Policy, Ranked};

use crate::Refused;
use crate::reading::Votes;
use page::{Axes, COLOURS, Page, escaped, folded, legend, number, picture, table};

/// People drawn at most; more would be a blot.
const DRAWN: usize = 2_000;
/// Proposed matches drawn, best first.
const MATCHES_DRAWN: usize = 300;
/// People for whom fair shares and rounds are planned: larger communities take minutes.
const PLANNED: usize = 1_500;
/// Peers in a list.
const PLACES: u32 = 5;

/// The same people without what they hide.
pub fn public(network: &Network) -> Result<Network, Refused> {
    let mut people = Vec::new();
    for person in network.people().filter_map(|id| network.to_person(id)) {
        let mut value = serde_json::to_value(&person)?;
        for field in ["needs", "stances"] {
            if let Some(list) = value.get_mut(field).and_then(|list| list.as_array_mut()) {
                list.retain(|item| item.get("visibility").is_none_or(|seen| seen != "hidden"));
            }
        }
        people.push(serde_json::from_value::<confrere::Person>(value)?);
    }
    let keys: Vec<String> = network
        .people()
        .map(|id| network.key(id).to_string())
        .collect();
    let ties = network.ties().iter().map(|(from, to, strength)| {
        confrere::Tie::directed(
            keys[from as usize].as_str(),
            keys[to as usize].as_str(),
            strength,
        )
    });
    Ok(Network::from_people(people, ties.collect::<Vec<_>>())?)
}

/// What a report is made of.
pub struct Report {
    matcher: Matcher,
    ids: Vec<PersonId>,
    /// The circle of each person, as a place among `circles`.
    circle: Vec<usize>,
    circles: Vec<String>,
    lists: Vec<Vec<Ranked>>,
}

impl Report {
    /// Asks for everyone's peers.
    pub fn new(network: &Network) -> Result<Self, Refused> {
        let network = public(network)?;
        let matcher = Matcher::new(&network);
        let ids: Vec<PersonId> = network.people().collect();
        let (circle, circles) = circles(&network, &ids);
        let lists = matcher.recommend_all(PLACES);
        Ok(Self {
            matcher,
            ids,
            circle,
            circles,
            lists,
        })
    }

    fn network(&self) -> &Network {
        self.matcher.network()
    }

    fn name(&self, place: usize) -> &str {
        self.network().name(self.ids[place])
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

    /// The whole page.
    pub fn html(&self, votes: Option<&Votes>, history: &MeetingHistory) -> Result<String, Refused> {
        let mut page = Page::new("Who could meet whom");
        page.section("At a glance", self.glance());
        page.section("Network", self.drawing());
        page.section("Who gains from which circle", self.matrix());
        let shares = if self.ids.len() <= PLANNED {
            Some(self.matcher.market(&Market::new())?)
        } else {
            None
        };
        page.section("How often people are shown", self.exposure(shares.as_ref()));
        page.section("Score and difference", self.scatter());
        page.section("Openness: what difference costs", self.trade_off()?);
        page.section("Rings", self.rings());
        if let Some(votes) = votes {
            page.section("Opinions", opinions(votes));
        }
        page.section("Next rounds", self.rounds(history)?);
        page.section("Needs that nobody meets", self.unmet());
        page.section("Offers that help most people", self.offers());
        page.section("Everyone", self.cards());
        Ok(page.html())
    }

    fn glance(&self) -> String {
        let alone = self.lists.iter().filter(|list| list.is_empty()).count();
        let network = self.network();
        let ties = network.acquaintances().ties() as usize / 2;
        table(
            &["What", "How many"],
            [
                ("people", self.ids.len()),
                ("pairs who know each other", ties),
                ("circles", self.circles.len()),
                ("skills", network.skills().len()),
                ("proposed pairs", self.pairs().len()),
                ("people without a proposal", alone),
            ]
            .map(|(what, count)| vec![what.to_string(), count.to_string()]),
        )
    }

    fn colour(&self, place: usize) -> &'static str {
        COLOURS[self.circle[place].min(COLOURS.len() - 1)]
    }

    fn drawing(&self) -> String {
        let step = self.ids.len().div_ceil(DRAWN).max(1);
        let drawn: Vec<usize> = (0..self.ids.len()).step_by(step).collect();
        let local: BTreeMap<usize, usize> = drawn
            .iter()
            .enumerate()
            .map(|(at, &place)| (place, at))
            .collect();
        let known = self
            .network()
            .acquaintances()
            .iter()
            .filter(|tie| tie.0 < tie.1);
        let inside = |a: usize, b: usize| Some((*local.get(&a)?, *local.get(&b)?));
        let ties: Vec<(usize, usize)> = known
            .filter_map(|(a, b, _)| inside(a as usize, b as usize))
            .collect();
        let proposed: Vec<(usize, usize)> = self
            .pairs()
            .iter()
            .filter_map(|pair| inside(pair.1, pair.2))
            .take(MATCHES_DRAWN)
            .collect();
        // Without ties the proposals themselves hold the picture together.
        let at = layout::springs(drawn.len(), if ties.is_empty() { &proposed } else { &ties });
        let place = |one: usize| (20.0 + 760.0 * at[one].0, 20.0 + 460.0 * at[one].1);
        let mut svg = String::new();
        let mut lines = |pairs: &[(usize, usize)], style: &str| {
            let mut path = String::new();
            for &(one, other) in pairs {
                let ((a, b), (c, d)) = (place(one), place(other));
                let _ = write!(path, "M{a:.0} {b:.0}L{c:.0} {d:.0}");
            }
            let _ = write!(svg, "<path d=\"{path}\" fill=\"none\" {style}/>");
        };
        lines(&ties, "stroke=\"currentColor\" stroke-opacity=\".12\"");
        lines(
            &proposed,
            "stroke=\"#d55e00\" stroke-opacity=\".5\" stroke-dasharray=\"4 3\"",
        );
        for (one, &person) in drawn.iter().enumerate() {
            let (x, y) = place(one);
            let (colour, name) = (self.colour(person), escaped(self.name(person)));
            let _ = write!(
                svg,
                "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"4\" fill=\"{colour}\"><title>{name}</title></circle>"
            );
        }
        let mut html = picture(
            "People as dots, ties as grey lines, proposed matches dashed",
            &svg,
        );
        html.push_str(&legend(&self.circles));
        if step > 1 {
            let _ = write!(
                html,
                "<p class=\"note\">{} of {} people are drawn, every {step}th by name.</p>",
                drawn.len(),
                self.ids.len()
            );
        }
        let best = self
            .pairs()
            .into_iter()
            .take(MATCHES_DRAWN)
            .map(|(score, one, other)| {
                vec![
                    self.name(one).to_string(),
                    self.name(other).to_string(),
                    format!("{score:.2}"),
                ]
            });
        let _ = write!(
            html,
            "<p class=\"note\">Dashed: the best {} proposed pairs.</p>",
            proposed.len()
        );
        html + &folded(
            "Proposed pairs as a table",
            &table(&["One", "Other", "Score"], best),
        )
    }

    /// Gains between circles, summed over proposed pairs.
    fn matrix(&self) -> String {
        let size = self.circles.len();
        let mut gains = vec![0.0_f64; size * size];
        for (_, one, other) in self.pairs() {
            for (who, from) in [(one, other), (other, one)] {
                let gain = self
                    .matcher
                    .pair(self.ids[who], self.ids[from])
                    .map_or(0.0, |pair| f64::from(pair.gain()));
                gains[self.circle[who] * size + self.circle[from]] += gain;
            }
        }
        let most = gains.iter().copied().fold(0.0, f64::max).max(1e-9);
        let side = 400.0 / size.max(1) as f64;
        let mut svg = String::new();
        for row in 0..size {
            let y = 60.0 + side * row as f64;
            let _ = write!(
                svg,
                "<text x=\"210\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                y + side / 2.0 + 4.0,
                escaped(short(&self.circles[row]))
            );
            let x = 220.0 + side * row as f64 + side / 2.0;
            let _ = write!(
                svg,
                "<text transform=\"translate({x:.1} 54) rotate(-30)\">{}</text>",
                escaped(short(&self.circles[row]))
            );
            for column in 0..size {
                let (x, gain) = (220.0 + side * column as f64, gains[row * size + column]);
                let (from, to) = (escaped(&self.circles[column]), escaped(&self.circles[row]));
                let shade = gain / most;
                let _ = write!(
                    svg,
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{side:.1}\" height=\"{side:.1}\" fill=\"#0072b2\" fill-opacity=\"{shade:.2}\" stroke=\"currentColor\" stroke-opacity=\".2\"><title>{to} from {from}: {gain:.2}</title></rect>"
                );
            }
        }
        let head: Vec<&str> = std::iter::once("gains from →")
            .chain(self.circles.iter().map(String::as_str))
            .collect();
        let rows = (0..size).map(|row| {
            let cells = gains[row * size..(row + 1) * size]
                .iter()
                .map(|gain| format!("{gain:.2}"));
            std::iter::once(self.circles[row].clone())
                .chain(cells)
                .collect()
        });
        picture(
            "Gains of each circle, a row, from each other, a column",
            &svg,
        ) + &folded("Gains as a table", &table(&head, rows))
    }

    fn exposure(&self, shares: Option<&Shares>) -> String {
        let mut before = vec![0_u32; self.ids.len()];
        for ranked in self.lists.iter().flatten() {
            before[self.place(ranked.peer)] += 1;
        }
        let after: Option<Vec<u32>> =
            shares.map(|shares| self.ids.iter().map(|&id| shares.shown_to(id)).collect());
        let most = before
            .iter()
            .chain(after.iter().flatten())
            .copied()
            .max()
            .unwrap_or(1)
            .max(1);
        let axes = Axes {
            across: ("people, least shown first", self.ids.len() as f64),
            up: ("on how many lists", f64::from(most)),
        };
        let curve = |counts: &[u32]| {
            let mut counts: Vec<f64> = counts.iter().map(|&count| f64::from(count)).collect();
            counts.sort_unstable_by(f64::total_cmp);
            counts
                .into_iter()
                .enumerate()
                .map(|(place, count)| (place as f64, count))
                .collect::<Vec<_>>()
        };
        let mut svg = axes.svg() + &axes.line(&curve(&before), COLOURS[5]);
        let mut rows = vec![summary("best lists", &before)];
        if let Some(after) = &after {
            svg += &axes.line(&curve(after), COLOURS[0]);
            rows.push(summary("fair shares", after));
        }
        let told = match after {
            Some(_) => "Orange: everyone's best list. Blue: after fair shares.",
            None => "Fair shares are planned for up to 1,500 people.",
        };
        let head = [
            "Lists",
            "shown nowhere",
            "half are shown at most",
            "most shown",
        ];
        picture(
            "How many lists show each person, before and after fair shares",
            &svg,
        ) + &format!("<p class=\"note\">{told}</p>")
            + &table(&head, rows)
    }

    fn scatter(&self) -> String {
        let pairs = self.pairs();
        let step = pairs.len().div_ceil(1_000).max(1);
        let axes = Axes {
            across: ("difference", 1.0),
            up: ("score", 1.0),
        };
        let mut svg = axes.svg();
        let mut rows = Vec::new();
        for &(score, one, other) in pairs.iter().step_by(step) {
            let Some(pair) = self.matcher.pair(self.ids[one], self.ids[other]) else {
                continue;
            };
            let title = format!(
                "{} and {}: score {score:.2}, difference {:.2}",
                self.name(one),
                self.name(other),
                pair.distance()
            );
            svg += &axes.dot(
                (f64::from(pair.distance()), f64::from(score)),
                self.colour(one),
                &title,
            );
            rows.push(vec![
                self.name(one).to_string(),
                self.name(other).to_string(),
                format!("{score:.2}"),
                format!("{:.2}", pair.distance()),
            ]);
        }
        rows.truncate(50);
        let note = if step > 1 {
            format!("<p class=\"note\">Every {step}th pair is drawn.</p>")
        } else {
            String::new()
        };
        picture("Each proposed pair by difference and score", &svg)
            + &note
            + &folded(
                "The best of them as a table",
                &table(&["One", "Other", "Score", "Difference"], rows),
            )
    }

    /// What openness does: the difference of lists, and the benefit that they keep.
    fn trade_off(&self) -> Result<String, Refused> {
        let benefit = Matcher::with_policy(self.network(), Policy::benefit_only())?;
        let mut points = Vec::new();
        for openness in [0.0_f32, 0.5, 1.0, 2.0, 4.0] {
            let matcher =
                Matcher::with_policy(self.network(), Policy::default().openness(openness))?;
            let (mut count, mut difference, mut kept) = (0.0, 0.0, 0.0);
            for (who, list) in self.ids.iter().zip(matcher.recommend_all(1)) {
                for ranked in list {
                    let Some(pair) = self.matcher.pair(*who, ranked.peer) else {
                        continue;
                    };
                    count += 1.0;
                    difference += f64::from(pair.distance());
                    kept += f64::from(benefit.score(*who, ranked.peer));
                }
            }
            points.push((
                openness,
                difference / f64::max(count, 1.0),
                kept / f64::max(count, 1.0),
            ));
        }
        let most = points.iter().map(|point| point.2).fold(0.0, f64::max);
        let axes = Axes {
            across: ("mean difference of first peers", 1.0),
            up: ("their mean benefit", most),
        };
        let curve: Vec<(f64, f64)> = points.iter().map(|point| (point.1, point.2)).collect();
        let mut svg = axes.svg() + &axes.line(&curve, COLOURS[0]);
        for (openness, difference, kept) in &points {
            svg += &axes.dot(
                (*difference, *kept),
                COLOURS[5],
                &format!("openness {openness}"),
            );
        }
        let rows = points
            .iter()
            .map(|point| vec![number(f64::from(point.0)), number(point.1), number(point.2)]);
        Ok(
            picture("Benefit against difference as openness grows", &svg)
                + &table(&["Openness", "Difference", "Benefit"], rows),
        )
    }

    /// How many ties stay in the own circle, and how many go one circle further out, and so on.
    fn rings(&self) -> String {
        let mut sums: Vec<u32> = Vec::new();
        for rings in self.ids.iter().filter_map(|&id| self.matcher.rings(id)) {
            sums.resize(sums.len().max(rings.counts().len()), 0);
            sums.iter_mut()
                .zip(rings.counts())
                .for_each(|(sum, count)| *sum += count);
        }
        if sums.is_empty() {
            return "<p>No circles are known, so there are no rings.</p>\n".into();
        }
        let all: u32 = sums.iter().sum();
        let rows = sums.iter().enumerate().map(|(ring, &sum)| {
            let name = if ring == 0 {
                "the nearest circle".to_string()
            } else {
                format!("{ring} further out")
            };
            let share = 100.0 * f64::from(sum) / f64::from(all.max(1));
            vec![name, sum.to_string(), format!("{share:.0} %")]
        });
        table(&["Ties to", "How many", "Share"], rows)
    }

    fn rounds(&self, history: &MeetingHistory) -> Result<String, Refused> {
        if self.ids.len() > PLANNED {
            return Ok("<p>Rounds are planned for up to 1,500 people.</p>\n".into());
        }
        let planner =
            RoundPlanner::new(Scores::of(&self.matcher)).same_circle(0, Enforcement::Hard);
        let series = planner.series(history, 3)?;
        let mut html = String::new();
        for (place, plan) in series.plans().iter().enumerate() {
            let rows = plan
                .meetings()
                .iter()
                .map(|meeting| vec![meeting.people.join(", "), number(meeting.score)]);
            let (met, without) = (plan.meetings().len(), plan.unmatched().len());
            let line = format!(
                "Round {}: {met} meetings, {without} people without one",
                place + 1
            );
            html += &folded(&line, &table(&["Who meets", "Score"], rows));
        }
        Ok(html)
    }

    /// Skills by how many need and how many offer them.
    fn demand(&self) -> BTreeMap<String, (u32, u32)> {
        let mut demand: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for person in self
            .ids
            .iter()
            .filter_map(|&id| self.network().to_person(id))
        {
            person
                .needed()
                .for_each(|need| demand.entry(need.skill.clone()).or_default().0 += 1);
            person
                .offered()
                .for_each(|offer| demand.entry(offer.skill.clone()).or_default().1 += 1);
        }
        demand
    }

    fn unmet(&self) -> String {
        let mut unmet: Vec<(String, u32)> = self
            .demand()
            .into_iter()
            .filter(|(_, (_, offered))| *offered == 0)
            .map(|(skill, (needed, _))| (skill, needed))
            .collect();
        unmet.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        if unmet.is_empty() {
            return "<p>Each skill that is needed is offered by someone.</p>\n".into();
        }
        table(
            &["Skill", "needed by"],
            unmet
                .into_iter()
                .map(|(skill, needed)| vec![skill, needed.to_string()]),
        )
    }

    fn offers(&self) -> String {
        let mut offers: Vec<(String, (u32, u32))> = self
            .demand()
            .into_iter()
            .filter(|(_, (needed, offered))| *needed > 0 && *offered > 0)
            .collect();
        offers.sort_by(|a, b| {
            (b.1.0, a.1.1)
                .cmp(&(a.1.0, b.1.1))
                .then_with(|| a.0.cmp(&b.0))
        });
        let rows = offers
            .into_iter()
            .take(20)
            .map(|(skill, (needed, offered))| vec![skill, needed.to_string(), offered.to_string()]);
        table(&["Skill", "needed by", "offered by"], rows)
    }

    fn cards(&self) -> String {
        let mut html = String::new();
        for (one, list) in self.lists.iter().enumerate() {
            let mut rows = Vec::new();
            for ranked in list {
                let Some(pick) = self.matcher.pair(self.ids[one], ranked.peer) else {
                    continue;
                };
                let way = pick
                    .introduction()
                    .map_or("no way within three ties".into(), ToString::to_string);
                rows.push(vec![
                    pick.name().to_string(),
                    format!("{:.2}", pick.score()),
                    pick.explanation().to_string(),
                    way,
                ]);
            }
            let body = if rows.is_empty() {
                "<p>Nobody is proposed now.</p>".to_string()
            } else {
                table(&["Peer", "Score", "Why", "The way there"], rows)
            };
            html += &folded(
                &format!("{} ({})", self.name(one), self.circles[self.circle[one]]),
                &body,
            );
        }
        html
    }
}

fn short(name: &str) -> String {
    name.chars().take(24).collect()
}

fn summary(name: &str, counts: &[u32]) -> Vec<String> {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let nowhere = sorted.iter().filter(|count| **count == 0).count();
    let half = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
    let most = sorted.last().copied().unwrap_or(0);
    vec![
        name.to_string(),
        nowhere.to_string(),
        half.to_string(),
        most.to_string(),
    ]
}

/// The outermost circle of each person, or the community found from ties where nobody names circles; the largest seven, and others.
fn circles(network: &Network, ids: &[PersonId]) -> (Vec<usize>, Vec<String>) {
    let named = |id: &PersonId| {
        network
            .circles(*id)
            .next()
            .and_then(|levels| levels.first().map(ToString::to_string))
    };
    let mut names: Vec<String> = ids.iter().map(|id| named(id).unwrap_or_default()).collect();
    if names.iter().all(String::is_empty) && network.ties().ties() > 0 {
        let found = communities(&Graph::from_ties(network.ties()));
        names = found
            .labels()
            .iter()
            .map(|label| format!("community {}", label + 1))
            .collect();
    }
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    names
        .iter()
        .filter(|name| !name.is_empty())
        .for_each(|name| *sizes.entry(name).or_default() += 1);
    let mut largest: Vec<(&str, usize)> = sizes.into_iter().collect();
    largest.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    largest.truncate(COLOURS.len() - 1);
    let mut shown: Vec<String> = largest.iter().map(|(name, _)| name.to_string()).collect();
    let of = |name: &String| {
        shown
            .iter()
            .position(|other| other == name)
            .unwrap_or(shown.len())
    };
    let places: Vec<usize> = names.iter().map(of).collect();
    if places.contains(&shown.len()) {
        shown.push("others".into());
    }
    (places, shown)
}

/// Participants by the two main axes of their votes.
fn opinions(votes: &Votes) -> String {
    let step = votes.participants.len().div_ceil(DRAWN).max(1);
    let rows: Vec<Vec<f64>> = votes
        .votes
        .iter()
        .step_by(step)
        .map(|own| {
            let mut row = vec![0.0; votes.topics.len()];
            own.iter()
                .for_each(|&(topic, vote)| row[topic as usize] = f64::from(vote));
            row
        })
        .collect();
    let axes = Axes {
        across: ("first main axis of votes", 1.0),
        up: ("second main axis", 1.0),
    };
    let mut svg = axes.svg();
    for (place, name) in layout::main_axes(&rows)
        .into_iter()
        .zip(votes.participants.iter().step_by(step))
    {
        svg += &axes.dot(place, COLOURS[0], name);
    }
    let mut topics: Vec<(usize, u32, u32)> = votes
        .seen
        .iter()
        .enumerate()
        .map(|(topic, &(seen, agreed))| (topic, seen, agreed))
        .collect();
    topics.sort_by_key(|&(topic, seen, agreed)| {
        (
            u64::from(seen).abs_diff(2 * u64::from(agreed)) * 1000 / u64::from(seen.max(1)),
            topic,
        )
    });
    let rows = topics.into_iter().take(15).map(|(topic, seen, agreed)| {
        vec![
            votes.topics[topic].clone(),
            seen.to_string(),
            agreed.to_string(),
        ]
    });
    picture("Participants by how they voted: near means alike", &svg)
        + "<p class=\"note\">Topics that split people most evenly:</p>"
        + &table(&["Topic", "seen by", "agreed"], rows)
}
