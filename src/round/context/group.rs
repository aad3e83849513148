//! Who may form a group, and how good it is.

use crate::round::context::RoundContext;
use crate::round::planner::{Odd, RoundPlanner, Shape};
use crate::round::quality::Quality;
use crate::round::rule::{Enforcement, Rule};
use crate::rows::AsIndex;

impl RoundContext<'_> {
    /// Whether people may form one group: every pair allowed, the size comfortable for all, one slot for all, and where gain is
    /// required, a gain for everyone from somebody in it.
    pub(crate) fn may_group(&self, people: &[u32]) -> bool {
        let size = people.len() as u32;
        let fits = people
            .iter()
            .all(|&person| self.member(person).limit >= size);
        let mut pairs = people
            .iter()
            .enumerate()
            .flat_map(|(place, &a)| people[place + 1..].iter().map(move |&b| (a, b)));
        let gain_required = self.planner.enforcement_of(Rule::NoGain) == Enforcement::Hard;
        fits && pairs.all(|(a, b)| self.check(a, b).allowed())
            && self.share_a_slot(people)
            && self.keeps_quotas(people)
            && (!gain_required || self.without_gain(people).next().is_none())
            && (size != 2 || !self.lack_a_third(people[0], people[1]))
    }

    /// Whether a person gains anything from another.
    pub(crate) fn gains(&self, who: u32, from: u32) -> bool {
        self.check(who, from).gains[usize::from(who > from)]
    }

    /// Whether two people who may meet may do so alone: both gain, where that is required, two are as many as are strictly asked
    /// for, and quotas are kept.
    pub(crate) fn may_pair(&self, a: u32, b: u32) -> bool {
        let required = self.planner.enforcement_of(Rule::NoGain) == Enforcement::Hard;
        (!required || self.check(a, b).gains == [true; 2])
            && !self.lack_a_third(a, b)
            && self.is_large_enough(2)
            && self.keeps_quotas(&[a, b])
    }

    /// Whether a group of so many is no smaller than is strictly asked for.
    pub(crate) fn is_large_enough(&self, people: usize) -> bool {
        let (smallest, ..) = self.sizes();
        !self.planner.strict || people >= smallest.as_index()
    }

    /// Whether people make up a meeting as hard quotas ask for.
    fn keeps_quotas(&self, people: &[u32]) -> bool {
        let mut quotas = self.named.composition.quotas.iter();
        quotas.all(|quota| quota.enforcement != Enforcement::Hard || quota.missed(people) == 0)
    }

    /// What people too few or too many of a kind cost a meeting, where that has a price.
    pub(crate) fn quota_price(&self, people: &[u32]) -> i64 {
        let quotas = self.named.composition.quotas.iter();
        let prices = quotas.map(|quota| match quota.enforcement {
            Enforcement::Price(price) => {
                RoundPlanner::steps(price) * i64::from(quota.missed(people))
            }
            Enforcement::Hard | Enforcement::Ignored => 0,
        });
        prices.sum()
    }

    /// The members of a group who gain nothing from anyone in it.
    pub(crate) fn without_gain<'g>(&'g self, people: &'g [u32]) -> impl Iterator<Item = u32> + 'g {
        let gains = |who: u32| {
            people
                .iter()
                .any(|&from| from != who && self.gains(who, from))
        };
        people.iter().copied().filter(move |&who| !gains(who))
    }

    /// What members who gain nothing cost a group, where that has a price: half of it each, as a pair without gain costs all of it.
    pub(crate) fn gainless_price(&self, people: &[u32]) -> i64 {
        match (
            self.planner.enforcement_of(Rule::NoGain),
            self.planner.shape,
        ) {
            (Enforcement::Price(price), Shape::Groups(..)) => {
                RoundPlanner::steps(price) / 2 * self.without_gain(people).count() as i64
            }
            _ => 0,
        }
    }

    /// What a meeting pays as a whole, beside what its pairs do.
    pub(crate) fn price_as_a_whole(&self, people: &[u32]) -> i64 {
        self.gainless_price(people) + self.quota_price(people)
    }

    /// Whether any meeting may pay as a whole.
    pub(crate) fn wholes_cost(&self) -> bool {
        let priced = |enforcement| matches!(enforcement, Enforcement::Price(_));
        let mut quotas = self.named.composition.quotas.iter();
        quotas.any(|quota| priced(quota.enforcement))
            || priced(self.planner.enforcement_of(Rule::NoGain))
                && matches!(self.planner.shape, Shape::Groups(..))
    }

    /// The worth of a group: its pairs' over its size less one.
    pub(crate) fn worth(&self, people: &[u32]) -> i64 {
        let mut sum = 0;
        for (place, &a) in people.iter().enumerate() {
            sum += people[place + 1..]
                .iter()
                .map(|&b| self.check(a, b).net())
                .sum::<i64>();
        }
        sum.div_euclid(people.len().max(2) as i64 - 1) - self.price_as_a_whole(people)
    }

    /// The sizes that meetings should have, and the largest they may have.
    pub(crate) fn sizes(&self) -> (u32, u32, u32) {
        match self.planner.shape {
            Shape::Pairs(1) if self.planner.odd == Odd::Trio => (2, 2, 3),
            Shape::Pairs(_) => (2, 2, 2),
            Shape::Groups(smallest, largest) => (smallest, largest, largest),
        }
    }

    /// The shortcomings of people as one group; `None` where they must not form one.
    pub(crate) fn group_quality(&self, people: &[u32]) -> Option<Quality> {
        let (smallest, wanted, largest) = self.sizes();
        let size = people.len() as u32;
        if size > largest || !self.is_large_enough(people.len()) || !self.may_group(people) {
            return None;
        }
        let apart = self
            .asked
            .iter()
            .filter(|(a, b)| people.contains(a) != people.contains(b));
        let asked = apart.count() as i64;
        // Jitter shuffles plans of equal quality in later attempts; the first has none.
        let jitter: i64 = match self.attempt {
            0 => 0,
            _ => people
                .windows(2)
                .map(|two| self.jitter(two[0], two[1]))
                .sum(),
        };
        // Each end of a pair asked for that is here without the other counts one; parts then add up to two for a pair missed.
        let middle = i64::from(u32::midpoint(smallest, wanted));
        Some(Quality {
            insisted: if self.planner.insist { asked } else { 0 },
            asked,
            sizes: if (smallest..=wanted).contains(&size) {
                0
            } else {
                i64::from(size)
            },
            cost: -self.worth(people) - jitter,
            unevenness: (i64::from(size) - middle).pow(2),
            ..Quality::default()
        })
    }

    /// The shortcomings of someone without a meeting.
    pub(crate) fn alone_quality(&self, person: u32) -> Quality {
        let asked = self
            .asked
            .iter()
            .filter(|&&(a, b)| a == person || b == person)
            .count() as i64;
        Quality {
            insisted: if self.planner.insist { asked } else { 0 },
            alone: 1,
            asked,
            waited: self.member(person).waiting_cost,
            ..Quality::default()
        }
    }

    /// The shortcomings of nobody, somebody alone or a group; `None` where they must not form one.
    pub(crate) fn part_quality(&self, people: &[u32]) -> Option<Quality> {
        match people {
            [] => Some(Quality::default()),
            [one] => Some(self.alone_quality(*one)),
            _ => self.group_quality(people),
        }
    }

    /// The shortcomings of everyone in their groups; groups that must not be count as everyone in them alone.
    pub(crate) fn quality(&self, groups: &[Vec<u32>]) -> Quality {
        let group = |people: &Vec<u32>| {
            // A group that must not be is judged as if it had fallen apart.
            let alone = || {
                people
                    .iter()
                    .map(|&person| self.alone_quality(person))
                    .sum()
            };
            self.group_quality(people).unwrap_or_else(alone)
        };
        let left = self.left_of(groups);
        let alone = left.into_iter().map(|person| self.alone_quality(person));
        groups.iter().map(group).chain(alone).sum()
    }

    /// Whether exactly these people are present and everyone is the same to everyone: every pair allowed, worth as much, new to each
    /// other, and nobody in a hurry or at ease only in smaller meetings.
    pub(crate) fn all_alike(&self, people: &[u32]) -> bool {
        let (smallest, ..) = self.sizes();
        let first = people.get(..2).map(|two| self.check(two[0], two[1]));
        let costs = people.iter().map(|&person| self.member(person));
        self.present == people
            && self.asked.is_empty()
            && self.named.composition.quotas.is_empty()
            && costs
                .clone()
                .all(|member| member.limit >= smallest && member.rounds_waited == 0)
            && self.checks.pairs().all(|(a, b)| {
                let [one, other] = [a, b].map(|person| self.member(person).absence.is_none());
                !(one && other) || Some(self.check(a, b)) == first && self.check(a, b).is_plain()
            })
            && self.share_a_slot(people)
    }

    /// Whether everyone gains from everyone who is present.
    fn everyone_gains(&self) -> bool {
        let present = |person: u32| self.member(person).absence.is_none();
        let mut pairs = self.checks.pairs();
        pairs.all(|(a, b)| !present(a) || !present(b) || self.check(a, b).gains == [true; 2])
    }

    /// Whether people may form any group of whom every two may meet: no slots, no sizes and no gains stand against it.
    pub(crate) fn pairs_tell_all(&self) -> bool {
        let (_, _, largest) = self.sizes();
        let quotas = &self.named.composition.quotas;
        let own =
            |&person: &u32| self.member(person).limit >= largest && self.comes_in_any_slot(person);
        self.present.iter().all(own)
            && quotas
                .iter()
                .all(|quota| quota.enforcement != Enforcement::Hard)
            && (largest == 2 || !self.gain_counts() || self.everyone_gains())
    }
}
