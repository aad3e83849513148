//! Which route from one person to another is best within a number of hops? (exact, by meeting in the middle)
//!
//! Two hop-bounded dynamic programs run towards each other, one along the ties from the asker and one against them from the
//! target, a layer at a time and always on the side whose layer has fewer ties. A route is found at the tie where they meet.
//! Partial routes are dropped when they cannot beat the best route found, so the work shrinks with every meeting.
//!
//! Why it is exact: the order of routes (cost, hops, people) is kept when two routes are extended by the same step, so every
//! beginning of the best route is itself the best within its hops, and the best has no cycle.

use std::cmp::Ordering;
use std::ops::Range;

use crate::network::Adjacency;
use crate::path::cost::{NEVER, cost_of};
use crate::path::path_search::PathSearch;
use crate::path::table::Table;

const NOBODY: u32 = u32::MAX;

/// Space for searches, to be reused from question to question.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    ahead: Frontier,
    back: Frontier,
    people: Vec<u32>,
    rival: Vec<u32>,
}

impl Scratch {
    /// Makes empty space; it grows with the questions.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

/// One question to the search. A deviation (see `ranked`) starts at an introducer of the asker's route.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'q> {
    pub(crate) asker: u32,
    pub(crate) target: u32,
    /// Where the searched part of the route starts.
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

/// The best known route to (or from) one person within some hops.
#[derive(Debug, Clone, Copy)]
struct Label {
    cost: u64,
    person: u32,
    /// The label one step nearer to the origin of the ball.
    parent: u32,
}

impl Label {
    fn new(cost: u64, person: u32, parent: u32) -> Self {
        Self {
            cost,
            person,
            parent,
        }
    }
}

/// What has been reached from one end.
#[derive(Debug, Clone, Default)]
struct Frontier {
    table: Table,
    labels: Vec<Label>,
    /// The labels with exactly `hops` hops.
    layer: Range<usize>,
    /// The smallest cost in the layer. A best route that leaves the ball does so through its layer, for every end of it is the
    /// best within its hops; so the rest of it costs at least this much.
    least: u64,
    /// How many ties the layer has.
    ties: u64,
}

/// Along the ties or against them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Forward,
    Backward,
}

/// A route through a tie between a label ahead and a label behind.
#[derive(Debug, Clone, Copy)]
struct Meeting {
    cost: u64,
    hops: u32,
}

impl Frontier {
    fn clear(&mut self) {
        self.table.clear();
        self.labels.clear();
        self.least = 0;
    }

    fn begin(&mut self, origin: u32, ties: usize) {
        self.clear();
        self.labels.push(Label::new(0, origin, NOBODY));
        *self.table.entry(origin, 0) = 0;
        self.layer = 0..1;
        self.ties = ties as u64;
    }

    /// The people from a label to the origin.
    fn chain(&self, label: u32) -> impl Iterator<Item = u32> {
        let mut place = label;
        std::iter::from_fn(move || {
            let label = self.labels.get(place as usize)?;
            place = label.parent;
            Some(label.person)
        })
    }

    /// How many hops a label is away from the origin.
    fn depth(&self, label: u32) -> u32 {
        self.chain(label).count() as u32 - 1
    }

    /// Whether the route of label `a` comes before that of `b` in id order; both have the same number of hops.
    fn precedes(&self, direction: Direction, mut a: u32, mut b: u32) -> bool {
        let mut order = Ordering::Equal;
        while a != b {
            let (one, other) = (self.labels[a as usize], self.labels[b as usize]);
            if one.person != other.person {
                order = one.person.cmp(&other.person);
                // From the target back, the first difference is also the first as read from the asker.
                if direction == Direction::Backward {
                    break;
                }
            }
            (a, b) = (one.parent, other.parent);
        }
        order == Ordering::Less
    }

    /// Makes the labels offered since the last time the layer.
    fn close_layer(&mut self, ties: &Adjacency) {
        self.layer = self.layer.end..self.labels.len();
        let layer = &self.labels[self.layer.clone()];
        self.least = layer.iter().map(|label| label.cost).min().unwrap_or(NEVER);
        let degrees = layer
            .iter()
            .map(|label| ties.neighbours(label.person).len() as u64);
        self.ties = degrees.sum();
    }

    /// Offers a route of `hops + 1` hops to a person; keeps it when it is the best.
    fn offer(&mut self, direction: Direction, new: Label) {
        let fresh = self.labels.len() as u32;
        let place = *self.table.entry(new.person, fresh);
        if place == fresh {
            self.labels.push(new);
            return;
        }
        let old = self.labels[place as usize];
        let in_this_layer = place as usize >= self.layer.end;
        if new.cost < old.cost {
            if in_this_layer {
                self.labels[place as usize] = new;
            } else {
                *self.table.entry(new.person, fresh) = fresh;
                self.labels.push(new);
            }
        } else if new.cost == old.cost
            && in_this_layer
            && self.precedes(direction, new.parent, old.parent)
        {
            self.labels[place as usize] = new;
        }
    }
}

/// Finds the best route from `question.start` to the target: its people, and its cost without the start's own carrying.
pub(crate) fn search<'s>(
    paths: &PathSearch<'_>,
    question: Question<'_>,
    scratch: &'s mut Scratch,
) -> Option<(u64, &'s [u32])> {
    let Scratch {
        ahead,
        back,
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
    search.run(ahead, back);
    let meeting = search.best?;
    Some((meeting.cost, &scratch.people))
}

/// Everyone from whom the target can be reached within the hops, the target included, each with the cost of the best route
/// without their own carrying. The start is not passed through.
pub(crate) fn behind<'s>(
    paths: &PathSearch<'_>,
    question: Question<'_>,
    scratch: &'s mut Scratch,
) -> impl Iterator<Item = (u32, u64)> + use<'s> {
    let Scratch {
        ahead,
        back,
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
    ahead.clear();
    back.begin(question.target, 0);
    for _ in 0..question.hops {
        if back.layer.is_empty() {
            break;
        }
        search.expand(Direction::Backward, back, ahead, true);
    }
    let back = &scratch.back;
    let is_best =
        |(place, label): &(usize, &Label)| back.table.get(label.person) == Some(*place as u32);
    let best = back.labels.iter().enumerate().filter(is_best);
    best.map(|(_, label)| (label.person, label.cost))
}

/// The state of one search.
struct Search<'s, 'a> {
    paths: &'s PathSearch<'a>,
    question: Question<'s>,
    best: Option<Meeting>,
    /// The people of the best route.
    people: &'s mut Vec<u32>,
    rival: &'s mut Vec<u32>,
}

impl Search<'_, '_> {
    fn run(&mut self, ahead: &mut Frontier, back: &mut Frontier) {
        let Question { start, target, .. } = self.question;
        let (out, into) = (self.paths.out(), self.paths.into());
        ahead.begin(start, out.neighbours(start).len());
        back.begin(target, into.neighbours(target).len());
        for done in 1..=self.question.hops {
            if ahead.layer.is_empty() || back.layer.is_empty() {
                return;
            }
            let keep = done < self.question.hops;
            if ahead.ties <= back.ties {
                self.expand(Direction::Forward, ahead, back, keep);
            } else {
                self.expand(Direction::Backward, back, ahead, keep);
            }
        }
    }

    /// The largest cost that a route may still have.
    #[inline]
    fn limit(&self) -> u64 {
        self.best.map_or(self.question.limit, |best| best.cost)
    }

    /// The cost of passing through a person: nothing at the two ends, the carrying in between.
    #[inline]
    fn carrying(&self, person: u32) -> Option<u64> {
        let question = &self.question;
        if person == question.start || person == question.target {
            return Some(0);
        }
        if question.closed.contains(&person) {
            return None;
        }
        self.paths
            .introducers()
            .cost(person, question.asker, question.target)
    }

    /// Whether a request may go from one person to the next.
    #[inline]
    fn is_open(&self, from: u32, to: u32) -> bool {
        let question = &self.question;
        let barred = from == question.start && question.not_first.contains(&to);
        let apart = from != question.asker && self.paths.introducers().apart(from, to);
        !barred && !apart
    }

    /// Takes one more step from every label of the layer of `mine`; without `keep` it only looks for meetings.
    fn expand(&mut self, direction: Direction, mine: &mut Frontier, other: &Frontier, keep: bool) {
        let (ties, far_end) = match direction {
            Direction::Forward => (self.paths.out(), self.question.target),
            Direction::Backward => (self.paths.into(), self.question.start),
        };
        for place in mine.layer.clone() {
            let label = mine.labels[place];
            let (false, Some(carrying)) = (label.person == far_end, self.carrying(label.person))
            else {
                continue;
            };
            let base = label.cost + carrying;
            let heads = ties.neighbours(label.person).iter();
            for (&person, &strength) in heads.zip(ties.strengths(label.person)) {
                let cost = base + cost_of(strength);
                if cost > self.limit() {
                    continue;
                }
                let met = other.table.get(person);
                let (from, to) = match direction {
                    Direction::Forward => (label.person, person),
                    Direction::Backward => (person, label.person),
                };
                // What the rest of the route costs at least: see `Ball::least`.
                let known = met.map_or(NEVER, |met| other.labels[met as usize].cost);
                let rest = known.min(other.least);
                if cost.saturating_add(rest) > self.limit() || !self.is_open(from, to) {
                    continue;
                }
                if let Some(met) = met {
                    self.meet(direction, mine, other, place as u32, met, cost);
                }
                if keep {
                    mine.offer(direction, Label::new(cost, person, place as u32));
                }
            }
        }
        mine.close_layer(ties);
    }

    /// Considers the route through two labels; `cost` is that of the route up to and including the tie between them.
    fn meet(
        &mut self,
        direction: Direction,
        mine: &Frontier,
        other: &Frontier,
        near: u32,
        far: u32,
        cost: u64,
    ) {
        let met = other.labels[far as usize];
        let Some(carrying) = self.carrying(met.person) else {
            return;
        };
        let cost = cost + carrying + met.cost;
        let (ahead, back, front, rear) = match direction {
            Direction::Forward => (mine, other, near, far),
            Direction::Backward => (other, mine, far, near),
        };
        if cost > self.limit() {
            return;
        }
        let hops = ahead.depth(front) + 1 + back.depth(rear);
        let is_better = match self.best {
            None => true,
            Some(best) if (cost, hops) != (best.cost, best.hops) => {
                (cost, hops) < (best.cost, best.hops)
            }
            Some(_) => {
                trace(ahead, back, front, rear, self.rival);
                *self.rival < *self.people
            }
        };
        if is_better {
            self.best = Some(Meeting { cost, hops });
            trace(ahead, back, front, rear, self.people);
        }
    }
}

/// Writes the people of a route through two labels, from its start to the target.
fn trace(ahead: &Frontier, back: &Frontier, front: u32, rear: u32, people: &mut Vec<u32>) {
    people.clear();
    people.extend(ahead.chain(front));
    people.reverse();
    people.extend(back.chain(rear));
}
