//! Pairwise improvement: two people move up in each other's lists at once.
//!
//! Best responses end where neither side gains by changing its lists alone. A pair can still gain jointly: i moves j up, j moves i
//! up, and the product of the two moves outweighs what each costs alone.

use crate::assign::exposure::MarketSide;
use crate::assign::exposure::attention::Attention;
use crate::assign::exposure::preference_lists::PreferenceLists;
use crate::assign::exposure::preferences::Preferences;
use crate::numeric::greatest_first;
use crate::par;
use crate::rows::{AsIndex, narrow};

/// How many places at the top of a list are considered: 16, 32 and 64 of them give the same matches to 0.04 % on 20 seeds of
/// each of seven markets from 20×20 to 300×200, and 32 is within 0.003 % of 64.
const TOP: usize = 32;

/// A gain below this part of the total is rounding.
const GAIN: f64 = 1e-12;

/// Everyone's list as an order and as ranks, for one side.
#[derive(Debug)]
struct Orders {
    /// The candidate (its place by number) at each rank of a row.
    order: Vec<u32>,
    /// The rank of each candidate of a row.
    rank: Vec<u32>,
}

/// A pair whose common move gains: a row of the left side and the place of its candidate.
#[derive(Debug, Clone, Copy)]
struct Pair {
    row: usize,
    place: usize,
}

/// The best common move of a pair: the new rank in either list and what it gains.
#[derive(Debug, Clone, Copy)]
struct Move {
    gain: f64,
    ours: usize,
    theirs: usize,
}

/// Pairwise steps over fixed lists.
#[derive(Debug)]
pub(crate) struct PairMoves<'a> {
    books: [&'a PreferenceLists; 2],
    attention: [&'a Attention; 2],
    orders: Vec<Orders>,
}

impl<'a> PairMoves<'a> {
    pub(crate) fn new(preferences: &'a Preferences, attention: &'a [Attention; 2]) -> Self {
        let other = usize::from(!preferences.is_pool());
        Self {
            books: [
                preferences.lists(MarketSide::Left),
                preferences.lists(MarketSide::Right),
            ],
            attention: [&attention[0], &attention[other]],
            orders: Vec::new(),
        }
    }

    /// One sweep over all pairs: finds those that gain, then moves them one after the other as long as they still do. Returns
    /// how many moved.
    ///
    /// The exposures must be those of fixed lists.
    pub(crate) fn sweep(&mut self, exposure: &mut [Vec<f64>; 2], total: f64) -> u32 {
        let pool = exposure[1].is_empty() && self.books[0].layout.slots() > 0;
        let sides = if pool { 1 } else { 2 };
        self.orders = (0..sides)
            .map(|side| orders(self.books[side], &exposure[side]))
            .collect();
        let scores: Vec<Vec<f64>> = (0..sides).map(|side| self.scores(side, exposure)).collect();
        // Pairs that gain are found in parallel as things stand, then applied in order while they still gain: the same for any threads.
        let found = par::map_light(
            self.books[0].layout.rows(),
            self.books[0].layout.slots(),
            |row| self.gainful(row, &scores, total),
        );
        let mut moved = 0;
        for pair in found.into_iter().flatten() {
            let (place, theirs) = (pair.place, self.mirrored(pair));
            let ours = self.scores_of(0, pair.row, self.rank(0, pair.row, place), exposure);
            // The same pair as the other side sees it.
            let others = self.scores_of(
                self.right(),
                theirs.row,
                self.rank(self.right(), theirs.row, theirs.place),
                exposure,
            );
            // The exposures have changed since the pair was found: it is weighed again as things stand.
            let best = self.best(pair, &ours, &others);
            if best.gain > GAIN * total {
                self.shift(0, pair, best.ours, exposure);
                self.shift(self.right(), theirs, best.theirs, exposure);
                moved += 1;
            }
        }
        moved
    }

    /// The side that the left side looks at; a pool looks at itself.
    fn right(&self) -> usize {
        self.orders.len() - 1
    }

    fn rank(&self, side: usize, row: usize, place: usize) -> usize {
        self.orders[side].rank[self.books[side].layout.start(row) + place].as_index()
    }

    /// The same pair from the other side.
    fn mirrored(&self, pair: Pair) -> Pair {
        let layout = &self.books[0].layout;
        let row = layout.column(pair.row, pair.place);
        let slot = layout.mirror_slot(pair.row, pair.place);
        Pair {
            row,
            place: slot - self.books[1].layout.start(row),
        }
    }

    /// P · E of the other at the first ranks of every row, `TOP` numbers a row.
    fn scores(&self, side: usize, exposure: &[Vec<f64>; 2]) -> Vec<f64> {
        let rows = self.books[side].layout.rows();
        let mut scores = vec![0.0; rows * TOP];
        par::for_each_light_row(&mut scores, TOP, |row, cells| {
            let last = self.books[side].layout.span(row).len().min(TOP);
            for (rank, cell) in cells[..last].iter_mut().enumerate() {
                *cell = self.score_at(side, row, rank, exposure);
            }
        });
        scores
    }

    fn scores_of(
        &self,
        side: usize,
        row: usize,
        last: usize,
        exposure: &[Vec<f64>; 2],
    ) -> Vec<f64> {
        (0..=last)
            .map(|rank| self.score_at(side, row, rank, exposure))
            .collect()
    }

    fn score_at(&self, side: usize, row: usize, rank: usize, exposure: &[Vec<f64>; 2]) -> f64 {
        let (lists, other) = (self.books[side], self.right() - side);
        let start = lists.layout.start(row);
        let place = self.orders[side].order[start + rank].as_index();
        lists.both[start + place] * exposure[other][lists.layout.mirror_slot(row, place)]
    }

    /// The pairs of a row that gain as things stand.
    fn gainful(&self, row: usize, scores: &[Vec<f64>], total: f64) -> Vec<Pair> {
        let layout = &self.books[0].layout;
        let ours = &scores[0][row * TOP..][..TOP];
        let start = layout.start(row);
        // Only the first ranks of both lists are looked at: below them attention is too small to gain.
        let top = layout.span(row).len().min(TOP);
        let places = self.orders[0].order[start..start + top]
            .iter()
            .map(|&place| place.as_index());
        let pairs = places.map(|place| (Pair { row, place }, layout.column(row, place)));
        // In a pool both rows would find the same pair.
        let once = pairs.filter(|&(_, column)| self.right() == 1 || column > row);
        let found = once.filter(|&(pair, column)| {
            let theirs = self.mirrored(pair);
            let near = self.rank(self.right(), theirs.row, theirs.place) < TOP;
            near && self
                .best(pair, ours, &scores[self.right()][column * TOP..][..TOP])
                .gain
                > GAIN * total
        });
        found.map(|(pair, _)| pair).collect()
    }

    /// The best common move up, given the scores of both lists down to where the two stand.
    ///
    /// With the list of i changed so that E_ij rises by x, i's score in the list of j rises by P·x, and its best rank there is the
    /// place of that score: both ranks rise together, so one pass over both lists finds the best pair of ranks.
    fn best(&self, pair: Pair, ours: &[f64], theirs: &[f64]) -> Move {
        let mirrored = self.mirrored(pair);
        let (from, there) = (
            self.rank(0, pair.row, pair.place),
            self.rank(self.right(), mirrored.row, mirrored.place),
        );
        let chance = self.books[0].both[self.books[0].layout.start(pair.row) + pair.place];
        let mine = |rank| self.attention[0].at(pair.row, rank);
        let yours = |rank| self.attention[1].at(mirrored.row, rank);
        let mut best = Move {
            gain: 0.0,
            ours: from,
            theirs: there,
        };
        let (mut cost, mut cost_there, mut rank_there) = (0.0, 0.0, there);
        // Invariant: `cost` is what the candidates passed so far lose by standing one rank lower in our list, `cost_there` in theirs.
        for rank in (0..from).rev() {
            cost += ours[rank] * (mine(rank + 1) - mine(rank));
            let rise = mine(rank) - mine(from);
            let score = theirs[there] + chance * rise;
            // Ranks only rise over the loop, so both lists are passed once.
            while rank_there > 0 && theirs[rank_there - 1] < score {
                rank_there -= 1;
                cost_there += theirs[rank_there] * (yours(rank_there + 1) - yours(rank_there));
            }
            let alone = cost + ours[from] * rise;
            let gain = alone + cost_there + score * (yours(rank_there) - yours(there));
            if gain > best.gain {
                best = Move {
                    gain,
                    ours: rank,
                    theirs: rank_there,
                };
            }
        }
        best
    }

    /// Moves a candidate up to a rank; those it passes move down by one.
    fn shift(&mut self, side: usize, pair: Pair, to: usize, exposure: &mut [Vec<f64>; 2]) {
        let start = self.books[side].layout.start(pair.row);
        let from = self.rank(side, pair.row, pair.place);
        let Orders { order, rank } = &mut self.orders[side];
        order[start + to..=start + from].rotate_right(1);
        for at in to..=from {
            let place = order[start + at].as_index();
            rank[start + place] = narrow(at);
            exposure[side][start + place] = self.attention[side].at(pair.row, at);
        }
    }
}

/// Sorts every row by exposure, the most exposed first, ties by lower place.
fn orders(lists: &PreferenceLists, exposure: &[f64]) -> Orders {
    let layout = &lists.layout;
    let mut order: Vec<u32> = vec![0; exposure.len()];
    layout.for_each_row(
        &mut order,
        Vec::new,
        |shown: &mut Vec<(f64, u32)>, row, cells| {
            shown.clear();
            shown.extend(exposure[layout.span(row)].iter().copied().zip(0..));
            shown.sort_unstable_by(greatest_first);
            for (cell, &(_, place)) in cells.iter_mut().zip(shown.iter()) {
                *cell = place;
            }
        },
    );
    // The inverse permutation: where each candidate stands.
    let mut rank = vec![0; order.len()];
    layout.for_each_row(
        &mut rank,
        || (),
        |(), row, cells| {
            for (at, &place) in (0..).zip(&order[layout.span(row)]) {
                cells[place.as_index()] = at;
            }
        },
    );
    Orders { order, rank }
}

#[cfg(test)]
mod tests {
    use crate::assign::exposure::attention::Attention;
    use crate::assign::exposure::frank_wolfe::FrankWolfe;
    use crate::assign::exposure::{Examination, MarketSide, Preferences};

    /// Each is first in the list of somebody who prefers another: only a pair that moves up in both lists at once is better off.
    #[test]
    fn a_pair_that_gains_by_moving_up_in_both_lists_does() {
        let (wants, wanted) = ([1.0, 0.6, 0.6, 0.5], [1.0; 4]);
        let market = Preferences::two_sides(2, 2, &wants, &wanted).expect("numbers from 0 to 1");
        let attention = || {
            [MarketSide::Left, MarketSide::Right]
                .map(|side| Attention::new(&Examination::inverse(), market.lists(side)))
        };
        let crossed = vec![0.5, 1.0, 1.0, 0.5];
        let start = Some([crossed.clone(), crossed]);
        let mut lists = FrankWolfe::new(&market, attention(), start);
        let before = 0.25 + 0.6 + 0.6 + 0.25 * 0.5;
        assert!((lists.matches() - before).abs() < 1e-9);
        assert_eq!(lists.move_pairs(), 1);
        let after = 1.0 + 0.5 * 0.6 + 0.5 * 0.6 + 0.25 * 0.5;
        assert!((lists.matches() - after).abs() < 1e-9);
    }
}
