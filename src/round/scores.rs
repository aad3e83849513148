//! What a meeting of two is worth.

use std::fmt;
use std::sync::Arc;

use crate::error::Error;
use crate::id::{PersonIndex, quoted};
use crate::network::Network;
use crate::recommend::Matcher;
use crate::unit::Unit;

/// Scores are counted in whole steps of 1/`SCALE`, so that sums are exact and the same everywhere.
pub const SCALE: i64 = 1 << 20;

/// Up to so many people every pair is scored; beyond, everyone's best [`CANDIDATES`].
const ALL_PAIRS: usize = 1_500;

/// How many candidates each person brings in larger communities.
const CANDIDATES: u32 = 64;

/// What each pair is worth, from 0 to 1.
///
/// Owns what it tells and shares it with its clones: kept in an app's state, moved to a task, and cheap to clone.
#[derive(Clone)]
pub struct Scores {
    network: Network,
    source: Source,
}

/// For each person the scored others, ascending; shared by clones.
type ScoreRows = Arc<Vec<Vec<(u32, i64)>>>;

#[derive(Debug, Clone)]
enum Source {
    /// Every pair is worth 1.
    Equal,
    /// Scores of the caller's own.
    Table(ScoreRows),
    /// Scores of a matcher, which is itself a pointer.
    Matcher(Matcher, ScoreRows),
}

/// Of whom, and not every score.
impl fmt::Debug for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scores")
            .field("network", &self.network)
            .finish_non_exhaustive()
    }
}

/// A score as a whole number of steps.
fn steps(score: f32) -> i64 {
    (f64::from(score) * SCALE as f64).round() as i64
}

impl Scores {
    /// The scores of a matcher.
    ///
    /// Up to 1,500 people every pair counts, beyond that everyone's best 64; see [`Scores::of_candidates`].
    ///
    /// # Complexity
    ///
    /// That of [`Matcher::recommend_all`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// let plan = RoundPlanner::new(Scores::of(&matcher)).plan(&MeetingHistory::default())?;
    /// assert!(plan.value() > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn of(matcher: &Matcher) -> Self {
        let people = matcher.network().size();
        let limit = if people <= ALL_PAIRS {
            people as u32
        } else {
            CANDIDATES
        };
        Self::of_candidates(matcher, limit)
    }

    /// The scores of everyone's best `limit` peers; other pairs are not considered.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// let scores = Scores::of_candidates(&matcher, 1);
    /// assert!(!RoundPlanner::new(scores).plan(&MeetingHistory::default())?.meetings().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn of_candidates(matcher: &Matcher, limit: u32) -> Self {
        let lists = matcher.recommend_all(limit);
        let mut rows = vec![Vec::new(); lists.len()];
        for (who, list) in lists.iter().enumerate() {
            for ranked in list {
                let score = steps(ranked.score);
                rows[who].push((ranked.place.0, score));
                rows[ranked.place.index()].push((who as u32, score));
            }
        }
        for row in &mut rows {
            row.sort_unstable();
            row.dedup();
        }
        Self {
            network: matcher.network().clone(),
            source: Source::Matcher(matcher.clone(), Arc::new(rows)),
        }
    }

    /// Everyone is worth as much to everyone: only rules and history decide.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert_eq!(planner.plan(&history)?.meetings()[0].score, 1.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn equal(network: &Network) -> Self {
        Self {
            network: network.clone(),
            source: Source::Equal,
        }
    }

    /// Scores of your own, from 0 to 1, by name; pairs that are not given have none.
    ///
    /// # Errors
    ///
    /// When a name is unknown, a pair names one person twice or is given twice, or a score is no number from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let planner = RoundPlanner::new(Scores::of_pairs(&network, [("ana", "caro", 0.9), ("ben", "dan", 0.4)])?);
    /// let plan = planner.plan(&history)?;
    /// assert_eq!(plan.of("ana").next().expect("a meeting").people, ["ana", "caro"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn of_pairs<'n>(
        network: &Network,
        pairs: impl IntoIterator<Item = (&'n str, &'n str, f32)>,
    ) -> Result<Self, Error> {
        let mut rows = vec![Vec::new(); network.size()];
        for (a, b, score) in pairs {
            let pair = || format!("pair of {} and {}", quoted(a), quoted(b));
            let (one, other) = (network.named(a)?, network.named(b)?);
            if one == other {
                return Err(Error::SamePerson { what: pair() });
            }
            Unit::check(score, || format!("score of the {}", pair()))?;
            rows[one.index()].push((other.0, steps(score)));
            rows[other.index()].push((one.0, steps(score)));
        }
        // Sorted rows bring the two entries of a pair given twice side by side.
        for (who, row) in rows.iter_mut().enumerate() {
            row.sort_unstable();
            if let Some(twice) = row.windows(2).find(|two| two[0].0 == two[1].0) {
                let (a, b) = (PersonIndex(who as u32), PersonIndex(twice[0].0));
                let (a, b) = (network.key_at(a.min(b)), network.key_at(a.max(b)));
                return Err(Error::Duplicate {
                    what: format!("score of the pair of {} and {}", quoted(a), quoted(b)),
                });
            }
        }
        Ok(Self {
            network: network.clone(),
            source: Source::Table(Arc::new(rows)),
        })
    }

    /// The community that is scored.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert_eq!(Scores::equal(&network).network().people().len(), 4);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The score of a pair in steps, where there is one above 0 or the caller gave it.
    pub(crate) fn get(&self, a: PersonIndex, b: PersonIndex) -> Option<i64> {
        let rows = match &self.source {
            Source::Equal => return Some(SCALE),
            Source::Table(rows) | Source::Matcher(_, rows) => rows,
        };
        let row = &rows[a.index()];
        let place = row.binary_search_by_key(&b.0, |entry| entry.0).ok()?;
        Some(row[place].1)
    }

    /// The people with whom a person has a score, ascending; `None` when it is everyone.
    pub(crate) fn row(&self, who: PersonIndex) -> Option<&[(u32, i64)]> {
        match &self.source {
            Source::Equal => None,
            Source::Table(rows) | Source::Matcher(_, rows) => Some(&rows[who.index()]),
        }
    }

    /// Whether the matcher's policy leaves a pair out.
    pub(crate) fn left_out(&self, a: PersonIndex, b: PersonIndex) -> bool {
        match &self.source {
            Source::Matcher(matcher, _) => !matcher.passes_policy(a, b),
            Source::Equal | Source::Table(_) => false,
        }
    }

    /// Whether a person may count on a gain from another: a pair with a score is worth while for both by the policy, which may let an
    /// unknown gain pass; without a score, a matcher may still know a gain of one side.
    pub(crate) fn gains(&self, who: PersonIndex, from: PersonIndex) -> bool {
        if self.get(who, from).is_some_and(|score| score > 0) {
            return true;
        }
        !self.left_out(who, from) && self.gain(who, from).is_some_and(|gain| gain > 0.0)
    }

    /// Whether a gain of a person from another is known: by the matcher, else by a score above 0.
    pub(crate) fn knows_gain(&self, who: PersonIndex, from: PersonIndex) -> bool {
        let scored = || self.get(who, from).is_some_and(|score| score > 0);
        self.gain(who, from).map_or_else(scored, |gain| gain > 0.0)
    }

    /// What a person gains from another as that person may know it, where a matcher says so.
    pub(crate) fn gain(&self, who: PersonIndex, from: PersonIndex) -> Option<f32> {
        match &self.source {
            Source::Matcher(matcher, _) => Some(matcher.gain_at(who, from)),
            Source::Equal | Source::Table(_) => None,
        }
    }
}
