//! By which keys people are linked, and what each counts: told once for a community, and by the same rules for whoever joins it.

use std::collections::HashMap;
use std::ops::Range;

use crate::acceptance::Predictor;
use crate::id::{CircleId, PersonIndex};
use crate::network::Network;
use crate::recommend::weighed::{Activity, Weighed};
use crate::rows::{AsIndex, MaybeIndex, Rows, narrow};

/// A person's part of each sum, and their keys, ascending, with amounts.
pub(crate) type OwnKeys = (f32, Vec<(u32, f32)>);

/// How keys are numbered, and what of a sum is a person's own.
#[derive(Debug)]
pub(crate) struct KeyRules {
    /// What a sum of any two begins with, in halves.
    half: f64,
    activity: Activity,
    contacts: Kind,
    /// The root of what a whole introduction counts.
    introduction: f64,
    interests: Kind,
    /// The root of what equal interests count.
    interest: f64,
    circles: Kind,
    /// Which hierarchies all know who know any; `None` where some know others.
    hierarchies: Option<Vec<usize>>,
    /// By hierarchy, by group: the keys of its circles, the outermost first; none for groups that nobody is in.
    circle_keys: Vec<Rows<u32>>,
    attributes: Kind,
    /// Which attributes all have who have any; `None` where some have others.
    attribute_keys: Option<Vec<u32>>,
    /// Attributes with their values, ascending as their keys do.
    values: Vec<(u32, u32)>,
}

/// Keys of one kind.
#[derive(Debug)]
struct Kind {
    /// What is added to the own part of whoever has nothing of the kind.
    missing: f64,
    keys: Range<u32>,
}

impl KeyRules {
    /// The rules of a community, and by key what it counts beside the product of both amounts.
    pub(crate) fn new(known: Weighed<'_>) -> (Self, Vec<f32>) {
        let mut draft = Draft {
            known,
            counts: Vec::new(),
            constant: known.model.at_zero() + known.unseen(),
        };
        // Contacts come first: of all that may introduce two people the best one does.
        let contacts = draft.contacts();
        let interests = draft.interests();
        let (circles, hierarchies, circle_keys) = draft.circles();
        let (attributes, attribute_keys, values) = draft.attributes();
        let rules = Self {
            half: 0.5 * draft.constant,
            activity: Activity::new(known),
            contacts,
            introduction: known.beta(Predictor::Introduction).sqrt(),
            interests,
            interest: known.beta(Predictor::Interests).sqrt(),
            circles,
            hierarchies,
            circle_keys,
            attributes,
            attribute_keys,
            values,
        };
        (rules, draft.counts)
    }

    /// How many keys are contacts: the first ones, by their place.
    pub(crate) fn contacts(&self) -> u32 {
        self.contacts.keys.end
    }

    /// The keys of someone who was there when the rules were made.
    pub(crate) fn of(&self, known: Weighed<'_>, person: PersonIndex) -> OwnKeys {
        let contact = |contact: PersonIndex| Some(contact.0);
        self.keys(known, person, contact)
    }

    /// The keys of someone who joined since or says something new, where `before` tells the place that a contact had before; `None` where
    /// the keys of others do not bound what is shared with them: circles that nobody was in, or circles or attributes of other kinds
    /// than those that all have.
    pub(crate) fn of_guest(
        &self,
        known: Weighed<'_>,
        person: PersonIndex,
        before: impl Fn(PersonIndex) -> Option<u32>,
    ) -> Option<OwnKeys> {
        fn differs<T: PartialEq>(all: Option<&Vec<T>>, own: &[T]) -> bool {
            !own.is_empty() && all.is_some_and(|all| all != own)
        }
        let differs = differs(self.hierarchies.as_ref(), &known.hierarchies(person))
            || differs(self.attribute_keys.as_ref(), &known.attributes(person));
        let mut circles = self.circle_keys.iter().enumerate();
        let unknown = circles.any(|(at, groups)| {
            let group = known.group(person, at);
            group.is_some_and(|group| groups.row(group).is_empty())
        });
        (!differs && !unknown).then(|| self.keys(known, person, before))
    }

    fn keys(
        &self,
        known: Weighed<'_>,
        person: PersonIndex,
        before: impl Fn(PersonIndex) -> Option<u32>,
    ) -> OwnKeys {
        let mut own = self.activity.of(known, person);
        let mut keys: Vec<(u32, f32)> = Vec::new();
        let mut missing = |lacks: bool, kind: &Kind| own += if lacks { kind.missing } else { 0.0 };
        missing(known.lacks_contacts(person), &self.contacts);
        if !self.contacts.keys.is_empty() {
            self.add_contacts(known, person, before, &mut keys);
        }
        missing(known.lacks_interests(person), &self.interests);
        for &(topic, amount) in known.evidence.interests_of(person) {
            // A topic of nobody's interest before has no key: nobody who is there shares it.
            let key = self.interests.keys.start + topic;
            if self.interests.keys.contains(&key) {
                keys.push((key, (self.interest * f64::from(amount)) as f32));
            }
        }
        missing(known.hierarchies(person).is_empty(), &self.circles);
        for (at, groups) in self.circle_keys.iter().enumerate() {
            let circles = known.group(person, at).map(|group| groups.row(group));
            keys.extend(circles.into_iter().flatten().map(|&key| (key, 0.0)));
        }
        let values = known.network.attribute_numbers_at(person);
        missing(values.is_empty(), &self.attributes);
        let places = values
            .iter()
            .filter_map(|value| self.values.binary_search(value).ok());
        keys.extend(places.map(|place| (self.attributes.keys.start + narrow(place), 0.0)));
        ((own + self.half) as f32, keys)
    }

    /// A contact may introduce, as well as the stronger of both ties to it allows.
    fn add_contacts(
        &self,
        known: Weighed<'_>,
        person: PersonIndex,
        before: impl Fn(PersonIndex) -> Option<u32>,
        keys: &mut Vec<(u32, f32)>,
    ) {
        let network = known.network;
        let ties = [network.ties(), network.ties_in()];
        for &contact in network.acquaintances().neighbours(person.0) {
            // Whoever joined knows nobody who is untouched by it: no key is needed.
            let Some(key) = before(PersonIndex(contact)) else {
                continue;
            };
            let both = ties.map(|ties| ties.strength(contact, person.0).unwrap_or(0.0));
            let strength = f64::from(both[0].max(both[1]));
            keys.push((key, (self.introduction * strength) as f32));
        }
    }
}

/// Rules while they are made.
struct Draft<'a> {
    known: Weighed<'a>,
    counts: Vec<f32>,
    constant: f64,
}

impl Draft<'_> {
    /// Keys of the counts from one on, and what a component counts as that is unknown for a pair: where either lacks it, or where it may
    /// be unknown for anyone.
    fn kind(
        &mut self,
        first: usize,
        most: f64,
        (lacks, for_anyone): (impl Fn(PersonIndex) -> bool, bool),
    ) -> Kind {
        let counts_for_all = for_anyone || self.known.network.indices().all(lacks);
        if counts_for_all {
            self.constant += most;
        }
        Kind {
            missing: if counts_for_all { 0.0 } else { most },
            keys: narrow(first)..narrow(self.counts.len()),
        }
    }

    /// A contact in common counts its weight, ln(1 + a + b) ≤ ln(1 + a) + ln(1 + b), and may introduce.
    fn contacts(&mut self) -> Kind {
        let known = self.known;
        let beta = known.beta(Predictor::CommonContacts);
        if beta > 0.0 || known.beta(Predictor::Introduction) > 0.0 {
            let contacts = known.network.indices();
            let weights = contacts.filter_map(|contact| known.evidence.contact_weight(contact));
            let counts = weights.map(|weight| (beta * f64::from(weight).ln_1p()) as f32);
            self.counts.extend(counts);
        }
        let most =
            known.unknown(Predictor::CommonContacts) + known.unknown(Predictor::Introduction);
        self.kind(0, most, (|person| known.lacks_contacts(person), false))
    }

    /// A cosine is a sum of products.
    fn interests(&mut self) -> Kind {
        let (known, first) = (self.known, self.counts.len());
        if known.beta(Predictor::Interests) > 0.0 {
            // Numbers are counted where they are used, for a part of a community has no tables of names.
            let interests = known.network.facts().interests.cells();
            let topics = interests.map(|item| item.0.0 + 1).max().unwrap_or(0);
            self.counts.extend((0..topics).map(|_| 0.0));
        }
        let most = known.unknown(Predictor::Interests);
        self.kind(first, most, (|person| known.lacks_interests(person), false))
    }

    /// Each circle adds what it brings two people nearer than the one around it.
    fn circles(&mut self) -> (Kind, Option<Vec<usize>>, Vec<Rows<u32>>) {
        let (known, first) = (self.known, self.counts.len());
        let network = known.network;
        // Nearness is a mean over the hierarchies that both have: one of h brings at most its share.
        let all = alike(network, |person| known.hierarchies(person));
        let beta = known.beta(Predictor::SharedCircles);
        let worth = beta / count(all.as_ref());
        let widest = network
            .indices()
            .map(|person| network.circles_at(person).len());
        let hierarchies = if beta > 0.0 {
            widest.max().unwrap_or(0)
        } else {
            0
        };
        let keys = (0..hierarchies).map(|at| self.hierarchy(at, worth));
        let keys: Vec<Rows<u32>> = keys.collect();
        let lacks = |person: PersonIndex| network.circles_at(person).all(<[CircleId]>::is_empty);
        let most = known.unknown(Predictor::SharedCircles);
        (self.kind(first, most, (lacks, all.is_none())), all, keys)
    }

    /// By group, the keys of the circles of one hierarchy, where being as near as can be is worth so much.
    fn hierarchy(&mut self, at: usize, worth: f64) -> Rows<u32> {
        let known = self.known;
        let groups = &known.network.facts().groups;
        let mut used = vec![false; groups.len()];
        for person in known.network.indices() {
            if let Some(group) = known.group(person, at) {
                used[group.as_index()] = true;
            }
        }
        let paths = (0_u32..).zip(&used).map(|(group, &used)| match used {
            true => groups.path(MaybeIndex::some(group)),
            false => &[],
        });
        // The most that two have in common who share a circle and no circle within it: everything where a path ends there, else its
        // depth over the shortest path through it.
        let mut shortest: HashMap<&[CircleId], usize> = HashMap::new();
        let mut order: Vec<&[CircleId]> = Vec::new();
        for path in paths.clone() {
            for depth in 1..=path.len() {
                let through = shortest.entry(&path[..depth]).or_insert_with(|| {
                    order.push(&path[..depth]);
                    path.len()
                });
                *through = path.len().min(*through);
            }
        }
        // Outer circles come first: what a circle adds is counted from the one around it.
        order.sort_by_key(|path| path.len());
        let mut reached: HashMap<&[CircleId], (u32, f64)> = HashMap::new();
        for path in order {
            let around = reached
                .get(&path[..path.len() - 1])
                .map_or(0.0, |outer| outer.1);
            let near = (path.len() as f64 / shortest[path] as f64).max(around);
            reached.insert(path, (narrow(self.counts.len()), near));
            self.counts.push((worth * (near - around)) as f32);
        }
        let mut keys = Rows::default();
        for path in paths {
            keys.push((1..=path.len()).map(|depth| reached[&path[..depth]].0));
        }
        keys
    }

    /// Each equal attribute is a share of those that both have.
    fn attributes(&mut self) -> (Kind, Option<Vec<u32>>, Vec<(u32, u32)>) {
        let (known, first) = (self.known, self.counts.len());
        let network = known.network;
        let all = alike(network, |person| known.attributes(person));
        let beta = known.beta(Predictor::Attributes);
        let mut values: Vec<(u32, u32)> = Vec::new();
        if beta > 0.0 {
            for person in network.indices() {
                values.extend_from_slice(network.attribute_numbers_at(person));
            }
            values.sort_unstable();
            values.dedup();
        }
        let worth = (beta / count(all.as_ref())) as f32;
        self.counts.extend(values.iter().map(|_| worth));
        let lacks = |person: PersonIndex| network.attribute_numbers_at(person).is_empty();
        let most = known.unknown(Predictor::Attributes);
        (self.kind(first, most, (lacks, all.is_none())), all, values)
    }
}

/// What all have who have anything; `None` where some have others than others.
fn alike<T: PartialEq>(network: &Network, of: impl Fn(PersonIndex) -> Vec<T>) -> Option<Vec<T>> {
    let mut any = network
        .indices()
        .map(of)
        .filter(|values| !values.is_empty());
    let first = any.next().unwrap_or_default();
    any.all(|values| values == first).then_some(first)
}

/// How many of something all have; where some have others, one counts as much as all.
fn count<T>(all: Option<&Vec<T>>) -> f64 {
    all.map_or(1.0, |all| all.len().max(1) as f64)
}
