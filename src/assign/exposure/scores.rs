//! Objectives that rank by a score: wants, means, and the transferable-utility equilibrium (Sinkhorn).

use crate::assign::exposure::layout::Layout;
use crate::assign::exposure::preference_lists::PreferenceLists;
use crate::assign::exposure::{Ended, MarketSide, Objective, Preferences, Settings};
use crate::error::Error;
use crate::numeric::power_mean;
use crate::par;
use crate::progress::Meter;

/// Scores per slot, by side.
#[derive(Debug)]
pub(crate) struct Scores {
    pub(crate) by_side: [Vec<f64>; 2],
    pub(crate) iterations: u32,
    pub(crate) ended: Ended,
}

/// The scores of an objective that ranks by them.
pub(crate) fn one_shot_scores(
    preferences: &Preferences,
    settings: &Settings,
    meter: &mut Meter<'_>,
) -> Result<Scores, Error> {
    // Scores with transferable utility come of a matrix scaling; all others of one formula a pair.
    if let Objective::Transferable(beta) = settings.objective {
        return Ok(transferable(preferences, beta, settings, meter));
    }
    let by_side = [MarketSide::Left, MarketSide::Right].map(|side| {
        // A pool is one side that looks at itself.
        if side == MarketSide::Right && preferences.is_pool() {
            return Vec::new();
        }
        let lists = preferences.lists(side);
        match settings.objective {
            Objective::Naive => lists.wants.clone(),
            Objective::Product => lists.both.clone(),
            Objective::PowerMean(power) => {
                let pairs = lists.wants.iter().zip(theirs(preferences, side));
                pairs
                    .map(|(&want, wanted)| power_mean(power, want, wanted))
                    .collect()
            }
            _ => unreachable!("only objectives without iterations over exposures come here"),
        }
    });
    Ok(Scores {
        by_side,
        iterations: 0,
        ended: Ended::Settled,
    })
}

/// How much the column wants the row, in the order of a side.
fn theirs(preferences: &Preferences, side: MarketSide) -> Vec<f64> {
    let lists = preferences.lists(side);
    let mut wanted = vec![0.0; lists.wants.len()];
    lists.layout.mirror_into(
        &preferences.lists(preferences.facing(side)).wants,
        &mut wanted,
    );
    wanted
}

/// The equilibrium of Tomita et al. (2022): K = exp((p + q)/2β), μ = K A B with √(1 + h²) − h for each potential, h = (K B)/2.
fn transferable(
    preferences: &Preferences,
    beta: f64,
    settings: &Settings,
    meter: &mut Meter<'_>,
) -> Scores {
    // The fixed point of both half-steps is the equilibrium matching; a small change of every factor is the stopping rule.
    // Iterative proportional fitting, row sums and column sums in turn (Sinkhorn 1967).
    let mut sinkhorn = Sinkhorn::new(preferences, beta);
    let (mut iterations, mut ended) = (0, Ended::Exhausted);
    while iterations < settings.get_iterations() {
        let change = sinkhorn.round();
        iterations += 1;
        let steps = (iterations.into(), settings.get_iterations().into());
        let broken = meter
            .report("balancing", steps, (None, Some(change)))
            .is_break();
        if change < settings.get_tolerance() {
            ended = Ended::Settled;
            break;
        }
        if broken {
            ended = Ended::Cancelled;
            break;
        }
    }
    Scores {
        by_side: sinkhorn.into_matching(),
        iterations,
        ended,
    }
}

/// Sinkhorn scaling (IPFP) of the kernel K: scaling factors by side; a pool has one side, which faces itself.
struct Sinkhorn<'a> {
    preferences: &'a Preferences,
    kernels: [Vec<f64>; 2],
    scalings: [Vec<f64>; 2],
}

impl<'a> Sinkhorn<'a> {
    fn new(preferences: &'a Preferences, beta: f64) -> Self {
        let mut kernels = [kernel(preferences, MarketSide::Left, beta), Vec::new()];
        if !preferences.is_pool() {
            kernels[1] = kernel(preferences, MarketSide::Right, beta);
        }
        let ones = |side| vec![1.0; preferences.lists(side).layout.rows()];
        Self {
            preferences,
            kernels,
            scalings: [ones(MarketSide::Left), ones(MarketSide::Right)],
        }
    }

    /// The sides with the place of each and of the one across.
    fn sides(&self) -> &'static [(MarketSide, usize, usize)] {
        if self.preferences.is_pool() {
            &[(MarketSide::Left, 0, 0)]
        } else {
            &[(MarketSide::Left, 0, 1), (MarketSide::Right, 1, 0)]
        }
    }

    /// One sweep over both sides; returns the greatest change of a scaling factor.
    fn round(&mut self) -> f64 {
        let mut change = 0.0;
        for &(side, at, other) in self.sides() {
            let lists = self.preferences.lists(side);
            let mut next = scalings_of(lists, &self.kernels[at], &self.scalings[other]);
            let old = &self.scalings[at];
            if at == other {
                // The factors of a pool face themselves; damping by the mean keeps the iteration from oscillating.
                next.iter_mut()
                    .zip(old)
                    .for_each(|(new, old)| *new = f64::midpoint(*new, *old));
            }
            let changes = next.iter().zip(old).map(|(new, old)| (new - old).abs());
            change = changes.fold(change, f64::max);
            self.scalings[at] = next;
        }
        change
    }

    /// μ of every pair, by side.
    fn into_matching(mut self) -> [Vec<f64>; 2] {
        for &(side, at, other) in self.sides() {
            let layout = &self.preferences.lists(side).layout;
            let (ours, others) = (&self.scalings[at], &self.scalings[other]);
            scale(layout, &mut self.kernels[at], ours, others);
        }
        self.kernels
    }
}

fn kernel(preferences: &Preferences, side: MarketSide, beta: f64) -> Vec<f64> {
    let mut kernel = theirs(preferences, side);
    let wants = &preferences.lists(side).wants;
    const SHARE: usize = 1 << 12;
    par::for_each_light_row(&mut kernel, SHARE, |share, cells| {
        for (cell, want) in cells.iter_mut().zip(&wants[share * SHARE..]) {
            *cell = ((want + *cell) / (2.0 * beta)).exp();
        }
    });
    kernel
}

/// One side's scaling factors, given the other's: the update of one Sinkhorn half-step.
fn scalings_of(lists: &PreferenceLists, kernel: &[f64], others: &[f64]) -> Vec<f64> {
    par::map_with(
        lists.layout.rows(),
        Vec::new,
        |row_of_others: &mut Vec<f64>, row| {
            let span = lists.layout.span(row);
            row_of_others.resize(span.len(), 0.0);
            lists.layout.gather(row, others, row_of_others);
            let half: f64 = kernel[span]
                .iter()
                .zip(row_of_others.iter())
                .map(|(k, b)| k * b)
                .sum::<f64>()
                / 2.0;
            // Equal to √(1 + h²) − h, without the loss of digits for a great h.
            1.0 / ((1.0 + half * half).sqrt() + half)
        },
    )
}

/// Multiplies every cell by the factors of its row and its column.
fn scale(layout: &Layout, kernel: &mut [f64], ours: &[f64], others: &[f64]) {
    layout.for_each_row(kernel, Vec::new, |row_of_others, row, cells| {
        row_of_others.resize(cells.len(), 0.0);
        layout.gather(row, others, row_of_others);
        for (cell, other) in cells.iter_mut().zip(row_of_others.iter()) {
            *cell *= ours[row] * other;
        }
    });
}
