//! Made-up communities with everything that a score may weigh, and the configurations of the table «× bare kernel».

use confrere::{Intent, Mean, Network, NetworkBuilder, Person, Policy};
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

use crate::made_up;

/// What a community is made of.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub people: usize,
    /// Ties a person, to random others.
    pub ties: usize,
    /// People who are tied to half of everyone.
    pub hubs: usize,
    /// Intents that everyone seeks with equal weights; none is learning alone.
    pub intents: &'static [Intent],
}

impl Shape {
    pub const fn plain(people: usize) -> Self {
        Self {
            people,
            ties: 5,
            hubs: 0,
            intents: &[],
        }
    }
}

/// People of [`made_up::zipf`] in two hierarchies of circles, with 6 stances on 100 topics and 4 interests among 200.
pub fn community(shape: Shape) -> Network {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut builder = NetworkBuilder::default();
    for (number, (wants, gives)) in made_up::zipf(shape.people, 1).enumerate() {
        let mut person = Person::new(format!("p{number:06}"));
        for (skill, level) in gives {
            person = person.offers(format!("s{skill}"), level);
        }
        for (skill, priority) in wants {
            person = person.needs(format!("s{skill}"), priority);
        }
        let (country, company, team) = (
            rng.random_range(0..20),
            rng.random_range(0..50),
            rng.random_range(0..10),
        );
        person = person.circle([
            format!("team {team}"),
            format!("company {company}"),
            format!("country {country}"),
        ]);
        let mut topics: Vec<u32> = (0..6).map(|_| rng.random_range(0..100)).collect();
        topics.sort_unstable();
        topics.dedup();
        for topic in topics {
            person = person.stance(format!("t{topic}"), rng.random_range(-1.0..=1.0));
        }
        let mut interests: Vec<u32> = (0..4).map(|_| rng.random_range(0..200)).collect();
        interests.sort_unstable();
        interests.dedup();
        for topic in interests {
            person = person.interest(format!("i{topic}"), rng.random_range(0.1..=1.0));
        }
        for &intent in shape.intents {
            person = person.seeks(intent, 1.0);
            if intent == Intent::Exposure {
                person = person.wants_circle(format!("company {}", rng.random_range(0..50)), 1.0);
            }
        }
        builder = builder.person(person);
    }
    tie(builder, shape, &mut rng)
        .build()
        .expect("a sound community")
}

fn tie(mut builder: NetworkBuilder, shape: Shape, rng: &mut ChaCha8Rng) -> NetworkBuilder {
    let name = |number: usize| format!("p{number:06}");
    let mut tied = std::collections::BTreeSet::new();
    for one in 0..shape.people {
        let half = if one < shape.hubs {
            shape.people / 2
        } else {
            0
        };
        // Each tie counts for both.
        for _ in 0..(shape.ties / 2 + one % 2 * (shape.ties % 2)).max(half) {
            let other = rng.random_range(0..shape.people);
            if one != other && tied.insert((one.min(other), one.max(other))) {
                let strength = rng.random_range(0.1..=1.0);
                builder = builder.tie(name(one), name(other), strength);
            }
        }
    }
    builder
}

/// A name, a community and a policy.
pub type Configuration = (&'static str, Shape, Policy);

/// The rows of the table; the first is the bare kernel.
pub fn configurations(people: usize) -> Vec<Configuration> {
    let plain = Shape::plain(people);
    let with = |intents: &'static [Intent]| Shape { intents, ..plain };
    let ties = |ties, hubs| Shape {
        ties,
        hubs,
        ..plain
    };
    let default = Policy::default;
    vec![
        ("bare", plain, Policy::benefit_only()),
        ("default", plain, default()),
        (
            "default, no acceptance",
            plain,
            default().acceptance_weight(0.0),
        ),
        ("20 ties", ties(20, 0), default()),
        ("20 ties, hubs", ties(20, 10), default()),
        ("contrarian()", plain, Policy::contrarian()),
        ("outside()", plain, Policy::outside()),
        ("openness 10", plain, default().openness(10.0)),
        ("floor .2", plain, default().floor(0.2)),
        (
            "benefit, floor .2",
            plain,
            Policy::benefit_only().floor(0.2),
        ),
        ("partner", with(&[Intent::Partner]), default()),
        ("mentor", with(&[Intent::Mentor]), default()),
        ("exposure", with(&[Intent::Exposure]), default()),
        ("affinity", with(&[Intent::Affinity]), default()),
        ("contrarian", with(&[Intent::Contrarian]), default()),
        (
            "learn + contrarian",
            with(&[Intent::Learn, Intent::Contrarian]),
            default(),
        ),
        ("all six", with(&Intent::ALL), default()),
        (
            "all six, minimum",
            with(&Intent::ALL),
            default().mean(Mean::MINIMUM),
        ),
        (
            "all six, geometric",
            with(&Intent::ALL),
            default().mean(Mean::GEOMETRIC),
        ),
    ]
}
