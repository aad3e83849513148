//! One route from an asker to a target.

use std::cmp::Ordering;

/// A route from an asker to a target: who carries the request, each step's strength, and the chance that it arrives.
///
/// Two people who are tied already have a route without introducers.
///
/// Routes are ordered best first: by chance descending (compared in fixed point), then fewer hops, then the people in id order.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Route {
    people: Vec<u32>,
    strengths: Vec<f32>,
    carries: Vec<f32>,
    chance: f32,
    #[cfg_attr(feature = "serde", serde(skip))]
    cost: u64,
}

impl Route {
    pub(crate) fn from_parts(
        people: Vec<u32>,
        strengths: Vec<f32>,
        carries: Vec<f32>,
        cost: u64,
    ) -> Self {
        let factors = strengths.iter().chain(&carries);
        let chance = factors.map(|&factor| f64::from(factor)).product::<f64>() as f32;
        Self {
            people,
            strengths,
            carries,
            chance,
            cost,
        }
    }

    /// Everyone on the route, from the asker to the target.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let route = paths.best(0, 2).expect("a way");
    /// assert_eq!(route.people(), [0, 1, 2]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn people(&self) -> &[u32] {
        &self.people
    }

    /// Those who carry the request, first the one whom the asker asks; empty for a direct tie.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let route = paths.best(0, 2).expect("a way");
    /// assert_eq!(route.introducers(), [1]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn introducers(&self) -> &[u32] {
        &self.people[1..self.people.len() - 1]
    }

    /// The strength of each tie, one more than there are introducers.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let route = paths.best(0, 2).expect("a way");
    /// assert_eq!(route.strengths(), [0.9, 0.8]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn strengths(&self) -> &[f32] {
        &self.strengths
    }

    /// The factor with which each introducer carries, in the order of [`introducers`](Self::introducers).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let route = paths.best(0, 2).expect("a way");
    /// assert_eq!(route.factors(), [1.0]); // everyone introduces
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn factors(&self) -> &[f32] {
        &self.carries
    }

    /// How many ties the route has.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let route = paths.best(0, 2).expect("a way");
    /// assert_eq!(route.hops(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn hops(&self) -> u32 {
        self.strengths.len() as u32
    }

    /// The chance that the request arrives: the product of all strengths and factors.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let route = paths.best(0, 2).expect("a way");
    /// assert!((route.chance() - 0.9 * 0.8).abs() < 1e-6);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn chance(&self) -> f32 {
        self.chance
    }

    /// The cost in fixed point, for comparisons.
    pub(crate) fn cost(&self) -> u64 {
        self.cost
    }
}

impl Eq for Route {}

impl PartialOrd for Route {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Route {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.cost, self.hops(), &self.people).cmp(&(other.cost, other.hops(), &other.people))
    }
}
