//! Whom a report is about: people without what they hide, and their circles.

use std::collections::BTreeMap;

use confrere::diversity::{Graph, communities};
use confrere::{Intent, Limits, Network, Person, PersonId, Tie};

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

/// The same network without people who are paused or full.
pub fn open(network: &Network) -> Result<Network, Refused> {
    let is_open = |id: PersonId| network.limits(id).is_some_and(Limits::is_open);
    let left = network.people().filter(|&id| !is_open(id));
    let change = left.fold(network.change(), |change, id| change.leave(network.key(id)));
    Ok(change.build()?)
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

/// These people and all whom ties or circles name, with their circles: everyone looks for the circles in which the people stand whom they
/// know, more for those where they know more, and not for their own.
pub fn across_circles(
    people: Vec<Person>,
    circles: &BTreeMap<String, String>,
    ties: &[Tie],
) -> Vec<Person> {
    let mut known: BTreeMap<String, Person> = BTreeMap::new();
    let named = ties.iter().flat_map(|tie| [&*tie.from, &*tie.to]);
    for name in named.chain(circles.keys().map(String::as_str)) {
        known
            .entry(name.to_string())
            .or_insert_with(|| Person::new(name));
    }
    known.extend(
        people
            .into_iter()
            .map(|person| (person.key().to_string(), person)),
    );
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
    let placed = |(name, mut person): (String, Person)| {
        if let Some(circle) = circles.get(&name) {
            person = person.circle([circle.as_str()]);
        }
        let Some(wanted) = reached.get(name.as_str()) else {
            return person;
        };
        let most = wanted.values().copied().fold(0.0, f32::max);
        person = person.seeks(Intent::Exposure, 1.0);
        wanted.iter().fold(person, |person, (circle, &sum)| {
            person.wants_circle(*circle, sum / most)
        })
    };
    known.into_iter().map(placed).collect()
}

/// What the circles of a page are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Everyone names one circle at most.
    Circles,
    /// Some name circles within circles, or several; each counts in the outermost of the first.
    Outermost,
    /// Nobody names a circle: communities found from ties.
    Found,
}

impl Kind {
    /// The word for one.
    pub fn one(self) -> &'static str {
        match self {
            Self::Circles | Self::Outermost => "circle",
            Self::Found => "community",
        }
    }

    /// What is counted.
    pub fn counted(self) -> &'static str {
        match self {
            Self::Circles => "circles",
            Self::Outermost => "circles, of each person the first and outermost",
            Self::Found => "communities found from ties",
        }
    }
}

/// By which circle people are coloured and summed up.
pub struct Circles {
    /// The circle of each person, as a place among `names`.
    pub of: Vec<usize>,
    /// The largest seven, and one name for everyone else.
    pub names: Vec<String>,
    /// How many circles there are, with those that have no place among the names.
    pub all: usize,
    pub kind: Kind,
}

impl Circles {
    pub fn of(network: &Network) -> Self {
        let ids: Vec<PersonId> = network.people().collect();
        let named = |&id: &PersonId| {
            let first = network.circles(id).next();
            let outermost = first.and_then(|levels| levels.first().map(ToString::to_string));
            outermost.unwrap_or_default()
        };
        let own: Vec<String> = ids.iter().map(named).collect();
        if own.iter().all(String::is_empty) && network.ties().ties() > 0 {
            let found = communities(&Graph::from_ties(network.ties()));
            let labels = found.labels().iter();
            let own = labels.map(|label| format!("community {}", label + 1));
            return Self::largest(&own.collect::<Vec<_>>(), Kind::Found);
        }
        let has_one = |&id: &PersonId| {
            network
                .circles(id)
                .map(|levels| levels.len())
                .sum::<usize>()
                < 2
        };
        let kind = if ids.iter().all(has_one) {
            Kind::Circles
        } else {
            Kind::Outermost
        };
        Self::largest(&own, kind)
    }

    /// Circles by the one that each person is in; empty for none.
    fn largest(own: &[String], kind: Kind) -> Self {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for name in own.iter().filter(|name| !name.is_empty()) {
            *sizes.entry(name).or_default() += 1;
        }
        let mut largest: Vec<(&str, usize)> =
            sizes.iter().map(|(name, size)| (*name, *size)).collect();
        largest.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        largest.truncate(COLOURS.len() - 1);
        let mut names: Vec<String> = largest.iter().map(|(name, _)| name.to_string()).collect();
        let of = |name: &String| names.iter().position(|other| other == name);
        let of: Vec<usize> = own
            .iter()
            .map(|name| of(name).unwrap_or(names.len()))
            .collect();
        if of.contains(&names.len()) {
            let has_more = sizes.len() > names.len();
            let has_none = own.iter().any(String::is_empty);
            let mut rest = match (kind, has_more, has_none) {
                (Kind::Found, ..) => "other communities",
                (_, true, true) => "other circles or none",
                (_, true, false) => "other circles",
                (_, false, _) => "no circle",
            }
            .to_string();
            // A circle may be called like that.
            while sizes.contains_key(rest.as_str()) {
                rest = format!("({rest})");
            }
            names.push(rest);
        }
        Self {
            all: sizes.len(),
            of,
            names,
            kind,
        }
    }
}
