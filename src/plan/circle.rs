//! A select circle: the few peers to meet again and again.

use std::fmt;

use crate::id::{PersonId, PersonIndex, SkillId};
use crate::recommend::{Matcher, ResolvedQuery};
use crate::unit::Unit;

/// Peers of a circle where a person sets no limit: four meet easily, a choice within the groups of 3 to 5 that people ask for.
const SIZE: u32 = 4;
/// Candidates considered: the best so many matches. Beyond, benefit is far below that of those who are chosen.
const CANDIDATES: u32 = 200;
/// The share of variety against benefit where the question does not say. A design choice.
const VARIETY: f32 = 0.3;
/// Rounds between two new faces. A design choice: three in four meetings go to the circle.
const PACE: u32 = 4;

/// One standing peer.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct StandingPeer {
    /// Who.
    pub name: String,
    /// The score of the match, as whose circle it is may know it.
    pub score: f32,
    /// The mean distance of what they offer to what the others of the circle offer, from 0 to 1; 1 for a circle of one.
    pub variety: f32,
}

/// A person's select circle, and who is met beside it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct SelectCircle {
    /// Whose circle.
    pub name: String,
    /// The standing peers, in the order in which they were chosen.
    pub peers: Vec<StandingPeer>,
    /// The rest, best match first: one new face every [`pace`](Self::pace) rounds.
    pub explore: Vec<String>,
    /// Rounds from one new face to the next.
    pub pace: u32,
}

impl SelectCircle {
    /// Whom to meet in a round, counted from 1: a standing peer in turn, and every [`pace`](Self::pace) rounds a new face; `None`
    /// when there is nobody.
    #[must_use]
    pub fn in_round(&self, round: u32) -> Option<&str> {
        let new = round / self.pace;
        if round > 0
            && round.is_multiple_of(self.pace)
            && let Some(face) = self.explore.get(new as usize - 1)
        {
            return Some(face);
        }
        // Rounds of a new face do not move the turn of the standing peers.
        let standing = round.saturating_sub(new).max(1) - 1;
        let place = (standing as usize).checked_rem(self.peers.len())?;
        Some(&self.peers[place].name)
    }
}

impl fmt::Display for SelectCircle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.peers.iter().map(|peer| peer.name.as_str()).collect();
        write!(
            f,
            "{} meets {}",
            self.name,
            if names.is_empty() {
                "nobody yet".into()
            } else {
                names.join(", ")
            }
        )?;
        match self.explore.first() {
            Some(next) => write!(f, "; every {} rounds a new face, next {next}", self.pace),
            None => Ok(()),
        }
    }
}

impl Matcher {
    /// A person's select circle with the default share of variety, 0.3. See
    /// [`select_circle_with`](Self::select_circle_with).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8).needs("design", 0.8).peers(2))
    ///     .person(Person::new("ben").offers("law", 0.9).needs("rust", 0.6))
    ///     .person(Person::new("bo").offers("law", 0.9).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("design", 0.8).needs("rust", 0.6))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let circle = matcher.select_circle(network.id("ana")?).expect("someone of this network");
    /// // Bo scores above caro, and offers the same as ben.
    /// assert_eq!(circle.to_string(), "ana meets ben, caro; every 4 rounds a new face, next bo");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn select_circle(&self, who: PersonId) -> Option<SelectCircle> {
        self.select_circle_with(
            who,
            Unit::new(VARIETY).expect("the default lies within 0 and 1"),
        )
    }

    /// The few standing peers of a person, chosen for benefit and variety together, and the rest to be explored slowly.
    ///
    /// As many as the person has places for, 4 where no limit is set. Greedy choice of the largest ½(1 − λ)·score + λ·Σ distance to those chosen, over the best 200 matches: at least half of
    /// the best (1 − λ)·Σ score + λ·Σ distance, since the distance, Jaccard's of the skills offered, is a metric (Borodin, Lee,
    /// Ye 2012). Nobody is in the circle with somebody whom they block. Ties in name order.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// use confrere::Unit;
    /// let circle = matcher.select_circle_with(ana, Unit::new(0.5).expect("a share")).expect("known");
    /// assert_eq!(circle.peers[0].name, "ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn select_circle_with(&self, who: PersonId, variety: Unit) -> Option<SelectCircle> {
        let network = self.network();
        let who = network.index(who)?;
        let limits = network.limits_at(who);
        let size = limits
            .peers
            .map_or(SIZE, |peers| peers.saturating_sub(limits.engaged));
        let mut rest = self.rank(&ResolvedQuery::new(who, CANDIDATES, None));
        let mut distances = vec![0.0_f32; rest.len()];
        let mut chosen: Vec<PersonIndex> = Vec::new();
        while (chosen.len() as u32) < size {
            // Half the score: with the full distances to those chosen, greedy then has its guarantee (Borodin, Lee, Ye 2012, theorem 1).
            let worth = |place: usize| {
                (1.0 - variety.get()) / 2.0 * rest[place].score + variety.get() * distances[place]
            };
            let fits = |place: &usize| {
                !chosen
                    .iter()
                    .any(|&peer| network.blocked_at(peer, rest[*place].place))
            };
            let Some(best) = (0..rest.len())
                .filter(fits)
                .min_by(|&a, &b| worth(b).total_cmp(&worth(a)))
            else {
                break;
            };
            // The candidates stay in the order of their scores, so that of equals the better score is taken.
            let pick = rest.remove(best);
            distances.remove(best);
            for (distance, other) in distances.iter_mut().zip(&rest) {
                // Distances to the chosen only grow: each pick adds its own, and none is summed again.
                *distance += jaccard(
                    network.offers_at(pick.place),
                    network.offers_at(other.place),
                );
            }
            chosen.push(pick.place);
        }
        let others = chosen.len().saturating_sub(1).max(1) as f32;
        // Variety as it is told: the mean distance to the others of the circle.
        let peers = chosen.iter().map(|&peer| {
            let apart = chosen.iter().filter(|&&other| other != peer);
            let sum: f32 = apart
                .map(|&other| jaccard(network.offers_at(peer), network.offers_at(other)))
                .sum();
            StandingPeer {
                name: network.name_at(peer).to_owned(),
                // Chosen by everything that counts, told without what the peer hides.
                score: self.score_at(who, peer),
                variety: if chosen.len() == 1 { 1.0 } else { sum / others },
            }
        });
        Some(SelectCircle {
            name: network.name_at(who).to_owned(),
            peers: peers.collect(),
            explore: rest
                .iter()
                .map(|place| network.name_at(place.place).to_owned())
                .collect(),
            pace: PACE,
        })
    }
}

/// 1 − the share of common skills among all skills of two lists; 0 when both are empty.
fn jaccard(one: &[(SkillId, f32)], other: &[(SkillId, f32)]) -> f32 {
    // Offers are sorted by skill, so the shorter search is by halving.
    let common = one
        .iter()
        .filter(|skill| {
            other
                .binary_search_by_key(&skill.0, |offer| offer.0)
                .is_ok()
        })
        .count();
    let all = one.len() + other.len() - common;
    if all == 0 {
        0.0
    } else {
        1.0 - common as f32 / all as f32
    }
}
