//! Which route is best, however long? (two searches in order of cost that run towards each other)
//!
//! Dijkstra's search from both ends (Pohl 1971), ended when no route still open can be as good as the best one found. Costs are pairs
//! (cost, hops) compared in this order, so that the rules about equal routes are those of the bounded questions.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::network::Adjacency;
use crate::path::cost::cost_of;
use crate::path::path_search::PathSearch;
use crate::path::route::Route;
use crate::path::table::Table;

const NOBODY: u32 = u32::MAX;

/// A cost and a number of hops; sums go part by part.
type Length = (u64, u32);

fn plus(a: Length, b: Length) -> Length {
    (a.0 + b.0, a.1 + b.1)
}

/// The best known route between an end and a person.
#[derive(Debug, Clone, Copy)]
struct Mark {
    length: Length,
    person: u32,
    /// The mark one step nearer to the end; final, since every step makes a route longer.
    parent: u32,
}

/// One of the two searches.
#[derive(Debug)]
struct Front {
    table: Table,
    marks: Vec<Mark>,
    /// What is to be looked at: (length, mark).
    open: BinaryHeap<Reverse<(Length, u32)>>,
    is_ahead: bool,
}

/// A route through a tie between a mark ahead and a mark behind.
#[derive(Debug, Clone, Copy)]
struct Meeting {
    length: Length,
    ahead: u32,
    back: u32,
}

impl Meeting {
    fn new(is_ahead: bool, length: Length, near: u32, far: u32) -> Self {
        let (ahead, back) = if is_ahead { (near, far) } else { (far, near) };
        Self {
            length,
            ahead,
            back,
        }
    }
}

impl PathSearch<'_> {
    /// The best route from one person to another with any number of hops, above the floor.
    ///
    /// The bound of [`hops`](Self::hops) is not applied; long routes ask much of many people, which is why it is there for all other questions.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    ///
    /// # Complexity
    ///
    /// O(m log m) for m ties, far less when the best route is much better than most.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, PathSearch};
    /// let chain: Vec<(u32, u32, f32)> = (0..9).map(|person| (person, person + 1, 0.9)).collect();
    /// let out = Adjacency::new(10, &chain)?;
    /// let into = out.reversed();
    /// let introducers = Introducers::open(10);
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// assert!(paths.best(0, 9).is_none());
    /// assert_eq!(paths.best_unbounded(0, 9).map(|route| route.hops()), Some(9));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn best_unbounded(&self, from: u32, to: u32) -> Option<Route> {
        self.check_people(from, to);
        if from == to {
            return None;
        }
        let mut ahead = Front::new(from, true);
        let mut back = Front::new(to, false);
        let mut best: Option<Meeting> = None;
        while let (Some(near), Some(far)) = (ahead.least(), back.least()) {
            let least = plus(near, far);
            if least.0 > self.limit() || best.is_some_and(|best| least > best.length) {
                break;
            }
            if ahead.open.len() <= back.open.len() {
                self.settle(&mut ahead, &back, &mut best, (from, to));
            } else {
                self.settle(&mut back, &ahead, &mut best, (from, to));
            }
        }
        best.map(|meeting| self.route(trace(&ahead, &back, meeting)))
    }

    /// Looks at the nearest open mark of a front.
    fn settle(
        &self,
        mine: &mut Front,
        other: &Front,
        best: &mut Option<Meeting>,
        (from, to): (u32, u32),
    ) {
        let Some((place, mark)) = mine.next() else {
            return;
        };
        let carrying = |person: u32| match person {
            end if end == from || end == to => Some(0),
            introducer => self.introducers().cost(introducer, from, to),
        };
        let far_end = if mine.is_ahead { to } else { from };
        let (false, Some(passed)) = (mark.person == far_end, carrying(mark.person)) else {
            return;
        };
        let ties = mine.ties(self);
        let heads = ties.neighbours(mark.person).iter();
        for (&person, &strength) in heads.zip(ties.strengths(mark.person)) {
            let length = plus(mark.length, (passed + cost_of(strength), 1));
            let longest = best.map_or((self.limit(), NOBODY), |best| best.length);
            let before = if mine.is_ahead { mark.person } else { person };
            if length > longest || (before != from && self.introducers().apart(mark.person, person))
            {
                continue;
            }
            if let Some(met) = other.table.get(person)
                && let Some(carrying) = carrying(person)
            {
                let rest = other.marks[met as usize].length;
                let length = plus(length, plus(rest, (carrying, 0)));
                let meeting = Meeting::new(mine.is_ahead, length, place, met);
                if length <= longest && is_better(mine, other, meeting, *best) {
                    *best = Some(meeting);
                }
            }
            mine.offer(Mark {
                length,
                person,
                parent: place,
            });
        }
    }
}

/// Whether a route comes before the best known one.
fn is_better(mine: &Front, other: &Front, new: Meeting, best: Option<Meeting>) -> bool {
    let (ahead, back) = if mine.is_ahead {
        (mine, other)
    } else {
        (other, mine)
    };
    best.is_none_or(|best| {
        new.length < best.length
            || (new.length == best.length && trace(ahead, back, new) < trace(ahead, back, best))
    })
}

/// The people of a route, from asker to target.
fn trace(ahead: &Front, back: &Front, meeting: Meeting) -> Vec<u32> {
    let mut people = ahead.chain(meeting.ahead);
    people.reverse();
    people.extend(back.chain(meeting.back));
    people
}

impl Front {
    fn new(end: u32, is_ahead: bool) -> Self {
        let mut table = Table::default();
        table.entry(end, 0);
        Self {
            table,
            marks: vec![Mark {
                length: (0, 0),
                person: end,
                parent: NOBODY,
            }],
            open: BinaryHeap::from([Reverse(((0, 0), 0))]),
            is_ahead,
        }
    }

    fn ties<'a>(&self, paths: &PathSearch<'a>) -> &'a Adjacency {
        if self.is_ahead {
            paths.out()
        } else {
            paths.into()
        }
    }

    /// A lower bound on the length of everything open.
    fn least(&self) -> Option<Length> {
        self.open.peek().map(|Reverse((length, _))| *length)
    }

    /// Takes the nearest open mark; `None` when its person is known to be nearer.
    fn next(&mut self) -> Option<(u32, Mark)> {
        let Reverse((length, place)) = self.open.pop()?;
        let mark = self.marks[place as usize];
        (mark.length == length).then_some((place, mark))
    }

    fn offer(&mut self, new: Mark) {
        let fresh = self.marks.len() as u32;
        let place = *self.table.entry(new.person, fresh);
        if place == fresh {
            self.marks.push(new);
        } else {
            let old = self.marks[place as usize];
            if new.length > old.length {
                return;
            }
            if new.length == old.length {
                // Already open at this length; only the route may change.
                if self.precedes(new.parent, old.parent) {
                    self.marks[place as usize].parent = new.parent;
                }
                return;
            }
            self.marks[place as usize] = new;
        }
        self.open.push(Reverse((new.length, place)));
    }

    /// Whether the route of mark `a` comes before that of `b` as read from the asker; both have the same number of hops.
    fn precedes(&self, a: u32, b: u32) -> bool {
        let (mut a, mut b) = (self.chain(a), self.chain(b));
        if self.is_ahead {
            a.reverse();
            b.reverse();
        }
        a < b
    }

    /// The people from a mark to the end.
    fn chain(&self, mark: u32) -> Vec<u32> {
        let mut people = Vec::new();
        let mut place = mark;
        while place != NOBODY {
            let mark = self.marks[place as usize];
            people.push(mark.person);
            place = mark.parent;
        }
        people
    }
}
