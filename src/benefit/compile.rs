//! People as vectors: what each wants and what each gives, over one list of features.

use crate::id::{CircleId, PersonId, SkillId, TopicId};
use crate::network::{Column, Facts, NeedFact, Network};
use crate::person::{Intent, Visibility};

/// Number of offers up to which every offer counts in full: a design choice below the
/// 13.6 skills that 11,398 developers of the 2019 Stack Overflow survey list on average.
pub const OFFERS_IN_FULL: f32 = 8.0;

/// How far ahead, in level, a mentor counts in full: a quarter of the scale of levels. A design choice; no validated
/// optimum of the gap between a mentor and a learner is known.
pub const MENTOR_LEAD: f32 = 0.25;

/// What one feature of a vector stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feature {
    /// A need of mine that an offer of theirs covers.
    Learn(SkillId),
    /// An offer of mine that covers a need of theirs.
    Partner(SkillId),
    /// A circle that I want and they belong to.
    Exposure(CircleId),
    /// An interest that both have.
    Affinity(TopicId),
    /// A need of mine in which they are ahead of me.
    Mentor(SkillId),
}

/// One entry of what a person wants.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Want {
    /// Which feature.
    pub(crate) feature: u32,
    /// What a full value of the feature is worth.
    pub(crate) weight: f32,
    /// The value that is worth nothing: one's own level for a mentor feature, 0 elsewhere.
    pub(crate) floor: f32,
}

impl Want {
    /// What a value of the feature is worth. Features from `steps_from` on are steps above the floor.
    #[inline]
    pub(crate) fn amount(&self, value: f32, steps_from: u32) -> f32 {
        if self.feature < steps_from {
            return self.weight * value;
        }
        self.weight * ((value - self.floor) / MENTOR_LEAD).clamp(0.0, 1.0)
    }
}

/// Where each kind of feature begins in the joint list.
#[derive(Debug, Clone, Copy)]
struct Layout {
    partner: u32,
    exposure: u32,
    affinity: u32,
    mentor: u32,
}

impl Layout {
    fn new(facts: &Facts) -> Self {
        let (skills, circles, topics) = (
            facts.skills.len() as u32,
            facts.circles.len() as u32,
            facts.topics.len() as u32,
        );
        let exposure = 2 * skills;
        let affinity = exposure + circles;
        Self {
            partner: skills,
            exposure,
            affinity,
            mentor: affinity + topics,
        }
    }

    fn feature(&self, number: u32) -> Feature {
        match number {
            n if n >= self.mentor => Feature::Mentor(SkillId(n - self.mentor)),
            n if n >= self.affinity => Feature::Affinity(TopicId(n - self.affinity)),
            n if n >= self.exposure => Feature::Exposure(CircleId(n - self.exposure)),
            n if n >= self.partner => Feature::Partner(SkillId(n - self.partner)),
            n => Feature::Learn(SkillId(n)),
        }
    }
}

/// Which intents anyone has: vectors hold only features that someone wants.
#[derive(Debug, Clone, Copy, Default)]
struct Wanted {
    learn: bool,
    partner: bool,
    exposure: bool,
    affinity: bool,
    mentor: bool,
}

/// How skills weigh against each other in what one wants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub enum SkillWeights {
    /// By one's own priorities alone.
    #[default]
    Priority,
    /// By priority times rarity, ln((1 + N) / (1 + df)) + 1 for N people of whom df offer the skill, so that a rare, exact
    /// answer outranks a common one.
    Rarity,
}

/// Whose eyes a vector is compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// With everything that counts.
    Own,
    /// Without what the person hides from others.
    Others,
}

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
    pub(crate) wants: Column<Want>,
    pub(crate) gives: Column<(u32, f32)>,
    /// The weight of the contrarian intent of each person, which is computed per pair elsewhere.
    pub(crate) contrarian: Vec<f32>,
}

impl Vectors {
    /// Compiles everyone. `specificity` is the design's σ from 0 up: how much each offer of a long list counts less.
    ///
    /// Time: O(entries × relations of a skill), space that of the result.
    pub(crate) fn new(network: &Network, specificity: f32, weights: SkillWeights) -> Self {
        let compiler = Compiler::new(network, specificity, weights);
        let mut wants = Column::default();
        let mut gives = Column::default();
        let mut profile = Profile::default();
        for person in network.people() {
            compiler
                .at(network)
                .profile(person, View::Own, &mut profile);
            wants.push(profile.wants.iter().copied());
            gives.push(profile.gives.iter().copied());
        }
        let at = compiler.at(network);
        let contrarian = network
            .people()
            .map(|person| at.weight(person, Intent::Contrarian))
            .collect();
        Self {
            compiler,
            wants,
            gives,
            contrarian,
        }
    }

    /// One person's vectors as a viewer may know them.
    pub(crate) fn profile(&self, network: &Network, person: PersonId, view: View) -> Profile {
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
        person: PersonId,
        offers: &[(SkillId, f32)],
    ) -> Profile {
        let mut profile = Profile::default();
        let at = At {
            instead: Some(offers),
            ..self.compiler.at(network)
        };
        at.profile(person, View::Own, &mut profile);
        profile
    }

    /// What a feature stands for.
    pub(crate) fn feature(&self, number: u32) -> Feature {
        self.compiler.layout.feature(number)
    }

    /// The first feature whose gain is a step above a floor; all before are products.
    pub(crate) fn steps_from(&self) -> u32 {
        self.compiler.layout.mentor
    }

    /// The linear part of b(i←j), the canonical sum: every fast kernel answers with it, to the last bit.
    pub(crate) fn gain(&self, i: PersonId, j: PersonId) -> f32 {
        gain_with(
            self.wants.get(i.index()),
            self.gives.get(j.index()),
            self.steps_from(),
            |_, _| (),
        )
    }
}

/// Calls `part(feature, amount)` for each thing gained, features ascending, and returns their sum in this order, at most 1.
pub(crate) fn gain_with(
    wants: &[Want],
    gives: &[(u32, f32)],
    steps_from: u32,
    mut part: impl FnMut(u32, f32),
) -> f32 {
    let (mut w, mut g, mut sum) = (0, 0, 0.0_f32);
    while w < wants.len() && g < gives.len() {
        let (want, (feature, value)) = (wants[w], gives[g]);
        if want.feature == feature {
            let amount = want.amount(value, steps_from);
            if amount > 0.0 {
                part(feature, amount);
                sum += amount;
            }
        }
        w += usize::from(want.feature <= feature);
        g += usize::from(feature <= want.feature);
    }
    // Shares add up to 1 but for rounding.
    sum.min(1.0)
}

/// What is needed to compile people, kept to compile one again.
#[derive(Debug, Clone)]
struct Compiler {
    layout: Layout,
    specificity: f32,
    wanted: Wanted,
    rarity: Option<Vec<f32>>,
}

impl Compiler {
    fn new(network: &Network, specificity: f32, weights: SkillWeights) -> Self {
        let layout = Layout::new(network.facts());
        let rarity = (weights == SkillWeights::Rarity).then(|| rarity(network));
        let mut compiler = Self {
            layout,
            specificity,
            wanted: Wanted::default(),
            rarity,
        };
        for person in network.people() {
            for intent in Intent::ALL {
                if compiler.at(network).weight(person, intent) > 0.0 {
                    compiler.note(intent);
                }
            }
        }
        compiler
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

    fn at<'n>(&'n self, network: &'n Network) -> At<'n> {
        At {
            compiler: self,
            network,
            instead: None,
        }
    }
}

/// A compiler at work on a network.
#[derive(Clone, Copy)]
struct At<'n> {
    compiler: &'n Compiler,
    network: &'n Network,
    /// What the one person who is compiled is taken to offer, skills ascending; `None` for what they do offer.
    instead: Option<&'n [(SkillId, f32)]>,
}

impl std::ops::Deref for At<'_> {
    type Target = Compiler;

    fn deref(&self) -> &Compiler {
        self.compiler
    }
}

impl<'n> At<'n> {
    fn profile(&self, person: PersonId, view: View, profile: &mut Profile) {
        profile.wants.clear();
        profile.gives.clear();
        let levels = self.levels(person);
        self.gives(person, &levels, view, &mut profile.gives);
        self.wants(person, &levels, view, &mut profile.wants);
    }

    fn offers(&self, person: PersonId) -> &'n [(SkillId, f32)] {
        self.instead.unwrap_or_else(|| self.network.offers(person))
    }

    /// The weight of an intent among a person's intents; without any, all is on learning.
    fn weight(&self, person: PersonId, intent: Intent) -> f32 {
        let seeks = self.network.facts().seeks.get(person.index());
        if seeks.is_empty() {
            return if intent == Intent::Learn { 1.0 } else { 0.0 };
        }
        let total: f32 = seeks.iter().map(|seek| seek.1).sum();
        seeks
            .iter()
            .find(|seek| seek.0 == intent)
            .map_or(0.0, |seek| seek.1 / total)
    }

    /// A person's effective levels: level times the price of a long list, and through related skills, skills ascending.
    fn levels(&self, person: PersonId) -> Vec<(SkillId, f32)> {
        let offers = self.offers(person);
        let count = (offers.len() as f32).max(OFFERS_IN_FULL);
        let factor = (OFFERS_IN_FULL / count).powf(self.specificity);
        let mut levels = Vec::new();
        self.spread(
            offers.iter().map(|&(skill, level)| (skill, level * factor)),
            &mut levels,
        );
        levels
    }

    /// Spreads values over related skills: each skill gets the most that any skill related to it lends, skills ascending.
    fn spread(
        &self,
        values: impl Iterator<Item = (SkillId, f32)>,
        spread: &mut Vec<(SkillId, f32)>,
    ) {
        spread.clear();
        for (skill, value) in values {
            spread.push((skill, value));
            let related = self.network.facts().related.get(skill.index());
            spread.extend(
                related
                    .iter()
                    .map(|&(other, relatedness)| (other, value * relatedness)),
            );
        }
        spread.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        spread.dedup_by_key(|entry| entry.0);
    }

    fn gives(
        &self,
        person: PersonId,
        levels: &[(SkillId, f32)],
        view: View,
        gives: &mut Vec<(u32, f32)>,
    ) {
        let layout = self.layout;
        if self.wanted.learn {
            gives.extend(levels.iter().map(|&(skill, level)| (skill.0, level)));
        }
        if self.wanted.partner {
            let needs = self
                .needs(person, view)
                .map(|need| (need.skill, need.priority));
            let mut spread = Vec::new();
            self.spread(needs, &mut spread);
            gives.extend(
                spread
                    .iter()
                    .map(|&(skill, priority)| (layout.partner + skill.0, priority)),
            );
        }
        if self.wanted.exposure {
            let mut circles: Vec<CircleId> =
                self.network.circles(person).flatten().copied().collect();
            circles.sort_unstable();
            circles.dedup();
            gives.extend(
                circles
                    .iter()
                    .map(|circle| (layout.exposure + circle.0, 1.0)),
            );
        }
        if self.wanted.affinity {
            let interests = self.network.interests(person);
            let norm = norm(interests);
            gives.extend(
                interests
                    .iter()
                    .map(|item| (layout.affinity + item.0.0, item.1 / norm)),
            );
        }
        if self.wanted.mentor {
            gives.extend(
                levels
                    .iter()
                    .map(|&(skill, level)| (layout.mentor + skill.0, level)),
            );
        }
    }

    fn wants(
        &self,
        person: PersonId,
        levels: &[(SkillId, f32)],
        view: View,
        wants: &mut Vec<Want>,
    ) {
        let layout = self.layout;
        let share = |intent| Some(self.weight(person, intent)).filter(|&weight| weight > 0.0);
        let rarity = |skill: SkillId| {
            self.rarity
                .as_ref()
                .map_or(1.0, |rarity| rarity[skill.index()])
        };
        let asked: f32 = self
            .needs(person, view)
            .map(|need| need.priority * rarity(need.skill))
            .sum();
        if let Some(weight) = share(Intent::Learn) {
            wants.extend(self.needs(person, view).map(|need| {
                linear(
                    need.skill.0,
                    weight * (need.priority * rarity(need.skill) / asked),
                )
            }));
        }
        if let Some(weight) = share(Intent::Partner) {
            let offers = self.offers(person);
            let sum: f32 = offers.iter().map(|offer| offer.1).sum();
            wants.extend(
                offers
                    .iter()
                    .map(|item| linear(layout.partner + item.0.0, weight * (item.1 / sum))),
            );
        }
        if let Some(weight) = share(Intent::Exposure) {
            let wanted = self.network.facts().wanted.get(person.index());
            let sum: f32 = wanted.iter().map(|wish| wish.1).sum();
            wants.extend(
                wanted
                    .iter()
                    .map(|wish| linear(layout.exposure + wish.0.0, weight * (wish.1 / sum))),
            );
        }
        if let Some(weight) = share(Intent::Affinity) {
            let interests = self.network.interests(person);
            let norm = norm(interests);
            wants.extend(
                interests
                    .iter()
                    .map(|item| linear(layout.affinity + item.0.0, weight * (item.1 / norm))),
            );
        }
        if let Some(weight) = share(Intent::Mentor) {
            wants.extend(self.needs(person, view).map(|need| Want {
                feature: layout.mentor + need.skill.0,
                weight: weight * (need.priority * rarity(need.skill) / asked),
                floor: level_of(levels, need.skill),
            }));
        }
    }

    fn needs(&self, person: PersonId, view: View) -> impl Iterator<Item = &'n NeedFact> {
        let needs = self.network.needs(person).iter();
        needs.filter(move |need| view == View::Own || need.visibility == Visibility::Shown)
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

/// How rare each skill is among offers: ln((1 + N) / (1 + df)) + 1 for N people of whom df offer it (the smoothed inverse
/// document frequency of scikit-learn).
fn rarity(network: &Network) -> Vec<f32> {
    let mut holders = vec![0_u32; network.skills().len()];
    for person in network.people() {
        for (skill, _) in network.offers(person) {
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
