//! Everyone's lists at once: each unordered pair is looked at once, for both.

use std::ops::ControlFlow;

use crate::benefit::Mean;
use crate::benefit::bound::MeanBound;
use crate::benefit::dense::measure::Scale;
use crate::benefit::dense::panel::{PANEL, Panel, Person};
use crate::benefit::dense::panel_pairs::{Block, PanelPairs};
use crate::benefit::dense::{DenseVectors, Order, dot_on};
use crate::benefit::simd::SimdLevel;
use crate::benefit::top_k::{Scored, TopK};
use crate::benefit::tournament::{for_each_cross_pair, for_each_pair};
use crate::error::Error;
use crate::par::{self, Spaces};
use crate::progress::{Meter, Progress, unwatched, watched};
use crate::rows::AsIndex;

/// Blocks of people a worker, so that a round has several meetings for each.
const SHARES: usize = 8;

/// Panels of the first batch, whose lists are handed over together: 1,024 people. Each later one is twice as large.
const FIRST_BATCH: usize = 4;

/// Panels of a batch at most: 16,384 people.
const BATCH: usize = 64;

/// People laid out in panels.
struct Laid {
    people: Vec<Person>,
    panels: Vec<Panel>,
    scale: Scale,
    order: Order,
}

impl Laid {
    fn new(vectors: &DenseVectors<'_>, people: Vec<Person>) -> Self {
        // Divided by the longest lengths all products are at most 1, so one tolerance covers their rounding.
        let (scale, machine) = (Scale::of(&people), SimdLevel::detect());
        let panels = par::map(people.len().div_ceil(PANEL), |panel| {
            let end = people.len().min((panel + 1) * PANEL);
            Panel::new(machine, vectors, &people[panel * PANEL..end], scale)
        });
        Self {
            panels,
            people,
            scale,
            order: Order::of(vectors),
        }
    }

    /// Blocks of panels, which play a round-robin: no list is written by two workers at a time.
    fn blocks(&self, panels: std::ops::Range<usize>, limit: u32) -> Vec<Block> {
        let share = panels.len().div_ceil(par::workers() * SHARES).max(1);
        let starts = panels.clone().step_by(share);
        let block = |start| Block::new(&self.panels, start..panels.end.min(start + share), limit);
        starts.map(block).collect()
    }

    /// Blocks by batches.
    fn batches(&self, limit: u32) -> Vec<Vec<Block>> {
        let (mut batches, mut start, mut size) = (Vec::new(), 0, FIRST_BATCH);
        while start < self.panels.len() {
            let end = self.panels.len().min(start + size);
            batches.push(self.blocks(start..end, limit));
            (start, size) = (end, BATCH.min(2 * size));
        }
        batches
    }

    fn pairs<'a, A>(
        &'a self,
        vectors: &'a DenseVectors<'a>,
        mean: Mean,
        admits: &'a A,
    ) -> PanelPairs<'a, A> {
        PanelPairs {
            vectors,
            panels: &self.panels,
            order: &self.order,
            admits,
            mean,
            bound: MeanBound::new(mean),
            scale: self.scale,
            machine: SimdLevel::detect(),
        }
    }
}

impl DenseVectors<'_> {
    /// The best `limit` peers of everyone, best first; equal scores by lower key.
    ///
    /// Each unordered pair is looked at once, in 8-bit integers that bound the gains; those who may enter a list are scored in f32.
    /// Equal to [`recommend`](Self::recommend) for each person to the last bit.
    ///
    /// # Complexity
    ///
    /// O(people² × width) time in the worst case; 4 bytes a number of a row and 8 bytes a place of a list in space, beside the lists.
    #[must_use]
    pub fn recommend_all(&self, limit: u32, mean: Mean) -> Vec<Vec<Scored>> {
        unwatched(|meter| self.all(limit, mean, &|_, _| true, meter))
    }

    /// As [`recommend_all`](Self::recommend_all), [watched](crate::Progress).
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    pub fn recommend_all_watched(
        &self,
        limit: u32,
        mean: Mean,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Vec<Vec<Scored>>, Error> {
        watched(progress, |meter| self.all(limit, mean, &|_, _| true, meter))
    }

    /// As [`recommend_all`](Self::recommend_all), of pairs that are admitted alone: people who know each other, or block each other, are
    /// left out. `admits` must say the same of `(i, j)` and `(j, i)`; it is asked of pairs that may enter a list.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Mean;
    /// use confrere::benefit::DenseVectors;
    /// let needs = [1.0, 0.0, /* ben */ 0.0, 1.0, /* caro */ 0.0, 1.0];
    /// let offers = [0.0, 0.8, /* ben */ 0.6, 0.1, /* caro */ 0.9, 0.0];
    /// let people = DenseVectors::new(&needs, &offers, 2)?;
    /// let (ana, ben, caro) = (0, 1, 2);
    /// let strangers = |i: u32, j: u32| (i.min(j), i.max(j)) != (ana, caro);
    /// let lists = people.recommend_all_where(1, Mean::MINIMUM, strangers);
    /// assert_eq!(lists[0][0].person, ben);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommend_all_where(
        &self,
        limit: u32,
        mean: Mean,
        admits: impl Fn(u32, u32) -> bool + Sync,
    ) -> Vec<Vec<Scored>> {
        unwatched(|meter| self.all(limit, mean, &admits, meter))
    }

    /// Calls `deliver(person, peers)` for everyone, keys ascending, as batches, small ones first, are done, until it breaks. A batch meets
    /// itself and all later ones, then its lists are final: 1,024 people first, then twice as many each time, up to 16,384.
    ///
    /// # Complexity
    ///
    /// As [`recommend_all`](Self::recommend_all) in time; vectors of very different lengths take longer here, where they are not put in
    /// the order of length. In space, 8 bytes a place of a list for the lists that still grow.
    pub fn recommend_each(
        &self,
        limit: u32,
        mean: Mean,
        mut deliver: impl FnMut(u32, Vec<Scored>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let order = Order::of(self);
        if limit == 0 {
            return order
                .at
                .iter()
                .try_for_each(|&person| deliver(person, Vec::new()));
        }
        let mut people = self.measured();
        people.sort_by_key(|person| order.rank[person.person.as_index()]);
        let mut all = order.at.iter().copied();
        let laid = Laid::new(self, people);
        let admits = |_, _| true;
        let pairs_of = laid.pairs(self, mean, &admits);
        let spaces = Spaces::new(|| pairs_of.scratch());
        let mut batches = laid.batches(limit);
        let mut places = laid.people.iter();
        // Triangular: each batch with itself, then with all later ones; then its lists are final and its memory is freed.
        for own in 0..batches.len() {
            let (here, later) = batches[own..].split_at_mut(1);
            let go_on = || ControlFlow::Continue(());
            for_each_pair(
                &mut here[0],
                &spaces,
                |scratch, block| pairs_of.within(scratch, block),
                |scratch, one, other| pairs_of.between(scratch, one, other),
                go_on,
            )?;
            for there in later {
                let both = |scratch: &mut _, one: &mut _, other: &mut _| {
                    pairs_of.between(scratch, one, other);
                };
                for_each_cross_pair(&mut here[0], there, &spaces, both, go_on)?;
            }
            let tops = std::mem::take(&mut batches[own]).into_iter();
            // The lists come first, so that the places of later batches stay when they end.
            for (top, place) in tops.flat_map(|block| block.tops).zip(places.by_ref()) {
                let list = laid.order.list(self, top);
                // Between the people who are laid out are those who need or offer nothing.
                hand_over(&mut all, place.person, list, &mut deliver)?;
            }
        }
        all.try_for_each(|person| deliver(person, Vec::new()))
    }

    fn all(
        &self,
        limit: u32,
        mean: Mean,
        admits: &(impl Fn(u32, u32) -> bool + Sync),
        meter: &mut Meter<'_>,
    ) -> Result<Vec<Vec<Scored>>, Error> {
        let mut lists = vec![Vec::new(); self.people().as_index()];
        if limit == 0 {
            return Ok(lists);
        }
        let mut people = self.measured();
        // Lengths within an eighth count as alike, so that unit vectors keep their order whatever the rounding.
        let class =
            |person: &Person| ((person.offers.length * person.needs.length).log2() * 8.0).round();
        people.sort_by(|a, b| class(b).total_cmp(&class(a)));
        let laid = Laid::new(self, people);
        let mut blocks = laid.blocks(0..laid.panels.len(), limit);
        let pairs_of = laid.pairs(self, mean, admits);
        let rounds = blocks.len() as u64;
        let mut done = 0;
        let flow = for_each_pair(
            &mut blocks,
            &Spaces::new(|| pairs_of.scratch()),
            |scratch, block| pairs_of.within(scratch, block),
            |scratch, one, other| pairs_of.between(scratch, one, other),
            || {
                done += 1;
                meter.flow("scoring pairs", (done, rounds))
            },
        );
        if flow.is_break() {
            return Err(Error::Cancelled);
        }
        let tops = blocks.into_iter().flat_map(|block| block.tops);
        for (person, top) in laid.people.iter().zip(tops) {
            lists[person.person.as_index()] = laid.order.list(self, top);
        }
        Ok(lists)
    }

    /// Everyone who may match at all, measured.
    fn measured(&self) -> Vec<Person> {
        let machine = SimdLevel::detect();
        let everyone = par::map(self.people().as_index(), |person| {
            let person = person as u32;
            Person::new(
                machine,
                person,
                self.needs_of(person),
                self.offers_of(person),
            )
        });
        let may_match = |person: &Person| person.needs.length > 0.0 && person.offers.length > 0.0;
        everyone.into_iter().filter(may_match).collect()
    }
}

/// Hands over the list of a person, after empty ones of those who come before.
fn hand_over(
    all: &mut impl Iterator<Item = u32>,
    person: u32,
    list: Vec<Scored>,
    deliver: &mut impl FnMut(u32, Vec<Scored>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for before in all.by_ref() {
        if before == person {
            return deliver(person, list);
        }
        deliver(before, Vec::new())?;
    }
    ControlFlow::Continue(())
}

/// Everyone's best `limit` out of other people: each of `askers` against each of `candidates`, but for those of the same key.
///
/// A function of two blocks of people and nothing else, as [`score_block`](crate::benefit::score_block) is for sparse vectors; lists over
/// parts of the candidates are brought together by [`merge`](crate::benefit::merge).
///
/// # Panics
///
/// When the two differ in width.
///
/// # Complexity
///
/// O(askers × candidates × width), each pair in f32, askers in parallel.
///
/// # Examples
///
/// ```
/// use confrere::Mean;
/// use confrere::benefit::{DenseVectors, score_dense_block};
/// let mentors = DenseVectors::new(&[0.0, 1.0], &[0.9, 0.0], 2)?.with_keys(&[10])?;
/// let mentees = DenseVectors::new(&[1.0, 0.0, 1.0, 0.0], &[0.0, 0.6, 0.0, 0.8], 2)?.with_keys(&[20, 21])?;
/// let lists = score_dense_block(&mentors, &mentees, 1, Mean::MINIMUM);
/// assert_eq!((lists[0][0].key, lists[0][0].score), (21, 0.8));
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn score_dense_block(
    askers: &DenseVectors<'_>,
    candidates: &DenseVectors<'_>,
    limit: u32,
    mean: Mean,
) -> Vec<Vec<Scored>> {
    assert_eq!(askers.width, candidates.width, "vectors of one width");
    let (order, machine) = (Order::of(candidates), SimdLevel::detect());
    par::map(askers.people().as_index(), |asker| {
        let asker = asker as u32;
        let (needs, offers) = (askers.needs_of(asker), askers.offers_of(asker));
        let mut top = TopK::new(limit);
        for (rank, &other) in (0..).zip(&order.at) {
            if candidates.key(other) == askers.key(asker) {
                continue;
            }
            let gain = dot_on(machine, needs, candidates.offers_of(other)).max(0.0);
            let give = dot_on(machine, candidates.needs_of(other), offers).max(0.0);
            let score = mean.of(gain, give);
            if score > 0.0 {
                top.offer(rank, score);
            }
        }
        order.list(candidates, top)
    })
}
