//! Which pairs of one person with a block may enter either list, where each pair is held to a factor of its own.

use pulp::NullaryFnOnce;

use crate::benefit::all_pairs::linked::{KeyPlace, Linked, RowShared};
use crate::benefit::all_pairs::size::PEOPLE;
use crate::benefit::bound::{MeanBound, ROUNDING};
use crate::benefit::index::GROUP;
use crate::benefit::links::Links;
use crate::benefit::task::Ask;
use crate::numeric::{greater, lesser};

/// What is asked of a row, and where it is written.
pub(crate) enum Asked<'t> {
    /// 1 for each pair that a list may take.
    Found(&'t mut [u8; PEOPLE]),
    /// The most that each pair may score; 0 where there is no pair.
    Bounds(&'t mut [f32; PEOPLE]),
}

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
    /// What the person gains in units, and what the others gain, by group of theirs.
    pub(crate) gains: &'t [[u8; GROUP]],
    pub(crate) gives: &'t [[u8; GROUP]],
    /// A gain a unit, in the block of either.
    pub(crate) unit: [f32; 2],
    /// The score that the person's list asks for, and those of the others.
    pub(crate) threshold: f32,
    pub(crate) thresholds: &'t [f32; PEOPLE],
    /// Written: what the person shares with each.
    pub(crate) shared: &'t mut RowShared,
    pub(crate) asked: Asked<'t>,
}

impl NullaryFnOnce for LinkedRow<'_> {
    type Output = ();

    /// Loops over plain numbers side by side, of which the compiler makes registers.
    #[inline(always)]
    fn call(self) {
        let Self {
            links,
            ask,
            blocks: [own, others],
            local,
            shared,
            ..
        } = self;
        own.share(links, (local, others), self.places, shared);
        let start = (own.own[local], own.ground[local]);
        let expected = own.expected((local, others));
        shared.finish(links, start, (&others.own, &others.ground), expected);
        let row = Row {
            own,
            others,
            local,
            links,
            shared,
            unknown: ask.unknown_gain,
            // Where no gain stands for an unknown one, both must gain something.
            least_gain: match ask.unknown_gain > 0.0 {
                true => ask.min_gain * ROUNDING,
                false => greater(ask.min_gain * ROUNDING, f32::MIN_POSITIVE),
            },
            unit: self.unit,
            bound: self.bound,
            threshold: self.threshold,
            thresholds: self.thresholds,
        };
        let sides = self.gains.iter().zip(self.gives).enumerate();
        match self.asked {
            Asked::Found(found) => {
                for (group, (gains, gives)) in sides {
                    found.as_chunks_mut::<GROUP>().0[group] = row.found(group, gains, gives);
                }
            }
            Asked::Bounds(bounds) => {
                for (group, (gains, gives)) in sides {
                    bounds.as_chunks_mut::<GROUP>().0[group] = row.bounds(group, gains, gives);
                }
            }
        }
    }
}

/// A row of which everything but the sums is known.
struct Row<'t> {
    own: &'t Linked,
    others: &'t Linked,
    local: usize,
    links: &'t Links,
    shared: &'t RowShared,
    unknown: f32,
    least_gain: f32,
    unit: [f32; 2],
    bound: MeanBound,
    threshold: f32,
    thresholds: &'t [f32; PEOPLE],
}

impl Row<'_> {
    /// 1 for each pair with someone of a group that either list may take.
    #[inline(always)]
    fn found(&self, group: usize, gains: &[u8; GROUP], gives: &[u8; GROUP]) -> [u8; GROUP] {
        let inverse = of_group(&self.shared.inverse, group);
        let thresholds = of_group(self.thresholds, group);
        let (most, over) = self.most(group, gains, gives);
        let mut found = [0; GROUP];
        for lane in 0..GROUP {
            let least = lesser(self.threshold, thresholds[lane]) * ROUNDING;
            // most / over / inverse >= least, without a division.
            let reached = most[lane] >= least * over[lane] * inverse[lane];
            found[lane] = u8::from((most[lane] > 0.0) & reached);
        }
        found
    }

    /// The most that each pair with someone of a group may score.
    #[inline(always)]
    fn bounds(&self, group: usize, gains: &[u8; GROUP], gives: &[u8; GROUP]) -> [f32; GROUP] {
        let inverse = of_group(&self.shared.inverse, group);
        let (mut bounds, over) = self.most(group, gains, gives);
        for lane in 0..GROUP {
            bounds[lane] /= over[lane] * inverse[lane];
        }
        bounds
    }

    /// What each pair may score at most but for consent, as dividends and divisors; 0 where there is no pair.
    #[inline(always)]
    fn most(
        &self,
        group: usize,
        gains: &[u8; GROUP],
        gives: &[u8; GROUP],
    ) -> ([f32; GROUP], [f32; GROUP]) {
        let contrast = of_group(&self.shared.contrast, group);
        let (max_gains, sought) = (
            of_group(&self.others.max_gains, group),
            of_group(&self.others.sought, group),
        );
        let max_gain = self.own.max_gains[self.local];
        let seeking = self.own.sought[self.local];
        let (mut most, mut over) = ([0.0; GROUP], [1.0; GROUP]);
        for lane in 0..GROUP {
            let contrast = contrast[lane];
            let gain = amount(gains[lane], self.unit[0], max_gain) + seeking * contrast;
            let give = amount(gives[lane], self.unit[1], max_gains[lane]) + sought[lane] * contrast;
            let is_pair = (greater(gain, give) > 0.0) & (lesser(gain, give) >= self.least_gain);
            let (gain, give) = (greater(gain, self.unknown), greater(give, self.unknown));
            let (mean, divisor) = self.bound.most(gain, give);
            most[lane] = if is_pair { mean } else { 0.0 };
            over[lane] = divisor;
        }
        if let Some(lift) = &self.links.lift {
            for lane in 0..GROUP {
                most[lane] *= lift.at(contrast[lane]);
            }
        }
        (most, over)
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
