//! Charts: exposure, score against difference, and what openness costs.

use std::cmp::Ordering;

use confrere::assign::exposure::Objective;
use confrere::market::Market;
use confrere::{Matcher, Policy};

use crate::Refused;
use crate::report::page::{
    Axes, BLUE, COLOURS, GREY, every, folded, legend_of_lines, note, number, picture,
    score as shortest, table,
};
use crate::report::{NOTHING_PROPOSED, PLACES, PLANNED, Report};

impl Report {
    /// The fairer of two plans of all lists: a market in which demand meets attention, and one for the most matches, which is fairer where
    /// gains are great and alike. `None` where people are too many.
    pub(in crate::report) fn shares(&self) -> Result<Option<Vec<f64>>, Refused> {
        /// The spread of taste: of .01 to 1 the one with the lowest Gini coefficients on random communities.
        const SPREAD: f64 = 0.05;
        if self.ids.len() > PLANNED {
            return Ok(None);
        }
        let plan = |objective| -> Result<Vec<f64>, Refused> {
            let market = Market::new().places(PLACES).objective(objective);
            let shares = self.matcher.market(&market)?;
            let lists = self.ids.iter().map(|&id| {
                let peers = shares.peers(id).into_iter().map(|peer| self.place(peer));
                peers.collect::<Vec<usize>>()
            });
            Ok(self.attention(lists))
        };
        let met = plan(Objective::Transferable(SPREAD))?;
        let most = plan(Objective::Anneal)?;
        let (one, other) = (Attention::of(&met), Attention::of(&most));
        let order = other.nowhere.cmp(&one.nowhere);
        let is_fairer = order.then(other.gini.total_cmp(&one.gini)).is_lt();
        Ok(Some(if is_fairer { most } else { met }))
    }

    /// How much attention everyone gets from best peers and `after` fair shares.
    pub(in crate::report) fn exposure(&self, after: Option<&[f64]>) -> String {
        let listed = self.lists.iter().map(|list| {
            let peers = list.iter().map(|ranked| self.place(ranked.peer));
            peers.collect::<Vec<usize>>()
        });
        let before = self.attention(listed);
        if before.iter().all(|&amount| amount == 0.0) {
            return NOTHING_PROPOSED.into();
        }
        let axes = Axes {
            across: ("people, least seen first, %", (0.0, 100.0)),
            up: ("their share of all attention, %", (0.0, 100.0)),
        };
        /// How the lines are named in the legend and in the table.
        const NAMES: [&str; 2] = ["best peers", "fair shares"];
        let even = axes.line(&[(0.0, 0.0), (100.0, 100.0)], GREY, "2 5");
        let mut svg = axes.svg() + &even + &axes.line(&lorenz(&before), COLOURS[5], "9 5");
        let mut rows = vec![Attention::of(&before).row(NAMES[0])];
        let mut keys = vec![
            (GREY, "dotted", "everyone is shown equally"),
            (COLOURS[5], "dashed", NAMES[0]),
        ];
        let mut told = format!(
            "The nearer to the dotted line, the more evenly people are shown. Everyone is shown a list of up to {PLACES} others; attention is 1 for each first place on a list, 1/2 for each second, 1/3 for each third, and so on. The Gini of attention is 0 where all get equal attention, and near 1 where one person gets it all."
        );
        match after {
            Some(after) => {
                svg += &axes.line(&lorenz(after), BLUE, "none");
                rows.push(Attention::of(after).row(NAMES[1]));
                keys.push((BLUE, "solid", NAMES[1]));
                told += &format!(
                    " {}",
                    compared(&Attention::of(&before), &Attention::of(after))
                );
            }
            None => told += &format!(" Fair shares are planned for up to {PLANNED} people."),
        }
        let head = [
            "Lists",
            "People shown nowhere",
            "Median attention",
            "Most attention",
            "Gini of attention",
        ];
        let title = "How much attention each person gets, before and after fair shares";
        picture(title, &svg) + &legend_of_lines(&keys) + &note(&told) + &table(&head, rows)
    }

    /// What everyone gets when the first place of a list counts 1, the second a half, the third a third.
    fn attention(&self, lists: impl Iterator<Item = Vec<usize>>) -> Vec<f64> {
        let mut amounts = vec![0.0; self.ids.len()];
        for list in lists {
            for (rank, peer) in (1..).zip(list) {
                amounts[peer] += 1.0 / f64::from(rank);
            }
        }
        amounts
    }

    /// Each proposed pair by difference and score.
    pub(in crate::report) fn scatter(&self) -> String {
        /// More dots hide each other.
        const DOTS: usize = 1_000;
        let pairs = self.pairs();
        if pairs.is_empty() {
            return NOTHING_PROPOSED.into();
        }
        let step = pairs.len().div_ceil(DOTS).max(1);
        let mut dots = Vec::new();
        let mut rows = Vec::new();
        for &(score, one, other) in pairs.iter().step_by(step) {
            let Some(pair) = self.matcher.pair(self.ids[one], self.ids[other]) else {
                continue;
            };
            let (name, peer) = (self.name(one).to_string(), self.name(other).to_string());
            let (shown, difference) = (shortest(score), format!("{:.2}", pair.distance()));
            let title = format!("{name} and {peer}: score {shown}, difference {difference}");
            dots.push(((f64::from(pair.distance()), f64::from(score)), title));
            rows.push(vec![name, peer, shown, difference]);
        }
        let places: Vec<(f64, f64)> = dots.iter().map(|dot| dot.0).collect();
        let axes = Axes::around(("difference", "score"), &places);
        let drawn = dots
            .iter()
            .map(|(place, title)| axes.dot(*place, BLUE, title));
        let svg = axes.svg() + &drawn.collect::<String>();
        rows.truncate(50);
        let mut told = String::from("Each dot is a proposed pair.");
        if step > 1 {
            told += &format!(" Of {} pairs, {} is drawn.", pairs.len(), every(step));
        }
        let summary = match rows.len() {
            count if count == dots.len() => "All pairs as a table".to_string(),
            count => format!("The best {count} of the drawn pairs as a table"),
        };
        let best = table(&["One", "Other", "Score", "Difference"], rows);
        picture("Each proposed pair by difference and score", &svg)
            + &note(&told)
            + &folded(&summary, &best)
    }

    /// What openness does: the difference of lists, and the benefit that they keep.
    pub(in crate::report) fn trade_off(&self) -> Result<String, Refused> {
        if self.pairs().is_empty() {
            return Ok(NOTHING_PROPOSED.into());
        }
        let points = self.trade_off_points()?;
        if points
            .windows(2)
            .all(|two| (two[0].1, two[0].2) == (two[1].1, two[1].2))
        {
            return Ok("<p>However much difference counts, everyone's first peers are on average as different and as useful.</p>\n".into());
        }
        let curve: Vec<(f64, f64)> = points.iter().map(|point| (point.1, point.2)).collect();
        let axes = Axes::around(
            (
                "mean difference of everyone's first peer",
                "mean benefit of everyone's first peer",
            ),
            &curve,
        )
        .with_room_below(&curve);
        let mut svg = axes.svg() + &axes.line(&curve, BLUE, "none");
        for (openness, difference, kept) in &points {
            let title = format!("openness {openness}");
            svg += &axes.dot((*difference, *kept), COLOURS[5], &title);
        }
        // Labels keep off the line: below its lower end, above its upper end.
        let rises = points.last().map(|end| end.2) >= points.first().map(|start| start.2);
        let ends = [(points.first(), rises), (points.last(), !rises)];
        for (end, is_below) in ends {
            if let Some(&(openness, difference, kept)) = end {
                let text = format!("openness {openness}");
                svg += &axes.label((difference, kept), is_below, &text);
            }
        }
        let rows = points.iter().map(|point| {
            vec![
                number(f64::from(point.0)),
                number(point.1),
                format!("{:.3}", point.2),
            ]
        });
        Ok(
            picture("Benefit against difference as openness grows", &svg)
                + &note(&format!(
                    "Openness says how much a difference counts: at 0 not at all. The lists of this page use {}, unless a person says otherwise.",
                    Policy::default().get_openness()
                ))
                + &table(&["Openness", "Mean difference", "Mean benefit"], rows),
        )
    }

    /// Openness, mean difference of everyone's first peer, mean benefit of it.
    fn trade_off_points(&self) -> Result<Vec<(f32, f64, f64)>, Refused> {
        let network = self.matcher.network();
        let benefit = Matcher::with_policy(network, Policy::benefit_only())?;
        let mut points = Vec::new();
        for openness in [0.0_f32, 1.0, 3.0, 7.0, 15.0] {
            let matcher = Matcher::with_policy(network, Policy::default().openness(openness))?;
            let (mut count, mut difference, mut kept) = (0.0, 0.0, 0.0);
            for (who, list) in network.people().zip(matcher.recommend_all(1)) {
                for ranked in list {
                    let Some(pair) = self.matcher.pair(who, ranked.peer) else {
                        continue;
                    };
                    count += 1.0;
                    difference += f64::from(pair.distance());
                    kept += f64::from(benefit.score(who, ranked.peer));
                }
            }
            points.push((
                openness,
                difference / f64::max(count, 1.0),
                kept / f64::max(count, 1.0),
            ));
        }
        Ok(points)
    }
}

/// The curve of Lorenz (1905): which share of the sum goes to which share of people, those with least first; in per cent.
fn lorenz(amounts: &[f64]) -> Vec<(f64, f64)> {
    let mut amounts = amounts.to_vec();
    amounts.sort_unstable_by(f64::total_cmp);
    let (count, all) = (amounts.len() as f64, amounts.iter().sum::<f64>().max(1e-12));
    let mut sum = 0.0;
    let points = amounts.iter().zip(1..).map(|(amount, rank)| {
        sum += amount;
        (100.0 * f64::from(rank) / count, 100.0 * sum / all)
    });
    std::iter::once((0.0, 0.0)).chain(points).collect()
}

/// How attention is spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attention {
    /// How many get none.
    pub nowhere: usize,
    pub median: f64,
    pub most: f64,
    /// Gini's coefficient.
    pub gini: f64,
}

impl Attention {
    pub fn of(amounts: &[f64]) -> Self {
        let mut sorted = amounts.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let count = sorted.len() as f64;
        let sum: f64 = sorted.iter().sum();
        let ranked = sorted.iter().zip(1..);
        let ranked = ranked.map(|(amount, rank)| amount * f64::from(rank));
        Self {
            nowhere: sorted.iter().filter(|amount| **amount == 0.0).count(),
            median: median(&sorted),
            most: sorted.last().copied().unwrap_or(0.0),
            gini: 2.0 * ranked.sum::<f64>() / (count * sum).max(1e-12) - (count + 1.0) / count,
        }
    }

    fn row(&self, name: &str) -> Vec<String> {
        let shown = [self.median, self.most, self.gini].map(|value| format!("{value:.2}"));
        let cells = [name.to_string(), self.nowhere.to_string()].into_iter();
        cells.chain(shown).collect()
    }
}

/// The middle of ascending numbers: of an even number of them, the mean of the two in the middle; 0 of none.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    let Some(&upper) = sorted.get(middle) else {
        return 0.0;
    };
    if sorted.len() % 2 == 1 {
        return upper;
    }
    (sorted[middle - 1] + upper) / 2.0
}

/// What fair shares do to these lists, as the figures beside it say.
pub fn compared(best: &Attention, fair: &Attention) -> String {
    // Figures that are shown alike are alike.
    let shown = |value: f64| (100.0 * value).round();
    let moved = |what: &str, from: f64, to: f64| match shown(to).total_cmp(&shown(from)) {
        Ordering::Less => format!("{what} falls from {from:.2} to {to:.2}"),
        Ordering::Equal => format!("{what} stays {to:.2}"),
        Ordering::Greater => format!("{what} rises from {from:.2} to {to:.2}"),
    };
    let nowhere = match fair.nowhere.cmp(&best.nowhere) {
        Ordering::Less => format!(
            "fewer people are shown nowhere, {} after {}",
            fair.nowhere, best.nowhere
        ),
        Ordering::Equal => format!("as many people are shown nowhere, {}", fair.nowhere),
        Ordering::Greater => format!(
            "more people are shown nowhere, {} after {}",
            fair.nowhere, best.nowhere
        ),
    };
    let most = moved("the most attention", best.most, fair.most);
    let gini = moved("the Gini of attention", best.gini, fair.gini);
    format!(
        "Fair shares plan all lists at once; of two such plans the one is taken that leaves fewer people out, then the more even one. Here {nowhere}; {most}; {gini}."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_is_the_mean_of_the_two_middle_values() {
        assert_eq!(Attention::of(&[1.0, 0.0]).median, 0.5);
        assert_eq!(Attention::of(&[4.0, 0.0, 1.0]).median, 1.0);
        assert_eq!(Attention::of(&[0.0, 3.0, 2.0, 9.0]).median, 2.5);
    }

    #[test]
    fn words_on_fair_shares_follow_the_figures() {
        let figures = |nowhere, most, gini| Attention {
            nowhere,
            median: 1.0,
            most,
            gini,
        };
        let best = figures(2, 3.0, 0.4);
        let worse = compared(&best, &figures(3, 4.0, 0.5));
        assert!(worse.contains("more people are shown nowhere, 3 after 2"));
        assert!(worse.contains("the most attention rises from 3.00 to 4.00"));
        assert!(worse.contains("the Gini of attention rises from 0.40 to 0.50"));
        let better = compared(&best, &figures(0, 2.0, 0.1));
        assert!(better.contains("fewer people are shown nowhere, 0 after 2"));
        assert!(better.contains("the most attention falls from 3.00 to 2.00"));
        let alike = compared(&best, &figures(2, 3.001, 0.4));
        assert!(alike.contains("as many people are shown nowhere, 2"));
        assert!(alike.contains("the most attention stays 3.00"));
    }
}
