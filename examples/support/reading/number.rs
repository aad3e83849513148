//! Numbers as people write them: 0.9, 0,9, 80 %, 4/5, 1 200, expert, yes.

use crate::reading::Reading;

/// What common words for a level are worth; `--scale` adds to them and comes first.
pub const SCALE: [(&str, f32); 35] = [
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
    ("strongly agree", 1.0),
    ("agree", 0.75),
    ("neutral", 0.5),
    ("neither agree nor disagree", 0.5),
    ("disagree", 0.25),
    ("strongly disagree", 0.0),
    ("extremely confident", 1.0),
    ("very confident", 1.0),
    ("confident", 0.8),
    ("moderately confident", 0.6),
    ("somewhat confident", 0.5),
    ("slightly confident", 0.3),
    ("not at all confident", 0.0),
];

/// What a word of agreement stands for, and a vote.
const STANCES: [(&str, f32); 48] = [
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
    ("abstain", 0.0),
    ("undecided", 0.0),
    ("no opinion", 0.0),
    ("don't know", 0.0),
    ("do not know", 0.0),
    ("somewhat disagree", -0.5),
    ("disagree", -1.0),
    ("disagrees", -1.0),
    ("strongly disagree", -1.0),
    ("no", -1.0),
    ("against", -1.0),
    ("contra", -1.0),
    ("opposed", -1.0),
    ("+", 1.0),
    ("👍", 1.0),
    ("✓", 1.0),
    ("✔", 1.0),
    ("support", 1.0),
    ("slightly agree", 0.5),
    ("mostly agree", 0.5),
    ("tend to agree", 0.5),
    ("neither agree nor disagree", 0.0),
    ("slightly disagree", -0.5),
    ("mostly disagree", -0.5),
    ("tend to disagree", -0.5),
    ("oppose", -1.0),
    ("👎", -1.0),
    ("✗", -1.0),
    ("✘", -1.0),
    ("✅", 1.0),
    ("☑", 1.0),
    ("❌", -1.0),
    ("block", -1.0),
    ("veto", -1.0),
];

/// Whether a text is a word for a vote, and no number or sign.
pub fn is_word_of_stance(text: &str) -> bool {
    let word = text.trim().to_lowercase();
    word.starts_with(char::is_alphabetic) && find(&STANCES, &word).is_some()
}

/// The number of a point on a scale that is written with its meaning, as in `5 - very confident`.
fn labelled(text: &str) -> Option<&str> {
    let (number, rest) = text
        .trim()
        .split_once([' ', '-', '–', '—', ':', '=', '.', ')'])?;
    let meaning = rest.trim_start_matches([' ', '-', '–', '—', ':', '=', '.', ')']);
    let is_labelled = meaning.starts_with(char::is_alphabetic) && rest.len() > meaning.len();
    let number = number.trim_start_matches('(');
    (is_labelled && number.parse::<f32>().is_ok() && share(text).is_none()).then_some(number)
}

/// What stands for a per cent.
pub const PER_CENT: [&str; 5] = ["%", "percent", "per cent", "pct", "prozent"];

/// What stands between a part and the whole: 4/5, 4 of 5.
pub const OUT_OF: [&str; 7] = ["/", " out of ", " of ", " von ", " sur ", " van ", " av "];

/// A share of a whole: 80 %, 4/5, 4 of 5, ★★★★☆.
pub fn share(text: &str) -> Option<f32> {
    let text = text.trim().to_lowercase();
    let percent = PER_CENT.iter().find_map(|sign| text.strip_suffix(sign));
    if let Some(percent) = percent {
        return decimal(percent).map(|percent| (f64::from(percent) / 100.0) as f32);
    }
    if let Some((part, whole)) = OUT_OF.iter().find_map(|sign| text.split_once(sign)) {
        let (part, whole) = (decimal(part)?, decimal(whole)?);
        return (whole > 0.0).then(|| (f64::from(part) / f64::from(whole)) as f32);
    }
    let (full, rest) = text.split_at(text.len() - text.trim_start_matches(FULL).len());
    let given = full.chars().filter(|sign| *sign != EMOJI).count();
    // Nothing but empty stars is the lowest rating.
    let is_rated = !text.is_empty() && rest.chars().all(|star| star == EMPTY);
    let all = (given + rest.chars().count()).max(STARS);
    is_rated.then(|| (given as f64 / all as f64) as f32)
}

/// How many stars a rating has, where it shows no empty ones.
const STARS: usize = 5;

/// Stars of a rating that are given, the mark that makes one an emoji, and the star that is not given.
const FULL: [char; 3] = ['★', '⭐', EMOJI];
const EMOJI: char = '\u{fe0f}';
const EMPTY: char = '☆';

/// A number with a point or a comma, a per cent, a fraction; not a word.
pub fn plain(text: &str) -> Option<f32> {
    share(text).or_else(|| decimal(text))
}

fn decimal(text: &str) -> Option<f32> {
    let text = text.trim();
    match text.matches(',').count() {
        0 => text.parse().ok(),
        1 if !text.contains('.') => text.replace(',', ".").parse().ok(),
        _ => None,
    }
}

/// A level or priority: a plain number, out of the highest one if that is told, or a word of the scale.
pub fn level(text: &str, reading: &Reading) -> Option<f32> {
    let scaled = |number: f32| match reading.out_of {
        Some(highest) => (f64::from(number) / f64::from(highest)) as f32,
        None => number,
    };
    let number = || decimal(labelled(text).unwrap_or(text)).map(scaled);
    share(text).or_else(number).or_else(|| {
        let word = text.trim().to_lowercase();
        let own = reading.scale.iter().find(|entry| entry.0 == word);
        own.map(|entry| entry.1).or_else(|| find(&SCALE, &word))
    })
}

/// A stance or vote: a plain number from -1 to 1, or from 1 to the highest one if that is told; or a word such as agree.
pub fn stance(text: &str, reading: &Reading) -> Option<f32> {
    let text = labelled(text).unwrap_or(text);
    let number = plain(text).map(|number| match reading.out_of {
        Some(highest) if highest > 1.0 => 2.0 * (number - 1.0) / (highest - 1.0) - 1.0,
        _ => number,
    });
    let word = text.trim().to_lowercase().replace('’', "'");
    let own = || reading.scale.iter().find(|entry| entry.0 == word);
    number
        .or_else(|| own().map(|entry| entry.1))
        .or_else(|| find(&STANCES, &word))
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

/// Whether one point may part thousands, as in `1.200`.
pub fn has_grouping_point(text: &str) -> bool {
    text.split_once('.').is_some_and(|(first, rest)| {
        let is_of = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        (1..=3).contains(&first.len())
            && !first.starts_with('0')
            && rest.len() == 3
            && is_of(first)
            && is_of(rest)
    })
}

/// A whole number from 0 up, also where it is said to be the most, as in `up to 3`.
pub fn count(text: &str) -> Option<u32> {
    let lower = text.trim().to_lowercase();
    let most = ["up to", "at most", "maximum", "max.", "max"];
    let number = most.iter().find_map(|most| lower.strip_prefix(most));
    let text = number.unwrap_or(&lower);
    let number = amount(text)?;
    (number.fract() == 0.0 && number <= f64::from(u32::MAX)).then_some(number as u32)
}

/// Yes or no, as words in three languages, as spreadsheets show it, and as marks.
pub fn yes(text: &str) -> Option<bool> {
    match text
        .trim()
        .trim_end_matches('\u{fe0f}')
        .to_lowercase()
        .as_str()
    {
        "yes" | "y" | "true" | "t" | "1" | "x" | "on" | "ja" | "oui" | "wahr" | "vrai" | "✓"
        | "✔" | "☑" | "✅" => Some(true),
        "no" | "n" | "false" | "f" | "0" | "-" | "off" | "" | "nein" | "non" | "falsch"
        | "faux" | "✗" | "✘" | "❌" | "☐" => Some(false),
        _ => None,
    }
}

/// What is wrong with a text that is neither.
pub fn neither(text: &str) -> String {
    format!(
        "`{text}` is neither yes nor no, expected one of these words, true, false, or a mark such as x"
    )
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
        let plain_reading = Reading::default();
        let chosen = Reading {
            scale: vec![("expert".into(), 0.9)],
            out_of: Some(5.0),
            ..Reading::default()
        };
        assert_eq!(level("Very good", &plain_reading), Some(0.8));
        assert_eq!(level("expert", &chosen), Some(0.9));
        assert_eq!(
            (level("4", &chosen), level("4/8", &chosen)),
            (Some(0.8), Some(0.5))
        );
        assert_eq!(stance("Strongly disagree", &plain_reading), Some(-1.0));
        assert_eq!(
            (stance("1", &chosen), stance("4", &chosen)),
            (Some(-1.0), Some(0.5))
        );
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
    fn scales_may_tell_their_meaning_and_counts_their_bound() {
        let of_five = Reading {
            out_of: Some(5.0),
            ..Reading::default()
        };
        for (text, value) in [
            ("5 - very confident", 1.0),
            ("2 – a little", 0.4),
            ("(3) some", 0.6),
        ] {
            assert_eq!(level(text, &of_five), Some(value), "{text}");
        }
        assert_eq!(stance("4: agree", &of_five), Some(0.5));
        assert_eq!(
            (labelled("3-4"), labelled("2nd"), labelled("3 4")),
            (None, None, None)
        );
        assert_eq!(
            (count("up to 3"), count("Max. 2"), count("many")),
            (Some(3), Some(2), None)
        );
    }
}
