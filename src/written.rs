//! The version of a written form: settings and plans say which form they are in, and refuse one that they do not know.

/// Version `V` of a written form. A change of the meaning of a field raises it; a new field with a default does not.
///
/// Takes no space; written as a number, and read only from that number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Version<const V: u32>;

#[cfg(feature = "serde")]
impl<const V: u32> serde::Serialize for Version<V> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(V)
    }
}

#[cfg(feature = "serde")]
impl<'de, const V: u32> serde::Deserialize<'de> for Version<V> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let found = <u32 as serde::Deserialize>::deserialize(from)?;
        if found == V {
            return Ok(Self);
        }
        let message =
            format!("version {found} of the written form; this release reads version {V}");
        Err(serde::de::Error::custom(message))
    }
}

/// A number that is one: binary formats carry what is none.
#[cfg(feature = "serde")]
pub(crate) fn finite<'de, D: serde::Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    let number = <f64 as serde::Deserialize>::deserialize(from)?;
    checked(number, number)
}

/// Numbers of which each is one.
#[cfg(feature = "serde")]
pub(crate) fn all_finite<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<f32>, D::Error> {
    let numbers = <Vec<f32> as serde::Deserialize>::deserialize(from)?;
    let culprit = numbers.iter().copied().find(|number| !number.is_finite());
    checked(numbers, culprit.unwrap_or(0.0).into())
}

#[cfg(feature = "serde")]
fn checked<T, E: serde::de::Error>(written: T, number: f64) -> Result<T, E> {
    match number.is_finite() {
        true => Ok(written),
        false => Err(E::custom(format!(
            "{number} is written, expected a finite number"
        ))),
    }
}
