//! The markets that the example `market` and its bench draw: published ones, one pool, a pool of skills, candidate lists.

#![allow(dead_code, reason = "the example and the bench each use their part")]

use confrere::assign::exposure::{Applications, Candidates, Examination, Objective, Preferences};

#[path = "../../tests/support/mt19937.rs"]
pub mod mt19937;

use mt19937::{Mt19937, Taste, crowded, falling, job_market, two_sides};

/// Skills of the pool of skills, offers and needs of each person.
const SKILLS: usize = 40;
const OFFERS: usize = 5;
const NEEDS: usize = 3;

/// `inv`, `log` or `exp`.
pub fn examination(word: &str) -> Result<Examination, String> {
    match word {
        "inv" => Ok(Examination::inverse()),
        "log" => Ok(Examination::logarithmic()),
        "exp" => Ok(Examination::exponential()),
        _ => Err(format!(
            "`{word}` is no examination, expected inv, log or exp"
        )),
    }
}

/// `naive`, `product`, `harmonic`, `transferable`, `nash`, `anneal` or `alpha:0.5`.
pub fn objective(word: &str) -> Result<Objective, String> {
    let (name, number) = word
        .split_once(':')
        .map_or((word, None), |(name, number)| (name, Some(number)));
    let value = number
        .map(str::parse::<f64>)
        .transpose()
        .map_err(|_| format!("`{word}` does not end in a number"))?;
    match (name, value) {
        ("naive", None) => Ok(Objective::Naive),
        ("product", None) => Ok(Objective::Product),
        ("harmonic", None) => Ok(Objective::PowerMean(-1.0)),
        ("transferable", beta) => Ok(Objective::Transferable(beta.unwrap_or(1.0))),
        ("nash", None) => Ok(Objective::Nash),
        ("anneal", None) => Ok(Objective::Anneal),
        ("alpha", Some(alpha)) => Ok(Objective::Alpha(alpha)),
        ("power", Some(power)) => Ok(Objective::PowerMean(power)),
        _ => Err(format!(
            "`{word}` is no objective, expected naive, product, harmonic, power:R, transferable, nash, alpha:A or anneal"
        )),
    }
}

/// `random`, `similar` or `reverse`.
pub fn taste(word: &str) -> Result<Taste, String> {
    match word {
        "random" => Ok(Taste::Random),
        "similar" => Ok(Taste::Similar),
        "reverse" => Ok(Taste::Reverse),
        _ => Err(format!(
            "`{word}` is no taste, expected random, similar or reverse"
        )),
    }
}

/// The two-sided market of the RecSys 2024 experiments.
pub fn published(
    left: u32,
    right: u32,
    lambda: f64,
    seed: u32,
) -> Result<Preferences, confrere::Error> {
    let (wants, wanted) = two_sides(left, right, lambda, seed);
    Preferences::two_sides(left, right, &wants, &wanted)
}

/// The one-sided market of Su, Bayoumi & Joachims.
pub fn jobs(openings: u32, lambda: f64, taste: Taste) -> Result<Applications, confrere::Error> {
    let (wants, merits) = job_market(openings, lambda, taste);
    Applications::new(openings * 3 / 2, openings, &wants, &merits)
}

/// A pool in which the first people are liked better by all: (1 − λ) · random + λ · falling.
pub fn pool(people: u32, lambda: f64, seed: u32) -> Result<Preferences, confrere::Error> {
    Preferences::pool(
        people,
        &crowded(&mut Mt19937::new(seed), people, people, lambda),
    )
}

/// The same law for candidate lists: everyone draws half as many others, so that a list has about so many candidates.
pub fn listed_pool(
    people: u32,
    candidates: u32,
    lambda: f64,
    seed: u32,
) -> Result<Preferences, confrere::Error> {
    let mut random = Mt19937::new(seed);
    let popular = falling(people);
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); people as usize];
    for person in 0..people {
        for _ in 0..candidates.div_ceil(2).min(people.saturating_sub(1)) {
            let other = (random.uniform() * f64::from(people)) as u32;
            if other != person {
                rows[person as usize].push(other);
                rows[other as usize].push(person);
            }
        }
    }
    let wants = rows.into_iter().map(|mut row| {
        row.sort_unstable();
        row.dedup();
        let want = |other: u32| {
            (
                other,
                (1.0 - lambda) * random.uniform() + lambda * popular[other as usize],
            )
        };
        row.into_iter().map(want).collect::<Vec<_>>()
    });
    Preferences::pool_listed(&Candidates::from_rows(wants)?)
}

/// A pool of skills: everyone offers 5 of 40, popular ones by a Zipf law, and needs 3 others.
pub fn skill_pool(people: u32, zipf: f64, seed: u32) -> Result<Preferences, confrere::Error> {
    let mut random = Mt19937::new(seed);
    let weights: Vec<f64> = (0..SKILLS)
        .map(|skill| (skill as f64 + 1.0).powf(-zipf))
        .collect();
    let mut offers = vec![[0.0; SKILLS]; people as usize];
    let mut needs = vec![[0.0; SKILLS]; people as usize];
    for person in 0..people as usize {
        for skill in draw(&mut random, &weights, OFFERS) {
            offers[person][skill] = 0.3 + 0.7 * random.uniform();
        }
        let free: Vec<f64> = offers[person]
            .iter()
            .map(|&level| f64::from(u8::from(level == 0.0)))
            .collect();
        let needed = draw(&mut random, &free, NEEDS);
        let raw: Vec<f64> = needed.iter().map(|_| random.uniform()).collect();
        let sum: f64 = raw.iter().sum();
        needed
            .iter()
            .zip(raw)
            .for_each(|(&skill, weight)| needs[person][skill] = weight / sum);
    }
    let want = |cell: usize| {
        let (person, other) = (cell / people as usize, cell % people as usize);
        let gain: f64 = needs[person]
            .iter()
            .zip(&offers[other])
            .map(|(need, offer)| need * offer)
            .sum();
        if person == other { 0.0 } else { gain.min(1.0) }
    };
    let wants: Vec<f64> = (0..people as usize * people as usize).map(want).collect();
    Preferences::pool(people, &wants)
}

/// Draws places without repetition, each with a chance in proportion to its weight.
fn draw(random: &mut Mt19937, weights: &[f64], count: usize) -> Vec<usize> {
    let mut left = weights.to_vec();
    let mut drawn = Vec::new();
    for _ in 0..count {
        let mut at = random.uniform() * left.iter().sum::<f64>();
        let found = left.iter().position(|&weight| {
            at -= weight;
            weight > 0.0 && at < 0.0
        });
        let place =
            found.unwrap_or_else(|| left.iter().rposition(|&weight| weight > 0.0).unwrap_or(0));
        left[place] = 0.0;
        drawn.push(place);
    }
    drawn
}
