//! 20,000 people by three executors: the same lists as by one process, also when an executor is lost or a file is bad.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use confrere::Matcher;
use confrere_cluster::files::{Cut, Folder, Row, results};
use confrere_cluster::local::{LocalCluster, Shape};
use confrere_cluster::{community, progress};

const PEOPLE: usize = 20_000;
const K: u32 = 10;

/// This program, in all roles.
const PROGRAM: &str = env!("CARGO_BIN_EXE_confrere-cluster");

/// The community in files, and every place of every list by one process.
struct Expected {
    folder: Folder,
    rows: Vec<Row>,
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder goes");
    }
    fs::create_dir_all(&folder).expect("a new folder");
    folder
}

fn expected() -> &'static Expected {
    static EXPECTED: OnceLock<Expected> = OnceLock::new();
    EXPECTED.get_or_init(|| {
        let network = community::network(PEOPLE, 20).expect("a sound community");
        let matcher = Matcher::new(&network).for_operator();
        let folder = Folder(folder("community"));
        folder
            .write(&matcher, Cut::of(PEOPLE, Cut::FILES))
            .expect("files");
        let people = network.people().zip(matcher.recommend_all(K));
        let rows = people.flat_map(|(person, list)| {
            let key = network.key(person);
            let places = (1..).zip(list).map(|(rank, place)| {
                (
                    key.to_owned(),
                    rank,
                    network.key(place.peer).to_owned(),
                    place.score.to_bits(),
                )
            });
            places.collect::<Vec<_>>()
        });
        let rows: Vec<Row> = rows.collect();
        assert!(rows.len() > PEOPLE);
        Expected { folder, rows }
    })
}

fn cluster(folder: &Path, delays: &[u64]) -> LocalCluster {
    let shape = Shape {
        program: Path::new(PROGRAM),
        folder,
        port: None,
        delays,
    };
    LocalCluster::start(shape).expect("a cluster")
}

fn question(cluster: &LocalCluster, community: &Folder, results: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .arg("run")
        .args([
            "--scheduler-port",
            &cluster.port.to_string(),
            "--k",
            &K.to_string(),
        ])
        .arg("--community")
        .arg(&community.0)
        .arg("--results")
        .arg(results);
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Not `assert_eq`: a message of 200,000 rows helps nobody.
fn check(path: &Path) {
    let found = results(path).expect("a file of results");
    let differ = found
        .iter()
        .zip(&expected().rows)
        .find(|(one, other)| one != other);
    assert_eq!(differ, None);
    assert_eq!(found.len(), expected().rows.len());
    // Sorted by person, then by rank; no place comes twice.
    let sorted = |one: &Row, next: &Row| (&one.0, one.1) < (&next.0, next.1);
    assert!(found.is_sorted_by(sorted));
}

#[test]
fn three_executors_give_the_lists_of_one_process() {
    let (expected, folder) = (expected(), folder("three"));
    let cluster = cluster(&folder, &[0; 3]);
    let path = folder.join("results.parquet");
    let mut command = question(&cluster, &expected.folder, &path);
    let output = command
        .arg("--progress")
        .arg(&cluster.progress)
        .output()
        .expect("a run");
    assert!(output.status.success(), "{}", said(&output));
    check(&path);
    // Each did work, and together they scored every pair: once, or again where one that was slow to answer was taken for lost.
    std::thread::sleep(progress::EVERY * 3);
    let pairs = progress::pairs(&cluster.progress);
    assert_eq!(pairs.len(), 3);
    assert!(pairs.iter().all(|executor| executor.1 > 0), "{pairs:?}");
    let all = PEOPLE as u64 * (PEOPLE as u64 - 1) / 2;
    assert!(pairs.iter().map(|executor| executor.1).sum::<u64>() >= all);
    // Stages were told while it ran, and at the end all are done.
    let told = |line: &str| line.contains(" stages, ") && !line.contains("of ? stages");
    assert!(said(&output).lines().any(told), "{}", said(&output));
    let stages = progress::stages(&cluster.progress);
    let (done, planned) = stages.split_once(" of ").expect("two numbers");
    assert_eq!(done, planned);
    assert!(planned.parse::<usize>().expect("a number") > 1, "{stages}");
}

#[test]
fn a_lost_executor_changes_nothing() {
    let (expected, folder) = (expected(), folder("lost"));
    // The third is so slow that it holds unfinished tasks whenever it is killed.
    let mut cluster = cluster(&folder, &[0, 0, 2_000]);
    let path = folder.join("results.parquet");
    let child = question(&cluster, &expected.folder, &path)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("a run");
    let begun = Instant::now();
    let scored = |cluster: &LocalCluster| progress::pairs(&cluster.progress)[2].1;
    while scored(&cluster) == 0 {
        assert!(
            begun.elapsed() < Duration::from_secs(300),
            "the third executor never worked"
        );
        std::thread::sleep(progress::EVERY);
    }
    cluster.kill(2).expect("it ran");
    assert!(!path.exists(), "the run was over before");
    let output = child.wait_with_output().expect("a run");
    assert!(output.status.success(), "{}", said(&output));
    check(&path);
    // What the lost one had scored of its task was scored again.
    std::thread::sleep(progress::EVERY * 3);
    let all = PEOPLE as u64 * (PEOPLE as u64 - 1) / 2;
    let pairs = progress::pairs(&cluster.progress);
    assert!(
        pairs.iter().map(|executor| executor.1).sum::<u64>() > all,
        "{pairs:?}"
    );
}

/// A copy of the community, to be spoilt.
fn copied(name: &str) -> (PathBuf, Folder) {
    let folder = folder(name);
    let copy = Folder(folder.join("community"));
    fs::create_dir_all(copy.blocks()).expect("a folder");
    let original = &expected().folder;
    for file in ["people.parquet", "scorer.json"] {
        fs::copy(original.0.join(file), copy.0.join(file)).expect("a copy");
    }
    for file in fs::read_dir(original.blocks()).expect("blocks") {
        let file = file.expect("a file");
        fs::copy(file.path(), copy.blocks().join(file.file_name())).expect("a copy");
    }
    (folder, copy)
}

/// A smaller community, sound by itself.
fn strangers() -> Folder {
    let network = community::network(3_000, 21).expect("a sound community");
    let other = Folder(folder("strangers"));
    let cut = Cut {
        block: 500,
        files: 6,
    };
    let matcher = Matcher::new(&network).for_operator();
    other.write(&matcher, cut).expect("files");
    other
}

/// One file of blocks.
const PART: &str = "part-003.parquet";

/// What goes wrong with a community, given a smaller one, and what is said of it.
type Fault = (&'static str, fn(&Folder, &Folder), &'static str);

const FAULTS: [Fault; 6] = [
    (
        "a file cut off",
        |spoilt, _| {
            let path = spoilt.blocks().join(PART);
            let bytes = fs::read(&path).expect("a file");
            fs::write(&path, &bytes[..bytes.len() / 2]).expect("a file");
        },
        PART,
    ),
    (
        "other columns",
        |spoilt, _| {
            let people = spoilt.0.join("people.parquet");
            fs::copy(people, spoilt.blocks().join(PART)).expect("a copy");
        },
        "part-003.parquet: other columns",
    ),
    (
        "a byte changed",
        |spoilt, _| {
            let path = spoilt.blocks().join(PART);
            let mut bytes = fs::read(&path).expect("a file");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(&path, bytes).expect("a file");
        },
        "shard of block 3",
    ),
    (
        "shards of another community",
        |spoilt, other| {
            fs::copy(other.blocks().join(PART), spoilt.blocks().join(PART)).expect("a copy");
        },
        "of another community or policy",
    ),
    (
        "another policy",
        |spoilt, _| {
            let path = spoilt.0.join("scorer.json");
            let text = fs::read_to_string(&path).expect("a file");
            let changed = text.replacen("\"floor\":0.0", "\"floor\":0.1", 1);
            assert_ne!(changed, text);
            fs::write(&path, changed).expect("a file");
        },
        "scorer.json: scorer of shards",
    ),
    // Seen when lists are written already.
    (
        "people of another community",
        |spoilt, other| {
            let people = "people.parquet";
            fs::copy(other.0.join(people), spoilt.0.join(people)).expect("a copy");
        },
        "of 3000",
    ),
];

#[test]
fn a_bad_file_is_told_and_leaves_no_half_result() {
    let cluster = cluster(&folder("bad"), &[0; 3]);
    let strangers = strangers();
    for (number, (fault, spoil, words)) in FAULTS.into_iter().enumerate() {
        let (folder, community) = copied(&format!("spoilt-{number}"));
        spoil(&community, &strangers);
        let path = folder.join("results.parquet");
        // What was there before stays, and where nothing was nothing appears.
        let before = (number % 2 == 1).then(|| "of yesterday".to_owned());
        if let Some(before) = &before {
            fs::write(&path, before).expect("a file");
        }
        let output = question(&cluster, &community, &path)
            .output()
            .expect("a run");
        assert!(!output.status.success(), "{fault}");
        assert_eq!(fs::read_to_string(&path).ok(), before, "{fault}");
        assert!(!path.with_extension("part").exists(), "{fault}");
        assert!(said(&output).contains(words), "{fault}: {}", said(&output));
        println!("{fault}: {}", said(&output));
    }
    // The cluster is none the worse for it.
    let path = folder("sound").join("results.parquet");
    let output = question(&cluster, &expected().folder, &path)
        .output()
        .expect("a run");
    assert!(output.status.success(), "{}", said(&output));
    check(&path);
}
