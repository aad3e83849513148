//! Ties: who knows whom, how well or how often.

use std::collections::BTreeMap;

use confrere::Tie;

use crate::Refused;
use crate::reading::columns;
use crate::reading::findings::{At, Findings, counted};
use crate::reading::people::People;
use crate::reading::spelling::Names;
use crate::reading::table::Table;
use crate::reading::ties_columns::SCHEMA;
use crate::reading::{Reading, Source, Told, number};

/// What the numbers of ties are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amounts {
    /// The chance that a request along the tie succeeds.
    Chances,
    /// How often two people had to do with each other.
    Counts,
    /// There are none: each row is once.
    Rows,
}

/// A tie as it stands in a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RawTie {
    pub from: String,
    pub to: String,
    pub amount: f64,
    pub one_way: bool,
}

/// Ties as they were read.
#[derive(Debug)]
pub struct RawTies {
    pub rows: Vec<RawTie>,
    pub amounts: Amounts,
    /// The count at which the chance is one half.
    half: f64,
}

impl RawTies {
    /// Ties with chances. Counts of a pair are added up, both directions together where ties hold both ways, and a count of n becomes
    /// the chance n / (n + h): one half at a count of h, and never quite 1.
    pub fn ties(&self) -> Vec<Tie> {
        if self.amounts == Amounts::Chances {
            let tie = |row: &RawTie| tie((&row.from, &row.to), row.one_way, row.amount as f32);
            return self.rows.iter().map(tie).collect();
        }
        let chance = |count: f64| (count / (count + self.half)) as f32;
        let sums = self.sums().into_iter().filter(|(_, count)| *count > 0.0);
        sums.map(|((from, to, one_way), count)| tie((from, to), one_way, chance(count)))
            .collect()
    }

    /// The count of each pair; a pair that holds both ways stands once, lower name first.
    fn sums(&self) -> BTreeMap<(&str, &str, bool), f64> {
        let mut sums = BTreeMap::new();
        for row in &self.rows {
            let (from, to) = (row.from.as_str(), row.to.as_str());
            let (from, to) = if row.one_way || from < to {
                (from, to)
            } else {
                (to, from)
            };
            *sums.entry((from, to, row.one_way)).or_insert(0.0) += row.amount;
        }
        sums
    }
}

fn tie((from, to): (&str, &str), one_way: bool, strength: f32) -> Tie {
    if one_way {
        Tie::directed(from, to, strength)
    } else {
        Tie::new(from, to, strength)
    }
}

impl Reading {
    /// Reads ties; given people, everyone named must be one of them.
    pub fn ties_of(
        &self,
        source: &Source,
        people: Option<&People>,
    ) -> Result<Told<RawTies>, Refused> {
        self.read(source, &SCHEMA, |table, findings| {
            let ties = RawTies::of_table(table, people, self, findings);
            let what = counted(ties.rows.len(), "tie", "ties");
            (ties, what)
        })
    }
}

impl RawTies {
    fn of_table(
        table: &Table,
        people: Option<&People>,
        reading: &Reading,
        findings: &mut Findings,
    ) -> Self {
        let strength = table
            .columns
            .of("strength")
            .or_else(|| table.columns.of("count"));
        let mut ties = Self {
            rows: Vec::new(),
            amounts: Amounts::Rows,
            half: 1.0,
        };
        let mut first: BTreeMap<(String, String), u32> = BTreeMap::new();
        let mut own = Vec::new();
        let mut names = Names::default();
        for place in 0..table.rows.len() {
            let Some(tie) = raw(table, place, (people, reading), findings) else {
                continue;
            };
            if tie.from == tie.to {
                own.push((table.rows[place].cells[0].at, tie.from));
                continue;
            }
            if people.is_none() {
                let at = table.rows[place].cells[0].at;
                names.add(&tie.from, at);
                names.add(&tie.to, at);
            }
            let line = table.rows[place].line;
            let earlier = *first
                .entry((tie.from.clone(), tie.to.clone()))
                .or_insert(line);
            if earlier != line && strength.is_some() {
                let at = table.rows[place].cells[0].at;
                let (from, to) = (&tie.from, &tie.to);
                let what = if table.columns.of("strength").is_some() {
                    "the strongest counts"
                } else {
                    "counts are added up"
                };
                findings.warning(
                    at,
                    format!("the tie from `{from}` to `{to}` stands in line {earlier} too; {what}"),
                );
            }
            ties.rows.push(tie);
        }
        if let Some(((at, name), more)) = own.split_first() {
            let more = self::more(more.len());
            findings.warning(
                *at,
                format!("the tie of `{name}` to themselves is left out{more}"),
            );
        }
        names.tell(findings);
        ties.amounts = amounts(table, &ties.rows);
        if ties.amounts == Amounts::Chances {
            ties.tell_directions(&first, (table, findings));
        }
        ties.half = reading.half_count.unwrap_or_else(|| ties.median());
        ties.check(table, findings);
        ties
    }

    /// Warns of pairs whose ties hold both ways and have another chance in each direction, of which the larger counts.
    fn tell_directions(
        &self,
        lines: &BTreeMap<(String, String), u32>,
        (table, findings): (&Table, &mut Findings),
    ) {
        let both_ways = self.rows.iter().filter(|row| !row.one_way);
        let chances: BTreeMap<(&str, &str), f64> = both_ways
            .map(|row| ((row.from.as_str(), row.to.as_str()), row.amount))
            .collect();
        let opposed = chances.iter().filter_map(|(&(from, to), &chance)| {
            let back = *chances.get(&(to, from)).filter(|&&back| back != chance)?;
            let line = |from: &str, to: &str| lines.get(&(from.to_string(), to.to_string()));
            let (line, earlier) = (line(from, to)?, line(to, from)?);
            (line > earlier).then_some((*line, (from, to), (chance, back, *earlier)))
        });
        let mut opposed: Vec<_> = opposed.collect();
        opposed.sort_unstable_by_key(|found| found.0);
        let Some((line, (from, to), (chance, back, earlier))) = opposed.first() else {
            return;
        };
        let row = table.rows.iter().find(|row| row.line == *line);
        let Some(row) = row else { return };
        let (chance, back) = (*chance as f32, *back as f32);
        let more = more(opposed.len() - 1);
        findings.warning(
            row.cells[0].at,
            format!("`{from}` to `{to}` is {chance} and `{to}` to `{from}` in line {earlier} is {back}; ties hold both ways, and the larger counts as the chance (--one-way keeps directions apart){more}"),
        );
    }

    fn median(&self) -> f64 {
        let mut counts: Vec<f64> = self
            .sums()
            .into_values()
            .filter(|count| *count > 0.0)
            .collect();
        counts.sort_unstable_by(f64::total_cmp);
        counts.get(counts.len() / 2).copied().unwrap_or(1.0)
    }

    /// Tells the rule for counts, and refuses chances above 1.
    fn check(&self, table: &Table, findings: &mut Findings) {
        let half = self.half;
        if self.amounts != Amounts::Chances {
            let counted = match self.amounts {
                Amounts::Rows => "no strength, so rows of a pair are counted; ",
                _ => "",
            };
            findings.understood(format!(
                "{counted}a count of n is a chance of n/(n+{half}) (--half-count)"
            ));
        }
        if self.amounts == Amounts::Counts
            && !self.rows.is_empty()
            && self.rows.iter().all(|row| SECONDS.contains(&row.amount))
        {
            let column = table.columns.of("count").unwrap_or(0);
            let at = At {
                line: table.columns.at.line,
                column: 1,
            };
            let place = column + 1;
            findings.warning(at, format!(
                "column {place} is read as counts and looks like times in seconds; --column count=none leaves it out"
            ));
        }
        if table.columns.of("directed").is_none() && self.amounts != Amounts::Chances {
            findings.understood(if self.rows.iter().any(|row| row.one_way) {
                "ties hold one way"
            } else {
                "ties hold both ways (--one-way)"
            });
        }
        if self.amounts == Amounts::Counts {
            tell_points(table, findings);
        }
        let Some(column) = table.columns.of("strength") else {
            return;
        };
        for row in &table.rows {
            let (text, at) = row.cell(column);
            let number = number::plain(text).filter(|number| number.is_finite());
            if let Some(chance) = number.filter(|chance| !(0.0..=1.0).contains(chance)) {
                let name = &table.columns.names[column];
                findings.error_in(at, "strength", format!(
                    "`{chance}` is not a chance from 0 to 1; if these are counts, say --column count=\"{name}\""
                ));
            }
        }
    }
}

/// What is said behind the first of several alike.
fn more(count: usize) -> String {
    match count {
        0 => String::new(),
        _ => format!(", and {count} more like it"),
    }
}

/// Warns where all numbers with a point could be thousands.
fn tell_points(table: &Table, findings: &mut Findings) {
    let column = table.columns.of("count").unwrap_or(0);
    let cells = table.rows.iter().map(|row| row.cell(column));
    let mut pointed = cells.filter(|(text, _)| text.contains('.')).peekable();
    let Some(&(text, at)) = pointed.peek() else {
        return;
    };
    if pointed.all(|(text, _)| number::has_grouping_point(text)) {
        let (read, whole) = (number::amount(text).unwrap_or(0.0), text.replace('.', ""));
        findings.warning(
            at,
            format!("`{text}` is read as {read}, and others likewise; if points part thousands, write {whole}"),
        );
    }
}

/// Seconds since 1970 from the year 1990 to the year 2100.
const SECONDS: std::ops::Range<f64> = 631_152_000.0..4_102_444_800.0;

/// Chances where a column is named for them, or where no number of another is above 1.
fn amounts(table: &Table, rows: &[RawTie]) -> Amounts {
    let is_chance =
        || rows.iter().all(|row| row.amount <= 1.0) && rows.iter().any(|row| row.amount < 1.0);
    match (table.columns.of("strength"), table.columns.of("count")) {
        (Some(_), _) => Amounts::Chances,
        (None, Some(_)) if is_chance() => Amounts::Chances,
        (None, Some(_)) => Amounts::Counts,
        (None, None) => Amounts::Rows,
    }
}

/// One row; nothing where it is wrong.
fn raw(
    table: &Table,
    place: usize,
    (people, reading): (Option<&People>, &Reading),
    findings: &mut Findings,
) -> Option<RawTie> {
    let row = &table.rows[place];
    let mut ends = [String::new(), String::new()];
    let mut is_sound = true;
    for (end, field) in ends.iter_mut().zip(["from", "to"]) {
        let (name, at) = row.cell(table.columns.of(field)?);
        if name.split(';').filter(|part| part.contains('@')).count() > 1 {
            findings.warning(at, format!("column `{field}`: `{name}` looks like several people and is read as one; write one pair in each row"));
        }
        let key = match people {
            _ if name.is_empty() => Err("empty, expected a name".to_string()),
            Some(people) => people.key_of(name).map(str::to_string),
            None => Ok(name.to_string()),
        };
        match key {
            Ok(key) => *end = key,
            Err(message) => {
                findings.error_in(at, field, message);
                is_sound = false;
            }
        }
    }
    let amount = amount(table, place, findings);
    let one_way = one_way(table, place, reading, findings);
    let [from, to] = ends;
    let (amount, one_way) = amount.zip(one_way)?;
    is_sound.then_some(RawTie {
        from,
        to,
        amount,
        one_way,
    })
}

fn amount(table: &Table, place: usize, findings: &mut Findings) -> Option<f64> {
    let row = &table.rows[place];
    let (column, field) = match (table.columns.of("strength"), table.columns.of("count")) {
        (Some(column), _) => (column, "strength"),
        (None, Some(column)) => (column, "count"),
        (None, None) => return Some(1.0),
    };
    let (text, at) = row.cell(column);
    let number: Option<f64> = match field {
        "strength" => number::plain(text).map(f64::from),
        _ => number::amount(text).or_else(|| {
            number::plain(text)
                .map(f64::from)
                .filter(|number| *number >= 0.0)
        }),
    };
    let number = number.filter(|number| number.is_finite());
    if number.is_none() {
        let name = &table.columns.names[column];
        let message = format!(
            "`{text}` is not a number from 0 up; leave the row out, or the column \"{name}\" by --column {field}=none"
        );
        findings.error_in(at, field, message);
    }
    number
}

fn one_way(
    table: &Table,
    place: usize,
    reading: &Reading,
    findings: &mut Findings,
) -> Option<bool> {
    let Some(column) = table.columns.of("directed") else {
        return Some(reading.one_way);
    };
    let (text, at) = table.rows[place].cell(column);
    let known = match text.to_lowercase().as_str() {
        "" => Some(reading.one_way),
        "directed" => Some(true),
        "undirected" | "mutual" => Some(false),
        // A column of other types, as friend or colleague, says nothing of directions.
        _ if columns::compact(&table.columns.names[column]) == "type" => Some(reading.one_way),
        _ => number::yes(text),
    };
    if known.is_none() {
        findings.error_in(at, "directed", number::neither(text));
    }
    known
}
