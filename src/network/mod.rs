//! Who knows whom: the door for people and ties, and the flat arrays that every question reads.
//!
//! A [`Network`] holds the facts: people, what they said, and the ties between them. It is built once, checked at the
//! door, immutable, and cheap to clone. It knows nothing about scores.

mod adjacency;
mod at;
mod builder;
mod change;
mod change_summary;
mod draft;
mod embeddings;
mod facts;
mod freeze;
mod groups;
mod hops;
mod item_checker;
mod people;
mod relatedness;
mod renumbering;
mod retained;
#[cfg(feature = "serde")]
mod serial;
mod skill_vectors;
mod spellings;
mod taxonomy;
mod to_person;

use std::fmt;
use std::sync::Arc;

pub use crate::network::adjacency::Adjacency;
pub use crate::network::builder::{NetworkBuilder, Tie};
pub use crate::network::change::NetworkChange;
pub use crate::network::change_summary::ChangeSummary;
pub(crate) use crate::network::embeddings::Embeddings;
pub(crate) use crate::network::facts::{Facts, NeedFact, StanceFact};
pub(crate) use crate::network::groups::Groups;
pub(crate) use crate::network::hops::{HopScratch, Hops};
pub(crate) use crate::network::skill_vectors::SkillMatrix;
pub use crate::network::skill_vectors::{Nearness, SkillNeighbours};
pub use crate::network::spellings::Spellings;

use crate::error::Error;
use crate::id::{Key, PersonId};
use crate::person::Person;
use crate::rows::{AsIndex, narrow};

/// People and the ties between them: the facts that every question is asked of.
///
/// Immutable: a [change](Network::change) makes another network. Cloning copies a pointer. An id stays a
/// person's own through every change: it is the hash of the key.
///
/// # Examples
///
/// ```
/// use confrere::{Network, Person};
/// let network = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).needs("fundraising", 0.8))
///     .person(Person::new("ben").offers("fundraising", 0.7).needs("rust", 0.6))
///     .tie("ana", "ben", 0.5)
///     .build()?;
/// let ana = network.id("ana")?;
/// assert_eq!(network.name(ana), "ana");
/// assert_eq!(network.people().len(), 2);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Clone)]
pub struct Network {
    facts: Arc<Facts>,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network")
            .field("people", &self.facts.keys.len())
            .field("skills", &self.facts.skills.len())
            .field("ties", &self.facts.ties.ties())
            .finish()
    }
}

impl Network {
    /// Takes facts that were checked.
    pub(crate) fn of(facts: Facts) -> Self {
        Self {
            facts: Arc::new(facts),
        }
    }

    /// Starts a network.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().person(Person::new("ana")).build()?;
    /// assert!(network.get("ana").is_some());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn builder() -> NetworkBuilder {
        NetworkBuilder::default()
    }

    /// Builds a network from a stream of people and a stream of ties, as from the rows of a database.
    ///
    /// Each person is checked and stored compactly as it comes; none is kept whole.
    ///
    /// # Errors
    ///
    /// As [`NetworkBuilder::build`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person, Tie};
    /// let rows = ["ana", "ben", "caro"];
    /// let people = rows.iter().map(|name| Person::new(*name));
    /// let ties = rows.windows(2).map(|pair| Tie::new(pair[0], pair[1], 0.5));
    /// let network = Network::from_people(people, ties)?;
    /// assert_eq!(network.people().len(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn from_people(
        people: impl IntoIterator<Item = Person>,
        ties: impl IntoIterator<Item = Tie>,
    ) -> Result<Self, Error> {
        Self::builder().people(people).ties(ties).build()
    }

    /// All people, in key order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// assert!(network.people().eq([ana, ben])); // by key
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn people(&self) -> impl ExactSizeIterator<Item = PersonId> + Clone + '_ {
        self.indices().map(|person| self.id_at(person))
    }

    /// The id of the person of a key.
    ///
    /// # Errors
    ///
    /// When nobody has this key; the error tells the nearest key that somebody has, which takes a look at all.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// let ana = network.id("ana")?;
    /// assert_eq!(network.key(ana), "ana");
    /// assert!(network.id("anna").is_err_and(|error| error.to_string().contains("`ana`")));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn id(&self, key: impl Into<Key>) -> Result<PersonId, Error> {
        self.named(&Key::text(key)).map(|person| self.id_at(person))
    }

    /// The id of the person of a key, if anyone has it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// let ana = network.id("ana")?;
    /// assert_eq!((network.get("ana"), network.get("zoe")), (Some(ana), None));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn get(&self, key: impl Into<Key>) -> Option<PersonId> {
        self.find(&Key::text(key)).map(|person| self.id_at(person))
    }

    /// The key of a person; empty for an id that is nobody's here.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// let ben = network.id("ben")?;
    /// assert_eq!(network.key(ben), "ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn key(&self, person: PersonId) -> &str {
        self.index(person).map_or("", |person| self.key_at(person))
    }

    /// Where a person stands in the flat arrays of this network, in key order: in its [`ties`](Self::ties), matrices and graph. `None`
    /// for an id that is nobody's here. In another network the same person stands elsewhere.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro"].map(Person::new))
    ///     .tie("ana", "caro", 0.5)
    ///     .build()?;
    /// let ana = network.position(network.id("ana")?).expect("someone of this network");
    /// let known = network.ties().neighbours(ana).iter();
    /// let known: Vec<&str> = known.filter_map(|&at| Some(network.name(network.person_at(at)?))).collect();
    /// assert_eq!(known, ["caro"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn position(&self, person: PersonId) -> Option<u32> {
        self.index(person).map(|place| place.0)
    }

    /// Who stands at a position in the flat arrays of this network.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// let ben = network.id("ben")?;
    /// assert_eq!((network.person_at(1), network.person_at(2)), (Some(ben), None));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn person_at(&self, position: u32) -> Option<PersonId> {
        self.facts.ids.get(position.as_index()).copied()
    }

    /// What a person is called in words: the label, or else the key, and the label with the key behind it where two would be
    /// called alike. Empty for an id that is nobody's here.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().person(Person::new(7).label("Ana Silva")).build()?;
    /// assert_eq!(network.name(network.id("7")?), "Ana Silva");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn name(&self, person: PersonId) -> &str {
        self.index(person).map_or("", |person| self.name_at(person))
    }

    /// The names of all skills that anyone offers or needs or that were related to others, in name order: for the application,
    /// as the network itself, since names that stand only in hidden needs are among them.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// assert!(network.skills().eq(["law", "rust"]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn skills(&self) -> impl ExactSizeIterator<Item = &str> {
        self.facts.skills.iter()
    }

    /// The ties, as directed flat arrays by person number.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// assert_eq!(network.ties().strength(0, 1), Some(0.5));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ties(&self) -> &Adjacency {
        &self.facts.ties
    }

    /// The ties, each turned round.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// assert_eq!(network.ties_in().neighbours(0), [1]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ties_in(&self) -> &Adjacency {
        &self.facts.ties_in
    }

    /// Who knows whom in either direction: a tie each way, as strong as the stronger of the two directions.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// assert_eq!(network.acquaintances().neighbours(1), [0]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn acquaintances(&self) -> &Adjacency {
        &self.facts.acquaintances
    }

    /// How many islands the ties leave: groups of people with no tie to anyone outside.
    ///
    /// # Complexity
    ///
    /// O(n + m) time and space for n people and m ties.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// assert_eq!(network.islands(), 1);
    /// assert_eq!(network.change().person(Person::new("caro")).build()?.islands(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn islands(&self) -> u32 {
        // Each component is labelled by its first person.
        let labels = hops::components(self.acquaintances());
        let islands = (0..).zip(labels).filter(|(person, label)| person == label);
        narrow(islands.count())
    }
}
