//! With whom am I losing touch, what did we give each other, and what is a calm week?
//!
//! `cargo run --release --example keep_in_touch`: two people of a made-up organisation, one year on.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use confrere::plan::{Contacts, Day, Ledger};
use confrere::{Matcher, Network, PersonId};
use support::{Refused, run, sample};

/// The day on which they ask: the crate has no clock.
const TODAY: Day = Day(365);

/// Two people of the sample, one year on: fading contacts, give and take, a calm week.
#[derive(Parser)]
struct Arguments {}

fn main() -> ExitCode {
    let Arguments {} = Arguments::parse();
    run(|out| {
        let network = sample::network()?;
        let matcher = Matcher::new(&network);
        let (contacts, ledger) = last_year(&network)?;
        for name in ["elif", "caro"] {
            tell(out, &matcher, &contacts, &ledger, network.id(name)?)?;
        }
        let balances = ledger.at(TODAY)?;
        let percent = |share: Option<f32>| share.unwrap_or(0.0) * 100.0;
        writeln!(
            out,
            "Of all help {:.0} % came back between the same two people, {:.0} % by way of anyone.",
            percent(balances.reciprocity()),
            percent(balances.circulation())
        )?;
        Ok(())
    })
}

/// A made-up year: the weaker a tie, the longer ago its last contact; now and then somebody helped.
fn last_year(network: &Network) -> Result<(Contacts, Ledger), Refused> {
    let mut events: Vec<(Day, u32, u32)> = Vec::new();
    for (from, to, strength) in network.acquaintances().iter().filter(|tie| tie.0 < tie.1) {
        // Spreads the days over the year without chance, so that the story is the same every time.
        let day = (strength * 365.0) as i32 - (from * 7 + to * 13) as i32 % 60;
        events.push((Day(day.clamp(0, 365)), from, to));
    }
    events.sort_unstable();
    let (mut contacts, mut ledger) = (Contacts::new(), Ledger::new());
    let name = |position| network.person_at(position).map(|id| network.name(id));
    for (number, &(day, a, b)) in events.iter().enumerate() {
        let (a, b) = (name(a).unwrap_or_default(), name(b).unwrap_or_default());
        contacts.met(a, b, day)?;
        match number % 3 {
            0 => ledger.give(a, b, day, 2.0)?,
            1 => ledger.give(b, a, day, 1.0)?,
            _ => {}
        }
    }
    Ok((contacts, ledger))
}

fn tell(
    out: &mut dyn Write,
    matcher: &Matcher,
    contacts: &Contacts,
    ledger: &Ledger,
    who: PersonId,
) -> Result<(), Refused> {
    writeln!(out, "{}", matcher.agenda(contacts, who, TODAY)?)?;
    for advice in matcher
        .give_and_take(&ledger.at(TODAY)?, who)
        .iter()
        .take(3)
    {
        writeln!(out, "  {advice}")?;
    }
    if let Some(circle) = matcher.select_circle(who) {
        writeln!(out, "  {circle}\n")?;
    }
    Ok(())
}
