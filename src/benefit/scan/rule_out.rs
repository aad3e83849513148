//! Who may reach a score: found by sums, then by the factor of the pair.

use std::ops::Range;

use pulp::NullaryFnOnce;

use crate::benefit::bound::{MeanBound, ROUNDING};
use crate::benefit::index::GROUP;
use crate::benefit::kernel::{ScanInput, bits, rounded_up};
use crate::benefit::links::{CommonColumns, LinkedAsker, Links, SharedColumns};
use crate::benefit::scan::Scan;
use crate::benefit::scan::scratch::{PLACES, Scratch};
use crate::benefit::scan::state::State;
use crate::numeric::greater;

impl<J> Scan<'_, J> {
    /// Rules out the candidates of a stretch whose sums and factors do not suffice for a score: found are the others.
    pub(crate) fn rule_out(
        &self,
        state: &State<'_>,
        (stretch, local): (&Range<usize>, usize),
        score: f32,
        scratch: &mut Scratch,
    ) {
        let count = stretch.len();
        // A score is at most the mean of both gains times the factor: the mean must reach the score over the factor.
        let Some(thresholds) = self.threshold(state, score / state.most_factor()) else {
            scratch.found[..count].fill(0);
            return;
        };
        let index = self.task.index;
        let width = index.width;
        let unknown = self.task.ask.unknown_gain;
        let input = ScanInput {
            gain: self.gain.terms(&state.gain_terms),
            give: self.give.terms(&state.give_terms),
            thresholds,
            unknown: rounded_up(unknown * state.scale),
            beside: state.extra > 0.0,
            codes: &index.codes[stretch.start * width..stretch.end * width],
            width,
            gains: &scratch.gains[local..],
            gives: &scratch.gives[local..],
        };
        index.kernel.scan(
            &input,
            &mut scratch.found[..count],
            [&mut scratch.sums[..count], &mut scratch.give_sums[..count]],
        );
        if let Some((links, asker)) = self.task.profiles.links.zip(state.linked.as_ref()) {
            index.kernel.run(LinkedStretch {
                links,
                asker,
                columns: &index.common,
                first: stretch.start,
                shared: &scratch.shared,
                bound: self.mean,
                sums: [&scratch.sums[..count], &scratch.give_sums[..count]],
                unit: 1.0 / state.scale,
                extra: state.extra,
                max: [state.max_gain, state.max_give],
                unknown,
                least: score * ROUNDING,
                found: &mut scratch.found[..count],
                factors: &mut scratch.factors,
            });
        }
    }
}

/// A stretch of candidates and one asker, whose pairs are held to factors of their own.
struct LinkedStretch<'t> {
    links: &'t Links,
    asker: &'t LinkedAsker,
    columns: &'t CommonColumns,
    /// The first group.
    first: usize,
    /// What the keys that few have come to.
    shared: &'t SharedColumns<PLACES>,
    bound: MeanBound,
    sums: [&'t [[u8; GROUP]]; 2],
    /// A gain a unit of the sums, and what sums of gains leave out.
    unit: f32,
    extra: f32,
    /// What sums that saturated stand for.
    max: [f32; 2],
    unknown: f32,
    least: f32,
    /// By group, whose sums suffice: written are those whose factors do, too.
    found: &'t mut [u128],
    /// Written where someone's sums suffice: what is made of each pair at most.
    factors: &'t mut [f32; PLACES],
}

impl NullaryFnOnce for LinkedStretch<'_> {
    type Output = ();

    /// Loops over plain numbers side by side, of which the compiler makes registers.
    #[inline(always)]
    fn call(self) {
        let amount = |units: u8, more: f32, most: f32| match units {
            u8::MAX => most,
            _ => f32::from(units) * self.unit + more,
        };
        for (at, found) in self.found.iter_mut().enumerate() {
            // Where sums rule out everyone, factors are never read.
            if *found == 0 {
                continue;
            }
            let asker = (self.asker, self.first + at);
            let factors = self.columns.factors(self.links, asker, (self.shared, at));
            let [gains, gives] = self.sums.map(|sums| &sums[at]);
            let mut reached = [0_u8; GROUP];
            for lane in 0..GROUP {
                let gain = greater(amount(gains[lane], self.extra, self.max[0]), self.unknown);
                let give = greater(amount(gives[lane], 0.0, self.max[1]), self.unknown);
                let (most, over) = self.bound.most(gain, give);
                // most / over · factor >= least, without a division; a product too small for f32 rules out nobody.
                let most = greater(most * factors[lane], f32::MIN_POSITIVE);
                reached[lane] = u8::from(most >= self.least * over);
            }
            self.factors.as_chunks_mut().0[at] = factors;
            *found &= bits(&reached);
        }
    }
}
