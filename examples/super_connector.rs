//! Everyone asks the same helpful colleague. Planned together, the requests find other ways, and nobody is asked too often.
//!
//! `cargo run --example super_connector -- --budget 3`

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use confrere::path::{Introduction, IntroductionPlan, Wish};
use confrere::{Matcher, Network, Person, Policy, Query, Tie};
use support::{Refused, run, sample};

/// Plans the introductions of a made-up organisation in which sol knows everyone.
#[derive(Parser)]
struct Arguments {
    /// How many introductions sol makes in a month
    #[arg(long, default_value_t = 8)]
    budget: u32,
    /// How many introductions each of the others makes
    #[arg(long, default_value_t = 4)]
    others: u32,
    /// One JSON object a wish
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let network = with_sol(&sample::network()?, &arguments)?;
        let wishes = wishes(&network)?;
        let plan = network.introductions().plan(&wishes)?;
        if arguments.json {
            for planned in plan.planned() {
                writeln!(out, "{}", serde_json::to_string(planned)?)?;
            }
            return Ok(());
        }
        tell(out, &network, &wishes, &plan)
    })
}

/// The sample and sol, who is tied to everyone.
fn with_sol(plain: &Network, arguments: &Arguments) -> Result<Network, Refused> {
    let names: Vec<&str> = plain.people().map(|person| plain.name(person)).collect();
    let others = plain
        .people()
        .filter_map(|person| plain.to_person(person))
        .map(|person| person.introductions(arguments.others));
    let sol = Person::new("sol").introductions(arguments.budget);
    let known = plain.ties().iter().map(|(from, to, strength)| {
        Tie::directed(names[from as usize], names[to as usize], strength)
    });
    let ties = known.chain(names.iter().map(|name| Tie::new("sol", *name, 0.7)));
    Ok(Network::from_people(others.chain([sol]), ties)?)
}

/// Everyone wishes to meet the best peer whom they do not know; the gain is what that peer gets from them.
fn wishes(network: &Network) -> Result<Vec<Wish>, Refused> {
    let matcher = Matcher::with_policy(network, Policy::outside())?;
    let wish = |from| {
        let picks = matcher.recommend(Query::new(from).limit(1));
        picks.first().map(|pick| Wish {
            from,
            to: pick.peer(),
            gain: pick.give(),
        })
    };
    Ok(network.people().filter_map(wish).collect())
}

fn tell(
    out: &mut dyn Write,
    network: &Network,
    wishes: &[Wish],
    plan: &IntroductionPlan,
) -> Result<(), Refused> {
    writeln!(
        out,
        "{} people wish to meet their best peer. If each took the best way:",
        wishes.len()
    )?;
    for overload in plan.overloaded() {
        let (name, wanted, budget) = (
            network.name(overload.person),
            overload.wanted,
            overload.budget,
        );
        writeln!(
            out,
            "  {name} would be asked {wanted} times and makes {budget} introductions a month"
        )?;
    }
    let (value, bound) = (plan.value(), plan.bound());
    writeln!(
        out,
        "\nPlanned together they are worth {value:.2}; no plan is worth more than {bound:.2}."
    )?;
    tell_ways(out, network, wishes, plan)
}

fn tell_ways(
    out: &mut dyn Write,
    network: &Network,
    wishes: &[Wish],
    plan: &IntroductionPlan,
) -> Result<(), Refused> {
    let sol = network.id("sol")?;
    let by_sol = |way: &Introduction| way.introducers().any(|person| person == sol);
    let ways = plan
        .planned()
        .iter()
        .filter_map(|planned| planned.introduction.as_ref());
    writeln!(out, "\nsol introduces where it helps most:")?;
    for way in ways.filter(|way| by_sol(way)) {
        writeln!(out, "  {way}")?;
    }
    writeln!(out, "\nThe others do without sol:")?;
    for (wish, planned) in wishes.iter().zip(plan.planned()) {
        let lost = planned.lost;
        match &planned.introduction {
            Some(way) if by_sol(way) => continue,
            Some(way) => writeln!(out, "  {way}, {lost:.2} lost")?,
            None => writeln!(
                out,
                "  {} waits for next month, {lost:.2} lost",
                network.name(wish.from)
            )?,
        }
        if let Some(fallback) = &planned.fallback {
            writeln!(out, "      or else {fallback}")?;
        }
    }
    Ok(())
}
