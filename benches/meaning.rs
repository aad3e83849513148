//! What words and embeddings cost together, next to either kernel alone; and the neighbours of skills, next to the dense kernel.
//!
//! One line a size: the least of three times of each, and the ratio. Sizes are modest by default; `CONFRERE_BENCH_LARGE=1` takes 100,000
//! people and 14,000 skills of 384 numbers. Each answer is asserted.

#[path = "../examples/support/benefit.rs"]
mod made_up;
#[path = "common/race.rs"]
mod race;
#[path = "../examples/support/random.rs"]
mod random;
#[path = "common/ratios.rs"]
mod ratios;

use std::time::Instant;

use confrere::benefit::{DenseVectors, Pool};
use confrere::{Matcher, Mean, Network, NetworkBuilder, Person, Policy, SkillNeighbours, oracle};
use race::threads;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// Peers per person.
const LIMIT: u32 = 10;

/// Numbers of an embedding.
const WIDTH: usize = 128;

/// The least of three times, in seconds, of what `make` hands over.
fn least<T: Sync>(make: impl Fn() -> T, run: impl Fn(&T) + Sync) -> f64 {
    let time = |_| {
        let input = make();
        let start = Instant::now();
        threads(2).install(|| run(&input));
        start.elapsed().as_secs_f64()
    };
    (0..3).map(time).fold(f64::INFINITY, f64::min)
}

/// Rows of unit length around centres, as sentences of some hundred subjects lie: cosines of .5 to .8 within one, about 0 across.
fn clustered(rows: usize, width: usize, seed: u64) -> Vec<f32> {
    const CENTRES: usize = 300;
    let centres = made_up::isotropic(CENTRES, width, 99);
    let noise = made_up::isotropic(rows, width, seed);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut all = Vec::with_capacity(rows * width);
    for noise in noise.chunks(width) {
        let centre = &centres[rng.random_range(0..CENTRES) * width..][..width];
        let share = rng.random_range(0.4..0.8_f32);
        let mixed = centre
            .iter()
            .zip(noise)
            .map(|(centre, noise)| centre + share * noise);
        let mixed: Vec<f32> = mixed.collect();
        let length = mixed
            .iter()
            .map(|number| number * number)
            .sum::<f32>()
            .sqrt();
        all.extend(mixed.iter().map(|number| number / length));
    }
    all
}

/// Everyone's lists by words and embeddings, next to those of the sparse kernel and of the dense kernel on the same people.
fn lists(people: usize) {
    let profiles: Vec<made_up::Profile> = made_up::zipf(people, 1).collect();
    let (needs, offers) = (clustered(people, WIDTH, 1), clustered(people, WIDTH, 2));
    let row = |matrix: &[f32], at: usize| matrix[at * WIDTH..][..WIDTH].to_vec();
    let person = |(at, (wants, gives)): (usize, &made_up::Profile)| {
        let mut person = Person::new(format!("p{at:06}"))
            .need_vector(row(&needs, at))
            .offer_vector(row(&offers, at));
        for &(skill, level) in gives {
            person = person.offers(format!("s{skill}"), level);
        }
        for &(skill, priority) in wants {
            person = person.needs(format!("s{skill}"), priority);
        }
        person
    };
    let network = Network::builder().people(profiles.iter().enumerate().map(person));
    let network = network.build().expect("sound people");
    let policy = Policy::benefit_only().specificity(0.0);
    let matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
    let all = matcher.recommend_all(LIMIT);
    for (at, who) in network.people().enumerate().step_by(people / 8) {
        assert_eq!(all[at], oracle::rank(&matcher, who, LIMIT));
    }
    let both = least(
        || (),
        |()| assert_eq!(matcher.recommend_all(LIMIT)[7], all[7]),
    );
    let pool = Pool::new(made_up::vectors(profiles.iter().cloned()));
    let mean = Mean::HARMONIC;
    let sparse = least(
        || (),
        |()| assert_eq!(pool.recommend_all(LIMIT, mean).len(), people),
    );
    let vectors = DenseVectors::new(&needs, &offers, WIDTH as u32).expect("sound vectors");
    let dense = least(
        || (),
        |()| assert_eq!(vectors.recommend_all(LIMIT, mean).len(), people),
    );
    let id = format!("benefit/meaning/lists/{people}x{WIDTH}/2");
    let ratio = both / (sparse + dense);
    ratios::keep(&id, "words and embeddings apart", &[ratio.recip()]);
    println!(
        "{id:<44} {both:>8.3} s, words {sparse:.3} s, embeddings {dense:.3} s: {ratio:.2} x the two"
    );
}

/// Neighbours of skills, as the first matcher of a network finds them, next to the dense kernel on the same rows.
fn neighbours(skills: usize, width: usize) {
    let rows = clustered(skills, width, 3);
    let near = SkillNeighbours::new();
    let builder = || -> NetworkBuilder {
        let names = (0..skills).map(|skill| format!("s{skill:06}"));
        Network::builder()
            .skill_vectors_with(names, rows.chunks(width), near)
            .person(
                Person::new("ana")
                    .offers("s000001", 1.0)
                    .needs("s000002", 1.0),
            )
            .person(
                Person::new("ben")
                    .offers("s000003", 1.0)
                    .needs("s000001", 1.0),
            )
    };
    let build = || builder().build().expect("sound skills");
    let ours = least(build, |network| drop(Matcher::new(network)));
    let vectors = DenseVectors::new(&rows, &rows, width as u32).expect("sound vectors");
    let kernel = || assert_eq!(vectors.recommend_all(8, Mean::MINIMUM).len(), skills);
    let dense = least(|| (), |()| kernel());
    let id = format!("benefit/meaning/neighbours/{skills}x{width}/2");
    let ratio = ours / dense;
    ratios::keep(&id, "the dense kernel", &[ratio.recip()]);
    println!("{id:<44} {ours:>8.3} s, the dense kernel {dense:.3} s: {ratio:.2} x");
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let filter = arguments.iter().find(|argument| !argument.starts_with('-'));
    let wants = |what: &str| filter.is_none_or(|filter| what.contains(filter.as_str()));
    let large = std::env::var_os("CONFRERE_BENCH_LARGE").is_some();
    if wants("benefit/meaning/lists") {
        lists(if large { 100_000 } else { 5_000 });
    }
    if wants("benefit/meaning/neighbours") {
        let (skills, width) = if large { (14_000, 384) } else { (2_000, 384) };
        neighbours(skills, width);
    }
}
