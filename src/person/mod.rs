//! What one person offers, looks for, believes and belongs to.
//!
//! A [`Person`] is what a caller says; nothing is checked here. Numbers and names are checked once, when a
//! [`Network`](crate::Network) is built from people.

mod edit;
mod getters;
mod intent;
mod items;
mod limits;
mod vector;

use std::collections::BTreeMap;

use crate::id::Key;
pub use crate::person::intent::{Intent, Mode, Visibility};
pub use crate::person::items::{Interest, Limits, Need, Offer, Seek, Stance, WantedCircle};
pub use crate::person::vector::NeedVector;

/// One person, as a caller describes them: a value built step by step.
///
/// # Examples
///
/// ```
/// use confrere::{Intent, Person};
/// let ana = Person::new("ana")
///     .offers("rust", 0.9)
///     .needs("fundraising", 0.8)
///     .stance("remote work", 1.0)
///     .circle(["core", "acme", "pt"])
///     .seeks(Intent::Learn, 0.7)
///     .seeks(Intent::Contrarian, 0.3)
///     .group_size(3);
/// assert_eq!(ana.key(), "ana");
/// assert_eq!(ana.get_limits().group_size, Some(3));
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Person {
    #[cfg_attr(feature = "serde", serde(alias = "name"))]
    pub(crate) key: String,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) label: Option<String>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) offers: Vec<Offer>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) needs: Vec<Need>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) interests: Vec<Interest>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) stances: Vec<Stance>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) circles: Vec<Vec<String>>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) attributes: BTreeMap<String, String>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) seeks: Vec<Seek>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) wants_circles: Vec<WantedCircle>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) openness: Option<f32>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) limits: Limits,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) blocks: Vec<String>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) refuses: Vec<String>,
    #[cfg_attr(feature = "serde", serde(default, alias = "slots"))]
    pub(crate) available: Vec<String>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) manager: Option<String>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) offer_vector: Option<Vec<f32>>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub(crate) need_vector: Option<NeedVector>,
}

impl Person {
    /// Starts a person with a key, any text or whole number of the app that is unique in the network.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let people = [Person::new(17).label("Ana Silva"), Person::new(18).label("Ana Silva"), Person::new("ben")];
    /// let network = Network::builder().people(people).build()?;
    /// let names: Vec<&str> = network.people().map(|id| network.name(id)).collect();
    /// assert_eq!(names, ["Ana Silva (17)", "Ana Silva (18)", "ben"]); // two of one label stay apart in words
    /// assert_eq!(network.key(network.id("17")?), "17");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new(key: impl Into<Key>) -> Self {
        Self {
            key: key.into().into(),
            ..Self::default()
        }
    }

    /// Sets what the person is called in words; the key where nothing is set. Two people may have one label.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let person = Person::new("7f3a").label("Ana Silva");
    /// assert_eq!((person.key(), person.name()), ("7f3a", "Ana Silva"));
    /// ```
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a skill that the person can give, with a level from 0 to 1. Level 0 claims nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").offers("rust", 0.9);
    /// assert_eq!(ana.get_offers().next().map(|offer| offer.level), Some(0.9));
    /// ```
    #[must_use]
    pub fn offers(mut self, skill: impl Into<String>, level: f32) -> Self {
        self.offers.push(Offer {
            skill: skill.into(),
            level,
        });
        self
    }

    /// Adds a skill that the person looks for, with a priority from 0 to 1. Priority 0 asks for nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").needs("law", 0.8);
    /// assert_eq!(ana.get_needs().next().map(|need| need.priority), Some(0.8));
    /// ```
    #[must_use]
    pub fn needs(mut self, skill: impl Into<String>, priority: f32) -> Self {
        self.needs.push(Need {
            skill: skill.into(),
            priority,
            visibility: Visibility::Shown,
        });
        self
    }

    /// Adds a need that counts but is never shown to anyone else.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Person, Visibility};
    /// let ana = Person::new("ana").needs_privately("law", 0.8);
    /// assert_eq!(ana.get_needs().next().map(|need| need.visibility), Some(Visibility::Hidden));
    /// ```
    #[must_use]
    pub fn needs_privately(mut self, skill: impl Into<String>, priority: f32) -> Self {
        self.needs.push(Need {
            skill: skill.into(),
            priority,
            visibility: Visibility::Hidden,
        });
        self
    }

    /// Adds a topic of interest, with a weight from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").interest("compilers", 0.7);
    /// assert_eq!(ana.get_interests().next().map(|interest| interest.topic.as_str()), Some("compilers"));
    /// ```
    #[must_use]
    pub fn interest(mut self, topic: impl Into<String>, weight: f32) -> Self {
        self.interests.push(Interest {
            topic: topic.into(),
            weight,
        });
        self
    }

    /// Adds a stance on a topic, from -1 (against) to 1 (in favour).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").stance("remote work", -0.5);
    /// assert_eq!(ana.get_stances().next().map(|stance| stance.position), Some(-0.5));
    /// ```
    #[must_use]
    pub fn stance(mut self, topic: impl Into<String>, position: f32) -> Self {
        self.stances.push(Stance {
            topic: topic.into(),
            position,
            visibility: Visibility::Shown,
        });
        self
    }

    /// Adds a stance that counts but is never shown to anyone else.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Person, Visibility};
    /// let ana = Person::new("ana").stance_privately("remote work", 1.0);
    /// assert_eq!(ana.get_stances().next().map(|stance| stance.visibility), Some(Visibility::Hidden));
    /// ```
    #[must_use]
    pub fn stance_privately(mut self, topic: impl Into<String>, position: f32) -> Self {
        self.stances.push(Stance {
            topic: topic.into(),
            position,
            visibility: Visibility::Hidden,
        });
        self
    }

    /// Adds one hierarchy of nested circles, nearest first: team, company, country.
    ///
    /// A group is known by its whole way to the top: team `core` of company `acme` is not team `core` of another. The first
    /// hierarchy of one person is compared with the first of another, the second with the second; an empty one keeps its
    /// place and counts as unknown.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").circle(["core", "acme", "pt"]);
    /// assert_eq!(ana.get_circles().next().expect("a hierarchy"), ["core", "acme", "pt"]);
    /// ```
    #[must_use]
    pub fn circle<C: Into<String>>(mut self, nearest_first: impl IntoIterator<Item = C>) -> Self {
        self.circles
            .push(nearest_first.into_iter().map(Into::into).collect());
        self
    }

    /// Sets a plain attribute, such as an office, a department or a school. Two people's attributes are only ever compared for
    /// equality, value by value under the same key. Of several values under one key the last counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").attribute("office", "Lisbon").attribute("cohort", "2026"))
    ///     .build()?;
    /// let ana = network.id("ana")?;
    /// let attributes: Vec<_> = network.attributes(ana).collect();
    /// assert_eq!(attributes, [("cohort", "2026"), ("office", "Lisbon")]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn attribute(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.attributes.insert(key.into(), value.into());
        self
    }

    /// Adds an intent with its weight from 0 to 1. Without any, a person seeks [`Intent::Learn`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Intent, Person};
    /// let ana = Person::new("ana").seeks(Intent::Learn, 0.6);
    /// assert_eq!(ana.get_seeks().next().map(|seek| seek.intent), Some(Intent::Learn));
    /// ```
    #[must_use]
    pub fn seeks(mut self, intent: Intent, weight: f32) -> Self {
        self.seeks.push(Seek { intent, weight });
        self
    }

    /// Adds a circle that the person wants to reach, with a weight from 0 to 1, for [`Intent::Exposure`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").wants_circle("investors", 0.5);
    /// assert_eq!(ana.get_wants_circles().next().map(|wanted| wanted.weight), Some(0.5));
    /// ```
    #[must_use]
    pub fn wants_circle(mut self, circle: impl Into<String>, weight: f32) -> Self {
        self.wants_circles.push(WantedCircle {
            circle: circle.into(),
            weight,
        });
        self
    }

    /// Sets how much a difference lifts a match for this person, from 0 (not at all) up.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").openness(0.3).get_openness(), Some(0.3));
    /// ```
    #[must_use]
    pub fn openness(mut self, openness: f32) -> Self {
        self.openness = Some(openness);
        self
    }

    /// Gives the person another key. [`NetworkChange::rename`](crate::NetworkChange::rename) lets ties follow.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").with_key(42).key(), "42");
    /// ```
    #[must_use]
    pub fn with_key(mut self, key: impl Into<Key>) -> Self {
        self.key = key.into().into();
        self
    }

    /// Sets all limits at once.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Limits, Person};
    /// let limits = Limits { peers: Some(2), ..Limits::default() };
    /// assert_eq!(Person::new("ana").limits(limits).get_limits().peers, Some(2));
    /// ```
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The key.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new(7).key(), "7");
    /// ```
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What the person is called in words: the label, or else the key.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").name(), "ana"); // without a label, the key
    /// assert_eq!(Person::new("ana").label("Ana S.").name(), "Ana S.");
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.key)
    }
}
