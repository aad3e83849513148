//! The best path within a number of hops: an exact bidirectional dynamic program.
//!
//! Two hop-bounded dynamic programs run towards each other, one along the ties from the asker and one against them from the
//! target, a layer at a time and always on the side whose layer has fewer ties. A path is found at the tie where they meet.
//! Partial paths are dropped when they cannot beat the best path found, so the work shrinks with every meeting.
//!
//! Why it is exact: the order of paths (cost, hops, people) is kept when two paths are extended by the same step, so every
//! beginning of the best path is itself the best within its hops, and the best has no cycle.

use std::ops::Range;

use crate::network::Adjacency;
use crate::path::cost::{NEVER, cost_of};
use crate::path::label_index::LabelIndex;
use crate::path::labels::{Direction, Label, Labels, join};
use crate::path::path_search::PathSearch;
use crate::rows::narrow;

/// Space for searches, to be reused from question to question.
#[derive(Debug, Clone)]
pub struct Scratch {
    forward: Frontier,
    backward: Frontier,
    people: Vec<u32>,
    rival: Vec<u32>,
}

impl Scratch {
    /// Makes empty space; it grows with the questions.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch, Scratch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let mut scratch = Scratch::new();
    /// assert_eq!(paths.best_with(&mut scratch, 0, 2), paths.best(0, 2));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self {
            forward: Frontier::new(Direction::Forward),
            backward: Frontier::new(Direction::Backward),
            people: Vec::new(),
            rival: Vec::new(),
        }
    }
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new()
    }
}

/// One question to the search. A deviation (see `ranked`) starts at an introducer of the asker's path.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'q> {
    pub(crate) asker: u32,
    pub(crate) target: u32,
    /// Where the searched part of the path starts.
    pub(crate) start: u32,
    /// How many ties the searched part may have.
    pub(crate) hops: u32,
    /// The largest cost of the searched part.
    pub(crate) limit: u64,
    /// People who must not be on the searched part.
    pub(crate) closed: &'q [u32],
    /// People who must not come right after the start.
    pub(crate) not_first: &'q [u32],
}

/// What has been reached from one end.
#[derive(Debug, Clone)]
struct Frontier {
    /// The label of each person's cheapest path so far.
    index: LabelIndex,
    labels: Labels<u64>,
    /// The labels with exactly as many hops as layers were expanded.
    layer: Range<u32>,
    /// The smallest cost in the layer. A best path that leaves the searched part does so through its layer, for every end of it is
    /// the best within its hops; so the rest of it costs at least this much.
    least: u64,
    /// How many ties the layer has.
    ties: usize,
}

impl Frontier {
    fn new(direction: Direction) -> Self {
        Self {
            index: LabelIndex::default(),
            labels: Labels::new(direction),
            layer: 0..0,
            least: 0,
            ties: 0,
        }
    }

    fn clear(&mut self) {
        self.index.clear();
        self.labels.clear();
        self.least = 0;
    }

    fn start(&mut self, origin: u32, ties: usize) {
        self.clear();
        self.labels.start(origin, 0);
        *self.index.entry(origin, 0) = 0;
        self.layer = 0..1;
        self.ties = ties;
    }

    /// How many hops a label is away from the origin.
    fn depth(&self, label: u32) -> u32 {
        narrow(self.labels.chain(label).count()) - 1
    }

    /// Makes the labels offered since the last time the layer.
    fn close_layer(&mut self, ties: &Adjacency) {
        self.layer = self.layer.end..self.labels.len();
        let layer = self.labels.since(self.layer.start).iter();
        self.least = layer
            .clone()
            .map(|label| label.length)
            .min()
            .unwrap_or(NEVER);
        self.ties = layer.map(|label| ties.neighbours(label.person).len()).sum();
    }

    /// Offers a path with one hop more than the layer; keeps it when it is the best to its person.
    fn offer(&mut self, new: Label<u64>) {
        let fresh = self.labels.len();
        let place = *self.index.entry(new.person, fresh);
        if place == fresh {
            self.labels.push(new);
            return;
        }
        let old = self.labels[place];
        let in_next_layer = place >= self.layer.end;
        if new.length < old.length && !in_next_layer {
            // The dearer path with fewer hops stays: longer paths through it may still be within the bound on hops when
            // those through the new one are not.
            *self.index.entry(new.person, fresh) = fresh;
            self.labels.push(new);
        } else if in_next_layer
            && (new.length < old.length
                || (new.length == old.length && self.labels.precedes(new.parent, old.parent)))
        {
            self.labels.replace(place, new);
        }
    }
}

/// Finds the best path from `question.start` to the target: its people, and its cost without the start's own factor.
pub(crate) fn search<'s>(
    paths: &PathSearch<'_>,
    question: Question<'_>,
    scratch: &'s mut Scratch,
) -> Option<(u64, &'s [u32])> {
    let mut search = Search {
        paths,
        question,
        best: None,
        people: &mut scratch.people,
        rival: &mut scratch.rival,
    };
    // The two frontiers stay in the scratch space: their tables are cleared in the time of the last question, not of the
    // community.
    search.run(&mut scratch.forward, &mut scratch.backward);
    let (cost, _) = search.best?;
    Some((cost, &scratch.people))
}

/// Everyone from whom the target can be reached within the hops, the target included, each with the cost of the best path
/// without their own factor. The start is not passed through.
pub(crate) fn sources<'s>(
    paths: &PathSearch<'_>,
    question: Question<'_>,
    scratch: &'s mut Scratch,
) -> impl Iterator<Item = (u32, u64)> + use<'s> {
    let Scratch {
        forward,
        backward,
        people,
        rival,
    } = scratch;
    let mut search = Search {
        paths,
        question,
        best: None,
        people,
        rival,
    };
    // An empty opposite side never meets, so the backward program runs through all its layers.
    forward.clear();
    backward.start(question.target, 0);
    for _ in 0..question.hops {
        if backward.layer.is_empty() {
            break;
        }
        search.expand(backward, forward, true);
    }
    let backward = &scratch.backward;
    // A person who was reached again over more hops at less cost has several labels; the index knows the last.
    let places = 0..backward.labels.len();
    let best =
        places.filter(|&place| backward.index.get(backward.labels[place].person) == Some(place));
    best.map(|place| {
        let label = backward.labels[place];
        (label.person, label.length)
    })
}

/// The state of one search.
struct Search<'s, 'a> {
    paths: &'s PathSearch<'a>,
    question: Question<'s>,
    /// Cost and hops of the best path found.
    best: Option<(u64, u32)>,
    /// The people of the best path.
    people: &'s mut Vec<u32>,
    rival: &'s mut Vec<u32>,
}

impl Search<'_, '_> {
    fn run(&mut self, forward: &mut Frontier, backward: &mut Frontier) {
        let Question { start, target, .. } = self.question;
        let (out, into) = (self.paths.out(), self.paths.into());
        forward.start(start, out.neighbours(start).len());
        backward.start(target, into.neighbours(target).len());
        // Each turn adds one hop to one side; after the last there is nothing left to extend, only meetings to see.
        for done in 1..=self.question.hops {
            if forward.layer.is_empty() || backward.layer.is_empty() {
                return;
            }
            let keep = done < self.question.hops;
            if forward.ties <= backward.ties {
                self.expand(forward, backward, keep);
            } else {
                self.expand(backward, forward, keep);
            }
        }
    }

    /// The largest cost that a path may still have.
    #[inline]
    fn limit(&self) -> u64 {
        self.best.map_or(self.question.limit, |best| best.0)
    }

    /// The cost of passing through a person: nothing at the two ends, the introducer's factor in between.
    #[inline]
    fn passing(&self, person: u32) -> Option<u64> {
        let question = &self.question;
        if person == question.start || person == question.target {
            return Some(0);
        }
        // Closed people are few (those of routes already taken), so a scan beats a set.
        if question.closed.contains(&person) {
            return None;
        }
        self.paths
            .introducers()
            .cost(person, question.asker, question.target)
    }

    /// Whether a request may go from one person to the next.
    #[inline]
    fn is_open(&self, (from, to): (u32, u32)) -> bool {
        let question = &self.question;
        let barred = from == question.start && question.not_first.contains(&to);
        let apart = from != question.asker && self.paths.introducers().apart(from, to);
        !barred && !apart
    }

    /// Takes one more step from every label of the layer of `mine`; without `keep` it only looks for meetings.
    fn expand(&mut self, mine: &mut Frontier, other: &Frontier, keep: bool) {
        let direction = mine.labels.direction;
        let (ties, far_end) = match direction {
            Direction::Forward => (self.paths.out(), self.question.target),
            Direction::Backward => (self.paths.into(), self.question.start),
        };
        for place in mine.layer.clone() {
            // The far end is never passed through, and neither is who does not introduce.
            let label = mine.labels[place];
            let (false, Some(passing)) = (label.person == far_end, self.passing(label.person))
            else {
                continue;
            };
            let base = label.length + passing;
            let heads = ties.neighbours(label.person).iter();
            for (&person, &strength) in heads.zip(ties.strengths(label.person)) {
                // Costs only grow along a path, so what exceeds the limit already is never completed.
                let cost = base + cost_of(strength);
                if cost > self.limit() {
                    continue;
                }
                let met = other.index.get(person);
                // What the rest of the path costs at least: see `Frontier::least`.
                let known = met.map_or(NEVER, |met| other.labels[met].length);
                let rest = known.min(other.least);
                if cost.saturating_add(rest) > self.limit()
                    || !self.is_open(direction.forward_first(label.person, person))
                {
                    continue;
                }
                if let Some(met) = met {
                    self.meet((mine, place), (other, met), cost);
                }
                // The last layer is only looked at for meetings: labels beyond the middle would never be read.
                if keep {
                    mine.offer(Label::new(cost, person, place));
                }
            }
        }
        mine.close_layer(ties);
    }

    /// Considers the path through two labels; `cost` is that of the part up to and including the tie between them.
    fn meet(&mut self, mine: (&Frontier, u32), other: (&Frontier, u32), cost: u64) {
        let met = other.0.labels[other.1];
        let Some(passing) = self.passing(met.person) else {
            return;
        };
        let cost = cost + passing + met.length;
        if cost > self.limit() {
            return;
        }
        let direction = mine.0.labels.direction;
        let (forward, backward) = direction.forward_first(mine, other);
        // Depths count ties from either end; the tie between the two is one more.
        let hops = forward.0.depth(forward.1) + 1 + backward.0.depth(backward.1);
        let (front, rear) = (
            (&forward.0.labels, forward.1),
            (&backward.0.labels, backward.1),
        );
        // Cost, then hops, then people: the people are written out only where the first two are equal.
        let is_better = match self.best {
            Some(best) if best == (cost, hops) => {
                join(front, rear, self.rival);
                *self.rival < *self.people
            }
            best => best.is_none_or(|best| (cost, hops) < best),
        };
        if is_better {
            self.best = Some((cost, hops));
            join(front, rear, self.people);
        }
    }
}
