//! The door: where people and ties come in and are checked.

use crate::error::Error;
use crate::id::{check_name, quoted};
use crate::network::Network;
use crate::network::arrange::arrange;
use crate::network::draft::Draft;
use crate::person::Person;
use crate::unit::Unit;

/// A tie between two people, as a caller describes it.
///
/// # Examples
///
/// ```
/// use confrere::Tie;
/// let mutual = Tie::new("ana", "caro", 0.8);
/// let one_way = Tie::directed("ana", "ben", 0.3);
/// assert_ne!(mutual, one_way);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Tie {
    /// Who can make the request.
    pub from: String,
    /// Whom it reaches.
    pub to: String,
    /// The chance that a request along the tie succeeds, from 0 to 1; 0 is no tie.
    pub strength: f32,
    /// Whether the tie holds in the named direction only.
    #[cfg_attr(feature = "serde", serde(default))]
    pub directed: bool,
}

impl Tie {
    /// A tie that holds both ways.
    #[must_use]
    pub fn new(from: impl Into<String>, to: impl Into<String>, strength: f32) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            strength,
            directed: false,
        }
    }

    /// A tie that holds one way: `from` can ask `to`.
    #[must_use]
    pub fn directed(from: impl Into<String>, to: impl Into<String>, strength: f32) -> Self {
        Self {
            directed: true,
            ..Self::new(from, to, strength)
        }
    }
}

/// Collects people, ties and related skills; [`build`](Self::build) answers with a [`Network`] or the first thing wrong.
///
/// # Examples
///
/// ```
/// use confrere::{Network, Person};
/// let refused = Network::builder().person(Person::new("ana").offers("rust", 1.5)).build();
/// let message = refused.expect_err("a level above 1").to_string();
/// assert_eq!(message, "offer `rust` of `ana` is 1.5, expected a number from 0 to 1");
/// ```
#[derive(Debug, Clone, Default)]
pub struct NetworkBuilder {
    draft: Draft,
    ties: Vec<(u32, u32, f32)>,
    related: Vec<(u32, u32, f32)>,
    refused: Option<Error>,
}

impl NetworkBuilder {
    /// Adds a person.
    #[must_use]
    pub fn person(mut self, person: Person) -> Self {
        self.take(|builder| builder.draft.add(&person));
        self
    }

    /// Adds people from a stream; each is checked and stored compactly as it comes.
    #[must_use]
    pub fn people(mut self, people: impl IntoIterator<Item = Person>) -> Self {
        for person in people {
            self.take(|builder| builder.draft.add(&person));
        }
        self
    }

    /// Adds a tie that holds both ways, with the chance from 0 to 1 that a request along it succeeds.
    #[must_use]
    pub fn tie(mut self, a: &str, b: &str, strength: f32) -> Self {
        self.take(|builder| builder.add_tie(a, b, strength, false));
        self
    }

    /// Adds a tie that holds one way: `from` can ask `to`.
    #[must_use]
    pub fn directed_tie(mut self, from: &str, to: &str, strength: f32) -> Self {
        self.take(|builder| builder.add_tie(from, to, strength, true));
        self
    }

    /// Adds ties from a stream. Of several ties from one person to another the strongest counts.
    #[must_use]
    pub fn ties(mut self, ties: impl IntoIterator<Item = Tie>) -> Self {
        for tie in ties {
            self.take(|builder| builder.add_tie(&tie.from, &tie.to, tie.strength, tie.directed));
        }
        self
    }

    /// Says how far one skill stands in for another, both ways, from 0 (not at all) to 1 (fully). Of several the largest counts.
    #[must_use]
    pub fn related(mut self, a: &str, b: &str, relatedness: f32) -> Self {
        self.take(|builder| builder.add_related(a, b, relatedness));
        self
    }

    /// The first thing wrong so far: for readers of long inputs that want to stop and name the line.
    #[must_use]
    pub fn refusal(&self) -> Option<&Error> {
        self.refused.as_ref()
    }

    fn take(&mut self, step: impl FnOnce(&mut Self) -> Result<(), Error>) {
        if self.refused.is_none() {
            self.refused = step(self).err();
        }
    }

    fn add_tie(
        &mut self,
        from: &str,
        to: &str,
        strength: f32,
        directed: bool,
    ) -> Result<(), Error> {
        let (from, to, strength) = self.draft.tie(from, to, strength)?;
        self.ties.push((from, to, strength));
        if !directed {
            self.ties.push((to, from, strength));
        }
        Ok(())
    }

    fn add_related(&mut self, a: &str, b: &str, relatedness: f32) -> Result<(), Error> {
        check_name("skill", a)?;
        check_name("skill", b)?;
        let describe = || format!("relatedness of {} and {}", quoted(a), quoted(b));
        let value = Unit::check(relatedness, describe)?.get();
        if a == b {
            let expected = "1 between a skill and itself";
            return if value == 1.0 {
                Ok(())
            } else {
                Err(Error::OutOfRange {
                    what: describe(),
                    value,
                    expected,
                })
            };
        }
        if value == 0.0 {
            return Ok(());
        }
        let (a, b) = (self.draft.skills.intern(a), self.draft.skills.intern(b));
        self.related.extend([(a, b, value), (b, a, value)]);
        Ok(())
    }

    /// Checks what is left to check and builds the network.
    ///
    /// # Errors
    ///
    /// The first thing wrong in the order in which it was added: a name that is empty, too long or given twice; a number
    /// that is not finite or out of its range; one item with two different numbers; a tie or a block between one person;
    /// then any name that was mentioned and never added.
    ///
    /// # Complexity
    ///
    /// O(t log t) time for t items and ties in all; the space of the result, once more while it is built.
    pub fn build(self) -> Result<Network, Error> {
        if let Some(error) = self.refused {
            return Err(error);
        }
        let tied = self.ties.iter().flat_map(|tie| [tie.0, tie.1]);
        self.draft.check_mentions(tied)?;
        let facts = arrange(self.draft, self.ties, &self.related)?;
        Ok(Network::of(facts))
    }
}
