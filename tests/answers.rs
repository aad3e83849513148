//! Answers are plain data: they print as sentences, serialise, and go between threads.

use confrere::{
    Error, Explanation, Matcher, Network, NetworkBuilder, Person, Policy, Query, Ranked,
    Recommendation, Tie, WhyNot,
};

fn sample() -> Network {
    Network::builder()
        .person(
            Person::new("ana")
                .offers("rust", 0.9)
                .needs("law", 0.8)
                .needs("tax", 0.2)
                .stance("remote work", 1.0),
        )
        .person(
            Person::new("ben")
                .offers("law", 0.5)
                .needs("rust", 0.6)
                .stance("remote work", -1.0),
        )
        .person(Person::new("caro"))
        .person(
            Person::new("dan")
                .offers("law", 0.9)
                .needs("rust", 0.1)
                .blocks("ana"),
        )
        .person(
            Person::new("eve")
                .offers("law", 0.9)
                .needs("rust", 0.1)
                .paused(),
        )
        .person(
            Person::new("fred")
                .offers("law", 0.9)
                .needs("rust", 0.1)
                .peers(1)
                .engaged(1),
        )
        .tie("ana", "caro", 0.8)
        .tie("caro", "ben", 0.5)
        .build()
        .expect("sound")
}

#[test]
fn an_explanation_reads_as_sentences() {
    let network = sample();
    let matcher = Matcher::new(&network);
    let (ana, ben) = (
        network.id("ana").expect("known"),
        network.id("ben").expect("known"),
    );
    let told = matcher
        .explain(ana, ben)
        .expect("both are open")
        .to_string();
    let expected = "ana gains law (0.40).\n\
        ben gains rust (0.90).\n\
        Not covered for ana: tax.\n\
        They disagree on remote work.\nWhat speaks for a yes: you share 1 contact.\n\
        ana can be introduced to ben via caro.\n";
    assert_eq!(told, expected);
}

#[test]
fn a_block_a_pause_and_a_full_calendar_of_another_sound_the_same() {
    let network = sample();
    let matcher = Matcher::new(&network);
    let id = |name: &str| network.id(name).expect("known");
    for other in ["dan", "eve", "fred"] {
        let why = matcher.why_not(id("ana"), id(other)).to_string();
        assert_eq!(why, format!("{other} takes no further peers now"));
        assert!(matcher.explain(id("ana"), id(other)).is_none());
        assert!(matcher.pair(id("ana"), id(other)).is_none());
    }
    assert_eq!(
        matcher.why_not(id("dan"), id("ana")).to_string(),
        "dan blocks ana"
    );
    assert_eq!(
        matcher.why_not(id("eve"), id("ana")).to_string(),
        "eve is paused"
    );
    assert_eq!(
        matcher.why_not(id("fred"), id("ana")).to_string(),
        "all places of fred are taken"
    );
}

#[test]
fn why_not_answers_for_anyone() {
    let network = sample();
    let id = |name: &str| network.id(name).expect("known");
    let matcher = Matcher::new(&network);
    assert_eq!(
        matcher.why_not(id("ana"), id("ana")).to_string(),
        "nobody is their own peer"
    );
    assert_eq!(
        matcher.why_not(id("ana"), id("ben")).to_string(),
        "ben is suggested, in place 1"
    );
    assert_eq!(
        matcher.why_not(id("ana"), id("caro")).to_string(),
        "ana and caro know each other"
    );
    let left_out = Query::new(id("ana")).except([id("ben")]);
    assert_eq!(
        matcher.why_not(left_out, id("ben")).to_string(),
        "the question leaves ben out"
    );
    let none = matcher.why_not(Query::new(id("ana")).limit(0), id("ben"));
    assert!(matches!(
        none,
        WhyNot::Outranked {
            place: 1,
            limit: 0,
            ..
        }
    ));
    let strict = Matcher::with_policy(&network, Policy::default().floor(0.5)).expect("sound");
    let why = strict.why_not(id("ana"), id("ben")).to_string();
    assert_eq!(why, "ana would gain less than 0.5 from ben");
    assert!(strict.recommend(id("ana")).is_empty());
}

#[test]
fn places_are_counted_up_to_a_hundred_or_to_as_many_as_are_suggested() {
    let ana = Person::new("ana").needs("rust", 1.0).offers("go", 1.0);
    let peers = (0..150_u16).map(|number| {
        let level = 0.2 + f32::from(number) / 200.0;
        let peer = Person::new(format!("p{number:03}")).offers("rust", level);
        peer.needs("go", 1.0)
    });
    let network = peers
        .fold(
            NetworkBuilder::default().person(ana),
            NetworkBuilder::person,
        )
        .build()
        .expect("a sound network");
    let matcher = Matcher::new(&network);
    let id = |key: &str| network.id(key).expect("known");
    let place = |limit: u32, other: &str| {
        let why = matcher.why_not(Query::new(id("ana")).limit(limit), id(other));
        match why {
            WhyNot::Outranked { place, .. } => (place, why.to_string()),
            other => panic!("{other}"),
        }
    };
    assert_eq!(place(10, "p100").0, 50);
    // Small gains count as much as one that is not known: of those equals the last by key.
    let (last, words) = place(10, "p060");
    assert_eq!(last, 101);
    assert!(words.starts_with("p060 ranks below 100th"), "{words}");
    assert_eq!(place(120, "p060").0, 121);
}

#[test]
fn answers_go_between_threads() {
    fn plain<T: std::fmt::Debug + Clone + Send + Sync + 'static>() {}
    plain::<Network>();
    plain::<Matcher>();
    plain::<Query>();
    plain::<Policy>();
    plain::<Recommendation>();
    plain::<Explanation>();
    plain::<WhyNot>();
    plain::<Ranked>();
    plain::<Person>();
    plain::<Tie>();
    plain::<Error>();
    plain::<confrere::path::Introduction>();
    plain::<confrere::path::IntroductionPlan>();
    plain::<confrere::market::Shares>();
    plain::<confrere::market::Pick>();
    plain::<confrere::plan::Value>();
    plain::<confrere::plan::NextSkill>();
    plain::<confrere::plan::SelectCircle>();
    plain::<confrere::plan::WeekPlan>();
    plain::<confrere::plan::Agenda>();
    plain::<confrere::plan::Advice>();
    plain::<confrere::round::RoundPlan>();
    plain::<confrere::round::RoundPlanner>();
    plain::<confrere::round::Scores>();
    plain::<confrere::plan::LearningWeek>();
    plain::<confrere::market::Market>();
    plain::<confrere::mentorship::Mentorship>();
    plain::<confrere::mentorship::MentorshipPlan>();
}

/// Everything that an app keeps in its state or hands to a task.
#[test]
fn answers_and_planners_are_owned() {
    fn owned<T: Send + Sync + 'static>() {}
    {
        use confrere::acceptance::{
            Acceptance, Answer, FitReport, FitSettings, OffPolicy, Outcome, Outcomes,
        };
        owned::<(Acceptance, Answer, FitReport, FitSettings, OffPolicy)>();
        owned::<(Outcome, Outcomes)>();
    }
    {
        use confrere::assign::exposure::{Allocation, Candidates, Rankings, TradeOff};
        use confrere::assign::{Assignment, BipartitePlan, FairPlan, Grouping, Matching};
        owned::<(Assignment, BipartitePlan, FairPlan, Grouping, Matching)>();
        owned::<(Allocation, Candidates, Rankings, TradeOff)>();
    }
    {
        use confrere::diversity::{
            Communities, Effect, OpinionReport, OutsideMeasures, StanceModel, Starters,
        };
        owned::<(Communities, Effect, OpinionReport)>();
        owned::<(OutsideMeasures, StanceModel, Starters<u32>)>();
    }
    {
        use confrere::path::{
            ContactLog, DisjointIntroductions, Introducers, IntroductionOutcome, JointPlan, Route,
            StoredPlan,
        };
        owned::<(ContactLog, DisjointIntroductions, Introducers)>();
        owned::<(IntroductionOutcome, JointPlan, Route, StoredPlan)>();
    }
    {
        use confrere::plan::{Balances, Contacts, Ledger, Replan, SkillValue, Worths};
        owned::<(Balances, Contacts, Ledger, Replan, SkillValue, Worths)>();
    }
    {
        use confrere::round::{
            GroupRule, MeetingHistory, PairAnswer, PersonalRound, RepairedPlan, Series,
        };
        owned::<(GroupRule, MeetingHistory, PairAnswer)>();
        owned::<(PersonalRound, RepairedPlan, Series)>();
    }
    {
        use confrere::benefit::{DenseSnapshot, Snapshot, SparseVectors};
        owned::<(DenseSnapshot, Snapshot, SparseVectors)>();
    }
    owned::<(confrere::OutsideReport, confrere::Shard)>();
    owned::<(confrere::ShardScorer, confrere::StoredRanked)>();
    owned::<(confrere::WhyNobody, confrere::WorkReport)>();
}

/// A planner outlives the matcher that it was made from, and plans on a thread of its own.
#[test]
fn a_planner_is_kept_without_its_matcher() {
    let network = sample();
    let planner = Matcher::new(&network).round();
    let here = planner.plan(&confrere::round::MeetingHistory::default());
    let there =
        std::thread::spawn(move || planner.plan(&confrere::round::MeetingHistory::default()));
    assert_eq!(
        here.expect("a plan"),
        there.join().expect("no panic").expect("a plan")
    );
}

#[cfg(feature = "serde")]
#[test]
fn answers_serialise_with_names() {
    let network = sample();
    let matcher = Matcher::new(&network);
    let ana = network.id("ana").expect("known");
    let picks = serde_json::to_value(matcher.recommend(ana)).expect("plain data");
    let pick = &picks[0];
    assert_eq!(pick["name"], "ben");
    assert_eq!(pick["explanation"]["gain"]["items"][0]["name"], "law");
    assert_eq!(pick["explanation"]["give"]["items"][0]["intent"], "learn");
    assert_eq!(pick["explanation"]["gain"]["uncovered"][0], "tax");
    assert_eq!(pick["explanation"]["via"][0], "caro");
    assert_eq!(pick["explanation"]["for_a_yes"][0], "you share 1 contact");
    let why = matcher.why_not(ana, network.id("caro").expect("known"));
    let why = serde_json::to_value(why).expect("plain data");
    assert_eq!(why["acquainted"]["other"], "caro");
}

#[cfg(feature = "serde")]
#[test]
fn policies_are_written_and_read_with_all_their_settings() {
    use confrere::diversity::{Component, ContrarianRule, DifferenceWeights};
    use confrere::{Acquaintances, CircleRule, Mean, Policy, SkillWeights, Unit, Variety};
    let weights = DifferenceWeights::none().with(Component::NextRing, 0.25);
    let all = Policy::strict()
        .mean(Mean::MINIMUM)
        .specificity(0.5)
        .skill_weights(SkillWeights::Rarity)
        .openness(7.0)
        .difference(weights.expect("sound"))
        .contrarian_rule(ContrarianRule::new(3.0, 0.25).expect("sound"))
        .floor(0.125)
        .acquaintances(Acquaintances::Included)
        .circles(CircleRule::Outside(u32::MAX))
        .hops(5);
    for policy in [
        Policy::default(),
        Policy::benefit_only(),
        Policy::outside(),
        all,
    ] {
        let text = serde_json::to_string(&policy).expect("plain data");
        assert_eq!(
            serde_json::from_str::<Policy>(&text).expect("as written"),
            policy
        );
    }
    let read =
        |text: &str| serde_json::from_str::<Policy>(text).map_err(|refused| refused.to_string());
    // What is left out is as in the default; what is unknown or out of its range is refused, with the message of building.
    assert_eq!(read(r#"{"floor": 0.1}"#), Ok(Policy::default().floor(0.1)));
    assert_eq!(
        read(r#"{"mean": "minimum"}"#),
        Ok(Policy::default().mean(Mean::MINIMUM))
    );
    assert!(read(r#"{"flor": 0.1}"#).is_err_and(|refused| refused.contains("flor")));
    assert!(read(r#"{"version": 2}"#).is_err());
    assert!(read(r#"{"difference": {"next_ring": -1.0}}"#).is_err());
    let network = Network::builder().build().expect("nobody");
    let built = Matcher::with_policy(&network, Policy::default().floor(1.5));
    let refused = read(r#"{"floor": 1.5}"#).expect_err("too high");
    assert!(
        refused.starts_with(&built.expect_err("too high").to_string()),
        "{refused}"
    );
    let variety = Variety::skills().share(Unit::new(0.25).expect("a share"));
    let text = serde_json::to_string(&variety).expect("plain data");
    assert_eq!(text, r#"{"method":"skills","share":0.25}"#);
    assert_eq!(
        serde_json::from_str::<Variety>(&text).expect("as written"),
        variety
    );
    assert!(serde_json::from_str::<Variety>(r#"{"method":"skills","share":2.0}"#).is_err());
}

#[test]
fn answers_outlive_what_was_asked() {
    let pick = {
        let network = Network::builder()
            .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
            .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
            .build()
            .expect("a sound network");
        let matcher = Matcher::new(&network);
        let ana = network.id("ana").expect("known");
        matcher.recommend(ana).remove(0)
    };
    let told = std::thread::spawn(move || pick.to_string()).join();
    assert_eq!(
        told.expect("told"),
        "ben: ana gains law (0.70), ben gains rust (0.90)"
    );
}

#[cfg(feature = "serde")]
#[test]
fn markets_and_weeks_are_written_and_read_whole() {
    use confrere::PersonId;
    use confrere::assign::exposure::{Examination, Objective, Settings};
    use confrere::market::Market;
    use confrere::plan::{LearningWeek, Room};
    let [ana, ben, caro] = ["ana", "ben", "caro"].map(PersonId::of);
    let market = Market::new()
        .settings(
            Settings::new(Objective::Alpha(0.5))
                .step(0.25)
                .iterations(7),
        )
        .examination(Examination::own([1.0, 0.5]).expect("falling"))
        .places(3)
        .between([caro, ana], [ben]);
    let text = serde_json::to_string(&market).expect("plain data");
    assert_eq!(
        serde_json::from_str::<Market>(&text).expect("as written"),
        market
    );
    // Setting the objective keeps what was set before.
    let changed = market.clone().objective(Objective::Nash);
    let settings = Settings::new(Objective::Nash).step(0.25).iterations(7);
    assert_eq!(changed, market.settings(settings));
    assert!(serde_json::from_str::<Market>(r#"{"place": 3}"#).is_err());
    assert!(serde_json::from_str::<Market>(r#"{"examination": {"own": [0.5, 0.6]}}"#).is_err());
    let week = LearningWeek::new()
        .slot("monday")
        .room(Room::new(6))
        .except([caro, ana]);
    let text = serde_json::to_string(&week).expect("plain data");
    assert_eq!(
        serde_json::from_str::<LearningWeek>(&text).expect("as written"),
        week
    );
}
