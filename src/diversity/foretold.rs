//! What a model of stances expects of two people, at the cost of what the two have said instead of all topics.
//!
//! With P(t) = (stance + 1)/2 the expected disagreement Σ w·(P(1 − Q) + Q(1 − P)) is Σ wP + Σ wQ − 2 Σ wPQ, and a chance foretold is
//! P(t) = l·f(t) + ρ(t): l = (1, place) of the person, f(t) = ((1 + mean)/2, place/2) of the topic, ρ not 0 only where somebody has spoken
//! or the chance is kept away from certainty. So Σ wPQ is lᵀ(Σ w·f·fᵀ)m and what the ρ of either add.

use std::borrow::Cow;

use crate::diversity::StanceModel;
use crate::id::TopicId;
use crate::par;
use crate::rows::{AsIndex, Rows, narrow};

/// A person's part of a chance, or a topic's: a constant and the two dimensions of opinion.
type Terms = [f64; 3];

/// Covers the rounding of a sum in another order.
const ROUNDED_UP: f64 = 1.0 + 1e-6;

/// A topic on which a person's chance P of agreeing is not the plain product of terms l·f.
#[derive(Debug, Clone, Copy)]
struct Deviation {
    topic: u32,
    /// What was said, or NaN where the chance is foretold, but kept away from certainty.
    said: f32,
    /// ρ = P − l·f.
    more: f64,
}

/// Sums over all topics of what a person said and else is foretold to say.
#[derive(Debug, Clone, Copy)]
struct Sums {
    /// Σ w·P.
    chances: f64,
    /// Σ w·ρ·f.
    deviations: Terms,
    /// Σ w·f·fᵀl + Σ w·ρ·f.
    products: Terms,
}

/// A model with sums over its topics, for pairs.
///
/// Space: 60 bytes a person, and 16 for each stance and each topic on which a foretold stance is kept away from certainty.
#[derive(Debug, Clone)]
pub(crate) struct Foretold {
    model: StanceModel,
    /// On how many topics anyone has spoken.
    topics: u32,
    /// Σ w.
    total: f64,
    /// Σ w·f·fᵀ.
    form: [Terms; 3],
    /// By person, with everything that they have said.
    sums: Vec<Sums>,
    /// By person: where chances deviate from the product, topics ascending.
    deviations: Rows<Deviation>,
    /// By person: on how many topics they have spoken.
    spoken: Vec<u32>,
}

/// One of a pair: the sums and deviations of everything that they have said, or of what others see of it.
struct Voice<'f> {
    own: Terms,
    sums: Sums,
    deviations: Cow<'f, [Deviation]>,
}

impl Foretold {
    /// Sums a model up with what people have said. O(people · topics), in parallel.
    pub(crate) fn new(model: StanceModel, stances: &Rows<(TopicId, f32)>) -> Self {
        let mut form = [[0.0; 3]; 3];
        for topic in 0..model.topic_count() {
            let (weight, terms) = (model.weight(topic), model.terms(topic));
            for (row, one) in form.iter_mut().zip(terms) {
                for (cell, other) in row.iter_mut().zip(terms) {
                    *cell += weight * one * other;
                }
            }
        }
        let people = par::map(model.size(), |person| {
            summed_up(&model, &form, narrow(person), stances.row(person))
        });
        let mut deviations = Rows::default();
        people
            .iter()
            .for_each(|person| deviations.push(person.1.iter().copied()));
        Self {
            topics: model.spoken_topics(),
            total: (0..model.topic_count())
                .map(|topic| model.weight(topic))
                .sum(),
            form,
            sums: people.iter().map(|person| person.0).collect(),
            deviations,
            spoken: stances.iter().map(|said| narrow(said.len())).collect(),
            model,
        }
    }

    /// The model that is summed up.
    pub(crate) fn model(&self) -> &StanceModel {
        &self.model
    }

    /// On how many topics anyone has spoken.
    pub(crate) fn spoken_topics(&self) -> u32 {
        self.topics
    }

    /// What [`StanceModel::disagreement`] is but for rounding, in O(stances of both + what of either is kept from certainty); O(topics)
    /// more for someone of whose stances only some are given. The same bits only for the same order of the two.
    ///
    /// Where not both have spoken the sum is Σ w·P + Σ w·Q − 2 Σ w·P·Q, and with P = l·f + ρ and Q = m·f + σ the last is
    /// (Σ w·f·fᵀl + Σ w·ρ·f)·m + (Σ w·σ·f)·l + Σ w·ρ·σ; only the topics on which both deviate are looked at.
    pub(crate) fn disagreement(
        &self,
        (one, said): (u32, &[(TopicId, f32)]),
        (other, answered): (u32, &[(TopicId, f32)]),
    ) -> Option<f64> {
        if self.total <= 0.0 {
            return None;
        }
        let (one, other) = (self.voice(one, said), self.voice(other, answered));
        let products = dot(&one.sums.products, &other.own) + dot(&other.sums.deviations, &one.own);
        let mut sum = one.sums.chances + other.sums.chances - 2.0 * products;
        let (left, right) = (&*one.deviations, &*other.deviations);
        let (mut x, mut y) = (0, 0);
        // Both rows ascend: a topic of one alone is in the sums already.
        while x < left.len() && y < right.len() {
            let (here, there) = (&left[x], &right[y]);
            if here.topic == there.topic {
                let (p, q) = (chance(here.said), chance(there.said));
                let mut apart = -2.0 * here.more * there.more;
                // Spoken by both: the distance itself takes the place of the chance that one agrees and the other does not.
                if !p.is_nan() && !q.is_nan() {
                    apart += (p - q).abs() - either(p, q);
                }
                sum += self.model.weight(here.topic) * apart;
            }
            (x, y) = (
                x + usize::from(here.topic <= there.topic),
                y + usize::from(there.topic <= here.topic),
            );
        }
        Some((sum / self.total).clamp(0.0, 1.0))
    }

    /// A person with everything that they have said, or with a part of it.
    fn voice(&self, person: u32, said: &[(TopicId, f32)]) -> Voice<'_> {
        let own = own_terms(&self.model, person);
        let at = person.as_index();
        // What others see is what was said or less, so that as many stances are the same stances.
        if said.len() == self.spoken[at].as_index() {
            return Voice {
                own,
                sums: self.sums[at],
                deviations: Cow::Borrowed(self.deviations.row(at)),
            };
        }
        let (sums, deviations) = summed_up(&self.model, &self.form, person, said);
        Voice {
            own,
            sums,
            deviations: Cow::Owned(deviations),
        }
    }

    /// What bounds the expected disagreement of a person with anyone: a row and a column, to be multiplied with the column or the row of
    /// the other, but for the first terms, which are added. O(stances + what is kept from certainty).
    ///
    /// |P − Q| is at most P(1 − Q) + Q(1 − P), so the sum is at most ΣwP + ΣwQ − 2((Σw·f·fᵀl + Σwρf)·m + Σwσf·l + Σwρσ), and −Σwρσ is at
    /// most the product of √Σwρ² and √Σwσ².
    pub(crate) fn bound_terms(&self, person: u32) -> [[f32; 6]; 2] {
        if self.total <= 0.0 {
            return [[0.0; 6]; 2];
        }
        let own = own_terms(&self.model, person);
        let sums = &self.sums[person.as_index()];
        let squares: f64 = (self.deviations.row(person).iter())
            .map(|deviation| self.model.weight(deviation.topic) * deviation.more.powi(2))
            .sum();
        let scale = 1.0 / self.total;
        let spread = (2.0 * scale * squares).sqrt();
        let row = [
            scale * (sums.chances - 2.0 * sums.products[0]),
            -2.0 * scale * sums.products[1],
            -2.0 * scale * sums.products[2],
            own[1],
            own[2],
            spread,
        ];
        let column = [
            scale * (sums.chances - 2.0 * sums.deviations[0]),
            own[1],
            own[2],
            -2.0 * scale * sums.deviations[1],
            -2.0 * scale * sums.deviations[2],
            spread,
        ];
        [row, column].map(|terms| terms.map(|term| term as f32))
    }

    /// The most that anyone may be expected to disagree with a person, from 0 to 1: on each topic the whole of what the person leaves,
    /// max(P, 1 − P), for P + Q(1 − 2P) is linear in Q, and |P − Q| is below it. O(topics).
    pub(crate) fn most(&self, person: u32) -> f32 {
        let mut deviations = self.deviations.row(person).iter().peekable();
        let parts = (0..self.model.topic_count()).map(|topic| {
            let told = deviations.next_if(|deviation| deviation.topic == topic);
            let told = told.filter(|deviation| !deviation.said.is_nan());
            let chance = told.map_or_else(
                || self.model.chance(person, topic),
                |deviation| chance(deviation.said),
            );
            self.model.weight(topic) * chance.max(1.0 - chance)
        });
        let sum: f64 = parts.sum();
        let most = if self.total > 0.0 {
            sum / self.total * ROUNDED_UP
        } else {
            0.0
        };
        most.min(1.0) as f32
    }
}

/// The sums of one person who has said so much, and where their chances deviate. O(topics).
fn summed_up(
    model: &StanceModel,
    form: &[Terms; 3],
    person: u32,
    said: &[(TopicId, f32)],
) -> (Sums, Vec<Deviation>) {
    let own = own_terms(model, person);
    let mut said = said.iter().peekable();
    let (mut chances, mut sums, mut deviations) = (0.0, [0.0; 3], Vec::new());
    for topic in 0..model.topic_count() {
        let stance = said.next_if(|stance| stance.0.0 == topic);
        let (weight, terms) = (model.weight(topic), model.terms(topic));
        let known = stance.map_or_else(|| model.chance(person, topic), |stance| chance(stance.1));
        chances += weight * known;
        // Whatever is foretold without a limit is the product of terms.
        if weight > 0.0 && (stance.is_some() || !model.is_plain(person, topic)) {
            let more = known - dot(&own, &terms);
            for (sum, term) in sums.iter_mut().zip(terms) {
                *sum += weight * more * term;
            }
            deviations.push(Deviation {
                topic,
                said: stance.map_or(f32::NAN, |stance| stance.1),
                more,
            });
        }
    }
    let sums = Sums {
        chances,
        deviations: sums,
        products: std::array::from_fn(|at| dot(&form[at], &own) + sums[at]),
    };
    (sums, deviations)
}

/// The chance of agreeing of someone who said this much; NaN where nothing was said.
fn chance(stance: f32) -> f64 {
    f64::midpoint(stance.into(), 1.0)
}

/// With what chance one of two agrees and the other does not.
fn either(p: f64, q: f64) -> f64 {
    p * (1.0 - q) + q * (1.0 - p)
}

fn own_terms(model: &StanceModel, person: u32) -> Terms {
    let [x, y] = model.place(person);
    [1.0, x, y]
}

fn dot(a: &Terms, b: &Terms) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    use crate::diversity::StanceModel;
    use crate::diversity::foretold::Foretold;
    use crate::id::TopicId;
    use crate::rows::Rows;

    #[test]
    fn pairs_are_summed_as_the_model_sums_them_over_all_topics() {
        for seed in 0..20 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let topics = rng.random_range(1..30_u32);
            // Two camps, so that much is foretold as all but certain; the last topic nobody has spoken on.
            let spoken = rng.random_range(0.05..1.0);
            let stances: Vec<Vec<(u32, f32)>> = (0..25)
                .map(|person| {
                    let side = if person % 2 == 0 { 1.0 } else { -1.0 };
                    let topics = 0..topics - u32::from(topics > 1);
                    let said = topics
                        .filter(|_| rng.random_bool(spoken))
                        .collect::<Vec<_>>();
                    let position =
                        |topic: u32| side * if topic.is_multiple_of(2) { 1.0 } else { -1.0 };
                    said.into_iter()
                        .map(|topic| (topic, position(topic) * rng.random_range(0.4..=1.0)))
                        .collect()
                })
                .collect();
            let model = StanceModel::new(&stances, topics).expect("sound stances");
            let mut rows = Rows::default();
            for row in &stances {
                rows.push(row.iter().map(|&(topic, x)| (TopicId(topic), x)));
            }
            let foretold = Foretold::new(model.clone(), &rows);
            for (i, said) in (0_u32..).zip(&stances) {
                let most = foretold.most(i);
                for (j, answered) in (0_u32..).zip(&stances) {
                    let all = model.disagreement((i, said), (j, answered));
                    let fast = foretold.disagreement((i, rows.row(i)), (j, rows.row(j)));
                    // What somebody hides is foretold.
                    let seen = &answered[answered.len() / 2..];
                    let half = &rows.row(j)[answered.len() / 2..];
                    assert!(
                        match (
                            model.disagreement((i, said), (j, seen)),
                            foretold.disagreement((i, rows.row(i)), (j, half)),
                        ) {
                            (Some(all), Some(fast)) => (all - fast).abs() < 1e-9,
                            (all, fast) => all == fast,
                        },
                        "seed {seed}, {i} and half of {j}"
                    );
                    let (Some(all), Some(fast)) = (all, fast) else {
                        assert_eq!(all, fast, "seed {seed}, {i} and {j}");
                        continue;
                    };
                    assert!(
                        (all - fast).abs() < 1e-9,
                        "seed {seed}, {i} and {j}: {all} and {fast}"
                    );
                    assert!(
                        fast as f32 <= most,
                        "seed {seed}, {i} and {j}: {fast}, at most {most}"
                    );
                    let [row, _] = foretold.bound_terms(i);
                    let [_, column] = foretold.bound_terms(j);
                    let bound =
                        (1..6).fold(row[0] + column[0], |sum, at| sum + row[at] * column[at]);
                    assert!(
                        fast as f32 <= bound + 1e-5 && (i == j || bound < 1.5),
                        "seed {seed}, {i} and {j}: {fast}, at most {bound}"
                    );
                }
            }
        }
    }
}
