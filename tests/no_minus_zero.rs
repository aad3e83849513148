//! Nothing is ever told as −0: answers about nobody, about people who say nothing, and about few who say little, as JSON and as text.
#![cfg(feature = "serde")]

use confrere::assign::exposure::{Candidates, Objective, Preferences, Settings, allocate};
use confrere::assign::{Aim, BipartiteTask, GroupTask, WeightedPairs};
use confrere::diversity::{intra_list_distance, rao_entropy};
use confrere::market::Market;
use confrere::mentorship::Mentorship;
use confrere::path::Wish;
use confrere::plan::{Contacts, Day, LearningWeek, Ledger};
use confrere::round::{MeetingHistory, RoundPlanner, Scores};
use confrere::{Matcher, Network, Person, Unit};
use serde::Serialize;

/// Everything that was told, so far.
#[derive(Default)]
struct Told(Vec<String>);

impl Told {
    fn json(&mut self, answer: &impl Serialize) {
        self.0
            .push(serde_json::to_string(answer).expect("plain data"));
    }

    fn text(&mut self, answer: impl std::fmt::Display) {
        self.0.push(answer.to_string());
    }

    fn number(&mut self, number: f64) {
        self.text(format!("{number:?}"));
    }
}

fn communities() -> Vec<Network> {
    let network = |people: Vec<Person>, ties: &[(&str, &str, f32)]| {
        let builder = Network::builder().people(people);
        let tie = |builder: confrere::NetworkBuilder, tie: &(&str, &str, f32)| {
            builder.tie(tie.0, tie.1, tie.2)
        };
        ties.iter()
            .fold(builder, tie)
            .build()
            .expect("a sound community")
    };
    let rich =
        |name: &str, offer: &str, need: &str| Person::new(name).offers(offer, 0.5).needs(need, 0.5);
    vec![
        network(vec![], &[]),
        network(vec![Person::new("ana")], &[]),
        network(
            vec![Person::new("ana"), Person::new("ben")],
            &[("ana", "ben", 0.5)],
        ),
        network(
            vec![
                rich("ana", "rust", "law"),
                Person::new("ben").needs("law", 0.1),
                Person::new("caro"),
            ],
            &[("ana", "ben", 1.0), ("ben", "caro", 1.0)],
        ),
        network(
            vec![
                rich("ana", "rust", "law").stance("pets", 0.0),
                rich("ben", "law", "rust").stance("pets", -0.0),
                rich("caro", "law", "rust").paused(),
            ],
            &[],
        ),
        network(
            vec![
                rich("ana", "rust", "law"),
                rich("ben", "law", "rust").blocks("ana"),
            ],
            &[("ana", "ben", 0.1)],
        ),
    ]
}

fn ask(network: &Network, told: &mut Told) {
    let matcher = Matcher::new(network);
    told.text(serde_json::to_string(network).expect("plain data"));
    let people: Vec<_> = network.people().collect();
    for &who in &people {
        told.json(&matcher.recommend(who));
        matcher
            .recommend(who)
            .into_iter()
            .for_each(|pick| told.text(pick));
        for &other in &people {
            if let Some(explanation) = matcher.explain(who, other) {
                told.json(&explanation);
                told.text(explanation);
            }
        }
        told.json(&matcher.outside_reports(who, people.iter().copied()));
        told.json(&matcher.value(who));
        told.json(&matcher.next_skill(who, Unit::new(0.5).expect("from 0 to 1"), 3));
        told.json(&matcher.select_circle(who));
        told.json(
            &matcher
                .agenda(&Contacts::new(), who, Day(1))
                .expect("sound"),
        );
    }
    told.json(&matcher.opinions());
    let shares = matcher.market(&Market::new()).expect("sound");
    told.json(&shares.stored());
    told.json(&shares.summary());
    told.number(shares.matches());
    for &who in &people {
        told.number(shares.expected(who));
        told.json(&shares.list(who));
    }
    for scores in [Scores::equal(network), Scores::of(&matcher)] {
        for planner in [
            RoundPlanner::new(scores.clone()),
            RoundPlanner::new(scores.clone()).groups(3, 4),
            RoundPlanner::new(scores.clone()).meetings_each(2),
        ] {
            let series = planner
                .series(&MeetingHistory::default(), 2)
                .expect("sound");
            told.json(&series);
            for plan in series.plans() {
                told.number(plan.value());
                told.number(plan.bound());
            }
        }
    }
    for week in [
        LearningWeek::new(),
        LearningWeek::new().slot("monday"),
        LearningWeek::new().slot("monday").rooms(1, 3),
    ] {
        let plan = matcher.learning_week(&week).expect("sound");
        told.text(&plan);
        told.json(&matcher.replan_without(&plan, people.first().copied()));
        told.json(&plan);
    }
    let half = people.len() / 2;
    if let Ok(plan) = matcher.mentorship(&Mentorship::new(
        people[..half].to_vec(),
        people[half..].to_vec(),
    )) {
        told.json(&plan);
    }
    let wishes: Vec<Wish> = people
        .windows(2)
        .map(|two| Wish {
            from: two[0],
            to: two[1],
            gain: 0.0,
        })
        .collect();
    let plan = network.introductions().plan(&wishes).expect("sound");
    told.json(&plan.stored());
    told.number(plan.value());
    told.number(plan.bound());
}

#[test]
fn no_answer_holds_a_minus_zero() {
    let mut told = Told::default();
    for network in communities() {
        ask(&network, &mut told);
    }
    let ledger = Ledger::new();
    let balances = ledger.at(Day(0)).expect("nothing yet");
    told.json(&balances.between("ana", "ben"));
    told.number(intra_list_distance(&[], |_, _| 0.0));
    told.number(intra_list_distance(&[1], |_, _| 0.0));
    told.number(rao_entropy(&[], |_, _| 0.0));
    let preferences = Preferences::pool_listed(
        &Candidates::from_rows::<[(u32, f64); 0]>([[], []]).expect("sound"),
    )
    .expect("sound");
    let allocation = allocate(&preferences, &Settings::new(Objective::Nash)).expect("sound");
    told.json(&allocation.summary());
    told.number(allocation.matches());
    told.json(&WeightedPairs::new(3, &[]).expect("sound").best(Aim::Weight));
    told.json(
        &BipartiteTask::new(&[], &[], &[])
            .expect("sound")
            .best(Aim::Weight),
    );
    told.json(
        &GroupTask::new(0, 2, 3, |_, _| 0)
            .expect("sound")
            .best_found(),
    );
    for text in &told.0 {
        let mut rest = text.as_str();
        while let Some(place) = rest.find("-0") {
            let after = rest[place + 2..].trim_start_matches(['.', '0']);
            let digits = after.starts_with(|next: char| next.is_ascii_digit());
            // A minus sign before a number that is not 0, or inside a word or an id, is no matter.
            let inside = rest[..place].ends_with(|before: char| before.is_alphanumeric());
            assert!(
                digits || inside || after.starts_with('e'),
                "{}",
                &text[text.len() - rest.len()..][..rest.len().min(place + 40)]
            );
            rest = &rest[place + 2..];
        }
    }
    assert!(told.0.len() > 100);
}

#[test]
fn whole_numbers_are_told_to_the_last_digit() {
    // 2⁵³ + 1 is the first whole number that a float of 64 bits does not hold.
    let beyond = (1_i64 << 53) + 1;
    let refused = WeightedPairs::new(2, &[(0, 1, beyond << 9)])
        .expect_err("too large")
        .to_string();
    assert!(refused.contains(&(beyond << 9).to_string()), "{refused}");
    let best =
        WeightedPairs::new(4, &[(0, 1, beyond), (2, 3, 2)]).map(|pairs| pairs.best(Aim::Weight));
    match best {
        Ok(best) => assert_eq!(best.weight(), beyond + 2),
        Err(refused) => assert!(
            refused.to_string().contains(&beyond.to_string()),
            "{refused}"
        ),
    }
}
