//! Whether the names of those who leave or say something new are names of others too.

use std::collections::BTreeSet;

use crate::network::Facts;

/// Whether someone still uses each name that those who are gone used before.
///
/// O(items) at worst; names that many use are found at once.
pub(crate) fn uses_all_names(known: &Facts, facts: &Facts, gone: &[usize]) -> bool {
    let gone = || gone.iter().copied();
    let related = &known.relatedness;
    let by_hand = related.by_hand.iter().flat_map(|pair| [pair.0, pair.1]);
    let broader = related.broader.iter().flat_map(|step| [step.0, step.1]);
    let vectors = related
        .vectors
        .iter()
        .flat_map(|vectors| vectors.skills.iter().copied());
    let skills = gone().flat_map(|person| {
        let offers = known.offers.row(person).iter().map(|offer| offer.0.0);
        offers.chain(known.needs.row(person).iter().map(|need| need.skill.0))
    });
    let skills_now = facts.needs.cells().map(|need| need.skill.0);
    let skills_now = skills_now.chain(facts.offers.cells().map(|offer| offer.0.0));
    let skills_now = skills_now.chain(by_hand.chain(broader).chain(vectors).map(|skill| skill.0));
    let topics = gone().flat_map(|person| {
        let interests = known
            .interests
            .row(person)
            .iter()
            .map(|interest| interest.0.0);
        interests.chain(
            known
                .stances
                .row(person)
                .iter()
                .map(|stance| stance.topic.0),
        )
    });
    let topics_now = facts.interests.cells().map(|interest| interest.0.0);
    let topics_now = topics_now.chain(facts.stances.cells().map(|stance| stance.topic.0));
    let wanted = gone().flat_map(|person| known.wanted.row(person).iter().map(|wish| wish.0.0));
    let wanted_now = facts.wanted.cells().iter().map(|wish| wish.0.0);
    let groups = gone().flat_map(|person| known.hierarchies.row(person));
    let groups_now = facts.hierarchies.cells().iter();
    let slots = gone().flat_map(|person| known.available.row(person).iter().copied());
    let attributes = || gone().flat_map(|person| known.attributes.row(person));
    let attributes_now = || facts.attributes.cells().iter();
    // A circle that is wanted may be one to which people belong; where nobody else wants it, the slow way finds out.
    covers(skills, skills_now)
        && covers(topics, topics_now)
        && covers(wanted, wanted_now)
        && covers(
            groups.filter_map(|group| group.get()),
            groups_now.filter_map(|group| group.get()),
        )
        && covers(slots, facts.available.cells().iter().copied())
        && covers(
            attributes().map(|pair| pair.0),
            attributes_now().map(|pair| pair.0),
        )
        && covers(
            attributes().map(|pair| pair.1),
            attributes_now().map(|pair| pair.1),
        )
}

/// Whether all of some numbers are among others.
fn covers(some: impl Iterator<Item = u32>, others: impl Iterator<Item = u32>) -> bool {
    let mut missing: BTreeSet<u32> = some.collect();
    let mut others = others;
    while !missing.is_empty() {
        let Some(other) = others.next() else {
            return false;
        };
        missing.remove(&other);
    }
    true
}
