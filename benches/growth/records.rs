//! Records of n entries.

use confrere::plan::{Contacts, Day, Ledger};
use confrere::round::{Encounter, MeetingHistory, MeetingOutcome, RoundPlanner, Scores};

use crate::communities::{crowd, id};
use crate::{cost, key, row};

/// Records of n entries, and what is asked of them.
pub fn records(sizes: [usize; 3]) {
    let two = |entry: usize| {
        (
            key(entry % 40),
            key((entry % 40 + 1 + entry / 40 % 39) % 40),
        )
    };
    row("a ledger of n entries: its balances", sizes, |n| {
        let mut ledger = Ledger::new();
        for entry in 0..n {
            let (from, to) = two(entry);
            ledger
                .give(&from, &to, Day(entry as i32), 1.0)
                .expect("sound");
        }
        cost(|| ledger.at(Day(n as i32)).is_ok())
    });
    let all = crowd(40);
    row("a history of n meetings: a round of 40", sizes, |n| {
        let mut history = MeetingHistory::default();
        for entry in 0..n {
            let (one, other) = two(entry);
            let met = Encounter::new([one, other], entry as i32 / 20);
            history.record(met).expect("sound");
        }
        let planner = RoundPlanner::new(Scores::of(&all)).now(n as i32);
        cost(|| planner.plan(&history).is_ok())
    });
    row("a round among n: recorded after 20 others", sizes, |n| {
        let people = crowd(n);
        let planner = RoundPlanner::new(Scores::equal(people.network()));
        let mut history = MeetingHistory::default();
        let plan = planner.now(20).plan(&history).expect("sound");
        for day in 0..20 {
            for meeting in plan.meetings() {
                let met = Encounter::new(meeting.people.iter(), day);
                history.record(met).expect("sound");
            }
        }
        cost(|| {
            history
                .clone()
                .record_plan(&plan, |_| MeetingOutcome::Met)
                .is_ok()
        })
    });
    row("one meeting of n people who all rate it", sizes, |n| {
        let met = Encounter::new((0..n).map(key), 1);
        let met = (0..n).fold(met, |met, person| met.rated(key(person), 0.5));
        cost(|| MeetingHistory::default().record(met.clone()).is_ok())
    });
    row("contacts of n days: agenda", sizes, |n| {
        let mut contacts = Contacts::new();
        for entry in 0..n {
            let (one, other) = two(entry);
            contacts
                .met(&one, &other, Day(entry as i32))
                .expect("sound");
        }
        cost(|| all.agenda(&contacts, id(&all, 0), Day(n as i32)).is_ok())
    });
}
