//! Pages and pictures as text: escaping, tables, charts in SVG. One page holds all: no script, no network.

use std::fmt::{Display, Write};

/// Colours for circles that differ in light and in dark (Okabe and Ito, 2008, without yellow and black); the last is for the rest.
pub const COLOURS: [&str; 8] = [
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a4fbf", GREY,
];
/// A blue that stands out in light and in dark.
pub const BLUE: &str = "#2f8fd0";
/// What is compared with, or belongs to none of the colours.
pub const GREY: &str = "#8c8c8c";

const STYLE: &str = ":root{color-scheme:light dark;--ink:#1c1c1c;--paper:#fff;--line:#bbb;--soft:#f3f3f3}\
@media(prefers-color-scheme:dark){:root{--ink:#eee;--paper:#161616;--line:#555;--soft:#242424}}\
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:70rem;margin:0 auto;padding:1rem;overflow-wrap:break-word}\
svg{width:100%;max-width:56rem;height:auto;display:block;background:var(--paper)}svg text{fill:var(--ink);font:14px system-ui,sans-serif}@media(max-width:800px){svg text{font-size:18px}}@media(max-width:600px){svg text{font-size:25px}}h1,h2{line-height:1.25}section{margin-top:2.5rem}\
.scroll{overflow-x:auto;margin:.4rem 0 1rem}polyline{vector-effect:non-scaling-stroke}table{border-collapse:collapse;font-size:.9rem}th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}\
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}:focus-visible{outline:2px solid;outline-offset:2px}dt{font-weight:bold}dd{margin:0 0 .3rem 1.2rem}ol.card{padding-left:1.6rem;margin:.4rem 0 1rem}.card li{margin-bottom:.6rem}summary{cursor:pointer;padding:.3rem 0}\
@media(max-width:600px){th,td{padding:.25rem .4rem}}details{border-bottom:1px solid var(--line)}nav a{margin-right:1rem;white-space:nowrap}nav{line-height:2}.key{display:inline-block;width:.8em;height:.8em;margin-right:.3em;border-radius:50%;-webkit-print-color-adjust:exact;print-color-adjust:exact}\
.key.line{width:2em;height:0;border-radius:0;border-top:3px solid;vertical-align:middle}.item{display:inline-block;margin-right:1rem;overflow-wrap:anywhere}a{color:inherit}p.note{color:var(--ink);opacity:.75}\
@media print{:root{color-scheme:light;--ink:#000;--paper:#fff;--line:#999;--soft:#eee}@page{margin:1.5cm}body{font-size:10pt;line-height:1.35;max-width:none;padding:0}section{margin-top:1.2rem}.card li{margin-bottom:.3rem}td,th{padding:.1rem .5rem}nav{display:none}.scroll{overflow:visible}svg,tr,.card li{break-inside:avoid}\
h2,summary{break-after:avoid}svg{max-height:9cm}summary{list-style:none;font-weight:bold}details{border:0}details::details-content{content-visibility:visible;display:block;block-size:auto}}";

/// Text that stands in a page as it is.
pub fn escaped(text: impl Display) -> String {
    let mut page = String::new();
    for sign in text.to_string().chars() {
        match sign {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            sign => page.push(sign),
        }
    }
    page
}

/// A page, section by section.
pub struct Page {
    title: String,
    sections: Vec<(String, String)>,
}

impl Page {
    pub fn new(title: &str) -> Self {
        Self {
            title: escaped(title),
            sections: Vec::new(),
        }
    }

    /// Adds a section of HTML.
    pub fn section(&mut self, title: &str, body: String) {
        self.sections.push((escaped(title), body));
    }

    /// The whole page.
    pub fn html(&self) -> String {
        let mut links = String::new();
        let mut body = String::new();
        for (place, (title, text)) in self.sections.iter().enumerate() {
            let _ = write!(links, "<a href=\"#s{place}\">{title}</a> ");
            let _ = writeln!(
                body,
                "<section id=\"s{place}\" aria-labelledby=\"h{place}\"><h2 id=\"h{place}\">{title}</h2>\n{text}</section>"
            );
        }
        let title = &self.title;
        format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
             <title>{title}</title><style>{STYLE}</style></head>\n<body><header><h1>{title}</h1><nav aria-label=\"Sections\">{links}</nav></header>\n<main>\n{body}</main></body></html>\n"
        )
    }
}

/// A table; columns of numbers are set to the right.
pub fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let rows: Vec<Vec<String>> = rows.into_iter().collect();
    let is_number = |cell: &String| cell.trim_end_matches(" %").parse::<f64>().is_ok();
    let holds_numbers = |column: usize| {
        rows.iter()
            .all(|row| row.get(column).is_some_and(is_number))
    };
    let classes: Vec<&str> = (0..head.len())
        .map(|column| {
            if holds_numbers(column) {
                " class=\"n\""
            } else {
                ""
            }
        })
        .collect();
    let mut html = format!(
        "<div class=\"scroll\" role=\"group\" aria-label=\"Table: {}\" tabindex=\"0\"><table><thead><tr>",
        escaped(head.join(", "))
    );
    for (name, class) in head.iter().zip(&classes) {
        let _ = write!(html, "<th scope=\"col\"{class}>{}</th>", escaped(name));
    }
    html.push_str("</tr></thead><tbody>\n");
    for row in &rows {
        html.push_str("<tr>");
        for (cell, class) in row.iter().zip(&classes) {
            let _ = write!(html, "<td{class}>{}</td>", escaped(cell));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
    html
}

/// A table behind a line that opens it.
pub fn folded(summary: &str, table: &str) -> String {
    format!(
        "<details><summary>{}</summary>{table}</details>\n",
        escaped(summary)
    )
}

/// A picture of 800 by 500 units with a title for who cannot see it.
pub fn picture(title: &str, inside: &str) -> String {
    picture_of(500.0, title, inside)
}

/// A picture 800 units wide and so many high.
pub fn picture_of(height: f64, title: &str, inside: &str) -> String {
    let title = escaped(title);
    format!(
        "<svg viewBox=\"0 0 800 {height:.0}\" role=\"img\" aria-label=\"{title}\"><title>{title}</title>{inside}</svg>\n"
    )
}

/// A remark below a picture or a table.
pub fn note(text: &str) -> String {
    format!("<p class=\"note\">{}</p>\n", escaped(text))
}

/// Which of so many is taken: "every 3rd".
pub fn every(step: usize) -> String {
    let ending = match (step % 10, step % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("every {step}{ending}")
}

/// The two axes of a chart: a name and the range of numbers of each.
pub struct Axes {
    pub across: (&'static str, (f64, f64)),
    pub up: (&'static str, (f64, f64)),
}

impl Axes {
    /// Axes from 0 to 1, whose numbers mean nothing and are not shown.
    pub fn plain((across, up): (&'static str, &'static str)) -> Self {
        let share = (0.0, 1.0);
        Self {
            across: (across, share),
            up: (up, share),
        }
    }

    /// Axes that show all points and some room around them, from 0 to 1 at most.
    pub fn around((across, up): (&'static str, &'static str), points: &[(f64, f64)]) -> Self {
        let range = |values: &mut dyn Iterator<Item = f64>| {
            let start = (f64::INFINITY, f64::NEG_INFINITY);
            let (low, high) = values.fold(start, |(low, high), v| (low.min(v), high.max(v)));
            let room = ((high - low) * 0.1).max(0.01);
            (f64::max(low - room, 0.0), f64::min(high + room, 1.0))
        };
        Self {
            across: (across, range(&mut points.iter().map(|point| point.0))),
            up: (up, range(&mut points.iter().map(|point| point.1))),
        }
    }

    /// The same with room for a label below the lowest point, also where that is 0.
    #[must_use]
    pub fn with_room_below(mut self, points: &[(f64, f64)]) -> Self {
        let lowest = points
            .iter()
            .map(|point| point.1)
            .fold(f64::INFINITY, f64::min);
        let (low, high) = self.up.1;
        if lowest.is_finite() && high > lowest {
            self.up.1.0 = low.min(lowest - 0.1 * (high - lowest));
        }
        self
    }

    /// Where a point stands in the picture.
    pub fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let share = |value: f64, (low, high): (f64, f64)| {
            if high > low {
                (value - low) / (high - low)
            } else {
                0.0
            }
        };
        (
            100.0 + 650.0 * share(x, self.across.1),
            430.0 - 374.0 * share(y, self.up.1),
        )
    }

    /// The axes with marks at round numbers.
    pub fn svg(&self) -> String {
        let mut svg =
            String::from("<path d=\"M100 56V430H750\" fill=\"none\" stroke=\"currentColor\"/>");
        let is_plain = self.across.1 == (0.0, 1.0) && self.up.1 == (0.0, 1.0);
        for (mark, text) in marks(self.across.1).into_iter().filter(|_| !is_plain) {
            let (x, y) = (self.place(mark, 0.0).0, 463);
            let _ = write!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y}\" text-anchor=\"middle\">{text}</text>"
            );
        }
        for (mark, text) in marks(self.up.1).into_iter().filter(|_| !is_plain) {
            let y = self.place(0.0, mark).1 + 4.0;
            let _ = write!(
                svg,
                "<text x=\"92\" y=\"{y:.1}\" text-anchor=\"end\">{text}</text>"
            );
        }
        let (across, up) = (escaped(self.across.0), escaped(self.up.0));
        let _ = write!(
            svg,
            "<text x=\"425\" y=\"493\" text-anchor=\"middle\">{across}</text><text x=\"20\" y=\"24\">{up}</text>"
        );
        svg
    }

    /// A line through points, dashed where `dashes` says how.
    pub fn line(&self, points: &[(f64, f64)], colour: &str, dashes: &str) -> String {
        let places = points.iter().map(|&(x, y)| self.place(x, y));
        let places: Vec<String> = places.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\" stroke-dasharray=\"{dashes}\"/>",
            places.join(" ")
        )
    }

    /// Text beside a point, towards the middle of the picture, below or above it.
    pub fn label(&self, (x, y): (f64, f64), is_below: bool, text: &str) -> String {
        let (x, y) = self.place(x, y);
        let (anchor, across) = if x > 425.0 {
            ("end", 5.0)
        } else {
            ("start", -5.0)
        };
        let down = if is_below { 26.0 } else { -12.0 };
        format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
            x + across,
            y + down,
            escaped(text)
        )
    }

    /// A dot.
    pub fn dot(&self, (x, y): (f64, f64), colour: &str, title: &str) -> String {
        let (x, y) = self.place(x, y);
        format!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{colour}\" fill-opacity=\".7\"><title>{}</title></circle>",
            escaped(title)
        )
    }
}

/// Round numbers from 0 up in a range with their texts, three to seven of them: multiples of 1, 2 or 5 and a power of ten.
fn marks((low, high): (f64, f64)) -> Vec<(f64, String)> {
    let span = (high - low).max(1e-9);
    let power = (span / 5.0).log10().floor();
    let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * 10_f64.powf(power));
    let step = steps.into_iter().find(|step| span / step <= 6.0);
    let step = step.unwrap_or(span);
    let digits = (-(step + 1e-12).log10().floor()).max(0.0) as usize;
    let first = (low / step).ceil().max(0.0) + 0.0;
    let count = ((high / step + 1e-9).floor() - first).max(0.0) as u32;
    let marks = (0..=count).map(|mark| (first + f64::from(mark)) * step);
    marks
        .map(|mark| (mark, format!("{mark:.digits$}")))
        .collect()
}

/// How many letters wide a name is: signs of East Asia are as wide as two.
pub fn width(name: &str) -> usize {
    name.chars().map(sign_width).sum()
}

fn sign_width(sign: char) -> usize {
    if sign >= '\u{1100}' && sign != '…' {
        2
    } else {
        1
    }
}

/// The first letters of a long name.
pub fn short(name: &str) -> String {
    const LETTERS: usize = 15;
    if width(name) <= LETTERS {
        return name.to_string();
    }
    let mut left = LETTERS - 1;
    let fits = |sign: &char| {
        let fits = sign_width(*sign) <= left;
        left = left.saturating_sub(sign_width(*sign));
        fits
    };
    let start: String = name.chars().take_while(fits).collect();
    format!("{}…", start.trim_end())
}

/// Short: whole numbers whole, others with two digits.
pub fn number(value: f64) -> String {
    if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    }
}

/// A score with two digits that count, as most are far below 1.
pub fn score(value: f32) -> String {
    let digits = match value {
        0.1.. => 2,
        0.01.. => 3,
        _ => 4,
    };
    format!("{value:.digits$}")
}

/// Names of colours.
pub fn legend_of(keys: &[(&str, String)]) -> String {
    let mut html = String::from("<p>");
    for (colour, name) in keys {
        let _ = write!(
            html,
            "<span class=\"item\"><span class=\"key\" style=\"background:{colour}\"></span>{}</span> ",
            escaped(name)
        );
    }
    html + "</p>\n"
}

/// Names of lines by colour and by the style of a border.
pub fn legend_of_lines(keys: &[(&str, &str, &str)]) -> String {
    let mut html = String::from("<p>");
    for (colour, style, name) in keys {
        let _ = write!(
            html,
            "<span class=\"item\"><span class=\"key line\" style=\"border-top:3px {style} {colour}\"></span>{}</span> ",
            escaped(name)
        );
    }
    html + "</p>\n"
}

/// Names of circles by colour.
pub fn legend(names: &[String]) -> String {
    let keys = COLOURS.into_iter().zip(names.iter().cloned());
    legend_of(&keys.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_below_the_lowest_point_keeps_off_the_numbers_of_the_axis() {
        let points = [(0.2, 0.0), (0.8, 0.5)];
        let axes = Axes::around(("across", "up"), &points).with_room_below(&points);
        // A label ends 32 units below its point, numbers begin at 438.
        assert!(axes.place(0.2, 0.0).1 + 32.0 < 438.0);
        assert!(axes.svg().contains(">0.0<") && !axes.svg().contains(">-"));
    }
}
