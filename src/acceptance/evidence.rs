//! What a community knows about a pair, compiled once: the components of every acceptance estimate.

use crate::acceptance::shared::vectors_of;
use crate::acceptance::{Components, PREDICTORS, Past, Predictor};
use crate::id::PersonIndex;
use crate::network::Network;
use crate::numeric::Random;
use crate::rows::{PatchedRows, Piece, Rows, narrow, signature, spliced};

/// How many pairs are drawn to measure the community's means. The standard error of a mean of numbers from 0 to 1 is below
/// 1/64 then; a design choice.
const SAMPLE: usize = 1_024;

/// The seed of that draw: any fixed number.
const SEED: u64 = 15;

/// The share of people of whom something must be known for consent, or for numbers of ties, to weigh in full. Else one tie to an account of one's own
/// making would change the scores of a community that knows nothing; a design choice.
const COVERED_IN_FULL: f64 = 0.1;

/// Everything that predictors need and that is not measured pair by pair, by person.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    /// Adamic–Adar weight of each person as a shared contact, 1 / ln(ties).
    pub(in crate::acceptance) weights: Vec<f32>,
    /// Sum of the weights of each person's contacts: no pair shares more than the lesser of two.
    pub(in crate::acceptance) sums: Vec<f32>,
    /// ln(1 + ties), as far as ties are known.
    pub(in crate::acceptance) activity: Vec<f32>,
    /// ln(1 + people who turned to them), as far as ties are known; empty where no tie has a direction.
    pub(in crate::acceptance) sought: Vec<f32>,
    /// Whether every tie leads both ways, as strong: then an introduction there is as good as one back. False where it is not known.
    pub(in crate::acceptance) mutual: bool,
    /// 1 / √ties; empty where no model looks at ways of three ties.
    pub(in crate::acceptance) steps: Vec<f32>,
    pub(in crate::acceptance) interests: PatchedRows<(u32, f32)>,
    /// By person: the signature of the topics of their interests.
    pub(in crate::acceptance) topics: Vec<u64>,
    pub(in crate::acceptance) skills: PatchedRows<(u32, f32)>,
    /// Lengths of both vectors before they were scaled to 1.
    pub(in crate::acceptance) lengths: Vec<[f32; 2]>,
    pub(in crate::acceptance) past: Past,
    /// Which predictors the model weighs.
    pub(in crate::acceptance) needed: [bool; PREDICTORS],
    /// What a missing component counts as, and where the average pair stands.
    pub(in crate::acceptance) means: [f64; PREDICTORS],
    /// The share of people of whom anything is known that tells one pair from another.
    pub(in crate::acceptance) covered: f64,
    /// How far numbers of ties count: 1 where a tenth of the people have any, below less by the square of the share.
    pub(in crate::acceptance) tied: f32,
}

impl Evidence {
    /// Compiles what the needed predictors ask for; means that the community does not know are those of `fallback`.
    ///
    /// O(items + ties) time.
    pub(crate) fn new(
        network: &Network,
        past: Past,
        needed: [bool; PREDICTORS],
        fallback: &[f64; PREDICTORS],
    ) -> Self {
        let ties = network.acquaintances().ties() > 0;
        let covered = covered(network, &past);
        let silent = covered == 0.0;
        let count = |of: &[bool]| of.iter().any(|&needs| needs) && !silent;
        let wants = |predictor: Predictor| needed[predictor as usize];
        let ground = wants(Predictor::CommonGround);
        let mut evidence = Self::without_people(past, needed, *fallback, covered);
        // Only what some needed predictor reads is compiled; where nobody shows anything, nothing is.
        if ties && count(&needed) {
            // One tie to an account of one's own making is no activity where nobody else has any.
            let known = network.acquaintances();
            let tied = (0..known.people()).filter(|&person| !known.neighbours(person).is_empty());
            evidence.tied = counts_in_full(tied.count() as f64 / network.size() as f64) as f32;
            evidence.count_ties(network);
        }
        if count(&[
            wants(Predictor::Interests),
            wants(Predictor::Skills),
            ground,
        ]) {
            evidence.compare_profiles(network);
        }
        if !silent {
            evidence.measure_means(network, fallback);
        }
        evidence
    }

    /// Measures of a community of which nobody is compiled yet.
    fn without_people(
        past: Past,
        needed: [bool; PREDICTORS],
        means: [f64; PREDICTORS],
        covered: f64,
    ) -> Self {
        Self {
            weights: Vec::new(),
            sums: Vec::new(),
            activity: Vec::new(),
            sought: Vec::new(),
            mutual: false,
            steps: Vec::new(),
            interests: PatchedRows::default(),
            topics: Vec::new(),
            skills: PatchedRows::default(),
            lengths: Vec::new(),
            past,
            needed,
            means,
            covered,
            tied: 1.0,
        }
    }

    fn count_ties(&mut self, network: &Network) {
        let known = network.acquaintances();
        let degree = |person: u32| known.neighbours(person).len();
        let people = 0..known.people();
        // A shared contact has two ties at least, so the logarithm is above 0.
        let weight = |person: u32| 1.0 / (degree(person).max(2) as f32).ln();
        self.weights = people.clone().map(weight).collect();
        let weights = &self.weights;
        let sum = |person: u32| {
            known
                .neighbours(person)
                .iter()
                .map(|&k| weights[k as usize])
                .sum()
        };
        self.sums = people.clone().map(sum).collect();
        let counted = |count: usize| self.tied * (count as f32).ln_1p();
        let active = |person: u32| counted(degree(person));
        self.activity = people.clone().map(active).collect();
        let (out, into) = (network.ties(), network.ties_in());
        self.mutual = std::ptr::eq(out, into) || out == into;
        // Directed ties only: where all are mutual, being sought says no more than being active.
        if network.ties().ties() < known.ties() {
            let turned = |person: u32| counted(network.ties_in().neighbours(person).len());
            self.sought = people.clone().map(turned).collect();
        }
        if self.needs(Predictor::ThreeSteps) {
            let step = |person: u32| 1.0 / (degree(person).max(1) as f32).sqrt();
            self.steps = people.map(step).collect();
        }
    }

    /// The evidence of a changed network by the same measures of the community: those who are fresh by their places now.
    pub(crate) fn spliced(&self, network: &Network, pieces: &[Piece]) -> Self {
        let of = |place: usize| vectors_of(network, PersonIndex(narrow(place)));
        let past = self.past.clone();
        let mut evidence = Self::without_people(past, self.needed, self.means, self.covered);
        evidence.tied = self.tied;
        if !self.activity.is_empty() {
            evidence.count_ties(network);
        }
        if !self.lengths.is_empty() {
            evidence.interests = self.interests.patched(pieces, |place| of(place).0);
            evidence.topics = spliced(&self.topics, pieces, |place| {
                signature(evidence.interests.row(place))
            });
            evidence.skills = self.skills.patched(pieces, |place| of(place).1);
            evidence.lengths = spliced(&self.lengths, pieces, |place| of(place).2);
        }
        evidence
    }

    /// Vectors of unit length of everyone's interests and skills.
    fn compare_profiles(&mut self, network: &Network) {
        let (mut interests, mut skills) = (Rows::default(), Rows::default());
        for person in network.indices() {
            let (topics, own, lengths) = vectors_of(network, person);
            self.lengths.push(lengths);
            self.topics.push(signature(&topics));
            interests.push(topics);
            skills.push(own);
        }
        (self.interests, self.skills) = (interests.into(), skills.into());
    }

    /// Means of what can be missing, over a fixed draw of pairs. Only what everyone may see enters: a hidden fact of one
    /// person moves no mean that another is shown. Gains and stances are never averaged for that reason.
    fn measure_means(&mut self, network: &Network, fallback: &[f64; PREDICTORS]) {
        let people = network.size();
        if people < 2 {
            return;
        }
        let mut random = Random::new(SEED);
        let (mut sums, mut counts) = ([0.0_f64; PREDICTORS], [0_u32; PREDICTORS]);
        for _ in 0..SAMPLE {
            // Two different people, each pair with the same chance.
            let one = random.below(people);
            let other = (one + 1 + random.below(people - 1)) % people;
            let pair = (PersonIndex(one as u32), PersonIndex(other as u32));
            let mut row = Components::default();
            let contacts = self.contacts(network, pair, self.needs(Predictor::Introduction));
            self.add_shared(network, pair, contacts, &mut row);
            let [there, _] = self.introductions(&row, contacts);
            row = row.with(Predictor::Introduction, there);
            row = row.with(Predictor::ThreeSteps, self.three_steps(network, pair, &row));
            for (predictor, value) in row.known() {
                sums[predictor as usize] += f64::from(value);
                counts[predictor as usize] += 1;
            }
        }
        // A component that no pair of the draw knows keeps the mean that the prior was fitted with.
        self.means = std::array::from_fn(|place| match counts[place] {
            0 => fallback[place],
            count => sums[place] / f64::from(count),
        });
    }

    /// What a missing component counts as.
    pub(crate) fn means(&self) -> &[f64; PREDICTORS] {
        &self.means
    }

    /// Whether nothing is known that tells one pair from another: no ties, circles, attributes or past.
    pub(crate) fn is_silent(&self) -> bool {
        self.covered == 0.0
    }

    /// What is left of the weight of consent where little is known: all from a tenth of the people on, below by the square of the
    /// share.
    pub(crate) fn consent_weight(&self, weight: f32) -> f32 {
        weight * counts_in_full(self.covered) as f32
    }

    /// ln(1 + count) as far as ties are known.
    pub(crate) fn counted(&self, count: usize) -> f32 {
        self.tied * (count as f32).ln_1p()
    }

    /// Whether the model weighs a predictor.
    pub(crate) fn needs(&self, predictor: Predictor) -> bool {
        self.needed[predictor as usize]
    }

    /// What happened before a day, or before today.
    pub(crate) fn past(&self) -> &Past {
        &self.past
    }
}

/// How far what a share of the people shows counts: in full from a tenth of them on, below by the square of the share.
fn counts_in_full(share: f64) -> f64 {
    (share / COVERED_IN_FULL).min(1.0).powi(2)
}

/// The share of people who show a tie, a circle, an attribute or a past.
fn covered(network: &Network, past: &Past) -> f64 {
    let met = past.people();
    let known = |&person: &PersonIndex| {
        !network.acquaintances().neighbours(person.0).is_empty()
            || !network.attribute_numbers_at(person).is_empty()
            || network.circles_at(person).next().is_some()
            || met.contains(&person.0)
    };
    let count = network.indices().filter(known).count();
    count as f64 / network.size().max(1) as f64
}
