//! One alternating tree: it grows from an unmatched person until it ends in an augmenting path, at the least change of the duals.
//!
//! Tight pairs lead from outer people (even distance from the root) to inner ones and matched pairs back. While time passes, duals
//! of outer people fall and those of inner people rise; events come from a queue in order of time. Duals in the tree are stored
//! so that time does not change them: an outer person's true dual is `dual − now`, an inner person's `dual + now − since`; an
//! outer blossom's is `dual + 2 now`, an inner one's `dual − 2 (now − since)`.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::assign::matching::blossoms::Blossoms;
use crate::assign::matching::pairs::ScaledWeights;
use crate::error::Error;
use crate::progress::Meter;
use crate::rows::{Column, MaybeIndex, narrow};

/// Where a person, and with it the whole top-level blossom, stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// Outside the tree; the blossom's base is unmatched.
    Free,
    /// Outside the tree; the blossom's base is matched.
    Matched,
    /// In the tree, at even distance from its root.
    Outer,
    /// In the tree, at odd distance from its root.
    Inner,
}

/// One person during the searches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Vertex {
    pub(crate) dual: i64,
    /// The least `dual − weight` over outer neighbours: with the own dual added, the slack of the best pair to the tree.
    pub(crate) reach: i64,
    /// The outer neighbour that has it.
    pub(crate) from: u32,
    /// The search in which `reach` was set.
    pub(crate) stamp: u32,
    /// The top-level blossom when the search began, or that an expanded one left on top; of inner people, one that `merged` leads from.
    pub(crate) home: u32,
    pub(crate) label: Label,
}

/// What ends a search.
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    /// The dual of this outer person is down to 0: it becomes the unmatched one in place of the root.
    ZeroDual(u32),
    /// The pair from this outer person to this free one is tight: the path from the root is augmenting.
    Augment(u32, u32),
}

/// What happens in the tree at a time; the order among events of one time is that of the variants, then of the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    /// A pair from the tree to this matched person becomes tight: the tree grows.
    Grow(u32),
    /// The pair of these two outer people becomes tight: a blossom.
    Shrink(u32, u32),
    /// The dual of this inner blossom is down to 0.
    Expand(u32),
}

/// The state of all searches.
#[derive(Debug)]
pub(crate) struct Search<'a> {
    pub(crate) weights: ScaledWeights<'a>,
    pub(crate) vertices: Column<Vertex>,
    pub(crate) blossoms: Blossoms,
    /// For top-level blossoms in the tree: where they stand; else `Matched`.
    pub(crate) label: Column<Label>,
    /// For inner blossoms, when they became so.
    pub(crate) since: Column<i64>,
    /// For inner blossoms, the tight pair `(outer person, person within)` by which the tree reached them.
    pub(crate) entry: Column<(u32, u32)>,
    /// From blossoms that were shrunk in this search, or expanded and left their largest member inner, towards the top-level one
    /// (union-find).
    pub(crate) merged: Column<u32>,
    /// Marks of the walk that looks for the nearest common ancestor.
    pub(crate) mark: Column<u32>,
    pub(crate) marks: u32,
    stamp: u32,
    pub(crate) now: i64,
    /// The time at which the search ends, as far as known.
    pub(crate) limit: i64,
    pub(crate) end: End,
    pub(crate) queue: BinaryHeap<Reverse<(i64, Event)>>,
    /// Outer people whose pairs were not scanned yet.
    unscanned: Vec<u32>,
    /// People who were labelled in this search.
    pub(crate) touched: Vec<u32>,
    /// Blossoms that were labelled in this search.
    pub(crate) labelled: Vec<u32>,
    /// Blossoms expanded in this search: their numbers still lead to others.
    pub(crate) expanded: Vec<u32>,
    /// Space for the people of one blossom.
    space: Vec<u32>,
}

impl<'a> Search<'a> {
    /// Takes duals that cover every pair, and partners of tight pairs.
    pub(crate) fn new(
        weights: ScaledWeights<'a>,
        duals: &[i64],
        partner: Column<MaybeIndex>,
    ) -> Self {
        let count = partner.len();
        let vertex = |(home, &dual): (usize, &i64)| Vertex {
            dual,
            reach: i64::MAX,
            from: 0,
            stamp: 0,
            home: narrow(home),
            label: if partner[home].is_none() {
                Label::Free
            } else {
                Label::Matched
            },
        };
        Self {
            weights,
            vertices: duals.iter().enumerate().map(vertex).collect(),
            blossoms: Blossoms::new(partner),
            // At first every person is a top-level blossom of their own.
            label: Column::filled(count, Label::Matched),
            since: Column::filled(count, 0),
            entry: Column::filled(count, (0, 0)),
            merged: (0..narrow(count)).collect(),
            mark: Column::filled(count, 0),
            marks: 0,
            stamp: 0,
            now: 0,
            limit: 0,
            end: End::ZeroDual(0),
            queue: BinaryHeap::new(),
            unscanned: Vec::new(),
            touched: Vec::new(),
            labelled: Vec::new(),
            expanded: Vec::new(),
            space: Vec::new(),
        }
    }

    /// Grows a tree from everyone who is unmatched and has a dual. Afterwards the unmatched have none, so the matching is best.
    pub(crate) fn run(&mut self, meter: &mut Meter<'_>) -> Result<(), Error> {
        let everyone: u32 = narrow(self.vertices.len());
        for root in 0..everyone {
            let vertex = self.vertices[root];
            // A blossom is searched once, from its base.
            let is_base = self.blossoms.base[vertex.home] == root;
            if vertex.label == Label::Free && vertex.dual > 0 && is_base {
                meter.tell("searches", (root.into(), everyone.into()))?;
                self.grow_tree(root);
                self.augment();
                self.dissolve_tree();
            }
        }
        Ok(())
    }

    /// Grows the tree of a root until nothing happens before the end known by then.
    fn grow_tree(&mut self, root: u32) {
        self.stamp += 1;
        self.now = 0;
        self.limit = i64::MAX;
        self.queue.clear();
        self.unscanned.clear();
        self.touched.clear();
        self.labelled.clear();
        self.make_outer(self.vertices[root].home);
        loop {
            // All pairs of outer people are known before time moves on, so no event is seen too late.
            while let Some(person) = self.unscanned.pop() {
                self.scan_edges(person);
            }
            // The tree ends at the limit: an augmenting path or a dual of zero. No event after it matters.
            match self.queue.pop() {
                Some(Reverse((time, event))) if time < self.limit => {
                    self.process_event(time, event);
                }
                _ => break,
            }
        }
        self.now = self.limit;
    }

    /// Lets an event happen, unless it is no longer true.
    fn process_event(&mut self, time: i64, event: Event) {
        match event {
            Event::Grow(person) => {
                let vertex = self.vertices[person];
                // A stale entry: the person joined the tree otherwise, or a better pair to it was found.
                if vertex.label == Label::Matched && vertex.reach + vertex.dual == time {
                    self.now = time;
                    self.make_inner(vertex.home, (vertex.from, person));
                    let partner = self.blossoms.partner_of(vertex.home);
                    let partner = partner.expect("a matched blossom has a partner");
                    self.make_outer(self.vertices[partner].home);
                }
            }
            // Two outer people have met. Within one blossom the pair is an inner one by now; otherwise it closes an odd
            // cycle.
            Event::Shrink(a, b) => {
                let (top_a, top_b) = (self.top(a), self.top(b));
                if top_a != top_b {
                    self.now = time;
                    self.shrink((a, top_a), (b, top_b));
                }
            }
            Event::Expand(blossom) => {
                // The dual of this inner blossom has reached zero; a negative one would not be feasible, so the blossom
                // must be opened.
                if self.label[blossom] == Label::Inner {
                    self.now = time;
                    self.expand(blossom);
                }
            }
        }
    }

    pub(crate) fn push(&mut self, time: i64, event: Event) {
        if time < self.limit {
            self.queue.push(Reverse((time, event)));
        }
    }

    /// The top-level blossom of a person, by union-find with path halving.
    pub(crate) fn top(&mut self, person: u32) -> u32 {
        let mut blossom = self.vertices[person].home;
        loop {
            let next = self.merged[blossom];
            if next == blossom {
                return blossom;
            }
            let after = self.merged[next];
            self.merged[blossom] = after;
            blossom = after;
        }
    }

    /// Calls `f` for each person of a blossom.
    pub(crate) fn for_people(&mut self, blossom: u32, f: impl Fn(&mut Self, u32)) {
        let mut inside = std::mem::take(&mut self.space);
        self.blossoms.collect_people(blossom, &mut inside);
        inside.iter().for_each(|&person| f(self, person));
        self.space = inside;
    }

    /// A top-level blossom becomes outer.
    pub(crate) fn make_outer(&mut self, blossom: u32) {
        self.label[blossom] = Label::Outer;
        self.labelled.push(blossom);
        if !self.blossoms.is_person(blossom) {
            self.blossoms.dual[blossom] -= 2 * self.now;
        }
        self.for_people(blossom, |search, person| {
            search.touched.push(person);
            search.person_to_outer(person);
        });
    }

    /// A person with a plain dual becomes outer.
    pub(crate) fn person_to_outer(&mut self, person: u32) {
        let vertex = &mut self.vertices[person];
        vertex.label = Label::Outer;
        vertex.dual += self.now;
        if vertex.dual < self.limit {
            self.limit = vertex.dual;
            self.end = End::ZeroDual(person);
        }
        self.unscanned.push(person);
    }

    /// A top-level blossom becomes inner.
    pub(crate) fn make_inner(&mut self, blossom: u32, entry: (u32, u32)) {
        self.label[blossom] = Label::Inner;
        self.since[blossom] = self.now;
        self.entry[blossom] = entry;
        self.labelled.push(blossom);
        if !self.blossoms.is_person(blossom) {
            // The dual of an inner blossom falls by 2 a unit of time; when it reaches 0 the blossom must be expanded.
            let left = self.blossoms.dual[blossom] / 2;
            self.push(self.now + left, Event::Expand(blossom));
        }
        self.for_people(blossom, |search, person| {
            search.touched.push(person);
            search.vertices[person].label = Label::Inner;
        });
    }

    /// The largest member of an expanded inner blossom stays inner: its people are not touched, so it counts from when the
    /// expanded one became inner.
    pub(crate) fn stay_inner(&mut self, blossom: u32, expanded: u32, entry: (u32, u32)) {
        self.label[blossom] = Label::Inner;
        self.since[blossom] = self.since[expanded];
        self.entry[blossom] = entry;
        self.labelled.push(blossom);
        self.merged[expanded] = blossom;
        let dual = &mut self.blossoms.dual[blossom];
        let left = *dual / 2;
        *dual += 2 * (self.now - self.since[expanded]);
        self.push(self.now + left, Event::Expand(blossom));
    }

    /// Scans the pairs of a person who has become outer, heaviest first.
    fn scan_edges(&mut self, person: u32) {
        let Vertex { dual, home, .. } = self.vertices[person];
        let top = self.top(person);
        for (other, weight) in self.weights.arcs(person) {
            let reach = dual - weight;
            // The other's dual is not negative: this pair and all lighter ones become tight after the end.
            if reach >= self.limit {
                break;
            }
            let vertex = &mut self.vertices[other];
            let time = reach + vertex.dual;
            match vertex.label {
                // Both duals fall, so the slack goes twice as fast.
                Label::Outer => {
                    if vertex.home != home && time / 2 < self.limit && self.top(other) != top {
                        self.push(time / 2, Event::Shrink(person, other));
                    }
                }
                Label::Free if time < self.limit => {
                    self.limit = time;
                    self.end = End::Augment(person, other);
                }
                Label::Free => {}
                // Of inner people it is noted too: an expansion may set them free.
                Label::Matched | Label::Inner => {
                    let better = vertex.stamp != self.stamp || reach < vertex.reach;
                    if better && time < self.limit {
                        vertex.stamp = self.stamp;
                        vertex.reach = reach;
                        vertex.from = person;
                        if vertex.label == Label::Matched {
                            self.queue.push(Reverse((time, Event::Grow(other))));
                        }
                    }
                }
            }
        }
    }

    /// People whom an expanded blossom sets free may be reached again by a pair noted before.
    pub(crate) fn reach_again(&mut self, person: u32) {
        let vertex = self.vertices[person];
        if vertex.stamp == self.stamp {
            self.push(vertex.reach + vertex.dual, Event::Grow(person));
        }
    }
}
