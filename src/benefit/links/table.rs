//! Keys of everyone, what may be made of a pair by what the two share, and what may be made of a person at most.

use crate::benefit::links::consent::Consent;
use crate::benefit::links::hubs::Hubs;
use crate::benefit::links::lift::{Lift, Topics};
use crate::id::TopicId;
use crate::rows::{AsIndex, Rows, narrow};

/// A key that more than one in this many people have is common: its list would be long, and is laid out by place instead.
const COMMON: usize = 8;

/// No key is common that not more people than these have.
const FEW: usize = 64;

/// Topics are laid out by who has spoken on them only where the greatest disagreement lifts a score by more than this; else that costs more
/// than looking at the few pairs more that pass. A design choice.
const STRONG_LIFT: f32 = 2.5;

/// Keys of everyone, and what sharing them may do to a score.
#[derive(Debug, Clone)]
pub(crate) struct Links {
    /// For each person, the keys that few have, ascending, with amounts: from 0, and for topics the stance.
    pub(crate) keys: Rows<(u32, f32)>,
    /// For each person, the other keys: no list tells who has them. One asker looks at those that tell of consent place by place, and at
    /// all of them in the pairs that are left.
    pub(super) common: Rows<(u32, f32)>,
    /// Of the other keys those of which only the greatest product counts, laid out for everyone.
    pub(super) hubs: Hubs,
    /// By key: what it counts beside the product of both amounts; of a topic, its weight.
    pub(crate) counts: Vec<f32>,
    /// Of the products of keys below this one only the greatest counts.
    pub(crate) alternatives: u32,
    /// Keys from this one on are topics.
    pub(crate) first_topic: u32,
    /// By person: a pair's sum begins with the parts of both.
    pub(crate) own: Vec<f32>,
    /// Consent by sum; `None` where nothing is known of it.
    pub(crate) consent: Option<Consent>,
    pub(crate) lift: Option<Lift>,
    /// By person: the greatest factor with anyone without a key in common, then with anyone.
    pub(crate) factors: Vec<[f32; 2]>,
    /// By key, but for topics: whether it is common, and else the most that anybody has of it.
    pub(super) common_keys: Vec<bool>,
    pub(super) most_amounts: Vec<f32>,
    /// The greatest own part of anyone, with what common keys may add.
    pub(super) greatest: f32,
    /// Whether topics are looked for like keys that few have.
    pub(super) listed: bool,
}

/// What is known of a pair before it is scored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PairBound {
    /// What the score is at most of the mean of both gains.
    pub(crate) factor: f32,
    /// What consent leaves of the score at most: a part of the factor.
    pub(crate) consent: f32,
    /// The most that their disagreement may score, all ground taken to be common; `None` where it was not summed.
    pub(crate) contrast: Option<f32>,
}

impl Default for PairBound {
    /// Nothing is known.
    fn default() -> Self {
        Self {
            factor: 1.0,
            consent: 1.0,
            contrast: None,
        }
    }
}

/// What two people share, while it is summed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shared {
    /// What the keys count, with all products but those of alternatives.
    pub(crate) sum: f32,
    /// The greatest product of the keys of which only one counts.
    pub(crate) best: f32,
    /// Over the topics that both have spoken on: how many there are, their weights, and weighted how far the stances are apart.
    pub(crate) topics: f32,
    pub(crate) weights: f32,
    pub(crate) apart: f32,
}

impl Shared {
    /// Adds a key that both have, with the amount of either.
    #[inline(always)]
    pub(crate) fn add(&mut self, links: &Links, key: u32, (own, other): (f32, f32)) {
        let count = links.counts[key.as_index()];
        if key >= links.first_topic {
            self.topics += 1.0;
            self.weights += count;
            self.apart += 0.5 * count * (own - other).abs();
        } else if key < links.alternatives {
            self.sum += count;
            self.best = self.best.max(own * other);
        } else {
            self.sum += count + own * other;
        }
    }

    /// What a disagreement scores at most, all ground taken to be common.
    #[inline]
    pub(super) fn contrast(&self, lift: &Lift) -> f32 {
        lift.contrast(self.topics, self.weights, self.apart)
    }
}

impl Links {
    /// Links whose factor is at most the consent of a pair's sum.
    pub(crate) fn new(
        keys: Rows<(u32, f32)>,
        (counts, alternatives): (Vec<f32>, u32),
        own: Vec<f32>,
        consent: Consent,
    ) -> Self {
        let mut links = Self {
            first_topic: narrow(counts.len()),
            common: keys,
            hubs: Hubs::default(),
            keys: Rows::default(),
            counts,
            alternatives,
            own,
            consent: Some(consent),
            lift: None,
            factors: Vec::new(),
            common_keys: Vec::new(),
            most_amounts: Vec::new(),
            greatest: 0.0,
            listed: false,
        };
        links.part_common_keys();
        let own = links.own.iter().zip(links.common.iter());
        let upper: Vec<f32> = own.map(|(&own, keys)| links.raised(own, keys)).collect();
        links.lay_out_hubs();
        // The most that anybody has of each key.
        let mut amounts = vec![0.0_f32; links.counts.len()];
        for &(key, amount) in links.keys.cells() {
            let most = &mut amounts[key.as_index()];
            *most = most.max(amount);
        }
        links.most_amounts = amounts;
        links.greatest = upper.iter().copied().fold(f32::MIN, f32::max);
        let pairs = upper.iter().zip(links.keys.iter());
        links.factors = pairs
            .map(|(&own, keys)| links.most_factors(own, keys))
            .collect();
        links
    }

    /// The greatest factors of someone with this raised part and these keys that few have: whoever else is met has at most the greatest
    /// part of anyone, and the greatest amount of each key.
    pub(super) fn most_factors(&self, own: f32, keys: &[(u32, f32)]) -> [f32; 2] {
        let mut shared = Shared::default();
        for &(key, amount) in keys {
            shared.add(self, key, (amount, self.most_amounts[key.as_index()]));
        }
        let least = own + self.greatest;
        let sums = [least, least + shared.sum + shared.best];
        sums.map(|sum| self.consent.map_or(1.0, |consent| consent.at(sum)))
    }

    /// Parts the keys that many have from those that few have.
    fn part_common_keys(&mut self) {
        let mut holders = vec![0_usize; self.counts.len()];
        // Common keys would make every list long; they are kept apart as dense rows.
        for &(key, _) in self.common.cells() {
            holders[key.as_index()] += 1;
        }
        let people = self.common.len();
        let is_common = |key: u32| {
            let holders = holders[key.as_index()];
            holders > FEW && holders * COMMON > people
        };
        let common: Vec<bool> = (0..narrow(holders.len())).map(is_common).collect();
        let (mut few, mut many) = (Rows::default(), Rows::default());
        for row in self.common.iter() {
            let keys = row.iter().copied();
            few.push(keys.clone().filter(|key| !common[key.0.as_index()]));
            many.push(keys.filter(|key| common[key.0.as_index()]));
        }
        few.shrink_to_fit();
        (self.keys, self.common, self.common_keys) = (few, many, common);
    }

    /// Takes the common keys out of the rows of which only the greatest product counts.
    fn lay_out_hubs(&mut self) {
        let (mut hubs, mut rest) = (Rows::default(), Rows::default());
        for row in self.common.iter() {
            let keys = row.iter().copied();
            hubs.push(keys.clone().filter(|key| key.0 < self.alternatives));
            rest.push(keys.filter(|key| key.0 >= self.alternatives));
        }
        rest.shrink_to_fit();
        self.hubs = Hubs::new(&hubs, &self.counts);
        self.common = rest;
    }

    /// An own part with half of what common keys add at most to a pair with someone alike: a product is at most the mean of both squares.
    pub(super) fn raised(&self, own: f32, common: &[(u32, f32)]) -> f32 {
        let mut shared = Shared::default();
        for &(key, amount) in common {
            shared.add(self, key, (amount, amount));
        }
        own + 0.5 * (shared.sum + shared.best)
    }

    /// So many people of whose consent nothing is known.
    pub(crate) fn without_consent(people: usize) -> Self {
        let mut keys = Rows::default();
        (0..people).for_each(|_| keys.push([]));
        Self {
            common: keys.clone(),
            hubs: Hubs::default(),
            keys,
            counts: Vec::new(),
            alternatives: 0,
            first_topic: 0,
            own: vec![0.0; people],
            consent: None,
            lift: None,
            factors: vec![[1.0; 2]; people],
            common_keys: Vec::new(),
            most_amounts: Vec::new(),
            greatest: 0.0,
            listed: false,
        }
    }

    /// The same with topics, whose disagreement lifts a score to at most `lift` of what it is without; that rises from 0 to 1.
    pub(crate) fn lifted(mut self, topics: Topics<'_>, lift: impl Fn(f32) -> f32) -> Self {
        let mut lift = Lift::new(topics, lift);
        let people = self.keys.len();
        let Some(stances) = topics.stances else {
            // What is foretold is bounded person by person.
            lift.most = topics.ground.iter().map(|&most| lift.at(most)).collect();
            let pairs = self.factors.iter_mut().zip(&lift.most);
            pairs.for_each(|(factors, most)| *factors = factors.map(|factor| factor * most));
            self.lift = Some(lift);
            return self;
        };
        let most = stances.iter().map(|row| lift.most_of(row.len(), false)[1]);
        let greatest = most.fold(0.0, f32::max);
        let mut speakers = vec![0_usize; topics.weights.len()];
        for &(topic, _) in stances.cells() {
            speakers[topic.index()] += 1;
        }
        // Topics are looked up like keys where that can rule pairs out: a strong lift, and no topic on which many have spoken.
        let is_common = |&count: &usize| count > FEW && count * COMMON > people;
        let listed = greatest > STRONG_LIFT * lift.at(0.0) && !speakers.iter().any(is_common);
        let rows = match listed {
            true => &self.keys,
            false => &self.common,
        };
        let cells = rows.cells().len() + stances.cells().len();
        let mut keys = Rows::with_capacity(people, cells);
        for (own, stances) in rows.iter().zip(stances.iter()) {
            let topics = stances.iter().map(|stance| self.topic_key(stance));
            keys.push(own.iter().copied().chain(topics));
        }
        match listed {
            true => self.keys = keys,
            false => self.common = keys,
        }
        self.counts.extend(topics.weights);
        for (factors, stances) in self.factors.iter_mut().zip(stances.iter()) {
            let [unfound, any] = lift.most_of(stances.len(), listed);
            factors[0] *= unfound;
            factors[1] *= any;
            lift.most.push(unfound);
        }
        self.listed = listed;
        self.lift = Some(lift);
        self
    }

    /// A stance as a key, behind all that tell of consent: the position is its amount.
    pub(super) fn topic_key(&self, &(topic, position): &(TopicId, f32)) -> (u32, f32) {
        (self.first_topic + topic.0, position)
    }

    /// Of which of three kinds a key is: of alternatives only the best counts, others add up, topics tell of disagreement.
    #[inline(always)]
    pub(crate) fn kind(&self, key: u32) -> u8 {
        u8::from(key >= self.alternatives) + u8::from(key >= self.first_topic)
    }

    /// Whether what is shared tells of consent.
    pub(crate) fn tell_consent(&self) -> bool {
        self.consent.is_some()
    }

    /// Whether what is shared tells of disagreement.
    pub(crate) fn tell_disagreement(&self) -> bool {
        self.lift.is_some()
    }

    /// All keys of a person with their amounts.
    #[inline]
    pub(crate) fn keys_of(&self, person: u32) -> impl Iterator<Item = (u32, f32)> {
        let (few, common) = (self.keys.row(person), self.common.row(person));
        let laid_out = few.iter().chain(common).copied();
        laid_out.chain(self.hubs.keys_of(self.hubs.row(person.as_index())))
    }
}
