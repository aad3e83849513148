//! People as vectors: what each wants and what each gives, over one list of features.

mod at;
mod lenders;

use crate::benefit::feature::{Feature, Layout, Want};
use crate::benefit::meaning::MeaningRule;
use crate::benefit::scarcity::Scarcity;
use crate::benefit::view::View;
use crate::id::{PersonIndex, SkillId, TopicId};
use crate::network::Network;
use crate::person::Intent;
use crate::rows::AsIndex;

/// Number of offers up to which every offer counts in full: a design choice below the
/// 13.6 skills that 11,398 developers of the 2019 Stack Overflow survey list on average.
pub const OFFERS_IN_FULL: f32 = 8.0;

/// How much of the benefit of someone who does not say what they seek is company: people with the same plain attributes. Of the
/// true peers of 71 lawyers a quarter share no skill, and score 0 without. From a tenth to three tenths the mean AUC of the
/// default score differs by .005 (example `evaluate`).
const COMPANY: f32 = 0.2;

/// Which intents anyone has: vectors hold only features that someone wants.
#[derive(Debug, Clone, Copy, Default)]
struct Wanted {
    learn: bool,
    partner: bool,
    exposure: bool,
    affinity: bool,
    company: bool,
    mentor: bool,
}

/// How skills weigh against each other in what one wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum SkillWeights {
    /// By one's own priorities alone.
    #[default]
    Priority,
    /// By priority times rarity, ln((1 + N) / (1 + df)) + 1 for N people of whom df offer the skill, so that a rare, exact
    /// answer outranks a common one.
    Rarity,
}

/// What is needed to compile people, kept to compile one again.
#[derive(Debug, Clone)]
pub(crate) struct Compiler {
    pub(crate) layout: Layout,
    /// Keys and values of plain attributes that someone has, ascending.
    attributes: Vec<(u32, u32)>,
    specificity: f32,
    wanted: Wanted,
    rarity: Option<Vec<f32>>,
    scarcity: Scarcity,
    meaning: MeaningRule,
}

impl Compiler {
    /// A compiler that knows what features stand for and compiles nobody.
    pub(crate) fn of_layout(layout: Layout) -> Self {
        Self {
            layout,
            // Only an explanation asks for the keys, and parts of a community explain nothing.
            attributes: Vec::new(),
            specificity: 0.0,
            wanted: Wanted::default(),
            rarity: None,
            scarcity: Scarcity::default(),
            meaning: MeaningRule {
                weight: 0.0,
                threshold: 0.0,
            },
        }
    }

    pub(crate) fn new(
        network: &Network,
        specificity: f32,
        weights: SkillWeights,
        meaning: MeaningRule,
    ) -> Self {
        let attributes = attributes(network);
        let layout = Layout::new(network.facts(), attributes.len());
        let rarity = (weights == SkillWeights::Rarity).then(|| rarity(network));
        let mut compiler = Self {
            layout,
            attributes,
            specificity,
            wanted: Wanted::default(),
            rarity,
            scarcity: Scarcity::default(),
            meaning,
        };
        for person in network.indices() {
            compiler.wanted.company |= compiler.at(network).company(person) > 0.0;
            for intent in Intent::ALL {
                let at = compiler.at(network);
                // An intent that nobody has leaves its features out of the layout of wants, for all.
                let views = [View::Own, View::Others];
                if views
                    .iter()
                    .any(|&view| at.weight(person, intent, view) > 0.0)
                {
                    compiler.note(intent);
                }
            }
        }
        // Only a policy that rewards specific people weighs how much of the demand a claim covers.
        if specificity > 0.0 {
            compiler.weigh_claims(network);
        }
        compiler
    }

    /// Whether someone of a changed network is laid out as everyone was: they want nothing of a kind that nobody wanted, and have no
    /// attribute that nobody had.
    pub(crate) fn lays_out(&self, network: &Network, person: PersonIndex) -> bool {
        let at = self.at(network);
        let mut attributes = network.attribute_numbers_at(person).iter();
        let known = attributes.all(|own| self.attributes.binary_search(own).is_ok());
        let seeks = |intent: Intent| {
            let views = [View::Own, View::Others].into_iter();
            views
                .map(|view| at.weight(person, intent, view))
                .any(|weight| weight > 0.0)
        };
        let mut sought = Intent::ALL.into_iter().filter(|&intent| seeks(intent));
        known
            && (self.wanted.company || at.company(person) <= 0.0)
            && sought.all(|intent| self.wants(intent))
    }

    /// Whether an intent has features that are laid out, or needs none.
    fn wants(&self, intent: Intent) -> bool {
        match intent {
            Intent::Learn => self.wanted.learn,
            Intent::Partner => self.wanted.partner,
            Intent::Exposure => self.wanted.exposure,
            Intent::Affinity => self.wanted.affinity,
            Intent::Mentor => self.wanted.mentor,
            Intent::Contrarian => true,
        }
    }

    /// Measures demand, then supply, which rests on what demand leaves of the offers.
    fn weigh_claims(&mut self, network: &Network) {
        // Demand first: how often each skill is needed, as others may see it.
        let needs = |person| self.at(network).shares_of_needs(person, View::Others);
        let demand = Scarcity::of_needs(network.skills().len(), network.indices().map(needs));
        self.scarcity = demand;
        let claims = |person| {
            let at = self.at(network);
            let (mut levels, mut gives) = (Vec::new(), Vec::new());
            at.effective(person, |_| 1.0, &mut levels);
            at.gives(person, &levels, View::Others, &mut gives);
            // Nobody claims an attribute to please: it has one value a person.
            gives.retain(|give| !self.is_company(give.0));
            gives
        };
        let features = self.layout.mentor.as_index() + network.skills().len();
        // Then supply, measured on offers already weighed by demand.
        let measured = self.scarcity.clone();
        self.scarcity = measured.with_supply(features, network.indices().map(claims));
    }

    /// What a feature stands for.
    pub(crate) fn feature(&self, number: u32) -> Feature {
        self.layout.feature(number, &self.attributes)
    }

    fn is_company(&self, feature: u32) -> bool {
        (self.layout.company..self.layout.mentor).contains(&feature)
    }

    fn note(&mut self, intent: Intent) {
        match intent {
            Intent::Learn => self.wanted.learn = true,
            Intent::Partner => self.wanted.partner = true,
            Intent::Exposure => self.wanted.exposure = true,
            Intent::Affinity => self.wanted.affinity = true,
            Intent::Mentor => self.wanted.mentor = true,
            Intent::Contrarian => (),
        }
    }
}

fn linear(feature: u32, weight: f32) -> Want {
    Want {
        feature,
        weight,
        floor: 0.0,
    }
}

/// The length of a vector; in f64, for the square of a small f32 may be 0.
fn norm(items: &[(TopicId, f32)]) -> f32 {
    items
        .iter()
        .map(|item| f64::from(item.1) * f64::from(item.1))
        .sum::<f64>()
        .sqrt() as f32
}

/// Keys and values of all plain attributes, each once, ascending.
fn attributes(network: &Network) -> Vec<(u32, u32)> {
    let mut all = network.facts().attributes.cells().to_vec();
    all.sort_unstable();
    all.dedup();
    all
}

/// How rare each skill is among offers: ln((1 + N) / (1 + df)) + 1 for N people of whom df offer it (the smoothed inverse
/// document frequency of scikit-learn).
fn rarity(network: &Network) -> Vec<f32> {
    let mut holders = vec![0_u32; network.skill_ids().len()];
    for person in network.indices() {
        for (skill, _) in network.offers_at(person) {
            holders[skill.index()] += 1;
        }
    }
    let people = network.size() as f64;
    holders
        .iter()
        .map(|&count| (((1.0 + people) / (1.0 + f64::from(count))).ln() + 1.0) as f32)
        .collect()
}

fn level_of(levels: &[(SkillId, f32)], skill: SkillId) -> f32 {
    levels
        .binary_search_by_key(&skill, |level| level.0)
        .map_or(0.0, |place| levels[place].1)
}
