//! Folding of spellings: when two names are one.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::error::Fault;

/// The longest name that is accepted, in bytes. Longer ones are mistakes: a whole document in a name field.
pub(crate) const NAME_LIMIT: usize = 256;

/// How the spellings of skills, topics, circles and attributes are told apart. Keys of people are always exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Spelling {
    /// Spellings that differ in case, in spaces, in what does not show, or in how characters are composed (Unicode's NFKC)
    /// are one name. The spelling that comes first in byte order is shown, composed and trimmed.
    #[default]
    Folded,
    /// Every spelling is a name of its own. A [`Person`](crate::Person) knows no network: its steps that set or remove an item go by folded
    /// names all the same, and take away other spellings of that name.
    Exact,
}

/// What does not show and means nothing to a reader: soft hyphens, zero-width characters and joiners, marks and overrides of
/// direction, invisible operators, tags (Unicode's default-ignorable format characters), and variation selectors.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// What shows as nothing but room: white space, control characters, and the Braille pattern without dots.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control() || character == '\u{2800}'
}

/// Single spaces between words, nothing invisible.
fn tidied(characters: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    let mut gap = false;
    for character in characters.filter(|&character| !is_invisible(character)) {
        if is_blank(character) {
            gap = true;
            continue;
        }
        // Runs of white space become one blank, and none stands at either end.
        if gap && !text.is_empty() {
            text.push(' ');
        }
        gap = false;
        text.push(character);
    }
    text
}

/// A name as it is shown: composed (NFC), trimmed, with nothing that does not show.
pub(crate) fn clean(name: &str) -> String {
    if is_plain(name) {
        return name.to_string();
    }
    // Composing again joins what an invisible character kept apart.
    tidied(name.nfc()).nfc().collect()
}

/// The form in which equal names are equal: compatibility composed (NFKC), case folded, tidied.
///
/// Case is folded by way of small letters and capitals, character by character, which agrees with Unicode's full case folding but
/// for a few letters such as the dotless ı, taken for an i.
pub(crate) fn fold(name: &str) -> String {
    if is_plain(name) {
        return name.to_ascii_lowercase();
    }
    // Taken apart and put in order before case is folded: the capital of a iota below is a letter of its own, behind which marks
    // would no longer be ordered. What does not show goes first, as it keeps marks apart.
    let shown = name.chars().filter(|&character| !is_invisible(character));
    let small = shown.nfkd().flat_map(char::to_lowercase);
    // The capital ẞ is its own capital: by way of ß it is SS.
    let capitals = small.flat_map(char::to_uppercase);
    tidied(capitals.flat_map(char::to_lowercase))
        .nfkc()
        .collect()
}

/// Whether a name is of printing ASCII with single spaces inside: nothing to clean.
fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.iter().all(|byte| (b' '..=b'~').contains(byte))
        && bytes.first() != Some(&b' ')
        && bytes.last() != Some(&b' ')
        && !bytes.windows(2).any(|pair| pair == b"  ")
}

/// Checks the length of a name, and that something of it shows.
pub(crate) fn check_length(name: &str) -> Result<(), Fault> {
    if name.len() > NAME_LIMIT {
        return Err(Fault::TooLong {
            length: name.len(),
            limit: NAME_LIMIT,
        });
    }
    // A name of spaces and signs that do not show is no name.
    let shows = |character: char| !(is_blank(character) || is_invisible(character));
    match name.chars().any(shows) {
        true => Ok(()),
        false => Err(Fault::Empty),
    }
}

/// Checks the key of a person: it must be its own clean form, since it is compared byte by byte everywhere.
pub(crate) fn check_key(key: &str) -> Result<(), Fault> {
    check_length(key)?;
    if is_plain(key) || (is_nfc(key) && clean(key) == key) {
        return Ok(());
    }
    Err(Fault::Unclean {
        expected: clean(key),
    })
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use crate::error::Fault;
    use crate::id::spelling::{check_key, clean, fold};

    #[test]
    fn spellings_of_one_name_fold_alike() {
        let same = [
            ["Rust", " rust\u{200b} "],
            ["café", "CAFE\u{301}"],
            ["public speaking", "Public \n\tSpeaking"],
            ["Straße", "STRASSE"],
            ["Σίσυφος", "ΣΊΣΥΦΟΣ"],
            ["ﬁnance", "Finance"],
            ["c\u{202e}++", "C++"],
            ["日本語", "日\u{feff}本語"],
            ["①", "1"],
            ["STRAẞE", "straße"],
            ["ᾭ\u{301}", "Ω\u{314}\u{301}\u{feff}\u{301}\u{345}"],
        ];
        for [one, other] in same {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
            assert_eq!(fold(&fold(one)), fold(one));
        }
        for [one, other] in [["C", "C++"], ["резюме", "резюмé"], ["go", "g o"]] {
            assert_ne!(fold(one), fold(other));
        }
        assert_eq!(clean("  Cafe\u{301}\u{200b}  au   lait\n"), "Café au lait");
    }

    #[test]
    fn a_folded_character_is_folded_in_any_form_of_it() {
        for character in '\0'..='\u{1ffff}' {
            let name = format!("a{character}b");
            let folded = fold(&name);
            assert_eq!(fold(&folded), folded, "{character:?}");
            let apart: String = name.nfd().collect();
            assert_eq!(fold(&apart), folded, "{character:?}");
            for other in character.to_lowercase().chain(character.to_uppercase()) {
                let alone = character.to_lowercase().len() + character.to_uppercase().len() == 2;
                assert!(
                    !alone || fold(&format!("a{other}b")) == folded,
                    "{character:?}"
                );
            }
        }
    }

    #[test]
    fn keys_are_their_own_clean_form() {
        for good in ["ana", "Zoë 🦀", "Ёжик", "日本語", "O'Neill, Ana (2)", "u17"] {
            assert_eq!(check_key(good), Ok(()), "{good}");
        }
        for bad in [
            "Zoe\u{308}",
            "ana ",
            " ana",
            "a  b",
            "ana\n",
            "a\u{200b}na",
            "\u{202e}ana",
            "a\u{7}",
            "ana\u{2800}",
            "a\u{1d173}na",
        ] {
            assert!(
                matches!(check_key(bad), Err(Fault::Unclean { .. })),
                "{bad:?}"
            );
        }
        for empty in ["", " \u{3000}", "\u{200b}", "\u{feff}\n", "\u{2800}"] {
            assert_eq!(check_key(empty), Err(Fault::Empty), "{empty:?}");
        }
    }
}
