//! Nested circles as a table of paths.

use crate::id::CircleId;
use crate::network::column::Column;
use crate::network::draft::{DraftGroups, NOBODY};

/// The nested groups of a network; each is known by its path from the outermost circle to itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct Groups {
    paths: Column<CircleId>,
}

impl Groups {
    /// Takes over the groups of a draft; `place` maps circle names of arrival to places in order. Groups are numbered as
    /// their paths ascend. The second part maps group numbers of arrival to final ones.
    pub(crate) fn from_draft(draft: &DraftGroups, place: &[u32]) -> (Self, Vec<u32>) {
        let mut paths: Vec<(Vec<CircleId>, u32)> = Vec::with_capacity(draft.all.len());
        for (number, &(enclosing, circle)) in draft.all.iter().enumerate() {
            // An enclosing group always arrives before what it encloses.
            let mut path = if enclosing == NOBODY {
                Vec::new()
            } else {
                paths[enclosing as usize].0.clone()
            };
            path.push(CircleId(place[circle as usize]));
            paths.push((path, number as u32));
        }
        paths.sort_unstable();
        let mut groups = Self::default();
        let mut renumbered = vec![0; paths.len()];
        for (new, (path, old)) in paths.into_iter().enumerate() {
            groups.paths.push(path);
            renumbered[old as usize] = new as u32;
        }
        (groups, renumbered)
    }

    /// The path of a group, outermost circle first; empty for an unknown group.
    pub(crate) fn path(&self, group: u32) -> &[CircleId] {
        if group == NOBODY {
            &[]
        } else {
            self.paths.get(group as usize)
        }
    }

    /// How many groups there are.
    pub(crate) fn len(&self) -> usize {
        self.paths.len()
    }
}
