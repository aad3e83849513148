//! What a pair may and is worth: every rule, prices of repeats, worth in a search by swaps.

use crate::assign::{SHARE, TIMES};
use crate::day::Day;
use crate::diversity::shared_circles;
use crate::id::PersonIndex;
use crate::round::check::PairCheck;
use crate::round::context::RoundContext;
use crate::round::history::decayed;
use crate::round::member::Member;
use crate::round::plan::Absence;
use crate::round::planner::{Odd, RoundPlanner, Shape};
use crate::round::rule::{Enforcement, Rule, RuleSet};
use crate::round::scores::SCALE;

/// What a pair of a select circle is worth more, in steps.
const SELECT: i64 = SCALE / 2;

/// In a search by swaps, what a forbidden pair costs and what a pair asked for is worth: more than values, and less in all than 64
/// bits hold.
const FORBIDDEN: i64 = 1 << 44;
const ASKED: i64 = 1 << 40;

/// The highest price of a pair, in steps.
const PRICE_LIMIT: f64 = (1_u64 << 30) as f64;

impl RoundContext<'_> {
    /// Checks a pair against every rule, the lower first.
    pub(crate) fn judge(&self, low: u32, high: u32) -> PairCheck {
        let (one, other) = (PersonIndex(low), PersonIndex(high));
        let past = self.past(low, high);
        let planned = self.planned(low, high);
        let rating = past.map_or(1.0, |past| (2.0 * past.rating).min(1.0));
        let given = self.planner.scores.get(one, other);
        let grouped = self.gain_is_of_the_meeting();
        // What a pair may do alone is no lack in a trio either.
        let enough =
            !grouped || self.pairs_gain_by_score() && !self.breaks(Rule::NoGain, one, other, given);
        let gains = |who, from| enough || self.planner.scores.gains(who, from);
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
            // In a group, gain is each member's from the group as a whole: see `may_group`.
            if !(grouped && rule == Rule::NoGain) && self.breaks(rule, one, other, given) {
                price += mark(&mut check, rule, self.planner.enforcement_of(rule));
            }
        }
        price += self.mark_composition(&mut check, one, other);
        if self.named.select.binary_search(&(low, high)).is_ok() {
            price -= SELECT;
        } else if check.repeat {
            let times = past.map_or(0.0, |past| past.decayed) + self.remembered(planned);
            let cost = f64::from(self.planner.repeat) * times * times * SCALE as f64;
            price += cost.min(PRICE_LIMIT).round() as i64;
        }
        check.price = i32::try_from(price.min(i64::from(i32::MAX))).expect("discounts are small");
        check
    }

    /// Notes what two people in one meeting break of the rules about who makes it up; the answer is the price.
    fn mark_composition(&self, check: &mut PairCheck, a: PersonIndex, b: PersonIndex) -> i64 {
        let composition = &self.named.composition;
        let broken = composition
            .likeness
            .iter()
            .filter(|rule| rule.is_broken(a, b));
        let mut price: i64 = broken
            .map(|rule| mark(check, rule.rule(), rule.enforcement))
            .sum();
        // At most one of a kind keeps any two of them apart; other quotas are told by whole meetings.
        for quota in &composition.quotas {
            if quota.enforcement == Enforcement::Hard
                && quota.most == 1
                && quota.missed(&[a.0, b.0]) > 0
                && quota.least == 0
            {
                price += mark(check, Rule::Quota, Enforcement::Hard);
            }
        }
        price
    }

    /// Whether it matters that people gain from whom they meet.
    pub(crate) fn gain_counts(&self) -> bool {
        self.planner.enforcement_of(Rule::NoGain) != Enforcement::Ignored
    }

    /// Whether gain is each member's from the meeting as a whole: in groups, and where a third may join a pair.
    fn gain_is_of_the_meeting(&self) -> bool {
        match self.planner.shape {
            Shape::Groups(..) => self.gain_counts(),
            Shape::Pairs(_) => self.pairs_gain_by_score(),
        }
    }

    /// Whether two people alone must be worth while by their score, and three gain each from somebody.
    fn pairs_gain_by_score(&self) -> bool {
        self.planner.shape == Shape::Pairs(1)
            && self.planner.odd == Odd::Trio
            && self.planner.enforcement_of(Rule::NoGain) == Enforcement::Hard
    }

    /// Whether two people lack the gain that a pair needs, although a third could make up for it.
    pub(crate) fn lack_a_third(&self, a: u32, b: u32) -> bool {
        let (one, other) = (PersonIndex(a.min(b)), PersonIndex(a.max(b)));
        let given = || self.planner.scores.get(one, other);
        self.pairs_gain_by_score() && self.breaks(Rule::NoGain, one, other, given())
    }

    /// The hard rules that two people alone break.
    pub(crate) fn broken_by_two(&self, a: u32, b: u32) -> RuleSet {
        let broken = self.check(a, b).hard_violations;
        match self.lack_a_third(a, b) {
            true => broken.with(Rule::NoGain),
            false => broken,
        }
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
            // How firmly these count is said rule by rule: see `mark_composition`.
            Rule::Alike | Rule::Different | Rule::Quota => false,
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
            shared > 0 && shared.saturating_add(self.planner.nearest) > levels
        })
    }

    /// Meetings in other rounds, each counted as far as it is remembered: one of a later round as if time ran backwards.
    fn remembered(&self, planned: &[Day]) -> f64 {
        let half_life = self.planner.half_life;
        let counted = planned
            .iter()
            .map(|&at| decayed(self.now.max(at), self.now.min(at), half_life));
        counted.fold(0.0, |sum, meeting| sum + meeting)
    }

    fn met_recently(&self, a: u32, b: u32) -> bool {
        let within = self.planner.within;
        let before = self
            .past(a, b)
            .is_some_and(|past| self.now.since(past.latest).is_some_and(|age| age < within));
        let gap = |at: Day| at.0.abs_diff(self.now.0);
        before || self.planned(a, b).iter().any(|&at| gap(at) < within)
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
}

/// Notes a broken rule; the answer is its price.
fn mark(check: &mut PairCheck, rule: Rule, enforcement: Enforcement) -> i64 {
    match enforcement {
        Enforcement::Hard => check.hard_violations = check.hard_violations.with(rule),
        Enforcement::Ignored => {}
        Enforcement::Price(price) => {
            check.soft_violations = check.soft_violations.with(rule);
            return RoundPlanner::steps(price);
        }
    }
    0
}
