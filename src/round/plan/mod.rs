//! A planned round as data: meetings, who has none and why, and wishes that were not kept.

mod personal;
#[cfg(feature = "serde")]
mod stored;
mod told;

pub use crate::round::plan::personal::{PersonalMeeting, PersonalRound};
pub use crate::round::plan::told::{
    Absence, Meeting, Relaxation, UnkeptWish, Unmatched, UnmatchedReason, Wish,
};

use std::collections::BTreeMap;

use crate::day::Day;
use crate::network::Network;
use crate::round::scores::SCALE;
use crate::written::Version;

/// A planned round. People are known by key; the label that words show stands beside it.
///
/// Made for those who organise it: reasons may name blocks, and lists of who is absent tell of pauses. What one person may read is
/// [`seen_by`](Self::seen_by). A plan holds names alone, so it is stored and read again whatever becomes of the community:
/// [`unknown_in`](Self::unknown_in) tells who is no longer there, and
/// [`RoundPlanner::repair`](crate::round::RoundPlanner::repair) works on.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RoundPlan {
    pub(crate) version: Version<1>,
    /// The labels, by key, of everyone named whose label is another text than the key.
    pub(crate) labels: BTreeMap<String, String>,
    pub(crate) at: Day,
    #[cfg_attr(feature = "serde", serde(deserialize_with = "told::different"))]
    pub(crate) meetings: Vec<Meeting>,
    pub(crate) unmatched: Vec<Unmatched>,
    pub(crate) absent: Vec<(String, Absence)>,
    pub(crate) relaxations: Vec<Relaxation>,
    pub(crate) unkept: Vec<UnkeptWish>,
    #[cfg_attr(feature = "serde", serde(rename = "missed_together"))]
    pub(crate) apart: Vec<(String, String)>,
    #[cfg_attr(feature = "serde", serde(rename = "value", with = "in_scores"))]
    pub(crate) net: i64,
    #[cfg_attr(feature = "serde", serde(with = "in_scores"))]
    pub(crate) bound: i64,
}

impl RoundPlan {
    /// The time it is for.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// assert_eq!(plan.at(), confrere::Day(1)); // the first
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn at(&self) -> Day {
        self.at
    }

    /// What someone of the plan is called in words: their label when it was made, or else the key.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::MeetingHistory;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("u1").label("Ana Silva").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("u2").label("Ben Okafor").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let plan = Matcher::new(&network).round().plan(&MeetingHistory::default())?;
    /// assert_eq!(plan.meetings()[0].people, ["u1", "u2"]);
    /// assert_eq!(plan.label("u1"), "Ana Silva");
    /// assert!(plan.to_string().contains("\nAna Silva, Ben Okafor  any"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn label<'p>(&'p self, key: &'p str) -> &'p str {
        self.labels.get(key).map_or(key, String::as_str)
    }

    /// How one person stands, as they may know it.
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, PersonalRound, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").blocks("ben"))
    ///     .person(Person::new("ben"))
    ///     .build()?;
    /// let plan = RoundPlanner::new(Scores::equal(&network)).plan(&MeetingHistory::default())?;
    /// assert_eq!(plan.seen_by("ben"), PersonalRound::NoMeeting); // and not why
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn seen_by(&self, name: &str) -> PersonalRound {
        let own: Vec<PersonalMeeting> = self
            .of(name)
            .map(|meeting| {
                let place = meeting.people.iter().position(|person| person == name);
                let others = meeting.people.iter().filter(|person| *person != name);
                PersonalMeeting {
                    with: others.clone().cloned().collect(),
                    labels: others.map(|key| self.label(key).to_owned()).collect(),
                    slot: meeting.slot.clone(),
                    gain: place.and_then(|place| meeting.gains.get(place).copied()),
                }
            })
            .collect();
        let absence = self.absent.iter().find(|absent| absent.0 == name);
        // Whoever has a meeting is told of it, whatever else is known of them.
        match absence {
            _ if !own.is_empty() => PersonalRound::Meets(own),
            Some(&(_, absence)) => PersonalRound::Absent(absence),
            None if self.unmatched.iter().any(|one| one.person == name) => PersonalRound::NoMeeting,
            None => PersonalRound::Unknown,
        }
    }

    /// Who is named in the plan and is not in a network, in name order: those who left since it was made.
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = |names: &[&str]| Network::builder().people(names.iter().map(|&name| Person::new(name))).build();
    /// let before = network(&["ana", "ben"])?;
    /// let plan = RoundPlanner::new(Scores::equal(&before)).plan(&MeetingHistory::default())?;
    /// assert_eq!(plan.unknown_in(&network(&["ana"])?), ["ben"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn unknown_in(&self, network: &Network) -> Vec<&str> {
        let met = self.meetings.iter().flat_map(|meeting| &meeting.people);
        let unmatched = self.unmatched.iter().map(|one| &one.person);
        let named = met
            .chain(unmatched)
            .chain(self.absent.iter().map(|absent| &absent.0));
        let mut gone: Vec<&str> = named.map(String::as_str).collect();
        gone.retain(|name| network.find(name).is_none());
        gone.sort_unstable();
        gone.dedup();
        gone
    }

    /// Wishes that were not kept, by wish, then in name order: sizes, gains, new faces, likeness, differences, quotas.
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores, Wish};
    /// use confrere::{Network, Person};
    /// let names = ["ana", "ben", "caro", "dan"];
    /// let network = Network::builder().people(names.map(Person::new)).build()?;
    /// let trios = RoundPlanner::new(Scores::equal(&network)).groups(3, 3);
    /// let plan = trios.plan(&MeetingHistory::default())?;
    /// assert!(plan.unmatched().is_empty()); // two pairs, rather than a trio and somebody alone
    /// assert_eq!(plan.unkept().iter().map(|wish| wish.wish).collect::<Vec<_>>(), [Wish::Size; 2]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn unkept(&self) -> &[UnkeptWish] {
        &self.unkept
    }

    /// The meetings, in order of their first people.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// assert!(plan.meetings().iter().all(|meeting| meeting.people.len() == 2));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn meetings(&self) -> &[Meeting] {
        &self.meetings
    }

    /// Who takes part and has no meeting, in name order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// assert!(plan.unmatched().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn unmatched(&self) -> &[Unmatched] {
        &self.unmatched
    }

    /// Who takes no part, in name order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.away("ana").plan(&history)?;
    /// assert_eq!(plan.absent()[0].0, "ana");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn absent(&self) -> &[(String, Absence)] {
        &self.absent
    }

    /// What would match more people, the fewest exceptions a person first; empty when everyone is matched.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// assert!(plan.relaxations().is_empty()); // nobody is left out
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn relaxations(&self) -> &[Relaxation] {
        &self.relaxations
    }

    /// Pairs that were to meet and do not, because a rule, a size or an absence stands against it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.together("ana", "ben").plan(&history)?;
    /// assert!(plan.missed_together().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn missed_together(&self) -> &[(String, String)] {
        &self.apart
    }

    /// The scores of all meetings less their prices.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// assert_eq!(plan.value(), 2.0); // two meetings worth 1 each
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self) -> f64 {
        self.net as f64 / SCALE as f64
    }

    /// No plan under the same hard rules has a higher value; of groups, no plan with no more people in smaller groups than asked for.
    /// Up to 12 people it is the highest value there is; beyond, of groups, it lets everyone have as many peers as in the smallest
    /// group and shares them out as well as pairs can, without asking that the peers of one person be peers of each other. Where that
    /// is all that holds groups back (12 people in threes and fours, sparse scores) the best plan has 81 to 89 % of it, with scores
    /// that follow from a few skills 88 to 91 %; the rest is what a group of any four costs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// assert_eq!(plan.bound(), plan.value());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn bound(&self) -> f64 {
        self.bound as f64 / SCALE as f64
    }

    /// How many pairs meet that have met before.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// assert_eq!(plan.repeats(), 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn repeats(&self) -> u32 {
        self.meetings.iter().map(|meeting| meeting.repeats).sum()
    }

    /// The meetings of a person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// assert_eq!(plan.of("ana").count(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn of<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Meeting> {
        let meetings = self.meetings.iter();
        meetings.filter(move |meeting| meeting.people.iter().any(|person| person == name))
    }

    /// How many others each person meets, in name order; people without a meeting are not listed.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// assert!(plan.loads().iter().all(|&(_, meetings)| meetings == 1));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn loads(&self) -> Vec<(&str, u32)> {
        let mut loads: Vec<(&str, u32)> = Vec::new();
        for meeting in &self.meetings {
            let others = meeting.people.len() as u32 - 1;
            loads.extend(
                meeting
                    .people
                    .iter()
                    .map(|person| (person.as_str(), others)),
            );
        }
        loads.sort_unstable();
        loads.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        loads
    }
}

/// Steps are written as scores.
#[cfg(feature = "serde")]
mod in_scores {
    use crate::round::scores::SCALE;

    pub(crate) fn serialize<S: serde::Serializer>(steps: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(*steps as f64 / SCALE as f64)
    }

    pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        let scores = crate::written::finite(from)?;
        Ok((scores * SCALE as f64).round() as i64)
    }
}
