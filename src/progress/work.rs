//! What a long call did, as data.

use std::sync::atomic::{AtomicU64, Ordering};

/// What a long call did so far: answers worked out, and what became of the pairs of people that it looked at.
///
/// | call | an answer (`done`, `total`) | a pair | ineligible | scored |
/// |---|---|---|---|---|
/// | lists, blocks, markets, mentorships | one person's list | two people | they block each other, or the policy leaves them out | their score or gain is worked out |
/// | rounds and series | one round | two people who are there | a hard rule keeps them apart | what a meeting of the two is worth |
/// | learning weeks | the week | a learner and a speaker for one skill | they do not meet in the slot and the room | what the seat is worth, each time it is looked at |
/// | introductions | one wish | the two of a wish | no route leads from one to the other | its routes are listed, again where more are needed |
///
/// It comes with each list of [`recommend_each_watched`](crate::Matcher::recommend_each_watched) and with each
/// [`Progress::work`](crate::Progress::work) of every watched call; that of the last report is the work of the whole call. Counts of work,
/// not of answers: lists are the same on any number of threads, while how many pairs a bound rules out depends on which pairs came first.
/// Workers add what they counted now and then, so that the counts before the last report lag behind by some thousand pairs a worker.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct WorkReport {
    /// Answers worked out, such as lists handed over.
    pub done: u64,
    /// Answers in all.
    pub total: u64,
    /// Unordered pairs of people whom the call may have to look at: of everyone who can be suggested, or of the askers with the
    /// candidates. Looks at one pair again are not foreseen here.
    pub pairs: u64,
    /// Pairs that the bound on both gains let through, so far; a pair that is met twice while first lists are made, or for one of the
    /// first few people, counts twice.
    pub reached: u64,
    /// Of those, pairs that cannot be: see the table above.
    pub ineligible: u64,
    /// Of those, pairs whose bound on the whole score did not reach either list.
    pub pruned: u64,
    /// Of those, pairs scored in full.
    pub scored: u64,
}

impl WorkReport {
    /// The share of the answers that is worked out, from 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.total == 0 {
            return 1.0;
        }
        self.done as f64 / self.total as f64
    }
}

/// Counts that many workers add to.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    done: AtomicU64,
    total: AtomicU64,
    pairs: AtomicU64,
    ineligible: AtomicU64,
    pruned: AtomicU64,
    scored: AtomicU64,
}

impl Counters {
    /// Adds what is asked for: so many answers, out of so many pairs.
    pub(crate) fn expect(&self, lists: u64, pairs: u64) {
        self.total.fetch_add(lists, Ordering::Relaxed);
        self.pairs.fetch_add(pairs, Ordering::Relaxed);
    }

    /// Adds pairs that were looked at.
    pub(crate) fn look_at(&self, ineligible: u64, scored: u64) {
        self.ineligible.fetch_add(ineligible, Ordering::Relaxed);
        self.scored.fetch_add(scored, Ordering::Relaxed);
    }

    /// Adds answers that are worked out.
    pub(crate) fn hand_over(&self, lists: u64) {
        self.done.fetch_add(lists, Ordering::Relaxed);
    }

    /// What was counted so far.
    pub(crate) fn report(&self) -> WorkReport {
        let of = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let [ineligible, pruned, scored] = [&self.ineligible, &self.pruned, &self.scored].map(of);
        WorkReport {
            done: of(&self.done),
            total: of(&self.total),
            pairs: of(&self.pairs),
            reached: ineligible + pruned + scored,
            ineligible,
            pruned,
            scored,
        }
    }
}

/// What became of a pair that a scorer was asked about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fate {
    Ineligible,
    Pruned,
    Scored,
}

/// Pairs between two additions to the shared counts.
const HELD: u64 = 4096;

/// One worker's counts, added to the shared ones now and then and in the end.
#[derive(Debug)]
pub(crate) struct Tally<'c> {
    shared: &'c Counters,
    held: u64,
    counts: [u64; 3],
}

impl<'c> Tally<'c> {
    pub(crate) fn new(shared: &'c Counters) -> Self {
        Self {
            shared,
            held: 0,
            counts: [0; 3],
        }
    }

    pub(crate) fn count(&mut self, fate: Fate) {
        self.counts[fate as usize] += 1;
        self.held += 1;
        if self.held == HELD {
            self.add();
        }
    }

    /// Counts a pair that is scored where it is eligible at all.
    pub(crate) fn count_scored(&mut self, is_eligible: bool) {
        self.count(match is_eligible {
            true => Fate::Scored,
            false => Fate::Ineligible,
        });
    }

    fn add(&mut self) {
        let shared = self.shared;
        let all = [&shared.ineligible, &shared.pruned, &shared.scored];
        for (count, shared) in self.counts.iter_mut().zip(all) {
            shared.fetch_add(std::mem::take(count), Ordering::Relaxed);
        }
        self.held = 0;
    }
}

impl Drop for Tally<'_> {
    fn drop(&mut self) {
        self.add();
    }
}
