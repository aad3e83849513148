//! Communities in parts: changes equal a rebuild, blocks merge into the whole, merging is a semilattice.

use std::collections::BTreeMap;

use confrere::Mean;
use confrere::benefit::{Pool, Scored, Snapshot, SparseVectors, merge, score_block};
use proptest::prelude::*;

type Row = Vec<(u32, f32)>;

/// A row over few features and three levels, so that many tie.
fn row() -> impl Strategy<Value = Row> {
    proptest::collection::btree_map(0_u32..12, 1_u32..=3, 0..5).prop_map(|row| {
        row.into_iter()
            .map(|(feature, level)| (feature, level as f32 / 3.0))
            .collect()
    })
}

fn vectors<'p>(people: impl IntoIterator<Item = (&'p u64, &'p (Row, Row))>) -> SparseVectors {
    let mut vectors = SparseVectors::new();
    for (&key, (wants, gives)) in people {
        vectors.push_keyed(wants, gives, key).expect("a sound row");
    }
    vectors
}

/// Keys and scores: numbers differ from one layout to another.
fn known(list: &[Scored]) -> Vec<(u64, u32)> {
    list.iter()
        .map(|peer| (peer.key, peer.score.to_bits()))
        .collect()
}

fn list() -> impl Strategy<Value = Vec<Scored>> {
    proptest::collection::btree_map(0_u64..20, 1_u32..5, 0..10).prop_map(|people| {
        // The score is a function of the key, as it is when two blocks answer the same asker.
        let scored = |key: u64| Scored {
            person: key as u32,
            score: ((key * 7) % 5 + 1) as f32 / 5.0,
            key,
        };
        let mut list: Vec<Scored> = people.into_keys().map(scored).collect();
        list.sort_by(Scored::order);
        list
    })
}

proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 64,
        rng_seed: proptest::test_runner::RngSeed::Fixed(7),
        failure_persistence: None,
        ..Default::default()
    })]

    #[test]
    fn any_changes_answer_as_a_rebuild_does(
        changes in proptest::collection::vec(
            (proptest::collection::btree_map(0_u64..40, (row(), row()), 0..12), proptest::collection::vec(0_u64..40, 0..6)),
            1..8,
        ),
        limit in 0_u32..6,
    ) {
        let mut people: BTreeMap<u64, (Row, Row)> = BTreeMap::new();
        let mut snapshot = Snapshot::default();
        for (joined, left) in changes {
            snapshot = snapshot.with(vectors(&joined)).expect("keys are distinct").without(left.iter().copied());
            people.extend(joined);
            people.retain(|key, _| !left.contains(key));
            let rebuilt = Pool::new(vectors(&people)).recommend_all(limit, Mean::HARMONIC);
            let answers = snapshot.recommend_all(limit, Mean::HARMONIC);
            prop_assert_eq!(snapshot.people() as usize, people.len());
            prop_assert_eq!(answers.len(), people.len());
            for ((key, expected), (answered, list)) in people.keys().zip(&rebuilt).zip(&answers) {
                prop_assert_eq!(key, answered);
                prop_assert_eq!(known(list), known(expected));
                let alone = snapshot.recommend(*key, limit, Mean::HARMONIC).expect("a living key");
                prop_assert_eq!(known(&alone), known(expected));
            }
        }
        prop_assert!(snapshot.recommend(99, limit, Mean::HARMONIC).is_none());
    }

    #[test]
    fn blocks_merge_into_the_whole(
        people in proptest::collection::btree_map(0_u64..60, (row(), row()), 0..40),
        blocks in 1_u64..5,
        limit in 0_u32..6,
    ) {
        let whole = Pool::new(vectors(&people)).recommend_all(limit, Mean::MINIMUM);
        let everyone = vectors(&people);
        let mut lists = vec![Vec::new(); people.len()];
        for block in (0..blocks).rev() {
            let part = vectors(people.iter().filter(|(key, _)| *key % blocks == block));
            let found = score_block(&everyone, &Pool::new(part), limit, Mean::MINIMUM);
            for (list, found) in lists.iter_mut().zip(&found) {
                *list = merge(list, found, limit);
            }
        }
        for (list, expected) in lists.iter().zip(&whole) {
            prop_assert_eq!(known(list), known(expected));
        }
    }

    #[test]
    fn merging_is_associative_commutative_and_idempotent(a in list(), b in list(), c in list(), limit in 0_u32..12) {
        let of = |x: &[Scored], y: &[Scored]| merge(x, y, limit);
        prop_assert_eq!(of(&of(&a, &b), &c), of(&a, &of(&b, &c)));
        prop_assert_eq!(of(&a, &b), of(&b, &a));
        let cut = of(&a, &[]);
        prop_assert_eq!(of(&cut, &cut), cut.clone());
        prop_assert_eq!(of(&cut, &a), cut);
    }
}

#[test]
fn a_snapshot_leaves_the_one_before_as_it_was() {
    let people: BTreeMap<u64, (Row, Row)> = (0..300)
        .map(|key| {
            (
                key,
                (
                    vec![(key as u32 % 7, 1.0)],
                    vec![((key as u32 + 1) % 7, 0.5), (7 + key as u32 % 3, 0.2)],
                ),
            )
        })
        .collect();
    let before = Snapshot::new(vectors(&people)).expect("keys are distinct");
    let lists = before.recommend_all(3, Mean::HARMONIC);
    let after = before
        .without(0..100)
        .with(vectors(people.iter().take(5)))
        .expect("keys are distinct");
    assert_eq!(after.people(), 205);
    assert_eq!(before.people(), 300);
    assert_eq!(before.recommend_all(3, Mean::HARMONIC), lists);
    let twice = [(&7, &people[&7]), (&7, &people[&7])];
    assert_eq!(
        before
            .with(vectors(twice))
            .expect_err("a key twice")
            .to_string(),
        "key 7 is given twice, expected once"
    );
}
