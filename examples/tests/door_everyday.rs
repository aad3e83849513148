//! Files that people have at hand: polls of dates, surveys, exports of address books and networks. Each is read, or it is said what to do.

use support::reading::{People, Reading, Source};

fn people_with(reading: &Reading, text: &str) -> Result<(People, String), String> {
    let told = reading.people_of(&Source::of_bytes("p.csv", text));
    let told = told.map_err(|refused| refused.to_string())?;
    Ok((told.value, told.lines.join("\n")))
}

fn people(text: &str) -> (People, String) {
    people_with(&Reading::default(), text).expect("sound")
}

/// What each person offers and needs, as `mara: rust 1 | law 1`.
fn said(text: &str) -> Vec<String> {
    let one = |person: &confrere::Person| {
        let offers = person
            .get_offers()
            .map(|offer| format!(" {} {}", offer.skill, offer.level));
        let needs = person
            .get_needs()
            .map(|need| format!(" {} {}", need.skill, need.priority));
        format!(
            "{}:{} |{}",
            person.name(),
            offers.collect::<String>(),
            needs.collect::<String>()
        )
    };
    people(text).0.people().iter().map(one).collect()
}

fn refused(text: &str) -> String {
    people_with(&Reading::default(), text).expect_err("it cannot be read")
}

#[test]
fn a_poll_of_dates_says_who_can_come_when() {
    let slots = |text: &str| -> Vec<String> {
        let (people, lines) = people(text);
        assert!(
            lines.contains("read as times at which people can come (--column slots=none)"),
            "{lines}"
        );
        let one = |person: &confrere::Person| {
            format!(
                "{}: {}",
                person.name(),
                person.get_available().collect::<Vec<_>>().join(", ")
            )
        };
        people.people().iter().map(one).collect()
    };
    let sheet = "Name,Mon 9:00,Mon 16:00,Tue 9:00\nMara,yes,no,if need be\nOdo,no,yes,no\n";
    assert_eq!(slots(sheet), ["Mara: Mon 9:00, Tue 9:00", "Odo: Mon 16:00"]);
    let poll = "Poll \"Coffee round\"\n\"https://example.org/poll\"\n\n,November 2026,,\n,Mon 9,,Tue 10\n,9:00 – 10:00,16:00 – 17:00,9:00 – 10:00\n\
        Mara,OK,,(OK)\nOdo,,OK,\nCount,1,1,1\n";
    let expected = [
        "Mara: November 2026 Mon 9 9:00 – 10:00, November 2026 Tue 10 9:00 – 10:00",
        "Odo: November 2026 Mon 9 16:00 – 17:00",
    ];
    assert_eq!(slots(poll), expected);
    let (_, lines) = people("Name,Mon,Tue\nMara,no,no\nOdo,yes,no\n");
    assert!(
        lines.contains("p.csv:2:6: warning: can come at none of the times"),
        "{lines}"
    );
    let turned = refused("Time,Mara,Odo\nMonday 09:00,1,0\nMonday 09:15,0,1\n");
    assert!(
        turned.contains("rows are times and columns are people, expected one person in each row"),
        "{turned}"
    );
}

#[test]
fn choices_beside_each_skill_say_who_offers_and_who_needs_it() {
    let expected = ["Mara: Rust 1 | SQL 1", "Odo: SQL 1 | Rust 1"];
    for text in [
        "Timestamp,Name,Rust,SQL\n2026/10/01,Mara,I can teach,I want to learn\n2026/10/01,Odo,I want to learn,I can teach\n",
        "Name,Skills [Rust],Skills [SQL]\nMara,Can teach,Want to learn\nOdo,Want to learn,Can teach\n",
        "Name,Skills [I can teach],Skills [I want to learn]\nMara,Rust,SQL\nOdo,SQL,Rust\n",
        "name,offers,needs\nMara,\"[\"\"Rust\"\"]\",\"[\"\"SQL\"\"]\"\nOdo,['SQL'],['Rust']\n",
        "Name,What can you share with the group?,What do you need?\nMara,Rust,SQL\nOdo,SQL,Rust\n",
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
    let ticked =
        "Name,Skills [Rust],Skills [SQL],Needs\nMara,Beginner;Advanced,,SQL\nOdo,,Expert,Rust\n";
    assert_eq!(
        said(ticked),
        ["Mara: Rust 0.8 | SQL 1", "Odo: SQL 1 | Rust 1"]
    );
}

#[test]
fn degrees_of_agreement_are_levels() {
    let grid = "Name,Skills [Python],Skills [Negotiation],I want to improve in\nMara,Strongly agree,Disagree,Negotiation\n\
        Odo,Neither agree nor disagree,Strongly agree,Python\n";
    assert_eq!(
        said(grid),
        [
            "Mara: Python 1 Negotiation 0.25 | Negotiation 1",
            "Odo: Python 0.5 Negotiation 1 | Python 1"
        ]
    );
    let plain = "Name;Confidence in Python;Confidence in Negotiation;I want to improve in\nMara;Strongly agree;Disagree;Negotiation\n\
        Odo;Neutral;Strongly agree;Python\n";
    let (_, lines) = people(plain);
    assert!(lines.contains("say --column offers=2-3"), "{lines}");
    let chosen = Reading {
        columns: vec![("offers".into(), "2-3".into())],
        ..Reading::default()
    };
    let (read, lines) = people_with(&chosen, plain).expect("sound");
    let skills: Vec<&str> = read.people()[0]
        .get_offers()
        .map(|offer| offer.skill.as_str())
        .collect();
    assert_eq!(skills, ["Python", "Negotiation"], "{lines}");
}

#[test]
fn exports_of_address_books_tickets_and_networks_name_people_as_they_are_called() {
    let names = |text: &str| -> Vec<String> {
        let (people, _) = people(text);
        people
            .people()
            .iter()
            .map(|person| person.name().to_string())
            .collect()
    };
    let tickets = "Order #,First Name,Last Name,Email,Attendee #,What can you offer?,What are you looking for?\n\
        1,Mara,Quill,m@x.org,1001,rust,law\n1,Odo,Pell,m@x.org,1002,law,rust\n";
    assert_eq!(names(tickets), ["Mara Quill", "Odo Pell"]);
    assert_eq!(
        said(tickets),
        ["Mara Quill: rust 1 | law 1", "Odo Pell: law 1 | rust 1"]
    );
    let members = "username,email,status,userid,fullname\nmara,m@x.org,Member,U01,Mara Quill\nodo,o@x.org,Admin,U02,Odo Pell\n";
    assert_eq!(names(members), ["Mara Quill", "Odo Pell"]);
    assert_eq!(
        names("Id,Label,Degree\n0,Mara,2\n1,Odo,2\n"),
        ["Mara", "Odo"]
    );
    assert_eq!(
        names("Vorname;Nachname\nMara;Quill\nOdo;Pell\n"),
        ["Mara Quill", "Odo Pell"]
    );
    let turned = people("Name,Offers\n\"Quill, Mara\",rust\n\"Pell, Odo\",law\n").0;
    assert_eq!(turned.key_of("Mara Quill"), Ok("Quill, Mara"));
    // What does not show is no part of a key, and what joins words is a space.
    let odd = people("name,offers,needs\nMara\u{a0}Quill 👩\u{200d}🚀,rust,law\nOdo\u{202f}Pell,law,rust\n\u{1a}").0;
    assert!(odd.key_of("Odo Pell").is_ok() && odd.key_of("Mara Quill 👩\u{200d}🚀").is_ok());
}

#[test]
fn what_is_below_a_table_is_no_person() {
    let (read, _) = people(
        "Name,Offers,Needs,Meetings\nMara,rust,law,3\nOdo,law,rust,4\nTotal (2 members),,,7\n",
    );
    assert_eq!(read.len(), 2);
    let (read, lines) =
        people("Name,Offers,Needs\nMara,rust,law\nOdo,law,rust\n\nTeam,Budget\ncore,100\n");
    assert_eq!(read.len(), 2);
    assert!(
        lines.contains(
            "p.csv:5:1: warning: 2 rows of fewer cells than the header below an empty line"
        ),
        "{lines}"
    );
}

#[test]
fn what_is_something_else_is_refused_with_what_to_do() {
    let ties = |text: &str| {
        let told = Reading::default().ties_of(&Source::of_bytes("t.csv", text), None);
        told.err().expect("no ties").to_string()
    };
    let several = ties("Person,Met 1,Met 2\nMara,Odo,Ines\nOdo,Mara,\nInes,Mara,\n");
    assert!(
        several.contains("each row names several people, expected one pair in each row"),
        "{several}"
    );
    let links = ties("Issue A;Issue B;Link\nA-1;A-2;blocks\nA-2;A-3;relates\n");
    assert!(
        links.contains("--column from=\"Issue A\" --column to=\"Issue B\""),
        "{links}"
    );
    let comments = Reading::default().votes_of(&Source::of_bytes(
        "v.csv",
        "timestamp,comment-id,author-id,agrees,comment-body\n1,0,0,10,Free licences\n",
    ));
    let comments = comments.err().expect("no votes").to_string();
    assert!(
        comments.contains("this is a list of comments, not of votes"),
        "{comments}"
    );
    let foreign = refused("Horodateur;Membre;Compétences\n01/10/2026;Mara Quill;Rust\n");
    assert!(foreign.contains("--column name=\"Membre\""), "{foreign}");
}

#[test]
fn blocks_refusals_and_managers_name_people_as_ties_do() {
    for (text, key) in [
        (
            "id,name,offers,blocks,refuses,manager\n1,Jane,law,,,\n2,Rick,law,Jane,Jane,Jane\n",
            "1",
        ),
        (
            "name,email,offers,blocks,refuses,manager\nJane,j@x.org,law,,,\nRick,r@x.org,law,j@x.org;Jane,j@x.org,j@x.org\n",
            "Jane",
        ),
        (
            "name,offers,blocks,refuses,manager\n\"Doe, Jane\",law,,,\n\"Roe, Rick\",law,Jane Doe,Jane Doe,Jane Doe\n",
            "Doe, Jane",
        ),
    ] {
        let (read, told) = people(text);
        let rick = &read.people()[1];
        assert!(rick.get_blocks().eq([key]), "{told}");
        assert!(rick.get_refuses().eq([key]));
        assert_eq!(rick.get_manager(), Some(key));
        let network = confrere::Network::from_people(read.into_people(), []);
        network.expect("everyone who is named is known");
    }
}

#[test]
fn nobody_is_called_by_a_sign_and_levels_are_no_skills() {
    let (read, told) = people("name,offers\nN/A,law\n-,law\nNa Li,law\n");
    assert_eq!(read.len(), 1);
    assert_eq!(told.matches("a row without name").count(), 2, "{told}");
    let text = "name,offers,needs\nana,law,Strongly agree\nben,tax,Agree\n";
    let (_, told) = people(text);
    let expected =
        "column \"needs\" holds levels, which were read as needs; if it tells of one skill";
    assert!(told.contains(expected), "{told}");
    assert!(told.contains("--column needs=3-3"), "{told}");
    let text = "name,offers,I would like to learn law,I would like to learn tax\nana,law,Agree,Neutral\nben,tax,Agree,Agree\n";
    let (_, told) = people(text);
    assert!(told.contains("--column needs=3-4"), "{told}");
    let (_, told) = people("name,offers,needs\nana,law,Agree\nben,tax,law\n");
    assert!(!told.contains("holds levels"), "{told}");
}

#[test]
fn values_off_the_scale_are_told_as_they_were_written() {
    let reading = Reading {
        out_of: Some(5.0),
        ..Reading::default()
    };
    let text = "name,stances\nana,remote:0\nben,remote:5\n";
    let told = reading.people_of(&Source::of_bytes("p.csv", text));
    let message = told.err().expect("off the scale").to_string();
    let expected =
        "p.csv:2:1: error: column `stances`: stance `remote` is 0, expected a number from 1 to 5";
    assert!(message.contains(expected), "{message}");
}

#[test]
fn numbers_among_dates_are_no_rounds() {
    let reading = Reading::default();
    let text = "a,b,at\nana,ben,45413\nana,ben,2024-06-01\nana,Ghost,2024-07-01\n";
    let told = reading.history_of(&Source::of_bytes("h.csv", text), None);
    let message = told.err().expect("both kinds").to_string();
    assert!(
        message.contains("`45413` is a number among dates"),
        "{message}"
    );
    let (known, _) = people("name\nana\nben\n");
    let text = "a,b,at\nana,ben,2024-06-01\nana,Ghost,2024-07-01\n";
    let told = reading.history_of(&Source::of_bytes("h.csv", text), Some(&known));
    let told = told.expect("sound");
    assert!(
        told.lines.join("\n").contains("read 1 meeting "),
        "{:?}",
        told.lines
    );
}

#[test]
fn numbers_of_a_list_are_no_part_of_its_items() {
    let text =
        "name,offers,needs\nana,\"1. rust\n2. law\",3. liga\nben,1) tax;2) 1. FC,\"1. rust;law\"\n";
    let expected = [
        "ana: rust 1 law 1 | 3. liga 1",
        "ben: tax 1 1. FC 1 | 1. rust 1 law 1",
    ];
    assert_eq!(said(text), expected);
}
