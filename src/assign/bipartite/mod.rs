//! Assignment of givers to receivers with capacities on both sides: the greatest sum, or the greatest least and then the
//! greatest sum.
//!
//! [`BipartiteTask`] holds the pairs and the capacities. [`BipartiteTask::best`] is exact (minimum-cost flow) and proves it by
//! linear-programming duals; [`BipartiteTask::fairest`] raises the receiver who gets least, and says what is proven.

mod branch;
mod count;
mod fair;
mod flow;
mod plan;
mod relaxation;

use crate::assign::Aim;
use crate::assign::bipartite::flow::{Cost, Transport};
use crate::error::Error;
use crate::rows::{AsIndex, Column, Spans, narrow};

pub use crate::assign::bipartite::fair::FairPlan;
pub use crate::assign::bipartite::plan::BipartitePlan;

/// The size of a weight stays below this, so that multiples of sums fit in 128 bits.
const WEIGHT_LIMIT: u64 = 1 << 40;

/// All demands together stay below this, for the same reason.
const UNIT_LIMIT: usize = 1 << 22;

/// What each pair is lifted by when the number of pairs counts first: more than any sum of weights, multiplied as in
/// [`relaxation`](self).
const LIFT: Cost = 1 << 100;

/// Givers with capacities, receivers with demands, and weighted pairs between them.
///
/// A giver takes part in at most as many pairs as their capacity, a receiver in at most as many as their demand, and no pair is
/// taken twice: mentors and mentees, reviewers and papers, hosts and guests.
///
/// # Examples
///
/// ```
/// use confrere::assign::{Aim, BipartiteTask};
/// // Mentor 0 has room for two, mentor 1 for one; three mentees look for one mentor each.
/// let pairs = [(0, 0, 9), (0, 1, 8), (0, 2, 7), (1, 0, 6), (1, 2, 1)];
/// let task = BipartiteTask::new(&[2, 1], &[1, 1, 1], &pairs)?;
/// let best = task.best(Aim::Weight);
/// assert_eq!(best.pairs(), [(0, 1), (0, 2), (1, 0)]);
/// assert_eq!((best.weight(), best.bound()), (21, 21));
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct BipartiteTask {
    capacities: Column<u32>,
    demands: Column<u32>,
    /// The pairs of each receiver, as cells of the arrays below; givers ascend within a row.
    spans: Spans,
    givers: Column<u32>,
    weights: Column<i64>,
}

impl BipartiteTask {
    /// Takes capacities, demands, and pairs `(giver, receiver, weight)`. Of several weights for one pair the highest counts.
    ///
    /// # Errors
    ///
    /// When a pair names a giver or receiver who is not there, a weight's size reaches 2⁴⁰, or there are 2³¹ pairs or more. When
    /// demands, each counted up to the number of its receiver's pairs, sum to 2²² or more.
    ///
    /// # Complexity
    ///
    /// O(m log m) for m pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, BipartiteTask};
    /// let task = BipartiteTask::new(&[1, 1], &[1, 1], &[(0, 0, 9), (0, 1, 5), (1, 0, 4)])?;
    /// assert_eq!(task.best(Aim::Weight).weight(), 9);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(
        capacities: &[u32],
        demands: &[u32],
        pairs: &[(u32, u32, i64)],
    ) -> Result<Self, Error> {
        let too_many = |what: &str, count: usize, limit: usize| Error::TooMany {
            what: what.into(),
            count,
            limit,
        };
        if pairs.len() >= 1 << 31 {
            return Err(too_many(
                "pairs of an assignment",
                pairs.len(),
                (1 << 31) - 1,
            ));
        }
        for &(giver, receiver, weight) in pairs {
            if giver.as_index() >= capacities.len() || receiver.as_index() >= demands.len() {
                return Err(Error::unknown(
                    format!("pair of giver {giver} and receiver {receiver}"),
                    "numbers below the numbers of givers and receivers",
                ));
            }
            if weight.unsigned_abs() >= WEIGHT_LIMIT {
                return Err(Error::OutOfRange {
                    what: format!("weight of giver {giver} and receiver {receiver}"),
                    value: weight.into(),
                    expected: "a whole number whose size is below 2^40",
                });
            }
        }
        let mut sorted = pairs.to_vec();
        // Of parallel pairs the heaviest counts: it comes first and the others are dropped.
        sorted.sort_unstable_by(|x, y| (x.1, x.0, y.2).cmp(&(y.1, y.0, x.2)));
        sorted.dedup_by_key(|pair| (pair.0, pair.1));
        let spans = Spans::counted(demands.len(), sorted.iter().map(|pair| pair.1));
        // Nobody can receive from more givers than they have pairs.
        let useful =
            |(receiver, &demand): (usize, &u32)| demand.min(narrow(spans.length(receiver)));
        let demands: Column<u32> = demands.iter().enumerate().map(useful).collect();
        let units: usize = demands.iter().map(|demand| demand.as_index()).sum();
        if units >= UNIT_LIMIT {
            return Err(too_many("demands of an assignment", units, UNIT_LIMIT - 1));
        }
        Ok(Self {
            capacities: capacities.to_vec().into(),
            demands,
            spans,
            givers: sorted.iter().map(|pair| pair.0).collect(),
            weights: sorted.iter().map(|pair| pair.2).collect(),
        })
    }

    /// Finds pairs that no other choice beats, and proves it: [`bound`](BipartitePlan::bound) equals
    /// [`weight`](BipartitePlan::weight).
    ///
    /// # Complexity
    ///
    /// One shortest-path search a unit of demand: O(d · m log m) for demands d and m pairs at worst. 177 reviewers and
    /// 118 papers of three reviewers each, every pair allowed, take 6 ms.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, BipartiteTask};
    /// // The heaviest pair alone, or two light ones.
    /// let task = BipartiteTask::new(&[1, 1], &[1, 1], &[(0, 0, 9), (0, 1, 2), (1, 0, 3)])?;
    /// assert_eq!(task.best(Aim::Weight).weight(), 9);
    /// assert_eq!(task.best(Aim::PairsThenWeight).pairs(), [(0, 1), (1, 0)]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn best(&self, aim: Aim) -> BipartitePlan {
        let lift = match aim {
            Aim::Weight => 0,
            Aim::PairsThenWeight => LIFT,
        };
        // With pairs first, every pair gets a lift that outweighs all weights together.
        let transport = Transport {
            capacities: self.capacities.clone(),
            demands: self.demands.clone(),
            spans: self.spans.clone(),
            givers: self.givers.clone(),
            weights: self
                .weights
                .iter()
                .map(|&weight| Cost::from(weight) + lift)
                .collect(),
        };
        let optimum = transport.solve();
        let cells = (0..self.givers.len()).filter(|&cell| optimum.taken[cell]);
        let cells: Vec<u32> = cells.map(narrow).collect();
        // With pairs first the bound holds for choices of at least as many pairs.
        let bound = transport.bound(&optimum) - lift * Cost::from(narrow(cells.len()));
        let weight = self.weight_of(&cells);
        BipartitePlan::new(self, cells, i64::try_from(bound).unwrap_or(weight))
    }

    /// The sum of the weights of some pairs.
    fn weight_of(&self, cells: &[u32]) -> i64 {
        cells.iter().map(|&cell| self.weights[cell]).sum()
    }

    /// For each receiver how many of some pairs are theirs, and the sum of their weights.
    fn shares(&self, cells: &[u32]) -> Column<(u32, i64)> {
        let mut shares = Column::filled(self.demands.len(), (0, 0));
        for &cell in cells {
            let share: &mut (u32, i64) = &mut shares[self.spans.row_of(cell)];
            share.0 += 1;
            share.1 += self.weights[cell];
        }
        shares
    }

    /// The least sum of a receiver who is in one of some pairs.
    fn least_of(&self, cells: &[u32]) -> Option<i64> {
        let shares = self.shares(cells);
        let served = shares.iter().filter(|share| share.0 > 0);
        served.map(|share| share.1).min()
    }
}
