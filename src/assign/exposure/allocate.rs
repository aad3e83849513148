//! Chooses the solver for an objective and runs its phases.

use std::ops::ControlFlow;

use crate::assign::exposure::attention::Attention;
use crate::assign::exposure::frank_wolfe::{AlphaFairness, FrankWolfe};
use crate::assign::exposure::lists_by_score::lists_by_score;
use crate::assign::exposure::scores::{Scores, one_shot_scores};
use crate::assign::exposure::{Allocation, Ended, MarketSide, Objective, Preferences, Settings};
use crate::error::Error;
use crate::progress::{Meter, Progress, watched};

/// Where a run starts.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub enum Start<'a> {
    /// Every candidate of a list has the same exposure.
    #[default]
    Even,
    /// The lists of an earlier allocation, from the first iteration on: for wants that changed a little.
    Warm(&'a Allocation),
    /// The lists of an allocation that was cancelled or ran out of iterations, from the iteration after its last.
    ///
    /// With the same wants and settings the end is the same, byte by byte, as without the break.
    Resume(&'a Allocation),
}

/// Iterations with one α.
#[derive(Debug, Clone, Copy)]
struct Phase {
    alpha: f64,
    iterations: u32,
    tolerance: f64,
}

/// The continuation in α of [`Objective::Anneal`], fair to efficient; each value has this share of the iterations, without a tolerance.
const ANNEAL: [f64; 3] = [0.5, 0.8, 1.0];
const ANNEAL_PART: f64 = 0.4;

/// The most rounds of best responses. Every round but the last raises the total, so few are used.
const ROUNDS: u32 = 1000;

/// The dual prices have not converged while someone exceeds a cap by more than this share of it.
const OVERLOAD: f64 = 0.01;

/// The search stops when a round of best responses, or of these and pairwise moves, gains less than this share of the total.
const ROUND_GAIN: f64 = 1e-5;

/// Allocates exposures to every list for an objective.
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
/// use confrere::assign::exposure::{Objective, Preferences, Settings, MarketSide, allocate};
/// // Everyone on the left prefers 0; 0 cannot meet them all.
/// let left = [0.9, 0.8, 0.9, 0.7, 0.9, 0.6];
/// let right = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
/// let wants = Preferences::two_sides(3, 2, &left, &right)?;
/// let naive = allocate(&wants, &Settings::new(Objective::Naive))?;
/// let fair = allocate(&wants, &Settings::new(Objective::Nash))?;
/// assert!(fair.gini(MarketSide::Right) < naive.gini(MarketSide::Right));
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn allocate(preferences: &Preferences, settings: &Settings) -> Result<Allocation, Error> {
    run(preferences, settings, Start::Even, &mut Meter::silent())
}

/// As [`allocate`], from a given start and [watched](Progress): told after every iteration, with the expected matches as the value.
/// A `Break` ends the ascent there: the answer is that of the last iteration, and [`Allocation::ended`] says so. Transferable utility
/// tells its matches in the end only.
///
/// # Errors
///
/// As [`allocate`]; [`Error::Shape`] when the lists of the start have other entries than those of the wants.
///
/// # Examples
///
/// ```
/// use std::ops::ControlFlow;
/// use confrere::assign::exposure::{Ended, Objective, Preferences, Settings, Start, allocate_watched};
/// let wants = Preferences::pool(3, &[0.0, 0.9, 0.4, 0.8, 0.0, 0.3, 0.9, 0.7, 0.0])?;
/// let settings = Settings::new(Objective::Nash);
/// let broken = allocate_watched(&wants, &settings, Start::Even, |_| ControlFlow::Break(()))?;
/// assert_eq!((broken.ended(), broken.iterations()), (Ended::Cancelled, 1));
/// let whole = allocate_watched(&wants, &settings, Start::Resume(&broken), |_| ControlFlow::Continue(()))?;
/// assert_ne!(whole.ended(), Ended::Cancelled);
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn allocate_watched(
    preferences: &Preferences,
    settings: &Settings,
    start: Start<'_>,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Allocation, Error> {
    watched(progress, |meter| run(preferences, settings, start, meter))
}

/// As [`allocate_watched`].
pub(crate) fn run(
    preferences: &Preferences,
    settings: &Settings,
    start: Start<'_>,
    meter: &mut Meter<'_>,
) -> Result<Allocation, Error> {
    settings.check()?;
    let sides = [MarketSide::Left, MarketSide::Right];
    let attention =
        sides.map(|side| Attention::new(&settings.examination, preferences.lists(side)));
    let phases = match settings.objective {
        Objective::Alpha(alpha) => vec![Phase::of(settings, alpha)],
        Objective::Nash => vec![Phase::of(settings, 0.0)],
        Objective::Anneal => ANNEAL
            .map(|alpha| Phase::annealed(settings, alpha))
            .to_vec(),
        _ => {
            let scores = one_shot_scores(preferences, settings, meter)?;
            return Ok(ranked(preferences, attention, scores));
        }
    };
    // A settled run has nothing left to do: it is its own answer.
    if let Start::Resume(before) = start
        && before.ended() == Ended::Settled
    {
        before.exposures_for(preferences)?;
        return Ok(before.clone());
    }
    // A resumed run goes on counting where it was broken off, so that it ends where an unbroken one does.
    let done = match start {
        Start::Resume(before) => before.iterations(),
        _ => 0,
    };
    let exposure = match start {
        Start::Even => None,
        Start::Warm(before) | Start::Resume(before) => Some(before.exposures_for(preferences)?),
    };
    let frank_wolfe = FrankWolfe::new(preferences, attention, exposure);
    Ok(Schedule {
        frank_wolfe,
        phases,
        step: settings.step,
        done,
        ended: Ended::Settled,
        meter,
    }
    .finish(settings.objective))
}

impl Phase {
    fn of(settings: &Settings, alpha: f64) -> Self {
        Self {
            alpha,
            iterations: settings.get_iterations(),
            tolerance: settings.get_tolerance(),
        }
    }

    fn annealed(settings: &Settings, alpha: f64) -> Self {
        let iterations = (f64::from(settings.get_iterations()) * ANNEAL_PART).round() as u32;
        Self {
            alpha,
            iterations,
            tolerance: 0.0,
        }
    }
}

/// Lists ranked by scores, without iterating over exposures.
fn ranked(preferences: &Preferences, attention: [Attention; 2], scores: Scores) -> Allocation {
    let [left, right] = &scores.by_side;
    let lists = [left, right].map(|scores| scores.as_slice());
    let exposure = lists_by_score(preferences, &attention, lists);
    let mut frank_wolfe = FrankWolfe::new(preferences, attention, Some(exposure));
    frank_wolfe.update_utilities();
    Allocation::new(preferences, frank_wolfe, scores.iterations, scores.ended)
}

/// The phases of a run and how far it has come.
struct Schedule<'a, 'c, 'w> {
    frank_wolfe: FrankWolfe<'a>,
    phases: Vec<Phase>,
    step: f64,
    /// Iterations done, those before a break included.
    done: u32,
    ended: Ended,
    meter: &'c mut Meter<'w>,
}

impl Schedule<'_, '_, '_> {
    fn finish(mut self, objective: Objective) -> Allocation {
        let limit: u32 = self.phases.iter().map(|phase| phase.iterations).sum();
        let already = self.done;
        let mut first = 0;
        // A resumed run skips the iterations done before; each phase starts from the exposures of the one before it.
        for phase in self.phases.clone() {
            let skipped = already.saturating_sub(first).min(phase.iterations);
            self.ended = self.phase(phase, phase.iterations - skipped, limit);
            first += phase.iterations;
            if self.ended == Ended::Cancelled {
                break;
            }
        }
        // Only without caps: a best response ignores dual prices and would overload capped people.
        if objective == Objective::Anneal
            && self.ended != Ended::Cancelled
            && !self.frank_wolfe.is_capped()
        {
            self.ended = self.local_search();
        }
        self.frank_wolfe.scale_to_caps();
        self.frank_wolfe.update_utilities();
        let preferences = self.frank_wolfe.preferences();
        Allocation::new(preferences, self.frank_wolfe, self.done, self.ended)
    }

    fn phase(&mut self, phase: Phase, iterations: u32, limit: u32) -> Ended {
        let fairness = AlphaFairness::new(phase.alpha);
        let mut before = self.frank_wolfe.matches();
        for round in phase.iterations - iterations..phase.iterations {
            // One step, then the figures that decide whether to go on.
            self.frank_wolfe.step(fairness, self.step);
            self.done += 1;
            let matches = self.frank_wolfe.matches();
            let change = (matches - before).abs();
            before = matches;
            let steps = (u64::from(self.done), u64::from(limit));
            let told = self
                .meter
                .report("ascent", steps, (Some(matches), Some(change)));
            let broken = told.is_break();
            // Not after the first step: it can leave the total of even lists unchanged by chance.
            if round > 0 && change < phase.tolerance && self.frank_wolfe.overload() < OVERLOAD {
                return Ended::Settled;
            }
            if broken {
                return Ended::Cancelled;
            }
        }
        Ended::Exhausted
    }

    /// Alternates best responses and pairwise moves until neither gains: a local optimum of both neighbourhoods.
    fn local_search(&mut self) -> Ended {
        let mut before = 0.0;
        for _ in 0..ROUNDS {
            let ended = self.best_responses();
            if ended != Ended::Settled {
                return ended;
            }
            // Best responses cannot leave a point where two people would have to move up in each other's lists at once; pair
            // moves can.
            let moved = self.frank_wolfe.move_pairs();
            let matches = self.frank_wolfe.matches();
            if moved == 0 || matches - before < ROUND_GAIN * matches {
                return Ended::Settled;
            }
            before = matches;
        }
        Ended::Exhausted
    }

    /// Coordinate ascent: each side takes its best lists against the other's, as long as the total rises.
    fn best_responses(&mut self) -> Ended {
        let mut before = self.frank_wolfe.matches();
        // Every round costs two sorts of all lists, so the rounds are bounded as well.
        for _ in 0..ROUNDS {
            self.frank_wolfe.best_responses();
            let matches = self.frank_wolfe.matches();
            let change = matches - before;
            // Each response raises the expected matches or leaves them, so the sequence converges.
            if change <= ROUND_GAIN * matches {
                return Ended::Settled;
            }
            before = matches;
            let steps = (u64::from(self.done), u64::from(self.done));
            let reached = (Some(matches), Some(change));
            if self
                .meter
                .report("best responses", steps, reached)
                .is_break()
            {
                return Ended::Cancelled;
            }
        }
        Ended::Exhausted
    }
}
