//! Headers as people write them: roles, questions about whom to avoid, brackets, titles and rows that look like a header.

use support::reading::{People, Reading, Source, Told};

fn people(reading: &Reading, text: &str) -> Result<Told<People>, String> {
    let told = reading.people_of(&Source::of_bytes("p.csv", text));
    told.map_err(|refused| refused.to_string())
}

fn sound(text: &str) -> Told<People> {
    people(&Reading::default(), text).expect("sound")
}

fn shown(text: &str) -> Vec<String> {
    let told = sound(text);
    let names = told.value.people().iter();
    names.map(|person| person.name().to_string()).collect()
}

/// What each person offers and needs, as `rust|law`.
fn skills(text: &str) -> Vec<String> {
    let told = sound(text);
    let one = |person: &confrere::Person| {
        let offers: Vec<String> = person
            .get_offers()
            .map(|offer| offer.skill.clone())
            .collect();
        let needs: Vec<String> = person.get_needs().map(|need| need.skill.clone()).collect();
        format!("{}|{}", offers.join(" "), needs.join(" "))
    };
    told.value.people().iter().map(one).collect()
}

fn blocks(text: &str) -> Vec<Vec<String>> {
    let told = sound(text);
    let one = |person: &confrere::Person| person.get_blocks().map(str::to_string).collect();
    told.value.people().iter().map(one).collect()
}

#[test]
fn a_role_names_people_only_where_nothing_else_does() {
    let assigned = "First Name,Last Name,Email,Mentor,Skills,Looking for\n\
        Ana,Silva,ana@x.org,Ben Oduya,Rust,Law\nBen,Oduya,ben@x.org,,Law,Rust\n";
    assert_eq!(shown(assigned), ["Ana Silva", "Ben Oduya"]);
    let answers = "Email,Mentor,Skills\nana@x.org,Yes,Rust\nben@x.org,No,Law\n";
    assert_eq!(shown(answers), ["ana@x.org", "ben@x.org"]);
    let shared = "Email,Mentor,Skills\nana@x.org,Cy,Rust\nben@x.org,Cy,Law\n";
    assert_eq!(shown(shared), ["ana@x.org", "ben@x.org"]);
    assert_eq!(shown("Mentee,Needs\nAna,Rust\nBen,Law\n"), ["Ana", "Ben"]);
}

#[test]
fn whom_somebody_would_rather_not_meet_is_no_need_and_is_blocked() {
    for question in [
        "Anyone you do not want to be paired with?",
        "Is there somebody you would rather not meet?",
        "Do not pair with",
        "Conflicts",
        "Whom do you not want as a mentor?",
        "Do you have any conflicts of interests with somebody here?",
    ] {
        let text = format!("Name,Skills,{question}\nAna Silva,Rust,Ben\nBen,Law,none\nCy,Law,\n");
        assert_eq!(skills(&text), ["Rust|", "Law|", "Law|"], "{question}");
        let blocked = [vec!["Ben".to_string()], vec![], vec![]];
        assert_eq!(blocks(&text), blocked, "{question}");
    }
    let topics = "Name,Skills,Which topics do you not want to discuss?\nAna,Rust,Law\nBen,Law,\n";
    assert_eq!(skills(topics), ["Rust|", "Law|"]);
    assert!(blocks(topics).concat().is_empty());
}

#[test]
fn the_question_that_tells_a_need_best_is_taken() {
    let text = "Your name,What can you teach?,Do you need step-free access or a special diet?,What would you like to learn?\n\
        Ana,Rust,Wheelchair,Law\nBen,Law,Vegan,Rust\n";
    assert_eq!(skills(text), ["Rust|Law", "Law|Rust"]);
    let answers = "Name,Skills,Do you want to get our letters?\nAna,Rust,Yes\nBen,Law,No\n";
    assert_eq!(skills(answers), ["Rust|", "Law|"]);
    let people = "Name,Skills,Who do you want to meet?\nAna,Rust,Ben\nBen,Law,Ana\n";
    assert_eq!(skills(people), ["Rust|", "Law|"]);
}

#[test]
fn what_stands_in_brackets_tells_columns_apart() {
    for (offers, needs) in [
        ("Skills (offered)", "Skills (wanted)"),
        ("Skills [offered]", "Skills [needed]"),
        ("Topics (I can teach)", "Topics (want to learn)"),
    ] {
        let text = format!("Name,{offers},{needs}\nAna,Rust,Law\nBen,Law,Rust\n");
        assert_eq!(skills(&text), ["Rust|Law", "Law|Rust"], "{offers}");
    }
    let private = "Name,Offers,Needs (private)\nAna,Rust,Therapy\nBen,Therapy,Rust\n";
    let told = sound(private);
    let needs = told.value.people()[0].get_needs();
    assert!(
        needs
            .map(|need| need.visibility)
            .eq([confrere::Visibility::Hidden])
    );
    let two = "Name (your partner),Name (you),Skills\nAna,Ben,Rust\n";
    let refused = people(&Reading::default(), two).err().expect("two names");
    assert!(refused.contains("differ in brackets only"), "{refused}");
    let chosen = Reading {
        columns: vec![("name".into(), "Name (you)".into())],
        ..Reading::default()
    };
    let read = people(&chosen, two).expect("chosen").value;
    assert_eq!(read.people()[0].name(), "Ben");
}

#[test]
fn a_row_of_data_is_no_header() {
    let text = "Name,Role,Status,Will teach\nCy,Student,,Rust\nAna,Mentor,Away,Rust\nBen,Mentee,,Law\nDan,Member,,Go\n";
    assert_eq!(shown(text), ["Cy", "Ana", "Ben", "Dan"]);
    let survey = "Answer,Branch,Age\n1,Student,20\n2,Employed,30\n3,Student,40\n";
    let refused = people(&Reading::default(), survey).err().expect("no name");
    assert!(refused.contains("no column `name`"), "{refused}");
    let twice = "Name,Email,Skills\nName,Email,Topics I can teach\nAna,a@x.org,Rust\n";
    assert_eq!(
        people(&Reading::default(), twice).map(|told| told.value.len()),
        Ok(2)
    );
    let titled = "Our circle,,\n,,\nName,Offers,Needs\nAna,Rust,Law\n";
    assert_eq!(skills(titled), ["Rust|Law"]);
}

#[test]
fn a_sign_of_numbers_makes_no_comment_of_people() {
    let named =
        "Name,Offers,Needs\n#hashtag Ann,Rust,Law\nBen,Law,Rust\n# Cy,Rust,Law\n#Dan,Rust\n";
    assert_eq!(shown(named), ["#hashtag Ann", "Ben"]);
    let numbered =
        "#,What's your *name*?,What can you teach?\nabc123,Ana Silva,Rust\nabd,Ben,Law\n";
    assert_eq!(shown(numbered), ["Ana Silva", "Ben"]);
}

#[test]
fn columns_without_a_name_are_told_and_choices_below_a_question_are_read() {
    let lines = sound("Name,Offers,,Needs\nAna,Rust,Go,Law\nBen,Law,,Go\n").lines;
    let told = lines.join("\n");
    assert!(
        told.contains("not read: column 3 (without a name)"),
        "{told}"
    );
    let choices = "Name,What can you teach?,,\n,Rust,Law,Go\nAna,x,,x\nBen,,x,\n";
    assert_eq!(skills(choices), ["Rust Go|", "Law|"]);
}

#[test]
fn a_title_above_rows_without_a_header_is_skipped() {
    let text = "Export of 2026\nAna,Ben,2\nBen,Cy,1\n";
    let ties = Reading::default().ties_of(&Source::of_bytes("t.csv", text), None);
    let told = ties.map_err(|refused| refused.to_string()).expect("sound");
    assert_eq!(told.value.rows.len(), 2);
    assert!(told.lines[0].contains("1 line of title above the rows skipped"));
    let open = "Contacts\n\nAna,Ben\nCy,Dan\n";
    let ties = Reading::default().ties_of(&Source::of_bytes("t.csv", open), None);
    let refused = ties.err().expect("names alone tell no header").to_string();
    assert!(refused.contains("--column from="), "{refused}");
    let days = "Umfrage\n;Montag;Dienstag\nAna;ok;\n";
    assert_eq!(shown(days), ["Ana"]);
}

#[test]
fn last_names_beside_first_names_need_no_name_of_their_own() {
    let german = "Name;Vorname;Bietet;Sucht\nMüller;Jörg;Rust;Recht\nMüller;Ute;Recht;Rust\n";
    assert_eq!(shown(german), ["Jörg Müller", "Ute Müller"]);
    let french = "Prénom;Nom;Compétences\nÉlodie;Roux;Rust\nÉlodie;Petit;Droit\n";
    assert_eq!(shown(french), ["Élodie Roux", "Élodie Petit"]);
    let whole = "Name,First name\nAna Silva,Ana\nBen Oduya,Ben\n";
    assert_eq!(shown(whole), ["Ana Silva", "Ben Oduya"]);
}

#[test]
fn what_is_asked_of_one_item_is_read_as_the_question_says() {
    let one = "Name,Can offer: Rust,Needs: Rust\nAna,x,\nBen,,x\n";
    assert_eq!(skills(one), ["Rust|", "|Rust"]);
}

#[test]
fn people_of_one_file_may_block_those_of_another() {
    let mentors = Source::of_bytes("mentors.csv", "name,offers,blocks\nMara,Rust,ada\n");
    let mentees = "name,needs,blocks\nAda,Rust,\nBo,Rust,Mara\n";
    let mentees = Source::of_bytes("mentees.csv", mentees);
    let reading = Reading::default();
    let refused = reading.people_beside(&mentors, &[&mentees]).err();
    let refused = refused.expect("ada").to_string();
    assert!(refused.contains("perhaps `Ada` is meant"), "{refused}");
    let read = reading.people_beside(&mentees, &[&mentors]).expect("sound");
    let people = read.value.people();
    assert_eq!(people.len(), 2);
    assert!(people[1].get_blocks().eq(["Mara"]));
}

#[test]
fn one_address_in_two_rows_is_told() {
    let two = "Name,Email,Skills\nAna Silva,ana@x.org,Rust\nAna S.,ANA@x.org,Law\n";
    let told = sound(two).lines.join("\n");
    assert!(
        told.contains("`ana@x.org` is the address of `Ana Silva` in line 2 too"),
        "{told}"
    );
    let one = "Name,Email,Skills\nAna,ana@x.org,Rust\nAna,ANA@x.org,Law\n";
    let refused = people(&Reading::default(), one).err().expect("one person");
    assert!(refused.contains("is given twice"), "{refused}");
}

#[test]
fn lists_that_number_their_items_hold_no_levels() {
    let text = "Name,Offers,Needs\nAna,1. Rust; 2. Go,Law\nBen,1. Law; 2. Go,Rust\n";
    let told = sound(text);
    assert!(!told.lines.join("\n").contains("holds levels"));
}

#[test]
fn whom_somebody_wants_to_meet_is_no_block() {
    for question in [
        "Who would you rather meet?",
        "Who have you not met yet?",
        "People I can't wait to meet",
        "Colleague I have never worked with",
        "Team mates except manager",
    ] {
        let text = format!("Name,Skills,Needs,{question}\nAna,Rust,Law,Ben\nBen,Law,Rust,Ana\n");
        assert!(blocks(&text).concat().is_empty(), "{question}");
    }
    let guessed = "Name,Skills,Anyone you want to avoid?\nAna Silva,Rust,Ben and Cy\nBen,Law,no one\nCy,Go,Nobody\n";
    assert_eq!(blocks(guessed)[0], ["Ben", "Cy"]);
    assert!(blocks(guessed)[1..].concat().is_empty());
    let strict = Reading {
        strict: true,
        ..Reading::default()
    };
    assert!(people(&strict, guessed).is_err());
    let yes = "Name,Skills,Needs,Conflicts\nAna,Rust,Law,No\nBen,Law,Rust,Yes\n";
    assert!(blocks(yes).concat().is_empty());
}

#[test]
fn a_bracket_tells_the_direction_of_what_has_none() {
    for header in [
        "Needs (skills)",
        "Looking for (topics)",
        "Goals (strengths)",
    ] {
        let text = format!("Name,{header},Offers\nAna,Law,Rust\nBen,Rust,Law\n");
        assert_eq!(skills(&text), ["Rust|Law", "Law|Rust"], "{header}");
    }
    let blocked = "Name,Offers,Needs,Blocks (confidential)\nAna,Rust,Law,Ben\nBen,Law,Rust,\n";
    assert_eq!(blocks(blocked)[0], ["Ben"]);
    for header in [
        "Needs (kept private)",
        "Needs (not shared)",
        "What do you need help with? (confidential)",
    ] {
        let told = sound(&format!("Name,Offers,{header}\nAna,Rust,Law\n"));
        let needs = told.value.people()[0].get_needs();
        let hidden = [confrere::Visibility::Hidden];
        assert!(needs.map(|need| need.visibility).eq(hidden), "{header}");
    }
    let mails = "Name,Email (work),Email (private),Skills\nAna,a@x.org,a@y.org,Rust\n";
    assert_eq!(shown(mails), ["Ana"]);
}

#[test]
fn a_question_with_a_word_of_denial_may_still_tell_a_need() {
    for (offers, needs) in [
        (
            "What are you good at and why?",
            "What are you looking for, and why?",
        ),
        (
            "What can you help with that is not in your job title?",
            "What do you want to learn that you don't know yet?",
        ),
        (
            "What can you teach?",
            "Access to mentoring: what do you need help with?",
        ),
    ] {
        let text = format!(
            "Name,\"{offers}\",\"{needs}\",Anything you want to tell us?\nAna,Rust,Law,hi\nBen,Law,Rust,hello\n"
        );
        assert_eq!(skills(&text), ["Rust|Law", "Law|Rust"], "{offers}");
    }
}

#[test]
fn a_header_of_two_rows_is_the_one_that_tells_more() {
    for above in [
        "Person,Person,Skills,Skills",
        "Student,Student,Skills,Skills",
        "Answer,First,Group,x",
    ] {
        let text = format!(
            "{above}\nName,Email,Offers,Needs\nAna,a@x.org,Rust,Law\nBen,b@x.org,Law,Rust\n"
        );
        assert_eq!(skills(&text), ["Rust|Law", "Law|Rust"], "{above}");
    }
}

#[test]
fn names_are_kept_where_namesakes_have_ids() {
    let text =
        "ID,Student,Skills,Needs\n1,Ana Silva,Rust,Law\n2,Ana Silva,Law,Rust\n3,Cy,Go,Rust\n";
    assert_eq!(shown(text), ["Ana Silva", "Ana Silva", "Cy"]);
    let nicknames = "Name,First name,Offers\nRob Silva,Robert,Rust\nBill O,William,Law\n";
    assert_eq!(shown(nicknames), ["Rob Silva", "Bill O"]);
    let rows = "Email,Name,,Offers,Needs\n,Ana,Silva,,\nb@x.org,Ben,O,Law,Rust\n";
    assert_eq!(sound(rows).value.len(), 2);
}

#[test]
fn a_question_may_name_people_of_the_other_file() {
    let mentees =
        "Name,Needs,Whom would you rather not have as a mentor?\nAda,Rust,Mara\nBo,Law,\n";
    let mentees = Source::of_bytes("mentees.csv", mentees);
    let mentors = Source::of_bytes(
        "mentors.csv",
        "Name,Offers\nMara,Rust; Law\nOtto,Law; Rust\n",
    );
    let read = Reading::default().people_beside(&mentees, &[&mentors]);
    let read = read.map_err(|refused| refused.to_string()).expect("sound");
    assert!(read.value.people()[0].get_blocks().eq(["Mara"]));
}
