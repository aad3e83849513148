//! How a market came out, in numbers.

use crate::assign::exposure::Summary;
use crate::id::{PersonId, PersonIndex};
use crate::market::Shares;
use crate::rows::AsIndex;

impl Shares {
    /// How many lists show a person.
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
    /// assert!(shares.shown_to(ana) >= 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn shown_to(&self, person: PersonId) -> u32 {
        let person = self.matcher.network().index(person);
        person.map_or(0, |person| self.shown_to[person.index()])
    }

    /// Expected matches over all people, under the lists that are shown.
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
    /// let matcher = Matcher::new(&network);
    /// let shares = matcher.market(&Market::new().places(1))?;
    /// assert!(shares.matches() > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn matches(&self) -> f64 {
        self.fixed.matches()
    }

    /// Expected matches of a person, under the lists that are shown; 0 for whoever is not in the market.
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
    /// assert!(shares.expected(ana) <= shares.matches());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn expected(&self, person: PersonId) -> f64 {
        let person = self.matcher.network().index(person);
        person.map_or(0.0, |person| self.expected_at(person))
    }

    pub(crate) fn expected_at(&self, person: PersonIndex) -> f64 {
        let stands = self.people.places[person.index()];
        stands.map_or(0.0, |(side, place)| {
            self.fixed.utilities(side)[place.as_index()]
        })
    }

    /// Participants who have candidates and yet expect fewer than [`STARVED`](crate::assign::exposure::STARVED) matches, in name order.
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
    /// let matcher = Matcher::new(&network);
    /// let shares = matcher.market(&Market::new().places(1))?;
    /// for starved in shares.starved() {
    ///     assert!(shares.expected(starved) < confrere::assign::exposure::STARVED);
    /// }
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn starved(&self) -> Vec<PersonId> {
        let everyone = self.matcher.network().indices();
        let in_market = |person: &PersonIndex| self.people.places[person.index()].is_some();
        let starving = everyone.filter(in_market).filter(|&person| {
            !self.plain(person).is_empty()
                && self.expected_at(person) < crate::assign::exposure::STARVED
        });
        let network = self.matcher.network();
        starving.map(|person| network.id_at(person)).collect()
    }

    /// Matches, envy, Gini, starved and load of the lists that are shown; whoever has no candidates counts as starved here.
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
    /// let matcher = Matcher::new(&network);
    /// let shares = matcher.market(&Market::new().places(1))?;
    /// assert!(shares.summary().matches > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.fixed.summary()
    }
}
