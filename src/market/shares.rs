//! The lists that a market gives to everyone, with their reasons.

use std::fmt;
use std::ops::ControlFlow;

use crate::assign::exposure::{
    Allocation, MarketSide, Objective, Placed, Preferences, Start, Summary, TradeOff, curve, run,
};
use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::market::people::{ABSENT, Participants};
use crate::market::{Market, Moved, Pick};
use crate::progress::{Meter, Progress, watched};
use crate::recommend::{Matcher, Query};
use crate::rows::{AsIndex, narrow};

/// The share of a watched market that is told when all candidates are ranked: a guess, for either part may be the longer one.
const RANKING_SHARE: f64 = 0.5;

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
    fixed: Allocation,
    /// The fixed lists, by side and place.
    lists: [Vec<Vec<PersonIndex>>; 2],
    /// How many lists show a person.
    shown_to: Vec<u32>,
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

impl Matcher {
    /// Gives everyone a list such that many matches are expected and few people are swamped, starved or envious.
    ///
    /// Candidates are everyone's best peers under the policy, so that blocked, paused and full people are nowhere; who has room for
    /// few peers is shown accordingly.
    ///
    /// # Errors
    ///
    /// When a setting of the market is out of its range.
    ///
    /// # Complexity
    ///
    /// [`recommend_all`](Self::recommend_all), then O(n c log c) an iteration for n people with about c candidates each.
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
    /// assert_eq!(shares.peers(ana).len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn market(&self, market: &Market) -> Result<Shares, Error> {
        self.share_out(market, &mut Meter::silent())
    }

    /// As [`market`](Self::market), [watched](Progress): while the candidates are ranked, then after every iteration.
    ///
    /// # Errors
    ///
    /// As [`market`](Self::market), and [`Error::Cancelled`] for a `Break` before the first iteration. Later it ends the ascent there, and
    /// the shares are those of the last iteration: [`Allocation::ended`] of [`Shares::allocation`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::assign::exposure::Ended;
    /// use confrere::market::Market;
    /// use confrere::{Error, Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let at_once = matcher.market_watched(&Market::new(), |_| ControlFlow::Break(()));
    /// assert_eq!(at_once.err(), Some(Error::Cancelled));
    /// let shares = matcher.market_watched(&Market::new(), |progress| match progress.value {
    ///     Some(_matches) => ControlFlow::Break(()), // good enough
    ///     None => ControlFlow::Continue(()),
    /// })?;
    /// assert_eq!(shares.allocation().ended(), Ended::Cancelled);
    /// assert_eq!(shares.peers(network.id("ana")?), [network.id("ben")?]);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn market_watched(
        &self,
        market: &Market,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Shares, Error> {
        watched(progress, |meter| self.share_out(market, meter))
    }

    fn share_out(&self, market: &Market, meter: &mut Meter<'_>) -> Result<Shares, Error> {
        let settings = market.ending_settings(self.network().indices().len())?;
        settings.check()?;
        let (people, preferences) = self.participants(market, meter)?;
        let allocation = run(&preferences, &settings, Start::Even, &mut meter.part(1.0))?;
        Ok(Shares::new(self.clone(), market, people, allocation))
    }

    /// The curve matches ↔ envy ↔ Gini of a market over these values of α; its objective is not read.
    ///
    /// # Errors
    ///
    /// As [`market`](Self::market), and for an α outside 0 to 1.
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
    /// let matcher = Matcher::new(&network);
    /// use confrere::market::Market;
    /// let curve = matcher.market_trade_off(&Market::new(), [0.0, 1.0])?;
    /// assert!(curve[0].summary.matches <= curve[1].summary.matches + 1e-9);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn market_trade_off(
        &self,
        market: &Market,
        alphas: impl IntoIterator<Item = f64>,
    ) -> Result<Vec<TradeOff>, Error> {
        self.trade_offs(market, alphas, &mut Meter::silent())
    }

    /// As [`market_trade_off`](Self::market_trade_off), [watched](Progress).
    ///
    /// # Errors
    ///
    /// As [`market_trade_off`](Self::market_trade_off), and [`Error::Cancelled`].
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
    /// let matcher = Matcher::new(&network);
    /// use std::ops::ControlFlow;
    /// use confrere::Error;
    /// use confrere::market::Market;
    /// let cancelled = matcher.market_trade_off_watched(&Market::new(), [0.5], |_| ControlFlow::Break(()));
    /// assert_eq!(cancelled.err(), Some(Error::Cancelled));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn market_trade_off_watched(
        &self,
        market: &Market,
        alphas: impl IntoIterator<Item = f64>,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Vec<TradeOff>, Error> {
        watched(progress, |meter| self.trade_offs(market, alphas, meter))
    }

    /// Who takes part, and what they want of each other: the first half of the work.
    pub(crate) fn participants(
        &self,
        market: &Market,
        meter: &mut Meter<'_>,
    ) -> Result<(Participants, Preferences), Error> {
        let mut first = meter.part(RANKING_SHARE);
        let people = Participants::new(self, market, &mut first)?;
        let preferences = people.preferences(self, market)?;
        Ok((people, preferences))
    }

    fn trade_offs(
        &self,
        market: &Market,
        alphas: impl IntoIterator<Item = f64>,
        meter: &mut Meter<'_>,
    ) -> Result<Vec<TradeOff>, Error> {
        let alphas: Vec<f64> = alphas.into_iter().collect();
        for &alpha in &alphas {
            market
                .clone()
                .objective(Objective::Alpha(alpha))
                .ending_settings(self.network().indices().len())?
                .check()?;
        }
        let settings = market.ending_settings(self.network().indices().len())?;
        let (_, preferences) = self.participants(market, meter)?;
        curve(&preferences, &settings, alphas, &mut meter.part(1.0))
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

    fn peers_at(&self, person: PersonIndex) -> &[PersonIndex] {
        let (side, place) = self.people.places[person.index()];
        if place == ABSENT {
            return &[];
        }
        &self.lists[side.as_index()][place.as_index()]
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
        picks.sort_by_key(Pick::place);
        picks
    }

    /// Whom [`Matcher::recommend`] would have shown and this list does not, with the reason, the best first.
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
    /// use confrere::market::Market;
    /// let shares = matcher.market(&Market::new())?;
    /// assert!(shares.left_out(ana).is_empty()); // ten places hold everyone
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn left_out(&self, person: PersonId) -> Vec<Moved> {
        let Some(person) = self.matcher.network().index(person) else {
            return Vec::new();
        };
        let shown = self.peers_at(person);
        let plain = self
            .plain(person)
            .iter()
            .take(self.market.places.as_index());
        // Who stood in the plain list and is not shown now, with the reason for each.
        let out = plain.filter(|peer| !shown.contains(peer));
        out.filter_map(|&peer| self.moved(person, peer)).collect()
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
            .map(|at| self.people.places[at.index()]);
        let Some((side, place)) = stands.filter(|stands| stands.1 != ABSENT) else {
            return Vec::new();
        };
        let facing = &self.people.sides[self.people.facing(side, &self.market).as_index()];
        let drawn = self.allocation.sample(side, place, seed).into_iter();
        let shown = drawn.take_while(|placed| placed.place <= self.market.places);
        shown
            .map(|Placed { candidate, .. }| network.id_at(facing[candidate.as_index()]))
            .collect()
    }

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

    fn expected_at(&self, person: PersonIndex) -> f64 {
        let (side, place) = self.people.places[person.index()];
        self.fixed
            .utilities(side)
            .get(place.as_index())
            .copied()
            .unwrap_or(0.0)
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
        let in_market = |person: &PersonIndex| self.people.places[person.index()].1 != ABSENT;
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

    fn plain(&self, person: PersonIndex) -> &[PersonIndex] {
        let (side, place) = self.people.places[person.index()];
        match place {
            ABSENT => &[],
            _ => &self.people.plain[side.as_index()][place.as_index()],
        }
    }

    /// Why a peer stands elsewhere than in the plain list; `None` where it stands in the same place.
    fn moved(&self, person: PersonIndex, peer: PersonIndex) -> Option<Moved> {
        let (plain, shown) = (self.plain(person), self.peers_at(person));
        let place_in = |list: &[PersonIndex]| list.iter().position(|&other| other == peer);
        let (from, to) = (place_in(plain), place_in(shown));
        if from == to {
            return None;
        }
        // Whoever gave way stood where the other stands now.
        let gave_way = match (from, to) {
            (Some(from), Some(to)) if to > from => peer,
            (Some(_), None) => peer,
            (_, Some(to)) => *plain.get(to)?,
            (None, None) => return None,
        };
        let instead = if gave_way == peer {
            *shown.get(from?)?
        } else {
            peer
        };
        let others = self.shown_to[gave_way.index()] - u32::from(shown.contains(&gave_way));
        let network = self.matcher.network();
        Some(Moved {
            from: from.map(|place| narrow(place) + 1),
            to: to.map(|place| narrow(place) + 1),
            gave_way: network.name_at(gave_way).to_owned(),
            others,
            instead: network.name_at(instead).to_owned(),
            more_time: self.attention(instead, person) > self.attention(gave_way, person),
        })
    }

    /// How much attention a person gets in another's list.
    fn attention(&self, from: PersonIndex, to: PersonIndex) -> f64 {
        let ((side, place), (_, candidate)) = (
            self.people.places[from.index()],
            self.people.places[to.index()],
        );
        self.fixed.exposure(side, place, candidate)
    }
}
