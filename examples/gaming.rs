//! What does it pay to overstate? Each attack is run by one honest account after another, all others staying honest.
//!
//! `cargo run --release --example gaming -- --people people.csv`

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Parser;
use confrere::{Intent, Matcher, Network, Person, Ranked};
use serde::Serialize;
use support::reading::Files;
use support::{Refused, at_least_one, run};

/// Prints by how much each attack multiplies the number of lists that show an account.
#[derive(Parser)]
struct Arguments {
    /// How many honest accounts try each attack, evenly over all that offer, need and stand on a list
    #[arg(long, default_value_t = 12, value_parser = at_least_one)]
    accounts: u32,
    /// How long everyone's list is
    #[arg(long, default_value_t = 10, value_parser = at_least_one)]
    places: u32,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    files: Files,
}

/// What one attack came to, on average over the accounts that tried it.
#[derive(Serialize)]
struct Row {
    attack: &'static str,
    /// Lists of honest people that show the account, or all fake accounts together.
    lists: f64,
    /// Against the honest accounts.
    factor: f64,
    /// Mean score on the lists of all others, against the same without the attack.
    honest_lists: f64,
}

/// Makes an attack of one person's account: the community with it, and the keys that the attacker holds.
type Make<'a> = dyn Fn(&Person) -> Result<(Network, Vec<String>), Refused> + 'a;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let network = arguments.files.network()?;
        for row in table(&network, &arguments)? {
            if arguments.json {
                writeln!(out, "{}", serde_json::to_string(&row)?)?;
                continue;
            }
            let Row {
                attack,
                lists,
                factor,
                honest_lists,
            } = row;
            writeln!(
                out,
                "{attack:<34}{lists:>8.1} lists {factor:>6.1} ×   honest lists {honest_lists:.3}"
            )?;
        }
        Ok(())
    })
}

/// The names that occur most often, first by count, then by name.
fn commonest<'a>(names: impl Iterator<Item = &'a str>, count: usize) -> Vec<String> {
    let mut counts = BTreeMap::<&str, u32>::new();
    names.for_each(|name| *counts.entry(name).or_default() += 1);
    let mut all: Vec<(&str, u32)> = counts.into_iter().collect();
    all.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
    all.iter()
        .take(count)
        .map(|(name, _)| (*name).to_owned())
        .collect()
}

/// What the attackers know of the community: the skills most wanted and most offered.
struct Community {
    everything: Vec<String>,
    wanted: Vec<String>,
    offered: Vec<String>,
}

impl Community {
    fn new(network: &Network) -> Self {
        let people: Vec<Person> = network
            .people()
            .filter_map(|id| network.to_person(id))
            .collect();
        let needed = people
            .iter()
            .flat_map(|person| person.get_needs().map(|need| need.skill.as_str()));
        let offered = people
            .iter()
            .flat_map(|person| person.get_offers().map(|offer| offer.skill.as_str()));
        Self {
            everything: network.skills().map(str::to_owned).collect(),
            wanted: commonest(needed, 20),
            offered: commonest(offered, 1),
        }
    }
}

fn offering(mut person: Person, skills: &[String]) -> Person {
    let own: Vec<String> = person
        .get_offers()
        .map(|offer| offer.skill.clone())
        .collect();
    for skill in &own {
        person = person.remove_offer(skill);
    }
    skills.iter().fold(person, |person, skill| {
        person.set_offer(skill.as_str(), 1.0)
    })
}

fn needing(mut person: Person, skills: &[String]) -> Person {
    let own: Vec<String> = person.get_needs().map(|need| need.skill.clone()).collect();
    for skill in &own {
        person = person.remove_need(skill);
    }
    skills
        .iter()
        .fold(person, |person, skill| person.set_need(skill.as_str(), 1.0))
}

type Attack = (&'static str, fn(Person, &Community) -> Person);

/// What one account can say of itself.
const ATTACKS: [Attack; 7] = [
    ("every skill at 1", |person, all| {
        offering(person, &all.everything)
    }),
    ("own levels to 1", |person, _| {
        let own: Vec<String> = person
            .get_offers()
            .map(|offer| offer.skill.clone())
            .collect();
        offering(person, &own)
    }),
    ("the 8 most wanted at 1", |person, all| {
        offering(person, &all.wanted[..all.wanted.len().min(8)])
    }),
    ("the 20 most wanted at 1", |person, all| {
        offering(person, &all.wanted)
    }),
    ("the commonest skill as only need", |person, all| {
        needing(person, &all.offered)
    }),
    ("8 most wanted and that need", everything_at_once),
    ("seeks(Affinity) alone", |person, _| {
        let other = Intent::ALL.into_iter();
        other
            .fold(person, Person::remove_intent)
            .seeks(Intent::Affinity, 1.0)
    }),
];

fn everything_at_once(person: Person, all: &Community) -> Person {
    let offers = offering(person, &all.wanted[..all.wanted.len().min(8)]);
    needing(offers, &all.offered)
}

/// The lists of all but some: how many show whom, and the mean score.
struct Lists {
    shown: BTreeMap<String, u32>,
    mean: f64,
}

fn lists(network: &Network, places: u32, but: &[String]) -> Lists {
    let matcher = Matcher::new(network);
    let (mut shown, mut sum, mut count) = (BTreeMap::new(), 0.0, 0.0);
    for (owner, list) in network.people().zip(matcher.recommend_all(places)) {
        if but.iter().any(|key| key == network.key(owner)) {
            continue;
        }
        for Ranked { peer, score, .. } in list {
            *shown.entry(network.key(peer).to_owned()).or_default() += 1;
            sum += f64::from(score);
            count += 1.0;
        }
    }
    Lists {
        shown,
        mean: sum / f64::max(count, 1.0),
    }
}

fn table(network: &Network, arguments: &Arguments) -> Result<Vec<Row>, Refused> {
    let places = arguments.places;
    let honest = lists(network, places, &[]);
    let community = Community::new(network);
    let able: Vec<Person> = network
        .people()
        .filter_map(|id| network.to_person(id))
        .filter(|person| person.get_offers().len() > 0 && person.get_needs().len() > 0)
        .filter(|person| honest.shown.contains_key(person.key()))
        .collect();
    if able.is_empty() {
        return Err(Refused::new("nobody offers, needs and stands on a list"));
    }
    let all = able
        .iter()
        .map(|person| f64::from(honest.shown[person.key()]));
    let usual = all.sum::<f64>() / able.len() as f64;
    let step = able.len().div_ceil(arguments.accounts as usize);
    let accounts: Vec<&Person> = able.iter().skip(step / 2).step_by(step).collect();
    let mut rows = vec![Row {
        attack: "honest",
        lists: usual,
        factor: 1.0,
        honest_lists: 1.0,
    }];
    let mut attempt = |attack, make: &Make<'_>| -> Result<(), Refused> {
        let (mut shown, mut kept) = (0.0, 0.0);
        for person in &accounts {
            let (attacked, keys) = make(person)?;
            let found = lists(&attacked, places, &keys);
            let counts = keys.iter().filter_map(|key| found.shown.get(key));
            shown += counts.map(|&count| f64::from(count)).sum::<f64>();
            kept += found.mean / lists(network, places, &keys).mean;
        }
        let lists = shown / accounts.len() as f64;
        rows.push(Row {
            attack,
            lists,
            factor: lists / usual,
            honest_lists: kept / accounts.len() as f64,
        });
        Ok(())
    };
    for (attack, claim) in ATTACKS {
        attempt(attack, &|person| {
            let key = person.key().to_owned();
            let changed = network
                .change()
                .edit(&key, |person| claim(person, &community))
                .build()?;
            Ok((changed, vec![key]))
        })?;
    }
    attempt("five fake accounts of that kind", &|person| {
        let keys: Vec<String> = (1..=5)
            .map(|fake| format!("fake {fake} of {}", person.key()))
            .collect();
        let fakes = keys
            .iter()
            .map(|key| everything_at_once(person.clone().with_key(key.as_str()), &community));
        Ok((network.change().people(fakes).build()?, keys))
    })?;
    attempt("a tie to a fake account", &|person| {
        let key = person.key().to_owned();
        let friend = "a fake friend";
        let change = network.change().person(Person::new(friend));
        let attacked = change.tie(&key, friend, 1.0).build()?;
        Ok((attacked, vec![key, friend.to_owned()]))
    })?;
    Ok(rows)
}
