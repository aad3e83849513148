//! What two people must share for more than the least chance that both say yes.
//!
//! The chance that both say yes is σ(β₀ + x(i→j))·σ(β₀ + x(j→i)). ln σ is concave, so with z the mean of both arguments it is at most
//! exp(2 ln σ(z)): a curve of one number. z is below a sum that inverted lists of what people share can add up. What is a person's own
//! (activity, how sought they are) goes to the own parts; contacts, circles, attributes and interests are keys; what no list tells is
//! taken at the most it can be.

use crate::acceptance::{Acceptance, Evidence};
use crate::benefit::{Consent, Guest, Links, Topics};
use crate::diversity::{Component, DifferenceWeights};
use crate::id::{PersonIndex, TopicId};
use crate::recommend::keys::KeyRules;
use crate::recommend::policy::Policy;
use crate::recommend::weighed::Weighed;
use crate::rows::Rows;

/// Covers the rounding of a chance in f32.
const ROUNDED_UP: f32 = 1.0 + 1e-5;

/// However small a chance is, a match stays one: what is left of a score at least.
pub(crate) const MIN_CONSENT: f32 = 1e-12;

/// What the kernels know of pairs that share something, and by which rules.
#[derive(Debug)]
pub(crate) struct Linked {
    pub(crate) links: Links,
    /// `None` where nothing is known of consent.
    rules: Option<KeyRules>,
}

impl Linked {
    /// Someone of a changed network who was not laid out as they are now, with their stances; `before` tells the place that a contact had.
    /// `None` where what is laid out does not bound what they share with others.
    pub(crate) fn guest(
        &self,
        known: Weighed<'_>,
        (person, stances): (PersonIndex, &[(TopicId, f32)]),
        before: impl Fn(PersonIndex) -> Option<u32>,
    ) -> Option<Guest> {
        let own = match &self.rules {
            Some(rules) => rules.of_guest(known, person, before)?,
            None => (0.0, Vec::new()),
        };
        self.links.guest(own, stances)
    }
}

/// What the kernels know of pairs that share something: what that may do to their consent, and how far their disagreement may lift their
/// score. `None` where neither hangs on what is shared; no topics where disagreement counts for nothing.
pub(crate) fn links(
    known: Weighed<'_>,
    weight: f32,
    (policy, weights, topics): (&Policy, &DifferenceWeights, Option<Topics<'_>>),
) -> Option<Linked> {
    let network = known.network;
    let consent = consent(known, weight);
    let Some(topics) = topics else {
        return consent;
    };
    let Linked { links, rules } = consent.unwrap_or_else(|| Linked {
        links: Links::without_consent(network.size()),
        rules: None,
    });
    let personal = network.facts().openness.iter().copied().flatten();
    // The less open someone is, the less a difference that is not whole takes away.
    let openness = personal.fold(policy.openness, f32::min);
    let all: f32 = Component::ALL.iter().map(|&part| weights.get(part)).sum();
    let share = match all > 0.0 {
        true => weights.get(Component::Contrarian) / all,
        false => 0.0,
    };
    let links = links.lifted(topics, |contrast| {
        // Whatever else makes a difference is taken to be whole, and a lift that peaks to be at its peak at least.
        let distance = (1.0 - share + share * contrast).min(policy.peak);
        let lift = if all > 0.0 {
            policy.lift(distance)
        } else {
            1.0
        };
        ((1.0 + openness * lift) / (1.0 + openness) * ROUNDED_UP).min(1.0)
    });
    Some(Linked { links, rules })
}

/// Whether what two people share bounds their consent.
pub(crate) fn tell_consent((model, weight): (&Acceptance, f32), evidence: &Evidence) -> bool {
    // A model that weighs nothing says yes to everyone: its curve is 1, not that of log-odds of 0. And where people have met before,
    // consent hangs on more than what they share: no bound holds and no keys are made.
    weight != 0.0 && model.weighs() && !evidence.is_silent() && evidence.past().is_empty()
}

/// Keys by which the kernels find pairs that share something, and what that may do to their consent; `None` where consent does not
/// weigh, or hangs on more than what is shared.
fn consent(known: Weighed<'_>, weight: f32) -> Option<Linked> {
    if !tell_consent((known.model, weight), known.evidence) {
        return None;
    }
    let (rules, counts) = KeyRules::new(known);
    let people = known.network.size();
    let (mut own, mut keys) = (Vec::with_capacity(people), Rows::with_capacity(people, 0));
    for person in known.network.indices() {
        let (part, row) = rules.of(known, person);
        own.push(part);
        keys.push(row);
    }
    let consent = Consent::new(2.0 * f64::from(weight), MIN_CONSENT);
    let links = Links::new(keys, (counts, rules.contacts()), own, consent);
    Some(Linked {
        links,
        rules: Some(rules),
    })
}
