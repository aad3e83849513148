//! Fair shares of attention over the lists of a whole community.
//!
//! Shown their best peers, people swamp the popular few and starve the rest. A [`Market`] asked of a
//! [`Matcher`](crate::Matcher) gives everyone a list such that the expected number of mutual matches over the community is high and
//! hardly anyone would rather have another's exposure. The solvers are in [`assign::exposure`](crate::assign::exposure), on numbers
//! alone.

mod figures;
mod left_out;
mod people;
mod pick;
mod question;
mod share_out;
mod shares;
mod stored;

pub use crate::market::pick::{Moved, Pick};
pub use crate::market::question::Market;
pub use crate::market::shares::Shares;
pub use crate::market::stored::{RestoredShares, StoredShares};
