//! Closeness in meaning in a scan: what bounds it for a few askers at a time, and what it is exactly for those who are left.

use std::ops::Range;

use crate::benefit::dense::TOGETHER;
use crate::benefit::dense::closeness::{BLOCK, SLACK};
use crate::benefit::index::GROUP;
use crate::benefit::scan::Scan;
use crate::benefit::scan::close::{Close, Closeness};
use crate::benefit::scan::scratch::Scratch;
use crate::benefit::scan::state::State;
use crate::benefit::task::LinearPair;
use crate::benefit::view::View;

impl<J: FnMut(&LinearPair) -> Option<f32>> Scan<'_, J> {
    /// Shows a tile to a few askers, whose closeness in meaning is bounded together.
    pub(crate) fn visit_few(
        &mut self,
        few: &mut [State<'_>],
        tile: &Range<usize>,
        scratch: &mut Scratch,
    ) {
        let ready: Vec<Option<bool>> = few.iter_mut().map(|state| self.ready(state)).collect();
        self.bound_meaning(few, &ready, tile, &mut scratch.close);
        let ready = few.iter_mut().zip(ready);
        let ready = ready.filter_map(|(state, first)| Some((state, first?)));
        // Rows of closeness are those of the embedded alone: an asker who is paused stands between them without one.
        let mut row = 0;
        for (state, first) in ready {
            if state.embedded.is_some() {
                self.start_from_meaning(row, tile, scratch);
                row += 1;
            }
            self.visit(state, first, tile.clone(), scratch);
        }
    }
}

impl<J> Scan<'_, J> {
    /// Writes what a few askers gain and give at most by closeness in meaning over a tile; those who are not ready are left out.
    fn bound_meaning(
        &self,
        few: &[State<'_>],
        ready: &[Option<bool>],
        tile: &Range<usize>,
        close: &mut Close,
    ) {
        let Some(meaning) = &self.task.index.meaning else {
            return;
        };
        let ready = few.iter().zip(ready).filter(|(_, ready)| ready.is_some());
        let embedded = ready.filter_map(|(state, _)| Some((state.embedded.as_ref()?, state.scale)));
        let askers: Vec<_> = embedded.collect();
        // Tiles begin where blocks of embeddings do.
        let groups = BLOCK / GROUP;
        let blocks = tile.start / groups..tile.end.div_ceil(groups);
        close.gains.resize(blocks.len() * TOGETHER, [0; BLOCK]);
        close.gives.resize(blocks.len() * TOGETHER, [0; BLOCK]);
        let gains = close.gains.chunks_mut(TOGETHER);
        for ((block, gains), gives) in blocks.zip(gains).zip(close.gives.chunks_mut(TOGETHER)) {
            let count = askers.len();
            meaning.asker_units(&askers, block, &mut gains[..count], &mut gives[..count]);
        }
    }

    /// Starts the sums of a tile from what an asker, that of a row of the few, gains and gives at most by closeness in meaning.
    fn start_from_meaning(&self, row: usize, tile: &Range<usize>, scratch: &mut Scratch) {
        if self.task.index.meaning.is_none() {
            return;
        }
        let Scratch {
            gains,
            gives,
            close,
            ..
        } = scratch;
        close.asker = row;
        for (sums, units) in [(gains, &close.gains), (gives, &close.gives)] {
            let blocks = sums[..tile.len()].chunks_mut(BLOCK / GROUP);
            for (sums, units) in blocks.zip(units.iter().skip(row).step_by(TOGETHER)) {
                let units = units.as_chunks::<GROUP>().0;
                sums.copy_from_slice(&units[..sums.len()]);
            }
        }
    }

    /// The most that closeness with a candidate, by place in the tile, counts of what sums to so much; nothing where nobody is embedded.
    pub(crate) fn closeness(
        &self,
        state: &State<'_>,
        close: &Close,
        (j, local): (u32, usize),
        [sum, given]: [u8; 2],
    ) -> Closeness {
        let Some((meaning, own)) = self.task.profiles.meaning.zip(state.embedded.as_ref()) else {
            return Closeness::default();
        };
        let [gain, give] = close.units(local);
        let most = |units: u8, of: u8, weight: f32| match of {
            // A sum that saturated stands for all that may be gained.
            u8::MAX => weight,
            _ => f32::from(units) / state.scale,
        };
        Closeness {
            gain: most(gain, sum, own.weight),
            give: most(give, given, meaning.weight(j)),
        }
    }

    /// What closeness with a candidate is, and what either gains at most then, or `None` as soon as that rules the pair out: `most` is what
    /// either gains at most, of which closeness is `bound`.
    pub(crate) fn exact_closeness(
        &self,
        (i, j): (u32, u32),
        (most, bound): ([f32; 2], Closeness),
        misses: impl Fn(f32) -> bool,
    ) -> Option<(Closeness, [f32; 2])> {
        let Some(meaning) = self.task.profiles.meaning else {
            return Some((bound, most));
        };
        let ([gain, give], ask) = (most, self.task.ask);
        // The list may have grown since the sums were found to suffice.
        if misses(ask.score_of(gain, give)) {
            return None;
        }
        let exact = meaning.gain(i, j, View::Own);
        let gain = gain + (exact - bound.gain) + SLACK;
        // The first product decides whether the second is made.
        if misses(ask.score_of(gain, give)) {
            return None;
        }
        let back = meaning.gain(j, i, View::Own);
        let give = give + (back - bound.give) + SLACK;
        let known = Closeness {
            gain: exact,
            give: back,
        };
        (!misses(ask.score_of(gain, give))).then_some((known, [gain, give]))
    }
}
