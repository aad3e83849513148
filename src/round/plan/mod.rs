//! A planned round as data: meetings, who has none and why, and wishes that were not kept.

use std::collections::BTreeMap;
use std::fmt;

use crate::day::Day;
use crate::network::Network;
use crate::round::rule::Rule;
use crate::round::scores::SCALE;
use crate::written::Version;

/// Why someone takes no part in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Absence {
    /// They are paused.
    Paused,
    /// All their places for peers are taken.
    Full,
    /// They want to meet less often and are not due.
    NotDue,
    /// They did not turn up to too many meetings: [`RoundPlanner::no_shows`](crate::round::RoundPlanner::no_shows).
    NoShows,
    /// The caller said so.
    Away,
    /// The number is odd and they were named to sit out then.
    SitsOut,
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Paused => "paused",
            Self::Full => "all places are taken",
            Self::NoShows => "did not turn up too often",
            Self::NotDue => "wants to meet less often and is not due",
            Self::Away => "away",
            Self::SitsOut => "sits out as the number is odd",
        })
    }
}

/// A meeting of a planned round.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Meeting {
    /// Who meets, by key, in key order.
    pub people: Vec<String>,
    /// What each of the people is called in words: [`Person::label`](crate::Person::label), or the key.
    pub labels: Vec<String>,
    /// The slot in which all can, the first in name order; `None` when every slot suits all.
    pub slot: Option<String>,
    /// The sum of the pairs' scores divided by the size less one, from 0 to half the size.
    pub score: f64,
    /// What repeats and broken soft rules cost.
    pub price: f64,
    /// For each of the people, what they gain from the others on average; empty where no matcher says so.
    pub gains: Vec<f32>,
    /// How many of the pairs have met before.
    pub repeats: u32,
    /// The soft rules that are broken.
    pub soft_violations: Vec<Rule>,
}

/// Something asked for that a plan could not keep without leaving somebody alone or breaking a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Wish {
    /// A group of a size within those asked for.
    Size,
    /// A gain for everyone in the meeting.
    Gain,
    /// A meeting of people who have not met before.
    NewFaces,
    /// A meeting of people who are alike in something: [`GroupRule::alike`](crate::round::GroupRule::alike).
    Alike,
    /// A meeting of people who differ in something: [`GroupRule::different`](crate::round::GroupRule::different).
    Different,
    /// At least, or at most, so many of one kind in a meeting: [`GroupRule::at_least`](crate::round::GroupRule::at_least).
    Quota,
}

impl Wish {
    /// What was asked for, in few words.
    const fn word(self) -> &'static str {
        match self {
            Self::Size => "sizes",
            Self::Gain => "gains",
            Self::NewFaces => "new faces",
            Self::Alike => "likeness",
            Self::Different => "differences",
            Self::Quota => "quotas",
        }
    }
}

/// A wish that was not kept, and for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct UnkeptWish {
    /// What was not kept.
    pub wish: Wish,
    /// For whom, by key, in key order: all of a meeting whose size or make-up is not as asked for, each who gains nothing, two who met
    /// before or are not alike, or not different, as asked for.
    pub people: Vec<String>,
    /// What each of the people is called in words.
    pub labels: Vec<String>,
}

impl fmt::Display for UnkeptWish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let people = self.labels.join(", ");
        match self.wish {
            Wish::Size => write!(f, "{people}: a smaller group than asked for"),
            Wish::Gain => write!(f, "{people}: no gain known"),
            Wish::NewFaces => write!(f, "{people}: met before"),
            Wish::Alike => write!(f, "{people}: not alike as asked for"),
            Wish::Different => write!(f, "{people}: not different as asked for"),
            Wish::Quota => write!(f, "{people}: too few or too many of one kind"),
        }
    }
}

/// A rule, the fewest exceptions from it, and how many people more would be matched.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Relaxation {
    /// The rule.
    pub rule: Rule,
    /// The pairs that would meet against it. With [`Rule::Full`], someone of the pair gets one place more.
    pub exceptions: Vec<(String, String)>,
    /// What the people of each pair are called in words.
    pub labels: Vec<(String, String)>,
    /// How many people more would be matched.
    pub more: u32,
}

impl fmt::Display for Relaxation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pairs = self.labels.iter();
        let pairs: Vec<String> = pairs.map(|(a, b)| format!("{a} and {b}")).collect();
        let verb = if self.more == 1 { "is" } else { "are" };
        let (rule, more) = (self.rule, self.more);
        let pairs = pairs.join(", ");
        write!(
            f,
            "allow {pairs} in spite of `{rule}`, and {more} more {verb} matched"
        )
    }
}

/// Why someone who takes part has no meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum UnmatchedReason {
    /// Rules keep them from everyone. These are the fewest rules that do it.
    Rules(Vec<Rule>),
    /// Everyone they may meet has a meeting, and placing them would leave somebody else alone. Up to 12 people present, and in pairs
    /// without a rule of slots, that is proven: no plan under the same hard rules leaves fewer people alone.
    AllTaken {
        /// How many people the rules would allow.
        allowed: u32,
    },
    /// They would have a meeting if these were not kept strictly: sizes
    /// ([`RoundPlanner::strict_sizes`](crate::round::RoundPlanner::strict_sizes)), hard quotas, or both.
    Strict(Vec<Wish>),
    /// Nobody else takes part.
    NobodyThere,
}

impl fmt::Display for UnmatchedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rules(rules) => {
                let words: Vec<&str> = rules.iter().map(|rule| rule.word()).collect();
                write!(f, "kept from everyone by {}", words.join(" and "))
            }
            Self::AllTaken { allowed: 1 } => f.write_str("the one they may meet is taken"),
            Self::AllTaken { allowed } => write!(f, "all {allowed} they may meet are taken"),
            Self::Strict(wishes) => {
                let words: Vec<&str> = wishes.iter().map(|wish| wish.word()).collect();
                write!(f, "no group for them keeps {}", words.join(" and "))
            }
            Self::NobodyThere => f.write_str("nobody else takes part"),
        }
    }
}

/// Someone who takes part and has no meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Unmatched {
    /// Who, by key.
    pub person: String,
    /// What that person is called in words.
    pub label: String,
    /// Why.
    pub why: UnmatchedReason,
}

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

/// Steps are written as scores.
#[cfg(feature = "serde")]
mod in_scores {
    use crate::round::scores::SCALE;

    pub(crate) fn serialize<S: serde::Serializer>(steps: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(*steps as f64 / SCALE as f64)
    }

    pub(crate) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        let scores = <f64 as serde::Deserialize>::deserialize(from)?;
        Ok((scores * SCALE as f64).round() as i64)
    }
}

/// How a person stands in a round, as that person may know it. Who is unmatched for which reason is not told: neither that somebody
/// blocks them nor that somebody is paused.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PersonalRound {
    /// These meetings, with the others in each.
    Meets(Vec<PersonalMeeting>),
    /// No meeting this time.
    NoMeeting,
    /// They take no part, for this reason of their own.
    Absent(Absence),
    /// The plan does not know them.
    Unknown,
}

/// A meeting as one of its people sees it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct PersonalMeeting {
    /// The others, by key, in key order.
    pub with: Vec<String>,
    /// What each of the others is called in words.
    pub labels: Vec<String>,
    /// The slot in which all can.
    pub slot: Option<String>,
    /// What they themselves gain from the others on average.
    pub gain: Option<f32>,
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
    /// Up to 12 people it is the highest value there is; beyond, of groups, it lets everyone have the peers who are best for
    /// them, each as often as they are wanted, and lies up to a third above what can be reached.
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
