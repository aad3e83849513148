//! Who can introduce me, with what chance, and what changes when an introducer has no time.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use confrere::{Matcher, Network, Policy, Query, Recommendation};
use support::{Refused, run, sample};

/// Who can introduce someone of the sample to their best peers, and what changes when one introducer has no time.
#[derive(Parser)]
struct Arguments {}

fn main() -> ExitCode {
    let Arguments {} = Arguments::parse();
    run(|out| {
        let network = sample::network()?;
        let asker = "chidi";
        writeln!(
            out,
            "{asker} asks for peers outside the own circles and for a way to each.\n"
        )?;
        let busiest = ask(out, &network, asker)?;
        let Some(busiest) = busiest else {
            return Ok(());
        };

        writeln!(
            out,
            "\n{busiest} is asked most. In a week in which {busiest} introduces nobody:\n"
        )?;
        let people = network.people().filter_map(|id| network.to_person(id));
        let people = people.map(|known| {
            if known.name() == busiest {
                known.introductions(0)
            } else {
                known
            }
        });
        let ties = network.ties().iter().map(|(from, to, strength)| {
            let name = |at: u32| network.person_at(at).map(|id| network.name(id));
            confrere::Tie::directed(
                name(from).unwrap_or_default(),
                name(to).unwrap_or_default(),
                strength,
            )
        });
        let without = Network::from_people(people.collect::<Vec<_>>(), ties.collect::<Vec<_>>())?;
        ask(out, &without, asker)?;
        Ok(())
    })
}

/// Prints the ways to the best peers; returns the introducer who is on most of them.
fn ask(out: &mut dyn Write, network: &Network, asker: &str) -> Result<Option<String>, Refused> {
    let matcher = Matcher::with_policy(network, Policy::outside())?;
    let picks = matcher.recommend(Query::new(network.id(asker)?).limit(6));
    let mut asked: Vec<&str> = Vec::new();
    for pick in &picks {
        writeln!(out, "{:<8} {:.2}  {}", pick.name(), pick.score(), way(pick))?;
        asked.extend(pick.via().first());
    }
    let count = |name: &&str| asked.iter().filter(|other| *other == name).count();
    let busiest = asked.iter().rev().max_by_key(|name| count(name));
    Ok(busiest.map(ToString::to_string))
}

/// «via hugo (0.50), then leo (0.70): 0.21».
fn way(pick: &Recommendation) -> String {
    let Some(way) = pick.introduction() else {
        return "no way within three ties".into();
    };
    let mut names = pick.via();
    names.push(pick.name());
    let steps: Vec<String> = names
        .iter()
        .zip(way.strengths())
        .map(|(name, strength)| format!("{name} ({strength:.2})"))
        .collect();
    format!("via {}: chance {:.2}", steps.join(", then "), way.chance())
}
