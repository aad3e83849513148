//! What someone is about, as one vector of unit length.

use crate::id::PersonIndex;
use crate::network::Network;
use crate::numeric::lowest_place_first;
use crate::person::Visibility;

/// Topics of interest, then skills offered or openly needed, as one vector of unit length.
pub(crate) fn profile(network: &Network, person: PersonIndex) -> Vec<(u32, f32)> {
    // Skills follow topics in one numbering of features.
    let topics = network.facts().topics.len() as u32;
    let interests = network
        .interests_at(person)
        .iter()
        .map(|&(topic, weight)| (topic.0, weight));
    let offers = network
        .offers_at(person)
        .iter()
        .map(|&(skill, level)| (topics + skill.0, level));
    // A hidden need must not show in how alike two people look.
    let shown = network
        .needs_at(person)
        .iter()
        .filter(|need| need.visibility == Visibility::Shown);
    let needs = shown.map(|need| (topics + need.skill.0, need.priority));
    let mut entries: Vec<(u32, f32)> = interests.chain(offers).chain(needs).collect();
    // A skill both offered and needed counts once, with the greater weight.
    entries.sort_unstable_by(lowest_place_first);
    entries.dedup_by_key(|entry| entry.0);
    let squares = entries
        .iter()
        .map(|entry| f64::from(entry.1) * f64::from(entry.1));
    let norm = squares.sum::<f64>().sqrt();
    for entry in &mut entries {
        entry.1 = (f64::from(entry.1) / norm) as f32;
    }
    entries
}
