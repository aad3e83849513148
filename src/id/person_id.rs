//! A person's identity: the hash of the key.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;
use crate::id::{Key, quoted};

/// The key of the hash: the bytes of `confrere` and of `personid`, little endian. Changing it would change every id.
const HASH_KEY: [u64; 2] = [
    u64::from_le_bytes(*b"confrere"),
    u64::from_le_bytes(*b"personid"),
];

/// Who someone is: a hash of the person's key, and so the same in every network, process and version of a community in which
/// someone has this key.
///
/// An id that nobody in a network has, because the person left or belongs to another network, is answered with nothing: an empty
/// list, `None`, 0, or an error where the question can fail. Whoever has the key is the person: a key that somebody gave up, by
/// leaving or by [`rename`](crate::NetworkChange::rename), takes its id along when somebody else is given it, so that keys are better
/// never given twice. Otherwise an id never stands for somebody else: two people of one network whose
/// keys had the same hash would be refused when the network is built. Among a million people the chance that any two collide
/// is 3 · 10⁻⁸ (n² / 2⁶⁵).
///
/// Ids order by hash, which means nothing; ties in lists are broken by the order of keys. As text an id is 16 hexadecimal
/// digits, in `Display`, `FromStr` and serde.
///
/// # Examples
///
/// ```
/// use confrere::{Network, Person, PersonId};
/// let monday = Network::builder().person(Person::new("ana")).build()?;
/// let ana = monday.id("ana")?;
/// let tuesday = monday.change().person(Person::new("abe")).build()?;
/// assert_eq!(tuesday.id("ana")?, ana); // abe comes first in key order and moves nobody
/// assert_eq!(PersonId::of("ana"), ana);
/// assert_eq!(ana.to_string().parse::<PersonId>()?, ana);
/// let wednesday = tuesday.change().leave("ana").build()?;
/// assert_eq!(wednesday.name(ana), ""); // nobody
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(u64);

impl PersonId {
    /// The id of whoever has this key, in any network: SipHash-2-4 (Aumasson, Bernstein 2012) of its bytes under a fixed key.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// let ana = network.id("ana")?;
    /// use confrere::PersonId;
    /// assert_eq!(ana, PersonId::of("ana")); // the same in every network
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn of(key: impl Into<Key>) -> Self {
        Self::of_text(&Key::text(key))
    }

    /// As [`of`](Self::of), for a key that is text already.
    pub(crate) fn of_text(key: &str) -> Self {
        Self(sip_hash(HASH_KEY, key.as_bytes()))
    }

    /// The id as a number, for columns of 64 bits.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::PersonId;
    /// let ana = PersonId::of("ana");
    /// assert_eq!(PersonId::from_u64(ana.as_u64()), ana);
    /// ```
    #[must_use]
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The id of a number that [`as_u64`](Self::as_u64) told.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::PersonId;
    /// assert_eq!(PersonId::from_u64(7).to_string(), "0000000000000007");
    /// ```
    #[must_use]
    pub const fn from_u64(number: u64) -> Self {
        Self(number)
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonId({self})")
    }
}

impl FromStr for PersonId {
    type Err = Error;

    /// Reads 16 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, Error> {
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = digits.then(|| u64::from_str_radix(text, 16).ok()).flatten();
        number.map(Self).ok_or_else(|| {
            Error::unknown(
                format!("person id {}", quoted(text)),
                "16 hexadecimal digits",
            )
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PersonId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for PersonId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Only formats that people write tell a text from a map.
        let written = match deserializer.is_human_readable() {
            true => Written::deserialize(deserializer)?,
            false => Written::Digits(String::deserialize(deserializer)?),
        };
        match written {
            Written::Digits(text) => text.parse().map_err(serde::de::Error::custom),
            Written::Keyed(Keyed { key }) => Ok(match key {
                WrittenKey::Text(key) => Self::of(key),
                WrittenKey::Whole(key) => Self::of(key),
                WrittenKey::Large(key) => Self::of(key),
            }),
        }
    }
}

/// A person in a file written by hand: the id, or the key of which it is the hash.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(
    untagged,
    expecting = "a person is 16 hexadecimal digits or {\"key\": …}"
)]
enum Written {
    Digits(String),
    Keyed(Keyed),
}

#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Keyed {
    key: WrittenKey,
}

/// A key as [`Key`] takes it.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum WrittenKey {
    Text(String),
    Whole(i64),
    Large(u64),
}

/// SipHash-2-4: two rounds a word of 8 bytes, four at the end.
fn sip_hash(key: [u64; 2], bytes: &[u8]) -> u64 {
    let mut state = [
        key[0] ^ 0x736f_6d65_7073_6575,
        key[1] ^ 0x646f_7261_6e64_6f6d,
        key[0] ^ 0x6c79_6765_6e65_7261,
        key[1] ^ 0x7465_6462_7974_6573,
    ];
    let mut absorb = |word: u64| {
        state[3] ^= word;
        (0..2).for_each(|_| sip_round(&mut state));
        state[0] ^= word;
    };
    let words = bytes.chunks_exact(8);
    // The last word holds what is left of the bytes, and their number in its highest byte.
    let mut last = [0; 8];
    last[..words.remainder().len()].copy_from_slice(words.remainder());
    last[7] = bytes.len() as u8;
    for word in words {
        absorb(u64::from_le_bytes(
            word.try_into().expect("chunks of 8 bytes"),
        ));
    }
    absorb(u64::from_le_bytes(last));
    state[2] ^= 0xff;
    (0..4).for_each(|_| sip_round(&mut state));
    state.iter().fold(0, |hash, part| hash ^ part)
}

fn sip_round([a, b, c, d]: &mut [u64; 4]) {
    // SipRound of Aumasson & Bernstein (2012), with the state words v0…v3 as a, b, c, d.
    *a = a.wrapping_add(*b);
    *b = b.rotate_left(13) ^ *a;
    *a = a.rotate_left(32);
    *c = c.wrapping_add(*d);
    *d = d.rotate_left(16) ^ *c;
    *a = a.wrapping_add(*d);
    *d = d.rotate_left(21) ^ *a;
    *c = c.wrapping_add(*b);
    *b = b.rotate_left(17) ^ *c;
    *c = c.rotate_left(32);
}

#[cfg(test)]
mod tests {
    use crate::id::PersonId;
    use crate::id::person_id::sip_hash;

    /// Key 00 01 … 0f and inputs 00 01 … of the reference implementation (Aumasson, Bernstein 2012, appendix A and vectors.h).
    #[test]
    fn the_hash_is_that_of_the_reference() {
        let key = [0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908];
        let bytes: Vec<u8> = (0..15).collect();
        assert_eq!(sip_hash(key, &bytes), 0xa129_ca61_49be_45e5);
        assert_eq!(sip_hash(key, &[]), 0x726f_db47_dd0e_0e31);
        assert_eq!(sip_hash(key, &bytes[..8]), 0x93f5_f579_9a93_2462);
    }

    #[test]
    fn ids_are_what_they_were_and_read_back() {
        let ana = PersonId::of("ana");
        assert_eq!(ana.to_string(), ana.to_string().to_lowercase());
        assert_eq!(ana.to_string().parse(), Ok(ana));
        assert_eq!(PersonId::from_u64(ana.as_u64()), ana);
        for bad in ["", "ana", "+123456789abcdef", "0123456789abcdef0"] {
            assert!(bad.parse::<PersonId>().is_err(), "{bad}");
        }
    }
}
