//! The picture of the network, and gains between circles.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::reading::counted;
use crate::report::page::{
    BLUE, escaped, every, folded, legend, note, picture, picture_of, score, short, table, width,
};
use crate::report::{DRAWN, MATCHES_DRAWN, NOTHING_PROPOSED, Report, layout, page::COLOURS};

impl Report {
    pub(in crate::report) fn colour(&self, place: usize) -> &'static str {
        COLOURS[self.circles.of[place].min(COLOURS.len() - 1)]
    }

    /// The network: people as dots, ties and proposals as lines.
    pub(in crate::report) fn drawing(&self) -> String {
        let step = self.ids.len().div_ceil(DRAWN).max(1);
        let drawn: Vec<usize> = (0..self.ids.len()).step_by(step).collect();
        let local: BTreeMap<usize, usize> = drawn.iter().copied().zip(0..).collect();
        let inside = |a: usize, b: usize| Some((*local.get(&a)?, *local.get(&b)?));
        let known = self.network().acquaintances();
        let known = known.iter().filter(|tie| tie.0 < tie.1);
        let ties: Vec<(usize, usize)> = known
            .filter_map(|(a, b, _)| inside(a as usize, b as usize))
            .collect();
        let pairs = self.pairs();
        let inside_pairs = pairs.iter().filter_map(|pair| inside(pair.1, pair.2));
        let mut proposed: Vec<(usize, usize)> = inside_pairs.collect();
        // Without ties the proposals themselves hold the picture together.
        let held = if ties.is_empty() {
            proposed.clone()
        } else {
            ties.clone()
        };
        let at = layout::network(drawn.len(), &held);
        proposed.truncate(MATCHES_DRAWN);
        let svg = self.network_svg((&drawn, &at), &ties, &proposed);
        let title = "People as dots, ties as grey lines, proposed matches as orange lines";
        let mut html = picture(title, &svg);
        if self.circles.names.len() > 1 {
            html += &legend(&self.circles.names);
        }
        if step > 1 {
            let (drawn, all, every) = (drawn.len(), self.ids.len(), every(step));
            html += &note(&format!(
                "{drawn} of {all} people are drawn, {every} by name."
            ));
        }
        let mut is_tied = vec![false; drawn.len()];
        held.iter().for_each(|&(one, other)| {
            is_tied[one] = true;
            is_tied[other] = true;
        });
        let alone = is_tied.iter().filter(|tied| !**tied).count();
        if alone > 0 {
            let what = if ties.is_empty() { "proposal" } else { "tie" };
            let who = counted(alone, "person", "people");
            html += &note(&format!("In rows at the bottom: {who} without a {what}."));
        }
        if proposed.is_empty() {
            return html;
        }
        let ties = if ties.is_empty() {
            ""
        } else {
            " Grey lines: people who know each other."
        };
        let colours = if self.circles.names.len() > 1 {
            format!(", coloured by {}", self.circles.kind.one())
        } else {
            String::new()
        };
        let lines = match proposed.len() {
            1 if pairs.len() == 1 => "Orange line: the only proposed pair.".to_string(),
            shown if shown == pairs.len() => {
                format!("Orange lines: all {shown} proposed pairs.")
            }
            shown => format!(
                "Orange lines: the best {shown} of {} proposed pairs.",
                pairs.len()
            ),
        };
        html += &note(&format!("Dots: people{colours}.{ties} {lines}"));
        let row = |&(value, one, other): &(f32, usize, usize)| {
            let (one, other) = (self.name(one).to_string(), self.name(other).to_string());
            vec![one, other, score(value)]
        };
        let best = pairs.iter().take(MATCHES_DRAWN).map(row);
        let best = table(&["One", "Other", "Score"], best);
        html + &folded("Proposed pairs as a table", &best)
    }

    fn network_svg(
        &self,
        (drawn, at): (&[usize], &[(f64, f64)]),
        ties: &[(usize, usize)],
        proposed: &[(usize, usize)],
    ) -> String {
        let place = |one: usize| (20.0 + 760.0 * at[one].0, 20.0 + 460.0 * at[one].1);
        let mut svg = String::new();
        let mut lines = |pairs: &[(usize, usize)], style: &str| {
            let mut path = String::new();
            for &(one, other) in pairs {
                let ((a, b), (c, d)) = (place(one), place(other));
                let _ = write!(path, "M{a:.0} {b:.0}L{c:.0} {d:.0}");
            }
            let _ = write!(svg, "<path d=\"{path}\" fill=\"none\" {style}/>");
        };
        // Lines of one path do not darken each other where they cross, so many are drawn in sheets that do, each the fainter.
        let sheet = ties.len().div_ceil(24).max(400);
        let sheets = ties.len().div_ceil(sheet).max(1);
        let faint = 0.5 / (sheets as f64).powf(0.7);
        let style =
            format!("stroke=\"currentColor\" stroke-width=\".6\" stroke-opacity=\"{faint:.3}\"");
        ties.chunks(sheet).for_each(|sheet| lines(sheet, &style));
        lines(
            proposed,
            "stroke=\"#d55e00\" stroke-width=\"1.2\" stroke-opacity=\".55\"",
        );
        let radius = (60.0 / (drawn.len().max(1) as f64).sqrt()).clamp(2.5, 6.0);
        for (one, &person) in drawn.iter().enumerate() {
            let (x, y) = place(one);
            let (colour, name) = (self.colour(person), escaped(self.name(person)));
            let _ = write!(
                svg,
                "<circle cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{radius:.1}\" fill=\"{colour}\" stroke=\"var(--paper)\" stroke-width=\".6\"><title>{name}</title></circle>"
            );
        }
        svg
    }

    /// Gains between circles, summed over proposed pairs.
    pub(in crate::report) fn matrix(&self) -> String {
        let size = self.circles.names.len();
        if size < 2 {
            return "<p>Fewer than two circles are known.</p>\n".into();
        }
        let gains = self.gains();
        if gains.iter().all(|&gain| gain == 0.0) {
            return NOTHING_PROPOSED.into();
        }
        let (svg, height) = self.matrix_svg(&gains);
        let head: Vec<&str> = std::iter::once("gains from →")
            .chain(self.circles.names.iter().map(String::as_str))
            .collect();
        let rows = (0..size).map(|row| {
            let cells = gains[row * size..(row + 1) * size].iter();
            let cells = cells.map(|gain| format!("{gain:.2}"));
            let name = std::iter::once(self.circles.names[row].clone());
            name.chain(cells).collect()
        });
        let one = self.circles.kind.one();
        picture_of(
            height,
            &format!("Gains of each {one}, a row, from each other, a column"),
            &svg,
        ) + &note(
            "What the people of a row gain from those of a column, summed over the proposed pairs; a gain is from 0 to 1 for each person. A fuller colour is more.",
        ) + &folded("Gains as a table", &table(&head, rows))
    }

    /// What each circle gains from each other, row by row.
    fn gains(&self) -> Vec<f64> {
        let size = self.circles.names.len();
        let mut gains = vec![0.0_f64; size * size];
        for (_, one, other) in self.pairs() {
            for (who, from) in [(one, other), (other, one)] {
                let pair = self.matcher.pair(self.ids[who], self.ids[from]);
                let gain = pair.map_or(0.0, |pair| f64::from(pair.gain()));
                gains[self.circles.of[who] * size + self.circles.of[from]] += gain;
            }
        }
        gains
    }

    /// The picture and how high it is.
    fn matrix_svg(&self, gains: &[f64]) -> (String, f64) {
        let size = self.circles.names.len();
        let most = gains.iter().copied().fold(0.0, f64::max).max(1e-9);
        // Room for names in the larger letters of narrow screens.
        let longest = self.circles.names.iter().map(|name| width(&short(name)));
        let longest = longest.max().unwrap_or(0) as f64;
        let (left, top) = (28.0 + 14.8 * longest, 42.0 + 10.0 * longest);
        let (side, high) = ((690.0 - left) / size as f64, 44.0);
        let mut svg = String::new();
        for (row, name) in self.circles.names.iter().enumerate() {
            let (across, down) = (side * row as f64, high * row as f64);
            let name = escaped(short(name));
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{name}</text><text transform=\"translate({:.1} {:.1}) rotate(-45)\">{name}</text>",
                left - 10.0,
                top + down + high / 2.0 + 6.0,
                left + across + side / 2.0,
                top - 8.0
            );
            for column in 0..size {
                let (x, y) = (left + side * column as f64, top + down);
                let gain = gains[row * size + column];
                let (from, to) = (
                    escaped(&self.circles.names[column]),
                    escaped(&self.circles.names[row]),
                );
                // Numbers must be readable on the fullest colour, in light and in dark.
                let shade = 0.7 * gain / most;
                let _ = write!(
                    svg,
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{side:.1}\" height=\"{high:.1}\" fill=\"{BLUE}\" fill-opacity=\"{shade:.2}\" stroke=\"currentColor\" stroke-opacity=\".2\"><title>{to} from {from}: {gain:.2}</title></rect><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{gain:.*}</text>",
                    x + side / 2.0,
                    y + high / 2.0 + 6.0,
                    usize::from(most < 100.0)
                );
            }
        }
        (svg, top + high * size as f64 + 10.0)
    }
}
