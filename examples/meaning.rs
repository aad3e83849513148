//! Words that differ and mean the same: who finds a peer by spelling alone, and who with vectors of skills.
//!
//! The vectors are real: counted from which technologies the same developers have worked with. `data/technology_vectors.csv` says how, and
//! under which licence.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use confrere::{Matcher, Nearness, Network, NetworkBuilder, Person, SkillNeighbours};
use support::{Refused, run};

/// Matches that spelling alone misses.
#[derive(Parser)]
struct Arguments {
    /// The least cosine at which one skill stands in for another
    #[arg(long, default_value_t = 0.85)]
    threshold: f32,
    /// Only skills that are among the nearest of each other
    #[arg(long)]
    mutual: bool,
}

/// Who offers what and looks for what, in their own words.
const PEOPLE: [(&str, &str, &str); 8] = [
    ("Ada", "Django", "Terraform"),
    ("Bo", "Kubernetes", "Flask"),
    ("Cleo", "Svelte", "C++"),
    ("Dov", "C", "Astro"),
    ("Elin", "Ruby", "Claude Code"),
    ("Fay", "Cursor", "Ruby on Rails"),
    ("Gus", "C#", "Rust"),
    ("Hana", "rust", "c#"),
];

const VECTORS: &str = include_str!("data/technology_vectors.csv");

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| story(&arguments, out))
}

fn story(arguments: &Arguments, out: &mut dyn Write) -> Result<(), Refused> {
    let person = |&(name, offers, needs): &(&'static str, &str, &str)| {
        Person::new(name).offers(offers, 0.9).needs(needs, 1.0)
    };
    let people = || Network::builder().people(PEOPLE.iter().map(person));
    tell(
        out,
        "By spelling alone (capital letters do not matter)",
        people(),
    )?;
    let rows = VECTORS.lines().filter(|line| !line.starts_with('#'));
    let rows = rows.filter_map(|line| line.split_once(','));
    let (names, vectors): (Vec<&str>, Vec<Vec<f32>>) = rows
        .map(|(name, numbers)| {
            (
                name,
                numbers
                    .split(',')
                    .filter_map(|number| number.parse().ok())
                    .collect(),
            )
        })
        .unzip();
    let nearness = match arguments.mutual {
        true => Nearness::Mutual,
        false => Nearness::OneSided,
    };
    let near = SkillNeighbours::new()
        .threshold(arguments.threshold)
        .nearness(nearness);
    let related = people().skill_vectors_with(names, vectors, near);
    tell(out, "With vectors of skills", related)
}

fn tell(out: &mut dyn Write, how: &str, builder: NetworkBuilder) -> Result<(), Refused> {
    let network = builder.build()?;
    let matcher = Matcher::new(&network);
    let lists: Vec<_> = network
        .people()
        .map(|who| (who, matcher.recommend(who)))
        .collect();
    let found = lists.iter().filter(|(_, picks)| !picks.is_empty()).count();
    writeln!(out, "{how}, {found} of {} find a peer.", lists.len())?;
    for (who, picks) in &lists {
        if let Some(best) = picks.first() {
            writeln!(out, "  {} meets {best}", network.name(*who))?;
        }
    }
    Ok(())
}
