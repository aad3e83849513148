//! Learning from outcomes: what made the answers is found again, and a fit does not do worse than where it started.

use confrere::acceptance::{Acceptance, Answer, FitSettings, Outcome, Outcomes, Predictor};
use confrere::plan::{Capacity, Contacts, Day, Ledger};
use confrere::round::{Encounter, MeetingHistory, MeetingOutcome};
use confrere::{Acquaintances, Intent, Matcher, Network, Person, PersonId, Policy, Tie};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// People in offices and teams, tied more often within them.
fn community(size: usize, seed: u64) -> Network {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let team = |place: usize| place % 6;
    let person = |place: usize| {
        Person::new(format!("p{place}"))
            .circle([format!("team {}", team(place)), "firm".into()])
            // Who says what they seek has no company by default, so that gains do not repeat the attributes.
            .seeks(Intent::Affinity, 1.0)
            .attribute("office", ["lisbon", "porto", "faro"][place % 7 % 3])
            .attribute("school", ["coimbra", "aveiro"][place % 5 % 2])
            .interest(format!("topic {}", place % 4), 1.0)
            .interest(format!("field {}", place % 9), 0.5)
    };
    let mut ties = Vec::new();
    for b in 0..size {
        for a in 0..b {
            let chance = if team(a) == team(b) { 0.3 } else { 0.05 };
            if random.random_bool(chance) {
                ties.push(Tie::directed(format!("p{a}"), format!("p{b}"), 0.6));
            }
        }
    }
    Network::from_people((0..size).map(person), ties).expect("sound")
}

fn matcher(network: &Network, model: Acceptance) -> Matcher {
    let policy = Policy::default()
        .acceptance(model)
        .acquaintances(Acquaintances::Included);
    Matcher::with_policy(network, policy)
        .expect("sound")
        .for_operator()
}

/// Answers of pairs drawn with the chances of a model.
fn answers(
    network: &Network,
    truth: &Acceptance,
    keep: impl Fn(usize) -> bool,
    seed: u64,
) -> Outcomes {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let asked = matcher(network, truth.clone());
    let people: Vec<PersonId> = network.people().collect();
    let mut outcomes = Vec::new();
    for (count, (b, a)) in (0..people.len())
        .flat_map(|b| (0..b).map(move |a| (b, a)))
        .enumerate()
    {
        let yes = random.random_bool(f64::from(asked.acceptance(people[a], people[b])));
        let answer = if yes { Answer::Met } else { Answer::Declined };
        if keep(count) {
            let names = [a, b].map(|place| network.name(people[place]).to_string());
            outcomes.push(Outcome::of_pair(&names[0], &names[1], 1, answer));
        }
    }
    Outcomes::new(outcomes).expect("sound")
}

/// A model of these coefficients alone.
fn model(coefficients: &[(Predictor, f64)]) -> Acceptance {
    let none = Predictor::ALL
        .into_iter()
        .fold(Acceptance::prior(), |model, predictor| {
            model.with(predictor, 0.0).expect("in range")
        });
    coefficients
        .iter()
        .fold(none, |model, &(predictor, value)| {
            model.with(predictor, value).expect("in range")
        })
}

/// The mean log-likelihood of answers under a model, refitting nothing.
fn likelihood(network: &Network, model: &Acceptance, outcomes: &Outcomes) -> f64 {
    let asked = matcher(network, model.clone());
    let id = |name: &str| network.id(name).expect("known");
    let of = outcomes.iter().map(|outcome| {
        let chance = f64::from(asked.acceptance(id(&outcome.who), id(&outcome.whom)));
        if outcome.answer.is_yes() {
            chance.ln()
        } else {
            (1.0 - chance).ln()
        }
    });
    of.sum::<f64>() / outcomes.len() as f64
}

#[test]
fn the_prior_is_found_again_from_answers_that_it_gave() {
    let network = community(110, 1);
    // The intercept of the prior makes yeses rare; what is sought makes them less so here.
    let outcomes = answers(&network, &Acceptance::prior(), |_| true, 2);
    let weak = FitSettings::default().penalty(0.1).expect("in range");
    let start = matcher(&network, model(&[]));
    let (found, report) = Acceptance::fit(&start, &outcomes, weak).expect("enough");
    assert!(report.yes > 100, "{report:?}");
    for predictor in [
        Predictor::CommonContacts,
        Predictor::SharedCircles,
        Predictor::Attributes,
    ] {
        let truth = Acceptance::prior().coefficient(predictor);
        let (value, error) = (
            found.coefficient(predictor),
            found.standard_error(predictor).expect("fitted"),
        );
        assert!(
            error < 1.0 && (value - truth).abs() < 3.0 * error,
            "{predictor}: {value} ± {error}, truth {truth}"
        );
    }
}

#[test]
fn a_fit_is_never_worse_than_the_prior_on_answers_it_has_not_seen() {
    let truths = [
        model(&[(Predictor::Attributes, 6.0)]),
        model(&[(Predictor::Interests, 6.0), (Predictor::Activity, 1.0)]),
        Acceptance::prior(),
    ];
    for (seed, truth) in truths.iter().enumerate() {
        let network = community(70, 10 + seed as u64);
        let seen = answers(&network, truth, |count| count % 2 == 0, 20 + seed as u64);
        let hidden = answers(&network, truth, |count| count % 2 == 1, 20 + seed as u64);
        let prior = matcher(&network, Acceptance::prior());
        let (fitted, report) =
            Acceptance::fit(&prior, &seen, FitSettings::default()).expect("enough");
        let (before, after) = (
            likelihood(&network, &Acceptance::prior(), &hidden),
            likelihood(&network, &fitted, &hidden),
        );
        assert!(
            after > before - 0.01,
            "{seed}: {before} before, {after} after, {report:?}"
        );
        assert!(report.likelihood >= report.prior_likelihood - 1e-9);
    }
}

#[test]
fn several_communities_are_learnt_from_together() {
    let truth = model(&[
        (Predictor::Attributes, 5.0),
        (Predictor::CommonContacts, 2.0),
    ]);
    let networks = [community(60, 30), community(80, 31)];
    let outcomes: Vec<Outcomes> = networks
        .iter()
        .map(|network| answers(network, &truth, |_| true, 32))
        .collect();
    let start: Vec<Matcher> = networks
        .iter()
        .map(|network| matcher(network, model(&[])))
        .collect();
    let together: Vec<(&Matcher, &Outcomes)> = start.iter().zip(&outcomes).collect();
    let weak = FitSettings::default().penalty(0.1).expect("in range");
    let (found, report) = Acceptance::fit_together(&together, weak).expect("enough");
    assert_eq!(
        report.yes + report.no,
        (outcomes[0].len() + outcomes[1].len()) as u32
    );
    let error = found.standard_error(Predictor::Attributes).expect("fitted");
    assert!((found.coefficient(Predictor::Attributes) - 5.0).abs() < 3.0 * error);
}

#[test]
fn an_outcome_sees_the_past_before_its_day_only() {
    let people = (0..40).map(|place| Person::new(format!("p{place}")));
    let network = Network::from_people(people, []).expect("sound");
    // Who met on day 1 says yes on day 2, nobody else does.
    let mut all = Vec::new();
    for place in (0..40).step_by(2) {
        let (a, b, c) = (
            format!("p{place}"),
            format!("p{}", place + 1),
            format!("p{}", (place + 3) % 40),
        );
        all.push(Outcome::of_pair(&a, &b, 1, Answer::Met));
        all.push(Outcome::of_pair(&a, &b, 2, Answer::Accepted));
        all.push(Outcome::of_pair(&a, &c, 2, Answer::Declined));
        all.push(Outcome::of_pair(&a, &c, 3, Answer::Declined));
    }
    let outcomes = Outcomes::new(all).expect("sound");
    let start = matcher(&network, Acceptance::prior()).with_past(&outcomes, 4);
    let weak = FitSettings::default().penalty(0.1).expect("in range");
    let (found, _) = Acceptance::fit(&start, &outcomes, weak).expect("enough");
    assert!(
        found.coefficient(Predictor::Met) > 1.0,
        "{}",
        found.coefficient(Predictor::Met)
    );
}

#[test]
fn rounds_favours_and_contacts_tell_what_came_of_them() {
    let told = |outcomes: &Outcomes| -> Vec<(String, String, i32, Answer)> {
        let all = outcomes.iter();
        all.map(|one| (one.who.clone(), one.whom.clone(), one.day.0, one.answer))
            .collect()
    };
    let row = |who: &str, whom: &str, day, answer| (who.to_string(), whom.to_string(), day, answer);

    let mut history = MeetingHistory::default();
    for encounter in [
        Encounter::new(["ben", "ana", "caro"], 1).no_show("caro"),
        Encounter::new(["ana", "dan"], 2).outcome(MeetingOutcome::Declined),
        Encounter::new(["ben", "dan"], 3).outcome(MeetingOutcome::Skipped),
    ] {
        history.record(encounter).expect("sound");
    }
    let rounds = history.outcomes();
    let expected = [
        row("ana", "ben", 1, Answer::Met),
        row("ana", "caro", 1, Answer::Ignored),
        row("ben", "caro", 1, Answer::Ignored),
        row("ana", "dan", 2, Answer::Declined),
        row("ben", "dan", 3, Answer::Ignored),
    ];
    assert_eq!(told(&rounds), expected);

    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(4), 2.0).expect("sound");
    ledger
        .refuse("ana", "caro", Day(5), Capacity::Free)
        .expect("sound");
    ledger
        .refuse("ana", "dan", Day(6), Capacity::Full)
        .expect("sound");
    let favours = ledger.outcomes();
    let expected = [
        row("ben", "ana", 4, Answer::Helped),
        row("ana", "caro", 5, Answer::Declined),
    ];
    assert_eq!(
        told(&favours),
        expected,
        "who has no time says no to nobody"
    );

    let mut contacts = Contacts::new();
    contacts.met("dan", "ana", Day(7)).expect("sound");
    contacts.reminded("ana", "dan", Day(8)).expect("sound");
    let met = contacts.outcomes();
    assert_eq!(told(&met), [row("ana", "dan", 7, Answer::Met)]);

    let mut forth = rounds.clone();
    forth.merge(favours.clone());
    forth.merge(met.clone());
    let mut back = met;
    back.merge(favours);
    back.merge(rounds);
    assert_eq!(forth, back);
    assert_eq!(forth.len(), 8);
}

#[test]
fn meetings_of_rounds_teach_who_meets() {
    // People of one office meet, people of two decline; the history of a year of rounds says so.
    let office = |place: usize| ["lisbon", "porto"][place % 2];
    let people =
        (0..16).map(|place| Person::new(format!("p{place}")).attribute("office", office(place)));
    let network = Network::from_people(people, []).expect("sound");
    let mut history = MeetingHistory::default();
    for b in 0..16_usize {
        for a in 0..b {
            let came = match office(a) == office(b) {
                true => MeetingOutcome::Met,
                false => MeetingOutcome::Declined,
            };
            let encounter = Encounter::new([format!("p{a}"), format!("p{b}")], b as i32);
            history.record(encounter.outcome(came)).expect("sound");
        }
    }
    let start = matcher(&network, model(&[]));
    let (found, report) =
        Acceptance::fit(&start, &history.outcomes(), FitSettings::default()).expect("enough");
    assert_eq!((report.yes, report.no), (56, 64));
    assert!(found.coefficient(Predictor::Attributes) > 1.0);
}

#[test]
fn that_the_busiest_answer_least_can_be_learnt() {
    let network = community(90, 40);
    let busy = Acceptance::prior()
        .with(Predictor::Activity, -2.0)
        .and_then(|model| model.with(Predictor::OtherActivity, -2.0))
        .expect("how busy people are may speak against a yes");
    let outcomes = answers(&network, &busy, |_| true, 41);
    let weak = FitSettings::default().penalty(0.1).expect("in range");
    let start = matcher(&network, Acceptance::prior());
    let (found, _) = Acceptance::fit(&start, &outcomes, weak).expect("enough");
    let learnt =
        found.coefficient(Predictor::Activity) + found.coefficient(Predictor::OtherActivity);
    assert!(learnt < -1.0, "{learnt}");
    assert!(
        Acceptance::prior()
            .with(Predictor::CommonContacts, -0.1)
            .is_err()
    );
}

#[test]
fn a_model_is_written_and_read_and_another_version_refused() {
    let network = community(60, 40);
    let outcomes = answers(&network, &Acceptance::prior(), |_| true, 41);
    let fitted = Acceptance::fit(
        &matcher(&network, Acceptance::prior()),
        &outcomes,
        FitSettings::default(),
    );
    for model in [
        Acceptance::prior(),
        Acceptance::none(),
        fitted.expect("enough").0,
    ] {
        let text = serde_json::to_string(&model).expect("writes");
        // A reader of JSON may round a number in the last place.
        let read = serde_json::from_str::<Acceptance>(&text).expect("reads");
        assert!((read.intercept() - model.intercept()).abs() < 1e-12);
        assert_eq!(read.outcomes(), model.outcomes());
        for predictor in Predictor::ALL {
            let off = read.coefficient(predictor) - model.coefficient(predictor);
            assert!(off.abs() < 1e-12, "{predictor}: {off} off");
        }
        let other = text.replace("\"version\":3", "\"version\":2");
        let refused = serde_json::from_str::<Acceptance>(&other).expect_err("another version");
        assert!(
            refused
                .to_string()
                .starts_with("version 2 of the written form; this release reads version 3"),
            "{refused}"
        );
    }
    let negative = serde_json::to_string(&Acceptance::prior())
        .expect("writes")
        .replace("2.4", "-2.4");
    assert!(serde_json::from_str::<Acceptance>(&negative).is_err());
}

#[test]
fn the_same_outcomes_give_the_same_bytes_on_any_number_of_threads() {
    let network = community(60, 50);
    let outcomes = answers(&network, &Acceptance::prior(), |_| true, 51);
    let fit = || {
        let start = matcher(&network, Acceptance::prior());
        serde_json::to_string(
            &Acceptance::fit(&start, &outcomes, FitSettings::default())
                .expect("enough")
                .0,
        )
        .expect("writes")
    };
    let expected = fit();
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool");
        assert_eq!(pool.install(fit), expected);
    }
}

/// A ring in which everyone knows the nearest on each side, and a few more; a first person says yes to those of the few alone.
fn busy_people() -> (Network, Outcomes) {
    let (size, near) = (60_usize, 5);
    let mut pairs: Vec<(usize, usize)> = (0..size)
        .flat_map(|i| (1..=near).map(move |step| (i, (i + step) % size)))
        .chain([(0, 30), (2, 32), (4, 34)])
        .map(|(i, j)| (i.min(j), i.max(j)))
        .collect();
    pairs.sort_unstable();
    let key = |place: usize| format!("p{place:02}");
    let ties = pairs.iter().map(|&(i, j)| Tie::new(key(i), key(j), 0.5));
    let network =
        Network::from_people((0..size).map(|place| Person::new(key(place))), ties).expect("sound");
    let known = |place: usize| {
        let of = pairs
            .iter()
            .filter(|pair| pair.0 == place || pair.1 == place);
        of.count()
    };
    let outcomes = (0..size).flat_map(|a| (0..a).map(move |c| (a, c)));
    let outcomes = outcomes.map(|(a, c)| {
        let yes = known(c) > 2 * near;
        let answer = if yes { Answer::Met } else { Answer::Declined };
        Outcome::of_first(key(a), key(c), 1, answer)
    });
    let outcomes = Outcomes::new(outcomes).expect("sound");
    (network, outcomes)
}

#[test]
fn every_fit_passes_its_own_door() {
    let (network, outcomes) = busy_people();
    let matcher = Matcher::new(&network);
    let (model, _) = Acceptance::fit(&matcher, &outcomes, FitSettings::default())
        .expect("answers of both kinds");
    // Coefficients so large that the log-odds of a pair of which all is 0 are far from those of an average pair.
    assert!(model.coefficient(Predictor::OtherActivity) > 40.0);
    assert!(model.clone().with(Predictor::Gain, 0.5).is_ok());
    let written = serde_json::to_string(&model).expect("numbers");
    let read: Acceptance = serde_json::from_str(&written).expect("as written");
    assert_eq!(read, model);
}

#[test]
fn a_community_that_tells_nothing_changes_no_fit() {
    let (network, outcomes) = busy_people();
    let (matcher, none) = (Matcher::new(&network), Outcomes::default());
    let fit = |communities: &[(&Matcher, &Outcomes)]| {
        Acceptance::fit_together(communities, FitSettings::default())
            .expect("answers of both kinds")
            .0
    };
    let alone = fit(&[(&matcher, &outcomes)]);
    assert_eq!(fit(&[(&matcher, &outcomes), (&matcher, &none)]), alone);
    assert_eq!(fit(&[(&matcher, &none), (&matcher, &outcomes)]), alone);
}

#[test]
fn a_fit_learns_nothing_from_what_people_hide() {
    let community = |hides: bool| {
        let people = (0..12).map(|place| {
            let person = Person::new(format!("p{place}"))
                .offers(["rust", "law", "art"][place % 3], 0.8)
                .needs(["law", "art", "rust"][place % 3], 0.6)
                .stance("remote", if place % 2 == 0 { 0.9 } else { -0.7 });
            match place == 3 {
                true if hides => person
                    .needs_privately("music", 0.9)
                    .stance_privately("tabs", 1.0),
                true => person,
                false => person.offers("music", 0.7).stance("tabs", -0.5),
            }
        });
        Network::from_people(people, []).expect("sound")
    };
    let pairs = (0..12).flat_map(|a| (0..a).map(move |b| (a, b)));
    let outcomes = pairs.map(|(a, b)| {
        let yes = (a * 5 + b * 3) % 4 == 0;
        let answer = if yes { Answer::Met } else { Answer::Declined };
        Outcome::of_pair(format!("p{a}"), format!("p{b}"), 1, answer)
    });
    let outcomes = Outcomes::new(outcomes).expect("sound");
    let fit = |network: &Network| {
        let matcher = Matcher::new(network);
        Acceptance::fit(&matcher, &outcomes, FitSettings::default()).expect("answers of both kinds")
    };
    let (hidden, shown) = (fit(&community(true)), fit(&community(false)));
    assert_eq!(hidden, shown);
}

#[test]
fn a_chance_that_is_no_number_counts_for_nothing() {
    let outcomes = Outcomes::new([
        Outcome::of_pair("ana", "ben", 1, Answer::Met).shown_with(0.5),
        Outcome::of_pair("ana", "caro", 1, Answer::Declined).shown_with(0.5),
    ]);
    let outcomes = outcomes.expect("sound");
    assert_eq!(outcomes.off_policy(|_| f32::NAN), None);
    let some = |outcome: &Outcome| match outcome.whom == "ben" {
        true => f32::NAN,
        false => 0.5,
    };
    assert_eq!(
        outcomes.off_policy(some).expect("one that counts").value,
        0.0
    );
}
