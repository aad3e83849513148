//! What is known of a pair before anything is planned, computed once a round.

use crate::round::rule::RuleSet;
use crate::rows::{AsIndex, MaybeIndex, Rows, narrow};

/// What is known of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PairCheck {
    /// In steps; scores and prices are below 2³¹ by the limits of the door.
    pub(crate) score: i32,
    pub(crate) price: i32,
    /// Hard rules that it would break.
    pub(crate) hard_violations: RuleSet,
    /// Soft rules that it would break.
    pub(crate) soft_violations: RuleSet,
    /// Whether they met before.
    pub(crate) repeat: bool,
    /// Whether the first in name order gains anything from the other, and the other from the first.
    pub(crate) gains: [bool; 2],
}

impl PairCheck {
    /// What a meeting is worth after its price.
    pub(crate) fn net(&self) -> i64 {
        i64::from(self.score) - i64::from(self.price)
    }

    /// Whether nothing sets the pair apart but its score.
    pub(crate) fn is_plain(&self) -> bool {
        self.allowed() && self.price == 0 && !self.repeat && self.gains == [true; 2]
    }

    pub(crate) fn allowed(&self) -> bool {
        self.hard_violations.is_empty()
    }
}

/// The checks of pairs among some people.
#[derive(Debug, Clone)]
pub(crate) enum PairChecks {
    /// Every pair: of the people at places p < q among `n`, row p, column q − p − 1.
    All(Rows<PairCheck>),
    /// Pairs worth looking at: for the person at each place, those later in order.
    Some(Rows<(u32, PairCheck)>),
}

/// Checks by person.
#[derive(Debug, Clone)]
pub(crate) struct PairTable {
    places: Vec<MaybeIndex>,
    people: Vec<u32>,
    checks: PairChecks,
}

impl PairTable {
    /// A table of `checks` of these people, ascending, out of `everyone`.
    pub(crate) fn new(everyone: usize, people: Vec<u32>, checks: PairChecks) -> Self {
        let mut places = vec![MaybeIndex::NONE; everyone];
        for (place, &person) in people.iter().enumerate() {
            places[person.as_index()] = MaybeIndex::some(narrow(place));
        }
        Self {
            places,
            people,
            checks,
        }
    }

    /// The check of a pair, the lower first, where the table holds it.
    pub(crate) fn get(&self, low: u32, high: u32) -> Option<PairCheck> {
        let row = self.places[low.as_index()].place()?;
        match &self.checks {
            PairChecks::All(rows) => {
                let column = self.places[high.as_index()].place()?;
                Some(rows.row(row)[column - row - 1])
            }
            PairChecks::Some(rows) => {
                let cells = rows.row(row);
                let place = cells.binary_search_by_key(&high, |cell| cell.0).ok()?;
                Some(cells[place].1)
            }
        }
    }

    /// Every pair of the table, lower first, ascending.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        let rows = self.people.iter().enumerate();
        rows.flat_map(move |(row, &low)| {
            let (all, some) = match &self.checks {
                PairChecks::All(_) => (&self.people[row + 1..], &[][..]),
                PairChecks::Some(rows) => (&[][..], rows.row(row)),
            };
            all.iter()
                .copied()
                .chain(some.iter().map(|cell| cell.0))
                .map(move |high| (low, high))
        })
    }
}
