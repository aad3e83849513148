//! One file out of a zip archive, as some data sets come.

use std::io::Read;
use std::path::Path;

use crate::Refused;

/// Reads the file of an archive whose name ends as asked. Stored and deflated entries are read, no others.
pub fn read_entry(archive: &Path, ending: &str) -> Result<Vec<u8>, Refused> {
    let name = archive.display();
    let bytes = std::fs::read(archive).map_err(|error| Refused::new(format!("{name}: {error}")))?;
    let short = || Refused::new(format!("{name}: not a whole zip archive"));
    let number = |at: usize, size: usize| {
        let part = bytes.get(at..at + size).ok_or_else(short)?;
        Ok::<_, Refused>(
            part.iter()
                .rev()
                .fold(0_usize, |sum, &byte| sum << 8 | usize::from(byte)),
        )
    };
    // The end record names the central directory, which names every entry (APPNOTE.TXT 4.3.12 and 4.3.16).
    let end = bytes
        .windows(4)
        .rposition(|window| window == b"PK\x05\x06")
        .ok_or_else(short)?;
    let (count, mut at) = (number(end + 10, 2)?, number(end + 16, 4)?);
    for _ in 0..count {
        let (method, packed, size) = (
            number(at + 10, 2)?,
            number(at + 20, 4)?,
            number(at + 24, 4)?,
        );
        let (title, extra, comment) = (
            number(at + 28, 2)?,
            number(at + 30, 2)?,
            number(at + 32, 2)?,
        );
        let local = number(at + 42, 4)?;
        let called = bytes.get(at + 46..at + 46 + title).ok_or_else(short)?;
        at += 46 + title + extra + comment;
        if !called.ends_with(ending.as_bytes()) {
            continue;
        }
        let start = local + 30 + number(local + 26, 2)? + number(local + 28, 2)?;
        let data = bytes.get(start..start + packed).ok_or_else(short)?;
        if method == 0 {
            return Ok(data.to_vec());
        }
        let mut text = Vec::with_capacity(size);
        flate2::read::DeflateDecoder::new(data).read_to_end(&mut text)?;
        return Ok(text);
    }
    Err(Refused::new(format!(
        "{name}: no file that ends in `{ending}`"
    )))
}
