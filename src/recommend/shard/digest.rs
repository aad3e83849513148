//! A hash of everything that a shard holds.

use crate::acceptance::PersonEvidence;
use crate::benefit::{Layout, Want};
use crate::id::PersonId;
use crate::recommend::shard::header::Header;
use crate::recommend::shard::member::{Contact, Member, ShardPeople};
use crate::recommend::shard::stamp::Stamp;

/// A hash of everything that a shard holds of its people, in O(its size): a number that changed on the way is told, whatever its
/// range. It guards against accidents; whoever changes a shard on purpose can change the hash with it.
pub(crate) fn digest(header: &Header, people: &ShardPeople) -> u64 {
    let mut stamp = Stamp::new(0);
    header.add_to(&mut stamp);
    people.add_to(&mut stamp);
    stamp.finish()
}

/// A hash of one thing by itself.
pub(crate) fn hash(of: &impl Digest) -> u64 {
    let mut stamp = Stamp::new(0);
    of.add_to(&mut stamp);
    stamp.finish()
}

/// What goes into the hash word by word, numbers by their bits, so that none is written as text.
pub(crate) trait Digest {
    fn add_to(&self, stamp: &mut Stamp);
}

impl Digest for u64 {
    fn add_to(&self, stamp: &mut Stamp) {
        stamp.add(*self);
    }
}

impl Digest for f32 {
    fn add_to(&self, stamp: &mut Stamp) {
        stamp.add(u64::from(self.to_bits()));
    }
}

impl Digest for f64 {
    fn add_to(&self, stamp: &mut Stamp) {
        stamp.add(self.to_bits());
    }
}

impl Digest for i32 {
    fn add_to(&self, stamp: &mut Stamp) {
        stamp.add(u64::from(self.cast_unsigned()));
    }
}

impl Digest for PersonId {
    fn add_to(&self, stamp: &mut Stamp) {
        stamp.add(self.as_u64());
    }
}

/// Numbers that fit a word.
macro_rules! words {
    ($($number:ty),*) => {$(
        impl Digest for $number {
            fn add_to(&self, stamp: &mut Stamp) {
                stamp.add(u64::from(*self));
            }
        }
    )*};
}
words!(bool, u8, u32);

impl<A: Digest, B: Digest> Digest for (A, B) {
    fn add_to(&self, stamp: &mut Stamp) {
        self.0.add_to(stamp);
        self.1.add_to(stamp);
    }
}

impl<T: Digest> Digest for [T] {
    /// The length first: what moves from one list to the next is told.
    fn add_to(&self, stamp: &mut Stamp) {
        stamp.add(self.len() as u64);
        self.iter().for_each(|one| one.add_to(stamp));
    }
}

impl<T: Digest, const N: usize> Digest for [T; N] {
    fn add_to(&self, stamp: &mut Stamp) {
        self.as_slice().add_to(stamp);
    }
}

impl<T: Digest> Digest for Vec<T> {
    fn add_to(&self, stamp: &mut Stamp) {
        self.as_slice().add_to(stamp);
    }
}

impl<T: Digest> Digest for Option<T> {
    fn add_to(&self, stamp: &mut Stamp) {
        self.as_slice().add_to(stamp);
    }
}

/// Every field: one that is left out does not compile.
macro_rules! fields {
    ($($of:ident { $($field:ident),* $(,)? })*) => {$(
        impl Digest for $of {
            fn add_to(&self, stamp: &mut Stamp) {
                let Self { $($field),* } = self;
                $($field.add_to(stamp);)*
            }
        }
    )*};
}
fields! {
    Header { stamp, people, layout, width }
    Layout { partner, exposure, affinity, company, mentor, end }
    Want { feature, weight, floor }
    PersonEvidence { weight, step, sum, activity, sought, interests, skills, lengths }
    Contact { place, knows, weight, step, community, profile }
    ShardPeople { members, contacts, past }
    Member {
        place, id, open, openness, wants, gives, contrarian, max_contrarian_gain, meaning, need, offer, stances, opinion, profile,
        circles, attributes, blocks, ties, ties_in, component, community, ring, evidence,
    }
}
