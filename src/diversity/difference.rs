//! The components of difference between two people, and their weighted mean.

use crate::error::Error;
use crate::id::of_word;
use crate::unit::within;

/// One way in which someone lies outside another's circle or view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Component {
    /// How far up one must go to a shared circle: [`circle_distance`](crate::diversity::circle_distance).
    CircleLevel,
    /// How near to the ring one beyond the one's reach: [`RingSpread::fit`](crate::diversity::RingSpread::fit).
    NextRing,
    /// How many ties lie between: [`hop_novelty`](crate::diversity::hop_novelty).
    HopNovelty,
    /// How few acquaintances they share: 1 − overlap of their neighbourhoods.
    Weakness,
    /// How little of the one's network leads to the other already (Burt's dyadic term).
    NonRedundancy,
    /// How little of the one's network lies in the other's community.
    CommunityNovelty,
    /// How unlike the one's acquaintances the other is.
    Unexpectedness,
    /// How much they disagree, given common ground: [`ContrarianRule`](crate::diversity::ContrarianRule).
    Contrarian,
}

impl Component {
    /// Where the component stands in arrays of all of them.
    const fn place(self) -> usize {
        self as usize
    }

    /// Every component, in the order in which reports list them.
    pub const ALL: [Self; 8] = [
        Self::CircleLevel,
        Self::NextRing,
        Self::HopNovelty,
        Self::Weakness,
        Self::NonRedundancy,
        Self::CommunityNovelty,
        Self::Unexpectedness,
        Self::Contrarian,
    ];

    /// The name in words, as explanations show it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Component;
    /// assert_eq!(Component::HopNovelty.word(), "hop novelty");
    /// assert_eq!("hop_novelty".parse(), Ok(Component::HopNovelty));
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CircleLevel => "circle level",
            Self::NextRing => "next ring",
            Self::HopNovelty => "hop novelty",
            Self::Weakness => "weakness",
            Self::NonRedundancy => "non-redundancy",
            Self::CommunityNovelty => "community novelty",
            Self::Unexpectedness => "unexpectedness",
            Self::Contrarian => "contrarian",
        }
    }
}

impl std::fmt::Display for Component {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

impl std::str::FromStr for Component {
    type Err = Error;

    /// Reads the name, in any case, with spaces, hyphens or underscores.
    fn from_str(text: &str) -> Result<Self, Error> {
        let expected = "a component of difference, such as circle level";
        of_word(text, (&Self::ALL, Self::word), ("component", expected))
    }
}

/// How many components there are.
const COMPONENTS: usize = Component::ALL.len();

/// How much each component of a [`Difference`] weighs.
///
/// # Examples
///
/// ```
/// use confrere::diversity::{Component, Difference, DifferenceWeights};
/// let weights = DifferenceWeights::none()
///     .with(Component::CircleLevel, 3.0)?
///     .with(Component::Contrarian, 1.0)?;
/// let known = Difference::default().with(Component::CircleLevel, Some(1.0));
/// assert_eq!(weights.combine(&known), 0.75); // the unknown part lifts nothing
/// assert_eq!(weights.mean_of_known(&known), Some(1.0));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DifferenceWeights([f32; COMPONENTS]);

impl Default for DifferenceWeights {
    /// Circle level 1, contrarian 1; the others 0.
    ///
    /// Ties between two people speak for a meeting more than for a difference: with hop novelty beside circle level true peers
    /// rank lower at the same share of peers of other circles (example `evaluate`).
    fn default() -> Self {
        let mut weights = [0.0; COMPONENTS];
        for component in [Component::CircleLevel, Component::Contrarian] {
            weights[component.place()] = 1.0;
        }
        Self(weights)
    }
}

impl DifferenceWeights {
    /// No component weighs anything.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::{Component, DifferenceWeights};
    /// let weights = DifferenceWeights::none().with(Component::HopNovelty, 0.5)?;
    /// assert_eq!(DifferenceWeights::none().get(Component::HopNovelty), 0.0);
    /// assert_eq!(weights.get(Component::HopNovelty), 0.5);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub const fn none() -> Self {
        Self([0.0; COMPONENTS])
    }

    /// Sets the weight of one component, relative to the others.
    ///
    /// # Errors
    ///
    /// When the weight is not a number from 0 to 1,000,000.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::{Component, DifferenceWeights};
    /// let weights = DifferenceWeights::none().with(Component::HopNovelty, 0.5)?;
    /// assert!(weights.with(Component::HopNovelty, -1.0).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn with(mut self, component: Component, weight: f32) -> Result<Self, Error> {
        let expected = "a number from 0 to 1000000";
        self.0[component.place()] = within(weight, 0.0..=1e6, expected, || {
            format!("weight of {component}")
        })?;
        Ok(self)
    }

    /// The weight of one component.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::{Component, DifferenceWeights};
    /// let weights = DifferenceWeights::none().with(Component::HopNovelty, 0.5)?;
    /// assert_eq!(weights.get(Component::HopNovelty), 0.5);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub const fn get(&self, component: Component) -> f32 {
        self.0[component.place()]
    }

    /// Takes out components of which a community has no data at all, so that they do not weigh on those it has.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::{Component, DifferenceWeights};
    /// let weights = DifferenceWeights::none().with(Component::HopNovelty, 0.5)?;
    /// assert_eq!(weights.without(Component::HopNovelty), DifferenceWeights::none());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn without(mut self, component: Component) -> Self {
        self.0[component.place()] = 0.0;
        self
    }

    /// The difference that lifts a score: the weighted mean in which an unknown component counts 0.
    ///
    /// Missing data never is a bonus: making a component known never lowers the result. 0 when nothing weighs.
    #[must_use]
    pub fn combine(&self, difference: &Difference) -> f32 {
        let (sum, _) = self.weigh(difference);
        let total: f32 = self.0.iter().sum();
        if total > 0.0 {
            (sum / total).min(1.0)
        } else {
            0.0
        }
    }

    /// The weighted mean of the known components only, `None` when none that weighs is known.
    ///
    /// This describes a pair; for scores use [`combine`](Self::combine), which does not reward missing data.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::{Component, Difference, DifferenceWeights};
    /// let weights = DifferenceWeights::none().with(Component::HopNovelty, 0.5)?;
    /// let difference = Difference::default().with(Component::HopNovelty, Some(0.4));
    /// assert_eq!(weights.mean_of_known(&difference), Some(0.4));
    /// assert_eq!(weights.mean_of_known(&Difference::default()), None);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn mean_of_known(&self, difference: &Difference) -> Option<f32> {
        let (sum, known) = self.weigh(difference);
        (known > 0.0).then(|| (sum / known).min(1.0))
    }

    /// What each component adds to [`combine`](Self::combine), in the order of [`Component::ALL`].
    pub fn contributions(&self, difference: &Difference) -> impl Iterator<Item = (Component, f32)> {
        let total: f32 = self.0.iter().sum();
        let shares = *self;
        let difference = *difference;
        Component::ALL.into_iter().filter_map(move |component| {
            let value = difference.get(component)?;
            let weight = shares.get(component);
            (weight > 0.0).then(|| (component, weight * value / total))
        })
    }

    /// The weighted sum of the known components and the sum of their weights.
    fn weigh(&self, difference: &Difference) -> (f32, f32) {
        let pairs = self.0.iter().zip(&difference.0);
        pairs.fold((0.0, 0.0), |(sum, known), (weight, value)| match value {
            Some(value) => (sum + weight * value, known + weight),
            None => (sum, known),
        })
    }
}

/// The components of the difference of one person for another, each from 0 to 1 or unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Difference([Option<f32>; COMPONENTS]);

impl Difference {
    /// Sets one component; a number outside 0 and 1 is moved to the nearer end, one that is not a number is unknown.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::{Component, Difference, DifferenceWeights};
    /// let weights = DifferenceWeights::none().with(Component::HopNovelty, 0.5)?;
    /// let difference = Difference::default().with(Component::HopNovelty, Some(0.4));
    /// assert!(weights.combine(&difference) > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn with(mut self, component: Component, value: Option<f32>) -> Self {
        let sound = value.filter(|value| !value.is_nan());
        self.0[component.place()] = sound.map(|value| value.clamp(0.0, 1.0));
        self
    }

    /// One component, `None` when it is unknown.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::{Component, Difference, DifferenceWeights};
    /// let weights = DifferenceWeights::none().with(Component::HopNovelty, 0.5)?;
    /// assert_eq!(Difference::default().get(Component::HopNovelty), None);
    /// assert_eq!(weights.combine(&Difference::default()), 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub const fn get(&self, component: Component) -> Option<f32> {
        self.0[component.place()]
    }

    /// The known components, in the order of [`Component::ALL`].
    pub fn known(&self) -> impl Iterator<Item = (Component, f32)> {
        let all = Component::ALL.into_iter().zip(self.0);
        all.filter_map(|(component, value)| Some((component, value?)))
    }
}

/// A map of the components that weigh, in snake case, to their weights.
#[cfg(feature = "serde")]
impl serde::Serialize for DifferenceWeights {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = Component::ALL.into_iter().zip(self.0);
        // Collected first: binary formats write how many entries follow.
        let named: Vec<(Component, f32)> = all.filter(|&(_, weight)| weight > 0.0).collect();
        serializer.collect_map(named)
    }
}

/// Reads the map back through the checks of [`DifferenceWeights::with`]; components that are not named weigh nothing.
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for DifferenceWeights {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = std::collections::BTreeMap::<Component, f32>::deserialize(deserializer)?;
        let mut weights = named.into_iter();
        weights
            .try_fold(Self::none(), |all, (part, weight)| all.with(part, weight))
            .map_err(serde::de::Error::custom)
    }
}

/// A map of the components that are known, in snake case, to their values.
#[cfg(feature = "serde")]
impl serde::Serialize for Difference {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.known().collect::<Vec<_>>())
    }
}

/// Reads the map back; components that are not named are unknown.
#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Difference {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = std::collections::BTreeMap::<Component, f32>::deserialize(deserializer)?;
        let with = |all: Self, (part, value)| all.with(part, Some(value));
        Ok(named.into_iter().fold(Self::default(), with))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::diversity::{Component, Difference, DifferenceWeights};

    fn some() -> impl Strategy<Value = Vec<(f32, Option<f32>)>> {
        let one = (0.0_f32..4.0, proptest::option::of(0.0_f32..=1.0));
        proptest::collection::vec(one, Component::ALL.len())
    }

    proptest! {
        #![proptest_config(proptest::test_runner::Config {
            rng_seed: proptest::test_runner::RngSeed::Fixed(7),
            failure_persistence: None,
            ..Default::default()
        })]

        #[test]
        fn missing_data_lifts_nothing_and_the_parts_add_up(list in some()) {
            let mut weights = DifferenceWeights::none();
            let mut difference = Difference::default();
            for (component, &(weight, value)) in Component::ALL.into_iter().zip(&list) {
                weights = weights.with(component, weight).expect("sound weight");
                difference = difference.with(component, value);
            }
            let whole = weights.combine(&difference);
            prop_assert!((0.0..=1.0).contains(&whole));
            for component in Component::ALL {
                prop_assert!(weights.combine(&difference.with(component, None)) <= whole);
            }
            let sum: f32 = weights.contributions(&difference).map(|part| part.1).sum();
            prop_assert!((sum - whole).abs() < 1e-5);
            if let Some(mean) = weights.mean_of_known(&difference) {
                prop_assert!(mean >= whole - 1e-6);
            }
        }
    }

    #[test]
    fn every_component_has_its_own_place() {
        for (place, component) in Component::ALL.into_iter().enumerate() {
            assert_eq!(component as usize, place);
            let alone = Difference::default().with(component, Some(0.5));
            assert_eq!(alone.known().collect::<Vec<_>>(), [(component, 0.5)]);
            assert!(DifferenceWeights::none().with(component, -1.0).is_err());
        }
    }
}
