//! Skills that differ in capital letters and spaces only are one; those that differ in a letter or two are asked about.

use std::collections::{BTreeMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::reading::findings::{At, Findings};

/// Skills of one column of a file as they were written, with their first places.
#[derive(Debug, Default)]
pub struct Spellings {
    /// By folded form: each spelling, how often it stands, and where first.
    forms: BTreeMap<String, BTreeMap<String, (usize, At)>>,
}

/// More distinct skills than this are not compared letter by letter: a million comparisons are told in a moment.
const COMPARED: usize = 1000;

/// What is compared: lower case, single spaces.
pub fn folded(skill: &str) -> String {
    let words: Vec<&str> = skill.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// Names of people where no list of them tells who is meant.
#[derive(Debug, Default)]
pub struct Names {
    /// By folded form with composed letters: the first spelling.
    first: BTreeMap<String, String>,
    /// Other spellings, with the first one.
    others: BTreeMap<String, (At, String)>,
    /// All spellings: most names of a long list have been seen before.
    seen: HashSet<String>,
}

impl Names {
    /// Takes a name as it was written.
    pub fn add(&mut self, name: &str, at: At) {
        if self.seen.contains(name) {
            return;
        }
        self.seen.insert(name.to_string());
        let first = self
            .first
            .entry(folded(name).nfc().collect())
            .or_insert_with(|| name.to_string());
        if first != name {
            self.others.insert(name.to_string(), (at, first.clone()));
        }
    }

    /// Warns of names that differ in spelling only.
    pub fn tell(&self, findings: &mut Findings) {
        for (name, (at, first)) in &self.others {
            findings.warning(
                *at,
                format!("`{name}` differs from `{first}` in capital letters, spaces or composed letters only and is another person; write one of them if they are one"),
            );
        }
    }
}

impl Spellings {
    /// Takes a skill as it was written.
    pub fn add(&mut self, skill: &str, at: At) {
        let spellings = self.forms.entry(folded(skill)).or_default();
        spellings.entry(skill.to_string()).or_insert((0, at)).0 += 1;
    }

    /// The spelling used most for each skill that is written in several ways; of equals the first in the file.
    pub fn chosen(&self, others: &Self) -> BTreeMap<String, String> {
        let mut chosen = BTreeMap::new();
        let forms = self.forms.keys().chain(others.forms.keys());
        for form in forms {
            let mut counts: BTreeMap<&str, (usize, At)> = BTreeMap::new();
            for list in [self.forms.get(form), others.forms.get(form)] {
                for (spelling, &(count, at)) in list.into_iter().flatten() {
                    let all = counts.entry(spelling).or_insert((0, at));
                    *all = (all.0 + count, all.1.min(at));
                }
            }
            let best = counts
                .iter()
                .max_by_key(|(_, (count, at))| (*count, std::cmp::Reverse(*at)));
            if let Some((best, _)) = best {
                chosen.insert(form.clone(), best.to_string());
            }
        }
        chosen
    }

    /// Spellings in which nobody offers what is needed here: the skill, its place, and the spelling that is offered.
    pub fn only_folded(&self, offers: &Self) -> Vec<(String, At, String)> {
        let mut found = Vec::new();
        for (form, spellings) in &self.forms {
            let Some(offered) = offers.forms.get(form) else {
                continue;
            };
            for (spelling, (_, at)) in spellings {
                if let Some(other) = offered
                    .keys()
                    .next()
                    .filter(|_| !offered.contains_key(spelling))
                {
                    found.push((spelling.clone(), *at, other.clone()));
                }
            }
        }
        found
    }

    /// Whether anything is offered and something needed, but none of it is the same.
    pub fn is_apart(&self, offers: &Self) -> bool {
        let is_offered = |form: &String| offers.forms.contains_key(form);
        !self.forms.is_empty() && !offers.forms.is_empty() && !self.forms.keys().any(is_offered)
    }

    /// Skills that nobody offers but for a letter or two: the skill, its place, and what is offered.
    pub fn nearly(&self, offers: &Self) -> Vec<(String, At, String)> {
        let missing: Vec<&String> = self
            .forms
            .keys()
            .filter(|form| !offers.forms.contains_key(*form))
            .collect();
        if missing.len() > COMPARED || offers.forms.len() > COMPARED {
            return Vec::new();
        }
        let mut found = Vec::new();
        for form in missing {
            let near = offers.forms.keys().find(|other| are_near(form, other));
            let first = self.forms[form].iter().min_by_key(|(_, (_, at))| *at);
            if let Some((near, (spelling, (_, at)))) = near.zip(first) {
                let other = offers.forms[near].keys().next().unwrap_or(near);
                found.push((spelling.clone(), *at, other.clone()));
            }
        }
        found
    }
}

/// Whether two skills differ by one letter, or by two where they are long. Digits and signs tell skills apart (C, C++, level 2), and so
/// do first letters.
pub fn are_near(one: &str, other: &str) -> bool {
    let letters = |text: &str| {
        text.chars()
            .all(|sign| sign.is_alphabetic() || sign == ' ' || sign == '-')
    };
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let shorter = a.len().min(b.len());
    let allowed = match shorter {
        0..=5 => 0,
        6..=9 => 1,
        _ => 2,
    };
    a.first() == b.first()
        && a.len().abs_diff(b.len()) <= allowed
        && letters(one)
        && letters(other)
        && distance(&a, &b) <= allowed
}

/// Letters to insert, take out, change or swap with their neighbour (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

/// What a skill is written as after folding.
pub fn written<'s>(skill: &'s str, chosen: &'s BTreeMap<String, String>) -> &'s str {
    chosen.get(&folded(skill)).map_or(skill, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_skills_differ_by_a_letter_or_two_and_in_no_digit_or_sign() {
        assert!(are_near("negotation", "negotiation") && are_near("pyhton", "python"));
        assert!(are_near("public speeking", "public speaking"));
        for (one, other) in [
            ("law", "lawn"),
            ("level 1", "level 2"),
            ("c++", "c#"),
            ("hiring", "firing"),
        ] {
            assert!(!are_near(one, other), "{one} {other}");
        }
    }
}
