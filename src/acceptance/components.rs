//! What is known of a pair before anybody asks them.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;
use crate::id::of_word;

/// One number of a [`Components`] row: a predictor of whether the first of two people says yes to the second.
///
/// No value is below 0. What every value means:
///
/// | predictor | value |
/// |---|---|
/// | `Gain`, `Give` | benefit of the first from the second, and of the second from the first, from 0 to 1 |
/// | `LesserGain` | the lesser of the two |
/// | `CommonContacts` | ln(1 + Adamic–Adar): Σ 1 / ln(ties of k) over the contacts k both know |
/// | `Introduction` | the greatest product of two tie strengths over one introducer, from 0 to 1 |
/// | `TiesApart` | 1 / (ties apart − 1), a tie between the two left out: 1, 1/2, 1/3 at 2, 3, 4 ties; 0 beyond |
/// | `SharedCircles` | 1 − [`hierarchy_distance`](crate::diversity::hierarchy_distance), averaged over hierarchies both have |
/// | `Attributes` | share of equal values among the attribute keys both have |
/// | `Interests` | cosine of interests |
/// | `Skills` | cosine of skills, offered or openly needed |
/// | `Met` | ln(1 + times they met) |
/// | `Helped` | ln(1 + times the second helped the first) |
/// | `Activity`, `OtherActivity` | ln(1 + ties) of the first and of the second, the tie between them left out |
/// | `Sought`, `OtherSought` | ln(1 + people who turned to them), where the community has ties of one direction |
/// | `Disagreement` | weighted mean distance of stances on shared topics, from 0 to 1 |
/// | `CommonGround` | cosine of interests and skills together |
/// | `Recency` | 2^(−days since the last contact / 180) |
/// | `BothActive` | the product of both activities |
/// | `ThreeSteps` | √(Σ 1 / √(ties of k · ties of l) / √(ties of both)) over ways of three ties through k and l, from 0 to 1 |
///
/// Where fewer than a tenth of the people have ties, activities and how sought people are count for less, by the square of that share:
/// an account that one makes to have a tie at all must not bring anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Predictor {
    /// What the first gains from the second.
    Gain,
    /// What the second gains from the first.
    Give,
    /// The lesser of the two gains.
    LesserGain,
    /// Contacts both have, rare ones counting more.
    CommonContacts,
    /// The chance of the best introduction through one person.
    Introduction,
    /// How few ties lie between them.
    TiesApart,
    /// How near they are in circles.
    SharedCircles,
    /// How many plain attributes are equal.
    Attributes,
    /// How alike their interests are.
    Interests,
    /// How alike their skills are.
    Skills,
    /// How often they met.
    Met,
    /// How often the second helped the first.
    Helped,
    /// How many ties the first has.
    Activity,
    /// How many ties the second has.
    OtherActivity,
    /// How many turned to the first.
    Sought,
    /// How many turned to the second.
    OtherSought,
    /// How much they disagree.
    Disagreement,
    /// How much common ground they have.
    CommonGround,
    /// How recent their last contact is.
    Recency,
    /// How active both are at once.
    BothActive,
    /// How likely a walk of three ties leads from one to the other: the root of the geometric mean of the chances of both
    /// directions, each step to any contact alike. Hubs on the way count little (Kovács et al., Nature Communications 10:1240,
    /// 2019, divide by the same degrees).
    ThreeSteps,
}

/// How many predictors there are.
pub(crate) const PREDICTORS: usize = Predictor::ALL.len();

impl Predictor {
    /// Every predictor, in the order of a row.
    pub const ALL: [Self; 21] = [
        Self::Gain,
        Self::Give,
        Self::LesserGain,
        Self::CommonContacts,
        Self::Introduction,
        Self::TiesApart,
        Self::SharedCircles,
        Self::Attributes,
        Self::Interests,
        Self::Skills,
        Self::Met,
        Self::Helped,
        Self::Activity,
        Self::OtherActivity,
        Self::Sought,
        Self::OtherSought,
        Self::Disagreement,
        Self::CommonGround,
        Self::Recency,
        Self::BothActive,
        Self::ThreeSteps,
    ];

    /// The name in words, as tables show it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Predictor;
    /// assert_eq!(Predictor::CommonContacts.word(), "common contacts");
    /// assert_eq!("common_contacts".parse(), Ok(Predictor::CommonContacts));
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gain => "gain",
            Self::Give => "give",
            Self::LesserGain => "lesser gain",
            Self::CommonContacts => "common contacts",
            Self::Introduction => "introduction",
            Self::TiesApart => "ties apart",
            Self::SharedCircles => "shared circles",
            Self::Attributes => "attributes",
            Self::Interests => "interests",
            Self::Skills => "skills",
            Self::Met => "met",
            Self::Helped => "helped",
            Self::Activity => "activity",
            Self::OtherActivity => "other's activity",
            Self::Sought => "sought",
            Self::OtherSought => "other sought",
            Self::Disagreement => "disagreement",
            Self::CommonGround => "common ground",
            Self::Recency => "recency",
            Self::BothActive => "both active",
            Self::ThreeSteps => "three steps",
        }
    }

    /// Whether a coefficient may not be negative: more of it never speaks against a yes.
    ///
    /// Free is what may well put people off: having met before, a recent contact, disagreement, and how busy either is: with as
    /// many contacts in common, who knows fewer people knows each of them better. On two sets whose noes are as active as their
    /// yeses (example `evaluate`) fitted models reach an AUC of .851 and .695, where without that freedom they had .817 and .688.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Predictor;
    /// assert!(Predictor::CommonContacts.speaks_for());
    /// assert!(!Predictor::Activity.speaks_for()); // as many contacts in common say less of someone who knows everybody
    /// ```
    #[must_use]
    pub const fn speaks_for(self) -> bool {
        !matches!(
            self,
            Self::Met
                | Self::Recency
                | Self::Disagreement
                | Self::Activity
                | Self::OtherActivity
                | Self::Sought
                | Self::OtherSought
                | Self::BothActive
        )
    }
}

impl fmt::Display for Predictor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Predictor {
    type Err = Error;

    /// Reads the name, in any case, with spaces, hyphens or underscores.
    fn from_str(text: &str) -> Result<Self, Error> {
        let expected = "a predictor, such as common contacts";
        of_word(text, (&Self::ALL, Self::word), ("predictor", expected))
    }
}

/// What is known of a pair, seen from the first of the two: one number for each [`Predictor`], or nothing.
///
/// A number that is missing is not 0: in a chance it counts as the community's mean.
///
/// # Examples
///
/// ```
/// use confrere::acceptance::{Components, Predictor};
/// let row = Components::default().with(Predictor::Attributes, Some(0.5));
/// assert_eq!(row.get(Predictor::Attributes), Some(0.5));
/// assert_eq!(row.get(Predictor::CommonContacts), None);
/// assert_eq!(row.known().count(), 1);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Components([Option<f32>; PREDICTORS]);

impl Components {
    /// Sets one component. What is below 0 counts as 0; what is not finite is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Components, Predictor};
    /// let row = Components::default().with(Predictor::Gain, Some(0.5));
    /// assert_eq!(row.get(Predictor::Gain), Some(0.5));
    /// ```
    #[must_use]
    pub fn with(mut self, predictor: Predictor, value: Option<f32>) -> Self {
        let sound = value.filter(|value| value.is_finite());
        // The sum turns -0.0 into 0.0, so that equal values have equal bits.
        self.0[predictor as usize] = sound.map(|value| value.max(0.0) + 0.0);
        self
    }

    /// One component, `None` where it is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Components, Predictor};
    /// assert_eq!(Components::default().get(Predictor::Gain), None);
    /// ```
    #[must_use]
    pub const fn get(&self, predictor: Predictor) -> Option<f32> {
        self.0[predictor as usize]
    }

    /// The known components, in the order of [`Predictor::ALL`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Components, Predictor};
    /// let row = Components::default().with(Predictor::Gain, Some(0.5));
    /// assert!(row.known().eq([(Predictor::Gain, 0.5)]));
    /// ```
    pub fn known(&self) -> impl Iterator<Item = (Predictor, f32)> {
        let all = Predictor::ALL.into_iter().zip(self.0);
        all.filter_map(|(predictor, value)| Some((predictor, value?)))
    }

    /// The row as numbers, what is missing replaced by its mean.
    pub(crate) fn filled(&self, means: &[f64; PREDICTORS]) -> [f64; PREDICTORS] {
        std::array::from_fn(|place| self.0[place].map_or(means[place], f64::from))
    }

    /// The row from the other's side, where what is the same for both stays.
    pub(crate) fn reversed(&self) -> Self {
        let mut other = *self;
        for (one, two) in [
            (Predictor::Gain, Predictor::Give),
            (Predictor::Activity, Predictor::OtherActivity),
            (Predictor::Sought, Predictor::OtherSought),
        ] {
            other.0.swap(one as usize, two as usize);
        }
        other
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Components {
    /// A map of names to numbers; what is missing is left out.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Collected first: binary formats write how many entries follow.
        let known = self
            .known()
            .map(|(predictor, value)| (predictor.word(), value));
        serializer.collect_map(known.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use crate::acceptance::{Components, Predictor};

    #[test]
    fn every_predictor_has_its_own_place_and_unsound_numbers_are_missing() {
        for (place, predictor) in Predictor::ALL.into_iter().enumerate() {
            assert_eq!(predictor as usize, place);
            let alone = Components::default().with(predictor, Some(0.5));
            assert_eq!(alone.known().collect::<Vec<_>>(), [(predictor, 0.5)]);
            assert_eq!(alone.reversed().reversed(), alone);
            let unsound = Components::default().with(predictor, Some(f32::NAN));
            assert_eq!(unsound.get(predictor), None);
        }
    }
}
