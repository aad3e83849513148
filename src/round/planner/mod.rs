//! The settings of a round: rules, prices, sizes, wishes. Solving is in [`solve`](crate::round::solve).

mod steps;

use std::collections::BTreeSet;

use crate::day::Day;
use crate::error::Error;
use crate::id::{PersonIndex, quoted};
use crate::network::Network;
use crate::numeric::check_half_life;
use crate::recommend::Matcher;
use crate::round::group_rule::{Composition, GroupRule};
use crate::round::rule::{Enforcement, Rule, check_price};
use crate::round::scores::{SCALE, Scores};
use crate::rows::{Rows, narrow};

/// What a pair pays for meeting again, times its decayed number of meetings squared, in scores. A design choice: a fresh repeat
/// costs as much as the best possible match is worth.
const REPEAT: f32 = 1.0;

/// After so many rounds a meeting counts half. A design choice.
const HALF_LIFE: f32 = 12.0;

/// What to do when an odd number of people is to meet in pairs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Odd {
    /// Whoever is left over joins a pair where rules allow three.
    #[default]
    Trio,
    /// This person sits out; with an even number they take part.
    SitsOut(String),
    /// Someone is left out; those who were left out before go first.
    LeftOut,
}

/// What shape the meetings have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Shape {
    /// Pairs, each person in at most so many: [`RoundPlanner::meetings_each`].
    Pairs(u32),
    /// Groups of so many to so many: [`RoundPlanner::groups`].
    Groups(u32, u32),
}

/// Plans rounds of meetings. The defaults: pairs, a trio where the number is odd; blocks, pauses, full places, missing gain,
/// managers, slots and modes are hard; repeats cost (times met, decayed)².
///
/// # Examples
///
/// ```
/// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
/// use confrere::{Network, Person};
/// let network = Network::builder()
///     .people(["ana", "ben", "caro", "dan", "eva"].map(Person::new))
///     .build()?;
/// let planner = RoundPlanner::new(Scores::equal(&network));
/// let plan = planner.plan(&MeetingHistory::default())?;
/// let sizes: Vec<usize> = plan.meetings().iter().map(|meeting| meeting.people.len()).collect();
/// assert_eq!(sizes.iter().sum::<usize>(), 5);
/// assert!(plan.unmatched().is_empty());
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct RoundPlanner {
    pub(crate) scores: Scores,
    pub(crate) enforcement: [Enforcement; Rule::ALL.len()],
    pub(crate) nearest: u32,
    pub(crate) within: u32,
    pub(crate) apart: Vec<(String, String)>,
    pub(crate) together: Vec<(String, String)>,
    pub(crate) select: Vec<(String, String)>,
    pub(crate) away: Vec<String>,
    pub(crate) odd: Odd,
    pub(crate) shape: Shape,
    pub(crate) repeat: f32,
    pub(crate) half_life: f32,
    pub(crate) now: Option<Day>,
    pub(crate) seed: u64,
    pub(crate) sweeps: u32,
    /// Rests everyone who did not turn up so many times.
    pub(crate) no_shows: Option<u32>,
    pub(crate) group_rules: Vec<GroupRule>,
    /// The slots in which meetings take place, in name order; empty for any.
    pub(crate) slots: Vec<String>,
    /// Whether somebody is rather left out than in a group below the smallest size.
    pub(crate) strict: bool,
    /// Pairs asked to meet come even before people who would be alone: the counterfactual of [`why_not`](Self::why_not).
    pub(crate) insist: bool,
}

impl Matcher {
    /// A planner of rounds on the scores of this matcher: [`Scores::of`]. Rules and sizes are steps of the planner, which then
    /// [plans a round](RoundPlanner::plan) or [several](RoundPlanner::series).
    ///
    /// # Complexity
    ///
    /// That of [`recommend_all`](Self::recommend_all).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::MeetingHistory;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let plan = Matcher::new(&network).round().plan(&MeetingHistory::default())?;
    /// assert_eq!(plan.meetings()[0].people, ["ana", "ben"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn round(&self) -> RoundPlanner {
        RoundPlanner::new(Scores::of(self))
    }
}

impl RoundPlanner {
    /// A planner for the community that is scored.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert_eq!(planner.plan(&history)?.meetings().len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new(scores: Scores) -> Self {
        let mut enforcement = [Enforcement::Hard; Rule::ALL.len()];
        // These two say nothing until a number is set for them.
        enforcement[Rule::SameCircle as usize] = Enforcement::Ignored;
        enforcement[Rule::Recent as usize] = Enforcement::Ignored;
        Self {
            scores,
            enforcement,
            nearest: 1,
            within: 0,
            apart: Vec::new(),
            together: Vec::new(),
            select: Vec::new(),
            away: Vec::new(),
            odd: Odd::Trio,
            shape: Shape::Pairs(1),
            repeat: REPEAT,
            half_life: HALF_LIFE,
            now: None,
            seed: 0,
            sweeps: 40,
            no_shows: None,
            group_rules: Vec::new(),
            slots: Vec::new(),
            strict: false,
            insist: false,
        }
    }

    /// The community that is planned for.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert_eq!(planner.network().people().len(), 4);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn network(&self) -> &Network {
        self.scores.network()
    }

    /// Checks settings once; the caller's names become numbers.
    pub(crate) fn check(&self) -> Result<Named, Error> {
        check_half_life(self.half_life, || "half-life of the memory".into())?;
        if self.no_shows == Some(0) {
            return Err(Error::OutOfRange {
                what: "number of meetings missed".into(),
                value: 0.0_f64.into(),
                expected: "a whole number from 1",
            });
        }
        for (rule, enforcement) in Rule::ALL.into_iter().zip(self.enforcement) {
            if let Enforcement::Price(price) = enforcement {
                check_price(price, || format!("price of the rule `{rule}`"))?;
            }
        }
        check_price(self.repeat, || "price of a repeat".into())?;
        if let Shape::Groups(smallest, largest) = self.shape {
            for (what, size) in [("smallest group", smallest), ("largest group", largest)] {
                if !(2..=8).contains(&size) || smallest > largest {
                    return Err(Error::OutOfRange {
                        what: what.into(),
                        value: size.into(),
                        expected: "a whole number from 2 to 8, the smallest at most the largest",
                    });
                }
            }
        }
        // Names are looked up last: a wrong number is told first.
        let person = |name: &String| self.network().named(name);
        let sits_out = match &self.odd {
            Odd::SitsOut(name) => Some(person(name)?),
            Odd::Trio | Odd::LeftOut => None,
        };
        let away: Result<BTreeSet<PersonIndex>, Error> = self.away.iter().map(person).collect();
        Ok(Named {
            apart: self.pairs_of("kept apart", &self.apart)?,
            together: self.pairs_of("to meet", &self.together)?,
            select: self.pairs_of("in a select circle", &self.select)?,
            away: away?,
            sits_out,
            composition: Composition::new(self.network(), &self.group_rules)?,
            slots: self.suitable_slots(),
        })
    }

    /// Which of the slots of the round suit each person, ascending; `None` where any slot will do.
    fn suitable_slots(&self) -> Option<Rows<u32>> {
        if self.slots.is_empty() {
            return None;
        }
        let network = self.network();
        let mut rows = Rows::with_capacity(network.size(), 0);
        for person in network.indices() {
            let mut named: Vec<&str> = network.available_at(person).collect();
            named.sort_unstable();
            // Whoever names no slot can come to any.
            let suits =
                |slot: &&String| named.is_empty() || named.binary_search(&slot.as_str()).is_ok();
            let places = (0..narrow(self.slots.len())).zip(&self.slots);
            rows.push(
                places
                    .filter(|(_, slot)| suits(slot))
                    .map(|(place, _)| place),
            );
        }
        Some(rows)
    }

    /// The numbers of named pairs, lower first, ascending.
    fn pairs_of(&self, what: &str, pairs: &[(String, String)]) -> Result<Vec<(u32, u32)>, Error> {
        let mut found = Vec::new();
        for (a, b) in pairs {
            let (one, other) = (self.network().named(a)?.0, self.network().named(b)?.0);
            if one == other {
                return Err(Error::SamePerson {
                    what: format!("pair {what} of {} and {}", quoted(a), quoted(b)),
                });
            }
            found.push((one.min(other), one.max(other)));
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// How much a rule counts; some are hard whatever was set.
    pub(crate) fn enforcement_of(&self, rule: Rule) -> Enforcement {
        match rule {
            Rule::Blocked | Rule::GroupSize | Rule::Full => Enforcement::Hard,
            _ => self.enforcement[rule as usize],
        }
    }

    /// A price in steps.
    pub(crate) fn steps(price: f32) -> i64 {
        (f64::from(price) * SCALE as f64).round() as i64
    }
}

/// The names of a planner as numbers.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) apart: Vec<(u32, u32)>,
    pub(crate) together: Vec<(u32, u32)>,
    pub(crate) select: Vec<(u32, u32)>,
    pub(crate) away: BTreeSet<PersonIndex>,
    pub(crate) sits_out: Option<PersonIndex>,
    pub(crate) composition: Composition,
    pub(crate) slots: Option<Rows<u32>>,
}
