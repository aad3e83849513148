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

/// Types that are made step by step, with the steps that are read with another: what they add to, or a part of what they set.
const STEPS: &[(&str, &[&str])] = &[
    ("Policy", &[]),
    ("Query", &[]),
    ("Variety", &[]),
    ("Market", &["objective"]),
    ("Settings", &[]),
    ("Mentorship", &[]),
    ("LearningWeek", &["slot_within"]),
    ("Room", &[]),
    ("GroupRule", &[]),
    ("FitSettings", &[]),
    ("TieDecay", &[]),
    ("SkillNeighbours", &[]),
    ("Introductions", &[]),
    ("PathSearch", &[]),
];

/// Names of the public methods of a type whose first argument is `receiver`, on a line of its own or not.
fn methods(texts: &[String], name: &str, receiver: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for text in texts {
        let lines: Vec<&str> = text.lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let owner = line.strip_prefix("impl").and_then(|line| {
                let owner = line.split_once(' ')?.1;
                owner.split(['<', ' ']).next()
            });
            if owner != Some(name) || line.contains(" for ") {
                continue;
            }
            let body = lines[start..].iter().take_while(|line| **line != "}");
            let body: Vec<&str> = body.copied().collect();
            for (at, line) in body.iter().enumerate() {
                let line = line.replacen("pub const fn", "pub fn", 1);
                let Some((method, rest)) = line
                    .strip_prefix("    pub fn ")
                    .and_then(|line| line.split_once('('))
                else {
                    continue;
                };
                let first = match rest {
                    "" => body[at + 1].trim_start(),
                    rest => rest,
                };
                if first.starts_with(receiver) {
                    found.insert(method.to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn a_step_and_its_getter_have_one_name() {
    let mut paths = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut paths,
    );
    let texts = paths.iter().map(fs::read_to_string);
    let texts: Vec<String> = texts.map(|text| text.expect("a source file")).collect();
    for &(name, others) in STEPS {
        let mut steps = methods(&texts, name, "mut self");
        steps.extend(methods(&texts, name, "self,"));
        let getters = methods(&texts, name, "&self");
        assert!(!steps.is_empty(), "{name} has no steps");
        for step in &steps {
            // A step that adds one to a list is read as the list.
            let read = [format!("get_{step}"), format!("get_{step}s")];
            let is_read = read.iter().any(|read| getters.contains(read));
            assert!(
                is_read || others.contains(&step.as_str()),
                "{name}::{step} cannot be read"
            );
        }
        for getter in getters
            .iter()
            .filter_map(|getter| getter.strip_prefix("get_"))
        {
            let one = getter.strip_suffix('s').unwrap_or(getter);
            let is_set = steps.contains(getter) || steps.contains(one);
            assert!(is_set, "{name}::get_{getter} has no step");
        }
    }
}
