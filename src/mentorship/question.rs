//! Who is to be mentored by whom, and to what end.

use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::par;
use crate::progress::Meter;
use crate::progress::work::Tally;
use crate::recommend::Matcher;
use crate::rows::narrow;
use crate::written::Version;

/// How many mentees a mentor takes at most unless told otherwise. Our choice: one meeting a week leaves each a month apart.
const MENTEES_EACH: u32 = 4;

/// Of how many mentors, the best for each mentee, the plan chooses unless told otherwise. Our choice: with 50, a mentee of 5,000
/// comes away empty only where a hundredth of the mentors is wanted by everyone.
const CANDIDATES: u32 = 50;

/// What a plan is to achieve.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Goal {
    /// As many pairs as there can be, and among those plans the greatest sum of gains.
    #[default]
    GreatestSum,
    /// As many pairs as there can be; among those plans the greatest gain for the mentee who gains least, then the greatest sum.
    GreatestLeast,
}

/// A programme in which mentors give and mentees gain.
///
/// A pair is worth the mentee's gain, whatever the mentor looks for. The rules of the policy and everyone's blocks and pauses
/// hold, and a mentor's free places bound how many mentees they get.
///
/// # Examples
///
/// ```
/// use confrere::mentorship::{Goal, Mentorship};
/// use confrere::{Matcher, Network, Person};
/// let network = Network::builder()
///     .person(Person::new("mara").offers("rust", 1.0).offers("law", 0.5))
///     .person(Person::new("noor").offers("rust", 0.5).peers(1))
///     .person(Person::new("ana").needs("rust", 1.0))
///     .person(Person::new("ben").needs("law", 1.0))
///     .person(Person::new("caro").needs("cooking", 1.0))
///     .build()?;
/// let matcher = Matcher::new(&network);
/// let ids = |keys: &[&str]| keys.iter().map(|key| network.id(key)).collect::<Result<Vec<_>, _>>();
/// let programme = Mentorship::new(ids(&["mara", "noor"])?, ids(&["ana", "ben", "caro"])?);
/// let plan = matcher.mentorship(&programme)?;
/// let pairs: Vec<_> = plan.pairs().iter().map(|pair| (pair.mentee.as_str(), pair.mentor.as_str())).collect();
/// assert_eq!(pairs, [("ana", "mara"), ("ben", "mara")]);
/// assert_eq!((plan.value(), plan.bound()), (1.5, 1.5));
/// assert_eq!(plan.unserved()[0].to_string(), "caro: no open mentor offers what they look for");
/// // With room for one mentee each, ana goes to noor, who offers less.
/// let narrow = matcher.mentorship(&programme.mentees_each(1))?;
/// assert_eq!(narrow.pairs()[0].mentor, "noor");
/// assert_eq!(narrow.blocking_pairs(), [("mara".to_string(), "ana".to_string())]);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Mentorship {
    #[cfg_attr(feature = "serde", serde(default))]
    version: Version<1>,
    mentors: Vec<PersonId>,
    mentees: Vec<PersonId>,
    mentees_each: u32,
    mentors_each: u32,
    candidates: u32,
    floor: f32,
    goal: Goal,
}

impl Mentorship {
    /// Takes the two sides, in any order; someone may stand on both. One mentor a mentee, up to 4 mentees a mentor.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::mentorship::Mentorship;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.mentorship(&Mentorship::new([ben], [ana]))?;
    /// assert_eq!((plan.pairs()[0].mentor.as_str(), plan.pairs()[0].mentee.as_str()), ("ben", "ana"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new(
        mentors: impl IntoIterator<Item = PersonId>,
        mentees: impl IntoIterator<Item = PersonId>,
    ) -> Self {
        Self {
            version: Version,
            mentors: mentors.into_iter().collect(),
            mentees: mentees.into_iter().collect(),
            mentees_each: MENTEES_EACH,
            mentors_each: 1,
            candidates: CANDIDATES,
            floor: 0.0,
            goal: Goal::default(),
        }
    }

    /// How many mentees a mentor takes at most; fewer where fewer of their places are free.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::mentorship::Mentorship;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let caro = network.id("caro")?;
    /// let question = Mentorship::new([ana], [ben, caro]);
    /// assert_eq!(matcher.mentorship(&question.clone().mentees_each(1))?.pairs().len(), 1);
    /// assert_eq!(matcher.mentorship(&question.mentees_each(2))?.pairs().len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn mentees_each(mut self, most: u32) -> Self {
        self.mentees_each = most;
        self
    }

    /// How many mentors a mentee takes at most; fewer where fewer of their places are free.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::mentorship::Mentorship;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let caro = network.id("caro")?;
    /// let plan = matcher.mentorship(&Mentorship::new([ben, caro], [ana]).mentors_each(2))?;
    /// assert_eq!(plan.pairs().len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn mentors_each(mut self, most: u32) -> Self {
        self.mentors_each = most;
        self
    }

    /// Of how many mentors, the best for each mentee, the plan chooses.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::mentorship::Mentorship;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let caro = network.id("caro")?;
    /// let plan = matcher.mentorship(&Mentorship::new([ben, caro], [ana]).candidates(1))?;
    /// assert_eq!(plan.pairs()[0].mentor, "ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn candidates(mut self, candidates: u32) -> Self {
        self.candidates = candidates;
        self
    }

    /// Leaves out pairs in which the mentee gains less.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::mentorship::Mentorship;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.mentorship(&Mentorship::new([ben], [ana]).floor(0.99))?;
    /// assert!(plan.pairs().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn floor(mut self, gain: f32) -> Self {
        self.floor = gain;
        self
    }

    /// What the plan is to achieve.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::mentorship::Mentorship;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// use confrere::mentorship::Goal;
    /// let plan = matcher.mentorship(&Mentorship::new([ben], [ana]).goal(Goal::GreatestLeast))?;
    /// assert!(plan.least().is_some());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn goal(mut self, goal: Goal) -> Self {
        self.goal = goal;
        self
    }

    /// Who may mentor, as given.
    #[must_use]
    pub fn mentors(&self) -> &[PersonId] {
        &self.mentors
    }

    /// Who looks for a mentor, as given.
    #[must_use]
    pub fn mentees(&self) -> &[PersonId] {
        &self.mentees
    }

    /// How many mentees a mentor has at most.
    #[must_use]
    pub fn get_mentees_each(&self) -> u32 {
        self.mentees_each
    }

    /// How many mentors a mentee has at most.
    #[must_use]
    pub fn get_mentors_each(&self) -> u32 {
        self.mentors_each
    }

    /// How many mentors are considered for each mentee.
    #[must_use]
    pub fn get_candidates(&self) -> u32 {
        self.candidates
    }

    /// The least gain of a pair, from 0 to 1.
    #[must_use]
    pub fn get_floor(&self) -> f32 {
        self.floor
    }

    /// What the plan is to reach.
    #[must_use]
    pub fn get_goal(&self) -> Goal {
        self.goal
    }

    /// How many more peers someone may get, at most `most`.
    pub(crate) fn places(matcher: &Matcher, people: &[PersonIndex], most: u32) -> Vec<u32> {
        let free = |&person: &PersonIndex| {
            let limits = matcher.network().limits_at(person);
            let left = limits
                .peers
                .map_or(most, |peers| peers.saturating_sub(limits.engaged));
            if limits.is_open() { left.min(most) } else { 0 }
        };
        people.iter().map(free).collect()
    }

    /// The best mentors of each mentee: `(mentor, mentee, gain)` by place in the two sides.
    pub(crate) fn gains(
        &self,
        matcher: &Matcher,
        mentors: &[PersonIndex],
        mentees: &[PersonIndex],
        meter: &mut Meter<'_>,
    ) -> Result<Vec<(u32, u32, f32)>, Error> {
        let counters = meter.counters();
        counters.expect(mentees.len() as u64, (mentees.len() * mentors.len()) as u64);
        let stage = (meter, "gains");
        let lists = par::map_watched(
            mentees.len(),
            stage,
            || Tally::new(&counters),
            |tally, place| {
                let mentee = mentees[place];
                let scorer = matcher.scorer();
                // Both read the plan: what either hides counts for the operator alone.
                let gain = |mentor| scorer.gain_among(mentee, mentor, matcher.audience());
                let mut list: Vec<(u32, u32, f32)> = (0..)
                    .zip(mentors)
                    .filter(|&(_, &mentor)| {
                        let is_eligible = matcher.is_eligible(mentor, mentee);
                        tally.count_scored(is_eligible);
                        is_eligible
                    })
                    .map(|(mentor, &person)| (mentor, narrow(place), gain(person)))
                    .filter(|pair| pair.2 > 0.0 && pair.2 >= self.floor)
                    .collect();
                list.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
                list.truncate(self.candidates as usize);
                list
            },
        )?;
        counters.hand_over(lists.len() as u64);
        Ok(lists.concat())
    }
}

impl Matcher {}
