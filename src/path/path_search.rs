//! The terms on which a request may travel: ties, introducers, hops, and the smallest chance that counts.

use crate::error::Error;
use crate::network::Adjacency;
use crate::path::cost::{cost_of, limit_of};
use crate::path::introducers::Introducers;
use crate::path::route::Route;
use crate::path::search::{Question, Scratch, search};
use crate::path::{FLOOR, HOPS};
use crate::unit::Unit;

/// Asks for routes between people who are bare numbers: ties in both directions, who carries, and the terms.
///
/// Plain to copy: it borrows ties and introducers. All questions are exact and answer the same whatever the number of threads.
///
/// # Examples
///
/// The introduction over two strong ties beats the weak tie that is nearer.
///
/// ```
/// use confrere::Adjacency;
/// use confrere::path::{Introducers, PathSearch};
/// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.5), (2, 3, 0.9)])?;
/// let into = out.reversed();
/// let introducers = Introducers::open(4);
/// let paths = PathSearch::new(&out, &into, &introducers)?;
/// let best = paths.best(0, 3).expect("there is a route");
/// assert_eq!(best.people(), [0, 1, 2, 3]);
/// assert!((best.chance() - 0.729).abs() < 1e-6);
/// let shorter = paths.hops(2).best(0, 3).expect("there is a route");
/// assert_eq!(shorter.people(), [0, 2, 3]);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PathSearch<'a> {
    out: &'a Adjacency,
    into: &'a Adjacency,
    introducers: &'a Introducers,
    hops: u32,
    floor: Unit,
    /// What the floor costs: kept, for a search compares with it at each tie.
    limit: u64,
}

impl<'a> PathSearch<'a> {
    /// Takes the ties, the same ties [turned round](Adjacency::reversed), and the introducers; at most [`HOPS`] hops, with a
    /// chance of at least [`FLOOR`].
    ///
    /// # Errors
    ///
    /// When the three differ in the number of people, or the two adjacencies in the number of ties.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// assert!(paths.best(0, 2).is_some());
    /// assert!(paths.best(2, 0).is_none()); // ties are directed
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(
        out: &'a Adjacency,
        into: &'a Adjacency,
        introducers: &'a Introducers,
    ) -> Result<Self, Error> {
        let shape = |people: u32, ties: u32| format!("{people} people and {ties} ties");
        let expected = shape(out.people(), out.ties());
        if (into.people(), into.ties()) != (out.people(), out.ties()) {
            return Err(Error::Shape {
                what: "reversed ties".into(),
                found: shape(into.people(), into.ties()),
                expected,
            });
        }
        // Only sizes are compared: that the second is the reverse of the first is the caller's promise, as comparing
        // all ties would cost as much as a question.
        if introducers.people() != out.people() {
            return Err(Error::Shape {
                what: "introducers".into(),
                found: format!("{} people", introducers.people()),
                expected,
            });
        }
        Ok(Self {
            out,
            into,
            introducers,
            hops: HOPS,
            floor: Unit::new(FLOOR).unwrap_or(Unit::ZERO),
            limit: limit_of(FLOOR),
        })
    }

    /// Allows at most so many ties on a route; with 1 only direct ties are found, with 0 nothing is.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// assert!(paths.hops(1).best(0, 2).is_none());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn hops(mut self, hops: u32) -> Self {
        self.hops = hops;
        self
    }

    /// Leaves out routes with a smaller chance, up to one rounding of an `f32`.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::{Adjacency, Unit};
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// assert!(paths.floor(Unit::new(0.95).expect("a chance")).best(0, 2).is_none());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn floor(mut self, chance: Unit) -> Self {
        (self.floor, self.limit) = (chance, limit_of(chance.get()));
        self
    }

    /// The most ties of a route.
    #[must_use]
    pub const fn get_hops(&self) -> u32 {
        self.hops
    }

    /// The chance below which a route is left out.
    #[must_use]
    pub const fn get_floor(&self) -> Unit {
        self.floor
    }

    /// The best route from one person to another: the direct tie, or introducers in order.
    ///
    /// `None` when there is no route within the hops and above the floor, when both are the same person, or when there is no such
    /// person; so do all questions: a number that is nobody's is answered with nothing.
    ///
    /// # Complexity
    ///
    /// O(B log d): B ties in the balls of half the hops around both ends, which the best route found so far keeps cutting;
    /// at most O(H·m) for H hops and m ties.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// assert_eq!(paths.best(0, 2).expect("a path").people(), [0, 1, 2]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn best(&self, from: u32, to: u32) -> Option<Route> {
        self.best_with(&mut Scratch::new(), from, to)
    }

    /// Like [`best`](Self::best), with space that is reused.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch, Scratch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let mut scratch = Scratch::new();
    /// for to in 1..4 {
    ///     assert_eq!(paths.best_with(&mut scratch, 0, to), paths.best(0, to));
    /// }
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn best_with(&self, scratch: &mut Scratch, from: u32, to: u32) -> Option<Route> {
        let question = self.question(from, to)?;
        let (_, people) = search(self, question, scratch)?;
        Some(self.route(people.to_vec()))
    }

    /// The same terms with other introducers of as many people.
    pub(crate) fn with_introducers<'b>(&self, introducers: &'b Introducers) -> PathSearch<'b>
    where
        'a: 'b,
    {
        PathSearch {
            introducers,
            ..*self
        }
    }

    /// The plain question; `None` for one person twice.
    pub(crate) fn question<'q>(&self, from: u32, to: u32) -> Option<Question<'q>> {
        (from != to && self.holds(from) && self.holds(to)).then_some(Question {
            asker: from,
            target: to,
            start: from,
            hops: self.hops,
            limit: self.limit(),
            closed: &[],
            not_first: &[],
        })
    }

    /// Whether a number is that of someone.
    pub(crate) fn holds(&self, person: u32) -> bool {
        person < self.out.people()
    }

    /// The route along people who are tied in this order.
    pub(crate) fn route(&self, people: Vec<u32>) -> Route {
        let steps = people.windows(2);
        let strengths: Vec<f32> = steps
            .map(|step| {
                let strength = self.out.strength(step[0], step[1]);
                strength.expect("a route follows ties")
            })
            .collect();
        // The asker and the target carry nothing; everyone in between has a factor.
        let introducers = &people[1..people.len() - 1];
        let carries: Vec<f32> = introducers
            .iter()
            .map(|&person| self.introducers.factor(person))
            .collect();
        let factors = strengths.iter().chain(&carries);
        let cost = factors.map(|&factor| cost_of(factor)).sum();
        Route::from_parts(people, strengths, carries, cost)
    }

    pub(crate) fn out(&self) -> &'a Adjacency {
        self.out
    }

    pub(crate) fn into(&self) -> &'a Adjacency {
        self.into
    }

    pub(crate) fn introducers(&self) -> &'a Introducers {
        self.introducers
    }

    pub(crate) fn most_hops(&self) -> u32 {
        self.hops
    }

    pub(crate) fn limit(&self) -> u64 {
        self.limit
    }
}
