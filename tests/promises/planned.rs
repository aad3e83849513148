//! Markets, rounds, mentorships and what a week brings.

use confrere::market::Market;
use confrere::mentorship::Mentorship;
use confrere::plan::Ledger;
use confrere::round::{
    Criterion, Enforcement, GroupRule, MeetingHistory, PairAnswer, RoundPlanner, Rule, Scores,
};
use confrere::{Day, Matcher, Network, Person, PersonId, Query};

fn id(key: &str) -> PersonId {
    PersonId::of(key)
}

/// A meeting is worth the score of its pair, costs nothing without a rule, and repeats nothing that has not been.
#[test]
fn a_first_meeting_of_two_has_the_figures_of_the_pair() {
    let network = Network::from_people(["ana", "ben"].map(Person::new), []).expect("sound");
    let scores = Scores::of_pairs(&network, [("ana", "ben", 0.5)]).expect("sound");
    let plan = RoundPlanner::new(scores)
        .plan(&MeetingHistory::default())
        .expect("sound");
    let met = &plan.meetings()[0];
    assert_eq!((met.score, met.price, met.repeats), (0.5, 0.0, 0));
    assert!(met.soft_violations.is_empty());
    assert_eq!(plan.value(), 0.5);
}

/// «At most one designer» keeps any two designers apart, and says so of every two.
#[test]
fn at_most_one_of_a_kind_is_a_rule_between_two() {
    let crowd = [
        ("ana", "design"),
        ("ben", "design"),
        ("caro", "code"),
        ("dan", "code"),
    ];
    let people = crowd.map(|(name, craft)| Person::new(name).attribute("craft", craft));
    let network = Network::from_people(people, []).expect("sound");
    let rule = |most| GroupRule::at_most(most, "design", Criterion::Attribute("craft".into()));
    let asked = |rule, who: &str, whom: &str| {
        let planner = RoundPlanner::new(Scores::equal(&network)).group_rule(rule);
        planner
            .why_not(&MeetingHistory::default(), who, whom)
            .expect("known")
    };
    assert_eq!(
        asked(rule(1), "ana", "ben"),
        PairAnswer::Rules(vec![Rule::Quota])
    );
    assert_ne!(
        asked(rule(2), "ana", "ben"),
        PairAnswer::Rules(vec![Rule::Quota])
    );
    assert_ne!(
        asked(rule(1), "caro", "dan"),
        PairAnswer::Rules(vec![Rule::Quota])
    );
    // The least price there is is a price: the meeting that breaks the rule names it.
    let two = Network::from_people(
        ["ana", "ben"].map(|name| Person::new(name).attribute("craft", "design")),
        [],
    );
    let soft = rule(1).enforcement(Enforcement::Price(1.0 / (1 << 20) as f32));
    let planner = RoundPlanner::new(Scores::equal(&two.expect("sound"))).group_rule(soft);
    let plan = planner.plan(&MeetingHistory::default()).expect("sound");
    assert_eq!(plan.meetings()[0].soft_violations, [Rule::Quota]);
}

/// A rule that is switched off changes nothing, not even which of equal plans is found.
#[test]
fn a_rule_that_is_ignored_changes_no_plan() {
    let keys = ["ana", "ben", "caro", "dan", "eva", "fay"];
    let plan = |crafts: &[String], with: bool| {
        let person = |key: &&str| {
            let craft = if crafts.iter().any(|name| name == key) {
                "design"
            } else {
                "code"
            };
            Person::new(*key).attribute("craft", craft)
        };
        let network = Network::from_people(keys.iter().map(person), []).expect("sound");
        let mut planner = RoundPlanner::new(Scores::equal(&network)).groups(3, 3);
        if with {
            let rule = GroupRule::at_most(1, "design", Criterion::Attribute("craft".into()));
            planner = planner.group_rule(rule.enforcement(Enforcement::Ignored));
        }
        let plan = planner.plan(&MeetingHistory::default()).expect("sound");
        plan.meetings()
            .iter()
            .map(|meeting| meeting.people.clone())
            .collect::<Vec<_>>()
    };
    // Those who meet without a rule are made all of one kind.
    let met = plan(&[], false);
    assert_eq!(plan(&met[0], true), met);
}

/// Nor does it change how many groups there are, or whether a series has its rounds from a construction.
#[test]
fn a_quota_that_is_ignored_changes_neither_sizes_nor_a_series() {
    let person = |number: u32| {
        let craft = if number < 2 { "design" } else { "code" };
        Person::new(format!("p{number:02}")).attribute("craft", craft)
    };
    let network = Network::from_people((0..15).map(person), []).expect("sound");
    let without = RoundPlanner::new(Scores::equal(&network)).groups(3, 5);
    let rule = GroupRule::at_least(1, "design", Criterion::Attribute("craft".into()));
    let with = without
        .clone()
        .group_rule(rule.enforcement(Enforcement::Ignored));
    let history = MeetingHistory::default();
    assert_eq!(with.plan(&history), without.plan(&history));
    assert_eq!(with.series(&history, 3), without.series(&history, 3));
}

/// Three people make one meeting of three where that is allowed, and whoever would be worth most as the third is.
#[test]
fn who_is_over_joins_where_that_is_worth_most() {
    use confrere::round::Odd;
    let keys = ["ana", "ben", "caro", "dan", "eva"];
    let network = Network::from_people(keys.map(Person::new), []).expect("sound");
    // Pairs of two are worth 1 and 1; ana, whom the matching leaves over, fits with nobody, while ben fits with caro and dan.
    let pairs = [
        ("ana", "ben", 0.9),
        ("caro", "dan", 0.9),
        ("ben", "caro", 0.8),
        ("ben", "dan", 0.8),
        ("ana", "eva", 0.85),
    ];
    let scores = Scores::of_pairs(&network, pairs).expect("sound");
    let planner = RoundPlanner::new(scores).odd(Odd::Trio);
    let plan = planner.plan(&MeetingHistory::default()).expect("sound");
    let mut met: Vec<String> = plan
        .meetings()
        .iter()
        .map(|meeting| meeting.people.join(" "))
        .collect();
    met.sort();
    assert_eq!(met, ["ana eva", "ben caro dan"]);
}

/// Every reason is counted once a person.
#[test]
fn whoever_one_blocks_is_counted_once() {
    let network = Network::builder()
        .person(
            Person::new("ana")
                .needs("law", 0.5)
                .blocks("ben")
                .blocks("caro"),
        )
        .people(["ben", "caro", "dan"].map(Person::new))
        .build()
        .expect("sound");
    let why = Matcher::new(&network).why_nobody(Query::new(id("ana")));
    assert_eq!((why.others, why.blocked_by_asker), (3, 2));
}

/// The variety of a circle of one is 1; of two people it is the distance of what they offer, here one skill of two in common.
#[test]
fn the_variety_of_a_select_circle_is_the_mean_distance_within_it() {
    let ana = || {
        Person::new("ana")
            .offers("rust", 0.9)
            .needs("law", 0.9)
            .needs("sql", 0.9)
    };
    let ben = || Person::new("ben").offers("law", 0.9).needs("rust", 0.9);
    let caro = || {
        Person::new("caro")
            .offers("law", 0.9)
            .offers("sql", 0.9)
            .needs("rust", 0.9)
    };
    let varieties = |people: Vec<Person>| {
        let network = Network::from_people(people, []).expect("sound");
        let circle = Matcher::new(&network)
            .select_circle(id("ana"))
            .expect("someone");
        circle
            .peers
            .iter()
            .map(|peer| peer.variety)
            .collect::<Vec<f32>>()
    };
    assert_eq!(varieties(vec![ana(), ben()]), [1.0]);
    assert_eq!(varieties(vec![ana(), ben(), caro()]), [0.5, 0.5]);
}

/// In a large community worth is a range that starts at 0 and ends with the most that anyone open gains.
#[test]
fn the_worth_of_one_of_many_counts_who_is_open() {
    let many = (0..2_001).map(|at| Person::new(format!("p{at:04}")).offers("go", 0.5));
    let network = Network::from_people(
        many.chain([
            Person::new("ana").offers("law", 0.9),
            Person::new("ben").needs("law", 0.9).paused(),
            Person::new("caro").offers("sql", 0.8),
            Person::new("dan").needs("sql", 0.5),
            Person::new("eva").offers("sql", 0.8).paused(),
        ]),
        [],
    )
    .expect("sound");
    let matcher = Matcher::new(&network);
    let worth = |key: &str| matcher.value(id(key)).expect("someone").worth;
    assert_eq!((worth("ana").low, worth("ana").high), (0.0, 0.0));
    assert_eq!(worth("eva").high, 0.0);
    assert!(worth("caro").low == 0.0 && worth("caro").high > 0.5);
}

/// Without more said a mentor takes four, and whoever gains anything at all counts.
#[test]
fn a_mentor_takes_four_who_gain_however_little() {
    let mentees = (0..6).map(|at| Person::new(format!("m{at}")).needs("rust", 1.0));
    let mentor = Person::new("ann").offers("rust", 0.05);
    let network = Network::from_people(mentees.chain([mentor]), []).expect("sound");
    let sides = Mentorship::new([id("ann")], (0..6).map(|at| id(&format!("m{at}"))));
    let plan = Matcher::new(&network).mentorship(&sides).expect("sound");
    assert_eq!(plan.pairs().len(), 4);
    assert!(
        plan.pairs()
            .iter()
            .all(|pair| pair.gain > 0.0 && pair.gain < 0.125)
    );
    assert_eq!(plan.unserved().len(), 2);
}

/// Ten places unless said otherwise; whoever stands in a list is counted as shown there once.
#[test]
fn a_market_shows_ten_and_counts_in_how_many_lists_someone_stands() {
    let people = (0..14).map(|at| {
        Person::new(format!("p{at:02}"))
            .offers("rust", 0.3 + 0.05 * at as f32)
            .needs("rust", 0.9 - 0.02 * at as f32)
            .offers("law", 0.9 - 0.05 * at as f32)
            .needs("law", 0.5)
    });
    let network = Network::from_people(people, []).expect("sound");
    let shares = Matcher::new(&network)
        .market(&Market::new())
        .expect("sound");
    let lists: Vec<Vec<PersonId>> = network.people().map(|who| shares.peers(who)).collect();
    assert!(
        lists.iter().all(|list| list.len() == 10),
        "{:?}",
        lists.iter().map(Vec::len).collect::<Vec<_>>()
    );
    for who in network.people() {
        let shown = lists.iter().flatten().filter(|&&peer| peer == who).count();
        assert_eq!(shares.shown_to(who) as usize, shown);
    }
}

/// Who stood on one side when a market was stored and stands on the other now is read back on neither.
#[cfg(feature = "serde")]
#[test]
fn a_stored_list_of_the_wrong_side_is_left_out() {
    let people = ["ana", "ben", "caro", "dan"]
        .map(|key| Person::new(key).offers("rust", 0.9).needs("rust", 0.5));
    let network = Network::from_people(people, []).expect("sound");
    let matcher = Matcher::new(&network);
    let market = Market::new().between([id("ana")], [id("ben"), id("caro"), id("dan")]);
    let shares = matcher.market(&market).expect("sound");
    let mut stored = serde_json::to_value(shares.stored()).expect("plain data");
    // The lists of all three of the right stand on the left, where there is one row.
    let right = stored["lists"][1].as_array().expect("lists").clone();
    assert_eq!(right.len(), 3);
    stored["lists"][0]
        .as_array_mut()
        .expect("lists")
        .extend(right);
    let stored = serde_json::from_value(stored).expect("plain data");
    let restored = matcher.restore_market(&stored).expect("sound");
    assert_eq!(restored.shares.peers(id("ben")), shares.peers(id("ben")));
}

/// Between two of whom one alone has given, nothing has gone back and forth.
#[test]
fn help_one_way_is_not_help_both_ways() {
    let mut ledger = Ledger::new();
    ledger.give("ana", "ben", Day(0), 1.0).expect("sound");
    let balances = ledger.at(Day(0)).expect("now");
    assert_eq!((balances.given("ana"), balances.given("ben")), (1.0, 0.0));
    let mut both = ledger.clone();
    both.give("ben", "ana", Day(0), 1.0).expect("sound");
    let even = both.at(Day(0)).expect("now");
    assert!(even.owes("ana").is_empty() && even.owes("ben").is_empty());
    assert_eq!(balances.owes("ben").len(), 1);
}

/// What nobody looks for is worth nothing, and is not told among what someone is worth.
#[test]
fn a_skill_that_nobody_wants_is_not_told_as_worth() {
    let network = Network::builder()
        .person(Person::new("ana").offers("law", 0.9).offers("sql", 0.8))
        .person(Person::new("ben").needs("law", 0.9))
        .build()
        .expect("sound");
    let value = Matcher::new(&network).value(id("ana")).expect("someone");
    let told = value.to_string();
    assert!(told.contains("law") && !told.contains("sql"), "{told}");
}
