//! What-if analysis: structural measures before and after new ties.

use crate::diversity::{Graph, HopSearch, constraints, cross_circle_share, walk_controversy};
use crate::error::Error;
use crate::par;
use crate::rows::{AsIndex, narrow};

/// Within how many ties someone counts as reached: those whom one acquaintance can introduce.
pub const REACH_HOPS: u32 = 2;

/// How many of the most tied people of each side end a walk in the measure of polarisation.
const HUBS: u32 = 10;

/// A number before and after; `None` where it is not defined.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct BeforeAfter {
    /// Without the new ties.
    pub before: Option<f64>,
    /// With them.
    pub after: Option<f64>,
}

impl BeforeAfter {
    /// After minus before, where both are defined.
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
    /// let effect = matcher.what_if(&[(ana, ben, 0.5)])?;
    /// assert!(effect.reach.difference().is_some_and(|rise| rise > 0.0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        Some(self.after? - self.before?)
    }

    fn of(before: &Graph, after: &Graph, measure: impl Fn(&Graph) -> Option<f64>) -> Self {
        Self {
            before: measure(before),
            after: measure(after),
        }
    }
}

/// What a set of new ties would change.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Effect {
    /// Mean constraint of those who have a tie: lower means less shut in.
    pub constraint: BeforeAfter,
    /// Mean number of people within two ties.
    pub reach: BeforeAfter,
    /// Share of ties between circles.
    pub cross_circle: BeforeAfter,
    /// How seldom a walk along ties leaves its side ([`walk_controversy`]): lower means less apart.
    pub polarisation: BeforeAfter,
}

/// Adds ties, such as accepted recommendations, and reports what that changes for the whole community.
///
/// `circles` names a circle per person and `sides` 0 or 1 per person for two camps of opinion (anything else takes no side);
/// an empty slice leaves the measure out.
///
/// # Errors
///
/// When a new tie is refused as by [`Graph::new`], or a slice that is not empty is not as long as there are people.
///
/// # Complexity
///
/// Twice that of [`constraints`] and of a search of two hops from everyone: O(people²) where one person is tied to all. In parallel.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Graph, what_if};
/// let graph = Graph::new(4, &[(0, 1, 1.0), (2, 3, 1.0)])?;
/// let effect = what_if(&graph, &[(1, 2, 1.0)], &[0, 0, 1, 1], &[])?;
/// assert_eq!((effect.reach.before, effect.reach.after), (Some(1.0), Some(2.5)));
/// assert_eq!((effect.cross_circle.before, effect.cross_circle.after), (Some(0.0), Some(1.0 / 3.0)));
/// assert!(effect.constraint.difference().expect("ties") < 0.0);
/// assert_eq!(effect.polarisation.before, None);
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn what_if(
    graph: &Graph,
    new_ties: &[(u32, u32, f64)],
    circles: &[u32],
    sides: &[u32],
) -> Result<Effect, Error> {
    for (what, labels) in [("circles", circles), ("sides", sides)] {
        if !labels.is_empty() {
            graph.check_each(what, labels)?;
        }
    }
    let after = graph.with(new_ties)?;
    // Without labels there is nothing to measure, which is not the same as a measure of 0.
    let known = |labels: &[u32]| !labels.is_empty();
    Ok(Effect {
        constraint: BeforeAfter::of(graph, &after, |graph| {
            mean(constraints(graph).into_iter().flatten())
        }),
        reach: BeforeAfter::of(graph, &after, mean_reach),
        cross_circle: BeforeAfter::of(graph, &after, |graph| {
            known(circles)
                .then(|| cross_circle_share(graph, circles).ok())
                .flatten()
                .flatten()
        }),
        polarisation: BeforeAfter::of(graph, &after, |graph| {
            known(sides)
                .then(|| walk_controversy(graph, sides, HUBS).ok())
                .flatten()
                .flatten()
        }),
    })
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    (count > 0.0).then(|| sum / count)
}

fn mean_reach(graph: &Graph) -> Option<f64> {
    let reached = par::map_with(
        graph.people().as_index(),
        || HopSearch::new(graph),
        |search, person| {
            search.start(narrow(person));
            f64::from(search.within(REACH_HOPS))
        },
    );
    mean(reached.into_iter())
}

#[cfg(test)]
mod tests {
    use crate::diversity::{Graph, what_if};

    #[test]
    fn ties_that_were_given_apart_may_add_up_beyond_what_one_may_be() {
        let graph = Graph::new(3, &[(0, 1, 9e14), (1, 0, 9e14), (1, 2, 1.0)]).expect("sound");
        let effect = what_if(&graph, &[(0, 2, 1.0)], &[], &[]).expect("a sound tie");
        assert_eq!(effect.reach.after, Some(2.0));
        assert!(what_if(&graph, &[(0, 2, 2e15)], &[], &[]).is_err());
    }
}
