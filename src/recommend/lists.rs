//! Ranked lists: for one asker, for everyone, for some askers among some candidates.

use std::ops::ControlFlow;

use crate::benefit::ask::Askers;
use crate::benefit::{Ask, Asker, Delivery, Index, LinearPair, Scored, Task, ask};
use crate::error::Error;
use crate::id::PersonIndex;
use crate::par;
use crate::progress::Meter;
use crate::progress::work::{Counters, Fate, Tally};
use crate::recommend::data::Audience;
use crate::recommend::matcher::Matcher;
use crate::recommend::query::ResolvedQuery;
use crate::recommend::ranked::Ranked;
use crate::recommend::scorer::PairScorer;
use crate::rows::narrow;

/// Candidates fewer than one in this many people are ranked one by one rather than through the index.
const FEW: usize = 32;

/// Fewer askers than these look at the candidates one by one. Measured at 20,000 people of 14 offers and 5 needs: laid out, one
/// asker takes 3.1 times as long, 4 askers take 0.7 times as long.
const FEW_ASKERS: usize = 4;

/// So do askers and candidates of fewer pairs than these. Measured on the same people: 16 × 16 take 1.6 times as long laid out,
/// 32 × 32 take 0.7 times as long.
const FEW_PAIRS: usize = 1024;

impl Matcher {
    /// The ranks of a question, without reasons.
    pub(crate) fn rank(&self, query: &ResolvedQuery) -> Vec<Ranked> {
        let mut scorer = self.scorer();
        let few = |among: &Vec<PersonIndex>| among.len() < self.network().size() / FEW;
        if let Some(among) = query.among.as_ref().filter(|among| few(among)) {
            let peers = among.iter().copied();
            let peers = peers.filter(|&peer| query.considers(peer));
            return self.rank_among(&mut scorer, query.who, peers, query.limit);
        }
        if let Some(list) = self.base().and_then(|base| self.rank_on(base, query)) {
            return list;
        }
        // The index rules out by bound whoever cannot enter the list.
        let task = self.task(self.index(), query.limit);
        let list = ask::one(task, self.asker(query.who), |pair| {
            let (i, j) = (PersonIndex(pair.i), PersonIndex(pair.j));
            (query.considers(j) && self.is_eligible(i, j))
                .then(|| scorer.score_linear_pair(pair))
                .flatten()
        });
        self.ranked(list)
    }

    /// How many are ranked before a peer, counted up to `most`; `None` when the peer is no match.
    pub(crate) fn count_before(
        &self,
        query: &ResolvedQuery,
        peer: PersonIndex,
        most: u32,
    ) -> Option<u32> {
        if self.is_ranked_directly(query) {
            let list = self.rank(&query.limited(u32::MAX));
            let before = list.iter().position(|ranked| ranked.place == peer)?;
            return Some(narrow(before).min(most));
        }
        let (mut scorer, who) = (self.scorer(), query.who);
        let matches = query.considers(peer) && self.is_eligible(who, peer);
        // A peer without a score is in no list, however long.
        let score = matches.then(|| scorer.score(who, peer).score)?;
        if score <= 0.0 {
            return None;
        }
        let (task, asker) = (self.task(self.index(), 1), self.asker(who));
        let asker = Asker {
            least_score: score,
            ..asker
        };
        // Counted, not listed: nothing is sorted, and nobody before the peer is kept.
        let mut before = 0;
        ask::one(task, asker, |pair| {
            let j = PersonIndex(pair.j);
            if !query.considers(j) || !self.is_eligible(who, j) {
                return None;
            }
            let other = scorer.score_linear_pair(pair)?;
            before += u32::from(other.total_cmp(&score).then(peer.cmp(&j)).is_gt());
            // An infinite score fills the list: nobody else can reach it, and the scan ends.
            (before >= most).then_some(f32::INFINITY)
        });
        Some(before)
    }

    /// Whether a question is answered pair by pair rather than through the index.
    fn is_ranked_directly(&self, query: &ResolvedQuery) -> bool {
        let few = |among: &Vec<PersonIndex>| among.len() < self.network().size() / FEW;
        query.among.as_ref().is_some_and(few)
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
                list.push(self.ranked_at(peer, score));
            }
        }
        list.sort_unstable_by(Ranked::order);
        list.truncate(limit as usize);
        list
    }

    /// What the kernels are asked: the best `limit` of an index by this policy.
    fn task<'a>(&'a self, index: &'a Index, limit: u32) -> Task<'a> {
        Task {
            index,
            profiles: self.data().profiles(),
            ask: self.rule(limit),
        }
    }

    /// The rule of lists by this policy.
    pub(crate) fn rule(&self, limit: u32) -> Ask {
        Ask {
            min_gain: self.policy().floor,
            unknown_gain: self.policy().unknown_gain_used(),
            ..Ask::new(limit, self.policy().mean)
        }
    }

    fn asker(&self, person: PersonIndex) -> Asker<'_> {
        let asker = self.data().profiles().asker(person.index());
        if self.is_open(person) {
            return asker;
        }
        // Nobody is suggested to the paused and the full: they ask for nothing.
        asker.silent()
    }

    /// Scores eligible pairs as the kernels ask, and counts what became of them.
    fn kernel_scorer<'a>(
        &'a self,
        counters: &'a Counters,
    ) -> impl FnMut(&LinearPair) -> Option<f32> + Send + 'a {
        let (mut scorer, mut tally) = (self.scorer(), Tally::new(counters));
        move |pair| {
            let (i, j) = (PersonIndex(pair.i), PersonIndex(pair.j));
            // Consent and the policy's rules come first: they cost a few bits, a score costs much more.
            if !self.is_eligible(i, j) {
                tally.count(Fate::Ineligible);
                return None;
            }
            let score = scorer.score_linear_pair(pair);
            tally.count(match score {
                Some(_) => Fate::Scored,
                None => Fate::Pruned,
            });
            score
        }
    }

    /// Everyone's list, handed over in name order; breaks where `deliver` or the meter does.
    pub(crate) fn rank_each(
        &self,
        (limit, delivery): (u32, Delivery),
        counters: &Counters,
        meter: &mut Meter<'_>,
        mut deliver: impl FnMut(PersonIndex, Vec<Ranked>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut people = self.network().indices();
        let mut task = self.task(self.index(), limit);
        task.ask.delivery = delivery;
        let scorer = || self.kernel_scorer(counters);
        ask::everyone(task, &scorer, meter, |number, list| {
            // Between the people of the index are those who are paused or full.
            for person in people.by_ref() {
                if person.0 == number {
                    return deliver(person, self.ranked(list));
                }
                deliver(person, Vec::new())?;
            }
            ControlFlow::Continue(())
        })?;
        people.try_for_each(|person| deliver(person, Vec::new()))
    }

    /// The lists of some askers among some candidates, in the order of the askers: the best `limit` of those who score at least what
    /// stands at the asker's number in `least`, or anything where nothing does.
    pub(crate) fn rank_block(
        &self,
        askers: &[PersonIndex],
        candidates: &[PersonIndex],
        (limit, least): (u32, &[f32]),
        meter: &mut Meter<'_>,
    ) -> Result<Vec<Vec<Ranked>>, Error> {
        let mut lists = self.rank_block_about(askers, candidates, (limit, least), meter)?;
        meter.counters().hand_over(lists.len() as u64);
        for (list, least) in lists.iter_mut().zip(least) {
            // Below what a list asks for the kernels may leave anyone in or out; what is no number asks for nothing.
            let least = least.max(0.0);
            list.retain(|place| place.score >= least);
        }
        Ok(lists)
    }

    /// The same, with anyone below the least score or nobody.
    fn rank_block_about(
        &self,
        askers: &[PersonIndex],
        candidates: &[PersonIndex],
        (limit, least): (u32, &[f32]),
        meter: &mut Meter<'_>,
    ) -> Result<Vec<Vec<Ranked>>, Error> {
        // Whoever is paused or full is nobody's candidate; each counts once, whatever was passed in.
        let open = candidates.iter().filter(|&&person| self.is_open(person));
        let mut open: Vec<u32> = open.map(|person| person.0).collect();
        open.sort_unstable();
        open.dedup();
        let counters = meter.counters();
        counters.expect(askers.len() as u64, (askers.len() * open.len()) as u64);
        // Small blocks do not pay for an index: they are scored pair by pair.
        if askers.len() < FEW_ASKERS || askers.len() * open.len() < FEW_PAIRS {
            return self.score_pairs(askers, &open, limit, meter);
        }
        let index = Index::new(self.data().profiles(), open);
        let mut lists = Vec::with_capacity(askers.len());
        let who = Askers {
            count: askers.len(),
            of: |number: usize| Asker {
                least_score: least.get(number).map_or(0.0, |least| least.max(0.0)),
                ..self.asker(askers[number])
            },
        };
        let scorer = || self.kernel_scorer(&counters);
        let task = self.task(&index, limit);
        let flow = ask::each(task, &who, &scorer, meter, |_, list| {
            lists.push(self.ranked(list));
            ControlFlow::Continue(())
        });
        match flow {
            ControlFlow::Continue(()) => Ok(lists),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }

    /// Scores a block pair by pair.
    fn score_pairs(
        &self,
        askers: &[PersonIndex],
        candidates: &[u32],
        limit: u32,
        meter: &mut Meter<'_>,
    ) -> Result<Vec<Vec<Ranked>>, Error> {
        let counters = meter.counters();
        let space = || (self.scorer(), Tally::new(&counters));
        let stage = (meter, "scoring pairs");
        par::map_watched(askers.len(), stage, space, |(scorer, tally), number| {
            let who = askers[number];
            let peers = candidates.iter().copied().map(PersonIndex);
            let peers = peers.filter(|&peer| {
                let is_eligible = self.is_eligible(who, peer);
                tally.count_scored(is_eligible);
                is_eligible
            });
            self.rank_among(scorer, who, peers, limit)
        })
    }

    /// The scores of a list as its asker may know them; the order stays that of all that counts.
    pub(crate) fn shown(&self, who: PersonIndex, mut list: Vec<Ranked>) -> Vec<Ranked> {
        if self.audience() == Audience::Asker {
            let mut scorer = self.scorer();
            for place in list
                .iter_mut()
                .filter(|place| self.data().hides(place.place))
            {
                place.score = scorer.score_for(who, place.place, Audience::Asker).score;
            }
        }
        list
    }

    /// The places of a list of the kernels.
    fn ranked(&self, list: Vec<Scored>) -> Vec<Ranked> {
        let places = list.into_iter();
        let ranked = places.map(|place| self.ranked_at(PersonIndex(place.person), place.score));
        ranked.collect()
    }

    /// One place of a list.
    pub(crate) fn ranked_at(&self, place: PersonIndex, score: f32) -> Ranked {
        Ranked {
            peer: self.network().id_at(place),
            score,
            place,
        }
    }
}
