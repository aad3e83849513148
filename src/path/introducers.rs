//! How willing each person is to make introductions, and for whom they will not.

use crate::error::Error;
use crate::id::PersonIndex;
use crate::network::Network;
use crate::path::cost::cost_of;
use crate::unit::Unit;

/// How readily each person passes a request on, and for whom they do not.
///
/// The factor of a person is `consent · (1 − load / cap)`, from 0 (never introduces) to 1. It multiplies the chance of every
/// route on which the person is an introducer; it does not count where the person is asker or target.
///
/// A *refusal* names an introducer and a person: the introducer carries no request that the person makes, none that leads to the
/// person, and none in which the person stands next to them among the introducers. Two people who block each other are two
/// refusals. The direct tie of asker and target needs no introducer and is not touched.
///
/// # Examples
///
/// ```
/// use confrere::path::Introducers;
/// let introducers = Introducers::new(vec![1.0, 0.5, 0.0])?.refusing(&[(1, 2)])?;
/// assert_eq!(introducers.factor(1), 0.5);
/// assert!(introducers.refuses(1, 2));
/// assert!(!introducers.refuses(2, 1));
/// assert!(Introducers::new(vec![1.5]).is_err());
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Introducers {
    factors: Vec<f32>,
    /// Pairs (introducer, person), ascending.
    refuses: Vec<(u32, u32)>,
    /// Everyone whom someone refuses, ascending.
    refused: Vec<u32>,
    /// One bit a person who stands in a refusal; empty when there is none.
    involved: Vec<u64>,
}

impl Introducers {
    /// Who carries requests in a network: nobody who is paused, full or refuses all introductions, less with every introduction
    /// asked for (`1 − asked / limit`), and nobody for someone whom they refuse, or with whom they block each other.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let introductions = network.introductions();
    /// use confrere::path::Introducers;
    /// assert_eq!(Introducers::of(&network).people(), 4);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn of(network: &Network) -> Self {
        let factor = |person: PersonIndex| {
            let limits = network.limits_at(person);
            match limits.introductions {
                // The factor falls with every introduction already asked for, so requests spread over introducers.
                _ if !limits.is_open() => 0.0,
                Some(0) => 0.0,
                Some(limit) => 1.0 - limits.asked.min(limit) as f32 / limit as f32,
                None => 1.0,
            }
        };
        // A block works both ways, a refusal one way.
        let facts = network.facts();
        let mut refusals = Vec::new();
        for person in network.indices() {
            for other in facts.blocks.row(person) {
                refusals.extend([(person.0, other.0), (other.0, person.0)]);
            }
            let refused = facts.refuses.row(person).iter();
            refusals.extend(refused.map(|other| (person.0, other.0)));
        }
        let introducers = Self::new(network.indices().map(factor).collect());
        let introducers = introducers.expect("factors lie within 0 and 1");
        let introducers = introducers.refusing(&refusals);
        introducers.expect("a network is checked when it is built")
    }

    /// Everyone carries for anyone, without loss.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Introducers;
    /// assert_eq!(Introducers::open(2).factor(1), 1.0);
    /// ```
    #[must_use]
    pub fn open(people: u32) -> Self {
        Self {
            factors: vec![1.0; people as usize],
            ..Self::default()
        }
    }

    /// Takes one factor a person, from 0 to 1.
    ///
    /// # Errors
    ///
    /// When a factor is not a number from 0 to 1, or there are 2³² people or more.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Introducers;
    /// assert_eq!(Introducers::new(vec![1.0, 0.5])?.factor(1), 0.5);
    /// assert!(Introducers::new(vec![1.5]).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(factors: Vec<f32>) -> Result<Self, Error> {
        if u32::try_from(factors.len()).is_err() {
            return Err(Error::TooMany {
                what: "factors of introducers".into(),
                count: factors.len(),
                limit: u32::MAX as usize,
            });
        }
        for (person, &factor) in factors.iter().enumerate() {
            Unit::check(factor, || format!("factor of introducer {person}"))?;
        }
        Ok(Self {
            factors,
            ..Self::default()
        })
    }

    /// Adds refusals `(introducer, person)`.
    ///
    /// # Errors
    ///
    /// When a refusal names someone out of range or one person twice.
    ///
    /// # Complexity
    ///
    /// O(n / 64 + r log r) for n people and r refusals.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Introducers;
    /// let introducers = Introducers::open(3).refusing(&[(0, 2)])?;
    /// assert!(introducers.refuses(0, 2) && !introducers.refuses(2, 0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn refusing(mut self, refusals: &[(u32, u32)]) -> Result<Self, Error> {
        for &(introducer, person) in refusals {
            if let Some(stranger) = [introducer, person]
                .into_iter()
                .find(|&someone| someone >= self.people())
            {
                return Err(Error::unknown(
                    format!("person {stranger} in a refusal"),
                    "a number below the number of people",
                ));
            }
            if introducer == person {
                return Err(Error::SamePerson {
                    what: format!("refusal of {introducer} for {person}"),
                });
            }
        }
        self.refuses.extend_from_slice(refusals);
        // Three views of the same refusals: sorted pairs to look one up, the refused to correct whole reaches, and one
        // bit a person, because almost nobody is involved and the inner loops ask first.
        self.refuses.sort_unstable();
        self.refuses.dedup();
        self.refused = self.refuses.iter().map(|pair| pair.1).collect();
        self.refused.sort_unstable();
        self.refused.dedup();
        if !self.refuses.is_empty() {
            self.involved.resize(self.factors.len().div_ceil(64), 0);
        }
        for &(introducer, person) in &self.refuses {
            for someone in [introducer, person] {
                self.involved[someone as usize / 64] |= 1 << (someone % 64);
            }
        }
        Ok(self)
    }

    /// How many people there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Introducers;
    /// assert_eq!(Introducers::open(3).people(), 3);
    /// ```
    #[must_use]
    pub fn people(&self) -> u32 {
        self.factors.len() as u32
    }

    /// The factor of a person, from 0 (never introduces) to 1; 0 for a number that is nobody's.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Introducers;
    /// assert_eq!(Introducers::new(vec![0.25])?.factor(0), 0.25);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn factor(&self, person: u32) -> f32 {
        let factor = self.factors.get(person as usize);
        factor.copied().unwrap_or(0.0)
    }

    /// Whether an introducer refuses to carry for a person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Introducers;
    /// assert!(!Introducers::open(2).refuses(0, 1));
    /// ```
    #[must_use]
    pub fn refuses(&self, introducer: u32, person: u32) -> bool {
        self.refuses.binary_search(&(introducer, person)).is_ok()
    }

    /// Sets the factor of a person to 0.
    pub(crate) fn close(&mut self, person: u32) {
        self.factors[person as usize] = 0.0;
    }

    /// Whether a person stands in a refusal, on either side.
    #[inline]
    pub(crate) fn is_involved(&self, person: u32) -> bool {
        self.involved
            .get(person as usize / 64)
            .is_some_and(|word| word >> (person % 64) & 1 == 1)
    }

    /// Whether two people must not stand next to each other among introducers.
    pub(crate) fn apart(&self, one: u32, other: u32) -> bool {
        self.is_involved(one)
            && self.is_involved(other)
            && (self.refuses(one, other) || self.refuses(other, one))
    }

    /// Everyone whom someone refuses, ascending.
    pub(crate) fn refused(&self) -> impl Iterator<Item = u32> {
        self.refused.iter().copied()
    }

    /// The cost of passing a request of the asker on towards the target; `None` when the person does not.
    #[inline]
    pub(crate) fn cost(&self, person: u32, asker: u32, target: u32) -> Option<u64> {
        let factor = self.factors[person as usize];
        let closed = factor <= 0.0
            || (self.is_involved(person)
                && (self.refuses(person, asker) || self.refuses(person, target)));
        (!closed).then(|| cost_of(factor))
    }
}

#[cfg(test)]
mod tests {
    use crate::path::introducers::Introducers;

    #[test]
    fn refusals_are_found_from_both_sides() {
        let introducers = Introducers::open(130)
            .refusing(&[(129, 3), (4, 3), (4, 3), (4, 128)])
            .expect("sound refusals");
        assert_eq!(introducers.refused().collect::<Vec<_>>(), [3, 128]);
        assert!(introducers.apart(3, 129) && introducers.apart(129, 3));
        assert!(!introducers.apart(128, 129) && !introducers.is_involved(5));
        assert_eq!(introducers.cost(4, 128, 7), None);
        assert_eq!(introducers.cost(4, 7, 3), None);
        assert_eq!(introducers.cost(4, 7, 8), Some(0));
    }

    #[test]
    fn unsound_factors_and_refusals_are_refused() {
        for bad in [-0.1, 1.1, f32::NAN, f32::INFINITY] {
            assert!(Introducers::new(vec![0.5, bad]).is_err(), "{bad}");
        }
        for bad in [(0, 2), (2, 0), (1, 1)] {
            assert!(Introducers::open(2).refusing(&[bad]).is_err(), "{bad:?}");
        }
    }
}
