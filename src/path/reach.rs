//! Whom can one person reach within a number of hops, and by which route? (one to all)

use crate::path::cost::{NEVER, cost_of};
use crate::path::path_search::PathSearch;
use crate::path::route::Route;
use crate::path::search::Scratch;

const NOBODY: u32 = u32::MAX;

/// Everyone whom one person can reach under the terms of [`PathSearch`], each by the best route.
///
/// # Complexity
///
/// Space: 12 bytes a person, 16 bytes each time a longer route improved on a shorter one.
#[derive(Debug, Clone)]
pub struct Reach<'a> {
    paths: PathSearch<'a>,
    from: u32,
    /// The cost of the best route to each person.
    costs: Vec<u64>,
    /// The label of each person's best route, where its cost is not `NEVER`.
    places: Vec<u32>,
    labels: Vec<Label>,
    /// Routes that had to avoid someone who refuses their target, by target.
    corrected: Vec<(u32, Option<Route>)>,
}

/// The best route to a person within some hops.
#[derive(Debug, Clone, Copy)]
struct Label {
    cost: u64,
    person: u32,
    /// The label of the person before.
    parent: u32,
}

impl<'a> PathSearch<'a> {
    /// Finds the best route to everyone within the hops and above the floor.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    ///
    /// # Complexity
    ///
    /// O(n + H·m) for n people, m ties and H hops; a layer costs the ties of those whose route the last layer improved. For each
    /// reached person whose best route leads through someone who refuses them, one point-to-point search more.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, PathSearch};
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.7)])?;
    /// let into = out.reversed();
    /// let introducers = Introducers::open(4);
    /// let reach = PathSearch::new(&out, &into, &introducers)?.hops(2).reach(0);
    /// assert_eq!(reach.people().collect::<Vec<_>>(), [1, 2]);
    /// assert_eq!(reach.route(2).map(|route| route.introducers().to_vec()), Some(vec![1]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn reach(&self, from: u32) -> Reach<'a> {
        self.check_people(from, from);
        let people = self.out().people() as usize;
        let mut reach = Reach {
            paths: *self,
            from,
            costs: vec![NEVER; people],
            places: vec![0; people],
            labels: vec![Label {
                cost: 0,
                person: from,
                parent: NOBODY,
            }],
            corrected: Vec::new(),
        };
        reach.costs[from as usize] = 0;
        let mut layer = 0..1;
        for _ in 0..self.most_hops() {
            if layer.is_empty() {
                break;
            }
            for place in layer.clone() {
                reach.step(place, layer.end);
            }
            layer = layer.end..reach.labels.len();
        }
        reach.correct();
        reach
    }
}

impl<'a> Reach<'a> {
    /// Takes one more step from a label; labels from `fresh` on belong to the new layer.
    fn step(&mut self, place: usize, fresh: usize) {
        let label = self.labels[place];
        let is_asker = label.person == self.from;
        let introducers = self.paths.introducers();
        let carrying = if is_asker {
            Some(0)
        } else {
            introducers.cost(label.person, self.from, self.from)
        };
        let Some(carrying) = carrying else {
            return;
        };
        let base = label.cost + carrying;
        let wary = !is_asker && introducers.is_involved(label.person);
        let limit = self.paths.limit();
        let heads = self.paths.out().neighbours(label.person).iter();
        for (&person, &strength) in heads.zip(self.paths.out().strengths(label.person)) {
            let cost = base + cost_of(strength);
            let known = self.costs[person as usize];
            if cost > known || cost > limit || (wary && introducers.apart(label.person, person)) {
                continue;
            }
            let parent = place as u32;
            let old = self.places[person as usize] as usize;
            let in_this_layer = known != NEVER && old >= fresh;
            if cost == known && !(in_this_layer && self.precedes(parent, self.labels[old].parent)) {
                continue;
            }
            let new = Label {
                cost,
                person,
                parent,
            };
            self.costs[person as usize] = cost;
            if in_this_layer {
                self.labels[old] = new;
            } else {
                self.places[person as usize] = self.labels.len() as u32;
                self.labels.push(new);
            }
        }
    }

    /// Whether the route of label `a` comes before that of `b` in id order; both have the same number of hops.
    fn precedes(&self, mut a: u32, mut b: u32) -> bool {
        let mut first_differs_below = false;
        while a != b {
            let (one, other) = (self.labels[a as usize], self.labels[b as usize]);
            if one.person != other.person {
                first_differs_below = one.person < other.person;
            }
            (a, b) = (one.parent, other.parent);
        }
        first_differs_below
    }

    /// Asks again for the people whose best route leads through someone who refuses them.
    fn correct(&mut self) {
        let mut scratch = Scratch::new();
        for person in self.paths.introducers().refused() {
            let reached = person != self.from && self.costs[person as usize] != NEVER;
            let introducers = self.paths.introducers();
            let through = |route: Vec<u32>| {
                let between = &route[1..route.len() - 1];
                between
                    .iter()
                    .any(|&someone| introducers.refuses(someone, person))
            };
            if reached && through(self.trace(person)) {
                let route = self.paths.best_with(&mut scratch, self.from, person);
                self.corrected.push((person, route));
            }
        }
    }

    fn trace(&self, to: u32) -> Vec<u32> {
        let mut people = Vec::new();
        let mut place = self.places[to as usize];
        while place != NOBODY {
            let label = self.labels[place as usize];
            people.push(label.person);
            place = label.parent;
        }
        people.reverse();
        people
    }

    fn correction(&self, to: u32) -> Option<&Option<Route>> {
        let place = self.corrected.binary_search_by_key(&to, |entry| entry.0);
        Some(&self.corrected[place.ok()?].1)
    }

    /// The person who asks.
    #[must_use]
    pub fn from(&self) -> u32 {
        self.from
    }

    /// Whether a person can be reached. The asker is not among the reached.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    #[must_use]
    pub fn reaches(&self, to: u32) -> bool {
        to != self.from
            && self.costs[to as usize] != NEVER
            && self.correction(to).is_none_or(Option::is_some)
    }

    /// Everyone who can be reached, ascending.
    pub fn people(&self) -> impl Iterator<Item = u32> {
        (0..self.costs.len() as u32).filter(|&person| self.reaches(person))
    }

    /// How many people can be reached.
    #[must_use]
    pub fn count(&self) -> u32 {
        let lost = self.corrected.iter().filter(|entry| entry.1.is_none());
        let reached = self.costs.iter().filter(|&&cost| cost != NEVER);
        (reached.count() - 1 - lost.count()) as u32
    }

    /// The best route to a person.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    ///
    /// # Complexity
    ///
    /// O(H log d).
    #[must_use]
    pub fn route(&self, to: u32) -> Option<Route> {
        if !self.reaches(to) {
            return None;
        }
        match self.correction(to) {
            Some(corrected) => corrected.clone(),
            None => Some(self.paths.route(self.trace(to))),
        }
    }

    /// The first and the last introducer on the best route to a person; `None` for direct ties and those out of reach.
    ///
    /// # Panics
    ///
    /// Panics when there is no such person.
    #[must_use]
    pub fn introducers(&self, to: u32) -> Option<(u32, u32)> {
        if !self.reaches(to) {
            return None;
        }
        let people = match self.correction(to) {
            Some(corrected) => corrected.as_ref()?.people().to_vec(),
            None => self.trace(to),
        };
        (people.len() > 2).then(|| (people[1], people[people.len() - 2]))
    }
}
