//! One entry of a market's list, and why it stands where it stands.

use std::fmt;

use crate::recommend::Recommendation;

/// One entry of a list that a market made.
#[derive(Debug, Clone)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Pick {
    pub(crate) recommendation: Recommendation,
    pub(crate) place: u32,
    pub(crate) moved: Option<Moved>,
}

impl Pick {
    /// The peer with what each gains, as [`Matcher::recommend`](crate::Matcher::recommend) explains it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::market::Market;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let ana = network.id("ana")?;
    /// let matcher = Matcher::new(&network);
    /// let shares = matcher.market(&Market::new().places(1))?;
    /// let pick = &shares.list(ana)[0];
    /// assert_eq!(pick.recommendation().asker(), ana);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommendation(&self) -> &Recommendation {
        &self.recommendation
    }

    /// The place in the list, from 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::market::Market;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let ana = network.id("ana")?;
    /// let matcher = Matcher::new(&network);
    /// let shares = matcher.market(&Market::new().places(1))?;
    /// let pick = &shares.list(ana)[0];
    /// assert_eq!(pick.place(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn place(&self) -> u32 {
        self.place
    }

    /// Why it stands elsewhere than by its score alone; `None` where it does not, or where the asker's own candidates end before
    /// its place.
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
    /// let ben = network.id("ben")?;
    /// let matcher = Matcher::new(&network);
    /// use confrere::market::Market;
    /// let shares = matcher.market(&Market::new())?;
    /// assert!(shares.list(ben)[0].moved().is_none()); // the only one for ben stands where a plain list has them
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn moved(&self) -> Option<&Moved> {
        self.moved.as_ref()
    }
}

impl fmt::Display for Pick {
    /// The line of the recommendation, then the reason of its place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.recommendation)?;
        match &self.moved {
            None => Ok(()),
            Some(moved) => write!(f, "; {moved}"),
        }
    }
}

/// Why a pick was moved: who gave way to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Moved {
    pub(crate) from: Option<u32>,
    pub(crate) to: Option<u32>,
    pub(crate) gave_way: String,
    pub(crate) others: u32,
    pub(crate) instead: String,
    pub(crate) more_time: bool,
}

impl Moved {
    /// The place by score alone, from 1; `None` for someone who is not among the candidates of the asker.
    #[must_use]
    pub fn from(&self) -> Option<u32> {
        self.from
    }

    /// The place in the list, from 1; `None` for someone whom the list leaves out.
    #[must_use]
    pub fn to(&self) -> Option<u32> {
        self.to
    }

    /// Who gave way.
    #[must_use]
    pub fn gave_way(&self) -> &str {
        &self.gave_way
    }

    /// How many other lists show the one who gave way.
    #[must_use]
    pub fn others(&self) -> u32 {
        self.others
    }

    /// Who stands there instead.
    #[must_use]
    pub fn instead(&self) -> &str {
        &self.instead
    }

    /// Whether whoever stands there instead gives the asker more attention than the one who gave way.
    #[must_use]
    pub fn gains_time(&self) -> bool {
        self.more_time
    }
}

impl fmt::Display for Moved {
    /// "from place 1 to 2: ben is shown to 9 others; caro gains you more of their time".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) => write!(f, "from place {from} to {to}: ")?,
            (Some(from), None) => write!(f, "left out from place {from}: ")?,
            (None, Some(to)) => write!(f, "new at place {to}: ")?,
            (None, None) => {}
        }
        let others = match self.others {
            0 => "nobody else".to_string(),
            1 => "1 other".to_string(),
            others => format!("{others} others"),
        };
        write!(f, "{} is shown to {others}", self.gave_way)?;
        match self.more_time {
            true => write!(f, "; {} gains you more of their time", self.instead),
            false => write!(f, "; {} stands there instead", self.instead),
        }
    }
}
