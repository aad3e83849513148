//! Partial paths as trees of labels, and the one rule by which equally good paths are told apart.
//!
//! Every search of this room grows paths from one end. A label is the best path known to one person; it points to the label of
//! the person before, so a path is a chain of labels, and paths that start alike share them. Of two paths of equal length the
//! one whose people, read from the asker, come first in id order is kept; a path inherits that order from its beginning, which is
//! why comparing two labels suffices.

use std::cmp::Ordering;
use std::ops::Index;

use crate::rows::{AsIndex, narrow};

/// Whether a search runs along the ties from the asker, or against them from the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Forward,
    Backward,
}

impl Direction {
    /// What belongs to a search and to the opposite one, the forward part first. It is its own inverse.
    #[inline]
    pub(crate) fn forward_first<T>(self, mine: T, other: T) -> (T, T) {
        match self {
            Self::Forward => (mine, other),
            Self::Backward => (other, mine),
        }
    }
}

/// The best known path between the origin of a search and a person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Label<L> {
    pub(crate) length: L,
    pub(crate) person: u32,
    /// The label one step nearer to the origin; that of the origin is its own.
    pub(crate) parent: u32,
}

impl<L> Label<L> {
    pub(crate) fn new(length: L, person: u32, parent: u32) -> Self {
        Self {
            length,
            person,
            parent,
        }
    }
}

/// The labels of one search; the first is that of its origin.
#[derive(Debug, Clone)]
pub(crate) struct Labels<L> {
    pub(crate) direction: Direction,
    labels: Vec<Label<L>>,
}

impl<L: Copy> Labels<L> {
    pub(crate) fn new(direction: Direction) -> Self {
        Self {
            direction,
            labels: Vec::new(),
        }
    }

    /// Forgets all labels and keeps the space.
    pub(crate) fn clear(&mut self) {
        self.labels.clear();
    }

    /// Starts over from a person.
    pub(crate) fn start(&mut self, origin: u32, length: L) {
        self.labels.clear();
        self.labels.push(Label::new(length, origin, 0));
    }

    /// How many labels there are, and the place of the next one.
    #[inline]
    pub(crate) fn len(&self) -> u32 {
        narrow(self.labels.len())
    }

    #[inline]
    pub(crate) fn push(&mut self, label: Label<L>) {
        self.labels.push(label);
    }

    #[inline]
    pub(crate) fn replace(&mut self, place: u32, label: Label<L>) {
        self.labels[place.as_index()] = label;
    }

    /// The labels from a place on.
    pub(crate) fn since(&self, place: u32) -> &[Label<L>] {
        &self.labels[place.as_index()..]
    }

    /// The people from a label to the origin.
    pub(crate) fn chain(&self, label: u32) -> impl Iterator<Item = u32> {
        let mut next = Some(label);
        std::iter::from_fn(move || {
            let place = next?;
            let label = self[place];
            next = (label.parent != place).then_some(label.parent);
            Some(label.person)
        })
    }

    /// Whether the path of label `a` comes before that of `b`; both have the same number of hops.
    pub(crate) fn precedes(&self, mut a: u32, mut b: u32) -> bool {
        let mut order = Ordering::Equal;
        // Climbing towards the origin, both chains meet in the label where the paths part.
        while a != b {
            let (one, other) = (self[a], self[b]);
            if one.person != other.person {
                order = one.person.cmp(&other.person);
                // A backward path is read from its label on, so its first difference decides; a forward one is read from
                // the origin, so the last difference met here does.
                if self.direction == Direction::Backward {
                    break;
                }
            }
            (a, b) = (one.parent, other.parent);
        }
        order == Ordering::Less
    }
}

impl<L> Index<u32> for Labels<L> {
    type Output = Label<L>;

    #[inline]
    fn index(&self, place: u32) -> &Label<L> {
        &self.labels[place.as_index()]
    }
}

/// Writes the people of the path through a tie between two labels, from the asker's side to the target.
pub(crate) fn join<L: Copy>(
    (forward, front): (&Labels<L>, u32),
    (backward, rear): (&Labels<L>, u32),
    people: &mut Vec<u32>,
) {
    people.clear();
    people.extend(forward.chain(front));
    people.reverse();
    people.extend(backward.chain(rear));
}

#[cfg(test)]
mod tests {
    use crate::path::labels::{Direction, Label, Labels, join};

    /// Origin 9, then 5 and 3 beside each other, then 1 after 5 and 2 after 3.
    fn tree(direction: Direction) -> Labels<u64> {
        let mut labels = Labels::new(direction);
        labels.start(9, 0);
        for (person, parent) in [(5, 0), (3, 0), (1, 1), (2, 2)] {
            labels.push(Label::new(1, person, parent));
        }
        labels
    }

    #[test]
    fn equal_paths_are_ordered_as_read_from_the_asker() {
        // Read from the asker: 9 5 1 against 9 3 2, so 3 decides; towards the target: 1 5 9 against 2 3 9, so 1 does.
        assert!(!tree(Direction::Forward).precedes(3, 4));
        assert!(tree(Direction::Forward).precedes(4, 3));
        assert!(tree(Direction::Backward).precedes(3, 4));
        assert!(!tree(Direction::Backward).precedes(4, 3));
        assert!(!tree(Direction::Forward).precedes(3, 3));
    }

    #[test]
    fn two_labels_join_to_one_path() {
        let mut people = vec![7];
        let (forward, backward) = (tree(Direction::Forward), tree(Direction::Backward));
        join((&forward, 3), (&backward, 2), &mut people);
        assert_eq!(people, [9, 5, 1, 3, 9]);
    }
}
