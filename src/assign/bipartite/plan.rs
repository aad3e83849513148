//! The answer of an assignment with capacities on both sides.

use crate::assign::bipartite::BipartiteTask;
use crate::rows::narrow;

/// Pairs of givers and receivers within everyone's capacity, with a bound on what any such pairs can reach.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BipartitePlan {
    pairs: Vec<(u32, u32)>,
    weight: i64,
    bound: i64,
    least: Option<i64>,
}

impl BipartitePlan {
    pub(crate) fn new(task: &BipartiteTask, cells: Vec<u32>, bound: i64) -> Self {
        let pair = |&cell: &u32| (task.givers[cell], narrow(task.spans.row_of(cell)));
        let mut pairs: Vec<(u32, u32)> = cells.iter().map(pair).collect();
        pairs.sort_unstable();
        Self {
            pairs,
            weight: task.weight_of(&cells),
            bound,
            least: task.least_of(&cells),
        }
    }

    /// The pairs `(giver, receiver)`, ascending.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, BipartiteTask};
    /// let task = BipartiteTask::new(&[1, 1], &[1, 1], &[(0, 0, 9), (0, 1, 5), (1, 0, 4)])?;
    /// assert_eq!(task.best(Aim::PairsThenWeight).pairs(), [(0, 1), (1, 0)]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn pairs(&self) -> &[(u32, u32)] {
        &self.pairs
    }

    /// The sum of the weights of the pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, BipartiteTask};
    /// let task = BipartiteTask::new(&[1, 1], &[1, 1], &[(0, 0, 9), (0, 1, 5), (1, 0, 4)])?;
    /// assert_eq!(task.best(Aim::PairsThenWeight).weight(), 9);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn weight(&self) -> i64 {
        self.weight
    }

    /// What no choice of pairs under the same terms outweighs; equal to [`weight`](Self::weight) where the plan is proven best.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, BipartiteTask};
    /// let task = BipartiteTask::new(&[1, 1], &[1, 1], &[(0, 0, 9), (0, 1, 5), (1, 0, 4)])?;
    /// assert_eq!(task.best(Aim::Weight).bound(), 9);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn bound(&self) -> i64 {
        self.bound
    }

    /// The least sum of weights of a receiver who gets at least one giver; `None` when nobody does.
    ///
    /// ```
    /// use confrere::assign::{Aim, BipartiteTask};
    /// let task = BipartiteTask::new(&[2, 2], &[2, 1], &[(0, 0, 4), (1, 0, 3), (1, 1, 5)])?;
    /// assert_eq!(task.best(Aim::Weight).least(), Some(5));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn least(&self) -> Option<i64> {
        self.least
    }
}
