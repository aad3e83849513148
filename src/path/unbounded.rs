//! The best path of any length: bidirectional Dijkstra.
//!
//! Dijkstra's search from both ends (Pohl 1971), ended when no path still open can be as good as the best one found. Lengths are
//! pairs (cost, hops) compared in this order, so that the rules about equal paths are those of the bounded questions.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::path::cost::cost_of;
use crate::path::label_index::LabelIndex;
use crate::path::labels::{Direction, Label, Labels, join};
use crate::path::path_search::PathSearch;
use crate::path::route::Route;

/// A cost and a number of hops; sums go part by part.
type Length = (u64, u32);

fn plus(a: Length, b: Length) -> Length {
    (a.0 + b.0, a.1 + b.1)
}

/// One of the two searches.
#[derive(Debug)]
struct Side {
    index: LabelIndex,
    labels: Labels<Length>,
    /// What is to be settled, nearest first: (length, label). Entries whose label became shorter are stale.
    queue: BinaryHeap<Reverse<(Length, u32)>>,
}

/// The best path found: its length and its people.
type Best = Option<(Length, Vec<u32>)>;

impl PathSearch<'_> {
    /// The best path from one person to another with any number of hops, above the floor.
    ///
    /// The bound of [`hops`](Self::hops) does not apply. Long paths ask a favour of many people, which is why every other
    /// question is bounded.
    ///
    /// # Complexity
    ///
    /// O(m log m) for m ties, far less when the best path is much better than most.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, PathSearch};
    /// let chain: Vec<(u32, u32, f32)> = (0..9).map(|person| (person, person + 1, 0.9)).collect();
    /// let out = Adjacency::new(10, &chain)?;
    /// let into = out.reversed();
    /// let introducers = Introducers::open(10);
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// assert!(paths.best(0, 9).is_none());
    /// assert_eq!(paths.best_unbounded(0, 9).map(|route| route.hops()), Some(9));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn best_unbounded(&self, from: u32, to: u32) -> Option<Route> {
        if from == to || !self.holds(from) || !self.holds(to) {
            return None;
        }
        let mut forward = Side::new(from, Direction::Forward);
        let mut backward = Side::new(to, Direction::Backward);
        let mut best: Best = None;
        while let (Some(near), Some(far)) = (forward.least(), backward.least()) {
            // Every path not found yet crosses both queues, so it is at least as long as their nearest entries together. Equal
            // lengths go on: the people may still come first in id order.
            let least = plus(near, far);
            if least.0 > self.limit() || best.as_ref().is_some_and(|best| least > best.0) {
                break;
            }
            if forward.queue.len() <= backward.queue.len() {
                self.settle(&mut forward, &backward, &mut best, (from, to));
            } else {
                self.settle(&mut backward, &forward, &mut best, (from, to));
            }
        }
        best.map(|(_, people)| self.route(people))
    }

    /// Settles the nearest open label of a side: its length is final, and its ties are relaxed.
    fn settle(&self, mine: &mut Side, other: &Side, best: &mut Best, (from, to): (u32, u32)) {
        let Some((place, label)) = mine.next() else {
            return;
        };
        // The two ends pass for free; an introducer costs as much as they carry, and one who does not carry cannot be passed.
        let passing = |person: u32| match person {
            end if end == from || end == to => Some(0),
            introducer => self.introducers().cost(introducer, from, to),
        };
        let direction = mine.labels.direction;
        let (ties, far_end) = match direction {
            Direction::Forward => (self.out(), to),
            Direction::Backward => (self.into(), from),
        };
        let (false, Some(passed)) = (label.person == far_end, passing(label.person)) else {
            return;
        };
        let heads = ties.neighbours(label.person).iter();
        for (&person, &strength) in heads.zip(ties.strengths(label.person)) {
            let length = plus(label.length, (passed + cost_of(strength), 1));
            // Longer than the best way found is of no use; of equal length the order of people still decides.
            let longest = best
                .as_ref()
                .map_or((self.limit(), u32::MAX), |best| best.0);
            let (before, after) = direction.forward_first(label.person, person);
            if length > longest || (before != from && self.introducers().apart(before, after)) {
                continue;
            }
            // The other side knows this person: a path through both, though not yet the best through this tie.
            if let (Some(met), Some(passing)) = (other.index.get(person), passing(person)) {
                let whole = plus(plus(length, (passing, 0)), other.labels[met].length);
                if whole <= longest {
                    let (front, rear) =
                        direction.forward_first((&mine.labels, place), (&other.labels, met));
                    improve(best, whole, front, rear);
                }
            }
            // The label is kept if it is shorter than the one that the person has.
            mine.offer(Label::new(length, person, place));
        }
    }
}

/// Takes the path through two labels when it comes before the best known one; it is not longer.
fn improve(
    best: &mut Best,
    length: Length,
    front: (&Labels<Length>, u32),
    rear: (&Labels<Length>, u32),
) {
    let mut people = Vec::new();
    join(front, rear, &mut people);
    if best
        .as_ref()
        .is_none_or(|best| (length, &people) < (best.0, &best.1))
    {
        *best = Some((length, people));
    }
}

impl Side {
    fn new(end: u32, direction: Direction) -> Self {
        let mut index = LabelIndex::default();
        index.entry(end, 0);
        let mut labels = Labels::new(direction);
        labels.start(end, (0, 0));
        Self {
            index,
            labels,
            queue: BinaryHeap::from([Reverse(((0, 0), 0))]),
        }
    }

    /// A lower bound on the length of everything open.
    fn least(&self) -> Option<Length> {
        self.queue.peek().map(|Reverse((length, _))| *length)
    }

    /// Takes the nearest entry of the queue; `None` when it is stale.
    fn next(&mut self) -> Option<(u32, Label<Length>)> {
        let Reverse((length, place)) = self.queue.pop()?;
        let label = self.labels[place];
        (label.length == length).then_some((place, label))
    }

    /// Relaxes a tie: keeps the path to the end of it when it is the best.
    fn offer(&mut self, new: Label<Length>) {
        // One label a person: settled lengths are final (Dijkstra), so a label is only ever replaced by a better one.
        let fresh = self.labels.len();
        let place = *self.index.entry(new.person, fresh);
        if place == fresh {
            self.labels.push(new);
        } else {
            let old = self.labels[place];
            if new.length > old.length {
                return;
            }
            let is_equal = new.length == old.length;
            if !is_equal || self.labels.precedes(new.parent, old.parent) {
                self.labels.replace(place, new);
            }
            // At equal length it is in the queue already; only the people before may have changed.
            if is_equal {
                return;
            }
        }
        self.queue.push(Reverse((new.length, place)));
    }
}
