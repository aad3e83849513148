//! Answers many askers, on all workers, in batches.

use std::ops::ControlFlow;

use crate::benefit::all_pairs;
use crate::benefit::profiles::Asker;
use crate::benefit::scan;
use crate::benefit::task::{LinearPair, Task};
use crate::benefit::top_k::Scored;
use crate::error::Error;
use crate::par;
use crate::progress::Meter;
use crate::rows::AsIndex;

/// Askers who share a pass over the candidates. Chosen among 128, 512 and 2,048 with 2,000 askers: at 100,000 candidates of the generator
/// of the bench `benefit`, 128 takes twice as long, 2,048 as long.
const BLOCK: usize = 512;

/// Askers whose lists are held before they are delivered.
const BATCH: usize = 32 * BLOCK;

/// Answers one asker; `scorer` scores pairs as [`LinearPair`] says.
pub(crate) fn one(
    task: Task<'_>,
    asker: Asker<'_>,
    scorer: impl FnMut(&LinearPair) -> Option<f32>,
) -> Vec<Scored> {
    let lists = scan::block(task, std::iter::once(asker), scorer);
    lists.into_iter().next().unwrap_or_default()
}

/// Who asks, by number from 0.
pub(crate) struct Askers<F> {
    pub(crate) count: usize,
    /// The asker of a number below the count.
    pub(crate) of: F,
}

/// Answers some askers, in order, in batches: `deliver` gets each list with the number of its asker. Breaks where `deliver` or the
/// meter does. `scorer` makes a scorer for each share of the work.
///
/// Time: O(askers × candidates) in the worst case; space: the index and the lists of a batch.
pub(crate) fn each<'r, J: FnMut(&LinearPair) -> Option<f32>>(
    task: Task<'r>,
    askers: &Askers<impl Fn(usize) -> Asker<'r> + Sync>,
    scorer: &(impl Fn() -> J + Sync),
    meter: &mut Meter<'_>,
    mut deliver: impl FnMut(usize, Vec<Scored>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let count = askers.count;
    for batch in (0..count).step_by(BATCH) {
        let end = count.min(batch + BATCH);
        // Small batches still give every worker something to do.
        let size = (end - batch).div_ceil(par::workers() * 4).clamp(1, BLOCK);
        let mut part = meter.part(end as f64 / count as f64);
        let blocks = (end - batch).div_ceil(size);
        let lists = par::map_watched(
            blocks,
            (&mut part, "ranking"),
            || (),
            |(), block| {
                let from = batch + block * size;
                let askers = (from..end.min(from + size)).map(&askers.of);
                scan::block(task, askers, scorer())
            },
        );
        let Ok(lists) = lists else {
            return ControlFlow::Break(());
        };
        for (place, list) in lists.into_iter().flatten().enumerate() {
            deliver(batch + place, list)?;
        }
    }
    ControlFlow::Continue(())
}

/// Answers everyone of an index: `deliver` gets each list with the person, in the order of places.
///
/// Time: O(candidates²) in the worst case; space: the index, 40 bytes a candidate and 8 a place of a list, some 20 MB at work.
pub(crate) fn everyone<J: FnMut(&LinearPair) -> Option<f32> + Send>(
    task: Task<'_>,
    scorer: &(impl Fn() -> J + Sync),
    meter: &mut Meter<'_>,
    mut deliver: impl FnMut(u32, Vec<Scored>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let order = &task.index.order;
    if task.ask.limit == 0 {
        return order
            .iter()
            .try_for_each(|&person| deliver(person, Vec::new()));
    }
    let batch = all_pairs::BATCH_BLOCKS;
    all_pairs::all_lists(task, scorer, batch, meter, |place, top| {
        deliver(order[place], task.index.to_scored(top, task.profiles))
    })
}

/// Answers everyone, by person; who is not among the candidates gets nobody.
pub(crate) fn all<J: FnMut(&LinearPair) -> Option<f32> + Send>(
    task: Task<'_>,
    scorer: &(impl Fn() -> J + Sync),
    meter: &mut Meter<'_>,
) -> Result<Vec<Vec<Scored>>, Error> {
    let mut lists = vec![Vec::new(); task.profiles.len()];
    let flow = everyone(task, scorer, meter, |person, list| {
        lists[person.as_index()] = list;
        ControlFlow::Continue(())
    });
    if flow.is_break() {
        return Err(Error::Cancelled);
    }
    Ok(lists)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use crate::progress::Meter;

    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    use crate::benefit::Mean;
    use crate::benefit::all_pairs;
    use crate::benefit::ask::{self, Askers};
    use crate::benefit::feature::Want;
    use crate::benefit::index::Index;
    use crate::benefit::kernel::Kernel;
    use crate::benefit::kinds::FeatureKinds;
    use crate::benefit::links::{Consent, Expected, Links, PairBound, Topics};
    use crate::benefit::profiles::Profiles;
    use crate::benefit::simd::SimdLevel;
    use crate::benefit::stances::{StanceFeatures, StanceRule, most_disagreement};
    use crate::benefit::task::{Ask, Delivery, LinearPair, Task};
    use crate::benefit::top_k::{Scored, TopK};
    use crate::diversity::ContrarianRule;
    use crate::id::TopicId;
    use crate::rows::Rows;

    /// Two blocks, of whom some are left out.
    const PEOPLE: u32 = 1_300;
    const FIRST_STEP: u32 = 40;
    const FIRST_STANCE: u32 = 2 * FIRST_STEP;
    const TOPICS: u32 = 30;
    /// Of the topics below this one only the greatest product of two stances counts.
    const ALTERNATIVES: u32 = 10;

    struct People {
        wants: Rows<Want>,
        gives: Rows<(u32, f32)>,
        stances: Rows<(TopicId, f32)>,
        topic_weights: Vec<f32>,
        extra: Vec<f32>,
        features: Option<StanceFeatures>,
        links: Option<Links>,
        /// By person: what a full disagreement is worth; empty where nobody seeks any.
        sought: Vec<f32>,
        lifts: bool,
    }

    impl People {
        /// Products and steps, popular and rare; some may gain beside the rows.
        fn new(seed: u64) -> Self {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut people = Self {
                wants: Rows::default(),
                gives: Rows::default(),
                stances: Rows::default(),
                topic_weights: (0..TOPICS).map(|_| rng.random()).collect(),
                extra: Vec::new(),
                features: None,
                links: None,
                sought: Vec::new(),
                lifts: false,
            };
            for _ in 0..PEOPLE {
                let (wants, gives) = (features(&mut rng, 8), features(&mut rng, 20));
                let share = 1.0 / wants.len().max(1) as f32;
                let want = |&(feature, weight, floor): &(u32, f32, f32)| Want {
                    feature,
                    weight: weight * share,
                    floor: if feature < FIRST_STEP { 0.0 } else { floor },
                };
                people.wants.push(wants.iter().map(want));
                let give = |&(feature, value, _): &(u32, f32, f32)| (feature, value);
                people.gives.push(gives.iter().map(give));
                let topics = features(&mut rng, 9).into_iter();
                let topics = topics.filter(|topic| topic.0 < TOPICS);
                let stance = |topic: (u32, f32, f32)| (TopicId(topic.0), 2.0 * topic.1 - 1.0);
                people.stances.push(topics.map(stance));
                let extra = 0.3 * rng.random::<f32>();
                let seeks = rng.random_range(0..5) == 0;
                people.extra.push(if seeks { extra } else { 0.0 });
            }
            people
        }

        /// The same people, who gain by disagreement what they may gain beside the rows; topics weigh alike or not.
        fn seeking_disagreement(mut self, alike: bool) -> Self {
            if alike {
                self.topic_weights = vec![0.7; TOPICS as usize];
            }
            let rule = StanceRule {
                evidence: 2.0,
                topic_weights: &self.topic_weights,
                sought: &self.extra,
            };
            let stances = |person: usize| self.stances.row(person);
            self.features = Some(StanceFeatures::new(FIRST_STANCE, rule, stances));
            self.sought.clone_from(&self.extra);
            let most = |(person, extra): (usize, &f32)| {
                extra * most_disagreement(self.stances.row(person).len(), 2.0)
            };
            self.extra = self.extra.iter().enumerate().map(most).collect();
            self
        }

        /// The same people, whose scores are low with whom they share no topic.
        fn sharing_topics(mut self) -> Self {
            let topics = self.stances.clone();
            let own = (0..PEOPLE).map(|person| -1.0 - 0.1 * (person % 7) as f32);
            let counts = (0..TOPICS).map(|topic| 0.1 * (topic % 3) as f32);
            let keys = each(&topics, |(topic, stance)| (topic.0, stance.abs()));
            self.links = Some(Links::new(
                keys,
                (counts.collect(), ALTERNATIVES),
                own.collect(),
                Consent::new(1.0, 1e-12),
            ));
            self
        }

        /// The same people, who have spoken on topics that few have spoken on.
        fn on_rare_topics(mut self) -> Self {
            let mut rare = Rows::default();
            for row in self.stances.iter() {
                rare.push(row.iter().copied().filter(|stance| stance.0.0 >= 6));
            }
            self.stances = rare;
            self
        }

        /// The same people, whose scores are low with whom they do not disagree.
        fn lifted(mut self) -> Self {
            let topics = Topics {
                stances: Some(&self.stances),
                weights: &self.topic_weights,
                evidence: 2.0,
                expected: &Expected::default(),
                sought: &self.sought,
                ground: &[],
            };
            let links = self.links.take();
            let links = links.unwrap_or_else(|| Links::without_consent(PEOPLE as usize));
            self.links = Some(links.lifted(topics, lift));
            self.lifts = true;
            self
        }

        /// The greatest factor of a pair, which is reached.
        fn factor(&self, i: u32, j: u32) -> f32 {
            let Some(links) = &self.links else {
                return 1.0;
            };
            let lift = match self.lifts {
                true => lift(self.disagreement(i, j)),
                false => 1.0,
            };
            if !links.tell_consent() {
                return lift;
            }
            // Summed from either side alike: a score is the same for both.
            let other = self.stances.row(i.max(j));
            let (mut shared, mut best) = (0.0, 0.0_f32);
            for &(topic, amount) in self.stances.row(i.min(j)) {
                let Some(same) = other.iter().find(|same| same.0 == topic) else {
                    continue;
                };
                let (key, amount, same) = (topic.0, amount.abs(), (topic, same.1.abs()));
                shared += links.counts[key as usize];
                if key < ALTERNATIVES {
                    best = best.max(amount * same.1);
                } else {
                    shared += amount * same.1;
                }
            }
            let own = links.own[i as usize] + links.own[j as usize];
            logistic(own + shared + best) * lift
        }

        fn profiles(&self) -> Profiles<'_> {
            let kinds = FeatureKinds {
                first_step: FIRST_STEP,
                ..FeatureKinds::PRODUCTS
            };
            let stances = self.features.as_ref();
            Profiles {
                wants: &self.wants,
                gives: &self.gives,
                kinds: stances.map_or(kinds, |stances| stances.kinds(kinds)),
                stances,
                max_extra_gains: &self.extra,
                meaning: None,
                links: self.links.as_ref(),
                keys: &[],
            }
        }

        /// A scorer that uses part of the extra, lowers some scores and leaves some pairs out.
        fn score(&self, ask: Ask, pair: &LinearPair) -> Option<f32> {
            let (i, j) = (pair.i, pair.j);
            let part = 0.45 * ((i + j) % 3) as f32;
            let extra = |person: u32| match &self.features {
                None => part * self.extra[person as usize],
                Some(_) => {
                    let spoken = self.stances.row(person).len();
                    let sought =
                        self.extra[person as usize] / most_disagreement(spoken.max(1), 2.0);
                    sought * self.disagreement(i, j) * 0.999_9
                }
            };
            let (gain, give) = (pair.gain + extra(i), pair.give + extra(j));
            if gain < ask.min_gain || give < ask.min_gain {
                return None;
            }
            let factor = self.factor(i, j) * (1.0 - 0.1 * ((i * j) % 4) as f32);
            (!(i + j).is_multiple_of(11)).then(|| factor * ask.score_of(gain, give))
        }

        fn disagreement(&self, i: u32, j: u32) -> f32 {
            let (one, other) = (self.stances.row(i.min(j)), self.stances.row(i.max(j)));
            let weight = |topic: TopicId| self.topic_weights[topic.index()];
            let contrast = ContrarianRule::default().compare(one, other, weight, 1.0);
            contrast.map_or(0.0, |contrast| contrast.score)
        }
    }

    /// What disagreement leaves of a score.
    fn lift(disagreement: f32) -> f32 {
        (1.0 + 5.0 * disagreement) / 6.0
    }

    /// The curve of factors.
    fn logistic(sum: f32) -> f32 {
        1.0 / (1.0 + (-sum).exp())
    }

    /// The rows with each cell changed.
    fn each<T: Copy, U>(rows: &Rows<T>, change: impl Fn(T) -> U) -> Rows<U> {
        let mut changed = Rows::default();
        for row in rows.iter() {
            changed.push(row.iter().copied().map(&change));
        }
        changed
    }

    /// Feature, amount, floor.
    fn features(rng: &mut ChaCha8Rng, most: u32) -> Vec<(u32, f32, f32)> {
        let count = rng.random_range(0..most);
        let mut row: Vec<(u32, f32, f32)> = (0..count)
            .map(|_| {
                let range = if rng.random_bool(0.5) { 6 } else { FIRST_STEP };
                let feature = rng.random_range(0..range) + FIRST_STEP * rng.random_range(0..2);
                (feature, rng.random::<f32>(), 0.5 * rng.random::<f32>())
            })
            .collect();
        row.sort_unstable_by_key(|entry| entry.0);
        row.dedup_by_key(|entry| entry.0);
        row
    }

    /// Every way to ask gives the lists of the double loop, on any instructions.
    fn check(people: &People, ask: Ask, levels: Vec<SimdLevel>) {
        let profiles = people.profiles();
        let order: Vec<u32> = (0..PEOPLE).filter(|person| person % 13 != 5).collect();
        let definition = |i: u32| {
            let mut top = TopK::new(ask.limit);
            for &j in order.iter().filter(|&&j| j != i) {
                let pair = LinearPair {
                    i,
                    j,
                    gain: profiles.gain(i, j),
                    give: profiles.gain(j, i),
                    threshold: 0.0,
                    bound: PairBound::default(),
                };
                if let Some(score) = people.score(ask, &pair).filter(|&score| score > 0.0) {
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
        for kernel in levels.into_iter().map(Kernel::of) {
            let mut index = Index::new(profiles, order.clone());
            index.kernel = kernel;
            assert!(index.width > 20);
            let task = Task {
                index: &index,
                profiles,
                ask,
            };
            let scorer = || |pair: &LinearPair| people.score(ask, pair);
            let mut one_by_one = Vec::new();
            let who = Askers {
                count: PEOPLE as usize,
                of: |person| profiles.asker(person),
            };
            let _ = ask::each(task, &who, &scorer, &mut Meter::silent(), |_, list| {
                one_by_one.push(list);
                ControlFlow::Continue(())
            });
            assert_eq!(one_by_one, expected);
            for (batch, delivery) in [
                (1, Delivery::OneByOne),
                (all_pairs::BATCH_BLOCKS, Delivery::OneByOne),
                (all_pairs::BATCH_BLOCKS, Delivery::AllAtOnce),
            ] {
                let task = Task {
                    ask: Ask { delivery, ..ask },
                    ..task
                };
                let mut people = order.iter();
                let mut meter = Meter::silent();
                let _ =
                    all_pairs::all_lists(task, &scorer, batch, &mut meter, |place: usize, top| {
                        let person = index.order[place];
                        assert_eq!(people.next(), Some(&person));
                        let list = index.to_scored(top, profiles);
                        assert_eq!(list, expected[person as usize], "{person}, batch {batch}");
                        ControlFlow::Continue(())
                    });
                assert_eq!(people.next(), None);
            }
        }
    }

    #[test]
    fn steps_extras_and_scorers_keep_lists_exact_on_any_instructions() {
        let ask = Ask::new(6, Mean::HARMONIC);
        check(&People::new(1), ask, SimdLevel::all());
    }

    #[test]
    fn a_least_gain_keeps_lists_exact() {
        let ask = Ask {
            min_gain: 0.15,
            ..Ask::new(6, Mean::GEOMETRIC)
        };
        check(&People::new(2), ask, vec![SimdLevel::detect()]);
    }

    #[test]
    fn an_unknown_gain_keeps_lists_exact() {
        let ask = Ask {
            unknown_gain: 0.02,
            ..Ask::new(6, Mean::HARMONIC)
        };
        check(&People::new(3), ask, SimdLevel::all());
    }

    #[test]
    fn sums_of_stances_keep_lists_exact() {
        for alike in [true, false] {
            let people = People::new(4).seeking_disagreement(alike);
            let ask = Ask::new(6, Mean::HARMONIC);
            check(&people, ask, vec![SimdLevel::detect()]);
        }
    }

    #[test]
    fn factors_of_those_who_share_keep_lists_exact() {
        let people = People::new(6).sharing_topics();
        check(&people, Ask::new(6, Mean::HARMONIC), SimdLevel::all());
        let ask = Ask {
            unknown_gain: 0.05,
            ..Ask::new(6, Mean::HARMONIC)
        };
        check(&people, ask, vec![SimdLevel::detect()]);
    }

    #[test]
    fn lifts_of_those_who_disagree_keep_lists_exact() {
        let ask = Ask::new(6, Mean::HARMONIC);
        check(&People::new(7).lifted(), ask, vec![SimdLevel::detect()]);
        let people = People::new(10).on_rare_topics().lifted();
        check(&people, ask, SimdLevel::all());
        let people = People::new(8).sharing_topics().lifted();
        for mean in [Mean::HARMONIC, Mean::GEOMETRIC, Mean::MINIMUM] {
            let ask = Ask {
                unknown_gain: 0.03,
                ..Ask::new(6, mean)
            };
            check(&people, ask, vec![SimdLevel::detect()]);
        }
        let people = People::new(9).seeking_disagreement(false).lifted();
        check(&people, ask, vec![SimdLevel::detect()]);
    }

    /// Product of the least numbers there are: a level of 1e-45.
    #[test]
    fn gains_too_small_for_a_scale_end_and_keep_their_lists() {
        for mean in [-1.0, -3.0] {
            let mean = Mean::new(mean).expect("an exponent up to 1");
            let mut people = People::new(5);
            people.wants = each(&people.wants, |want| Want {
                weight: want.weight.min(1e-45),
                ..want
            });
            check(&people, Ask::new(6, mean), vec![SimdLevel::detect()]);
            people.gives = each(&people.gives, |(feature, _)| (feature, 1e-45));
            check(&people, Ask::new(6, mean), vec![SimdLevel::detect()]);
        }
    }
}
