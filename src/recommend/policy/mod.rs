//! What counts, and how much: the settings of a matcher.

mod consent;
mod getters;
mod stock;
#[cfg(feature = "serde")]
mod written;

use crate::acceptance::Acceptance;
use crate::benefit::{Mean, SkillWeights};
use crate::diversity::{ContrarianRule, DifferenceWeights};
use crate::path;

/// σ: an offer among n > 8 counts (8/n)^σ of its level. At 1 a profile stuffed with every skill at its usual level is shown
/// at most 1.1 times as much in lists of ten as the honest one (600 developers each of two Stack Overflow surveys); at ½ it
/// is shown 5 to 8 times as much. Among 46,836 real mentor and mentee pairs overlap divided by the length of the mentor's
/// list ranked better (AUC .54) than raw overlap (.43).
const SPECIFICITY: f32 = 1.0;

/// How much a difference lifts a match where neither the person nor the policy says otherwise: a match without any
/// difference keeps an eighth of its benefit. With less, the ten best of the lawyers (example `evaluate`) hold fewer peers of other
/// offices than by benefit alone; with more, true peers rank lower.
const OPENNESS: f32 = 7.0;

/// The openness of the policies that look for difference: a match without any keeps a tenth of its benefit. A design choice.
const WIDE_OPENNESS: f32 = 9.0;

/// A lift that grows with the difference.
const STRAIGHT: f32 = 1.0;

/// κ where a policy does not say otherwise: the score is an expected benefit. Chosen together with the openness, see there.
const ACCEPTANCE_WEIGHT: f32 = 1.0;

/// ε: what stands in for a gain that is not known. Of .02, .05 and .1 the mean AUC of the default score over the sets of the
/// example `evaluate` differs by less than .002; a design choice among them.
const UNKNOWN_GAIN: f32 = 0.02;

/// λ: how much embeddings count beside words for who has both. Of 524 helpers of a question-and-answer site, those who did answer
/// 2,500 later questions rank with a mean AUC of .609 by words (tags) alone, .685 at ½, .699 at ¾ and by embeddings alone, which were
/// counted from how often tags stand together before. There the model knows the very field; ½ is a design choice below.
const MEANING_WEIGHT: f32 = 0.5;

/// θ: the cosine up to which closeness in meaning is no evidence. On the same site, where half of all random pairs have a cosine above
/// .24, the AUC at λ = ½ falls by less than .002 from θ = 0 to .2, and by .022 at .4: a threshold below the median costs nothing.
const MEANING_THRESHOLD: f32 = 0.2;

/// Whether people who are tied already are suggested to each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Acquaintances {
    /// They know each other and need no suggestion.
    #[default]
    Excluded,
    /// They are suggested like anyone else.
    Included,
}

/// What counts as disagreement on topics on which one of two people has not spoken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Unspoken {
    /// Nothing: only topics count on which both have spoken.
    #[default]
    Ignored,
    /// What a [`StanceModel`](crate::diversity::StanceModel) of all shown stances expects. Costs O(stances of both) for each pair whose
    /// benefit and consent suffice for a list with the most that either may disagree with anyone, and O(people · topics) once.
    ///
    /// With 30 % of the votes hidden in two conversations of Polis (example `contrarian`, ten seeds) the tenth of pairs that disagree
    /// most on hidden votes is found with an AUC of .875 and .853, by what both have said with .842 and .789. So
    /// [`Policy::contrarian`] asks for it.
    Foretold,
}

/// Whether people who share a circle are suggested to each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CircleRule {
    /// They are.
    #[default]
    Any,
    /// Not when they share one of the nearest so many circles of a hierarchy: 1 excludes the same team, 2 also the same
    /// company.
    Outside(u32),
}

/// The settings of a [`Matcher`](crate::Matcher). The defaults are almost certainly what you want.
///
/// Written with serde it is a map of all settings under their names in snake case, with a `version`. Reading goes through the same
/// checks as [`Matcher::with_policy`](crate::Matcher::with_policy): settings that are left out are those of the default, unknown
/// ones and other versions are refused.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Mean, Network, Policy};
/// let network = Network::builder().build()?;
/// let policy = Policy::default().mean(Mean::MINIMUM).floor(0.1);
/// let matcher = Matcher::with_policy(&network, policy)?;
/// assert!(Matcher::with_policy(&network, Policy::default().floor(2.0)).is_err());
/// # drop(matcher);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    pub(crate) mean: Mean,
    pub(crate) specificity: f32,
    pub(crate) skill_weights: SkillWeights,
    pub(crate) openness: f32,
    pub(crate) difference: DifferenceWeights,
    pub(crate) contrarian_rule: ContrarianRule,
    pub(crate) floor: f32,
    pub(crate) acquaintances: Acquaintances,
    pub(crate) circles: CircleRule,
    pub(crate) hops: u32,
    pub(crate) acceptance: Acceptance,
    pub(crate) acceptance_weight: f32,
    pub(crate) unknown_gain: f32,
    pub(crate) unspoken: Unspoken,
    pub(crate) peak: f32,
    pub(crate) competitors: Option<(String, f32)>,
    pub(crate) meaning_weight: f32,
    pub(crate) meaning_threshold: f32,
}

impl Default for Policy {
    /// Harmonic mean, specificity 1, openness 7 over circle level and disagreement in equal parts, no floor
    /// but that one side is known to gain, an unknown gain of .02, the chance of consent by the prior with weight 1,
    /// acquaintances excluded, introductions of at most 3 ties.
    fn default() -> Self {
        Self {
            mean: Mean::HARMONIC,
            specificity: SPECIFICITY,
            skill_weights: SkillWeights::Priority,
            openness: OPENNESS,
            difference: DifferenceWeights::default(),
            contrarian_rule: ContrarianRule::default(),
            floor: 0.0,
            acquaintances: Acquaintances::Excluded,
            circles: CircleRule::Any,
            hops: path::HOPS,
            acceptance: Acceptance::prior(),
            acceptance_weight: ACCEPTANCE_WEIGHT,
            unknown_gain: UNKNOWN_GAIN,
            unspoken: Unspoken::Ignored,
            peak: STRAIGHT,
            competitors: None,
            meaning_weight: MEANING_WEIGHT,
            meaning_threshold: MEANING_THRESHOLD,
        }
    }
}

impl Policy {
    /// Sets the mean that makes one score of two gains.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Mean, Policy};
    /// assert_eq!(Policy::default().mean(Mean::MINIMUM).get_mean(), Mean::MINIMUM);
    /// ```
    #[must_use]
    pub fn mean(mut self, mean: Mean) -> Self {
        self.mean = mean;
        self
    }

    /// Sets how much each offer of a long list counts less, σ from 0 (not at all) to 4.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Policy;
    /// assert_eq!(Policy::default().specificity(0.5).get_specificity(), 0.5);
    /// ```
    #[must_use]
    pub fn specificity(mut self, specificity: f32) -> Self {
        self.specificity = specificity;
        self
    }

    /// Sets how skills weigh against each other in what one wants.
    #[must_use]
    pub fn skill_weights(mut self, weights: SkillWeights) -> Self {
        self.skill_weights = weights;
        self
    }

    /// Sets how much a difference lifts a match, ω from 0 to 100, for people who do not say themselves.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Policy;
    /// assert_eq!(Policy::default().openness(0.2).get_openness(), 0.2);
    /// ```
    #[must_use]
    pub fn openness(mut self, openness: f32) -> Self {
        self.openness = openness;
        self
    }

    /// Sets how the components of a difference weigh against each other.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Policy;
    /// use confrere::diversity::DifferenceWeights;
    /// let policy = Policy::default().difference(DifferenceWeights::none());
    /// assert_eq!(policy.get_difference(), &DifferenceWeights::none());
    /// ```
    #[must_use]
    pub fn difference(mut self, weights: DifferenceWeights) -> Self {
        self.difference = weights;
        self
    }

    /// Sets how disagreement is measured.
    #[must_use]
    pub fn contrarian_rule(mut self, rule: ContrarianRule) -> Self {
        self.contrarian_rule = rule;
        self
    }

    /// Sets the least benefit, from 0 to 1, that each side must have. Above 0 it is asked for on top of the rule that both gain.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Policy;
    /// assert_eq!(Policy::default().floor(0.1).get_floor(), 0.1);
    /// ```
    #[must_use]
    pub fn floor(mut self, floor: f32) -> Self {
        self.floor = floor;
        self
    }

    /// Sets whether people who are tied already are suggested to each other.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Acquaintances, Policy};
    /// let policy = Policy::default().acquaintances(Acquaintances::Excluded);
    /// assert_eq!(policy.get_acquaintances(), Acquaintances::Excluded);
    /// ```
    #[must_use]
    pub fn acquaintances(mut self, rule: Acquaintances) -> Self {
        self.acquaintances = rule;
        self
    }

    /// Sets whether people who share a circle are suggested to each other.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{CircleRule, Policy};
    /// assert_eq!(Policy::default().circles(CircleRule::Outside(1)).get_circles(), CircleRule::Outside(1));
    /// ```
    #[must_use]
    pub fn circles(mut self, rule: CircleRule) -> Self {
        self.circles = rule;
        self
    }

    /// Sets the most ties that an introduction may take, from 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Policy;
    /// assert_eq!(Policy::default().hops(4).get_hops(), 4);
    /// ```
    #[must_use]
    pub fn hops(mut self, hops: u32) -> Self {
        self.hops = hops;
        self
    }

    /// Sets what counts as disagreement on topics on which one of two has not spoken.
    #[must_use]
    pub fn unspoken(mut self, unspoken: Unspoken) -> Self {
        self.unspoken = unspoken;
        self
    }

    /// Sets the difference, above 0 and up to 1, that lifts most. At 1 the lift is straight: the farther, the more.
    ///
    /// Below, it is an inverted U, 1 − ((d − peak) / max(peak, 1 − peak))². Moderately weak ties paid most in 20 million
    /// people's job moves (Rajkumar and others 2022), partial overlap of fields among 15,817 pairs of scientists (Lane and
    /// others 2021). Straight is the default: which peak serves a community is to be measured.
    #[must_use]
    pub fn peak(mut self, peak: f32) -> Self {
        self.peak = peak;
        self
    }

    /// Sets a price, from 0 to 1, on pairs of competitors: two with the same value of a plain attribute, such as their
    /// market, who share no circle. Their score is multiplied by 1 − price; at 1 they are no match.
    ///
    /// Among 2,820 firms that met monthly, competitors shared less (Cai and Szeidl 2018).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person, Policy};
    /// let firm = |key: &str, circle: &str| {
    ///     Person::new(key).attribute("market", "bread").circle([circle]).offers("law", 1.0).needs("law", 1.0)
    /// };
    /// let network = Network::builder()
    ///     .person(firm("ana", "acme"))
    ///     .person(firm("ben", "bolt"))
    ///     .person(firm("caro", "acme"))
    ///     .build()?;
    /// let policy = Policy::benefit_only().competitors("market", 0.5);
    /// let matcher = Matcher::with_policy(&network, policy)?;
    /// let [ana, ben, caro] = [network.id("ana")?, network.id("ben")?, network.id("caro")?];
    /// assert_eq!(matcher.score(ana, ben), 0.5 * matcher.score(ana, caro));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn competitors(mut self, attribute: impl Into<String>, price: f32) -> Self {
        self.competitors = Some((attribute.into(), price));
        self
    }

    /// Sets how much [embeddings](crate::Person::need_vector) count beside words, λ from 0 to 1, for who looks for something in both:
    /// of what they learn, words are worth 1 − λ and closeness in meaning λ. Who has only one of them is not asked for the other.
    #[must_use]
    pub fn meaning_weight(mut self, weight: f32) -> Self {
        self.meaning_weight = weight;
        self
    }

    /// Sets the cosine up to which closeness in meaning is no evidence, θ from 0 to 0.99: a cosine c is worth (c − θ) / (1 − θ).
    ///
    /// Models differ: two random sentences may have a cosine of 0.1 or of 0.7. Take a little less than the median of random pairs of
    /// your people.
    #[must_use]
    pub fn meaning_threshold(mut self, cosine: f32) -> Self {
        self.meaning_threshold = cosine;
        self
    }
}
