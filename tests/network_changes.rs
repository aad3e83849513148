//! A changed network is the network built from scratch of the people and ties there are in the end.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Community, Someone, communities, name, policies, skill};
use confrere::market::Market;
use confrere::mentorship::Mentorship;
use confrere::path::Wish;
use confrere::plan::{Contacts, Day, LearningWeek, Ledger};
use confrere::{Matcher, Network, NetworkChange, Person, PersonId, Query, Tie, Unit, Variety};
use proptest::prelude::*;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// People of the first community, and of those who may come later.
const FIRST: usize = 14;
const ALL: usize = 20;

/// Who there is and how they are tied, by index.
#[derive(Debug, Clone)]
struct Model {
    people: BTreeMap<usize, Member>,
    ties: BTreeMap<(usize, usize), f32>,
    related: Vec<(String, String, f32)>,
}

#[derive(Debug, Clone)]
struct Member {
    someone: Someone,
    manager: Option<usize>,
    slots: Vec<&'static str>,
}

impl Member {
    fn random(rng: &mut ChaCha8Rng, mut someone: Someone) -> Self {
        if rng.random_bool(0.2) {
            // A name that claims nothing.
            someone.offers.push((rng.random_range(40..44), 0.0));
        }
        if rng.random_bool(0.3) {
            someone.needs.push((rng.random_range(30..34), 0.5, false));
        }
        if rng.random_bool(0.1) {
            someone.circles.insert(0, Vec::new());
        }
        let manager = rng.random_range(0..ALL);
        let slots = ["monday", "tuesday", "friday"].into_iter();
        Self {
            someone,
            manager: rng.random_bool(0.4).then_some(manager),
            slots: slots.filter(|_| rng.random_bool(0.2)).collect(),
        }
    }

    /// Takes back whatever is said of people who do not stay, and of the member.
    fn forget(&mut self, own: usize, stays: impl Fn(usize) -> bool) {
        let other = |person: &usize| *person != own && stays(*person);
        self.someone.blocks.retain(other);
        self.someone.refuses.retain(other);
        self.manager = self.manager.filter(other);
    }

    fn person(&self) -> Person {
        let slots = self.slots.iter();
        let person = slots.fold(self.someone.person(), |person, slot| {
            person.available(*slot).attribute("slot", *slot)
        });
        match self.manager {
            Some(manager) => person.manager(name(manager)),
            None => person,
        }
    }
}

fn tie(from: usize, to: usize, strength: f32) -> Tie {
    Tie::directed(name(from), name(to), strength)
}

impl Model {
    /// The people of a community, with managers, slots and ties drawn for them.
    fn of(community: Community, rng: &mut ChaCha8Rng) -> Self {
        let people = community.people.into_iter().enumerate();
        let mut model = Self {
            people: people
                .map(|(index, someone)| (index, Member::random(rng, someone)))
                .collect(),
            ties: BTreeMap::new(),
            related: community.related,
        };
        for (&index, member) in &mut model.people {
            member.forget(index, |person| person < FIRST);
        }
        for _ in 0..2 * FIRST {
            let (from, to) = (rng.random_range(0..FIRST), rng.random_range(0..FIRST));
            if from != to {
                model.ties.insert((from, to), rng.random_range(0.1..1.0));
            }
        }
        model
    }

    fn build(&self) -> Network {
        let ties = self.ties.iter();
        let ties = ties.map(|(&(from, to), &strength)| tie(from, to, strength));
        let mut builder = Network::builder()
            .people(self.people.values().map(Member::person))
            .ties(ties);
        for (a, b, value) in &self.related {
            builder = builder.related(a, b, *value);
        }
        builder.build().expect("a sound model")
    }

    /// Changes the model and tells the network the same, each kind of step in the order given.
    fn change(&mut self, rng: &mut ChaCha8Rng, mut change: NetworkChange) -> NetworkChange {
        let pool = Community::random(rng.random(), ALL).people;
        let joining: BTreeSet<usize> = (0..rng.random_range(0..5))
            .map(|_| rng.random_range(0..ALL))
            .collect();
        let here: Vec<usize> = self.people.keys().copied().collect();
        let staying = |index: &usize| !joining.contains(index);
        let leaving: BTreeSet<usize> = here
            .into_iter()
            .filter(staying)
            .filter(|_| rng.random_bool(0.15))
            .collect();
        self.people.retain(|index, _| !leaving.contains(index));
        self.ties
            .retain(|(from, to), _| !leaving.contains(from) && !leaving.contains(to));
        for &index in &joining {
            let member = Member::random(rng, pool[index].clone());
            self.people.insert(index, member);
        }
        let in_the_end: BTreeSet<usize> = self.people.keys().copied().collect();
        for (&index, member) in &mut self.people {
            member.forget(index, |person| in_the_end.contains(&person));
        }
        for index in leaving {
            change = change.leave(name(index));
        }
        change = change.people(joining.iter().map(|index| self.people[index].person()));
        let ends: Vec<usize> = in_the_end.into_iter().collect();
        for _ in 0..rng.random_range(0..8) {
            let from = ends[rng.random_range(0..ends.len())];
            let to = ends[rng.random_range(0..ends.len())];
            if from != to {
                change = self.tie(rng, change, from, to);
            }
        }
        change
    }

    fn tie(
        &mut self,
        rng: &mut ChaCha8Rng,
        change: NetworkChange,
        from: usize,
        to: usize,
    ) -> NetworkChange {
        let strength = rng.random_range(0.1..1.0);
        let (one, other) = (name(from), name(to));
        match rng.random_range(0..4) {
            0 => {
                self.ties.insert((from, to), strength);
                self.ties.insert((to, from), strength);
                change.tie(&one, &other, strength)
            }
            1 => {
                self.ties.insert((from, to), strength);
                change.ties([tie(from, to, strength)])
            }
            2 => {
                self.ties.remove(&(from, to));
                change.directed_tie(&one, &other, 0.0)
            }
            _ => {
                self.ties.remove(&(from, to));
                self.ties.remove(&(to, from));
                change.untie(&one, &other)
            }
        }
    }
}

/// Everything about the people that can be seen, ids included.
fn facts(network: &Network) -> Vec<String> {
    let people = network.people().map(|id| {
        let circles: Vec<_> = network.circles(id).collect();
        let ids = (
            network.offers(id).collect::<Vec<_>>(),
            network.interests(id).collect::<Vec<_>>(),
            circles,
            network.manager(id),
        );
        let slots: Vec<_> = network.available(id).collect();
        format!("{id:?} {:?} {ids:?} {slots:?}", network.to_person(id))
    });
    let skills = network.skills().map(ToString::to_string);
    people.chain(skills).collect()
}

fn lists(network: &Network) -> Vec<Vec<Vec<(PersonId, u32)>>> {
    let policies = policies().into_iter().map(|policy| {
        let matcher = Matcher::with_policy(network, policy).expect("a sound policy");
        let lists = matcher.recommend_all(4).into_iter();
        let bits = lists.map(|list| {
            let places = list.into_iter();
            places
                .map(|place| (place.peer, place.score.to_bits()))
                .collect()
        });
        bits.collect()
    });
    policies.collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60,
        max_shrink_iters: 1_000,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(11),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_changes_end_in_the_network_built_from_scratch(community in communities(FIRST), seed in any::<u64>()) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut model = Model::of(community.clone(), &mut rng);
        let mut network = model.build();
        for _ in 0..4 {
            let before = (network.clone(), facts(&network));
            network = model.change(&mut rng, network.change()).build().expect("a sound change");
            let scratch = model.build();
            prop_assert_eq!(facts(&network), facts(&scratch));
            prop_assert_eq!(network.ties(), scratch.ties());
            prop_assert_eq!(network.ties_in(), scratch.ties_in());
            prop_assert_eq!(network.acquaintances(), scratch.acquaintances());
            prop_assert_eq!(lists(&network), lists(&scratch));
            #[cfg(feature = "serde")]
            prop_assert_eq!(
                serde_json::to_string(&network).expect("it serialises"),
                serde_json::to_string(&scratch).expect("it serialises")
            );
            prop_assert_eq!(facts(&before.0), before.1);
        }
    }
}

/// What is told of an id, or of nobody.
fn told(network: &Network, matcher: &Matcher, id: PersonId, others: &[PersonId]) -> String {
    let list: Vec<PersonId> = matcher
        .recommend(id)
        .iter()
        .map(|pick| pick.peer())
        .collect();
    let scores: Vec<f32> = others
        .iter()
        .map(|&other| matcher.score(id, other))
        .collect();
    let reached: Vec<PersonId> = network.introductions().reach(id).people().collect();
    let of_network = format!(
        "{:?} {:?} {reached:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        network.name(id),
        network.to_person(id),
        network.position(id).and_then(|at| network.person_at(at)),
        network.offers(id).collect::<Vec<_>>(),
        network.circles(id).collect::<Vec<_>>(),
        network.available(id).collect::<Vec<_>>(),
        network.manager(id),
        network.limits(id),
    );
    let of_one = of_one(matcher, id);
    let of_two: Vec<String> = others
        .iter()
        .step_by(7)
        .map(|&other| of_two(matcher, id, other))
        .collect();
    format!("{of_network} {list:?} {scores:?} {of_one} {of_two:?}")
}

/// Every question about one person.
fn of_one(matcher: &Matcher, id: PersonId) -> String {
    let half = Unit::new(0.5).expect("a level");
    let contacts = Contacts::new();
    let balances = Ledger::new().at(Day(0)).expect("a day");
    let worths = matcher.worths();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        matcher.recommend(Query::new(id).variety(Variety::marginal())),
        matcher.why_nobody(id),
        matcher.rings(id),
        matcher.score_block(&[id], &[id], 3),
        matcher.shard(&[id]).people().len(),
        matcher.value(id),
        matcher.value_with(id, &worths),
        worths.of(id),
        matcher.next_skill(id, half, 3),
        matcher.select_circle(id),
        matcher.select_circle_with(id, half),
        matcher.losing_touch(&contacts, id, Day(0)).ok(),
        matcher.agenda(&contacts, id, Day(0)).ok(),
        matcher.give_and_take(&balances, id),
        matcher
            .network()
            .introductions()
            .openings(id, "country 0", 2)
            .ok(),
    )
}

/// Every question about two people, from each side.
fn of_two(matcher: &Matcher, id: PersonId, other: PersonId) -> String {
    let introductions = matcher.network().introductions();
    let balances = Ledger::new().at(Day(0)).expect("a day");
    let both = [(id, other), (other, id)].map(|(one, two)| {
        let wish = Wish {
            from: one,
            to: two,
            gain: 0.5,
        };
        format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
            matcher.pair(one, two),
            matcher.explain(one, two),
            matcher.gain(one, two).to_bits(),
            matcher.components(one, two),
            matcher.acceptance(one, two).to_bits(),
            matcher.starters(one, two),
            matcher.outside_reports(one, [two]),
            matcher.offers_for(one, two),
            matcher.before_asking(&balances, one, two),
            matcher.what_if(&[(one, two, 0.5)]).ok(),
            introductions.between(one, two),
            introductions.ranked(one, two, 2),
            introductions.disjoint(one, two, 2),
            introductions.plan(&[wish]).ok(),
            [
                matcher.network().blocked(one, two),
                matcher.network().refuses(one, two)
            ],
        )
    });
    both.concat()
}

/// What is planned for all is planned as if nobody had named an id that nobody here has.
fn planned(matcher: &Matcher, with: &[PersonId]) -> String {
    let named: Vec<PersonId> = matcher
        .network()
        .people()
        .chain(with.iter().copied())
        .collect();
    let (left, right) = named.split_at(named.len() / 3);
    let market = Market::new().between(left.iter().copied(), right.iter().copied());
    let shares = matcher.market(&market);
    let lists = |id: &PersonId| {
        shares.as_ref().ok().map(|shares| {
            let peers = (shares.peers(*id), shares.list(*id), shares.sample(*id, 1));
            format!(
                "{peers:?} {} {} {:?}",
                shares.shown_to(*id),
                shares.expected(*id),
                shares.left_out(*id)
            )
        })
    };
    let week = LearningWeek::new()
        .slot("monday")
        .rooms(2, 4)
        .among(named.iter().copied());
    let week = matcher
        .learning_week(&week.except(with.iter().copied()))
        .expect("a sound week");
    let mentorship = Mentorship::new(left.iter().copied(), right.iter().copied());
    let replan = matcher.replan_without(&week, with.iter().copied());
    let mentorship = matcher.mentorship(&mentorship).ok();
    // Not the plans themselves: they hold the question, and so the ids that it names.
    format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        named.iter().map(lists).collect::<Vec<_>>(),
        mentorship.map(|plan| plan.pairs().to_vec()),
        week.sessions(),
        week.learners(),
        replan.plan.sessions(),
        replan.changes,
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12,
        max_shrink_iters: 1_000,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(13),
        ..ProptestConfig::default()
    })]

    /// Law 11. Ids are kept from every version of two forks and from a network of other people.
    #[test]
    fn an_id_means_the_same_person_for_ever_or_nobody(community in communities(FIRST), seed in any::<u64>()) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let first = Model::of(community.clone(), &mut rng);
        let stranger = Network::builder().person(Person::new("stranger")).build().expect("one person");
        let mut kept: BTreeMap<PersonId, String> = BTreeMap::new();
        kept.extend(stranger.people().map(|id| (id, "stranger".to_string())));
        for mut model in [first.clone(), first] {
            let mut network = model.build();
            for _ in 0..6 {
                network = model.change(&mut rng, network.change()).build().expect("a sound change");
                kept.extend(network.people().map(|id| (id, network.name(id).to_string())));
                let matcher = Matcher::new(&network);
                let all: Vec<PersonId> = kept.keys().copied().collect();
                let stranger = PersonId::of("nobody at all");
                let nobody = told(&network, &matcher, stranger, &all);
                let unplanned = planned(&matcher, &[stranger]);
                for (&id, name) in &kept {
                    let here = network.people().any(|other| other == id);
                    prop_assert_eq!(here, model.people.keys().any(|&index| common::name(index) == *name));
                    prop_assert_eq!(network.name(id), if here { name } else { "" });
                    prop_assert_eq!(network.id(name).ok(), here.then_some(id));
                    if !here {
                        prop_assert_eq!(&nobody, &told(&network, &matcher, id, &all));
                        prop_assert_eq!(&unplanned, &planned(&matcher, &[id]));
                        prop_assert_eq!(matcher.why_not(id, all[0]).to_string(), "one of the two is not in this network");
                    }
                }
                // An id kept from any version is answered as the one that is looked up now.
                let now = told(&network, &matcher, network.people().next().expect("someone"), &all);
                let name = network.name(network.people().next().expect("someone"));
                prop_assert_eq!(now, told(&network, &matcher, PersonId::of(name), &all));
            }
        }
    }
}

/// Everything said of people and ties by key, whatever the key.
fn by_key(
    network: &Network,
    key: impl Fn(&str) -> String,
) -> (Vec<Person>, Vec<(String, String, f32)>) {
    let rekeyed = |person: Person| {
        let new = key(person.key());
        let blocks: Vec<String> = person.get_blocks().map(&key).collect();
        let refuses: Vec<String> = person.get_refuses().map(&key).collect();
        let manager = person.get_manager().map(&key);
        let old: Vec<String> = person
            .get_blocks()
            .chain(person.get_refuses())
            .map(Into::into)
            .collect();
        let bare = old.iter().fold(person, |person, other| {
            person.unblocks(other).accepts(other)
        });
        let bare = bare.remove_manager().with_key(new);
        let bare = blocks
            .into_iter()
            .fold(bare, |person, other| person.blocks(other));
        let bare = refuses
            .into_iter()
            .fold(bare, |person, other| person.refuses(other));
        match manager {
            Some(manager) => bare.manager(manager),
            None => bare,
        }
    };
    let people = network.people().filter_map(|id| network.to_person(id));
    let name = |at| key(network.key(network.person_at(at).expect("someone")));
    let ties = network
        .ties()
        .iter()
        .map(|(from, to, strength)| (name(from), name(to), strength));
    (people.map(rekeyed).collect(), ties.collect())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        max_shrink_iters: 1_000,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(17),
        ..ProptestConfig::default()
    })]

    #[test]
    fn renaming_ends_in_the_network_built_under_the_new_keys(community in communities(FIRST), seed in any::<u64>()) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let network = Model::of(community.clone(), &mut rng).build();
        let keys: Vec<String> = network.people().map(|id| network.key(id).to_string()).collect();
        // Some new keys are those of others who are renamed as well.
        let mut new: BTreeMap<String, String> = BTreeMap::new();
        for pair in keys.chunks(3) {
            match pair {
                [one, other, _] if rng.random_bool(0.5) => {
                    new.insert(one.clone(), other.clone());
                    new.insert(other.clone(), one.clone());
                }
                [one, ..] => {
                    new.insert(one.clone(), format!("new {one}"));
                }
                [] => {}
            }
        }
        let key = |key: &str| new.get(key).cloned().unwrap_or_else(|| key.to_string());
        let change = new.iter().fold(network.change(), |change, (old, new)| change.rename(old, new));
        prop_assert_eq!(change.summary().renamed.len(), new.len());
        let changed = change.build().expect("every new key is free");
        let (people, ties) = by_key(&network, key);
        let ties = ties.into_iter().map(|(from, to, strength)| Tie::directed(from, to, strength));
        let mut scratch = Network::builder().people(people).ties(ties);
        for (a, b, value) in &community.related {
            scratch = scratch.related(a, b, *value);
        }
        let scratch = scratch.build().expect("a sound model");
        prop_assert_eq!(facts(&changed), facts(&scratch));
        prop_assert_eq!(changed.ties(), scratch.ties());
        prop_assert_eq!(lists(&changed), lists(&scratch));
    }
}

#[test]
fn edits_follow_who_leaves_and_who_is_renamed() {
    let network = Network::builder()
        .person(
            Person::new("ana")
                .offers("rust", 0.5)
                .blocks("ben")
                .blocks("caro")
                .manager("ben")
                .paused(),
        )
        .people(["ben", "caro"].map(Person::new))
        .tie("ana", "caro", 0.5)
        .related("rust", "c++", 0.6)
        .build()
        .expect("sound");
    let change = network
        .change()
        .edit("ana", |ana| ana.set_offer("rust", 0.9).set_need("law", 0.4))
        .resume("ana")
        .leave("ben")
        .rename("caro", "carla")
        .related("rust", "c++", 0.0)
        .tie("carla", "ana", 0.7);
    let summary = change.summary();
    assert_eq!(
        (summary.edited, summary.left),
        (vec!["ana".to_string()], vec!["ben".to_string()])
    );
    assert_eq!(summary.ties.len(), 2);
    let changed = change.build().expect("a sound change");
    let ana = changed
        .to_person(changed.id("ana").expect("known"))
        .expect("known");
    assert_eq!(ana.get_blocks().collect::<Vec<_>>(), ["carla"]);
    assert_eq!(
        (
            ana.get_manager(),
            ana.get_limits().paused,
            ana.get_offers().len()
        ),
        (None, false, 1)
    );
    let strengths: Vec<f32> = changed.ties().iter().map(|tie| tie.2).collect();
    assert_eq!(strengths, [0.7, 0.7]);
    let matcher = Matcher::new(
        &changed
            .change()
            .person(Person::new("dan").needs("c++", 1.0))
            .build()
            .expect("sound"),
    );
    let (ana, dan) = (PersonId::of("ana"), PersonId::of("dan"));
    assert_eq!(
        matcher.gain(dan, ana),
        0.0,
        "by hand the two are not related any more"
    );
    assert_eq!(
        message(network.change().rename("caro", "ana")),
        "person `ana` is given twice, expected once"
    );
    assert_eq!(
        message(
            network
                .change()
                .rename("caro", "ana")
                .rename("ana", "caro")
                .rename("ben", "ana")
        ),
        "person `ana` is given twice, expected once"
    );
    assert!(
        network
            .change()
            .rename("caro", "ana")
            .rename("ana", "caro")
            .build()
            .is_ok()
    );
    assert_eq!(
        message(network.change().edit("ana", Person::paused).leave("ana")),
        "person `ana`, to join and to leave, is given twice, expected once"
    );
}

fn two() -> Network {
    Network::builder()
        .people(["ana", "ben"].map(Person::new))
        .tie("ana", "ben", 0.5)
        .build()
        .expect("two sound people")
}

fn message(change: NetworkChange) -> String {
    change.build().expect_err("refused").to_string()
}

#[test]
fn a_change_refuses_what_the_builder_refuses_with_the_same_words() {
    let bad = [
        Person::new("caro").offers("rust", 1.5),
        Person::new("caro").offers("rust", 0.5).offers("rust", 0.0),
        Person::new(" "),
        Person::new("caro").blocks("zoe"),
        Person::new("caro").manager("zoe"),
        Person::new("caro").openness(-1.0),
    ];
    for person in bad {
        let built = Network::builder()
            .people(["ana", "ben"].map(Person::new))
            .person(person.clone())
            .build();
        let built = built.expect_err("refused").to_string();
        assert_eq!(message(two().change().person(person)), built);
    }
    let ties = [
        ("ana", "zoe", 0.5),
        ("ana", "ana", 0.5),
        ("ana", "ben", 1.5),
    ];
    for (from, to, strength) in ties {
        let built = Network::builder()
            .people(["ana", "ben"].map(Person::new))
            .directed_tie(from, to, strength)
            .build();
        let built = built.expect_err("refused").to_string();
        assert_eq!(
            message(two().change().directed_tie(from, to, strength)),
            built
        );
    }
}

#[test]
fn a_change_refuses_the_unknown_and_the_contradictory() {
    let known = "expected the key of someone in the network";
    let ana = || Person::new("ana");
    assert_eq!(
        message(two().change().leave("zoe")),
        format!("person `zoe` is unknown, {known}")
    );
    assert_eq!(
        message(two().change().untie("ana", "zoe")),
        format!("person `zoe` in a tie is unknown, {known}")
    );
    assert_eq!(
        message(two().change().leave("ben").tie("ana", "ben", 0.5)),
        format!("person `ben` in a tie is unknown, {known}")
    );
    assert_eq!(
        message(two().change().leave("ben").person(ana().blocks("ben"))),
        format!("block `ben` of `ana` is unknown, {known}")
    );
    assert_eq!(
        message(two().change().person(ana()).person(ana())),
        "person `ana` is given twice, expected once"
    );
    assert_eq!(
        message(two().change().leave("ana").leave("ana")),
        "departure of `ana` is given twice, expected once"
    );
    let both = "person `ana`, to join and to leave, is given twice, expected once";
    assert_eq!(message(two().change().person(ana()).leave("ana")), both);
    assert_eq!(message(two().change().leave("ana").person(ana())), both);
    let refused = two().change().leave("zoe").person(Person::new(""));
    assert!(
        refused
            .first_error()
            .is_some_and(|error| error.to_string().contains("zoe"))
    );
}

/// Of two new keys that one person is given the last counts, and nobody has the first.
#[test]
fn of_two_new_keys_the_last_counts() {
    for edit in [false, true] {
        let change = two().change();
        let change = match edit {
            true => change
                .edit("ana", |ana| ana.with_key("anna"))
                .edit("ana", |ana| ana.with_key("anne")),
            false => change.rename("ana", "anna").rename("ana", "anne"),
        };
        let network = change.build().expect("sound");
        assert!(network.get("anna").is_none() && network.get("ana").is_none());
        assert_eq!(network.people().len(), 2);
        assert_eq!(network.key(network.id("anne").expect("known")), "anne");
    }
}

#[test]
fn everyone_can_leave_and_no_name_is_left() {
    let network = Community::random(3, FIRST).build();
    let names: Vec<String> = network.people().map(|id| network.name(id).into()).collect();
    let empty = names
        .iter()
        .fold(network.change(), |change, name| change.leave(name));
    let empty = empty.build().expect("everyone is known");
    assert_eq!(empty.people().len(), 0);
    assert_eq!(empty.ties().ties(), 0);
    // Only related skills are left.
    let left: Vec<&str> = empty.skills().collect();
    assert_eq!(left, [0, 1, 2, 3, 9].map(skill));
}

#[test]
fn of_what_is_said_of_one_tie_the_last_counts() {
    let network = two()
        .change()
        .tie("ana", "ben", 0.9)
        .directed_tie("ana", "ben", 0.2)
        .build()
        .expect("sound ties");
    assert_eq!(
        network.ties().iter().collect::<Vec<_>>(),
        [(0, 1, 0.2), (1, 0, 0.9)]
    );
}

#[test]
fn whom_someone_refuses_is_known_by_key_through_an_edit() {
    let network = Network::builder()
        .person(Person::new("a").refuses("b"))
        .person(Person::new("b").label("Ben"))
        .build()
        .expect("sound");
    let edited = network
        .change()
        .edit("a", |person| person.offers("rust", 0.5));
    let edited = edited.build().expect("the refusal names a key");
    let (a, b) = (
        edited.id("a").expect("known"),
        edited.id("b").expect("known"),
    );
    assert!(edited.refuses(a, b));
}

#[test]
fn who_leaves_is_neither_edited_nor_renamed_in_either_order() {
    let everyone = ["a", "b", "c", "d"].map(|key| Person::new(key).offers("s", 0.5));
    let network = Network::from_people(everyone, []).expect("sound");
    let change = || network.change().leave("a").leave("b");
    for refused in [
        change().pause("a"),
        change().edit("a", |person| person.set_offer("s", 0.9)),
        change().rename("b", "e"),
        network.change().pause("a").leave("b").leave("a"),
        network.change().rename("b", "e").leave("a").leave("b"),
    ] {
        let error = refused.build().expect_err("both ways").to_string();
        assert!(error.contains("to join and to leave"), "{error}");
    }
    let newly = change().edit("c", |c| c.refuses("a").manager("b"));
    let error = newly.build().expect_err("both leave").to_string();
    assert!(error.contains("`a` of `c` is unknown"), "{error}");
    let rest = change().pause("c").build().expect("sound");
    assert!(rest.people().map(|id| rest.key(id)).eq(["c", "d"]));
}

#[test]
fn the_last_key_that_is_given_counts() {
    let network = Network::from_people(["a", "z"].map(Person::new), []).expect("sound");
    let keys = |change: NetworkChange| -> Vec<String> {
        let network = change.build().expect("a sound change");
        network.people().map(|id| network.key(id).into()).collect()
    };
    let edit =
        |change: NetworkChange, key: &'static str| change.edit("a", move |a| a.with_key(key));
    let change = || network.change();
    assert_eq!(keys(edit(edit(change(), "b"), "a")), ["a", "z"]);
    assert_eq!(keys(edit(change(), "b").rename("a", "a")), ["a", "z"]);
    assert_eq!(
        keys(edit(change(), "c").rename("a", "b").pause("a")),
        ["b", "z"]
    );
    assert_eq!(keys(edit(change(), "c").pause("a")), ["c", "z"]);
    assert_eq!(keys(change().rename("a", "b").pause("a")), ["b", "z"]);
    assert_eq!(keys(edit(change().rename("a", "b"), "a")), ["a", "z"]);
    let back = edit(edit(change(), "b").pause("a"), "a").tie("a", "z", 0.5);
    assert_eq!(keys(back), ["a", "z"]);
    for twice in [
        change().rename("a", "b").person(Person::new("b")),
        change().person(Person::new("b")).rename("a", "b"),
        edit(change(), "b").person(Person::new("b")),
        edit(change(), "c").rename("a", "z").pause("a"),
    ] {
        assert!(message(twice).contains("is given twice"));
    }
}
