//! Numbers as people write them: 0.9, 0,9, 80 %, 4/5, 1 200, expert, yes, 2026-10-01.

use confrere::Day;

/// What common words for a level are worth; `--scale` adds to them and comes first.
pub const SCALE: [(&str, f32); 22] = [
    ("none", 0.0),
    ("beginner", 0.3),
    ("basic", 0.3),
    ("novice", 0.3),
    ("low", 0.3),
    ("little", 0.3),
    ("some", 0.3),
    ("intermediate", 0.6),
    ("good", 0.6),
    ("medium", 0.6),
    ("working", 0.6),
    ("proficient", 0.8),
    ("advanced", 0.8),
    ("strong", 0.8),
    ("high", 0.8),
    ("very good", 0.8),
    ("expert", 1.0),
    ("excellent", 1.0),
    ("master", 1.0),
    ("very high", 1.0),
    ("must", 1.0),
    ("urgent", 1.0),
];

/// What a word of agreement stands for, and a vote.
const STANCES: [(&str, f32); 22] = [
    ("agree", 1.0),
    ("agrees", 1.0),
    ("yes", 1.0),
    ("for", 1.0),
    ("pro", 1.0),
    ("in favour", 1.0),
    ("in favor", 1.0),
    ("strongly agree", 1.0),
    ("somewhat agree", 0.5),
    ("neutral", 0.0),
    ("pass", 0.0),
    ("unsure", 0.0),
    ("neither", 0.0),
    ("skip", 0.0),
    ("somewhat disagree", -0.5),
    ("disagree", -1.0),
    ("disagrees", -1.0),
    ("strongly disagree", -1.0),
    ("no", -1.0),
    ("against", -1.0),
    ("contra", -1.0),
    ("opposed", -1.0),
];

/// A number with a point or a comma, a per cent, a fraction; not a word.
pub fn plain(text: &str) -> Option<f32> {
    let text = text.trim();
    if let Some(percent) = text.strip_suffix('%') {
        return plain(percent).map(|percent| (f64::from(percent) / 100.0) as f32);
    }
    if let Some((part, whole)) = text.split_once('/') {
        let (part, whole) = (plain(part)?, plain(whole)?);
        return (whole > 0.0).then(|| (f64::from(part) / f64::from(whole)) as f32);
    }
    match text.matches(',').count() {
        0 => text.parse().ok(),
        1 if !text.contains('.') => text.replace(',', ".").parse().ok(),
        _ => None,
    }
}

/// A level or priority: a plain number, or a word of the scale.
pub fn level(text: &str, scale: &[(String, f32)]) -> Option<f32> {
    plain(text).or_else(|| {
        let word = text.trim().to_lowercase();
        let own = scale.iter().find(|entry| entry.0 == word);
        own.map(|entry| entry.1).or_else(|| find(&SCALE, &word))
    })
}

/// A stance or vote: a plain number, or a word such as agree.
pub fn stance(text: &str) -> Option<f32> {
    plain(text).or_else(|| find(&STANCES, &text.trim().to_lowercase()))
}

fn find(words: &[(&str, f32)], word: &str) -> Option<f32> {
    let found = words.iter().find(|entry| entry.0 == word);
    found.map(|entry| entry.1)
}

/// Whether someone who writes this means a number.
pub fn looks_numeric(text: &str) -> bool {
    let text = text.trim().trim_start_matches(['+', '-', '.', ',']);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let confused = text.starts_with(['O', 'o', 'l']) && text[1..].starts_with(['.', ',']);
    (text.starts_with(|c: char| c.is_ascii_digit())
        && (2 * digits >= text.chars().count() || text.ends_with('%')))
        || (confused && digits > 0)
}

/// A count or an amount from 0 up, which may be written with signs between thousands: 1,200, 1 200, 1'200, 1.200,5.
pub fn amount(text: &str) -> Option<f64> {
    let text: String = text
        .trim()
        .chars()
        .filter(|c| !c.is_whitespace() && !['\'', '’', '\u{a0}', '\u{202f}'].contains(c))
        .collect();
    let last = |c: char| text.rfind(c);
    let number: Option<f64> = match (last('.'), last(',')) {
        (None, None) => text.parse().ok(),
        (Some(point), Some(comma)) if point > comma => text.replace(',', "").parse().ok(),
        (Some(_), Some(_)) => text.replace('.', "").replace(',', ".").parse().ok(),
        (None, Some(_)) if is_grouped(&text) => text.replace(',', "").parse().ok(),
        (None, Some(_)) => text.replace(',', ".").parse().ok(),
        (Some(_), None) => text.parse().ok(),
    };
    number.filter(|number| number.is_finite() && *number >= 0.0)
}

/// `1,200` and `12,000,000`, not `0,125`.
fn is_grouped(text: &str) -> bool {
    let mut parts = text.split(',');
    let first = parts.next().unwrap_or_default();
    (1..=3).contains(&first.len())
        && !first.starts_with('0')
        && parts.all(|part| part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A whole number from 0 up.
pub fn count(text: &str) -> Option<u32> {
    let number = amount(text)?;
    (number.fract() == 0.0 && number <= f64::from(u32::MAX)).then_some(number as u32)
}

/// Yes or no.
pub fn yes(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "true" | "t" | "1" | "x" | "✓" | "on" => Some(true),
        "no" | "n" | "false" | "f" | "0" | "-" | "off" | "" => Some(false),
        _ => None,
    }
}

/// The day of a date such as 2026-10-01 or 2026/10/01, with or without a time after it.
pub fn day(text: &str) -> Option<Day> {
    let date = text.trim().split(['T', ' ']).next()?;
    Day::from_iso(&date.replace('/', "-")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("0.9", 0.9),
            ("0,9", 0.9),
            (".5", 0.5),
            ("80%", 0.8),
            ("80 %", 0.8),
            ("4/5", 0.8),
            ("12,5 %", 0.125),
            ("1", 1.0),
            ("-0.5", -0.5),
        ] {
            assert_eq!(plain(text), Some(value), "{text}");
        }
        for text in ["", "expert", "0.8x", "1.2.3", "1,2,3", "4/0", "1.5,2"] {
            assert_eq!(plain(text), None, "{text}");
        }
        assert_eq!(level("Very good", &[]), Some(0.8));
        assert_eq!(level("expert", &[("expert".into(), 0.9)]), Some(0.9));
        assert_eq!(stance("Strongly disagree"), Some(-1.0));
        for text in ["0.8x", "1.2.3", "O.8", "8O%", "0..5"] {
            assert!(looks_numeric(text), "{text}");
        }
        for text in ["MySQL", "a language", "", "Other(s):", "2nd language"] {
            assert!(!looks_numeric(text), "{text}");
        }
    }

    #[test]
    fn amounts_may_group_their_thousands() {
        for (text, value) in [
            ("1,200", 1200.0),
            ("1 200", 1200.0),
            ("1'200", 1200.0),
            ("1.200,5", 1200.5),
            ("12,000,000", 12e6),
            ("0,125", 0.125),
            ("3", 3.0),
            ("2.5", 2.5),
            ("1,5", 1.5),
        ] {
            assert_eq!(amount(text), Some(value), "{text}");
        }
        assert_eq!(
            (amount("-1"), amount("many"), count("2.5")),
            (None, None, None)
        );
    }

    #[test]
    fn dates_may_have_slashes_and_times() {
        assert_eq!(day("1970-01-01"), Some(Day(0)));
        assert_eq!(day("2026/10/01 09:30"), Some(Day(20_727)));
        assert_eq!((day("2026-13-01"), day("7")), (None, None));
    }
}
