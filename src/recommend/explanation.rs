//! Why a pair scores what it scores: the computation, kept, as far as the reader may see it.

use crate::acceptance::{Measured, Predictor, common_contacts};
use crate::diversity::{Component, Difference};
use crate::id::PersonIndex;
use crate::network::Network;
use crate::path::Introduction;
use crate::recommend::explainer::Explainer;
use crate::recommend::matcher::Matcher;
use crate::recommend::scorer::PairScore;
use crate::recommend::side::Side;
use crate::recommend::variety::Displaced;

/// Why a pair scores what it scores, as the first of the two may know it.
///
/// It is the computation itself, to the last bit: the amounts of a side add up to its benefit, and [`score`](Self::score) is
/// the power mean of the two utilities. Where the other hides a need or a stance, all of it is computed without: no word and
/// no number depends on what is hidden. A matcher [for the operator](Matcher::for_operator) counts everything.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Network, Person};
/// let network = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8).needs("tax", 0.2))
///     .person(Person::new("ben").offers("law", 0.5).needs("rust", 0.6))
///     .build()?;
/// let matcher = Matcher::new(&network);
/// let explanation = matcher.explain(network.id("ana")?, network.id("ben")?).expect("both are open");
/// assert_eq!(explanation.gain.items[0].name, "law");
/// assert_eq!(explanation.gain.benefit, explanation.gain.items[0].amount);
/// assert_eq!(explanation.gain.uncovered, ["tax"]);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Explanation {
    /// What the first gains.
    pub gain: Side,
    /// What the second gains.
    pub give: Side,
    /// How different the second is for the first, component by component; `None` where unknown.
    pub difference: Difference,
    /// The weighted mean of the components, in which the unknown lifts nothing.
    pub distance: f32,
    /// Topics on which they disagree, the sharpest first.
    pub disputed: Vec<String>,
    /// The chance that both say yes, from what is shown; 1 where the policy does not weigh it.
    pub acceptance: f32,
    /// What that chance leaves of the score: acceptance^κ.
    pub consent: f32,
    /// What speaks for a yes, in words; never who.
    pub for_a_yes: Vec<String>,
    /// The score of what is shown: the mean of the two utilities times the consent.
    pub score: f32,
    /// Who can introduce them, first to last; empty when they are tied or no path is short enough.
    pub via: Vec<String>,
    /// In a varied list, why the peer came before a candidate of higher score.
    pub displaced: Option<Displaced>,
}

impl Explanation {
    pub(crate) fn new(
        matcher: &Matcher,
        who: PersonIndex,
        peer: PersonIndex,
        introduction: Option<&Introduction>,
    ) -> Self {
        let pair = matcher.scorer().score_for(who, peer, matcher.audience());
        let explainer = Explainer { matcher, who, peer };
        let disputes = explainer.disputes();
        // Both sides are told by one rule, so swapping the two swaps gain and give.
        let gained = |person: PersonIndex| {
            let disagreement = pair.contrast.map_or(0.0, |contrast| contrast.score);
            matcher.vectors().contrarian[person.index()] * disagreement
        };
        let mut gain = explainer.side(who, peer, gained(who), &disputes);
        let mut give = explainer.side(peer, who, gained(peer), &disputes);
        gain.settle(pair.gain, pair.gain_factor);
        give.settle(pair.give, pair.give_factor);
        Self {
            gain,
            give,
            acceptance: pair.acceptance,
            consent: pair.consent,
            for_a_yes: reasons(matcher, who, peer, &pair),
            difference: pair.difference,
            distance: pair.distance,
            disputed: disputes
                .iter()
                .map(|dispute| matcher.network().topic_name(dispute.topic).to_owned())
                .collect(),
            score: pair.score,
            via: introduction
                .map(via)
                .unwrap_or_default()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            displaced: None,
        }
    }
}

/// Ties from which on someone counts as often asked; below, a community tells little about anyone.
const OFTEN: usize = 10;

/// What speaks for a yes, as far as the model weighs it: counts and facts of the two, no third person.
fn reasons(
    matcher: &Matcher,
    who: PersonIndex,
    peer: PersonIndex,
    pair: &PairScore,
) -> Vec<String> {
    let (evidence, network) = (&matcher.data().evidence, matcher.network());
    let mut reasons = Vec::new();
    // A model that weighs nothing, or a certain yes, leaves nothing to be told.
    if evidence.is_silent() || pair.consent >= 1.0 {
        return reasons;
    }
    if evidence.needs(Predictor::CommonContacts) {
        let count = common_contacts(network, who, peer);
        let noun = if count == 1 { "contact" } else { "contacts" };
        (count > 0).then(|| reasons.push(format!("you share {count} {noun}")));
    }
    // As of the last day that is known.
    let past = evidence.past();
    let past = past.before(past.today(), who, peer);
    let shown = evidence
        .rows(network, (who, peer), Measured::default(), past)
        .0;
    let known = |predictor| shown.get(predictor).filter(|_| evidence.needs(predictor));
    if known(Predictor::SharedCircles).is_some_and(|near| near > 0.0) {
        reasons.push("you share a circle".into());
    }
    if evidence.needs(Predictor::Attributes) {
        let equal = equal_attributes(network, who, peer);
        reasons.extend((!equal.is_empty()).then(|| format!("same {}", equal.join(", "))));
    }
    if known(Predictor::Interests).is_some_and(|alike| alike > 0.0) {
        reasons.push("you share interests".into());
    }
    let ties = |person: PersonIndex| network.acquaintances().neighbours(person.0).len();
    // A model may hold it against them how busy both are.
    let model = &matcher.data().acceptance;
    let ones = [
        Predictor::Activity,
        Predictor::OtherActivity,
        Predictor::BothActive,
    ];
    let counted = ones.map(|predictor| {
        let above = known(predictor).map(|value| f64::from(value) - model.mean(predictor));
        model.coefficient(predictor) * above.unwrap_or(0.0)
    });
    let speaks = counted.iter().sum::<f64>() > 0.0;
    if speaks && ties(who) >= OFTEN && ties(peer) >= OFTEN {
        reasons.push("both know many people here".into());
    }
    if known(Predictor::Helped).is_some_and(|helped| helped > 0.0) {
        reasons.push("you were helped before".into());
    }
    reasons
}

/// The keys of the attributes that two people share, in key order.
fn equal_attributes(network: &Network, i: PersonIndex, j: PersonIndex) -> Vec<&str> {
    // Both lists ascend by number.
    let (mine, theirs) = (
        network.attribute_numbers_at(i),
        network.attribute_numbers_at(j),
    );
    let shared = network
        .attributes_at(i)
        .zip(mine)
        .filter(|(_, numbers)| theirs.binary_search(numbers).is_ok());
    shared.map(|(pair, _)| pair.0).collect()
}

/// The names of the introducers.
pub(crate) fn via(introduction: &Introduction) -> Vec<&str> {
    let names = introduction.names();
    names[1..names.len() - 1].to_vec()
}

impl Explanation {
    /// The components of the difference that are known and count, with their values.
    pub fn differences(&self) -> impl Iterator<Item = (Component, f32)> + '_ {
        self.difference.known()
    }
}
