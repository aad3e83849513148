//! Runs last, as the order of names has it: one table of all ratios, those that races kept and those of pairs of criterion's benches. What an
//! earlier run measured and this one did not is shown too, under its own size; `cargo clean` forgets it.
//!
//! With `CONFRERE_UPDATE_README=1` the table also replaces what stands between the two markers in the README.

#[path = "common/ratios.rs"]
mod ratios;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use ratios::Ratio;

/// Criterion's benches that are compared: ours and what stands beside it, with the size, threads or policy in place of the star.
const PAIRS: [(&str, &str); 8] = [
    ("network/join/*", "network/build/*"),
    ("recommend/update/*", "recommend/anew/*"),
    ("path/build/*/", "path/build-petgraph/*/"),
    ("path/any-length/*/", "path/any-length-petgraph/*/"),
    ("path/best-3-hops/*", "path/reach-3-hops/*"),
    ("path/best-4-hops/*", "path/reach-4-hops/*"),
    ("diversity/constraint/*/2", "diversity/constraint_plain/*/1"),
    ("round/pairs/sparse_quick/*", "round/pairs/sparse/*"),
];

const BEGIN: &str = "<!-- benches: begin -->";
const END: &str = "<!-- benches: end -->";

/// Median seconds and the bounds of the median, by full id: what criterion wrote last.
type Estimates = BTreeMap<String, [f64; 3]>;

fn json(path: &Path) -> Option<serde_json::Value> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

fn estimates(folder: &Path, all: &mut Estimates) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if !path.is_dir() {
            continue;
        }
        let (about, told) = (path.join("benchmark.json"), path.join("estimates.json"));
        let found = (path.file_name().is_some_and(|name| name == "new"))
            .then(|| {
                let id = json(&about)?["full_id"].as_str()?.to_owned();
                let median = &json(&told)?["median"];
                let bounds = &median["confidence_interval"];
                let numbers = [
                    &median["point_estimate"],
                    &bounds["lower_bound"],
                    &bounds["upper_bound"],
                ];
                let [median, low, high] = numbers.map(serde_json::Value::as_f64);
                Some((id, [median?, low?, high?]))
            })
            .flatten();
        match found {
            Some((id, numbers)) => {
                all.insert(id, numbers);
            }
            None => estimates(&path, all),
        }
    }
}

/// What stands in for the star, and after the pattern.
fn rest<'i>(id: &'i str, pattern: &str) -> Option<(&'i str, &'i str)> {
    let (before, after) = pattern.split_once('*')?;
    let rest = id.strip_prefix(before)?;
    if after.is_empty() {
        return Some((rest, ""));
    }
    rest.split_once(after)
}

/// The ratios of the pairs that were measured.
fn pairs(all: &Estimates) -> Vec<Ratio> {
    let mut ratios = Vec::new();
    for (ours, beside) in PAIRS {
        for (id, own) in all {
            let Some((size, _)) = rest(id, ours) else {
                continue;
            };
            let other = all
                .iter()
                .find(|(id, _)| rest(id, beside).is_some_and(|(other, _)| other == size));
            if let Some((other_id, other)) = other {
                ratios.push(Ratio {
                    id: id.clone(),
                    beside: other_id.clone(),
                    median: other[0] / own[0],
                    least: other[1] / own[2],
                    most: other[2] / own[1],
                });
            }
        }
    }
    ratios
}

/// Three figures, without a point where there are that many before it.
fn figures(ratio: f64) -> String {
    match ratio {
        ratio if ratio >= 100.0 => format!("{ratio:.0}"),
        ratio if ratio >= 10.0 => format!("{ratio:.1}"),
        ratio => format!("{ratio:.2}"),
    }
}

fn rows<'r>(head: &str, ratios: impl Iterator<Item = &'r Ratio>) -> String {
    let mut text = String::new();
    for Ratio {
        id,
        beside,
        median,
        least,
        most,
    } in ratios
    {
        let [median, least, most] = [*median, *least, *most].map(figures);
        writeln!(
            text,
            "| `{id}` | `{beside}` | {median} ({least} to {most}) |"
        )
        .expect("a string takes all");
    }
    if text.is_empty() {
        return text;
    }
    format!("| {head} |\n|---|---|---|\n{text}\n")
}

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let folder = folder.expect("the target folder").join("criterion");
    let mut all = Estimates::new();
    estimates(&folder, &mut all);
    let kept = ratios::kept();
    let is_whole = |ratio: &&Ratio| ratio.id.starts_with("benefit/whole/");
    let whole = kept.iter().filter(is_whole);
    let mut faster: Vec<&Ratio> = kept.iter().filter(|ratio| !is_whole(ratio)).collect();
    let pairs = pairs(&all);
    faster.extend(&pairs);
    faster.sort_by(|a, b| (&a.id, &a.beside).cmp(&(&b.id, &b.beside)));
    let table = rows(
        "the whole score | next to the bare kernel | takes × as long",
        whole,
    ) + &rows("what | next to | is × as fast", faster.into_iter());
    println!("\n{table}");
    if std::env::var_os("CONFRERE_UPDATE_README").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
        let readme = fs::read_to_string(&path).expect("the README can be read");
        let (before, after) = readme.split_once(BEGIN).expect("the README has a marker");
        let (_, after) = after.split_once(END).expect("the README has both markers");
        let updated = format!("{before}{BEGIN}\n{}\n{END}{after}", table.trim_end());
        fs::write(path, updated).expect("the README can be written");
    }
}
