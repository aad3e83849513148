//! Who are everyone's best, when everyone asks at once? Each unordered pair is looked at once, for both.
//!
//! What i gains is a matter of few wants; what i gives, of many gives. So gains are summed row by row on either side of a square of
//! pairs, one side is turned over its diagonal, and only pairs whose gains may do for either are judged.

mod crowd;
mod meet;

use crate::benefit::everyone::crowd::Crowd;
use crate::benefit::everyone::meet::{Meet, Space};
use crate::benefit::index::{GROUP, Index};
use crate::benefit::pairing::all_pairs;
use crate::benefit::rows::{Asker, Rows};
use crate::benefit::scan::{self, Ask};
use crate::benefit::top::Top;
use crate::par;

/// Groups of a crowd: 512 people, so that the sums of two crowds fit the second cache.
pub(crate) const CROWD: usize = 4;

/// Shares of the work a worker.
const SHARES: usize = 8;

/// Crowds that one worker holds at a time.
struct Share {
    crowds: Vec<Crowd>,
    space: Space,
}

/// Answers everyone of an index, by place.
///
/// `judge` makes a judge, as [`scan::block`] takes it, for each share of the work.
pub(crate) fn everyone<J: FnMut(u32, u32, f32, f32) -> Option<f32>>(
    index: &Index,
    rows: Rows<'_>,
    ask: Ask,
    judge: &(impl Fn() -> J + Sync),
) -> Vec<Top> {
    let groups = index.order.len().div_ceil(GROUP);
    let crowds = groups.div_ceil(CROWD);
    let each = crowds.div_ceil(par::workers() * SHARES).max(1);
    let shares = par::map(crowds.div_ceil(each), |share| {
        let crowds = (share * each..crowds.min((share + 1) * each)).map(|crowd| {
            let groups = crowd * CROWD..groups.min((crowd + 1) * CROWD);
            let people =
                &index.order[groups.start * GROUP..index.order.len().min(groups.end * GROUP)];
            let askers = people.iter().map(|&person| rows.asker(person as usize));
            let tops = scan::among(index, rows, askers, groups.clone(), ask, judge());
            Crowd::new(index, rows, groups, tops)
        });
        Share {
            crowds: crowds.collect(),
            space: Space::new(),
        }
    });
    let meet = |space: &mut Space, a: &mut Crowd, b: &mut Crowd, judge: &mut J| {
        let mut meet = Meet {
            index,
            rows,
            ask,
            judge,
        };
        meet.meet(space, a, b);
    };
    let shares = all_pairs(
        shares,
        |_, share| {
            let mut judge = judge();
            for at in 1..share.crowds.len() {
                let (before, rest) = share.crowds.split_at_mut(at);
                for other in before {
                    meet(&mut share.space, other, &mut rest[0], &mut judge);
                }
            }
        },
        |(_, share), (_, other)| {
            let mut judge = judge();
            for a in &mut share.crowds {
                for b in &mut other.crowds {
                    meet(&mut share.space, a, b, &mut judge);
                }
            }
        },
    );
    let crowds = shares.into_iter().flat_map(|share| share.crowds);
    crowds.flat_map(|crowd| crowd.tops).collect()
}

/// The asker at a place.
fn asker<'r>(index: &Index, rows: Rows<'r>, place: usize) -> Asker<'r> {
    rows.asker(index.order[place] as usize)
}
