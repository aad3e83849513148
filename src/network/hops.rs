//! How many ties lie between two people, up to a horizon.

use crate::network::adjacency::Adjacency;

/// The farthest distance that is told apart, in ties. Four is the reach of two people who each ask a friend of a friend;
/// it keeps the measure local: two balls of radius 2 that meet.
pub(crate) const HOP_HORIZON: u32 = 4;

/// Distances from one person at a time, with scratch space that is reused.
///
/// The source's ball of radius 2 is marked once; a question about another person then looks at that person's ball only.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hops {
    source: Option<u32>,
    marked: Vec<u8>,
    ball: Vec<u32>,
}

/// Mark of a person outside the ball.
const FAR: u8 = u8::MAX;

impl Hops {
    /// The distance between two people in ties, `None` beyond [`HOP_HORIZON`].
    ///
    /// `ties` must hold each tie both ways. Time: the ball of radius 2 of `to`, and that of `from` when it changes.
    pub(crate) fn between(&mut self, ties: &Adjacency, from: u32, to: u32) -> Option<u32> {
        self.mark(ties, from);
        if self.marked[to as usize] != FAR {
            return Some(u32::from(self.marked[to as usize]));
        }
        let neighbours = ties.neighbours(to);
        // At distance 3 a neighbour stands at 2; nothing nearer is possible, for `to` is outside the ball.
        if neighbours
            .iter()
            .any(|&person| self.marked[person as usize] != FAR)
        {
            return Some(3);
        }
        let second = neighbours
            .iter()
            .flat_map(|&person| ties.neighbours(person));
        second
            .into_iter()
            .any(|&person| self.marked[person as usize] != FAR)
            .then_some(HOP_HORIZON)
    }

    fn mark(&mut self, ties: &Adjacency, from: u32) {
        if self.source == Some(from) {
            return;
        }
        for &person in &self.ball {
            self.marked[person as usize] = FAR;
        }
        self.ball.clear();
        self.marked.resize(ties.people() as usize, FAR);
        self.source = Some(from);
        self.reach(from, 0);
        let mut next = 0;
        while next < self.ball.len() {
            let person = self.ball[next];
            next += 1;
            let distance = self.marked[person as usize];
            if distance == 2 {
                continue;
            }
            for &neighbour in ties.neighbours(person) {
                self.reach(neighbour, distance + 1);
            }
        }
    }

    fn reach(&mut self, person: u32, distance: u8) {
        if self.marked[person as usize] == FAR {
            self.marked[person as usize] = distance;
            self.ball.push(person);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::network::{Adjacency, Hops};

    #[test]
    fn distances_on_a_line_are_told_up_to_the_horizon() {
        let line: Vec<(u32, u32, f32)> = (0..7)
            .flat_map(|i| [(i, i + 1, 0.5), (i + 1, i, 0.5)])
            .collect();
        let ties = Adjacency::new(9, &line).expect("sound ties");
        let mut hops = Hops::default();
        let from_zero: Vec<Option<u32>> = (0..9).map(|to| hops.between(&ties, 0, to)).collect();
        assert_eq!(
            from_zero,
            [
                Some(0),
                Some(1),
                Some(2),
                Some(3),
                Some(4),
                None,
                None,
                None,
                None
            ]
        );
        let from_three: Vec<Option<u32>> = (0..9).map(|to| hops.between(&ties, 3, to)).collect();
        assert_eq!(
            from_three,
            [
                Some(3),
                Some(2),
                Some(1),
                Some(0),
                Some(1),
                Some(2),
                Some(3),
                Some(4),
                None
            ]
        );
    }
}
