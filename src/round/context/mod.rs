//! Everything that one round depends on: who is there, what each pair may do and is worth, how good a group is.

mod group;
mod pair;
mod slots;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::day::Day;
use crate::error::Error;
use crate::id::PersonIndex;
use crate::network::Network;
use crate::numeric::Random;
use crate::par;
use crate::progress::Meter;
use crate::round::check::{PairCheck, PairChecks, PairTable};
use crate::round::history::MeetingHistory;
use crate::round::member::{Member, SharedPast, members, pasts, waiting_costs};
use crate::round::plan::Absence;
use crate::round::planner::{Named, RoundPlanner};
use crate::round::rule::Enforcement;
use crate::round::scores::SCALE;
use crate::rows::{AsIndex, Rows};

/// Up to so many people every pair is looked at where a pair without a score may meet.
pub(crate) const ALL_PAIRS: usize = 3_000;

/// In larger communities with equal scores, everyone is considered with so many others on either side.
const NEIGHBOURS: usize = 32;

/// Equal pairs differ by less than this, in steps, when a round is planned anew: less in all than one repeat.
const JITTER: i64 = SCALE / 512;

/// Everything that one round depends on.
#[derive(Debug, Clone)]
pub(crate) struct RoundContext<'p> {
    pub(crate) planner: &'p RoundPlanner,
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

impl<'p> RoundContext<'p> {
    pub(crate) fn new(planner: &'p RoundPlanner, history: &MeetingHistory) -> Result<Self, Error> {
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

    /// The same round by a planner with other settings for whole meetings, with hard quotas or without them.
    pub(crate) fn relaxed<'r>(
        &'r self,
        planner: &'r RoundPlanner,
        without_quotas: bool,
    ) -> RoundContext<'r> {
        let mut relaxed: RoundContext<'r> = self.clone();
        relaxed.planner = planner;
        if without_quotas {
            let quotas = &mut relaxed.named.composition.quotas;
            quotas.retain(|quota| quota.enforcement != Enforcement::Hard);
            relaxed.checks = relaxed.check_pairs();
            relaxed.asked = relaxed.askable();
        }
        relaxed.edges.take();
        relaxed
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
            let allowed = checked.filter(|(a, b, check)| check.allowed() && self.may_pair(*a, *b));
            let worth = |a: u32, b: u32, check: PairCheck| check.net() - self.quota_price(&[a, b]);
            allowed
                .map(|(a, b, check)| (a, b, worth(a, b, check) + self.jitter(a, b)))
                .collect()
        })
    }

    /// The pairs that may be in one meeting with what they are worth at most, whether they may also meet alone or not.
    pub(crate) fn edges_in_any_meeting(&self) -> Vec<(u32, u32, i64)> {
        let present = |person: u32| self.member(person).absence.is_none();
        let pairs = self.checks.pairs();
        let pairs = pairs.filter(|&(a, b)| present(a) && present(b));
        let checked = pairs.map(|(a, b)| (a, b, self.check(a, b)));
        let allowed = checked.filter(|(_, _, check)| check.allowed());
        allowed.map(|(a, b, check)| (a, b, check.net())).collect()
    }

    /// Counts the checks of one round for whoever watches.
    pub(crate) fn count_checks(&self, meter: &Meter<'_>) {
        if !meter.is_watched() {
            return;
        }
        let people = self.present.len() as u64;
        let present = |person: u32| self.member(person).absence.is_none();
        let pairs = self.checks.pairs();
        let [mut checked, mut allowed] = [0, 0];
        for (a, b) in pairs.filter(|&(a, b)| present(a) && present(b)) {
            checked += 1;
            allowed += u64::from(self.check(a, b).allowed());
        }
        let counters = meter.counters();
        counters.expect(1, people * people.saturating_sub(1) / 2);
        counters.look_at(checked - allowed, allowed);
    }

    pub(crate) fn network(&self) -> &Network {
        self.planner.network()
    }

    /// What a person is called in words.
    pub(crate) fn label(&self, person: u32) -> &str {
        self.network().name_at(PersonIndex(person))
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

#[cfg(test)]
mod tests {
    use crate::round::context::RoundContext;
    use crate::round::{MeetingHistory, RoundPlanner, Scores};
    use crate::{Network, Person};

    fn planner() -> RoundPlanner {
        let people = ["ana", "ben", "caro"].map(Person::new);
        let network = Network::from_people(people, []).expect("sound");
        RoundPlanner::new(Scores::equal(&network))
    }

    fn attempt(planner: &RoundPlanner, attempt: u64) -> RoundContext<'_> {
        let context = RoundContext::new(planner, &MeetingHistory::default());
        let mut context = context.expect("sound");
        context.set_attempt(attempt);
        context
    }

    #[test]
    fn later_attempts_draw_anew_for_each_pair_round_attempt_and_seed() {
        let drawn = |seed: u64, now: i32, number: u64, (a, b): (u32, u32)| {
            attempt(&planner().seed(seed).now(now), number).jitter(a, b)
        };
        let first = drawn(7, 1, 1, (0, 1));
        for other in [
            drawn(7, 1, 1, (0, 2)),
            drawn(7, 2, 1, (0, 1)),
            drawn(7, 1, 2, (0, 1)),
            drawn(8, 1, 1, (0, 1)),
        ] {
            assert_ne!(first, other);
        }
        assert_eq!(drawn(7, 1, 0, (0, 1)), 0);
    }

    #[test]
    fn later_attempts_value_two_in_a_group_as_they_do_among_the_edges() {
        let planner = planner();
        let context = attempt(&planner, 1);
        assert_eq!(context.edges().len(), 3);
        for &(a, b, worth) in context.edges() {
            let quality = context.group_quality(&[a, b]).expect("allowed");
            assert_eq!(quality.cost, -worth);
        }
    }
}
