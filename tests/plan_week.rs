//! A learning week: never a clash, never above its bound, nobody who must not be there, few changes when somebody drops out.

use std::collections::BTreeSet;

use confrere::plan::{LearningWeek, Room, SlotScope, WeekPlan, WhyUnmet};
use confrere::{Matcher, Mode, Network, Person};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt as _, SeedableRng as _};

const SKILLS: [&str; 6] = ["design", "law", "python", "rust", "sales", "writing"];
const SLOTS: [&str; 3] = ["monday", "tuesday", "wednesday"];

fn person(rng: &mut ChaCha8Rng, number: usize, people: usize) -> Person {
    let mut person = Person::new(format!("p{number:02}"));
    for skill in SKILLS {
        match rng.random_range(0..4) {
            0 => person = person.offers(skill, rng.random_range(1..=10) as f32 / 10.0),
            1 => person = person.needs(skill, rng.random_range(1..=10) as f32 / 10.0),
            _ => {}
        }
    }
    if rng.random_bool(0.2) {
        person = person.group_size(rng.random_range(2..=4));
    }
    if rng.random_bool(0.1) {
        person = person.paused();
    }
    if rng.random_bool(0.3) {
        person = person.available(SLOTS[rng.random_range(0..3)]);
    }
    if rng.random_bool(0.2) {
        person = person.meets(if rng.random_bool(0.5) {
            Mode::Remote
        } else {
            Mode::InPerson
        });
    }
    let other = rng.random_range(0..people);
    if rng.random_bool(0.1) && other != number {
        person = person.blocks(format!("p{other:02}"));
    }
    person.circle([["red", "blue"][number % 2], "house"])
}

fn network(rng: &mut ChaCha8Rng, people: usize) -> Network {
    let all = (0..people)
        .map(|number| person(rng, number, people))
        .collect::<Vec<_>>();
    Network::builder()
        .people(all)
        .build()
        .expect("sound people")
}

fn week(rng: &mut ChaCha8Rng) -> LearningWeek {
    LearningWeek::new()
        .slot_within("monday", SlotScope::Circle(1))
        .slot("tuesday")
        .slot("wednesday")
        .rooms(rng.random_range(0..3), rng.random_range(2..6))
        .room(Room::new(4).mode(Mode::Remote))
        .teaches_at_most(rng.random_range(0..3))
}

/// Every promise of a plan, checked from the people as they were given.
fn assert_sound(network: &Network, plan: &WeekPlan, most_taught: usize) {
    let mut busy = BTreeSet::new();
    for session in plan.sessions() {
        let present: Vec<&str> = [session.speaker.as_str()]
            .into_iter()
            .chain(session.attendees.iter().map(String::as_str))
            .collect();
        assert!(
            present.len() <= session.size as usize && !session.attendees.is_empty(),
            "{session:?}"
        );
        for name in &present {
            assert!(
                busy.insert((session.slot.clone(), name.to_string())),
                "{name} is in two places: {session:?}"
            );
            let id = network.id(name).expect("a known name");
            let limits = network.limits(id).expect("known");
            assert!(
                !limits.paused && limits.group_size.is_none_or(|size| session.size <= size),
                "{session:?}"
            );
            let slots: Vec<&str> = network.available(id).collect();
            assert!(
                slots.is_empty() || slots.contains(&session.slot.as_str()),
                "{session:?}"
            );
            for other in &present {
                assert!(
                    !network.blocked(id, network.id(other).expect("known")),
                    "{session:?}"
                );
            }
        }
        let circle = |name: &str| {
            network
                .circles(network.id(name).expect("known"))
                .next()
                .expect("a circle")
                .to_vec()
        };
        if session.slot == "monday" {
            assert!(
                session
                    .attendees
                    .iter()
                    .all(|name| circle(name) == circle(&session.speaker)),
                "{session:?}"
            );
        }
    }
    assert!(
        plan.learners()
            .iter()
            .all(|learner| learner.teaches.len() <= most_taught)
    );
    assert!(plan.covered() <= plan.bound() + 1e-4);
    let sum: f32 = plan.learners().iter().map(|learner| learner.covered).sum();
    assert!((sum - plan.covered()).abs() < 1e-3);
}

#[test]
fn random_weeks_keep_every_promise_and_so_do_their_replans() {
    let mut rng = ChaCha8Rng::seed_from_u64(88);
    for _ in 0..400 {
        let people = rng.random_range(1..20);
        let network = network(&mut rng, people);
        let matcher = Matcher::new(&network);
        let plan = matcher
            .learning_week(&week(&mut rng))
            .expect("a sound week");
        assert_sound(&network, &plan, 2);
        let gone = network
            .people()
            .nth(rng.random_range(0..people))
            .expect("somebody");
        let replan = matcher.replan_without(&plan, [gone]);
        assert_sound(&network, &replan.plan, 2);
        let name = network.name(gone);
        let gone_teaches: BTreeSet<&str> = plan
            .sessions()
            .iter()
            .filter(|session| session.speaker == name)
            .map(|session| session.slot.as_str())
            .collect();
        for change in replan.changes.iter().filter(|change| change.person != name) {
            let taught_to_one = plan
                .sessions()
                .iter()
                .any(|session| session.slot == change.slot && session.attendees == [name]);
            assert!(
                gone_teaches.contains(change.slot.as_str()) || taught_to_one,
                "{change:?}"
            );
        }
        assert!(replan.plan.learner(name).is_none());
    }
}

#[test]
fn nothing_depends_on_the_order_in_which_people_are_given() {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    for _ in 0..30 {
        let mut people: Vec<Person> = (0..15).map(|number| person(&mut rng, number, 15)).collect();
        let week = week(&mut rng);
        let one = Network::builder()
            .people(people.clone())
            .build()
            .expect("sound");
        people.reverse();
        let other = Network::builder().people(people).build().expect("sound");
        let plans = [one, other].map(|network| {
            Matcher::new(&network)
                .learning_week(&week)
                .expect("a sound week")
        });
        assert_eq!(plans[0], plans[1]);
    }
}

#[test]
fn a_substitute_takes_over_and_everyone_keeps_the_seat() {
    let mut builder = Network::builder()
        .person(Person::new("ana").offers("rust", 0.9))
        .person(Person::new("ben").offers("rust", 0.7));
    for name in ["caro", "dora", "eli"] {
        builder = builder.person(Person::new(name).needs("rust", 1.0));
    }
    let network = builder.build().expect("sound");
    let matcher = Matcher::new(&network);
    let plan = matcher
        .learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))
        .expect("a sound week");
    assert_eq!(plan.sessions()[0].speaker, "ana");
    let replan = matcher.replan_without(&plan, [network.id("ana").expect("ana")]);
    assert_eq!(replan.plan.sessions()[0].speaker, "ben");
    assert_eq!(
        replan.plan.sessions()[0].attendees,
        plan.sessions()[0].attendees
    );
    assert_eq!(replan.changes.len(), 5);
    assert_eq!(
        replan.changes[0].to_string(),
        "monday: ana is free, before: teaches `rust`"
    );
}

#[test]
fn a_speaker_who_stays_keeps_only_a_session_they_are_at_ease_in() {
    let community = |speaker: Person| {
        let learners = ["ben", "caro", "dan"].map(|name| Person::new(name).needs("x", 0.5));
        let people = [speaker.offers("x", 0.9)].into_iter().chain(learners);
        Network::builder().people(people).build().expect("sound")
    };
    let ana = || Person::new("ana");
    let week = LearningWeek::new()
        .slot("monday")
        .room(Room::new(4).mode(Mode::Remote));
    let plan = Matcher::new(&community(ana()))
        .learning_week(&week)
        .expect("sound");
    assert_eq!(plan.sessions()[0].attendees.len(), 3);
    let replanned = |speaker: Person| {
        let matcher = Matcher::new(&community(speaker));
        let sessions = matcher.replan_without(&plan, []).plan.sessions().to_vec();
        sessions
            .iter()
            .map(|session| (session.size, session.attendees.len()))
            .collect::<Vec<_>>()
    };
    assert_eq!(replanned(ana()), [(4, 3)]);
    assert_eq!(replanned(ana().group_size(2)), [(2, 1)]);
    assert_eq!(replanned(ana().meets(Mode::InPerson)), []);
}

#[test]
fn hidden_needs_get_no_seat_and_change_nothing() {
    let build = |hidden: bool| {
        let caro = Person::new("caro").needs("law", 0.5);
        let caro = if hidden {
            caro.needs_privately("rust", 1.0)
        } else {
            caro
        };
        let network = Network::builder()
            .person(Person::new("ana").offers("rust", 0.9))
            .person(Person::new("ben").needs("rust", 0.7).offers("law", 0.4))
            .person(caro)
            .build()
            .expect("sound");
        Matcher::new(&network)
            .learning_week(
                &LearningWeek::new()
                    .slot("monday")
                    .slot("tuesday")
                    .rooms(2, 5),
            )
            .expect("a sound week")
    };
    assert_eq!(build(true), build(false));
}

#[test]
fn open_needs_say_why() {
    let network = Network::builder()
        .person(
            Person::new("ana")
                .offers("rust", 0.5)
                .needs("magic", 0.3)
                .needs("law", 0.2),
        )
        .person(
            Person::new("ben")
                .offers("rust", 0.4)
                .offers("law", 0.6)
                .needs("rust", 1.0),
        )
        .person(
            Person::new("caro")
                .offers("rust", 0.9)
                .needs("rust", 0.9)
                .available("sunday"),
        )
        .build()
        .expect("sound");
    let plan = Matcher::new(&network)
        .learning_week(&LearningWeek::new().slot("monday").rooms(1, 2))
        .expect("a sound week");
    let why: Vec<(String, WhyUnmet)> = plan
        .unmet()
        .iter()
        .map(|need| (format!("{} {}", need.person, need.skill), need.why))
        .collect();
    assert_eq!(
        why,
        [
            ("caro rust".into(), WhyUnmet::NobodyAhead),
            ("ana magic".into(), WhyUnmet::NobodyOffers),
            ("ana law".into(), WhyUnmet::NotTaught),
        ]
    );
}

#[test]
fn unsound_weeks_are_refused_and_empty_ones_answered() {
    let network = Network::builder()
        .person(Person::new("ana").needs("rust", 1.0))
        .build()
        .expect("sound");
    let matcher = Matcher::new(&network);
    for bad in [
        LearningWeek::new().slot(""),
        LearningWeek::new().slot("monday").slot("monday"),
        LearningWeek::new().rooms(1, 1),
        LearningWeek::new().rooms(u32::MAX, 5),
        LearningWeek::new().slot_within("monday", SlotScope::Circle(0)),
        LearningWeek::new().first_session(f32::NAN),
    ] {
        assert!(matcher.learning_week(&bad).is_err(), "{bad:?}");
    }
    let plan = matcher
        .learning_week(&LearningWeek::new())
        .expect("an empty week");
    assert_eq!((plan.sessions().len(), plan.bound()), (0, 0.0));
    let plan = matcher
        .learning_week(&LearningWeek::new().slot("monday").rooms(2, u32::MAX / 8))
        .expect("large rooms");
    assert_eq!(plan.covered(), 0.0);
}

#[cfg(feature = "rayon")]
#[test]
fn any_number_of_threads_gives_the_same_plan() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let network = network(&mut rng, 60);
    let week = week(&mut rng).rooms(4, 6).teaches_at_most(2);
    let plans = [1, 2, 7].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        pool.install(|| {
            Matcher::new(&network)
                .learning_week(&week)
                .expect("a sound week")
        })
    });
    assert!(plans[0] == plans[1] && plans[1] == plans[2]);
}

#[test]
fn an_open_need_names_who_outside_could_meet_it_and_the_way() {
    let network = Network::builder()
        .person(Person::new("ana").needs("law", 0.9))
        .person(Person::new("ben").offers("law", 0.3))
        .person(Person::new("judge").offers("law", 0.9))
        .person(Person::new("rival").offers("law", 1.0).blocks("ana"))
        .tie("ana", "ben", 0.8)
        .tie("ben", "judge", 0.8)
        .build()
        .expect("sound");
    let matcher = Matcher::new(&network);
    let team = ["ana", "ben"].map(|name| network.id(name).expect("known"));
    let plan = matcher
        .learning_week(&LearningWeek::new().among(team))
        .expect("no slot at all");
    let helpers = matcher
        .helpers_for(&plan, &plan.unmet()[0])
        .expect("the same network");
    let words: Vec<String> = helpers.iter().map(ToString::to_string).collect();
    assert_eq!(words, ["judge (0.90) via ben", "ben (0.30)"]);
}

#[test]
fn a_week_without_slots_or_rooms_says_that_needs_stay_open_and_why() {
    let network = Network::builder()
        .person(Person::new("ana").offers("rust", 0.9))
        .person(Person::new("ben").needs("rust", 0.6).available("friday"))
        .build()
        .expect("a sound community");
    let matcher = Matcher::new(&network);
    for (week, why) in [
        (LearningWeek::new().rooms(1, 4), WhyUnmet::NoSlot),
        (
            LearningWeek::new().slot("monday").rooms(1, 4),
            WhyUnmet::NoSlot,
        ),
        (LearningWeek::new().slot("friday"), WhyUnmet::NoRoom),
    ] {
        let plan = matcher.learning_week(&week).expect("sound");
        assert_eq!((plan.sessions().len(), plan.learners().len()), (0, 2));
        assert_eq!(
            (plan.needed(), plan.covered(), plan.bound()),
            (0.6, 0.0, 0.0)
        );
        assert_eq!(
            plan.unmet().iter().map(|need| need.why).collect::<Vec<_>>(),
            [why]
        );
    }
}

#[test]
fn who_is_left_out_twice_is_left_out_once() {
    let network = Network::builder()
        .person(Person::new("ana"))
        .build()
        .expect("sound");
    let ana = network.id("ana").expect("known");
    let once = LearningWeek::new().except([ana]);
    assert_eq!(once.clone().except([ana]), once);
}
