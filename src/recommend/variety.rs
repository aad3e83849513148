//! Lists whose members differ from each other, and why someone came before a higher score.

use std::fmt;

#[cfg(feature = "serde")]
use crate::error::Error;
use crate::unit::Unit;

/// Share of variety where none is set. A design choice.
const SHARE: f32 = 0.5;

/// How the members of a list are made to differ from each other.
///
/// A varied list is chosen among the ten times as many best candidates (at most 1,000), so every member is a good match.
/// The scores stay what they are; the order is that of choice.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Network, Person, Query, Variety};
/// let mut builder = Network::builder()
///     .person(Person::new("ana").offers("rust", 1.0).needs("law", 1.0).needs("tax", 0.8));
/// for (name, skill, level) in [("ben", "law", 0.9), ("caro", "law", 0.8), ("dana", "tax", 0.7)] {
///     builder = builder.person(Person::new(name).offers(skill, level).needs("rust", 1.0));
/// }
/// let network = builder.build()?;
/// let matcher = Matcher::new(&network);
/// let ana = network.id("ana")?;
/// let plain = matcher.recommend(Query::new(ana).limit(2));
/// assert_eq!([plain[0].name(), plain[1].name()], ["ben", "caro"]);
/// let varied = matcher.recommend(Query::new(ana).limit(2).variety(Variety::skills()));
/// assert_eq!([varied[0].name(), varied[1].name()], ["ben", "dana"]);
/// let why = varied[1].displaced().expect("dana came before caro");
/// assert_eq!(why.to_string(), "chosen before caro for tax, which the list lacked");
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "WrittenVariety"))]
pub struct Variety {
    pub(crate) method: Method,
    pub(crate) share: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub(crate) enum Method {
    Marginal,
    MaxSum,
    Determinant,
    Circles,
    Skills,
    Coverage,
}

/// A variety as it is read, before it is checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenVariety {
    method: Method,
    share: f32,
}

#[cfg(feature = "serde")]
impl TryFrom<WrittenVariety> for Variety {
    type Error = Error;

    fn try_from(written: WrittenVariety) -> Result<Self, Error> {
        let share = Unit::check(written.share, || "share of variety".into())?;
        Ok(Self::new(written.method).share(share))
    }
}

impl Variety {
    fn new(method: Method) -> Self {
        Self {
            method,
            share: SHARE,
        }
    }

    /// Unlike those chosen before, by profile and circles ([`marginal_list`](crate::diversity::marginal_list)).
    #[must_use]
    pub fn marginal() -> Self {
        Self::new(Method::Marginal)
    }

    /// A great sum of angles between profiles ([`max_sum_list`](crate::diversity::max_sum_list)).
    #[must_use]
    pub fn max_sum() -> Self {
        Self::new(Method::MaxSum)
    }

    /// Profiles that span much room between them ([`dpp_list`](crate::diversity::dpp_list)).
    #[must_use]
    pub fn determinant() -> Self {
        Self::new(Method::Determinant)
    }

    /// From all the circles that the candidates belong to ([`aspect_list`](crate::diversity::aspect_list)).
    #[must_use]
    pub fn circles() -> Self {
        Self::new(Method::Circles)
    }

    /// For all that the asker needs, need by need ([`aspect_list`](crate::diversity::aspect_list)).
    #[must_use]
    pub fn skills() -> Self {
        Self::new(Method::Skills)
    }

    /// With someone as good as possible for each need ([`coverage_list`](crate::diversity::coverage_list)); the share does not count.
    #[must_use]
    pub fn coverage() -> Self {
        Self::new(Method::Coverage)
    }

    /// How much variety counts against the score, from 0 to 1.
    #[must_use]
    pub const fn get_share(&self) -> f32 {
        self.share
    }

    /// Sets how much variety counts against the score: 0 is the plain list, 1 variety alone; a half where none is set.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Variety;
    /// use confrere::Unit;
    /// let half = Unit::new(0.5).expect("a share");
    /// assert_eq!(Variety::marginal().share(half).get_share(), 0.5);
    /// ```
    #[must_use]
    pub fn share(mut self, share: Unit) -> Self {
        self.share = share.get();
        self
    }
}

/// Why someone was chosen before a candidate of higher score.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Displaced {
    /// The candidate of highest score who was not chosen yet.
    pub over: String,
    /// Circles or needs that the list lacked and the one chosen brings; empty where variety is by likeness.
    pub adds: Vec<String>,
    /// Whom of the list that candidate is most like; `None` for the first of a list.
    pub like: Option<String>,
    /// How like, from 0 to 1.
    pub likeness: f32,
    /// How like the one chosen is to the member of the list most like them.
    pub own_likeness: f32,
}

impl fmt::Display for Displaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "chosen before {}", self.over)?;
        match &self.like {
            _ if !self.adds.is_empty() => {
                write!(f, " for {}, which the list lacked", self.adds.join(", "))
            }
            Some(like) => write!(
                f,
                ", who is more like {like} ({:.2} against {:.2})",
                self.likeness, self.own_likeness
            ),
            None => Ok(()),
        }
    }
}
