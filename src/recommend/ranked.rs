//! A place of a ranked list, and how lists merge.

use std::cmp::Ordering;

use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::network::Network;
use crate::unit::Unit;

/// One place of a ranked list: a peer and the score of the match.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Ranked {
    /// The peer.
    pub peer: PersonId,
    /// The score as the audience of the matcher may know it, from 0 to 1.
    pub score: f32,
    /// Where the peer stands in the order of keys, which is told by the network anew.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) place: PersonIndex,
}

/// A place of a ranked list as it is written and read: a [`Ranked`] without its network.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct StoredRanked {
    /// The peer.
    pub peer: PersonId,
    /// The score, from 0 to 1.
    pub score: f32,
}

impl From<Ranked> for StoredRanked {
    fn from(ranked: Ranked) -> Self {
        let Ranked { peer, score, .. } = ranked;
        Self { peer, score }
    }
}

impl Ranked {
    /// A place read back, as from another machine; `None` where the peer is nobody in the network.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person, PersonId, Ranked};
    /// let network = Network::builder().person(Person::new("ana")).build()?;
    /// let place = Ranked::new(&network, network.id("ana")?, 0.5).expect("someone of this network");
    /// assert_eq!(place.score, 0.5);
    /// assert_eq!(Ranked::new(&network, PersonId::of("zoe"), 0.5), None);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new(network: &Network, peer: PersonId, score: f32) -> Option<Self> {
        let place = network.index(peer)?;
        Some(Self { peer, score, place })
    }

    /// A list read back against a network: the places of those who are still there and who is gone, both in the order written. That of a
    /// list for its asker is the order of all that counts, which the scores that are shown need not have.
    ///
    /// # Errors
    ///
    /// When a score is not a number from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person, Ranked, StoredRanked};
    /// let peer = |name: &str, level| Person::new(name).offers("law", level).needs("rust", 0.9);
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .people([peer("ben", 0.5), peer("caro", 0.9)])
    ///     .build()?;
    /// let list = Matcher::new(&network).recommend_all(2)[0].clone();
    /// let stored: Vec<StoredRanked> = list.iter().copied().map(StoredRanked::from).collect();
    /// assert_eq!(Ranked::restored(&network, &stored)?, (list, vec![]));
    /// let smaller = network.change().leave("caro").build()?;
    /// let (list, gone) = Ranked::restored(&smaller, &stored)?;
    /// assert_eq!((list.len(), gone), (1, vec![network.id("caro")?]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn restored(
        network: &Network,
        stored: &[StoredRanked],
    ) -> Result<(Vec<Self>, Vec<PersonId>), Error> {
        let (mut list, mut gone) = (Vec::with_capacity(stored.len()), Vec::new());
        for &StoredRanked { peer, score } in stored {
            Unit::check(score, || format!("score of `{peer}`"))?;
            match Self::new(network, peer, score) {
                Some(place) => list.push(place),
                None => gone.push(peer),
            }
        }
        Ok((list, gone))
    }

    /// A place read back where no network is at hand: the peer stands at this [position](Network::position) of the network that
    /// the list is of.
    ///
    /// Lists merge as they should when their places name true positions of one network.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{PersonId, Ranked};
    /// let (ana, ben) = (PersonId::of("ana"), PersonId::of("ben"));
    /// let (here, there) = (Ranked::at(0, ana, 0.5), Ranked::at(1, ben, 0.5));
    /// assert_eq!(Ranked::merge(&[there], &[here], 1), [here]); // equal scores stand in key order
    /// assert_eq!(here.position(), 0);
    /// ```
    #[must_use]
    pub const fn at(position: u32, peer: PersonId, score: f32) -> Self {
        let place = PersonIndex(position);
        Self { peer, score, place }
    }

    /// Where the peer stands in the network that the list is of.
    #[must_use]
    pub const fn position(&self) -> u32 {
        self.place.0
    }

    /// The order of every list: score descending, then name order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let list = &matcher.recommend_all(5)[0];
    /// assert!(list[0].order(&list[1]).is_lt()); // the better one first
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(self.place.cmp(&other.place))
    }

    /// Merges two lists of one asker into the best `limit` of both in [`order`](Self::order), each peer once, with the better of
    /// two scores.
    ///
    /// The merge is associative, commutative and idempotent: lists over parts of the candidates, each cut at `limit` or later,
    /// merge in any order into the list over all of them, and a part that was scored twice does no harm.
    ///
    /// # Complexity
    ///
    /// O(t log t) time for t places in both.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person, Ranked};
    /// let peer = |name: &str, level| Person::new(name).offers("law", level).needs("rust", 0.9);
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .people([peer("ben", 0.5), peer("caro", 0.9), peer("dan", 0.7)])
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let people: Vec<_> = network.people().collect();
    /// let (ana, others) = (&people[..1], &people[1..]);
    /// let here = matcher.score_block(ana, &others[..1], 2);
    /// let there = matcher.score_block(ana, &others[1..], 2);
    /// let both = Ranked::merge(&here[0], &there[0], 2);
    /// assert_eq!(both, matcher.recommend_all(2)[0]);
    /// assert_eq!(Ranked::merge(&both, &here[0], 2), both);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn merge(a: &[Self], b: &[Self], limit: u32) -> Vec<Self> {
        let mut both = [a, b].concat();
        both.sort_unstable_by(|one, other| one.place.cmp(&other.place).then(one.order(other)));
        both.dedup_by_key(|place| place.peer);
        both.sort_unstable_by(Self::order);
        both.truncate(limit as usize);
        both
    }
}
