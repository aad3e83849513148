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
