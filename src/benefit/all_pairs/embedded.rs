//! Pairs of two blocks for whom closeness in meaning counts: what bounds it row by row, and what it is exactly for those who are left.

use crate::benefit::all_pairs::block::Block;
use crate::benefit::all_pairs::block_pair::BlockPair;
use crate::benefit::all_pairs::close::{Close, Found, ROWS};
use crate::benefit::all_pairs::scratch::Scratch;
use crate::benefit::all_pairs::size::BLOCK_GROUPS;
use crate::benefit::bound::ROUNDING;
use crate::benefit::dense::closeness::BLOCK;
use crate::benefit::index::GROUP;
use crate::benefit::meaning::Meaning;
use crate::benefit::task::LinearPair;
use crate::benefit::view::View;
use crate::numeric::greater;

// A block of embeddings is a block of people.
const _: () = assert!(BLOCK == BLOCK_GROUPS * GROUP);

impl<J: FnMut(&LinearPair) -> Option<f32>> BlockPair<'_, J> {
    /// Starts from what one of `a` gains from each of `b` and gives them at most by closeness in meaning; rows come in order.
    pub(crate) fn start_from_meaning(
        &self,
        scratch: &mut Scratch,
        a: &Block,
        b: &Block,
        local: usize,
    ) {
        let Some(meaning) = &self.task.index.meaning else {
            return;
        };
        let (close, row) = (&mut scratch.close, local % ROWS);
        if row == 0 {
            close.gains.resize(ROWS, [0; BLOCK]);
            close.gives.resize(ROWS, [0; BLOCK]);
            let rows = local..a.tops.len().min(local + ROWS);
            let (own, other) = ((a.start / BLOCK, rows.clone()), b.start / BLOCK);
            meaning.gains(own.clone(), other, a.scale, &mut close.gains[..rows.len()]);
            meaning.gives(own, other, b.scale, &mut close.gives[..rows.len()]);
        }
        let gains = scratch.gains.as_flattened_mut();
        gains.copy_from_slice(&close.gains[row]);
        // What the row gives over the features is read for this row alone.
        let gives = scratch.gives[local].as_flattened_mut();
        for (sum, give) in gives.iter_mut().zip(&close.gives[row]) {
            *sum = sum.saturating_add(*give);
        }
    }

    /// Replaces the bound of closeness on one side by what it is, and lets go of the pairs that this rules out.
    pub(crate) fn know(
        &self,
        meaning: Meaning<'_>,
        close: &mut Close,
        (a, local): (&Block, usize),
        b: &Block,
        side: usize,
    ) {
        let Close {
            found,
            pairs,
            exact,
            ..
        } = close;
        let order = &self.task.index.order;
        let i = order[a.start + local];
        pairs.clear();
        pairs.extend(found.iter().map(|found| {
            let j = order[b.start + found.other];
            if side == 0 { (i, j) } else { (j, i) }
        }));
        meaning.gains(pairs, exact);
        let own = a.thresholds[local];
        let mut exact = exact.iter();
        found.retain_mut(|found| {
            let exact = *exact.next().expect("one for each pair");
            found.know(side, exact);
            let threshold = own.min(b.thresholds[found.other]);
            self.reaches(found, threshold)
        });
    }

    /// Makes the closeness of a pair of places exact, and tells whether it may still reach the threshold; true where closeness counts for
    /// nothing.
    pub(crate) fn is_near(
        &self,
        found: &mut Found,
        (place, other): (usize, usize),
        threshold: f32,
    ) -> bool {
        let Some(meaning) = self.task.profiles.meaning else {
            return true;
        };
        let order = &self.task.index.order;
        let (i, j) = (order[place], order[other]);
        found.know(0, meaning.gain(i, j, View::Own));
        // The first product decides whether the second is made.
        if !self.reaches(found, threshold) {
            return false;
        }
        found.know(1, meaning.gain(j, i, View::Own));
        self.reaches(found, threshold)
    }

    /// Whether a pair may reach a threshold as far as its bounds tell.
    #[inline]
    pub(crate) fn reaches(&self, found: &Found, threshold: f32) -> bool {
        let [gain, give] = found
            .most
            .map(|most| greater(most, self.task.ask.unknown_gain));
        let (most, over) = self.bound.most(gain, give);
        // most / over · factor ≥ threshold, without a division.
        most * found.bound.factor >= threshold * ROUNDING * over
    }
}
