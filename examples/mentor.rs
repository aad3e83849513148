//! A beginner looks for a mentor: ahead in what is needed, and someone who gains from the beginner too.

use std::process::ExitCode;

use clap::Parser;
use confrere::{Intent, Matcher, Person, Query, WhyNot};
use support::{run, sample};

/// A beginner looks for a mentor in the sample.
#[derive(Parser)]
struct Arguments {}

fn main() -> ExitCode {
    let Arguments {} = Arguments::parse();
    run(|out| {
        // Ada joins the sample: new to leading people, good at something that others there look for.
        let ada = Person::new("ada")
            .offers("accessibility", 0.9)
            .offers("german", 0.8)
            .offers("coaching", 0.4)
            .needs("coaching", 1.0)
            .needs("negotiation", 0.7)
            .needs_privately("conflict resolution", 0.8)
            .circle(["design studio", "Berlin office", "Germany"])
            .seeks(Intent::Mentor, 0.8)
            .seeks(Intent::Learn, 0.2)
            .group_size(2);
        let network = sample::builder()?
            .person(ada)
            .tie("ada", "oskar", 0.7)
            .build()?;
        let matcher = Matcher::new(&network);
        let ada = network.id("ada")?;

        writeln!(
            out,
            "Ada coaches a little (0.4) and wants to learn it from someone who is well ahead.\n"
        )?;
        for pick in matcher.recommend(Query::new(ada).limit(3)) {
            writeln!(out, "{pick}")?;
            for item in &pick.explanation().gain.items {
                writeln!(
                    out,
                    "    {} as {}: level {:.2}, adds {:.2}",
                    item.name, item.intent, item.level, item.amount
                )?;
            }
        }

        writeln!(
            out,
            "\nThe same match as the mentor reads it; what Ada keeps private is not in it:\n"
        )?;
        if let Some(pick) = matcher.recommend(ada).first() {
            let told = matcher.explain(pick.peer(), ada);
            writeln!(
                out,
                "{}",
                told.map(|told| told.to_string()).unwrap_or_default()
            )?;
        }

        writeln!(out, "Why not everyone? The first of each reason:\n")?;
        let mut seen = Vec::new();
        for other in network.people() {
            let why = matcher.why_not(Query::new(ada).limit(3), other);
            let kind = std::mem::discriminant(&why);
            if !seen.contains(&kind)
                && !matches!(why, WhyNot::Suggested { .. } | WhyNot::SamePerson)
            {
                seen.push(kind);
                writeln!(out, "{:<10} {why}", network.name(other))?;
            }
        }
        Ok(())
    })
}
