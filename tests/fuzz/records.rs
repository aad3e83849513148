//! Record keepers under clocks that go back, days at the ends of the calendar, and entries in any order.

use confrere::path::{ContactLog, TieDecay};
use confrere::plan::{Capacity, Contacts, Ledger};
use confrere::round::{Encounter, MeetingHistory, MeetingOutcome, RoundPlanner, Scores};
use confrere::{Day, Matcher, Network, Person};
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

use crate::fuzz;
use crate::input::{name, pick, wild};

fn day(rng: &mut ChaCha8Rng) -> Day {
    const EDGES: [i32; 6] = [i32::MIN, i32::MIN + 1, -1, 0, i32::MAX - 1, i32::MAX];
    match rng.random_range(0..3) {
        0 => Day(pick(rng, &EDGES)),
        1 => Day(rng.random()),
        _ => Day(rng.random_range(-400..400)),
    }
}

fn who(rng: &mut ChaCha8Rng) -> String {
    match rng.random_range(0..8) {
        0 => name(rng, true),
        place => format!("p{}", place % 4),
    }
}

fn network() -> Network {
    let people = (0..4).map(|place| {
        Person::new(format!("p{place}"))
            .offers("a", 0.5)
            .needs("a", 0.5)
    });
    Network::from_people(people, []).expect("sound")
}

#[test]
fn contacts_in_any_order() {
    let network = network();
    let matcher = Matcher::new(&network);
    fuzz("contacts", 1.0, |rng| {
        let mut contacts = Contacts::new();
        for _ in 0..rng.random_range(0..12) {
            let (a, b, at) = (who(rng), who(rng), day(rng));
            let _ = match rng.random_range(0..5) {
                0 => contacts.reminded(&a, &b, at).is_ok(),
                1 => contacts.remove_contact(&a, &b, at),
                2 => contacts.rename(&a, &b).is_ok(),
                3 => contacts.forget(&a) > 0,
                _ => contacts.met(&a, &b, at).is_ok(),
            };
        }
        let now = day(rng);
        for person in network.people() {
            if let Ok(agenda) = matcher.agenda(&contacts, person, now) {
                assert!(!agenda.to_string().contains("NaN"));
            }
            let _ = matcher.losing_touch(&contacts, person, now);
        }
        let (a, b) = (who(rng), who(rng));
        let _ = contacts.gap(&a, &b, now);
    });
}

#[test]
fn help_in_any_order() {
    let network = network();
    let matcher = Matcher::new(&network);
    fuzz("ledger", 1.0, |rng| {
        let ledger = Ledger::with_half_life(wild(rng));
        let mut ledger = ledger.unwrap_or_else(|_| Ledger::new());
        for _ in 0..rng.random_range(0..12) {
            let (a, b, at, amount) = (who(rng), who(rng), day(rng), wild(rng));
            let _ = match rng.random_range(0..5) {
                0 => ledger.refuse(&a, &b, at, Capacity::Free).is_ok(),
                1 => ledger.rename(&a, &b).is_ok(),
                2 => ledger.remove_help(rng.random_range(0..4)).is_ok(),
                _ => ledger.give(&a, &b, at, amount).is_ok(),
            };
        }
        let _ = ledger.outcomes();
        let Ok(balances) = ledger.at(day(rng)) else {
            return;
        };
        for person in network.people() {
            let key = network.key(person);
            let price = balances.price(key, "p0");
            assert!((0.5..=2.0).contains(&price), "{price}");
            assert!(!format!("{:?}", balances.owes(key)).contains("NaN"));
            let _ = matcher.give_and_take(&balances, person);
        }
    });
}

#[test]
fn meetings_in_any_order() {
    let network = network();
    fuzz("meetings", 0.5, |rng| {
        let mut history = MeetingHistory::default();
        for _ in 0..rng.random_range(0..8) {
            let people: Vec<String> = (0..rng.random_range(0..4)).map(|_| who(rng)).collect();
            let encounter = Encounter::new(people, day(rng))
                .outcome(pick(rng, &[MeetingOutcome::Met, MeetingOutcome::Skipped]));
            let encounter = match rng.random_bool(0.3) {
                true => encounter.rated(who(rng), wild(rng)),
                false => encounter.no_show(who(rng)),
            };
            let _ = history.record(encounter);
            let _ = history.left_out(who(rng), day(rng));
            if rng.random_bool(0.1) {
                let _ = history.rename(&who(rng), &who(rng));
            }
        }
        let _ = (history.outcomes(), history.ties(day(rng), 30.0));
        let planner = RoundPlanner::new(Scores::equal(&network))
            .now(day(rng))
            .recent(3, confrere::round::Enforcement::Price(0.5));
        if let Ok(plan) = planner.plan(&history) {
            assert!(!format!("{plan:?}").contains("NaN"));
        }
        let _ = RoundPlanner::new(Scores::equal(&network)).series(&history, 2);
    });
}

#[test]
fn tie_strengths_from_any_contacts() {
    fuzz("contact logs", 2.0, |rng| {
        let decay = TieDecay::new().half_life(wild(rng)).unwrap_or_default();
        let mut log = ContactLog::new();
        for _ in 0..rng.random_range(0..9) {
            let at = f64::from(wild(rng)) * pick(rng, &[1.0, 1e30, -1e9]);
            let _ = log.record(&decay, at, wild(rng));
        }
        if let Ok(strength) = log.strength(&decay, f64::from(wild(rng))) {
            assert!((0.0..=1.0).contains(&strength.get()));
        }
    });
}
