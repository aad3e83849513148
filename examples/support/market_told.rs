//! The figures of a market in words and as JSON.

use std::io::Write;

use confrere::assign::exposure::{Rankings, Summary};
use confrere::market::Shares;
use serde_json::json;

use crate::Refused;

/// Whose figures are told: those of two sides, or of one pool, whose figures of a right side mean nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    Pool,
    Two,
}

impl Sides {
    /// Both figures, or that of the pool.
    fn both(self, left: f64, right: f64, digits: usize) -> String {
        match self {
            Self::Pool => format!("{left:.digits$}"),
            Self::Two => format!("{left:.digits$}/{right:.digits$}"),
        }
    }

    /// A figure of the right side, which a pool lacks.
    fn right(self, figure: f64) -> Option<f64> {
        (self == Self::Two).then_some(figure)
    }
}

/// One line of figures.
pub fn line(figures: &Summary, sides: Sides) -> String {
    let Summary {
        matches, starved, ..
    } = figures;
    let envy = sides.both(figures.envy_left.pairs, figures.envy_right.pairs, 0);
    let gini = sides.both(figures.gini_left, figures.gini_right, 3);
    let load = sides.both(figures.most_load_left, figures.most_load_right, 1);
    format!(
        "{matches:.3} matches, envy {envy}, Gini {gini}, {starved} starved, most attention {load}"
    )
}

/// The figures with what they took; as JSON without the time, so that the same question has the same answer.
pub fn tell(
    out: &mut dyn Write,
    json: bool,
    (figures, sides): (&Summary, Sides),
    iterations: u32,
    seconds: f64,
) -> Result<(), Refused> {
    if !json {
        writeln!(
            out,
            "{}, {iterations} iterations, {seconds:.3} s",
            line(figures, sides)
        )?;
        return Ok(());
    }
    let object = json!({
        "matches": figures.matches, "envy_left": figures.envy_left.pairs, "envy_right": sides.right(figures.envy_right.pairs),
        "envy_margin": figures.envy_left.margin + figures.envy_right.margin, "gini_left": figures.gini_left,
        "gini_right": sides.right(figures.gini_right), "starved": figures.starved, "iterations": iterations,
    });
    Ok(writeln!(out, "{object}")?)
}

/// The means of the figures of several markets.
pub fn tell_means(
    out: &mut dyn Write,
    json: bool,
    (markets, sides): (&[Summary], Sides),
) -> Result<(), Refused> {
    let count = markets.len() as f64;
    let mean = |figure: fn(&Summary) -> f64| markets.iter().map(figure).sum::<f64>() / count;
    let matches = mean(|figures| figures.matches);
    let envy_left = mean(|figures| figures.envy_left.pairs);
    let envy_right = mean(|figures| figures.envy_right.pairs);
    let gini_left = mean(|figures| figures.gini_left);
    let gini_right = mean(|figures| figures.gini_right);
    if !json {
        let envy = sides.both(envy_left, envy_right, 0);
        let gini = sides.both(gini_left, gini_right, 3);
        writeln!(
            out,
            "means of {count} markets: {matches:.2} matches, envy {envy}, Gini {gini}"
        )?;
        return Ok(());
    }
    let object = json!({
        "markets": markets.len(), "matches": matches, "envy_left": envy_left, "envy_right": sides.right(envy_right),
        "gini_left": gini_left, "gini_right": sides.right(gini_right),
    });
    Ok(writeln!(out, "{object}")?)
}

/// The figures of a one-sided market, which has no envy and no right side.
pub fn tell_jobs(
    out: &mut dyn Write,
    json: bool,
    rankings: &Rankings,
    seconds: f64,
) -> Result<(), Refused> {
    let (matches, gini, starved) = (rankings.matches(), rankings.gini(), rankings.starved());
    let iterations = rankings.iterations();
    if !json {
        writeln!(
            out,
            "{matches:.2} matches, Gini {gini:.3} among applicants, {starved} starved, {iterations} iterations, {seconds:.3} s"
        )?;
        return Ok(());
    }
    let object = json!({
        "matches": matches, "envy_left": null, "envy_right": null, "gini_left": gini, "gini_right": null,
        "starved": starved, "iterations": iterations,
    });
    Ok(writeln!(out, "{object}")?)
}

/// Everyone's list with reasons, and who was left out.
pub fn tell_lists(out: &mut dyn Write, shares: &Shares) -> Result<(), Refused> {
    let network = shares.matcher().network();
    for person in network.people() {
        let shown = shares.shown_to(person);
        writeln!(out, "{}, shown to {shown}:", network.name(person))?;
        for pick in shares.list(person) {
            writeln!(out, "  {}. {pick}", pick.place())?;
        }
        for moved in shares.left_out(person) {
            writeln!(out, "  -  {moved}")?;
        }
    }
    Ok(())
}
