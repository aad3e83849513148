//! The settings of a planner as data: read, stored, and set on another planner.

use std::collections::BTreeMap;

use crate::day::Day;
use crate::network::Network;
use crate::round::group_rule::GroupRule;
use crate::round::planner::{Odd, RoundPlanner, Shape};
use crate::round::rule::{Enforcement, Rule};
use crate::round::scores::Scores;
use crate::written::Version;

/// Everything that is set on a [`RoundPlanner`] beside its scores, in the units of the steps named here.
///
/// Written with named fields; a field that is left out has its default, an unknown one is refused. Numbers and keys are checked
/// when a round is planned.
///
/// # Examples
///
/// ```
/// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
/// use confrere::{Network, Person};
/// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
/// let planner = RoundPlanner::new(Scores::equal(&network)).groups(4, 4).away("dan");
/// let settings = planner.get_settings(); // kept with the app's own settings
/// assert_eq!(settings.away, ["dan"]);
/// let again = RoundPlanner::new(Scores::equal(&network)).settings(settings);
/// let history = MeetingHistory::default();
/// assert_eq!(again.plan(&history)?, planner.plan(&history)?);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[non_exhaustive]
pub struct RoundSettings {
    version: Version<1>,
    /// [`RoundPlanner::rule`]: how much each rule counts; a rule that is left out keeps its default.
    pub rules: BTreeMap<Rule, Enforcement>,
    /// [`RoundPlanner::same_circle`]: the nearest so many circles.
    pub nearest_circles: u32,
    /// [`RoundPlanner::recent`], in days or rounds.
    pub recent: u32,
    /// [`RoundPlanner::apart`], by key.
    pub apart: Vec<(String, String)>,
    /// [`RoundPlanner::together`], by key.
    pub together: Vec<(String, String)>,
    /// [`RoundPlanner::select`], by key.
    pub select: Vec<(String, String)>,
    /// [`RoundPlanner::away`], by key.
    pub away: Vec<String>,
    /// [`RoundPlanner::odd`].
    pub odd: Odd,
    /// [`RoundPlanner::meetings_each`] or [`RoundPlanner::groups`].
    pub shape: Shape,
    /// [`RoundPlanner::repeat_price`], in scores.
    pub repeat_price: f32,
    /// [`RoundPlanner::half_life`], in days or rounds.
    pub half_life: f32,
    /// [`RoundPlanner::now`].
    pub now: Option<Day>,
    /// [`RoundPlanner::seed`].
    pub seed: u64,
    /// [`RoundPlanner::sweeps`].
    pub sweeps: u32,
    /// [`RoundPlanner::no_shows`].
    pub no_shows: Option<u32>,
    /// [`RoundPlanner::group_rule`].
    pub group_rules: Vec<GroupRule>,
    /// [`RoundPlanner::slot`].
    pub slots: Vec<String>,
    /// [`RoundPlanner::strict_sizes`].
    pub strict_sizes: bool,
}

impl Default for RoundSettings {
    /// Those of [`RoundPlanner::new`].
    fn default() -> Self {
        let nobody = Network::builder().build();
        let nobody = nobody.expect("a community of nobody is sound");
        RoundPlanner::new(Scores::equal(&nobody)).get_settings()
    }
}

impl RoundPlanner {
    /// What is set on this planner.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{RoundPlanner, RoundSettings, Scores, Shape};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// assert_eq!(planner.get_settings(), RoundSettings::default());
    /// assert_eq!(planner.meetings_each(2).get_settings().shape, Shape::Pairs(2));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn get_settings(&self) -> RoundSettings {
        RoundSettings {
            version: Version,
            rules: Rule::ALL.into_iter().zip(self.enforcement).collect(),
            nearest_circles: self.nearest,
            recent: self.within,
            apart: self.apart.clone(),
            together: self.together.clone(),
            select: self.select.clone(),
            away: self.away.clone(),
            odd: self.odd.clone(),
            shape: self.shape,
            repeat_price: self.repeat,
            half_life: self.half_life,
            now: self.now,
            seed: self.seed,
            sweeps: self.sweeps,
            no_shows: self.no_shows,
            group_rules: self.group_rules.clone(),
            slots: self.slots.clone(),
            strict_sizes: self.strict,
        }
    }

    /// The same scores with other settings: all that was set before is replaced.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{RoundPlanner, RoundSettings, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network)).away("ana");
    /// let planner = planner.settings(RoundSettings::default());
    /// assert!(planner.get_settings().away.is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn settings(self, settings: RoundSettings) -> Self {
        let fresh = Self {
            nearest: settings.nearest_circles,
            within: settings.recent,
            apart: settings.apart,
            together: settings.together,
            select: settings.select,
            away: settings.away,
            odd: settings.odd,
            shape: settings.shape,
            repeat: settings.repeat_price,
            half_life: settings.half_life,
            now: settings.now,
            seed: settings.seed,
            sweeps: settings.sweeps,
            no_shows: settings.no_shows,
            group_rules: settings.group_rules,
            strict: settings.strict_sizes,
            ..Self::new(self.scores)
        };
        // By the steps of the planner, which keep slots in order.
        let slots = settings.slots.into_iter();
        let fresh = slots.fold(fresh, Self::slot);
        let rules = settings.rules.into_iter();
        rules.fold(fresh, |planner, (rule, enforcement)| {
            planner.rule(rule, enforcement)
        })
    }
}
