//! Lists: rings, the calendar of the next rounds, needs and offers, a card for everyone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use confrere::round::{Enforcement, MeetingHistory, RoundPlanner, Scores};

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
        for rings in self.ids.iter().filter_map(|&id| self.matcher.rings(id)) {
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
        let mut meets: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut sums = Vec::new();
        for (round, plan) in series.plans().iter().enumerate() {
            for meeting in plan.meetings() {
                for one in &meeting.people {
                    let others = meeting.people.iter().filter(|other| *other != one);
                    let others: Vec<&str> = others.map(String::as_str).collect();
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
        for (name, mut row) in meets {
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
            html += &folded(
                &format!("The other {} people", rest.len()),
                &table(&head, rest),
            );
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
                .get_needs()
                .for_each(|need| demand.entry(need.skill.clone()).or_default().0 += 1);
            person
                .get_offers()
                .for_each(|offer| demand.entry(offer.skill.clone()).or_default().1 += 1);
        }
        demand
    }

    pub(in crate::report) fn unmet(&self) -> String {
        let mut unmet: Vec<(String, u32)> = self
            .demand()
            .into_iter()
            .filter(|(_, (_, offered))| *offered == 0)
            .map(|(skill, (needed, _))| (skill, needed))
            .collect();
        unmet.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        if self.network().skills().len() == 0 {
            return "<p>Nobody says what they need.</p>\n".into();
        }
        if unmet.is_empty() {
            return "<p>Each skill that is needed is offered by someone.</p>\n".into();
        }
        table(
            &["Skill", "People who need it"],
            unmet
                .into_iter()
                .map(|(skill, needed)| vec![skill, needed.to_string()]),
        )
    }

    pub(in crate::report) fn offers(&self) -> String {
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
        if offers.is_empty() {
            return "<p>No skill is both offered and needed.</p>\n".into();
        }
        let rows = offers
            .into_iter()
            .take(20)
            .map(|(skill, (needed, offered))| vec![skill, needed.to_string(), offered.to_string()]);
        table(
            &["Skill", "People who need it", "People who offer it"],
            rows,
        )
    }

    /// People by how many others need something that they offer.
    pub(in crate::report) fn helpers(&self) -> String {
        let people: Vec<_> = self
            .ids
            .iter()
            .filter_map(|&id| self.network().to_person(id))
            .collect();
        let mut needed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, person) in people.iter().enumerate() {
            for need in person.get_needs() {
                needed.entry(&need.skill).or_default().push(place);
            }
        }
        let mut helpers = Vec::new();
        for (place, person) in people.iter().enumerate() {
            let helped = |skill: &str| {
                let all = needed.get(skill).into_iter().flatten();
                all.filter(move |other| **other != place)
            };
            let all: BTreeSet<&usize> = person
                .get_offers()
                .flat_map(|offer| helped(&offer.skill))
                .collect();
            let most = person
                .get_offers()
                .map(|offer| (helped(&offer.skill).count(), &offer.skill));
            if let Some((count, skill)) = most.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1))) {
                helpers.push((all.len(), place, skill, count));
            }
        }
        helpers.retain(|helper| helper.0 > 0);
        helpers.sort_by_key(|helper| (std::cmp::Reverse(helper.0), helper.1));
        if helpers.is_empty() {
            return "<p>Nobody offers what someone else needs.</p>\n".into();
        }
        let rows = helpers
            .into_iter()
            .take(20)
            .map(|(all, place, skill, count)| {
                let most = format!("{skill} ({})", counted(count, "person", "people"));
                vec![self.name(place).to_string(), all.to_string(), most]
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
            let name = match self.circles.len() {
                0 | 1 => self.name(one).to_string(),
                _ => format!("{} ({})", self.name(one), self.circles[self.circle[one]]),
            };
            html += &folded(&name, &body);
        }
        html
    }
}
