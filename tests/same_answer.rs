//! Same input, same bytes: any number of threads, shuffled input, rayon on or off.

mod common;

use std::ops::ControlFlow;

use common::{Community, policies};
use confrere::{Error, Matcher, Network, Policy, Query, WorkReport};

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
const DIGEST: u64 = 12832541317434752091;

#[test]
fn the_first_lists_come_early_and_the_report_adds_up() {
    let network = Community::random(14, 3_000).build();
    let matcher = Matcher::with_policy(&network, Policy::benefit_only()).expect("sound");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let (mut first, mut last) = (None, 0);
    let report = pool.expect("a pool").install(|| {
        let deliver = |_, _, work: &WorkReport| {
            first.get_or_insert(*work);
            assert!(work.done == last + 1 && work.reached >= work.scored);
            last = work.done;
            ControlFlow::Continue(())
        };
        matcher.recommend_each_watched(3, deliver, |_| ControlFlow::Continue(()))
    });
    let report = report.expect("nobody cancels");
    let first = first.expect("a first list");
    assert_eq!((report.done, report.total, last), (3_000, 3_000, 3_000));
    assert_eq!(
        report.reached,
        report.ineligible + report.pruned + report.scored
    );
    // A first batch of 1,024 people has met everyone; two thirds of the people have not met each other.
    assert!(first.reached < report.reached, "{first:?} {report:?}");
    let open = network
        .people()
        .filter(|&person| network.limits(person).expect("known").is_open());
    let open = open.count() as u64;
    assert_eq!(report.pairs, open * (open - 1) / 2);
    // Broken off, it stops at once.
    let mut handed = Vec::new();
    let deliver = |_, _, work: &WorkReport| {
        handed.push(work.done);
        ControlFlow::Break(())
    };
    let broken = matcher.recommend_each_watched(3, deliver, |_| ControlFlow::Continue(()));
    assert_eq!(
        (broken, handed.as_slice()),
        (Err(Error::Cancelled), [1].as_slice())
    );
}
