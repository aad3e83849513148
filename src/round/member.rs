//! Who takes part, who has waited, and who met whom before.

use std::collections::BTreeSet;

use crate::day::Day;
use crate::id::PersonIndex;
use crate::network::Network;
use crate::round::history::{MeetingHistory, decayed};
use crate::round::plan::Absence;
use crate::round::planner::{Named, RoundPlanner, Shape};
use crate::rows::{AsIndex, Rows};

/// More rounds than this without a meeting count no more.
const LONGEST_WAIT: u32 = 8;

/// What it costs to leave someone out who waits already, for each round of it: more than any difference of counts.
const RUNNING: i64 = 32;

/// Differences of how often people were left out count up to this.
const MOST_UNEVEN: u32 = 8;

/// How one person stands in this round.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Member {
    pub(crate) absence: Option<Absence>,
    /// The largest meeting for them, themselves included.
    pub(crate) limit: u32,
    /// How many rounds or days lie at least between two of their meetings.
    pub(crate) every: u32,
    /// How many more peers they have places for.
    pub(crate) room: u32,
    /// How many rounds they have gone without a meeting through no choice of their own, since the last one.
    pub(crate) rounds_waited: u32,
    /// In how many rounds in all.
    pub(crate) sat_out: u32,
    /// What it costs to leave them out now.
    pub(crate) waiting_cost: i64,
}

/// What two people have behind them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SharedPast {
    pub(crate) other: u32,
    /// Meetings, each counted as far as it is remembered.
    pub(crate) decayed: f64,
    pub(crate) latest: Day,
    /// The lowest rating that either gave the latest rated meeting.
    pub(crate) rating: f32,
}

/// How everyone stands.
pub(crate) fn members(
    planner: &RoundPlanner,
    named: &Named,
    history: &MeetingHistory,
    now: Day,
) -> Vec<Member> {
    let network = planner.network();
    let met = last_met(network, history);
    // Counted in one pass over the history; a meeting counts once for whoever was missed in it.
    let mut no_shows = vec![0_u32; network.size()];
    for encounter in history.encounters() {
        let absent: BTreeSet<&String> = encounter.get_no_shows().iter().collect();
        for person in absent.into_iter().filter_map(|name| network.find(name)) {
            no_shows[person.index()] += 1;
        }
    }
    let missed = |person: PersonIndex| {
        let times = no_shows[person.index()];
        planner.no_shows.is_some_and(|most| times >= most)
    };
    let mut members: Vec<Member> = network
        .indices()
        .map(|person| {
            let limits = network.limits_at(person);
            let places = limits
                .peers
                .map_or(u32::MAX, |peers| peers.saturating_sub(limits.engaged));
            let rested = |at: Day| now.since(at).is_some_and(|days| days >= limits.every);
            let due = met[person.index()].is_none_or(rested);
            let absence = match () {
                () if limits.paused => Some(Absence::Paused),
                () if limits.is_full() => Some(Absence::Full),
                () if named.away.contains(&person) => Some(Absence::Away),
                () if missed(person) => Some(Absence::NoShows),
                () if !due => Some(Absence::NotDue),
                () => None,
            };
            let size = limits.group_size.unwrap_or(u32::MAX);
            Member {
                absence,
                limit: size.min(places.saturating_add(1)),
                room: places,
                every: limits.every,
                ..Member::default()
            }
        })
        .collect();
    for (name, at) in waits(history) {
        if let Some(person) = network.find(name) {
            let member = &mut members[person.index()];
            member.sat_out += 1;
            if met[person.index()].is_none_or(|met| at > met) {
                member.rounds_waited = (member.rounds_waited + 1).min(LONGEST_WAIT);
            }
        }
    }
    // Parity is known only once everyone else is: the named person sits out last.
    let present = members.iter().filter(|member| member.absence.is_none());
    let odd = present.count() % 2 == 1;
    if let (Some(person), true, Shape::Pairs(1)) = (named.sits_out, odd, planner.shape) {
        let absence = &mut members[person.index()].absence;
        *absence = absence.or(Some(Absence::SitsOut));
    }
    members
}

/// What it costs to leave each person out. Whoever waits already goes first; then costs 1, 3, 5, … for the first, second, third time
/// make the least sum the most even one, Σ times² being their sum.
pub(crate) fn waiting_costs(members: &[Member], present: &[u32]) -> Vec<i64> {
    let times = present
        .iter()
        .map(|&person| members[person.as_index()].sat_out);
    let fewest = times.min().unwrap_or(0);
    let cost = |member: &Member| {
        let more = member.sat_out.saturating_sub(fewest).min(MOST_UNEVEN);
        RUNNING * i64::from(member.rounds_waited) + 2 * i64::from(more) + 1
    };
    members.iter().map(cost).collect()
}

/// When each person last met anyone.
fn last_met(network: &Network, history: &MeetingHistory) -> Vec<Option<Day>> {
    let mut met: Vec<Option<Day>> = vec![None; network.size()];
    for encounter in history.encounters() {
        for person in encounter.met().filter_map(|name| network.find(name)) {
            let last = &mut met[person.index()];
            *last = (*last).max(Some(encounter.at));
        }
    }
    met
}

/// Everyone who was left without a meeting, and when: left out, declined or stood up.
fn waits(history: &MeetingHistory) -> impl Iterator<Item = (&str, Day)> {
    let sat_out = history
        .sat_out()
        .iter()
        .map(|rest| (rest.name.as_str(), rest.at));
    let failed = history.encounters().iter();
    let failed = failed.flat_map(|encounter| encounter.waited().map(|name| (name, encounter.at)));
    sat_out.chain(failed)
}

/// For each person what they have behind them with others, ascending.
pub(crate) fn pasts(
    planner: &RoundPlanner,
    history: &MeetingHistory,
    now: Day,
) -> Rows<SharedPast> {
    let network = planner.network();
    let mut met: Vec<(u32, SharedPast)> = Vec::new();
    for encounter in history.encounters() {
        let known = encounter.met().filter_map(|name| network.find(name));
        let people: Vec<PersonIndex> = known.collect();
        let ratings = encounter.ratings.iter().map(|rating| rating.1);
        let rating = ratings.fold(1.0, f32::min);
        for &a in &people {
            for &b in people.iter().filter(|&&b| b != a) {
                met.push((
                    a.0,
                    SharedPast {
                        other: b.0,
                        decayed: decayed(now, encounter.at, planner.half_life),
                        latest: encounter.at,
                        rating,
                    },
                ));
            }
        }
    }
    met.sort_by_key(|(who, past)| (*who, past.other, past.latest));
    met.dedup_by(|next, kept| {
        let same = (next.0, next.1.other) == (kept.0, kept.1.other);
        if same {
            // Ascending in time: the later meeting gives time and rating, and meetings add up.
            kept.1 = SharedPast {
                decayed: kept.1.decayed + next.1.decayed,
                ..next.1
            };
        }
        same
    });
    Rows::from_pairs(network.size(), met.iter().copied())
}
