//! Pages and pictures as text: escaping, tables, charts in SVG. One page holds all: no script, no network.

use std::fmt::{Display, Write};

/// Colours for circles that differ in light and in dark (Okabe and Ito, 2008).
pub const COLOURS: [&str; 8] = [
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c", "#b8a800",
];

const STYLE: &str = ":root{color-scheme:light dark;--ink:#1c1c1c;--paper:#fff;--line:#bbb;--soft:#f3f3f3}\
@media(prefers-color-scheme:dark){:root{--ink:#eee;--paper:#161616;--line:#555;--soft:#242424}}\
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:70rem;margin:0 auto;padding:1rem}\
svg{width:100%;height:auto;display:block;background:var(--paper)}svg text{fill:var(--ink);font:12px system-ui,sans-serif}\
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}th,td{padding:.25rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}\
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}summary{cursor:pointer;padding:.3rem 0}\
details{border-bottom:1px solid var(--line)}nav a{margin-right:1rem;white-space:nowrap}nav{line-height:2}.key{display:inline-block;width:.8em;height:.8em;margin-right:.3em;border-radius:50%}\
.key+span{margin-right:1rem}a{color:inherit}p.note{color:var(--ink);opacity:.75}\
@media print{:root{color-scheme:light;--ink:#000;--paper:#fff;--line:#999;--soft:#eee}nav{display:none}section{break-inside:auto}svg,tr{break-inside:avoid}}";

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
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
             <title>{title}</title><style>{STYLE}</style></head>\n<body><header><h1>{title}</h1><nav aria-label=\"Sections\">{links}</nav></header>\n<main>\n{body}</main></body></html>\n"
        )
    }
}

/// A table; cells that are numbers are set to the right.
pub fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut html = String::from("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>");
    for name in head {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escaped(name));
    }
    html.push_str("</tr></thead><tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for cell in row {
            let is_number = cell.parse::<f64>().is_ok();
            let class = if is_number { " class=\"n\"" } else { "" };
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
    let title = escaped(title);
    format!(
        "<svg viewBox=\"0 0 800 500\" role=\"img\" aria-label=\"{title}\"><title>{title}</title>{inside}</svg>\n"
    )
}

/// Numbers of the two axes of a chart.
pub struct Axes {
    pub across: (&'static str, f64),
    pub up: (&'static str, f64),
}

impl Axes {
    /// Where a point stands in the picture.
    pub fn place(&self, x: f64, y: f64) -> (f64, f64) {
        let share = |value: f64, most: f64| if most > 0.0 { value / most } else { 0.0 };
        (
            60.0 + 720.0 * share(x, self.across.1),
            450.0 - 430.0 * share(y, self.up.1),
        )
    }

    /// The axes with five marks each.
    pub fn svg(&self) -> String {
        let mut svg =
            String::from("<path d=\"M60 20V450H780\" fill=\"none\" stroke=\"currentColor\"/>");
        for step in 0..=4 {
            let part = f64::from(step) / 4.0;
            let (x, _) = self.place(self.across.1 * part, 0.0);
            let (_, y) = self.place(0.0, self.up.1 * part);
            let (across, up) = (number(self.across.1 * part), number(self.up.1 * part));
            let _ = write!(
                svg,
                "<text x=\"{x:.1}\" y=\"468\" text-anchor=\"middle\">{across}</text><text x=\"54\" y=\"{:.1}\" text-anchor=\"end\">{up}</text>",
                y + 4.0
            );
        }
        let _ = write!(
            svg,
            "<text x=\"420\" y=\"492\" text-anchor=\"middle\">{}</text><text x=\"66\" y=\"16\">{}</text>",
            escaped(self.across.0),
            escaped(self.up.0)
        );
        svg
    }

    /// A line through points.
    pub fn line(&self, points: &[(f64, f64)], colour: &str) -> String {
        let places = points.iter().map(|&(x, y)| self.place(x, y));
        let places: Vec<String> = places.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            places.join(" ")
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

/// Short: whole numbers whole, others with two digits.
pub fn number(value: f64) -> String {
    if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    }
}

/// Names of colours.
pub fn legend(names: &[String]) -> String {
    let mut html = String::from("<p>");
    for (name, colour) in names.iter().zip(COLOURS) {
        let _ = write!(
            html,
            "<span class=\"key\" style=\"background:{colour}\"></span><span>{}</span> ",
            escaped(name)
        );
    }
    html + "</p>\n"
}
