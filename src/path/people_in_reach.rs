//! Whom one person can reach, and whom to meet to reach more.

use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::path::cover::Broker;
use crate::path::introduction::Introduction;
use crate::path::introductions::Introductions;
use crate::path::reach::Reach;

/// Someone worth meeting, and whom of a wanted circle they bring into reach.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Opening {
    /// The one to meet.
    pub person: PersonId,
    /// Whom they bring into reach and none of the openings before did; in name order.
    pub opens: Vec<PersonId>,
}

/// Everyone of a network whom one person can reach, each by the best route.
#[derive(Debug, Clone)]
pub struct PeopleInReach<'q, 'n> {
    asker: &'q Introductions<'n>,
    /// From whom, and whom the ties lead to; none where the one who asks is nobody here.
    reach: Option<(PersonIndex, Reach<'q>)>,
}

impl<'n> PeopleInReach<'_, 'n> {
    /// The people in reach, in name order.
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
    /// let introductions = network.introductions();
    /// assert!(introductions.reach(ana).people().any(|person| person == caro));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        let reach = self.reach.iter();
        reach.flat_map(|(from, reach)| {
            let people = reach.people().map(PersonIndex);
            let led = people.filter(|&person| self.asker.leads(*from, person));
            led.map(|person| self.asker.network().id_at(person))
        })
    }

    /// The best route to a person in reach.
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
    /// let introductions = network.introductions();
    /// let way = introductions.reach(ana).introduction(caro).expect("in reach");
    /// assert_eq!(way.names(), ["ana", "ben", "caro"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn introduction(&self, to: PersonId) -> Option<Introduction> {
        let (from, reach) = self.reach.as_ref()?;
        let to = self.asker.network().index(to)?;
        let route = self.asker.leads(*from, to).then(|| reach.route(to.0))?;
        Some(self.asker.name(route?))
    }
}

impl<'n> Introductions<'n> {
    /// Everyone whom a person can reach, each by the best route.
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
    /// let ana = network.id("ana")?;
    /// let introductions = network.introductions();
    /// assert_eq!(introductions.reach(ana).people().count(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn reach(&self, from: PersonId) -> PeopleInReach<'_, 'n> {
        let from = self.network().index(from);
        PeopleInReach {
            asker: self,
            reach: from.map(|from| (from, self.paths().reach(from.0))),
        }
    }

    /// Whom someone should meet, at most `count` people, so that most of a circle comes into reach: see [`PathSearch::brokers`](crate::path::PathSearch::brokers).
    ///
    /// Nobody is suggested who is paused or full, or with whom the asker is blocked, and nobody is counted to whom the
    /// asker would not be led.
    ///
    /// # Errors
    ///
    /// When nobody belongs to a circle of this name, or the id is nobody's in this network.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben"].map(Person::new))
    ///     .person(Person::new("eva").circle(["investors"]))
    ///     .tie("ben", "eva", 0.9)
    ///     .build()?;
    /// let openings = network.introductions().openings(network.id("ana")?, "investors", 1)?;
    /// assert!(openings[0].opens.contains(&network.id("eva")?));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn openings(
        &self,
        from: PersonId,
        circle: &str,
        count: u32,
    ) -> Result<Vec<Opening>, Error> {
        let from = self.network().known(from)?;
        let members = self.network().members_of(circle)?;
        // Members to whom the asker would not be led anyway (blocked, paused, full) open nothing.
        let wanted = members.iter().filter(|&&person| self.leads(from, person));
        let wanted: Vec<u32> = wanted.map(|person| person.0).collect();
        let may_meet = |person: u32| self.leads(from, PersonIndex(person));
        let bridges = self.paths().brokers_among(from.0, &wanted, count, may_meet);
        let id = |person| self.network().id_at(PersonIndex(person));
        let opening = |bridge: Broker| Opening {
            person: id(bridge.person),
            opens: bridge.opens.into_iter().map(id).collect(),
        };
        Ok(bridges.into_iter().map(opening).collect())
    }
}
