//! A case: people, ties, and what came of pairs; and how a part of it is hidden.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use confrere::acceptance::{Answer, Outcome, Outcomes};
use confrere::{Network, Person, PersonId, Tie};

use crate::Refused;
use crate::evaluation::table;
use crate::random::Random;
use crate::reading::Reading;

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
}

impl Case {
    /// Reads people, ties, and outcomes `a,b,outcome[,shown_with]`. An outcome is 0 or 1, or a word: accepted, met, helped,
    /// declined, ignored. Where all say yes, every other pair of people counts as a no.
    pub fn read(people: &Path, ties: Option<&Path>, outcomes: &Path) -> Result<Self, Refused> {
        let reading = Reading {
            quiet: true,
            ..Reading::default()
        };
        let listed = reading.people(people)?;
        let ties = match ties {
            Some(path) => reading.ties(path, Some(&listed))?.ties(),
            None => Vec::new(),
        };
        let mut pairs = Vec::new();
        let columns = ["a", "b", "outcome", "shown_with?"];
        let people = listed.people().to_vec();
        let places: HashMap<&str, usize> = people
            .iter()
            .enumerate()
            .map(|(place, person)| (person.key(), place))
            .collect();
        for (line, [a, b, outcome, chance]) in table::columns(outcomes, columns)? {
            let refuse =
                |message: String| Refused::new(format!("{}:{line}: {message}", outcomes.display()));
            let find = |name: &str| {
                let key = listed.key_of(name).map_err(refuse)?;
                let place = places.get(key).copied();
                place.ok_or_else(|| refuse(format!("person `{name}` is unknown")))
            };
            let answer: Answer = outcome
                .parse()
                .map_err(|error: confrere::Error| refuse(error.to_string()))?;
            let shown = Some(chance).filter(|cell| !cell.is_empty());
            let shown = shown.map(|cell| cell.parse::<f32>()).transpose();
            pairs.push(Labelled {
                a: find(&a)?,
                b: find(&b)?,
                yes: answer.is_yes(),
                shown_with: shown.map_err(|error| refuse(error.to_string()))?,
            });
        }
        pairs.retain(|pair| pair.a != pair.b);
        let mut case = Self {
            name: "files".into(),
            people,
            ties,
            pairs,
        };
        case.merge_directions();
        if case.pairs.iter().all(|pair| pair.yes) {
            case.add_every_other_pair();
        }
        Ok(case)
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
        Ok(Network::from_people(
            self.people.iter().cloned(),
            ties.cloned(),
        )?)
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
