//! Days as people write them: 2026-10-01, 1.10.2026, 10/1/2026, 13/10/26, 1 Oct 2026, 2026-W40, and as spreadsheets number them.

use confrere::Day;

use crate::reading::availability::{is_short_day, is_weekday};

/// Whether the day or the month comes first in dates such as 1/10/2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
}

impl DateOrder {
    /// What comes first, in a word.
    pub fn first(self) -> &'static str {
        match self {
            Self::DayFirst => "day",
            Self::MonthFirst => "month",
        }
    }
}

/// The three numbers of a date with slashes or dashes whose year stands last, as in 1/10/2026, 1-10-2026 and 1/10/26.
fn open(text: &str) -> Option<[u32; 3]> {
    let date = text.trim().split(['T', ' ']).next()?;
    let sign = if date.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = date.split(sign).collect();
    let [first, second, year] = parts[..] else {
        return None;
    };
    if first.len() > 2 {
        return None;
    }
    // With dashes a year of two digits may stand first as well as last.
    let year = match year.len() {
        4 => year.parse().ok(),
        2 if sign == '/' => of_century(year),
        _ => None,
    };
    Some([first.parse().ok()?, second.parse().ok()?, year?])
}

/// A year of which the last two digits are written: one near ours, for 26/10/01 may be a day of 2026.
fn of_century(digits: &str) -> Option<u32> {
    let number: u32 = digits.parse().ok()?;
    (digits.len() == 2 && (20..=40).contains(&number)).then_some(2000 + number)
}

/// Whether a text is a date of which the order is not known by itself.
pub fn is_open(text: &str) -> bool {
    open(text).is_some()
}

/// The order of such dates, and the place of the first that can be read in one way only.
pub fn date_order<'t>(dates: impl Iterator<Item = &'t str>) -> Option<(DateOrder, usize)> {
    let mut places = dates.enumerate();
    places.find_map(|(place, date)| match open(date)? {
        [day, ..] if day > 12 => Some((DateOrder::DayFirst, place)),
        [_, day, _] if day > 12 => Some((DateOrder::MonthFirst, place)),
        _ => None,
    })
}

/// The day of a date such as 1/10/2026 in a known order.
pub fn ordered_day(text: &str, order: DateOrder) -> Option<Day> {
    let [first, second, year] = open(text)?;
    let (day, month) = match order {
        DateOrder::DayFirst => (first, second),
        DateOrder::MonthFirst => (second, first),
    };
    of_numbers(year, month, day)
}

fn of_numbers(year: u32, month: u32, day: u32) -> Option<Day> {
    Day::from_iso(&format!("{year}-{month:02}-{day:02}")).ok()
}

/// The Monday of a week such as 2026-W40 or 2026W40 (ISO 8601).
fn monday(text: &str) -> Option<Day> {
    let (year, week) = text.split_once(['W', 'w'])?;
    let (year, week) = (year.trim_end_matches('-'), week.parse::<i32>().ok()?);
    // The first week is the one with 4 January in it; 1 January 1970 was a Thursday.
    let fourth = Day::from_iso(&format!("{year}-01-04")).ok()?;
    let monday = fourth.0 - (fourth.0 + 3).rem_euclid(7);
    (1..=53)
        .contains(&week)
        .then(|| Day(monday + 7 * (week - 1)))
}

/// The day of a date such as 2026-10-01, 2026/10/01, 1.10.2026, 01.10.26 or 1 Oct 2026, with or without a time after it; of a week
/// such as 2026-W40 its Monday.
pub fn day(text: &str) -> Option<Day> {
    if let Some(day) = monday(text.trim()).or_else(|| worded(text)) {
        return Some(day);
    }
    // As in 20261001.
    let digits = text.trim();
    if digits.len() == 8 && digits.bytes().all(|sign| sign.is_ascii_digit()) {
        let (year, rest) = digits.split_at(4);
        return Day::from_iso(&format!("{year}-{}-{}", &rest[..2], &rest[2..])).ok();
    }
    // A day of the week before the date tells nothing more.
    let text = text.trim();
    let rest = text
        .trim_start_matches(|sign: char| sign.is_alphabetic() || ['.', ',', ' '].contains(&sign));
    let is_named = rest.len() < text.len() && is_weekday_or_short(&text[..text.len() - rest.len()]);
    let date = if is_named { rest } else { text };
    let date = date.split(['T', ' ']).next()?;
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    if let [year, month, day] = parts[..]
        && year.len() == 4
    {
        return Day::from_iso(&format!("{year}-{month:0>2}-{day:0>2}")).ok();
    }
    // With dots the day comes first, as in 01.10.2026; with slashes only the year is sure to be it.
    let parts: Vec<&str> = date.split('.').collect();
    if let [day, month, year] = parts[..] {
        let whole = of_century(year).map_or(year.to_string(), |year| year.to_string());
        return Day::from_iso(&format!("{whole}-{month:0>2}-{day:0>2}")).ok();
    }
    Day::from_iso(&date.replace('/', "-")).ok()
}

/// Whether what stands before a date is a day of the week, as `Do.,` or `Thursday`.
fn is_weekday_or_short(text: &str) -> bool {
    let word = text
        .trim_matches(|sign: char| !sign.is_alphabetic())
        .to_lowercase();
    is_weekday(&word) || is_short_day(std::iter::once(word.as_str()))
}

/// The months in English, German and French.
const MONTHS: [[&str; 3]; 12] = [
    ["january", "januar", "janvier"],
    ["february", "februar", "février"],
    ["march", "märz", "mars"],
    ["april", "april", "avril"],
    ["may", "mai", "mai"],
    ["june", "juni", "juin"],
    ["july", "juli", "juillet"],
    ["august", "august", "août"],
    ["september", "september", "septembre"],
    ["october", "oktober", "octobre"],
    ["november", "november", "novembre"],
    ["december", "dezember", "décembre"],
];

/// The number of a month by its name, or by three letters of it and more.
fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let is_of = |names: &[&str; 3]| names.iter().any(|name| name.starts_with(&word));
    let place = (word.chars().count() > 2).then(|| MONTHS.iter().position(is_of))??;
    Some(place as u32 + 1)
}

/// The day of a date whose month is a word: `October 1, 2026`, `Thu, 1 Oct 2026`, `1. Oktober 2026`, `1-Oct-26`.
fn worded(text: &str) -> Option<Day> {
    let signs = |sign: char| sign.is_whitespace() || [',', '-', '/', '.'].contains(&sign);
    let words = text.split(signs).filter(|word| !word.is_empty());
    let mut words = words.skip_while(|word| is_weekday(&word.to_lowercase()));
    let parts = [words.next()?, words.next()?, words.next()?];
    let is_time = |word: &str| word.starts_with(|sign: char| sign.is_ascii_digit());
    if words.next().is_some_and(|word| !is_time(word)) {
        return None;
    }
    let (day, month, year) = match parts.map(month) {
        [Some(month), None, None] => (parts[1], month, parts[2]),
        [None, Some(month), None] if parts[0].len() == 4 && is_time(parts[0]) => {
            (parts[2], month, parts[0])
        }
        [None, Some(month), None] => (parts[0], month, parts[2]),
        _ => return None,
    };
    let endings = ["st", "nd", "rd", "th", "er"];
    let ended = endings.iter().find_map(|ending| day.strip_suffix(ending));
    let year = of_century(year).or_else(|| year.parse().ok().filter(|_| year.len() == 4));
    of_numbers(year?, month, ended.unwrap_or(day).parse().ok()?)
}

/// Numbers of days in a spreadsheet from the year 1982 to the year 2064.
const SERIAL: std::ops::Range<f64> = 30_000.0..60_000.0;

/// The number of 1 January 1970 in a spreadsheet, which counts from 30 December 1899.
const EPOCH: i32 = 25_569;

/// The day of a number that spreadsheets show as a date, with or without a time of day behind its point.
pub fn serial(number: f64) -> Option<Day> {
    SERIAL.contains(&number).then(|| Day(number as i32 - EPOCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_dates_is_told_by_one_that_leaves_no_choice() {
        let order = |dates: &[&str]| date_order(dates.iter().copied());
        assert_eq!(
            order(&["2/2/2026", "12/31/2025"]),
            Some((DateOrder::MonthFirst, 1))
        );
        assert_eq!(order(&["31/12/2025 9:20"]), Some((DateOrder::DayFirst, 0)));
        assert_eq!(order(&["31/12/25"]), Some((DateOrder::DayFirst, 0)));
        assert_eq!(order(&["31-12-2025"]), Some((DateOrder::DayFirst, 0)));
        assert_eq!((order(&["2/3/2026"]), order(&["2026/31/12"])), (None, None));
        // Which of the three is the year is not sure.
        assert_eq!(order(&["31-12-25"]), None);
        let first = ordered_day("10/1/2026 9:20:11", DateOrder::MonthFirst);
        assert_eq!(
            (first, ordered_day("1/13/2026", DateOrder::DayFirst)),
            (day("2026-10-01"), None)
        );
        assert_eq!(ordered_day("1/10/26", DateOrder::DayFirst), first);
    }

    #[test]
    fn dates_may_have_slashes_and_times() {
        assert_eq!(day("1970-01-01"), Some(Day(0)));
        assert_eq!(day("2026/10/01 09:30"), Some(Day(20_727)));
        assert_eq!(day("1.10.2026"), Some(Day(20_727)));
        assert_eq!(day("01.10.26"), Some(Day(20_727)));
        assert_eq!((day("2026-13-01"), day("7")), (None, None));
        // Weeks begin on Monday; the first of 2026 begins in 2025.
        assert_eq!(day("2026-W40"), day("2026-09-28"));
        assert_eq!(day("2026W01"), day("2025-12-29"));
        assert_eq!(
            (day("2026-W54"), day("W40"), day("2026-W")),
            (None, None, None)
        );
    }

    #[test]
    fn months_may_be_words_and_spreadsheets_count_days() {
        for text in [
            "October 1, 2026",
            "1 Oct 2026",
            "Oct 1st 2026 9:30",
            "Thu, 1 October 2026",
            "1-Oct-26",
            "2026-Oct-01",
            "1. Oktober 2026",
            "1er octobre 2026",
        ] {
            assert_eq!(day(text), Some(Day(20_727)), "{text}");
        }
        for text in ["October 2026", "1 Oct", "Round 1 Oct 2026", "32 Oct 2026"] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(serial(46_296.4), Some(Day(20_727)));
        assert_eq!((serial(12.0), serial(99_999.0)), (None, None));
    }
}
