//! A planned week as data: sessions, each person's week, needs left open.

use std::collections::BTreeMap;

use crate::assign::sessions::{Participant, Problem, Room as SessionRoom, Timetable};
#[cfg(feature = "serde")]
use crate::error::Error;
use crate::id::{PersonIndex, SkillId};
#[cfg(feature = "serde")]
use crate::id::{quoted, unknown_name};
use crate::network::Network;
use crate::plan::week::LearningWeek;
use crate::recommend::Matcher;
use crate::rows::AsIndex;
#[cfg(feature = "serde")]
use crate::rows::narrow;
use crate::written::Version;

/// One session of a week.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Session {
    /// The name of the slot.
    pub slot: String,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) slot_number: u32,
    /// The room, counted from 0 in the order in which rooms were given.
    pub room: u32,
    /// What is taught.
    pub skill: String,
    /// Who teaches, by key.
    pub speaker: String,
    /// What the speaker is called in words: [`Person::label`](crate::Person::label), or the key.
    pub speaker_label: String,
    /// The level at which it is taught, from 0 to 1.
    pub level: f32,
    /// How many people it is open to at most, the speaker included; less than the room holds for a quiet session.
    pub size: u32,
    /// Who attends, by key, in key order.
    pub attendees: Vec<String>,
    /// What each of the attendees is called in words.
    pub attendee_labels: Vec<String>,
}

/// One person's week.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Learner {
    /// Who, by key.
    pub name: String,
    /// What the person is called in words.
    pub label: String,
    /// The sum of the priorities of the needs that the person shows.
    pub needed: f32,
    /// How much of it the sessions cover.
    pub covered: f32,
    /// Places of the sessions taught, among the sessions of the plan.
    pub teaches: Vec<u32>,
    /// Places of the sessions attended.
    pub attends: Vec<u32>,
}

impl Learner {
    /// The share of the need that is covered, from 0 to 1; `None` for somebody who needs nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// let share = plan.learner("caro").expect("she needs something").share().expect("a need");
    /// assert!(share > 0.8);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn share(&self) -> Option<f32> {
        (self.needed > 0.0).then(|| (self.covered / self.needed).min(1.0))
    }
}

/// Why nothing covers a need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum WhyUnmet {
    /// Nobody who takes part offers the skill.
    NobodyOffers,
    /// Nobody who takes part and offers the skill is ahead of the person.
    NobodyAhead,
    /// It is taught, in slots or rooms that do not suit or had no seat left.
    NoSeat,
    /// It could be taught, and other sessions covered more.
    NotTaught,
    /// The week has no slot that suits the person.
    NoSlot,
    /// The week has no room, or none that the person can be in.
    NoRoom,
}

/// A need that no session of the week covers at all.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct UnmetNeed {
    /// Whose need, by key.
    pub person: String,
    /// What the person is called in words.
    pub label: String,
    /// The skill.
    pub skill: String,
    /// How much it matters, from 0 to 1.
    pub priority: f32,
    /// Why.
    pub why: WhyUnmet,
}

/// Sessions, seats and what they cover. Made by [`Matcher::learning_week`].
///
/// A plan holds keys and labels alone, so it is stored and read again whatever becomes of the community: [`unknown_in`](Self::unknown_in) tells what is
/// no longer there, and [`Matcher::replan_without`] works on.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "StoredPlan"))]
pub struct WeekPlan {
    version: Version<1>,
    week: LearningWeek,
    sessions: Vec<Session>,
    learners: Vec<Learner>,
    unmet: Vec<UnmetNeed>,
    needed: f32,
    covered: f32,
    bound: f32,
}

/// A plan as it is read; what it says of slots and rooms is checked against its own week.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredPlan {
    version: Version<1>,
    week: LearningWeek,
    sessions: Vec<Session>,
    learners: Vec<Learner>,
    unmet: Vec<UnmetNeed>,
    needed: f32,
    covered: f32,
    bound: f32,
}

#[cfg(feature = "serde")]
impl TryFrom<StoredPlan> for WeekPlan {
    type Error = Error;

    fn try_from(stored: StoredPlan) -> Result<Self, Error> {
        let StoredPlan {
            version,
            week,
            mut sessions,
            learners,
            unmet,
            needed,
            covered,
            bound,
        } = stored;
        week.check()?;
        // Slots are found by name again; a number that no longer holds would put people into the wrong one.
        for session in &mut sessions {
            const OF_THE_WEEK: &str = "a slot and a room of the week that the plan was made for";
            let slot = week.slots.iter().position(|slot| slot.name == session.slot);
            let slot = slot.ok_or_else(|| {
                let what = format!("slot {} of a session", quoted(&session.slot));
                let known = week.slots.iter().map(|slot| slot.name.as_str());
                unknown_name(what, &session.slot, OF_THE_WEEK, known)
            })?;
            if session.room.as_index() >= week.rooms.len() {
                let what = format!("room {} of a session", session.room);
                return Err(Error::unknown(what, OF_THE_WEEK));
            }
            session.slot_number = narrow(slot);
        }
        Ok(Self {
            version,
            week,
            sessions,
            learners,
            unmet,
            needed,
            covered,
            bound,
        })
    }
}

impl WeekPlan {
    pub(crate) fn new(
        matcher: &Matcher,
        week: LearningWeek,
        problem: &Problem,
        table: &Timetable,
    ) -> Self {
        let network = matcher.network();
        let name = |person: u32| network.key_at(PersonIndex(person)).to_string();
        let label = |person: &u32| network.name_at(PersonIndex(*person)).to_owned();
        let sessions: Vec<Session> = table
            .sessions
            .iter()
            .map(|session| Session {
                slot: week.slots[session.slot.as_index()].name.clone(),
                slot_number: session.slot,
                room: session.room,
                skill: network.skill_name(SkillId(session.topic)).to_string(),
                speaker: name(session.speaker),
                speaker_label: label(&session.speaker),
                level: session.level,
                size: session.size,
                attendees: session
                    .attendees
                    .iter()
                    .map(|&person| name(person))
                    .collect(),
                attendee_labels: session.attendees.iter().map(label).collect(),
            })
            .collect();
        let left = table.left(problem);
        let learners = learners(network, problem, table, &left);
        Self {
            version: Version,
            // A sum of nothing is -0, and 0 once 0 is added.
            needed: (learners
                .iter()
                .map(|learner| f64::from(learner.needed))
                .sum::<f64>()
                + 0.0) as f32,
            unmet: unmet(network, problem, table, &left),
            covered: (table.covered + 0.0) as f32,
            bound: (table.bound + 0.0) as f32,
            sessions,
            learners,
            week,
        }
    }

    /// Every person and skill that the plan names and a network does not have, in name order: what has gone since it was made.
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("ben").needs("rust", 0.6))
    ///     .build()?;
    /// let week = LearningWeek::new().slot("monday").rooms(1, 4);
    /// let plan = Matcher::new(&network).learning_week(&week)?;
    /// let later = network.change().leave("ben").build()?;
    /// assert!(plan.unknown_in(&network).is_empty());
    /// assert!(plan.unknown_in(&later).contains(&"ben"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn unknown_in(&self, network: &Network) -> Vec<&str> {
        let people = self.learners.iter().map(|learner| learner.name.as_str());
        let skills = self.sessions.iter().map(|session| session.skill.as_str());
        let gone_people = people.filter(|name| network.find(name).is_none());
        let gone_skills = skills.filter(|skill| network.find_skill(skill).is_none());
        let mut gone: Vec<&str> = gone_people.chain(gone_skills).collect();
        gone.sort_unstable();
        gone.dedup();
        gone
    }

    /// The rules that were followed.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// assert_eq!(plan.week(), &LearningWeek::new().slot("monday").rooms(1, 4));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn week(&self) -> &LearningWeek {
        &self.week
    }

    /// The sessions, by slot, then by room.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// assert_eq!(plan.sessions()[0].skill, "rust");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn sessions(&self) -> &[Session] {
        &self.sessions
    }

    /// Everyone who takes part, in name order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// assert!(plan.learners().iter().any(|learner| learner.name == "caro"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn learners(&self) -> &[Learner] {
        &self.learners
    }

    /// Needs that are not covered at all: highest priority first, then in name order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday"))?; // no rooms
    /// assert_eq!(plan.unmet()[0].skill, "rust");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn unmet(&self) -> &[UnmetNeed] {
        &self.unmet
    }

    /// The sum of the priorities of all needs shown.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// assert_eq!(plan.needed(), 1.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn needed(&self) -> f32 {
        self.needed
    }

    /// How much of the need the sessions cover.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// assert!(plan.covered() > 0.8 && plan.covered() <= plan.needed());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn covered(&self) -> f32 {
        self.covered
    }

    /// A proven limit: no choice of sessions and seats covers more.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// assert!(plan.bound() >= plan.covered());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn bound(&self) -> f32 {
        self.bound
    }

    /// The share of the bound that is reached, from 0 to 1; 1 where nothing can be covered.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// assert!(plan.share_of_bound() > 0.99);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn share_of_bound(&self) -> f32 {
        if self.bound > 0.0 {
            (self.covered / self.bound).min(1.0)
        } else {
            1.0
        }
    }

    /// One person's week, by name.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// assert!(plan.learner("caro").is_some() && plan.learner("zoe").is_none());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn learner(&self, name: &str) -> Option<&Learner> {
        let place = self
            .learners
            .binary_search_by(|learner| learner.name.as_str().cmp(name));
        place.ok().map(|place| &self.learners[place])
    }
}

fn learners(
    network: &Network,
    problem: &Problem,
    table: &Timetable,
    left: &[Vec<f64>],
) -> Vec<Learner> {
    let mut learners: Vec<Learner> = network
        .indices()
        .zip(&problem.people)
        .map(|(person, participant)| {
            let both = participant.wants.iter().zip(&left[person.index()]);
            let covered: f64 = both
                .map(|(want, left)| f64::from(want.weight) * (1.0 - left))
                .sum();
            let needed: f64 = participant
                .wants
                .iter()
                .map(|want| f64::from(want.weight))
                .sum();
            Learner {
                name: network.key_at(person).to_string(),
                label: network.name_at(person).to_owned(),
                needed: (needed + 0.0) as f32,
                covered: (covered + 0.0) as f32,
                teaches: Vec::new(),
                attends: Vec::new(),
            }
        })
        .collect();
    // Sessions are known by their place in the plan.
    for (number, session) in (0_u32..).zip(&table.sessions) {
        learners[session.speaker.as_index()].teaches.push(number);
        for &person in &session.attendees {
            learners[person.as_index()].attends.push(number);
        }
    }
    // Whoever is invited takes part, in however few slots; of others neither slots nor skills are known here.
    let takes_part = |participant: &Participant| {
        participant.available.contains(&true)
            || !participant.wants.is_empty()
            || !participant.teaches.is_empty()
    };
    let everyone = learners.into_iter().zip(&problem.people);
    everyone
        .filter(|(_, participant)| takes_part(participant))
        .map(|(learner, _)| learner)
        .collect()
}

fn unmet(
    network: &Network,
    problem: &Problem,
    table: &Timetable,
    left: &[Vec<f64>],
) -> Vec<UnmetNeed> {
    let mut best = vec![Vec::new(); problem.topics as usize];
    let mut taught = vec![Vec::new(); problem.topics as usize];
    for (id, person) in (0_u32..).zip(&problem.people) {
        for &(topic, level) in &person.teaches {
            // The best two, for the best may be the learner.
            let two: &mut Vec<(f32, u32)> = &mut best[topic.as_index()];
            two.push((level, id));
            two.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            two.truncate(2);
        }
    }
    for session in &table.sessions {
        taught[session.topic.as_index()].push((session.level, session.speaker));
    }
    let mut unmet = Vec::new();
    for (id, person) in (0_u32..).zip(&problem.people) {
        for (want, &left) in person.wants.iter().zip(&left[id.as_index()]) {
            let topic = want.topic as usize;
            let ahead = |&(level, other): &(f32, u32)| other != id && level > want.own;
            if left < 1.0 {
                continue;
            }
            let suits = |room: &SessionRoom| room.kind & person.kinds != 0;
            let why = if best[topic].iter().all(|&(_, other)| other == id) {
                WhyUnmet::NobodyOffers
            } else if !best[topic].iter().any(ahead) {
                WhyUnmet::NobodyAhead
            } else if !person.available.contains(&true) {
                WhyUnmet::NoSlot
            } else if !problem.rooms.iter().any(suits) {
                WhyUnmet::NoRoom
            } else if taught[topic].iter().any(ahead) {
                WhyUnmet::NoSeat
            } else {
                WhyUnmet::NotTaught
            };
            unmet.push(UnmetNeed {
                person: network.key_at(PersonIndex(id)).to_string(),
                label: network.name_at(PersonIndex(id)).to_owned(),
                skill: network.skill_name(SkillId(want.topic)).to_string(),
                priority: want.weight,
                why,
            });
        }
    }
    unmet.sort_by(|a, b| b.priority.total_cmp(&a.priority));
    unmet
}

/// What one person does differently in a slot.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct WeekChange {
    /// Who, by key.
    pub person: String,
    /// What the person is called in words.
    pub label: String,
    /// When.
    pub slot: String,
    /// What the person did then, such as ``learns `rust` from ana``; `None` for nothing.
    pub before: Option<String>,
    /// What the person does then now.
    pub after: Option<String>,
}

/// A plan after people dropped out, and everything that changed by it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Replan {
    /// The new plan.
    pub plan: WeekPlan,
    /// What changed, by slot, then in name order.
    pub changes: Vec<WeekChange>,
}

/// What everyone does in each slot.
fn doings(plan: &WeekPlan) -> BTreeMap<(u32, &str), (&str, String)> {
    let mut doings = BTreeMap::new();
    for session in &plan.sessions {
        let (slot, number) = (session.slot.as_str(), session.slot_number);
        let teaches = format!("teaches `{}`", session.skill);
        doings.insert((number, session.speaker.as_str()), (slot, teaches));
        for name in &session.attendees {
            let learns = format!("learns `{}` from {}", session.skill, session.speaker_label);
            doings.insert((number, name.as_str()), (slot, learns));
        }
    }
    doings
}

pub(crate) fn changes(old: &WeekPlan, new: &WeekPlan) -> Vec<WeekChange> {
    let (before, after) = (doings(old), doings(new));
    let mut keys: Vec<&(u32, &str)> = before.keys().chain(after.keys()).collect();
    // By slot, then by name: the order in which changes are told.
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .filter(|&key| before.get(key) != after.get(key))
        .map(|key| {
            let slot = before
                .get(key)
                .or(after.get(key))
                .map_or("", |doing| doing.0);
            let what = |doings: &BTreeMap<(u32, &str), (&str, String)>| {
                doings.get(key).map(|doing| doing.1.clone())
            };
            // Whoever left is in the old plan alone.
            let learner = new.learner(key.1).or_else(|| old.learner(key.1));
            WeekChange {
                person: key.1.to_string(),
                label: learner.map_or(key.1, |learner| &learner.label).to_owned(),
                slot: slot.to_string(),
                before: what(&before),
                after: what(&after),
            }
        })
        .collect()
}
