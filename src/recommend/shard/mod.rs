//! Scoring where only some of a community is at hand: on several machines, block by block.

mod assembly;
#[cfg(feature = "serde")]
mod check;
mod community;
mod digest;
mod header;
mod member;
mod part;
mod scorer;
mod stamp;
mod stored;
mod whole;

use crate::id::{PersonId, PersonIndex};
use crate::recommend::matcher::Matcher;
use crate::recommend::shard::community::CommunityNumbers;
use crate::recommend::shard::header::Header;
use crate::recommend::shard::member::{Contact, Member, ShardPeople};
use crate::recommend::shard::whole::stamp;

pub use crate::recommend::shard::scorer::ShardScorer;
pub use crate::recommend::shard::stored::Shard;

impl Matcher {
    /// Some people with all that scoring them takes, to be sent elsewhere; each counts once, and ids that nobody has are left out.
    ///
    /// # Complexity
    ///
    /// O(what these people say, their ties, and the ties of their contacts); the first call of a matcher or its clones takes
    /// a pass over the community.
    ///
    /// # Examples
    ///
    /// See [`ShardScorer`].
    #[must_use]
    pub fn shard(&self, people: &[PersonId]) -> Shard {
        let places = people
            .iter()
            .filter_map(|&person| self.network().index(person));
        let mut places: Vec<PersonIndex> = places.collect();
        places.sort_unstable();
        places.dedup();
        // Contacts of members, not members themselves: they only complete the paths between two members.
        let (data, known) = (self.data(), self.network().acquaintances());
        let is_member = |place: u32| places.binary_search(&PersonIndex(place)).is_ok();
        let contacts = places.iter().flat_map(|place| known.neighbours(place.0));
        let mut contacts: Vec<u32> = contacts
            .copied()
            .filter(|&place| !is_member(place))
            .collect();
        contacts.sort_unstable();
        contacts.dedup();
        let member = |&place: &PersonIndex| Member::of(data, self.is_open(place), place);
        let past = data.evidence.past();
        let members = places.iter().map(member).collect();
        let contacts = contacts
            .into_iter()
            .map(|place| Contact::of(data, place))
            .collect();
        let people = ShardPeople {
            members,
            contacts,
            past: past.of_pairs(|one, other| is_member(one) || is_member(other)),
        };
        Shard::of(self.shard_header(), people)
    }

    fn shard_header(&self) -> Header {
        let stamp = self.stamp(|| stamp(self));
        Header::of(self.data(), stamp)
    }

    /// What scores pairs of [shards](Self::shard) of this matcher: its policy and what it measured over everyone.
    ///
    /// # Examples
    ///
    /// See [`ShardScorer`].
    #[must_use]
    pub fn shard_scorer(&self) -> ShardScorer {
        ShardScorer::of(self.shard_header(), CommunityNumbers::of(self.data()))
    }
}
