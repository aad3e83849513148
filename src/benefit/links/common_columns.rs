//! The keys that many have, laid out by place: what one person shares with 128 candidates at a time.

use crate::benefit::links::columns::{GROUP, SharedColumns};
use crate::benefit::links::consent::Consent;
use crate::benefit::links::row::LinkRow;
use crate::benefit::links::table::Links;
use crate::numeric::greater;
use crate::rows::{AsIndex, narrow};

/// A common key of whoever asks.
#[derive(Debug, Clone, Copy)]
struct CommonKey {
    /// The row of the key in each group.
    row: u32,
    /// The asker's amount, and what the key counts.
    own: f32,
    count: f32,
    /// Whether only the greatest product of such keys counts.
    is_alternative: bool,
}

/// What bounds the factors of whoever asks, but for the keys that few have.
#[derive(Debug, Clone)]
pub(crate) struct LinkedAsker {
    /// The part with which a pair's sum begins.
    own: f32,
    /// What disagreement leaves of a score at most with whom no topic was found.
    lift: f32,
    keys: Vec<CommonKey>,
}

/// Consent by place, as far as it hangs on the keys that many have.
///
/// Space: 4 bytes a candidate, and 4 for each key that an eighth of everyone has.
#[derive(Debug, Clone, Default)]
pub(crate) struct CommonColumns {
    /// The keys, ascending.
    keys: Vec<u32>,
    /// By group: the part with which a pair's sum begins.
    own: Vec<[f32; GROUP]>,
    /// By group, by key: the amounts; no number for whoever lacks the key.
    amounts: Vec<[f32; GROUP]>,
}

impl CommonColumns {
    /// Lays out the people of `order`; nothing where consent is not known.
    pub(crate) fn new(links: &Links, order: &[u32]) -> Self {
        if !links.tell_consent() {
            return Self::default();
        }
        let mut keys: Vec<u32> = order
            .iter()
            .flat_map(|&person| links.common_keys(&links.row(person)))
            .map(|key| key.0)
            .collect();
        keys.sort_unstable();
        keys.dedup();
        // Places behind the last person are nobody's: no sum of theirs is ever looked at.
        let groups = order.len().div_ceil(GROUP);
        let mut own = vec![[0.0; GROUP]; groups];
        let mut amounts = vec![[f32::NAN; GROUP]; groups * keys.len()];
        for (place, &person) in order.iter().enumerate() {
            let (group, lane) = (place / GROUP, place % GROUP);
            own[group][lane] = links.own[person.as_index()];
            for (key, amount) in links.common_keys(&links.row(person)) {
                let row = keys.partition_point(|&known| known < key);
                amounts[group * keys.len() + row][lane] = amount;
            }
        }
        Self { keys, own, amounts }
    }

    /// Someone as an asker.
    pub(crate) fn asker(&self, links: &Links, row: &LinkRow<'_>) -> LinkedAsker {
        LinkedAsker {
            own: row.own,
            lift: row.lift,
            keys: self.keys_of(links, row),
        }
    }

    /// The keys of someone that anyone here has.
    fn keys_of(&self, links: &Links, row: &LinkRow<'_>) -> Vec<CommonKey> {
        if self.own.is_empty() {
            return Vec::new();
        }
        let keys = links.common_keys(row).filter_map(|(key, own)| {
            let row = self.keys.binary_search(&key).ok()?;
            Some(CommonKey {
                row: narrow(row),
                own,
                count: links.counts[key.as_index()],
                is_alternative: key < links.alternatives,
            })
        });
        keys.collect()
    }

    /// The most that is made of each pair of an asker with someone of a group; what the keys that few have come to is summed in `shared`,
    /// at the group there.
    #[inline(always)]
    pub(crate) fn factors<const N: usize>(
        &self,
        links: &Links,
        (asker, group): (&LinkedAsker, usize),
        (shared, at): (&SharedColumns<N>, usize),
    ) -> [f32; GROUP] {
        let shared = shared.group(at);
        let mut factors = [1.0; GROUP];
        // Consent: the sum of a pair is both own parts, what few share and, added there, what many share.
        if let Some(consent) = &links.consent {
            let mut sums = *shared.sums;
            for sum in &mut sums {
                *sum += asker.own;
            }
            let inverse = self.inverse(consent, &asker.keys, group, (sums, *shared.best));
            for (factor, inverse) in factors.iter_mut().zip(inverse) {
                *factor = 1.0 / inverse;
            }
        }
        if let Some(lift) = &links.lift {
            // Lift: a topic that was found tells how far they disagree; without one they may as far as the asker does with anyone.
            for (lane, factor) in factors.iter_mut().enumerate() {
                let (topics, weights) = (shared.topics[lane], shared.weights[lane]);
                let found = lift.at(lift.contrast(topics, weights, shared.apart[lane]));
                *factor *= if topics > 0.0 { found } else { asker.lift };
            }
        }
        factors
    }

    /// 1 over the most that consent leaves of a score with each of a group, with whom the other keys that are shared come to `sums` with
    /// the asker's part, and the greatest of their alternatives to `best`.
    #[inline(always)]
    fn inverse(
        &self,
        consent: &Consent,
        keys: &[CommonKey],
        group: usize,
        (mut sums, mut best): ([f32; GROUP], [f32; GROUP]),
    ) -> [f32; GROUP] {
        let rows = &self.amounts[group * self.keys.len()..][..self.keys.len()];
        let held = |amount: f32, adds: f32| if amount.is_nan() { 0.0 } else { adds };
        for key in keys {
            let amounts = &rows[key.row.as_index()];
            // Of alternatives the best product counts, of other keys each; both read a whole row at a time.
            if key.is_alternative {
                for lane in 0..GROUP {
                    let amount = amounts[lane];
                    sums[lane] += held(amount, key.count);
                    best[lane] = greater(best[lane], held(amount, key.own * amount));
                }
            } else {
                for lane in 0..GROUP {
                    let amount = amounts[lane];
                    sums[lane] += held(amount, key.count + key.own * amount);
                }
            }
        }
        let own = &self.own[group];
        for lane in 0..GROUP {
            sums[lane] = consent.inverse(own[lane] + sums[lane] + best[lane]);
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::links::columns::{GROUP, SharedColumns};
    use crate::benefit::links::common_columns::CommonColumns;
    use crate::benefit::links::consent::Consent;
    use crate::benefit::links::expected::Expected;
    use crate::benefit::links::lift::Topics;
    use crate::benefit::links::table::{Links, Shared};
    use crate::id::TopicId;
    use crate::rows::Rows;

    /// 200 people with two alternatives and a key that adds up, all of which many have; nobody has a key that few have.
    fn many() -> Links {
        let mut keys = Rows::default();
        for person in 0..200_u32 {
            let has = |key: u32| (person + key).is_multiple_of(key + 2);
            let amount = 0.1 + 0.004 * person as f32;
            let row = (0..3_u32).filter(|&key| has(key)).map(|key| (key, amount));
            keys.push(row.collect::<Vec<_>>());
        }
        let own = (0..200).map(|person| 0.01 * person as f32 - 2.0).collect();
        let counts = (vec![0.5, 0.0, 0.25], 2);
        Links::new(keys, counts, own, Consent::new(1.5, 1e-12))
    }

    #[test]
    fn a_group_is_bounded_as_each_pair_alone() {
        let links = many();
        // In another order than that of the people, so that places are not persons.
        let order: Vec<u32> = (0..200).rev().collect();
        let columns = CommonColumns::new(&links, &order);
        let consent = links.consent.as_ref().expect("consent");
        for asker in [0_u32, 3, 77] {
            let keys = columns.keys_of(&links, &links.row(asker));
            let own = links.own[asker as usize];
            for group in 0..2 {
                let start = ([own; 128], [0.0; 128]);
                let inverse = columns.inverse(consent, &keys, group, start);
                for (lane, &person) in order[group * 128..].iter().take(128).enumerate() {
                    let alone = links
                        .bound(&links.row(asker), person, Shared::default())
                        .consent;
                    let off = (1.0 / inverse[lane] - alone).abs();
                    assert!(
                        off <= 1e-5 * alone,
                        "{asker} and {person}: {off} of {alone}"
                    );
                }
            }
        }
    }

    fn curve(sum: f32) -> f32 {
        1.0 / (1.0 + (-sum).exp())
    }

    /// Three people, of whom the first shares a key with each other one.
    fn three() -> Links {
        let mut keys = Rows::default();
        keys.push([(0, 0.5), (2, 1.0)]);
        keys.push([(0, 0.25), (1, 0.5)]);
        keys.push([(2, 0.5)]);
        let (own, counts) = (vec![-3.0, -1.0, 0.5], vec![0.5, 0.0, 2.0]);
        Links::new(keys, (counts, 0), own, Consent::new(1.0, 1e-12))
    }

    /// What the first shares with each, and the factors of these pairs.
    fn sharing(links: &Links) -> (Box<SharedColumns<GROUP>>, [f32; GROUP]) {
        let mut shared = SharedColumns::new();
        shared.start(links);
        for &key in links.keys.row(0_u32) {
            for (place, keys) in links.keys.iter().enumerate().skip(1) {
                let same = keys.iter().filter(|other| other.0 == key.0);
                shared.add_few(links, key, same.map(|other| (place, other.1)));
            }
        }
        let columns = CommonColumns::new(links, &[0, 1, 2]);
        let asker = columns.asker(links, &links.row(0));
        let factors = columns.factors(links, (&asker, 0), (&shared, 0));
        (shared, factors)
    }

    #[test]
    fn no_factor_is_below_the_curve_and_none_of_a_person_below_that_of_a_pair() {
        let links = three();
        let (columns, factors) = sharing(&links);
        for (other, shared) in [(1, 0.5 + 0.5 * 0.25), (2, 2.0 + 0.5)] {
            let factor = factors[other];
            let alone = links
                .bound(&links.row(0), other as u32, columns.at(other))
                .factor;
            assert!((alone - factor).abs() <= 1e-6 * factor);
            let sum = links.own[0] + links.own[other] + shared;
            assert!(factor >= curve(sum) && factor <= 1.01 * curve(sum) + 0.01);
            for person in [0, other] {
                assert!(links.factors[person][1] >= 0.99 * factor);
            }
        }
    }

    #[test]
    fn whoever_disagrees_is_lifted_and_nobody_else() {
        let mut stances = Rows::default();
        stances.push([(TopicId(0), 1.0), (TopicId(1), -0.5)]);
        stances.push([(TopicId(0), -1.0)]);
        stances.push([]);
        let topics = Topics {
            stances: Some(&stances),
            weights: &[0.8, 0.4],
            evidence: 2.0,
            expected: &Expected::default(),
            sought: &[0.0; 3],
            ground: &[],
        };
        let plain = three();
        let links = plain
            .clone()
            .lifted(topics, |contrast| (1.0 + 9.0 * contrast) / 10.0);
        let ((before, plainly), (after, lifted)) = (sharing(&plain), sharing(&links));
        let lifts = [1, 2].map(|place: usize| lifted[place] / plainly[place]);
        // One topic on which they are opposed counts a third.
        assert!((0.4..0.41).contains(&lifts[0]), "{lifts:?}");
        assert!((0.1..0.102).contains(&lifts[1]), "{lifts:?}");
        let one = links.bound(&links.row(0), 1, after.at(1));
        assert_eq!(
            one.consent,
            plain.bound(&plain.row(0), 1, before.at(1)).consent
        );
        assert_eq!(one.contrast.map(|contrast| contrast > 0.33), Some(true));
        assert!(links.factors[0][1] >= one.factor);
    }

    #[test]
    fn without_consent_nothing_is_laid_out() {
        let links = Links::without_consent(3);
        let columns = CommonColumns::new(&links, &[0, 1, 2]);
        assert!(columns.keys_of(&links, &links.row(1)).is_empty());
    }
}
