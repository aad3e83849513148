//! What all lists would lose without a person: core prices of the best assignment of learners to givers.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::assign::prices::solve_by_rows;
use crate::assign::{Completeness, PriceRange};
use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::plan::value::Shown;
use crate::plan::value::shown::Holders;
use crate::progress::{Meter, Progress, unwatched, watched};
use crate::recommend::Matcher;
use crate::rows::{AsIndex, narrow};

/// Communities up to this size are solved exactly: the work grows with the square of the people (bench `plan`).
const EXACT: usize = 20_000;

/// Rows between two reports to the one who watches.
const TOLD_EVERY: usize = 256;

/// Pairs kept for each person at first; more are added where they matter.
const KEPT: usize = 48;

/// Everyone's marginal worth to the community as a giver.
///
/// Everyone may receive from one person and give to one person; V is the greatest total gain of such an assignment, over pairs
/// that consent allows. The worth of a person is the range of what they can be paid for giving, in a division of V from
/// which nobody breaks away: the upper end is V(N) − V(N without this giver), the lower end what remains when all receivers
/// keep the most. Needs that people hide do not count, so that no worth tells of them.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Worths {
    total: Option<f32>,
    ranges: BTreeMap<PersonId, PriceRange>,
    completeness: Completeness,
}

impl Worths {
    /// The greatest total gain V(N); `None` for communities too large to solve.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("ben").offers("rust", 0.6))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let worths = matcher.worths();
    /// assert!((worths.total().expect("a small community") - 0.9).abs() < 1e-6);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn total(&self) -> Option<f32> {
        self.total
    }

    /// The worth of a person: least and most.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("ben").offers("rust", 0.6))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let worths = matcher.worths();
    /// assert!((worths.of(network.id("ana")?).high - 0.3).abs() < 1e-6); // ben would teach caro less
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn of(&self, person: PersonId) -> PriceRange {
        let nothing = PriceRange {
            low: 0.0,
            high: 0.0,
        };
        self.ranges.get(&person).copied().unwrap_or(nothing)
    }

    /// Whether the ranges are exact. [`Completeness::Partial`] ranges contain the exact ones.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("ben").offers("rust", 0.6))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let worths = matcher.worths();
    /// assert_eq!(worths.completeness(), confrere::assign::Completeness::Exact);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        self.completeness
    }
}

/// Everyone's gains from everyone, row by row, without the pairs themselves being kept.
struct Gains<'m> {
    matcher: &'m Matcher,
    shown: Shown<'m>,
    givers: Holders<f32>,
}

impl<'m> Gains<'m> {
    fn new(matcher: &'m Matcher) -> Self {
        let shown = Shown::new(matcher);
        let open = matcher
            .network()
            .indices()
            .filter(|&person| matcher.is_open(person));
        let givers = Holders::of(open, |person| shown.gives(person).iter().copied());
        Self {
            matcher,
            shown,
            givers,
        }
    }

    /// Adds what a person gains from each other to zeros. Sums run over features in order, as in every other kernel.
    fn row(&self, receiver: usize, sums: &mut [f32]) {
        let who = PersonIndex(narrow(receiver));
        if !self.matcher.is_open(who) {
            return;
        }
        let first_step_feature = self.matcher.vectors().first_step_feature();
        // Inverted lists: only givers of what is wanted are met, each sum in feature order.
        for want in self.shown.wants(who) {
            for &(giver, value) in self.givers.get(want.feature) {
                sums[giver.as_index()] += want.amount(value, first_step_feature);
            }
        }
        // Closeness in meaning has no inverted list: every open giver is asked.
        if self.matcher.data().meaning().is_some() {
            for giver in self.matcher.network().indices() {
                if self.matcher.is_open(giver) {
                    sums[giver.index()] += self.shown.meaning(who, giver);
                }
            }
        }
        sums.iter_mut().for_each(|gain| *gain = gain.min(1.0));
        sums[receiver] = 0.0;
    }
}

impl Matcher {
    /// Everyone's marginal worth as a giver, from least to most. Who blocks whom does not count: a worth is told to people who
    /// must not learn of it.
    ///
    /// # Complexity
    ///
    /// Up to 20,000 people exact: a few passes over all pairs that gain, and an assignment problem over the pairs that matter.
    /// Beyond, bounds from one pass: from 0 to the most that anyone gains from the person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("ben").offers("rust", 0.6))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let worths = Matcher::new(&network).worths();
    /// // Without ana, caro would learn from ben: 0.3 less.
    /// assert!((worths.of(network.id("ana")?).high - 0.3).abs() < 1e-6);
    /// assert_eq!(worths.of(network.id("ben")?).high, 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn worths(&self) -> Worths {
        unwatched(|meter| self.marginal_worths(meter))
    }

    /// As [`worths`](Self::worths), [watched](Progress).
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::{Error, Matcher, Network, Person};
    /// let network = Network::builder().people(["ana", "ben"].map(Person::new)).build()?;
    /// let worths = Matcher::new(&network).worths_watched(|_| ControlFlow::Break(()));
    /// assert_eq!(worths, Err(Error::Cancelled));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn worths_watched(
        &self,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Worths, Error> {
        watched(progress, |meter| self.marginal_worths(meter))
    }

    fn marginal_worths(&self, meter: &mut Meter<'_>) -> Result<Worths, Error> {
        let people = self.network().size();
        let gains = Gains::new(self);
        // Exact core prices need an optimal assignment; beyond that size bounds answer.
        if people > EXACT {
            return bounds(people, &gains, meter);
        }
        let size = narrow(people);
        let row = |receiver: usize, sums: &mut [f32]| gains.row(receiver, sums);
        let (best, completeness) = solve_by_rows((size, size), KEPT, row, meter)?;
        Ok(Worths {
            total: Some(best.total() as f32),
            ranges: self
                .network()
                .indices()
                .map(|person| (self.network().id_at(person), best.giver(person.0)))
                .collect(),
            completeness,
        })
    }
}

/// Nobody is paid more than the most that anyone gains from them.
fn bounds(people: usize, gains: &Gains<'_>, meter: &mut Meter<'_>) -> Result<Worths, Error> {
    let mut ranges = vec![
        PriceRange {
            low: 0.0,
            high: 0.0
        };
        people
    ];
    // One pass over all rows, none kept.
    let mut row = vec![0.0_f32; people];
    for receiver in 0..people {
        if receiver % TOLD_EVERY == 0 {
            meter.tell("bounds", (receiver as u64, people as u64))?;
        }
        gains.row(receiver, &mut row);
        // A core price is at most what the one who gains most would pay.
        for (range, gain) in ranges.iter_mut().zip(&row) {
            range.high = range.high.max(*gain);
        }
        row.fill(0.0);
    }
    let network = gains.matcher.network();
    Ok(Worths {
        total: None,
        ranges: network.people().zip(ranges).collect(),
        completeness: Completeness::Partial,
    })
}

#[cfg(test)]
mod tests {
    use crate::plan::value::worth::{Gains, bounds};
    use crate::progress::Meter;
    use crate::{Matcher, Network, Person};

    /// Bounds start at 0, the least that anyone is paid, and end with the most that someone who is open gains.
    #[test]
    fn bounds_begin_at_nothing_and_end_with_the_greatest_gain() {
        let network = Network::builder()
            .person(Person::new("ana").offers("law", 0.9))
            .person(Person::new("ben").needs("law", 0.9))
            .person(Person::new("caro").offers("sql", 0.9))
            .person(Person::new("dan").needs("sql", 0.9).paused())
            .build()
            .expect("sound");
        let matcher = Matcher::new(&network);
        let gains = Gains::new(&matcher);
        let worths = bounds(4, &gains, &mut Meter::silent()).expect("unwatched");
        let of = |key: &str| worths.of(network.id(key).expect("known"));
        let [ana, ben] = ["ana", "ben"].map(|key| network.id(key).expect("known"));
        assert_eq!(
            (of("ana").low, of("ana").high),
            (0.0, matcher.gain(ben, ana))
        );
        assert!(of("ana").high > 0.5);
        for nothing in ["ben", "caro", "dan"] {
            assert_eq!((of(nothing).low, of(nothing).high), (0.0, 0.0));
        }
    }
}
