//! Receivers bid for givers before paths are searched: the row reductions of Jonker and Volgenant (1987).

use crate::assign::prices::augment::Duals;
use crate::assign::prices::{NOBODY, Rows};
use crate::rows::{AsIndex, narrow};

/// Bids a receiver may make on average in each call with a step; what bids do not settle by then, paths do.
const BIDS: usize = 100;

/// Bids a receiver may make on average in each call without a step: a few receivers can then outbid each other by little for
/// long, which paths end sooner. Chosen among 1, 4 and 100 on the community of the bench `plan`: the others take longer.
const BIDS_WITHOUT_STEP: usize = 4;

/// Passes over the receivers who are left without a partner by equal bids.
const PASSES: usize = 3;

/// What a receiver would get from the best and the second best giver at the present prices.
struct Choice {
    giver: u32,
    best: i64,
    /// The best of what else there is: another giver, or to stay alone for 0.
    second: i64,
    second_giver: u32,
}

impl Choice {
    fn of(row: &[(u32, i64)], prices: &[i64]) -> Self {
        let mut choice = Self {
            giver: NOBODY,
            best: 0,
            second: 0,
            second_giver: NOBODY,
        };
        for &(giver, gain) in row {
            let left = gain - prices[giver.as_index()];
            if left > choice.best {
                (choice.second, choice.second_giver) = (choice.best, choice.giver);
                (choice.best, choice.giver) = (left, giver);
            } else if left > choice.second || left == choice.best {
                (choice.second, choice.second_giver) = (left, giver);
            }
        }
        choice
    }
}

impl Duals {
    /// Lets receivers without a partner bid up the price of the giver from whom they get most to where another is as good, and by
    /// `step` more.
    ///
    /// Pairs share exactly their gain, and only givers with a partner are paid more. With a step of 0 no pair is overdrawn, all that
    /// a search of paths starts from; otherwise by a step at most, and contests end sooner (Bertsekas 1988).
    pub(crate) fn bid(&mut self, rows: &Rows, step: i64) {
        let bids = if step == 0 { BIDS_WITHOUT_STEP } else { BIDS };
        let mut left = bids * rows.len();
        let free = |duals: &Self, row: &u32| duals.giver_of[row.as_index()] == NOBODY;
        let mut waiting: Vec<u32> = (0..narrow(rows.len())).collect();
        waiting.retain(|row| free(self, row));
        for _ in 0..PASSES {
            if waiting.is_empty() {
                return;
            }
            let mut later = Vec::new();
            for &receiver in &waiting {
                let mut bidder = Some(receiver);
                // Whoever is outbid bids next, so that one chain of bids ends before another begins.
                while let Some(row) = bidder.filter(|_| left > 0) {
                    left -= 1;
                    bidder = self.place_bid(rows, (row, step), &mut later);
                }
            }
            waiting = later;
        }
    }

    /// One bid; whoever is outbid. Bids that raise no price outbid nobody, for two could then do so in turns for ever.
    fn place_bid(
        &mut self,
        rows: &Rows,
        (row, step): (u32, i64),
        later: &mut Vec<u32>,
    ) -> Option<u32> {
        let choice = Choice::of(rows.row(row), &self.givers);
        self.receivers[row.as_index()] = choice.best;
        if choice.giver == NOBODY {
            return None;
        }
        let mut giver = choice.giver;
        let is_equal = choice.best == choice.second && step == 0;
        // Of two equally good ones the second may be free.
        if is_equal && self.receiver_of[giver.as_index()] != NOBODY {
            giver = choice.second_giver;
            if self.receiver_of[giver.as_index()] != NOBODY {
                later.push(row);
                return None;
            }
        }
        self.givers[giver.as_index()] += choice.best - choice.second + step;
        self.receivers[row.as_index()] = choice.second - step;
        self.giver_of[row.as_index()] = giver;
        let outbid = std::mem::replace(&mut self.receiver_of[giver.as_index()], row);
        (outbid != NOBODY).then(|| {
            self.giver_of[outbid.as_index()] = NOBODY;
            outbid
        })
    }
}
