//! May two people meet in this round, and what is it worth?

use std::collections::BTreeMap;

use crate::diversity::shared_circles;
use crate::error::Error;
use crate::id::PersonIndex;
use crate::network::Network;
use crate::numeric::Random;
use crate::round::history::MeetingHistory;
use crate::round::member::{Member, SharedPast, members, pasts};
use crate::round::plan::Absence;
use crate::round::planner::{Named, RoundPlanner};
use crate::round::rule::{Enforcement, Rule, RuleSet};
use crate::round::scores::SCALE;

/// Up to so many people every pair is looked at where a pair without a score may meet.
pub(crate) const ALL_PAIRS: usize = 3_000;

/// In larger communities with equal scores, everyone is considered with so many others on either side.
const NEIGHBOURS: usize = 32;

/// What a pair of a select circle is worth more, in steps.
const SELECT: i64 = SCALE / 2;

/// Equal pairs differ by less than this, in steps, when a round is planned anew: less in all than one repeat.
const JITTER: i64 = SCALE / 512;

/// The highest price of a pair, in steps.
const PRICE_LIMIT: f64 = (1_u64 << 30) as f64;

/// What is known of a pair.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PairCheck {
    pub(crate) score: i64,
    pub(crate) price: i64,
    /// Hard rules that it would break.
    pub(crate) hard_violations: RuleSet,
    /// Soft rules that it would break.
    pub(crate) soft_violations: RuleSet,
    /// Whether they met before.
    pub(crate) repeat: bool,
}

impl PairCheck {
    /// What a meeting is worth after its price.
    pub(crate) fn net(&self) -> i64 {
        self.score - self.price
    }

    pub(crate) fn allowed(&self) -> bool {
        self.hard_violations.is_empty()
    }
}

/// Everything that one round depends on.
#[derive(Debug, Clone)]
pub(crate) struct RoundContext<'p, 'm> {
    pub(crate) planner: &'p RoundPlanner<'m>,
    pub(crate) named: Named,
    pub(crate) now: u32,
    pub(crate) members: Vec<Member>,
    /// Who takes part, ascending.
    pub(crate) present: Vec<u32>,
    pasts: Vec<Vec<SharedPast>>,
    /// When pairs meet in other rounds of a series.
    pub(crate) elsewhere: BTreeMap<(u32, u32), Vec<u32>>,
    /// How often the round was planned anew; later attempts choose otherwise among equals.
    pub(crate) attempt: u64,
}

impl<'p, 'm> RoundContext<'p, 'm> {
    pub(crate) fn new(
        planner: &'p RoundPlanner<'m>,
        history: &MeetingHistory,
    ) -> Result<Self, Error> {
        let named = planner.check()?;
        let next = history
            .latest()
            .map_or(0, |latest| latest.saturating_add(1));
        let now = planner.now.unwrap_or(next);
        history.check_now(now)?;
        let members = members(planner, &named, history, now);
        let present = (0..members.len() as u32)
            .filter(|&person| members[person as usize].absence.is_none())
            .collect();
        Ok(Self {
            planner,
            named,
            now,
            present,
            members,
            pasts: pasts(planner.network(), history, now, planner.half_life),
            elsewhere: BTreeMap::new(),
            attempt: 0,
        })
    }

    pub(crate) fn network(&self) -> &Network {
        self.planner.network()
    }

    pub(crate) fn name(&self, person: u32) -> &str {
        self.network().name_at(PersonIndex(person))
    }

    pub(crate) fn member(&self, person: u32) -> &Member {
        &self.members[person as usize]
    }

    pub(crate) fn absent(&self) -> impl Iterator<Item = (u32, Absence)> {
        let members = self.members.iter().enumerate();
        members.filter_map(|(person, member)| Some((person as u32, member.absence?)))
    }

    /// Replaces what people have behind them.
    pub(crate) fn set_pasts(&mut self, pasts: Vec<Vec<SharedPast>>) {
        self.pasts = pasts;
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
        let mut z = self.planner.seed ^ (self.attempt << 40) ^ (u64::from(self.now) << 52);
        for part in [a, b] {
            z = Random::new(z ^ u64::from(part)).bits();
        }
        (z % JITTER as u64) as i64
    }

    fn past(&self, a: u32, b: u32) -> Option<&SharedPast> {
        let list = &self.pasts[a as usize];
        let place = list.binary_search_by_key(&b, |past| past.other).ok()?;
        Some(&list[place])
    }

    fn planned(&self, a: u32, b: u32) -> &[u32] {
        let times = self.elsewhere.get(&(a.min(b), a.max(b)));
        times.map_or(&[], Vec::as_slice)
    }

    /// Judges a pair, in either order.
    pub(crate) fn check(&self, a: u32, b: u32) -> PairCheck {
        let pair = (a.min(b), a.max(b));
        let (one, other) = (PersonIndex(pair.0), PersonIndex(pair.1));
        let past = self.past(a, b);
        let planned = self.planned(a, b);
        let rating = past.map_or(1.0, |past| (2.0 * past.rating).min(1.0));
        let given = self.planner.scores.get(one, other);
        let mut check = PairCheck {
            score: (given.unwrap_or(0) as f64 * f64::from(rating)) as i64,
            price: 0,
            hard_violations: RuleSet::default(),
            soft_violations: RuleSet::default(),
            repeat: past.is_some() || !planned.is_empty(),
        };
        for rule in Rule::ALL {
            if self.breaks(rule, one, other, given) {
                self.mark(&mut check, rule);
            }
        }
        if self.named.select.binary_search(&pair).is_ok() {
            check.price -= SELECT;
        } else if check.repeat {
            let times = past.map_or(0.0, |past| past.decayed) + planned.len() as f64;
            let price = f64::from(self.planner.repeat) * times * times * SCALE as f64;
            check.price += price.min(PRICE_LIMIT).round() as i64;
        }
        check
    }

    fn mark(&self, check: &mut PairCheck, rule: Rule) {
        let always = matches!(rule, Rule::Blocked | Rule::GroupSize | Rule::Full);
        match self.planner.enforcement[rule as usize] {
            _ if always => check.hard_violations = check.hard_violations.with(rule),
            Enforcement::Hard => check.hard_violations = check.hard_violations.with(rule),
            Enforcement::Ignored => {}
            Enforcement::Price(price) => {
                check.soft_violations = check.soft_violations.with(rule);
                check.price += RoundPlanner::steps(price);
            }
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
            .is_some_and(|past| self.now - past.latest < within);
        before
            || self
                .planned(a, b)
                .iter()
                .any(|&at| at.abs_diff(self.now) < within)
    }

    fn pair_shares_a_slot(&self, a: PersonIndex, b: PersonIndex) -> bool {
        let available = &self.network().facts().available;
        let (one, other) = (available.get(a.index()), available.get(b.index()));
        one.is_empty() || other.is_empty() || one.iter().any(|slot| other.contains(slot))
    }

    /// The slots that suit all of several people.
    pub(crate) fn slots(&self, people: &[u32]) -> Slots {
        let facts = self.network().facts();
        let mut common: Option<Vec<u32>> = None;
        for &person in people {
            let own = facts.available.get(person as usize);
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

    /// Whether people may form one group: every pair allowed, the size comfortable for all, one slot for all.
    pub(crate) fn may_group(&self, people: &[u32]) -> bool {
        let size = people.len() as u32;
        let fits = people
            .iter()
            .all(|&person| self.member(person).limit >= size);
        let pairs = || {
            people.iter().enumerate().all(|(place, &a)| {
                people[place + 1..]
                    .iter()
                    .all(|&b| self.check(a, b).allowed())
            })
        };
        fits && pairs() && self.share_a_slot(people)
    }

    /// The worth of a group: its pairs' over its size less one.
    pub(crate) fn worth(&self, people: &[u32]) -> i64 {
        let mut sum = 0;
        for (place, &a) in people.iter().enumerate() {
            let rest = people[place + 1..].iter();
            sum += rest.map(|&b| self.check(a, b).net()).sum::<i64>();
        }
        sum.div_euclid(people.len().max(2) as i64 - 1)
    }

    /// Who of those present is in none of the groups, ascending.
    pub(crate) fn left_of(&self, groups: &[Vec<u32>]) -> Vec<u32> {
        let mut placed = vec![false; self.members.len()];
        for &person in groups.iter().flatten() {
            placed[person as usize] = true;
        }
        let present = self.present.iter().copied();
        present.filter(|&person| !placed[person as usize]).collect()
    }

    /// Pairs of people that are worth looking at, lower first, ascending.
    pub(crate) fn pairs_among(&self, people: &[u32]) -> Vec<(u32, u32)> {
        let scored_only = self.planner.enforcement[Rule::NoGain as usize] == Enforcement::Hard;
        let sparse = scored_only || people.len() > ALL_PAIRS;
        let mut pairs = Vec::new();
        for (place, &a) in people.iter().enumerate() {
            match self.planner.scores.row(PersonIndex(a)) {
                Some(row) if sparse => {
                    let others = row.iter().map(|entry| entry.0).filter(|&b| b > a);
                    pairs.extend(
                        others
                            .filter(|b| people.binary_search(b).is_ok())
                            .map(|b| (a, b)),
                    );
                }
                _ if people.len() <= ALL_PAIRS => {
                    pairs.extend(people[place + 1..].iter().map(|&b| (a, b)));
                }
                _ => {
                    let others = (1..=NEIGHBOURS).map(|step| {
                        // Steps grow, so that the near and the far are among them, another way each round.
                        let far = step * step + self.now as usize * (2 * step + 1);
                        people[(place + far) % people.len()]
                    });
                    pairs.extend(others.filter(|&b| b != a).map(|b| (a.min(b), a.max(b))));
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// Pairs that are asked to meet and may, each person at most once.
    pub(crate) fn forced(&self) -> Vec<(u32, u32)> {
        let mut taken = vec![false; self.members.len()];
        let asked = self.named.together.iter().copied();
        let present = |person: u32| self.member(person).absence.is_none();
        asked
            .filter(|&(a, b)| {
                let free = !taken[a as usize] && !taken[b as usize];
                let may = free && present(a) && present(b) && self.check(a, b).allowed();
                if may {
                    taken[a as usize] = true;
                    taken[b as usize] = true;
                }
                may
            })
            .collect()
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
