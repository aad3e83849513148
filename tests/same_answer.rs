//! Same input, same bytes: any number of threads, shuffled input, rayon on or off.

mod common;

use common::{Community, policies};
use confrere::{Matcher, Network, Policy, Query};

/// Everything that a community is told, as text.
fn told(network: &Network) -> String {
    let mut text = String::new();
    for policy in policies() {
        let matcher = Matcher::with_policy(network, policy).expect("a sound policy");
        for (who, list) in network.people().zip(matcher.recommend_all(4)) {
            for place in list {
                let peer = network.name(place.peer);
                text += &format!(
                    "{} {peer} {:08x}\n",
                    network.name(who),
                    place.score.to_bits()
                );
            }
            for pick in matcher.recommend(Query::new(who).limit(2)) {
                text += &format!("{pick}\n{}", pick.explanation());
            }
        }
    }
    text
}

/// A digest that does not depend on the platform: FNV-1a.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn one_two_and_seven_threads_tell_the_same() {
    let network = Community::random(11, 50).build();
    let texts: Vec<String> = [1, 2, 7]
        .into_iter()
        .map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .expect("a pool");
            pool.install(|| told(&network))
        })
        .collect();
    assert!(texts[0].len() > 10_000);
    assert_eq!(texts[0], texts[1]);
    assert_eq!(texts[0], texts[2]);
}

#[test]
fn shuffled_input_tells_the_same() {
    let community = Community::random(12, 40);
    let expected = told(&community.build());
    for seed in 0..3 {
        assert_eq!(told(&community.shuffled(seed).build()), expected);
    }
}

/// The same digest is asserted with and without the feature `rayon`, so both answer with the same bits. Only policies whose
/// arithmetic is exact on every platform take part: no power but 0 and 1.
#[test]
fn with_and_without_rayon_the_same_is_told() {
    let network = Community::random(13, 60).build();
    let mut text = String::new();
    for policy in [
        Policy::default(),
        Policy::benefit_only(),
        Policy::contrarian(),
        Policy::outside(),
    ] {
        // A chance takes exponentials, which each platform rounds in its own way.
        let policy = policy.acceptance_weight(0.0);
        let matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
        let matcher = matcher.for_operator();
        for (who, list) in network.people().zip(matcher.recommend_all(6)) {
            for place in list {
                let peer = network.name(place.peer);
                text += &format!(
                    "{} {peer} {:08x}\n",
                    network.name(who),
                    place.score.to_bits()
                );
            }
        }
    }
    assert_eq!(digest(&text), DIGEST, "{} bytes", text.len());
}

/// The digest of those lists, found with the feature `rayon`.
const DIGEST: u64 = 8723748189747309494;
