//! Lists of a block of people as bytes, and how the lists of two merge.

use confrere::{PersonId, Ranked};

use crate::Error;

/// One place as it is written: position, id, score.
type Written = (u32, u64, f32);

/// The lists of a block, in the order of its people.
pub type Lists = Vec<Vec<Ranked>>;

/// Writes lists.
#[must_use]
pub fn to_bytes(lists: &[Vec<Ranked>]) -> Vec<u8> {
    let place = |place: &Ranked| (place.position(), place.peer.as_u64(), place.score);
    let list = |list: &Vec<Ranked>| list.iter().map(place).collect();
    let lists: Vec<Vec<Written>> = lists.iter().map(list).collect();
    postcard::to_stdvec(&lists).expect("numbers are written to memory")
}

/// Reads lists.
///
/// # Errors
///
/// When the bytes are none that [`to_bytes`] wrote.
pub fn from_bytes(bytes: &[u8]) -> Result<Lists, Error> {
    let lists: Vec<Vec<Written>> =
        postcard::from_bytes(bytes).map_err(|error| format!("lists of a block: {error}"))?;
    let place = |(position, id, score)| Ranked::at(position, PersonId::from_u64(id), score);
    let list = |list: Vec<Written>| list.into_iter().map(place).collect();
    Ok(lists.into_iter().map(list).collect())
}

/// Merges the lists of one block over two parts of the candidates; an empty block is what nothing was found for yet.
///
/// # Errors
///
/// When the two are of blocks of different sizes.
pub fn merge(into: &mut Lists, found: &[Vec<Ranked>], k: u32) -> Result<(), Error> {
    if into.is_empty() {
        into.resize(found.len(), Vec::new());
    }
    if into.len() != found.len() {
        return Err(format!("lists of {} people, expected {}", found.len(), into.len()).into());
    }
    for (list, found) in into.iter_mut().zip(found) {
        *list = Ranked::merge(list, found, k);
    }
    Ok(())
}
