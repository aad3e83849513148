//! Everything that one round depends on: who is there, what each pair may do and is worth, how good a group is.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::day::Day;

use crate::assign::{SHARE, TIMES};
use crate::diversity::shared_circles;
use crate::error::Error;
use crate::id::PersonIndex;
use crate::network::Network;
use crate::numeric::Random;
use crate::par;
use crate::round::check::{PairCheck, PairChecks, PairTable};
use crate::round::history::MeetingHistory;
use crate::round::member::{Member, SharedPast, members, pasts, waiting_costs};
use crate::round::plan::Absence;
use crate::round::planner::{Named, Odd, RoundPlanner, Shape};
use crate::round::quality::Quality;
use crate::round::rule::{Enforcement, Rule, RuleSet};
use crate::round::scores::SCALE;
use crate::rows::{AsIndex, Rows};

/// Up to so many people every pair is looked at where a pair without a score may meet.
pub(crate) const ALL_PAIRS: usize = 3_000;

/// In larger communities with equal scores, everyone is considered with so many others on either side.
const NEIGHBOURS: usize = 32;

/// What a pair of a select circle is worth more, in steps.
const SELECT: i64 = SCALE / 2;

/// Equal pairs differ by less than this, in steps, when a round is planned anew: less in all than one repeat.
const JITTER: i64 = SCALE / 512;

/// In a search by swaps, what a forbidden pair costs and what a pair asked for is worth: more than values, and less in all than 64
/// bits hold.
const FORBIDDEN: i64 = 1 << 44;
const ASKED: i64 = 1 << 40;

/// The highest price of a pair, in steps.
const PRICE_LIMIT: f64 = (1_u64 << 30) as f64;

/// Everything that one round depends on.
#[derive(Debug, Clone)]
pub(crate) struct RoundContext<'p, 'm> {
    pub(crate) planner: &'p RoundPlanner<'m>,
    pub(crate) named: Named,
    pub(crate) now: Day,
    pub(crate) members: Vec<Member>,
    /// Who takes part, ascending.
    pub(crate) present: Vec<u32>,
    /// Pairs asked to meet of whom both are present and allowed to.
    pub(crate) asked: Vec<(u32, u32)>,
    pasts: Rows<SharedPast>,
    checks: PairTable,
    edges: OnceLock<Vec<(u32, u32, i64)>>,
    /// When pairs meet in other rounds of a series.
    elsewhere: Calendar,
    /// How often the round was planned anew; later attempts choose otherwise among equals.
    pub(crate) attempt: u64,
}

/// When pairs meet, lower first.
pub(crate) type Calendar = BTreeMap<(u32, u32), Vec<Day>>;

impl<'p, 'm> RoundContext<'p, 'm> {
    pub(crate) fn new(
        planner: &'p RoundPlanner<'m>,
        history: &MeetingHistory,
    ) -> Result<Self, Error> {
        let named = planner.check()?;
        let next = history.latest().map_or(Day(1), |latest| latest.plus(1));
        let now = planner.now.unwrap_or(next);
        history.check_now(now)?;
        let members = members(planner, &named, history, now);
        let here = |person: &u32| members[*person as usize].absence.is_none();
        let present: Vec<u32> = (0..members.len() as u32).filter(here).collect();
        let mut context = Self {
            planner,
            named,
            now,
            checks: PairTable::new(members.len(), Vec::new(), PairChecks::Some(Rows::default())),
            present,
            members,
            asked: Vec::new(),
            pasts: pasts(planner, history, now),
            edges: OnceLock::new(),
            elsewhere: Calendar::new(),
            attempt: 0,
        };
        // Checks need members and pasts; pairs asked for need checks; waiting needs to know who is there.
        context.checks = context.check_pairs();
        context.asked = context.askable();
        let costs = waiting_costs(&context.members, &context.present);
        context.set_waiting(&costs);
        Ok(context)
    }

    /// Checks every pair that matters once: of everyone present, and of those whose places are all taken where it is small.
    fn check_pairs(&self) -> PairTable {
        let mut people: Vec<u32> = self.members_or_full().collect();
        if people.len() > ALL_PAIRS {
            people.clone_from(&self.present);
            let pairs = self.candidate_pairs(&people);
            let low = |pair: &(u32, u32)| people.binary_search(&pair.0).unwrap_or(0);
            let checked = par::map(pairs.len(), |place| {
                let (a, b) = pairs[place];
                (low(&pairs[place]), (b, self.judge(a, b)))
            });
            let rows = Rows::from_pairs(people.len(), checked.iter().copied());
            return PairTable::new(self.members.len(), people, PairChecks::Some(rows));
        }
        // One row a person, in parallel; rows are put together in order, so that threads change nothing.
        let rows = par::map(people.len(), |row| {
            let later = people[row + 1..].iter();
            later
                .map(|&other| self.judge(people[row], other))
                .collect::<Vec<PairCheck>>()
        });
        let mut all = Rows::with_capacity(rows.len(), rows.iter().map(Vec::len).sum());
        rows.into_iter().for_each(|row| all.push(row));
        PairTable::new(self.members.len(), people, PairChecks::All(all))
    }

    /// Who is present or only lacks a free place, ascending.
    pub(crate) fn members_or_full(&self) -> impl Iterator<Item = u32> {
        let members = (0_u32..).zip(&self.members);
        let counts = members.filter(|(_, member)| {
            member
                .absence
                .is_none_or(|absence| absence == Absence::Full)
        });
        counts.map(|(person, _)| person)
    }

    /// Takes over who takes part, and how long they have waited, from a context of the same round with more of a history.
    pub(crate) fn take_part_as(&mut self, other: &Self) {
        if self.present != other.present {
            self.present.clone_from(&other.present);
            for (member, known) in self.members.iter_mut().zip(&other.members) {
                member.absence = known.absence;
            }
            self.checks = self.check_pairs();
            self.asked = self.askable();
            self.edges.take();
        }
        let costs: Vec<i64> = other
            .members
            .iter()
            .map(|member| member.waiting_cost)
            .collect();
        self.set_waiting(&costs);
    }

    /// Sets what it costs to leave each person out.
    pub(crate) fn set_waiting(&mut self, costs: &[i64]) {
        for (member, &cost) in self.members.iter_mut().zip(costs) {
            member.waiting_cost = cost;
        }
    }

    /// Swaps in when pairs meet in other rounds; prices that depend on it are told afresh.
    pub(crate) fn swap_elsewhere(&mut self, elsewhere: &mut Calendar) {
        std::mem::swap(&mut self.elsewhere, elsewhere);
        self.edges.take();
    }

    /// Starts another attempt, which chooses otherwise among equals.
    pub(crate) fn set_attempt(&mut self, attempt: u64) {
        self.attempt = attempt;
        self.edges.take();
    }

    /// The allowed pairs of those present with what they are worth, found once.
    pub(crate) fn edges(&self) -> &[(u32, u32, i64)] {
        self.edges.get_or_init(|| {
            let present = |person: u32| self.member(person).absence.is_none();
            let pairs = self
                .checks
                .pairs()
                .filter(|&(a, b)| present(a) && present(b));
            let checked = pairs.map(|(a, b)| (a, b, self.check(a, b)));
            let allowed = checked.filter(|(a, b, check)| check.allowed() && self.both_gain(*a, *b));
            allowed
                .map(|(a, b, check)| (a, b, check.net() + self.jitter(a, b)))
                .collect()
        })
    }

    pub(crate) fn network(&self) -> &Network {
        self.planner.network()
    }

    pub(crate) fn name(&self, person: u32) -> &str {
        self.network().key_at(PersonIndex(person))
    }

    pub(crate) fn member(&self, person: u32) -> &Member {
        &self.members[person.as_index()]
    }

    pub(crate) fn absent(&self) -> impl Iterator<Item = (u32, Absence)> {
        let members = self.members.iter().enumerate();
        members.filter_map(|(person, member)| Some((person as u32, member.absence?)))
    }

    /// Whether two people met before this round, by the history.
    pub(crate) fn met_before(&self, a: u32, b: u32) -> bool {
        self.past(a, b).is_some()
    }

    /// A number below [`JITTER`] that differs from pair to pair and attempt to attempt; 0 in the first attempt.
    pub(crate) fn jitter(&self, a: u32, b: u32) -> i64 {
        if self.attempt == 0 {
            return 0;
        }
        // Everything that makes the draw is mixed in, part by part.
        let mut z =
            self.planner.seed ^ (self.attempt << 40) ^ (u64::from(self.now.0.unsigned_abs()) << 52);
        for part in [a, b] {
            z = Random::new(z ^ u64::from(part)).bits();
        }
        (z % JITTER as u64) as i64
    }

    fn past(&self, a: u32, b: u32) -> Option<&SharedPast> {
        let list = self.pasts.row(a);
        let place = list.binary_search_by_key(&b, |past| past.other).ok()?;
        Some(&list[place])
    }

    fn planned(&self, a: u32, b: u32) -> &[Day] {
        let times = self.elsewhere.get(&(a.min(b), a.max(b)));
        times.map_or(&[], Vec::as_slice)
    }

    /// The check of a pair, in either order.
    pub(crate) fn check(&self, a: u32, b: u32) -> PairCheck {
        let (low, high) = (a.min(b), a.max(b));
        // A meeting in another round of the series changes the price, and only then is a pair looked at again.
        let known = if self.planned(low, high).is_empty() {
            self.checks.get(low, high)
        } else {
            None
        };
        known.unwrap_or_else(|| self.judge(low, high))
    }

    /// Checks a pair against every rule, the lower first.
    fn judge(&self, low: u32, high: u32) -> PairCheck {
        let (one, other) = (PersonIndex(low), PersonIndex(high));
        let past = self.past(low, high);
        let planned = self.planned(low, high);
        let rating = past.map_or(1.0, |past| (2.0 * past.rating).min(1.0));
        let given = self.planner.scores.get(one, other);
        let grouped = matches!(self.planner.shape, Shape::Groups(..)) && self.gain_counts();
        let gains = |who, from| !grouped || self.planner.scores.gains(who, from);
        let mut check = PairCheck {
            score: (given.unwrap_or(0) as f64 * f64::from(rating)) as i32,
            price: 0,
            hard_violations: RuleSet::default(),
            soft_violations: RuleSet::default(),
            repeat: past.is_some() || !planned.is_empty(),
            gains: [gains(one, other), gains(other, one)],
        };
        let mut price = 0;
        for rule in Rule::ALL {
            // In a group, gain is each member's from the group as a whole: see `group_quality`.
            if !(grouped && rule == Rule::NoGain) && self.breaks(rule, one, other, given) {
                price += self.mark(&mut check, rule);
            }
        }
        if self.named.select.binary_search(&(low, high)).is_ok() {
            price -= SELECT;
        } else if check.repeat {
            let times = past.map_or(0.0, |past| past.decayed) + planned.len() as f64;
            let cost = f64::from(self.planner.repeat) * times * times * SCALE as f64;
            price += cost.min(PRICE_LIMIT).round() as i64;
        }
        check.price = price as i32;
        check
    }

    /// Notes a broken rule; the answer is its price.
    fn mark(&self, check: &mut PairCheck, rule: Rule) -> i64 {
        match self.planner.enforcement_of(rule) {
            Enforcement::Hard => check.hard_violations = check.hard_violations.with(rule),
            Enforcement::Ignored => {}
            Enforcement::Price(price) => {
                check.soft_violations = check.soft_violations.with(rule);
                return RoundPlanner::steps(price);
            }
        }
        0
    }

    /// Whether it matters that people gain from whom they meet.
    fn gain_counts(&self) -> bool {
        self.planner.enforcement_of(Rule::NoGain) != Enforcement::Ignored
    }

    fn breaks(&self, rule: Rule, a: PersonIndex, b: PersonIndex, given: Option<i64>) -> bool {
        let network = self.network();
        let either =
            |holds: fn(&Member) -> bool| holds(self.member(a.0)) || holds(self.member(b.0));
        match rule {
            Rule::Blocked => network.blocked_at(a, b),
            Rule::NoGain => given.is_none_or(|score| score <= 0) && !self.left_out(a, b, given),
            Rule::Policy => self.left_out(a, b, given),
            Rule::SameCircle => self.shares_circle(a, b),
            Rule::Manager => network.manager_at(a) == Some(b) || network.manager_at(b) == Some(a),
            Rule::Slot => !self.pair_shares_a_slot(a, b),
            Rule::Mode => !network.limits_at(a).mode.meets(network.limits_at(b).mode),
            Rule::Apart => self.named.apart.binary_search(&(a.0, b.0)).is_ok(),
            Rule::Recent => self.met_recently(a.0, b.0),
            Rule::GroupSize => either(|member| member.limit < 2 && member.room > 0),
            Rule::Full => either(|member| member.absence == Some(Absence::Full)),
        }
    }

    fn left_out(&self, a: PersonIndex, b: PersonIndex, given: Option<i64>) -> bool {
        given.is_none_or(|score| score <= 0) && self.planner.scores.left_out(a, b)
    }

    fn shares_circle(&self, a: PersonIndex, b: PersonIndex) -> bool {
        if self.planner.enforcement[Rule::SameCircle as usize] == Enforcement::Ignored {
            return false;
        }
        let mut pairs = self
            .network()
            .circles_at(a)
            .zip(self.network().circles_at(b));
        pairs.any(|(one, other)| {
            let shared = shared_circles(one, other);
            let levels = one.len().max(other.len()) as u32;
            shared > 0 && shared + self.planner.nearest > levels
        })
    }

    fn met_recently(&self, a: u32, b: u32) -> bool {
        let within = self.planner.within;
        let before = self
            .past(a, b)
            .is_some_and(|past| self.now.since(past.latest).is_some_and(|age| age < within));
        let gap = |at: Day| at.0.abs_diff(self.now.0);
        before || self.planned(a, b).iter().any(|&at| gap(at) < within)
    }

    fn pair_shares_a_slot(&self, a: PersonIndex, b: PersonIndex) -> bool {
        let available = &self.network().facts().available;
        let (one, other) = (available.row(a), available.row(b));
        one.is_empty() || other.is_empty() || one.iter().any(|slot| other.contains(slot))
    }

    /// The slots that suit all of several people.
    pub(crate) fn slots(&self, people: &[u32]) -> Slots {
        let facts = self.network().facts();
        let mut common: Option<Vec<u32>> = None;
        for &person in people {
            let own = facts.available.row(person);
            if own.is_empty() {
                continue;
            }
            common = Some(match common {
                None => own.to_vec(),
                Some(slots) => slots
                    .into_iter()
                    .filter(|slot| own.contains(slot))
                    .collect(),
            });
        }
        Slots(common)
    }

    /// Whether the slot rule lets these people meet at once.
    pub(crate) fn share_a_slot(&self, people: &[u32]) -> bool {
        self.planner.enforcement[Rule::Slot as usize] != Enforcement::Hard
            || self.slots(people).any()
    }

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
            && (!gain_required || self.without_gain(people).next().is_none())
    }

    /// Whether a person gains anything from another.
    pub(crate) fn gains(&self, who: u32, from: u32) -> bool {
        self.check(who, from).gains[usize::from(who > from)]
    }

    /// Whether two people who meet alone both gain, where that is required.
    fn both_gain(&self, a: u32, b: u32) -> bool {
        let required = self.planner.enforcement_of(Rule::NoGain) == Enforcement::Hard;
        !required || self.check(a, b).gains == [true; 2]
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

    /// The worth of a group: its pairs' over its size less one.
    pub(crate) fn worth(&self, people: &[u32]) -> i64 {
        let mut sum = 0;
        for (place, &a) in people.iter().enumerate() {
            sum += people[place + 1..]
                .iter()
                .map(|&b| self.check(a, b).net())
                .sum::<i64>();
        }
        sum.div_euclid(people.len().max(2) as i64 - 1) - self.gainless_price(people)
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
        if size > largest || !self.may_group(people) {
            return None;
        }
        let apart = self
            .asked
            .iter()
            .filter(|(a, b)| people.contains(a) != people.contains(b));
        let asked = apart.count() as i64;
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
            && costs
                .clone()
                .all(|member| member.limit >= smallest && member.rounds_waited == 0)
            && self.checks.pairs().all(|(a, b)| {
                let [one, other] = [a, b].map(|person| self.member(person).absence.is_none());
                !(one && other) || Some(self.check(a, b)) == first && self.check(a, b).is_plain()
            })
            && self.share_a_slot(people)
    }

    /// Whether people may form any group of whom every two may meet: no slots, no sizes and no gains stand against it.
    pub(crate) fn pairs_tell_all(&self) -> bool {
        let (_, _, largest) = self.sizes();
        let slots = &self.network().facts().available;
        self.present
            .iter()
            .all(|&person| self.member(person).limit >= largest && slots.row(person).is_empty())
            && (largest == 2
                || !matches!(self.planner.shape, Shape::Groups(..))
                || !self.gain_counts())
    }

    /// What a pair is worth in a swap: forbidden pairs cost more than any values make up for, pairs asked for are worth more.
    pub(crate) fn swap_value(&self, a: u32, b: u32) -> i64 {
        let check = self.check(a, b);
        let pair = (a.min(b), a.max(b));
        let asked = if self.asked.binary_search(&pair).is_ok() {
            ASKED
        } else {
            0
        };
        if check.allowed() {
            check.net() + asked
        } else {
            -FORBIDDEN
        }
    }

    /// What the first, second, … meeting of a pair in a series costs beside what its past costs already, in steps.
    pub(crate) fn repeat_prices(&self, a: u32, b: u32) -> [i64; TIMES] {
        let pair = (a.min(b), a.max(b));
        if a == b || self.named.select.binary_search(&pair).is_ok() {
            return [0; TIMES];
        }
        let past = self.past(a, b).map_or(0.0, |past| past.decayed);
        let unit = self.price_of_a_repeat() as f64;
        let price = |times: f64| (unit * times * times).min(PRICE_LIMIT);
        let mut met = 0.0;
        [(); TIMES].map(|()| {
            let more = price(past + met) - price(past);
            met += 1.0;
            more.round() as i64
        })
    }

    /// In how many shares of a search by swaps a price counts: those of a pair in the smallest meeting asked for.
    pub(crate) fn price_share(&self) -> i64 {
        SHARE / (i64::from(self.sizes().0) - 1)
    }

    /// What a fresh repeat costs, in steps.
    pub(crate) fn price_of_a_repeat(&self) -> i64 {
        RoundPlanner::steps(self.planner.repeat)
    }

    /// Who of those present is in none of the groups, ascending.
    pub(crate) fn left_of(&self, groups: &[Vec<u32>]) -> Vec<u32> {
        let mut placed = vec![false; self.members.len()];
        for &person in groups.iter().flatten() {
            placed[person.as_index()] = true;
        }
        let present = self.present.iter().copied();
        present
            .filter(|&person| !placed[person.as_index()])
            .collect()
    }

    /// Pairs of people that are worth looking at in a large community, lower first, ascending.
    fn candidate_pairs(&self, people: &[u32]) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        for (place, &a) in people.iter().enumerate() {
            match self.planner.scores.row(PersonIndex(a)) {
                Some(row) => {
                    let others = row.iter().map(|entry| entry.0).filter(|&b| b > a);
                    let present = others.filter(|b| people.binary_search(b).is_ok());
                    pairs.extend(present.map(|b| (a, b)));
                }
                None => {
                    let others = (1..=NEIGHBOURS).map(|step| {
                        // Steps grow, so that the near and the far are among them, another way each round.
                        let round = self.now.0.unsigned_abs() as usize;
                        people[(place + step * step + round * (2 * step + 1)) % people.len()]
                    });
                    pairs.extend(others.filter(|&b| b != a).map(|b| (a.min(b), a.max(b))));
                }
            }
        }
        pairs.extend(&self.named.together);
        pairs.retain(|(a, b)| people.binary_search(a).is_ok() && people.binary_search(b).is_ok());
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Pairs asked to meet who are present and allowed to.
    fn askable(&self) -> Vec<(u32, u32)> {
        let present = |person: u32| self.member(person).absence.is_none();
        let asked = self.named.together.iter().copied();
        asked
            .filter(|&(a, b)| present(a) && present(b) && self.check(a, b).allowed())
            .collect()
    }

    /// Pairs that are asked to meet and may, each person at most once.
    pub(crate) fn forced(&self) -> Vec<(u32, u32)> {
        let mut taken = vec![false; self.members.len()];
        let mut forced = self.asked.clone();
        forced.retain(|&(a, b)| {
            let free = !taken[a.as_index()] && !taken[b.as_index()];
            if free {
                taken[a.as_index()] = true;
                taken[b.as_index()] = true;
            }
            free
        });
        forced
    }
}

/// Slots that suit several people; all slots where nobody is bound to any.
pub(crate) struct Slots(Option<Vec<u32>>);

impl Slots {
    pub(crate) fn any(&self) -> bool {
        self.0.as_ref().is_none_or(|slots| !slots.is_empty())
    }

    /// The first of them in name order.
    pub(crate) fn first(&self) -> Option<u32> {
        self.0.as_ref().and_then(|slots| slots.first().copied())
    }
}
