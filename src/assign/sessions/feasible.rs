//! Who could learn what from whom, and when: what any timetable can draw on.

use crate::assign::sessions::state::Index;
use std::collections::BTreeSet;

use crate::assign::sessions::{Problem, Room};
use crate::par;
use crate::rows::{AsIndex, narrow};

/// The wants that some session could cover, and how far.
#[derive(Debug)]
pub(crate) struct Feasible {
    /// Learners who could sit in a session of a topic, and speakers whom somebody could hear.
    pub(crate) learners: Vec<Vec<(u32, u32)>>,
    pub(crate) speakers: Vec<Vec<(u32, f32)>>,
    /// For each topic and speaker how many sessions they could hold.
    pub(crate) times: Vec<Vec<usize>>,
    /// For each want the best level, and in how many slots it could be covered.
    pub(crate) wants: Vec<(f32, usize)>,
    /// For each person in how many slots they could learn anything.
    pub(crate) visits: Vec<usize>,
}

/// What one topic adds to [`Feasible`].
struct OfTopic {
    learners: Vec<(u32, u32, f32, Vec<bool>)>,
    speakers: Vec<(u32, f32)>,
    times: Vec<usize>,
}

impl Feasible {
    /// Looks at every topic in parallel. For each learner and slot the speakers are tried from the best level down, so that the
    /// first who suits decides.
    pub(crate) fn of(problem: &Problem, index: &Index) -> Self {
        let sizes = least_sizes(problem);
        let topics = par::map(problem.topics.as_index(), |topic| {
            OfTopic::of(problem, index, topic, &sizes)
        });
        let mut feasible = Self {
            learners: Vec::new(),
            speakers: Vec::new(),
            times: Vec::new(),
            wants: vec![(0.0, 0); index.starts[problem.people.len()]],
            visits: Vec::new(),
        };
        // Which slots reach a person with anything they want: no more visits than that are possible.
        let mut reached = vec![vec![false; problem.slots.len()]; problem.people.len()];
        // Topics were looked at apart; a person's slots are the union over all of them.
        for topic in topics {
            for (person, place, level, slots) in &topic.learners {
                let want = index.starts[person.as_index()] + place.as_index();
                feasible.wants[want] = (*level, slots.iter().filter(|&&fits| fits).count());
                for (own, fits) in reached[person.as_index()].iter_mut().zip(slots) {
                    *own |= fits;
                }
            }
            let learners = topic
                .learners
                .into_iter()
                .map(|(person, place, ..)| (person, place));
            feasible.learners.push(learners.collect());
            feasible.speakers.push(topic.speakers);
            feasible.times.push(topic.times);
        }
        let visits = reached
            .iter()
            .map(|slots| slots.iter().filter(|&&fits| fits).count());
        feasible.visits = visits.collect();
        feasible
    }
}

impl OfTopic {
    fn of(problem: &Problem, index: &Index, topic: usize, sizes: &[u32]) -> Self {
        let speakers = &index.speakers[topic];
        let mut found = Self {
            learners: Vec::new(),
            speakers: Vec::new(),
            times: Vec::new(),
        };
        // A learner counts if someone ahead of them suits some slot; speakers come best first, so the first who suits is the best.
        for &(person, place) in &index.learners[topic] {
            let own = problem.people[person.as_index()].wants[place.as_index()].own;
            let ahead = speakers.iter().filter(|speaker| speaker.1 > own);
            let best_in = |slot: usize| {
                let mut suits = ahead.clone().filter(|speaker| {
                    suit(
                        problem,
                        sizes,
                        slot,
                        speaker.0.as_index(),
                        person.as_index(),
                    )
                });
                suits.next().map(|speaker| speaker.1)
            };
            let levels: Vec<Option<f32>> = (0..problem.slots.len()).map(best_in).collect();
            let best = levels.iter().flatten().copied().fold(0.0, f32::max);
            if best > 0.0 {
                let slots = levels.iter().map(Option::is_some).collect();
                found.learners.push((person, place, best, slots));
            }
        }
        // A speaker counts who would be heard, so often at most as there are slots with a listener.
        for &(speaker, level) in speakers {
            let heard = |slot: &usize| {
                found.learners.iter().any(|&(person, place, ..)| {
                    let want = problem.people[person.as_index()].wants[place.as_index()];
                    level > want.own
                        && suit(problem, sizes, *slot, speaker.as_index(), person.as_index())
                })
            };
            let slots = (0..problem.slots.len()).filter(heard).count();
            let most = problem.people[speaker.as_index()].most_taught.as_index();
            if slots.min(most) > 0 {
                found.speakers.push((speaker, level));
                found.times.push(slots.min(most));
            }
        }
        found
    }
}

/// Whether two people could be in a session of a slot in one room. A room of several kinds takes both who come and who join remotely.
pub(crate) fn suit_in(
    problem: &Problem,
    room: Room,
    slot: usize,
    speaker: usize,
    learner: usize,
) -> bool {
    let comes = |person: usize| problem.people[person].kinds & room.kind > 0;
    comes(speaker)
        && comes(learner)
        && suit_at(problem, least_size(problem, room), slot, speaker, learner)
}

/// Whether two people could be in some session of a slot as speaker and learner, whatever else is held; `sizes` by the kinds of one and
/// the other.
fn suit(problem: &Problem, sizes: &[u32], slot: usize, speaker: usize, learner: usize) -> bool {
    let [one, other] = [speaker, learner].map(|person| usize::from(problem.people[person].kinds));
    suit_at(
        problem,
        sizes[(one << u8::BITS) + other],
        slot,
        speaker,
        learner,
    )
}

/// The same for sessions of at least a size.
pub(crate) fn suit_at(
    problem: &Problem,
    size: u32,
    slot: usize,
    speaker: usize,
    learner: usize,
) -> bool {
    let (host, guest) = (&problem.people[speaker], &problem.people[learner]);
    speaker != learner
        && host.available[slot]
        && guest.available[slot]
        && size < u32::MAX
        && size <= host.largest.min(guest.largest)
        && host.apart.binary_search(&narrow(learner)).is_err()
        && problem.reaches(slot, speaker, learner)
}

/// The least size of a session in a room: the smallest quiet one, or what it holds.
fn least_size(problem: &Problem, room: Room) -> u32 {
    let quiet = problem
        .quiet
        .iter()
        .copied()
        .filter(|&size| size < room.holds);
    let least = quiet.chain([room.holds]).filter(|&size| size > 1).min();
    least.unwrap_or(u32::MAX)
}

/// For two sets of kinds the least size of a session in a room that takes people of both; the largest number where there is none.
fn least_sizes(problem: &Problem) -> Vec<u32> {
    let mut rooms = problem.rooms.clone();
    rooms.sort_unstable();
    rooms.dedup();
    let sizes: Vec<(usize, u32)> = rooms
        .iter()
        .map(|&room| (usize::from(room.kind), least_size(problem, room)))
        .collect();
    let kinds = problem.people.iter().map(|person| person.kinds);
    let known: BTreeSet<usize> = kinds.map(usize::from).collect();
    let mut least = vec![u32::MAX; 1 << (2 * u8::BITS)];
    // For any two ways of meeting: the smallest room in which both can be, at once for all pairs of people.
    for &one in &known {
        for &other in &known {
            let fits = sizes
                .iter()
                .filter(|(kind, _)| kind & one > 0 && kind & other > 0);
            least[(one << u8::BITS) + other] = fits.map(|size| size.1).min().unwrap_or(u32::MAX);
        }
    }
    least
}
