//! How many ties lie between two people, up to a horizon, at a bounded cost a question.
//!
//! A question is answered by meeting in the middle: two balls of radius 2 that touch. That is quick unless a ball runs through a
//! *hub*, someone tied to a good part of everyone, for then it holds them all. So hubs are *landmarks*: the distance of everyone to
//! each of them is known beforehand, a path through a landmark h has length d(i, h) + d(h, j), and balls leave landmarks out. The
//! least of both is the distance.

use std::cmp::Reverse;

use crate::network::adjacency::Adjacency;
use crate::numeric::ordered_by_key;
use crate::par;
use crate::rows::{AsIndex, MaybeIndex, Rows, narrow};

/// The farthest distance that is told apart, in ties. Four is the reach of two people who each ask a friend of a friend;
/// it keeps the measure local: two balls of radius 2 that meet.
pub(crate) const HOP_HORIZON: u32 = 4;

/// Fewer ties than these make nobody a landmark: a ball of radius 2 over them has some 4,000 people at most.
const LANDMARK_TIES: usize = 64;

/// Someone with this many times the mean number of ties is a landmark.
const LANDMARK_SHARE: usize = 8;

/// The most landmarks, one byte a person each. On the graph of GitHub's developers (37,700 people, 289,003 ties) they leave no one with
/// more than some 170 ties.
const MOST_LANDMARKS: usize = 512;

/// Landmarks whose distances are found together: one bit each of a word.
const SOURCES: usize = u64::BITS as usize;

/// People of a ball, on average, up to which balls are kept: 4 bytes each.
const KEPT_BALL: usize = 64;

/// A distance beyond the horizon; two of them still fit a byte.
const FAR: u8 = 100;

/// Distances in ties between the people of a network, up to [`HOP_HORIZON`].
///
/// Space: a byte a person and landmark; where balls are small, 4 bytes for each person of each ball.
#[derive(Debug, Clone)]
pub(crate) struct Hops {
    /// For each person, the distance to each landmark.
    landmarks: Rows<u8>,
    is_landmark: Vec<bool>,
    /// The connected component of each person, named by its first.
    components: Vec<u32>,
    /// For each person, those within two ties without a landmark between; only where that is little.
    balls: Option<Rows<u32>>,
}

/// Scratch space of one worker: the ball of one person at a time, marked.
#[derive(Debug, Clone, Default)]
pub(crate) struct HopScratch {
    source: Option<u32>,
    /// A bit for each person of the ball of the source.
    marked: Vec<u64>,
    ball: Vec<u32>,
    other: Vec<u32>,
}

/// Labels everyone by the first person of their connected component.
pub(crate) fn components(ties: &Adjacency) -> Vec<u32> {
    let mut labels = vec![MaybeIndex::NONE; ties.people().as_index()];
    let mut frontier = Vec::new();
    for first in 0..ties.people() {
        frontier.push(first);
        // Depth-first flooding; each component is labelled by its first person, so labels do not depend on the order of ties.
        while let Some(person) = frontier.pop() {
            if labels[person.as_index()].is_none() {
                labels[person.as_index()] = MaybeIndex::some(first);
                frontier.extend(ties.neighbours(person));
            }
        }
    }
    labels.into_iter().filter_map(MaybeIndex::get).collect()
}

impl Hops {
    /// Looks for landmarks and measures how far everyone is from them. `ties` must hold each tie both ways.
    ///
    /// Time: O(ties × landmarks / 64) and the sum of all balls.
    pub(crate) fn new(ties: &Adjacency) -> Self {
        let people = ties.people().as_index();
        let degree = |person: u32| ties.neighbours(person).len();
        let mean = ties.ties().as_index() / people.max(1);
        let least = LANDMARK_TIES.max(LANDMARK_SHARE * mean);
        // The most tied first, then by number: which people are landmarks depends on the ties alone.
        let hubs = (0..ties.people()).filter(|&person| degree(person) >= least);
        let mut hubs = ordered_by_key(hubs, |person| Reverse(narrow(degree(person))));
        hubs.truncate(MOST_LANDMARKS);
        let mut is_landmark = vec![false; people];
        for &hub in &hubs {
            is_landmark[hub.as_index()] = true;
        }
        // Balls are written around landmarks, so that no ball holds half of everyone.
        let mut hops = Self {
            landmarks: distances(ties, &hubs),
            is_landmark,
            components: components(ties),
            balls: None,
        };
        hops.balls = hops.small_balls(ties);
        hops
    }

    /// All balls, unless they are large.
    fn small_balls(&self, ties: &Adjacency) -> Option<Rows<u32>> {
        let people = ties.people();
        // The sum of the degrees of one's contacts is no less than one's ball without oneself.
        let most: usize = (0..people)
            .map(|person| match self.is_landmark[person.as_index()] {
                true => 0,
                false => self.steps(ties, person),
            })
            .sum();
        if most > KEPT_BALL * people.as_index() {
            return None;
        }
        let lists = par::map(people.as_index(), |person| {
            let mut ball = Vec::new();
            if !self.is_landmark[person] {
                self.write_ball(ties, narrow(person), &mut ball);
            }
            ball
        });
        let mut balls = Rows::with_capacity(lists.len(), lists.iter().map(Vec::len).sum());
        lists.into_iter().for_each(|ball| balls.push(ball));
        Some(balls)
    }

    /// How many ties are walked to find a ball.
    fn steps(&self, ties: &Adjacency, person: u32) -> usize {
        let contacts = ties.neighbours(person).iter();
        let open = contacts.filter(|contact| !self.is_landmark[contact.as_index()]);
        open.map(|&contact| ties.neighbours(contact).len() + 1)
            .sum()
    }

    /// Those within two ties of a person with no landmark among them, ascending, each once.
    fn write_ball(&self, ties: &Adjacency, person: u32, ball: &mut Vec<u32>) {
        ball.clear();
        ball.push(person);
        let open = |other: &&u32| !self.is_landmark[other.as_index()];
        for &contact in ties.neighbours(person).iter().filter(open) {
            ball.push(contact);
            ball.extend(ties.neighbours(contact).iter().filter(open));
        }
        ball.sort_unstable();
        ball.dedup();
    }

    /// The number of a person's connected component.
    pub(crate) fn component(&self, person: u32) -> u32 {
        self.components[person.as_index()]
    }

    /// The same distances with other numbers of components: those of a larger graph of which this one holds what lies near.
    pub(crate) fn with_components(self, components: Vec<u32>) -> Self {
        Self { components, ..self }
    }

    /// Whether any ties lead from one person to another, however many.
    pub(crate) fn are_connected(&self, one: u32, other: u32) -> bool {
        self.components[one.as_index()] == self.components[other.as_index()]
    }

    /// The distance between two people in ties, `None` beyond [`HOP_HORIZON`].
    ///
    /// Time: a byte a landmark, and both balls without landmarks; that of `from` only when it is another than before.
    pub(crate) fn between(
        &self,
        ties: &Adjacency,
        scratch: &mut HopScratch,
        from: u32,
        to: u32,
    ) -> Option<u32> {
        if from == to {
            return Some(0);
        }
        let around = self.through_landmarks(from, to);
        if self.is_landmark[from.as_index()] || self.is_landmark[to.as_index()] {
            // Every path to a landmark is one through it.
            return within_horizon(around);
        }
        if around <= 2 {
            let tied = ties.neighbours(from).binary_search(&to).is_ok();
            return Some(if tied { 1 } else { 2 });
        }
        self.mark(ties, scratch, from);
        if scratch.is_marked(to) {
            let tied = ties.neighbours(from).binary_search(&to).is_ok();
            return Some(if tied { 1 } else { 2 });
        }
        // Nobody nearer than 3 is left; a contact within two ties of the source makes it 3.
        if around == 3 || ties.neighbours(to).iter().any(|&p| scratch.is_marked(p)) {
            return Some(3);
        }
        // Nothing shorter is left, so a path through a landmark is as short as any.
        if around == 4 {
            return Some(4);
        }
        let HopScratch { marked, other, .. } = scratch;
        // The horizon is 4: the last question is whether the balls of both ends meet.
        let ball = match &self.balls {
            Some(balls) => balls.row(to),
            None => {
                self.write_ball_roughly(ties, to, other);
                other
            }
        };
        ball.iter()
            .any(|&person| is_set(marked, person))
            .then_some(HOP_HORIZON)
    }

    /// Like [`write_ball`](Self::write_ball), in any order and some more than once: for one look at each.
    fn write_ball_roughly(&self, ties: &Adjacency, person: u32, ball: &mut Vec<u32>) {
        ball.clear();
        ball.push(person);
        for &contact in ties.neighbours(person) {
            if !self.is_landmark[contact.as_index()] {
                // Landmarks among these are never marked, so they do no harm here.
                ball.push(contact);
                ball.extend_from_slice(ties.neighbours(contact));
            }
        }
    }

    /// The shortest path through any landmark.
    fn through_landmarks(&self, from: u32, to: u32) -> u8 {
        let (from, to) = (self.landmarks.row(from), self.landmarks.row(to));
        let sums = from.iter().zip(to).map(|(a, b)| a + b);
        sums.fold(FAR, u8::min)
    }

    /// Marks the ball of a person.
    fn mark(&self, ties: &Adjacency, scratch: &mut HopScratch, person: u32) {
        if scratch.source == Some(person) {
            return;
        }
        scratch
            .marked
            .resize(ties.people().as_index().div_ceil(64), 0);
        // Whole words are cleared: only words of the last ball have any bit set.
        for &marked in &scratch.ball {
            scratch.marked[marked.as_index() / 64] = 0;
        }
        // Kept balls are copied; others are found anew for each source, and stay for all its targets.
        match &self.balls {
            Some(balls) => {
                scratch.ball.clear();
                scratch.ball.extend_from_slice(balls.row(person));
            }
            None => {
                self.write_ball_roughly(ties, person, &mut scratch.ball);
                scratch.ball.retain(|p| !self.is_landmark[p.as_index()]);
            }
        }
        for &marked in &scratch.ball {
            scratch.marked[marked.as_index() / 64] |= 1 << (marked % 64);
        }
        scratch.source = Some(person);
    }
}

impl HopScratch {
    fn is_marked(&self, person: u32) -> bool {
        is_set(&self.marked, person)
    }
}

#[inline]
fn is_set(bits: &[u64], person: u32) -> bool {
    bits[person.as_index() / 64] >> (person % 64) & 1 == 1
}

fn within_horizon(distance: u8) -> Option<u32> {
    let distance = u32::from(distance);
    (distance <= HOP_HORIZON).then_some(distance)
}

/// For each person, the distance to each of some sources, in their order.
///
/// Breadth-first search from 64 sources at once (Then et al., *The More the Merrier: Efficient Multi-Source Graph Traversal*, VLDB 2014):
/// a word a person says which sources have reached them, and a level is one sweep over the ties.
fn distances(ties: &Adjacency, sources: &[u32]) -> Rows<u8> {
    let people = ties.people().as_index();
    let groups: Vec<&[u32]> = sources.chunks(SOURCES).collect();
    let levels = par::map(groups.len(), |group| levels(ties, groups[group]));
    let mut rows = Rows::with_capacity(people, people * sources.len());
    for person in 0..people {
        // A source reached the person at the first level whose mask has its bit.
        let of_group = groups.iter().zip(&levels).flat_map(|(group, levels)| {
            (0..group.len()).map(move |source| {
                let level = levels
                    .iter()
                    .position(|level| level[person] >> source & 1 == 1);
                level.map_or(FAR, |level| level as u8)
            })
        });
        rows.push(of_group);
    }
    rows
}

/// For each level from 0 to the horizon, for each person, the sources at most so many ties away.
fn levels(ties: &Adjacency, sources: &[u32]) -> Vec<Vec<u64>> {
    let mut first = vec![0_u64; ties.people().as_index()];
    for (bit, &source) in sources.iter().enumerate() {
        first[source.as_index()] |= 1 << bit;
    }
    let mut levels = vec![first];
    for level in 0..HOP_HORIZON.as_index() {
        let reached = &levels[level];
        // Who is within one tie more: oneself, or a contact was within one less.
        let next = (0..ties.people()).map(|person| {
            let contacts = ties.neighbours(person).iter();
            contacts.fold(reached[person.as_index()], |bits, contact| {
                bits | reached[contact.as_index()]
            })
        });
        levels.push(next.collect());
    }
    levels
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::network::{Adjacency, HopScratch, Hops};

    /// Distances from one person by plain breadth-first search.
    fn by_definition(ties: &Adjacency, from: u32) -> Vec<Option<u32>> {
        let mut found = vec![None; ties.people() as usize];
        found[from as usize] = Some(0);
        for level in 0..4 {
            for person in 0..ties.people() {
                if found[person as usize] == Some(level) {
                    for &other in ties.neighbours(person) {
                        found[other as usize].get_or_insert(level + 1);
                    }
                }
            }
        }
        found
    }

    fn undirected(people: u32, pairs: &[(u32, u32)]) -> Adjacency {
        let both = pairs.iter().filter(|(a, b)| a != b);
        let ties: Vec<(u32, u32, f32)> = both
            .flat_map(|&(a, b)| [(a, b, 0.5), (b, a, 0.5)])
            .collect();
        Adjacency::new(people, &ties).expect("sound ties")
    }

    fn check(ties: &Adjacency) {
        let hops = Hops::new(ties);
        let large = Hops {
            balls: None,
            ..hops.clone()
        };
        let (mut one, mut other) = (HopScratch::default(), HopScratch::default());
        for from in 0..ties.people() {
            let expected = by_definition(ties, from);
            for to in 0..ties.people() {
                // Back and forth, so that the marked ball is another each time for one of them.
                assert_eq!(
                    hops.between(ties, &mut one, from, to),
                    expected[to as usize]
                );
                assert_eq!(
                    hops.between(ties, &mut one, to, from),
                    expected[to as usize]
                );
                assert_eq!(
                    large.between(ties, &mut other, from, to),
                    expected[to as usize]
                );
            }
        }
    }

    #[test]
    fn distances_on_a_line_are_told_up_to_the_horizon() {
        let line: Vec<(u32, u32)> = (0..7).map(|i| (i, i + 1)).collect();
        let ties = undirected(9, &line);
        let (hops, mut scratch) = (Hops::new(&ties), HopScratch::default());
        let from = |from| -> Vec<Option<u32>> {
            let mut to = |to| hops.between(&ties, &mut scratch, from, to);
            (0..9).map(&mut to).collect()
        };
        let mut from = from;
        let near = [0, 1, 2, 3, 4].map(Some);
        assert_eq!(from(0)[..5], near);
        assert_eq!(from(0)[5..], [None; 4]);
        assert_eq!(
            from(3),
            [3, 2, 1, 0, 1, 2, 3, 4]
                .map(Some)
                .into_iter()
                .chain([None])
                .collect::<Vec<_>>()
        );
    }

    #[test]
    fn hubs_shorten_what_others_do_not() {
        // Two stars of 80, a bridge between two of their points, and a chain that hangs on one of them.
        let mut pairs: Vec<(u32, u32)> = (1..=80).map(|point| (0, point)).collect();
        pairs.extend((82..=161).map(|point| (81, point)));
        pairs.extend([(1, 82), (83, 162), (162, 163), (163, 164), (2, 3)]);
        let ties = undirected(166, &pairs);
        assert!(Hops::new(&ties).is_landmark[0] && Hops::new(&ties).is_landmark[81]);
        check(&ties);
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config {
            cases: 40,
            rng_seed: proptest::test_runner::RngSeed::Fixed(7),
            failure_persistence: None,
            ..Default::default()
        })]
        #[test]
        fn distances_are_those_of_a_search(
            pairs in proptest::collection::vec((0_u32..70, 0_u32..70), 0..120),
            hub_ties in proptest::collection::vec(0_u32..90, 0..85),
        ) {
            let hub = hub_ties.iter().map(|&point| (90, point));
            let pairs: Vec<(u32, u32)> = pairs.iter().copied().chain(hub).collect();
            check(&undirected(91, &pairs));
        }
    }
}
