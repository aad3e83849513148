//! What a model of stances expects of two people, at the cost of what the two have said instead of all topics.
//!
//! With P(t) = (stance + 1)/2 the expected disagreement Σ w·(P(1 − Q) + Q(1 − P)) is Σ wP + Σ wQ − 2 Σ wPQ, and a chance foretold is
//! P(t) = l·f(t) + κ(t): l = (1, place) of the person, f(t) = ((1 + mean)/2, place/2) of the topic, κ not 0 only where the chance is kept
//! away from certainty. So Σ wPQ is lᵀ(Σ w·f·fᵀ)m and what the κ of either add; topics on which one has spoken are corrected one by one.

use crate::diversity::StanceModel;
use crate::id::TopicId;
use crate::par;
use crate::rows::{AsIndex, Rows, narrow};

/// A person's part of a chance, or a topic's: a constant and the two dimensions of opinion.
type Terms = [f64; 3];

/// Covers the rounding of a sum in another order.
const ROUNDED_UP: f64 = 1.0 + 1e-6;

/// A model with sums over its topics, for pairs.
///
/// Space: 56 bytes a person, and 16 for each topic on which a person's foretold stance is kept away from certainty.
#[derive(Debug, Clone)]
pub(crate) struct Foretold {
    model: StanceModel,
    /// Σ w.
    total: f64,
    /// Σ w·f·fᵀ.
    form: [Terms; 3],
    /// By person: Σ w·P over what is foretold.
    chances: Vec<f64>,
    /// By person: κ by topic, topics ascending.
    kept: Rows<(u32, f64)>,
    /// By person: Σ w·κ·f.
    kept_terms: Vec<Terms>,
}

impl Foretold {
    /// Sums a model up. O(people · topics), in parallel.
    pub(crate) fn new(model: StanceModel) -> Self {
        let topics: Vec<(f64, Terms)> = (0..model.topic_count())
            .map(|topic| (model.weight(topic), model.terms(topic)))
            .collect();
        let mut form = [[0.0; 3]; 3];
        for &(weight, terms) in &topics {
            for (row, one) in form.iter_mut().zip(terms) {
                for (cell, other) in row.iter_mut().zip(terms) {
                    *cell += weight * one * other;
                }
            }
        }
        let people = par::map(model.size(), |person| {
            let person = narrow(person);
            let own = own_terms(&model, person);
            // One pass over the topics: the sum of chances, and where a chance is not the plain product of terms.
            let (mut chances, mut kept, mut kept_terms) = (0.0, Vec::new(), [0.0; 3]);
            for (topic, &(weight, terms)) in (0..).zip(&topics) {
                let chance = model.chance(person, topic);
                chances += weight * chance;
                if weight > 0.0 && !model.is_plain(person, topic) {
                    let more = chance - dot(&own, &terms);
                    kept.push((topic, more));
                    for (sum, term) in kept_terms.iter_mut().zip(terms) {
                        *sum += weight * more * term;
                    }
                }
            }
            (chances, kept, kept_terms)
        });
        let mut kept = Rows::default();
        people
            .iter()
            .for_each(|person| kept.push(person.1.iter().copied()));
        Self {
            total: topics.iter().map(|topic| topic.0).sum(),
            form,
            chances: people.iter().map(|person| person.0).collect(),
            kept,
            kept_terms: people.iter().map(|person| person.2).collect(),
            model,
        }
    }

    /// The model that is summed up.
    pub(crate) fn model(&self) -> &StanceModel {
        &self.model
    }

    /// What [`StanceModel::disagreement`] is but for rounding, in O(stances of both + what of either is kept from certainty). The same bits
    /// only for the same order of the two.
    pub(crate) fn disagreement(
        &self,
        (one, said): (u32, &[(TopicId, f32)]),
        (other, answered): (u32, &[(TopicId, f32)]),
    ) -> Option<f64> {
        if self.total <= 0.0 {
            return None;
        }
        let chances = self.chances[one.as_index()] + self.chances[other.as_index()];
        let mut sum = chances - 2.0 * self.product(one, other);
        let (mut x, mut y) = (0, 0);
        // Both rows ascend: a topic on which either has spoken counts what was said instead of what was foretold.
        loop {
            let (left, right) = (said.get(x), answered.get(y));
            let topic = match (left, right) {
                (Some(left), Some(right)) => left.0.min(right.0),
                (Some(only), None) | (None, Some(only)) => only.0,
                (None, None) => break,
            };
            let left = left.filter(|stance| stance.0 == topic);
            let right = right.filter(|stance| stance.0 == topic);
            (x, y) = (
                x + usize::from(left.is_some()),
                y + usize::from(right.is_some()),
            );
            let topic = topic.0;
            let (p, q) = (
                self.model.chance(one, topic),
                self.model.chance(other, topic),
            );
            let said = |stance: &(TopicId, f32)| f64::midpoint(stance.1.into(), 1.0);
            let apart = match (left.map(said), right.map(said)) {
                (Some(p), Some(q)) => (p - q).abs(),
                (known, other) => either(known.unwrap_or(p), other.unwrap_or(q)),
            };
            sum += self.model.weight(topic) * (apart - either(p, q));
        }
        Some((sum / self.total).clamp(0.0, 1.0))
    }

    /// What bounds the expected disagreement of a person with anyone: a row and a column, to be multiplied with the column or the row of
    /// the other, but for the first terms, which are added. O(stances + what is kept from certainty).
    ///
    /// |P − Q| is at most P(1 − Q) + Q(1 − P), so with ρ = P − l·f, what is said or kept beside the product of terms, the sum is at most
    /// ΣwP + ΣwQ − 2(lᵀ(Σw·f·fᵀ)m + Σwρf·m + Σwσf·l + Σwρσ), and −Σwρσ is at most the product of √Σwρ² and √Σwσ².
    pub(crate) fn bound_terms(&self, person: u32, said: &[(TopicId, f32)]) -> [[f32; 6]; 2] {
        if self.total <= 0.0 {
            return [[0.0; 6]; 2];
        }
        let own = own_terms(&self.model, person);
        let (mut chances, mut residual) = (self.chances[person.as_index()], [0.0; 3]);
        residual.copy_from_slice(&self.kept_terms[person.as_index()]);
        let mut squares: f64 = (self.kept.row(person).iter())
            .map(|&(topic, more)| self.model.weight(topic) * more * more)
            .sum();
        for &(TopicId(topic), stance) in said {
            let (weight, terms) = (self.model.weight(topic), self.model.terms(topic));
            let (chance, told) = (
                self.model.chance(person, topic),
                f64::midpoint(stance.into(), 1.0),
            );
            // What was said takes the place of what was foretold.
            let (kept, more) = (chance - dot(&own, &terms), told - dot(&own, &terms));
            chances += weight * (told - chance);
            squares += weight * (more * more - kept * kept);
            for (sum, term) in residual.iter_mut().zip(terms) {
                *sum += weight * (told - chance) * term;
            }
        }
        let scale = 1.0 / self.total;
        let mean: Terms = std::array::from_fn(|at| dot(&self.form[at], &own) + residual[at]);
        let spread = (2.0 * scale * squares.max(0.0)).sqrt();
        let row = [
            scale * (chances - 2.0 * mean[0]),
            -2.0 * scale * mean[1],
            -2.0 * scale * mean[2],
            own[1],
            own[2],
            spread,
        ];
        let column = [
            scale * (chances - 2.0 * residual[0]),
            own[1],
            own[2],
            -2.0 * scale * residual[1],
            -2.0 * scale * residual[2],
            spread,
        ];
        [row, column].map(|terms| terms.map(|term| term as f32))
    }

    /// The most that anyone may be expected to disagree with a person, from 0 to 1: on each topic the whole of what the person leaves,
    /// max(P, 1 − P), for P + Q(1 − 2P) is linear in Q, and |P − Q| is below it. O(topics).
    pub(crate) fn most(&self, person: u32, said: &[(TopicId, f32)]) -> f32 {
        let mut said = said.iter().peekable();
        let parts = (0..self.model.topic_count()).map(|topic| {
            let known = said.next_if(|stance| stance.0.0 == topic);
            let chance = known.map_or_else(
                || self.model.chance(person, topic),
                |stance| f64::midpoint(stance.1.into(), 1.0),
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

    /// Σ w·P·Q over what is foretold.
    fn product(&self, one: u32, other: u32) -> f64 {
        let (own, others) = (own_terms(&self.model, one), own_terms(&self.model, other));
        let plain: f64 = (self.form.iter().zip(own))
            .map(|(row, term)| term * dot(row, &others))
            .sum();
        let mixed = dot(&self.kept_terms[one.as_index()], &others)
            + dot(&self.kept_terms[other.as_index()], &own);
        // κ of both at once, on the topics on which neither is a plain product.
        let (left, right) = (self.kept.row(one), self.kept.row(other));
        let (mut x, mut y, mut both) = (0, 0, 0.0);
        while x < left.len() && y < right.len() {
            let ((topic, more), (answered, back)) = (left[x], right[y]);
            if topic == answered {
                both += self.model.weight(topic) * more * back;
            }
            (x, y) = (
                x + usize::from(topic <= answered),
                y + usize::from(answered <= topic),
            );
        }
        plain + mixed + both
    }
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
            let foretold = Foretold::new(model.clone());
            let rows: Vec<Vec<(TopicId, f32)>> = stances
                .iter()
                .map(|row| row.iter().map(|&(topic, x)| (TopicId(topic), x)).collect())
                .collect();
            for (i, said) in (0_u32..).zip(&stances) {
                let most = foretold.most(i, &rows[i as usize]);
                for (j, answered) in (0_u32..).zip(&stances) {
                    let all = model.disagreement((i, said), (j, answered));
                    let fast =
                        foretold.disagreement((i, &rows[i as usize]), (j, &rows[j as usize]));
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
                    let [row, _] = foretold.bound_terms(i, &rows[i as usize]);
                    let [_, column] = foretold.bound_terms(j, &rows[j as usize]);
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
