//! How a matcher shares attention out among everyone.

use std::ops::ControlFlow;

use crate::assign::exposure::{Objective, Preferences, Start, TradeOff, curve, run};
use crate::error::Error;
use crate::market::people::Participants;
use crate::market::{Market, Shares};
use crate::progress::{Meter, Progress, watched};
use crate::recommend::Matcher;

/// The share of a watched market that is told when all candidates are ranked: a guess, for either part may be the longer one.
const RANKING_SHARE: f64 = 0.5;

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
    /// the shares are those of the last iteration: [`Allocation::ended`](crate::assign::exposure::Allocation::ended) of [`Shares::allocation`].
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
