//! Scores of pairs of shards, with what was measured over the whole community.

use std::fmt;

use crate::error::Error;
use crate::recommend::ranked::Ranked;
#[cfg(feature = "serde")]
use crate::recommend::shard::check::{is_as_written, unsound};
use crate::recommend::shard::community::CommunityNumbers;
use crate::recommend::shard::digest::hash;
use crate::recommend::shard::header::Header;
use crate::recommend::shard::part::Part;
use crate::recommend::shard::stamp::Stamp;
use crate::recommend::shard::stored::Shard;

/// Scores pairs of shards: the policy, and what was measured over the whole community: how rare skills are, how divisive topics
/// are, what a missing component of acceptance counts as.
///
/// It is small, some bytes a topic, and goes with every task.
///
/// With serde it is written in a self-describing format such as JSON (with `serde_json`, enable `float_roundtrip`, so that
/// numbers of 64 bits are read back to the last bit), with a digest of its content, and read through the same checks as a policy and
/// through the digest: a policy that was changed by accident on the way is refused.
///
/// # Examples
///
/// A community in three shards, scored pair of shards by pair of shards, equals the whole:
///
/// ```
/// use confrere::{Matcher, Network, Person, Ranked, Shard};
/// let person = |number: u16| {
///     let level = f32::from(number + 1) / 10.0;
///     Person::new(format!("p{number}")).offers(["law", "rust"][usize::from(number % 2)], level).needs("rust", 0.5).needs("law", level)
/// };
/// let network = Network::from_people((0..9).map(person), [])?;
/// let matcher = Matcher::new(&network).for_operator();
/// let people: Vec<_> = network.people().collect();
/// let shards: Vec<Shard> = people.chunks(4).map(|some| matcher.shard(some)).collect();
/// let scorer = matcher.shard_scorer();
/// // From here on neither the network nor the matcher is needed.
/// let mut all = Vec::new();
/// for askers in &shards {
///     let mut lists = vec![Vec::new(); askers.people().len()];
///     for candidates in &shards {
///         let found = scorer.score_block(askers, candidates, 3)?;
///         for (list, found) in lists.iter_mut().zip(&found) {
///             *list = Ranked::merge(list, found, 3);
///         }
///     }
///     all.extend(lists);
/// }
/// assert_eq!(all, matcher.recommend_all(3));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "WrittenScorer"))]
pub struct ShardScorer {
    pub(crate) header: Header,
    pub(crate) community: CommunityNumbers,
    digest: u64,
}

/// A scorer as it was written, before it is checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct WrittenScorer {
    header: Header,
    community: CommunityNumbers,
    digest: u64,
}

#[cfg(feature = "serde")]
impl TryFrom<WrittenScorer> for ShardScorer {
    type Error = Error;

    fn try_from(written: WrittenScorer) -> Result<Self, Error> {
        let WrittenScorer {
            header,
            community,
            digest,
        } = written;
        if !header.is_sound() {
            return Err(unsound("list of features".into()));
        }
        community.check(&header)?;
        let scorer = Self::of(header, community);
        is_as_written("scorer of shards", scorer.digest, digest)?;
        Ok(scorer)
    }
}

impl fmt::Debug for ShardScorer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShardScorer")
            .field("policy", &self.community.policy)
            .finish_non_exhaustive()
    }
}

impl ShardScorer {
    pub(crate) fn of(header: Header, community: CommunityNumbers) -> Self {
        // Numbers as text have all their digits, and there are few of them.
        let mut digest = Stamp::new(hash(&header));
        digest.add_text(&format!("{community:?}"));
        Self {
            header,
            community,
            digest: digest.finish(),
        }
    }

    /// The best `limit` of the people of `candidates` for each of `askers`, in the order of [`Shard::people`]: what
    /// [`Matcher::score_block`](crate::Matcher::score_block) of a matcher [for the operator](crate::Matcher::for_operator) answers, to the last bit.
    ///
    /// The two may be one shard or share people: nobody is suggested to themselves.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] when a shard was made of another community or under another policy than the scorer.
    ///
    /// # Complexity
    ///
    /// That of [`Matcher::score_block`](crate::Matcher::score_block), and before it time and space for both shards: they are laid out as one small
    /// community. Shards of 512 to 4,096 people keep that small beside the pairs; measure for yours.
    pub fn score_block(
        &self,
        askers: &Shard,
        candidates: &Shard,
        limit: u32,
    ) -> Result<Vec<Vec<Ranked>>, Error> {
        let part = self.part(askers, candidates)?;
        Ok(part.rank((&askers.people, &[]), &candidates.people, limit))
    }

    /// Both directions at once, laid out once: the lists of the people of `one` among those of `other`, then of those of
    /// `other` among those of `one`.
    ///
    /// # Errors
    ///
    /// As [`score_block`](Self::score_block).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let (one, other) = (matcher.shard(&[ana]), matcher.shard(&[ben]));
    /// let [for_ana, for_ben] = matcher.shard_scorer().score_both(&one, &other, 5)?;
    /// assert_eq!((for_ana[0][0].peer, for_ben[0][0].peer), (ben, ana));
    /// assert_eq!(for_ana[0][0].score, for_ben[0][0].score);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn score_both(
        &self,
        one: &Shard,
        other: &Shard,
        limit: u32,
    ) -> Result<[Vec<Vec<Ranked>>; 2], Error> {
        let part = self.part(one, other)?;
        let (one, other) = (&one.people, &other.people);
        let lists = [(one, other), (other, one)];
        Ok(lists.map(|(askers, candidates)| part.rank((askers, &[]), candidates, limit)))
    }

    /// As [`score_block`](Self::score_block), without whoever scores below what stands in `least` for each of the askers: the score
    /// of the last in a list that is full already. Merged with that list the answer is that of `score_block` merged with it, to the
    /// last bit.
    ///
    /// A block alone is a small community, in which almost everyone may enter a list; with what lists ask for already, bounds rule
    /// out most pairs, and little is left to be merged or sent. Take `least` from lists over any other shards, in any order: whom
    /// it leaves out is outranked by `limit` others. Below 0 and not a number, it leaves nobody out.
    ///
    /// # Errors
    ///
    /// As [`score_block`](Self::score_block), and [`Error::Shape`] when there are not as many numbers as askers.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person, Ranked};
    /// let person = |number: u16| Person::new(format!("p{number}")).offers("law", f32::from(number) / 10.0).needs("law", 1.0);
    /// let network = Network::from_people((1..9).map(person), [])?;
    /// let matcher = Matcher::new(&network).for_operator();
    /// let people: Vec<_> = network.people().collect();
    /// let [asker, low, high] = [&people[..1], &people[1..4], &people[4..]].map(|some| matcher.shard(some));
    /// let (scorer, limit) = (matcher.shard_scorer(), 2);
    /// let best = scorer.score_block(&asker, &high, limit)?.remove(0);
    /// let least = best[1].score; // the list is full
    /// let found = scorer.score_block_above(&asker, &low, limit, &[least])?.remove(0);
    /// assert!(found.is_empty());
    /// assert_eq!(Ranked::merge(&best, &found, limit), matcher.recommend_all(limit)[0]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn score_block_above(
        &self,
        askers: &Shard,
        candidates: &Shard,
        limit: u32,
        least: &[f32],
    ) -> Result<Vec<Vec<Ranked>>, Error> {
        askers.check_least(least)?;
        let part = self.part(askers, candidates)?;
        Ok(part.rank((&askers.people, least), &candidates.people, limit))
    }

    /// Both directions at once, as [`score_both`](Self::score_both), without whoever scores below what stands in `least` for each of
    /// both shards; see [`score_block_above`](Self::score_block_above).
    ///
    /// # Errors
    ///
    /// As [`score_block_above`](Self::score_block_above).
    pub fn score_both_above(
        &self,
        one: &Shard,
        other: &Shard,
        limit: u32,
        least: [&[f32]; 2],
    ) -> Result<[Vec<Vec<Ranked>>; 2], Error> {
        let [of_one, of_other] = least;
        one.check_least(of_one)?;
        other.check_least(of_other)?;
        let part = self.part(one, other)?;
        let (one, other) = ((&one.people, of_one), (&other.people, of_other));
        Ok([
            part.rank(one, other.0, limit),
            part.rank(other, one.0, limit),
        ])
    }

    fn part(&self, one: &Shard, other: &Shard) -> Result<Part, Error> {
        let told = |header: &Header| format!("stamp {:016x}", header.stamp);
        match [one, other]
            .iter()
            .find(|shard| shard.header != self.header)
        {
            None => {
                let people = [&one.people, &other.people];
                Ok(Part::of(&self.community, &self.header, people))
            }
            Some(stranger) => Err(Error::Shape {
                what: "shard".into(),
                found: format!("{}, of another community or policy", told(&stranger.header)),
                expected: told(&self.header),
            }),
        }
    }
}
