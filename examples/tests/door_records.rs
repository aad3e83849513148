//! Records of what happened and who can come: meetings, ties, votes, times, and the signs in which people write them down.

use support::reading::{People, Reading, Source};

fn reading() -> Reading {
    Reading::default()
}

fn people_with(reading: &Reading, text: impl Into<Vec<u8>>) -> (People, String) {
    let told = reading.people_of(&Source::of_bytes("p.csv", text));
    let told = told.expect("sound");
    (told.value, told.lines.join("\n"))
}

fn people(text: impl Into<Vec<u8>>) -> (People, String) {
    people_with(&reading(), text)
}

#[test]
fn one_byte_that_is_no_utf_8_leaves_the_other_letters_as_they_are() {
    let mut bytes = "name,offers\nJosé,law\n".as_bytes().to_vec();
    bytes.extend(b"Ren\xe9,rust\n");
    let (found, lines) = people(bytes);
    assert!(found.key_of("José").is_ok() && found.key_of("René").is_ok());
    assert!(
        lines.contains(
            "p.csv:3:1: warning: bytes that are no UTF-8, read as windows-1252 (--encoding)"
        ),
        "{lines}"
    );
    let (_, lines) = people("name,offers\nSÃO,law\nJosÃ©,law\n");
    assert!(
        lines.contains("p.csv:3:1: warning: `JosÃ©` looks like UTF-8 that was read as windows-1252 when the file was made"),
        "{lines}"
    );
}
