//! Words that differ and mean the same: matches by related skills, by vectors of skills and by vectors of people, and what is told of
//! them.

use confrere::benefit::DenseVectors;
use confrere::{
    Intent, Item, Matcher, Nearness, Network, NetworkBuilder, Person, Policy, SkillNeighbours,
    Through,
};
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

/// Lawyers: commercial law is close to contract law, and ben names only the former.
fn lawyers() -> Network {
    Network::builder()
        .related("commercial law", "contract law", 0.6)
        .related("tax", "accounting", 0.5)
        .person(
            Person::new("ana")
                .offers("rust", 0.9)
                .offers("accounting", 1.0)
                .needs("contract law", 0.8)
                .needs("law", 0.2)
                .seeks(Intent::Learn, 0.5)
                .seeks(Intent::Partner, 0.5),
        )
        .person(
            Person::new("ben")
                .offers("commercial law", 0.5)
                .offers("law", 0.5)
                .needs("rust", 0.6)
                .needs_privately("tax", 0.4),
        )
        .build()
        .expect("sound people")
}

fn item<'i>(items: &'i [Item], name: &str) -> Option<&'i Item> {
    items.iter().find(|item| item.name == name)
}

fn related(item: &Item) -> Option<(&str, f32)> {
    match item.through.as_ref()? {
        Through::Related { skill, relatedness } => Some((skill, *relatedness)),
        _ => None,
    }
}

#[test]
fn an_explanation_names_what_the_peer_really_offers() {
    let network = lawyers();
    let (ana, ben) = (
        network.id("ana").expect("ana"),
        network.id("ben").expect("ben"),
    );
    let matcher = Matcher::new(&network);
    let explanation = matcher.explain(ana, ben).expect("both are open");
    let gains = &explanation.gain.items;
    let contract = item(gains, "contract law").expect("by way of commercial law");
    assert_eq!(related(contract), Some(("commercial law", 0.6)));
    assert_eq!(item(gains, "law").expect("offered by name").through, None);
    let sentence = "ben offers commercial law, related to contract law 0.60.";
    assert_eq!(
        explanation.to_string().matches(sentence).count(),
        1,
        "{explanation}"
    );
    let pick = &matcher.recommend(ana)[0];
    let words = "through commercial law, related 0.60)";
    assert!(pick.to_string().contains(words), "{pick}");
    let offerings = matcher.offers_for(ben, ana);
    let law = offerings
        .iter()
        .find(|offering| offering.name == "commercial law");
    let law = law.expect("what ben has");
    assert_eq!(law.toward.as_deref(), Some("contract law"));
    assert!(
        law.to_string()
            .starts_with("commercial law (toward contract law) ("),
        "{law}"
    );
    let wanted = matcher.value(ben).expect("ben is known").wanted_by;
    let words = "contract law (through commercial law)".to_string();
    assert!(wanted[0].items.contains(&words), "{:?}", wanted[0].items);
}

#[test]
fn what_is_named_instead_of_a_hidden_need_is_told_to_the_operator_alone() {
    let network = lawyers();
    let (ana, ben) = (
        network.id("ana").expect("ana"),
        network.id("ben").expect("ben"),
    );
    let matcher = Matcher::new(&network);
    let told = matcher.explain(ana, ben).expect("both are open");
    assert_eq!(item(&told.gain.items, "accounting"), None);
    assert!(!told.to_string().contains("tax"), "{told}");
    let all = matcher
        .for_operator()
        .explain(ana, ben)
        .expect("both are open");
    let accounting = item(&all.gain.items, "accounting").expect("a use for it");
    assert_eq!(related(accounting), Some(("tax", 0.5)));
    assert!(
        all.to_string()
            .contains("ben looks for tax, related to accounting 0.50."),
        "{all}"
    );
}

#[cfg(feature = "serde")]
#[test]
fn json_tells_by_way_of_what_an_item_is_gained() {
    let network = lawyers();
    let (ana, ben) = (
        network.id("ana").expect("ana"),
        network.id("ben").expect("ben"),
    );
    let explanation = Matcher::new(&network)
        .explain(ana, ben)
        .expect("both are open");
    let json = serde_json::to_value(&explanation).expect("plain data");
    let items = json["gain"]["items"].as_array().expect("items");
    let through = |name: &str| {
        &items
            .iter()
            .find(|item| item["name"] == name)
            .expect("gained")["through"]
    };
    assert_eq!(
        through("contract law")["related"]["skill"],
        "commercial law"
    );
    assert!(through("law").is_null());
}

const SKILLS: usize = 60;
const WIDTH: usize = 9;

/// Made-up vectors around a few centres, not of unit length.
fn vectors(seed: u64) -> Vec<Vec<f32>> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut numbers = |around: &[f32], spread: f32| -> Vec<f32> {
        around
            .iter()
            .map(|&centre| 3.0 * centre + spread * (rng.random::<f32>() - 0.5))
            .collect()
    };
    let centres: Vec<Vec<f32>> = (0..8).map(|_| numbers(&[0.0; WIDTH], 1.0)).collect();
    (0..SKILLS)
        .map(|skill| numbers(&centres[skill % 8], 2.5))
        .collect()
}

fn skill(number: usize) -> String {
    format!("skill {number:02}")
}

/// For each skill one person who offers it alone and one who needs it alone.
fn one_skill_each(builder: NetworkBuilder) -> Network {
    let offering =
        (0..SKILLS).map(|at| Person::new(format!("offers {at:02}")).offers(skill(at), 1.0));
    let needing = (0..SKILLS).map(|at| Person::new(format!("needs {at:02}")).needs(skill(at), 1.0));
    builder
        .people(offering)
        .people(needing)
        .build()
        .expect("sound people")
}

/// How far each skill stands in for each other, as the gain of who needs the one from who offers the other.
fn relatedness(network: &Network) -> Vec<Vec<f32>> {
    let policy = Policy::benefit_only().specificity(0.0);
    let matcher = Matcher::with_policy(network, policy).expect("a sound policy");
    let id = |who: &str, at: usize| network.id(format!("{who} {at:02}")).expect("known");
    let row = |lender| {
        (0..SKILLS)
            .map(|served| matcher.gain(id("needs", served), id("offers", lender)))
            .collect()
    };
    (0..SKILLS).map(row).collect()
}

/// The definition: the cosine of unit vectors where it is among the `most` greatest of the skill that is served, and of both if mutual.
fn naive(vectors: &[Vec<f32>], near: (f32, usize, Nearness)) -> Vec<Vec<f32>> {
    let length = |row: &[f32]| {
        row.iter()
            .map(|&x| f64::from(x) * f64::from(x))
            .sum::<f64>()
            .sqrt()
    };
    let unit = |row: &Vec<f32>| {
        row.iter()
            .map(|&x| (f64::from(x) / length(row)) as f32)
            .collect::<Vec<_>>()
    };
    let flat: Vec<f32> = vectors.iter().flat_map(unit).collect();
    let dense = DenseVectors::new(&flat, &flat, WIDTH as u32).expect("sound vectors");
    let (threshold, most, nearness) = near;
    let cosine = |one: usize, other: usize| dense.gain(one as u32, other as u32).min(1.0);
    let nearest = |of: usize| {
        let mut others: Vec<usize> = (0..SKILLS).filter(|&other| other != of).collect();
        others.sort_by(|&a, &b| cosine(of, b).total_cmp(&cosine(of, a)).then(a.cmp(&b)));
        others.truncate(most);
        others.retain(|&other| cosine(of, other) >= threshold);
        others
    };
    let near: Vec<Vec<usize>> = (0..SKILLS).map(nearest).collect();
    let lends = |lender: usize, served: usize| {
        near[served].contains(&lender)
            && (nearness == Nearness::OneSided || near[lender].contains(&served))
    };
    let row = |lender: usize| {
        let value = |served: usize| match lends(lender, served) {
            _ if lender == served => 1.0,
            true => cosine(lender, served),
            false => 0.0,
        };
        (0..SKILLS).map(value).collect()
    };
    (0..SKILLS).map(row).collect()
}

fn names() -> Vec<String> {
    (0..SKILLS).map(skill).collect()
}

#[test]
fn near_skills_stand_in_for_each_other_exactly_as_their_vectors_have_it() {
    for (seed, nearness) in [(1, Nearness::OneSided), (2, Nearness::Mutual)] {
        let vectors = vectors(seed);
        let near = SkillNeighbours::new()
            .threshold(0.7)
            .most(4)
            .nearness(nearness);
        let network =
            one_skill_each(Network::builder().skill_vectors_with(names(), &vectors, near));
        let expected = naive(&vectors, (0.7, 4, nearness));
        assert_eq!(relatedness(&network), expected);
        let related = expected
            .iter()
            .flatten()
            .filter(|&&value| value > 0.0 && value < 1.0);
        assert!(related.count() > SKILLS, "too few to tell");
        // The order in which skills come does not matter, and vectors survive a change of people.
        let mut order: Vec<usize> = (0..SKILLS).collect();
        order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        let shuffled = Network::builder().skill_vectors_with(
            order.iter().map(|&at| skill(at)),
            order.iter().map(|&at| &vectors[at]),
            near,
        );
        let other = one_skill_each(shuffled);
        assert_eq!(relatedness(&other), expected);
        let later = other
            .change()
            .person(Person::new("zoe").needs("aaa", 1.0))
            .leave("needs 03")
            .build();
        let back = later
            .expect("sound")
            .change()
            .person(Person::new("needs 03").needs(skill(3), 1.0))
            .build();
        assert_eq!(relatedness(&back.expect("sound")), expected);
    }
}

#[test]
fn what_is_said_by_hand_counts_before_vectors_and_a_taxonomy_beside_them() {
    let vectors = [[1.0, 0.0], [0.9, 0.1], [0.9, -0.1]];
    let builder = Network::builder()
        .skill_vectors([skill(0), skill(1), skill(2)], vectors)
        .related(&skill(0), &skill(1), 0.0)
        .related(&skill(1), &skill(2), 0.25);
    let told = relatedness(&one_skill_each(builder));
    assert_eq!(
        (told[0][1], told[1][0], told[1][2], told[2][1]),
        (0.0, 0.0, 0.25, 0.25)
    );
    assert!(told[0][2] > 0.9 && told[2][0] == told[0][2]);
    // Of 21 skills three are under 2, which so has the content 1 − ln 3 / ln 21 = 0.639: that is how related the siblings 0 and 1 are.
    let taxonomy = |vectors| {
        let builder = Network::builder()
            .skill_vectors([skill(0), skill(1)], vectors)
            .broader(&skill(0), &skill(2))
            .broader(&skill(1), &skill(2))
            .broader(&skill(2), &skill(3));
        let far = (4..21).fold(builder, |builder, at| {
            builder.broader(&skill(at), &skill(3))
        });
        relatedness(&one_skill_each(far))
    };
    let content = 1.0 - 3.0_f64.ln() / 21.0_f64.ln();
    let far = taxonomy([[1.0, 0.0], [0.0, 1.0]]);
    assert!(
        (f64::from(far[0][1]) - content).abs() < 1e-6,
        "{}",
        far[0][1]
    );
    let near = taxonomy([[1.0, 0.0], [0.8, 0.6]]);
    assert!((near[0][1] - 0.8).abs() < 1e-6, "{}", near[0][1]);
    assert_eq!(near[0][2], far[0][2]);
}

#[test]
fn unsound_skill_vectors_are_refused_with_every_error() {
    let refused = |names: &[&str], vectors: &[&[f32]]| {
        let network = Network::builder().skill_vectors(names, vectors).build();
        network.expect_err("unsound").to_string()
    };
    let two: [&[f32]; 2] = [&[1.0, 0.0], &[0.0, 1.0]];
    assert_eq!(
        refused(&["a", "b", "c"], &two),
        "list of skill vectors has 2 vectors, expected 3, one for each name"
    );
    assert_eq!(
        refused(&["a", "b"], &[&[1.0, 0.0], &[1.0]]),
        "vector of skill `b` has 1 numbers, expected 2, as the first vector has"
    );
    assert_eq!(
        refused(&["Law", "law"], &two),
        "vector of skill `law` is given twice, expected once"
    );
    assert_eq!(
        refused(&["a", "b"], &[&[1.0, f32::NAN], &[0.0, 0.0]]),
        "2 errors\nvector of skill `a`, number 1, is NaN, expected a finite number of magnitude at most 1e9\n\
         length of the vector of skill `b` is 0, expected a number above 0"
    );
    let near = SkillNeighbours::new().threshold(0.0);
    let network = Network::builder()
        .skill_vectors_with(["a", "b"], two, near)
        .build();
    assert!(
        network
            .expect_err("a threshold of 0")
            .to_string()
            .contains("above 0 and at most 1")
    );
    let twice = Network::builder()
        .skill_vectors(["a"], [[1.0]])
        .skill_vectors(["b"], [[1.0]])
        .build();
    assert!(
        twice
            .expect_err("twice")
            .to_string()
            .contains("list of skill vectors is given twice")
    );
}

#[cfg(feature = "serde")]
#[test]
fn skill_vectors_are_stored_and_read_to_the_last_bit() {
    let near = SkillNeighbours::new().most(3).nearness(Nearness::Mutual);
    let network = one_skill_each(Network::builder().skill_vectors_with(names(), vectors(5), near));
    let json = serde_json::to_string(&network).expect("plain data");
    let read: Network = serde_json::from_str(&json).expect("sound");
    assert_eq!(relatedness(&read), relatedness(&network));
    assert_eq!(serde_json::to_string(&read).expect("plain data"), json);
}

/// Two people who use other words for what they mean.
fn close_in_meaning() -> NetworkBuilder {
    Network::builder()
        .person(
            Person::new("ana")
                .offers("rust", 0.9)
                .needs("law", 0.8)
                .need_vector([4.0, 3.0]),
        )
        .person(
            Person::new("ben")
                .offers("contracts", 0.5)
                .offer_vector([1.0, 0.0])
                .needs("rust", 0.6),
        )
        .person(Person::new("caro").offers("law", 1.0).needs("rust", 0.6))
        .person(
            Person::new("dan")
                .offer_vector([0.0, 1.0])
                .need_vector([1.0, 1.0]),
        )
}

#[test]
fn closeness_in_meaning_counts_beside_words_by_weight_and_threshold() {
    let network = close_in_meaning().build().expect("sound people");
    let [ana, ben, caro, dan] =
        ["ana", "ben", "caro", "dan"].map(|key| network.id(key).expect("known"));
    let policy = Policy::benefit_only()
        .specificity(0.0)
        .meaning_weight(0.25)
        .meaning_threshold(0.6);
    let matcher = Matcher::with_policy(&network, policy.clone()).expect("a sound policy");
    let near =
        |found: f32, expected: f32| assert!((found - expected).abs() < 1e-6, "{found}, {expected}");
    // The cosine of ana and ben is 0.8, half the way from the threshold to 1; words are left three quarters.
    near(matcher.gain(ana, ben), 0.25 * 0.5);
    near(matcher.gain(ana, caro), 0.75);
    // A cosine of 0.6 is no evidence; who has no words learns by closeness alone; nobody has the vector of one who has none.
    assert_eq!(matcher.gain(ana, dan), 0.0);
    near(matcher.gain(dan, ben), (0.5_f32.sqrt() - 0.6) / 0.4);
    assert_eq!(matcher.gain(caro, ben), 0.0);
    let words_alone = Matcher::with_policy(&network, policy.meaning_weight(0.0)).expect("sound");
    assert_eq!(
        (words_alone.gain(ana, ben), words_alone.gain(ana, caro)),
        (0.0, 1.0)
    );
    for unsound in [
        Policy::default().meaning_weight(1.5),
        Policy::default().meaning_threshold(1.0),
    ] {
        let refused = Matcher::with_policy(&network, unsound)
            .expect_err("out of range")
            .to_string();
        assert!(refused.starts_with("meaning "), "{refused}");
    }
}

#[test]
fn closeness_in_meaning_is_told_in_words_and_numbers() {
    let network = close_in_meaning().build().expect("sound people");
    let [ana, ben] = ["ana", "ben"].map(|key| network.id(key).expect("known"));
    let explanation = Matcher::new(&network)
        .explain(ana, ben)
        .expect("both are open");
    let item = explanation.gain.items.last().expect("a gain");
    assert!(
        matches!(item.through, Some(Through::Meaning { cosine }) if (cosine - 0.8).abs() < 1e-6)
    );
    assert_eq!(
        item.name,
        "something close in meaning to what ana looks for"
    );
    let told = explanation.to_string();
    assert!(
        told.contains("What ben offers is close in meaning to what ana looks for: 0.80."),
        "{told}"
    );
    assert!(told.contains("Not covered for ana: law."), "{told}");
}

#[test]
fn unsound_embeddings_are_refused_by_person() {
    let refused = |person: Person| {
        let network = Network::builder()
            .person(Person::new("ana").offer_vector([1.0, 0.0]))
            .person(person);
        network.build().expect_err("unsound").to_string()
    };
    let ben = || Person::new("ben");
    assert_eq!(
        refused(ben().need_vector([1.0])),
        "need vector of `ben` has 1 numbers, expected 2"
    );
    assert_eq!(
        refused(ben().offer_vector([])),
        "offer vector of `ben` has 0 numbers, expected 2"
    );
    assert_eq!(
        refused(ben().need_vector([0.5, f32::NAN])),
        "need vector of `ben` is NaN, expected finite numbers of magnitude at most 1e9"
    );
    assert_eq!(
        refused(ben().need_vector([0.0, -0.0])),
        "need vector of `ben` is 0, expected a number other than 0"
    );
}

#[test]
fn a_change_keeps_embeddings_and_takes_only_vectors_of_their_width() {
    let network = close_in_meaning().build().expect("sound people");
    let scores = |network: &Network| {
        let matcher = Matcher::new(network);
        let people: Vec<_> = network.people().collect();
        let all = people
            .iter()
            .flat_map(|&a| people.iter().map(move |&b| (a, b)));
        all.map(|(a, b)| matcher.score(a, b).to_bits())
            .collect::<Vec<_>>()
    };
    let other = network
        .change()
        .person(Person::new("zoe").need_vector([1.0, 2.0]))
        .build()
        .expect("sound");
    let back = other.change().leave("zoe").build().expect("sound");
    assert_eq!(scores(&back), scores(&network));
    let refused = network
        .change()
        .person(Person::new("zoe").need_vector([1.0, 2.0, 3.0]))
        .build();
    assert_eq!(
        refused.expect_err("another width").to_string(),
        "embeddings of people who change has 3 numbers, expected 2, as those of the people who stay"
    );
    // Another model for everyone is fine.
    let every =
        ["ana", "ben", "caro", "dan"].map(|key| Person::new(key).offer_vector([1.0, 2.0, 3.0]));
    assert!(network.change().people(every).build().is_ok());
    let without = network
        .change()
        .edit("ana", Person::remove_vectors)
        .build()
        .expect("sound");
    let ana = without.id("ana").expect("ana");
    assert!(
        without
            .to_person(ana)
            .expect("ana")
            .get_need_vector()
            .is_none()
    );
}

#[cfg(feature = "serde")]
#[test]
fn embeddings_are_stored_and_read_to_the_last_bit() {
    let hidden = Person::new("eve").need_vector_privately([0.3, -7.0]);
    let network = close_in_meaning()
        .person(hidden)
        .build()
        .expect("sound people");
    let json = serde_json::to_string(&network).expect("plain data");
    let read: Network = serde_json::from_str(&json).expect("sound");
    assert_eq!(serde_json::to_string(&read).expect("plain data"), json);
    let eve = read.to_person(read.id("eve").expect("eve")).expect("eve");
    let need = eve.get_need_vector().expect("stored");
    assert_eq!(need.visibility, confrere::Visibility::Hidden);
    let policy = Policy::default().meaning_weight(0.7).meaning_threshold(0.2);
    let json = serde_json::to_string(&policy).expect("plain data");
    assert_eq!(
        serde_json::from_str::<Policy>(&json).expect("sound"),
        policy
    );
}

#[test]
fn lists_equal_the_naive_loop_however_little_meaning_counts() {
    let network = Network::builder()
        .person(
            Person::new("a")
                .offers("x", 1.0)
                .offer_vector([1.0, 0.0])
                .needs("z", 1.0)
                .need_vector([1.0, 1.0]),
        )
        .person(Person::new("b").needs("x", 1.0).offer_vector([1.0, 0.0]))
        .build()
        .expect("sound");
    for weight in [1e-30, 1e-20, 1e-10, 1e-9, 1e-7, 1e-3, 1.0] {
        let policy = Policy::benefit_only().meaning_weight(weight);
        let policy = policy.meaning_threshold(0.0);
        let matcher = Matcher::with_policy(&network, policy).expect("sound");
        let lists = matcher.recommend_all(5);
        assert_eq!(lists, confrere::oracle::rank_all(&matcher, 5), "{weight}");
        assert!(lists.iter().all(|list| list.len() == 1), "{weight}");
        for (who, list) in network.people().zip(&lists) {
            assert_eq!(matcher.recommend(who).len(), list.len(), "{weight}");
        }
    }
}
