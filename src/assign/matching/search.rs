//! How is one person brought in, at the least price, past odd rings?
//!
//! A tree of tight pairs grows from the person. Prices of outer people fall and those of inner people rise with the time `now`;
//! events come from a queue in order of time. Prices of the tree are kept so that time does not change them: an outer person's is
//! `price − now`, an inner person's `price + now − since`; an outer blossom's `price + 2 now`, an inner one's
//! `price − 2 (now − since)`.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::assign::matching::answer::NOBODY;
use crate::assign::matching::blossom::Blossoms;
use crate::assign::matching::pairs::Reading;

/// Where a person, and with it the whole blossom on top, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// The blossom's base has no partner.
    Open,
    Paired,
    /// In the tree, at even distance from its root.
    Outer,
    /// In the tree, at odd distance from its root.
    Inner,
}

/// One person during the search.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) price: i64,
    /// The lowest `price − weight` over outer neighbours, and the neighbour that has it.
    pub(crate) reach: i64,
    pub(crate) from: u32,
    /// The search in which `reach` was set.
    pub(crate) seen: u32,
    /// The blossom on top when the search began, or that an opened one left on top; of inner people, one that `top` leads from.
    pub(crate) home: u32,
    pub(crate) place: Place,
}

/// What ends a search.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    /// This outer person's price is down to 0.
    Leave(u32),
    /// From this outer person a pair to this open one is tight.
    Join(u32, u32),
}

/// What happens in the tree at a time; the order among events of one time is that of the variants, then of the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    /// A pair from the tree to this person becomes tight.
    Reach(u32),
    /// The pair of these two outer people becomes tight.
    Meet(u32, u32),
    /// The price of this inner blossom is down to 0.
    Open(u32),
}

/// The state of all searches.
#[derive(Debug)]
pub(crate) struct Search<'a> {
    pub(crate) reading: &'a Reading<'a>,
    pub(crate) people: Vec<Person>,
    pub(crate) blossoms: Blossoms,
    /// For blossoms on top in the tree: where they stand; else `Paired`.
    pub(crate) place: Vec<Place>,
    /// For inner blossoms, when they became so.
    pub(crate) since: Vec<i64>,
    /// For inner blossoms, the tight pair `(outer person, person within)` by which the tree reached them.
    pub(crate) entry: Vec<(u32, u32)>,
    /// From blossoms that closed rings in this search, or opened and left their largest member inner, to the one on top.
    pub(crate) joined: Vec<u32>,
    /// Marks of the walk that looks for the nearest common blossom.
    pub(crate) mark: Vec<u32>,
    pub(crate) marks: u32,
    number: u32,
    pub(crate) now: i64,
    pub(crate) limit: i64,
    pub(crate) end: End,
    pub(crate) queue: BinaryHeap<Reverse<(i64, Event)>>,
    unread: Vec<u32>,
    pub(crate) touched: Vec<u32>,
    pub(crate) labelled: Vec<u32>,
    /// Blossoms opened in this search: their numbers still lead to others.
    pub(crate) retired: Vec<u32>,
    pub(crate) inside: Vec<u32>,
}

impl<'a> Search<'a> {
    pub(crate) fn new(reading: &'a Reading<'a>, prices: &[i64], partner: Vec<u32>) -> Self {
        let count = partner.len();
        let person = |home: usize| Person {
            price: prices[home],
            reach: i64::MAX,
            from: NOBODY,
            seen: 0,
            home: home as u32,
            place: if partner[home] == NOBODY {
                Place::Open
            } else {
                Place::Paired
            },
        };
        Self {
            reading,
            people: (0..count).map(person).collect(),
            blossoms: Blossoms::new(partner),
            place: vec![Place::Paired; count],
            since: vec![0; count],
            entry: vec![(NOBODY, NOBODY); count],
            joined: (0..count as u32).collect(),
            mark: vec![0; count],
            marks: 0,
            number: 0,
            now: 0,
            limit: 0,
            end: End::Leave(0),
            queue: BinaryHeap::new(),
            unread: Vec::new(),
            touched: Vec::new(),
            labelled: Vec::new(),
            retired: Vec::new(),
            inside: Vec::new(),
        }
    }

    /// Brings in everyone who is open and has a price.
    pub(crate) fn run(&mut self) {
        for root in 0..self.people.len() as u32 {
            let open = self.people[root as usize];
            let is_base = self.blossoms.base[open.home as usize] == root;
            if open.place == Place::Open && open.price > 0 && is_base {
                self.bring_in(root);
            }
        }
    }

    fn bring_in(&mut self, root: u32) {
        self.number += 1;
        self.now = 0;
        self.limit = i64::MAX;
        self.queue.clear();
        self.unread.clear();
        self.touched.clear();
        self.labelled.clear();
        self.make_outer(self.people[root as usize].home);
        loop {
            while let Some(person) = self.unread.pop() {
                self.read(person);
            }
            let Some(Reverse((time, event))) = self.queue.pop() else {
                break;
            };
            if time >= self.limit {
                break;
            }
            self.happen(time, event);
        }
        self.now = self.limit;
        self.conclude();
        self.settle();
    }

    /// Lets an event happen, unless it is no longer true.
    fn happen(&mut self, time: i64, event: Event) {
        match event {
            Event::Reach(person) => {
                let found = self.people[person as usize];
                if found.place == Place::Paired && found.reach + found.price == time {
                    self.now = time;
                    self.make_inner(found.home, (found.from, person));
                    let base_partner = self.blossoms.partner_of(found.home);
                    self.make_outer(self.people[base_partner as usize].home);
                }
            }
            Event::Meet(a, b) => {
                let (top_a, top_b) = (self.top(a), self.top(b));
                if top_a != top_b {
                    self.now = time;
                    self.close_ring((a, top_a), (b, top_b));
                }
            }
            Event::Open(blossom) => {
                if self.place[blossom as usize] == Place::Inner {
                    self.now = time;
                    self.open_inner(blossom);
                }
            }
        }
    }

    pub(crate) fn push(&mut self, time: i64, event: Event) {
        if time < self.limit {
            self.queue.push(Reverse((time, event)));
        }
    }

    /// The blossom on top of a person.
    pub(crate) fn top(&mut self, person: u32) -> u32 {
        let mut blossom = self.people[person as usize].home;
        loop {
            let next = self.joined[blossom as usize];
            if next == blossom {
                return blossom;
            }
            let after = self.joined[next as usize];
            self.joined[blossom as usize] = after;
            blossom = after;
        }
    }

    /// A blossom on top becomes outer.
    pub(crate) fn make_outer(&mut self, blossom: u32) {
        self.place[blossom as usize] = Place::Outer;
        self.labelled.push(blossom);
        if !self.blossoms.is_person(blossom) {
            self.blossoms.price[blossom as usize] -= 2 * self.now;
        }
        let mut inside = std::mem::take(&mut self.inside);
        self.blossoms.people_of(blossom, &mut inside);
        for &person in &inside {
            self.touched.push(person);
            self.person_to_outer(person);
        }
        self.inside = inside;
    }

    /// A person with a plain price becomes outer.
    pub(crate) fn person_to_outer(&mut self, person: u32) {
        let found = &mut self.people[person as usize];
        found.place = Place::Outer;
        found.price += self.now;
        if found.price < self.limit {
            self.limit = found.price;
            self.end = End::Leave(person);
        }
        self.unread.push(person);
    }

    /// A blossom on top becomes inner.
    pub(crate) fn make_inner(&mut self, blossom: u32, entry: (u32, u32)) {
        self.place[blossom as usize] = Place::Inner;
        self.since[blossom as usize] = self.now;
        self.entry[blossom as usize] = entry;
        self.labelled.push(blossom);
        if !self.blossoms.is_person(blossom) {
            let left = self.blossoms.price[blossom as usize] / 2;
            self.push(self.now + left, Event::Open(blossom));
        }
        let mut inside = std::mem::take(&mut self.inside);
        self.blossoms.people_of(blossom, &mut inside);
        for &person in &inside {
            self.touched.push(person);
            self.people[person as usize].place = Place::Inner;
        }
        self.inside = inside;
    }

    /// The largest member of an opened inner blossom stays inner: its people are not touched, so it counts from when the opened
    /// one became inner.
    pub(crate) fn stay_inner(&mut self, blossom: u32, opened: u32, entry: (u32, u32)) {
        self.place[blossom as usize] = Place::Inner;
        self.since[blossom as usize] = self.since[opened as usize];
        self.entry[blossom as usize] = entry;
        self.labelled.push(blossom);
        self.joined[opened as usize] = blossom;
        let price = &mut self.blossoms.price[blossom as usize];
        let left = *price / 2;
        *price += 2 * (self.now - self.since[opened as usize]);
        self.push(self.now + left, Event::Open(blossom));
    }

    /// Reads the pairs of a person who has become outer.
    fn read(&mut self, person: u32) {
        let Person { price, home, .. } = self.people[person as usize];
        let top = self.top(person);
        for (other, weight) in self.reading.arcs(person) {
            let reach = price - weight;
            if reach >= self.limit {
                break;
            }
            let found = &mut self.people[other as usize];
            let time = reach + found.price;
            match found.place {
                Place::Outer => {
                    if found.home != home && time / 2 < self.limit && self.top(other) != top {
                        self.push(time / 2, Event::Meet(person, other));
                    }
                }
                Place::Open if time < self.limit => {
                    self.limit = time;
                    self.end = End::Join(person, other);
                }
                Place::Open => {}
                Place::Paired | Place::Inner => {
                    let better = found.seen != self.number || reach < found.reach;
                    if better && time < self.limit {
                        found.seen = self.number;
                        found.reach = reach;
                        found.from = person;
                        if found.place == Place::Paired {
                            self.queue.push(Reverse((time, Event::Reach(other))));
                        }
                    }
                }
            }
        }
    }

    /// People whom an opened blossom sets free may be reached again.
    pub(crate) fn reach_again(&mut self, person: u32) {
        let found = self.people[person as usize];
        if found.seen == self.number {
            self.push(found.reach + found.price, Event::Reach(person));
        }
    }
}
