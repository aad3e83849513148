//! The house stands: imports go down only, and outside crates stay in their rooms.

use std::collections::{BTreeMap, BTreeSet};
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
        name: "day",
        floor: 0,
        beside: &["error"],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "id",
        floor: 0,
        beside: &["error", "rows"],
        closed: &[],
        crates: &["serde", "unicode_normalization"],
    },
    Room {
        name: "progress",
        floor: 0,
        beside: &["error"],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "par",
        floor: 0,
        beside: &["error", "progress"],
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
        name: "written",
        floor: 0,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "table",
        floor: 0,
        beside: &[],
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
        crates: &["serde"],
    },
    Room {
        name: "benefit",
        floor: 3,
        beside: &[],
        closed: &[],
        crates: &["serde", "pulp"],
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
        name: "acceptance",
        floor: 4,
        beside: &[],
        closed: &["benefit", "path", "assign", "par"],
        crates: &["serde"],
    },
    Room {
        name: "recommend",
        floor: 5,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "market",
        floor: 6,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "mentorship",
        floor: 6,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "round",
        floor: 6,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "plan",
        floor: 7,
        beside: &[],
        closed: &[],
        crates: &["serde"],
    },
    Room {
        name: "interop",
        floor: 8,
        beside: &[],
        closed: &[],
        crates: &["ndarray", "petgraph"],
    },
];

/// Every outside crate of the library; a room names only those of its row.
const CRATES: &[&str] = &[
    "ndarray",
    "petgraph",
    "pulp",
    "rayon",
    "serde",
    "thiserror",
    "unicode_normalization",
];

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

/// Natural twins: files of one room that name each other, and why that is well. Everything else goes one way, so that a file
/// can be read after those it names.
const TWINS: &[(&[&str], &str)] = &[
    (
        &["assign::groups::search", "assign::groups::task"],
        "a task is solved by the search that reads it",
    ),
    (
        &["assign::prices", "assign::prices::augment"],
        "the solver and its augmenting step share the rows they work on",
    ),
    (
        &["assign::sessions::bound", "assign::sessions::lagrangian"],
        "the bound is made of multipliers that are moved by what it counts",
    ),
    (
        &[
            "benefit::dense",
            "benefit::dense::panel",
            "benefit::dense::panel_pairs",
            "benefit::dense::tile",
        ],
        "the vectors and the steps of their one kernel",
    ),
    (
        &[
            "benefit::feature_index",
            "benefit::index",
            "benefit::kernel",
        ],
        "features are laid out in the groups of the index that holds them",
    ),
    (
        &["diversity::community", "diversity::community::local_moving"],
        "a partition and the step that moves people within it",
    ),
    (
        &[
            "diversity::outside",
            "diversity::position",
            "diversity::tie",
        ],
        "measures of a pair and of a position on one graph",
    ),
    (
        &["network::adjacency", "network::adjacency::flatten"],
        "the rows and how they are made",
    ),
    (
        &[
            "path::joint::complete",
            "path::joint::draft",
            "path::joint::packing",
        ],
        "a packing is completed by a search that packs again",
    ),
    (
        &["path::path_search", "path::search"],
        "the questions asked of a graph and the search that answers them",
    ),
    (
        &["round::series", "round::series::draft"],
        "a series is asked for and answered in one file, its draft becomes the answer",
    ),
];

/// A file of `src` as the compiler names it: `assign::groups::search`; a `mod.rs` is its folder.
fn module_of(file: &Path) -> String {
    let below = file.strip_prefix(src()).expect("a file of src");
    let parts = below.with_extension("");
    let parts: Vec<_> = parts.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("::").trim_end_matches("::mod").to_string()
}

/// Every path below `crate::` that a text names, braces spelt out.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (start, prefix) in code.match_indices("crate::") {
        spell_out(&code[start + prefix.len()..], "", &mut found);
    }
    found
}

/// Adds the paths at the head of a text to those found; returns how much of the text they take.
fn spell_out(text: &str, prefix: &str, found: &mut Vec<String>) -> usize {
    let skipped = text.len() - text.trim_start().len();
    let text = text.trim_start();
    if text.starts_with('{') {
        let mut at = 1;
        loop {
            at += spell_out(&text[at..], prefix, found);
            match text[at..].trim_start().chars().next() {
                Some(',') => at += text[at..].find(',').expect("it is the next") + 1,
                _ => return skipped + at + text[at..].find('}').map_or(0, |end| end + 1),
            }
        }
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    let end = end.unwrap_or(text.len());
    let path = format!("{prefix}{}", &text[..end]);
    if end > 0 && text[end..].starts_with("::") {
        return skipped + end + 2 + spell_out(&text[end + 2..], &(path + "::"), found);
    }
    if end > 0 {
        found.push(path);
    }
    skipped + end
}

/// Which files of its own room each file names, through re-exports too.
fn edges() -> BTreeMap<String, BTreeSet<String>> {
    let mut files = Vec::new();
    sources(&src(), &mut files);
    let modules: BTreeSet<String> = files.iter().map(|file| module_of(file)).collect();
    let mut exported = BTreeMap::new();
    let mut named = Vec::new();
    for file in &files {
        let (module, code) = (module_of(file), code_of(file));
        let exports = code.split(';').filter(|line| {
            let line = line.trim_start();
            line.starts_with("pub use crate::") || line.starts_with("pub(crate) use crate::")
        });
        let mut own = BTreeSet::new();
        for path in exports.flat_map(paths) {
            let name = path.rsplit("::").next().unwrap_or_default();
            exported.insert(format!("{module}::{name}"), path.clone());
            own.insert(path);
        }
        let uses = paths(&code).into_iter().filter(|path| !own.contains(path));
        named.push((module, uses.collect::<Vec<_>>()));
    }
    let home = |path: &str| {
        let mut path = path.to_string();
        while let Some(target) = exported.get(&path) {
            path.clone_from(target);
        }
        while !modules.contains(&path) {
            path.truncate(path.rfind("::")?);
        }
        Some(path)
    };
    let room = |module: &str| module.split("::").next().unwrap_or_default().to_string();
    let edges = named.into_iter().map(|(module, paths)| {
        let homes = paths.iter().filter_map(|path| home(path));
        let inside = homes.filter(|home| *home != module && room(home) == room(&module));
        (module.clone(), inside.collect())
    });
    edges.collect()
}

/// All that can be reached from a file along its names.
fn reached<'e>(edges: &'e BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<&'e str> {
    let (mut all, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(module) = open.pop() {
        for next in edges.get(module).into_iter().flatten() {
            if all.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    all
}

#[test]
fn files_of_a_room_name_each_other_one_way() {
    let edges = edges();
    let twins = |one: &str, other: &str| {
        let both = |(files, _): &&(&[&str], &str)| files.contains(&one) && files.contains(&other);
        TWINS.iter().find(both)
    };
    let mut circles = BTreeSet::new();
    let mut used = BTreeSet::new();
    for module in edges.keys() {
        for next in reached(&edges, module) {
            if next != module && reached(&edges, next).contains(module.as_str()) {
                match twins(module, next) {
                    Some((files, _)) => drop(used.insert(files[0])),
                    None => drop(circles.insert(format!("`{module}` and `{next}`"))),
                }
            }
        }
    }
    let all: Vec<String> = circles.into_iter().collect();
    assert!(all.is_empty(), "these name each other:\n{}", all.join("\n"));
    for (files, _) in TWINS {
        assert!(used.contains(files[0]), "{files:?} are no twins any more");
    }
}

#[test]
fn no_permission_is_stale() {
    let mut files = Vec::new();
    sources(&src(), &mut files);
    for room in HOUSE {
        let own = files.iter().filter(|file| room_of(file) == room.name);
        let code: Vec<String> = own.map(|file| code_of(file)).collect();
        let names = |prefix: &str, name: &str| {
            let mut codes = code.iter();
            codes.any(|code| names_after(code, prefix).contains(&name))
        };
        for beside in room.beside {
            assert!(
                names("crate::", beside),
                "`{}` does not name `{beside}`",
                room.name
            );
        }
        for outside in room.crates {
            let named = code
                .iter()
                .any(|code| !names_after(code, &format!("{outside}::")).is_empty());
            assert!(named, "`{}` does not name the crate `{outside}`", room.name);
        }
    }
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
