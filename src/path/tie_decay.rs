//! How tie strength fades after a contact, and what a contact is worth.

use crate::error::Error;
use crate::numeric::{check_half_life, decay};
use crate::unit::Unit;
use crate::written::Version;

/// How memory fades and what contact is worth.
///
/// The *bond* of a tie is the sum of its contacts, each of size `s` and faded to `s · 2^(−age / h)` with half-life `h`
/// (Ahmad, Porter & Beguerisse-Díaz 2018). The chance that a request along it succeeds is `1 − exp(−κ · bond)` (noisy-or, as in the
/// independent cascade), where κ is set by the chance after one fresh contact of size 1.
///
/// # Examples
///
/// ```
/// use confrere::Unit;
/// use confrere::path::{TieDecay, ContactLog};
/// let fading = TieDecay::new();
/// let mut history = ContactLog::new();
/// history.record(&fading, 0.0, 1.0)?;
/// assert!((history.strength(&fading, 0.0)?.get() - 0.37).abs() < 1e-6);
/// let faded = history.strength(&fading, 110.0)?;
/// assert!(faded < history.strength(&fading, 0.0)?);
/// history.record(&fading, 110.0, 1.0)?;
/// assert!(history.strength(&fading, 110.0)? > faded);
/// # Ok::<(), confrere::Error>(())
/// ```
///
/// Written and read like all settings; see the conventions of the [written form](crate::json).
#[derive(Debug, Clone, Copy, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "WrittenDecay"))]
pub struct TieDecay {
    version: Version<1>,
    half_life: f32,
    first_chance: f32,
}

/// A decay as it is read, before it is checked.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenDecay {
    version: Version<1>,
    half_life: f32,
    first_chance: f32,
}

#[cfg(feature = "serde")]
impl Default for WrittenDecay {
    fn default() -> Self {
        let TieDecay {
            version,
            half_life,
            first_chance,
        } = TieDecay::new();
        Self {
            version,
            half_life,
            first_chance,
        }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<WrittenDecay> for TieDecay {
    type Error = Error;

    fn try_from(written: WrittenDecay) -> Result<Self, Error> {
        let WrittenDecay {
            version,
            half_life,
            first_chance,
        } = written;
        let first = Unit::check(first_chance, || "chance after one contact".into())?;
        let decay = Self::new().half_life(half_life)?.first_chance(first)?;
        Ok(Self { version, ..decay })
    }
}

impl TieDecay {
    /// Days until a contact counts half, unless told otherwise: ties across groups that nobody maintained lost 90 % in a year
    /// (Burt 2002).
    pub const HALF_LIFE: f32 = 110.0;

    /// The chance that a request succeeds after one fresh contact, unless told otherwise: the participation rate of Dodds,
    /// Muhamad & Watts (2003).
    pub const FIRST_CHANCE: f32 = 0.37;

    /// Takes the half-life and the first chance of the literature.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::TieDecay;
    /// assert_eq!(TieDecay::new(), TieDecay::default());
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self {
            version: Version,
            half_life: Self::HALF_LIFE,
            first_chance: Self::FIRST_CHANCE,
        }
    }

    /// Sets after how many days a contact counts half.
    ///
    /// # Errors
    ///
    /// When the half-life is not a number from 0.01 to 1,000,000.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::TieDecay;
    /// assert!(TieDecay::new().half_life(0.0).is_err());
    /// ```
    pub fn half_life(mut self, days: f32) -> Result<Self, Error> {
        self.half_life = check_half_life(days, || "half-life of ties".into())?;
        Ok(self)
    }

    /// Sets the chance that a request succeeds after one fresh contact of size 1.
    ///
    /// # Errors
    ///
    /// When the chance is 0, or 1, which no further contact could raise.
    pub fn first_chance(mut self, chance: Unit) -> Result<Self, Error> {
        if chance == Unit::ZERO || chance == Unit::ONE {
            return Err(Error::OutOfRange {
                what: "chance after one contact".into(),
                value: chance.get().into(),
                expected: "a number above 0 and below 1",
            });
        }
        self.first_chance = chance.get();
        Ok(self)
    }

    /// After how many days a bond is half as strong.
    #[must_use]
    pub fn get_half_life(&self) -> f32 {
        self.half_life
    }

    /// The chance that a request succeeds after one fresh contact of size 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::TieDecay;
    /// assert_eq!(TieDecay::new().get_first_chance(), TieDecay::FIRST_CHANCE);
    /// ```
    #[must_use]
    pub fn get_first_chance(&self) -> f32 {
        self.first_chance
    }

    /// What is left of a bond after some days.
    pub(crate) fn fade(&self, bond: f64, days: f64) -> f64 {
        bond * decay(days, self.half_life)
    }

    /// The chance that a request succeeds along a tie of this bond.
    pub(crate) fn chance(&self, bond: f64) -> Unit {
        let chance = -(-rate_of(self.first_chance) * bond).exp_m1();
        Unit::new(chance as f32).unwrap_or(Unit::ONE)
    }
}

impl Default for TieDecay {
    fn default() -> Self {
        Self::new()
    }
}

/// `κ = −ln(1 − p₁)`.
fn rate_of(first_chance: f32) -> f64 {
    -f64::from(-first_chance).ln_1p()
}
