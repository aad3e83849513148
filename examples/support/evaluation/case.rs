//! A case: people, ties, and what came of pairs; and how a part of it is hidden.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use confrere::acceptance::{Answer, Outcome, Outcomes};
use confrere::{Network, Person, PersonId, Tie};

use crate::Refused;
use crate::random::Random;
use crate::reading::{Reading, Source, Taxonomy, counted};

/// A pair and what came of it.
#[derive(Debug, Clone)]
pub struct Labelled {
    pub a: usize,
    pub b: usize,
    pub yes: bool,
    pub shown_with: Option<f32>,
}

/// Everything that an evaluation is asked of.
pub struct Case {
    pub name: String,
    pub people: Vec<Person>,
    pub ties: Vec<Tie>,
    pub pairs: Vec<Labelled>,
    /// By which skills near to each other stand in for each other.
    pub taxonomy: Option<Taxonomy>,
}

impl Case {
    /// Reads people, ties, and outcomes. Where all say yes, every other pair of people counts as a no, which is told on stderr.
    pub fn read(
        reading: &Reading,
        people: &Path,
        ties: Option<&Path>,
        outcomes: &Path,
    ) -> Result<Self, Refused> {
        let listed = reading.people(people)?;
        let ties = match ties {
            Some(path) => reading.ties(path, Some(&listed))?.ties(),
            None => Vec::new(),
        };
        let taxonomy = reading.taxonomy.as_deref();
        let taxonomy = taxonomy
            .map(|folder| reading.taxonomy(folder))
            .transpose()?;
        let listed_people = listed.people().iter();
        let people: Vec<Person> = match &taxonomy {
            Some(taxonomy) => listed_people.map(|person| taxonomy.named(person)).collect(),
            None => listed_people.cloned().collect(),
        };
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (place, person) in people.iter().enumerate() {
            places.insert(person.key(), place);
        }
        let source = Source::open(outcomes)?;
        let read = reading.heard(reading.outcomes_of(&source, &listed))?;
        let pairs = read.iter().map(|read| Labelled {
            a: places[read.a.as_str()],
            b: places[read.b.as_str()],
            yes: read.yes,
            shown_with: read.shown_with,
        });
        let mut case = Self {
            name: "files".into(),
            pairs: pairs.collect(),
            people,
            ties,
            taxonomy,
        };
        case.merge_directions();
        case.add_noes(reading, &source.name)?;
        Ok(case)
    }

    /// Has a yes and a no, without which no score can rank one above the other.
    fn add_noes(&mut self, reading: &Reading, file: &str) -> Result<(), Refused> {
        if self.pairs.iter().all(|pair| !pair.yes) {
            return Err(Refused::new(format!(
                "{file}: no pair said yes, expected at least one row whose outcome is accepted, met, helped, yes or 1"
            )));
        }
        if self.pairs.iter().any(|pair| !pair.yes) {
            return Ok(());
        }
        let listed = self.pairs.len();
        self.add_every_other_pair();
        let added = self.pairs.len() - listed;
        if added == 0 {
            return Err(Refused::new(format!(
                "{file}: all pairs of people said yes, expected at least one that did not, by a row whose outcome is declined, ignored, no or 0"
            )));
        }
        if !reading.quiet {
            let noes = counted(added, "pair that is", "pairs that are");
            let counts = if added == 1 {
                "counts as a no"
            } else {
                "count as noes"
            };
            eprintln!("{file}: no pair said no, so {noes} not in the file {counts}");
        }
        Ok(())
    }

    /// One row a pair: a yes in either row is a yes.
    fn merge_directions(&mut self) {
        let mut seen: HashMap<(usize, usize), usize> = HashMap::new();
        let mut merged: Vec<Labelled> = Vec::new();
        for pair in self.pairs.drain(..) {
            let key = (pair.a.min(pair.b), pair.a.max(pair.b));
            match seen.get(&key) {
                Some(&place) => merged[place].yes |= pair.yes,
                None => {
                    seen.insert(key, merged.len());
                    merged.push(pair);
                }
            }
        }
        self.pairs = merged;
    }

    fn add_every_other_pair(&mut self) {
        let known: HashSet<(usize, usize)> = self
            .pairs
            .iter()
            .map(|pair| (pair.a.min(pair.b), pair.a.max(pair.b)))
            .collect();
        for b in 0..self.people.len() {
            for a in 0..b {
                if !known.contains(&(a, b)) {
                    self.pairs.push(Labelled {
                        a,
                        b,
                        yes: false,
                        shown_with: None,
                    });
                }
            }
        }
    }

    /// The network without any tie between the two of a hidden pair.
    pub fn hiding(&self, hidden: impl Fn(usize) -> bool) -> Result<Network, Refused> {
        let name = |place: usize| self.people[place].key();
        let mut pairs: HashSet<(&str, &str)> = HashSet::new();
        for (_, pair) in self
            .pairs
            .iter()
            .enumerate()
            .filter(|(place, _)| hidden(*place))
        {
            pairs.insert((name(pair.a), name(pair.b)));
            pairs.insert((name(pair.b), name(pair.a)));
        }
        let ties = self
            .ties
            .iter()
            .filter(|tie| !pairs.contains(&(tie.from.as_str(), tie.to.as_str())));
        let builder = Network::builder().people(self.people.iter().cloned());
        let builder = match &self.taxonomy {
            Some(taxonomy) => taxonomy.add_to(builder),
            None => builder,
        };
        Ok(builder.ties(ties.cloned()).build()?)
    }

    /// The ids of the people, by place.
    pub fn ids(&self, network: &Network) -> Vec<PersonId> {
        let id = |person: &Person| {
            network
                .id(person.key())
                .expect("everyone of a case is in its network")
        };
        self.people.iter().map(id).collect()
    }

    /// The outcomes of some pairs.
    pub fn outcomes(&self, places: &[usize]) -> Result<Outcomes, Refused> {
        let outcome = |&place: &usize| {
            let pair = &self.pairs[place];
            let answer = if pair.yes {
                Answer::Accepted
            } else {
                Answer::Declined
            };
            let (a, b) = (self.people[pair.a].key(), self.people[pair.b].key());
            let outcome = Outcome::of_pair(a, b, 0, answer);
            pair.shown_with
                .map_or(outcome.clone(), |chance| outcome.shown_with(chance))
        };
        Ok(Outcomes::new(places.iter().map(outcome))?)
    }

    /// The fold of each pair: each of a seeded shuffle in turn, answers of either kind apart, so that folds are alike.
    pub fn folds(&self, count: usize, seed: u64) -> Vec<usize> {
        let mut folds = vec![0; self.pairs.len()];
        for yes in [false, true] {
            let of = self
                .pairs
                .iter()
                .enumerate()
                .filter(|(_, pair)| pair.yes == yes);
            let mut places: Vec<usize> = of.map(|(place, _)| place).collect();
            shuffle(&mut places, seed);
            for (turn, place) in places.into_iter().enumerate() {
                folds[place] = turn % count;
            }
        }
        folds
    }
}

/// Shuffles by Fisher and Yates; the same seed gives the same order.
pub fn shuffle<T>(list: &mut [T], seed: u64) {
    Random::new(seed).shuffle(list);
}
