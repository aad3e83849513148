//! What a ranking of labelled pairs is worth.

use std::collections::HashMap;

use serde::Serialize;

use crate::random::Random;

/// How many draws of people an interval rests on.
const DRAWS: usize = 200;

/// The length of a list within a person.
const TEN: usize = 10;

/// One pair, as a method scores it.
#[derive(Debug, Clone, Copy)]
pub struct Scored {
    pub a: usize,
    pub b: usize,
    pub yes: bool,
    /// Whether they share no innermost circle; `None` where circles are not known.
    pub cross: Option<bool>,
    pub score: f64,
}

/// A row of the table.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    pub method: String,
    pub auc: f64,
    pub low: f64,
    pub high: f64,
    pub precision10: f64,
    pub recall10: f64,
    pub ndcg10: f64,
    pub brier: Option<f64>,
    /// Brier score of the base rate of the other folds.
    pub brier_base: f64,
    /// The greatest distance between a bin's mean chance and its rate, of bins of 200 pairs and more.
    pub worst_bin: Option<f64>,
    /// Mean chance, rate and size of ten bins of equal size.
    pub bins: Option<Vec<(f64, f64, usize)>>,
    /// AUC among pairs who share no innermost circle.
    pub cross_auc: Option<f64>,
    /// The share of such pairs among each one's ten best.
    pub cross_circle: Option<f64>,
    /// The share of pairs that said yes and score 0.
    pub zero_peers: f64,
    pub gini: f64,
}

/// Measures a method; `chances` says whether the scores are chances.
pub fn measure(method: &str, pairs: &[Scored], people: usize, chances: bool) -> Row {
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by(|&a, &b| pairs[a].score.total_cmp(&pairs[b].score));
    let ones = vec![1.0; people];
    let whole = auc(pairs, &order, &ones);
    let mut random = Random::new(1);
    let mut draws: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let mut weights = vec![0.0; people];
            (0..people).for_each(|_| weights[random.below(people)] += 1.0);
            auc(pairs, &order, &weights)
        })
        .filter(|auc| auc.is_finite())
        .collect();
    draws.sort_by(f64::total_cmp);
    let at = |share: f64| {
        draws
            .get((share * draws.len() as f64) as usize)
            .copied()
            .unwrap_or(whole)
    };
    let crossing: Vec<usize> = order
        .iter()
        .copied()
        .filter(|&place| pairs[place].cross == Some(true))
        .collect();
    let cross = auc(pairs, &crossing, &ones);
    let (best, lists) = tens(pairs, people);
    let rate = pairs.iter().filter(|pair| pair.yes).count() as f64 / pairs.len().max(1) as f64;
    let bins = chances.then(|| bins(pairs, &order));
    let sure = bins.iter().flatten().filter(|bin| bin.2 >= 200);
    let worst = sure.map(|bin| (bin.0 - bin.1).abs()).reduce(f64::max);
    let peers = pairs.iter().filter(|pair| pair.yes);
    let zero =
        peers.clone().filter(|pair| pair.score == 0.0).count() as f64 / peers.count().max(1) as f64;
    Row {
        method: method.into(),
        auc: whole,
        low: at(0.025),
        high: at(0.975),
        precision10: best[0],
        recall10: best[1],
        ndcg10: best[2],
        brier: chances.then(|| brier(pairs, |pair| pair.score)),
        brier_base: brier(pairs, |_| rate),
        worst_bin: worst,
        bins,
        cross_auc: cross.is_finite().then_some(cross),
        cross_circle: share_of_cross(&lists, pairs),
        zero_peers: zero,
        gini: gini(&lists, pairs, people),
    }
}

/// The area under the ROC curve, pairs in ascending order, each weighing the product of the weights of its two people; ties
/// count half.
fn auc(pairs: &[Scored], order: &[usize], weights: &[f64]) -> f64 {
    let (mut below, mut won, mut yes) = (0.0, 0.0, 0.0);
    for run in order.chunk_by(|&a, &b| pairs[a].score == pairs[b].score) {
        let mut sums = [0.0; 2];
        for &place in run {
            let pair = &pairs[place];
            sums[usize::from(pair.yes)] += weights[pair.a] * weights[pair.b];
        }
        won += sums[1] * (below + sums[0] / 2.0);
        below += sums[0];
        yes += sums[1];
    }
    won / (yes * below)
}

/// Precision, recall and NDCG at ten, averaged over people with a yes; and everyone's ten best of a score above 0.
fn tens(pairs: &[Scored], people: usize) -> ([f64; 3], Vec<Vec<usize>>) {
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); people];
    for (place, pair) in pairs.iter().enumerate() {
        of[pair.a].push(place);
        of[pair.b].push(place);
    }
    let (mut sums, mut count) = ([0.0; 3], 0.0);
    let mut lists = Vec::with_capacity(people);
    for (person, mut places) in of.into_iter().enumerate() {
        let peer = |place: usize| pairs[place].a + pairs[place].b - person;
        places.sort_by(|&x, &y| {
            let higher = pairs[y].score.total_cmp(&pairs[x].score);
            higher.then(peer(x).cmp(&peer(y)))
        });
        let all = places.iter().filter(|&&place| pairs[place].yes).count();
        places.truncate(TEN);
        if all > 0 {
            let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
            let hits = places
                .iter()
                .enumerate()
                .filter(|&(_, &place)| pairs[place].yes && pairs[place].score != 0.0);
            let (found, dcg) = hits.fold((0.0, 0.0), |(n, sum), (rank, _)| {
                (n + 1.0, sum + gain(rank))
            });
            let ideal: f64 = (0..all.min(TEN)).map(gain).sum();
            let parts = [found / TEN as f64, found / all as f64, dcg / ideal];
            sums.iter_mut()
                .zip(parts)
                .for_each(|(sum, part)| *sum += part);
            count += 1.0;
        }
        places.retain(|&place| pairs[place].score > 0.0);
        lists.push(places);
    }
    (sums.map(|sum: f64| sum / f64::max(count, 1.0)), lists)
}

fn share_of_cross(lists: &[Vec<usize>], pairs: &[Scored]) -> Option<f64> {
    let known = lists
        .iter()
        .flatten()
        .filter_map(|&place| pairs[place].cross);
    let (count, cross) = known.fold((0, 0), |(count, cross), is| {
        (count + 1, cross + u32::from(is))
    });
    (count > 0).then(|| f64::from(cross) / f64::from(count))
}

/// How unequally people are shown in the lists of others.
fn gini(lists: &[Vec<usize>], pairs: &[Scored], people: usize) -> f64 {
    let mut shown: HashMap<usize, u32> = HashMap::new();
    for (person, list) in lists.iter().enumerate() {
        for &place in list {
            *shown
                .entry(pairs[place].a + pairs[place].b - person)
                .or_default() += 1;
        }
    }
    let mut counts: Vec<u32> = (0..people)
        .map(|person| shown.get(&person).copied().unwrap_or(0))
        .collect();
    counts.sort_unstable();
    let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let n = people as f64;
    let weighed = counts.iter().enumerate();
    let sum: f64 = weighed
        .map(|(i, &count)| (2.0 * (i as f64 + 1.0) - n - 1.0) * f64::from(count))
        .sum();
    if total > 0.0 { sum / (n * total) } else { 0.0 }
}

fn brier(pairs: &[Scored], chance: impl Fn(&Scored) -> f64) -> f64 {
    let error = |pair: &Scored| (chance(pair) - f64::from(u8::from(pair.yes))).powi(2);
    pairs.iter().map(error).sum::<f64>() / pairs.len().max(1) as f64
}

fn bins(pairs: &[Scored], order: &[usize]) -> Vec<(f64, f64, usize)> {
    let size = order.len().div_ceil(10).max(1);
    let bin = |places: &[usize]| {
        let n = places.len() as f64;
        let chance: f64 = places.iter().map(|&place| pairs[place].score).sum();
        let yes = places.iter().filter(|&&place| pairs[place].yes).count();
        (chance / n, yes as f64 / n, places.len())
    };
    order.chunks(size).map(bin).collect()
}
