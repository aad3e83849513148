//! Examination models (position bias): the attention that the k-th place of a list receives.

use crate::error::Error;

/// The greatest number of places that a caller's own vector may name.
const OWN_LIMIT: usize = 1 << 24;

/// How much attention the places of a list get: v₁ ≥ v₂ ≥ …, none negative.
///
/// | model | v of place k |
/// |---|---|
/// | [`inverse`](Self::inverse) | 1/k |
/// | [`logarithmic`](Self::logarithmic) | 1/log₂(k + 1) |
/// | [`natural`](Self::natural) | 1/ln(k + 1), used by Su et al. |
/// | [`exponential`](Self::exponential) | e^−(k−1) |
/// | [`top`](Self::top) | 1 for the first places, then 0 |
/// | [`uniform`](Self::uniform) | 1 everywhere |
/// | [`own`](Self::own) | the caller's numbers, then 0 |
///
/// # Examples
///
/// ```
/// use confrere::assign::exposure::Examination;
/// assert_eq!(Examination::inverse().places(3), [1.0, 0.5, 1.0 / 3.0]);
/// assert_eq!(Examination::top(2).places(3), [1.0, 1.0, 0.0]);
/// assert!(Examination::own([0.2, 0.9]).is_err(), "a later place gets no more than an earlier one");
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "Model"))]
pub struct Examination(Model);

#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
enum Model {
    Inverse,
    Logarithmic,
    Natural,
    Exponential,
    Top(u32),
    Own(Vec<f64>),
    Uniform,
}

#[cfg(feature = "serde")]
impl TryFrom<Model> for Examination {
    type Error = Error;

    fn try_from(model: Model) -> Result<Self, Error> {
        match model {
            Model::Own(attention) => Self::own(attention),
            known => Ok(Self(known)),
        }
    }
}

impl Default for Examination {
    /// The inverse model.
    fn default() -> Self {
        Self::inverse()
    }
}

impl Examination {
    /// 1/k: steep, the usual model of a list of people.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Examination;
    /// assert_eq!(Examination::inverse().places(2), [1.0, 0.5]);
    /// ```
    #[must_use]
    pub const fn inverse() -> Self {
        Self(Model::Inverse)
    }

    /// 1/log₂(k + 1): the discount of ranking metrics; late places still count.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Examination;
    /// assert_eq!(Examination::logarithmic().at(1.0), 1.0);
    /// ```
    #[must_use]
    pub const fn logarithmic() -> Self {
        Self(Model::Logarithmic)
    }

    /// 1/ln(k + 1): the `log` of Su, Bayoumi & Joachims (WWW 2022).
    ///
    /// The first place gets 1.44. One-sided markets clip the chances that follow from it to 1, as published; mutual ones clip the
    /// attention itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Examination;
    /// let places = Examination::natural().places(3);
    /// assert!(places[0] > places[1] && places[1] > places[2]);
    /// ```
    #[must_use]
    pub const fn natural() -> Self {
        Self(Model::Natural)
    }

    /// e^−(k−1): hardly anyone reads past the third place.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Examination;
    /// let places = Examination::exponential().places(3);
    /// assert!((places[1] / places[0] - places[2] / places[1]).abs() < 1e-9);
    /// ```
    #[must_use]
    pub const fn exponential() -> Self {
        Self(Model::Exponential)
    }

    /// 1 for the first `places`, 0 for all others.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Examination;
    /// assert_eq!(Examination::top(1).places(2), [1.0, 0.0]);
    /// ```
    #[must_use]
    pub const fn top(places: u32) -> Self {
        Self(Model::Top(places))
    }

    /// 1 for every place: order does not matter.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Examination;
    /// assert_eq!(Examination::uniform().places(2), [1.0, 1.0]);
    /// ```
    #[must_use]
    pub const fn uniform() -> Self {
        Self(Model::Uniform)
    }

    /// The caller's own numbers for places 1, 2, …; later places get 0.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] when a number is not within 0 and 1 or exceeds the one before;
    /// [`Error::TooMany`] for more than 16,777,216 places.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Examination;
    /// assert_eq!(Examination::own([1.0, 0.3])?.places(3), [1.0, 0.3, 0.0]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn own(attention: impl IntoIterator<Item = f64>) -> Result<Self, Error> {
        let attention: Vec<f64> = attention.into_iter().take(OWN_LIMIT + 1).collect();
        if attention.len() > OWN_LIMIT {
            return Err(Error::TooMany {
                what: "examination".to_string(),
                count: attention.len(),
                limit: OWN_LIMIT,
            });
        }
        let mut before = 1.0;
        // Attention never rises down a list: sorting by value then solves the list exactly (rearrangement inequality).
        for (place, &value) in attention.iter().enumerate() {
            if !(0.0..=before).contains(&value) {
                return Err(Error::OutOfRange {
                    what: format!("examination of place {}", place + 1),
                    value: value.into(),
                    expected: "a number from 0 to 1 and no more than the place before",
                });
            }
            before = value;
        }
        Ok(Self(Model::Own(attention)))
    }

    /// The attention of the first `count` places, the first place first.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Examination;
    /// assert_eq!(Examination::inverse().places(3).len(), 3);
    /// ```
    #[must_use]
    pub fn places(&self, count: u32) -> Vec<f64> {
        (0..count)
            .map(|place| self.at(f64::from(place) + 1.0))
            .collect()
    }

    /// The attention at a place that need not be whole; 1.0 is the first place.
    ///
    /// Models given by a formula use it; `top` and `own` are joined by straight lines.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Examination;
    /// assert_eq!(Examination::inverse().at(4.0), 0.25);
    /// ```
    #[must_use]
    pub fn at(&self, place: f64) -> f64 {
        let place = place.max(1.0);
        match &self.0 {
            Model::Inverse => 1.0 / place,
            Model::Logarithmic => 1.0 / (place + 1.0).log2(),
            Model::Natural => 1.0 / (place + 1.0).ln(),
            Model::Exponential => (1.0 - place).exp(),
            Model::Uniform => 1.0,
            Model::Top(_) | Model::Own(_) => {
                // Models given place by place are interpolated linearly between the places.
                let below = place.floor();
                let (here, next) = (self.step(below), self.step(below + 1.0));
                here + (next - here) * (place - below)
            }
        }
    }

    /// How fast the attention changes at a place; at a kink, towards later places.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::exposure::Examination;
    /// assert!(Examination::inverse().slope(2.0) < 0.0);
    /// ```
    #[must_use]
    pub fn slope(&self, place: f64) -> f64 {
        let place = place.max(1.0);
        match &self.0 {
            Model::Inverse => -1.0 / (place * place),
            Model::Logarithmic => {
                let log = (place + 1.0).log2();
                -1.0 / (log * log * (place + 1.0) * std::f64::consts::LN_2)
            }
            Model::Natural => {
                let log = (place + 1.0).ln();
                -1.0 / (log * log * (place + 1.0))
            }
            // Each is the derivative of the formula in `at`.
            Model::Exponential => -(1.0 - place).exp(),
            Model::Uniform => 0.0,
            Model::Top(_) | Model::Own(_) => {
                self.step(place.floor() + 1.0) - self.step(place.floor())
            }
        }
    }

    /// The attention at a whole place of a model without a formula.
    fn step(&self, place: f64) -> f64 {
        match &self.0 {
            Model::Top(places) => f64::from(u8::from(place <= f64::from(*places))),
            Model::Own(attention) => attention.get(place as usize - 1).copied().unwrap_or(0.0),
            _ => unreachable!("only models without a formula have steps"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::assign::exposure::Examination;

    #[test]
    fn every_model_never_rises_and_its_slope_is_its_difference() {
        let models = [
            Examination::inverse(),
            Examination::logarithmic(),
            Examination::natural(),
            Examination::exponential(),
            Examination::uniform(),
            Examination::top(3),
            Examination::own([0.9, 0.5, 0.1]).expect("falling numbers"),
        ];
        for model in models {
            let places = model.places(8);
            assert!(
                places.windows(2).all(|pair| pair[0] >= pair[1]),
                "{model:?}"
            );
            for place in [1.3, 2.6, 3.2, 5.5] {
                let difference = (model.at(place + 1e-6) - model.at(place - 1e-6)) / 2e-6;
                assert!(
                    (difference - model.slope(place)).abs() < 1e-5,
                    "{model:?} at {place}"
                );
            }
        }
    }
}
