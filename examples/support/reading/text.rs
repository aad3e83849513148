//! From bytes to text: compressed or not, in the encoding that the bytes show.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::Refused;

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
        Ok(Self { name, bytes })
    }

    /// A text that is there already.
    pub fn of_bytes(name: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.to_string(),
            bytes: bytes.into(),
        }
    }

    /// The text, and how its encoding is called where it is not plain UTF-8. `chosen` comes before any guess.
    pub fn text(&self, chosen: Option<&'static Encoding>) -> (String, Option<&'static str>) {
        let encoding = chosen.unwrap_or_else(|| guess(&self.bytes));
        let (text, used, _) = encoding.decode(&self.bytes);
        let told = (used != UTF_8).then(|| used.name());
        (text.into_owned(), told)
    }
}

/// A byte order mark decides; then zero bytes, which only UTF-16 has; then whether the bytes are UTF-8. What is not is
/// Windows-1252, of which Latin-1 is a part.
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
    match (zeros(0), zeros(1)) {
        (0, 0) if std::str::from_utf8(bytes).is_ok() => UTF_8,
        (0, 0) => WINDOWS_1252,
        (even, odd) if even > odd => UTF_16BE,
        _ => UTF_16LE,
    }
}
