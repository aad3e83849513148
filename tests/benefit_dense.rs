//! Dense vectors are asked as sparse ones are: streamed, of some pairs, by keys, in blocks, as snapshots; each equal to the definition.

use std::ops::ControlFlow;

use confrere::Mean;
use confrere::benefit::{DenseSnapshot, DenseVectors, Scored, merge, score_dense_block};
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

const WIDTH: usize = 5;

/// Rows on a coarse grid, so that many scores tie; some people need or offer nothing.
fn rows(people: usize, seed: u64) -> Vec<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut row = || -> [f32; WIDTH] {
        let silent = rng.random_bool(0.1);
        std::array::from_fn(|_| {
            if silent {
                0.0
            } else {
                f32::from(rng.random_range(-2..=3_i8)) * 0.25
            }
        })
    };
    (0..people).flat_map(|_| row()).collect()
}

/// Keys in another order than rows.
fn keys(people: usize, seed: u64) -> Vec<u64> {
    let mut keys: Vec<u64> = (0..people as u64).map(|key| 3 * key + 7).collect();
    keys.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    keys
}

/// The definition: everyone who is admitted is scored, best first, equal scores by key.
fn naive(
    vectors: &DenseVectors<'_>,
    i: u32,
    limit: usize,
    mean: Mean,
    admits: impl Fn(u32) -> bool,
) -> Vec<Scored> {
    let others = (0..vectors.people()).filter(|&j| j != i && admits(j));
    let scored = others.map(|j| Scored {
        person: j,
        score: mean.of(vectors.gain(i, j), vectors.gain(j, i)),
        key: vectors.key(j),
    });
    let mut list: Vec<Scored> = scored.filter(|scored| scored.score > 0.0).collect();
    list.sort_by(Scored::order);
    list.truncate(limit);
    list
}

#[test]
fn lists_are_streamed_and_cut_by_keys_and_pairs_as_the_definition_has_it() {
    // Beyond the first batches of 1,024 and 2,048 people.
    let people = 3_300;
    let (needs, offers, keys) = (rows(people, 1), rows(people, 2), keys(people, 3));
    let vectors = DenseVectors::new(&needs, &offers, WIDTH as u32).expect("sound");
    let vectors = vectors.with_keys(&keys).expect("a key a row");
    let mean = Mean::HARMONIC;
    let all = vectors.recommend_all(4, mean);
    let apart = |i: u32, j: u32| !(i + j).is_multiple_of(3);
    let some = vectors.recommend_all_where(4, mean, apart);
    for i in (0..people as u32).step_by(111) {
        assert_eq!(
            all[i as usize],
            naive(&vectors, i, 4, mean, |_| true),
            "{i}"
        );
        assert_eq!(vectors.recommend(i, 4, mean), all[i as usize]);
        assert_eq!(
            some[i as usize],
            naive(&vectors, i, 4, mean, |j| apart(i, j)),
            "{i}"
        );
        assert_eq!(
            vectors.recommend_where(i, 4, mean, |j| apart(i, j)),
            some[i as usize]
        );
    }
    // Handed over with keys ascending, each list once, until told to stop.
    let mut handed = Vec::new();
    let flow = vectors.recommend_each(4, mean, |person, list| {
        assert_eq!(list, all[person as usize]);
        handed.push(vectors.key(person));
        match handed.len() {
            3_000 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    });
    assert!(flow.is_break());
    assert!(handed.iter().copied().eq((0..3_000).map(|key| 3 * key + 7)));
    let mut count = 0;
    let flow = vectors.recommend_each(0, mean, |_, list| {
        assert!(list.is_empty());
        count += 1;
        ControlFlow::Continue(())
    });
    assert!(flow.is_continue() && count == people);
}

#[test]
fn blocks_merge_into_the_lists_of_all() {
    let people = 120;
    let (needs, offers, keys) = (rows(people, 4), rows(people, 5), keys(people, 6));
    let block = |range: std::ops::Range<usize>| {
        let cells = range.start * WIDTH..range.end * WIDTH;
        let vectors = DenseVectors::new(&needs[cells.clone()], &offers[cells], WIDTH as u32);
        vectors
            .and_then(|vectors| vectors.with_keys(&keys[range]))
            .expect("sound")
    };
    let (all, blocks) = (
        block(0..people),
        [block(0..50), block(50..90), block(90..people)],
    );
    let expected = all.recommend_all(6, Mean::MINIMUM);
    let parts = blocks.map(|candidates| score_dense_block(&all, &candidates, 6, Mean::MINIMUM));
    for (i, expected) in expected.iter().enumerate() {
        let merged = merge(&merge(&parts[2][i], &parts[0][i], 6), &parts[1][i], 6);
        let told = |list: &[Scored]| {
            list.iter()
                .map(|peer| (peer.key, peer.score.to_bits()))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&merged), told(expected), "{i}");
    }
}

#[test]
fn snapshots_answer_as_vectors_made_anew() {
    let (needs, offers, keys) = (rows(90, 7), rows(90, 8), keys(90, 9));
    let vectors = |rows: &[usize],
                   needs: &mut Vec<f32>,
                   offers: &mut Vec<f32>,
                   own: &mut Vec<u64>,
                   from: (&[f32], &[f32])| {
        for &row in rows {
            needs.extend(&from.0[row * WIDTH..][..WIDTH]);
            offers.extend(&from.1[row * WIDTH..][..WIDTH]);
            own.push(keys[row]);
        }
    };
    let part = |rows: &[usize], from: (&[f32], &[f32])| {
        let (mut needs, mut offers, mut own) = (Vec::new(), Vec::new(), Vec::new());
        vectors(rows, &mut needs, &mut offers, &mut own, from);
        (needs, offers, own)
    };
    let asked = |(needs, offers, own): &(Vec<f32>, Vec<f32>, Vec<u64>),
                 snapshot: Option<&DenseSnapshot>| {
        let vectors = DenseVectors::new(needs, offers, WIDTH as u32)
            .and_then(|vectors| vectors.with_keys(own));
        let vectors = vectors.expect("sound");
        match snapshot {
            Some(snapshot) => snapshot.with(&vectors).expect("distinct keys"),
            None => DenseSnapshot::new(&vectors).expect("distinct keys"),
        }
    };
    let plain = (needs.as_slice(), offers.as_slice());
    let turned = (offers.as_slice(), needs.as_slice());
    let first: Vec<usize> = (0..60).collect();
    let late: Vec<usize> = (50..90).collect();
    let monday = asked(&part(&first, plain), None);
    // Some change what they say, some join, some leave.
    let tuesday = asked(&part(&late, turned), Some(&monday)).without([keys[3], keys[77], 1]);
    let stay: Vec<usize> = (0..50).filter(|&row| row != 3).collect();
    let come: Vec<usize> = (50..90).filter(|&row| row != 77).collect();
    let mut anew = part(&stay, plain);
    let more = part(&come, turned);
    anew.0.extend(more.0);
    anew.1.extend(more.1);
    anew.2.extend(more.2);
    let vectors = DenseVectors::new(&anew.0, &anew.1, WIDTH as u32)
        .and_then(|vectors| vectors.with_keys(&anew.2));
    let vectors = vectors.expect("sound");
    assert_eq!(tuesday.people(), vectors.people());
    let told = |list: &[Scored]| {
        list.iter()
            .map(|peer| (peer.key, peer.score.to_bits()))
            .collect::<Vec<_>>()
    };
    let expected = vectors.recommend_all(5, Mean::GEOMETRIC);
    let all = tuesday.recommend_all(5, Mean::GEOMETRIC);
    assert!(all.windows(2).all(|two| two[0].0 < two[1].0));
    for (key, list) in all {
        let row = anew
            .2
            .iter()
            .position(|&own| own == key)
            .expect("someone who stays");
        assert_eq!(told(&list), told(&expected[row]), "{key}");
        let one = tuesday
            .recommend(key, 5, Mean::GEOMETRIC)
            .expect("someone who stays");
        assert_eq!(told(&one), told(&list), "{key}");
    }
    assert_eq!(tuesday.recommend(keys[77], 5, Mean::GEOMETRIC), None);
    assert_eq!(monday.people(), 60);
    assert!(
        DenseSnapshot::default()
            .recommend_all(3, Mean::MINIMUM)
            .is_empty()
    );
}

#[test]
fn unsound_keys_and_widths_are_refused() {
    let vectors = DenseVectors::new(&[1.0, 0.0], &[0.0, 1.0], 1).expect("sound");
    let refused = vectors.with_keys(&[1]).expect_err("two rows").to_string();
    assert_eq!(
        refused,
        "list of keys has 1 keys, expected 2, one for each row"
    );
    let twice = vectors.with_keys(&[4, 4]).expect("checked later");
    let refused = DenseSnapshot::new(&twice)
        .expect_err("one key twice")
        .to_string();
    assert_eq!(refused, "key 4 is given twice, expected once");
    let snapshot = DenseSnapshot::new(&vectors).expect("sound");
    let wide = DenseVectors::new(&[1.0, 0.0], &[0.0, 1.0], 2)
        .expect("sound")
        .with_keys(&[9]);
    let refused = snapshot
        .with(&wide.expect("a key"))
        .expect_err("another width")
        .to_string();
    assert_eq!(
        refused,
        "vectors of people who join has 2 numbers, expected 1, as those of the people who stay"
    );
}
