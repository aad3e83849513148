//! Vertex-disjoint routes of the largest product of chances, by Suurballe's method for any number of routes.
//!
//! Each introducer is split into two nodes joined by an arc of capacity 1, and every further route is a shortest path in the
//! residual network, made non-negative by potentials. Source: Suurballe (1974), *Disjoint paths in a network*; Suurballe &
//! Tarjan (1984).
//!
//! The network is not the whole community but the ties on which a route within the hops can run: those that leave people less
//! than half the hops from the asker, and those that enter people at most half the hops from the target. Within it the hop bound is
//! not kept; the caller checks it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::Adjacency;
use crate::path::cost::{NEVER, cost_of};
use crate::path::path_search::PathSearch;

/// Costs are shifted by this much, and each tie costs one unit more, so that of equal routes the one with fewer hops counts.
const HOP_BITS: u32 = 12;

/// Routes that cost more are not looked for, so that no sum overflows: their chance is below e⁻⁶⁵⁵³⁶.
const FARTHEST: i64 = 1 << 60;

/// An arc of the residual network; its reverse is at the place with the last bit flipped.
#[derive(Debug, Clone, Copy)]
struct Arc {
    head: u32,
    cost: i64,
    is_free: bool,
}

/// The split network around one question.
#[derive(Debug)]
struct Split {
    /// Everyone in it, ascending; person `p` is the nodes `2p` (entering) and `2p + 1` (leaving).
    people: Vec<u32>,
    arcs: Vec<Arc>,
    /// The arcs that leave each node.
    leaving: Vec<Vec<u32>>,
}

/// At most `count` routes that share no introducer, with the largest product of chances for their number.
///
/// Returns the routes found after one, two, … of them: the best one, the best two, and so on.
pub(crate) fn disjoint(
    paths: &PathSearch<'_>,
    from: u32,
    to: u32,
    count: u32,
) -> Vec<Vec<Vec<u32>>> {
    let mut split = Split::around(paths, from, to);
    // Every person is two nodes, entered at the even and left at the odd one, so that a capacity can lie between them.
    let (Ok(start), Ok(end)) = (
        split.people.binary_search(&from),
        split.people.binary_search(&to),
    ) else {
        return Vec::new();
    };
    // The asker is only left and the target only entered, so both may be on every path.
    let (source, sink) = (2 * start as u32 + 1, 2 * end as u32);
    // Costs are not negative at first, so potentials of 0 are feasible; each augmentation keeps reduced costs so (Suurballe 1974).
    let mut potentials = vec![0; split.leaving.len()];
    let mut found = Vec::new();
    while found.len() < count as usize && split.augment(source, sink, &mut potentials) {
        found.push(split.trace(source, sink));
    }
    found
}

/// The people within some steps of one, ascending.
fn ball(ties: &Adjacency, origin: u32, steps: u32, passes: impl Fn(u32) -> bool) -> Vec<u32> {
    let mut found = vec![origin];
    let mut layer = vec![origin];
    for _ in 0..steps {
        // Breadth first: only the newest layer is widened, and only through those who carry.
        let heads = layer
            .iter()
            .filter(|&&person| person == origin || passes(person));
        let mut next: Vec<u32> = heads
            .flat_map(|&person| ties.neighbours(person))
            .copied()
            .collect();
        next.sort_unstable();
        next.dedup();
        // Whoever was found in an earlier layer is nearer than this one.
        next.retain(|person| found.binary_search(person).is_err());
        if next.is_empty() {
            break;
        }
        found.extend(&next);
        found.sort_unstable();
        layer = next;
    }
    found
}

impl Split {
    fn around(paths: &PathSearch<'_>, from: u32, to: u32) -> Self {
        let hops = paths.most_hops();
        let passes = |person: u32| paths.introducers().cost(person, from, to).is_some();
        let halfway = hops.div_ceil(2);
        // Any route within the hops spends at most half of them, rounded up, before its middle tie, so each of its people lies
        // in one of the two balls.
        let ahead = ball(paths.out(), from, halfway.saturating_sub(1), passes);
        let back = ball(paths.into(), to, hops - halfway, passes);
        let mut people = [ahead.as_slice(), &back].concat();
        people.sort_unstable();
        people.dedup();
        // The balls also hold people at their rim who do not carry; a route passes nobody but the two ends freely.
        people.retain(|&person| person == from || person == to || passes(person));
        let mut split = Self {
            leaving: vec![Vec::new(); 2 * people.len()],
            people,
            arcs: Vec::new(),
        };
        for place in 0..split.people.len() {
            split.add_person(paths, place, from, to);
        }
        split
    }

    fn add_person(&mut self, paths: &PathSearch<'_>, place: usize, from: u32, to: u32) {
        let person = self.people[place];
        if person == to {
            return;
        }
        let node = 2 * place as u32;
        // The arc inside a person has capacity 1: nobody introduces on two paths.
        if person != from {
            let cost = paths.introducers().cost(person, from, to);
            let cost = cost.expect("only people who carry are kept");
            self.add(node, node + 1, cost << HOP_BITS);
        }
        let heads = paths.out().neighbours(person).iter();
        for (&next, &strength) in heads.zip(paths.out().strengths(person)) {
            let is_open =
                next != from && (person == from || !paths.introducers().apart(person, next));
            // The lowest bits of a cost count ties, so that of equal chances the shorter way wins.
            if let (true, Ok(head)) = (is_open, self.people.binary_search(&next)) {
                self.add(
                    node + 1,
                    2 * head as u32,
                    (cost_of(strength) << HOP_BITS) + 1,
                );
            }
        }
    }

    fn add(&mut self, tail: u32, head: u32, cost: u64) {
        let place = self.arcs.len() as u32;
        let cost = cost as i64;
        // Arcs come in pairs, the forward one at an even place: `place ^ 1` is the reverse arc of the residual network, closed
        // until flow uses the forward one.
        self.arcs.push(Arc {
            head,
            cost,
            is_free: true,
        });
        self.arcs.push(Arc {
            head: tail,
            cost: -cost,
            is_free: false,
        });
        self.leaving[tail as usize].push(place);
        self.leaving[head as usize].push(place + 1);
    }

    /// Sends one more route from source to sink, the cheapest change; `false` when there is none.
    fn augment(&mut self, source: u32, sink: u32, potentials: &mut [i64]) -> bool {
        // Dijkstra over reduced costs, which the potentials keep at 0 or above.
        let mut costs = vec![NEVER; self.leaving.len()];
        let mut arrived_by = vec![u32::MAX; self.leaving.len()];
        let mut queue = BinaryHeap::from([Reverse((0, source))]);
        costs[source as usize] = 0;
        while let Some(Reverse((cost, node))) = queue.pop() {
            if node == sink {
                break;
            }
            if cost > costs[node as usize] {
                continue;
            }
            for &place in &self.leaving[node as usize] {
                let arc = self.arcs[place as usize];
                let reduced = arc.cost + potentials[node as usize] - potentials[arc.head as usize];
                let through = cost.saturating_add(reduced as u64);
                // Distances stay below the bound that keeps all sums within 64 bits.
                let is_near = through <= (FARTHEST - potentials[arc.head as usize]) as u64;
                if arc.is_free && is_near && through < costs[arc.head as usize] {
                    costs[arc.head as usize] = through;
                    arrived_by[arc.head as usize] = place;
                    queue.push(Reverse((through, arc.head)));
                }
            }
        }
        let total = costs[sink as usize];
        if total == NEVER {
            return false;
        }
        // Nodes that were not settled before the sink count as far as the sink: the usual cut of Suurballe's method.
        for (potential, &cost) in potentials.iter_mut().zip(&costs) {
            *potential += cost.min(total) as i64;
        }
        // Send one unit: the arcs of the path are used up and their reverses opened.
        let mut node = sink;
        while node != source {
            let place = arrived_by[node as usize] as usize;
            self.arcs[place].is_free = false;
            self.arcs[place ^ 1].is_free = true;
            node = self.arcs[place ^ 1].head;
        }
        true
    }

    /// The routes that flow from source to sink.
    fn trace(&self, source: u32, sink: u32) -> Vec<Vec<u32>> {
        let used = |node: u32| {
            let places = self.leaving[node as usize].iter().copied();
            // Arcs come in twos, the forward one at an even place; a forward arc without free capacity carries the
            // flow.
            places.filter(|&place| place % 2 == 0 && !self.arcs[place as usize].is_free)
        };
        let person = |node: u32| self.people[node as usize / 2];
        // Flow that enters a node leaves it by exactly one arc, so the used arcs form the paths.
        let follow = |first: u32| {
            let mut people = vec![person(source)];
            let mut node = self.arcs[first as usize].head;
            while node != sink {
                people.push(person(node));
                // Each person is two nodes, joined by an inner arc of capacity 1: step over it, then along the tie.
                let inside = used(node).next().expect("flow that enters also leaves");
                let leaving = self.arcs[inside as usize].head;
                let next = used(leaving).next().expect("flow that enters also leaves");
                node = self.arcs[next as usize].head;
            }
            people.push(person(sink));
            people
        };
        used(source).map(follow).collect()
    }
}
