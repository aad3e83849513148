//! Floor 3 — what does a list rank by when nobody iterates over exposures? (wants, means, transferable utility)

use std::ops::ControlFlow;

use crate::assign::exposure::layout::Layout;
use crate::assign::exposure::preferences::Book;
use crate::assign::exposure::{Ended, Objective, Preferences, Progress, Settings, Side};
use crate::error::Error;
use crate::numeric::power_mean;
use crate::par;

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
    progress: &mut impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Scores, Error> {
    if let Objective::Transferable(beta) = settings.objective {
        return Ok(transferable(preferences, beta, settings, progress));
    }
    let by_side = [Side::Left, Side::Right].map(|side| {
        if side == Side::Right && preferences.is_pool() {
            return Vec::new();
        }
        let book = preferences.book(side);
        match settings.objective {
            Objective::Naive => book.wants.clone(),
            Objective::Product => book.both.clone(),
            Objective::PowerMean(power) => {
                let pairs = book.wants.iter().zip(theirs(preferences, side));
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
fn theirs(preferences: &Preferences, side: Side) -> Vec<f64> {
    let other = match side {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
    };
    let book = preferences.book(side);
    let mut wanted = vec![0.0; book.wants.len()];
    book.layout
        .mirror_into(&preferences.book(other).wants, &mut wanted);
    wanted
}

/// The equilibrium of Tomita et al. (2022): K = exp((p + q)/2β), μ = K A B with √(1 + h²) − h for each potential, h = (K B)/2.
fn transferable(
    preferences: &Preferences,
    beta: f64,
    settings: &Settings,
    progress: &mut impl FnMut(Progress) -> ControlFlow<()>,
) -> Scores {
    let mut clearing = Clearing::new(preferences, beta);
    let (mut iterations, mut ended) = (0, Ended::Exhausted);
    while iterations < settings.iterations {
        let change = clearing.round();
        iterations += 1;
        let told = Progress {
            iteration: iterations,
            limit: settings.iterations,
            matches: 0.0,
            change,
        };
        let broken = progress(told).is_break();
        if change < settings.tolerance {
            ended = Ended::Settled;
            break;
        }
        if broken {
            ended = Ended::Cancelled;
            break;
        }
    }
    Scores {
        by_side: clearing.into_masses(),
        iterations,
        ended,
    }
}

/// Kernels and potentials, by side; a pool has one side, which answers itself.
struct Clearing<'a> {
    preferences: &'a Preferences,
    kernels: [Vec<f64>; 2],
    potentials: [Vec<f64>; 2],
}

impl<'a> Clearing<'a> {
    fn new(preferences: &'a Preferences, beta: f64) -> Self {
        let mut kernels = [kernel(preferences, Side::Left, beta), Vec::new()];
        if !preferences.is_pool() {
            kernels[1] = kernel(preferences, Side::Right, beta);
        }
        let ones = |side| vec![1.0; preferences.book(side).layout.rows()];
        Self {
            preferences,
            kernels,
            potentials: [ones(Side::Left), ones(Side::Right)],
        }
    }

    /// The sides with the place of each and of the one across.
    fn sides(&self) -> &'static [(Side, usize, usize)] {
        if self.preferences.is_pool() {
            &[(Side::Left, 0, 0)]
        } else {
            &[(Side::Left, 0, 1), (Side::Right, 1, 0)]
        }
    }

    /// Each side answers the other; returns the greatest change of a potential.
    fn round(&mut self) -> f64 {
        let mut change = 0.0;
        for &(side, at, other) in self.sides() {
            let book = self.preferences.book(side);
            let mut next = answer(book, &self.kernels[at], &self.potentials[other]);
            let old = &self.potentials[at];
            if at == other {
                // One vector answers itself; the mean with the old one keeps it from swinging.
                next.iter_mut()
                    .zip(old)
                    .for_each(|(new, old)| *new = f64::midpoint(*new, *old));
            }
            let changes = next.iter().zip(old).map(|(new, old)| (new - old).abs());
            change = changes.fold(change, f64::max);
            self.potentials[at] = next;
        }
        change
    }

    /// μ of every pair, by side.
    fn into_masses(mut self) -> [Vec<f64>; 2] {
        for &(side, at, other) in self.sides() {
            let layout = &self.preferences.book(side).layout;
            let (ours, others) = (&self.potentials[at], &self.potentials[other]);
            scale(layout, &mut self.kernels[at], ours, others);
        }
        self.kernels
    }
}

fn kernel(preferences: &Preferences, side: Side, beta: f64) -> Vec<f64> {
    let mut kernel = theirs(preferences, side);
    let wants = &preferences.book(side).wants;
    const SHARE: usize = 1 << 12;
    par::for_each_light_row(&mut kernel, SHARE, |share, cells| {
        for (cell, want) in cells.iter_mut().zip(&wants[share * SHARE..]) {
            *cell = ((want + *cell) / (2.0 * beta)).exp();
        }
    });
    kernel
}

/// One side's potentials as the answer to the other's.
fn answer(book: &Book, kernel: &[f64], others: &[f64]) -> Vec<f64> {
    par::map_with(
        book.layout.rows(),
        Vec::new,
        |row_of_others: &mut Vec<f64>, row| {
            let span = book.layout.span(row);
            row_of_others.resize(span.len(), 0.0);
            book.layout.gather(row, others, row_of_others);
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

fn scale(layout: &Layout, kernel: &mut [f64], ours: &[f64], others: &[f64]) {
    let start = |row: usize| layout.start(row);
    let mut done = vec![(); layout.rows()];
    par::map_spans(
        kernel,
        start,
        &mut done,
        Vec::new,
        |row_of_others, row, cells| {
            row_of_others.resize(cells.len(), 0.0);
            layout.gather(row, others, row_of_others);
            cells
                .iter_mut()
                .zip(row_of_others.iter())
                .for_each(|(cell, other)| *cell *= ours[row] * other);
        },
    );
}
