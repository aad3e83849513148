//! What names a person in the caller's world.

/// The key of a person: any text or whole number of the app, unique in a network.
///
/// Keys are compared byte by byte; a number is its decimal digits. A key with something that does not show, such as a space at
/// its end or a decomposed é, is refused when the network is built.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(String);

impl Key {
    /// The text of a key in whatever form it is given.
    pub(crate) fn text(key: impl Into<Self>) -> String {
        key.into().0
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.0
    }
}

impl From<String> for Key {
    fn from(key: String) -> Self {
        Self(key)
    }
}

impl From<&str> for Key {
    fn from(key: &str) -> Self {
        Self(key.to_string())
    }
}

impl From<&String> for Key {
    fn from(key: &String) -> Self {
        Self(key.clone())
    }
}

impl From<u32> for Key {
    fn from(key: u32) -> Self {
        Self(key.to_string())
    }
}

impl From<i32> for Key {
    fn from(key: i32) -> Self {
        Self(key.to_string())
    }
}

impl From<u64> for Key {
    fn from(key: u64) -> Self {
        Self(key.to_string())
    }
}

impl From<i64> for Key {
    fn from(key: i64) -> Self {
        Self(key.to_string())
    }
}
