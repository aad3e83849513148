//! What two people must share for more than the least chance that both say yes.

use crate::acceptance::{Acceptance, Evidence};
use crate::benefit::Links;
use crate::id::PersonIndex;
use crate::network::Network;
use crate::rows::{AsIndex, Rows, narrow};

/// Covers the rounding of a chance in f32.
const ROUNDED_UP: f32 = 1.0 + 1e-5;

/// However small a chance is, a match stays one: what is left of a score at least.
pub(crate) const MIN_CONSENT: f32 = 1e-12;

/// Keys by which the kernels find pairs that share something, with the greatest consent of everyone with and without; `None` where
/// consent does not weigh, or hangs on more than what is shared.
pub(crate) fn links(
    network: &Network,
    (acceptance, weight): (&Acceptance, f32),
    evidence: &Evidence,
) -> Option<Links> {
    let weight = f64::from(weight);
    if weight == 0.0 || evidence.is_silent() {
        return None;
    }
    // Where people have met before, consent hangs on more than what they share: no bound holds and no keys are made.
    let greatest = |person: PersonIndex, shares: bool| {
        let (most, back) = evidence.person_bounds(person, shares)?;
        let ln_chance = acceptance.ln_bound(&most, &back);
        let consent = (weight * ln_chance).exp() as f32 * ROUNDED_UP;
        Some(consent.clamp(MIN_CONSENT, 1.0))
    };
    let factors: Option<Vec<[f32; 2]>> = network
        .indices()
        .map(|person| Some([greatest(person, false)?, greatest(person, true)?]))
        .collect();
    let (keys, count) = keys(network);
    Some(Links {
        keys,
        count,
        factors: factors?,
    })
}

/// For each person: contacts, topics of interest, the outermost circle of each hierarchy, attributes; each kind after the one before.
fn keys(network: &Network) -> (Rows<u32>, usize) {
    // Numbers are counted where they are used, for a part of a community has no tables of names.
    let interests = network.facts().interests.cells().iter();
    let topics = narrow(network.size());
    let circles = topics + interests.map(|item| item.0.0 + 1).max().unwrap_or(0);
    let first_circle = |person: PersonIndex| {
        let paths = network.circles_at(person).enumerate();
        paths.filter_map(|(hierarchy, path)| Some((narrow(hierarchy), *path.first()?)))
    };
    let firsts = network.indices().flat_map(first_circle);
    let (hierarchies, count) = firsts.fold((0, 0), |(hierarchies, count), (at, circle)| {
        (hierarchies.max(at + 1), count.max(circle.0 + 1))
    });
    let attributes = circles + hierarchies * count;
    let mut values: Vec<(u32, u32)> = network
        .indices()
        .flat_map(|person| network.attribute_numbers_at(person).iter().copied())
        .collect();
    values.sort_unstable();
    values.dedup();
    // A shared contact is a key that both have: the number of the contact.
    let mut rows = Rows::with_capacity(network.size(), 0);
    let mut keys: Vec<u32> = Vec::new();
    for person in network.indices() {
        keys.clear();
        keys.extend_from_slice(network.acquaintances().neighbours(person.0));
        keys.extend(
            network
                .interests_at(person)
                .iter()
                .map(|item| topics + item.0.0),
        );
        keys.extend(first_circle(person).map(|(at, circle)| circles + at * count + circle.0));
        keys.extend(network.attribute_numbers_at(person).iter().map(|value| {
            let place = values.partition_point(|other| other < value);
            attributes + narrow(place)
        }));
        rows.push(keys.iter().copied());
    }
    (rows, attributes.as_index() + values.len())
}
