//! Which pairs of one person with a block may enter either list, where each pair is held to a factor of its own.

use pulp::NullaryFnOnce;

use crate::benefit::all_pairs::linked::{KeyPlace, Linked, RowShared};
use crate::benefit::all_pairs::size::PEOPLE;
use crate::benefit::bound::{MeanBound, ROUNDING};
use crate::benefit::index::GROUP;
use crate::benefit::kernel::Square;
use crate::benefit::links::Links;
use crate::benefit::task::Ask;

/// One person of a block with everyone of another.
pub(crate) struct LinkedRow<'t> {
    pub(crate) links: &'t Links,
    pub(crate) ask: Ask,
    pub(crate) bound: MeanBound,
    /// The block of the person, and the other, whose keys are open.
    pub(crate) blocks: [&'t Linked; 2],
    pub(crate) places: &'t [KeyPlace],
    /// The person's place in the block.
    pub(crate) local: usize,
    /// What the person gains in units, and what the others gain: of each group of theirs the person's group as a square.
    pub(crate) gains: &'t [[u8; GROUP]],
    pub(crate) gives: &'t [Square],
    /// A gain a unit, in the block of either.
    pub(crate) unit: [f32; 2],
    /// Written: what the person shares with each, the most that each pair may score, and 1 where a list may take it.
    pub(crate) shared: &'t mut RowShared,
    pub(crate) bounds: &'t mut [f32; PEOPLE],
    pub(crate) found: &'t mut [u8; PEOPLE],
}

impl NullaryFnOnce for LinkedRow<'_> {
    type Output = ();

    /// Loops over plain numbers side by side, of which the compiler makes registers.
    #[inline(always)]
    fn call(self) {
        let [own, others] = self.blocks;
        own.share(self.links, (self.local, others), self.places, self.shared);
        self.shared
            .finish(self.links, own.own[self.local], &others.own);
        let least = own.thresholds[self.local];
        for group in 0..self.gains.len() {
            let bounds = self.bounds(group);
            let thresholds = of_group(&others.thresholds, group);
            let mut found = [0; GROUP];
            for lane in 0..GROUP {
                let least = least.min(thresholds[lane]) * ROUNDING;
                found[lane] = u8::from((bounds[lane] > 0.0) & (bounds[lane] >= least));
            }
            self.bounds.as_chunks_mut::<GROUP>().0[group] = bounds;
            self.found.as_chunks_mut::<GROUP>().0[group] = found;
        }
    }
}

impl LinkedRow<'_> {
    /// The most that each pair with someone of a group may score; 0 where there is no pair.
    #[inline(always)]
    fn bounds(&self, group: usize) -> [f32; GROUP] {
        let [own, others] = self.blocks;
        let contrast = of_group(&self.shared.contrast, group);
        let factors = of_group(&self.shared.factors, group);
        let most = of_group(&others.max_gains, group);
        let seeking = of_group(&others.sought, group);
        let (saturated, sought) = (own.max_gains[self.local], own.sought[self.local]);
        let (gains, gives) = (&self.gains[group], &self.gives[group][self.local % GROUP]);
        let (unknown, min_gain) = (self.ask.unknown_gain, self.ask.min_gain * ROUNDING);
        // Where no gain stands for an unknown one, both must gain something.
        let least = match unknown > 0.0 {
            true => min_gain,
            false => min_gain.max(f32::MIN_POSITIVE),
        };
        let mut bounds = [0.0; GROUP];
        for lane in 0..GROUP {
            let gain = amount(gains[lane], self.unit[0], saturated) + sought * contrast[lane];
            let give =
                amount(gives[lane], self.unit[1], most[lane]) + seeking[lane] * contrast[lane];
            let is_pair = (gain.max(give) > 0.0) & (gain.min(give) >= least);
            let mean = self.bound.most(gain.max(unknown), give.max(unknown));
            bounds[lane] = if is_pair { mean * factors[lane] } else { 0.0 };
        }
        bounds
    }
}

/// The numbers of a group.
#[inline(always)]
fn of_group(numbers: &[f32; PEOPLE], group: usize) -> &[f32; GROUP] {
    &numbers.as_chunks::<GROUP>().0[group]
}

/// The most that a sum of units stands for.
#[inline(always)]
fn amount(units: u8, unit: f32, saturated: f32) -> f32 {
    if units == u8::MAX {
        saturated
    } else {
        f32::from(units) * unit
    }
}
