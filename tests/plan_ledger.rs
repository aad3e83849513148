//! Give and take: what is recorded is conserved, fades, and prices asks without shutting anyone out.

use confrere::plan::{Balances, Capacity, Day, Help, Ledger};
use proptest::prelude::*;

const NAMES: [&str; 5] = ["ana", "ben", "caro", "dora", "eli"];

fn history() -> impl Strategy<Value = Vec<Help>> {
    let help = (0..5_usize, 1..5_usize, 0..400_i32, 0.01..50.0_f32).prop_map(
        |(from, step, day, amount)| Help {
            from: NAMES[from].into(),
            to: NAMES[(from + step) % 5].into(),
            day: Day(day),
            amount,
        },
    );
    prop::collection::vec(help, 0..40)
}

fn at(history: &[Help], now: i32) -> Balances {
    let ledger = Ledger::from_history(history.to_vec()).expect("sound help");
    ledger.at(Day(now)).expect("a day after all others")
}

/// Decayed help from one to another, from the definition.
fn naive(history: &[Help], from: &str, to: &str, now: i32) -> f64 {
    let between = history
        .iter()
        .filter(|help| help.from == from && help.to == to);
    between
        .map(|help| f64::from(help.amount) * (-f64::from(now - help.day.0) / 110.0).exp2())
        .sum()
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn what_is_given_is_received(history in history()) {
        let today = at(&history, 400);
        let given: f32 = NAMES.iter().map(|name| today.given(name)).sum();
        let received: f32 = NAMES.iter().map(|name| today.received(name)).sum();
        prop_assert!((given - received).abs() <= 1e-4 * given.max(1.0));
        let all: f64 = NAMES.iter().flat_map(|a| NAMES.map(|b| naive(&history, a, b, 400))).sum();
        prop_assert!((f64::from(given) - all).abs() <= 1e-4 * all.max(1.0));
    }

    #[test]
    fn formulas_equal_their_definitions(history in history()) {
        let today = at(&history, 400);
        let flow = |a: &str, b: &str| naive(&history, a, b, 400);
        let pairs: Vec<(&str, &str)> = NAMES.iter().flat_map(|&a| NAMES.map(|b| (a, b))).collect();
        let all: f64 = pairs.iter().map(|&(a, b)| flow(a, b)).sum();
        let back: f64 = pairs.iter().map(|&(a, b)| flow(a, b).min(flow(b, a))).sum();
        match today.reciprocity() {
            None => prop_assert!(history.is_empty()),
            Some(r) => prop_assert!((f64::from(r) - back / all).abs() < 1e-5),
        }
        for name in NAMES {
            let given: f64 = NAMES.iter().map(|other| flow(name, other)).sum();
            let received: f64 = NAMES.iter().map(|other| flow(other, name)).sum();
            match today.balance(name) {
                None => prop_assert_eq!(given + received, 0.0),
                Some(balance) => prop_assert!((f64::from(balance) - (given - received) / (given + received)).abs() < 1e-5),
            }
        }
    }

    #[test]
    fn help_that_goes_round_counts_at_least_as_much_as_help_that_comes_back(history in history()) {
        let today = at(&history, 400);
        if let (Some(back), Some(round)) = (today.reciprocity(), today.circulation()) {
            prop_assert!(back <= round + 1e-6 && round <= 1.0);
        }
    }

    #[test]
    fn prices_stay_within_a_half_and_two_and_swap_with_the_balance(history in history()) {
        let today = at(&history, 400);
        for name in NAMES {
            let price = today.price(name, "ana");
            prop_assert!((0.5..=2.0).contains(&price));
            prop_assert_eq!(today.price("nobody yet", name), 1.0);
            prop_assert!((-5.0..=5.0).contains(&today.image(name)));
        }
    }

    #[test]
    fn nothing_depends_on_the_order_within_a_day(history in history(), turn in 0..40_usize) {
        let mut turned = history.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        let (one, other) = (at(&history, 400), at(&turned, 400));
        for name in NAMES {
            prop_assert_eq!(one.given(name).to_bits(), other.given(name).to_bits());
            prop_assert_eq!(one.owes(name), other.owes(name));
        }
    }
}

#[test]
fn help_weighs_half_after_the_half_life() {
    let mut ledger = Ledger::with_half_life(10.0).expect("a half-life");
    ledger.give("ana", "ben", Day(0), 4.0).expect("sound help");
    assert_eq!(ledger.at(Day(10)).expect("later").given("ana"), 2.0);
    assert_eq!(ledger.at(Day(30)).expect("later").received("ben"), 0.5);
}

#[test]
fn late_entries_count_and_a_question_about_the_past_is_refused() {
    let mut ledger = Ledger::with_half_life(10.0).expect("a half-life");
    ledger.give("ana", "ben", Day(20), 1.0).expect("sound help");
    ledger
        .give("ben", "ana", Day(10), 1.0)
        .expect("written down late");
    let today = ledger.at(Day(20)).expect("today");
    assert_eq!((today.given("ana"), today.given("ben")), (1.0, 0.5));
    assert!(ledger.at(Day(19)).is_err());
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(5), 1.0).expect("sound help");
    assert!(ledger.at(Day(4)).is_err());
    assert!(ledger.at(Day(5)).is_ok());
}

#[test]
fn unsound_help_is_refused() {
    let mut ledger = Ledger::new();
    for amount in [f32::NAN, f32::INFINITY, -1.0, 0.0, 1e9] {
        assert!(
            ledger.give("ana", "ben", Day(0), amount).is_err(),
            "{amount}"
        );
    }
    assert!(ledger.give("ana", "ana", Day(0), 1.0).is_err());
    assert!(ledger.give("", "ana", Day(0), 1.0).is_err());
    assert!(Ledger::with_half_life(f32::NAN).is_err());
    assert_eq!(
        ledger.at(Day(0)).expect("nothing recorded").reciprocity(),
        None
    );
}

#[test]
fn a_refusal_without_room_costs_nothing_and_one_with_room_does() {
    let mut ledger = Ledger::new();
    ledger
        .refuse("ana", "ben", Day(0), Capacity::Full)
        .expect("sound");
    assert_eq!(ledger.at(Day(0)).expect("today").image("ana"), 0.0);
    ledger
        .refuse("ana", "ben", Day(0), Capacity::Free)
        .expect("sound");
    assert_eq!(ledger.at(Day(0)).expect("today").image("ana"), -1.0);
    assert_eq!(
        ledger.at(Day(0)).expect("today").price("ana", "ben"),
        1.0,
        "a refusal moves no price"
    );
}

#[test]
fn accounts_name_who_is_owed_and_for_how_long() {
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(0), 3.0).expect("sound");
    ledger.give("ana", "caro", Day(0), 5.0).expect("sound");
    ledger.give("ben", "ana", Day(20), 1.0).expect("sound");
    let today = ledger.at(Day(50)).expect("today");
    let carried: Vec<(String, u32)> = today
        .carries("ana")
        .into_iter()
        .map(|open| (open.name, open.days))
        .collect();
    assert_eq!(carried, [("caro".into(), 50), ("ben".into(), 30)]);
    assert_eq!(today.owes("ben")[0].name, "ana");
    assert!(today.owes("ana").is_empty());
    assert_eq!(today.reciprocity_beyond_chance(), Some(1.0 / 3.0));
}

#[cfg(feature = "serde")]
#[test]
fn a_stored_ledger_comes_back_through_the_same_checks() {
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(0), 3.0).expect("sound");
    ledger
        .refuse("ben", "ana", Day(3), Capacity::Free)
        .expect("sound");
    let text = serde_json::to_string(&ledger).expect("a ledger serialises");
    let back: Ledger = serde_json::from_str(&text).expect("and comes back");
    assert_eq!(
        back.at(Day(9)).expect("later").given("ana"),
        ledger.at(Day(9)).expect("later").given("ana")
    );
    assert_eq!(serde_json::to_string(&back).expect("again"), text);
    let bad = text.replace("3.0", "-3.0");
    let error = serde_json::from_str::<Ledger>(&bad).expect_err("negative help");
    assert!(
        error
            .to_string()
            .starts_with("help from `ana` to `ben` is -3, expected a number from 0.001 to 1000")
    );
}

/// Of the 1.5 given, the half that ben got and gave on is matched: a third.
#[test]
fn what_is_passed_on_circulates_and_no_more() {
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(0), 1.0).expect("sound");
    ledger.give("ben", "caro", Day(0), 0.5).expect("sound");
    let balances = ledger.at(Day(0)).expect("today");
    let circulation = balances.circulation().expect("help");
    assert!((circulation - 1.0 / 3.0).abs() < 1e-6, "{circulation}");
}
