//! What is another network when people join, change and leave?

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Error;
use crate::id::{PersonIndex, quoted};
use crate::network::arrange::arrange;
use crate::network::draft::Draft;
use crate::network::kept::Kept;
use crate::network::{Network, Tie};
use crate::person::Person;

/// Collects who joins, who says something new, who leaves and which ties change; [`build`](Self::build) answers with another
/// [`Network`] or the first thing wrong. The network that is changed stays as it is.
///
/// The result is the network that [`NetworkBuilder`](crate::NetworkBuilder) makes of the people and ties there are in the end:
/// the same ids, which may differ from those before, and no name that nobody uses any more. Related skills stay related.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Network, Person};
/// let monday = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
///     .person(Person::new("caro").offers("design", 0.9).needs("rust", 0.4).manager("dan"))
///     .person(Person::new("dan"))
///     .tie("ana", "caro", 0.8)
///     .tie("caro", "dan", 0.9)
///     .build()?;
/// let tuesday = monday
///     .change()
///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
///     .tie("ben", "caro", 0.5)
///     .leave("dan")
///     .build()?;
/// let picks = Matcher::new(&tuesday);
/// let picks = picks.recommend(tuesday.id("ana")?);
/// assert_eq!(picks[0].to_string(), "ben: ana gains law (0.70), ben gains rust (0.90); via caro");
/// assert_eq!(tuesday.manager(tuesday.id("caro")?), None);
/// assert_eq!(monday.people().len(), 3);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct NetworkChange {
    network: Network,
    /// Who joins or says something new, and who is mentioned.
    draft: Draft,
    leaving: BTreeSet<PersonIndex>,
    /// The last said of each directed tie, by numbers of the draft.
    ties: BTreeMap<(u32, u32), f32>,
    refused: Option<Error>,
}

impl Network {
    /// Starts a change: who joins, says something new or leaves, and which ties change.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().person(Person::new("ana")).build()?;
    /// let network = network.change().person(Person::new("ben")).tie("ana", "ben", 0.5).build()?;
    /// assert_eq!(network.people().len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn change(&self) -> NetworkChange {
        NetworkChange {
            network: self.clone(),
            draft: Draft::default(),
            leaving: BTreeSet::new(),
            ties: BTreeMap::new(),
            refused: None,
        }
    }
}

impl NetworkChange {
    /// Lets a person join, or puts all that a known person says in place of what they said before. Ties stay, and so does what
    /// others say of them.
    #[must_use]
    pub fn person(mut self, person: Person) -> Self {
        self.take(|change| change.join(&person));
        self
    }

    /// Like [`person`](Self::person), for people from a stream.
    #[must_use]
    pub fn people(mut self, people: impl IntoIterator<Item = Person>) -> Self {
        for person in people {
            self.take(|change| change.join(&person));
        }
        self
    }

    /// Removes someone, with every tie and with every block, refusal and line to a manager that names them.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").blocks("ben"))
    ///     .person(Person::new("ben").offers("rust", 0.9))
    ///     .build()?;
    /// let network = network.change().leave("ben").build()?;
    /// assert_eq!(network.people().len(), 1);
    /// assert_eq!(network.skills().len(), 0); // nobody names it any more
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn leave(mut self, name: &str) -> Self {
        self.take(|change| change.depart(name));
        self
    }

    /// Sets the strength of the tie both ways, known or new. Of what is said of one tie the last counts; 0 is no tie.
    #[must_use]
    pub fn tie(mut self, a: &str, b: &str, strength: f32) -> Self {
        self.take(|change| change.set_tie(a, b, strength, false));
        self
    }

    /// Sets the strength of the tie one way; the way back stays as it is.
    #[must_use]
    pub fn directed_tie(mut self, from: &str, to: &str, strength: f32) -> Self {
        self.take(|change| change.set_tie(from, to, strength, true));
        self
    }

    /// Sets the strengths of ties from a stream, as [`tie`](Self::tie) and [`directed_tie`](Self::directed_tie) do.
    #[must_use]
    pub fn ties(mut self, ties: impl IntoIterator<Item = Tie>) -> Self {
        for tie in ties {
            self.take(|change| change.set_tie(&tie.from, &tie.to, tie.strength, tie.directed));
        }
        self
    }

    /// Removes the tie both ways; where there is none, nothing changes. One way only is a
    /// [`directed_tie`](Self::directed_tie) of strength 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro"].map(Person::new))
    ///     .tie("ana", "ben", 0.5)
    ///     .tie("ben", "caro", 0.5)
    ///     .build()?;
    /// let network = network.change().untie("ana", "ben").directed_tie("caro", "ben", 0.0).build()?;
    /// assert_eq!(network.ties().iter().collect::<Vec<_>>(), [(1, 2, 0.5)]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn untie(self, a: &str, b: &str) -> Self {
        self.tie(a, b, 0.0)
    }

    /// The first thing wrong so far: for readers of long inputs that want to stop and name the line.
    #[must_use]
    pub fn refusal(&self) -> Option<&Error> {
        self.refused.as_ref()
    }

    fn take(&mut self, step: impl FnOnce(&mut Self) -> Result<(), Error>) {
        if self.refused.is_none() {
            self.refused = step(self).err();
        }
    }

    fn join(&mut self, person: &Person) -> Result<(), Error> {
        let known = self.network.find(person.name());
        if known.is_ok_and(|known| self.leaving.contains(&known)) {
            return Err(both_ways(person.name()));
        }
        self.draft.add(person)
    }

    fn depart(&mut self, name: &str) -> Result<(), Error> {
        if self.draft.has_arrived(name) {
            return Err(both_ways(name));
        }
        if !self.leaving.insert(self.network.find(name)?) {
            return Err(Error::Duplicate {
                what: format!("departure of {}", quoted(name)),
            });
        }
        Ok(())
    }

    fn set_tie(
        &mut self,
        from: &str,
        to: &str,
        strength: f32,
        directed: bool,
    ) -> Result<(), Error> {
        let (from, to, strength) = self.draft.tie(from, to, strength)?;
        self.ties.insert((from, to), strength);
        if !directed {
            self.ties.insert((to, from), strength);
        }
        Ok(())
    }

    /// Checks what is left to check and builds the other network.
    ///
    /// # Errors
    ///
    /// The first thing wrong in the order in which it was said: all that
    /// [`NetworkBuilder::build`](crate::NetworkBuilder::build) refuses of a person and of a tie; someone who leaves and is
    /// not in the network; someone who joins twice, leaves twice, or does both; then any name in a tie or
    /// in what a person newly says, of someone who is not there in the end.
    ///
    /// # Complexity
    ///
    /// O(facts + t log t) time for the facts of the network and t items and ties of the change: what stays is copied, neither
    /// checked nor parsed again, and each name that stays is looked up once. The space of the result, once more while it is
    /// built.
    pub fn build(mut self) -> Result<Network, Error> {
        if let Some(error) = self.refused {
            return Err(error);
        }
        let draft = &mut self.draft;
        let kept = Kept::arrive(
            &self.network,
            |person| !self.leaving.contains(&person),
            draft,
        );
        draft.check_mentions(self.ties.keys().flat_map(|tie| [tie.0, tie.1]))?;
        kept.retell(draft);
        let related = kept.related(draft);
        let facts = arrange(self.draft, kept.ties(self.ties), &related)?;
        Ok(Network::of(facts))
    }
}

fn both_ways(name: &str) -> Error {
    Error::Duplicate {
        what: format!("person {}, to join and to leave,", quoted(name)),
    }
}
