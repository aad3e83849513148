//! Floor 3 — from wants and settings to everyone's share of attention: which solver runs, phase by phase?

use std::ops::ControlFlow;

use crate::assign::exposure::ascent::{Ascent, Weighing};
use crate::assign::exposure::attention::Attention;
use crate::assign::exposure::draft::draft;
use crate::assign::exposure::scores::{Scores, one_shot_scores};
use crate::assign::exposure::{
    Allocation, Ended, Objective, Preferences, Progress, Settings, Side,
};
use crate::error::Error;

/// Where a run begins.
#[derive(Debug, Clone, Copy, Default)]
pub enum Start<'a> {
    /// Every candidate of a list gets the same attention.
    #[default]
    Even,
    /// The lists of an earlier answer, from the first iteration on: for wants that changed a little.
    Warm(&'a Allocation),
    /// The lists of an answer that was cancelled or ran out of iterations, from the iteration after its last.
    ///
    /// With the same wants and settings the end is the same, byte by byte, as without the break.
    Resume(&'a Allocation),
}

/// A stretch of iterations with one α.
#[derive(Debug, Clone, Copy)]
struct Phase {
    alpha: f64,
    iterations: u32,
    tolerance: f64,
}

/// The α values of [`Objective::Anneal`]; each has this part of the iterations, without a tolerance.
const ANNEAL: [f64; 3] = [0.5, 0.8, 1.0];
const ANNEAL_PART: f64 = 0.4;

/// The most rounds of best responses; each but the last raises the total, so that few are used.
const ROUNDS: u32 = 1000;

/// As long as someone is over a cap by more than this part of it, the prices have not settled.
const OVERLOAD: f64 = 0.01;

/// A round of best responses, or of these and pairwise steps, that gains less than this part of the total is the last one.
const ROUND_GAIN: f64 = 1e-5;

/// Gives everyone's list its exposures.
///
/// # Errors
///
/// [`Error::OutOfRange`] and [`Error::TooMany`] for settings out of range.
///
/// # Complexity
///
/// O(s log w) an iteration for s list entries in lists of at most w, shared among the workers. Transferable utility: O(s) an iteration.
///
/// # Examples
///
/// ```
/// use confrere::assign::exposure::{Objective, Preferences, Settings, Side, allocate};
/// // Everyone on the left prefers 0; 0 cannot meet them all.
/// let left = [0.9, 0.8, 0.9, 0.7, 0.9, 0.6];
/// let right = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
/// let wants = Preferences::two_sides(3, 2, &left, &right)?;
/// let naive = allocate(&wants, &Settings::new(Objective::Naive))?;
/// let fair = allocate(&wants, &Settings::new(Objective::Nash))?;
/// assert!(fair.gini(Side::Right) < naive.gini(Side::Right));
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn allocate(preferences: &Preferences, settings: &Settings) -> Result<Allocation, Error> {
    allocate_with(preferences, settings, Start::Even, |_| {
        ControlFlow::Continue(())
    })
}

/// Like [`allocate`], from a start of the caller's, telling where it stands after every iteration; the closure may break it off.
///
/// # Errors
///
/// As [`allocate`]; [`Error::Shape`] when the lists of the start have other entries than those of the wants.
pub fn allocate_with(
    preferences: &Preferences,
    settings: &Settings,
    start: Start<'_>,
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Allocation, Error> {
    settings.check()?;
    let sides = [Side::Left, Side::Right];
    let attention = sides.map(|side| Attention::new(&settings.examination, preferences.book(side)));
    let phases = match settings.objective {
        Objective::Alpha(alpha) => vec![Phase::of(settings, alpha)],
        Objective::Nash => vec![Phase::of(settings, 0.0)],
        Objective::Anneal => ANNEAL
            .map(|alpha| Phase::annealed(settings, alpha))
            .to_vec(),
        _ => {
            let scores = one_shot_scores(preferences, settings, &mut progress)?;
            return Ok(ranked(preferences, attention, scores));
        }
    };
    if let Start::Resume(before) = start
        && before.ended() == Ended::Settled
    {
        before.exposures_for(preferences)?;
        return Ok(before.clone());
    }
    let done = match start {
        Start::Resume(before) => before.iterations(),
        _ => 0,
    };
    let exposure = match start {
        Start::Even => None,
        Start::Warm(before) | Start::Resume(before) => Some(before.exposures_for(preferences)?),
    };
    let ascent = Ascent::new(preferences, attention, exposure);
    Ok(Run {
        ascent,
        phases,
        step: settings.step,
        done,
        ended: Ended::Settled,
        progress,
    }
    .finish(settings.objective))
}

impl Phase {
    fn of(settings: &Settings, alpha: f64) -> Self {
        Self {
            alpha,
            iterations: settings.iterations,
            tolerance: settings.tolerance,
        }
    }

    fn annealed(settings: &Settings, alpha: f64) -> Self {
        let iterations = (f64::from(settings.iterations) * ANNEAL_PART).round() as u32;
        Self {
            alpha,
            iterations,
            tolerance: 0.0,
        }
    }
}

/// Lists that follow from scores without iterating over exposures.
fn ranked(preferences: &Preferences, attention: [Attention; 2], scores: Scores) -> Allocation {
    let [left, right] = &scores.by_side;
    let lists = [left, right].map(|scores| scores.as_slice());
    let exposure = draft(preferences, &attention, lists);
    let mut ascent = Ascent::new(preferences, attention, Some(exposure));
    ascent.measure();
    Allocation::new(preferences, ascent, scores.iterations, scores.ended)
}

/// A run of phases over the exposures.
struct Run<'a, F> {
    ascent: Ascent<'a>,
    phases: Vec<Phase>,
    step: f64,
    /// Iterations done, those before a break included.
    done: u32,
    ended: Ended,
    progress: F,
}

impl<F: FnMut(Progress) -> ControlFlow<()>> Run<'_, F> {
    fn finish(mut self, objective: Objective) -> Allocation {
        let limit: u32 = self.phases.iter().map(|phase| phase.iterations).sum();
        let already = self.done;
        let mut first = 0;
        for phase in self.phases.clone() {
            let skipped = already.saturating_sub(first).min(phase.iterations);
            self.ended = self.phase(phase, phase.iterations - skipped, limit);
            first += phase.iterations;
            if self.ended == Ended::Cancelled {
                break;
            }
        }
        // Best responses would take more of a capped person's attention than there is.
        if objective == Objective::Anneal
            && self.ended != Ended::Cancelled
            && !self.ascent.is_capped()
        {
            self.ended = self.settle();
        }
        self.ascent.fit_caps();
        self.ascent.measure();
        let preferences = self.ascent.preferences();
        Allocation::new(preferences, self.ascent, self.done, self.ended)
    }

    fn phase(&mut self, phase: Phase, iterations: u32, limit: u32) -> Ended {
        let weighing = Weighing::new(phase.alpha);
        let mut before = self.ascent.matches();
        for round in phase.iterations - iterations..phase.iterations {
            self.ascent.step(weighing, self.step);
            self.done += 1;
            let matches = self.ascent.matches();
            let change = (matches - before).abs();
            before = matches;
            let told = Progress {
                iteration: self.done,
                limit,
                matches,
                change,
            };
            let broken = (self.progress)(told).is_break();
            // The first step can turn even lists into others with the same total by chance.
            if round > 0 && change < phase.tolerance && self.ascent.overload() < OVERLOAD {
                return Ended::Settled;
            }
            if broken {
                return Ended::Cancelled;
            }
        }
        Ended::Exhausted
    }

    /// Best responses and pairwise steps in turn, until neither gains.
    fn settle(&mut self) -> Ended {
        let mut before = 0.0;
        for _ in 0..ROUNDS {
            let ended = self.respond();
            if ended != Ended::Settled {
                return ended;
            }
            let moved = self.ascent.step_pairs();
            let matches = self.ascent.matches();
            if moved == 0 || matches - before < ROUND_GAIN * matches {
                return Ended::Settled;
            }
            before = matches;
        }
        Ended::Exhausted
    }

    /// Each side answers the other with its best lists, as long as the total rises.
    fn respond(&mut self) -> Ended {
        let mut before = self.ascent.matches();
        for _ in 0..ROUNDS {
            self.ascent.respond();
            let matches = self.ascent.matches();
            let change = matches - before;
            if change <= ROUND_GAIN * matches {
                return Ended::Settled;
            }
            before = matches;
            let told = Progress {
                iteration: self.done,
                limit: self.done,
                matches,
                change,
            };
            if (self.progress)(told).is_break() {
                return Ended::Cancelled;
            }
        }
        Ended::Exhausted
    }
}
