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
