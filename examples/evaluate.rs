//! How well does each score foretell who says yes?
//!
//! `cargo run --release --example evaluate -- --people people.csv --ties ties.csv --outcomes outcomes.csv --json` hides each
//! fifth of the outcomes in turn, and prints for every policy, for the chance of acceptance by the prior and fitted to the
//! other four fifths, and for eight baselines how well they rank what was hidden. `--set NAME --data FOLDER` reads one of the
//! known sets instead, `--refit` fits the prior anew on several.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use confrere::acceptance::Predictor;
use support::evaluation::case::Case;
use support::evaluation::measures::{Row, measure};
use support::evaluation::methods::{Knobs, score_all};
use support::evaluation::{refit, sets};
use support::reading::Reading;
use support::{Refused, run};

/// Compares ways of scoring a pair.
#[derive(Parser)]
struct Arguments {
    /// Table of people as for match_csv; plain attributes as columns `attribute:office`
    #[arg(long, requires = "outcomes")]
    people: Option<PathBuf>,
    /// Table of ties: from, to, and strength or count
    #[arg(long, requires = "people")]
    ties: Option<PathBuf>,
    /// Table of what came of pairs: a, b, outcome and, if known, shown_with, the chance with which the pair was shown
    #[arg(long, requires = "people")]
    outcomes: Option<PathBuf>,
    /// A known set, or several separated by commas; `all` for all
    #[arg(long, requires = "data", value_delimiter = ',')]
    set: Vec<String>,
    /// The folder that holds the known sets
    #[arg(long)]
    data: Option<PathBuf>,
    /// In how many parts outcomes are hidden, one after the other
    #[arg(long, default_value_t = 5, value_parser = folds)]
    folds: usize,
    /// Deals the folds
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Fit the prior on the sets together, and with each family of sets left out
    #[arg(long)]
    refit: bool,
    /// How strongly a fit is pulled towards where it starts
    #[arg(long)]
    penalty: Option<f64>,
    /// The default policy with another openness
    #[arg(long)]
    openness: Option<f32>,
    /// The default policy with another weight of acceptance
    #[arg(long)]
    weight: Option<f32>,
    /// The default policy with another unknown gain
    #[arg(long)]
    unknown: Option<f32>,
    /// The default policy with a lift that peaks at this difference
    #[arg(long)]
    peak: Option<f32>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: Reading,
}

/// Each fold fits a model of its own.
fn folds(text: &str) -> Result<usize, String> {
    let folds = text.parse().ok();
    let folds = folds.filter(|folds| (2..=1000).contains(folds));
    folds.ok_or_else(|| format!("`{text}`, expected a whole number from 2 to 1000"))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| {
        let cases = read(&arguments)?;
        if arguments.refit {
            return tell_refit(out, &cases, arguments.penalty.unwrap_or(1.0));
        }
        for case in &cases {
            tell(out, case, &arguments)?;
        }
        Ok(())
    })
}

fn read(arguments: &Arguments) -> Result<Vec<Case>, Refused> {
    if let (Some(people), Some(outcomes)) = (&arguments.people, &arguments.outcomes) {
        let ties = arguments.ties.as_deref();
        return Ok(vec![Case::read(
            &arguments.reading,
            people,
            ties,
            outcomes,
        )?]);
    }
    let Some(data) = arguments
        .data
        .as_deref()
        .filter(|_| !arguments.set.is_empty())
    else {
        return Err(Refused::new(
            "expected --people with --outcomes, or --set with --data",
        ));
    };
    let all = arguments.set.iter().any(|name| name == "all");
    let known = sets::SETS.iter().map(|set| set.0.to_string());
    let names: Vec<String> = if all {
        known.collect()
    } else {
        arguments.set.clone()
    };
    names.iter().map(|name| sets::read(name, data)).collect()
}

fn tell(out: &mut dyn Write, case: &Case, arguments: &Arguments) -> Result<(), Refused> {
    let knobs = Knobs {
        openness: arguments.openness,
        weight: arguments.weight,
        unknown: arguments.unknown,
        peak: arguments.peak,
        penalty: arguments.penalty,
    };
    let scores = score_all(case, arguments.folds, arguments.seed, knobs)?;
    let yes = case.pairs.iter().filter(|pair| pair.yes).count();
    if !arguments.json {
        writeln!(
            out,
            "\n{}: {} people, {} pairs, {yes} of them said yes",
            case.name,
            case.people.len(),
            case.pairs.len()
        )?;
        writeln!(
            out,
            "method                  AUC   (95 %)        cross   p@10  ndcg   brier (base)   bin   cross@10  zero  gini"
        )?;
    }
    for (method, chances, pairs) in scores {
        let row = measure(&method, &pairs, case.people.len(), chances);
        if arguments.json {
            writeln!(out, "{}", serde_json::to_string(&row)?)?;
        } else {
            tell_row(out, &row)?;
        }
    }
    Ok(())
}

fn tell_row(out: &mut dyn Write, row: &Row) -> Result<(), Refused> {
    let known = |value: Option<f64>, digits: usize| {
        value.map_or("–".into(), |value| format!("{value:.digits$}"))
    };
    let Row {
        method,
        auc,
        low,
        high,
        precision10,
        ndcg10,
        brier_base,
        zero_peers,
        gini,
        ..
    } = row;
    writeln!(
        out,
        "{method:<22} {auc:.3} ({low:.3}–{high:.3}) {:>6} {precision10:>6.3} {ndcg10:>5.3} {:>6} ({brier_base:.3}) {:>5} {:>9} {zero_peers:>5.2} {gini:>5.2}",
        known(row.cross_auc, 3),
        known(row.brier, 3),
        known(row.worst_bin, 3),
        known(row.cross_circle, 3),
    )?;
    Ok(())
}

/// The prior fitted on all sets, then on all but each family: the sets of one folder are one family.
fn tell_refit(out: &mut dyn Write, cases: &[Case], penalty: f64) -> Result<(), Refused> {
    let family = |case: &Case| case.name.split('-').next().unwrap_or_default().to_string();
    let mut families: Vec<String> = cases.iter().map(family).collect();
    families.dedup();
    for left_out in std::iter::once(None).chain(families.iter().map(Some)) {
        let kept: Vec<&Case> = cases
            .iter()
            .filter(|case| left_out != Some(&family(case)))
            .collect();
        if kept.is_empty() {
            continue;
        }
        let model = refit::fit_sets(&kept, penalty)?;
        writeln!(
            out,
            "\n{}: intercept {:.2}",
            left_out.map_or("all".into(), |name| format!("without {name}")),
            model.intercept()
        )?;
        for predictor in Predictor::ALL {
            let error = model.standard_error(predictor).unwrap_or_default();
            writeln!(
                out,
                "{:<18} {:>6.2} ± {error:.2}",
                predictor.word(),
                model.coefficient(predictor)
            )?;
        }
        // Asked of those that were left out, or of all when none were.
        for case in cases
            .iter()
            .filter(|case| left_out.is_none_or(|name| *name == family(case)))
        {
            writeln!(out, "AUC {:.3} {}", refit::area(case, &model)?, case.name)?;
        }
    }
    Ok(())
}
