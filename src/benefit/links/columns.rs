//! What one person shares with each of a block of people, summed in columns, so that registers bound many pairs at a time.

use crate::benefit::links::expected::ExpectedRow;
use crate::benefit::links::table::{Links, PairBound, Shared};
use crate::numeric::{greater, lesser};
use crate::rows::AsIndex;

/// Places whose truths make a word.
pub(crate) const GROUP: usize = u128::BITS as usize;

/// Keys of one kind that are added up together, so that sums are loaded and stored once for all. A design choice.
const TOGETHER: usize = 3;

/// Some keys of one person that many of a block have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tables<'b, const N: usize> {
    /// The first of the keys, which tells of what kind all are.
    first: u32,
    len: usize,
    /// The person's own amounts, and what each key counts.
    own: [f32; TOGETHER],
    counts: [f32; TOGETHER],
    /// Amounts by place; not a number for whoever lacks the key, and behind the last key for everyone.
    amounts: [&'b [f32; N]; TOGETHER],
}

impl<'b, const N: usize> Tables<'b, N> {
    pub(crate) fn new() -> Self {
        Self {
            first: 0,
            len: 0,
            own: [0.0; TOGETHER],
            counts: [0.0; TOGETHER],
            amounts: [&[f32::NAN; N]; TOGETHER],
        }
    }

    /// Whether a key has to wait until the others are added up: it is one too many, or of another kind.
    #[inline(always)]
    pub(crate) fn is_full_for(&self, links: &Links, key: u32) -> bool {
        self.len == TOGETHER || (self.len > 0 && links.kind(self.first) != links.kind(key))
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, links: &Links, (key, own): (u32, f32), amounts: &'b [f32; N]) {
        if self.len == 0 {
            self.first = key;
        }
        self.own[self.len] = own;
        self.counts[self.len] = links.counts[key.as_index()];
        self.amounts[self.len] = amounts;
        self.len += 1;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }
}

/// What one person shares with those at `N` places.
#[derive(Debug)]
pub(crate) struct SharedColumns<const N: usize> {
    /// What the keys count, with all products but those of alternatives.
    sums: [f32; N],
    /// The greatest product of the keys of which only one counts.
    best: [f32; N],
    /// Over the topics that both have spoken on: how many there are, their weights, and weighted how far the stances are apart.
    topics: [f32; N],
    weights: [f32; N],
    apart: [f32; N],
    /// 1 over what consent leaves of a score at most: to multiply takes less time than to divide.
    pub(crate) inverse: [f32; N],
    /// What disagreement scores at most; 0 where topics are not summed.
    pub(crate) contrast: [f32; N],
}

/// What one person shares with those of a group of places, as in [`SharedColumns`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct SharedGroup<'t> {
    pub(crate) sums: &'t [f32; GROUP],
    pub(crate) best: &'t [f32; GROUP],
    pub(crate) topics: &'t [f32; GROUP],
    pub(crate) weights: &'t [f32; GROUP],
    pub(crate) apart: &'t [f32; GROUP],
}

impl<const N: usize> SharedColumns<N> {
    pub(crate) fn new() -> Box<Self> {
        let zeros = [0.0; N];
        Box::new(Self {
            sums: zeros,
            best: zeros,
            topics: zeros,
            weights: zeros,
            apart: zeros,
            inverse: [1.0; N],
            contrast: zeros,
        })
    }

    /// Starts anew: nothing is shared.
    #[inline(always)]
    pub(crate) fn start(&mut self, links: &Links) {
        self.sums = [0.0; N];
        self.best = [0.0; N];
        if links.lift.is_some() {
            self.topics = [0.0; N];
            self.weights = [0.0; N];
            self.apart = [0.0; N];
        }
    }

    /// Adds a key of the person, with its amount, for those who have it too: their places and amounts.
    #[inline(always)]
    pub(crate) fn add_few(
        &mut self,
        links: &Links,
        (key, own): (u32, f32),
        holders: impl Iterator<Item = (usize, f32)>,
    ) {
        let count = links.counts[key.as_index()];
        if key >= links.first_topic {
            for (at, amount) in holders {
                self.topics[at] += 1.0;
                self.weights[at] += count;
                self.apart[at] += 0.5 * count * (own - amount).abs();
            }
        } else if key < links.alternatives {
            for (at, amount) in holders {
                self.sums[at] += count;
                self.best[at] = greater(self.best[at], own * amount);
            }
        } else {
            for (at, amount) in holders {
                self.sums[at] += count + own * amount;
            }
        }
    }

    /// The same for some keys of one kind at a time, in registers; whoever lacks a key adds 0.
    #[inline(always)]
    pub(crate) fn add_many(&mut self, links: &Links, tables: &Tables<'_, N>) {
        let amount = |key: usize, at: usize| tables.amounts[key][at];
        let (own, counts) = (tables.own, tables.counts);
        let held = |amount: f32, adds: f32| if amount.is_nan() { 0.0 } else { adds };
        if tables.first >= links.first_topic {
            for at in 0..N {
                for key in 0..TOGETHER {
                    let (amount, count) = (amount(key, at), counts[key]);
                    self.topics[at] += held(amount, 1.0);
                    self.weights[at] += held(amount, count);
                    self.apart[at] += held(amount, 0.5 * count * (own[key] - amount).abs());
                }
            }
        } else if tables.first < links.alternatives {
            for at in 0..N {
                for key in 0..TOGETHER {
                    let amount = amount(key, at);
                    self.sums[at] += held(amount, counts[key]);
                    self.best[at] = greater(self.best[at], held(amount, own[key] * amount));
                }
            }
        } else {
            for at in 0..N {
                for key in 0..TOGETHER {
                    let amount = amount(key, at);
                    self.sums[at] += held(amount, counts[key] + own[key] * amount);
                }
            }
        }
    }

    /// Bounds consent and disagreement of each pair, whose sum begins with `own` and the part of each of the others;
    /// `ground` and that of each are what common ground leaves of a disagreement at most, and what is foretold is bounded by the row.
    #[inline(always)]
    pub(crate) fn finish(
        &mut self,
        links: &Links,
        (own, ground): (f32, f32),
        (others, grounds): (&[f32; N], &[f32; N]),
        expected: Option<ExpectedRow<'_, N>>,
    ) {
        if let Some(consent) = &links.consent {
            for (at, other) in others.iter().enumerate() {
                self.inverse[at] = consent.inverse(own + other + self.sums[at] + self.best[at]);
            }
        }
        if let Some(lift) = &links.lift {
            for (at, &other) in grounds.iter().enumerate() {
                let (topics, weights) = (self.topics[at], self.weights[at]);
                let contrast = lift.contrast(topics, weights, self.apart[at]);
                self.contrast[at] = contrast * lesser(ground, other);
            }
        }
        if let Some(expected) = expected {
            for (contrast, most) in self.contrast.iter_mut().zip(expected.most()) {
                *contrast = lesser(*contrast, most);
            }
        }
    }

    /// What is shared with the one at a place.
    #[inline]
    pub(crate) fn at(&self, place: usize) -> Shared {
        Shared {
            sum: self.sums[place],
            best: self.best[place],
            topics: self.topics[place],
            weights: self.weights[place],
            apart: self.apart[place],
        }
    }

    /// What is shared with those of a group of places.
    #[inline(always)]
    pub(crate) fn group(&self, group: usize) -> SharedGroup<'_> {
        fn of<const N: usize>(numbers: &[f32; N], group: usize) -> &[f32; GROUP] {
            &numbers.as_chunks().0[group]
        }
        SharedGroup {
            sums: of(&self.sums, group),
            best: of(&self.best, group),
            topics: of(&self.topics, group),
            weights: of(&self.weights, group),
            apart: of(&self.apart, group),
        }
    }

    /// What may be made of the pair with the one at a place.
    #[inline]
    pub(crate) fn bound(&self, links: &Links, place: usize) -> PairBound {
        let (consent, contrast) = (1.0 / self.inverse[place], self.contrast[place]);
        PairBound {
            factor: consent * links.lift.as_ref().map_or(1.0, |lift| lift.at(contrast)),
            consent,
            contrast: links.lift.as_ref().map(|_| contrast),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::links::columns::{SharedColumns, Tables};
    use crate::benefit::links::consent::Consent;
    use crate::benefit::links::expected::Expected;
    use crate::benefit::links::lift::Topics;
    use crate::benefit::links::table::{Links, Shared};
    use crate::id::TopicId;
    use crate::rows::Rows;

    /// Four people with an alternative, a key that adds up and two topics.
    fn four() -> Links {
        let (mut keys, mut stances) = (Rows::default(), Rows::default());
        keys.push([(0, 0.5), (1, 0.25)]);
        keys.push([(0, 0.5), (1, 0.5)]);
        keys.push([(1, 1.0)]);
        keys.push([]);
        stances.push([(TopicId(0), 1.0), (TopicId(1), -0.5)]);
        stances.push([(TopicId(0), -1.0)]);
        stances.push([(TopicId(0), 0.5), (TopicId(1), 0.5)]);
        stances.push([]);
        let own = vec![-2.0, -1.0, 0.5, 0.0];
        let links = Links::new(keys, (vec![0.5, 0.25], 1), own, Consent::new(2.0, 1e-12));
        let topics = Topics {
            stances: Some(&stances),
            weights: &[0.8, 0.4],
            evidence: 2.0,
            expected: &Expected::default(),
            sought: &[0.0; 4],
            ground: &[1.0, 0.75, 1.0, 0.75],
        };
        links.lifted(topics, |contrast| 0.25 + 0.75 * contrast)
    }

    /// What the first of four shares with everyone, each key as a list or as a table.
    fn columns(links: &Links, as_tables: bool) -> Box<SharedColumns<4>> {
        let mut shared = SharedColumns::new();
        shared.start(links);
        for key in links.keys_of(0) {
            let holder = |person: u16| {
                let mut keys = links.keys_of(u32::from(person));
                keys.find(|other| other.0 == key.0)
            };
            if as_tables {
                let table: [f32; 4] = std::array::from_fn(|person| {
                    holder(person as u16).map_or(f32::NAN, |other| other.1)
                });
                let mut tables = Tables::new();
                tables.push(links, key, &table);
                shared.add_many(links, &tables);
            } else {
                let holders = (0..4).filter_map(|person| Some((person, holder(person)?.1)));
                shared.add_few(
                    links,
                    key,
                    holders.map(|(person, amount)| (usize::from(person), amount)),
                );
            }
        }
        let others: [f32; 4] = std::array::from_fn(|person| links.own[person]);
        let ground = std::array::from_fn(|person| 1.0 - 0.25 * (person % 2) as f32);
        shared.finish(links, (links.own[0], 1.0), (&others, &ground), None);
        shared
    }

    #[test]
    fn columns_bound_each_pair_as_the_pair_alone() {
        let links = four();
        for as_tables in [false, true] {
            let shared = columns(&links, as_tables);
            for other in 1..4_u32 {
                let alone = links.bound(&links.row(0), other, of_pair(&links, other));
                let bound = shared.bound(&links, other as usize);
                let near = |one: f32, two: f32| (one - two).abs() <= 1e-5 * two;
                assert!(near(bound.factor, alone.factor), "{bound:?}, {alone:?}");
                assert!(near(bound.consent, alone.consent), "{bound:?}, {alone:?}");
            }
        }
    }

    /// The keys that few have which the first shares with another.
    fn of_pair(links: &Links, other: u32) -> Shared {
        let mut shared = Shared::default();
        for &(key, own) in links.keys.row(0_u32) {
            for &(same, amount) in links.keys.row(other) {
                if same == key {
                    shared.add(links, key, (own, amount));
                }
            }
        }
        shared
    }

    #[test]
    fn keys_of_one_kind_wait_for_no_other() {
        let links = four();
        let table = [f32::NAN; 4];
        let mut tables = Tables::new();
        assert!(tables.is_empty() && !tables.is_full_for(&links, 0));
        tables.push(&links, (2, 0.5), &table);
        assert!(tables.is_full_for(&links, 0) && !tables.is_full_for(&links, 3));
        tables.push(&links, (3, 0.5), &table);
        tables.push(&links, (3, 0.5), &table);
        assert!(tables.is_full_for(&links, 3));
    }
}
