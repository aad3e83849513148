//! How far a long call is, and whether it goes on.

pub(crate) mod work;

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::error::Error;
use crate::progress::work::{Counters, WorkReport};

/// How far a long call is: what the closure of every function whose name ends in `_watched` is told, on the thread of the caller.
///
/// All of them have the same last argument, `impl FnMut(Progress) -> ControlFlow<()>`, and the same end: `Continue` goes on, `Break`
/// ends the call within one step with [`Error::Cancelled`]. Only the ascents of [`assign::exposure`](crate::assign::exposure), and so
/// a market, answer a `Break` with what they have reached: their answer says [`Ended::Cancelled`](crate::assign::exposure::Ended). A
/// watched call has the answer of the plain one, to the last bit.
///
/// # Examples
///
/// ```
/// use std::ops::ControlFlow;
/// use std::time::{Duration, Instant};
/// use confrere::{Error, Matcher, Network, Person};
/// let network = Network::builder().people(["ana", "ben"].map(Person::new)).build()?;
/// let matcher = Matcher::new(&network);
/// // A bar and a deadline.
/// let (mut bar, end) = (0.0, Instant::now() + Duration::from_secs(60));
/// let lists = matcher.recommend_all_watched(5, |progress| {
///     assert!(progress.share >= bar);
///     bar = progress.share;
///     if Instant::now() > end { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
/// })?;
/// assert_eq!((lists.len(), bar), (2, 1.0));
/// // Cancelled at once.
/// let cancelled = matcher.recommend_all_watched(5, |_| ControlFlow::Break(()));
/// assert_eq!(cancelled, Err(Error::Cancelled));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Progress {
    /// The share of the call that is done, from 0 to 1; it never falls. A share of steps, not of time.
    pub share: f64,
    /// What the call is at, in words, such as `ranking`.
    pub stage: &'static str,
    /// Steps of this stage that are done.
    pub done: u64,
    /// Steps of this stage at most.
    pub total: u64,
    /// What the call makes as great as it can, as reached so far, where it is known on the way: the expected matches of a market.
    pub value: Option<f64>,
    /// The last change of what a tolerance is compared with, where there is one.
    pub change: Option<f64>,
    /// What became of the pairs of people that the call looked at so far, and of its answers; all 0 where a call looks at no pairs of
    /// people, such as a matching of given weights. The last report has the work of the whole call.
    pub work: WorkReport,
}

/// What a caller watches with.
type Watch<'w> = dyn FnMut(Progress) -> ControlFlow<()> + 'w;

/// Tells the one who watches how far a call is; nobody may watch.
pub(crate) struct Meter<'w> {
    watch: Option<&'w mut Watch<'w>>,
    /// The span of the whole call that this meter's own share, from 0 to 1, stands for.
    span: (f64, f64),
    /// The own share reached, which never falls.
    reached: f64,
    is_broken: bool,
    /// What the call did, for whoever watches.
    work: Option<Arc<Counters>>,
}

impl fmt::Debug for Meter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meter")
            .field("is_watched", &self.is_watched())
            .field("share", &self.share())
            .finish()
    }
}

/// Makes a call that nobody watches and that fails for no other reason.
///
/// # Panics
///
/// Never: only who watches cancels.
pub(crate) fn unwatched<T>(call: impl FnOnce(&mut Meter<'_>) -> Result<T, Error>) -> T {
    call(&mut Meter::silent()).expect("nobody cancels a call that nobody watches")
}

/// Makes a call that is watched, and tells its end.
pub(crate) fn watched<T>(
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
    call: impl FnOnce(&mut Meter<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut meter = Meter {
        watch: Some(&mut progress),
        span: (0.0, 1.0),
        reached: 0.0,
        is_broken: false,
        work: Some(Arc::default()),
    };
    let answer = call(&mut meter)?;
    // The answer is there: it is too late to cancel.
    let _ = meter.tell("done", (1, 1));
    Ok(answer)
}

impl Meter<'_> {
    /// A meter that nobody watches.
    pub(crate) fn silent() -> Self {
        Self {
            watch: None,
            span: (0.0, 1.0),
            reached: 0.0,
            is_broken: false,
            work: None,
        }
    }

    /// Where the work of the call is counted; counts that nobody watches are the caller's own.
    pub(crate) fn counters(&self) -> Arc<Counters> {
        self.work.clone().unwrap_or_default()
    }

    pub(crate) fn is_watched(&self) -> bool {
        self.watch.is_some()
    }

    /// Whether the one who watches has broken off: an ascent may end well on the same step.
    pub(crate) fn is_broken(&self) -> bool {
        self.is_broken
    }

    fn share(&self) -> f64 {
        self.span.0 + (self.span.1 - self.span.0) * self.reached
    }

    /// A meter for the part of the call up to this share of it.
    pub(crate) fn part(&mut self, until: f64) -> Meter<'_> {
        let start = self.share();
        self.reached = until.clamp(self.reached, 1.0);
        let span = (start, self.share());
        Meter {
            watch: match &mut self.watch {
                Some(watch) => Some(&mut **watch),
                None => None,
            },
            span,
            reached: 0.0,
            is_broken: false,
            work: self.work.clone(),
        }
    }

    /// Tells that so many of so many steps of a stage are done, or [`Error::Cancelled`].
    pub(crate) fn tell(
        &mut self,
        stage: &'static str,
        (done, total): (u64, u64),
    ) -> Result<(), Error> {
        match self.flow(stage, (done, total)) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }

    /// As [`tell`](Self::tell), for loops that break.
    pub(crate) fn flow(&mut self, stage: &'static str, steps: (u64, u64)) -> ControlFlow<()> {
        self.report(stage, steps, (None, None))
    }

    /// As [`tell`](Self::tell), with the value reached and its last change.
    pub(crate) fn report(
        &mut self,
        stage: &'static str,
        (done, total): (u64, u64),
        (value, change): (Option<f64>, Option<f64>),
    ) -> ControlFlow<()> {
        let now = if total == 0 {
            1.0
        } else {
            (done as f64 / total as f64).min(1.0)
        };
        // The bar never falls, also where a later stage has more steps than were foreseen.
        self.reached = now.max(self.reached);
        let share = self.share();
        let Some(watch) = &mut self.watch else {
            return ControlFlow::Continue(());
        };
        let flow = watch(Progress {
            share,
            stage,
            done,
            total,
            value,
            change,
            work: self
                .work
                .as_ref()
                .map_or_else(WorkReport::default, |work| work.report()),
        });
        self.is_broken |= flow.is_break();
        flow
    }
}

#[cfg(test)]
mod tests {
    use crate::error::Error;
    use crate::progress::{Meter, unwatched, watched};
    use std::ops::ControlFlow;

    #[test]
    fn parts_cover_the_whole_and_never_go_back() {
        let mut shares = Vec::new();
        let told = |progress: crate::progress::Progress| {
            shares.push(progress.share);
            ControlFlow::Continue(())
        };
        let answer = watched(told, |meter| {
            meter.part(0.5).tell("first", (1, 2))?;
            let mut second = meter.part(1.0);
            second.tell("second", (3, 4))?;
            second.tell("second", (1, 4))?;
            Ok(7)
        });
        assert_eq!(answer, Ok(7));
        assert_eq!(shares, [0.25, 0.875, 0.875, 1.0]);
    }

    #[test]
    fn a_break_cancels_but_not_in_the_end() {
        let cancelled = watched(
            |_| ControlFlow::Break(()),
            |meter| meter.tell("one", (0, 1)),
        );
        assert_eq!(cancelled, Err(Error::Cancelled));
        assert_eq!(watched(|_| ControlFlow::Break(()), |_| Ok(1)), Ok(1));
        assert_eq!(
            unwatched(|meter: &mut Meter<'_>| meter.tell("one", (0, 0))),
            ()
        );
    }
}
