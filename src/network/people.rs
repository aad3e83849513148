//! What one person of a network says, by id.

use crate::id::PersonId;
use crate::network::Network;
use crate::person::Limits;

impl Network {
    /// What a person offers: skills in name order with levels above 0; nothing for an id that is nobody's here, as in all
    /// methods that take an id.
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
    /// assert!(network.offers(ana).eq([("rust", 0.9)]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn offers(&self, person: PersonId) -> impl Iterator<Item = (&str, f32)> {
        let person = self.index(person).into_iter();
        let offers = person.flat_map(|person| self.offers_at(person));
        offers.map(|&(skill, level)| (self.skill_name(skill), level))
    }

    /// A person's interests: topics in name order with weights above 0.
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
    /// assert_eq!(network.interests(ana).count(), 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn interests(&self, person: PersonId) -> impl Iterator<Item = (&str, f32)> {
        let person = self.index(person).into_iter();
        let interests = person.flat_map(|person| self.interests_at(person));
        interests.map(|&(topic, weight)| (self.topic_name(topic), weight))
    }

    /// A person's limits; `None` for an id that is nobody's here.
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
    /// use confrere::PersonId;
    /// assert!(network.limits(ana).is_some_and(|limits| limits.is_open()));
    /// assert!(network.limits(PersonId::of("zoe")).is_none());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn limits(&self, person: PersonId) -> Option<&Limits> {
        self.index(person).map(|person| self.limits_at(person))
    }

    /// A person's circles: for each hierarchy by place, the names from the outermost (country) to the nearest (team);
    /// empty where the person left the place empty.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().person(Person::new("ana").circle(["core", "acme"])).build()?;
    /// assert!(network.circles(network.id("ana")?).eq([["acme", "core"]]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn circles(&self, person: PersonId) -> impl Iterator<Item = Vec<&str>> {
        let person = self.index(person).into_iter();
        let paths = person.flat_map(|person| self.circles_at(person));
        paths.map(|path| {
            path.iter()
                .map(|&circle| self.circle_name(circle))
                .collect()
        })
    }

    /// The slots in which a person can meet, in name order; empty when every slot suits.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().person(Person::new("ana").available("monday")).build()?;
    /// assert!(network.available(network.id("ana")?).eq(["monday"]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn available(&self, person: PersonId) -> impl Iterator<Item = &str> {
        let person = self.index(person).into_iter();
        person.flat_map(|person| self.available_at(person))
    }

    /// A person's plain attributes, key and value, in key order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().person(Person::new("ana").attribute("office", "lisbon")).build()?;
    /// assert!(network.attributes(network.id("ana")?).eq([("office", "lisbon")]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn attributes(&self, person: PersonId) -> impl Iterator<Item = (&str, &str)> {
        let person = self.index(person).into_iter();
        person.flat_map(|person| self.attributes_at(person))
    }

    /// A person's manager.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let people = [Person::new("ana").manager("mia"), Person::new("mia")];
    /// let network = Network::builder().people(people).build()?;
    /// assert_eq!(network.manager(network.id("ana")?), network.get("mia"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn manager(&self, person: PersonId) -> Option<PersonId> {
        let manager = self.manager_at(self.index(person)?)?;
        Some(self.id_at(manager))
    }

    /// Whether one of two people blocks the other. Who blocks whom is not told.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let people = [Person::new("ana").blocks("ben"), Person::new("ben")];
    /// let network = Network::builder().people(people).build()?;
    /// assert!(network.blocked(network.id("ben")?, network.id("ana")?)); // either way
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn blocked(&self, a: PersonId, b: PersonId) -> bool {
        let pair = self.index(a).zip(self.index(b));
        pair.is_some_and(|(a, b)| self.blocked_at(a, b))
    }

    /// Whether a person refuses to introduce anyone to another.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let people = [Person::new("ana").refuses("ben"), Person::new("ben")];
    /// let network = Network::builder().people(people).build()?;
    /// assert!(network.refuses(network.id("ana")?, network.id("ben")?));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn refuses(&self, introducer: PersonId, to: PersonId) -> bool {
        let pair = self.index(introducer).zip(self.index(to));
        pair.is_some_and(|(introducer, to)| self.refuses_at(introducer, to))
    }
}
