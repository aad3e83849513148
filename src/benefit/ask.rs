//! How are many askers answered, on all workers, in batches?

use std::ops::ControlFlow;

use crate::benefit::all_pairs;
use crate::benefit::index::Index;
use crate::benefit::profiles::{Asker, Profiles};
use crate::benefit::scan::{self, Ask};
use crate::benefit::top_k::Scored;
use crate::par;
use crate::rows::AsIndex;

/// Askers who share a pass over the candidates. Chosen among 128, 512 and 2,048 with 2,000 askers: at 100,000 candidates of the generator
/// of the bench `benefit`, 128 takes twice as long, 2,048 as long.
const BLOCK: usize = 512;

/// Askers whose lists are held before they are delivered.
const BATCH: usize = 32 * BLOCK;

/// Answers one asker.
///
/// `judge(asker, candidate, gain, give)` returns the score of a pair from the linear parts of both gains, at most the mean of the two
/// with what each may gain beside, or `None` for a pair that is not to be.
pub(crate) fn one(
    index: &Index,
    profiles: Profiles<'_>,
    asker: Asker<'_>,
    ask: Ask,
    judge: impl FnMut(u32, u32, f32, f32) -> Option<f32>,
) -> Vec<Scored> {
    scan::block(index, profiles, std::iter::once(asker), ask, judge)
        .pop()
        .unwrap_or_default()
}

/// `judge` makes a judge, as [`one`] takes it, for each share of the work. Answers askers `0, …, count - 1` of `asker`, in order, in batches: `deliver` gets each list with the number of its asker.
///
/// Time: O(askers × candidates) in the worst case; space: the index and the lists of a batch.
pub(crate) fn each<'r, J: FnMut(u32, u32, f32, f32) -> Option<f32>>(
    index: &Index,
    profiles: Profiles<'_>,
    count: usize,
    asker: impl Fn(usize) -> Asker<'r> + Sync,
    ask: Ask,
    judge: &(impl Fn() -> J + Sync),
    mut deliver: impl FnMut(usize, Vec<Scored>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for batch in (0..count).step_by(BATCH) {
        let end = count.min(batch + BATCH);
        // Small batches still give every worker something to do.
        let size = (end - batch).div_ceil(par::workers() * 4).clamp(1, BLOCK);
        let lists = par::map((end - batch).div_ceil(size), |block| {
            let from = batch + block * size;
            let askers = (from..end.min(from + size)).map(&asker);
            scan::block(index, profiles, askers, ask, judge())
        });
        for (place, list) in lists.into_iter().flatten().enumerate() {
            deliver(batch + place, list)?;
        }
    }
    ControlFlow::Continue(())
}

/// Answers everyone of an index: `deliver` gets each list with the person, in the order of places.
///
/// Time: O(candidates²) in the worst case; space: the index, 40 bytes a candidate and 8 a place of a list, some 20 MB at work.
pub(crate) fn everyone<J: FnMut(u32, u32, f32, f32) -> Option<f32> + Send>(
    index: &Index,
    profiles: Profiles<'_>,
    ask: Ask,
    judge: &(impl Fn() -> J + Sync),
    mut deliver: impl FnMut(u32, Vec<Scored>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if ask.limit == 0 {
        let mut people = index.order.iter();
        return people.try_for_each(|&person| deliver(person, Vec::new()));
    }
    all_pairs::all_lists(
        index,
        profiles,
        ask,
        judge,
        all_pairs::BATCH_BLOCKS,
        |place, top| deliver(index.order[place], index.into_scored(top, profiles)),
    )
}

/// Answers everyone, by person; who is not among the candidates gets nobody.
pub(crate) fn all<J: FnMut(u32, u32, f32, f32) -> Option<f32> + Send>(
    index: &Index,
    profiles: Profiles<'_>,
    ask: Ask,
    judge: &(impl Fn() -> J + Sync),
) -> Vec<Vec<Scored>> {
    let mut lists = vec![Vec::new(); profiles.len()];
    let _ = everyone(index, profiles, ask, judge, |person, list| {
        lists[person.as_index()] = list;
        ControlFlow::Continue(())
    });
    lists
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    use crate::benefit::Mean;
    use crate::benefit::all_pairs;
    use crate::benefit::ask;
    use crate::benefit::feature::Want;
    use crate::benefit::index::Index;
    use crate::benefit::kernel::Kernel;
    use crate::benefit::profiles::Profiles;
    use crate::benefit::scan::Ask;
    use crate::benefit::simd::SimdLevel;
    use crate::benefit::top_k::{Scored, TopK};
    use crate::rows::Rows;

    /// Two crowds, of whom some are left out.
    const PEOPLE: u32 = 1_300;
    const STEPS_FROM: u32 = 40;

    struct People {
        wants: Rows<Want>,
        gives: Rows<(u32, f32)>,
        extra: Vec<f32>,
    }

    impl People {
        /// Products and steps, popular and rare; some may gain beside the rows.
        fn new(seed: u64) -> Self {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut people = Self {
                wants: Rows::default(),
                gives: Rows::default(),
                extra: Vec::new(),
            };
            for _ in 0..PEOPLE {
                let (wants, gives) = (features(&mut rng, 8), features(&mut rng, 20));
                let share = 1.0 / wants.len().max(1) as f32;
                people
                    .wants
                    .push(wants.iter().map(|&(feature, weight, floor)| Want {
                        feature,
                        weight: weight * share,
                        floor: if feature < STEPS_FROM { 0.0 } else { floor },
                    }));
                people
                    .gives
                    .push(gives.iter().map(|&(feature, value, _)| (feature, value)));
                let extra = 0.3 * rng.random::<f32>();
                people.extra.push(if rng.random_range(0..5) == 0 {
                    extra
                } else {
                    0.0
                });
            }
            people
        }

        fn profiles(&self) -> Profiles<'_> {
            Profiles {
                wants: &self.wants,
                gives: &self.gives,
                first_step_feature: STEPS_FROM,
                max_extra_gains: &self.extra,
                keys: &[],
            }
        }

        /// A judge that uses part of the extra, lowers some scores and leaves some pairs out.
        fn judge(&self, i: u32, j: u32, gain: f32, give: f32) -> Option<f32> {
            let part = 0.45 * ((i + j) % 3) as f32;
            let (gain, give) = (
                gain + part * self.extra[i as usize],
                give + part * self.extra[j as usize],
            );
            let factor = 1.0 - 0.1 * ((i * j) % 4) as f32;
            (!(i + j).is_multiple_of(11)).then(|| factor * Mean::HARMONIC.of(gain, give))
        }
    }

    /// Feature, amount, floor.
    fn features(rng: &mut ChaCha8Rng, most: u32) -> Vec<(u32, f32, f32)> {
        let count = rng.random_range(0..most);
        let mut row: Vec<(u32, f32, f32)> = (0..count)
            .map(|_| {
                let range = if rng.random_bool(0.5) { 6 } else { STEPS_FROM };
                let feature = rng.random_range(0..range) + STEPS_FROM * rng.random_range(0..2);
                (feature, rng.random::<f32>(), 0.5 * rng.random::<f32>())
            })
            .collect();
        row.sort_unstable_by_key(|entry| entry.0);
        row.dedup_by_key(|entry| entry.0);
        row
    }

    #[test]
    fn steps_extras_and_judges_keep_lists_exact_on_any_instructions() {
        let people = People::new(1);
        let profiles = people.profiles();
        let ask = Ask {
            limit: 6,
            mean: Mean::HARMONIC,
        };
        let order: Vec<u32> = (0..PEOPLE).filter(|person| person % 13 != 5).collect();
        let definition = |i: u32| {
            let mut top = TopK::new(ask.limit);
            for &j in order.iter().filter(|&&j| j != i) {
                let (one, other) = (i as usize, j as usize);
                let score =
                    people.judge(i, j, profiles.gain(one, other), profiles.gain(other, one));
                if let Some(score) = score.filter(|&score| score > 0.0) {
                    top.offer(j, score);
                }
            }
            let scored = |(person, score)| Scored {
                person,
                score,
                key: u64::from(person),
            };
            top.into_list().map(scored).collect()
        };
        let expected: Vec<Vec<Scored>> = (0..PEOPLE).map(definition).collect();
        for lanes in SimdLevel::all().into_iter().map(Kernel::of) {
            let mut index = Index::new(profiles, order.clone());
            index.lanes = lanes;
            assert!(index.extra.is_some() && index.width > 20);
            let judge = || |i, j, gain, give| people.judge(i, j, gain, give);
            let mut one_by_one = Vec::new();
            let asker = |person| profiles.asker(person);
            let _ = ask::each(
                &index,
                profiles,
                PEOPLE as usize,
                asker,
                ask,
                &judge,
                |_, list| {
                    one_by_one.push(list);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(one_by_one, expected);
            for batch in [1, all_pairs::BATCH_BLOCKS] {
                let mut people = order.iter();
                let deliver = |place: usize, top| {
                    let person = index.order[place];
                    assert_eq!(people.next(), Some(&person));
                    let list = index.into_scored(top, profiles);
                    assert_eq!(
                        list, expected[person as usize],
                        "{person}, batches of {batch}"
                    );
                    ControlFlow::Continue(())
                };
                let _ = all_pairs::all_lists(&index, profiles, ask, &judge, batch, deliver);
                assert_eq!(people.next(), None);
            }
        }
    }
}
