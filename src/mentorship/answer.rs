//! Who mentors whom, what it is worth, who goes without, and who would rather swap.

use std::fmt;

use crate::assign::BipartitePlan;
use crate::id::PersonIndex;
use crate::recommend::Matcher;
use crate::rows::{Column, Rows};
use crate::table::{Align, Table};
use crate::written::Version;

/// One unit of gain as a whole weight of the assignment: 2³⁰ steps lose nothing of an `f32` above 2⁻⁶.
const ONE: f64 = (1_u64 << 30) as f64;

/// A mentor and a mentee.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Mentoring {
    /// The mentee's key.
    pub mentee: String,
    /// What the mentee is called in words.
    pub mentee_label: String,
    /// The mentor's key.
    pub mentor: String,
    /// What the mentor is called in words.
    pub mentor_label: String,
    /// What the mentee gains, from 0 to 1.
    pub gain: f32,
}

impl fmt::Display for Mentoring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} with {} (gain {:.2})",
            self.mentee_label, self.mentor_label, self.gain
        )
    }
}

/// Why a mentee has no mentor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum UnservedReason {
    /// No mentor who is open to them offers enough of what they look for.
    NoMentor,
    /// All mentors from whom they would gain have their places filled by others.
    PlacesFilled,
}

/// A mentee without a mentor.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Unserved {
    /// The mentee's key.
    pub mentee: String,
    /// What the mentee is called in words.
    pub label: String,
    /// Why.
    pub reason: UnservedReason,
}

impl fmt::Display for Unserved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            UnservedReason::NoMentor => "no open mentor offers what they look for",
            UnservedReason::PlacesFilled => "every mentor who could help has their places filled",
        };
        write!(f, "{}: {reason}", self.label)
    }
}

/// The plan of a [`Mentorship`](crate::mentorship::Mentorship).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct MentorshipPlan {
    version: Version<1>,
    pairs: Vec<Mentoring>,
    value: f64,
    bound: f64,
    least: Option<f64>,
    least_bound: Option<f64>,
    unserved: Vec<Unserved>,
    blocking: Vec<(String, String)>,
}

impl fmt::Display for MentorshipPlan {
    /// A table of the pairs by label, then a line for every mentee without a mentor.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            ("mentee", Align::Left),
            ("mentor", Align::Left),
            ("gain", Align::Right),
        ]);
        for pair in &self.pairs {
            let gain = format!("{:.2}", pair.gain);
            table.push([pair.mentee_label.clone(), pair.mentor_label.clone(), gain]);
        }
        write!(f, "{table}")?;
        for unserved in &self.unserved {
            writeln!(f, "no mentor: {unserved}")?;
        }
        let (count, value, bound) = (self.pairs.len(), self.value, self.bound);
        write!(
            f,
            "{count} pairs gain {value:.2}, at most {bound:.2} can be reached"
        )
    }
}

impl MentorshipPlan {
    /// The pairs, by mentee, then mentor, in key order.
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
    /// assert_eq!(plan.pairs()[0].mentor, "ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn pairs(&self) -> &[Mentoring] {
        &self.pairs
    }

    /// The sum of all gains.
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
    /// assert!((plan.value() - f64::from(plan.pairs()[0].gain)).abs() < 1e-6);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// What the value of no plan of as many pairs exceeds (and, for the greatest least, with as great a least); equal to it where
    /// the plan is proven best. Both are about the listed candidates.
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
    /// assert!(plan.bound() >= plan.value());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn bound(&self) -> f64 {
        self.bound
    }

    /// What the mentee who gains least gains from all their mentors; `None` when nobody is served.
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
    /// assert!(plan.least().is_some_and(|least| least > 0.0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn least(&self) -> Option<f64> {
        self.least
    }

    /// What the least of no plan of as many pairs exceeds; `None` unless the greatest least was asked for.
    #[must_use]
    pub fn least_bound(&self) -> Option<f64> {
        self.least_bound
    }

    /// Mentees without a mentor, in key order.
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
    /// assert!(plan.unserved().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn unserved(&self) -> &[Unserved] {
        &self.unserved
    }

    /// Pairs `(mentor, mentee)` who would both rather have each other: the mentee gains more than from one of their mentors, or
    /// has a place free, and the mentor gives more than to one of their mentees, or has a place free (Gale & Shapley 1962).
    ///
    /// Empty in a stable plan. A plan of the greatest sum may break up such a pair to serve more people.
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
    /// assert!(plan.blocking_pairs().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn blocking_pairs(&self) -> &[(String, String)] {
        &self.blocking
    }

    /// Whether the value, and the least where it was asked for, are proven to be the greatest.
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
    /// assert!(plan.is_proven());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn is_proven(&self) -> bool {
        // Where nobody is served there is no least to prove.
        let is_least = self.least.is_none()
            || self
                .least_bound
                .is_none_or(|bound| self.least == Some(bound));
        self.value == self.bound && is_least
    }
}

/// The two sides and what they can give and gain.
pub(crate) struct Task {
    pub(crate) mentors: Vec<PersonIndex>,
    pub(crate) mentees: Vec<PersonIndex>,
    pub(crate) capacities: Vec<u32>,
    pub(crate) demands: Vec<u32>,
    /// `(mentor, mentee, gain)`.
    pub(crate) gains: Vec<(u32, u32, f32)>,
}

impl Task {
    pub(crate) fn to_weight(gain: f32) -> i64 {
        (f64::from(gain) * ONE).round() as i64
    }

    /// Says in words of people what was planned.
    pub(crate) fn tell(
        &self,
        matcher: &Matcher,
        plan: &BipartitePlan,
        least_bound: Option<i64>,
    ) -> MentorshipPlan {
        let to_gain = |weight: i64| weight as f64 / ONE;
        let network = matcher.network();
        let mentor = |place: u32| network.key_at(self.mentors[place as usize]).to_string();
        let mentee = |place: u32| network.key_at(self.mentees[place as usize]).to_string();
        let label = |of: &[PersonIndex], place: u32| network.name_at(of[place as usize]).to_owned();
        let is_planned =
            |pair: &&(u32, u32, f32)| plan.pairs().binary_search(&(pair.0, pair.1)).is_ok();
        // By mentee, then mentor: the order in which the plan is told.
        let mut planned: Vec<(u32, u32, f32)> =
            self.gains.iter().filter(is_planned).copied().collect();
        planned.sort_unstable_by_key(|pair| (pair.1, pair.0));
        let pairs = planned.iter().map(|&(giver, receiver, gain)| Mentoring {
            mentee: mentee(receiver),
            mentee_label: label(&self.mentees, receiver),
            mentor: mentor(giver),
            mentor_label: label(&self.mentors, giver),
            gain,
        });
        // Why a mentee is unserved: a mentor was allowed and had no place left, or nobody was allowed at all.
        let mut wanted = Column::filled(self.mentees.len(), false);
        self.gains.iter().for_each(|pair| wanted[pair.1] = true);
        let mut served = Column::filled(self.mentees.len(), false);
        planned.iter().for_each(|pair| served[pair.1] = true);
        let unserved = (0..)
            .zip(&self.demands)
            .filter(|&(place, _)| !served[place]);
        let unserved = unserved.map(|(place, &demand)| Unserved {
            mentee: mentee(place),
            label: label(&self.mentees, place),
            reason: if demand > 0 && wanted[place] {
                UnservedReason::PlacesFilled
            } else {
                UnservedReason::NoMentor
            },
        });
        let blocking = self.blocking(&planned).into_iter();
        MentorshipPlan {
            version: Version,
            pairs: pairs.collect(),
            value: to_gain(plan.weight()),
            bound: to_gain(plan.bound()),
            least: plan.least().map(to_gain),
            least_bound: least_bound.map(to_gain),
            unserved: unserved.collect(),
            blocking: blocking.map(|(a, b)| (mentor(a), mentee(b))).collect(),
        }
    }

    /// Pairs who would both rather have each other, by mentor, then mentee.
    fn blocking(&self, planned: &[(u32, u32, f32)]) -> Vec<(u32, u32)> {
        // What one more partner has to be worth: more than the worst present one, or anything where a place is free.
        let bar = |places: &[u32], of: &dyn Fn(&(u32, u32, f32)) -> u32| -> Column<f32> {
            let held = planned.iter().map(|pair| (of(pair), pair.2));
            let held: Rows<f32> = Rows::from_pairs(places.len(), held);
            let bar = |(row, &places): (&[f32], &u32)| match places {
                0 => f32::INFINITY,
                places if row.len() < places as usize => 0.0,
                _ => row.iter().copied().fold(f32::INFINITY, f32::min),
            };
            held.iter().zip(places).map(bar).collect()
        };
        let of_mentors = bar(&self.capacities, &|pair| pair.0);
        let of_mentees = bar(&self.demands, &|pair| pair.1);
        let is_planned = |pair: &(u32, u32, f32)| {
            planned
                .binary_search_by_key(&(pair.1, pair.0), |p| (p.1, p.0))
                .is_ok()
        };
        // Gale and Shapley (1962): a pair blocks a plan if both would give up a present partner for each other.
        let blocks = |pair: &&(u32, u32, f32)| {
            pair.2 > of_mentors[pair.0] && pair.2 > of_mentees[pair.1] && !is_planned(pair)
        };
        let mut blocking: Vec<(u32, u32)> = self
            .gains
            .iter()
            .filter(blocks)
            .map(|p| (p.0, p.1))
            .collect();
        blocking.sort_unstable();
        blocking
    }
}
