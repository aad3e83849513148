//! From bytes to text: compressed or not, in the encoding that the bytes show.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::Refused;
use crate::reading::findings::{At, Findings};

/// A file as bytes, with the name that messages use.
pub struct Source {
    pub name: String,
    bytes: Vec<u8>,
}

impl Source {
    /// Reads a file, or what comes on stdin for `-`; gzip is seen by its first bytes.
    pub fn open(path: &Path) -> Result<Self, Refused> {
        let is_stdin = path.as_os_str() == "-";
        let name = if is_stdin {
            "stdin".to_string()
        } else {
            path.display().to_string()
        };
        let refuse = |error: std::io::Error| Refused::new(format!("{name}: {error}"));
        let mut bytes = Vec::new();
        if is_stdin {
            std::io::stdin().lock().read_to_end(&mut bytes)
        } else {
            File::open(path).map_err(&refuse)?.read_to_end(&mut bytes)
        }
        .map_err(&refuse)?;
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let mut plain = Vec::new();
            flate2::read::MultiGzDecoder::new(&bytes[..])
                .read_to_end(&mut plain)
                .map_err(&refuse)?;
            bytes = plain;
        }
        let foreign = FOREIGN.iter().find(|(start, _)| bytes.starts_with(start));
        match foreign {
            Some((_, what)) => Err(Refused::new(format!(
                "{name}: this is {what}, expected a table as text; save or export it as CSV"
            ))),
            None => Ok(Self { name, bytes }),
        }
    }

    /// A text that is there already.
    pub fn of_bytes(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.to_string(),
            bytes: bytes.into(),
        }
    }

    /// The text in its encoding. `chosen` comes before any guess.
    pub fn text(&self, chosen: Option<&'static Encoding>) -> Text {
        let encoding = chosen.unwrap_or_else(|| guess(&self.bytes));
        let (text, used, has_errors) = encoding.decode(&self.bytes);
        let is_mixed = has_errors && chosen.is_none() && used == UTF_8;
        let (mut text, places) = match is_mixed {
            true => mended(&self.bytes),
            false => (text.into_owned(), Vec::new()),
        };
        if let Some(ended) = with_line_feeds(&text) {
            text = ended;
        }
        // Old programs end a file with this sign.
        if text.ends_with('\u{1a}') {
            text.pop();
        }
        let mended = lines_of(&text, &places);
        // A zero is no letter in any encoding.
        let has_errors = has_errors || text.contains('\0');
        text = text.replace('\0', "\u{fffd}");
        let lines = || text.lines().zip(1..);
        let broken =
            lines().filter(|(line, _)| has_errors && line.contains(char::REPLACEMENT_CHARACTER));
        Text {
            encoding: used.name(),
            is_plain: used == UTF_8,
            broken: broken.map(|(_, line)| line).collect(),
            mended,
            garbled: lines().find_map(|(line, place)| Some((place, garbled(line)?.to_string()))),
            text,
        }
    }
}

/// The text of bytes that are UTF-8 but for a few, which are read as Windows-1252, and where these stand.
fn mended(bytes: &[u8]) -> (String, Vec<usize>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (mut text, mut places) = (String::with_capacity(bytes.len()), Vec::new());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            places.push(text.len());
            let (letters, _) = WINDOWS_1252.decode_without_bom_handling(chunk.invalid());
            text.push_str(&letters);
        }
    }
    (text, places)
}

/// The lines in which places of a text lie, from 1, each once.
fn lines_of(text: &str, places: &[usize]) -> Vec<u32> {
    let (mut line, mut from) = (1, 0);
    let mut lines = Vec::new();
    for &place in places.iter().filter(|&&place| place <= text.len()) {
        line += text[from..place].matches('\n').count() as u32;
        from = place;
        lines.push(line);
    }
    lines.dedup();
    lines
}

/// A word of a line that looks like UTF-8 which another program took for Windows-1252 and wrote down, as in `JosÃ©`. What may end
/// a word in capital letters with a tilde is not taken for it.
fn garbled(line: &str) -> Option<&str> {
    let is_second = |letter: char| {
        ('\u{a1}'..='\u{bf}').contains(&letter) && letter != '»'
            || "€‚ƒ„†‡ˆ‰Š‹ŒŽ•™š›œžŸ".contains(letter)
    };
    let is_garbled = |word: &&str| {
        let letters = word.chars().zip(word.chars().skip(1));
        let mut pairs = letters.filter(|pair| ['Ã', 'Â'].contains(&pair.0));
        pairs.any(|pair| is_second(pair.1)) || word.contains("â€")
    };
    let signs = |sign: char| sign.is_whitespace() || [',', ';', '"', '|'].contains(&sign);
    let words = (!line.is_ascii()).then(|| line.split(signs));
    words.into_iter().flatten().find(is_garbled)
}

/// The text with line feeds, where its rows end as they did of old: by a carriage return alone. Within quotes either may stand.
fn with_line_feeds(text: &str) -> Option<String> {
    if !text.contains('\r') {
        return None;
    }
    let (mut returns, mut feeds) = (0, 0);
    let mut ended = String::with_capacity(text.len());
    let (mut in_quotes, mut before) = (false, ' ');
    for (at, sign) in text.char_indices() {
        let is_lone = sign == '\r' && !text[at + 1..].starts_with('\n');
        in_quotes ^= sign == '"';
        returns += usize::from(is_lone && !in_quotes);
        feeds += usize::from(sign == '\n' && (before == '\r' || !in_quotes));
        ended.push(if is_lone { '\n' } else { sign });
        before = sign;
    }
    (returns > 0 && feeds == 0).then_some(ended)
}

/// A text, and what is to be told of its encoding.
pub struct Text {
    pub text: String,
    encoding: &'static str,
    /// Whether it is UTF-8, which needs no word.
    is_plain: bool,
    /// Lines with bytes that are none in this encoding, from 1.
    broken: Vec<u32>,
    /// Lines with such bytes that were read as Windows-1252.
    mended: Vec<u32>,
    /// The first word that was garbled before the file was written, and its line.
    garbled: Option<(u32, String)>,
}

impl Text {
    /// Tells the encoding where it is a guess, and warns of what is none in it.
    pub fn tell(&self, findings: &mut Findings) {
        let encoding = self.encoding;
        if !self.is_plain {
            findings.understood(format!("encoding {encoding} (--encoding)"));
        }
        let read = [
            (&self.broken, "\u{fffd}"),
            (&self.mended, WINDOWS_1252.name()),
        ];
        for (lines, read) in read {
            for &line in lines {
                let message = format!("bytes that are no {encoding}, read as {read} (--encoding)");
                findings.warning(At { line, column: 1 }, message);
            }
        }
        if let Some((line, word)) = &self.garbled {
            findings.warning(
                At { line: *line, column: 1 },
                format!("`{word}` looks like UTF-8 that was read as {} when the file was made; save it again from its source as UTF-8 (or say --encoding)", WINDOWS_1252.name()),
            );
        }
    }
}

/// How files begin that are no text.
const FOREIGN: [(&[u8], &str); 7] = [
    (b"\xff\xfe\0\0", "text in UTF-32, which is hardly used"),
    (b"\0\0\xfe\xff", "text in UTF-32, which is hardly used"),
    (b"PK\x03\x04", "a spreadsheet or zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3\0", "a database"),
    (b"PAR1", "a Parquet file"),
];

/// What texts are that hold no table, by how they begin.
const OTHER_FORMATS: [(&str, &str); 14] = [
    ("begin:vcard", "contacts as vCards"),
    ("<?xml", "a document of tags"),
    ("<graphml", "a network as GraphML"),
    ("<gexf", "a network as GEXF"),
    ("<html", "a page of tags"),
    ("<!doctype", "a page of tags"),
    ("<table", "a page of tags"),
    ("{\"", "JSON"),
    ("[{", "JSON"),
    ("[[", "JSON"),
    ("*vertices", "a Pajek network"),
    ("graph [", "a network as GML"),
    ("graph {", "a network in DOT"),
    ("digraph", "a network in DOT"),
];

/// What a text is that is no table, as in `JSON`.
pub fn other_format(text: &str) -> Option<&'static str> {
    let start: String = text.chars().take(200).collect::<String>().to_lowercase();
    let words: Vec<&str> = start.split_whitespace().collect();
    let start = words.join(" ").replace("[ {", "[{").replace("{ \"", "{\"");
    let found = OTHER_FORMATS
        .iter()
        .find(|(begin, _)| start.starts_with(begin));
    found.map(|(_, what)| *what)
}

/// A byte order mark decides; then zero bytes, which only UTF-16 has; then whether the bytes are UTF-8, but for a few. What is not
/// is Windows-1252, of which Latin-1 is a part.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return marked;
    }
    let head = &bytes[..bytes.len().min(1024)];
    let zeros = |start: usize| {
        head.iter()
            .skip(start)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    // A stray zero is damage, not UTF-16, where every other byte of plain letters is one.
    let is_rare = |zeros: usize| 8 * zeros < head.len();
    match (zeros(0), zeros(1)) {
        (even, odd) if is_rare(even) && is_rare(odd) && is_mostly_utf8(bytes) => UTF_8,
        (even, odd) if is_rare(even) && is_rare(odd) => WINDOWS_1252,
        (even, odd) if even > odd => UTF_16BE,
        _ => UTF_16LE,
    }
}

/// Whether letters outside of ASCII are UTF-8 at least as often as not: one broken line does not garble all others.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk
            .valid()
            .chars()
            .filter(|sign| !sign.is_ascii())
            .count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || sound >= broken
}
