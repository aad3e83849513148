//! Some askers against some candidates, and how lists over parts of the candidates merge.

use std::ops::ControlFlow;

use crate::benefit::Index;
use crate::id::PersonIndex;
use crate::par;
use crate::recommend::matcher::{Matcher, profiles};
use crate::recommend::ranking::Ranked;
use crate::recommend::scorer::PairScorer;

/// Fewer askers than these look at the candidates one by one. Measured at 20,000 people of 14 offers and 5 needs: laid out, one
/// asker takes 3.1 times as long, 4 askers take 0.7 times as long.
const FEW_ASKERS: usize = 4;

/// So do askers and candidates of fewer pairs than these. Measured on the same people: 16 × 16 take 1.6 times as long laid out,
/// 32 × 32 take 0.7 times as long.
const FEW_PAIRS: usize = 1024;

impl Matcher {
    /// The best `k` candidates of each asker under the full score, in the order of the askers: each list score descending,
    /// then name order.
    ///
    /// Policy, consent and difference count as everywhere: the paused, the full and the blocked appear in no list, nobody
    /// in their own, and a pair has the score that [`score`](Self::score) tells. A candidate who is named twice counts
    /// once, and an asker who is named twice is answered twice. Askers are answered in parallel; the answer is the same
    /// on any number of threads.
    ///
    /// Two-sided questions are asked this way: mentors for mentees, hosts for guests. And so is a community that one machine
    /// takes too long for: every machine holds the network, candidates are cut into blocks, pairs of blocks are
    /// scored wherever there is room, and [`Ranked::merge`] brings each asker's lists together. However the
    /// candidates were cut, the merged lists are those of [`recommend_all`](Self::recommend_all) to the last bit. On vectors
    /// without people the same is [`benefit::score_block`](crate::benefit::score_block).
    ///
    /// # Panics
    ///
    /// Panics on ids of another, larger network.
    ///
    /// # Complexity
    ///
    /// O(askers × candidates) scores in the worst case, most of them ruled out by bounds where both are many; space
    /// for the lists, and about as much for the candidates as the matcher holds for as many people.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.9).needs("rust", 0.9))
    ///     .build()?;
    /// let (ana, ben, caro) = (network.id("ana")?, network.id("ben")?, network.id("caro")?);
    /// let matcher = Matcher::new(&network);
    /// let lists = matcher.score_block(&[caro, ana], &[ana, ben], 5);
    /// assert_eq!(lists[0][0].peer, ana);
    /// assert_eq!(lists[1][0].peer, ben);
    /// assert_eq!(lists[1].len(), 1); // caro was no candidate
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn score_block(
        &self,
        askers: &[PersonIndex],
        candidates: &[PersonIndex],
        k: u32,
    ) -> Vec<Vec<Ranked>> {
        let open = candidates.iter().filter(|&&person| self.is_open(person));
        let mut open: Vec<u32> = open.map(|person| person.0).collect();
        open.sort_unstable();
        open.dedup();
        if askers.len() < FEW_ASKERS || askers.len() * open.len() < FEW_PAIRS {
            return self.score_pairs(askers, &open, k);
        }
        let index = Index::new(profiles(self.vectors()), open);
        let mut lists = Vec::with_capacity(askers.len());
        let asker = |number: usize| askers[number];
        let _ = self.answer_each(&index, askers.len(), asker, k, |_, list| {
            lists.push(list);
            ControlFlow::Continue(())
        });
        lists
    }

    /// Scores a block pair by pair.
    fn score_pairs(&self, askers: &[PersonIndex], candidates: &[u32], k: u32) -> Vec<Vec<Ranked>> {
        let scorer = || PairScorer::new(self);
        par::map_with(askers.len(), scorer, |scorer, number| {
            let peers = candidates.iter().copied().map(PersonIndex);
            self.rank_among(scorer, askers[number], peers, k)
        })
    }
}

impl Ranked {
    /// Merges two lists of one asker into the best `k` of both in [`order`](Self::order), each peer once, with the better of
    /// two scores.
    ///
    /// The merge is associative, commutative and idempotent: lists over parts of the candidates, each cut at `k` or later,
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
    pub fn merge(a: &[Self], b: &[Self], k: u32) -> Vec<Self> {
        let mut both = [a, b].concat();
        both.sort_unstable_by(|one, other| one.peer.cmp(&other.peer).then(one.order(other)));
        both.dedup_by_key(|place| place.peer);
        both.sort_unstable_by(Self::order);
        both.truncate(k as usize);
        both
    }
}
