//! The end of one tree: the matching changes along the path that ended it, and the duals become plain again.

use crate::assign::matching::search::{End, Label, Search};

impl Search<'_> {
    /// Swaps matched and unmatched pairs along the path that ended the search.
    pub(crate) fn augment(&mut self) {
        match self.end {
            End::ZeroDual(person) => self.flip(person, None),
            End::Augment(person, free) => {
                let home = self.vertices[free].home;
                self.blossoms.match_base(home, free, Some(person));
                self.for_people(home, |search, member| {
                    search.vertices[member].label = Label::Matched;
                });
                self.flip(person, Some(free));
            }
        }
    }

    /// Gives an outer person another partner and swaps the pairs from there to the root.
    fn flip(&mut self, mut person: u32, mut new: Option<u32>) {
        loop {
            let outer = self.top(person);
            let old = self.blossoms.partner_of(outer);
            self.blossoms.match_base(outer, person, new);
            let Some(old) = old else {
                return;
            };
            // The inner blossom between takes the partner by whom the tree reached it.
            let inner = self.top(old);
            let (from, within) = self.entry[inner];
            self.blossoms.match_base(inner, within, Some(from));
            (person, new) = (from, Some(within));
        }
    }

    /// Takes the tree down: duals become plain again, and everyone's top-level blossom is known.
    pub(crate) fn dissolve_tree(&mut self) {
        let touched = std::mem::take(&mut self.touched);
        for &person in &touched {
            let top = self.top(person);
            let is_free = self.blossoms.partner_of(top).is_none();
            let vertex = &mut self.vertices[person];
            match vertex.label {
                Label::Outer => vertex.dual -= self.now,
                Label::Inner => vertex.dual += self.now - self.since[top],
                Label::Free | Label::Matched => {}
            }
            vertex.label = if is_free { Label::Free } else { Label::Matched };
        }
        // Homes change only now: `top` above climbs from the homes of this search.
        for &person in &touched {
            self.vertices[person].home = self.top(person);
        }
        self.touched = touched;
        for &blossom in &self.labelled {
            let label = std::mem::replace(&mut self.label[blossom], Label::Matched);
            if !self.blossoms.is_person(blossom) {
                let passed = self.now - self.since[blossom];
                self.blossoms.dual[blossom] += match label {
                    Label::Outer => 2 * self.now,
                    Label::Inner => -2 * passed,
                    Label::Free | Label::Matched => 0,
                };
            }
            self.merged[blossom] = blossom;
        }
        // Nothing leads to expanded blossoms any more.
        while let Some(blossom) = self.expanded.pop() {
            self.blossoms.release(blossom);
        }
    }
}
