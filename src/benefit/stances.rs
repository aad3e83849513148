//! Disagreement bounded by a sum over topics, so that the kernels prune on it as on any other feature.
//!
//! A contrarian score is D · n/(n + β) · (common ground), with D = Σ w·δ / Σ w over the n shared topics and δ = |x − y|/2. It is no sum
//! over topics, but it is below one, of which the greater weights are the tighter where topics weigh alike:
//!
//! - D · n/(n + β) ≤ Σ (w/w₀)·δ / (1 + β), where no topic weighs less than w₀, for Σ w ≥ n·w₀ and n + β ≥ 1 + β;
//! - D · n/(n + β) ≤ Σ (δ + e) / (1 + β) with e = max over n of β(n − 1)/(n(n + β)), for D is at most the greatest δ, and by the
//!   choice of e no n/(n + β) is above (1 + n·e)/(1 + β).

use crate::benefit::feature::Want;
use crate::benefit::kinds::FeatureKinds;
use crate::id::TopicId;
use crate::rows::Rows;

/// Covers the rounding of a contrarian score in f32.
const ROUNDED_UP: f32 = 1.0 + 1e-5;

/// How far two stances are apart on average when positions are spread evenly: where the offset e adds more than unlike weights do, the
/// first bound is the tighter.
const TYPICAL_APART: f32 = 0.33;

/// Stances as features, behind all others.
#[derive(Debug, Clone)]
pub(crate) struct StanceFeatures {
    /// For each person who seeks disagreement, the own stance on each topic as the floor.
    pub(crate) wants: Rows<Want>,
    /// For each person, the own stance on each topic as the floor, with weight 1.
    pub(crate) gives: Rows<Want>,
    first: u32,
    offset: f32,
}

/// What disagreement is computed from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StanceRule<'a> {
    /// β: the number of shared topics at which half of a disagreement counts.
    pub(crate) evidence: f32,
    /// By topic.
    pub(crate) topic_weights: &'a [f32],
    /// By person: what a full disagreement is worth.
    pub(crate) sought: &'a [f32],
}

impl StanceFeatures {
    /// Lays out everyone's stances, topics ascending, as features from `first` on.
    pub(crate) fn new<'a>(
        first: u32,
        rule: StanceRule<'_>,
        stances: impl Fn(usize) -> &'a [(TopicId, f32)],
    ) -> Self {
        let people = rule.sought.len();
        // Only topics that someone has spoken on can be shared.
        let spoken = (0..people).flat_map(&stances);
        let weights = spoken.map(|&(topic, _)| rule.topic_weights[topic.index()]);
        let (least, most) = weights.fold((f32::INFINITY, 0.0_f32), |(least, most), weight| {
            (least.min(weight), most.max(weight))
        });
        let (peak, beta) = (1.0 + (1.0 + rule.evidence).sqrt(), rule.evidence);
        let offset = beta * (peak - 1.0) / (peak * (peak + beta)) * ROUNDED_UP;
        // A topic that weighs nothing counts in n but not in Σ w, where the first bound does not hold.
        let alike = least > 0.0 && (most / least - 1.0) * TYPICAL_APART <= offset;
        let worth = |topic: TopicId| match alike {
            true => rule.topic_weights[topic.index()] / least,
            false => 1.0,
        };
        let (mut wants, mut gives) = (Rows::default(), Rows::default());
        for (person, &sought) in rule.sought.iter().enumerate() {
            let entry = |&(topic, floor): &(TopicId, f32), weight| Want {
                feature: first + topic.0,
                weight,
                floor,
            };
            let full = sought / (1.0 + beta) * ROUNDED_UP;
            let seeking = stances(person).iter().filter(|_| sought > 0.0);
            wants.push(seeking.map(|stance| entry(stance, full * worth(stance.0))));
            gives.push(stances(person).iter().map(|stance| entry(stance, 1.0)));
        }
        Self {
            wants,
            gives,
            first,
            offset: if alike { 0.0 } else { offset },
        }
    }

    /// The kinds of features with stances behind them.
    pub(crate) fn kinds(&self, kinds: FeatureKinds) -> FeatureKinds {
        FeatureKinds {
            first_stance: self.first,
            stance_offset: self.offset,
            ..kinds
        }
    }
}

/// The most that a contrarian score comes to over at most so many shared topics: n / (n + β).
pub(crate) fn most_disagreement(topics: usize, evidence: f32) -> f32 {
    let topics = topics as f32;
    if topics == 0.0 {
        return 0.0;
    }
    topics / (topics + evidence) * ROUNDED_UP
}
