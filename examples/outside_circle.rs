//! How far do my ties reach, and who would take me one ring further out?
//!
//! Run with `cargo run --release --example outside_circle`: a made-up organisation, one person, three ways to look outside.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use confrere::diversity::{BeforeAfter, Component, DifferenceWeights, Graph, positions};
use confrere::{Matcher, Network, PersonId, Policy, Query, Variety};
use support::{Refused, run, sample};

/// The rings of the sample, innermost first.
const RINGS: [&str; 4] = [
    "the own team",
    "the own site",
    "the own country",
    "the world",
];

/// Three ways to look outside one's circle.
#[derive(Parser)]
struct Arguments {
    /// Someone of the sample
    #[arg(long, default_value = "ursula")]
    person: String,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let network = sample::network()?;
        let plain = Matcher::new(&network);
        let asker = network.id(&arguments.person)?;
        here(out, &plain, asker)?;
        tell(
            out,
            "Benefit alone:",
            &Matcher::with_policy(&network, Policy::benefit_only())?,
            Query::new(asker),
        )?;
        tell(
            out,
            "One ring out:",
            &Matcher::with_policy(&network, Policy::next_ring())?,
            Query::new(asker),
        )?;
        let weights = DifferenceWeights::none()
            .with(Component::CircleLevel, 1.0)?
            .with(Component::HopNovelty, 1.0)?
            .with(Component::NonRedundancy, 1.0)?;
        let far = Matcher::with_policy(&network, Policy::outside().difference(weights))?;
        let question = Query::new(asker).variety(Variety::circles());
        tell(out, "Far out, and not all from one place:", &far, question)?;
        effect(out, &network, &far)
    })
}

/// Where the person stands now.
fn here(out: &mut dyn Write, matcher: &Matcher, who: PersonId) -> Result<(), Refused> {
    let network = matcher.network();
    let all = positions(&Graph::from_ties(network.ties()));
    let position = network
        .position(who)
        .and_then(|at| all[at as usize].as_ref());
    if let Some(position) = position {
        writeln!(
            out,
            "{} knows {} people, who count as {:.1} because they know each other; constraint {:.2}.",
            network.name(who),
            position.degree,
            position.effective_size,
            position.constraint
        )?;
    }
    if let Some(rings) = matcher.rings(who) {
        for (count, ring) in rings.counts().iter().zip(RINGS) {
            writeln!(out, "  {count:>2} in {ring}")?;
        }
        let next = RINGS.get(rings.next() as usize).unwrap_or(&"the world");
        writeln!(out, "Next to aim for: {next}.")?;
    }
    Ok(())
}

fn tell(
    out: &mut dyn Write,
    title: &str,
    matcher: &Matcher,
    question: Query,
) -> Result<(), Refused> {
    writeln!(out, "\n{title}")?;
    for pick in matcher.recommend(question.limit(3)) {
        let circles = matcher
            .network()
            .circles(pick.peer())
            .next()
            .unwrap_or_default();
        let place: Vec<&str> = circles.iter().rev().copied().collect();
        writeln!(
            out,
            "  {} of {} ({:.2})",
            pick.name(),
            place.join(", "),
            pick.score()
        )?;
        let known: Vec<String> = pick
            .difference()
            .known()
            .map(|(part, value)| format!("{part} {value:.2}"))
            .collect();
        if !known.is_empty() {
            writeln!(out, "    {}", known.join(", "))?;
        }
        if let Some(why) = pick.displaced() {
            writeln!(out, "    {why}")?;
        }
    }
    Ok(())
}

/// What would change for all if everyone met their first pick.
fn effect(out: &mut dyn Write, network: &Network, matcher: &Matcher) -> Result<(), Refused> {
    let lists = matcher.recommend_all(1);
    let met = network
        .people()
        .zip(&lists)
        .filter_map(|(who, list)| Some((who, list.first()?.peer, 0.5)));
    let effect = matcher.what_if(&met.collect::<Vec<_>>())?;
    writeln!(out, "\nIf everyone met their first pick:")?;
    let show = |change: BeforeAfter| match (change.before, change.after) {
        (Some(before), Some(after)) => format!("{before:.2} -> {after:.2}"),
        _ => "not known".into(),
    };
    writeln!(
        out,
        "  mean constraint                {}",
        show(effect.constraint)
    )?;
    writeln!(
        out,
        "  people within two ties         {}",
        show(effect.reach)
    )?;
    writeln!(
        out,
        "  share of ties between circles  {}",
        show(effect.cross_circle)
    )?;
    writeln!(
        out,
        "  camps apart on the sharpest topic {}",
        show(effect.polarisation)
    )?;
    Ok(())
}
