//! What people show of their stances, topic by topic, and what new ties would do to the community.

use crate::diversity::{
    Effect, Graph, OpinionReport, Starters, conversation_starters, group_consensus, opinion_report,
    what_if as effect_of,
};
use crate::error::Error;
use crate::id::{CircleId, PersonId, PersonIndex, TopicId};
use crate::recommend::components::first_groups;
use crate::recommend::data::{Audience, ScoringData};
use crate::unit::Unit;

/// What two people could talk about, as the first may know it.
pub(crate) fn starters(
    data: &ScoringData,
    who: PersonIndex,
    peer: PersonIndex,
) -> Starters<TopicId> {
    let (own, other) = (
        data.stances(who, Audience::Operator),
        data.stances(peer, Audience::Asker),
    );
    // Topics of which nobody else's view is shown weigh nothing; they are topics all the same.
    let weight = |topic| data.topic_weight(topic).max(f32::MIN_POSITIVE);
    conversation_starters(own, other, |topic| consensus(data, topic), weight)
}

/// How widely people agree with a topic across the outermost circles of their first hierarchy, by what they show.
fn consensus(data: &ScoringData, topic: TopicId) -> f64 {
    let network = &data.network;
    let mut votes: Vec<(Option<CircleId>, bool)> = Vec::new();
    for person in network.indices() {
        // What the community agrees on is told to anyone, so only what is shown counts.
        let shown = data.stances(person, Audience::Asker);
        if let Ok(place) = shown.binary_search_by_key(&topic, |stance| stance.0) {
            let outermost = network
                .circles_at(person)
                .next()
                .and_then(<[CircleId]>::first);
            votes.push((outermost.copied(), shown[place].1 > 0.0));
        }
    }
    // Grouped by circle: a large circle must not outvote the small ones.
    votes.sort_unstable();
    let groups = votes.chunk_by(|a, b| a.0 == b.0);
    group_consensus(groups.map(|group| {
        let agree = group.iter().filter(|vote| vote.1).count();
        (agree as u32, group.len() as u32)
    }))
}

/// How the community stands on each topic on which anyone shows a stance.
pub(crate) fn reports(data: &ScoringData) -> Vec<(TopicId, OpinionReport)> {
    let people = data.network.indices();
    let shown = people.flat_map(|person| data.stances(person, Audience::Asker));
    let mut all: Vec<(TopicId, f32)> = shown.copied().collect();
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let topics = all.chunk_by(|a, b| a.0 == b.0);
    let reports = topics.filter_map(|run| {
        let positions: Vec<f32> = run.iter().map(|stance| stance.1).collect();
        let report = opinion_report(&positions).expect("a network checked every stance");
        Some((run[0].0, report?))
    });
    reports.collect()
}

/// What would change for the community if these pairs were tied.
pub(crate) fn what_if(
    data: &ScoringData,
    pairs: &[(PersonId, PersonId, f32)],
) -> Result<Effect, Error> {
    let network = &data.network;
    let mut new = Vec::with_capacity(pairs.len());
    for &(one, other, strength) in pairs {
        let (one, other) = (network.known(one)?, network.known(other)?);
        Unit::check(strength, || {
            format!(
                "tie between `{}` and `{}`",
                network.name_at(one),
                network.name_at(other)
            )
        })?;
        // An undirected tie of a network is one each way, and the graph adds both.
        new.push((one.0, other.0, 2.0 * f64::from(strength)));
    }
    // Before and after are measured on the same graph, circles and sides.
    let graph = Graph::from_ties(network.ties());
    effect_of(
        &graph,
        &new,
        &first_groups(network).unwrap_or_default(),
        &sides(data),
    )
}

/// By person: 0 in favour of the most divisive topic, 1 against it, else 2; empty when no topic divides.
fn sides(data: &ScoringData) -> Vec<u32> {
    // The first of the most divisive topics decides, in name order, so that equal ones do not depend on the input.
    let spoken = reports(data).into_iter();
    let divisive = spoken.filter(|(_, report)| report.divisiveness > 0.0);
    let most = divisive.reduce(|a, b| {
        if b.1.divisiveness > a.1.divisiveness {
            b
        } else {
            a
        }
    });
    let Some((topic, _)) = most else {
        return Vec::new();
    };
    let side = |person| {
        let shown = data.stances(person, Audience::Asker);
        // Whoever does not speak on the topic is on neither side.
        match shown.iter().find(|stance| stance.0 == topic) {
            Some(stance) if stance.1 > 0.0 => 0,
            Some(stance) if stance.1 < 0.0 => 1,
            _ => 2,
        }
    };
    data.network.indices().map(side).collect()
}
