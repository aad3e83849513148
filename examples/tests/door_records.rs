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

/// What someone says of themselves, as `Ana: rust 1 | law 1 | Mon 9:00`.
fn listed(people: &People) -> Vec<String> {
    let one = |person: &confrere::Person| {
        let offers = person
            .get_offers()
            .map(|offer| format!("{} {}", offer.skill, offer.level));
        let needs = person
            .get_needs()
            .map(|need| format!("{} {}", need.skill, need.priority));
        let slots = person.get_available().map(ToString::to_string);
        let lists = [
            offers.collect::<Vec<_>>(),
            needs.collect(),
            slots.collect::<Vec<_>>(),
        ];
        let lists = lists.map(|list| list.join(", "));
        format!("{}: {}", person.name(), lists.join(" | "))
    };
    people.people().iter().map(one).collect()
}

#[test]
fn a_column_of_who_is_available_pauses_those_who_are_not() {
    let (found, lines) = people("Name,Offers,Available\nAna,rust,Yes\nBen,law,No\nCy,tax,\n");
    let paused = |person: &confrere::Person| *person == person.clone().paused();
    let paused: Vec<bool> = found.people().iter().map(paused).collect();
    assert_eq!(paused, [false, true, false]);
    assert_eq!(
        listed(&found),
        ["Ana: rust 1 |  | ", "Ben: law 1 |  | ", "Cy: tax 1 |  | "]
    );
    assert!(
        lines.contains("\"Available\" says who takes part, 1 person paused (--column slots=none)"),
        "{lines}"
    );
    let (kept, _) = people("Name,Available\nAna,Mon 9\nBen,Tue 9\n");
    assert_eq!(listed(&kept), ["Ana:  |  | Mon 9", "Ben:  |  | Tue 9"]);
}

#[test]
fn times_with_a_column_each_are_read_in_three_languages_and_with_an_odd_cell() {
    let chosen = Reading {
        columns: vec![("slots".into(), "2-3".into())],
        ..reading()
    };
    let text = "Name,Mon 9:00,Tue 9:00\nAna,yes,no\nBen,yes,(yes)\nCy,after ten,yes\n";
    for reading in [reading(), chosen] {
        let (found, lines) = people_with(&reading, text);
        let expected = [
            "Ana:  |  | Mon 9:00",
            "Ben:  |  | Mon 9:00, Tue 9:00",
            "Cy:  |  | Tue 9:00",
        ];
        assert_eq!(listed(&found), expected);
        assert!(
            lines.contains(
                "p.csv:4:4: warning: `Mon 9:00`: `after ten` is neither yes nor no, expected"
            ),
            "{lines}"
        );
    }
    for (text, slot) in [
        (
            "Name;Mo 9 Uhr;Di 9 Uhr\nAna;ja;nein\nBen;nein;ja\n",
            "Mo 9 Uhr",
        ),
        ("Name;Montag;Dienstag\nAna;ja;nein\nBen;nein;ja\n", "Montag"),
        (
            "Name;lundi matin;mardi matin\nAna;oui;non\nBen;non;oui\n",
            "lundi matin",
        ),
        (
            "Name,Which days suit you? [Monday],Which days suit you? [Tuesday]\nAna,x,\nBen,,x\n",
            "Monday",
        ),
    ] {
        assert_eq!(listed(&people(text).0)[0], format!("Ana:  |  | {slot}"));
    }
    let (found, lines) = people("Name,Slots\nAna,Mon 9\nBen,none\nCy,Any time\nDan,-\n");
    let expected = [
        "Ana:  |  | Mon 9",
        "Ben:  |  | ",
        "Cy:  |  | ",
        "Dan:  |  | ",
    ];
    assert_eq!(listed(&found), expected);
    assert!(
        lines.contains("`Any time` in slots leaves all times open"),
        "{lines}"
    );
}

#[test]
fn levels_in_brackets_follow_the_scale_and_marks_are_answers() {
    let of_five = Reading {
        out_of: Some(5.0),
        ..reading()
    };
    let text = "name,offers\nAna,Rust (5); Go (4); Angular (12)\n";
    assert_eq!(
        listed(&people_with(&of_five, text).0),
        ["Ana: Rust 1, Go 0.8, Angular (12) 1 |  | "]
    );
    assert!(
        people_with(&of_five, text)
            .1
            .contains("`12` of `Angular (12)` is read as part of the name")
    );
    assert_eq!(
        listed(&people("name,offers\nAna,Rust (1)\n").0),
        ["Ana: Rust (1) 1 |  | "]
    );
    let (_, lines) = people("name,offers\nAna,Rust 120%\n");
    assert!(
        lines.contains("`120%` of `Rust 120%` is read as part of the name"),
        "{lines}"
    );
    let grid =
        "name,Skills [Rust],Skills [Go]\nAna,✔,✗\nBen,☆☆☆☆☆,★★★\nCy,FALSCH,WAHR\nDan,Nein,oui\n";
    let expected = [
        "Ana: Rust 1 |  | ",
        "Ben: Go 0.6 |  | ",
        "Cy: Go 1 |  | ",
        "Dan: Go 1 |  | ",
    ];
    assert_eq!(listed(&people(grid).0), expected);
    let notion = "name,offers\nAna,\"Rust (https://x.org/Rust-1?pvs=21), Law (EU)\"\n";
    let (found, lines) = people(notion);
    assert_eq!(listed(&found), ["Ana: Rust 1, Law (EU) 1 |  | "]);
    assert!(
        lines.contains("addresses in brackets left out of 1 cell of offers"),
        "{lines}"
    );
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
