//! Records of what happened and who can come: meetings, ties, votes, times, and the signs in which people write them down.

use std::path::PathBuf;
use std::process::Command;

use confrere::round::MeetingHistory;
use support::Refused;
use support::reading::{DateOrder, People, Reading, Source, Told};

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

fn said<T>(told: Result<Told<T>, Refused>) -> Result<String, String> {
    told.map(|told| told.lines.join("\n"))
        .map_err(|refused| refused.to_string())
}

fn history(text: &str, reading: &Reading, people: Option<&People>) -> (MeetingHistory, String) {
    let told = reading.history_of(&Source::of_bytes("h.csv", text), people);
    let told = told.expect("sound");
    (told.value, told.lines.join("\n"))
}

fn latest(text: &str) -> (String, String) {
    let (history, lines) = history(text, &reading(), None);
    let day = history.latest().map(|day| day.to_iso());
    (day.unwrap_or_default(), lines)
}

fn history_refused(text: &str) -> String {
    let told = reading().history_of(&Source::of_bytes("h.csv", text), None);
    said(told).expect_err("no dates")
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

/// What an example prints for files of this test, on both streams.
fn run(example: &str, files: &[(&str, &str)], options: &[&str]) -> String {
    let test = std::env::current_exe().expect("a test has a path");
    let built = test.parent().and_then(|deps| deps.parent());
    let program = built.expect("deps has a parent").join("examples");
    let folder: PathBuf = std::env::temp_dir().join(format!(
        "confrere-records-{}-{example}-{}",
        std::process::id(),
        options.len()
    ));
    std::fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in files {
        std::fs::write(folder.join(name), text).expect("a file");
    }
    let output = Command::new(program.join(example))
        .args(options)
        .current_dir(&folder)
        .output();
    std::fs::remove_dir_all(&folder).expect("the folder");
    let output = output.expect("a built example");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    text(output.stdout) + &text(output.stderr)
}

#[test]
fn a_meeting_has_two_people_whatever_their_columns_are_called() {
    for header in [
        "date,who,with",
        "date,organiser,attendees",
        "date,member,partner",
    ] {
        let text = format!("{header}\n2026-10-01,Ana,Ben\n2026-10-08,Ben,Cy\n");
        let (met, lines) = history(&text, &reading(), None);
        assert!(lines.starts_with("read 2 meetings"), "{lines}");
        assert_eq!(met.times("Ana", "Ben"), 1, "{header}");
    }
    let (_, lines) = history("round,a,b\n1,Ana,Ben\n2,Ana,\n3,,\n", &reading(), None);
    assert!(lines.starts_with("read 1 meeting "), "{lines}");
    assert!(
        lines.contains("h.csv:3:3: warning: column `people`: `Ana` alone is named, expected two or more; not counted"),
        "{lines}"
    );
    assert!(lines.contains("h.csv:4:3: warning: column `people`: nobody is named"));
    let told = reading().history_of(
        &Source::of_bytes("h.csv", "round,group,member\n1,A,Ana\n1,A,Ben\n"),
        None,
    );
    let refused = said(told).expect_err("one in each row");
    assert!(
        refused.starts_with("h.csv:2:5: error: column `people`: each row names one person, expected all who met in one row"),
        "{refused}"
    );
    let (known, _) = people("name\nAna\nBen\nCy\n");
    let (met, lines) = history(
        "round,pair\n1,Ana & Ben\n2,Ben – Cy\n",
        &reading(),
        Some(&known),
    );
    assert_eq!((met.times("Ana", "Ben"), met.times("Ben", "Cy")), (1, 1));
    assert!(lines.contains("`Ana & Ben` read as 2 people"), "{lines}");
    // Whoever calls a meeting may be among those who come, and whoever was left out is alone.
    let text = "date,organiser,attendees,status\n2026-10-01,Ana,Ana;Ben;Cy,met\n2026-10-01,Dan,,left out\n";
    let (_, lines) = history(text, &reading(), None);
    assert!(lines.starts_with("read 2 meetings"), "{lines}");
}

#[test]
fn days_are_read_as_spreadsheets_and_people_write_them() {
    let (day, lines) = latest("date,people\n46296,Ana;Ben\n46289.5,Ben;Cy\n");
    assert_eq!(day, "2026-10-01");
    assert!(
        lines.contains("numbers of \"date\" read as days of a spreadsheet, 46296 as 2026-10-01"),
        "{lines}"
    );
    let (_, rounds) = latest("round,people\n46296,Ana;Ben\n");
    assert!(!rounds.contains("spreadsheet"), "{rounds}");
    for date in [
        "\"October 1, 2026\"",
        "1 Oct 2026",
        "01.10.26",
        "1-Oct-2026",
    ] {
        assert_eq!(
            latest(&format!("date,people\n{date},Ana;Ben\n")).0,
            "2026-10-01"
        );
    }
    // Years of two digits, and dashes with the year last, are in the order that one of them tells.
    assert_eq!(
        latest("date,people\n2/10/26,Ana;Ben\n13/10/26,Ben;Cy\n").0,
        "2026-10-13"
    );
    assert_eq!(
        latest("date,people\n12-1-2026,Ana;Ben\n11-30-2026,Ben;Cy\n").0,
        "2026-12-01"
    );
    let chosen = Reading {
        dates: Some(DateOrder::DayFirst),
        ..reading()
    };
    let (met, _) = history("date,people\n1/10/26,Ana;Ben\n", &chosen, None);
    assert_eq!(
        met.latest().map(|day| day.to_iso()),
        Some("2026-10-01".into())
    );
    let open = history_refused("date,people\n1-10-2026,Ana;Ben\n");
    assert!(open.contains("say --dates day-first or --dates month-first"));
    let mixed = history_refused("date,people\n13/10/2026,Ana;Ben\n10/14/2026,Ben;Cy\n");
    assert!(
        mixed.contains("h.csv:3:1: error: column `at`: `10/14/2026` is no date with the day first, as line 2 tells it (--dates)"),
        "{mixed}"
    );
}

#[test]
fn ties_tell_chances_that_differ_by_direction_and_names_that_differ_in_spelling() {
    let ties = |text: &str, reading: &Reading| {
        said(reading.ties_of(&Source::of_bytes("t.csv", text), None))
    };
    let text = "from,to,strength\nAna,Ben,0.1\nBen,Ana,0.9\nAna,Cy,0.5\nCy,Ana,0.5\n";
    let lines = ties(text, &reading()).expect("sound");
    assert!(
        lines.contains("t.csv:3:1: warning: `Ben` to `Ana` is 0.9 and `Ana` to `Ben` in line 2 is 0.1; ties hold both ways, and the larger counts as the chance (--one-way keeps directions apart)"),
        "{lines}"
    );
    assert!(!lines.contains("more like it"), "{lines}");
    let one_way = Reading {
        one_way: true,
        ..reading()
    };
    assert!(
        !ties(text, &one_way)
            .expect("sound")
            .contains("larger counts")
    );
    let text = "from,to\nBen,José\nben,Jose\u{301}\nBen,Ana\n";
    let lines = ties(text, &reading()).expect("sound");
    assert!(
        lines.contains("t.csv:3:1: warning: `ben` differs from `Ben` in capital letters"),
        "{lines}"
    );
    assert!(
        lines.contains("`Jose\u{301}` differs from `José`"),
        "{lines}"
    );
    for (header, number, place) in [("strength", "inf", "2:9"), ("weight", "nan", "2:9")] {
        let refused = ties(&format!("from,to,{header}\nAna,Ben,{number}\n"), &reading())
            .expect_err("no number");
        let expected = format!("t.csv:{place}: error: column");
        assert!(refused.starts_with(&expected), "{refused}");
        assert!(
            refused.contains(&format!("`{number}` is not a number from 0 up")),
            "{refused}"
        );
    }
    for matrix in [
        "name,Ana,Ben\nAna,0,3\nBen,3,0\n",
        ",Ana,Ben,Cy\nAna,0,3,0\nCy,0,2,0\nBen,3,0,2\n",
        ",Ana,Ben,Total\nAna,0,3,3\nBen,3,0,3\n",
    ] {
        let refused = ties(matrix, &reading()).expect_err("a matrix");
        assert!(refused.contains("this is a matrix"), "{refused}");
    }
}

#[test]
fn votes_of_polls_are_read_by_row_and_choices_are_no_topics() {
    let votes = |text: &str| said(reading().votes_of(&Source::of_bytes("v.csv", text)));
    let wide = "poll title,voter,email,Agree,Abstain,Disagree,Block,reason\nDogs,Ana,ana@x.org,1,,,,\nDogs,Ben,ben@x.org,,,1,,too loud\n";
    let refused = votes(wide).expect_err("choices");
    assert!(
        refused.contains(
            "v.csv:1:1: error: columns \"Agree\" and \"Abstain\" are named for votes and not for topics"
        ),
        "{refused}"
    );
    let long = "poll,author,choice,reason\nDogs,Ana,Agree,\nDogs,Ben,Block,too loud\n";
    let lines = votes(long).expect("sound");
    assert!(
        lines.starts_with("read votes of 2 participants on 1 topic"),
        "{lines}"
    );
    let refused = votes("poll,author,choice\nDogs,Ana,woof\n").expect_err("no vote");
    assert!(
        refused.contains("column `choice`: `woof` is not a vote from -1 to 1; say what it is worth, as in --scale=\"woof=0\", or leave the row out; --column vote=… names another column"),
        "{refused}"
    );
    let lines = votes("voter,tax\nAna,1\nana,-1\n").expect("sound");
    assert!(
        lines.contains("v.csv:3:1: warning: `ana` differs from `Ana`"),
        "{lines}"
    );
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
fn words_for_nothing_are_no_circles_and_several_circles_are_several() {
    let circles = |text: &str| -> Vec<Vec<Vec<String>>> {
        let of = |person: &confrere::Person| {
            let circles = person.get_circles();
            circles
                .map(|levels| levels.iter().map(ToString::to_string).collect())
                .collect()
        };
        people(text).0.people().iter().map(of).collect()
    };
    let text = "name,Team\nAna,N/A\nBen,-\nCy,none\nDan,Ops\n";
    assert_eq!(
        circles(text),
        [vec![], vec![], vec![], vec![vec!["Ops".to_string()]]]
    );
    assert!(people(text).1.contains("`N/A` in team read as nothing"));
    let text = "name,Groups\nAna,Choir;Eng\nBen,Choir>Club\n";
    assert_eq!(
        circles(text),
        [
            vec![vec!["Choir"], vec!["Eng"]],
            vec![vec!["Choir", "Club"]]
        ]
    );
    assert!(
        people(text)
            .1
            .contains("1 cell of circles split at semicolons (--separator circles=none)")
    );
    let told = reading().circles_of(&Source::of_bytes("c.csv", "name,circle\nAna,N/A\nBen,x\n"));
    assert_eq!(told.expect("sound").value[0], ("Ana".into(), String::new()));
}

#[test]
fn lists_of_people_hold_ids_and_names_with_commas() {
    let blocked = |reading: &Reading, text: &str| -> Vec<String> {
        let (found, _) = people_with(reading, text);
        let blocks = found.people().iter().flat_map(|person| {
            let blocks: Vec<String> = person.get_blocks().map(ToString::to_string).collect();
            blocks
        });
        blocks.collect()
    };
    let ids = "id,name,blocks\n101,Ana,\"102,103\"\n102,Ben,\n103,Cy,\n";
    let chosen = Reading {
        separators: vec![("blocks".into(), ",".into())],
        ..reading()
    };
    assert_eq!(blocked(&reading(), ids), ["102", "103"]);
    assert_eq!(blocked(&chosen, ids), ["102", "103"]);
    let (known, _) = people(ids);
    let (met, _) = history("round,people\n1,\"101,102\"\n", &reading(), Some(&known));
    assert_eq!(met.times("101", "102"), 1);
    let whole = "name,blocks\n\"O'Brien, Ana\",\nBen,\"O'Brien, Ana\"\n";
    assert_eq!(blocked(&reading(), whole), ["O'Brien, Ana"]);
    let (known, _) = people(whole);
    let text = "round,people\n1,\"O'Brien, Ana;Ben\"\n";
    let (met, _) = history(text, &reading(), Some(&known));
    assert_eq!(met.times("O'Brien, Ana", "Ben"), 1);
    let unknown = "name,blocks\nAna,\nBen,\"O'Brien, Ana\"\n";
    let refused = said(reading().people_of(&Source::of_bytes("p.csv", unknown)));
    assert!(
        refused.expect_err("unknown").contains(
            "(`O'Brien, Ana` is split at commas, --separator blocks=none takes it whole)"
        )
    );
    // A chosen comma parts items, but not the level behind the name of one.
    let levels = Reading {
        separators: vec![("offers".into(), ",".into())],
        ..reading()
    };
    let (found, _) = people_with(&levels, "name,offers\nAna,\"law:0,9, tax\"\n");
    assert_eq!(listed(&found), ["Ana: law 0.9, tax 1 |  | "]);
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

#[test]
fn people_are_asked_for_by_name_and_it_is_told_when_those_between_are_asked_too_often() {
    let table = "id,name,offers,needs\n1,Ana,law,rust\n2,Ben,rust,law\n";
    let files = [("p.csv", table)];
    let shown = run(
        "match_csv",
        &files,
        &["--people", "p.csv", "--person", "Ben"],
    );
    assert!(shown.starts_with("Ben\n   1. "), "{shown}");
    let value = run("value", &files, &["--people", "p.csv", "--person", "Ben"]);
    assert!(value.contains("To offer to Ana: rust"), "{value}");
    let without = ["--people", "p.csv", "--without", "Ben", "--quiet"];
    let week = run("learning_week", &files, &without);
    assert!(week.contains("1 person needs something"), "{week}");
    let files = [
        ("t.csv", "from,to,strength\nAna,Ben,0.9\nBen,Cy,0.9\n"),
        ("l.csv", "name,load,cap\nBen,2,2\n"),
    ];
    let options = [
        "--ties", "t.csv", "--load", "l.csv", "--from", "Ana", "--to", "Cy",
    ];
    let nobody = run("introduce_csv", &files, &options);
    assert!(
        nobody.contains("nobody can introduce Ana to Cy, as those between were asked for as many introductions as they make, or nearly: Ben 2 of 2 (--load)"),
        "{nobody}"
    );
}

#[test]
fn pairs_that_stand_twice_are_told_and_counted_once() {
    let text = "a,b,weight\nana,ben,3\nben,ana,5\n";
    let lines = said(reading().pairs_of(&Source::of_bytes("w.csv", text))).expect("sound");
    assert!(lines.starts_with("read 1 pair from w.csv"), "{lines}");
    assert!(
        lines.contains("w.csv:3:1: warning: the pair of `ben` and `ana` stands in line 2 too, with a weight of 3; the greatest weight counts"),
        "{lines}"
    );
    let told = run("round_csv", &[("w.csv", text)], &["--pairs", "w.csv"]);
    assert!(told.contains("1 pair of weight 5"), "{told}");
}

/// The meetings that a history of three people tells, and what is told about it.
fn meetings(text: &str) -> (usize, String) {
    let people = "name,skills,needs\nAna,Rust,Law\nBen,Law,Rust\nCy,Go,Rust\n";
    let people = Reading::default().people_of(&Source::of_bytes("p.csv", people));
    let people = people
        .map_err(|refused| refused.to_string())
        .expect("sound")
        .value;
    let told = Reading::default().history_of(&Source::of_bytes("h.csv", text), Some(&people));
    let told = told.map_err(|refused| refused.to_string()).expect("sound");
    (told.value.encounters().len(), told.lines.join("\n"))
}

#[test]
fn columns_that_tell_of_others_take_no_meeting_away() {
    for text in [
        "Date,Participants,Organiser\n2026-10-01,Ana;Ben,HR team\n",
        "Date,Names,Partner\n2026-10-01,Ana;Ben,ACME\n",
        "round,from,to,member\n1,Ana,Ben,yes\n",
        "round,pair,name\n1,12,Ana;Ben\n",
        "Date,Names\n\"Do., 01.10.2026\",\"Ana, Ben and Cy\"\n",
        "Date,A,B,C\n2026-1-5,Ana,Ben,Cy\n",
        "date,who,with\n2026/1/5,Ana,Ben\n",
    ] {
        let (count, told) = meetings(text);
        assert_eq!(count, 1, "{text}{told}");
        assert!(!told.contains("warning"), "{text}{told}");
    }
    let (count, told) = meetings("round,people\n1,Ana & Zed\n");
    assert!(
        count == 0 && told.contains("`Ana & Zed` is unknown"),
        "{told}"
    );
}

#[test]
fn two_digits_that_may_be_a_year_or_a_day_are_no_date() {
    let history = |text: &str| {
        let told = Reading::default().history_of(&Source::of_bytes("h.csv", text), None);
        told.map(|told| told.value.latest().map(|day| day.to_iso()))
            .map_err(|refused| refused.to_string())
    };
    assert!(history("date,people\n26/10/01,Ana;Ben\n").is_err());
    assert_eq!(
        history("date,people\n13/10/26,Ana;Ben\n"),
        Ok(Some("2026-10-13".into()))
    );
}

#[test]
fn answers_among_times_are_no_times() {
    let text = "Name,Skills,Needs,Available\nAna,Rust,Law,Yes\nBen,Law,Rust,Mondays only\nCy,Law,Rust,No\nDan,Law,Rust,Tue 9\n";
    let told = Reading::default().people_of(&Source::of_bytes("p.csv", text));
    let told = told.map_err(|refused| refused.to_string()).expect("sound");
    let people = told.value.people();
    let slots = |at: usize| {
        people[at]
            .get_available()
            .map(str::to_string)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        [slots(0), slots(1)],
        [vec![], vec!["Mondays only".to_string()]]
    );
    assert!(people[2].get_limits().paused);
    let lines = told.lines.join("\n");
    assert!(
        lines.contains("`Yes` in slots leaves all times open"),
        "{lines}"
    );
}

#[test]
fn days_without_signs_are_days_and_great_numbers_are_no_rounds() {
    let (count, told) = meetings("date,people\n20261001,Ana;Ben\n");
    assert_eq!(count, 1, "{told}");
    let seconds = Reading::default().history_of(
        &Source::of_bytes("h.csv", "date,people\n1790000000,Ana;Ben\n"),
        None,
    );
    assert!(seconds.is_err());
    let absent = "round,people,no_shows\n1,Ana;Ben,none\n";
    assert!(!meetings(absent).1.contains("warning"));
}
