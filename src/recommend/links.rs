//! What two people must share for more than the least chance that both say yes.
//!
//! The chance that both say yes is σ(β₀ + x(i→j))·σ(β₀ + x(j→i)). ln σ is concave, so with z the mean of both arguments it is at most
//! exp(2 ln σ(z)): a curve of one number. z is below a sum that inverted lists of what people share can add up. What is a person's own
//! (activity, how sought they are) goes to the own parts; contacts, circles, attributes and interests are keys; what no list tells is
//! taken at the most it can be.

use std::collections::HashMap;

use crate::acceptance::{Acceptance, Evidence, Predictor};
use crate::benefit::{Consent, Links, Topics};
use crate::diversity::{Component, DifferenceWeights};
use crate::id::{CircleId, PersonIndex};
use crate::network::Network;
use crate::recommend::policy::Policy;
use crate::rows::{AsIndex, MaybeIndex, Rows, narrow};

/// Covers the rounding of a chance in f32.
const ROUNDED_UP: f32 = 1.0 + 1e-5;

/// However small a chance is, a match stays one: what is left of a score at least.
pub(crate) const MIN_CONSENT: f32 = 1e-12;

/// What the kernels know of pairs that share something: what that may do to their consent, and how far their disagreement may lift their
/// score. `None` where neither hangs on what is shared; no topics where disagreement counts for nothing.
pub(crate) fn links(
    network: &Network,
    model: (&Acceptance, f32),
    evidence: &Evidence,
    (policy, weights, topics): (&Policy, &DifferenceWeights, Option<Topics<'_>>),
) -> Option<Links> {
    let consent = consent(network, model, evidence);
    let Some(topics) = topics else {
        return consent;
    };
    let links = consent.unwrap_or_else(|| Links::without_consent(network.size()));
    let personal = network.facts().openness.iter().copied().flatten();
    // The less open someone is, the less a difference that is not whole takes away.
    let openness = personal.fold(policy.openness, f32::min);
    let all: f32 = Component::ALL.iter().map(|&part| weights.get(part)).sum();
    let share = match all > 0.0 {
        true => weights.get(Component::Contrarian) / all,
        false => 0.0,
    };
    Some(links.lifted(topics, |contrast| {
        // Whatever else makes a difference is taken to be whole, and a lift that peaks to be at its peak at least.
        let distance = (1.0 - share + share * contrast).min(policy.peak);
        let lift = if all > 0.0 {
            policy.lift(distance)
        } else {
            1.0
        };
        ((1.0 + openness * lift) / (1.0 + openness) * ROUNDED_UP).min(1.0)
    }))
}

/// Whether what two people share bounds their consent.
pub(crate) fn tell_consent((model, weight): (&Acceptance, f32), evidence: &Evidence) -> bool {
    // A model that weighs nothing says yes to everyone: its curve is 1, not that of log-odds of 0. And where people have met before,
    // consent hangs on more than what they share: no bound holds and no keys are made.
    weight != 0.0 && model.weighs() && !evidence.is_silent() && evidence.past().is_empty()
}

/// Keys by which the kernels find pairs that share something, and what that may do to their consent; `None` where consent does not
/// weigh, or hangs on more than what is shared.
fn consent(
    network: &Network,
    (model, weight): (&Acceptance, f32),
    evidence: &Evidence,
) -> Option<Links> {
    if !tell_consent((model, weight), evidence) {
        return None;
    }
    let weight = f64::from(weight);
    let mut draft = Draft {
        network,
        model,
        evidence,
        keys: vec![Vec::new(); network.size()],
        counts: Vec::new(),
        own: vec![0.0; network.size()],
        constant: model.at_zero() + unseen(model, evidence),
    };
    draft.activity();
    // Contacts come first: of all that may introduce two people the best one does.
    draft.contacts();
    let contacts = narrow(draft.counts.len());
    draft.interests();
    draft.circles();
    draft.attributes();
    let half = 0.5 * draft.constant;
    let own = draft.own.iter().map(|own| (own + half) as f32).collect();
    let mut keys = Rows::with_capacity(network.size(), 0);
    for row in draft.keys {
        keys.push(row);
    }
    let consent = Consent::new(2.0 * weight, MIN_CONSENT);
    Some(Links::new(keys, (draft.counts, contacts), own, consent))
}

/// What predictors that no list tells add at most.
fn unseen(model: &Acceptance, evidence: &Evidence) -> f64 {
    let most = evidence.ceilings();
    let unseen = [
        Predictor::Gain,
        Predictor::Give,
        Predictor::LesserGain,
        Predictor::Disagreement,
        Predictor::TiesApart,
        Predictor::ThreeSteps,
        Predictor::Recency,
        Predictor::Skills,
        Predictor::CommonGround,
        Predictor::Met,
        Predictor::Helped,
    ];
    // Two cosines reach 1 whatever the community has shown so far.
    let terms = unseen.iter().map(|&predictor| {
        let most = match predictor {
            Predictor::Skills | Predictor::CommonGround => most[predictor as usize].max(1.0),
            _ => most[predictor as usize],
        };
        speaks_for(model, predictor) * most
    });
    terms.sum()
}

/// A coefficient; what speaks against counts as absent, for all values are from 0 up.
fn speaks_for(model: &Acceptance, predictor: Predictor) -> f64 {
    model.coefficient(predictor).max(0.0)
}

/// The product of two people's activities in parts of either: an upper bound of γ·x·y that each adds to alone.
struct Together {
    gamma: f64,
    /// Around which a negative γ is bounded best.
    centre: f64,
}

impl Together {
    /// With γ above 0, x·y ≤ (x² + y²)/2. Below, around a centre c, x·y = c(x + y) − c² + (x − c)(y − c), and
    /// the last product is −((x − c)² + (y − c)²)/2 at least.
    fn part(&self, x: f64) -> f64 {
        let (gamma, c) = (self.gamma, self.centre);
        if gamma >= 0.0 {
            return 0.5 * gamma * x * x;
        }
        gamma * (c * x - 0.5 * c * c - 0.5 * (x - c).powi(2))
    }
}

/// The most that a number of a person's ties brings, be it with all of them or with one less.
fn most(known: Option<[f32; 2]>, unknown: f64, part: impl Fn(f64) -> f64) -> f64 {
    known.map_or(unknown, |[all, less]| {
        part(all.into()).max(part(less.into()))
    })
}

/// Keys, counts and own parts while they are gathered.
struct Draft<'a> {
    network: &'a Network,
    model: &'a Acceptance,
    evidence: &'a Evidence,
    keys: Vec<Vec<(u32, f32)>>,
    counts: Vec<f32>,
    own: Vec<f64>,
    constant: f64,
}

impl Draft<'_> {
    fn beta(&self, predictor: Predictor) -> f64 {
        speaks_for(self.model, predictor)
    }

    fn mean(&self, predictor: Predictor) -> f64 {
        self.evidence.means()[predictor as usize].max(0.0)
    }

    /// Adds what a component counts as that is unknown for a pair: where either lacks it, or where it may be unknown for anyone.
    fn missing(&mut self, most: f64, lacks: impl Fn(PersonIndex) -> bool, for_anyone: bool) {
        let all = self.network.indices().all(&lacks);
        if all || for_anyone {
            self.constant += most;
            return;
        }
        for person in self.network.indices().filter(|&person| lacks(person)) {
            self.own[person.index()] += most;
        }
    }

    /// Adds a key that people have each with an amount.
    fn key(&mut self, count: f64, holders: impl Iterator<Item = (PersonIndex, f64)>) {
        let number = narrow(self.counts.len());
        self.counts.push(count as f32);
        for (person, amount) in holders {
            self.keys[person.index()].push((number, amount as f32));
        }
    }

    /// Seen from both sides and halved, each person's activity counts with the mean of both coefficients, and so does how sought
    /// they are. A tie between the two is left out, so the greater counts of a person with it and without it.
    fn activity(&mut self) {
        let half = |one: Predictor, two: Predictor, of: &dyn Fn(Predictor) -> f64| {
            0.5 * (of(one) + of(two))
        };
        let pair = (Predictor::Activity, Predictor::OtherActivity);
        let beta = half(pair.0, pair.1, &|predictor| {
            self.model.coefficient(predictor)
        });
        let mean = half(pair.0, pair.1, &|predictor| self.mean(predictor));
        let both = Together {
            gamma: self.model.coefficient(Predictor::BothActive),
            centre: mean,
        };
        let unknown =
            beta * mean + 0.5 * both.gamma * self.evidence.means()[Predictor::BothActive as usize];
        let pair = (Predictor::Sought, Predictor::OtherSought);
        let sought = half(pair.0, pair.1, &|predictor| {
            self.model.coefficient(predictor)
        });
        let unsought = sought * half(pair.0, pair.1, &|predictor| self.mean(predictor));
        for person in self.network.indices() {
            let known = self.evidence.activity_of(self.network, person);
            let active = most(known, unknown, |x| beta * x + both.part(x));
            let turned = self.evidence.sought_of(self.network, person);
            self.own[person.index()] += active + most(turned, unsought, |x| sought * x);
        }
    }

    /// A contact in common counts its weight, ln(1 + a + b) ≤ ln(1 + a) + ln(1 + b), and may introduce.
    fn contacts(&mut self) {
        let (network, evidence) = (self.network, self.evidence);
        let known = network.acquaintances();
        let beta = self.beta(Predictor::CommonContacts);
        let introduction = self.beta(Predictor::Introduction);
        let most = beta * self.mean(Predictor::CommonContacts)
            + introduction * self.mean(Predictor::Introduction);
        // A tie between the two is left out, so whoever has but one may have none.
        let few = |person: PersonIndex| known.neighbours(person.0).len() < 2;
        self.missing(most, few, false);
        if beta == 0.0 && introduction == 0.0 {
            return;
        }
        let (out, into) = (network.ties(), network.ties_in());
        for contact in network.indices() {
            let Some(weight) = evidence.contact_weight(contact) else {
                return;
            };
            let holders = known.neighbours(contact.0).iter().map(|&person| {
                let both = [out, into].map(|ties| ties.strength(contact.0, person).unwrap_or(0.0));
                let strength = f64::from(both[0].max(both[1]));
                (PersonIndex(person), introduction.sqrt() * strength)
            });
            self.key(beta * f64::from(weight).ln_1p(), holders);
        }
    }

    /// A cosine is a sum of products.
    fn interests(&mut self) {
        let beta = self.beta(Predictor::Interests);
        let (network, evidence) = (self.network, self.evidence);
        let none = |person| evidence.interests_of(person).is_empty();
        self.missing(beta * self.mean(Predictor::Interests), none, false);
        if beta == 0.0 {
            return;
        }
        let first = narrow(self.counts.len());
        // Numbers are counted where they are used, for a part of a community has no tables of names.
        let topics = network
            .facts()
            .interests
            .cells()
            .iter()
            .map(|item| item.0.0 + 1);
        let topics = topics.max().unwrap_or(0);
        self.counts.extend((0..topics).map(|_| 0.0));
        for person in network.indices() {
            let amounts = evidence.interests_of(person).iter();
            let amounts = amounts
                .map(|&(topic, amount)| (first + topic, (beta.sqrt() * f64::from(amount)) as f32));
            self.keys[person.index()].extend(amounts);
        }
    }

    /// Each circle adds what it brings two people nearer than the one around it.
    fn circles(&mut self) {
        let network = self.network;
        let beta = self.beta(Predictor::SharedCircles);
        let known = |person: PersonIndex| -> Vec<usize> {
            let paths = network.circles_at(person).enumerate();
            let paths = paths.filter(|(_, path)| !path.is_empty());
            paths.map(|(at, _)| at).collect()
        };
        // Nearness is a mean over the hierarchies that both have: one of h brings at most its share.
        let (hierarchies, uneven) = alike(network, known);
        let none = |person: PersonIndex| network.circles_at(person).all(<[CircleId]>::is_empty);
        self.missing(beta * self.mean(Predictor::SharedCircles), none, uneven);
        if beta == 0.0 {
            return;
        }
        for at in 0..network
            .indices()
            .map(|person| network.circles_at(person).len())
            .max()
            .unwrap_or(0)
        {
            self.hierarchy(at, beta / f64::from(hierarchies));
        }
    }

    /// The circles of one hierarchy, where being as near as can be is worth so much.
    fn hierarchy(&mut self, at: usize, worth: f64) {
        let network = self.network;
        let groups = network.facts().groups.len();
        let mut members = vec![Vec::new(); groups];
        for person in network.indices() {
            let group = network.facts().hierarchies.row(person).get(at);
            if let Some(group) = group.copied().and_then(MaybeIndex::get) {
                members[group.as_index()].push(person);
            }
        }
        // The most that two have in common who share a circle and no circle within it: everything where a path ends there, else its
        // depth over the shortest path through it.
        let mut circles: HashMap<&[CircleId], (usize, Vec<PersonIndex>)> = HashMap::new();
        let mut order: Vec<&[CircleId]> = Vec::new();
        for (group, members) in (0_u32..).zip(&members) {
            let path = network.facts().groups.path(MaybeIndex::some(group));
            for depth in 1..=path.len() {
                if members.is_empty() {
                    break;
                }
                let circle = circles.entry(&path[..depth]).or_insert_with(|| {
                    order.push(&path[..depth]);
                    (path.len(), Vec::new())
                });
                circle.0 = circle.0.min(path.len());
                circle.1.extend(members);
            }
        }
        // Outer circles come first: what a circle adds is counted from the one around it.
        order.sort_unstable_by_key(|path| path.len());
        let mut reached: HashMap<&[CircleId], f64> = HashMap::new();
        for path in order {
            let (shortest, members) = &circles[path];
            let around = reached.get(&path[..path.len() - 1]).copied().unwrap_or(0.0);
            let near = (path.len() as f64 / *shortest as f64).max(around);
            reached.insert(path, near);
            let members = members.iter().map(|&person| (person, 0.0));
            self.key(worth * (near - around), members);
        }
    }

    /// Each equal attribute is a share of those that both have.
    fn attributes(&mut self) {
        let network = self.network;
        let beta = self.beta(Predictor::Attributes);
        let keys = |person: PersonIndex| -> Vec<u32> {
            let own = network.attribute_numbers_at(person).iter();
            own.map(|attribute| attribute.0).collect()
        };
        let (count, uneven) = alike(network, keys);
        let none = |person: PersonIndex| network.attribute_numbers_at(person).is_empty();
        self.missing(beta * self.mean(Predictor::Attributes), none, uneven);
        if beta == 0.0 {
            return;
        }
        let mut holders: Vec<((u32, u32), PersonIndex)> = Vec::new();
        for person in network.indices() {
            let own = network.attribute_numbers_at(person).iter();
            holders.extend(own.map(|&attribute| (attribute, person)));
        }
        // Equal attributes stand side by side now, their holders in order of their places.
        holders.sort_unstable();
        for same in holders.chunk_by(|one, other| one.0 == other.0) {
            let people = same.iter().map(|&(_, person)| (person, 0.0));
            self.key(beta / f64::from(count), people);
        }
    }
}

/// How many of something all have who have any, and whether some have others than others; then one counts as much as all.
fn alike<T: PartialEq>(network: &Network, of: impl Fn(PersonIndex) -> Vec<T>) -> (u32, bool) {
    let mut any = network
        .indices()
        .map(of)
        .filter(|values| !values.is_empty());
    let Some(first) = any.next() else {
        return (1, false);
    };
    if any.all(|values| values == first) {
        (narrow(first.len()), false)
    } else {
        (1, true)
    }
}
