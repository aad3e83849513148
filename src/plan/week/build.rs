//! Translates people, rooms and rules into a timetabling task, and its answer back into names.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use crate::assign::sessions::{
    GONE, Participant, Problem, Room as SessionRoom, Session as ScheduledSession, Timetable, Want,
    repair, solve,
};
use crate::error::Error;
use crate::id::{CircleId, PersonId, PersonIndex, SkillId};
use crate::network::Network;
use crate::person::{Mode, Visibility};
use crate::plan::week::answer::WeekPlan;
use crate::plan::week::replan::{Replan, changes};
use crate::plan::week::{LearningWeek, SlotScope};
use crate::progress::{Meter, Progress, watched};
use crate::recommend::Matcher;

/// A quiet size is tried for at most so many different sizes of groups, the smallest first.
const QUIET_SIZES: usize = 6;

const REMOTE: u8 = 1;
const IN_PERSON: u8 = 2;

fn bits(mode: Mode) -> u8 {
    match mode {
        Mode::Remote => REMOTE,
        Mode::InPerson => IN_PERSON,
        _ => REMOTE | IN_PERSON,
    }
}

/// A week in numbers: people of the problem are people of the network, topics are skills.
pub(crate) fn problem(matcher: &Matcher, week: &LearningWeek) -> Problem {
    let network = matcher.network();
    let mut reaches: Vec<u32> = Vec::new();
    for slot in &week.slots {
        if let SlotScope::Circle(height) = slot.scope
            && !reaches.contains(&height)
        {
            reaches.push(height);
        }
    }
    // Circles at a height are numbered as they are met, each by its whole way to the top: teams of one name in two firms differ.
    let mut known = BTreeMap::new();
    let groups: Vec<Vec<Vec<u32>>> = network
        .indices()
        .map(|person| {
            reaches
                .iter()
                .map(|&height| groups(network, person, height, &mut known))
                .collect()
        })
        .collect();
    let mut people: Vec<Participant> = network
        .indices()
        .zip(groups)
        .map(|(person, groups)| participant(matcher, week, person, groups))
        .collect();
    keep_apart(network, &mut people);
    let scope = |scope| match scope {
        SlotScope::Everyone => None,
        SlotScope::Circle(height) => reaches
            .iter()
            .position(|&known| known == height)
            .map(|place| place as u32),
    };
    Problem {
        topics: network.skill_ids().len() as u32,
        slots: week.slots.iter().map(|slot| scope(slot.scope)).collect(),
        rooms: week
            .rooms
            .iter()
            .map(|room| SessionRoom {
                holds: room.holds(),
                kind: bits(room.get_mode()),
            })
            .collect(),
        quiet: quiet_sizes(week, &people),
        first: week.first_session,
        people,
    }
}

/// The groups of a person at a height, each known by its place and its whole way to the top.
fn groups(
    network: &Network,
    person: PersonIndex,
    height: u32,
    known: &mut BTreeMap<(usize, Vec<CircleId>), u32>,
) -> Vec<u32> {
    let mut groups: Vec<u32> = network
        .circles_at(person)
        .enumerate()
        .filter_map(|(place, path)| {
            // The circle so many levels up; hierarchies that are not as deep keep nobody apart.
            let depth = path
                .len()
                .checked_sub(height as usize - 1)
                .filter(|&depth| depth > 0)?;
            let next = known.len() as u32;
            Some(*known.entry((place, path[..depth].to_vec())).or_insert(next))
        })
        .collect();
    groups.sort_unstable();
    groups
}

fn participant(
    matcher: &Matcher,
    week: &LearningWeek,
    person: PersonIndex,
    groups: Vec<Vec<u32>>,
) -> Participant {
    let network = matcher.network();
    let limits = network.limits_at(person);
    let comes = matcher.is_open(person) && week.invites(network.id_at(person));
    let mut named: Vec<&str> = network.available_at(person).collect();
    named.sort_unstable();
    let suits = |name: &str| comes && (named.is_empty() || named.binary_search(&name).is_ok());
    // Who comes to no slot neither wants nor teaches: the task then needs no rule for them.
    let offers = network.offers_at(person);
    let own = |skill| {
        let place = offers.binary_search_by_key(&skill, |offer: &(SkillId, f32)| offer.0);
        place.map_or(0.0, |place| offers[place].1)
    };
    // A seat shows everyone in the room what one came for, so needs that are hidden get none.
    let shown = network
        .needs_at(person)
        .iter()
        .filter(|need| need.visibility == Visibility::Shown);
    let wants = shown.map(|need| Want {
        topic: need.skill.0,
        weight: need.priority,
        own: own(need.skill),
    });
    Participant {
        wants: if comes { wants.collect() } else { Vec::new() },
        teaches: if comes {
            offers
                .iter()
                .map(|&(skill, level)| (skill.0, level))
                .collect()
        } else {
            Vec::new()
        },
        most_taught: week.teaches_at_most,
        available: week.slots.iter().map(|slot| suits(&slot.name)).collect(),
        kinds: bits(limits.mode),
        largest: limits.group_size.unwrap_or(u32::MAX),
        apart: Vec::new(),
        groups,
    }
}

/// Blocks keep people apart both ways.
fn keep_apart(network: &Network, people: &mut [Participant]) {
    for person in network.indices() {
        for &other in network.facts().blocks.row(person) {
            // A block works both ways, whoever set it.
            people[person.index()].apart.push(other.0);
            people[other.index()].apart.push(person.0);
        }
    }
    for person in people {
        person.apart.sort_unstable();
        person.apart.dedup();
    }
}

/// Sizes at which quiet people are at ease, beside those that the week names.
fn quiet_sizes(week: &LearningWeek, people: &[Participant]) -> Vec<u32> {
    let largest = week
        .rooms
        .iter()
        .map(|room| room.holds())
        .max()
        .unwrap_or(0);
    let own = people
        .iter()
        // Only those who take part can be quiet in a room.
        .filter(|person| !person.wants.is_empty() || !person.teaches.is_empty());
    let mut sizes: Vec<u32> = own
        .map(|person| person.largest)
        .filter(|&size| (2..largest).contains(&size))
        .collect();
    sizes.sort_unstable();
    sizes.dedup();
    // Each size multiplies the moves that are tried, so only the smallest few of them become rooms of their own.
    sizes.truncate(QUIET_SIZES);
    sizes.extend(&week.quiet_sizes);
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

impl Matcher {
    /// Plans a learning week: sessions made from offers and needs, with slot, room and seats.
    ///
    /// Nobody is in two places at once, nobody sits with someone they block or who blocks them, rooms and comfortable groups
    /// are never exceeded, and paused or full people are left out. Needs that people hide are not planned for: a seat
    /// would show them. A session covers the share *level* of what earlier ones left of a need, and nothing for somebody
    /// who is at that level already.
    ///
    /// # Errors
    ///
    /// When a slot has no name or is given twice, a room holds fewer than two people, or a number is out of its range.
    ///
    /// # Complexity
    ///
    /// The greedy part takes about slots × topics evaluations of O(learners of a topic), the local search as many for each room.
    /// Up to 400 times, at most some tenths of a second in all, a few sessions are then given up and their places filled anew.
    /// Without limits of seats the greedy part alone covers at least half of the best possible (a third where limits of
    /// teaching bind too; Fisher, Nemhauser, Wolsey 1978); each plan carries an [upper bound](WeekPlan::bound) of its own.
    /// The bound takes up to about a second on one thread; larger weeks, where it would take longer, have a coarser one.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// assert_eq!(plan.sessions()[0].speaker, "ana");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn learning_week(&self, week: &LearningWeek) -> Result<WeekPlan, Error> {
        self.week_of(week, &mut Meter::silent())
    }

    /// As [`learning_week`](Self::learning_week), [watched](Progress).
    ///
    /// # Errors
    ///
    /// As [`learning_week`](Self::learning_week), and [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let week = LearningWeek::new().slot("monday").rooms(1, 4);
    /// let mut stages = Vec::new();
    /// let plan = Matcher::new(&network).learning_week_watched(&week, |progress| {
    ///     stages.push(progress.stage);
    ///     ControlFlow::Continue(())
    /// })?;
    /// assert_eq!(plan.sessions()[0].speaker, "ana");
    /// assert_eq!((stages[0], stages.last()), ("sessions", Some(&"done")));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn learning_week_watched(
        &self,
        week: &LearningWeek,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<WeekPlan, Error> {
        watched(progress, |meter| self.week_of(week, meter))
    }

    fn week_of(&self, week: &LearningWeek, meter: &mut Meter<'_>) -> Result<WeekPlan, Error> {
        week.check()?;
        let problem = problem(self, week);
        let table = solve(&problem, meter)?;
        Ok(WeekPlan::new(self, week.clone(), &problem, &table))
    }

    /// Plans again after people dropped out, with as few changes as can be.
    ///
    /// Sessions of others stay as they are. A session that loses its speaker gets another speaker of the skill who was free
    /// then; where there is none, its room goes to the best session for people who were free then.
    ///
    ///
    /// The plan may come from a file. Whoever it names and this network does not have has dropped out, whether `gone` says so or not, and
    /// a skill that nobody knows any more is not taught: [`WeekPlan::unknown_in`] lists both.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::LearningWeek;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("ben").offers("rust", 0.7))
    ///     .person(Person::new("caro").needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))?;
    /// assert_eq!(plan.sessions()[0].speaker, "ana");
    /// let replan = matcher.replan_without(&plan, [network.id("ana")?]);
    /// assert_eq!(replan.plan.sessions()[0].speaker, "ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn replan_without(
        &self,
        plan: &WeekPlan,
        gone: impl IntoIterator<Item = PersonId>,
    ) -> Replan {
        let week = plan.week().clone().except(gone);
        let network = self.network();
        let find = |name: &String| network.find(name).map(|person| person.0);
        // Gone speakers and skills stay as markers: their sessions free a room that others can use.
        let kept = plan.sessions().iter().map(|session| {
            let mut attendees: Vec<u32> = session.attendees.iter().filter_map(find).collect();
            attendees.sort_unstable();
            ScheduledSession {
                slot: session.slot_number,
                room: session.room,
                topic: network
                    .find_skill(&session.skill)
                    .map_or(GONE, |skill| skill.0),
                speaker: find(&session.speaker).unwrap_or(GONE),
                level: session.level,
                size: session.size,
                attendees,
            }
        });
        let kept: Vec<ScheduledSession> = kept.collect();
        let mut problem = problem(self, &week);
        // Sessions keep their sizes, also those made for somebody quiet who is gone.
        problem
            .quiet
            .extend(kept.iter().map(|session| session.size));
        problem.quiet.sort_unstable();
        problem.quiet.dedup();
        let table: Timetable = repair(&problem, &kept);
        let new = WeekPlan::new(self, week, &problem, &table);
        let changes = changes(plan, &new);
        Replan { plan: new, changes }
    }
}
