//! A community whose declined meetings teach it.
//!
//! Everyone is shown three of their eight best, drawn evenly, so that the chance of being shown is known. Answers come back, the
//! chance of acceptance is learnt from them, and what the changed matcher would have been worth is estimated before it is used. In
//! the end everyone gets a fair list, with exposure capped by the yeses that are expected of it.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use confrere::acceptance::{Acceptance, Answer, FitSettings, Outcome, Outcomes, Predictor};
use confrere::market::Market;
use confrere::{Intent, Matcher, Network, Person, PersonId, Policy, Query};
use support::random::Random;
use support::{Refused, run};

const PEOPLE: u32 = 60;
const BEST: u32 = 8;
const SHOWN: usize = 3;

/// A community whose declined meetings teach it
#[derive(Parser)]
struct Arguments {}

fn main() -> ExitCode {
    let Arguments {} = Arguments::parse();
    run(|out| {
        let person = |place: u32| {
            Person::new(format!("p{place:02}"))
                .attribute("office", ["lisbon", "porto", "faro"][place as usize % 3])
                .offers(format!("skill {}", place % 4), 0.8)
                .needs(format!("skill {}", (place + 2) % 4), 1.0)
                // Company by equal offices, the default, would give away what is to be learnt.
                .seeks(Intent::Learn, 1.0)
                .peers(1)
        };
        let network = Network::from_people((0..PEOPLE).map(person), [])?;
        let mut random = Random::new(1);
        let mut policy = Policy::default().acceptance(Acceptance::none());
        let mut outcomes = Outcomes::default();
        for round in 1..=3 {
            let matcher = Matcher::with_policy(&network, policy.clone())?;
            let answers = ask(&matcher, round, &mut random)?;
            let yes = answers
                .iter()
                .filter(|outcome| outcome.answer.is_yes())
                .count();
            writeln!(out, "Round {round}: {yes} of {} said yes.", answers.len())?;
            outcomes.merge(answers.clone());
            policy = learn(out, &network, &outcomes, &answers)?;
        }
        share(out, &Matcher::with_policy(&network, policy)?)
    })
}

/// Shows everyone three of their best and gathers answers: people of one office mostly meet, others rarely.
fn ask(matcher: &Matcher, day: i32, random: &mut Random) -> Result<Outcomes, Refused> {
    let network = matcher.network();
    let mut answers = Vec::new();
    for who in network.people() {
        let mut peers = best(matcher, who, BEST);
        let chance = SHOWN as f32 / peers.len().max(SHOWN) as f32;
        random.shuffle(&mut peers);
        for peer in peers.into_iter().take(SHOWN) {
            let office = |person: PersonId| {
                network
                    .attributes(person)
                    .next()
                    .map(|pair| pair.1.to_string())
            };
            let willing = if office(who) == office(peer) {
                0.7
            } else {
                0.1
            };
            let answer = if random.chance(willing) {
                Answer::Met
            } else {
                Answer::Declined
            };
            let (who, peer) = (network.name(who), network.name(peer));
            answers.push(Outcome::of_pair(who, peer, day, answer).shown_with(chance));
        }
    }
    Ok(Outcomes::new(answers)?)
}

fn best(matcher: &Matcher, who: PersonId, limit: u32) -> Vec<PersonId> {
    let picks = matcher.recommend(Query::new(who).limit(limit));
    picks.iter().map(|pick| pick.peer()).collect()
}

/// Fits to all outcomes and estimates from the last ones what showing the new best three would have been worth.
fn learn(
    out: &mut dyn Write,
    network: &Network,
    outcomes: &Outcomes,
    last: &Outcomes,
) -> Result<Policy, Refused> {
    let start = Matcher::new(network);
    let (model, report) = Acceptance::fit(&start, outcomes, FitSettings::default())?;
    let office = model.coefficient(Predictor::Attributes);
    writeln!(
        out,
        "  learnt from {} answers: an equal attribute counts {office:.1}",
        report.yes + report.no
    )?;
    let policy = Policy::default().acceptance(model).acceptance_weight(1.0);
    let changed = Matcher::with_policy(network, policy.clone())?;
    let shows = |outcome: &Outcome| {
        let id = |name: &str| {
            network
                .id(name)
                .expect("answers name people of the network")
        };
        let shown = best(&changed, id(&outcome.who), SHOWN as u32).contains(&id(&outcome.whom));
        f32::from(u8::from(shown))
    };
    if let Some(estimate) = last.off_policy(shows) {
        let (value, error) = (estimate.value, estimate.standard_error);
        writeln!(
            out,
            "  expected of the changed lists: {:.0} % yes, give or take {:.0}",
            100.0 * value,
            200.0 * error
        )?;
    }
    Ok(policy)
}

/// Fair lists for people with room for one peer each: shown so often that one yes is expected, where the chances are learnt.
fn share(out: &mut dyn Write, matcher: &Matcher) -> Result<(), Refused> {
    let short = Market::new().places(BEST);
    let by_attention = matcher.market(&short)?;
    let by_acceptance = matcher.market(&short.acceptances_per_place(1.0))?;
    for (name, shares) in [
        ("attention", by_attention),
        ("expected yeses", by_acceptance),
    ] {
        let shown = matcher
            .network()
            .people()
            .map(|person| shares.shown_to(person));
        let (least, most) = shown.fold((u32::MAX, 0), |(least, most), count| {
            (least.min(count), most.max(count))
        });
        writeln!(
            out,
            "Fair lists capped by {name}: nobody is shown to fewer than {least} or more than {most}; {:.2} matches expected.",
            shares.matches()
        )?;
    }
    Ok(())
}
