//! Some people of a community by themselves, as they are kept and sent.

use std::fmt;

use crate::error::Error;
use crate::id::PersonId;
#[cfg(feature = "serde")]
use crate::recommend::shard::check::{is_as_written, unsound};
use crate::recommend::shard::digest::digest;
use crate::recommend::shard::header::Header;
use crate::recommend::shard::member::ShardPeople;

/// Some people of a community, with all that the score of any two of them takes from each: complete by itself, to be stored or
/// sent to where pairs are scored.
///
/// A [`Matcher`](crate::Matcher) [makes](crate::Matcher::shard) it; a [`ShardScorer`](crate::ShardScorer), which holds the policy and what was measured over everyone,
/// scores two of them. Lists that come of it are those for the operator: hidden needs and stances count, and a shard
/// holds them. It holds no names.
///
/// Beside what its people say, a shard holds everyone whom they know: a weight each, and where ties apart weigh whom each of these
/// knows in turn. That is why a pair is scored exactly without the rest of the graph.
///
/// # Complexity
///
/// Space: about 12 bytes a need, 8 bytes an offer and 16 bytes a tie of its people; 4 bytes a tie of each of their contacts where
/// ties apart weigh. Written in a compact binary format it takes less.
///
/// With serde a shard is written with a digest of its content, and read through checks of every number and of the digest: what
/// was changed by accident on the way is refused. It is not for keeping: another version of the crate may hold other things.
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "WrittenShard"))]
pub struct Shard {
    pub(crate) header: Header,
    pub(crate) people: ShardPeople,
    digest: u64,
}

/// A shard as it was written, before it is checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct WrittenShard {
    header: Header,
    people: ShardPeople,
    digest: u64,
}

#[cfg(feature = "serde")]
impl TryFrom<WrittenShard> for Shard {
    type Error = Error;

    fn try_from(written: WrittenShard) -> Result<Self, Error> {
        let WrittenShard {
            header,
            people,
            digest,
        } = written;
        // The header first: the people are checked against its sizes.
        if !header.is_sound() {
            return Err(unsound("list of features".into()));
        }
        people.check(&header)?;
        let shard = Self::of(header, people);
        is_as_written("shard", shard.digest, digest)?;
        Ok(shard)
    }
}

impl fmt::Debug for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shard")
            .field("people", &self.people.members.len())
            .field("contacts", &self.people.contacts.len())
            .finish_non_exhaustive()
    }
}

impl Shard {
    pub(crate) fn of(header: Header, people: ShardPeople) -> Self {
        let digest = digest(&header, &people);
        Self {
            header,
            people,
            digest,
        }
    }

    /// Its people, in key order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::from_people(["ana", "ben", "caro"].map(Person::new), [])?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let shard = Matcher::new(&network).shard(&[caro, ana, caro]);
    /// assert_eq!(shard.people().collect::<Vec<_>>(), [ana, caro]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn people(&self) -> impl ExactSizeIterator<Item = PersonId> + '_ {
        self.people.members.iter().map(|member| member.id)
    }

    pub(crate) fn check_least(&self, least: &[f32]) -> Result<(), Error> {
        let people = self.people.members.len();
        if least.len() == people {
            return Ok(());
        }
        Err(Error::Shape {
            what: "least scores".into(),
            found: format!("{} numbers", least.len()),
            expected: format!("one for each of {people} people"),
        })
    }

    /// Where its people stand in the network that it was made of, in the same order: their
    /// [positions](crate::Network::position).
    pub fn positions(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.people.members.iter().map(|member| member.place)
    }
}
