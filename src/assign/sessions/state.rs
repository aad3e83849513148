//! The state of a timetable under search, and what each move would gain.

use std::sync::Arc;

use crate::assign::sessions::{Problem, Session, UNSEATED, Want};
use crate::progress::work::Counters;
use crate::rows::AsIndex;

/// People who want or teach something, by topic.
#[derive(Debug)]
pub(crate) struct Index {
    /// Where the wants of a person start among all wants.
    pub(crate) starts: Vec<usize>,
    /// For each topic, `(person, place among the person's wants)`.
    pub(crate) learners: Vec<Vec<(u32, u32)>>,
    /// For each topic, `(person, level)`: highest level first, of equal ones those who miss the least by teaching.
    pub(crate) speakers: Vec<Vec<(u32, f32)>>,
    /// Where looks at a learner and a speaker are counted.
    pub(crate) work: Arc<Counters>,
}

impl Index {
    pub(crate) fn of(problem: &Problem) -> Self {
        let mut index = Self {
            starts: vec![0],
            learners: vec![Vec::new(); problem.topics as usize],
            speakers: vec![Vec::new(); problem.topics as usize],
            work: Arc::default(),
        };
        for (id, person) in (0_u32..).zip(&problem.people) {
            for (place, want) in (0_u32..).zip(&person.wants) {
                index.learners[want.topic.as_index()].push((id, place));
            }
            for &(topic, level) in &person.teaches {
                if person.most_taught > 0 && level > 0.0 {
                    index.speakers[topic.as_index()].push((id, level));
                }
            }
            index
                .starts
                .push(index.starts[id.as_index()] + person.wants.len());
        }
        // Of equal speakers the one with the fewest wants misses the least while teaching.
        let misses = |id: u32| {
            let person = &problem.people[id.as_index()];
            (person.wants.len(), person.teaches.len(), id)
        };
        for speakers in &mut index.speakers {
            speakers
                .sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(misses(a.0).cmp(&misses(b.0))));
        }
        index
    }
}

/// A timetable in the making.
#[derive(Debug, Clone)]
pub(crate) struct State<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) index: &'a Index,
    /// By cell: slot · places + place.
    pub(crate) sessions: Vec<Option<Session>>,
    /// For each person and slot the cell, or [`UNSEATED`].
    doing: Vec<u32>,
    pub(crate) taught: Vec<u32>,
    attended: Vec<u32>,
    /// For each want, what is left of it.
    left: Vec<f64>,
    moves: Moves,
}

/// Who may be put into a further session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moves {
    /// Anyone who does not teach then, also out of another session.
    Anyone,
    /// Only people who are in no session then.
    OnlyFree,
}

impl<'a> State<'a> {
    pub(crate) fn new(problem: &'a Problem, index: &'a Index, moves: Moves) -> Self {
        Self {
            problem,
            index,
            sessions: vec![None; problem.cells()],
            doing: vec![UNSEATED; problem.people.len() * problem.slots.len()],
            taught: vec![0; problem.people.len()],
            attended: vec![0; problem.people.len()],
            left: vec![1.0; index.starts[problem.people.len()]],
            moves,
        }
    }

    /// The need covered, and what it is worth that people learn anything at all.
    pub(crate) fn objective(&self) -> f64 {
        let wants = self.problem.people.iter().flat_map(|person| &person.wants);
        let covered = wants
            .zip(&self.left)
            .map(|(want, left)| f64::from(want.weight) * (1.0 - left));
        let learn = self
            .attended
            .iter()
            .filter(|&&attended| attended > 0)
            .count();
        covered.sum::<f64>() + f64::from(self.problem.first) * learn as f64
    }

    /// The cell where a person is in a slot, or [`UNSEATED`].
    pub(crate) fn doing(&self, person: usize, slot: usize) -> u32 {
        self.doing[person * self.problem.slots.len() + slot]
    }

    fn set_doing(&mut self, person: usize, slot: usize, cell: u32) {
        self.doing[person * self.problem.slots.len() + slot] = cell;
    }

    fn session(&self, cell: u32) -> &Session {
        self.sessions[cell.as_index()]
            .as_ref()
            .expect("people are only ever in cells with a session")
    }

    pub(crate) fn is_teaching(&self, person: usize, slot: usize) -> bool {
        let cell = self.doing(person, slot);
        cell != UNSEATED && self.session(cell).speaker.as_index() == person
    }

    pub(crate) fn want(&self, person: usize, topic: u32) -> Option<(usize, Want)> {
        let wants = &self.problem.people[person].wants;
        let place = wants.binary_search_by_key(&topic, |want| want.topic).ok()?;
        Some((place, wants[place]))
    }

    /// What is left of a want of a person, without the session of one slot.
    fn left_without(&self, person: usize, want: &Want, slot: usize) -> f64 {
        let mut left = 1.0;
        for other in (0..self.problem.slots.len()).filter(|&other| other != slot) {
            let cell = self.doing(person, other);
            if cell != UNSEATED {
                let session = self.session(cell);
                if session.topic == want.topic && session.speaker as usize != person {
                    left *= 1.0 - want.quality(session.level);
                }
            }
        }
        left
    }

    /// What a person would lose by leaving the session attended in a slot; 0 when there is none.
    pub(crate) fn loss(&self, person: usize, slot: usize) -> f64 {
        let cell = self.doing(person, slot);
        if cell == UNSEATED || self.is_teaching(person, slot) {
            return 0.0;
        }
        let session = self.session(cell);
        // The bonus for a first session goes with the last one left.
        let last = if self.attended[person] == 1 {
            f64::from(self.problem.first)
        } else {
            0.0
        };
        let Some((_, want)) = self.want(person, session.topic) else {
            return last;
        };
        let left = self.left_without(person, &want, slot);
        last + f64::from(want.weight) * left * want.quality(session.level)
    }

    /// What a person who does not teach in a slot would gain by sitting in a session there instead of where they are.
    pub(crate) fn gain(&self, person: usize, place: usize, level: f32, slot: usize) -> f64 {
        let want = self.problem.people[person].wants[place];
        let quality = want.quality(level);
        if quality == 0.0 {
            return 0.0;
        }
        // Whoever moves within the slot keeps the bonus if this is their only session: they lose it and gain it again.
        let here = self.doing(person, slot) != UNSEATED;
        let alone = self.attended[person] == u32::from(here);
        let first = if alone {
            f64::from(self.problem.first)
        } else {
            0.0
        };
        // Free in this slot: the whole gain. Otherwise what they would leave is lost.
        if !here {
            return first
                + f64::from(want.weight) * self.left[self.index.starts[person] + place] * quality;
        }
        let left = self.left_without(person, &want, slot);
        first + f64::from(want.weight) * left * quality - self.loss(person, slot)
    }

    /// Whether a person can sit in a session, as far as the person alone decides.
    pub(crate) fn can_attend(&self, person: usize, speaker: usize, slot: usize, kind: u8) -> bool {
        let who = &self.problem.people[person];
        person != speaker
            && who.available[slot]
            && who.kinds & kind != 0
            && self.problem.reaches(slot, speaker, person)
            && self.may_move(person, slot)
    }

    fn may_move(&self, person: usize, slot: usize) -> bool {
        match self.moves {
            Moves::Anyone => !self.is_teaching(person, slot),
            Moves::OnlyFree => self.doing(person, slot) == UNSEATED,
        }
    }

    /// What a person would gain by moving to a session of the same slot, seats aside; `None` where the person cannot be in it.
    pub(crate) fn move_to(&self, person: usize, cell: usize) -> Option<f64> {
        let session = self.sessions[cell].as_ref()?;
        let (slot, speaker) = (session.slot as usize, session.speaker as usize);
        let (place, _) = self.want(person, session.topic)?;
        let allowed = self.can_attend(person, speaker, slot, self.problem.room_of(cell).kind)
            && self.problem.people[person].largest >= session.size
            && self.gets_along(person, cell);
        allowed.then(|| self.gain(person, place, session.level, slot))
    }

    /// Whether a person can teach in a slot.
    pub(crate) fn can_teach(&self, person: usize, slot: usize) -> bool {
        let who = &self.problem.people[person];
        self.taught[person] < who.most_taught && who.available[slot] && self.may_move(person, slot)
    }

    /// Whether nobody of a session must be apart from a person.
    pub(crate) fn gets_along(&self, person: usize, cell: usize) -> bool {
        let slot = self.problem.slot_of(cell);
        let apart = &self.problem.people[person].apart;
        apart
            .iter()
            .all(|&other| self.doing(other as usize, slot) != cell as u32)
    }

    /// Starts a session without anyone but the speaker, who leaves the session attended until then.
    pub(crate) fn open(&mut self, cell: usize, topic: u32, speaker: u32, level: f32, size: u32) {
        let slot = self.problem.slot_of(cell);
        // A speaker cannot sit elsewhere at the same time.
        self.leave(speaker as usize, slot);
        self.sessions[cell] = Some(Session {
            slot: slot as u32,
            room: (cell % self.problem.rooms.len()) as u32,
            topic,
            speaker,
            level,
            size,
            attendees: Vec::new(),
        });
        self.set_doing(speaker as usize, slot, cell as u32);
        self.taught[speaker.as_index()] += 1;
    }

    /// Ends a session: everyone in it is free. Returns it as it was.
    pub(crate) fn close(&mut self, cell: usize) -> Session {
        let session = self.session(cell as u32).clone();
        let slot = session.slot as usize;
        for &person in &session.attendees {
            self.leave(person as usize, slot);
        }
        self.set_doing(session.speaker as usize, slot, UNSEATED);
        self.taught[session.speaker.as_index()] -= 1;
        self.sessions[cell] = None;
        session
    }

    /// Seats a person in a session, who leaves the one attended until then.
    pub(crate) fn sit(&mut self, person: usize, cell: usize) {
        let slot = self.problem.slot_of(cell);
        self.leave(person, slot);
        self.set_doing(person, slot, cell as u32);
        self.attended[person] += 1;
        let session = self.sessions[cell].as_mut().expect("a session to sit in");
        let place = session
            .attendees
            .partition_point(|&other| (other as usize) < person);
        session.attendees.insert(place, person as u32);
        let topic = session.topic;
        self.refresh(person, topic);
    }

    /// Takes a person out of the session attended in a slot, if any.
    pub(crate) fn leave(&mut self, person: usize, slot: usize) {
        let cell = self.doing(person, slot);
        if cell == UNSEATED || self.is_teaching(person, slot) {
            return;
        }
        let session = self.sessions[cell.as_index()]
            .as_mut()
            .expect("a session to leave");
        session.attendees.retain(|&other| other as usize != person);
        let topic = session.topic;
        self.set_doing(person, slot, UNSEATED);
        self.attended[person] -= 1;
        self.refresh(person, topic);
    }

    /// Counts afresh what is left of a want. Products of the same numbers in the same order leave no drift.
    fn refresh(&mut self, person: usize, topic: u32) {
        if let Some((place, want)) = self.want(person, topic) {
            let nowhere = self.problem.slots.len();
            self.left[self.index.starts[person] + place] =
                self.left_without(person, &want, nowhere);
        }
    }
}
