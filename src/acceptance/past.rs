//! What happened between two people before a day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::acceptance::{Answer, Outcome, Outcomes, Whose};
use crate::id::{PersonId, PersonIndex};
use crate::network::Network;
use crate::numeric::decay;

/// How many days take half of the weight of a last contact. Half a year, as for ties by default; a design choice.
const HALF_LIFE: f32 = 180.0;

/// The pair (lower index first) and what brought it into contact, by day: day and kind.
pub(crate) type PairContacts = ((u32, u32), Vec<(i32, u8)>);

/// Something that brought two people into contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Contact {
    day: i32,
    /// 0 they met, 1 the second of the pair helped the first, 2 the first helped the second.
    kind: u8,
}

/// A contact as it was recorded, be they of a network or not.
#[derive(Debug, Clone, Copy)]
struct Record {
    who: PersonId,
    whom: PersonId,
    day: i32,
    answer: Answer,
    whose: Whose,
}

/// What happened between pairs of a network, by pair (lower index first) and day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past {
    /// All contacts, from which those of another network are gathered; none where only a part of a network is held.
    records: Arc<[Record]>,
    contacts: BTreeMap<(u32, u32), Vec<Contact>>,
    /// Whether anything happened, be it between people who are not held here.
    happened: bool,
    /// The day on which the past is looked at, for questions of today.
    today: i32,
}

/// The past of one pair, seen from its first.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct PairPast {
    /// How often they met.
    pub(crate) met: u32,
    /// How often the second helped the first.
    pub(crate) helped: u32,
    /// How often the first helped the second.
    pub(crate) helped_other: u32,
    /// How recent the last contact is, from 0 (never) to 1.
    pub(crate) recency: f32,
}

impl Past {
    /// Gathers the contacts of those who are in the network.
    pub(crate) fn new(network: &Network, outcomes: &Outcomes, today: i32) -> Self {
        let brings_together = |answer| matches!(answer, Answer::Met | Answer::Helped);
        let contacts = outcomes
            .iter()
            .filter(|outcome| brings_together(outcome.answer));
        let record = |outcome: &Outcome| Record {
            who: PersonId::of_text(&outcome.who),
            whom: PersonId::of_text(&outcome.whom),
            day: outcome.day.0,
            answer: outcome.answer,
            whose: outcome.whose,
        };
        Self::gathered(network, contacts.map(record).collect(), today)
    }

    /// The same past for the people of another network, who have other places.
    pub(crate) fn in_network(&self, network: &Network) -> Self {
        Self::gathered(network, Arc::clone(&self.records), self.today)
    }

    /// Whether something was recorded, be it of people who are not in the network.
    pub(crate) fn is_recorded(&self) -> bool {
        !self.records.is_empty()
    }

    fn gathered(network: &Network, records: Arc<[Record]>, today: i32) -> Self {
        let mut past = Self {
            records: Arc::clone(&records),
            today,
            ..Self::default()
        };
        for record in records.iter() {
            let places = network.index(record.who).zip(network.index(record.whom));
            let Some((one, other)) = places else { continue };
            let kind = match (record.answer, one < other) {
                (Answer::Helped, true) => 1,
                (Answer::Helped, false) => 2,
                _ => 0,
            };
            // A pair is kept once, the lower place first; the kind tells which of the two helped.
            let pair = (one.0.min(other.0), one.0.max(other.0));
            let day = record.day;
            let list = past.contacts.entry(pair).or_default();
            list.push(Contact { day, kind });
            if record.answer == Answer::Helped && record.whose == Whose::Both {
                list.push(Contact {
                    day,
                    kind: 3 - kind,
                });
            }
        }
        // Records come in any order of days.
        for list in past.contacts.values_mut() {
            list.sort_unstable();
        }
        past.happened = !past.contacts.is_empty();
        past
    }

    /// What happened between pairs of which a test holds, ascending.
    pub(crate) fn of_pairs(&self, held: impl Fn(u32, u32) -> bool) -> Vec<PairContacts> {
        let pairs = self
            .contacts
            .iter()
            .filter(|(pair, _)| held(pair.0, pair.1));
        let told = |list: &[Contact]| list.iter().map(|one| (one.day, one.kind)).collect();
        pairs.map(|(&pair, list)| (pair, told(list))).collect()
    }

    /// The part of a past in which something `happened`, for the pairs at hand.
    pub(crate) fn of_part(
        happened: bool,
        today: i32,
        pairs: impl IntoIterator<Item = PairContacts>,
    ) -> Self {
        let list = |told: Vec<(i32, u8)>| {
            let told = told.into_iter();
            told.map(|(day, kind)| Contact { day, kind }).collect()
        };
        let contacts = pairs.into_iter().map(|(pair, told)| (pair, list(told)));
        Self {
            records: Arc::default(),
            contacts: contacts.collect(),
            happened,
            today,
        }
    }

    /// Whether nothing happened at all.
    pub(crate) fn is_empty(&self) -> bool {
        !self.happened
    }

    /// Everyone to whom anything happened.
    pub(crate) fn people(&self) -> BTreeSet<u32> {
        let pairs = self.contacts.keys();
        pairs.flat_map(|&(one, other)| [one, other]).collect()
    }

    /// The day for questions of today.
    pub(crate) fn today(&self) -> i32 {
        self.today
    }

    /// What happened between two people before a day.
    pub(crate) fn before(&self, day: i32, i: PersonIndex, j: PersonIndex) -> PairPast {
        let Some(list) = self.contacts.get(&(i.0.min(j.0), i.0.max(j.0))) else {
            return PairPast::default();
        };
        // Days ascend, so that what came before the day is a prefix, its last entry the most recent.
        let earlier = &list[..list.partition_point(|contact| contact.day < day)];
        let count = |kind: u8| {
            earlier
                .iter()
                .filter(|contact| contact.kind == kind)
                .count() as u32
        };
        // Contacts are kept by the lower person; the kinds of help change sides when the higher one asks.
        let (first, second) = if i < j { (1, 2) } else { (2, 1) };
        let recency = earlier.last().map_or(0.0, |last| {
            let days = i64::from(day) - i64::from(last.day);
            decay(days as f64, HALF_LIFE) as f32
        });
        PairPast {
            met: count(0),
            helped: count(first),
            helped_other: count(second),
            recency,
        }
    }
}
