//! Bad files get one clear line that names file, line, column and value; odd but sound ones are read.

#[path = "../support/mod.rs"]
mod support;

use confrere::Network;
use support::files::{Table, read_people, read_relatedness, read_ties};

fn people(text: &str) -> Result<Network, String> {
    let people =
        read_people(Table::of_text("p.csv", text)).map_err(|refused| refused.to_string())?;
    Network::builder()
        .people(people.into_people())
        .build()
        .map_err(|error| error.to_string())
}

fn refused(text: &str) -> String {
    people(text).expect_err("bad file")
}

#[test]
fn a_refusal_names_file_line_column_and_value() {
    assert_eq!(
        refused("name,offers\nana,rust:0.5\nben,go:0.5;rust:1.5\n"),
        "p.csv, line 3, column `offers`: offer `rust` of `ben` is 1.5, expected a number from 0 to 1"
    );
    assert_eq!(
        refused("name,needs\nana,law:NaN\n"),
        "p.csv, line 2, column `needs`: need `law` of `ana` is NaN, expected a number from 0 to 1"
    );
    assert!(
        refused("name,stances\nana,x:-inf\n")
            .contains("column `stances`: stance `x` of `ana` is -inf")
    );
    assert!(
        refused("name,limit\nana,many\n")
            .ends_with("column `limit`: `many` is not a whole number from 0 up")
    );
    assert!(refused("name,paused\nana,maybe\n").ends_with("`maybe` is neither yes nor no"));
    assert!(
        refused("name,seeks\nana,gossip:1\n")
            .contains("intent `gossip` is unknown, expected one of learn, mentor")
    );
    assert!(
        refused("name\nana\nana\n").contains("line 3, column `name`: person `ana` is given twice")
    );
    assert!(refused("name\n\"\"\n").contains("line 2, column `name`: key of a person is empty"));
    assert!(
        refused("name,blocks\nana,zoe\n")
            .contains("line 2, column `blocks`: person `zoe` is unknown")
    );
    assert!(refused("offers\nrust\n").contains("line 1: no column `name`, found offers"));
    assert!(
        refused("name,offers\nana\n").contains("line: 2"),
        "a record that is too short"
    );
    assert!(refused("").contains("no column `name`"));
    let long = "x".repeat(10_000_000);
    let message = refused(&format!("name\n{long}\n"));
    assert!(
        message.len() < 300 && message.contains("has 10000000 bytes"),
        "{message}"
    );
}

#[test]
fn ties_and_related_skills_are_checked_line_by_line() {
    let known = read_people(Table::of_text("p.csv", "name\nana\nben\n")).expect("sound");
    let ties = |text: &str| {
        read_ties(Table::of_text("t.csv", text), Some(&known))
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
        "t.csv, line 3, column `to`: person `zoe` is unknown, expected a name of the people"
    );
    assert!(
        bad("from,to,strength\nana,ben,2\n")
            .contains("line 2, column `strength`: tie from `ana` to `ben` is 2")
    );
    assert!(bad("from,to,strength\nana,ben,x\n").contains("`x` is not a number"));
    assert!(bad("from,to,strength\nana,ana,0.5\n").contains("names the same person twice"));
    assert!(bad("from,to\nana,ben\n").contains("no column `strength`"));
    let related = read_relatedness(Table::of_text("r.csv", "a,b,relatedness\nrust,c++,1.2\n"));
    let refused = related.expect_err("bad file").to_string();
    assert!(refused.contains("r.csv, line 2, column `relatedness`"));
}

#[test]
fn unicode_windows_line_ends_quotes_and_a_byte_order_mark_are_read() {
    let text = "\u{feff}name,offers,needs,circles\r\n\"Zoë, Dr.\",\"日本語:0.9;\"\"quoted\"\"\",law;tax:0.5,core>acme>pt|>choir\r\nben,law:0.5,日本語,\r\n";
    let network = people(text).expect("sound");
    let zoe = network.id("Zoë, Dr.").expect("known");
    let names: Vec<&str> = network.offers(zoe).map(|offer| offer.0).collect();
    assert_eq!(names, ["\"quoted\"", "日本語"]);
    assert_eq!(network.circles(zoe).count(), 2);
    let person = network.to_person(zoe).expect("known");
    let needs: Vec<(&str, f32)> = person
        .needed()
        .map(|need| (need.skill.as_str(), need.priority))
        .collect();
    assert_eq!(needs, [("law", 1.0), ("tax", 0.5)]);
}

#[test]
fn the_number_of_an_item_stands_after_its_last_colon() {
    let network =
        people("name,offers\nana,lang:Other(s)::0.5;db:MySQL;C: a language\n").expect("sound");
    let ana = network.id("ana").expect("known");
    let offers: Vec<(&str, f32)> = network.offers(ana).collect();
    assert_eq!(
        offers,
        [
            ("C: a language", 1.0),
            ("db:MySQL", 1.0),
            ("lang:Other(s):", 0.5)
        ]
    );
}

#[test]
fn the_embedded_sample_is_sound_and_like_the_survey() {
    let network = support::sample::network().expect("sound");
    let people = network.people().len() as f32;
    let offers: usize = network
        .people()
        .map(|person| network.offers(person).count())
        .sum();
    let needs: usize = network
        .people()
        .map(|person| network.to_person(person).expect("known").needed().len())
        .sum();
    assert_eq!(people, 60.0);
    assert!(
        (offers as f32 / people - 13.6).abs() < 0.5 && (needs as f32 / people - 4.56).abs() < 0.5
    );
    assert!(network.ties().ties() > 200);
}
