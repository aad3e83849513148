//! Graphs and votes from CSV files, and how well a score finds what was hidden.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use confrere::acceptance::Predictor;
use confrere::diversity::{
    ContrarianRule, Contrast, Graph, StanceModel, conversation_starters, divisiveness,
    group_consensus,
};
use confrere::{Matcher, Network, Person, PersonId, Policy};
use serde::Serialize;

use crate::random::Random;
use crate::reading::{Reading, Votes, counted};
use crate::{Refused, progress};

/// People by name and the ties between them.
pub struct NamedGraph {
    pub names: Vec<String>,
    pub graph: Graph,
    /// The circle of each person, where a file named them.
    pub circles: Option<Vec<String>>,
}

/// Reads ties, whose strength may be any number from 0 up here, and optionally the circle of each person. People are numbered in
/// name order; those who only stand among the circles are people too.
pub fn read_graph(
    reading: &Reading,
    ties: &Path,
    circles: Option<&Path>,
) -> Result<NamedGraph, Refused> {
    let ties = reading.ties(ties, None)?;
    let circles: Option<BTreeMap<String, String>> = circles
        .map(|path| Ok::<_, Refused>(reading.circles(path)?.into_iter().collect()))
        .transpose()?;
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    for tie in &ties.rows {
        numbers.extend([(tie.from.as_str(), 0), (tie.to.as_str(), 0)]);
    }
    for name in circles.iter().flat_map(BTreeMap::keys) {
        numbers.insert(name, 0);
    }
    for (place, number) in numbers.values_mut().enumerate() {
        *number = place as u32;
    }
    let numbered = ties.rows.iter().map(|tie| {
        (
            numbers[tie.from.as_str()],
            numbers[tie.to.as_str()],
            tie.amount,
        )
    });
    let graph = Graph::new(numbers.len() as u32, &numbered.collect::<Vec<_>>())?;
    let names: Vec<String> = numbers.into_keys().map(str::to_string).collect();
    let circle =
        |name: &String, all: &BTreeMap<String, String>| all.get(name).cloned().unwrap_or_default();
    let circles = circles.map(|all| names.iter().map(|name| circle(name, &all)).collect());
    Ok(NamedGraph {
        names,
        graph,
        circles,
    })
}

/// How divisive each topic is among some votes.
fn weights(votes: &[Vec<(u32, f32)>], topics: usize) -> Vec<f32> {
    let mut by_topic = vec![Vec::new(); topics];
    for &(topic, vote) in votes.iter().flatten() {
        by_topic[topic as usize].push(vote);
    }
    by_topic.into_iter().map(divisiveness).collect()
}

#[derive(Serialize)]
struct Opposite<'a> {
    one: &'a str,
    other: &'a str,
    score: f32,
    disagreement: f32,
    topics: u32,
    /// What both stand on one side of: common ground.
    begin_with: Vec<&'a str>,
    then: Option<&'a str>,
}

/// Prints the pairs of participants that differ most, and what they could talk about.
pub fn tell_opposites(
    out: &mut dyn Write,
    all: &Votes,
    limit: usize,
    json: bool,
) -> Result<(), Refused> {
    let (rule, weights) = (
        ContrarianRule::default(),
        weights(&all.votes, all.topics.len()),
    );
    let weight = |topic: u32| weights[topic as usize];
    let mut pairs: Vec<(Contrast, usize, usize)> = Vec::new();
    let order = |a: &(Contrast, usize, usize), b: &(Contrast, usize, usize)| {
        let score = b.0.score.total_cmp(&a.0.score);
        score.then((a.1, a.2).cmp(&(b.1, b.2)))
    };
    for one in 0..all.votes.len() {
        for other in one + 1..all.votes.len() {
            // Votes are all that is known of these people, so common ground is not.
            let contrast = rule.compare(&all.votes[one], &all.votes[other], weight, 0.0);
            pairs.extend(contrast.map(|contrast| (contrast, one, other)));
        }
        pairs.sort_unstable_by(order);
        pairs.truncate(limit);
    }
    let consensus = |topic: u32| {
        let (seen, agreed) = all.seen[topic as usize];
        group_consensus([(agreed, seen)])
    };
    let name = |topic: u32| all.topics[topic as usize].as_str();
    for (contrast, one, other) in pairs.into_iter().take(limit) {
        let starters = conversation_starters(&all.votes[one], &all.votes[other], consensus, weight);
        let pair = Opposite {
            one: &all.participants[one],
            other: &all.participants[other],
            score: contrast.score,
            disagreement: contrast.disagreement,
            topics: contrast.topics,
            begin_with: starters
                .agreed
                .iter()
                .take(3)
                .map(|&topic| name(topic))
                .collect(),
            then: starters.disputed.map(|item| name(item.topic)),
        };
        if json {
            writeln!(out, "{}", serde_json::to_string(&pair)?)?;
            continue;
        }
        let Opposite {
            one,
            other,
            score,
            disagreement,
            topics,
            begin_with,
            then,
        } = pair;
        let topics = counted(topics as usize, "topic", "topics");
        write!(
            out,
            "{one} and {other}: score {score:.2}, {:.0} % apart over {topics}, divisive ones counting more",
            100.0 * disagreement
        )?;
        if !begin_with.is_empty() {
            let shared = begin_with.join(", ");
            write!(out, "; begin with {shared}, where they stand on one side")?;
        }
        if let Some(topic) = then {
            let after = if begin_with.is_empty() { "" } else { "then " };
            write!(out, "; {after}dispute {topic}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// How much is hidden, and how often that is tried.
pub struct Evaluation {
    pub hide: f64,
    pub seeds: u64,
    pub json: bool,
}

/// How many votes a pair must share among the seen and among the hidden ones to be judged, as in the baseline.
const SHARED_SEEN: usize = 8;
const SHARED_HIDDEN: usize = 5;

#[derive(Serialize)]
struct Row {
    seed: u64,
    pairs: usize,
    seen_disagreement: f64,
    contrarian_score: f64,
    stance_model: f64,
    /// By the disagreement that a matcher with [`Policy::contrarian`] counts.
    contrarian_policy: f64,
}

/// Hides a share of the votes, ranks pairs by what is left and reports the area under the ROC curve with which each ranking
/// finds the tenth of the pairs that disagree most on the hidden votes.
pub fn evaluate(out: &mut dyn Write, all: &Votes, plan: &Evaluation) -> Result<(), Refused> {
    let all = &by_name(all);
    let mut bar = progress(plan.seeds, "hiding and judging");
    let mut rows = Vec::new();
    for seed in 0..plan.seeds {
        // Where no pair differs more than nine tenths of them there is nothing to find.
        rows.extend(Some(judge(all, plan.hide, seed)?).filter(|row| row.stance_model.is_finite()));
        bar.inc(1);
    }
    bar.finish_and_clear();
    if rows.is_empty() {
        return Err(Refused::new(
            "with no seed any pair differs more than the others on hidden votes",
        ));
    }
    if plan.json {
        for row in &rows {
            writeln!(out, "{}", serde_json::to_string(row)?)?;
        }
        return Ok(());
    }
    writeln!(
        out,
        "{} participants, {} topics; {:.0} % of the votes hidden; AUC of the tenth of pairs that disagree most on them",
        all.participants.len(),
        all.topics.len(),
        100.0 * plan.hide
    )?;
    writeln!(
        out,
        "seed    pairs  seen disagreement  contrarian score  stance model  Policy::contrarian()"
    )?;
    for row in &rows {
        let Row {
            seed,
            pairs,
            seen_disagreement,
            contrarian_score,
            stance_model,
            contrarian_policy,
        } = row;
        writeln!(
            out,
            "{seed:>4} {pairs:>8}  {seen_disagreement:>17.4}  {contrarian_score:>16.4}  {stance_model:>12.4}  {contrarian_policy:>20.4}"
        )?;
    }
    let mean = |pick: fn(&Row) -> f64| rows.iter().map(pick).sum::<f64>() / rows.len() as f64;
    let (seen, score) = (
        mean(|row| row.seen_disagreement),
        mean(|row| row.contrarian_score),
    );
    let model = mean(|row| row.stance_model);
    let policy = mean(|row| row.contrarian_policy);
    writeln!(
        out,
        "mean           {seen:>17.4}  {score:>16.4}  {model:>12.4}  {policy:>20.4}"
    )?;
    let better = rows
        .iter()
        .filter(|row| row.stance_model > row.seen_disagreement)
        .count();
    writeln!(
        out,
        "The model of stances beats seen disagreement in {better} of {} seeds, by {:+.4} on average.",
        rows.len(),
        model - seen
    )?;
    Ok(())
}

fn judge(all: &Votes, hide: f64, seed: u64) -> Result<Row, Refused> {
    let mut random = Random::new(seed);
    let (mut seen, mut hidden) = (Vec::new(), Vec::new());
    for votes in &all.votes {
        let (away, kept): (Vec<_>, Vec<_>) = votes.iter().partition(|_| random.chance(hide));
        seen.push(kept);
        hidden.push(away);
    }
    let model = StanceModel::new(&seen, all.topics.len() as u32)?;
    let (rule, weights) = (ContrarianRule::default(), weights(&seen, all.topics.len()));
    let weight = |topic: u32| weights[topic as usize];
    let matcher = contrarian(&seen, &all.topics)?;
    let (mut truth, mut ranks) = (Vec::new(), [const { Vec::new() }; 4]);
    for one in 0..seen.len() {
        if seen[one].len() < SHARED_SEEN || hidden[one].len() < SHARED_HIDDEN {
            continue;
        }
        for other in one + 1..seen.len() {
            let on_hidden = apart(&hidden[one], &hidden[other], SHARED_HIDDEN);
            let on_seen = apart(&seen[one], &seen[other], SHARED_SEEN);
            let (Some(on_hidden), Some(on_seen)) = (on_hidden, on_seen) else {
                continue;
            };
            truth.push(on_hidden);
            let contrast = rule.compare(&seen[one], &seen[other], weight, 0.0);
            let expected =
                model.disagreement((one as u32, &seen[one]), (other as u32, &seen[other]));
            ranks[0].push(on_seen);
            ranks[1].push(contrast.map_or(0.0, |contrast| f64::from(contrast.score)));
            ranks[2].push(expected.unwrap_or_default());
            let components = matcher.components(participant(one), participant(other));
            let foretold = components.get(Predictor::Disagreement);
            ranks[3].push(f64::from(foretold.unwrap_or_default()));
        }
    }
    if truth.is_empty() {
        return Err(Refused::new(
            "no two participants share enough votes to be judged",
        ));
    }
    let mut sorted = truth.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let least = sorted[sorted.len() * 9 / 10];
    let far: Vec<bool> = truth.iter().map(|&apart| apart > least).collect();
    let area = |scores: &[f64]| area_under_curve(scores, &far);
    Ok(Row {
        seed,
        pairs: truth.len(),
        seen_disagreement: area(&ranks[0]),
        contrarian_score: area(&ranks[1]),
        stance_model: area(&ranks[2]),
        contrarian_policy: area(&ranks[3]),
    })
}

/// The same votes with topics in the order of their names, as a network has them: a model starts from their order.
fn by_name(all: &Votes) -> Votes {
    let mut order: Vec<u32> = (0..all.topics.len() as u32).collect();
    order.sort_by_key(|&topic| &all.topics[topic as usize]);
    let mut places = vec![0; order.len()];
    for (place, &topic) in (0..).zip(&order) {
        places[topic as usize] = place;
    }
    let votes = all.votes.iter().map(|votes| {
        let votes = votes
            .iter()
            .map(|&(topic, vote)| (places[topic as usize], vote));
        let mut votes: Vec<_> = votes.collect();
        votes.sort_unstable_by_key(|vote| vote.0);
        votes
    });
    let passed = all.passed.iter().map(|passed| {
        let mut passed: Vec<u32> = passed.iter().map(|&topic| places[topic as usize]).collect();
        passed.sort_unstable();
        passed
    });
    Votes {
        passed: passed.collect(),
        participants: all.participants.clone(),
        topics: order
            .iter()
            .map(|&topic| all.topics[topic as usize].clone())
            .collect(),
        votes: votes.collect(),
        seen: order
            .iter()
            .map(|&topic| all.seen[topic as usize])
            .collect(),
    }
}

/// A matcher that looks for other views among people of whom nothing is known but votes.
fn contrarian(votes: &[Vec<(u32, f32)>], topics: &[String]) -> Result<Matcher, Refused> {
    let people = votes.iter().enumerate().map(|(number, votes)| {
        let person = Person::new(number.to_string());
        votes.iter().fold(person, |person, &(topic, vote)| {
            person.stance(&topics[topic as usize], vote)
        })
    });
    let network = Network::from_people(people, [])?;
    Ok(Matcher::with_policy(&network, Policy::contrarian())?)
}

/// The id of a participant by number.
fn participant(number: usize) -> PersonId {
    PersonId::of(number.to_string())
}

/// The mean distance of two lists of votes, where they share enough.
fn apart(one: &[(u32, f32)], other: &[(u32, f32)], least: usize) -> Option<f64> {
    let (mut place, mut count, mut sum) = (0, 0, 0.0);
    for &(topic, vote) in one {
        while other.get(place).is_some_and(|behind| behind.0 < topic) {
            place += 1;
        }
        if let Some(&(same, answer)) = other.get(place).filter(|next| next.0 == topic) {
            debug_assert_eq!(same, topic);
            count += 1;
            sum += f64::from(vote - answer).abs() / 2.0;
        }
    }
    (count >= least).then(|| sum / count as f64)
}

/// The chance that a wanted one scores above another, equal scores counting half.
pub fn area_under_curve(scores: &[f64], wanted: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_unstable_by(|&a, &b| scores[a].total_cmp(&scores[b]));
    let (mut below, mut sum) = (0.0, 0.0);
    for run in order.chunk_by(|&a, &b| scores[a] == scores[b]) {
        let hits = run.iter().filter(|&&at| wanted[at]).count() as f64;
        let others = run.len() as f64 - hits;
        sum += hits * (below + others / 2.0);
        below += others;
    }
    sum / (below * (scores.len() as f64 - below))
}
