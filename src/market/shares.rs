//! The lists that a market gives to everyone, with their reasons.

use std::fmt;

use crate::assign::exposure::{Allocation, MarketSide, Placed};
use crate::id::{PersonId, PersonIndex};
use crate::market::people::Participants;
use crate::market::{Market, Pick};
use crate::recommend::{Matcher, Query};
use crate::rows::{AsIndex, narrow};
use crate::table::{Align, Table};

/// Everyone's list, with fair shares of attention.
///
/// The lists and the counts of who is shown to how many rest on everything that counts, hidden needs included, as the order of
/// [`Matcher::recommend`] does; the words of a gain never do.
#[derive(Clone)]
pub struct Shares {
    pub(crate) matcher: Matcher,
    pub(crate) market: Market,
    pub(crate) people: Participants,
    pub(crate) allocation: Allocation,
    pub(crate) fixed: Allocation,
    /// The fixed lists, by side and place.
    lists: [Vec<Vec<PersonIndex>>; 2],
    /// How many lists show a person.
    pub(crate) shown_to: Vec<u32>,
}

/// The size of the market and what it expects, so that a community of any size stays readable.
impl fmt::Debug for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shares")
            .field("lists", &[self.lists[0].len(), self.lists[1].len()])
            .field("matches", &self.matches())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Shares {
    /// A table with a line for everyone in the market, by label: in how many lists they stand, how many matches they can expect, and
    /// their own list. For those who run the community; what one person may read is [`list`](Shares::list).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let network = self.matcher.network();
        let mut table = Table::new([
            ("person", Align::Left),
            ("shown to", Align::Right),
            ("matches", Align::Right),
            ("list", Align::Left),
        ]);
        let stands = |person: &PersonIndex| self.people.places[person.index()].is_some();
        for person in network.indices().filter(stands) {
            let peers = self.peers_at(person).iter();
            let peers: Vec<&str> = peers.map(|&peer| network.name_at(peer)).collect();
            table.push([
                network.name_at(person).to_owned(),
                self.shown_to[person.index()].to_string(),
                format!("{:.2}", self.expected_at(person)),
                match peers[..] {
                    [] => "none".into(),
                    _ => peers.join(", "),
                },
            ]);
        }
        write!(f, "{table}{:.2} matches expected in all", self.matches())
    }
}

impl Shares {
    pub(crate) fn new(
        matcher: Matcher,
        market: &Market,
        people: Participants,
        allocation: Allocation,
    ) -> Self {
        // The lists shown are the deterministic ones; the exposures stay for sampling.
        let fixed = allocation.fixed();
        let mut shown_to = vec![0; matcher.network().indices().len()];
        let lists = [MarketSide::Left, MarketSide::Right].map(|side| {
            // Lists name people of the other side by their place in it.
            let facing = people.facing(side, market);
            let of = |place: usize| -> Vec<PersonIndex> {
                let shown = fixed
                    .list(side, narrow(place))
                    .into_iter()
                    .filter(|shown| shown.exposure > 0.0);
                shown
                    .map(|shown| people.sides[facing.as_index()][shown.candidate.as_index()])
                    .collect()
            };
            (0..people.sides[side.as_index()].len())
                .map(of)
                .collect::<Vec<_>>()
        });
        for peer in lists.iter().flatten().flatten() {
            shown_to[peer.index()] += 1;
        }
        Self {
            matcher,
            market: market.clone(),
            people,
            allocation,
            fixed,
            lists,
            shown_to,
        }
    }

    /// A person's list, the best place first; empty for whoever is paused, full or not in the market.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let shares = matcher.market(&Market::new().places(1))?;
    /// assert_eq!(shares.peers(ben), [ana]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn peers(&self, person: PersonId) -> Vec<PersonId> {
        let network = self.matcher.network();
        let peers = network.index(person).map(|person| self.peers_at(person));
        let peers = peers.unwrap_or_default().iter();
        peers.map(|&peer| network.id_at(peer)).collect()
    }

    pub(crate) fn peers_at(&self, person: PersonIndex) -> &[PersonIndex] {
        match self.people.places[person.index()] {
            Some((side, place)) => &self.lists[side.as_index()][place.as_index()],
            None => &[],
        }
    }

    /// A person's list with reasons: what each gains, and why a pick stands elsewhere than
    /// [`Matcher::recommend`] would put it.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let shares = matcher.market(&Market::new().places(1))?;
    /// assert_eq!(shares.list(ben)[0].recommendation().peer(), ana);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn list(&self, person: PersonId) -> Vec<Pick> {
        let peers = self.peers(person);
        let query = Query::new(person)
            .among(peers.iter().copied())
            .limit(u32::MAX);
        let network = self.matcher.network();
        let mut picks: Vec<Pick> = Vec::with_capacity(peers.len());
        // Asked among the peers of the list, so that the words and numbers are those of a plain recommendation.
        for recommendation in self.matcher.recommend(query) {
            let peer = recommendation.peer();
            let place = peers.iter().position(|&other| other == peer);
            let place =
                narrow(place.expect("the question is asked among the peers of the list")) + 1;
            picks.push(Pick {
                recommendation,
                place,
                moved: network
                    .index(person)
                    .zip(network.index(peer))
                    .and_then(|(person, peer)| self.moved(person, peer)),
            });
        }
        picks.sort_unstable_by_key(Pick::place);
        picks
    }

    /// Draws another list for a person: over many seeds everyone is shown exactly as often as the market allots, so that nobody
    /// envies anyone in expectation who does not in the allocation.
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
    /// let drawn = shares.sample(ana, 7);
    /// assert_eq!(drawn, shares.sample(ana, 7)); // a seed draws the same list
    /// assert!(drawn.len() <= 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn sample(&self, person: PersonId, seed: u64) -> Vec<PersonId> {
        let network = self.matcher.network();
        let stands = network
            .index(person)
            .and_then(|at| self.people.places[at.index()]);
        let Some((side, place)) = stands else {
            return Vec::new();
        };
        let facing = &self.people.sides[self.people.facing(side, &self.market).as_index()];
        let drawn = self.allocation.sample(side, place, seed).into_iter();
        // A drawn ranking is complete; a list ends after its places.
        let shown = drawn.take_while(|placed| placed.place <= self.market.places);
        shown
            .map(|Placed { candidate, .. }| network.id_at(facing[candidate.as_index()]))
            .collect()
    }

    /// The exposures behind the lists, by place within the sides: in a pool the place of a person is its id.
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
    /// assert!(shares.allocation().iterations() > 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn allocation(&self) -> &Allocation {
        &self.allocation
    }

    /// The matcher that was asked.
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
    /// assert_eq!(shares.matcher().network().people().len(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// How much attention a person gets in another's list.
    pub(crate) fn attention(&self, from: PersonIndex, to: PersonIndex) -> f64 {
        let places = &self.people.places;
        let both = places[from.index()].zip(places[to.index()]);
        both.map_or(0.0, |((side, place), (_, candidate))| {
            self.fixed.exposure(side, place, candidate)
        })
    }
}
