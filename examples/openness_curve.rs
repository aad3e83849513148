//! What does openness to difference buy, and what does it cost?
//!
//! `cargo run --release --example openness_curve -- --people people.csv`: everyone's best peers at several values of openness,
//! how many of them come from other circles, and what benefit is given up for that.

use std::process::ExitCode;

use clap::Parser;
use confrere::diversity::{directed_edge_gini_complement, intra_list_distance, long_tail_novelty};
use confrere::{Matcher, Network, PersonId, Policy, Ranked};
use serde::Serialize;
use support::reading::Files;
use support::{at_least_one, progress, run};

/// Openness at which the curve is told; 7 is the default of a policy.
const CURVE: [f32; 6] = [0.0, 0.5, 1.0, 3.0, 7.0, 15.0];

/// Prints a row per openness; circles name the country outermost and the industry within it.
#[derive(Parser)]
struct Arguments {
    /// How many peers for each
    #[arg(long, default_value_t = 10, value_parser = at_least_one)]
    limit: u32,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    files: Files,
}

#[derive(Serialize)]
struct Row {
    openness: Option<f32>,
    cross_country: f64,
    cross_industry: f64,
    distance: f64,
    /// The share of pairs within a list whose countries differ.
    variety: f64,
    /// How evenly suggestions across countries are spread over all pairs of countries, 1 for evenly.
    evenness: f64,
    /// How seldom those who are suggested are suggested: 1 less the share of lists they are in.
    novelty: f64,
    benefit_score: f64,
    /// How much of the benefit score of the best lists is given up.
    cost: f64,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let network = arguments.files.network()?;
        let benefit = Matcher::with_policy(&network, Policy::benefit_only())?;
        let judge = Matcher::with_policy(&network, Policy::default())?;
        let mut bar = progress(CURVE.len() as u64 + 1, "matching");
        let mut rows = vec![row(
            &network,
            None,
            &benefit,
            &benefit,
            &judge,
            arguments.limit,
        )];
        for openness in CURVE {
            let matcher = Matcher::with_policy(&network, Policy::default().openness(openness))?;
            rows.push(row(
                &network,
                Some(openness),
                &matcher,
                &benefit,
                &judge,
                arguments.limit,
            ));
            bar.inc(1);
        }
        bar.finish_and_clear();
        let best = rows[0].benefit_score;
        rows.iter_mut()
            .filter(|_| best > 0.0)
            .for_each(|row| row.cost = 1.0 - row.benefit_score / best);
        if !arguments.json {
            writeln!(
                out,
                "openness      cross-country  cross-industry  difference  variety  evenness  novelty  benefit score   cost"
            )?;
        }
        for row in &rows {
            if arguments.json {
                writeln!(out, "{}", serde_json::to_string(row)?)?;
                continue;
            }
            let name = row
                .openness
                .map_or("benefit only".into(), |openness| format!("{openness:.2}"));
            let Row {
                cross_country,
                cross_industry,
                distance,
                variety,
                evenness,
                novelty,
                benefit_score,
                cost,
                ..
            } = row;
            writeln!(
                out,
                "{name:<12} {:>13.1}%  {:>13.1}%  {distance:>10.3}  {variety:>7.3}  {evenness:>8.3}  {novelty:>7.3}  {benefit_score:>13.4}  {:>4.1}%",
                100.0 * cross_country,
                100.0 * cross_industry,
                100.0 * cost
            )?;
        }
        Ok(())
    })
}

/// Shares are of the peers whose circles are known on both sides.
fn row(
    network: &Network,
    openness: Option<f32>,
    matcher: &Matcher,
    benefit: &Matcher,
    judge: &Matcher,
    limit: u32,
) -> Row {
    let lists: Vec<Vec<Ranked>> = matcher.recommend_all(limit);
    let pairs = || {
        network
            .people()
            .zip(&lists)
            .flat_map(|(who, list)| list.iter().map(move |place| (who, place.peer)))
    };
    let differ = |level: usize| {
        let known = pairs().filter_map(|(one, other)| {
            Some((circle(network, one, level)?, circle(network, other, level)?))
        });
        mean(known.map(|(one, other)| f64::from(one != other)))
    };
    let (variety, evenness, novelty) = mix(network, &lists);
    Row {
        openness,
        variety,
        evenness,
        novelty,
        cross_country: differ(0),
        cross_industry: differ(1),
        distance: mean(
            pairs().filter_map(|(one, other)| Some(f64::from(judge.pair(one, other)?.distance()))),
        ),
        benefit_score: mean(pairs().map(|(one, other)| f64::from(benefit.score(one, other)))),
        cost: 0.0,
    }
}

/// How mixed the lists are: within each, over pairs of countries, and how seldom those are suggested who are. Countries are the
/// outermost circles; people of none are left out of the first two.
fn mix(network: &Network, lists: &[Vec<Ranked>]) -> (f64, f64, f64) {
    let mut countries: Vec<&str> = network
        .people()
        .filter_map(|who| circle(network, who, 0))
        .collect();
    countries.sort_unstable();
    countries.dedup();
    let country = |who: PersonId| {
        let name = circle(network, who, 0)?;
        Some(countries.partition_point(|&other| other < name) as u32)
    };
    let several = lists.iter().filter(|list| list.len() > 1);
    let varieties = several.map(|list| {
        let numbers: Vec<u32> = list
            .iter()
            .filter_map(|place| country(place.peer))
            .collect();
        intra_list_distance(&numbers, |one, other| f64::from(u8::from(one != other)))
    });
    let everyone = network.people().zip(lists);
    let pairs = everyone.flat_map(|(who, list)| list.iter().map(move |place| (who, place.peer)));
    let pairs: Vec<(PersonId, PersonId)> = pairs.collect();
    let labelled = pairs
        .iter()
        .filter_map(|&(one, other)| Some((country(one)?, country(other)?)));
    let labels: Vec<u32> = (0..countries.len() as u32).collect();
    let evenness = directed_edge_gini_complement(&labelled.collect::<Vec<_>>(), &labels)
        .expect("every country has a label");
    let mut shown: Vec<PersonId> = pairs.iter().map(|pair| pair.1).collect();
    shown.sort_unstable();
    let times = shown.chunk_by(|a, b| a == b);
    let times = times.flat_map(|run| std::iter::repeat_n(run.len() as u32, run.len()));
    let novelty = long_tail_novelty(&times.collect::<Vec<u32>>(), lists.len() as u32);
    (mean(varieties), evenness.unwrap_or(0.0), novelty)
}

/// The circle of someone's first hierarchy at a level, the outermost first. A name counts wherever it stands: software is
/// one industry in every country.
fn circle(network: &Network, person: PersonId, level: usize) -> Option<&str> {
    network.circles(person).next()?.get(level).copied()
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = values.fold((0.0, 0.0), |(count, sum), value| (count + 1.0, sum + value));
    sum / f64::max(count, 1.0)
}
