//! Words that differ and mean the same: matches by related skills, by vectors of skills and by vectors of people, and what is told of
//! them.

use confrere::{Intent, Item, Matcher, Network, Person, Through};

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
    assert_eq!(wanted[0].items[0], "contract law (through commercial law)");
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
