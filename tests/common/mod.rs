//! Seeded communities for tests.

#![allow(dead_code, reason = "each test file uses its part")]

use confrere::{Intent, Limits, Network, NetworkBuilder, Person, Policy, Tie};
use proptest::prelude::any;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

/// One person with open fields, so that tests can change one thing and build again.
#[derive(Debug, Clone, Default)]
pub struct Someone {
    pub name: String,
    pub offers: Vec<(usize, f32)>,
    /// Skill, priority, whether it is hidden.
    pub needs: Vec<(usize, f32, bool)>,
    pub interests: Vec<(usize, f32)>,
    /// Topic, position, whether it is hidden.
    pub stances: Vec<(usize, f32, bool)>,
    pub circles: Vec<Vec<String>>,
    pub seeks: Vec<(Intent, f32)>,
    pub openness: Option<f32>,
    pub limits: Limits,
    pub blocks: Vec<usize>,
    pub refuses: Vec<usize>,
    pub offer_vector: Option<Vec<f32>>,
    /// The numbers, whether it is hidden.
    pub need_vector: Option<(Vec<f32>, bool)>,
}

impl Someone {
    pub fn person(&self) -> Person {
        let mut person = Person::new(&self.name)
            .limits(self.limits)
            .wants_circle("country 0", 1.0);
        for &(offer, level) in &self.offers {
            person = person.offers(skill(offer), level);
        }
        for &(need, priority, hidden) in &self.needs {
            let (need, show) = (skill(need), !hidden);
            person = if show {
                person.needs(need, priority)
            } else {
                person.needs_privately(need, priority)
            };
        }
        for &(interest, weight) in &self.interests {
            person = person.interest(topic(interest), weight);
        }
        for &(stance, position, hidden) in &self.stances {
            let (stance, show) = (topic(stance), !hidden);
            person = if show {
                person.stance(stance, position)
            } else {
                person.stance_privately(stance, position)
            };
        }
        for hierarchy in &self.circles {
            person = person.circle(hierarchy.clone());
        }
        for &(intent, weight) in &self.seeks {
            person = person.seeks(intent, weight);
        }
        person = self
            .blocks
            .iter()
            .fold(person, |person, &other| person.blocks(name(other)));
        person = self
            .refuses
            .iter()
            .fold(person, |person, &other| person.refuses(name(other)));
        if let Some(numbers) = &self.offer_vector {
            person = person.offer_vector(numbers.clone());
        }
        if let Some((numbers, hidden)) = self.need_vector.clone() {
            person = if hidden {
                person.need_vector_privately(numbers)
            } else {
                person.need_vector(numbers)
            };
        }
        match self.openness {
            Some(openness) => person.openness(openness),
            None => person,
        }
    }
}

/// What a community is made of, before it is built.
#[derive(Debug, Clone)]
pub struct Community {
    pub people: Vec<Someone>,
    pub ties: Vec<Tie>,
    pub related: Vec<(String, String, f32)>,
}

impl Community {
    /// A community with everything in it: hidden items, blocks, pauses, full people, several hierarchies, all intents,
    /// directed and mutual ties, related skills, people who say nothing at all.
    pub fn random(seed: u64, size: usize) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let people = (0..size)
            .map(|index| someone(&mut rng, index, size))
            .collect();
        let ties = (0..size * 2).filter_map(|_| tie(&mut rng, size)).collect();
        let related = vec![
            (skill(0), skill(1), 0.7),
            (skill(1), skill(2), 0.4),
            (skill(3), skill(9), 0.9),
        ];
        Self {
            people,
            ties,
            related,
        }
    }

    /// The same community, most of whom have embeddings: shown or hidden, beside words or instead of them.
    pub fn with_vectors(mut self, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        // Few numbers and a few directions that many are near to: cosines on both sides of any threshold.
        let near = |rng: &mut ChaCha8Rng| -> Vec<f32> {
            let centre = rng.random_range(0..VECTOR);
            let numbers = (0..VECTOR).map(|at| f32::from(u8::from(at == centre)));
            numbers
                .map(|number| number + rng.random_range(-0.5..0.5))
                .collect()
        };
        for someone in &mut self.people {
            someone.offer_vector = rng.random_bool(0.7).then(|| near(&mut rng));
            let hidden = rng.random_bool(0.3);
            someone.need_vector = rng.random_bool(0.7).then(|| (near(&mut rng), hidden));
            if rng.random_bool(0.2) {
                someone.needs.clear();
            }
            if rng.random_bool(0.2) {
                someone.offers.clear();
            }
        }
        self
    }

    pub fn builder(&self) -> NetworkBuilder {
        let people = self.people.iter().map(Someone::person);
        let mut builder = Network::builder().people(people).ties(self.ties.clone());
        for (a, b, value) in &self.related {
            builder = builder.related(a, b, *value);
        }
        builder
    }

    pub fn build(&self) -> Network {
        self.builder().build().expect("a sound community")
    }

    /// The same community in another order: people, ties.
    pub fn shuffled(&self, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut other = self.clone();
        other.people.shuffle(&mut rng);
        other.ties.shuffle(&mut rng);
        other.related.shuffle(&mut rng);
        other
    }
}

/// Random communities of so many people. A failing one shrinks: people fall silent, ties go, then one kind of statement at a time.
/// Nobody is removed, so that places and names stay.
pub fn communities(size: usize) -> Communities {
    Communities { size }
}

#[derive(Debug, Clone, Copy)]
pub struct Communities {
    size: usize,
}

impl Strategy for Communities {
    type Tree = Shrinking;
    type Value = Community;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let seed = any::<u64>().new_tree(runner)?.current();
        let current = Community::random(seed, self.size);
        let silence = (0..self.size).map(Step::Silence);
        let untie = current.ties.iter().cloned().map(Step::Untie);
        let clear = |who| (0..CLEARINGS.len()).map(move |field| Step::Clear(who, field));
        let mut steps: Vec<Step> = silence.chain(untie).collect();
        steps.push(Step::Unrelate);
        steps.extend((0..self.size).flat_map(clear));
        Ok(Shrinking {
            current,
            before: None,
            steps: steps.into_iter(),
        })
    }
}

/// One way to make a community simpler.
#[derive(Debug, Clone)]
enum Step {
    /// A person says nothing.
    Silence(usize),
    Untie(Tie),
    Unrelate,
    /// A person says nothing of one kind: see [`CLEARINGS`].
    Clear(usize, usize),
}

/// What takes back one kind of statement.
const CLEARINGS: [fn(&mut Someone); 12] = [
    |someone| someone.offers.clear(),
    |someone| someone.needs.clear(),
    |someone| someone.interests.clear(),
    |someone| someone.stances.clear(),
    |someone| someone.circles.clear(),
    |someone| someone.seeks.clear(),
    |someone| someone.openness = None,
    |someone| someone.limits = Limits::default(),
    |someone| someone.blocks.clear(),
    |someone| someone.refuses.clear(),
    |someone| someone.offer_vector = None,
    |someone| someone.need_vector = None,
];

/// A community and the steps that were not tried yet.
#[derive(Debug, Clone)]
pub struct Shrinking {
    current: Community,
    before: Option<Community>,
    steps: std::vec::IntoIter<Step>,
}

impl ValueTree for Shrinking {
    type Value = Community;

    fn current(&self) -> Community {
        self.current.clone()
    }

    fn simplify(&mut self) -> bool {
        let Some(step) = self.steps.next() else {
            return false;
        };
        self.before = Some(self.current.clone());
        let Community {
            people,
            ties,
            related,
        } = &mut self.current;
        match step {
            Step::Silence(who) => {
                people[who] = Someone {
                    name: name(who),
                    ..Someone::default()
                };
            }
            Step::Untie(tie) => ties.retain(|other| *other != tie),
            Step::Unrelate => related.clear(),
            Step::Clear(who, field) => CLEARINGS[field](&mut people[who]),
        }
        true
    }

    fn complicate(&mut self) -> bool {
        let before = self.before.take();
        let is_undone = before.is_some();
        self.current = before.unwrap_or_else(|| self.current.clone());
        is_undone
    }
}

pub fn name(index: usize) -> String {
    format!("person {index:04}")
}

pub fn skill(index: usize) -> String {
    format!("skill {index:02}")
}

pub fn topic(index: usize) -> String {
    format!("topic {index}")
}

/// Numbers of an embedding.
const VECTOR: usize = 5;

const SKILLS: usize = 14;
const TOPICS: usize = 6;

fn someone(rng: &mut ChaCha8Rng, index: usize, size: usize) -> Someone {
    let mut someone = Someone {
        name: name(index),
        ..Someone::default()
    };
    if rng.random_bool(0.04) {
        return someone;
    }
    someone.offers = pick(rng, SKILLS, 12)
        .into_iter()
        .map(|skill| (skill, rng.random_range(0.05..=1.0)))
        .collect();
    let needs = pick(rng, SKILLS, 6).into_iter();
    someone.needs = needs
        .map(|skill| (skill, rng.random_range(0.05..=1.0), rng.random_bool(0.2)))
        .collect();
    someone.interests = pick(rng, TOPICS, 4)
        .into_iter()
        .map(|topic| (topic, rng.random_range(0.1..=1.0)))
        .collect();
    let mut position = |_| [-1.0, -0.5, 0.0, 0.5, 1.0][rng.random_range(0..5)];
    let positions: Vec<f32> = (0..TOPICS).map(&mut position).collect();
    let stances = pick(rng, TOPICS, 5).into_iter();
    someone.stances = stances
        .map(|topic| (topic, positions[topic], rng.random_bool(0.2)))
        .collect();
    if rng.random_bool(0.8) {
        let (team, company, country) = (
            rng.random_range(0..3),
            rng.random_range(0..2),
            rng.random_range(0..2),
        );
        someone.circles.push(vec![
            format!("team {team}"),
            format!("company {company}"),
            format!("country {country}"),
        ]);
        if rng.random_bool(0.5) {
            someone
                .circles
                .push(vec![format!("club {}", rng.random_range(0..3))]);
        }
    }
    let seeks = Intent::ALL
        .into_iter()
        .filter(|_| rng.random_bool(0.25))
        .collect::<Vec<_>>();
    someone.seeks = seeks
        .into_iter()
        .map(|intent| (intent, rng.random_range(0.1..=1.0)))
        .collect();
    someone.openness = rng.random_bool(0.2).then(|| rng.random_range(0.0..3.0));
    consent(rng, &mut someone, index, size);
    someone
}

fn consent(rng: &mut ChaCha8Rng, someone: &mut Someone, index: usize, size: usize) {
    someone.limits.paused = rng.random_bool(0.05);
    if rng.random_bool(0.3) {
        someone.limits.peers = Some(rng.random_range(0..5));
        someone.limits.engaged = rng.random_range(0..2);
    }
    if rng.random_bool(0.1) {
        someone.limits.introductions = Some(rng.random_range(0..3));
        someone.limits.asked = rng.random_range(0..2);
    }
    let other = rng.random_range(0..size);
    if rng.random_bool(0.2) && other != index {
        someone.blocks.push(other);
    }
    let other = rng.random_range(0..size);
    if rng.random_bool(0.1) && other != index {
        someone.refuses.push(other);
    }
}

fn tie(rng: &mut ChaCha8Rng, size: usize) -> Option<Tie> {
    let (from, to) = (rng.random_range(0..size), rng.random_range(0..size));
    let strength = rng.random_range(0.05..=1.0);
    let directed = rng.random_bool(0.3);
    (from != to).then(|| {
        let (from, to) = (name(from), name(to));
        if directed {
            Tie::directed(from, to, strength)
        } else {
            Tie::new(from, to, strength)
        }
    })
}

/// At most `most` different numbers below `below`.
fn pick(rng: &mut ChaCha8Rng, below: usize, most: usize) -> Vec<usize> {
    let mut all: Vec<usize> = (0..below).collect();
    all.shuffle(rng);
    all.truncate(rng.random_range(0..=most.min(below)));
    all
}

/// Policies that between them use every setting.
pub fn policies() -> Vec<Policy> {
    use confrere::diversity::DifferenceWeights;
    use confrere::{Acquaintances, CircleRule, Mean, SkillWeights};
    vec![
        Policy::default(),
        Policy::benefit_only(),
        Policy::contrarian(),
        Policy::outside(),
        Policy::default().mean(Mean::MINIMUM).floor(0.1),
        Policy::default()
            .mean(Mean::GEOMETRIC)
            .circles(CircleRule::Outside(1)),
        Policy::default()
            .mean(Mean::ARITHMETIC)
            .acquaintances(Acquaintances::Included),
        Policy::default()
            .mean(Mean::new(-3.5).expect("below 1"))
            .circles(CircleRule::Outside(2)),
        Policy::default()
            .specificity(0.0)
            .openness(0.0)
            .skill_weights(SkillWeights::Rarity),
        Policy::default()
            .difference(DifferenceWeights::none())
            .specificity(2.0)
            .meaning_weight(0.3)
            .meaning_threshold(0.6),
    ]
}
