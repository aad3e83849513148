//! Rules about who makes up a meeting: alike in one thing, different in another, so many of one kind.

use std::fmt;

use crate::error::Error;
use crate::id::{PersonIndex, fold, quoted};
use crate::network::Network;
use crate::person::Visibility;
use crate::round::rule::{Enforcement, Rule, check_price};
use crate::rows::{AsIndex, Rows, narrow};
use crate::unit::within;

/// The largest number of a quota: no meeting has more people.
const LARGEST: u32 = 8;

/// What people are told apart by, as they say themselves.
///
/// Whoever says nothing is held to nothing: they are neither alike nor different, and count for no quota. Names of attributes, values,
/// circles and topics are found in any spelling that is one name in the network: see [`Spelling`](crate::Spelling).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Criterion {
    /// The value of an attribute: [`Person::attribute`](crate::Person::attribute), an answer to a question of the organiser's.
    Attribute(String),
    /// The circle that is so many steps up, 1 the nearest (team), 2 the next (company), in every hierarchy of a person. Circles are
    /// the same where all circles above them are; a quota names a circle by its own name alone.
    Circle(u32),
    /// The side taken on a topic, hidden stances left out: `for` above 0, `against` below, `neutral` at 0.
    Stance(String),
}

/// The sides of a stance, by number.
const SIDES: [&str; 3] = ["against", "neutral", "for"];

impl Criterion {
    /// What everyone says, by numbers: the last of each is that of the name by which a quota knows it. Names are looked up once, in
    /// any spelling that the network knows.
    fn said(&self, network: &Network) -> Vec<Vec<Vec<u32>>> {
        let facts = network.facts();
        match self {
            Self::Attribute(key) => {
                let key = facts.attribute_keys.find(key);
                let value = |person| {
                    let mut own = network.attribute_numbers_at(person).iter();
                    own.find(|own| Some(own.0) == key).map(|own| vec![own.1])
                };
                let values = network.indices().map(value);
                values.map(|value| value.into_iter().collect()).collect()
            }
            Self::Circle(height) => {
                let everyone = network.indices();
                everyone
                    .map(|person| circles(network, person, *height))
                    .collect()
            }
            Self::Stance(topic) => {
                let topic = facts.topics.find(topic);
                let side = |person| {
                    let mut shown = network.stances_at(person).iter().filter(|stance| {
                        stance.visibility == Visibility::Shown && Some(stance.topic.0) == topic
                    });
                    shown.next().map(|stance| vec![side_of(stance.position)])
                };
                let sides = network.indices().map(side);
                sides.map(|side| side.into_iter().collect()).collect()
            }
        }
    }

    /// The number of the name by which a quota knows what is said; `None` where nobody says it.
    fn number_of(&self, network: &Network, label: &str) -> Option<u32> {
        let facts = network.facts();
        match self {
            Self::Attribute(_) => facts.attribute_values.find(label),
            Self::Circle(_) => facts.circles.find(label),
            Self::Stance(_) => {
                let label = fold(label);
                SIDES.iter().position(|&side| side == label).map(narrow)
            }
        }
    }
}

/// A person's circles of a height: the place of the hierarchy, then the way down to the circle.
fn circles(network: &Network, person: PersonIndex, height: u32) -> Vec<Vec<u32>> {
    let hierarchies = (0_u32..).zip(network.circles_at(person));
    let ways = hierarchies.filter_map(|(place, path)| {
        // Counted from the innermost circle: hierarchies differ in depth.
        let depth = path.len().checked_sub(height.as_index() - 1)?;
        let circles = path[..depth].iter().map(|circle| circle.0);
        (depth > 0).then(|| std::iter::once(place).chain(circles).collect())
    });
    ways.collect()
}

/// The number of the side that a position takes.
fn side_of(position: f32) -> u32 {
    match position {
        position if position > 0.0 => 2,
        position if position < 0.0 => 0,
        _ => 1,
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(key) => write!(f, "attribute {}", quoted(key)),
            Self::Circle(height) => write!(f, "circle at height {height}"),
            Self::Stance(topic) => write!(f, "stance on {}", quoted(topic)),
        }
    }
}

/// What is asked of the people in one meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
enum Asked {
    Alike,
    Different,
    AtLeast(u32, String),
    AtMost(u32, String),
}

/// A rule about who makes up a meeting, hard unless said otherwise: [`RoundPlanner::group_rule`](crate::round::RoundPlanner::group_rule).
///
/// # Examples
///
/// ```
/// use confrere::round::{Criterion, GroupRule, MeetingHistory, RoundPlanner, Scores};
/// use confrere::{Network, Person};
/// let crowd = [("ana", "design"), ("ben", "code"), ("caro", "code"), ("dan", "design"), ("eva", "code"), ("fay", "code")];
/// let network = Network::builder()
///     .people(crowd.map(|(name, craft)| Person::new(name).attribute("craft", craft)))
///     .build()?;
/// let craft = || Criterion::Attribute("craft".into());
/// let planner = RoundPlanner::new(Scores::equal(&network)).groups(3, 3);
/// // One designer in each trio.
/// let mixed = planner.clone().group_rule(GroupRule::at_least(1, "design", craft()));
/// let plan = mixed.plan(&MeetingHistory::default())?;
/// assert!(plan.meetings().iter().all(|trio| trio.people.iter().any(|name| ["ana", "dan"].contains(&name.as_str()))));
/// // Each craft on its own: two designers, four others.
/// let plan = planner.group_rule(GroupRule::alike(craft())).plan(&MeetingHistory::default())?;
/// assert_eq!(plan.meetings().iter().find(|own| own.people.contains(&"ana".into())).map(|own| own.people.join(" ")), Some("ana dan".into()));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct GroupRule {
    asked: Asked,
    criterion: Criterion,
    enforcement: Enforcement,
}

impl GroupRule {
    fn new(asked: Asked, criterion: Criterion) -> Self {
        Self {
            asked,
            criterion,
            enforcement: Enforcement::Hard,
        }
    }

    /// Every two people of a meeting who say something say the same: they share a value, a circle, a side.
    #[must_use]
    pub fn alike(criterion: Criterion) -> Self {
        Self::new(Asked::Alike, criterion)
    }

    /// No two people of a meeting say the same.
    #[must_use]
    pub fn different(criterion: Criterion) -> Self {
        Self::new(Asked::Different, criterion)
    }

    /// Every meeting holds at least so many people who say `label`.
    #[must_use]
    pub fn at_least(people: u32, label: impl Into<String>, criterion: Criterion) -> Self {
        Self::new(Asked::AtLeast(people, label.into()), criterion)
    }

    /// No meeting holds more than so many people who say `label`.
    #[must_use]
    pub fn at_most(people: u32, label: impl Into<String>, criterion: Criterion) -> Self {
        Self::new(Asked::AtMost(people, label.into()), criterion)
    }

    /// Sets how much the rule counts. A price is paid for each two people who break it as any pair's is, and for each person too
    /// few or too many of a quota in whole.
    #[must_use]
    pub fn enforcement(mut self, enforcement: Enforcement) -> Self {
        self.enforcement = enforcement;
        self
    }

    /// What is compared.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Criterion, Enforcement, GroupRule};
    /// let rule = GroupRule::alike(Criterion::Circle(1)).enforcement(Enforcement::Price(0.2));
    /// assert_eq!((rule.criterion(), rule.get_enforcement()), (&Criterion::Circle(1), Enforcement::Price(0.2)));
    /// ```
    #[must_use]
    pub const fn criterion(&self) -> &Criterion {
        &self.criterion
    }

    /// How much the rule counts.
    #[must_use]
    pub const fn get_enforcement(&self) -> Enforcement {
        self.enforcement
    }

    /// Checks its numbers.
    fn check(&self) -> Result<(), Error> {
        if let Enforcement::Price(price) = self.enforcement {
            check_price(price, || format!("price of the rule on {}", self.criterion))?;
        }
        let height = match self.criterion {
            Criterion::Circle(height) => height,
            Criterion::Attribute(_) | Criterion::Stance(_) => 1,
        };
        let people = match self.asked {
            Asked::AtLeast(people, _) | Asked::AtMost(people, _) => people,
            Asked::Alike | Asked::Different => 1,
        };
        // Both are whole numbers from 1: how high a circle lies, and how many a quota asks for.
        let numbers = [
            (
                height,
                u32::MAX,
                "height of a circle",
                "a whole number from 1",
            ),
            (
                people,
                LARGEST,
                "number of a quota",
                "a whole number from 1 to 8",
            ),
        ];
        for (value, most, what, expected) in numbers {
            within(value, 1..=most, expected, || {
                format!("{what} on {}", self.criterion)
            })?;
        }
        Ok(())
    }
}

/// The rules about who makes up a meeting, by the numbers of people.
#[derive(Debug, Clone, Default)]
pub(crate) struct Composition {
    pub(crate) likeness: Vec<Likeness>,
    pub(crate) quotas: Vec<Quota>,
}

impl Composition {
    /// Looks up what everyone says, rule by rule; a rule that is ignored is checked and left out.
    pub(crate) fn new(network: &Network, rules: &[GroupRule]) -> Result<Self, Error> {
        let mut composition = Self::default();
        for rule in rules {
            rule.check()?;
            if rule.enforcement == Enforcement::Ignored {
                continue;
            }
            let said = rule.criterion.said(network);
            match &rule.asked {
                Asked::Alike | Asked::Different => composition.likeness.push(Likeness {
                    same: rule.asked == Asked::Alike,
                    enforcement: rule.enforcement,
                    labels: numbered(&said),
                }),
                Asked::AtLeast(people, label) | Asked::AtMost(people, label) => {
                    // A quota bounds from one side; the other bound is one that every meeting keeps.
                    let least = matches!(rule.asked, Asked::AtLeast(..));
                    let label = rule.criterion.number_of(network, label);
                    let says = |own: &Vec<u32>| label.is_some() && own.last().copied() == label;
                    let counted = said.iter().map(|own| own.iter().any(says));
                    composition.quotas.push(Quota {
                        least: if least { *people } else { 0 },
                        most: if least { u32::MAX } else { *people },
                        enforcement: rule.enforcement,
                        counted: counted.collect(),
                    });
                }
            }
        }
        Ok(composition)
    }
}

/// What each person says as one number each, ascending.
fn numbered(said: &[Vec<Vec<u32>>]) -> Rows<u32> {
    let mut all: Vec<&Vec<u32>> = said.iter().flatten().collect();
    all.sort_unstable();
    all.dedup();
    let mut rows = Rows::with_capacity(said.len(), said.iter().map(Vec::len).sum());
    for own in said {
        let numbers = own
            .iter()
            .filter_map(|thing| all.binary_search(&thing).ok());
        let mut numbers: Vec<u32> = numbers.map(narrow).collect();
        numbers.sort_unstable();
        numbers.dedup();
        rows.push(numbers);
    }
    rows
}

/// Every two people are to say the same, or never the same.
#[derive(Debug, Clone)]
pub(crate) struct Likeness {
    same: bool,
    pub(crate) enforcement: Enforcement,
    labels: Rows<u32>,
}

impl Likeness {
    pub(crate) fn rule(&self) -> Rule {
        if self.same {
            Rule::Alike
        } else {
            Rule::Different
        }
    }

    pub(crate) fn is_broken(&self, a: PersonIndex, b: PersonIndex) -> bool {
        let [one, other] = [a, b].map(|person| self.labels.row(person));
        let shared = one.iter().any(|label| other.binary_search(label).is_ok());
        !one.is_empty() && !other.is_empty() && shared != self.same
    }
}

/// How many people who say one thing a meeting holds at least and at most.
#[derive(Debug, Clone)]
pub(crate) struct Quota {
    pub(crate) least: u32,
    pub(crate) most: u32,
    pub(crate) enforcement: Enforcement,
    /// Who counts, by person.
    pub(crate) counted: Vec<bool>,
}

impl Quota {
    /// How many people too few or too many a meeting holds.
    pub(crate) fn missed(&self, people: &[u32]) -> u32 {
        let counted = people
            .iter()
            .filter(|person| self.counted[person.as_index()]);
        let count = narrow(counted.count());
        self.least.saturating_sub(count) + count.saturating_sub(self.most)
    }
}
