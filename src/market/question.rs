//! The settings of a market: objective, examination, list length, attention per free place.

use crate::assign::exposure::{Examination, Objective, Settings};
use crate::error::Error;
use crate::id::PersonId;
use crate::rows::narrow;
use crate::written::Version;

/// How many peers everyone's list shows: a screenful, as for a single question.
const PLACES: u32 = 10;

/// How many candidates everyone brings: enough that a list of ten can do without the most popular.
const CANDIDATES: u32 = 100;

/// How much attention a person may receive for each peer that they have room for. One list of ten places gives 2.93 under inverse
/// examination, so that with room for one peer a person gets about as much as one list has to give.
const ATTENTION_PER_PLACE: f64 = 3.0;

/// A question for everyone's list at once, such that nobody is swamped and nobody is starved.
///
/// Everyone is a peer of everyone, or, with [`between`](Self::between), two groups look at each other. The wants of the market are
/// the gains of [`Matcher::gain`](crate::Matcher::gain).
///
/// # Examples
///
/// ```
/// use confrere::market::Market;
/// use confrere::{Matcher, Network, Person};
/// let network = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
///     .person(Person::new("caro").offers("law", 0.6).needs("rust", 0.9).peers(1))
///     .build()?;
/// let matcher = Matcher::new(&network);
/// let shares = matcher.market(&Market::new().places(1))?;
/// let ana = network.id("ana")?;
/// assert_eq!(shares.list(ana).len(), 1);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Market {
    version: Version<1>,
    pub(crate) settings: Settings,
    pub(crate) examination: Examination,
    pub(crate) candidates: u32,
    pub(crate) places: u32,
    pub(crate) attention_per_place: f64,
    pub(crate) acceptances_per_place: Option<f64>,
    /// The two groups, ascending and without repetition; empty for one pool.
    #[cfg_attr(
        feature = "serde",
        serde(alias = "groups", deserialize_with = "two_groups")
    )]
    pub(crate) between: Option<Groups>,
}

/// The two sides of a market, each ascending.
type Groups = (Vec<PersonId>, Vec<PersonId>);

/// Reads two groups as [`Market::between`] takes them, in any order.
#[cfg(feature = "serde")]
fn two_groups<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Groups>, D::Error> {
    let groups: Option<Groups> = serde::Deserialize::deserialize(deserializer)?;
    Ok(groups.and_then(|(left, right)| Market::new().between(left, right).between))
}

impl Default for Market {
    fn default() -> Self {
        Self::new()
    }
}

impl Market {
    /// One pool, annealed, inverse examination, lists of 10 from 100 candidates each, attention 3 per free place.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::market::Market;
    /// assert_eq!(Market::new(), Market::default());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self {
            version: Version,
            settings: Settings::new(Objective::Anneal),
            examination: Examination::default(),
            candidates: CANDIDATES,
            places: PLACES,
            attention_per_place: ATTENTION_PER_PLACE,
            acceptances_per_place: None,
            between: None,
        }
    }

    /// How the solver works.
    #[must_use]
    pub fn get_settings(&self) -> &Settings {
        &self.settings
    }

    /// How much attention each place of a list gets.
    #[must_use]
    pub fn get_examination(&self) -> &Examination {
        &self.examination
    }

    /// How many places a list has.
    #[must_use]
    pub fn get_places(&self) -> u32 {
        self.places
    }

    /// How many candidates each person is considered with.
    #[must_use]
    pub fn get_candidates(&self) -> u32 {
        self.candidates
    }

    /// How much attention a person pays for each free place.
    #[must_use]
    pub fn get_attention_per_place(&self) -> f64 {
        self.attention_per_place
    }

    /// How many acceptances a person can answer for each free place; `None` for any number.
    #[must_use]
    pub fn get_acceptances_per_place(&self) -> Option<f64> {
        self.acceptances_per_place
    }

    /// The two groups, each ascending; `None` for one pool.
    #[must_use]
    pub fn get_between(&self) -> Option<(&[PersonId], &[PersonId])> {
        let groups = self.between.as_ref();
        groups.map(|(left, right)| (left.as_slice(), right.as_slice()))
    }

    /// What the lists are to achieve; step size, iterations and tolerance stay as they were set.
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
    /// use confrere::assign::exposure::Objective;
    /// use confrere::market::Market;
    /// let plain = matcher.market(&Market::new().objective(Objective::Naive))?;
    /// assert_eq!(plain.peers(ana)[0], ben);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn objective(mut self, objective: Objective) -> Self {
        self.settings = self.settings.objective(objective);
        self
    }

    /// Objective, steps, iterations and tolerance, all at once; the examination of these settings is not read.
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
    /// use confrere::assign::exposure::{Objective, Settings};
    /// use confrere::market::Market;
    /// let market = Market::new().settings(Settings::new(Objective::Nash).iterations(10));
    /// assert!(matcher.market(&market)?.allocation().iterations() <= 10);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// How much attention each place of a list gets; places that are not shown get none.
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
    /// use confrere::assign::exposure::Examination;
    /// use confrere::market::Market;
    /// let shares = matcher.market(&Market::new().examination(Examination::top(1)))?;
    /// assert!(shares.peers(ana).len() <= 1); // only first places are looked at
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn examination(mut self, examination: Examination) -> Self {
        self.examination = examination;
        self
    }

    /// How many peers everyone's list shows at most.
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
    /// assert_eq!(shares.list(ana).len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn places(mut self, places: u32) -> Self {
        self.places = places;
        self
    }

    /// How many of everyone's best peers are candidates for their list; whoever counts someone among them becomes theirs, too.
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
    /// use confrere::market::Market;
    /// let shares = matcher.market(&Market::new().candidates(1))?;
    /// assert!(!shares.peers(ana).is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn candidates(mut self, candidates: u32) -> Self {
        self.candidates = candidates;
        self
    }

    /// How much attention a person may receive for each peer that they still have room for. Who sets no limit of peers has no cap.
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
    /// use confrere::market::Market;
    /// assert!(matcher.market(&Market::new().attention_per_place(-1.0)).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn attention_per_place(mut self, attention: f64) -> Self {
        self.attention_per_place = attention;
        self
    }

    /// Caps what people receive by expected acceptances instead of attention: of those to whom someone with room for so many peers is
    /// shown, no more are expected to say yes than this number for each free place, by the acceptance model of the matcher.
    ///
    /// With few who accept, attention may be many times the free places; with eager ones it is not. The bound holds whoever is
    /// shown the person: the attention allowed is that of which those who say yes most often accept so much.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::market::Market;
    /// use confrere::{Matcher, Network, Person};
    /// let peer = |key: &str| Person::new(key).attribute("office", "lisbon").offers("rust", 0.9).needs("rust", 0.8);
    /// let people = ["ana", "ben", "caro"].map(peer);
    /// let network = Network::from_people(people.into_iter().chain([peer("dora").peers(1)]), [])?;
    /// let matcher = Matcher::new(&network);
    /// let shares = matcher.market(&Market::new().acceptances_per_place(0.1))?;
    /// let dora = network.id("dora")?;
    /// let shown: f64 = network.people().filter(|&peer| shares.peers(peer).contains(&dora)).count() as f64;
    /// assert!(shown <= 3.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn acceptances_per_place(mut self, acceptances: f64) -> Self {
        self.acceptances_per_place = Some(acceptances);
        self
    }

    /// Two groups that look at each other, as mentors and mentees do, instead of one pool. Someone in both is on the left side only.
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
    /// use confrere::market::Market;
    /// let shares = matcher.market(&Market::new().between([ana], [ben]))?;
    /// assert_eq!((shares.peers(ana), shares.peers(ben)), (vec![ben], vec![ana]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn between(
        mut self,
        left: impl IntoIterator<Item = PersonId>,
        right: impl IntoIterator<Item = PersonId>,
    ) -> Self {
        let mut left: Vec<PersonId> = left.into_iter().collect();
        left.sort_unstable();
        left.dedup();
        // Someone on both sides stays on the left.
        let others = right
            .into_iter()
            .filter(|person| left.binary_search(person).is_err());
        let mut right: Vec<PersonId> = others.collect();
        right.sort_unstable();
        right.dedup();
        self.between = Some((left, right));
        self
    }

    /// The settings with the examination of lists that end, among so many people.
    pub(crate) fn ending_settings(&self, people: usize) -> Result<Settings, Error> {
        if !(0.0..f64::INFINITY).contains(&self.attention_per_place) {
            return Err(Error::OutOfRange {
                what: "attention per place".to_string(),
                value: self.attention_per_place.into(),
                expected: "a finite number from 0",
            });
        }
        if let Some(value) = self.acceptances_per_place
            && !(0.0..f64::INFINITY).contains(&value)
        {
            return Err(Error::OutOfRange {
                what: "acceptances per place".to_string(),
                value: value.into(),
                expected: "a finite number from 0",
            });
        }
        let longest = self.places.min(self.candidates).min(narrow(people));
        let shown = self.examination.places(longest);
        // Lists end: attention below the last place shown is 0, whatever the model says.
        let ending = Examination::own(shown.into_iter().map(|value| value.min(1.0)))?;
        Ok(self.settings.clone().examination(ending))
    }
}
