//! The best matching of all, with its certificate.

use std::ops::ControlFlow;

use crate::assign::matching::answer::Matching;
use crate::assign::matching::certificate::{Certificate, OddSet};
use crate::assign::matching::fractional;
use crate::assign::matching::pairs::{Aim, ScaledWeights, WeightedPairs};
use crate::assign::matching::search::Search;
use crate::error::Error;
use crate::progress::{Meter, Progress, unwatched, watched};
use crate::rows::{Column, narrow};

impl WeightedPairs {
    /// Finds a matching that no other beats, and the proof of it.
    ///
    /// Among equally good matchings it is the same one on every machine.
    ///
    /// # Complexity
    ///
    /// One shortest-path search with blossoms for each person that the half-integral optimum leaves unmatched. 100,000 people with
    /// 20 candidates each leave two and take less than a second. Where many odd sets nest, as among people on a
    /// triangulated map, hundreds are left and each search may reach far: at most O(m log m) events each.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let best = pairs.best(Aim::Weight);
    /// assert_eq!((best.weight(), best.bound()), (7, 7)); // no other is better
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn best(&self, aim: Aim) -> Matching {
        unwatched(|meter| self.matched(aim, meter))
    }

    /// As [`best`](Self::best), [watched](Progress): told before each of the searches.
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::Error;
    /// use confrere::assign::{Aim, WeightedPairs};
    /// let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 7), (0, 2, 6)])?;
    /// let found = pairs.best_watched(Aim::Weight, |_| ControlFlow::Continue(()))?;
    /// assert_eq!(found.weight(), 7);
    /// let cancelled = pairs.best_watched(Aim::Weight, |_| ControlFlow::Break(()));
    /// assert_eq!(cancelled.err(), Some(Error::Cancelled));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn best_watched(
        &self,
        aim: Aim,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Matching, Error> {
        watched(progress, |meter| self.matched(aim, meter))
    }

    /// As [`best_watched`](Self::best_watched).
    pub(crate) fn matched(&self, aim: Aim, meter: &mut Meter<'_>) -> Result<Matching, Error> {
        meter.tell("half-integral optimum", (0, 1))?;
        let weights = ScaledWeights::new(self, aim);
        let (duals, partners) = fractional::solve(&weights);
        let mut search = Search::new(weights, &duals, partners);
        search.run(meter)?;
        let certificate = search.certificate();
        search.expand_all();
        let partners = &search.blossoms.partner;
        Ok(Matching::new(self, aim, partners, certificate))
    }
}

impl Search<'_> {
    /// The duals of everyone and of every blossom that has one, inner blossoms first.
    fn certificate(&self) -> Certificate {
        // From the outside in, each blossom after the one around it.
        let mut order: Vec<u32> = self.top_level();
        let mut next = 0;
        while let Some(&blossom) = order.get(next) {
            if !self.blossoms.is_person(blossom) {
                order.extend(self.blossoms.members(blossom));
            }
            next += 1;
        }
        let has_dual =
            |blossom: u32| !self.blossoms.is_person(blossom) && self.blossoms.dual[blossom] > 0;
        let count = order.iter().filter(|&&blossom| has_dual(blossom)).count();
        let mut odd_sets: Vec<OddSet> = Vec::with_capacity(count);
        // For each blossom the number of the innermost odd set that holds it; numbers run from the inside out.
        let mut inside: Column<Option<u32>> = Column::filled(self.blossoms.count(), None);
        for &blossom in &order {
            let around = self.blossoms.parent[blossom]
                .get()
                .and_then(|parent| inside[parent]);
            inside[blossom] = around;
            if has_dual(blossom) {
                inside[blossom] = Some(narrow(count - 1 - odd_sets.len()));
                let dual = self.blossoms.dual[blossom];
                odd_sets.push(OddSet { dual, around });
            }
        }
        odd_sets.reverse();
        inside.truncate(self.vertices.len());
        Certificate {
            lift: self.weights.lift(),
            duals: self.vertices.iter().map(|vertex| vertex.dual).collect(),
            inside: inside.into_vec(),
            odd_sets,
        }
    }

    /// The blossoms that lie in no other, ascending.
    fn top_level(&self) -> Vec<u32> {
        let mut tops: Vec<u32> = self.vertices.iter().map(|vertex| vertex.home).collect();
        tops.sort_unstable();
        tops.dedup();
        tops
    }

    /// Expands every blossom, so that everyone's partner is true.
    fn expand_all(&mut self) {
        let mut tops = self.top_level();
        while let Some(blossom) = tops.pop() {
            if !self.blossoms.is_person(blossom) {
                tops.extend(self.blossoms.expand(blossom).members);
            }
        }
    }
}
