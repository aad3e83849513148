//! The max-min assignment: the greatest least worth, then the greatest sum among those.

use crate::assign::Aim;
use crate::assign::bipartite::BipartiteTask;
use crate::assign::bipartite::branch::{Branching, Found, Wanted};
use crate::assign::bipartite::count::Allowed;
use crate::assign::bipartite::plan::BipartitePlan;
use crate::assign::bipartite::relaxation::Relaxation;
use crate::numeric::descending;
use crate::rows::{AsIndex, Column, narrow};

/// A plan in which the receiver who gets least gets as much as was found possible.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FairPlan {
    plan: BipartitePlan,
    least_bound: i64,
}

impl FairPlan {
    /// The plan. Its [`bound`](BipartitePlan::bound) is on the sum of plans of as many pairs with as great a least.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::BipartiteTask;
    /// let task = BipartiteTask::new(&[1, 1], &[1, 1], &[(0, 0, 9), (0, 1, 5), (1, 0, 4)])?;
    /// assert_eq!(task.fairest().plan().least(), Some(4));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn plan(&self) -> &BipartitePlan {
        &self.plan
    }

    /// What the [`least`](BipartitePlan::least) of no plan with as many pairs exceeds; equal to it where it is proven the greatest.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::BipartiteTask;
    /// let task = BipartiteTask::new(&[1, 1], &[1, 1], &[(0, 0, 9), (0, 1, 5), (1, 0, 4)])?;
    /// assert_eq!(task.fairest().least_bound(), 4);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn least_bound(&self) -> i64 {
        self.least_bound
    }

    /// Whether both are proven: no plan with as many pairs has a greater least, and none with that least a greater sum.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::BipartiteTask;
    /// let task = BipartiteTask::new(&[1, 1], &[1, 1], &[(0, 0, 9), (0, 1, 5), (1, 0, 4)])?;
    /// assert!(task.fairest().is_proven());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.plan
            .least()
            .is_none_or(|least| least == self.least_bound)
            && self.plan.bound() == self.plan.weight()
    }
}

impl BipartiteTask {
    /// Finds the fairest plan: as many pairs as there can be; among those plans, the greatest least sum of a receiver who is served;
    /// among those, the greatest sum.
    ///
    /// With demands of 1 this is the bottleneck assignment, found exactly. With greater demands the least is a sum, and finding
    /// the best is as hard as packing numbers; then the answer comes with two bounds: from leaving the condition to multipliers
    /// (a linear programme's bound), and from a search over the pairs that the bound leaves open, given up after a
    /// fixed amount of work. [`is_proven`](FairPlan::is_proven) says whether both were reached.
    ///
    /// # Complexity
    ///
    /// With demands of 1, two times [`best`](Self::best) and log m searches for a threshold. Else up to 100 times `best` for the
    /// multipliers, for each value of the least that is tried; the first is proven at once wherever the receiver who can get
    /// least decides.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, BipartiteTask};
    /// let task = BipartiteTask::new(&[1, 1], &[1, 1], &[(0, 0, 9), (0, 1, 5), (1, 0, 4), (1, 1, 1)])?;
    /// assert_eq!(task.best(Aim::Weight).least(), Some(1));
    /// let fair = task.fairest();
    /// assert_eq!((fair.plan().least(), fair.plan().weight()), (Some(4), 9));
    /// assert!(fair.is_proven());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn fairest(&self) -> FairPlan {
        let greatest = self.best(Aim::PairsThenWeight);
        let count = greatest.pairs().len();
        let Some(mut least) = greatest.least() else {
            return FairPlan {
                least_bound: 0,
                plan: greatest,
            };
        };
        let mut known = self.cells_of(&greatest);
        let reaches = self.reaches();
        let mut least_bound = self.threshold(&reaches, count).max(least);
        // The relaxed threshold is often reached, and then proven with the sum; else the least is found by bisection.
        let mut high = least_bound;
        let mut target = high;
        while least < high {
            let wanted = if target == least_bound {
                Wanted::Best
            } else {
                Wanted::Any
            };
            let found = self.at_least(target, count, wanted, &reaches, None);
            match found.cells {
                Some(cells) => {
                    least = self.least_of(&cells).unwrap_or(target);
                    known = cells;
                    if wanted == Wanted::Best && least >= high {
                        return FairPlan {
                            plan: BipartitePlan::new(self, known, found.bound),
                            least_bound,
                        };
                    }
                }
                None => {
                    high = target - 1;
                    if found.is_proven {
                        least_bound = least_bound.min(high);
                    }
                }
            }
            // The middle, rounded up: the half that is kept is always smaller.
            target = least + (high - least + 1) / 2;
        }
        let found = self.at_least(least, count, Wanted::Best, &reaches, Some(known.clone()));
        FairPlan {
            plan: BipartitePlan::new(self, found.cells.unwrap_or(known), found.bound),
            least_bound,
        }
    }

    /// Searches plans of so many pairs in which whoever is served gets at least so much.
    fn at_least(
        &self,
        least: i64,
        count: usize,
        wanted: Wanted,
        reaches: &Column<i64>,
        known: Option<Vec<u32>>,
    ) -> Found {
        let allowed = reaches.iter().map(|&reach| reach >= least).collect();
        let task = self;
        let relaxation = Relaxation { task, least, count };
        Branching::new(relaxation, wanted, &allowed, known).run()
    }

    /// For each pair what its receiver can get in all when it is taken: with the heaviest others, as many as the demand allows.
    fn reaches(&self) -> Column<i64> {
        let mut reaches = Column::filled(self.weights.len(), 0);
        for receiver in 0..self.demands.len() {
            // Heaviest first: the demand is met by the head of the row.
            let mut row: Vec<(i64, usize)> = self
                .spans
                .row(receiver)
                .map(|cell| (self.weights[cell], cell))
                .collect();
            row.sort_unstable_by(descending);
            let places = self.demands[receiver].as_index();
            // Others of negative weight are not needed.
            let top: i64 = row.iter().take(places).map(|pair| pair.0.max(0)).sum();
            let last = row
                .iter()
                .take(places)
                .next_back()
                .map_or(0, |pair| pair.0.max(0));
            // A pair in the head replaces itself; any other takes the place of the last one in the head.
            for (rank, (weight, cell)) in row.into_iter().enumerate() {
                let others = top - if rank < places { weight.max(0) } else { last };
                reaches[cell] = weight + others;
            }
        }
        reaches
    }

    /// The greatest value such that the pairs whose receivers can reach it still allow so many pairs: a bound on the least.
    fn threshold(&self, reaches: &Column<i64>, count: usize) -> i64 {
        let mut values: Vec<i64> = reaches.to_vec();
        values.sort_unstable();
        values.dedup();
        // Fewer pairs reach a greater value, so the values that allow enough come first.
        let enough = values.partition_point(|&value| self.count_reaching(value, reaches) >= count);
        values[enough.max(1) - 1]
    }

    /// How many pairs there can be at most among those that reach a value.
    fn count_reaching(&self, value: i64, reaches: &Column<i64>) -> usize {
        let allowed = reaches.iter().map(|&reach| reach >= value).collect();
        let task = Allowed {
            capacities: &self.capacities,
            demands: &self.demands,
            spans: &self.spans,
            givers: &self.givers,
            allowed: &allowed,
        };
        task.most_pairs()
    }

    /// The cells of the pairs of a plan.
    fn cells_of(&self, plan: &BipartitePlan) -> Vec<u32> {
        let cell = |&(giver, receiver): &(u32, u32)| {
            let row = self.spans.row(receiver);
            let place = self.givers.as_slice()[row.clone()].binary_search(&giver);
            narrow(row.start + place.expect("a plan takes pairs of its task"))
        };
        plan.pairs().iter().map(cell).collect()
    }
}
