//! The introductions that a network allows, and the terms on which they are sought.

use std::borrow::Cow;
use std::fmt;

use crate::id::{PersonId, PersonIndex};
use crate::network::Network;
use crate::path::introducers::Introducers;
use crate::path::introduction::{Consent, Introduction};
use crate::path::path_search::PathSearch;
use crate::path::route::Route;
use crate::path::{FLOOR, HOPS};
use crate::unit::Unit;

/// Asks for introductions between the people of a network. Made once, asked often.
///
/// Who is paused or full, or has made as many introductions as they wanted to, carries nothing. Nobody carries for someone whom they
/// refuse, or whom they block or who blocks them. Nobody is led to a person who is paused or full, or with whom they
/// block each other.
///
/// # Examples
///
/// ```
/// use confrere::{Network, Person};
/// let network = Network::builder()
///     .person(Person::new("ana"))
///     .person(Person::new("ben"))
///     .person(Person::new("caro").introductions(4).asked(1))
///     .tie("ana", "caro", 0.8)
///     .tie("caro", "ben", 0.5)
///     .build()?;
/// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
/// let introductions = network.introductions();
/// let route = introductions.between(ana, ben).expect("caro knows both");
/// // Caro carries with 3/4: one of four introductions of this month is made.
/// assert_eq!(route.to_string(), "ana → caro (0.80) → ben (0.50), chance 0.30");
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Clone)]
pub struct Introductions<'n> {
    network: &'n Network,
    introducers: Cow<'n, Introducers>,
    hops: u32,
    floor: Unit,
    consent: Consent,
}

impl fmt::Debug for Introductions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introductions")
            .field("network", self.network)
            .field("hops", &self.hops)
            .field("floor", &self.floor)
            .field("consent", &self.consent)
            .finish_non_exhaustive()
    }
}

/// Routes that share no introducer, and the chance that at least one succeeds: `1 − ∏(1 − Pᵢ)`.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DisjointIntroductions {
    /// The routes, best first.
    pub introductions: Vec<Introduction>,
    /// The chance that at least one of them succeeds.
    pub joint: f32,
}

impl Network {
    /// The best route to introduce one person to another within [`HOPS`] ties; `None` where there is none above [`FLOOR`].
    ///
    /// # Complexity
    ///
    /// O(n) to see who carries, which [`introductions`](Self::introductions) does once for many questions; then as
    /// [`PathSearch::best`].
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
    /// let introduction = network.introduction(ana, caro).expect("a path");
    /// assert_eq!(introduction.names(), ["ana", "ben", "caro"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn introduction(&self, from: PersonId, to: PersonId) -> Option<Introduction> {
        self.introductions().between(from, to)
    }

    /// Sees who carries requests, for many questions.
    ///
    /// # Complexity
    ///
    /// O(n + r log r) for n people and r blocks and refusals.
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
    /// assert!(introductions.between(ana, caro).is_some());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn introductions(&self) -> Introductions<'_> {
        Introductions::new(self, Cow::Owned(Introducers::of(self)))
    }

    /// The same for introducers that were seen before.
    pub(crate) fn introductions_by<'n>(
        &'n self,
        introducers: &'n Introducers,
    ) -> Introductions<'n> {
        Introductions::new(self, Cow::Borrowed(introducers))
    }
}

impl<'n> Introductions<'n> {
    fn new(network: &'n Network, introducers: Cow<'n, Introducers>) -> Self {
        Self {
            network,
            introducers,
            hops: HOPS,
            floor: Unit::new(FLOOR).unwrap_or(Unit::ZERO),
            consent: Consent::default(),
        }
    }
}

impl<'n> Introductions<'n> {
    /// Allows at most so many ties on a route; with 1 only direct ties are found.
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
    /// assert!(introductions.hops(1).between(ana, caro).is_none());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn hops(mut self, hops: u32) -> Self {
        self.hops = hops;
        self
    }

    /// Leaves out routes with a smaller chance.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person, Unit};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let introductions = network.introductions();
    /// let high = Unit::new(0.95).expect("a chance");
    /// assert!(introductions.floor(high).between(ana, caro).is_none());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn floor(mut self, chance: Unit) -> Self {
        self.floor = chance;
        self
    }

    /// Says who is asked first.
    #[must_use]
    pub fn consent(mut self, consent: Consent) -> Self {
        self.consent = consent;
        self
    }

    /// The most ties of a route.
    #[must_use]
    pub const fn get_hops(&self) -> u32 {
        self.hops
    }

    /// The chance below which a route is left out.
    #[must_use]
    pub const fn get_floor(&self) -> Unit {
        self.floor
    }

    /// Who is asked first.
    #[must_use]
    pub const fn get_consent(&self) -> Consent {
        self.consent
    }

    /// The network.
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
    /// let introductions = network.introductions();
    /// assert_eq!(introductions.network().people().len(), 4);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn network(&self) -> &'n Network {
        self.network
    }

    /// The same questions on bare numbers, without the rules about targets.
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
    /// let introductions = network.introductions();
    /// assert_eq!(introductions.paths().best(0, 2).expect("a path").introducers(), [1]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn paths(&self) -> PathSearch<'_> {
        let paths = PathSearch::new(
            self.network.ties(),
            self.network.ties_in(),
            &self.introducers,
        );
        paths
            .expect("ties and introducers come from one network")
            .hops(self.hops)
            .floor(self.floor)
    }

    /// The best route from one person to another; `None` when there is none.
    ///
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
    /// assert_eq!(introductions.between(ana, caro).expect("a path").names(), ["ana", "ben", "caro"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn between(&self, from: PersonId, to: PersonId) -> Option<Introduction> {
        self.between_at(self.network.index(from)?, self.network.index(to)?)
    }

    pub(crate) fn between_at(&self, from: PersonIndex, to: PersonIndex) -> Option<Introduction> {
        let route = self
            .leads(from, to)
            .then(|| self.paths().best(from.0, to.0))?;
        Some(self.name(route?))
    }

    /// The best routes from one person to another, at most `count`, best first.
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
    /// let paths = introductions.ranked(ana, caro, 5);
    /// assert_eq!((paths[0].names()[1], paths[1].names()[1]), ("ben", "dan"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ranked(&self, from: PersonId, to: PersonId, count: u32) -> Vec<Introduction> {
        let Some((from, to)) = self.led(from, to) else {
            return Vec::new();
        };
        let routes = self.paths().ranked(from.0, to.0, count).into_iter();
        routes.map(|route| self.name(route)).collect()
    }

    /// At most `count` routes that share no introducer: see [`PathSearch::disjoint`].
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
    /// let found = introductions.disjoint(ana, caro, 2);
    /// assert_eq!(found.introductions.len(), 2);
    /// assert!(found.joint > found.introductions[0].chance()); // two paths fail less often than one
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn disjoint(&self, from: PersonId, to: PersonId, count: u32) -> DisjointIntroductions {
        // Nobody to be led to: no route, and nothing that could succeed.
        let Some((from, to)) = self.led(from, to) else {
            return DisjointIntroductions {
                introductions: Vec::new(),
                joint: 0.0,
            };
        };
        let found = self.paths().disjoint(from.0, to.0, count);
        DisjointIntroductions {
            introductions: found
                .routes()
                .iter()
                .map(|route| self.name(route.clone()))
                .collect(),
            joint: found.joint(),
        }
    }

    pub(super) fn introducers(&self) -> &Introducers {
        &self.introducers
    }

    /// The places of two people, where one may be led to the other.
    fn led(&self, from: PersonId, to: PersonId) -> Option<(PersonIndex, PersonIndex)> {
        let pair = self.network.index(from).zip(self.network.index(to));
        pair.filter(|&(from, to)| self.leads(from, to))
    }

    /// Whether one may be led to the other: two people, not blocked, the target neither paused nor full.
    pub(crate) fn leads(&self, from: PersonIndex, to: PersonIndex) -> bool {
        from != to && !self.network.blocked_at(from, to) && self.network.limits_at(to).is_open()
    }

    /// A route as an introduction.
    pub(crate) fn name(&self, route: Route) -> Introduction {
        Introduction::new(self.network, route, self.consent)
    }
}
