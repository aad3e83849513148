//! A question about one person's peers.

use crate::id::{PersonId, PersonIndex};
use crate::network::Network;
use crate::recommend::variety::Variety;
use crate::written::Version;

/// How many peers are suggested where a question does not say: a screenful.
const LIMIT: u32 = 10;

/// Who asks, for how many peers, and among whom.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Network, Person, Query};
/// let network = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
///     .person(Person::new("caro").offers("law", 0.9).needs("rust", 0.9))
///     .build()?;
/// let matcher = Matcher::new(&network);
/// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
/// let picks = matcher.recommend(Query::new(ana).limit(3).except([caro]));
/// assert_eq!(picks.len(), 1);
/// assert_eq!(picks[0].name(), "ben");
/// # Ok::<(), confrere::Error>(())
/// ```
///
/// Written and read like all settings, so that a question can be stored or come from a client; `who` alone is needed. See the
/// conventions of the [written form](crate::json).
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(from = "WrittenQuery"))]
pub struct Query {
    version: Version<1>,
    pub(crate) who: PersonId,
    pub(crate) limit: u32,
    pub(crate) among: Option<Vec<PersonId>>,
    pub(crate) except: Vec<PersonId>,
    pub(crate) variety: Option<Variety>,
}

/// A question as it is read: people in any order.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenQuery {
    #[serde(default)]
    version: Version<1>,
    who: PersonId,
    #[serde(default = "limit")]
    limit: u32,
    #[serde(default)]
    among: Option<Vec<PersonId>>,
    #[serde(default)]
    except: Vec<PersonId>,
    #[serde(default)]
    variety: Option<Variety>,
}

#[cfg(feature = "serde")]
fn limit() -> u32 {
    LIMIT
}

#[cfg(feature = "serde")]
impl From<WrittenQuery> for Query {
    fn from(written: WrittenQuery) -> Self {
        let WrittenQuery {
            version,
            who,
            limit,
            among,
            except,
            variety,
        } = written;
        let query = Self::new(who).limit(limit).except(except);
        let query = among.into_iter().fold(query, Query::among);
        Self {
            version,
            variety,
            ..query
        }
    }
}

impl Query {
    /// Asks for the peers of a person: 10 of them, among everyone.
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
    /// let ana = network.id("ana")?;
    /// let matcher = Matcher::new(&network);
    /// use confrere::Query;
    /// assert_eq!(matcher.recommend(Query::new(ana)).len(), matcher.recommend(ana).len());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new(who: PersonId) -> Self {
        Self {
            version: Version,
            who,
            limit: LIMIT,
            among: None,
            except: Vec::new(),
            variety: None,
        }
    }

    /// Sets how many peers are suggested at most.
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
    /// let ana = network.id("ana")?;
    /// let matcher = Matcher::new(&network);
    /// use confrere::Query;
    /// assert_eq!(matcher.recommend(Query::new(ana).limit(1)).len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = limit;
        self
    }

    /// Considers these people only.
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
    /// let ana = network.id("ana")?;
    /// let matcher = Matcher::new(&network);
    /// use confrere::Query;
    /// let picks = matcher.recommend(Query::new(ana).among([network.id("caro")?]));
    /// assert_eq!((picks.len(), picks[0].name()), (1, "caro"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn among(mut self, people: impl IntoIterator<Item = PersonId>) -> Self {
        let mut people: Vec<PersonId> = people.into_iter().collect();
        people.sort_unstable();
        people.dedup();
        self.among = Some(people);
        self
    }

    /// Leaves these people out, beside any left out before.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// use confrere::Query;
    /// let picks = matcher.recommend(Query::new(ana).except([ben]));
    /// assert!(picks.iter().all(|pick| pick.peer() != ben));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn except(mut self, people: impl IntoIterator<Item = PersonId>) -> Self {
        self.except.extend(people);
        self.except.sort_unstable();
        self.except.dedup();
        self
    }

    /// Asks for a list whose members differ from each other; see [`Variety`].
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// use confrere::{Query, Variety};
    /// let picks = matcher.recommend(Query::new(ana).variety(Variety::marginal()));
    /// assert_eq!(picks[0].peer(), ben);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn variety(mut self, variety: Variety) -> Self {
        self.variety = Some(variety);
        self
    }

    /// Who asks.
    #[must_use]
    pub fn who(&self) -> PersonId {
        self.who
    }

    /// How many peers are suggested at most.
    #[must_use]
    pub fn get_limit(&self) -> u32 {
        self.limit
    }

    /// Who alone is considered, ascending; `None` where everyone is.
    #[must_use]
    pub fn get_among(&self) -> Option<&[PersonId]> {
        self.among.as_deref()
    }

    /// Who is left out, ascending.
    #[must_use]
    pub fn get_except(&self) -> &[PersonId] {
        &self.except
    }

    /// How the members of the list are made to differ, where they are.
    #[must_use]
    pub fn get_variety(&self) -> Option<Variety> {
        self.variety
    }

    /// The query over the places of a network; none where nobody there has the id of who asks. Other ids that are
    /// nobody's are dropped.
    pub(crate) fn resolve(&self, network: &Network) -> Option<ResolvedQuery> {
        let places = |people: &Vec<PersonId>| {
            let mut places: Vec<PersonIndex> =
                people.iter().filter_map(|&id| network.index(id)).collect();
            places.sort_unstable();
            places
        };
        Some(ResolvedQuery {
            who: network.index(self.who)?,
            limit: self.limit,
            among: self.among.as_ref().map(places),
            except: places(&self.except),
            variety: self.variety,
        })
    }
}

/// A query over the places of one network.
#[derive(Debug, Clone)]
pub(crate) struct ResolvedQuery {
    pub(crate) who: PersonIndex,
    pub(crate) limit: u32,
    /// Ascending; `None` is everyone.
    pub(crate) among: Option<Vec<PersonIndex>>,
    /// Ascending.
    pub(crate) except: Vec<PersonIndex>,
    pub(crate) variety: Option<Variety>,
}

impl ResolvedQuery {
    /// Asks for so many peers, among everyone or among some people, ascending.
    pub(crate) fn new(who: PersonIndex, limit: u32, among: Option<Vec<PersonIndex>>) -> Self {
        Self {
            who,
            limit,
            among,
            except: Vec::new(),
            variety: None,
        }
    }

    /// The same query for another number of peers.
    pub(crate) fn limited(&self, limit: u32) -> Self {
        Self {
            limit,
            ..self.clone()
        }
    }

    /// Whether someone is considered.
    pub(crate) fn considers(&self, person: PersonIndex) -> bool {
        let among = self
            .among
            .as_ref()
            .is_none_or(|people| people.binary_search(&person).is_ok());
        among && self.except.binary_search(&person).is_err()
    }
}

impl From<PersonId> for Query {
    fn from(who: PersonId) -> Self {
        Self::new(who)
    }
}
