//! The public surface is of one kind: what may grow is `#[non_exhaustive]`, settings are kept and read back.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Public enums and structs of public fields that are exhaustive on purpose, by reason. A new one is added here or may grow.
const EXHAUSTIVE: &[(&str, &str)] = &[
    (
        "written by the caller as a literal",
        "Outcome Tie Wish Request Interest Limits Need Offer Seek Stance WantedCircle NeedVector ContactEntry Help Refusal",
    ),
    (
        "written by who merges lists of several machines",
        "Scored StoredRanked",
    ),
    ("two ends, and no third", "PriceRange"),
    (
        "a closed choice that every match should cover",
        "MarketSide Aim Completeness Visibility Gap Tier SlotScope For",
    ),
    ("one number", "Day"),
];

/// A public item of the sources: what stands above it, and its body.
struct Item {
    is_enum: bool,
    above: String,
    body: String,
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push(path);
        }
    }
}

/// Every public struct and enum with its name, which may be that of another room's too.
fn items() -> Vec<(String, Item)> {
    let mut paths = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut paths,
    );
    let mut items = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("a source file");
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let (is_enum, rest) = match (
                line.strip_prefix("pub enum "),
                line.strip_prefix("pub struct "),
            ) {
                (Some(rest), _) => (true, rest),
                (_, Some(rest)) => (false, rest),
                _ => continue,
            };
            let name: String = rest
                .chars()
                .take_while(|letter| letter.is_alphanumeric())
                .collect();
            // Attributes and documentation stand right above; an attribute of several lines ends with `)]`.
            let above = lines[..number].iter().rev();
            let above = above.take_while(|line| !line.is_empty() && **line != "}");
            let body = lines[number..].iter().take_while(|line| **line != "}");
            let body = match line.ends_with('{') {
                true => body.copied().collect::<Vec<_>>().join("\n"),
                false => (*line).to_string(),
            };
            let above = above.copied().collect::<Vec<_>>().join("\n");
            items.push((
                name,
                Item {
                    is_enum,
                    above,
                    body,
                },
            ));
        }
    }
    items
}

/// Whether all that the type holds may be named from outside.
fn is_open(item: &Item) -> bool {
    if item.is_enum {
        return true;
    }
    let fields = item.body.lines().skip(1).map(str::trim_start);
    let fields = fields.filter(|line| line.contains(": ") && !line.starts_with(['/', '#']));
    let mut fields = fields.peekable();
    match fields.peek() {
        Some(_) => fields.all(|field| field.starts_with("pub ")),
        None => item.body.contains("(pub "),
    }
}

#[test]
fn what_may_grow_says_so_and_what_does_not_has_a_reason() {
    let listed: BTreeSet<&str> = EXHAUSTIVE
        .iter()
        .flat_map(|(_, names)| names.split(' '))
        .collect();
    let items = items();
    assert!(items.len() > 150, "the sources are read");
    let closed = items
        .iter()
        .filter(|(_, item)| is_open(item) && !item.above.contains("#[non_exhaustive]"));
    let closed: BTreeSet<&str> = closed.map(|(name, _)| name.as_str()).collect();
    assert_eq!(closed, listed);
}

/// Settings, questions and rules: what an app keeps in its own configuration.
const SETTINGS: &str = "Policy Market Settings Mentorship LearningWeek Room RoundSettings GroupRule FitSettings TieDecay Query Variety \
    ContrarianRule DifferenceWeights SkillNeighbours Examination Limits Acceptance Mean";

#[test]
fn every_setting_is_written_and_read() {
    let items = items();
    let texts: Vec<String> = {
        let mut paths = Vec::new();
        files(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut paths,
        );
        paths
            .iter()
            .map(|path| fs::read_to_string(path).expect("a source file"))
            .collect()
    };
    let by_hand = |what: &str, name: &str| {
        let ends = [
            format!("{what} for {name} {{"),
            format!("{what}<'de> for {name} {{"),
        ];
        texts
            .iter()
            .any(|text| ends.iter().any(|end| text.contains(end)))
    };
    for name in SETTINGS.split_whitespace() {
        let named = items.iter().find(|(other, _)| other == name);
        let above = &named.expect(name).1.above;
        for what in ["Serialize", "Deserialize"] {
            let derived = above.contains(&format!("serde::{what}"));
            assert!(derived || by_hand(what, name), "{name} is not {what}");
        }
        assert!(
            above.contains("PartialEq") && above.contains("Clone"),
            "{name}"
        );
    }
}
