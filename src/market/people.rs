//! From people to a market of numbers, and back.

use crate::assign::exposure::{Candidates, MarketSide, Preferences};
use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::market::Market;
use crate::network::Network;
use crate::numeric::descending_fractions;
use crate::par;
use crate::person::Limits;
use crate::progress::Meter;
use crate::recommend::{Matcher, Ranked};
use crate::rows::{AsIndex, narrow};

/// The people of a market, side by side, with their plain lists.
#[derive(Debug, Clone)]
pub(crate) struct Participants {
    /// By side, in id order; the right side of a pool is empty.
    pub(crate) sides: [Vec<PersonIndex>; 2],
    /// The side and the place within it, by person.
    pub(crate) places: Vec<Option<(MarketSide, u32)>>,
    /// The peers that everyone would be recommended, the best first, by side and place.
    pub(crate) plain: [Vec<Vec<PersonIndex>>; 2],
}

impl Participants {
    pub(crate) fn new(
        matcher: &Matcher,
        market: &Market,
        meter: &mut Meter<'_>,
    ) -> Result<Self, Error> {
        let everyone = matcher.network().indices();
        let (sides, plain) = match &market.between {
            None => {
                let lists = matcher.all_lists(market.candidates, meter)?;
                let plain = lists
                    .into_iter()
                    .map(|list| list.iter().map(|ranked| ranked.place).collect());
                (
                    [everyone.clone().collect(), Vec::new()],
                    [plain.collect(), Vec::new()],
                )
            }
            Some((left, right)) => {
                let [left, right] = [left, right].map(|group| places(matcher.network(), group));
                let plain = [
                    across(matcher, market, (&left, &right), &mut meter.part(0.5))?,
                    across(matcher, market, (&right, &left), &mut meter.part(1.0))?,
                ];
                ([left, right], plain)
            }
        };
        // The inverse of `sides`: where each person stands, if in the market at all.
        let mut places = vec![None; everyone.len()];
        for (side, people) in [MarketSide::Left, MarketSide::Right]
            .into_iter()
            .zip(&sides)
        {
            for (place, person) in people.iter().enumerate() {
                places[person.index()] = Some((side, narrow(place)));
            }
        }
        Ok(Self {
            sides,
            places,
            plain,
        })
    }

    /// The row of someone who is in the market, as everyone listed is.
    fn row(&self, person: PersonIndex) -> u32 {
        let stands = self.places[person.index()];
        stands.expect("whoever is listed is in the market").1
    }

    fn is_pool(&self, market: &Market) -> bool {
        market.between.is_none() && self.sides[1].is_empty()
    }

    /// The side across from a side.
    pub(crate) fn facing(&self, side: MarketSide, market: &Market) -> MarketSide {
        match side {
            MarketSide::Left if !self.is_pool(market) => MarketSide::Right,
            _ => MarketSide::Left,
        }
    }

    /// Everyone's wants: the gain from each candidate, where either counts the other among the best.
    pub(crate) fn preferences(
        &self,
        matcher: &Matcher,
        market: &Market,
    ) -> Result<Preferences, Error> {
        let preferences = if self.is_pool(market) {
            Preferences::pool_listed(&self.wants(matcher, MarketSide::Left, MarketSide::Left)?)?
        } else {
            let left = self.wants(matcher, MarketSide::Left, MarketSide::Right)?;
            let right = self.wants(matcher, MarketSide::Right, MarketSide::Left)?;
            Preferences::two_sides_listed(&left, &right)?
        };
        self.cap(preferences, matcher, market)
    }

    fn wants(
        &self,
        matcher: &Matcher,
        side: MarketSide,
        facing: MarketSide,
    ) -> Result<Candidates, Error> {
        // Candidates are mutual: whoever lists someone among the best becomes their candidate, too.
        let mut rows: Vec<Vec<PersonIndex>> = self.plain[side.as_index()].clone();
        for (place, list) in self.plain[facing.as_index()].iter().enumerate() {
            let person = self.sides[facing.as_index()][place];
            for peer in list {
                rows[self.row(*peer).as_index()].push(person);
            }
        }
        let wants = par::map(rows.len(), |row| {
            let person = self.sides[side.as_index()][row];
            let mut peers = rows[row].clone();
            peers.sort_unstable();
            peers.dedup();
            let gain = |peer: PersonIndex| f64::from(matcher.gain_of(person, peer)).min(1.0);
            peers
                .into_iter()
                .map(|peer| (self.row(peer), gain(peer)))
                .collect::<Vec<_>>()
        });
        Candidates::from_rows(wants)
    }

    /// The chances that a person and each of those who may be shown them say yes to each other.
    fn chances(
        &self,
        matcher: &Matcher,
        (side, person): (MarketSide, PersonIndex),
        facing: MarketSide,
    ) -> Vec<f64> {
        // Candidates are mutual: whoever either list names can show the person.
        let own = &self.plain[side.as_index()][self.row(person).as_index()];
        let others = self.sides[facing.as_index()].iter();
        let showing = others
            .zip(&self.plain[facing.as_index()])
            .filter(|(other, list)| own.contains(other) || list.contains(&person));
        let id = |person: PersonIndex| matcher.network().id_at(person);
        let chance = |(&other, _): (&PersonIndex, _)| matcher.acceptance(id(person), id(other));
        showing.map(|pair| f64::from(chance(pair))).collect()
    }

    /// Caps what people receive by the places that they have left.
    fn cap(
        &self,
        mut preferences: Preferences,
        matcher: &Matcher,
        market: &Market,
    ) -> Result<Preferences, Error> {
        for side in [MarketSide::Left, MarketSide::Right] {
            let mut caps = Vec::new();
            for (place, &person) in self.sides[side.as_index()].iter().enumerate() {
                // Free places times the attention that fills one: more than that cannot lead to a meeting.
                if let Some(room) = room(matcher.network().limits_at(person)) {
                    let cap = match market.acceptances_per_place {
                        None => f64::from(room) * market.attention_per_place,
                        Some(acceptances) => {
                            let chances =
                                self.chances(matcher, (side, person), self.facing(side, market));
                            attention_for(f64::from(room) * acceptances, chances)
                        }
                    };
                    caps.push((narrow(place), cap));
                }
            }
            if !caps.is_empty() {
                preferences = preferences.receiving(side, caps)?;
            }
        }
        Ok(preferences)
    }
}

/// The most attention of which no more than so many acceptances are expected, whoever of some people gives it: each gives
/// 1 at most, and in the worst case those give it who say yes most often.
fn attention_for(acceptances: f64, mut chances: Vec<f64>) -> f64 {
    chances.sort_unstable_by(descending_fractions);
    let (mut left, mut attention) = (acceptances, 0.0);
    for chance in chances {
        if chance > left {
            return attention + left / chance;
        }
        left -= chance;
        attention += 1.0;
    }
    attention
}

/// The places of those of a group who are in the network, ascending.
fn places(network: &Network, group: &[PersonId]) -> Vec<PersonIndex> {
    let mut places: Vec<PersonIndex> = group.iter().filter_map(|&id| network.index(id)).collect();
    places.sort_unstable();
    places
}

fn across(
    matcher: &Matcher,
    market: &Market,
    (side, facing): (&[PersonIndex], &[PersonIndex]),
    meter: &mut Meter<'_>,
) -> Result<Vec<Vec<PersonIndex>>, Error> {
    let lists = matcher.rank_block(side, facing, (market.candidates, &[]), meter)?;
    let places = |list: Vec<Ranked>| list.iter().map(|ranked| ranked.place).collect();
    Ok(lists.into_iter().map(places).collect())
}

/// How many more peers a person takes; none where there is no limit.
fn room(limits: &Limits) -> Option<u32> {
    limits
        .peers
        .map(|peers| peers.saturating_sub(limits.engaged))
}

#[cfg(test)]
mod tests {
    use super::attention_for;

    #[test]
    fn attention_is_capped_by_those_who_say_yes_most_often() {
        assert_eq!(attention_for(1.0, vec![0.5, 1.0, 0.25]), 1.0);
        assert_eq!(attention_for(1.25, vec![0.5, 1.0, 0.25]), 1.5);
        assert_eq!(attention_for(9.0, vec![0.5, 0.25]), 2.0);
        assert_eq!(attention_for(0.0, vec![0.5]), 0.0);
    }
}
