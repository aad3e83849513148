//! What changes when somebody drops out? (as little as can be)

use crate::assign::sessions::search::{Candidate, TRIED, fill, finish, hold, propose, winners};
use crate::assign::sessions::state::{Index, Moves, State};
use crate::assign::sessions::{Lesson, Problem, Timetable};

/// The timetable for a problem that changed a little: people who cannot come any more, or no longer together.
///
/// Sessions keep slot, place, topic and speaker as long as the speaker can teach then, and their attendees as long as these can
/// come. A session that loses its speaker gets the best other speaker of the topic who is free then, and keeps everyone
/// for whom that is still worth coming; where there is none, the place goes to the session that adds the most for people who are
/// free then. Nobody is moved out of a session that stands, and seats left free in it stay free.
pub(crate) fn repair(problem: &Problem, lessons: &[Lesson]) -> Timetable {
    let index = Index::of(problem);
    let mut state = State::new(problem, &index, Moves::OnlyFree);
    let cell_of =
        |lesson: &Lesson| lesson.slot as usize * problem.places.len() + lesson.place as usize;
    let mut without = Vec::new();
    for lesson in lessons {
        let offered =
            index.speakers[lesson.topic as usize].contains(&(lesson.speaker, lesson.level));
        if !offered || !state.can_teach(lesson.speaker as usize, lesson.slot as usize) {
            without.push(lesson);
            continue;
        }
        let cell = cell_of(lesson);
        state.open(
            cell,
            lesson.topic,
            lesson.speaker,
            lesson.level,
            lesson.size,
        );
        seat(&mut state, lesson, cell);
    }
    for lesson in without {
        let cell = cell_of(lesson);
        if let Some(candidate) =
            substitute(&state, lesson, cell).or_else(|| another(&state, lesson))
        {
            hold(&mut state, &candidate);
        }
    }
    finish(state)
}

/// Seats the attendees of a session who can still come.
fn seat(state: &mut State<'_>, lesson: &Lesson, cell: usize) {
    let problem = state.problem;
    let (kind, slot) = (problem.place_of(cell).kind, lesson.slot as usize);
    for &person in &lesson.attendees {
        let comes = state.can_attend(person as usize, lesson.speaker as usize, slot, kind)
            && problem.people[person as usize].largest >= lesson.size
            && state.gets_along(person as usize, cell);
        if comes {
            state.sit(person as usize, cell);
        }
    }
}

/// The same session with another speaker, for those who had a seat, then for others.
fn substitute(state: &State<'_>, lesson: &Lesson, cell: usize) -> Option<Candidate> {
    let slot = lesson.slot as usize;
    let kind = state.problem.place_of(cell).kind;
    let fits = |person: u32| {
        let person = &state.problem.people[person as usize];
        person.kinds & kind != 0 && person.largest >= lesson.size
    };
    let speakers = state.index.speakers[lesson.topic as usize].iter();
    let able =
        speakers.filter(|&&(speaker, _)| fits(speaker) && state.can_teach(speaker as usize, slot));
    let candidates = able.take(TRIED).filter_map(|&(speaker, level)| {
        let mut winners = winners(state, lesson.topic, slot, (speaker, level), kind);
        winners.sort_by_key(|(_, person)| lesson.attendees.binary_search(person).is_err());
        let (value, attendees) = fill(state, &winners, lesson.size);
        (!attendees.is_empty()).then_some(Candidate {
            value,
            cell,
            topic: lesson.topic,
            speaker,
            level,
            size: lesson.size,
            attendees,
        })
    });
    best_of(candidates)
}

/// The best other session in the slot.
fn another(state: &State<'_>, lesson: &Lesson) -> Option<Candidate> {
    let topics = 0..state.problem.topics;
    best_of(topics.filter_map(|topic| propose(state, topic, lesson.slot as usize)))
}

fn best_of(candidates: impl Iterator<Item = Candidate>) -> Option<Candidate> {
    candidates.reduce(|best, next| if next.value > best.value { next } else { best })
}
