//! Files as people really have them are read, and it is told how; what cannot be read is refused with file, line, column and value.

use confrere::Network;
use support::Refused;
use support::reading::{Amounts, People, Reading, Source, Told};

fn read(reading: &Reading, name: &str, text: impl Into<Vec<u8>>) -> Result<Told<People>, String> {
    let told = reading.people_of(&Source::of_bytes(name, text));
    told.map_err(|refused: Refused| refused.to_string())
}

fn people(text: &str) -> Result<Network, String> {
    let people = read(&Reading::default(), "p.csv", text)?.value;
    let built = Network::builder().people(people.into_people()).build();
    built.map_err(|error| error.to_string())
}

/// The lines about a file that is read.
fn told(text: impl Into<Vec<u8>>) -> Vec<String> {
    read(&Reading::default(), "p.csv", text)
        .expect("sound")
        .lines
}

fn refused(text: &str) -> String {
    people(text).expect_err("bad file")
}

/// Skills and levels that someone offers.
fn offers(network: &Network, name: &str) -> Vec<(String, f32)> {
    let person = network
        .to_person(network.id(name).expect("known"))
        .expect("known");
    person
        .get_offers()
        .map(|offer| (offer.skill.clone(), offer.level))
        .collect()
}

#[test]
fn a_refusal_names_file_line_column_and_value() {
    assert_eq!(
        refused("name,offers\nana,rust:0.5\nben,go:0.5;rust:1.5\n"),
        "p.csv:3:5: error: column `offers`: offer `rust` of `ben` is 1.5, expected a number from 0 to 1; on a scale up to 5, say --out-of 5"
    );
    assert_eq!(
        refused("name,needs\nana,law:NaN\n"),
        "p.csv:2:5: error: column `needs`: need `law` of `ana` is NaN, expected a number from 0 to 1"
    );
    for (text, expected) in [
        (
            "name,stances\nana,x:-inf\n",
            "column `stances`: stance `x` of `ana` is -inf",
        ),
        (
            "name,limit\nana,many\n",
            "column `limit`: `many` is not a whole number from 0 up",
        ),
        ("name,paused\nana,maybe\n", "`maybe` is neither yes nor no"),
        (
            "name,seeks\nana,gossip:1\n",
            "intent `gossip` is unknown, expected one of learn, mentor",
        ),
        (
            "name,blocks\nana,zoe\n",
            "p.csv:2:5: error: column `blocks`: person `zoe` is unknown",
        ),
        (
            "offers\nrust\n",
            "no column `name` (or `id`, `first name`, `last name`, `email`) for people, found offers; add one",
        ),
        (
            "",
            "no column `name` (or `id`, `first name`, `last name`, `email`) for people, found nothing",
        ),
        (
            "name,offers\nana,rust:0.8x\n",
            "p.csv:2:5: error: column `offers`: `0.8x` of `rust:0.8x` looks like a number and is none",
        ),
        (
            "name,offers\nana,rust:O.8\n",
            "looks like a number and is none",
        ),
        (
            "name,needs\nana,\"rust\nben,law\n",
            "p.csv:2:5: error: a quote is opened here and never closed",
        ),
        (
            "name,offers\nana,rust\nana,law\n",
            "p.csv:3:1: error: person `ana` is given twice, first in line 2; two people of one name need a column `id`",
        ),
        (
            "id,name\n1,ana\n1,ben\n",
            "id `1` is given twice, first in line 2",
        ),
    ] {
        assert!(
            refused(text).contains(expected),
            "{text}: {}",
            refused(text)
        );
    }
    let message = refused(&format!("name\n{}\n", "x".repeat(1_000_000)));
    assert!(
        message.len() < 300 && message.contains("has 1000000 bytes"),
        "{message}"
    );
}

#[test]
fn all_errors_of_a_file_are_told_at_once_up_to_twenty() {
    let mut text = String::from("name,offers,limit\n");
    (0..30).for_each(|number| text.push_str(&format!("p{number},rust:2,x\n")));
    let message = refused(&text);
    let lines: Vec<&str> = message.lines().collect();
    assert_eq!(lines.len(), 21);
    assert!(
        lines[0].starts_with("p.csv:2:4: error: column `offers`")
            && lines[1].starts_with("p.csv:2:11: error: column `limit`")
    );
    assert_eq!(lines[20], "p.csv: 40 more errors");
}

#[test]
fn a_form_export_with_semicolons_marks_and_long_questions_is_read() {
    let text = "\u{feff}Timestamp;Full Name *;I can help with;What do you want to learn?;Team\r\n\
        2026/10/01;Mara Quill;Rust, Python;\"Public speaking, negotiation\";Platform\r\n\
        2026/10/01;Odo Pell;negotiation:0,9;rust;Sales\r\n;;;;\r\n";
    let network = people(text).expect("sound");
    assert_eq!(
        offers(&network, "Mara Quill"),
        [("Python".into(), 1.0), ("Rust".into(), 1.0)]
    );
    assert_eq!(offers(&network, "Odo Pell"), [("negotiation".into(), 0.9)]);
    let lines = told(text);
    assert!(
        lines[0].starts_with("read 2 people from p.csv: delimiter `;` (--delimiter)"),
        "{lines:?}"
    );
    for expected in [
        "name is \"Full Name *\", offers is \"I can help with\"",
        "needs guessed to be \"What do you want to learn?\"",
        "not read: \"Timestamp\"",
        "1 cell of offers split at commas (--separator offers=none)",
    ] {
        assert!(lines[0].contains(expected), "{expected}: {lines:?}");
    }
    assert!(lines[1].starts_with("p.csv:3:37: warning: column `needs`: nobody offers `rust` but for spelling: `Rust` is offered"));
    let mara = network.id("Mara Quill").expect("known");
    assert_eq!(network.circles(mara).next().expect("one")[0], "Platform");
}

#[test]
fn encodings_are_seen_by_their_bytes() {
    let utf16 = |text: &str, mark: bool| -> Vec<u8> {
        let marked = if mark {
            format!("\u{feff}{text}")
        } else {
            text.to_string()
        };
        marked.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let text = "name,offers\nZoë,law\n";
    let latin: Vec<u8> = text.chars().map(|sign| sign as u8).collect();
    for (bytes, expected) in [
        (text.as_bytes().to_vec(), ""),
        (latin, "encoding windows-1252 (--encoding)"),
        (utf16(text, true), "encoding UTF-16LE (--encoding)"),
        (utf16(text, false), "encoding UTF-16LE (--encoding)"),
    ] {
        let read = read(&Reading::default(), "p.csv", bytes).expect("sound");
        assert_eq!(read.value.people()[0].name(), "Zoë");
        assert!(read.lines[0].contains(expected), "{:?}", read.lines);
    }
}

#[test]
fn tabs_bars_a_line_sep_titles_comments_blank_and_ragged_rows_are_read() {
    for text in [
        "Name\tOffers\tNeeds\nmara\trust\tlaw\nodo\tlaw\trust\n",
        "Name|Offers|Needs\nmara|rust|law\nodo|law|rust\n",
        "sep=;\r\nname;offers;needs\r\nmara;rust;law\r\nodo;law;rust\r\n",
        "Mentoring 2026\n\nname,offers,needs\n# nobody yet\nmara,rust,law\n\n,,\nodo,law,rust,,\n",
        "name,offers,needs,team\nmara,rust,law\nodo,law,rust\n",
    ] {
        let network = people(text).expect(text);
        assert_eq!(network.people().len(), 2, "{text}");
        assert_eq!(offers(&network, "odo"), [("law".into(), 1.0)], "{text}");
    }
    assert!(
        told("A title\nname,offers\nana,rust\n")[0]
            .contains("1 line of title above the header skipped")
    );
    assert!(told("name,offers\nana\n")[0].contains("1 row with fewer cells than the header"));
    let lines = told("name,offers\nana,rust,go\n");
    assert!(
        lines[1].starts_with("p.csv:2:10: warning: 3 cells, expected 2 as in the header"),
        "{lines:?}"
    );
}

#[test]
fn people_are_told_apart_by_id_by_both_names_or_by_mail() {
    let both = "mentor_first,mentor_last,skills\nMara,Quill,\"rust, go\"\nOdo,Pell,law\n";
    assert_eq!(offers(&people(both).expect("sound"), "Mara Quill").len(), 2);
    let by_id = "id,name,offers\n7,Ana Silva,rust\n9,Ana Silva,law\n";
    let read_twice = read(&Reading::default(), "p.csv", by_id)
        .expect("sound")
        .value;
    assert_eq!(read_twice.len(), 2);
    assert!(
        read_twice
            .key_of("Ana Silva")
            .expect_err("two of them")
            .contains("the name of several people")
    );
    assert_eq!(read_twice.key_of("9"), Ok("9"));
    let by_mail = "name,email,offers\nAna Silva,a@x.org,rust\nAna Silva,b@x.org,law\n";
    assert_eq!(people(by_mail).expect("sound").people().len(), 2);
    let lines = told("name,offers\nana,rust\nana,rust\n");
    assert!(
        lines[1].contains("p.csv:3:1: warning: the same row for `ana` as in line 2"),
        "{lines:?}"
    );
}

#[test]
fn numbers_stand_after_a_colon_or_in_brackets_and_are_read_as_people_write_them() {
    let network = people("name,offers\nana,lang:Other(s)::0.5;db:MySQL;C: a language;law: 80 %;tax=4/5;film (expert);go:good\n").expect("sound");
    let mut found = offers(&network, "ana");
    found.sort_by(|a, b| a.0.cmp(&b.0));
    let expected = [
        ("C: a language", 1.0),
        ("db:MySQL", 1.0),
        ("film", 1.0),
        ("go", 0.6),
        ("lang:Other(s):", 0.5),
        ("law", 0.8),
        ("tax", 0.8),
    ];
    assert_eq!(
        found,
        expected.map(|(skill, level)| (skill.to_string(), level))
    );
    assert!(
        told("name,offers\nana,go:good;law:expert\n")[0]
            .contains("expert is 1, good is 0.6 (--scale)")
    );
    let scaled = Reading {
        scale: vec![("good".into(), 0.5)],
        ..Reading::default()
    };
    let person = read(&scaled, "p.csv", "name,offers\nana,go:good\n")
        .expect("sound")
        .value;
    assert_eq!(
        person.people()[0].get_offers().next().expect("one").level,
        0.5
    );
}

#[test]
fn choices_come_before_guesses_and_strictness_makes_warnings_errors() {
    let reading = Reading {
        columns: vec![
            ("offers".into(), "Things I do".into()),
            ("name".into(), "1".into()),
        ],
        separators: vec![("offers".into(), "none".into())],
        ..Reading::default()
    };
    let read_so = read(
        &reading,
        "p.csv",
        "Mitglied,Things I do\nana,\"law, tax\"\n",
    )
    .expect("sound")
    .value;
    assert_eq!(read_so.people()[0].name(), "ana");
    assert_eq!(
        read_so.people()[0].get_offers().next().expect("one").skill,
        "law, tax"
    );
    let missing = Reading {
        columns: vec![("offers".into(), "Gives".into())],
        ..Reading::default()
    };
    let message = read(&missing, "p.csv", "name,x\nana,1\n")
        .err()
        .expect("no such column");
    assert!(
        message.contains("no column `Gives` for offers, found name, x"),
        "{message}"
    );
    let text = "name,offers,needs\nana,Rust,\nben,,rust\ncaro,,negotation\ndan,negotiation,\n";
    let lines = told(text);
    assert!(
        lines[1]
            .contains("p.csv:3:6: warning: column `needs`: nobody offers `rust` but for spelling"),
        "{lines:?}"
    );
    assert!(lines[2].contains("p.csv:4:7: warning: column `needs`: nobody offers `negotation`, but `negotiation` is offered"), "{lines:?}");
    let strict = Reading {
        strict: true,
        ..Reading::default()
    };
    let message = read(&strict, "p.csv", text)
        .err()
        .expect("warnings are errors");
    assert_eq!(
        message
            .lines()
            .filter(|line| line.contains(": error: "))
            .count(),
        2
    );
    let exact = Reading {
        exact_spelling: true,
        ..Reading::default()
    };
    let kept = read(&exact, "p.csv", text).expect("sound");
    assert_eq!(
        kept.value.people()[1]
            .get_needs()
            .next()
            .expect("one")
            .skill,
        "rust"
    );
    assert!(kept.lines[1].ends_with("kept apart"));
}

#[test]
fn ties_are_chances_or_counts_that_become_chances() {
    let ties = |text: &str| Reading::default().ties_of(&Source::of_bytes("t.csv", text), None);
    let read = ties("Source;Target;Weight\nmara;odo;3\nodo;ines;12\nines;mara;1\n").expect("sound");
    let mut chances: Vec<f32> = read.value.ties().iter().map(|tie| tie.strength).collect();
    chances.sort_unstable_by(f32::total_cmp);
    // The median count is 3: 1/(1+3), 3/(3+3), 12/(12+3).
    assert_eq!(chances, [0.25, 0.5, 0.8]);
    assert_eq!(read.value.amounts, Amounts::Counts);
    assert!(read.lines[0].contains("a count of n is a chance of n/(n+3) (--half-count)"));
    let rows =
        ties("# Directed graph\n# FromNodeId ToNodeId\n0\t1\n1\t2\n2\t0\n0\t1\n").expect("sound");
    assert_eq!(rows.value.amounts, Amounts::Rows);
    assert!(
        rows.lines[0].contains("no header, columns taken as 1 from, 2 to"),
        "{:?}",
        rows.lines
    );
    let tie = &rows.value.ties()[0];
    assert_eq!(
        (tie.from.as_str(), tie.to.as_str(), tie.strength),
        ("0", "1", 2.0 / 3.0)
    );
    assert_eq!(ties("0 1\n1 2\n0 2\n").expect("sound").value.rows.len(), 3);
    let shares = ties("a,b,weight\nana,ben,0.5\n").expect("sound").value;
    assert_eq!(
        (shares.amounts, shares.ties()[0].strength),
        (Amounts::Chances, 0.5)
    );
    let own = ties("from,to,strength\nana,ana,0.5\nana,ben,0.5\n").expect("sound");
    assert!(
        own.lines[1].contains("t.csv:2:1: warning: the tie of `ana` to themselves is left out")
    );
}

#[test]
fn ties_and_related_skills_are_checked_line_by_line() {
    let reading = Reading::default();
    let known = read(&reading, "p.csv", "name\nana\nben\n")
        .expect("sound")
        .value;
    let ties = |text: &str| {
        let told = reading.ties_of(&Source::of_bytes("t.csv", text), Some(&known));
        told.map(|told| told.value.ties())
            .map_err(|refused| refused.to_string())
    };
    assert_eq!(
        ties("from,to,strength\nana,ben,0.5\n")
            .expect("sound")
            .len(),
        1
    );
    assert!(ties("from,to,strength,directed\nana,ben,0.5,yes\n").expect("sound")[0].directed);
    let bad = |text: &str| ties(text).expect_err("bad file");
    assert_eq!(
        bad("from,to,strength\nana,ben,0.5\nana,zoe,0.5\n"),
        "t.csv:3:5: error: column `to`: person `zoe` is unknown, expected someone of the people; add a row for them there"
    );
    assert!(bad("from,to,strength\nana,ben,2\n").contains(
        "t.csv:2:9: error: column `strength`: `2` is not a chance from 0 to 1; if these are counts"
    ));
    assert!(bad("from,to,strength\nana,ben,x\n").contains("`x` is not a number from 0 up"));
    let related = reading.relatedness_of(&Source::of_bytes(
        "r.csv",
        "a,b,relatedness\nrust,c++,1.2\n",
    ));
    let refused = related.err().expect("bad file").to_string();
    assert!(
        refused.contains("r.csv:2:10: error: column `relatedness`"),
        "{refused}"
    );
}

#[test]
fn votes_are_numbers_or_words_and_what_an_export_adds_is_no_topic() {
    let votes = |text: &str| Reading::default().votes_of(&Source::of_bytes("v.csv", text));
    let read =
        votes("xid,group-id,n-votes,n-agree,n-disagree,0,1\na7,0,3,2,1,1,-1\nb9,,2,1,1,,0\n")
            .expect("sound")
            .value;
    assert_eq!(
        (read.topics, read.participants),
        (
            vec!["0".to_string(), "1".into()],
            vec!["a7".to_string(), "b9".into()]
        )
    );
    assert_eq!(
        (read.votes, read.seen),
        (
            vec![vec![(0, 1.0), (1, -1.0)], vec![]],
            vec![(1, 1), (2, 0)]
        )
    );
    let words = votes("participant,tax\nana,agree\nben,Disagree\ncaro,pass\n")
        .expect("sound")
        .value;
    assert_eq!(words.votes, [vec![(0, 1.0)], vec![(0, -1.0)], vec![]]);
    let refused = votes("participant,tax\nana,2\nana,1\n")
        .err()
        .expect("bad votes")
        .to_string();
    assert!(
        refused.contains("v.csv:2:5: error: column `tax`: `2` is not a vote from -1 to 1"),
        "{refused}"
    );
    assert!(
        refused
            .contains("v.csv:3:1: error: column `participant`: participant `ana` is given twice"),
        "{refused}"
    );
}

#[test]
fn meetings_are_dated_or_numbered_and_strangers_are_warned_about() {
    let reading = Reading::default();
    let known = read(&reading, "p.csv", "name\nana\nben\ncaro\n")
        .expect("sound")
        .value;
    let history = |text: &str| reading.history_of(&Source::of_bytes("h.csv", text), Some(&known));
    let dated = history(
        "Mentor,Mentee,Date\nana,ben,2026-10-01\nben,caro,2026-10-08\nana,zoe,2026-10-08\n",
    )
    .expect("sound");
    assert!(
        dated.lines[1].contains("h.csv:4:5: warning: column `people`: person `zoe` is unknown"),
        "{:?}",
        dated.lines
    );
    let cut = history("people,at,outcome,ratings\nana;ben,0,met,ana:0,8;ben:1\n").expect("sound");
    let warning = "h.csv:2:21: warning: 5 cells, expected 4";
    assert!(
        cut.lines[1].starts_with(warning),
        "a decimal comma needs quotes here: {:?}",
        cut.lines
    );
    let mut expected = confrere::round::MeetingHistory::default();
    expected
        .record(confrere::round::Encounter::new(["ana", "ben"], confrere::Day(3)).rated("ana", 0.8))
        .expect("sound");
    let rated = history("people,at,ratings\nana;ben,3,ana:80%\n")
        .expect("sound")
        .value;
    assert_eq!(format!("{rated:?}"), format!("{expected:?}"));
}

#[test]
fn unicode_windows_line_ends_quotes_and_a_byte_order_mark_are_read() {
    let text = "\u{feff}name,offers,needs,circles\r\n\"Zoë, Dr.\",\"日本語:0.9;\"\"quoted\"\"\",law;tax:0.5,core>acme>pt|>choir\r\nben,law:0.5,日本語,\r\n";
    let network = people(text).expect("sound");
    let zoe = network.id("Zoë, Dr.").expect("known");
    let mut names: Vec<String> = offers(&network, "Zoë, Dr.")
        .into_iter()
        .map(|offer| offer.0)
        .collect();
    names.sort();
    assert_eq!(names, ["\"quoted\"", "日本語"]);
    assert_eq!(network.circles(zoe).count(), 2);
    let person = network.to_person(zoe).expect("someone of the network");
    let needs: Vec<(&str, f32)> = person
        .get_needs()
        .map(|need| (need.skill.as_str(), need.priority))
        .collect();
    assert_eq!(needs, [("law", 1.0), ("tax", 0.5)]);
}

#[test]
fn the_embedded_sample_is_sound_and_like_the_survey() {
    let network = support::sample::network().expect("sound");
    let people = network.people().len() as f32;
    let everyone: Vec<_> = network
        .people()
        .filter_map(|person| network.to_person(person))
        .collect();
    let offers: usize = everyone
        .iter()
        .map(|person| person.get_offers().len())
        .sum();
    let needs: usize = everyone.iter().map(|person| person.get_needs().len()).sum();
    assert_eq!(people, 60.0);
    assert!(
        (offers as f32 / people - 13.6).abs() < 0.5 && (needs as f32 / people - 4.56).abs() < 0.5
    );
    assert!(network.ties().ties() > 200);
}

#[test]
fn a_taxonomy_as_esco_lays_it_out_relates_skills_and_knows_them_by_other_names() {
    let folder = std::env::temp_dir().join(format!("taxonomy of {}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("written");
    write(
        "skills_en.csv",
        "conceptType,conceptUri,preferredLabel,altLabels,description\n\
         KnowledgeSkillCompetence,uri/1,contract law,\"law of contracts\ncontracts\",\"A, b\"\n\
         KnowledgeSkillCompetence,uri/2,commercial law,contracts\n,\n\
         KnowledgeSkillCompetence,uri/3,cooking,,\n",
    );
    write(
        "skillGroups_en.csv",
        "conceptType,conceptUri,preferredLabel\nSkillGroup,uri/g,law\n",
    );
    write(
        "broaderRelationsSkillPillar_en.csv",
        "conceptType,conceptUri,broaderType,broaderUri\n\
         KnowledgeSkillCompetence,uri/1,SkillGroup,uri/g\n\
         KnowledgeSkillCompetence,uri/2,SkillGroup,uri/g\n\
         SkillGroup,uri/g,SkillGroup,uri/top\n\
         KnowledgeSkillCompetence,uri/3,SkillGroup,uri/top\n",
    );
    let people = folder.join("people.csv");
    write(
        "people.csv",
        "name,offers,needs\nana,cooking:1,Law of Contracts:1\nben,contract law:1,cooking:1\n",
    );
    let reading = Reading {
        taxonomy: Some(folder.clone()),
        quiet: true,
        ..Reading::default()
    };
    let network = reading.network(&people, None, None).expect("sound files");
    let taxonomy = reading.taxonomy(&folder).expect("sound files");
    // «contracts» is a name of two concepts, and so of none.
    assert_eq!(taxonomy.preferred("LAW of contracts"), Some("contract law"));
    assert_eq!(taxonomy.preferred("contracts"), None);
    assert_eq!(
        taxonomy.steps().collect::<Vec<_>>()[0],
        ("contract law", "law")
    );
    let (ana, ben) = (
        network.id("ana").expect("ana"),
        network.id("ben").expect("ben"),
    );
    let pick = &confrere::Matcher::new(&network).recommend(ana)[0];
    assert_eq!(pick.peer(), ben);
    assert_eq!(pick.explanation().gain.items[0].name, "contract law");
    let missing = reading
        .taxonomy(&std::env::temp_dir().join("nothing here"))
        .expect_err("no folder");
    assert!(missing.to_string().contains("nothing here"), "{missing}");
    std::fs::remove_dir_all(&folder).expect("removed");
}
