//! Nested circles as a table of paths.

use std::collections::HashMap;

use crate::id::CircleId;
use crate::rows::{AsIndex, MaybeIndex, Rows, narrow};

/// Nested groups by number of arrival: a group is a circle name within an enclosing group.
#[derive(Debug, Clone, Default)]
pub(crate) struct DraftGroups {
    known: HashMap<(MaybeIndex, u32), u32>,
    /// Enclosing group and circle name of each group.
    pub(crate) all: Vec<(MaybeIndex, u32)>,
}

impl DraftGroups {
    /// The number of a circle's group within an enclosing one, new or known.
    pub(crate) fn within(&mut self, enclosing: MaybeIndex, circle: u32) -> MaybeIndex {
        let all = &mut self.all;
        let number = self.known.entry((enclosing, circle)).or_insert_with(|| {
            all.push((enclosing, circle));
            narrow(all.len() - 1)
        });
        MaybeIndex::some(*number)
    }
}

/// The nested groups of a network; each is known by its path from the outermost circle to itself.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Groups {
    paths: Rows<CircleId>,
}

impl Groups {
    /// Takes over paths in any order, numbered as they come.
    pub(crate) fn of_paths(paths: Rows<CircleId>) -> Self {
        Self { paths }
    }

    /// Takes over the groups of a draft; `place` maps circle names of arrival to places in order. Groups are numbered as
    /// their paths ascend. The second part maps group numbers of arrival to final ones.
    pub(crate) fn from_draft(draft: &DraftGroups, place: &[u32]) -> (Self, Vec<u32>) {
        let mut paths: Vec<(Vec<CircleId>, u32)> = Vec::with_capacity(draft.all.len());
        for (number, &(enclosing, circle)) in draft.all.iter().enumerate() {
            // An enclosing group always arrives before what it encloses.
            let mut path = match enclosing.place() {
                Some(enclosing) => paths[enclosing].0.clone(),
                None => Vec::new(),
            };
            path.push(CircleId(place[circle.as_index()]));
            paths.push((path, narrow(number)));
        }
        // Sorted by path, so that an enclosing group always has a lower number than what it encloses.
        paths.sort_unstable();
        let mut groups = Self::default();
        let mut renumbered = vec![0; paths.len()];
        for (new, (path, old)) in paths.into_iter().enumerate() {
            groups.paths.push(path);
            renumbered[old.as_index()] = narrow(new);
        }
        (groups, renumbered)
    }

    /// The path of a group, outermost circle first; empty for no group.
    pub(crate) fn path(&self, group: MaybeIndex) -> &[CircleId] {
        group.get().map_or(&[], |group| self.paths.row(group))
    }

    /// The group of a path; paths ascend.
    pub(crate) fn find(&self, path: &[CircleId]) -> Option<u32> {
        let (mut low, mut high) = (0, self.paths.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.paths.row(middle).cmp(path) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(narrow(middle)),
            }
        }
        None
    }

    /// How many groups there are.
    pub(crate) fn len(&self) -> usize {
        self.paths.len()
    }
}
