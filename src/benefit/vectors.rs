//! Everyone's vectors, and the canonical sum of a gain.

use crate::benefit::compile::{Compiler, SkillWeights};
use crate::benefit::feature::{Feature, Layout, Want};
use crate::benefit::kinds::FeatureKinds;
use crate::benefit::meaning::{Meaning, MeaningRule, MeaningWeights};
use crate::benefit::view::View;
use crate::id::{PersonIndex, SkillId};
use crate::network::Network;
use crate::person::Intent;
use crate::rows::{PatchedRows, Piece, Rows, narrow, spliced};

/// One person's vectors.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    pub(crate) wants: Vec<Want>,
    pub(crate) gives: Vec<(u32, f32)>,
}

/// Everyone's vectors. b(i←j), but for the contrarian part, is a sum over the features that i wants and j gives.
///
/// Space: 12 bytes an entry of wants, 8 bytes an entry of gives.
#[derive(Debug, Clone)]
pub(crate) struct Vectors {
    compiler: Compiler,
    pub(crate) wants: PatchedRows<Want>,
    pub(crate) gives: PatchedRows<(u32, f32)>,
    /// The weight of the contrarian intent of each person, which is computed per pair elsewhere.
    pub(crate) contrarian: Vec<f32>,
    /// What closeness in meaning may be worth to each person, which is computed per pair.
    meaning: MeaningWeights,
}

impl Vectors {
    /// Compiles everyone. `specificity` is the design's σ from 0 up: how much each offer of a long list counts less.
    ///
    /// Time: O(entries × relations of a skill), space that of the result.
    pub(crate) fn new(
        network: &Network,
        specificity: f32,
        weights: SkillWeights,
        meaning: MeaningRule,
    ) -> Self {
        let compiler = Compiler::new(network, specificity, weights, meaning);
        let mut wants = Rows::default();
        let mut gives = Rows::default();
        // One scratch profile for all: rows are copied from it into the flat arrays.
        let mut profile = Profile::default();
        for person in network.indices() {
            compiler
                .at(network)
                .profile(person, View::Own, &mut profile);
            wants.push(profile.wants.iter().copied());
            gives.push(profile.gives.iter().copied());
        }
        let at = compiler.at(network);
        let contrarian = network
            .indices()
            .map(|person| at.weight(person, Intent::Contrarian, View::Own))
            .collect();
        let weights_of = |view| {
            let weights = network
                .indices()
                .map(|person| at.meaning_weight(person, view));
            weights.collect::<Vec<f32>>()
        };
        let mut weights = [View::Own, View::Others].map(weights_of);
        // Nobody is compared by meaning: no weights are kept.
        if weights[0].iter().all(|&weight| weight <= 0.0) {
            weights = [Vec::new(), Vec::new()];
        }
        let [own, shown] = weights;
        let meaning = MeaningWeights::new(meaning, own, shown);
        Self {
            meaning,
            compiler,
            wants: wants.into(),
            gives: gives.into(),
            contrarian,
        }
    }

    /// The vectors of a changed network, compiled by the same measures of the community: those who are fresh by their places now. Nobody
    /// is compared by meaning.
    pub(crate) fn spliced(&self, network: &Network, pieces: &[Piece]) -> Self {
        let at = |place: usize| PersonIndex(narrow(place));
        let profile = |place| self.profile(network, at(place), View::Own);
        let compiler = self.compiler.at(network);
        Self {
            compiler: self.compiler.clone(),
            wants: self.wants.patched(pieces, |place| profile(place).wants),
            gives: self.gives.patched(pieces, |place| profile(place).gives),
            contrarian: spliced(&self.contrarian, pieces, |place| {
                compiler.weight(at(place), Intent::Contrarian, View::Own)
            }),
            meaning: self.meaning.clone(),
        }
    }

    /// Whether someone of a changed network is laid out as everyone was.
    pub(crate) fn lays_out(&self, network: &Network, person: PersonIndex) -> bool {
        self.compiler.lays_out(network, person)
    }

    /// Vectors that were compiled elsewhere, for scoring alone.
    pub(crate) fn compiled(
        layout: Layout,
        (wants, gives): (Rows<Want>, Rows<(u32, f32)>),
        contrarian: Vec<f32>,
        meaning: MeaningWeights,
    ) -> Self {
        Self {
            compiler: Compiler::of_layout(layout),
            wants: wants.into(),
            gives: gives.into(),
            contrarian,
            meaning,
        }
    }

    /// Where each kind of feature begins.
    pub(crate) fn layout(&self) -> Layout {
        self.compiler.layout
    }

    /// One person's vectors as a viewer may know them.
    pub(crate) fn profile(&self, network: &Network, person: PersonIndex, view: View) -> Profile {
        let mut profile = Profile::default();
        self.compiler
            .at(network)
            .profile(person, view, &mut profile);
        profile
    }

    /// One person's own vectors, had they these offers instead of theirs, skills ascending.
    pub(crate) fn profile_if(
        &self,
        network: &Network,
        person: PersonIndex,
        offers: &[(SkillId, f32)],
    ) -> Profile {
        let mut profile = Profile::default();
        self.compiler
            .at(network)
            .instead(offers)
            .profile(person, View::Own, &mut profile);
        profile
    }

    /// The items by which a person gives some features, ascending, with their relatedness to the skills of the features, as a viewer
    /// may know it; `None` where they name that very skill.
    pub(crate) fn sources(
        &self,
        network: &Network,
        (person, view): (PersonIndex, View),
        features: &[Feature],
    ) -> Vec<Option<(SkillId, f32)>> {
        self.compiler.at(network).sources(person, features, view)
    }

    /// Everyone's embeddings with what closeness is worth; `None` where nobody gains anything in this way.
    pub(crate) fn meaning<'r>(&'r self, network: &'r Network) -> Option<Meaning<'r>> {
        Meaning::new(&network.facts().embeddings, &self.meaning)
    }

    /// What a feature stands for.
    pub(crate) fn feature(&self, number: u32) -> Feature {
        self.compiler.feature(number)
    }

    /// How many features there are.
    pub(crate) fn features(&self) -> u32 {
        self.compiler.layout.end
    }

    /// Which features are products, which steps.
    pub(crate) fn kinds(&self) -> FeatureKinds {
        FeatureKinds {
            first_step: self.first_step_feature(),
            ..FeatureKinds::PRODUCTS
        }
    }

    /// The first feature whose gain is a step above a floor; all before are products.
    pub(crate) fn first_step_feature(&self) -> u32 {
        self.compiler.layout.mentor
    }
}
