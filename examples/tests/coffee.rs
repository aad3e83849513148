//! A programme from two tables: rules about attributes, slots and a memory of who did not come, as `coffee` reads them.

use confrere::round::{
    Absence, Enforcement, GroupRule, MeetingHistory, RoundPlan, RoundPlanner, Rule, Scores,
    UnmatchedReason, Wish,
};
use confrere::{Matcher, Network};
use support::reading::{Reading, Source};
use support::round::{Criterion, Quota};

/// Eight people of four sites, two of them mentors.
fn table() -> String {
    let mut table = String::from("name,offers,needs,attribute:role,attribute:site,slots\n");
    for number in 1..=8 {
        let role = if number % 4 == 0 { "mentor" } else { "member" };
        let (offers, needs) = (number % 3, (number + 1) % 3);
        table += &format!(
            "p{number},skill {offers},skill {needs},{role},site {},09:00Z;16:00Z\n",
            number % 4
        );
    }
    table
}

fn history(people: &support::reading::People) -> MeetingHistory {
    let rows = "people,at,no_shows\np1;p2,2026-09-01,p2\np3;p4,2026-09-01,\n";
    let source = Source::of_bytes("past.csv", rows);
    let told = Reading::default().history_of(&source, Some(people));
    told.expect("a sound table").value
}

fn planned(set: impl Fn(RoundPlanner) -> RoundPlanner) -> RoundPlan {
    let source = Source::of_bytes("people.csv", table());
    let people = Reading::default().people_of(&source).expect("sound").value;
    let history = history(&people);
    let network = Network::builder()
        .people(people.into_people())
        .build()
        .expect("sound people");
    let matcher = Matcher::new(&network);
    let planner =
        RoundPlanner::new(Scores::of(&matcher)).rule(Rule::NoGain, Enforcement::Price(0.5));
    set(planner).plan(&history).expect("sound settings")
}

/// The number at the end of a name.
fn number(name: &str) -> u32 {
    name[1..].parse().expect("a number")
}

fn criterion(text: &str) -> confrere::round::Criterion {
    text.parse::<Criterion>().expect("a criterion").0
}

#[test]
fn groups_have_a_mentor_each_and_no_two_of_a_site_in_a_slot_of_the_round() {
    let quota: Quota = "1:attribute:role=mentor".parse().expect("a quota");
    let plan = planned(|planner| {
        planner
            .groups(3, 4)
            .group_rule(GroupRule::at_least(
                quota.people,
                &quota.label,
                quota.of.clone(),
            ))
            .group_rule(GroupRule::different(criterion("attribute:site")))
            .slot("16:00Z")
    });
    assert!(plan.unmatched().is_empty(), "{plan:?}");
    for meeting in plan.meetings() {
        let numbers: Vec<u32> = meeting.people.iter().map(|name| number(name)).collect();
        assert!(numbers.iter().any(|number| number % 4 == 0));
        let mut sites: Vec<u32> = numbers.iter().map(|number| number % 4).collect();
        sites.sort_unstable();
        sites.dedup();
        assert_eq!(sites.len(), numbers.len());
        assert_eq!(meeting.slot.as_deref(), Some("16:00Z"));
    }
}

#[test]
fn alike_on_one_question_and_different_on_another() {
    let plan = planned(|planner| {
        planner
            .groups(3, 3)
            .group_rule(GroupRule::alike(criterion("attribute:role")))
            .group_rule(GroupRule::different(criterion("attribute:site")))
    });
    // Two mentors of one site may not meet each other, and nobody else is a mentor.
    let out: Vec<&str> = plan
        .unmatched()
        .iter()
        .map(|one| one.person.as_str())
        .collect();
    assert_eq!(out, ["p4", "p8"]);
    assert_eq!(plan.meetings().len(), 2);
}

#[test]
fn strict_sizes_leave_people_out_with_the_reason_and_flexible_ones_do_not() {
    let strict = planned(|planner| planner.groups(3, 3).strict_sizes());
    assert_eq!(strict.unmatched().len(), 2);
    for one in strict.unmatched() {
        assert_eq!(one.why, UnmatchedReason::Strict(vec![Wish::Size]));
    }
    let flexible = planned(|planner| planner.groups(3, 3));
    assert!(flexible.unmatched().is_empty());
    assert!(flexible.unkept().iter().any(|wish| wish.wish == Wish::Size));
}

#[test]
fn whoever_did_not_come_is_remembered() {
    let plan = planned(|planner| planner.no_shows(1));
    assert_eq!(plan.absent(), [("p2".to_string(), Absence::NoShows)]);
    let plan = planned(|planner| planner.no_shows(2));
    assert!(plan.absent().is_empty());
}

#[test]
fn rules_on_what_nobody_answers_are_refused() {
    let people = confrere::Person::new("ana").attribute("Role", "mentor");
    let network = Network::from_people([people], []).expect("sound");
    let check = |text: &str| {
        let criterion: Criterion = text.parse().expect("a criterion");
        let checked = support::round::check_answered(&network, &criterion.0);
        checked.map_err(|refused| refused.to_string())
    };
    assert_eq!(check("attribute:role"), Ok(()));
    assert_eq!(check("circle:1"), Ok(()));
    let message = check("attribute:site").expect_err("nobody has one");
    assert!(message.contains("attribute:site is unknown"), "{message}");
}

#[test]
fn rules_on_sides_and_circles_that_nobody_takes_are_refused() {
    let people = [
        confrere::Person::new("ana")
            .stance("Nuclear energy", 1.0)
            .circle(["sales team", "acme"]),
        confrere::Person::new("ben")
            .stance_privately("tea", 1.0)
            .circle(["legal", "acme"]),
    ];
    let network = Network::from_people(people, []).expect("sound");
    let check = |text: &str| {
        let checked = match text.parse::<Quota>() {
            Ok(quota) => support::round::check_quota(&network, &quota),
            Err(_) => support::round::check_answered(&network, &criterion(text)),
        };
        checked.map_err(|refused| refused.to_string())
    };
    for sound in [
        "stance:nuclear  Energy",
        "1:circle:1=Sales team",
        "1:circle:2=acme",
        "2:stance:nuclear energy=against",
    ] {
        assert_eq!(check(sound), Ok(()), "{sound}");
    }
    for (unknown, expected) in [
        ("stance:nuclear", "one of these: Nuclear energy"),
        ("stance:tea", "one of these: Nuclear energy"),
        ("1:circle:1=sales", "one of these: sales team"),
        // A team is no company.
        ("1:circle:2=legal", "one of these: acme"),
        ("1:circle:3=acme", "one of these: nothing"),
        (
            "2:stance:nuclear energy=maybe",
            "one of these: against, for, neutral",
        ),
    ] {
        let message = check(unknown).expect_err(unknown);
        assert!(message.ends_with(expected), "{message}");
    }
}

#[test]
fn slots_may_be_named_for_their_hours() {
    let parsed = |text: &str| text.parse::<support::plan::Slots>();
    assert!(parsed("Mon 9:00,team:Tue 9:00").is_ok());
    let message = parsed("tean:monday").expect_err("no circle");
    assert!(
        message.contains("expected team, company or country"),
        "{message}"
    );
}
