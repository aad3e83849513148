//! What of everyone's needs a week covers, and why the rest is left.

use crate::assign::sessions::{Participant, Problem, Room as SessionRoom, Timetable};
use crate::id::{PersonIndex, SkillId};
use crate::network::Network;
use crate::numeric::greatest_first;
use crate::rows::AsIndex;

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

pub(crate) fn learners(
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

pub(crate) fn unmet(
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
            two.sort_unstable_by(greatest_first);
            two.truncate(2);
        }
    }
    for session in &table.sessions {
        taught[session.topic.as_index()].push((session.level, session.speaker));
    }
    let mut unmet = Vec::new();
    // The first reason that holds is told, from what nobody can change to what this plan decided.
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
