//! Whom a report is about: people without what they hide, and their circles.

use std::collections::BTreeMap;

use confrere::diversity::{Graph, communities};
use confrere::{Intent, Network, Person, PersonId, Tie};

use crate::Refused;
use crate::reading::Votes;
use crate::report::page::COLOURS;

/// The same people without what they hide.
pub fn public(network: &Network) -> Result<Network, Refused> {
    let mut people = Vec::new();
    for person in network.people().filter_map(|id| network.to_person(id)) {
        let mut value = serde_json::to_value(&person)?;
        for field in ["needs", "stances"] {
            if let Some(list) = value.get_mut(field).and_then(|list| list.as_array_mut()) {
                list.retain(|item| item.get("visibility").is_none_or(|seen| seen != "hidden"));
            }
        }
        people.push(serde_json::from_value::<Person>(value)?);
    }
    let keys: Vec<String> = network
        .people()
        .map(|id| network.key(id).to_string())
        .collect();
    let ties = network.ties().iter().map(|(from, to, strength)| {
        Tie::directed(
            keys[from as usize].as_str(),
            keys[to as usize].as_str(),
            strength,
        )
    });
    Ok(Network::from_people(people, ties.collect::<Vec<_>>())?)
}

/// People who vote: each vote is a stance, and they look for whoever sees it differently on common ground.
pub fn voters(votes: &Votes) -> Vec<Person> {
    let voter = |(name, own): (&String, &Vec<(u32, f32)>)| {
        let person = Person::new(name.as_str()).seeks(Intent::Contrarian, 1.0);
        own.iter().fold(person, |person, &(topic, vote)| {
            person.stance(topic_name(&votes.topics[topic as usize]), vote)
        })
    };
    votes
        .participants
        .iter()
        .zip(&votes.votes)
        .map(voter)
        .collect()
}

/// What a topic is called: exports of votes number their statements.
pub fn topic_name(topic: &str) -> String {
    let is_number = topic.bytes().all(|sign| sign.is_ascii_digit());
    if is_number {
        format!("statement {topic}")
    } else {
        topic.to_string()
    }
}

/// People of whom only ties and circles are known: everyone looks for the circles in which the people stand whom they know, more
/// for those where they know more, and not for their own.
pub fn across_circles(circles: &BTreeMap<String, String>, ties: &[Tie]) -> Vec<Person> {
    let mut names: Vec<&str> = ties.iter().flat_map(|tie| [&*tie.from, &*tie.to]).collect();
    names.extend(circles.keys().map(String::as_str));
    names.sort_unstable();
    names.dedup();
    let mut reached: BTreeMap<&str, BTreeMap<&str, f32>> = BTreeMap::new();
    for tie in ties {
        for (who, whom) in [(&*tie.from, &*tie.to), (&*tie.to, &*tie.from)] {
            let circle = circles
                .get(whom)
                .filter(|circle| circles.get(who) != Some(circle));
            if let Some(circle) = circle {
                *reached.entry(who).or_default().entry(circle).or_default() += tie.strength;
            }
        }
    }
    let person = |name: &str| {
        let mut person = Person::new(name);
        if let Some(circle) = circles.get(name) {
            person = person.circle([circle.as_str()]);
        }
        let Some(wanted) = reached.get(name) else {
            return person;
        };
        let most = wanted.values().copied().fold(0.0, f32::max);
        person = person.seeks(Intent::Exposure, 1.0);
        wanted.iter().fold(person, |person, (circle, &sum)| {
            person.wants_circle(*circle, sum / most)
        })
    };
    names.into_iter().map(person).collect()
}

/// The outermost circle of each person, or the community found from ties where nobody names circles; the largest seven, and others. Also how many there
/// are.
pub fn circles(network: &Network, ids: &[PersonId]) -> (Vec<usize>, Vec<String>, usize) {
    let named = |id: &PersonId| {
        network
            .circles(*id)
            .next()
            .and_then(|levels| levels.first().map(ToString::to_string))
    };
    let mut names: Vec<String> = ids.iter().map(|id| named(id).unwrap_or_default()).collect();
    if names.iter().all(String::is_empty) && network.ties().ties() > 0 {
        let found = communities(&Graph::from_ties(network.ties()));
        names = found
            .labels()
            .iter()
            .map(|label| format!("community {}", label + 1))
            .collect();
    }
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    names
        .iter()
        .filter(|name| !name.is_empty())
        .for_each(|name| *sizes.entry(name).or_default() += 1);
    let all = sizes.len();
    let mut largest: Vec<(&str, usize)> = sizes.into_iter().collect();
    largest.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    largest.truncate(COLOURS.len() - 1);
    let mut shown: Vec<String> = largest.iter().map(|(name, _)| name.to_string()).collect();
    let of = |name: &String| {
        shown
            .iter()
            .position(|other| other == name)
            .unwrap_or(shown.len())
    };
    let places: Vec<usize> = names.iter().map(of).collect();
    if places.contains(&shown.len()) {
        shown.push("others".into());
    }
    (places, shown, all)
}
