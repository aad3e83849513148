//! Disagreement of two people over the topics both have spoken on, weighted by common ground.

use std::cmp::Ordering;

use crate::error::Error;
use crate::unit::{FROM_ZERO_TO_ONE, within};

/// Default number of shared topics at which half of a disagreement counts (formula of Bell and Koren; the value is a design choice).
pub const DEFAULT_EVIDENCE: f32 = 2.0;

/// Default share of a contrarian score that needs common ground (after Balietti 2021; the value is a design choice).
pub const DEFAULT_GROUND_SHARE: f32 = 0.5;

/// How disagreement becomes a contrarian score.
///
/// # Examples
///
/// ```
/// use confrere::diversity::ContrarianRule;
/// let ana = [("remote work", 1.0), ("rewrites", 0.5)];
/// let ben = [("pair programming", 1.0), ("remote work", -1.0), ("rewrites", 0.5)];
/// let rule = ContrarianRule::default();
/// let contrast = rule.compare(&ana, &ben, |_| 1.0, 1.0).expect("two shared topics");
/// assert_eq!(contrast.disagreement, 0.5);
/// assert_eq!(contrast.topics, 2);
/// assert_eq!(contrast.score, 0.25); // two topics of evidence count half
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "WrittenRule"))]
pub struct ContrarianRule {
    evidence: f32,
    ground_share: f32,
}

/// A rule as it is read, before it is checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    evidence: f32,
    ground_share: f32,
}

#[cfg(feature = "serde")]
impl TryFrom<WrittenRule> for ContrarianRule {
    type Error = Error;

    fn try_from(written: WrittenRule) -> Result<Self, Error> {
        Self::new(written.evidence, written.ground_share)
    }
}

impl Default for ContrarianRule {
    fn default() -> Self {
        Self {
            evidence: DEFAULT_EVIDENCE,
            ground_share: DEFAULT_GROUND_SHARE,
        }
    }
}

impl ContrarianRule {
    /// Sets the evidence β at which half of a disagreement counts, in topics, and the share g that needs common ground.
    ///
    /// # Errors
    ///
    /// When the evidence is not a number from 0 to 1,000,000, or the share not one from 0 to 1.
    pub fn new(evidence: f32, ground_share: f32) -> Result<Self, Error> {
        let from_zero = "a number from 0 to 1000000";
        Ok(Self {
            evidence: within(evidence, 0.0..=1e6, from_zero, || "evidence".into())?,
            ground_share: within(ground_share, 0.0..=1.0, FROM_ZERO_TO_ONE, || {
                "share of common ground".into()
            })?,
        })
    }

    /// β: the number of shared topics at which half of a disagreement counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::ContrarianRule;
    /// let rule = ContrarianRule::new(3.0, 0.5)?;
    /// assert_eq!((rule.evidence(), rule.ground_share()), (3.0, 0.5));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub const fn evidence(&self) -> f32 {
        self.evidence
    }

    /// g: the share of a score that needs common ground.
    #[must_use]
    pub const fn ground_share(&self) -> f32 {
        self.ground_share
    }

    /// Compares the stances of two people, each sorted by topic without repeats and from −1 to 1.
    ///
    /// Over the topics K both have spoken on, with weights w: D = Σ w·|x − y|/2 / Σ w (Gower), D′ = D·n/(n + β) with
    /// n = |K|, score = D′·((1 − g) + g·G) with common ground G from 0 to 1, which the caller measures on anything but stances
    /// and gives as 0 where it is unknown. `None` without shared topics, or when all of them weigh nothing: not 0, for
    /// then nothing is known.
    ///
    /// # Complexity
    ///
    /// O(stances of both), no allocation.
    #[must_use]
    pub fn compare<T: Copy + Ord>(
        &self,
        one: &[(T, f32)],
        other: &[(T, f32)],
        weight: impl Fn(T) -> f32,
        common_ground: f32,
    ) -> Option<Contrast> {
        let mut topics = 0;
        let (mut apart, mut total) = (0.0_f32, 0.0_f32);
        for_each_shared(one, other, |topic, x, y| {
            let weight = weight(topic);
            apart += weight * (x - y).abs() / 2.0;
            total += weight;
            topics += 1;
        });
        let known = total > 0.0 && apart.is_finite() && total.is_finite();
        known.then(|| self.contrast((apart / total).clamp(0.0, 1.0), topics, common_ground))
    }

    /// What common ground leaves of a disagreement at most: all, or where there is none what does not hang on it.
    pub(crate) fn most_of_ground(&self, any: bool) -> f32 {
        match any {
            true => 1.0,
            false => 1.0 - self.ground_share,
        }
    }

    /// Makes a score of a disagreement over some topics.
    pub(crate) fn contrast(&self, disagreement: f32, topics: u32, common_ground: f32) -> Contrast {
        // Common ground that is not a number is unknown, and unknown lifts nothing.
        let common_ground = if common_ground > 0.0 {
            common_ground.min(1.0)
        } else {
            0.0
        };
        let shrunk = disagreement * topics as f32 / (topics as f32 + self.evidence);
        Contrast {
            disagreement,
            topics,
            shrunk,
            common_ground,
            score: shrunk * ((1.0 - self.ground_share) + self.ground_share * common_ground),
        }
    }
}

/// How two people differ in their stances, with every step from disagreement to score.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Contrast {
    /// D: the weighted mean distance of stances, 0 the same to 1 opposed.
    pub disagreement: f32,
    /// n: on how many topics both have spoken.
    pub topics: u32,
    /// D′: the disagreement after shrinking by evidence.
    pub shrunk: f32,
    /// G: the common ground, from 0 to 1.
    pub common_ground: f32,
    /// The contrarian score, from 0 to 1.
    pub score: f32,
}

/// One topic on which two people have spoken.
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Disagreement<T> {
    /// The topic.
    pub topic: T,
    /// The stance of the first person.
    pub one: f32,
    /// The stance of the second person.
    pub other: f32,
    /// What the topic adds to [`Contrast::disagreement`].
    pub contribution: f32,
}

impl<T: Ord> Disagreement<T> {
    /// Greatest contribution first, then by topic.
    fn order(&self, other: &Self) -> Ordering {
        let greater = other.contribution.total_cmp(&self.contribution);
        greater.then_with(|| self.topic.cmp(&other.topic))
    }
}

/// The topics on which both have spoken, greatest contribution to their disagreement first, then by topic.
///
/// The contributions add up to [`Contrast::disagreement`]. Empty when the comparison is `None`.
///
/// # Examples
///
/// ```
/// use confrere::diversity::disagreements;
/// let ana = [("remote work", 1.0), ("rewrites", 0.5)];
/// let ben = [("remote work", -1.0), ("rewrites", 0.0)];
/// let topics = disagreements(&ana, &ben, |_| 1.0);
/// assert_eq!(topics[0].topic, "remote work");
/// assert_eq!(topics[0].contribution, 0.5);
/// ```
#[must_use]
pub fn disagreements<T: Copy + Ord>(
    one: &[(T, f32)],
    other: &[(T, f32)],
    weight: impl Fn(T) -> f32,
) -> Vec<Disagreement<T>> {
    let mut found = Vec::new();
    let mut total = 0.0_f32;
    for_each_shared(one, other, |topic, x, y| {
        // Stances lie from -1 to 1, so half their distance is a share.
        let weight = weight(topic);
        total += weight;
        found.push(Disagreement {
            topic,
            one: x,
            other: y,
            contribution: weight * (x - y).abs() / 2.0,
        });
    });
    // No shared topic has a weight: there is nothing to disagree on.
    if !(total > 0.0 && total.is_finite()) {
        return Vec::new();
    }
    // Contributions add up to the disagreement: each is its share of the weight of all shared topics.
    for item in &mut found {
        item.contribution /= total;
    }
    found.sort_unstable_by(Disagreement::order);
    found
}

/// How divisive a topic is: the variance of the stances on it, over 1, the greatest there can be.
///
/// For votes of −1 and 1 of which a share p agrees it is 4p(1 − p): 1 where opinion is split in half, 0 where all agree or
/// nobody has spoken.
///
/// # Examples
///
/// ```
/// use confrere::diversity::divisiveness;
/// assert_eq!(divisiveness([1.0, -1.0, 1.0, -1.0]), 1.0);
/// assert_eq!(divisiveness([1.0, 1.0, 1.0, -1.0]), 0.75);
/// assert_eq!(divisiveness([0.4, 0.4]), 0.0);
/// ```
#[must_use]
pub fn divisiveness(stances: impl IntoIterator<Item = f32>) -> f32 {
    let (mut count, mut sum, mut squares) = (0.0_f64, 0.0_f64, 0.0_f64);
    for stance in stances {
        let stance = f64::from(stance);
        count += 1.0;
        sum += stance;
        squares += stance * stance;
    }
    if count == 0.0 {
        return 0.0;
    }
    // The variance of numbers from −1 to 1 is at most 1, when half stand at either end.
    let mean = sum / count;
    (squares / count - mean * mean).clamp(0.0, 1.0) as f32
}

/// Visits the topics that both lists hold, in order.
fn for_each_shared<T: Copy + Ord>(
    one: &[(T, f32)],
    other: &[(T, f32)],
    mut visit: impl FnMut(T, f32, f32),
) {
    let mut others = other.iter().copied();
    let mut next = others.next();
    for &(topic, x) in one {
        // A merge of two ascending lists.
        while next.is_some_and(|(behind, _)| behind < topic) {
            next = others.next();
        }
        match next {
            None => return,
            Some((same, y)) if same == topic => visit(topic, x, y),
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::diversity::{ContrarianRule, disagreements, divisiveness};

    fn stances() -> impl Strategy<Value = Vec<(u32, f32)>> {
        let map = proptest::collection::btree_map(0_u32..12, -1.0_f32..=1.0, 0..9);
        map.prop_map(|map| map.into_iter().collect())
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config {
            rng_seed: proptest::test_runner::RngSeed::Fixed(7),
            failure_persistence: None,
            ..Default::default()
        })]

        #[test]
        fn comparing_is_symmetric_and_its_parts_add_up(one in stances(), other in stances(), ground in 0.0_f32..=1.0) {
            let rule = ContrarianRule::default();
            let weight = |topic| (topic % 3) as f32;
            let compare = |one: &[(u32, f32)], other: &[(u32, f32)]| {
                rule.compare(one, other, weight, ground)
            };
            let contrast = compare(&one, &other);
            prop_assert_eq!(contrast, compare(&other, &one));
            let flip = |list: &[(u32, f32)]| list.iter().map(|&(t, x)| (t, -x)).collect::<Vec<_>>();
            prop_assert_eq!(contrast, compare(&flip(&one), &flip(&other)));
            let alone = compare(&one, &one);
            let items = disagreements(&one, &other, weight);
            prop_assert_eq!(contrast.is_none(), items.is_empty());
            if let Some(contrast) = contrast {
                let sum: f32 = items.iter().map(|item| item.contribution).sum();
                prop_assert!((sum - contrast.disagreement).abs() < 1e-5);
                prop_assert_eq!(contrast.topics as usize, items.len());
                prop_assert!((0.0..=1.0).contains(&contrast.score));
                prop_assert!(contrast.score <= contrast.shrunk && contrast.shrunk <= contrast.disagreement);
            }
            if let Some(alone) = alone {
                prop_assert_eq!(alone.score, 0.0);
            }
        }
    }

    #[test]
    fn nothing_shared_is_unknown_and_unsound_numbers_never_get_out() {
        let rule = ContrarianRule::default();
        assert_eq!(rule.compare(&[(1, 1.0)], &[(2, -1.0)], |_| 1.0, 1.0), None);
        assert_eq!(rule.compare(&[(1, 1.0)], &[(1, -1.0)], |_| 0.0, 1.0), None);
        assert_eq!(
            rule.compare(&[(1, f32::NAN)], &[(1, 1.0)], |_| 1.0, 1.0),
            None
        );
        assert_eq!(
            rule.compare(&[(1, 1.0)], &[(1, -1.0)], |_| f32::NAN, 1.0),
            None
        );
        let ground = rule.compare(&[(1, 1.0)], &[(1, -1.0)], |_| 1.0, f32::NAN);
        assert_eq!(ground.map(|contrast| contrast.common_ground), Some(0.0));
        assert!(ContrarianRule::new(f32::NAN, 0.5).is_err());
        assert!(ContrarianRule::new(2.0, 1.5).is_err());
        assert_eq!(divisiveness([]), 0.0);
    }
}
