//! Plans and shares as plain text: aligned columns, people by label.

use confrere::market::Market;
use confrere::mentorship::Mentorship;
use confrere::path::Wish;
use confrere::plan::LearningWeek;
use confrere::round::{MeetingHistory, PersonalRound, RoundPlanner, Scores};
use confrere::{Matcher, Network, Person, PersonId};

fn network() -> Network {
    Network::builder()
        .person(
            Person::new("u1")
                .label("Ana Silva")
                .offers("rust", 0.9)
                .needs("law", 0.8),
        )
        .person(
            Person::new("u2")
                .label("Bo")
                .offers("law", 0.7)
                .needs("rust", 0.6),
        )
        .person(Person::new("u3").label("Zoë Ørsted"))
        .person(Person::new("u4").label("Dan").paused())
        .tie("u1", "u3", 0.5)
        .tie("u3", "u2", 0.5)
        .build()
        .expect("sound")
}

/// No line ends in a space, and a column that starts behind a heading starts there in every row.
fn aligned(text: &str, heading: &str, rows: usize) {
    let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
    assert!(lines.iter().all(|line| line.last() != Some(&' ')), "{text}");
    let first: String = lines[0].iter().collect();
    let bytes = first.find(heading).expect("the heading");
    let column = first[..bytes].chars().count();
    for line in &lines[1..=rows] {
        assert!(line[column - 1] == ' ' && line[column] != ' ', "{text}");
    }
}

#[test]
fn a_round() {
    let planner = RoundPlanner::new(Scores::equal(&network())).away("u3");
    let plan = planner.plan(&MeetingHistory::default()).expect("a plan");
    let expected = "\
meeting        slot  score  price  repeats
Ana Silva, Bo  any    1.00   0.00        0
absent: Zoë Ørsted, away
absent: Dan, paused
day 1: 1 meeting worth 1.00, at most 1.00 can be reached";
    assert_eq!(plan.to_string(), expected);
    let PersonalRound::Meets(meetings) = plan.seen_by("u1") else {
        panic!("u1 has a meeting");
    };
    assert_eq!(
        (&meetings[0].with[0], &meetings[0].labels[0]),
        (&"u2".to_string(), &"Bo".to_string())
    );
    let alone = planner
        .away("u2")
        .plan(&MeetingHistory::default())
        .expect("a plan");
    assert_eq!(
        (
            alone.unmatched()[0].person.as_str(),
            alone.unmatched()[0].label.as_str()
        ),
        ("u1", "Ana Silva")
    );
    assert!(
        alone
            .to_string()
            .contains("\nno meeting: Ana Silva, nobody else takes part\n")
    );
}

#[test]
fn unkept_wishes_and_relaxations_are_told_by_label() {
    let network = network();
    let planner = RoundPlanner::new(Scores::equal(&network))
        .apart("u1", "u2")
        .away("u3");
    let plan = planner.plan(&MeetingHistory::default()).expect("a plan");
    let relaxation = &plan.relaxations()[0];
    assert_eq!(
        relaxation.exceptions,
        [("u1".to_string(), "u2".to_string())]
    );
    assert!(
        relaxation.to_string().starts_with("allow Ana Silva and Bo"),
        "{relaxation}"
    );
    let small = RoundPlanner::new(Scores::equal(&network)).groups(4, 4);
    let plan = small.plan(&MeetingHistory::default()).expect("a plan");
    assert_eq!(plan.unkept()[0].people[0], "u1");
    assert!(
        plan.unkept()[0].to_string().starts_with("Ana Silva, "),
        "{}",
        plan.unkept()[0]
    );
}

#[test]
fn a_week() {
    let network = network();
    let matcher = Matcher::new(&network);
    let week = LearningWeek::new()
        .slot("monday")
        .slot("tuesday")
        .rooms(1, 4);
    let plan = matcher.learning_week(&week).expect("a plan");
    let text = plan.to_string();
    for (heading, column) in [
        ("skill", "skill"),
        ("speaker", "speaker"),
        ("attendees", "attendees"),
    ] {
        assert!(
            text.lines()
                .next()
                .is_some_and(|first| first.contains(heading))
        );
        aligned(&text, column, plan.sessions().len());
    }
    assert!(
        plan.sessions().len() == 2 && text.contains("Ana Silva") && !text.contains("u1"),
        "{text}"
    );
    let replan = matcher.replan_without(&plan, [PersonId::of("u1")]);
    assert!(
        replan
            .changes
            .iter()
            .all(|change| !change.to_string().contains("u1"))
    );
    assert!(
        replan
            .changes
            .iter()
            .any(|change| change.to_string().contains("Ana Silva"))
    );
}

#[test]
fn introductions_shares_and_mentoring() {
    let network = network();
    let (ana, bo) = (PersonId::of("u1"), PersonId::of("u2"));
    let wishes = [(ana, bo), (ana, PersonId::of("u4"))];
    let wishes = wishes.map(|(from, to)| Wish {
        from,
        to,
        gain: 0.6,
    });
    let text = network
        .introductions()
        .plan(&wishes)
        .expect("a plan")
        .to_string();
    aligned(&text, "route", 2);
    assert!(
        text.contains("Ana Silva → Zoë Ørsted → Bo  ") && text.contains("\n   2  none"),
        "{text}"
    );
    let matcher = Matcher::new(&network);
    let shares = matcher.market(&Market::new()).expect("shares");
    let text = shares.to_string();
    aligned(&text, "list", 4);
    assert!(
        text.starts_with("person ") && text.contains("\nAna Silva "),
        "{text}"
    );
    assert!(text.ends_with("matches expected in all"), "{text}");
    let plan = matcher
        .mentorship(&Mentorship::new([ana], [bo]))
        .expect("a plan");
    let text = plan.to_string();
    assert!(
        text.starts_with("mentee  mentor     gain\nBo      Ana Silva  "),
        "{text}"
    );
}
