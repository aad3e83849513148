//! Values that come from text: each has one word.

use crate::error::Error;
use crate::id::{nearest, quoted};

/// A word without what differs between words, names of fields and command lines: case, spaces, hyphens and underscores.
fn plain(word: &str) -> String {
    let word = word.trim().to_lowercase().replace("'s", "");
    word.replace(['_', '-'], " ")
}

/// The value whose word a text is, in any case, with spaces, hyphens or underscores; else an error that names the nearest word.
pub(crate) fn of_word<T: Copy>(
    text: &str,
    (all, word): (&[T], impl Fn(T) -> &'static str),
    (kind, expected): (&'static str, &'static str),
) -> Result<T, Error> {
    let sought = plain(text);
    let found = all.iter().find(|&&value| plain(word(value)) == sought);
    found.copied().ok_or_else(|| Error::Unknown {
        what: format!("{kind} {}", quoted(text)),
        expected,
        nearest: nearest(&sought, all.iter().map(|&value| word(value))).map(Into::into),
    })
}
