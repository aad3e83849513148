//! Who takes part, and who has waited?

use crate::id::PersonIndex;
use crate::network::Network;
use crate::numeric::decay;
use crate::round::history::{MeetingHistory, MeetingOutcome};
use crate::round::plan::Absence;
use crate::round::planner::{Named, RoundPlanner, Shape};

/// More rounds than this without a meeting count no more.
const LONGEST_WAIT: u32 = 8;

/// How one person stands in this round.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    pub(crate) absence: Option<Absence>,
    /// The largest meeting for them, themselves included.
    pub(crate) limit: u32,
    /// How many more peers they have places for.
    pub(crate) room: u32,
    /// How many rounds they have gone without a meeting through no choice of their own.
    pub(crate) rounds_waited: u32,
}

/// What two people have behind them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SharedPast {
    pub(crate) other: u32,
    /// Meetings, each counted as far as it is remembered.
    pub(crate) decayed: f64,
    pub(crate) latest: u32,
    /// The lowest rating that either gave the latest rated meeting.
    pub(crate) rating: f32,
}

/// How everyone stands.
pub(crate) fn members(
    planner: &RoundPlanner<'_>,
    named: &Named,
    history: &MeetingHistory,
    now: u32,
) -> Vec<Member> {
    let network = planner.network();
    let met = last_met(network, history);
    let mut members: Vec<Member> = network
        .indices()
        .map(|person| {
            let limits = network.limits_at(person);
            let places = limits
                .peers
                .map_or(u32::MAX, |peers| peers.saturating_sub(limits.engaged));
            let due = met[person.index()].is_none_or(|at| now - at >= limits.every);
            let absence = match () {
                () if limits.paused => Some(Absence::Paused),
                () if limits.is_full() => Some(Absence::Full),
                () if named.away.contains(&person) => Some(Absence::Away),
                () if !due => Some(Absence::NotDue),
                () => None,
            };
            let size = limits.group_size.unwrap_or(u32::MAX);
            Member {
                absence,
                limit: size.min(places.saturating_add(1)),
                room: places,
                rounds_waited: 0,
            }
        })
        .collect();
    for (name, at) in waits(history) {
        let known = network.find(name).ok();
        let waits = known.filter(|person| met[person.index()].is_none_or(|met| at > met));
        if let Some(person) = waits {
            let rounds_waited = &mut members[person.index()].rounds_waited;
            *rounds_waited = (*rounds_waited + 1).min(LONGEST_WAIT);
        }
    }
    let present = members.iter().filter(|member| member.absence.is_none());
    let odd = present.count() % 2 == 1;
    if let (Some(person), true, Shape::Pairs(1)) = (named.sits_out, odd, planner.shape) {
        let absence = &mut members[person.index()].absence;
        *absence = absence.or(Some(Absence::SitsOut));
    }
    members
}

/// When each person last met anyone.
fn last_met(network: &Network, history: &MeetingHistory) -> Vec<Option<u32>> {
    let mut met = vec![None; network.size()];
    for encounter in history.encounters() {
        if encounter.outcome == MeetingOutcome::Met {
            for name in &encounter.people {
                if let Ok(person) = network.find(name) {
                    let last: &mut Option<u32> = &mut met[person.index()];
                    *last = (*last).max(Some(encounter.at));
                }
            }
        }
    }
    met
}

/// Everyone who was left without a meeting, and when: left out, declined or skipped.
fn waits(history: &MeetingHistory) -> impl Iterator<Item = (&str, u32)> {
    let rested = history.rested().iter();
    let rested = rested.map(|(name, at)| (name.as_str(), *at));
    let failed = history.encounters().iter();
    let failed = failed.filter(|encounter| encounter.outcome != MeetingOutcome::Met);
    let failed = failed.flat_map(|encounter| {
        encounter
            .people
            .iter()
            .map(|name| (name.as_str(), encounter.at))
    });
    rested.chain(failed)
}

/// For each person what they have behind them with others, ascending.
pub(crate) fn pasts(
    network: &Network,
    history: &MeetingHistory,
    now: u32,
    half_life: f32,
) -> Vec<Vec<SharedPast>> {
    let mut pasts: Vec<Vec<SharedPast>> = vec![Vec::new(); network.size()];
    for encounter in history.encounters() {
        if encounter.outcome != MeetingOutcome::Met {
            continue;
        }
        let known = encounter
            .people
            .iter()
            .filter_map(|name| network.find(name).ok());
        let people: Vec<PersonIndex> = known.collect();
        let lowest = encounter
            .ratings
            .iter()
            .map(|rating| rating.1)
            .fold(1.0, f32::min);
        for &a in &people {
            for &b in people.iter().filter(|&&b| b != a) {
                pasts[a.index()].push(SharedPast {
                    other: b.0,
                    decayed: decay(f64::from(now - encounter.at), half_life),
                    latest: encounter.at,
                    rating: lowest,
                });
            }
        }
    }
    for past in &mut pasts {
        past.sort_by_key(|past| (past.other, past.latest));
        past.dedup_by(|next, kept| {
            let same = next.other == kept.other;
            if same {
                kept.decayed += next.decayed;
                kept.latest = next.latest;
                kept.rating = next.rating;
            }
            same
        });
    }
    pasts
}
