//! Everyone whom one person can reach within a number of hops, each by the best path (one to all).

use crate::path::cost::{NEVER, cost_of};
use crate::path::labels::{Direction, Label, Labels};
use crate::path::path_search::PathSearch;
use crate::path::route::Route;
use crate::path::search::Scratch;
use crate::rows::{Column, narrow};

/// Everyone whom one person can reach under the terms of a [`PathSearch`], each by the best path.
///
/// Numbers that are no person of the ties are out of reach.
///
/// # Complexity
///
/// Space: 12 bytes a person, 16 bytes each time a longer path improved on a shorter one.
#[derive(Debug, Clone)]
pub struct Reach<'a> {
    paths: PathSearch<'a>,
    from: u32,
    /// The cost of the best path to each person.
    costs: Column<u64>,
    /// The label of each person's best path, where its cost is not `NEVER`.
    places: Column<u32>,
    labels: Labels<u64>,
    /// Paths that had to avoid someone who refuses their target, by target.
    corrected: Vec<(u32, Option<Route>)>,
}

impl<'a> PathSearch<'a> {
    /// Finds the best path to everyone within the hops and above the floor.
    ///
    /// # Complexity
    ///
    /// O(n + H·m) for n people, m ties and H hops; a layer costs the ties of those whose path the last layer improved. For each
    /// reached person whose best path leads through someone who refuses them, one point-to-point search more.
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
        let labels = Labels::new(Direction::Forward);
        let mut reach = Reach {
            paths: *self,
            from,
            costs: Column::filled(self.out().people(), NEVER),
            places: Column::filled(self.out().people(), 0),
            labels,
            corrected: Vec::new(),
        };
        // Whoever is nobody reaches nobody.
        if !self.holds(from) {
            return reach;
        }
        reach.labels.start(from, 0);
        reach.costs[from] = 0;
        // Bellman and Ford by layers: after h rounds every cost is that of the best path within h hops, and only people whose
        // cost fell in the last round can lower another's in the next.
        let mut layer = 0..1;
        for _ in 0..self.most_hops() {
            if layer.is_empty() {
                break;
            }
            for place in layer.clone() {
                reach.relax(place, layer.end);
            }
            layer = layer.end..reach.labels.len();
        }
        reach.correct();
        reach
    }
}

impl<'a> Reach<'a> {
    /// Takes one more step from a label; labels from `fresh` on belong to the new layer.
    fn relax(&mut self, place: u32, fresh: u32) {
        let label = self.labels[place];
        let is_asker = label.person == self.from;
        let introducers = self.paths.introducers();
        // No target yet: whoever refuses the target is found in `correct`.
        let passing = if is_asker {
            Some(0)
        } else {
            introducers.cost(label.person, self.from, self.from)
        };
        let Some(passing) = passing else {
            return;
        };
        let base = label.length + passing;
        // Only those who refuse someone need the check of each next person.
        let wary = !is_asker && introducers.is_involved(label.person);
        let limit = self.paths.limit();
        let heads = self.paths.out().neighbours(label.person).iter();
        for (&person, &strength) in heads.zip(self.paths.out().strengths(label.person)) {
            let cost = base + cost_of(strength);
            let known = self.costs[person];
            if cost > known || cost > limit || (wary && introducers.apart(label.person, person)) {
                continue;
            }
            let old = self.places[person];
            let in_next_layer = known != NEVER && old >= fresh;
            // At equal cost the path with fewer hops stays, and of as many hops the one that comes first.
            if cost == known
                && !(in_next_layer && self.labels.precedes(place, self.labels[old].parent))
            {
                continue;
            }
            self.costs[person] = cost;
            let new = Label::new(cost, person, place);
            // A label of this layer is replaced in place; one of an earlier layer stays, since shorter paths may still
            // lead through it.
            if in_next_layer {
                self.labels.replace(old, new);
            } else {
                self.places[person] = self.labels.len();
                self.labels.push(new);
            }
        }
    }

    /// Asks again for the people whose best path leads through someone who refuses them.
    fn correct(&mut self) {
        let mut scratch = Scratch::new();
        let introducers = self.paths.introducers();
        for person in introducers.refused() {
            if person == self.from || self.costs[person] == NEVER {
                continue;
            }
            // One tree serves all targets, so refusals that depend on the target are seen only here. They are rare; each costs
            // one search of its own.
            let path = self.trace(person);
            let mut between = path[1..path.len() - 1].iter();
            if between.any(|&someone| introducers.refuses(someone, person)) {
                let route = self.paths.best_with(&mut scratch, self.from, person);
                self.corrected.push((person, route));
            }
        }
    }

    /// The people of the labelled path to a person in reach.
    fn trace(&self, to: u32) -> Vec<u32> {
        let mut people: Vec<u32> = self.labels.chain(self.places[to]).collect();
        people.reverse();
        people
    }

    fn correction(&self, to: u32) -> Option<&Option<Route>> {
        let place = self.corrected.binary_search_by_key(&to, |entry| entry.0);
        Some(&self.corrected[place.ok()?].1)
    }

    /// The person who asks.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let reach = paths.reach(0);
    /// assert_eq!(reach.from(), 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn from(&self) -> u32 {
        self.from
    }

    /// Whether a person can be reached. The asker is not among the reached.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let reach = paths.reach(0);
    /// assert!(reach.reaches(2));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn reaches(&self, to: u32) -> bool {
        to != self.from
            && self.costs.at(to).is_some_and(|&cost| cost != NEVER)
            && self.correction(to).is_none_or(Option::is_some)
    }

    /// Everyone who can be reached, ascending.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let reach = paths.reach(0);
    /// assert!(reach.people().eq([1, 2, 3]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn people(&self) -> impl Iterator<Item = u32> {
        (0..narrow(self.costs.len())).filter(|&person| self.reaches(person))
    }

    /// How many people can be reached.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let reach = paths.reach(0);
    /// assert_eq!(reach.count(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn count(&self) -> u32 {
        narrow(self.people().count())
    }

    /// The best path to a person; `None` when they are out of reach.
    ///
    /// # Complexity
    ///
    /// O(H log d).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let reach = paths.reach(0);
    /// assert_eq!(reach.route(2), paths.best(0, 2));
    /// # Ok::<(), confrere::Error>(())
    /// ```
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

    /// The first and the last introducer on the best path to a person; `None` for direct ties and those out of reach.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::{Introducers, PathSearch};
    /// use confrere::Adjacency;
    /// let out = Adjacency::new(4, &[(0, 1, 0.9), (1, 2, 0.8), (0, 3, 0.5), (3, 2, 0.5)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(4));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let reach = paths.reach(0);
    /// assert_eq!(reach.introducers(1), None); // a tie needs none
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn introducers(&self, to: u32) -> Option<(u32, u32)> {
        let route = self.route(to)?;
        let introducers = route.introducers();
        Some((*introducers.first()?, *introducers.last()?))
    }
}
