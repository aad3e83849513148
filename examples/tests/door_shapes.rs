//! Tables in the shapes in which programmes, surveys, votes, edge lists and address books really come.

use support::Refused;
use support::reading::{Amounts, People, RawTies, Reading, Source, Told, Votes};

fn reading() -> Reading {
    Reading::default()
}

fn people(reading: &Reading, text: impl Into<Vec<u8>>) -> Result<Told<People>, String> {
    let told = reading.people_of(&Source::of_bytes("p.csv", text));
    told.map_err(|refused: Refused| refused.to_string())
}

fn ties(reading: &Reading, text: &str) -> Result<Told<RawTies>, String> {
    let told = reading.ties_of(&Source::of_bytes("t.csv", text), None);
    told.map_err(|refused| refused.to_string())
}

fn votes(reading: &Reading, text: &str) -> Result<Told<Votes>, String> {
    let told = reading.votes_of(&Source::of_bytes("v.csv", text));
    told.map_err(|refused| refused.to_string())
}

/// The name, offers and needs of everyone, with levels.
fn said(people: &People) -> Vec<String> {
    let one = |person: &confrere::Person| {
        let offers = person
            .get_offers()
            .map(|offer| format!("{}:{}", offer.skill, offer.level));
        let needs = person
            .get_needs()
            .map(|need| format!("{}:{}", need.skill, need.priority));
        let (offers, needs): (Vec<String>, Vec<String>) = (offers.collect(), needs.collect());
        format!(
            "{} | {} | {}",
            person.name(),
            offers.join(" "),
            needs.join(" ")
        )
    };
    people.people().iter().map(one).collect()
}

#[test]
fn a_numbered_sign_up_sheet_below_titles_with_bulleted_answers() {
    let text = "Mentoring 2026 – sign-ups\nexported 2026-10-01\n\n\
        #,Name,Role,Skills / expertise,What would you like to get better at?\n\
        1,Mara Quill,Mentor,\"- Rust\n- Go\",N/A\n2,Odo Pell,Mentee,none,\"- rust\n• negotiation\"\n\
        3,Ines Varga,Mentor,negotiation (4/5),Go 80 %\n";
    let read = people(&reading(), text).expect("sound");
    let expected = [
        "Mara Quill | Rust:1 Go:1 | ",
        "Odo Pell |  | Rust:1 negotiation:1",
        "Ines Varga | negotiation:0.8 | Go:0.8",
    ];
    assert_eq!(said(&read.value), expected);
    for told in [
        "2 lines of title above the header skipped",
        "`N/A` in needs read as nothing",
    ] {
        assert!(read.lines[0].contains(told), "{:?}", read.lines);
    }
}

#[test]
fn questions_alone_are_a_header_and_a_count_of_mentees_is_a_limit() {
    let text = "Timestamp\tWhat is your name?\tWhat are you good at?\tWhat would you like to learn?\tHow many mentees can you take?\n\
        2026-10-01\tMara\tPython 80%, Excel - expert\tlaw\t2\n2026-10-01\tOdo\tLaw\tPython\t1\n";
    let read = people(&reading(), text).expect("sound");
    assert_eq!(
        said(&read.value),
        [
            "Mara | Python:0.8 Excel:1 | law:1",
            "Odo | law:1 | Python:1"
        ]
    );
    assert!(read.lines[0].contains("name guessed to be \"What is your name?\" (--column name=…)"));
    assert!(
        read.lines[0].contains("limit guessed to be"),
        "{:?}",
        read.lines
    );
}

#[test]
fn a_survey_with_a_column_for_each_skill_is_read_on_its_scale() {
    let grid = "Full name,Rate your expertise [Python],Rate your expertise [SQL],I want to learn\n\
        Mara,5,3,SQL\nOdo,,4,Python\n";
    let message = people(&reading(), grid).err().expect("5 is no level");
    assert!(message.contains("p.csv:2:6: error: column `offers`: offer `Python` of `Mara` is 5, expected a number from 0 to 1; on a scale up to 5, say --out-of 5"), "{message}");
    let of_five = Reading {
        out_of: Some(5.0),
        ..Reading::default()
    };
    let read = people(&of_five, grid).expect("sound");
    assert_eq!(
        said(&read.value),
        [
            "Mara | Python:1 SQL:0.6 | SQL:1",
            "Odo | SQL:0.8 | Python:1"
        ]
    );
    assert!(
        read.lines[0]
            .contains("2 columns of offers hold the level of one item each, as of `Python`")
    );
    let words = "Full name,Skills [Python],Skills [SQL]\nMara,Expert,Yes\nOdo,Never heard,No\n";
    let message = people(&reading(), words).err().expect("no such word");
    assert!(
        message
            .contains("p.csv:3:5: error: column `offers`: `Never heard` is no level of `Python`")
            && message.contains("--scale \"Never heard=0.5\""),
        "{message}"
    );
    // Plain columns of levels are named by hand, one by one or as a range.
    let chosen = Reading {
        out_of: Some(5.0),
        columns: vec![("offers".into(), "2-3".into())],
        ..Reading::default()
    };
    let read = people(
        &chosen,
        "Student,Python,R,Need help with\nAmy,4,2,R\nBob,1,5,Python\n",
    )
    .expect("sound");
    assert_eq!(
        said(&read.value),
        [
            "Amy | Python:0.8 R:0.4 | R:1",
            "Bob | Python:0.2 R:1 | Python:1"
        ]
    );
}

#[test]
fn an_address_book_is_read_and_it_is_said_what_is_missing_to_match() {
    let text = "Notes:\n\"You may notice that some of the addresses, for example, are missing.\"\n\n\
        First Name,Middle Name,Last Name,E-mail 1 - Value,Organization 1 - Name,Connected On\n\
        Mara,J.,Quill,m@x.org,Acme,05 Oct 2023\nOdo,,Pell,o@x.org,\"Pell, Sons & Co\",\n,,,,,07 Oct 2023\n";
    let read = people(&reading(), text).expect("sound");
    assert_eq!(said(&read.value), ["Mara J. Quill |  | ", "Odo Pell |  | "]);
    assert_eq!(read.value.key_of("o@x.org"), Ok("Odo Pell"));
    let near = read.value.key_of("odo pell").expect_err("another spelling");
    assert!(near.contains("perhaps `Odo Pell` is meant"), "{near}");
    let warned = [
        "p.csv:4:1: warning: no column says what people offer or need",
        "p.csv:7:1: warning: a row without name, id and e-mail address, left out",
    ];
    for (line, expected) in read.lines[1..].iter().zip(warned) {
        assert!(line.starts_with(expected), "{:?}", read.lines);
    }
    let strict = Reading {
        strict: true,
        ..Reading::default()
    };
    let message = people(&strict, text).err().expect("warnings are errors");
    assert_eq!(message.matches(": error: ").count(), 2, "{message}");
}

#[test]
fn bytes_of_old_and_broken_files_are_text_or_refused() {
    let old = people(
        &reading(),
        "name,offers,needs\rAmy,maths,art\rBob,art,maths\r",
    )
    .expect("sound");
    assert_eq!(
        said(&old.value),
        ["Amy | maths:1 | art:1", "Bob | art:1 | maths:1"]
    );
    let mut bytes = "name,offers\nJosé,law\nZoë,law\n".as_bytes().to_vec();
    bytes.extend(b"Ren\xe9,law\n");
    let broken = people(&reading(), bytes).expect("sound");
    assert!(broken.value.key_of("José").is_ok());
    assert!(
        broken.lines[1].contains("p.csv:4:1: warning: bytes that are no UTF-8"),
        "{:?}",
        broken.lines
    );
    let empty = people(&reading(), "name,offers\n").expect("sound");
    assert!(empty.lines[1].contains("no rows below the header"));
    let path = std::env::temp_dir().join(format!("confrere-shapes-{}.csv", std::process::id()));
    std::fs::write(&path, b"PK\x03\x04...").expect("a file");
    let refused = reading().people(&path).expect_err("no table").to_string();
    std::fs::remove_file(&path).expect("the file");
    assert!(
        refused.contains("a spreadsheet or zip archive"),
        "{refused}"
    );
}

#[test]
fn names_that_differ_in_capital_letters_and_skills_that_nobody_shares_are_warned_about() {
    let read = people(
        &reading(),
        "name,offers,needs\nBob,maths,art\nbob,law,music\n",
    )
    .expect("sound");
    assert!(
        read.lines[1].contains("nothing that is needed is offered"),
        "{:?}",
        read.lines
    );
    assert!(
        read.lines[2].starts_with("p.csv:3:1: warning: `bob` differs from `Bob` in line 2"),
        "{:?}",
        read.lines
    );
}

#[test]
fn votes_are_read_one_to_a_row_on_a_scale_and_beside_other_columns() {
    let long = "timestamp,datetime,comment-id,voter-id,vote\n1,x,10,ana,1\n2,x,9,ana,-1\n3,x,10,ben,0\n4,x,10,ana,-1\n";
    let read = votes(&reading(), long).expect("sound").value;
    assert_eq!(
        (read.topics, read.participants),
        (
            vec!["9".to_string(), "10".into()],
            vec!["ana".to_string(), "ben".into()]
        )
    );
    assert_eq!(
        (read.votes, read.seen),
        (
            vec![vec![(0, -1.0), (1, -1.0)], vec![]],
            vec![(1, 0), (2, 0)]
        )
    );
    let wide = "Respondent;Age;City;Tax?;Parks?\nr1;21;Porto;Agree;No opinion\nr2;34;Faro;5;yes\n";
    let message = votes(&reading(), wide).err().expect("5 is no vote");
    assert!(message.contains("v.csv:3:12: error: column `Tax?`: `5` is not a vote from -1 to 1; on a scale from 1 to 5, say --out-of 5"), "{message}");
    let of_five = Reading {
        out_of: Some(5.0),
        ..Reading::default()
    };
    let read = votes(&of_five, &wide.replace("Age", "Key")).expect("sound");
    assert_eq!(read.value.topics, ["Tax?", "Parks?"]);
    assert!(
        read.lines[0].contains("no votes in \"Key\", \"City\", not read"),
        "{:?}",
        read.lines
    );
}

#[test]
fn edge_lists_may_have_times_signs_types_and_comments_of_other_tools() {
    let rows = ties(&reading(), "% sym unweighted\n% 3 3 3\n1 2\n2 3\n3 1\n").expect("sound");
    assert_eq!(
        (rows.value.rows.len(), rows.value.amounts),
        (3, Amounts::Rows)
    );
    assert!(rows.lines[0].contains("2 lines of comment skipped"));
    let timed = ties(&reading(), "1 2 1082040961\n3 4 1082155839\n").expect("sound");
    assert!(
        timed.lines[1].contains("looks like times in seconds; --column count=none"),
        "{:?}",
        timed.lines
    );
    let without = Reading {
        columns: vec![("count".into(), "none".into())],
        ..Reading::default()
    };
    let plain = ties(&without, "1 2 1082040961\n3 4 1082155839\n").expect("sound");
    assert_eq!((plain.value.amounts, plain.lines.len()), (Amounts::Rows, 1));
    let signed = ties(&reading(), "7,1,10,1407470400\n4,1,-10,1376539200\n")
        .err()
        .expect("a negative tie");
    assert!(
        signed.contains(
            "t.csv:2:5: error: column `count`: `-10` is not a number from 0 up; leave the row out"
        ),
        "{signed}"
    );
    let typed =
        "Id,Source,Target,Type,Label,Weight\n0,mara,odo,Undirected,,3\n1,odo,ines,Directed,,1\n";
    let typed = ties(&reading(), typed).expect("sound").value;
    assert_eq!(
        (typed.rows[0].one_way, typed.rows[1].one_way),
        (false, true)
    );
    let friends = ties(&reading(), "from,to,type\nmara,odo,friend\n")
        .expect("sound")
        .value;
    assert!(!friends.rows[0].one_way);
    let counted = ties(
        &reading(),
        "\"Person A\", \"Person B\", \"Number of messages\"\nMara, \"Odo\", \"1,200\"\n",
    )
    .expect("sound")
    .value;
    assert_eq!(
        (counted.amounts, counted.rows[0].amount),
        (Amounts::Counts, 1200.0)
    );
}

#[test]
fn what_spreadsheets_and_survey_tools_leave_behind_is_no_data() {
    let expected = ["mara | rust:1 | law:1", "odo | law:1 | rust:1"];
    for text in [
        // Rows end with a carriage return alone, and a cell has a line break.
        "name,offers,needs,note\rmara,rust,law,\"a\nb\"\rodo,law,rust,\r",
        "\u{feff}\"sep=;\"\r\nname;offers;needs\r\nmara;rust;law\r\nodo;law;rust\r\n",
        "name,offers,needs\nmara\u{200b},rust,law\nodo,\u{2060}law,rust\n",
        "name,offers,needs\n\"=\"\"mara\"\"\",rust,law\nodo,law,rust\n",
        "name,offers,needs\nmara,rust,law\nname,offers,needs\nodo,law,rust\n",
        "S,Q1,Q2,Q3\nStart,Your name,Which skills can you offer?,What do you want to learn?\n\
            \"{\"\"ImportId\"\":\"\"s\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\",x,x\n1,mara,rust,law\n2,odo,law,rust\n",
        "Respondent,What is your full name?,What can you help others with?,,What do you want to learn?\n\
            ,Open-Ended Response,rust,law,Open-Ended Response\n1,mara,rust,,law\n2,odo,,law,rust\n",
        "name,offers,needs,note\nmara,rust,law,\"a \\\"b\\\"\"\nodo,law,rust,\\N\n",
    ] {
        let told = people(&reading(), text).expect("sound");
        assert_eq!(said(&told.value), expected, "{text}\n{:?}", told.lines);
    }
}

#[test]
fn what_may_be_misread_is_warned_about_and_what_must_be_is_refused() {
    let lines = |text: &str| people(&reading(), text).expect("sound").lines.join("\n");
    for (text, what) in [
        (
            "name,offers\nmara,#REF!\n",
            "`#REF!` is an error of a spreadsheet",
        ),
        (
            "name,offers\nmara,rust: 3 years\n",
            "`3 years` of `rust: 3 years` is read as part of the name",
        ),
        (
            "name,offers\n\"mara\" q,rust\n",
            "the quotes of this cell end before the cell does",
        ),
    ] {
        assert!(lines(text).contains(what), "{}", lines(text));
    }
    let merged = "Person,,Skills,\nName,Team,Main,Other\nmara,core,rust,go\n";
    let refused = people(&reading(), merged).err().expect("two rows");
    assert!(
        refused.contains("p.csv:2:1") && refused.contains("the header spans two rows"),
        "{refused}"
    );
    let matrix = ties(&reading(), ",a,b\na,0,1\nb,1,0\n")
        .err()
        .expect("a matrix");
    assert!(
        matrix.contains("this is a matrix, expected one pair in each row"),
        "{matrix}"
    );
    let told = |text: &str| ties(&reading(), text).expect("sound").lines.join("\n");
    let points = told("from;to;count\na;b;1.200\nb;c;12\n");
    assert!(
        points.contains(
            "`1.200` is read as 1.2, and others likewise; if points part thousands, write 1200"
        ),
        "{points}"
    );
    let several = told("from,to\na@x.org,b@x.org; c@x.org\n");
    assert!(
        several.contains("looks like several people and is read as one"),
        "{several}"
    );
    let numbered = votes(&reading(), ",voter,tax\n0,a,1.0\n1,b,-1.0\n2,c,1.0\n").expect("sound");
    assert_eq!(numbered.value.topics, ["tax"]);
}
