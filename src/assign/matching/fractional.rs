//! Where to start: the best half-integral matching, found without blossoms.
//!
//! Everyone is in a pair, in an odd cycle of half pairs, or unmatched: the corners of the linear program without odd sets (Balinski
//! 1965). One person after another is matched by a shortest alternating path; a path that meets itself leaves an odd cycle.
//! In the end each cycle gives up one person and pairs the rest.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::assign::matching::pairs::ScaledWeights;
use crate::rows::{Column, MaybeIndex, narrow};

/// How often, per person on average, a partner is taken from another before searches begin.
const TAKINGS: usize = 4;

/// Where a person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HalfLabel {
    /// Unmatched, with a dual that may still be above 0.
    Free,
    /// In a pair.
    Matched,
    /// In an odd cycle of half pairs.
    Cycle,
    /// In the tree, at even distance from its root.
    Outer,
    /// In the tree, at odd distance from its root.
    Inner,
}

/// One person during the searches. Duals in the tree are stored so that they need no change while time passes: an outer
/// person's true dual is `dual − now`, an inner person's `dual + now`.
#[derive(Debug, Clone, Copy)]
struct HalfVertex {
    dual: i64,
    /// The least `dual − weight` over outer neighbours, and the neighbour that has it.
    reach: i64,
    from: u32,
    /// The search in which `reach` was set.
    stamp: u32,
    label: HalfLabel,
    /// The next in the cycle, for people in cycles.
    next: u32,
}

/// What ends a search.
#[derive(Debug, Clone, Copy)]
enum HalfEnd {
    /// The dual of this outer person is down to 0.
    ZeroDual(u32),
    /// The pair from this outer person to this free one is tight.
    Augment(u32, u32),
    /// The pair from this outer person into a cycle is tight.
    BreakCycle(u32, u32),
    /// Two outer people of the tree have a tight pair.
    CloseCycle(u32, u32),
}

/// The state of all searches.
struct Halves<'a> {
    weights: ScaledWeights<'a>,
    vertices: Column<HalfVertex>,
    partner: Column<MaybeIndex>,
    stamp: u32,
    now: i64,
    limit: i64,
    end: HalfEnd,
    queue: BinaryHeap<Reverse<(i64, u32)>>,
    unscanned: Vec<u32>,
    touched: Vec<u32>,
}

/// Duals (in half weights, covering every pair) and partners such that matched pairs are tight. Whoever is unmatched with a dual
/// above 0 is left to the search with blossoms.
pub(crate) fn solve(weights: &ScaledWeights<'_>) -> (Column<i64>, Column<MaybeIndex>) {
    let (duals, partner) = auction(weights);
    let vertex = |(&dual, partner): (&i64, &MaybeIndex)| HalfVertex {
        dual,
        reach: i64::MAX,
        from: 0,
        stamp: 0,
        label: if partner.is_none() {
            HalfLabel::Free
        } else {
            HalfLabel::Matched
        },
        next: 0,
    };
    let mut halves = Halves {
        weights: *weights,
        vertices: duals.iter().zip(&*partner).map(vertex).collect(),
        partner,
        stamp: 0,
        now: 0,
        limit: 0,
        end: HalfEnd::ZeroDual(0),
        queue: BinaryHeap::new(),
        unscanned: Vec::new(),
        touched: Vec::new(),
    };
    // Each search matches its root, or finds that somebody's dual is 0 and leaves that one unmatched.
    for root in 0..weights.people() {
        let vertex = halves.vertices[root];
        if vertex.label == HalfLabel::Free && vertex.dual > 0 {
            halves.grow_tree(root);
            halves.dissolve_tree();
            halves.augment();
        }
    }
    halves.break_cycles();
    let duals = halves.vertices.iter().map(|vertex| vertex.dual).collect();
    (duals, halves.partner)
}

/// Lets each person in turn take the best partner at the present duals, away from another if need be.
///
/// The taker keeps what the second best would have left, and the partner's dual rises by the difference, so that every pair stays
/// covered. As the augmenting row reduction of Jonker and Volgenant (1987), for pairs that need not be of two sides.
pub(crate) fn auction(weights: &ScaledWeights<'_>) -> (Column<i64>, Column<MaybeIndex>) {
    let count = weights.people();
    // Half the heaviest weight at either end covers every pair.
    let heaviest = |person| weights.arcs(person).next().map_or(0, |arc| arc.1);
    let mut duals: Column<i64> = (0..count).map(|person| heaviest(person) / 2).collect();
    let mut partner = Column::filled(count, MaybeIndex::NONE);
    let mut turns: VecDeque<u32> = (0..count).collect();
    let mut takings = duals.len() * TAKINGS;
    while let Some(person) = turns.pop_front() {
        if partner[person].is_some() {
            continue;
        }
        let (best, second, taken) = offers(weights, &duals, &partner, person);
        duals[person] = best;
        let Some(taken) = taken else {
            continue;
        };
        if let Some(left) = partner[taken].get() {
            // Where both offers are equal, taking would move no dual and could go round for ever.
            if best == second || takings == 0 {
                continue;
            }
            takings -= 1;
            turns.push_back(left);
            partner[left] = MaybeIndex::NONE;
        }
        duals[person] = second;
        duals[taken] += best - second;
        partner[person] = MaybeIndex::some(taken);
        partner[taken] = MaybeIndex::some(person);
    }
    (duals, partner)
}

/// What the best partner leaves to a person, what the second best does, both at least 0, and who is best; of equals, who is free.
fn offers(
    weights: &ScaledWeights<'_>,
    duals: &Column<i64>,
    partner: &Column<MaybeIndex>,
    person: u32,
) -> (i64, i64, Option<u32>) {
    let (mut best, mut second, mut taken) = (0, 0, None);
    for (other, weight) in weights.arcs(person) {
        // No dual is negative, so no later partner leaves more than its weight.
        if weight <= second {
            break;
        }
        // What is left is the other's offer under the present duals; between equal offers one who is free ends the
        // chain of displacements.
        let left = weight - duals[other];
        let freer = left == best
            && taken.is_some_and(|taken: u32| partner[taken].is_some())
            && partner[other].is_none();
        if left > best || freer {
            second = best;
            best = left;
            taken = Some(other);
        } else if left > second {
            second = left;
        }
    }
    (best, second, taken)
}

impl Halves<'_> {
    /// Grows an alternating tree from a free person until a path ends.
    fn grow_tree(&mut self, root: u32) {
        self.stamp += 1;
        self.now = 0;
        self.limit = i64::MAX;
        self.queue.clear();
        self.unscanned.clear();
        self.touched.clear();
        self.make_outer(root);
        loop {
            // All edges of outer people are scanned before time moves on, so the queue holds every event that may be
            // next.
            while let Some(person) = self.unscanned.pop() {
                self.scan_edges(person);
            }
            let Some(Reverse((time, person))) = self.queue.pop() else {
                return;
            };
            if time >= self.limit {
                return;
            }
            // A stale entry names a person who joined the tree otherwise, or whose best pair changed.
            let vertex = self.vertices[person];
            if vertex.label == HalfLabel::Matched && vertex.reach + vertex.dual == time {
                self.now = time;
                self.vertices[person].label = HalfLabel::Inner;
                self.vertices[person].dual -= time;
                // From now on this dual rises with time and its partner's falls by as much: the matched pair stays tight.
                self.touched.push(person);
                let partner = self.partner[person].get();
                self.make_outer(partner.expect("the matched have partners"));
            }
        }
    }

    fn make_outer(&mut self, person: u32) {
        let vertex = &mut self.vertices[person];
        vertex.label = HalfLabel::Outer;
        vertex.dual += self.now;
        if vertex.dual < self.limit {
            self.limit = vertex.dual;
            self.end = HalfEnd::ZeroDual(person);
        }
        self.touched.push(person);
        self.unscanned.push(person);
    }

    /// Scans the pairs of a person who has become outer, heaviest first.
    fn scan_edges(&mut self, person: u32) {
        let dual = self.vertices[person].dual;
        // Edges come heaviest first, so reach only grows: past the limit no later edge can end the search sooner.
        for (other, weight) in self.weights.arcs(person) {
            let reach = dual - weight;
            if reach >= self.limit {
                break;
            }
            let vertex = &mut self.vertices[other];
            let time = reach + vertex.dual;
            // Between two outer people the slack goes twice as fast.
            let (ends_at, end) = match vertex.label {
                HalfLabel::Inner => continue,
                // Each matched person keeps only its earliest event; the stamp tells entries of former searches apart.
                HalfLabel::Matched => {
                    let better = vertex.stamp != self.stamp || reach < vertex.reach;
                    if better && time < self.limit {
                        vertex.stamp = self.stamp;
                        vertex.reach = reach;
                        vertex.from = person;
                        self.queue.push(Reverse((time, other)));
                    }
                    continue;
                }
                HalfLabel::Outer => (time / 2, HalfEnd::CloseCycle(person, other)),
                HalfLabel::Free => (time, HalfEnd::Augment(person, other)),
                // An odd cycle matched by halves: augmenting breaks it into whole pairs.
                HalfLabel::Cycle => (time, HalfEnd::BreakCycle(person, other)),
            };
            if ends_at < self.limit {
                (self.limit, self.end) = (ends_at, end);
            }
        }
    }

    /// Takes the tree down: duals become plain again.
    fn dissolve_tree(&mut self) {
        for &person in &self.touched {
            let vertex = &mut self.vertices[person];
            match vertex.label {
                HalfLabel::Outer => vertex.dual -= self.limit,
                HalfLabel::Inner => vertex.dual += self.limit,
                HalfLabel::Free | HalfLabel::Matched | HalfLabel::Cycle => {}
            }
            vertex.label = HalfLabel::Matched;
        }
    }

    /// Changes the matching along the path that ended the search.
    fn augment(&mut self) {
        match self.end {
            // A dual reached 0: its person may stay unmatched, and the path up to the root is flipped.
            HalfEnd::ZeroDual(person) => {
                self.flip(person, MaybeIndex::NONE);
                self.vertices[person].label = HalfLabel::Free;
            }
            HalfEnd::Augment(person, other) | HalfEnd::BreakCycle(person, other) => {
                // Meeting an odd cycle of half pairs opens it at the vertex that was met.
                if let HalfEnd::BreakCycle(..) = self.end {
                    self.break_cycle(other);
                }
                self.vertices[other].label = HalfLabel::Matched;
                self.partner[other] = MaybeIndex::some(person);
                self.flip(person, MaybeIndex::some(other));
            }
            HalfEnd::CloseCycle(a, b) => self.close_cycle(a, b),
        }
    }

    /// Gives an outer person another partner and swaps the pairs from there to the root.
    fn flip(&mut self, mut person: u32, mut new: MaybeIndex) {
        while let Some(old) = std::mem::replace(&mut self.partner[person], new).get() {
            person = self.vertices[old].from;
            self.partner[old] = MaybeIndex::some(person);
            new = MaybeIndex::some(old);
        }
    }

    /// The outer people from one up to the root, with the inner ones between.
    fn path_to_root(&self, outer: u32) -> Vec<u32> {
        let mut path = vec![outer];
        let mut outer = outer;
        while let Some(inner) = self.partner[outer].get() {
            outer = self.vertices[inner].from;
            path.extend([inner, outer]);
        }
        path
    }

    /// Joins the two ends of a tight pair within the tree into a cycle; the rest of the path to the root is swapped.
    fn close_cycle(&mut self, a: u32, b: u32) {
        let (mut left, mut right) = (self.path_to_root(a), self.path_to_root(b));
        // The paths share their upper ends; the last person they share from above is where the cycle closes.
        let shared = left.iter().rev().zip(right.iter().rev());
        let shared = shared.take_while(|(one, other)| one == other).count();
        left.truncate(left.len() - shared + 1);
        right.truncate(right.len() - shared);
        self.flip(left[left.len() - 1], MaybeIndex::NONE);
        left.extend(right.into_iter().rev());
        for (place, &person) in left.iter().enumerate() {
            let vertex = &mut self.vertices[person];
            vertex.next = left[(place + 1) % left.len()];
            vertex.label = HalfLabel::Cycle;
            self.partner[person] = MaybeIndex::NONE;
        }
    }

    /// Pairs everyone of a cycle but one.
    fn break_cycle(&mut self, left_out: u32) {
        let mut person = self.vertices[left_out].next;
        while person != left_out {
            let other = self.vertices[person].next;
            for (one, two) in [(person, other), (other, person)] {
                self.partner[one] = MaybeIndex::some(two);
                self.vertices[one].label = HalfLabel::Matched;
            }
            person = self.vertices[other].next;
        }
    }

    /// Breaks every cycle at its member with the lowest dual.
    fn break_cycles(&mut self) {
        for person in 0..narrow(self.vertices.len()) {
            if self.vertices[person].label != HalfLabel::Cycle {
                continue;
            }
            // The person with the least dual is left out: least is given up against the fractional optimum.
            let mut cheapest = person;
            let mut other = self.vertices[person].next;
            while other != person {
                if self.vertices[other].dual < self.vertices[cheapest].dual {
                    cheapest = other;
                }
                other = self.vertices[other].next;
            }
            self.break_cycle(cheapest);
            self.vertices[cheapest].label = HalfLabel::Free;
        }
    }
}
