//! Under what terms may a request travel?

use crate::error::Error;
use crate::network::Adjacency;
use crate::path::carriers::Carriers;
use crate::path::cost::{cost_of, limit_of};
use crate::path::route::Route;
use crate::path::search::{Question, Scratch, search};
use crate::path::{FLOOR, HOPS};
use crate::unit::Unit;

/// Asks for ways between people who are bare numbers: ties in both directions, who carries, and the terms.
///
/// Plain to copy: it borrows ties and carriers. All questions are exact and answer the same whatever the number of threads.
///
/// # Examples
///
/// The introduction over two strong ties beats the weak tie that is nearer.
///
/// ```
/// use confrere::Adjacency;
/// use confrere::path::{Carriers, Ways};
/// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.9), (0, 2, 0.5), (2, 3, 0.9)])?;
/// let into = out.reversed();
/// let carriers = Carriers::open(4);
/// let ways = Ways::new(&out, &into, &carriers)?;
/// let best = ways.best(0, 3).expect("there is a way");
/// assert_eq!(best.people(), [0, 1, 2, 3]);
/// assert!((best.chance() - 0.729).abs() < 1e-6);
/// let shorter = ways.hops(2).best(0, 3).expect("there is a way");
/// assert_eq!(shorter.people(), [0, 2, 3]);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Ways<'a> {
    out: &'a Adjacency,
    into: &'a Adjacency,
    carriers: &'a Carriers,
    hops: u32,
    limit: u64,
}

impl<'a> Ways<'a> {
    /// Takes the ties, the same ties [turned round](Adjacency::reversed), and the carriers; at most [`HOPS`] hops, with a
    /// chance of at least [`FLOOR`].
    ///
    /// # Errors
    ///
    /// When the three differ in the number of people, or the two adjacencies in the number of ties.
    pub fn new(
        out: &'a Adjacency,
        into: &'a Adjacency,
        carriers: &'a Carriers,
    ) -> Result<Self, Error> {
        let shape = |people: u32, ties: u32| format!("{people} people and {ties} ties");
        let expected = shape(out.people(), out.ties());
        if (into.people(), into.ties()) != (out.people(), out.ties()) {
            return Err(Error::Shape {
                what: "ties turned round".into(),
                found: shape(into.people(), into.ties()),
                expected,
            });
        }
        if carriers.people() != out.people() {
            return Err(Error::Shape {
                what: "carriers".into(),
                found: format!("{} people", carriers.people()),
                expected,
            });
        }
        Ok(Self {
            out,
            into,
            carriers,
            hops: HOPS,
            limit: limit_of(FLOOR),
        })
    }

    /// Allows at most so many ties on a way; with 1 only direct ties are found, with 0 nothing is.
    #[must_use]
    pub fn hops(mut self, hops: u32) -> Self {
        self.hops = hops;
        self
    }

    /// Leaves out ways with a smaller chance, up to one rounding of an `f32`.
    #[must_use]
    pub fn floor(mut self, chance: Unit) -> Self {
        self.limit = limit_of(chance.get());
        self
    }

    /// The best way from one person to another: the direct tie, or introducers in order.
    ///
    /// `None` when there is no way within the hops and above the floor, or when both are the same person.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    ///
    /// # Complexity
    ///
    /// O(B log d): B ties in the balls of half the hops around both ends, which the best way found so far keeps cutting;
    /// at most O(H·m) for H hops and m ties.
    #[must_use]
    pub fn best(&self, from: u32, to: u32) -> Option<Route> {
        self.best_with(&mut Scratch::new(), from, to)
    }

    /// Like [`best`](Self::best), with space that is reused.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    #[must_use]
    pub fn best_with(&self, scratch: &mut Scratch, from: u32, to: u32) -> Option<Route> {
        self.check_people(from, to);
        let question = self.question(from, to)?;
        let (_, people) = search(self, question, scratch)?;
        Some(self.route(people.to_vec()))
    }

    /// The same terms with other carriers of as many people.
    pub(crate) fn carried_by<'b>(&self, carriers: &'b Carriers) -> Ways<'b>
    where
        'a: 'b,
    {
        Ways { carriers, ..*self }
    }

    /// The plain question; `None` for one person twice.
    pub(crate) fn question<'q>(&self, from: u32, to: u32) -> Option<Question<'q>> {
        (from != to).then_some(Question {
            asker: from,
            target: to,
            start: from,
            hops: self.hops,
            limit: self.limit,
            closed: &[],
            not_first: &[],
        })
    }

    pub(crate) fn check_people(&self, from: u32, to: u32) {
        let people = self.out.people();
        assert!(
            from < people && to < people,
            "person {} is not among the {people} people of these ties",
            from.max(to)
        );
    }

    /// The route along people who are tied in this order.
    pub(crate) fn route(&self, people: Vec<u32>) -> Route {
        let steps = people.windows(2);
        let strengths: Vec<f32> = steps
            .map(|step| {
                let strength = self.out.strength(step[0], step[1]);
                strength.expect("a way follows ties")
            })
            .collect();
        let introducers = &people[1..people.len() - 1];
        let carries: Vec<f32> = introducers
            .iter()
            .map(|&person| self.carriers.factor(person))
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

    pub(crate) fn carriers(&self) -> &'a Carriers {
        self.carriers
    }

    pub(crate) fn most_hops(&self) -> u32 {
        self.hops
    }

    pub(crate) fn limit(&self) -> u64 {
        self.limit
    }
}
