//! One answer: a peer, what each gains, and who can introduce them.

use std::fmt;
use std::sync::OnceLock;

use crate::diversity::Difference;
use crate::id::{PersonId, PersonIndex};
use crate::path::Introduction;
use crate::recommend::explanation::{Explanation, via};
use crate::recommend::matcher::Matcher;
use crate::recommend::scorer::PairScore;
use crate::recommend::variety::Displaced;

/// A peer worth meeting, with the numbers of the match.
///
/// It owns what it needs and can outlive the matcher, be kept and be sent. Its explanation and introduction are worked out
/// when first asked for, and kept. Everything that it tells is for its asker: hidden needs and stances of the peer count in
/// the order of the list and in nothing here, unless the matcher is [for the operator](Matcher::for_operator).
#[derive(Clone)]
pub struct Recommendation {
    matcher: Matcher,
    who: PersonIndex,
    peer: PersonIndex,
    pair: PairScore,
    displaced: Option<Displaced>,
    introduction: OnceLock<Option<Introduction>>,
    explanation: OnceLock<Explanation>,
}

/// The peer and the three numbers, so that a list of any length stays readable.
impl fmt::Debug for Recommendation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recommendation")
            .field("name", &self.name())
            .field("score", &self.score())
            .field("gain", &self.gain())
            .field("give", &self.give())
            .finish_non_exhaustive()
    }
}

impl Recommendation {
    /// A pair as the audience of the matcher may know it, and why it came before a higher score.
    pub(crate) fn new(
        matcher: &Matcher,
        (who, peer): (PersonIndex, PersonIndex),
        pair: PairScore,
        displaced: Option<Displaced>,
    ) -> Self {
        Self {
            matcher: matcher.clone(),
            who,
            peer,
            pair,
            displaced,
            introduction: OnceLock::new(),
            explanation: OnceLock::new(),
        }
    }

    /// Who asked.
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
    /// let recommendation = &matcher.recommend(ana)[0];
    /// assert_eq!(recommendation.asker(), ana);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn asker(&self) -> PersonId {
        self.matcher.network().id_at(self.who)
    }

    /// The peer.
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
    /// let recommendation = &matcher.recommend(ana)[0];
    /// assert_eq!(recommendation.peer(), ben);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn peer(&self) -> PersonId {
        self.matcher.network().id_at(self.peer)
    }

    /// The peer's name.
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
    /// let recommendation = &matcher.recommend(ana)[0];
    /// assert_eq!(recommendation.name(), "ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        self.matcher.network().name_at(self.peer)
    }

    /// The score of the match, above 0 and at most 1: the mean gain times the chance that both say yes, so a good match may have .03
    /// ([`Matcher::score`]).
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
    /// let recommendation = &matcher.recommend(ana)[0];
    /// assert_eq!(recommendation.score(), matcher.score(ana, ben));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn score(&self) -> f32 {
        self.pair.score
    }

    /// What the asker gains, from 0 to 1.
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
    /// let recommendation = &matcher.recommend(ana)[0];
    /// assert_eq!(recommendation.gain(), matcher.gain(ana, ben));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn gain(&self) -> f32 {
        self.pair.gain
    }

    /// What the peer gains, from 0 to 1.
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
    /// let recommendation = &matcher.recommend(ana)[0];
    /// assert_eq!(recommendation.give(), matcher.gain(ben, ana));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn give(&self) -> f32 {
        self.pair.give
    }

    /// How different the peer is for the asker, component by component.
    #[must_use]
    pub fn difference(&self) -> &Difference {
        &self.pair.difference
    }

    /// The weighted mean of the components of the difference, from 0 to 1.
    #[must_use]
    pub fn distance(&self) -> f32 {
        self.pair.distance
    }

    /// Why: what each gains and what does not fit.
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
    /// let recommendation = &matcher.recommend(ana)[0];
    /// assert_eq!(recommendation.explanation().gain.items[0].name, "law");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn explanation(&self) -> &Explanation {
        self.explanation.get_or_init(|| {
            let mut explanation =
                Explanation::new(&self.matcher, self.who, self.peer, self.introduction());
            explanation.displaced.clone_from(&self.displaced);
            explanation
        })
    }

    /// Why the peer came before a candidate of higher score; `None` where nobody of higher score was left.
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
    /// let recommendation = &matcher.recommend(ana)[0];
    /// assert!(recommendation.displaced().is_none()); // no variety was asked for
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn displaced(&self) -> Option<&Displaced> {
        self.displaced.as_ref()
    }

    /// Who can introduce the two, by the best path; `None` when no path is short and likely enough.
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
    /// let recommendation = &matcher.recommend(ana)[0];
    /// assert!(recommendation.introduction().is_none()); // nobody is tied
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn introduction(&self) -> Option<&Introduction> {
        let search = || self.matcher.introduction(self.who, self.peer);
        self.introduction.get_or_init(search).as_ref()
    }

    /// The names of the introducers on the best path, first to last.
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
    /// let recommendation = &matcher.recommend(ana)[0];
    /// assert!(recommendation.via().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn via(&self) -> Vec<&str> {
        self.introduction().map(via).unwrap_or_default()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Recommendation {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Recommendation", 6)?;
        fields.serialize_field("name", self.name())?;
        fields.serialize_field("score", &self.score())?;
        fields.serialize_field("gain", &self.gain())?;
        fields.serialize_field("give", &self.give())?;
        fields.serialize_field("difference", &self.distance())?;
        fields.serialize_field("explanation", self.explanation())?;
        fields.end()
    }
}
