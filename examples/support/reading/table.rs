//! A text as rows of cells: which sign parts the cells, where the header is, which rows are titles, comments or blank.

use crate::reading::Reading;
use crate::reading::availability::{one_header, times};
use crate::reading::avoided::avoided;
use crate::reading::columns::{Columns, Schema, hinted, recognised};
use crate::reading::edge_lists;
use crate::reading::findings::{At, Findings, counted};
use crate::reading::grids::{CHOSEN, grids, of_choices};
use crate::reading::header_row::header_row;
use crate::reading::leftovers::{clean, is_matrix, whole_header};
use crate::reading::text::{Source, other_format};

/// One cell and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub text: String,
    pub at: At,
}

/// One row, with the line on which it begins.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub line: u32,
    pub cells: Vec<Cell>,
}

impl Row {
    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.trim().is_empty())
    }

    fn is_comment(&self) -> bool {
        self.cells[0].text.starts_with('#') || self.is_rule()
    }

    /// Whether it is a line drawn below a header, as in `|---|---|`.
    fn is_rule(&self) -> bool {
        let mut cells = self.cells.iter().map(|cell| cell.text.trim());
        cells.all(|cell| {
            cell.chars()
                .all(|sign| ['-', '=', ':', '+'].contains(&sign))
        }) && self
            .cells
            .iter()
            .any(|cell| cell.text.contains("--") || cell.text.contains("=="))
    }

    pub(super) fn filled(&self) -> usize {
        let filled = self
            .cells
            .iter()
            .rposition(|cell| !cell.text.trim().is_empty());
        filled.map_or(0, |last| last + 1)
    }

    /// The trimmed text of a cell and its place; a cell that is not there is empty.
    pub fn cell(&self, column: usize) -> (&str, At) {
        let end = At {
            line: self.line,
            column: 1,
        };
        self.cells
            .get(column)
            .map_or(("", end), |cell| (cell.text.trim(), cell.at))
    }
}

/// A table: which column says what, and the rows below its header.
#[derive(Debug)]
pub struct Table {
    pub columns: Columns,
    pub rows: Vec<Row>,
}

/// Signs that may part cells, tried in this order; a space parts edge lists only.
const DELIMITERS: [char; 5] = [',', ';', '\t', '|', ' '];

/// Rows looked at to find the delimiter and the header.
pub(super) const HEAD: usize = 30;

impl Table {
    /// Reads a table of a kind. What stands in the way is among the findings; then there is no table.
    pub fn read(
        source: &Source,
        schema: &Schema,
        reading: &Reading,
        findings: &mut Findings,
    ) -> Option<Self> {
        let decoded = source.text(reading.encoding);
        decoded.tell(findings);
        let text = decoded.text;
        if let Some(what) = other_format(&text) {
            let start = At { line: 1, column: 1 };
            findings.error(
                start,
                format!("this is {what}, expected a table as text; save or export it as CSV"),
            );
            return None;
        }
        let text = plain_text(text, schema, findings)?;
        let (body, told) = after_sep_line(&text);
        let delimiter = reading.delimiter.or(told).unwrap_or_else(|| {
            let guessed = guess_delimiter(body, schema);
            if guessed != ',' {
                let sign = if guessed == '\t' {
                    "tab".into()
                } else {
                    guessed.to_string()
                };
                findings.understood(format!("delimiter `{sign}` (--delimiter)"));
            }
            guessed
        });
        let first_line = 1 + u32::from(body.len() < text.len());
        let mut parsed = unescaped(body, (delimiter, first_line), findings);
        if let Some(at) = parsed.unclosed {
            findings.error(
                at,
                "a quote is opened here and never closed, add `\"` where the cell ends",
            );
            return None;
        }
        for at in parsed.loose {
            findings.warning(
                at,
                "the quotes of this cell end before the cell does; double quotes that are part of it, as in `\"\"`",
            );
        }
        clean(&mut parsed.rows, findings);
        Self::below_header(parsed.rows, schema, reading, findings)
    }

    /// Finds the header among the first rows and checks the rows below it.
    fn below_header(
        rows: Vec<Row>,
        schema: &Schema,
        reading: &Reading,
        findings: &mut Findings,
    ) -> Option<Self> {
        let (comments, mut rows) = without_comments(rows, schema);
        let comment = comments
            .last()
            .filter(|comment| rows.first().is_none_or(|first| comment.line < first.line));
        if !comments.is_empty() {
            let lines = counted(comments.len(), "line", "lines");
            findings.understood(format!("{lines} of comment skipped"));
        }
        if schema.may_lack_header && is_matrix(&rows) {
            let at = rows[0].cells[0].at;
            let message = "rows and columns name the same people: this is a matrix, expected one pair in each row, as in `ana,ben,1`";
            findings.error(at, message);
            return None;
        }
        let is_of_people = schema.what == "people";
        let mut header = header_row(&rows, schema, reading);
        if header.is_none() && is_of_people {
            if one_header(&mut rows, findings) {
                let message = "rows are times and columns are people, expected one person in each row; swap rows and columns (copy, then paste transposed)";
                findings.error(rows[0].cells[0].at, message);
                return None;
            }
            header = header_row(&rows, schema, reading);
        }
        if let Some((at, message)) = other_rows(&rows, header, schema) {
            findings.error(at, message);
            return None;
        }
        let columns = match header {
            Some(place) => {
                let mut above = rows.drain(..=place).collect::<Vec<_>>();
                let header = above.pop()?;
                if place > 0 {
                    let lines = counted(place, "line of title", "lines of title");
                    findings.understood(format!("{lines} above the header skipped"));
                }
                let header = whole_header(header, &mut rows, schema, findings)?;
                Columns::of_header((&header, &rows), schema, reading, findings)
            }
            None => {
                without_titles(&mut rows, schema, findings);
                Columns::of_places(&rows, comment, schema, reading, findings)
            }
        }?;
        if rows.is_empty() {
            findings.warning(columns.at, "no rows below the header");
        }
        without_second_table(&mut rows, columns.width, findings);
        without_total(&mut rows, findings);
        let short = rows
            .iter()
            .filter(|row| row.cells.len() < columns.width)
            .count();
        if short > 0 {
            let rows = counted(short, "row", "rows");
            findings.understood(format!(
                "{rows} with fewer cells than the header, the missing ones read as empty"
            ));
        }
        for row in rows.iter().filter(|row| row.filled() > columns.width) {
            let at = row.cells[columns.width].at;
            let (filled, width) = (row.filled(), columns.width);
            findings.warning(
                at,
                format!("{filled} cells, expected {width} as in the header; the rest is not read"),
            );
        }
        let mut table = Self { columns, rows };
        let mut grids = grids((&table.columns, &table.rows), schema, reading, findings);
        if is_of_people {
            for (place, item) in of_choices((&table.columns, &table.rows), schema, findings) {
                table.columns.also(place, &CHOSEN);
                grids.retain(|grid| grid.0 != place);
                grids.push((place, item));
            }
            let avoided = avoided((&table.columns, &table.rows), reading, findings);
            table.columns.add("blocks", avoided.into_iter());
            let times = times(&mut table.columns, &table.rows, findings);
            table.columns.add("slots", times.iter().map(|time| time.0));
            grids.extend(times);
        }
        table.columns.set_grids(grids);
        if header.is_some() {
            table.columns.tell_unused(schema, &table.rows, findings);
        }
        Some(table)
    }
}

/// What rows hold in place of those of this kind of table, where that can be told, and its place.
fn other_rows(rows: &[Row], header: Option<usize>, schema: &Schema) -> Option<(At, &'static str)> {
    let (first, below) = rows.split_first()?;
    let at = first.cells.first()?.at;
    if schema.what == "votes"
        && first
            .cells
            .iter()
            .any(|cell| cell.text.trim() == "comment-body")
    {
        return Some((
            at,
            "this is a list of comments, not of votes; the export has the votes in a file of their own, such as participants-votes.csv or votes.csv",
        ));
    }
    let names: Vec<&str> = below.iter().map(|row| row.cell(0).0).collect();
    let is_name = |row: &Row, place: usize| names.contains(&row.cell(place).0);
    let is_of_several = header.is_none()
        && schema.may_lack_header
        && below.iter().any(|row| {
            (1..row.cells.len())
                .filter(|&place| is_name(row, place))
                .count()
                > 1
        });
    is_of_several.then_some((
        at,
        "each row names several people, expected one pair in each row, as in `ana,ben`",
    ))
}

/// The text with one row of cells in each line, whatever wrote it; nothing where lines hold something else, which is then told.
fn plain_text(mut text: String, schema: &Schema, findings: &mut Findings) -> Option<String> {
    let curly = ['“', '”', '„'];
    let opens = |line: &str| {
        line.trim_start().starts_with(curly)
            || DELIMITERS[..3]
                .iter()
                .any(|sign| line.contains(&format!("{sign}“")))
    };
    if text.lines().any(opens) {
        findings.understood("curly quotes read as quotes");
        text = text.replace(curly, "\"");
    }
    if let Some(inside) = without_quotes_around_rows(&text) {
        findings.understood("quotes around whole rows taken off");
        text = inside;
    }
    if !schema.may_lack_header {
        return Some(text);
    }
    if edge_lists::is_of_neighbours(&text) {
        let at = At { line: 1, column: 1 };
        findings.error(
            at,
            "each line names all neighbours of one, expected one pair in each row, as in `ana,ben`",
        );
        return None;
    }
    match edge_lists::plain(&text) {
        Some((plain, told)) => {
            findings.understood(told);
            Some(plain)
        }
        None => Some(text),
    }
}

/// What stands within the quotes, where each row is one quoted cell that holds all others, as spreadsheets write it when a row is
/// taken for a text.
fn without_quotes_around_rows(text: &str) -> Option<String> {
    if !text.trim_start().starts_with('"') {
        return None;
    }
    let Parsed { rows, unclosed, .. } = rows(text, ',', 1);
    let is_whole = |row: &Row| match &row.cells[..] {
        [cell] => {
            cell.text.is_empty()
                || (cell.text.contains(&DELIMITERS[..4]) && !cell.text.contains('\n'))
        }
        _ => false,
    };
    let is_whole = unclosed.is_none() && rows.len() > 1 && rows.iter().all(is_whole);
    is_whole.then(|| {
        let inside = rows
            .into_iter()
            .map(|mut row| row.cells.swap_remove(0).text);
        inside.collect::<Vec<_>>().join("\n")
    })
}

/// Takes off lines of one cell above rows of several, where there is no header.
fn without_titles(rows: &mut Vec<Row>, schema: &Schema, findings: &mut Findings) {
    let titles = rows.iter().take_while(|row| row.filled() < 2).count();
    if schema.may_lack_header && titles > 0 && titles < rows.len() {
        rows.drain(..titles);
        let lines = counted(titles, "line of title", "lines of title");
        findings.understood(format!("{lines} above the rows skipped"));
    }
}

/// Takes off a second table below the first: behind an empty line all rows have fewer cells, and those before it as many as the header.
fn without_second_table(rows: &mut Vec<Row>, width: usize, findings: &mut Findings) {
    let lines = |row: &Row| {
        row.cells
            .iter()
            .map(|cell| cell.text.matches('\n').count() as u32)
            .sum::<u32>()
    };
    let follows_gap =
        |place: usize| rows[place].line > rows[place - 1].line + lines(&rows[place - 1]) + 1;
    let is_short = |row: &Row| row.cells.len() < width;
    let first = (1..rows.len()).find(|&place| follows_gap(place) && is_short(&rows[place]));
    let Some(first) = first else { return };
    if rows[..first].iter().any(is_short) || !rows[first..].iter().all(is_short) {
        return;
    }
    let (at, count) = (
        rows[first].cells[0].at,
        counted(rows.len() - first, "row", "rows"),
    );
    findings.warning(at, format!("{count} of fewer cells than the header below an empty line, as a second table has them, left out; keep one table in a file"));
    rows.truncate(first);
}

/// Words with which a last row begins that adds up those above it.
pub const TOTALS: [&str; 9] = [
    "total",
    "totals",
    "grand total",
    "sum",
    "count",
    "average",
    "mean",
    "summe",
    "gesamt",
];

/// Takes off a last row that adds up the others.
fn without_total(rows: &mut Vec<Row>, findings: &mut Findings) {
    let Some(last) = rows.last().filter(|_| rows.len() > 1) else {
        return;
    };
    let first = last.cells.iter().find(|cell| !cell.text.trim().is_empty());
    let Some(first) = first else { return };
    let text = first.text.split('(').next().unwrap_or_default();
    let word = text.trim().trim_end_matches(':').to_lowercase();
    if TOTALS.contains(&word.as_str()) {
        let message = format!(
            "a row that begins with `{}` and adds up the others, left out",
            first.text.trim()
        );
        findings.warning(first.at, message);
        rows.pop();
    }
}

/// Parts lines of comment, which begin with `#`, or all with `%`, from rows. Blank rows are neither. A line that begins with `#` and
/// names columns is a header.
fn without_comments(rows: Vec<Row>, schema: &Schema) -> (Vec<Row>, Vec<Row>) {
    let mut rows: Vec<Row> = rows.into_iter().filter(|row| !row.is_blank()).collect();
    for place in 0..rows.len().min(HEAD) {
        let width = rows.get(place + 1).map(|next| next.cells.len());
        let row = &rows[place];
        let is_number_sign = row.cells.len() > 1 && row.cells[0].text.trim() == "#";
        let is_header = is_number_sign || 2 * recognised(row, schema) + hinted(row, schema) > 2;
        if row.is_comment() && is_header && width == Some(row.cells.len()) {
            let first = &mut rows[place].cells[0].text;
            *first = first.trim_start_matches('#').to_string();
        }
    }
    let percent = schema.may_lack_header
        && rows
            .first()
            .is_some_and(|first| first.cells[0].text.starts_with('%'));
    // Among data a row of all cells is none, though its first cell begins with the sign and a word.
    let first = rows.iter().position(|row| !row.is_comment());
    let width = first.map_or(0, |first| rows[first].cells.len());
    let is_data = |row: &Row| {
        let word = row.cells[0].text.strip_prefix('#');
        let is_word = word.is_some_and(|word| word.starts_with(char::is_alphanumeric));
        !schema.may_lack_header && is_word && width > 1 && row.cells.len() == width
    };
    let after = first.map_or(u32::MAX, |first| rows[first].line);
    rows.into_iter().partition(|row| {
        let is_comment = row.is_comment() && !(row.line > after && is_data(row));
        is_comment || (percent && row.cells[0].text.starts_with('%'))
    })
}

/// The text below a first line `sep=;`, and the sign that it names.
fn after_sep_line(text: &str) -> (&str, Option<char>) {
    let told = text.split_once('\n').and_then(|(first, body)| {
        let first = first.trim_end_matches('\r').trim_matches('"');
        let is_told = first.get(..4)?.eq_ignore_ascii_case("sep=");
        is_told.then(|| (body, first[4..].chars().next()))
    });
    told.unwrap_or((text, None))
}

/// The sign that gives the header most columns with a known name; then that which gives most rows the same number of cells.
fn guess_delimiter(text: &str, schema: &Schema) -> char {
    let head: String = text.split_inclusive('\n').take(HEAD).collect();
    let mut best = (',', (0, 0, 0));
    for delimiter in DELIMITERS {
        if delimiter == ' ' && !schema.may_lack_header {
            continue;
        }
        let rows = rows(&head, delimiter, 1).rows;
        let rows: Vec<&Row> = rows
            .iter()
            .filter(|row| !row.is_blank() && !row.is_comment())
            .collect();
        let known = rows
            .iter()
            // Words of a title that spaces part may be a name each; a header has two.
            .filter(|row| delimiter != ' ' || recognised(row, schema) > 1)
            .map(|row| 2 * recognised(row, schema) + hinted(row, schema))
            .max();
        let alike = |width: usize| rows.iter().filter(|row| row.cells.len() == width).count();
        let width = rows
            .iter()
            .map(|row| row.cells.len())
            .filter(|width| *width > 1);
        let (alike, width) = width
            .map(|width| (alike(width), width))
            .max()
            .unwrap_or_default();
        let merit = (known.unwrap_or(0), alike, width);
        if merit > best.1 {
            best = (delimiter, merit);
        }
    }
    best.0
}

/// Parts a text into rows by the rules of RFC 4180: a cell in quotes may hold delimiters, line breaks and doubled quotes. A
/// quote within a cell without quotes is a sign like others.
pub fn rows(text: &str, delimiter: char, first_line: u32) -> Parsed {
    let mut tokenizer = Tokenizer {
        delimiter,
        at: At {
            line: first_line,
            column: 1,
        },
        parsed: Parsed::default(),
        cells: Vec::new(),
    };
    let mut signs = text.chars().peekable();
    while signs.peek().is_some() {
        if let Err(opened) = tokenizer.cell(&mut signs) {
            tokenizer.parsed.unclosed = Some(opened);
            return tokenizer.parsed;
        }
    }
    tokenizer.end_row();
    tokenizer.parsed
}

/// A text as rows of cells, and where its quotes are not as they should be.
#[derive(Debug, Default)]
pub struct Parsed {
    pub rows: Vec<Row>,
    /// Where a quote is opened that is never closed; rows end before it.
    pub unclosed: Option<At>,
    /// Cells that go on behind their closing quote.
    pub loose: Vec<At>,
}

/// Rows whose quotes are doubled within cells, or have a backslash before them, as databases write it, where that makes them sound.
fn unescaped(body: &str, (delimiter, first_line): (char, u32), findings: &mut Findings) -> Parsed {
    let is_sound = |parsed: &Parsed| parsed.loose.is_empty() && parsed.unclosed.is_none();
    let parsed = rows(body, delimiter, first_line);
    if is_sound(&parsed) || !body.contains("\\\"") {
        return parsed;
    }
    let again = rows(&body.replace("\\\"", "\"\""), delimiter, first_line);
    if !is_sound(&again) {
        return parsed;
    }
    findings.understood("a backslash before a quote makes it part of the cell");
    again
}

type Signs<'t> = std::iter::Peekable<std::str::Chars<'t>>;

struct Tokenizer {
    delimiter: char,
    at: At,
    parsed: Parsed,
    cells: Vec<Cell>,
}

impl Tokenizer {
    /// Takes one cell and the sign after it.
    fn cell(&mut self, signs: &mut Signs<'_>) -> Result<(), At> {
        // A space parts words however often it stands.
        while self.delimiter == ' ' && signs.peek().is_some_and(|sign| [' ', '\t'].contains(sign)) {
            self.step(signs);
        }
        let start = self.at;
        let mut text = String::new();
        // Spaces between a delimiter and a quote are no part of the cell.
        while signs.peek() == Some(&' ') {
            text.extend(self.step(signs));
        }
        let is_quoted = signs.peek() == Some(&'"');
        if is_quoted {
            text.clear();
            self.step(signs);
            self.quoted(signs, &mut text).ok_or(start)?;
        }
        loop {
            let sign = self.step(signs);
            let is_delimiter =
                sign == Some(self.delimiter) || (self.delimiter == ' ' && sign == Some('\t'));
            if is_delimiter || matches!(sign, None | Some('\n')) {
                if self.delimiter != ' ' || !text.is_empty() {
                    self.cells.push(Cell { text, at: start });
                }
                // What ends with a delimiter has one more cell, which is empty.
                if is_delimiter && signs.peek().is_none() && self.delimiter != ' ' {
                    let at = self.at;
                    self.cells.push(Cell {
                        text: String::new(),
                        at,
                    });
                }
                if sign == Some('\n') {
                    self.end_row();
                }
                return Ok(());
            }
            let goes_on = is_quoted && sign.is_some_and(|sign| !sign.is_whitespace());
            if goes_on && self.parsed.loose.last() != Some(&start) {
                self.parsed.loose.push(start);
            }
            text.extend(
                sign.filter(|sign| *sign != '\r' || !matches!(signs.peek(), None | Some('\n'))),
            );
        }
    }

    /// Takes the inside of a cell in quotes; nothing where the text ends first.
    fn quoted(&mut self, signs: &mut Signs<'_>, text: &mut String) -> Option<()> {
        loop {
            match self.step(signs)? {
                '"' if signs.peek() == Some(&'"') => text.extend(self.step(signs)),
                '"' => return Some(()),
                sign => text.push(sign),
            }
        }
    }

    fn step(&mut self, signs: &mut Signs<'_>) -> Option<char> {
        let sign = signs.next()?;
        if sign == '\n' {
            self.at.line += 1;
            self.at.column = 1;
        } else {
            self.at.column += 1;
        }
        Some(sign)
    }

    fn end_row(&mut self) {
        if let Some(first) = self.cells.first() {
            let line = first.at.line;
            let cells = std::mem::take(&mut self.cells);
            self.parsed.rows.push(Row { line, cells });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, delimiter: char) -> Vec<Vec<String>> {
        let Parsed { rows, unclosed, .. } = rows(text, delimiter, 1);
        assert_eq!(unclosed, None);
        let of_row = |row: Row| row.cells.into_iter().map(|cell| cell.text).collect();
        rows.into_iter().map(of_row).collect()
    }

    #[test]
    fn cells_are_parted_by_the_rules_of_rfc_4180() {
        assert_eq!(texts("a,b\r\nc,d\r\n", ','), [["a", "b"], ["c", "d"]]);
        assert_eq!(
            texts("a,\"b,\n\"\"c\"\"\"\nd,", ','),
            [["a", "b,\n\"c\""], ["d", ""]]
        );
        assert_eq!(texts("5\" pipe,x", ','), [["5\" pipe", "x"]]);
        assert_eq!(texts("a, \"b, c\" , d", ','), [["a", "b, c ", " d"]]);
        assert_eq!(
            texts("0  1\t2 \n3 4", ' '),
            [vec!["0", "1", "2"], vec!["3", "4"]]
        );
        assert_eq!(texts("a\n\nb", ','), [["a"], [""], ["b"]]);
    }

    #[test]
    fn places_are_lines_and_characters_and_an_open_quote_is_found() {
        let found = rows("é,b\n\"x\ny\",z\n", ',', 1).rows;
        let at = |row: usize, cell: usize| found[row].cells[cell].at;
        assert_eq!((at(0, 1).line, at(0, 1).column), (1, 3));
        assert_eq!((at(1, 1).line, at(1, 1).column), (3, 4));
        let parsed = rows("a,b\nc,\"d\ne,f\n", ',', 1);
        assert_eq!(
            (parsed.rows.len(), parsed.unclosed),
            (1, Some(At { line: 2, column: 3 }))
        );
    }
}
