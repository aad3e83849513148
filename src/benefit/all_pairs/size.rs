//! How many people are paired with as many others at a time.

use crate::benefit::index::GROUP;

/// Groups of a block: 1,024 people. Chosen among 2, 4, 6, 8 and 16 at 10,000 and 50,000 people of the generator of the bench `benefit`: 8
/// takes 0.86 times as long as 4; 16 as long at 50,000, longer at 10,000.
pub(crate) const BLOCK_GROUPS: usize = 8;

/// People of a block.
pub(crate) const PEOPLE: usize = BLOCK_GROUPS * GROUP;
