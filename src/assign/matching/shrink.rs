//! Blossoms of one tree: shrinking an odd cycle of tight pairs, and expanding an inner blossom whose dual is used up.

use crate::assign::matching::blossoms::Cycle;
use crate::assign::matching::search::{Label, Search};
use crate::rows::narrow;

/// What becomes of a member of an expanded blossom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It is inner, reached by this pair.
    Inner((u32, u32)),
    Outer,
    /// It leaves the tree.
    Free,
}

/// What becomes of the members of an expanded cycle: those on the even path from the entered one to the first, which has the base,
/// stay in the tree, inner and outer in turn.
fn roles(cycle: &Cycle, entered: usize, entry: (u32, u32)) -> Vec<Role> {
    let size = cycle.members.len();
    let mut roles = vec![Role::Free; size];
    // One of the two paths round the cycle has an even number of pairs; which one depends on where it was entered.
    let forward = entered % 2 == 1;
    let steps = if forward { size - entered } else { entered };
    let (mut place, mut door) = (entered, entry);
    // Along the even path the roles alternate from the door on: inner where the tree enters, outer at the partner. The
    // odd path leaves the tree, already matched within itself.
    for step in 0..=steps {
        roles[place] = if step % 2 == 0 {
            Role::Inner(door)
        } else {
            Role::Outer
        };
        if forward {
            door = cycle.links[place];
            place = (place + 1) % size;
        } else if step < steps {
            place -= 1;
            let (x, y) = cycle.links[place];
            door = (y, x);
        }
    }
    roles
}

impl Search<'_> {
    /// The outer blossom two steps nearer to the root, with the inner one between; `None` at the root.
    fn grandparent(&mut self, outer: u32) -> Option<(u32, u32)> {
        let partner = self.blossoms.partner_of(outer)?;
        let inner = self.top(partner);
        let (from, _) = self.entry[inner];
        Some((inner, self.top(from)))
    }

    /// The nearest outer blossom above both. Both walks climb in turn, so the cost is that of the cycle, not of the tree.
    fn common_ancestor(&mut self, mut a: u32, mut b: u32) -> u32 {
        self.marks += 1;
        let mut one_is_at_root = false;
        loop {
            if self.mark[a] == self.marks {
                return a;
            }
            self.mark[a] = self.marks;
            match self.grandparent(a) {
                Some((_, above)) => a = above,
                None => {
                    // Only the other walk goes on; a second root would mean two trees.
                    assert!(!one_is_at_root, "both ends are in one tree");
                    one_is_at_root = true;
                    a = b;
                    continue;
                }
            }
            if !one_is_at_root {
                std::mem::swap(&mut a, &mut b);
            }
        }
    }

    /// The blossoms from one up to below an ancestor, with the link from each to the next.
    fn path_up(&mut self, mut from: u32, ancestor: u32) -> (Vec<u32>, Vec<(u32, u32)>) {
        let (mut members, mut links) = (Vec::new(), Vec::new());
        while from != ancestor {
            let base = self.blossoms.base[from];
            let (partner, step) = (self.blossoms.partner_of(from), self.grandparent(from));
            let (Some(partner), Some((inner, above))) = (partner, step) else {
                unreachable!("the ancestor lies above")
            };
            // Two steps up: along the matched pair to the inner blossom, then along the pair by which the tree entered it.
            let (outside, within) = self.entry[inner];
            members.extend([from, inner]);
            links.extend([(base, partner), (within, outside)]);
            from = above;
        }
        (members, links)
    }

    /// Shrinks the cycle over the tight pair of two outer people; it becomes one outer blossom.
    pub(crate) fn shrink(&mut self, (a, top_a): (u32, u32), (b, top_b): (u32, u32)) {
        let ancestor = self.common_ancestor(top_a, top_b);
        let (left, left_links) = self.path_up(top_a, ancestor);
        let (right, right_links) = self.path_up(top_b, ancestor);
        // Down from the ancestor to `a`, over the pair to `b`, and up again.
        let mut cycle = Cycle {
            members: vec![ancestor],
            links: left_links.iter().rev().map(|&(x, y)| (y, x)).collect(),
        };
        cycle.members.extend(left.iter().rev());
        cycle.members.extend(&right);
        cycle.links.push((a, b));
        cycle.links.extend(right_links);
        for &member in &cycle.members {
            self.leave_top(member);
        }
        let members = cycle.members.clone();
        let blossom = self.blossoms.shrink(cycle);
        self.grow_tables();
        self.label[blossom] = Label::Outer;
        self.labelled.push(blossom);
        // Its true dual starts at 0: see the head of `search`.
        self.blossoms.dual[blossom] = -2 * self.now;
        self.merged[blossom] = blossom;
        for member in members {
            self.merged[member] = blossom;
        }
    }

    /// Tables by blossom grow with the number of blossoms.
    fn grow_tables(&mut self) {
        let count = self.blossoms.count();
        let known = narrow(self.label.len());
        if known < count {
            self.label.resize(count as usize, Label::Matched);
            self.since.resize(count as usize, 0);
            self.entry.resize(count as usize, (0, 0));
            self.merged.extend(known..count);
            self.mark.resize(count as usize, 0);
        }
    }

    /// A blossom is taken into a cycle: its dual becomes plain and stands still. People who were inner become outer.
    fn leave_top(&mut self, blossom: u32) {
        let inner = self.label[blossom] == Label::Inner;
        let passed = self.now - self.since[blossom];
        self.label[blossom] = Label::Matched;
        if !self.blossoms.is_person(blossom) {
            // Duals are stored as of the time of labelling; what has passed since is booked now.
            self.blossoms.dual[blossom] += if inner { -2 * passed } else { 2 * self.now };
        }
        if inner {
            self.for_people(blossom, |search, person| {
                search.vertices[person].dual += passed;
                search.person_to_outer(person);
            });
        }
    }

    /// Expands an inner blossom whose dual is down to 0: the even path from its entry to its base stays in the tree.
    pub(crate) fn expand(&mut self, blossom: u32) {
        let passed = self.now - self.since[blossom];
        let entry = self.entry[blossom];
        self.label[blossom] = Label::Matched;
        self.blossoms.dual[blossom] = 0;
        let entered = self.blossoms.place_of(blossom, entry.1);
        let entered = self.blossoms.members(blossom)[entered];
        let cycle = self.blossoms.expand(blossom);
        self.expanded.push(blossom);
        let place = cycle.members.iter().position(|&member| member == entered);
        let roles = roles(&cycle, place.expect("the entered one is a member"), entry);
        let members = || cycle.members.iter().copied().zip(roles.iter().copied());
        // The largest member, if it stays inner, is not touched person by person: each person is then touched at most
        // logarithmically often, as a smaller part.
        let largest = self.blossoms.largest(&cycle.members);
        let first_blossom = narrow(self.vertices.len());
        let stays = |member: u32, role: Role| {
            Some(member) == largest && member >= first_blossom && matches!(role, Role::Inner(_))
        };
        for (member, _) in members().filter(|&(member, role)| !stays(member, role)) {
            // Its people are on top of their own again, with plain duals.
            self.for_people(member, |search, person| {
                let vertex = &mut search.vertices[person];
                vertex.home = member;
                vertex.dual += passed;
                vertex.label = Label::Matched;
            });
        }
        for (member, role) in members() {
            match role {
                Role::Inner(entry) if stays(member, role) => {
                    self.stay_inner(member, blossom, entry)
                }
                Role::Inner(entry) => self.make_inner(member, entry),
                Role::Outer => self.make_outer(member),
                Role::Free => {}
            }
        }
        for (member, _) in members().filter(|member| member.1 == Role::Free) {
            self.for_people(member, Self::reach_again);
        }
    }
}
