//! Someone joins a community that is up and running: whom should they meet, and whose list do they enter?
//!
//! Run with `cargo run --release --example late_joiner`: a made-up organisation, and its new press officer.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use confrere::{Matcher, Person, Query};
use support::{Refused, run, sample};

/// Places of a list that people look at.
const PLACES: u32 = 5;

/// Someone joins the sample: whom they should meet, and whose list they enter.
#[derive(Parser)]
struct Arguments {}

fn main() -> ExitCode {
    let Arguments {} = Arguments::parse();
    run(|out| {
        let before = sample::network()?;
        let noor = Person::new("noor")
            .offers("press relations", 0.9)
            .offers("data protection", 0.7)
            .offers("german", 0.8)
            .needs("spreadsheets", 0.6)
            .needs("budgeting", 1.0)
            .circle(["communications", "Kyoto desk", "Japan"]);
        let change = before.change().person(noor).tie("noor", "ursula", 0.6);
        let after = change.build()?;
        // Rarity and disagreement are measures of the whole community, so the matcher is made anew.
        let (old, new) = (Matcher::new(&before), Matcher::new(&after));
        writeln!(out, "Noor joins, knows Ursula, and should meet:\n")?;
        for pick in new.recommend(Query::new(after.id("noor")?).limit(PLACES)) {
            writeln!(out, "  {pick}")?;
        }
        tell(out, &lists(&old), &lists(&new))
    })
}

/// Everyone's list, by name: ids are those of one network.
type Lists<'n> = BTreeMap<&'n str, Vec<&'n str>>;

fn lists(matcher: &Matcher) -> Lists<'_> {
    let name = |person| matcher.network().name(person);
    let people = matcher.network().people();
    let lists = people.zip(matcher.recommend_all(PLACES));
    lists
        .map(|(who, list)| (name(who), list.iter().map(|one| name(one.peer)).collect()))
        .collect()
}

/// Whose list Noor entered, where, and who made room.
fn tell(out: &mut dyn Write, before: &Lists<'_>, after: &Lists<'_>) -> Result<(), Refused> {
    let changed = before.iter().filter(|(who, list)| after[*who] != **list);
    let (changed, all) = (changed.collect::<Vec<_>>(), before.len());
    writeln!(
        out,
        "\n{} of {all} lists of {PLACES} are different now:\n",
        changed.len()
    )?;
    for (who, list) in changed {
        let now = &after[who];
        let Some(place) = now.iter().position(|peer| *peer == "noor") else {
            writeln!(out, "  {who:<8} {}", now.join(", "))?;
            continue;
        };
        let gone = list.iter().find(|peer| !now.contains(peer));
        let room = gone.map_or("a free place".into(), |peer| {
            format!("in the place of {peer}")
        });
        writeln!(out, "  {who:<8} noor comes {}., {room}", place + 1)?;
    }
    Ok(())
}
