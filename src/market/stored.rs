//! Shares as a service keeps them while it does not run, and read back against a network that may have changed.

use crate::assign::exposure::{Allocation, Ended, MarketSide};
use crate::error::Error;
use crate::id::PersonId;
use crate::market::{Market, Shares};
use crate::progress::Meter;
use crate::recommend::Matcher;
use crate::rows::{AsIndex, narrow};
use crate::written::Version;

/// A list as exposures by peer.
type StoredList = (PersonId, Vec<(PersonId, f64)>);

/// [`Shares`] as plain data, in text or binary: the market and the exposures, by ids that mean the same person for ever.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct StoredShares {
    version: Version<1>,
    market: Market,
    /// By side; the right side of a pool is empty.
    lists: [Vec<StoredList>; 2],
    iterations: u32,
    ended: Ended,
}

/// Shares read back.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RestoredShares {
    /// The shares among those who are still there. Whoever joined since is in no list and has none until the market is asked again.
    pub shares: Shares,
    /// Who was in the shares and is not in the network, ascending.
    pub gone: Vec<PersonId>,
}

impl StoredShares {
    /// Everyone named, a list's owner before the peers.
    fn everyone(&self) -> impl Iterator<Item = PersonId> {
        let lists = self.lists.iter().flatten();
        lists.flat_map(|(who, list)| [*who].into_iter().chain(list.iter().map(|entry| entry.0)))
    }
}

impl Shares {
    /// The shares as plain data, to be kept and [read back](Matcher::restore_market).
    #[must_use]
    pub fn stored(&self) -> StoredShares {
        let network = self.matcher.network();
        let lists = [MarketSide::Left, MarketSide::Right].map(|side| {
            let facing = &self.people.sides[self.people.facing(side, &self.market).as_index()];
            let owners = self.people.sides[side.as_index()].iter().enumerate();
            // By ids, which mean the same people in every network; places do not.
            let list = |place: usize| {
                let exposures = self.allocation.exposures(side, narrow(place));
                let id = |peer: u32| network.id_at(facing[peer.as_index()]);
                exposures
                    .map(|(peer, exposure)| (id(peer), exposure))
                    .collect()
            };
            owners
                .map(|(place, &owner)| (network.id_at(owner), list(place)))
                .collect()
        });
        StoredShares {
            version: Version,
            market: self.market.clone(),
            lists,
            iterations: self.allocation.iterations(),
            ended: self.allocation.ended(),
        }
    }
}

impl Matcher {
    /// Reads shares back that were [stored](Shares::stored), for the people of this matcher's network. With the same network and policy
    /// every list is as it was, byte by byte; where something changed, people and pairs that no longer exist are left out.
    ///
    /// # Errors
    ///
    /// As [`market`](Self::market), and when an exposure is not a number from 0 up.
    ///
    /// # Complexity
    ///
    /// That of [`recommend_all`](Self::recommend_all); no iteration is run.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::market::Market;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.5).needs("rust", 0.7))
    ///     .build()?;
    /// let ana = network.id("ana")?;
    /// let matcher = Matcher::new(&network);
    /// let shares = matcher.market(&Market::new())?;
    /// let stored = shares.stored(); // written to a file, read after a restart
    /// assert_eq!(matcher.restore_market(&stored)?.shares.peers(ana), shares.peers(ana));
    /// let smaller = network.change().leave("ben").build()?;
    /// let restored = Matcher::new(&smaller).restore_market(&stored)?;
    /// assert_eq!(restored.gone, [network.id("ben")?]);
    /// assert_eq!(restored.shares.peers(ana), [network.id("caro")?]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn restore_market(&self, stored: &StoredShares) -> Result<RestoredShares, Error> {
        let (network, market) = (self.network(), &stored.market);
        let settings = market.ending_settings(network.indices().len())?;
        settings.check()?;
        let (people, preferences) = self.participants(market, &mut Meter::silent())?;
        let mut exposures = [Vec::new(), Vec::new()];
        for side in preferences.sides() {
            let layout = &preferences.lists(side).layout;
            // Exposures by cell of the layout of now; what was not stored stays 0.
            let mut own = vec![0.0; layout.slots()];
            for (who, list) in &stored.lists[side.as_index()] {
                let stands = |id: &PersonId| {
                    let (_, place) = people.places[network.index(*id)?.index()]?;
                    Some(place.as_index())
                };
                let row = stands(who).filter(|&row| row < layout.rows());
                for (peer, exposure) in list {
                    if !(exposure.is_finite() && *exposure >= 0.0) {
                        return Err(Error::OutOfRange {
                            what: format!("exposure of `{peer}` in the list of `{who}`"),
                            value: (*exposure).into(),
                            expected: "a number from 0 up",
                        });
                    }
                    // Entries of people or pairs that are no longer in the market are passed over.
                    let cell = row.zip(stands(peer));
                    let cell = cell.and_then(|(row, peer)| Some((row, layout.place(row, peer)?)));
                    if let Some((row, place)) = cell {
                        own[layout.start(row) + place] = *exposure;
                    }
                }
            }
            exposures[side.as_index()] = own;
        }
        let ran = (stored.iterations, stored.ended);
        let allocation = Allocation::restored(&preferences, &settings, exposures, ran);
        let mut gone: Vec<PersonId> = stored.everyone().collect();
        gone.retain(|&id| network.index(id).is_none());
        gone.sort_unstable();
        gone.dedup();
        Ok(RestoredShares {
            shares: Shares::new(self.clone(), market, people, allocation),
            gone,
        })
    }
}
