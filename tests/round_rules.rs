//! Rules hold or fail loudly, history counts, and plans change as little as asked.

use confrere::round::{
    Absence, Encounter, Enforcement, MeetingHistory, MeetingOutcome, Odd, PairAnswer, RoundChange,
    RoundPlan, RoundPlanner, Rule, Scores, UnmatchedReason,
};
use confrere::{Error, Matcher, Mode, Network, Person, Policy};

fn network(people: impl IntoIterator<Item = Person>) -> Network {
    Network::builder()
        .people(people)
        .build()
        .expect("a sound community")
}

fn named(names: &[&str]) -> Network {
    network(names.iter().map(|name| Person::new(*name)))
}

fn equal(network: &Network) -> RoundPlanner {
    RoundPlanner::new(Scores::equal(network))
}

fn groups(plan: &RoundPlan) -> Vec<String> {
    let meetings = plan.meetings().iter();
    meetings.map(|meeting| meeting.people.join(" ")).collect()
}

#[test]
fn the_legal_complete_plan_is_found_where_the_best_pair_would_ban_it() {
    let community = network([
        Person::new("m0").circle(["org 1"]),
        Person::new("m1").circle(["org 2"]),
        Person::new("e0").circle(["org 1"]),
        Person::new("e1").circle(["org 3"]),
    ]);
    let scores = [
        ("m0", "e0", 0.5),
        ("m0", "e1", 0.5),
        ("m1", "e0", 0.9),
        ("m1", "e1", 1.0),
    ];
    let scores = Scores::of_pairs(&community, scores).expect("sound scores");
    let planner = RoundPlanner::new(scores).same_circle(1, Enforcement::Hard);
    let plan = planner
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    assert_eq!(groups(&plan), ["e0 m1", "e1 m0"]);
    assert!(plan.unmatched().is_empty());
    assert!(plan.value() <= plan.bound());
    // In pairs the other two would be alone; a trio takes in one who gains from one of the two.
    for (odd, alone) in [(Odd::LeftOut, 2), (Odd::Trio, 1)] {
        let planner = planner.clone().odd(odd);
        let why = planner
            .why_not(&MeetingHistory::default(), "m1", "e1")
            .expect("known");
        assert!(
            matches!(why, PairAnswer::Costs { unmatched, .. } if unmatched == alone),
            "{why:?}"
        );
    }
    let why = planner
        .why_not(&MeetingHistory::default(), "m0", "e0")
        .expect("known");
    assert_eq!(why, PairAnswer::Rules(vec![Rule::SameCircle]));
}

#[test]
fn paused_and_full_people_appear_nowhere_and_are_named_with_the_reason() {
    let community = network([
        Person::new("ana"),
        Person::new("ben").paused(),
        Person::new("caro").peers(1).engaged(1),
        Person::new("dan"),
        Person::new("eva"),
    ]);
    let planner = equal(&community);
    let plan = planner
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    assert_eq!(groups(&plan), ["ana dan eva"]);
    let absent = [
        ("ben".to_string(), Absence::Paused),
        ("caro".to_string(), Absence::Full),
    ];
    assert_eq!(plan.absent(), absent);
    let late = [
        RoundChange::Joins("ben".into()),
        RoundChange::Joins("caro".into()),
    ];
    let repaired = planner
        .repair(&plan, &MeetingHistory::default(), &late, 9)
        .expect("known");
    assert_eq!(groups(&repaired.plan), ["ana dan eva"]);
    let why = |other| {
        planner
            .why_not(&MeetingHistory::default(), "ana", other)
            .expect("known")
    };
    assert_eq!(why("ben"), PairAnswer::Unavailable);
    assert_eq!(why("caro"), PairAnswer::Unavailable);
    assert_eq!(why("dan"), PairAnswer::Meets);
}

#[test]
fn nobody_joins_a_trio_against_a_block_a_limit_or_a_place() {
    let community = network([
        Person::new("ana").blocks("eva"),
        Person::new("ben").group_size(2),
        Person::new("caro").peers(2).engaged(1),
        Person::new("dan"),
        Person::new("eva"),
        Person::new("fay"),
        Person::new("gil"),
    ]);
    let plan = equal(&community)
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    let trio = plan
        .meetings()
        .iter()
        .find(|meeting| meeting.people.len() == 3);
    let trio = &trio.expect("seven people make a trio").people;
    assert!(
        !trio.contains(&"ben".into()) && !trio.contains(&"caro".into()),
        "{trio:?}"
    );
    assert!(
        !(trio.contains(&"ana".into()) && trio.contains(&"eva".into())),
        "{trio:?}"
    );
    assert!(plan.unmatched().is_empty());
}

#[test]
fn whoever_was_left_out_goes_first() {
    let community = named(&["ana", "ben", "caro"]);
    let planner = equal(&community).odd(Odd::LeftOut);
    for out in ["ana", "ben", "caro"] {
        let mut history = MeetingHistory::default();
        history.left_out(out, 1).expect("a name");
        let plan = planner.plan(&history).expect("sound settings");
        assert_eq!(plan.of(out).count(), 1, "{out}");
        history
            .record(Encounter::new(["ana", "ben", "caro"], 2))
            .expect("sound");
        history
            .record(Encounter::new([out, "nobody"], 3).outcome(MeetingOutcome::Skipped))
            .expect("sound");
        assert_eq!(
            planner
                .plan(&history)
                .expect("sound settings")
                .of(out)
                .count(),
            1
        );
    }
}

#[test]
fn a_named_person_sits_out_only_when_the_number_is_odd() {
    let odd = |names: &[&str]| {
        let planner = equal(&named(names)).odd(Odd::SitsOut("ben".into()));
        planner
            .plan(&MeetingHistory::default())
            .expect("sound settings")
    };
    let plan = odd(&["ana", "ben", "caro"]);
    assert_eq!(groups(&plan), ["ana caro"]);
    assert_eq!(plan.absent(), [("ben".to_string(), Absence::SitsOut)]);
    assert_eq!(odd(&["ana", "ben", "caro", "dan"]).absent(), []);
}

#[test]
fn memory_fades_and_repeats_are_chosen_by_how_long_ago() {
    let community = named(&["ana", "ben", "caro"]);
    let mut history = MeetingHistory::default();
    for (pair, at) in [
        (["ana", "ben"], 1),
        (["ana", "caro"], 5),
        (["ben", "caro"], 9),
    ] {
        history.record(Encounter::new(pair, at)).expect("sound");
    }
    let planner = equal(&community).odd(Odd::LeftOut).now(10);
    assert_eq!(groups(&planner.plan(&history).expect("sound")), ["ana ben"]);
    // Met twice long ago weighs less than once just now, when memory is short.
    history
        .record(Encounter::new(["ana", "ben"], 1))
        .expect("sound");
    let short = planner
        .clone()
        .half_life(1.0)
        .plan(&history)
        .expect("sound");
    assert_eq!(groups(&short), ["ana ben"]);
    let long = planner.half_life(1000.0).plan(&history).expect("sound");
    assert_eq!(groups(&long), ["ana caro"]);
}

#[test]
fn a_meeting_that_did_not_take_place_is_no_repeat() {
    let community = named(&["ana", "ben"]);
    let mut history = MeetingHistory::default();
    history
        .record(Encounter::new(["ana", "ben"], 1).outcome(MeetingOutcome::Declined))
        .expect("sound");
    let plan = equal(&community).plan(&history).expect("sound");
    assert_eq!(plan.repeats(), 0);
    history
        .record(Encounter::new(["ana", "ben"], 2))
        .expect("sound");
    assert_eq!(
        equal(&community).plan(&history).expect("sound").repeats(),
        1
    );
}

#[test]
fn people_who_want_to_meet_less_often_rest_in_between() {
    let community = network([
        Person::new("ana").every(3),
        Person::new("ben"),
        Person::new("caro"),
    ]);
    let mut history = MeetingHistory::default();
    history
        .record(Encounter::new(["ana", "ben"], 5))
        .expect("sound");
    for (now, rests) in [(6, true), (7, true), (8, false)] {
        let plan = equal(&community).now(now).plan(&history).expect("sound");
        let absent = plan.absent().contains(&("ana".into(), Absence::NotDue));
        assert_eq!(absent, rests, "round {now}");
    }
}

#[test]
fn slots_modes_managers_and_lists_keep_people_apart_and_are_named() {
    let pair = |ana: Person, ben: Person| network([ana, ben]);
    let (ana, ben) = (Person::new("ana"), Person::new("ben"));
    let cases = [
        (
            pair(ana.clone().available("mon"), ben.clone().available("tue")),
            Rule::Slot,
        ),
        (
            pair(
                ana.clone().meets(Mode::Remote),
                ben.clone().meets(Mode::InPerson),
            ),
            Rule::Mode,
        ),
        (pair(ana.clone().manager("ben"), ben.clone()), Rule::Manager),
        (pair(ana.clone(), ben.clone().blocks("ana")), Rule::Blocked),
        (pair(ana.clone(), ben.clone()), Rule::Apart),
    ];
    for (community, rule) in cases {
        let mut planner = equal(&community);
        if rule == Rule::Apart {
            planner = planner.apart("ben", "ana");
        }
        let plan = planner
            .plan(&MeetingHistory::default())
            .expect("sound settings");
        assert!(plan.meetings().is_empty(), "{rule}");
        assert_eq!(plan.unmatched().len(), 2);
        for unmatched in plan.unmatched() {
            assert_eq!(unmatched.why, UnmatchedReason::Rules(vec![rule]));
        }
        let soft = planner.rule(rule, Enforcement::Price(0.25));
        let plan = soft
            .plan(&MeetingHistory::default())
            .expect("sound settings");
        let always = rule == Rule::Blocked;
        assert_eq!(plan.meetings().is_empty(), always, "{rule}");
        if !always {
            assert_eq!(plan.meetings()[0].soft_violations, [rule]);
            assert!((plan.value() - 0.75).abs() < 1e-9);
        }
    }
}

#[test]
fn three_who_share_slots_in_twos_but_not_all_make_no_trio() {
    let community = network([
        Person::new("ana").available("mon").available("tue"),
        Person::new("ben").available("tue").available("wed"),
        Person::new("caro").available("wed").available("mon"),
    ]);
    let plan = equal(&community)
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    assert_eq!(plan.unmatched().len(), 1);
    assert_eq!(plan.meetings().len(), 1);
    assert!(plan.meetings()[0].slot.is_some());
    assert_eq!(
        plan.unmatched()[0].why,
        UnmatchedReason::AllTaken { allowed: 2 }
    );
    let grouped = equal(&community)
        .groups(3, 3)
        .plan(&MeetingHistory::default())
        .expect("sound");
    assert!(
        grouped
            .meetings()
            .iter()
            .all(|meeting| meeting.people.len() == 2)
    );
}

#[test]
fn the_fewest_rules_and_the_cheapest_exception_are_named() {
    // Caro shares her team with ana and ben, and dan is on her list: both rules are needed to keep her alone.
    let community = network([
        Person::new("ana").circle(["core"]),
        Person::new("ben").circle(["core"]),
        Person::new("caro").circle(["core"]),
        Person::new("dan").circle(["sales"]),
    ]);
    let planner = equal(&community)
        .same_circle(1, Enforcement::Hard)
        .apart("caro", "dan")
        .odd(Odd::LeftOut);
    let plan = planner
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    let caro = plan
        .unmatched()
        .iter()
        .find(|unmatched| unmatched.person == "caro");
    let why = &caro.expect("caro is alone").why;
    assert_eq!(
        *why,
        UnmatchedReason::Rules(vec![Rule::SameCircle, Rule::Apart])
    );
    let first = &plan.relaxations()[0];
    assert_eq!(
        (first.rule, first.more, first.exceptions.len()),
        (Rule::SameCircle, 2, 1)
    );
    assert!(
        first.to_string().ends_with("and 2 more are matched"),
        "{first}"
    );
    let full = network([Person::new("ana"), Person::new("ben").peers(2).engaged(2)]);
    let plan = equal(&full)
        .plan(&MeetingHistory::default())
        .expect("sound settings");
    assert_eq!(plan.unmatched()[0].why, UnmatchedReason::NobodyThere);
    assert_eq!(plan.relaxations()[0].rule, Rule::Full);
    assert_eq!(
        plan.relaxations()[0].to_string(),
        "allow ana and ben in spite of `no place left`, and 1 more is matched"
    );
}

#[test]
fn a_recent_meeting_is_forbidden_or_priced() {
    let community = named(&["ana", "ben"]);
    let mut history = MeetingHistory::default();
    history
        .record(Encounter::new(["ana", "ben"], 4))
        .expect("sound");
    let planner = equal(&community).recent(3, Enforcement::Hard);
    let plan = planner.clone().now(6).plan(&history).expect("sound");
    assert_eq!(
        plan.unmatched()[0].why,
        UnmatchedReason::Rules(vec![Rule::Recent])
    );
    let allow = &plan.relaxations()[0];
    assert_eq!((allow.rule, allow.more), (Rule::Recent, 2));
    assert_eq!(
        planner
            .now(7)
            .plan(&history)
            .expect("sound")
            .meetings()
            .len(),
        1
    );
}

#[test]
fn a_select_circle_meets_again_and_again() {
    let community = named(&["ana", "ben", "caro", "dan", "eva", "fay", "gil", "hal"]);
    let planner = equal(&community).select("ana", "dan");
    let series = planner
        .series(&MeetingHistory::default(), 5)
        .expect("sound");
    let together = series.plans().iter().filter(|plan| {
        plan.of("ana")
            .any(|meeting| meeting.people.contains(&"dan".into()))
    });
    assert_eq!(together.count(), 5);
}

#[test]
fn asked_meetings_take_place_unless_a_rule_forbids_them() {
    let community = network([
        Person::new("ana"),
        Person::new("ben"),
        Person::new("caro").blocks("dan"),
        Person::new("dan"),
    ]);
    let planner = equal(&community)
        .together("ana", "caro")
        .together("dan", "caro");
    let plan = planner.plan(&MeetingHistory::default()).expect("sound");
    assert_eq!(groups(&plan), ["ana caro", "ben dan"]);
    assert_eq!(
        plan.missed_together(),
        [("caro".to_string(), "dan".to_string())]
    );
}

#[test]
fn several_meetings_each_stay_within_everyones_places() {
    let mut people: Vec<Person> = (0..9).map(|n| Person::new(format!("mentee {n}"))).collect();
    people.push(Person::new("mentor").peers(4).engaged(1));
    let community = network(people);
    let mentees: Vec<String> = (0..9).map(|n| format!("mentee {n}")).collect();
    let scores = mentees
        .iter()
        .map(|mentee| ("mentor", mentee.as_str(), 1.0));
    let scores = Scores::of_pairs(&community, scores).expect("sound scores");
    let plan = RoundPlanner::new(scores)
        .meetings_each(5)
        .plan(&MeetingHistory::default())
        .expect("sound");
    assert_eq!(plan.meetings().len(), 3);
    assert!(plan.loads().contains(&("mentor", 3)));
    assert_eq!(plan.unmatched().len(), 6);
}

#[test]
fn ratings_count_and_meetings_make_ties() {
    let community = named(&["ana", "ben", "caro"]);
    let mut history = MeetingHistory::default();
    history
        .record(Encounter::new(["ana", "ben"], 1).rated("ben", 0.1))
        .expect("sound");
    history
        .record(Encounter::new(["ana", "caro"], 1).rated("caro", 0.9))
        .expect("sound");
    let planner = equal(&community)
        .odd(Odd::LeftOut)
        .repeat_price(0.0)
        .apart("ben", "caro");
    assert_eq!(
        groups(&planner.plan(&history).expect("sound")),
        ["ana caro"]
    );
    let ties = history.ties(1, 12.0).expect("sound");
    assert_eq!(
        (ties[1].from.as_str(), ties[1].to.as_str()),
        ("ana", "caro")
    );
    assert!((ties[1].strength - (1.0 - 0.63_f32.powf(0.9))).abs() < 1e-6);
    assert!(ties[0].strength < ties[1].strength);
    assert!(history.ties(0, 12.0).is_err());
}

#[test]
fn gains_of_a_matcher_are_reported() {
    let community = network([
        Person::new("ana").offers("rust", 1.0).needs("law", 1.0),
        Person::new("ben").offers("law", 0.5).needs("rust", 1.0),
        Person::new("caro")
            .offers("design", 1.0)
            .needs("hiring", 1.0),
    ]);
    let matcher = Matcher::new(&community);
    let plan = RoundPlanner::new(Scores::of(&matcher))
        .plan(&MeetingHistory::default())
        .expect("sound");
    assert_eq!(groups(&plan), ["ana ben"]);
    assert_eq!(plan.meetings()[0].gains.len(), 2);
    assert!((plan.meetings()[0].gains[0] - 0.5).abs() < 1e-6);
    assert_eq!(
        plan.unmatched()[0].why,
        UnmatchedReason::Rules(vec![Rule::NoGain])
    );
}

#[test]
fn a_decline_moves_at_most_as_many_as_asked() {
    let names: Vec<String> = (0..20).map(|n| format!("p{n:02}")).collect();
    let community = network(names.iter().map(Person::new));
    let planner = equal(&community);
    let history = MeetingHistory::default();
    let plan = planner.plan(&history).expect("sound");
    let pair = plan.meetings()[3].people.clone();
    let decline = [RoundChange::Declines(pair[0].clone(), pair[1].clone())];
    for most in [0, 1, 2, 4, 20] {
        let repaired = planner
            .repair(&plan, &history, &decline, most)
            .expect("known");
        assert!(
            repaired.moved.len() as u32 <= most,
            "{most}: {:?}",
            repaired.moved
        );
        assert!(repaired.dissolved.contains(&pair));
        assert_eq!(repaired.plan.unmatched().is_empty(), most >= 2, "{most}");
        let kept = plan
            .meetings()
            .iter()
            .filter(|old| !repaired.dissolved.contains(&old.people));
        for old in kept {
            assert!(
                repaired
                    .plan
                    .meetings()
                    .iter()
                    .any(|new| new.people == old.people)
            );
        }
        let same = repaired
            .plan
            .meetings()
            .iter()
            .any(|meeting| meeting.people == pair);
        assert!(!same, "the declined meeting stays away");
    }
}

#[test]
fn a_repair_keeps_no_more_meetings_than_there_are_places() {
    let places = |peers: u32| {
        let ana = Person::new("ana").peers(peers);
        network(
            [ana]
                .into_iter()
                .chain(["ben", "caro", "dan"].map(Person::new)),
        )
    };
    let (before, after) = (places(3), places(1));
    let history = MeetingHistory::default();
    let plan = equal(&before).meetings_each(3).plan(&history);
    let plan = plan.expect("sound");
    assert_eq!(plan.of("ana").count(), 3);
    let planner = equal(&after).meetings_each(3);
    let repaired = planner.repair(&plan, &history, &[], 0).expect("sound");
    // The first stays, and whoever loses a meeting with her keeps the others.
    assert_eq!(
        groups(&repaired.plan),
        ["ana ben", "ben caro", "ben dan", "caro dan"]
    );
    assert_eq!(repaired.dissolved, [["ana", "caro"], ["ana", "dan"]]);
    assert!(repaired.formed.is_empty() && repaired.moved.is_empty());
    // Fewer meetings each than when the plan was made.
    let fewer = equal(&before).repair(&plan, &history, &[], 0);
    let loads = fewer.expect("sound").plan;
    assert!(loads.loads().iter().all(|load| load.1 == 1), "{loads}");
}

#[test]
fn a_late_joiner_disturbs_nobody_when_someone_is_free() {
    let community = named(&["ana", "ben", "caro", "dan"]);
    let planner = equal(&community).odd(Odd::LeftOut).away("dan");
    let plan = planner.plan(&MeetingHistory::default()).expect("sound");
    let free = plan.unmatched()[0].person.clone();
    let joins = [RoundChange::Joins("dan".into())];
    let repaired = planner
        .repair(&plan, &MeetingHistory::default(), &joins, 0)
        .expect("known");
    assert_eq!(repaired.formed, [vec![free, "dan".to_string()]]);
    assert!(repaired.moved.is_empty() && repaired.dissolved.is_empty());
}

#[test]
fn unsound_settings_are_refused_with_a_name_and_a_value() {
    let community = named(&["ana", "ben"]);
    let history = MeetingHistory::default();
    let planner = || equal(&community);
    let refused = |planner: RoundPlanner| planner.plan(&history).expect_err("refused").to_string();
    assert!(refused(planner().away("zoe")).contains("zoe"));
    assert!(refused(planner().apart("ana", "zoe")).contains("zoe"));
    assert!(refused(planner().apart("ana", "ana")).contains("ana"));
    assert!(refused(planner().half_life(0.0)).contains('0'));
    assert!(refused(planner().repeat_price(f32::NAN)).contains("NaN"));
    assert!(refused(planner().rule(Rule::Manager, Enforcement::Price(-1.0))).contains("manager"));
    assert!(refused(planner().groups(4, 3)).contains("smallest"));
    assert!(refused(planner().groups(1, 9)).contains("group"));
    let mut late = MeetingHistory::default();
    late.record(Encounter::new(["ana", "ben"], 9))
        .expect("sound");
    assert!(planner().now(3).plan(&late).is_err());
    assert!(late.record(Encounter::new(["ana", "ana"], 1)).is_err());
    assert!(
        late.record(Encounter::new(["ana", "ben"], 1).rated("zoe", 0.5))
            .is_err()
    );
    assert!(
        late.record(Encounter::new(["ana", "ben"], 1).rated("ana", 1.5))
            .is_err()
    );
    let twice = [("ana", "ben", 0.5), ("ben", "ana", 0.5)];
    let error = Scores::of_pairs(&community, twice).expect_err("refused");
    assert!(matches!(error, Error::Duplicate { .. }), "{error}");
}

#[test]
fn nobody_is_scored_with_themselves() {
    let network = Network::builder()
        .people(["ana", "ben"].map(Person::new))
        .build()
        .expect("sound");
    assert!(matches!(
        Scores::of_pairs(&network, [("ana", "ana", 0.5)]),
        Err(Error::SamePerson { .. })
    ));
}

#[test]
fn a_series_of_people_who_all_may_not_meet_has_no_meetings() {
    let people = ["ana", "ben", "caro", "dan"].map(|name| Person::new(name).circle(["team"]));
    let planner = equal(&network(people)).same_circle(1, Enforcement::Hard);
    let series = planner.series(&MeetingHistory::default(), 2);
    let series = series.expect("sound settings");
    assert!(series.plans().iter().all(|plan| plan.meetings().is_empty()));
    assert_eq!(series.missed(), 8);
}

#[test]
fn everyone_has_as_many_meetings_in_each_round_of_a_series_as_in_one() {
    let planner = equal(&named(&["ana", "ben", "caro", "dan", "eva", "fay"])).meetings_each(2);
    let history = MeetingHistory::default();
    assert_eq!(planner.plan(&history).expect("sound").meetings().len(), 6);
    let series = planner.series(&history, 2).expect("sound settings");
    let counts: Vec<usize> = series
        .plans()
        .iter()
        .map(|plan| plan.meetings().len())
        .collect();
    assert_eq!(counts, [6, 6]);
}

#[test]
fn rounds_that_leave_nothing_to_improve_stay_as_they_were_planned_one_by_one() {
    // Whoever meets less often has a series planned round by round, also where they take no part.
    let people = ["ana", "ben", "caro", "dan", "eva"].map(Person::new);
    let people = people
        .into_iter()
        .chain([Person::new("zoe").every(2).paused()]);
    let planner = equal(&network(people)).odd(Odd::LeftOut);
    let mut history = MeetingHistory::default();
    let series = planner.series(&history, 3).expect("sound settings");
    assert_eq!((series.repeats(), series.missed()), (0, 3));
    for plan in series.plans() {
        let one = planner.plan(&history).expect("sound settings");
        assert_eq!(groups(plan), groups(&one));
        history
            .record_plan(&one, |_| MeetingOutcome::Met)
            .expect("a new round");
    }
}

#[test]
fn any_number_of_nearest_circles_is_planned_with() {
    let community = network(["ana", "ben"].map(|name| Person::new(name).circle(["team", "firm"])));
    let meetings = |circles: u32| {
        let planner = equal(&community).same_circle(circles, Enforcement::Hard);
        let plan = planner.plan(&MeetingHistory::default()).expect("sound");
        plan.meetings().len()
    };
    assert_eq!([0, 1, 2, u32::MAX].map(meetings), [1, 0, 0, 0]);
}

#[test]
fn two_of_a_trio_are_told_that_they_meet_though_they_may_not_alone() {
    let community = network([
        Person::new("ana").offers("a", 0.9).needs("b", 0.9),
        Person::new("ben")
            .offers("b", 0.9)
            .offers("c", 0.9)
            .needs("a", 0.9)
            .needs("d", 0.9),
        Person::new("caro").offers("d", 0.9).needs("c", 0.9),
    ]);
    let matcher = Matcher::with_policy(&community, Policy::strict()).expect("sound");
    let (planner, history) = (matcher.round(), MeetingHistory::default());
    let plan = planner.plan(&history).expect("sound");
    assert_eq!(groups(&plan), ["ana ben caro"]);
    for (one, other) in [("ana", "ben"), ("ana", "caro"), ("caro", "ana")] {
        let why = planner.why_not(&history, one, other).expect("known");
        assert_eq!(why, PairAnswer::Meets, "{one} {other}");
    }
    // Without a third there is no such meeting.
    let planner = planner.away("ben");
    let why = planner.why_not(&history, "ana", "caro").expect("known");
    assert!(matches!(why, PairAnswer::Rules(_)), "{why:?}");
}

#[test]
fn a_series_of_more_rounds_than_are_planned_at_once_is_refused() {
    let community = named(&["ana", "ben"]);
    let planner = equal(&community).sweeps(1);
    let series = |rounds| planner.series(&MeetingHistory::default(), rounds);
    for rounds in [251, u32::MAX] {
        let error = series(rounds).expect_err("too many").to_string();
        let said = format!("rounds of a series has {rounds} entries, expected at most 250");
        assert_eq!(error, said);
    }
    assert_eq!(series(250).expect("sound").plans().len(), 250);
}

#[test]
fn people_with_room_for_everyone_meet_everyone() {
    let names: Vec<String> = (0..40).map(|number| format!("p{number:02}")).collect();
    let person = |(number, name): (usize, &String)| match number {
        0 => Person::new(name.as_str()).peers(3),
        _ => Person::new(name.as_str()),
    };
    let community = network(names.iter().enumerate().map(person));
    let planner = equal(&community).meetings_each(u32::MAX);
    let plan = planner.plan(&MeetingHistory::default()).expect("sound");
    // All pairs but those for which one person has no places.
    assert_eq!(plan.meetings().len(), 39 * 38 / 2 + 3);
    assert_eq!(plan.of("p00").count(), 3);
    assert_eq!(plan.bound(), plan.value());
}
