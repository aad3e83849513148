//! How do rings close and open during a search, and what is left at its end?

use crate::assign::matching::answer::{Matching, NOBODY};
use crate::assign::matching::blossom::Ring;
use crate::assign::matching::certificate::{Certificate, OddSet};
use crate::assign::matching::pairs::{Aim, Reading, WeightedPairs};
use crate::assign::matching::search::{End, Place, Search};

/// Completes tight pairs to the best matching.
pub(crate) fn solve(
    pairs: &WeightedPairs,
    aim: Aim,
    reading: &Reading<'_>,
    prices: Vec<i64>,
    partner: Vec<u32>,
) -> Matching {
    let mut search = Search::new(reading, &prices, partner);
    search.run();
    let certificate = search.certificate();
    search.open_all();
    Matching::new(pairs, aim, &search.blossoms.partner, certificate)
}

/// What becomes of a member of an opened blossom.
#[derive(Debug, Clone, Copy)]
enum Role {
    /// It is inner, reached by this pair.
    Inner((u32, u32)),
    Outer,
    /// It leaves the tree.
    Free,
}

impl Role {
    fn is_free(self) -> bool {
        matches!(self, Self::Free)
    }
}

/// What becomes of the members of an opened ring: those on the even way from the entered one to the first, which has the base,
/// stay in the tree.
fn way_round(ring: &Ring, entered: usize, entry: (u32, u32)) -> Vec<Role> {
    let size = ring.members.len();
    let mut roles = vec![Role::Free; size];
    let forward = entered % 2 == 1;
    let steps = if forward { size - entered } else { entered };
    let mut place = entered;
    let mut door = entry;
    for step in 0..=steps {
        roles[place] = if step % 2 == 0 {
            Role::Inner(door)
        } else {
            Role::Outer
        };
        if forward {
            door = ring.links[place];
            place = (place + 1) % size;
        } else if step < steps {
            place -= 1;
            let (x, y) = ring.links[place];
            door = (y, x);
        }
    }
    roles
}

impl Search<'_> {
    /// The outer blossom two steps nearer to the root, with the inner one between.
    fn up(&mut self, outer: u32) -> Option<(u32, u32)> {
        let partner = self.blossoms.partner_of(outer);
        if partner == NOBODY {
            return None;
        }
        let inner = self.top(partner);
        let (from, _) = self.entry[inner as usize];
        Some((inner, self.top(from)))
    }

    /// The nearest outer blossom above both.
    fn meeting_point(&mut self, mut a: u32, mut b: u32) -> u32 {
        self.marks += 1;
        let mut done = false;
        loop {
            if self.mark[a as usize] == self.marks {
                return a;
            }
            self.mark[a as usize] = self.marks;
            match self.up(a) {
                Some((_, above)) => a = above,
                None => {
                    assert!(!done, "both ends hang on one root");
                    done = true;
                    a = b;
                    continue;
                }
            }
            if !done {
                std::mem::swap(&mut a, &mut b);
            }
        }
    }

    /// The blossoms from one up to below another, with the link from each to the next.
    fn path(&mut self, mut from: u32, to: u32) -> (Vec<u32>, Vec<(u32, u32)>) {
        let (mut members, mut links) = (Vec::new(), Vec::new());
        while from != to {
            let base = self.blossoms.base[from as usize];
            let (inner, above) = self.up(from).expect("the meeting point lies above");
            let (outside, within) = self.entry[inner as usize];
            members.extend([from, inner]);
            links.extend([
                (base, self.blossoms.partner[base as usize]),
                (within, outside),
            ]);
            from = above;
        }
        (members, links)
    }

    /// Closes the ring over the tight pair of two outer people; it becomes one outer blossom.
    pub(crate) fn close_ring(&mut self, (a, top_a): (u32, u32), (b, top_b): (u32, u32)) {
        let meeting = self.meeting_point(top_a, top_b);
        let (left, left_links) = self.path(top_a, meeting);
        let (right, right_links) = self.path(top_b, meeting);
        let mut ring = Ring {
            members: vec![meeting],
            links: left_links.iter().rev().map(|&(x, y)| (y, x)).collect(),
        };
        ring.members.extend(left.iter().rev());
        ring.members.extend(&right);
        ring.links.push((a, b));
        ring.links.extend(right_links);
        for &member in &ring.members {
            self.freeze(member);
        }
        let members = ring.members.clone();
        let blossom = self.blossoms.close(ring);
        self.make_room();
        self.place[blossom as usize] = Place::Outer;
        self.labelled.push(blossom);
        self.blossoms.price[blossom as usize] = -2 * self.now;
        self.joined[blossom as usize] = blossom;
        for member in members {
            self.joined[member as usize] = blossom;
        }
    }

    /// Tables by blossom grow with the number of blossoms.
    fn make_room(&mut self) {
        let count = self.blossoms.count() as usize;
        if self.place.len() < count {
            self.place.resize(count, Place::Paired);
            self.since.resize(count, 0);
            self.entry.resize(count, (NOBODY, NOBODY));
            self.joined
                .extend(self.joined.len() as u32..self.blossoms.count());
            self.mark.resize(count, 0);
        }
    }

    /// Makes the price of a blossom plain, as it is taken into a ring. People who were inner become outer.
    fn freeze(&mut self, blossom: u32) {
        let time = self.now;
        let is_person = self.blossoms.is_person(blossom);
        let inner = self.place[blossom as usize] == Place::Inner;
        let passed = time - self.since[blossom as usize];
        self.place[blossom as usize] = Place::Paired;
        if !is_person {
            self.blossoms.price[blossom as usize] += if inner { -2 * passed } else { 2 * time };
        }
        if inner {
            let mut inside = std::mem::take(&mut self.inside);
            self.blossoms.people_of(blossom, &mut inside);
            for &person in &inside {
                self.people[person as usize].price += passed;
                self.person_to_outer(person);
            }
            self.inside = inside;
        }
    }

    /// Opens an inner blossom whose price is down to 0: the even way round from its entry to its base stays in the tree.
    pub(crate) fn open_inner(&mut self, blossom: u32) {
        let passed = self.now - self.since[blossom as usize];
        let entry = self.entry[blossom as usize];
        self.place[blossom as usize] = Place::Paired;
        self.blossoms.price[blossom as usize] = 0;
        let door = self.blossoms.place_of(blossom, entry.1);
        let door = self.blossoms.members(blossom)[door];
        let ring = self.blossoms.open(blossom);
        self.retired.push(blossom);
        let entered = ring.members.iter().position(|&member| member == door);
        let roles = way_round(&ring, entered.expect("the door is a member"), entry);
        let largest = self.blossoms.largest(&ring.members);
        let stays = |member: u32, role: Role| {
            member == largest
                && member >= self.people.len() as u32
                && matches!(role, Role::Inner(_))
        };
        let stays: Vec<bool> = (ring.members.iter().zip(&roles))
            .map(|(&member, &role)| stays(member, role))
            .collect();
        for (&member, _) in ring.members.iter().zip(&stays).filter(|part| !part.1) {
            self.set_free(member, passed);
        }
        for ((&member, &role), &stays) in ring.members.iter().zip(&roles).zip(&stays) {
            match role {
                Role::Inner(entry) if stays => self.stay_inner(member, blossom, entry),
                Role::Inner(entry) => self.make_inner(member, entry),
                Role::Outer => self.make_outer(member),
                Role::Free => {}
            }
        }
        for (&member, _) in ring
            .members
            .iter()
            .zip(&roles)
            .filter(|part| part.1.is_free())
        {
            let mut inside = std::mem::take(&mut self.inside);
            self.blossoms.people_of(member, &mut inside);
            for &person in &inside {
                self.reach_again(person);
            }
            self.inside = inside;
        }
    }

    /// A member of an opened inner blossom comes on top, its people with plain prices.
    fn set_free(&mut self, member: u32, passed: i64) {
        let mut inside = std::mem::take(&mut self.inside);
        self.blossoms.people_of(member, &mut inside);
        for &person in &inside {
            let found = &mut self.people[person as usize];
            found.home = member;
            found.price += passed;
            found.place = Place::Paired;
        }
        self.inside = inside;
    }

    /// Changes the pairs along the path that ended the search.
    pub(crate) fn conclude(&mut self) {
        match self.end {
            End::Leave(person) => self.turn(person, NOBODY),
            End::Join(person, open) => {
                let home = self.people[open as usize].home;
                self.blossoms.set_base(home, open);
                self.blossoms.partner[open as usize] = person;
                let mut inside = std::mem::take(&mut self.inside);
                self.blossoms.people_of(home, &mut inside);
                for &member in &inside {
                    self.people[member as usize].place = Place::Paired;
                }
                self.inside = inside;
                self.turn(person, open);
            }
        }
    }

    /// Gives an outer person another partner and turns the pairs from there to the root.
    fn turn(&mut self, mut person: u32, mut new: u32) {
        loop {
            let outer = self.top(person);
            let old = self.blossoms.partner_of(outer);
            self.blossoms.set_base(outer, person);
            self.blossoms.partner[person as usize] = new;
            if old == NOBODY {
                return;
            }
            let inner = self.top(old);
            let (from, within) = self.entry[inner as usize];
            self.blossoms.set_base(inner, within);
            self.blossoms.partner[within as usize] = from;
            (person, new) = (from, within);
        }
    }

    /// Takes the tree down: prices become plain again, and everyone's blossom on top is known.
    pub(crate) fn settle(&mut self) {
        let touched = std::mem::take(&mut self.touched);
        for &person in &touched {
            let top = self.top(person);
            let open = self.blossoms.partner_of(top) == NOBODY;
            let found = &mut self.people[person as usize];
            match found.place {
                Place::Outer => found.price -= self.now,
                Place::Inner => found.price += self.now - self.since[top as usize],
                Place::Open | Place::Paired => {}
            }
            found.place = if open { Place::Open } else { Place::Paired };
        }
        // Homes change only now: `top` above climbs from the homes of this search.
        for &person in &touched {
            self.people[person as usize].home = self.top(person);
        }
        self.touched = touched;
        let labelled = std::mem::take(&mut self.labelled);
        for &blossom in &labelled {
            let place = std::mem::replace(&mut self.place[blossom as usize], Place::Paired);
            if !self.blossoms.is_person(blossom) {
                let passed = self.now - self.since[blossom as usize];
                self.blossoms.price[blossom as usize] += match place {
                    Place::Outer => 2 * self.now,
                    Place::Inner => -2 * passed,
                    Place::Open | Place::Paired => 0,
                };
            }
        }
        for &blossom in &labelled {
            self.joined[blossom as usize] = blossom;
        }
        while let Some(blossom) = self.retired.pop() {
            self.blossoms.retire(blossom);
        }
        self.labelled = labelled;
    }

    /// The prices of everyone and of every blossom that has one, inner blossoms first.
    fn certificate(&self) -> Certificate {
        let mut order: Vec<u32> = self.tops();
        let mut next = 0;
        while let Some(&blossom) = order.get(next) {
            if !self.blossoms.is_person(blossom) {
                order.extend(self.blossoms.members(blossom));
            }
            next += 1;
        }
        let mut groups: Vec<OddSet> = Vec::new();
        let mut number = vec![None; self.blossoms.count() as usize];
        let priced = |blossom: u32| {
            !self.blossoms.is_person(blossom) && self.blossoms.price[blossom as usize] > 0
        };
        let count = order.iter().filter(|&&blossom| priced(blossom)).count() as u32;
        for &blossom in &order {
            let around = self.blossoms.around[blossom as usize];
            let group = if around == NOBODY {
                None
            } else {
                number[around as usize]
            };
            number[blossom as usize] = group;
            if priced(blossom) {
                number[blossom as usize] = Some(count - 1 - groups.len() as u32);
                let price = self.blossoms.price[blossom as usize];
                groups.push(OddSet {
                    price,
                    around: group,
                });
            }
        }
        groups.reverse();
        number.truncate(self.people.len());
        Certificate {
            lift: self.reading.shift(),
            people: self.people.iter().map(|person| person.price).collect(),
            inside: number,
            groups,
        }
    }

    /// The blossoms that lie in no other, ascending.
    fn tops(&self) -> Vec<u32> {
        let mut tops: Vec<u32> = self.people.iter().map(|person| person.home).collect();
        tops.sort_unstable();
        tops.dedup();
        tops
    }

    /// Opens every blossom, so that everyone's partner is true.
    fn open_all(&mut self) {
        let mut tops = self.tops();
        while let Some(blossom) = tops.pop() {
            if !self.blossoms.is_person(blossom) {
                let ring = self.blossoms.open(blossom);
                tops.extend(ring.members);
            }
        }
    }
}
