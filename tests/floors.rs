//! The house stands: imports go down only, and outside crates stay in their rooms.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// One room: its name, the rooms it may name, the outside crates it may name.
struct Room {
    name: &'static str,
    floor: u8,
    /// Rooms of the same floor that it may name; every room below is open to it unless `closed`.
    beside: &'static [&'static str],
    /// Rooms below that it must not name.
    closed: &'static [&'static str],
    crates: &'static [&'static str],
}

/// The law. A new room or a new edge changes this table in the same commit.
const HOUSE: &[Room] = &[
    Room {
        name: "error",
        floor: 0,
        beside: &[],
        closed: &[],
        crates: &["thiserror"],
    },
    Room {
        name: "unit",
        floor: 0,
        beside: &["error"],
        closed: &[],
        crates: &[],
    },
    Room {
        name: "numeric",
        floor: 0,
        beside: &["error", "unit"],
        closed: &[],
        crates: &[],
    },
    Room {
        name: "id",
        floor: 0,
        beside: &["error", "rows"],
        closed: &[],
        crates: &[],
    },
    Room {
        name: "par",
        floor: 0,
        beside: &[],
        closed: &[],
        crates: &["rayon"],
    },
    Room {
        name: "rows",
        floor: 0,
        beside: &["par"],
        closed: &[],
        crates: &[],
    },
    Room {
        name: "person",
        floor: 1,
        beside: &[],
        closed: &["par"],
        crates: &["serde"],
    },
    Room {
        name: "network",
        floor: 2,
        beside: &[],
        closed: &[],
        crates: &["serde", "petgraph"],
    },
    Room {
        name: "benefit",
        floor: 3,
        beside: &[],
        closed: &[],
        crates: &["serde", "ndarray", "pulp"],
    },
    Room {
        name: "path",
        floor: 3,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "diversity",
        floor: 3,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "assign",
        floor: 3,
        beside: &[],
        closed: &["person", "network"],
        crates: &["serde"],
    },
    Room {
        name: "recommend",
        floor: 4,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "market",
        floor: 5,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "round",
        floor: 5,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "plan",
        floor: 6,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "interop",
        floor: 7,
        beside: &[],
        closed: &[],
        crates: &["ndarray", "petgraph"],
    },
];

/// Every outside crate of the library; a room names only those of its row.
const CRATES: &[&str] = &["ndarray", "petgraph", "pulp", "rayon", "serde", "thiserror"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("a folder of src")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The room of a file: the first part of its path below `src`.
fn room_of(file: &Path) -> String {
    let below = file.strip_prefix(src()).expect("a file of src");
    let first = below
        .components()
        .next()
        .expect("a first part")
        .as_os_str()
        .to_string_lossy();
    first.trim_end_matches(".rs").to_string()
}

/// The code of a file without comments and without its tests.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("a source file");
    let before_tests = text
        .split("\n#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    let lines = before_tests.lines().map(|line| match line.find("//") {
        Some(start) if !line[..start].contains('"') => &line[..start],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The words that follow `prefix` in a text, cut where the name ends.
fn names_after<'a>(code: &'a str, prefix: &str) -> Vec<&'a str> {
    let starts = code.match_indices(prefix).filter(|(start, _)| {
        !code[..*start]
            .ends_with(|before: char| before.is_alphanumeric() || before == '_' || before == ':')
    });
    let rests = starts.map(|(start, found)| &code[start + found.len()..]);
    rests
        .map(|rest| {
            rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap_or_default()
        })
        .collect()
}

fn rooms() -> BTreeMap<&'static str, &'static Room> {
    HOUSE.iter().map(|room| (room.name, room)).collect()
}

#[test]
fn every_file_has_a_room_and_every_room_a_file() {
    let mut files = Vec::new();
    sources(&src(), &mut files);
    let rooms = rooms();
    for file in &files {
        let room = room_of(file);
        assert!(
            room == "lib" || rooms.contains_key(room.as_str()),
            "{} belongs to no room",
            file.display()
        );
    }
    for room in HOUSE {
        assert!(
            files.iter().any(|file| room_of(file) == room.name),
            "room `{}` is empty",
            room.name
        );
    }
}

#[test]
fn imports_go_down_only() {
    let mut files = Vec::new();
    sources(&src(), &mut files);
    let rooms = rooms();
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| room_of(file) != "lib") {
        let here = rooms[room_of(file).as_str()];
        for name in names_after(&code_of(file), "crate::") {
            let Some(there) = rooms.get(name) else {
                broken.push(format!("{}: `crate::{name}` is no room", file.display()));
                continue;
            };
            let below = there.floor < here.floor && !here.closed.contains(&name);
            if name != here.name && !below && !here.beside.contains(&name) {
                broken.push(format!(
                    "{}: `{}` must not name `{name}`",
                    file.display(),
                    here.name
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn outside_crates_stay_in_their_rooms() {
    let mut files = Vec::new();
    sources(&src(), &mut files);
    let rooms = rooms();
    let mut broken = Vec::new();
    for file in files.iter().filter(|file| room_of(file) != "lib") {
        let here = rooms[room_of(file).as_str()];
        let code = code_of(file);
        for outside in CRATES {
            let named = !names_after(&code, &format!("{outside}::")).is_empty();
            if named && !here.crates.contains(outside) {
                broken.push(format!(
                    "{}: `{}` must not name `{outside}`",
                    file.display(),
                    here.name
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_file_opens_with_its_question() {
    let mut files = Vec::new();
    sources(&src(), &mut files);
    for file in &files {
        let text = fs::read_to_string(file).expect("a source file");
        assert!(
            text.starts_with("//! "),
            "{} does not open with a module line",
            file.display()
        );
    }
}

#[test]
fn no_super_outside_tests_and_no_unsafe() {
    let mut files = Vec::new();
    sources(&src(), &mut files);
    for file in &files {
        let code = code_of(file);
        assert!(
            !code.contains("super::"),
            "{} says `super::`",
            file.display()
        );
        assert!(
            !code.contains("unsafe "),
            "{} says `unsafe`",
            file.display()
        );
    }
}
