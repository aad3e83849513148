//! Promises at their boundaries: the last value that still counts, the first that does not. Each test fails by one step of a
//! comparison or a constant, which is why it stands here.

use confrere::acceptance::{Answer, Outcome, Outcomes};
use confrere::assign::GroupTask;
use confrere::diversity::{Graph, structural_diversity};
use confrere::market::Market;
use confrere::mentorship::Mentorship;
use confrere::path::{Introducers, PathSearch};
use confrere::plan::{Advice, Contacts, Day, LearningWeek, Ledger, Tier, WhyUnmet};
use confrere::round::{Encounter, MeetingHistory};
use confrere::{Adjacency, Error, Limits, Matcher, Network, Person, PersonId, Policy};

#[test]
fn the_greatest_settings_and_the_least_chances_are_legal() {
    let network = Network::from_people([Person::new("ana")], []).expect("sound");
    for policy in [
        Policy::default().floor(1.0),
        Policy::default().competitors("team", 1.0),
    ] {
        assert!(Matcher::with_policy(&network, policy).is_ok());
    }
    assert!(Matcher::with_policy(&network, Policy::default().floor(1.01)).is_err());
    let shown = |chance: f32| {
        Outcomes::new([Outcome::of_first("ana", "ben", 1, Answer::Met).shown_with(chance)])
    };
    assert!(shown(0.001).is_ok() && shown(1.0).is_ok());
    assert!(shown(0.0).is_err() && shown(1.01).is_err());
    assert_eq!(Limits::default().every, 1);
    assert_eq!(Limits::default().engaged, 0);
    assert!(
        GroupTask::new(16, 8, 8, |_, _| 1).is_ok() && GroupTask::new(18, 9, 9, |_, _| 1).is_err()
    );
}

#[test]
fn a_tie_is_active_from_a_strength_of_one_quarter_close_from_one_half_inner_from_three_quarters() {
    let tiers = [0.75, 0.5, 0.25].map(Tier::of_strength);
    assert_eq!(tiers, [Tier::Inner, Tier::Close, Tier::Active]);
    let below = [0.749, 0.499, 0.249].map(Tier::of_strength);
    assert_eq!(below, [Tier::Close, Tier::Active, Tier::Known]);
}

/// Who gave is advised to let it rest on the day on which nothing has come back for 110 days, and may ask on the day before.
#[test]
fn who_gave_for_110_days_lets_it_rest() {
    let network = Network::from_people(["ana", "ben"].map(Person::new), []).expect("sound");
    let [ana, ben] = ["ana", "ben"].map(|key| network.id(key).expect("known"));
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(0), 8.0).expect("sound");
    let on = |day| {
        let balances = ledger.at(Day(day)).expect("later");
        Matcher::new(&network).before_asking(&balances, ana, ben)
    };
    assert!(matches!(on(109), Some(Advice::Ask { .. })), "{:?}", on(109));
    assert!(
        matches!(on(110), Some(Advice::LetRest { days: 110, .. })),
        "{:?}",
        on(110)
    );
}

/// A speaker teaches who knows less: of as much as the learner knows there is nothing to learn.
#[test]
fn nobody_learns_from_someone_of_their_own_level() {
    let network = Network::builder()
        .person(Person::new("ana").offers("rust", 0.6).needs("rust", 0.5))
        .person(Person::new("ben").offers("rust", 0.6))
        .build()
        .expect("sound");
    let matcher = Matcher::new(&network);
    let week = matcher
        .learning_week(&LearningWeek::new().slot("monday").rooms(1, 4))
        .expect("sound");
    assert!(week.sessions().is_empty(), "{week}");
    assert_eq!(week.unmet()[0].why, WhyUnmet::NobodyAhead);
    assert_eq!(matcher.helpers_for(&week, &week.unmet()[0]), Ok(Vec::new()));
}

/// What a person is worth counts those who are open, and nothing for a person who is not.
#[test]
fn the_worth_of_a_person_counts_open_people_alone() {
    let worth = |ana_is_paused: bool, ben_is_paused: bool| {
        let pause = |person: Person, paused: bool| if paused { person.paused() } else { person };
        let network = Network::builder()
            .person(pause(Person::new("ana").offers("law", 0.9), ana_is_paused))
            .person(pause(Person::new("ben").needs("law", 0.9), ben_is_paused))
            .build()
            .expect("sound");
        let value = Matcher::new(&network).value(network.id("ana").expect("known"));
        value.expect("someone").worth.high
    };
    assert!(worth(false, false) > 0.0);
    assert_eq!((worth(true, false), worth(false, true)), (0.0, 0.0));
}

#[test]
fn a_mentorship_keeps_a_gain_at_its_floor_and_names_no_planned_or_indifferent_pair_as_blocking() {
    let network = Network::builder()
        .person(Person::new("ann").offers("rust", 0.9))
        .person(Person::new("bob").offers("rust", 0.9))
        .person(Person::new("cid").needs("rust", 0.9))
        .person(
            Person::new("dan")
                .offers("law", 0.4)
                .needs("rust", 0.3)
                .needs("law", 0.5),
        )
        .build()
        .expect("sound");
    let id = |key: &str| network.id(key).expect("known");
    let matcher = Matcher::new(&network);
    let question = || Mentorship::new([id("ann"), id("bob")], [id("cid"), id("dan")]);
    let plan = matcher.mentorship(&question()).expect("sound");
    let gain = plan.pairs()[0].gain;
    let at = matcher.mentorship(&question().floor(gain)).expect("sound");
    assert!(at.pairs().iter().any(|pair| pair.gain == gain));
    // Two mentors alike, one of whom is free: nobody would rather swap.
    assert_eq!(plan.blocking_pairs(), []);
    let both = question().mentees_each(2).mentors_each(2);
    assert_eq!(
        matcher.mentorship(&both).expect("sound").blocking_pairs(),
        []
    );
}

#[test]
fn forgetting_someone_forgets_what_names_them_second_and_nothing_else() {
    let mut contacts = Contacts::new();
    contacts.met("ana", "ben", Day(1)).expect("sound");
    contacts.met("ana", "caro", Day(2)).expect("sound");
    assert_eq!(contacts.forget("ben"), 1);
    assert_eq!(contacts.contacts().count(), 1);
    let mut history = MeetingHistory::default();
    history
        .record(Encounter::new(["ana", "ben"], 1))
        .expect("sound");
    assert!(matches!(
        history.rename("ana", "ben"),
        Err(Error::SamePerson { .. })
    ));
    assert!(history.rename("ana", "ana").is_ok());
}

#[test]
fn a_key_that_somebody_has_is_not_free_and_one_s_own_is() {
    let network = Network::from_people(["ana", "ben"].map(Person::new), []).expect("sound");
    assert!(network.change().rename("ana", "ben").build().is_err());
    assert!(network.change().rename("ana", "ana").build().is_ok());
    let two_teams = Person::new("ana")
        .attribute("Team", "law")
        .attribute("team", "sales");
    assert!(Network::from_people([two_teams], []).is_err());
}

#[test]
fn a_tie_to_oneself_is_told_from_one_out_of_range() {
    assert!(matches!(
        Adjacency::new(2, &[(0, 0, 0.5)]),
        Err(Error::SamePerson { .. })
    ));
    assert!(matches!(
        Adjacency::new(2, &[(0, 1, 1.5)]),
        Err(Error::OutOfRange { .. })
    ));
}

/// A broker is somebody new: to meet whom one is tied to brings nobody nearer.
#[test]
fn nobody_who_is_tied_to_the_asker_is_a_broker() {
    let out = Adjacency::new(3, &[(0, 1, 0.01), (1, 2, 0.9)]).expect("sound");
    let (into, introducers) = (out.reversed(), Introducers::open(3));
    let paths = PathSearch::new(&out, &into, &introducers).expect("of one size");
    assert_eq!(paths.best(0, 2), None);
    let brokers = paths.brokers(0, &[2], 3);
    assert!(
        !brokers.is_empty() && brokers.iter().all(|broker| broker.person != 1),
        "{brokers:?}"
    );
}

/// Answers about one person leave no mark for the next, past the 64 people of one word of bits too.
#[test]
fn of_many_people_everyone_has_the_parts_of_their_own_neighbourhood() {
    // A ring of 200, everyone tied to the next two: the four acquaintances of each hang together in one part.
    let ties = (0..200_u32).flat_map(|one| [1, 2].map(|far| (one, (one + far) % 200, 1.0)));
    let graph = Graph::new(200, &ties.collect::<Vec<_>>()).expect("sound");
    assert_eq!(structural_diversity(&graph), [1; 200]);
    // A star has as many parts as rays, its rays one.
    let ties: Vec<(u32, u32, f64)> = (1..130).map(|other| (0, other, 1.0)).collect();
    let parts = structural_diversity(&Graph::new(130, &ties).expect("sound"));
    assert_eq!((parts[0], parts[129]), (129, 1));
}

/// Who stands in a market, has candidates and expects next to nothing is starved, and nobody else; whoever is nobody is shown to nobody.
#[test]
fn the_starved_of_a_market_are_those_who_expect_next_to_nothing() {
    let star = Person::new("star").offers("rust", 1.0).needs("law", 1.0);
    let fans = (0..12).map(|at| {
        Person::new(format!("fan {at:02}"))
            .offers("law", 0.2 + 0.05 * at as f32)
            .needs("rust", 1.0)
    });
    let network = Network::from_people(std::iter::once(star).chain(fans), []).expect("sound");
    let matcher = Matcher::new(&network);
    let shares = matcher.market(&Market::new().places(1)).expect("sound");
    let starved = shares.starved();
    for person in network.people() {
        let few = shares.expected(person) < confrere::assign::exposure::STARVED;
        assert_eq!(starved.contains(&person), few, "{}", network.name(person));
    }
    assert_eq!(shares.shown_to(PersonId::of("nobody")), 0);
    // One place is one place: a drawn list fills it.
    let drawn = network
        .people()
        .map(|person| shares.sample(person, 5).len());
    assert!(drawn.clone().max() == Some(1) && drawn.sum::<usize>() >= 12);
}

#[test]
fn nothing_shared_is_no_reason() {
    let network = Network::builder()
        .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
        .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
        .person(Person::new("caro"))
        .tie("ana", "caro", 0.5)
        .build()
        .expect("sound");
    let matcher = Matcher::new(&network);
    for pick in matcher.recommend(network.id("ana").expect("known")) {
        assert!(
            !pick.explanation().to_string().contains("share 0"),
            "{}",
            pick.explanation()
        );
    }
}

/// Takes steps in every order and compares what is set.
fn in_any_order<T: Clone + PartialEq + std::fmt::Debug>(start: &T, steps: &[fn(T) -> T]) {
    let plain = steps.iter().fold(start.clone(), |made, step| step(made));
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for step in 0..steps.len() {
        let inserted = orders.iter().flat_map(|order| {
            (0..=order.len()).map(move |at| [&order[..at], &[step], &order[at..]].concat())
        });
        orders = inserted.collect();
    }
    for order in orders {
        let made = order
            .iter()
            .fold(start.clone(), |made, &step| steps[step](made));
        assert_eq!(made, plain, "steps {order:?}");
        // And none is without effect at the end, whatever came before it.
        for without in 0..steps.len() {
            let rest = order.iter().filter(|&&step| step != without);
            let rest = rest.fold(start.clone(), |made, &step| steps[step](made));
            assert_eq!(steps[without](rest), plain, "step {without} last");
        }
    }
}

#[test]
fn no_step_of_a_builder_resets_another() {
    use confrere::assign::exposure::{Examination, Objective, Settings};
    use confrere::{Acquaintances, CircleRule, Mean, Query, SkillWeights, Unspoken};
    in_any_order(
        &Market::new(),
        &[
            |market| market.objective(Objective::Nash),
            |market| market.examination(Examination::logarithmic()),
            |market| market.places(3),
            |market| market.candidates(7),
            |market| market.attention_per_place(0.5),
        ],
    );
    in_any_order(
        &Settings::new(Objective::Product),
        &[
            |settings| settings.objective(Objective::Nash),
            |settings| settings.step(0.5),
            |settings| settings.iterations(17),
            |settings| settings.tolerance(1e-3),
            |settings| settings.examination(Examination::logarithmic()),
        ],
    );
    in_any_order(
        &Policy::default(),
        &[
            |policy| policy.mean(Mean::GEOMETRIC),
            |policy| policy.skill_weights(SkillWeights::Rarity),
            |policy| policy.floor(0.1),
            |policy| policy.circles(CircleRule::Outside(2)),
            |policy| policy.acceptance_weight(0.5),
        ],
    );
    in_any_order(
        &Policy::contrarian(),
        &[
            |policy| policy.acquaintances(Acquaintances::Included),
            |policy| policy.unspoken(Unspoken::Foretold),
            |policy| policy.peak(0.5),
            |policy| policy.openness(0.3),
            |policy| policy.competitors("team", 0.4),
        ],
    );
    in_any_order(
        &LearningWeek::new(),
        &[
            |week| week.slot("monday"),
            |week| week.rooms(2, 4),
            |week| week.teaches_at_most(2),
            |week| week.first_session(0.5),
            |week| week.quiet_size(3),
        ],
    );
    in_any_order(
        &Mentorship::new([PersonId::of("ana")], [PersonId::of("ben")]),
        &[
            |question| question.mentees_each(4),
            |question| question.mentors_each(2),
            |question| question.candidates(9),
            |question| question.floor(0.2),
        ],
    );
    in_any_order(
        &Query::new(PersonId::of("ana")),
        &[
            |query| query.limit(4),
            |query| query.among([PersonId::of("ben"), PersonId::of("caro")]),
            |query| query.except([PersonId::of("caro")]),
            |query| query.variety(confrere::Variety::skills()),
        ],
    );
}

#[test]
fn no_step_of_a_round_planner_or_of_a_record_resets_another() {
    use confrere::path::TieDecay;
    use confrere::round::{Enforcement, GroupRule, RoundPlanner, RoundSettings, Rule, Scores};
    fn planner(settings: RoundSettings) -> RoundPlanner {
        let nobody = Network::builder().build().expect("nobody");
        RoundPlanner::new(Scores::equal(&nobody)).settings(settings)
    }
    let start = RoundSettings::default();
    in_any_order(
        &start,
        &[
            |set| planner(set).groups(3, 4).get_settings(),
            |set| {
                planner(set)
                    .same_circle(2, Enforcement::Price(0.5))
                    .get_settings()
            },
            |set| planner(set).recent(3, Enforcement::Hard).get_settings(),
            |set| planner(set).half_life(9.0).get_settings(),
            |set| {
                planner(set)
                    .odd(confrere::round::Odd::LeftOut)
                    .get_settings()
            },
        ],
    );
    in_any_order(
        &start,
        &[
            |set| {
                planner(set)
                    .rule(Rule::Slot, Enforcement::Ignored)
                    .get_settings()
            },
            |set| planner(set).repeat_price(0.25).get_settings(),
            |set| planner(set).now(7).get_settings(),
            |set| planner(set).no_shows(2).get_settings(),
            |set| planner(set).seed(5).get_settings(),
        ],
    );
    in_any_order(
        &start,
        &[
            |set| planner(set).sweeps(3).get_settings(),
            |set| planner(set).strict_sizes().get_settings(),
            |set| planner(set).meetings_each(2).get_settings(),
            |set| planner(set).no_shows(4).get_settings(),
        ],
    );
    // Entries are kept beside one another.
    let set = planner(start)
        .apart("a", "b")
        .away("c")
        .together("d", "e")
        .apart("f", "g");
    let set = set
        .select("h", "i")
        .slot("monday")
        .group_rule(GroupRule::alike(confrere::round::Criterion::Circle(1)));
    let set = set.away("j").slot("friday").get_settings();
    let counts = [
        set.apart.len(),
        set.away.len(),
        set.together.len(),
        set.select.len(),
    ];
    assert_eq!(
        (counts, set.slots.len(), set.group_rules.len()),
        ([2, 2, 1, 1], 2, 1)
    );
    in_any_order(
        &TieDecay::new(),
        &[
            |decay| decay.half_life(9.0).expect("days"),
            |decay| {
                decay
                    .first_chance(confrere::Unit::new(0.2).expect("a chance"))
                    .expect("below 1")
            },
        ],
    );
    in_any_order(
        &Encounter::new(["ana", "ben"], 3),
        &[
            |met| met.outcome(confrere::round::MeetingOutcome::Skipped),
            |met| met.rated("ana", 0.5),
            |met| met.no_show("ben"),
        ],
    );
    in_any_order(
        &Outcome::of_pair("ana", "ben", 3, Answer::Met),
        &[|met| met.rated(Some(0.5), None), |met| met.shown_with(0.5)],
    );
}
