//! What names a person in the caller's world.

/// The key of a person: any text or whole number of the app, unique in a network.
///
/// Keys are compared byte by byte; a number is its decimal digits. A key with something that does not show, such as a space at
/// its end or a decomposed é, is refused when the network is built.
///
/// Whatever names a person from outside of a network takes `impl Into<Key>`: text or a whole number.
///
/// # Examples
///
/// ```
/// use confrere::{Key, Network, Person, PersonId};
/// let network = Network::builder().people([7, 9].map(Person::new)).tie(7, 9, 0.5).build()?;
/// assert_eq!(network.id(7)?, network.id("7")?);
/// assert_eq!(network.id(7)?, PersonId::of(7));
/// assert_eq!(Key::from(7).as_ref(), "7");
/// # Ok::<(), confrere::Error>(())
/// ```
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

impl From<&&str> for Key {
    fn from(key: &&str) -> Self {
        Self((*key).to_string())
    }
}

impl From<&Key> for Key {
    fn from(key: &Key) -> Self {
        key.clone()
    }
}

impl AsRef<str> for Key {
    fn as_ref(&self) -> &str {
        &self.0
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
