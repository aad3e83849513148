//! One introduction: the route, its chance, and who is asked in what order.

use std::fmt;

use crate::id::{PersonId, PersonIndex};
use crate::network::Network;
use crate::path::route::Route;

/// Who is asked first: a *double opt-in* needs the word of the introducers and of the target before the two meet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Consent {
    /// The introducers, one after the other, then the target: nobody hears of the asker but through someone they know.
    #[default]
    IntroducersFirst,
    /// The target, then the introducers: no introducer spends a favour on a target who would decline.
    TargetFirst,
}

/// One person to be asked on the route of an introduction.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Ask {
    /// Who is asked.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The chance that it comes to this: that everyone asked before agrees. The expected burden of the person.
    pub arrives: f32,
    /// The chance that the person agrees: the strength of the tie over which the request comes, times the factor with which an
    /// introducer carries.
    pub agrees: f32,
}

/// A route to be introduced: who carries the request, the strength of each tie, and the chance that it arrives.
///
/// It names the people on the route and their ties to each other, and tells nothing of any other tie.
#[derive(Clone)]
pub struct Introduction {
    network: Network,
    route: Route,
    consent: Consent,
}

impl Introduction {
    pub(crate) fn new(network: &Network, route: Route, consent: Consent) -> Self {
        Self {
            network: network.clone(),
            route,
            consent,
        }
    }

    pub(crate) fn consent(&self) -> Consent {
        self.consent
    }

    /// Everyone on the route, from the asker to the target.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let introduction = network.introduction(ana, caro).expect("a way");
    /// assert_eq!(introduction.people().len(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn people(&self) -> impl ExactSizeIterator<Item = PersonId> {
        let people = self.route.people().iter();
        people.map(|&person| self.network.id_at(PersonIndex(person)))
    }

    /// The names of everyone on the route, from the asker to the target.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, ben, caro) = (network.id("ana")?, network.id("ben")?, network.id("caro")?);
    /// let introduction = network.introduction(ana, caro).expect("a way");
    /// assert_eq!(introduction.names().join(" → "), "ana → ben → caro");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let people = self.route.people().iter();
        people
            .map(|&person| self.network.name_at(PersonIndex(person)))
            .collect()
    }

    /// Those who carry the request, first the one whom the asker asks; empty where asker and target are tied already and no
    /// introducer does better.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, ben, caro) = (network.id("ana")?, network.id("ben")?, network.id("caro")?);
    /// let introduction = network.introduction(ana, caro).expect("a way");
    /// assert_eq!(introduction.introducers().next(), network.get("ben"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn introducers(&self) -> impl ExactSizeIterator<Item = PersonId> {
        let people = self.route.introducers().iter();
        people.map(|&person| self.network.id_at(PersonIndex(person)))
    }

    /// The strength of each tie, one more than there are introducers.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let introduction = network.introduction(ana, caro).expect("a way");
    /// assert_eq!(introduction.strengths(), [0.9, 0.8]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn strengths(&self) -> &[f32] {
        self.route.strengths()
    }

    /// The chance that the request arrives and all agree.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let introduction = network.introduction(ana, caro).expect("a way");
    /// assert!(introduction.chance() <= 0.9 * 0.8 + 1e-6);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn chance(&self) -> f32 {
        self.route.chance()
    }

    /// The route on bare numbers.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let introduction = network.introduction(ana, caro).expect("a way");
    /// assert_eq!(introduction.route().hops(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// Everyone to be asked, in order. The chances to agree multiply to the [chance](Self::chance).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, ben, caro) = (network.id("ana")?, network.id("ben")?, network.id("caro")?);
    /// let introduction = network.introduction(ana, caro).expect("a way");
    /// assert!(introduction.asks().iter().any(|ask| ask.name == "ben"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn asks(&self) -> Vec<Ask> {
        let people = &self.route.people()[1..];
        let carries = self.route.factors().iter().copied().chain([1.0]);
        // Each introducer agrees with the chance of the tie to them and passes on with their own factor; the target just agrees.
        let agrees = self
            .route
            .strengths()
            .iter()
            .zip(carries)
            .map(|(a, b)| a * b);
        let mut order: Vec<(u32, f32)> = people.iter().copied().zip(agrees).collect();
        // The target stands last on the way and is asked first.
        if self.consent == Consent::TargetFirst {
            order.rotate_right(1);
        }
        // Each is asked only after everyone before agreed.
        let mut arrives = 1.0;
        let ask = |(person, agrees): (u32, f32)| {
            let ask = Ask {
                person: self.network.id_at(PersonIndex(person)),
                name: self.network.name_at(PersonIndex(person)).to_owned(),
                arrives,
                agrees,
            };
            arrives *= agrees;
            ask
        };
        order.into_iter().map(ask).collect()
    }
}

/// Two introductions are equal when they lead the same route under the same terms.
impl PartialEq for Introduction {
    fn eq(&self, other: &Self) -> bool {
        self.route == other.route && self.consent == other.consent && self.names() == other.names()
    }
}

/// As in `ana → caro (0.80) → ben (0.50), chance 0.40`.
/// The people and the chance, and nothing of the rest of the network.
impl fmt::Debug for Introduction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introduction")
            .field("names", &self.names())
            .field("strengths", &self.strengths())
            .field("chance", &self.chance())
            .field("consent", &self.consent)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Introduction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.names();
        f.write_str(names[0])?;
        for (name, strength) in names[1..].iter().zip(self.strengths()) {
            write!(f, " → {name} ({strength:.2})")?;
        }
        write!(f, ", chance {:.2}", self.chance())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Introduction {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Introduction", 4)?;
        fields.serialize_field("people", &self.names())?;
        fields.serialize_field("strengths", self.strengths())?;
        fields.serialize_field("chance", &self.chance())?;
        fields.serialize_field("asks", &self.asks())?;
        fields.end()
    }
}
