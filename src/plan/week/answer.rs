//! A planned week as data: sessions, each person's week, needs left open.

use crate::assign::sessions::{Problem, Timetable};
#[cfg(feature = "serde")]
use crate::error::Error;
use crate::id::{PersonIndex, SkillId};
use crate::network::Network;
use crate::plan::week::LearningWeek;
use crate::plan::week::covered::{Learner, UnmetNeed, learners, unmet};
use crate::plan::week::session::Session;
#[cfg(feature = "serde")]
use crate::plan::week::stored::StoredPlan;
use crate::recommend::Matcher;
use crate::rows::AsIndex;
use crate::written::Version;

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

#[cfg(feature = "serde")]
impl TryFrom<StoredPlan> for WeekPlan {
    type Error = Error;

    fn try_from(stored: StoredPlan) -> Result<Self, Error> {
        let StoredPlan {
            version,
            week,
            sessions,
            learners,
            unmet,
            needed,
            covered,
            bound,
        } = stored.checked()?;
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
        // Keys for programs, labels for people; both are kept, so that a plan is read without the network.
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
