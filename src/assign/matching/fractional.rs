//! Where to start: the best half-integral matching, found without blossoms.
//!
//! Everyone is in a pair, in an odd ring of half pairs, or alone. One person after another is brought in by a shortest
//! alternating path; a path that meets itself leaves an odd ring. In the end each ring gives up one person and pairs the rest.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::assign::matching::answer::NOBODY;
use crate::assign::matching::pairs::Reading;

/// How often, per person on average, a partner is taken from another before searches begin.
const TAKINGS: u64 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Alone, with a price that is still open.
    Open,
    /// In a pair.
    Paired,
    /// In an odd ring of half pairs.
    Ring,
    /// In the tree, at even distance from its root.
    Outer,
    /// In the tree, at odd distance from its root.
    Inner,
}

/// One person during the search. Prices of the tree are kept so that they need no change while time passes: an outer person's
/// price is `price − now`, an inner person's `price + now`.
#[derive(Debug, Clone, Copy)]
struct Person {
    price: i64,
    /// The lowest `price − weight` over outer neighbours, and the neighbour that has it.
    reach: i64,
    from: u32,
    /// The search in which `reach` was set.
    seen: u32,
    place: Place,
}

#[derive(Debug, Clone, Copy)]
enum End {
    /// This outer person's price is down to 0.
    Leave(u32),
    /// From this outer person a pair to this open one is tight.
    Join(u32, u32),
    /// From this outer person a pair into a ring is tight.
    Break(u32, u32),
    /// Two outer people of the tree have a tight pair.
    Meet(u32, u32),
}

struct Halves<'a> {
    reading: &'a Reading<'a>,
    people: Vec<Person>,
    partner: Vec<u32>,
    /// The next in the ring, for people in rings.
    next: Vec<u32>,
    search: u32,
    now: i64,
    limit: i64,
    end: End,
    heap: BinaryHeap<Reverse<(i64, u32)>>,
    unread: Vec<u32>,
    touched: Vec<u32>,
}

/// Prices (in half weights, covering every pair) and partners such that pairs are tight. Whoever is alone with a price
/// above 0 is left to the search with blossoms.
pub(crate) fn solve(reading: &Reading<'_>) -> (Vec<i64>, Vec<u32>) {
    let count = reading.people() as usize;
    let (prices, partner) = greedy(reading);
    let person = |(price, mate): (&i64, &u32)| Person {
        price: *price,
        reach: i64::MAX,
        from: NOBODY,
        seen: 0,
        place: if *mate == NOBODY {
            Place::Open
        } else {
            Place::Paired
        },
    };
    let mut halves = Halves {
        reading,
        people: prices.iter().zip(&partner).map(person).collect(),
        partner,
        next: vec![NOBODY; count],
        search: 0,
        now: 0,
        limit: 0,
        end: End::Leave(0),
        heap: BinaryHeap::new(),
        unread: Vec::new(),
        touched: Vec::new(),
    };
    for root in 0..count as u32 {
        let open = halves.people[root as usize];
        if open.place == Place::Open && open.price > 0 {
            halves.bring_in(root);
        }
    }
    halves.open_rings();
    let prices = halves.people.iter().map(|person| person.price).collect();
    (prices, halves.partner)
}

/// Lets each person in turn take the best partner at the standing prices, away from another if need be.
///
/// The taker keeps what the second best would have left, and the partner's price rises by the difference, so that every pair stays
/// covered. As the row reduction of Jonker and Volgenant (1987), for pairs that need not be of two sides.
pub(crate) fn greedy(reading: &Reading<'_>) -> (Vec<i64>, Vec<u32>) {
    let count = reading.people();
    let heaviest = |person| reading.arcs(person).next().map_or(0, |arc| arc.1);
    let mut prices: Vec<i64> = (0..count).map(heaviest).map(|weight| weight / 2).collect();
    let mut partner = vec![NOBODY; count as usize];
    let mut turns: VecDeque<u32> = (0..count).collect();
    let mut takings = u64::from(count) * TAKINGS;
    while let Some(person) = turns.pop_front() {
        if partner[person as usize] != NOBODY {
            continue;
        }
        let (best, second, taken) = offers(reading, &prices, &partner, person);
        prices[person as usize] = best;
        let free = taken != NOBODY && partner[taken as usize] == NOBODY;
        if taken == NOBODY || (!free && (best == second || takings == 0)) {
            continue;
        }
        if !free {
            takings -= 1;
            let left = partner[taken as usize];
            turns.push_back(left);
            partner[left as usize] = NOBODY;
        }
        prices[person as usize] = second;
        prices[taken as usize] += best - second;
        partner[person as usize] = taken;
        partner[taken as usize] = person;
    }
    (prices, partner)
}

/// What the best partner leaves to a person, what the second best does, both at least 0, and who is best; of equals, who is free.
fn offers(reading: &Reading<'_>, prices: &[i64], partner: &[u32], person: u32) -> (i64, i64, u32) {
    let (mut best, mut second, mut taken) = (0, 0, NOBODY);
    for (other, weight) in reading.arcs(person) {
        if weight <= second {
            break;
        }
        let left = weight - prices[other as usize];
        let freer = left == best
            && taken != NOBODY
            && partner[taken as usize] != NOBODY
            && partner[other as usize] == NOBODY;
        if left > best || freer {
            second = best;
            best = left;
            taken = other;
        } else if left > second {
            second = left;
        }
    }
    (best, second, taken)
}

impl Halves<'_> {
    /// Searches from an open person until a path ends, and changes pairs and prices along it.
    fn bring_in(&mut self, root: u32) {
        self.search += 1;
        self.now = 0;
        self.limit = i64::MAX;
        self.heap.clear();
        self.unread.clear();
        self.touched.clear();
        self.outer(root);
        loop {
            while let Some(person) = self.unread.pop() {
                self.read(person);
            }
            let Some(Reverse((time, person))) = self.heap.pop() else {
                break;
            };
            if time >= self.limit {
                break;
            }
            let found = self.people[person as usize];
            if found.place == Place::Paired && found.reach + found.price == time {
                self.now = time;
                self.people[person as usize].place = Place::Inner;
                self.people[person as usize].price -= time;
                self.touched.push(person);
                self.outer(self.partner[person as usize]);
            }
        }
        self.settle();
        self.conclude();
    }

    fn outer(&mut self, person: u32) {
        let found = &mut self.people[person as usize];
        found.place = Place::Outer;
        found.price += self.now;
        if found.price < self.limit {
            self.limit = found.price;
            self.end = End::Leave(person);
        }
        self.touched.push(person);
        self.unread.push(person);
    }

    /// Reads the pairs of a person who has become outer.
    fn read(&mut self, person: u32) {
        let price = self.people[person as usize].price;
        for (other, weight) in self.reading.arcs(person) {
            let reach = price - weight;
            if reach >= self.limit {
                break;
            }
            let found = &mut self.people[other as usize];
            let time = reach + found.price;
            match found.place {
                Place::Inner => {}
                Place::Paired => {
                    let better = found.seen != self.search || reach < found.reach;
                    if better && time < self.limit {
                        found.seen = self.search;
                        found.reach = reach;
                        found.from = person;
                        self.heap.push(Reverse((time, other)));
                    }
                }
                Place::Outer if time / 2 < self.limit => {
                    self.limit = time / 2;
                    self.end = End::Meet(person, other);
                }
                Place::Open if time < self.limit => {
                    self.limit = time;
                    self.end = End::Join(person, other);
                }
                Place::Ring if time < self.limit => {
                    self.limit = time;
                    self.end = End::Break(person, other);
                }
                Place::Outer | Place::Open | Place::Ring => {}
            }
        }
    }

    /// Takes the tree down: prices become plain again.
    fn settle(&mut self) {
        for &person in &self.touched {
            let found = &mut self.people[person as usize];
            match found.place {
                Place::Outer => found.price -= self.limit,
                Place::Inner => found.price += self.limit,
                Place::Open | Place::Paired | Place::Ring => {}
            }
            found.place = Place::Paired;
        }
    }

    fn conclude(&mut self) {
        match self.end {
            End::Leave(person) => {
                self.turn(person, NOBODY);
                self.people[person as usize].place = Place::Open;
            }
            End::Join(person, open) => {
                self.partner[open as usize] = person;
                self.people[open as usize].place = Place::Paired;
                self.turn(person, open);
            }
            End::Break(person, in_ring) => {
                self.open_ring(in_ring);
                self.people[in_ring as usize].place = Place::Paired;
                self.partner[in_ring as usize] = person;
                self.turn(person, in_ring);
            }
            End::Meet(a, b) => self.close_ring(a, b),
        }
    }

    /// Gives an outer person another partner and turns the pairs from there to the root.
    fn turn(&mut self, mut person: u32, mut new: u32) {
        loop {
            let old = std::mem::replace(&mut self.partner[person as usize], new);
            if old == NOBODY {
                return;
            }
            person = self.people[old as usize].from;
            self.partner[old as usize] = person;
            new = old;
        }
    }

    /// The outer person two steps nearer to the root, with the inner one between.
    fn up(&self, outer: u32) -> Option<(u32, u32)> {
        let inner = self.partner[outer as usize];
        (inner != NOBODY).then(|| (inner, self.people[inner as usize].from))
    }

    /// Joins the two ends of a tight pair within the tree into a ring; the rest of the path turns.
    fn close_ring(&mut self, a: u32, b: u32) {
        let (mut left, mut right) = (vec![a], vec![b]);
        let mut above: Vec<u32> = Vec::new();
        let mut top = Some(a);
        while let Some(person) = top {
            above.push(person);
            top = self.up(person).map(|step| step.1);
        }
        above.sort_unstable();
        let mut right_top = b;
        while above.binary_search(&right_top).is_err() {
            let (inner, outer) = self.up(right_top).expect("both ends hang on one root");
            right.extend([inner, outer]);
            right_top = outer;
        }
        let mut left_top = a;
        while left_top != right_top {
            let (inner, outer) = self.up(left_top).expect("both ends hang on one root");
            left.extend([inner, outer]);
            left_top = outer;
        }
        self.turn(left_top, NOBODY);
        right.pop();
        left.extend(right.into_iter().rev());
        for (index, &person) in left.iter().enumerate() {
            self.next[person as usize] = left[(index + 1) % left.len()];
            self.partner[person as usize] = NOBODY;
            self.people[person as usize].place = Place::Ring;
        }
    }

    /// Pairs everyone of a ring but one.
    fn open_ring(&mut self, left_out: u32) {
        let mut person = self.next[left_out as usize];
        while person != left_out {
            let other = self.next[person as usize];
            for (one, two) in [(person, other), (other, person)] {
                self.partner[one as usize] = two;
                self.people[one as usize].place = Place::Paired;
            }
            person = self.next[other as usize];
        }
    }

    /// Opens every ring at its member with the lowest price.
    fn open_rings(&mut self) {
        for person in 0..self.partner.len() as u32 {
            if self.people[person as usize].place != Place::Ring {
                continue;
            }
            let mut cheapest = person;
            let mut other = self.next[person as usize];
            while other != person {
                if self.people[other as usize].price < self.people[cheapest as usize].price {
                    cheapest = other;
                }
                other = self.next[other as usize];
            }
            self.open_ring(cheapest);
            self.people[cheapest as usize].place = Place::Open;
        }
    }
}
