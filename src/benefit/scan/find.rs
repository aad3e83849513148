//! Who may reach a score: found by sums, then by the consent of the pair.

use std::ops::Range;

use pulp::NullaryFnOnce;

use crate::benefit::bound::{MeanBound, ROUNDING};
use crate::benefit::index::GROUP;
use crate::benefit::kernel::{ScanInput, Thresholds, rounded_up};
use crate::benefit::links::{CommonColumns, CommonKey, Consent};
use crate::benefit::scan::Scan;
use crate::benefit::scan::scratch::{STRETCH, Scratch};
use crate::benefit::scan::state::State;
use crate::numeric::greater;
use crate::rows::AsIndex;

/// Fewer than these of a group are scored at once: to bound the consent of all 128 costs more. A design choice.
const FEW: u32 = 4;

impl<J> Scan<'_, J> {
    /// Finds the candidates of a stretch whose sums suffice for a score; what suffices for those who share something is written.
    pub(crate) fn find(
        &self,
        state: &State<'_>,
        (stretch, local): (Range<usize>, usize),
        score: f32,
        scratch: &mut Scratch,
    ) {
        // A score is at most the mean of both gains times the factor: the mean must reach the score over the factor.
        let plain = self.threshold(state, score / state.factors[0]);
        let index = self.task.index;
        let width = index.width;
        let unknown = self.task.ask.unknown_gain;
        let input = ScanInput {
            gain: self.gain.terms(&state.gain_terms),
            give: self.give.terms(&state.give_terms),
            thresholds: plain.unwrap_or(Thresholds::MOST),
            linked: &scratch.sharing.linked[local..],
            pairs: &scratch.pairs,
            unknown: rounded_up(unknown * state.scale),
            beside: state.extra > 0.0,
            codes: &index.codes[stretch.start * width..stretch.end * width],
            width,
            gains: &scratch.gains[local..],
            gives: &scratch.gives[local..],
        };
        let count = stretch.len();
        index.kernel.scan(
            &input,
            &mut scratch.found[..count],
            [&mut scratch.sums[..count], &mut scratch.give_sums[..count]],
        );
        if state.scale <= 0.0 {
            return;
        }
        for (at, group) in stretch.enumerate() {
            let found = scratch.found[at];
            scratch.found[at] =
                self.consenting(state, (group, local + at), found, (score, scratch));
        }
    }

    /// Those of a group, found by sums, who may reach a score with the consent of the pair; `local` is the group's place in the tile.
    fn consenting(
        &self,
        state: &State<'_>,
        (group, local): (usize, usize),
        found: u128,
        (score, scratch): (f32, &Scratch),
    ) -> u128 {
        let index = self.task.index;
        let links = self.task.profiles.links;
        let consent = links.and_then(|links| Some((links, links.consent.as_ref()?)));
        let Some((links, consent)) = consent.filter(|_| found.count_ones() >= FEW) else {
            return found;
        };
        let sharing = &scratch.sharing;
        let own = links.own[state.asker.person.as_index()];
        let (mut sums, mut best, mut lifts) = ([own; GROUP], [0.0; GROUP], [state.lift; GROUP]);
        let mut linked = found & sharing.linked[local];
        while linked != 0 {
            let lane = linked.trailing_zeros().as_index();
            linked &= linked - 1;
            let shared = sharing.shared(local * GROUP + lane);
            (sums[lane], best[lane]) = (own + shared.sum, shared.best);
            // A topic that is shared may lift as far as any: it is bounded with the pair.
            if shared.topics > 0.0 {
                lifts[lane] = 1.0;
            }
        }
        let at = local % STRETCH;
        let reached = index.kernel.run(Consenting {
            columns: &index.common,
            keys: &state.common,
            group,
            consent,
            start: (sums, best),
            lifts: &lifts,
            bound: self.mean,
            sums: [&scratch.sums[at], &scratch.give_sums[at]],
            unit: 1.0 / state.scale,
            extra: state.extra,
            max: [state.max_gain, state.max_give],
            unknown: self.task.ask.unknown_gain,
            least: score * ROUNDING,
        });
        found & reached
    }
}

/// A group of candidates and one asker.
struct Consenting<'t> {
    columns: &'t CommonColumns,
    keys: &'t [CommonKey],
    group: usize,
    consent: &'t Consent,
    /// What the keys that few have come to: sums with the asker's part, and the best of the alternatives.
    start: ([f32; GROUP], [f32; GROUP]),
    /// What disagreement leaves of a score at most.
    lifts: &'t [f32; GROUP],
    bound: MeanBound,
    sums: [&'t [u8; GROUP]; 2],
    /// A gain a unit of the sums, and what sums of gains leave out.
    unit: f32,
    extra: f32,
    /// What sums that saturated stand for.
    max: [f32; 2],
    unknown: f32,
    least: f32,
}

impl NullaryFnOnce for Consenting<'_> {
    type Output = u128;

    /// Loops over plain numbers side by side, of which the compiler makes registers.
    #[inline(always)]
    fn call(self) -> u128 {
        let inverse = self
            .columns
            .inverse(self.consent, self.keys, self.group, self.start);
        let [gains, gives] = self.sums;
        let amount = |units: u8, more: f32, most: f32| match units {
            u8::MAX => most,
            _ => f32::from(units) * self.unit + more,
        };
        let mut reached = [0_u8; GROUP];
        for lane in 0..GROUP {
            let gain = greater(amount(gains[lane], self.extra, self.max[0]), self.unknown);
            let give = greater(amount(gives[lane], 0.0, self.max[1]), self.unknown);
            let (most, over) = self.bound.most(gain, give);
            // most / over / inverse · lift >= least, without a division.
            reached[lane] = u8::from(most * self.lifts[lane] >= self.least * over * inverse[lane]);
        }
        let bit = |(lane, &reached): (usize, &u8)| u128::from(reached) << lane;
        reached
            .iter()
            .enumerate()
            .map(bit)
            .fold(0, |all, bit| all | bit)
    }
}
