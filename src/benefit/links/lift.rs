//! How far disagreement may lift a score: a line above a rising curve.

use crate::benefit::links::expected::Expected;
use crate::benefit::links::row::LinkRow;
use crate::benefit::stances::most_disagreement;
use crate::id::TopicId;
use crate::numeric::lesser;
use crate::rows::{AsIndex, Rows};

/// Steps by which the curve of a lift is looked at.
const LIFT_STEPS: u16 = 4_096;

/// Covers the rounding of a disagreement, which depends on the order in which it was summed.
const ROUNDED_UP: f32 = 1.0 + 1e-4;

/// What everyone has said on topics, and what disagreeing is good for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Topics<'a> {
    /// By person, topics ascending; `None` where what was not said is foretold, and no sum over shared topics bounds a disagreement.
    pub(crate) stances: Option<&'a Rows<(TopicId, f32)>>,
    /// By topic.
    pub(crate) weights: &'a [f32],
    /// The number of shared topics at which half of a disagreement counts.
    pub(crate) evidence: f32,
    /// By person where it is foretold, else nothing: what bounds a pair's disagreement.
    pub(crate) expected: &'a Expected,
    /// By person: what a full disagreement adds to the gain.
    pub(crate) sought: &'a [f32],
    /// By person: what a disagreement with anyone scores at most where it is foretold, else what common ground leaves of it at most.
    pub(crate) ground: &'a [f32],
}

/// What disagreement does.
#[derive(Debug, Clone)]
pub(crate) struct Lift {
    /// What is left where nobody disagrees, what a disagreement that scores 1 adds, and what is left at most.
    base: f32,
    slope: f32,
    top: f32,
    /// The number of shared topics at which half of a disagreement counts.
    pub(crate) evidence: f32,
    /// What a disagreement scores where no topic is shared, but for ground: 0, or 1 where it is foretold.
    unsaid: f32,
    /// By person: what a full disagreement adds to the gain.
    pub(crate) sought: Vec<f32>,
    /// By person: what common ground leaves at most of a disagreement with anyone; empty where that is all.
    ground: Vec<f32>,
    /// What bounds a pair's disagreement where it is foretold.
    pub(crate) expected: Expected,
    /// By person: the lift at most with anyone with whom no key in common was found.
    pub(crate) most: Vec<f32>,
}

impl Lift {
    /// Bounds a lift that rises from 0 to 1 and may bend downwards.
    pub(crate) fn new(topics: Topics<'_>, lift: impl Fn(f32) -> f32) -> Self {
        let (base, top) = (lift(0.0), lift(1.0));
        // The steepest line from the start to any step of the curve is above all of it.
        let steps = (1..=LIFT_STEPS).map(|step| f32::from(step) / f32::from(LIFT_STEPS));
        let slopes = steps.map(|at| (lift(at) - base) / at);
        Self {
            base,
            slope: slopes.fold(0.0, f32::max),
            top,
            evidence: topics.evidence,
            unsaid: f32::from(u8::from(topics.stances.is_none())),
            sought: topics.sought.to_vec(),
            ground: topics.ground.to_vec(),
            expected: topics.expected.clone(),
            most: Vec::new(),
        }
    }

    /// What is left at most of a score whose disagreement scores so much.
    #[inline(always)]
    pub(crate) fn at(&self, contrast: f32) -> f32 {
        lesser(self.base + self.slope * contrast, self.top) * ROUNDED_UP
    }

    /// The lift at most of someone who has spoken on so many topics: with whom no key in common was found, and with anyone. Where topics are
    /// not looked for like keys, whoever is met may disagree on all of them.
    pub(super) fn most_of(&self, spoken: usize, listed: bool) -> [f32; 2] {
        let any = self.at(most_disagreement(spoken, self.evidence));
        [if listed { self.at(0.0) } else { any }, any]
    }

    /// What two people's disagreement scores at most, of which `contrast` is summed over the topics that both have spoken on.
    #[inline]
    pub(crate) fn held(&self, i: &LinkRow<'_>, j: u32, contrast: f32) -> f32 {
        let contrast = contrast * lesser(i.ground, self.ground(j));
        if self.expected.is_empty() {
            return contrast;
        }
        lesser(
            contrast,
            self.expected.most(i.person.as_index(), j.as_index()),
        )
    }

    /// What common ground leaves at most of a person's disagreement with anyone.
    pub(crate) fn ground(&self, person: u32) -> f32 {
        self.ground.get(person.as_index()).copied().unwrap_or(1.0)
    }

    /// What a disagreement scores at most, all ground taken to be common: over so many shared topics of these weights, of which the
    /// stances are so far apart.
    #[inline(always)]
    pub(crate) fn contrast(&self, topics: f32, weights: f32, apart: f32) -> f32 {
        // Stances are at most 2 apart, which `apart` counts as the weight: the quotient of the two is at most 1 but for rounding.
        let contrast = apart * topics * ROUNDED_UP / (weights * (topics + self.evidence));
        // Without a shared topic that weighs anything the quotients are no numbers.
        if weights > 0.0 { contrast } else { self.unsaid }
    }
}
