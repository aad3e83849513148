//! The commands of the README run as they stand there, on the files beside the examples, and print what it shows.
//!
//! Its Rust is tested with the documentation of the library.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A fenced block of a language: its lines, and the block of text right after it.
struct Block<'r> {
    lines: Vec<&'r str>,
    output: Option<String>,
}

fn blocks(readme: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut lines = readme.lines();
    let mut is_after_commands = false;
    while let Some(line) = lines.next() {
        match line {
            "```sh" => {
                let lines = lines.by_ref().take_while(|line| *line != "```").collect();
                blocks.push(Block {
                    lines,
                    output: None,
                });
                is_after_commands = true;
            }
            "```text" if is_after_commands => {
                let shown: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                let block = blocks.last_mut().expect("commands came first");
                block.output = Some(shown.join("\n"));
                is_after_commands = false;
            }
            "" => {}
            _ => is_after_commands = false,
        }
    }
    blocks
}

/// An empty folder with the files of `examples/data`.
fn workplace(root: &Path) -> PathBuf {
    let place = std::env::temp_dir().join(format!("confrere-readme-{}", std::process::id()));
    let data = place.join("examples/data");
    fs::create_dir_all(&data).expect("a folder");
    for file in fs::read_dir(root.join("examples/data")).expect("the sample") {
        let file = file.expect("a file");
        if file.file_type().expect("a type").is_file() {
            fs::copy(file.path(), data.join(file.file_name())).expect("a copy");
        }
    }
    place
}

#[test]
fn each_command_runs_and_prints_what_is_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace");
    let readme = fs::read_to_string(root.join("README.md")).expect("a README");
    let place = workplace(root);
    // `CONFRERE_UPDATE_README=1 cargo test --test readme` puts in what is printed now.
    let updates = std::env::var_os("CONFRERE_UPDATE_README").is_some();
    let mut updated = readme.clone();
    let mut count = 0;
    for block in blocks(&readme) {
        let mut printed = String::new();
        for line in &block.lines {
            let Some(command) = line.strip_prefix("cargo run --release --example ") else {
                assert!(
                    ["cargo test", "cargo bench"]
                        .iter()
                        .any(|known| line.starts_with(known)),
                    "{line}"
                );
                continue;
            };
            let words: Vec<&str> = command
                .split_whitespace()
                .filter(|word| *word != "--")
                .collect();
            let ran = Command::new(common::built(words[0]))
                .args(&words[1..])
                .current_dir(&place)
                .output();
            let ran = ran.expect("it starts");
            assert!(
                ran.status.success(),
                "{line}: {}",
                String::from_utf8_lossy(&ran.stderr)
            );
            assert!(!ran.stdout.is_empty(), "{line} prints nothing");
            printed += &String::from_utf8_lossy(&ran.stdout);
            count += 1;
        }
        if let Some(shown) = block.output {
            let (whole, start) = match shown.strip_suffix("\n…") {
                Some(start) => (false, start),
                None => (true, shown.as_str()),
            };
            let lines = start.lines().count();
            let printed: Vec<&str> = printed.trim_end().lines().collect();
            let told = printed[..lines.min(printed.len())].join("\n");
            updated = updated.replace(start, &told);
            let is_same = told == start && (!whole || printed.len() == lines);
            assert!(
                is_same || updates,
                "{:?} prints:\n{}",
                block.lines,
                printed.join("\n")
            );
        }
    }
    if updates {
        fs::write(root.join("README.md"), updated).expect("the README");
    }
    fs::remove_dir_all(place).expect("the folder");
    assert!(count > 10, "only {count} commands were found");
}

#[test]
fn pictures_and_files_that_are_linked_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace");
    let readme = fs::read_to_string(root.join("README.md")).expect("a README");
    let links = readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    let mut count = 0;
    for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
        assert!(root.join(link).exists(), "{link}");
        count += 1;
    }
    assert!(count >= 2, "only {count} links were found");
}
