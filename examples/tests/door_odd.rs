//! Tables as other programs leave them: lists of edges, quoted rows, drawn tables, labelled scales, sums below, and what is no table.

use support::Refused;
use support::reading::{DateOrder, People, Reading, Source, Told};

fn people(reading: &Reading, text: impl Into<Vec<u8>>) -> Result<Told<People>, String> {
    let told = reading.people_of(&Source::of_bytes("p.csv", text));
    told.map_err(|refused: Refused| refused.to_string())
}

fn of_five() -> Reading {
    Reading {
        out_of: Some(5.0),
        ..Reading::default()
    }
}

/// What each person offers and needs, as `mara: rust 1 | law 1`.
fn said(text: &str, reading: &Reading) -> Vec<String> {
    let read = people(reading, text).expect("sound").value;
    let one = |person: &confrere::Person| {
        let offers = person
            .get_offers()
            .map(|offer| format!(" {} {}", offer.skill, offer.level));
        let needs = person
            .get_needs()
            .map(|need| format!(" {} {}", need.skill, need.priority));
        let (offers, needs): (String, String) = (offers.collect(), needs.collect());
        format!("{}:{offers} |{needs}", person.name())
    };
    read.people().iter().map(one).collect()
}

#[test]
fn a_table_is_the_same_however_it_was_written_down() {
    let plain = "name,offers,needs\nmara,rust,law\nodo,law,rust\n";
    let expected = said(plain, &Reading::default());
    assert_eq!(expected, ["mara: rust 1 | law 1", "odo: law 1 | rust 1"]);
    for written in [
        "\"name,offers,needs\"\n\"mara,rust,law\"\n\"odo,\"\"law\"\",rust\"\n",
        "| name | offers | needs |\n|------|:------:|-------|\n| mara | rust | law |\n| odo | law | rust |\n",
        "name,offers,needs\n“mara”,“rust”,law\nodo,law,rust\n",
        "name;offers;needs\nmara;rust;law\nodo;law;rust\nTotal;2;2\n",
        "Name,I can teach: law,I can teach: rust,I want to learn\nmara,,x,law\nodo,x,,rust\n",
        "Full name,Q01_Skills->rust,Q01_Skills->law,2. Needs\nmara,1,0,law\nodo,0,1,rust\n",
    ] {
        assert_eq!(said(written, &Reading::default()), expected, "{written}");
    }
    let labelled = "Name,How confident are you with: [rust],How confident are you with: [law],Need help with\n\
        mara,5 - very,1 - not at all,law\nodo,1 - not at all,5 - very,rust\n";
    assert_eq!(
        said(labelled, &of_five()),
        [
            "mara: rust 1 law 0.2 | law 1",
            "odo: rust 0.2 law 1 | rust 1"
        ]
    );
}

#[test]
fn what_is_no_table_is_refused_by_name_and_a_broken_letter_is_told() {
    for (text, what) in [
        ("BEGIN:VCARD\nFN:Mara\n", "contacts as vCards"),
        ("[ {\"name\": \"mara\"} ]", "JSON"),
        ("<!DOCTYPE html><table>", "a page of tags"),
        ("*Vertices 3\n1 \"mara\"\n", "a Pajek network"),
    ] {
        let refused = people(&Reading::default(), text).err().expect("no table");
        assert!(
            refused.contains(&format!("this is {what}, expected a table")),
            "{refused}"
        );
    }
    let broken = people(&Reading::default(), "name,offers\nmara,ru\0st\n").expect("sound");
    assert!(
        broken.lines[1].starts_with("p.csv:2:1: warning: bytes that are no UTF-8"),
        "{:?}",
        broken.lines
    );
}

#[test]
fn columns_of_levels_that_nobody_reads_are_told_with_the_option_that_reads_them() {
    let survey = "Student,Python,Java,Group\ns01,4,2,A\ns02,1,5,B\n";
    let told = people(&Reading::default(), survey).expect("sound").lines;
    let advice = "columns 2 to 3, \"Python\" to \"Java\", hold levels and are not read; if people offer these, say --column offers=2-3 --out-of 5";
    assert!(told.iter().any(|line| line.contains(advice)), "{told:?}");
    let advised = Reading {
        columns: vec![("offers".into(), "2-3".into())],
        ..of_five()
    };
    assert_eq!(
        said(survey, &advised),
        ["s01: Python 0.8 Java 0.4 |", "s02: Python 0.2 Java 1 |"]
    );
}

#[test]
fn edge_lists_of_other_programs_are_read_or_refused_with_what_to_write() {
    let ends = |text: &str| {
        let told = Reading::default().ties_of(&Source::of_bytes("t.csv", text), None);
        let ties = told.map_err(|refused| refused.to_string())?.value;
        let rows = ties.rows.iter();
        let ends = rows.map(|row| format!("{}-{} {}", row.from, row.to, row.amount));
        Ok::<Vec<String>, String>(ends.collect())
    };
    let list = |ends: &[&str]| Ok(ends.iter().map(ToString::to_string).collect());
    assert_eq!(
        ends("x y {'weight': 3}\ny z {}\n"),
        list(&["x-y 3", "y-z 1"])
    );
    assert_eq!(ends("x -> y\ny -> z\n"), list(&["x-y 1", "y-z 1"]));
    assert_eq!(
        ends("%%MatrixMarket matrix\n% made up\n3 3 2\n2 1\n3 1\n"),
        list(&["2-1 1", "3-1 1"])
    );
    assert_eq!(
        ends("i;j;w\n1;2;0,5\n2;3;0,25\n"),
        list(&["1-2 0.5", "2-3 0.25"])
    );
    assert_eq!(
        ends("user_from,user_to,message_count\na,b,12\n"),
        list(&["a-b 12"])
    );
    let neighbours = ends("a: b, c\nb: a\n").expect_err("several in a line");
    assert!(
        neighbours.contains("expected one pair in each row, as in `ana,ben`"),
        "{neighbours}"
    );
}

#[test]
fn votes_as_signs_are_read_and_words_that_are_none_are_refused() {
    let votes = |text: &str| {
        let told = Reading::default().votes_of(&Source::of_bytes("v.csv", text));
        told.map(|told| told.value.votes)
            .map_err(|refused| refused.to_string())
    };
    let signs = votes("email,tax,law\na@x.org,👍,n/a\nb@x.org,-,✗\n").expect("sound");
    assert_eq!(signs, [vec![(0, 1.0)], vec![(1, -1.0)]]);
    let refused = votes("voter,tax\na,ja\nb,nein\n").expect_err("no votes");
    assert!(refused.contains("`ja` is no vote, and no column holds any; say what words are worth, as in --scale=\"ja=1\""), "{refused}");
    // Beside a plus sign a dash is its opposite, in a table and in rows; else it is no vote.
    let opposed = [vec![(0, 1.0)], vec![(0, -1.0)]];
    for text in [
        "voter,tax\na,+\nb,-\n",
        "voter,topic,vote\na,tax,+\nb,tax,-\n",
    ] {
        assert_eq!(votes(text).expect("sound"), opposed, "{text}");
    }
    let reading = Reading {
        scale: vec![("-".into(), 0.0)],
        ..Reading::default()
    };
    let told = reading.votes_of(&Source::of_bytes("v.csv", "voter,tax\na,+\nb,-\n"));
    assert_eq!(told.expect("sound").value.votes, [vec![(0, 1.0)], vec![]]);
    let labelled = votes("voter,tax\na,4 - agree\nb,0\n").expect_err("a scale");
    assert!(labelled.contains("say --out-of 5"), "{labelled}");
}

#[test]
fn a_header_in_another_language_is_answered_with_the_options_to_write() {
    let refused = people(&Reading::default(), "Mitglied;Kann;Sucht\nana;rust;law\n");
    let refused = refused.err().expect("nobody is named");
    assert!(refused.contains("--column name=\"Mitglied\""), "{refused}");
    let told = people(
        &Reading::default(),
        "Name;Umie;Szuka\nana;rust;law\nben;law;rust\n",
    );
    let lines = told.expect("sound").lines.join("\n");
    assert!(
        lines.contains("--column offers=\"Umie\" --column needs=\"Szuka\""),
        "{lines}"
    );
}

#[test]
fn dates_with_slashes_are_read_where_the_file_or_an_option_tells_their_order() {
    let latest = |text: &str, dates| {
        let reading = Reading {
            dates,
            ..Reading::default()
        };
        let told = reading.history_of(&Source::of_bytes("h.csv", text), None);
        told.map(|told| told.value.latest())
            .map_err(|refused| refused.to_string())
    };
    let sure = "Date;Mentor;Mentee;Status\n12/31/2025;ana;ben;Completed\n2/1/2026;ana;caro;Cancelled by mentor\n";
    let read = latest(sure, None).expect("one date leaves no choice");
    assert_eq!(read.map(|day| day.to_iso()), Some("2026-02-01".to_string()));
    let open = "Date;Mentor;Mentee\n2/1/2026;ana;ben\n";
    let refused = latest(open, None).expect_err("two ways to read it");
    assert!(
        refused.contains("say --dates day-first or --dates month-first"),
        "{refused}"
    );
    let read = latest(open, Some(DateOrder::DayFirst)).expect("told");
    assert_eq!(read.map(|day| day.to_iso()), Some("2026-01-02".to_string()));
}
