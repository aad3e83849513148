//! Who stands where: ranked lists of one person, of everyone, of a pair.

use std::cmp::Ordering;
use std::ops::ControlFlow;

use crate::benefit::{Ask, Asker, Index, Scored, ask};
use crate::id::PersonIndex;
use crate::recommend::matcher::{Matcher, profiles};
use crate::recommend::query::Query;
use crate::recommend::scorer::PairScorer;

/// Candidates fewer than one in this many people are ranked one by one rather than through the index.
const FEW: usize = 32;

/// One place of a ranked list: a peer and the score of the match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// The peer.
    pub peer: PersonIndex,
    /// The score, above 0 and at most 1.
    pub score: f32,
}

impl Ranked {
    /// The order of every list: score descending, then name order.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(self.peer.cmp(&other.peer))
    }
}

impl Matcher {
    /// The ranks of a question, without reasons.
    pub(crate) fn rank(&self, query: &Query) -> Vec<Ranked> {
        self.rank_with(&mut PairScorer::new(self), query)
    }

    fn rank_with(&self, scorer: &mut PairScorer<'_>, query: &Query) -> Vec<Ranked> {
        let few = |among: &Vec<PersonIndex>| among.len() < self.network().size() / FEW;
        if let Some(among) = query.among.as_ref().filter(|among| few(among)) {
            let peers = among.iter().copied();
            let peers = peers.filter(|&peer| query.considers(peer));
            return self.rank_among(scorer, query.who, peers, query.limit);
        }
        let profiles = profiles(self.vectors());
        let ask = self.asks(query.limit);
        let list = ask::one(
            self.index(),
            profiles,
            self.asker(query.who),
            ask,
            |i, j, gain, give| {
                let (i, j) = (PersonIndex(i), PersonIndex(j));
                (query.considers(j) && self.is_eligible(i, j))
                    .then(|| scorer.score_linear(i, j, gain, give).score)
            },
        );
        list.iter().map(ranked).collect()
    }

    /// Ranks few candidates one by one.
    pub(crate) fn rank_among(
        &self,
        scorer: &mut PairScorer<'_>,
        who: PersonIndex,
        peers: impl Iterator<Item = PersonIndex>,
        limit: u32,
    ) -> Vec<Ranked> {
        let mut list = Vec::new();
        for peer in peers.filter(|&peer| self.is_eligible(who, peer)) {
            let score = scorer.score(who, peer).score;
            if score > 0.0 {
                list.push(Ranked { peer, score });
            }
        }
        list.sort_unstable_by(Ranked::order);
        list.truncate(limit as usize);
        list
    }

    fn asks(&self, limit: u32) -> Ask {
        Ask {
            limit,
            mean: self.policy().mean,
        }
    }

    fn asker(&self, person: PersonIndex) -> Asker<'_> {
        let asker = profiles(self.vectors()).asker(person.index());
        if self.is_open(person) {
            return asker;
        }
        // Nobody is suggested to the paused and the full: they ask for nothing.
        Asker {
            wants: &[],
            gives: &[],
            max_extra_gain: 0.0,
            ..asker
        }
    }

    /// Everyone's best `k` peers, by person in name order: each list score descending, then name order.
    ///
    /// People are ranked in parallel; the answer is the same on any number of threads.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let lists = Matcher::new(&network).recommend_all(5);
    /// assert_eq!(lists[0][0].peer, network.id("ben")?);
    /// assert_eq!(lists[1][0].score, lists[0][0].score);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommend_all(&self, k: u32) -> Vec<Vec<Ranked>> {
        let mut lists = Vec::with_capacity(self.network().size());
        let _ = self.recommend_each(k, |_, list| {
            lists.push(list);
            ControlFlow::Continue(())
        });
        lists
    }

    /// A scorer of admitted pairs, as the kernels ask it.
    fn scorer(&self) -> impl FnMut(u32, u32, f32, f32) -> Option<f32> + Send {
        let mut scorer = PairScorer::new(self);
        move |i, j, gain, give| {
            let (i, j) = (PersonIndex(i), PersonIndex(j));
            self.is_eligible(i, j)
                .then(|| scorer.score_linear(i, j, gain, give).score)
        }
    }

    /// Like [`recommend_all`](Self::recommend_all), but hands over each person's list as it is done, in name order, and stops when
    /// told to break, so that a caller can write lists away, show progress or cancel.
    ///
    /// People come in batches of 32,768: a batch meets itself and all later ones, and its lists are done. Nothing is handed over before
    /// the first batch is.
    ///
    /// # Complexity
    ///
    /// O(people²) time in the worst case, each unordered pair looked at once; 40 bytes a person and 8 bytes a place of a list in space
    /// for the lists that still grow.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let mut done = 0;
    /// let flow = Matcher::new(&network).recommend_each(5, |_person, _list| {
    ///     done += 1;
    ///     ControlFlow::Break(())
    /// });
    /// assert!(flow.is_break());
    /// assert_eq!(done, 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn recommend_each(
        &self,
        k: u32,
        mut deliver: impl FnMut(PersonIndex, Vec<Ranked>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let (scorer, profiles) = (|| self.scorer(), profiles(self.vectors()));
        let mut people = self.network().indices();
        ask::everyone(
            self.index(),
            profiles,
            self.asks(k),
            &scorer,
            |number, list| {
                // Between the people of the index are those who are paused or full.
                for person in people.by_ref() {
                    if person.0 == number {
                        return deliver(person, list.iter().map(ranked).collect());
                    }
                    deliver(person, Vec::new())?;
                }
                ControlFlow::Continue(())
            },
        )?;
        people.try_for_each(|person| deliver(person, Vec::new()))
    }

    /// Answers askers `0, …, count - 1` of `asker` out of the people of an index, each list handed over in that order.
    pub(crate) fn answer_each(
        &self,
        index: &Index,
        count: usize,
        asker: impl Fn(usize) -> PersonIndex + Sync,
        k: u32,
        mut deliver: impl FnMut(usize, Vec<Ranked>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let scorer = || self.scorer();
        let asker = |number| self.asker(asker(number));
        let profiles = profiles(self.vectors());
        ask::each(
            index,
            profiles,
            count,
            asker,
            self.asks(k),
            &scorer,
            |number, list| deliver(number, list.iter().map(ranked).collect()),
        )
    }
}

fn ranked(scored: &Scored) -> Ranked {
    Ranked {
        peer: PersonIndex(scored.person),
        score: scored.score,
    }
}
