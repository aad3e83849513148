//! What the examples print and refuse on the command line.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A file of the sample.
fn sample(name: &str) -> String {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    data.join(name).display().to_string()
}

/// A folder of one test, taken away after it.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let name = format!("confrere-commands-{}-{test}", std::process::id());
        let place = std::env::temp_dir().join(name);
        fs::create_dir_all(&place).expect("a folder");
        Self(place)
    }

    /// Writes a file; its path.
    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, bytes).expect("a file");
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).expect("the folder");
    }
}

fn ran(example: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(common::built(example));
    command.args(arguments).output().expect("it starts")
}

/// What an example prints.
fn printed(example: &str, arguments: &[&str]) -> String {
    let ran = ran(example, arguments);
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{example} {arguments:?}: {told}");
    String::from_utf8(ran.stdout).expect("text")
}

/// What an example says that refuses its arguments or files, and prints nothing.
fn refused(example: &str, arguments: &[&str]) -> String {
    let ran = ran(example, arguments);
    assert_eq!(ran.status.code(), Some(2), "{example} {arguments:?}");
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "");
    String::from_utf8(ran.stderr).expect("text")
}

/// The lists that show whoever tries an attack.
fn lists(table: &str, attack: &str) -> f64 {
    let rows = table.lines().map(serde_json::from_str);
    let mut rows = rows.map(|row| row.expect("an object"));
    let row: Option<serde_json::Value> =
        rows.find(|row: &serde_json::Value| row["attack"] == attack);
    row.and_then(|row| row["lists"].as_f64())
        .expect("the attack")
}

#[test]
fn gaming_takes_people_who_seek_affinity_already() {
    let folder = Folder::new("affinity");
    let people = "name,offers,needs,seeks\nana,rust,law,affinity:1\nben,law,rust,learn:0.5;affinity:0.5\ncy,law,rust,\n";
    let people = folder.file("people.csv", people);
    let table = printed("gaming", &["--people", &people, "--json"]);
    assert!(lists(&table, "seeks(Affinity) alone").is_finite());
}

#[test]
fn only_lists_of_honest_people_count_as_attention() {
    let folder = Folder::new("fakes");
    let people = "name,offers,needs\nana,rust,law\nben,law,rust\n";
    let people = folder.file("people.csv", people);
    let table = printed("gaming", &["--people", &people, "--json"]);
    // Five accounts on the lists of two people.
    assert!(lists(&table, "five fake accounts of that kind") <= 10.0);
}

#[test]
fn coffee_shows_names_and_keeps_keys_in_json() {
    let folder = Folder::new("names");
    let people = "id,name,offers,needs,paused,blocks\np1,Ann,rust,law,,Dan\np2,Ben,law,rust,,Dan\np3,Cara,law,rust,yes,\np4,Dan,,,,\n";
    let people = folder.file("people.csv", people);
    let text = printed("coffee", &["--people", &people]);
    assert!(
        text.contains("Ann, Ben — gain: Ann 1.00, Ben 1.00\n"),
        "{text}"
    );
    assert!(text.contains("Cara takes no part"), "{text}");
    assert!(text.contains("Dan has no meeting"), "{text}");
    assert!(!text.contains("p1"), "{text}");
    let json = printed("coffee", &["--people", &people, "--json"]);
    assert!(json.contains(r#""people":["p1","p2"]"#), "{json}");
}

#[test]
fn coffee_refuses_options_without_what_they_are_about() {
    let refused = |arguments: &[&str]| refused("coffee", arguments);
    let message = refused(&["--mix-price", "0.5"]);
    assert!(message.contains("--different"), "{message}");
    for option in ["--mix-price", "--idle-price"] {
        let message = refused(&["--different", "circle:1", option, "NaN"]);
        assert!(message.contains("expected a number from 0 up"), "{message}");
    }
    let message = refused(&["--no-shows", "1"]);
    assert!(message.contains("--history"), "{message}");
    let history = sample("history.csv");
    let message = refused(&["--no-shows", "1", "--history", &history]);
    assert!(
        message.contains(":1:1: error: no column `no_shows`"),
        "{message}"
    );
}

#[test]
fn one_of_something_is_told_as_one() {
    let folder = Folder::new("one");
    let people = folder.file("people.csv", "name,offers,needs\nana,,law\n");
    let text = printed("learning_week", &["--people", &people]);
    assert!(
        text.contains("1 person needs something, 1 of them gets no session."),
        "{text}"
    );
}

#[test]
fn own_options_stand_before_those_of_reading_files() {
    for (example, option) in [
        ("gaming", "--places"),
        ("value", "--person"),
        ("openness_curve", "--limit"),
    ] {
        let help = printed(example, &["--help"]);
        let own = help.find(option).expect("an option");
        let heading = help.find("Reading files").expect("a heading");
        assert!(own < heading, "{help}");
    }
}

#[test]
fn market_refuses_options_of_another_market() {
    let people = sample("people.csv");
    for (arguments, named) in [
        (&["--pool", "10", "--left", "3"][..], "--pool"),
        (&["--people", &people, "--left", "3"], "--people"),
        (&["--people", &people, "--seed", "3"], "--people"),
        (&["--people", &people, "--lambda", "0.1"], "--people"),
        (&["--taste", "similar"], "--su"),
        (&["--su", "20", "--left", "2"], "--su"),
    ] {
        let message = refused("market", arguments);
        assert!(message.contains(named), "{arguments:?}: {message}");
    }
}

#[test]
fn a_market_of_one_pool_tells_one_figure_of_each_kind() {
    let people = sample("people.csv");
    for arguments in [
        &["--pool", "10"][..],
        &["--pool", "10", "--markets", "2"],
        &["--pool", "10", "--trade-off"],
        &["--people", &people, "--quiet"],
    ] {
        let text = printed("market", arguments);
        let figures: Vec<&str> = text.lines().filter(|line| line.contains("Gini")).collect();
        assert!(!figures.is_empty(), "{text}");
        assert!(figures.iter().all(|line| !line.contains('/')), "{text}");
    }
    let json = printed("market", &["--pool", "10", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("one object");
    assert!(json["gini_right"].is_null() && json["envy_right"].is_null());
    assert!(json["gini_left"].is_number());
    let text = printed("market", &["--left", "5", "--right", "4"]);
    assert_eq!(text.matches('/').count(), 3, "{text}");
}

#[test]
fn common_ground_is_told_as_such() {
    let votes = sample("votes.csv");
    let text = printed("contrarian", &["--votes", &votes, "--limit", "3"]);
    assert!(
        text.contains("begin with remote work, where they stand on one side"),
        "{text}"
    );
}

#[test]
fn evaluate_refuses_folds_that_never_end() {
    for folds in ["1", "1001", "100000"] {
        let arguments = ["--set", "email", "--data", ".", "--folds", folds];
        let message = refused("evaluate", &arguments);
        assert!(message.contains("from 2 to 1000"), "{message}");
    }
}

/// A community of four, whose people have ids and shown names.
const FOUR: &str =
    "id,name,offers,needs\np1,Ann,rust,law\np2,Ben,law,rust\np3,Cara,law,sql\np4,Dan,sql,rust\n";

/// The heading of the table that `evaluate` prints, and what it tells on stderr.
fn evaluated(people: &str, outcomes: &str) -> (String, String) {
    let arguments = ["--people", people, "--outcomes", outcomes, "--folds", "2"];
    let ran = ran("evaluate", &arguments);
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{told}");
    let text = String::from_utf8_lossy(&ran.stdout);
    assert!(!text.contains("NaN"), "{text}");
    let heading = text.lines().find(|line| line.starts_with("files: "));
    (heading.expect("a heading").to_string(), told)
}

#[test]
fn evaluate_reads_outcomes_as_other_files_are_read() {
    let folder = Folder::new("outcomes");
    let people = folder.file("people.csv", FOUR);
    let wide: Vec<u8> = "\u{feff}a\tb\toutcome\nAnn\tBen\tmet\nCara\tDan\tno\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for (name, outcomes) in [
        (
            "quoted",
            &b"a,b,outcome\n\"p1\",\"p2\",\"met\"\np3,p4,declined\n"[..],
        ),
        (
            "semicolons",
            b"a;b;outcome;shown_with\nAnn;Ben;met;0,5\nCara;Dan;declined;\n",
        ),
        (
            "names",
            b"Person A,Person B,Result\nAnn,Ben,yes\nCara,Dan,n\n",
        ),
        ("plain", b"p1,p2,met\np2,p3,declined\n"),
        ("wide", &wide),
    ] {
        let file = folder.file(name, outcomes);
        let (heading, told) = evaluated(&people, &file);
        assert_eq!(
            heading, "files: 4 people, 2 pairs, 1 of them said yes",
            "{name}"
        );
        assert!(told.contains("read 2 outcomes from "), "{name}: {told}");
    }
    let file = folder.file("column", "who,whom,outcome\np1,p2,met\np3,p4,no\n");
    let arguments = ["--people", &people, "--outcomes", &file];
    let message = refused("evaluate", &arguments);
    assert!(
        message.contains(":1:1: error: no column `b` for outcomes, found who, whom, outcome"),
        "{message}"
    );
    let chosen = [&arguments[..], &["--column", "b=whom", "--json", "--quiet"]].concat();
    let ran = ran("evaluate", &chosen);
    assert!(ran.status.success());
    assert_eq!(String::from_utf8_lossy(&ran.stderr), "");
}

#[test]
fn evaluate_tells_rows_that_do_not_count_with_their_lines() {
    let folder = Folder::new("rows");
    let people = folder.file("people.csv", FOUR);
    let rows = "a,b,outcome\np1,p2,met\np1,zoe,met\np3,p3,met\np3,p4,declined\np2,p1,declined\n";
    let file = folder.file("outcomes.csv", rows);
    let (heading, told) = evaluated(&people, &file);
    assert_eq!(heading, "files: 4 people, 2 pairs, 1 of them said yes");
    assert!(
        told.contains("outcomes.csv:3:4: warning: column `b`: person `zoe` is unknown"),
        "{told}"
    );
    assert!(
        told.contains("outcomes.csv:4:4: warning: column `b`: `p3` is paired with themselves"),
        "{told}"
    );
    assert!(told.contains("1 pair stands in several rows"), "{told}");
    let arguments = ["--people", &people, "--outcomes", &file, "--strict"];
    let message = refused("evaluate", &arguments);
    assert!(message.contains("outcomes.csv:4:4: error: "), "{message}");
    for (cells, expected) in [
        ("p1,p2,maybe,", "2:7: error: column `outcome`"),
        ("p1,p2,,", "2:7: error: column `outcome`: empty"),
        ("p1,,met,", "2:4: error: column `b`: empty"),
        ("p1,p2,met,2", "2:11: error: column `shown_with`"),
        ("p1,p2,met,0", "2:11: error: column `shown_with`"),
    ] {
        let file = folder.file("wrong.csv", format!("a,b,outcome,shown_with\n{cells}\n"));
        let message = refused("evaluate", &["--people", &people, "--outcomes", &file]);
        assert!(message.contains(expected), "{cells}: {message}");
    }
}

#[test]
fn evaluate_needs_a_yes_and_a_no() {
    let folder = Folder::new("answers");
    let people = folder.file("people.csv", FOUR);
    let refused = |rows: &str| {
        let file = folder.file("refused.csv", rows);
        refused("evaluate", &["--people", &people, "--outcomes", &file])
    };
    for rows in [
        "a,b,outcome\n",
        "a,b,outcome\np1,p1,met\n",
        "a,b,outcome\np1,p2,declined\n",
    ] {
        let message = refused(rows);
        assert!(
            message.contains("refused.csv: no pair said yes, expected"),
            "{rows}: {message}"
        );
    }
    let all = "a,b,outcome\np1,p2,met\np1,p3,met\np1,p4,met\np2,p3,met\np2,p4,met\np3,p4,met\n";
    let message = refused(all);
    assert!(
        message.contains("all pairs of people said yes"),
        "{message}"
    );
    assert!(
        refused("").contains("refused.csv:1:1: error: no column `a` for outcomes, found nothing")
    );
    let file = folder.file("met.csv", "a,b,outcome\np1,p2,met\n");
    let (heading, told) = evaluated(&people, &file);
    assert_eq!(heading, "files: 4 people, 6 pairs, 1 of them said yes");
    assert!(
        told.contains(
            "met.csv: no pair said no, so 5 pairs that are not in the file count as noes"
        ),
        "{told}"
    );
}

#[test]
fn evaluate_knows_skills_by_a_taxonomy() {
    let folder = Folder::new("taxonomy");
    let people = FOUR.replace("Ann,rust,law", "Ann,systems coding,jurisprudence");
    let people = folder.file("people.csv", people);
    let outcomes = folder.file("outcomes.csv", "a,b,outcome\np1,p2,met\np3,p4,declined\n");
    let concepts = "conceptUri,preferredLabel,altLabels\nu1,rust,systems coding\nu2,law,jurisprudence\nu3,skill,\n";
    folder.file("skills_en.csv", concepts);
    let steps = "conceptUri,broaderUri\nu1,u3\nu2,u3\n";
    folder.file("broaderRelationsSkillPillar_en.csv", steps);
    let arguments = [
        "--people",
        &people,
        "--outcomes",
        &outcomes,
        "--folds",
        "2",
        "--json",
    ];
    let area = |arguments: &[&str]| {
        let rows = printed("evaluate", arguments);
        let row = rows.lines().next().expect("a row of the default policy");
        let row: serde_json::Value = serde_json::from_str(row).expect("an object");
        row["auc"].as_f64().expect("a number")
    };
    let place = folder.0.display().to_string();
    let by_taxonomy = [&arguments[..], &["--taxonomy", &place]].concat();
    assert!(area(&arguments) < area(&by_taxonomy));
}
