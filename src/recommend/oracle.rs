//! The naive double loop: short enough to be seen correct, and what every fast path must equal to the last bit.

use crate::id::{PersonId, PersonIndex};
use crate::recommend::{Matcher, Ranked};

/// Everyone's best `limit` peers by scoring every pair, one after the other.
///
/// Slow on purpose; [`Matcher::recommend_all`] gives the same answer. Kept public so that a caller can check it on their own
/// data.
///
/// # Complexity
///
/// O(n²) scores for n people.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Network, Person, oracle};
/// let network = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
///     .build()?;
/// let matcher = Matcher::new(&network);
/// assert_eq!(oracle::rank_all(&matcher, 3), matcher.recommend_all(3));
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn rank_all(matcher: &Matcher, limit: u32) -> Vec<Vec<Ranked>> {
    matcher
        .network()
        .indices()
        .map(|who| rank_at(matcher, who, limit))
        .collect()
}

/// One person's best `limit` peers by scoring everyone.
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
/// use confrere::oracle;
/// assert_eq!(oracle::rank(&matcher, ana, 5), matcher.recommend_all(5)[0]);
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn rank(matcher: &Matcher, who: PersonId, limit: u32) -> Vec<Ranked> {
    let who = matcher.network().index(who);
    who.map_or_else(Vec::new, |who| rank_at(matcher, who, limit))
}

fn rank_at(matcher: &Matcher, who: PersonIndex, limit: u32) -> Vec<Ranked> {
    let mut list: Vec<Ranked> = Vec::new();
    for peer in matcher.network().indices() {
        let score = matcher.score_of(who, peer);
        if score > 0.0 {
            list.push(matcher.ranked_at(peer, score));
        }
    }
    list.sort_unstable_by(Ranked::order);
    list.truncate(limit as usize);
    // The order counts everything, the scores what the audience of the matcher may know.
    for place in &mut list {
        place.score = matcher.score_at(who, place.place);
    }
    list
}
