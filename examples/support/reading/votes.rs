//! Votes by participant, as Polis and like tools export them.

use std::collections::{BTreeMap, BTreeSet};

use crate::Refused;
use crate::reading::columns::{Field, Schema};
use crate::reading::findings::{At, Findings, counted};
use crate::reading::spelling::Names;
use crate::reading::table::Table;
use crate::reading::{Reading, Source, Told, number};

/// The columns of votes: a participant, then one for each topic; what an export says about the participant is no topic.
pub const SCHEMA: Schema = Schema {
    what: "votes",
    fields: &[
        Field {
            name: "participant",
            aliases: &[
                "xid",
                "participantid",
                "voter",
                "voterid",
                "votername",
                "author",
                "user",
                "userid",
                "person",
                "name",
                "id",
                "respondent",
                "pid",
                "email",
                "emailaddress",
                "fullname",
                "username",
            ],
            hints: &[],
            many: false,
        },
        Field {
            name: "topic",
            aliases: &[
                "commentid",
                "statementid",
                "statement",
                "question",
                "questionid",
                "proposal",
                "poll",
                "polltitle",
                "tid",
            ],
            hints: &[],
            many: false,
        },
        Field {
            name: "vote",
            aliases: &["answer", "response", "choice"],
            hints: &[],
            many: false,
        },
        Field {
            name: "group-id",
            aliases: &["group", "cluster"],
            hints: &[],
            many: false,
        },
        Field {
            name: "n-comments",
            aliases: &[],
            hints: &[],
            many: false,
        },
        Field {
            name: "n-votes",
            aliases: &[],
            hints: &[],
            many: false,
        },
        Field {
            name: "n-agree",
            aliases: &[],
            hints: &[],
            many: false,
        },
        Field {
            name: "n-disagree",
            aliases: &[],
            hints: &[],
            many: false,
        },
        Field {
            name: "timestamp",
            aliases: &["date", "created", "createdat", "votedat", "submittedat"],
            hints: &[],
            many: false,
        },
        Field {
            name: "datetime",
            aliases: &[],
            hints: &[],
            many: false,
        },
        Field {
            name: "ignore",
            aliases: &["ignored"],
            hints: &[],
            many: true,
        },
    ],
    required: &[&["participant"]],
    may_lack_header: false,
    by_place: &[],
    takes_others: true,
};

/// What one participant voted on and what they passed, topics ascending.
type Cast = (Vec<(u32, f32)>, Vec<u32>);

/// Votes by participant, topics ascending; a vote of 0 is a pass, as Polis counts it, and left out.
#[derive(Debug)]
pub struct Votes {
    pub participants: Vec<String>,
    pub topics: Vec<String>,
    pub votes: Vec<Vec<(u32, f32)>>,
    /// By participant: the topics that they passed.
    pub passed: Vec<Vec<u32>>,
    /// How many have seen each topic, passes included, and how many agreed.
    pub seen: Vec<(u32, u32)>,
}

impl Reading {
    /// Reads votes: 1 or agree, -1 or disagree, 0 or pass, or nothing.
    pub fn votes_of(&self, source: &Source) -> Result<Told<Votes>, Refused> {
        self.read(source, &SCHEMA, |table, findings| {
            let reading = self.with_dashes(table, findings);
            let is_long = table.columns.of("topic").is_some() && table.columns.of("vote").is_some();
            let votes = if is_long {
                findings.understood("a vote in each row; of several on one topic the last counts");
                Votes::of_rows(table, &reading, findings)
            } else {
                Votes::of_table(table, &reading, findings)
            };
            let people = counted(votes.participants.len(), "participant", "participants");
            let what = format!(
                "votes of {people} on {}",
                counted(votes.topics.len(), "topic", "topics")
            );
            (votes, what)
        })
    }

    /// Beside a plus sign a dash is its opposite.
    fn with_dashes(&self, table: &Table, findings: &mut Findings) -> Self {
        let mut reading = self.clone();
        let columns = table.columns.others().into_iter().map(|column| column.0);
        let columns: Vec<usize> = columns.chain(table.columns.of("vote")).collect();
        let cells = || {
            table
                .rows
                .iter()
                .flat_map(|row| columns.iter().map(|&place| row.cell(place).0))
        };
        if cells().any(|cell| cell == "+") {
            let has = |dash: &&&str| cells().any(|cell| cell == **dash);
            for dash in DASHES.iter().filter(has) {
                if !self.scale.iter().any(|entry| entry.0 == *dash) {
                    findings.understood(format!(
                        "`{dash}` beside `+` read as -1 (--scale=\"{dash}=0\" counts it as a pass)"
                    ));
                    reading.scale.push((dash.to_string(), -1.0));
                }
            }
        }
        reading
    }
}

/// What stands for an empty cell, and beside a plus sign for its opposite.
const DASHES: [&str; 4] = ["-", "–", "—", "−"];

impl Votes {
    fn of_table(table: &Table, reading: &Reading, findings: &mut Findings) -> Self {
        let (topics, others) = topics(table, reading);
        if !others.is_empty() {
            findings.understood(format!("no votes in {}, not read", others.join(", ")));
        }
        if topics.is_empty() {
            let cells = table
                .columns
                .others()
                .into_iter()
                .flat_map(|(column, name)| {
                    table.rows.iter().map(move |row| (row.cell(column), name))
                });
            if let Some(((text, at), name)) =
                cells.into_iter().find(|((text, _), _)| !text.is_empty())
            {
                let message = format!(
                    "`{text}` is no vote, and no column holds any; say what words are worth, as in --scale=\"{text}=1\""
                );
                findings.error_in(at, name, message);
            }
        }
        refuse_choices(table, &topics, findings);
        let silent = silent_words(table, &topics).into_iter();
        let silent: Vec<&str> = silent
            .filter(|word| cast(word, reading).is_none())
            .collect();
        if let Some(word) = silent.first() {
            findings.understood(format!(
                "`{word}` read as no vote (--scale=\"{word}=0\" counts it as a pass)"
            ));
        }
        let mut all = Self {
            participants: Vec::new(),
            topics: topics.iter().map(|topic| topic.1.to_string()).collect(),
            votes: Vec::new(),
            passed: Vec::new(),
            seen: vec![(0, 0); topics.len()],
        };
        let participant = table.columns.of("participant").unwrap_or(0);
        for row in &table.rows {
            let mut own = (Vec::new(), Vec::new());
            for (topic, (column, name)) in topics.iter().enumerate() {
                let (text, at) = row.cell(*column);
                if text.is_empty() || silent.contains(&text) {
                    continue;
                }
                let advice = format!("or leave the column out by --column ignore=\"{name}\"");
                if let Some(vote) = vote((text, reading), (name, at), &advice, findings) {
                    all.count(topic, vote, &mut own);
                }
            }
            all.participants.push(row.cell(participant).0.to_string());
            all.take(own);
        }
        all.check_participants(table, participant, findings);
        all
    }

    /// A table with a row for each vote: participant, topic, vote. Topics are in the order of numbers, or of names.
    fn of_rows(table: &Table, reading: &Reading, findings: &mut Findings) -> Self {
        let column = |field: &str| table.columns.of(field).unwrap_or(0);
        let (participant, topic) = (column("participant"), column("topic"));
        let order = |topic: &str| (topic.parse::<u64>().unwrap_or(u64::MAX), topic.to_string());
        let mut cast: BTreeMap<&str, BTreeMap<(u64, String), f32>> = BTreeMap::new();
        let mut names = Names::default();
        let vote_name = &table.columns.names[column("vote")];
        for row in &table.rows {
            let (name, at) = row.cell(participant);
            names.add(name, at);
            for (field, place) in [("participant", participant), ("topic", topic)] {
                let (text, at) = row.cell(place);
                if text.is_empty() {
                    findings.error_in(at, field, "empty, expected a name");
                }
            }
            let (text, at) = row.cell(column("vote"));
            let advice = "or leave the row out; --column vote=… names another column for votes";
            if let Some(vote) = vote((text, reading), (vote_name, at), advice, findings) {
                let own = cast.entry(row.cell(participant).0).or_default();
                own.insert(order(row.cell(topic).0), vote);
            }
        }
        names.tell(findings);
        let named: BTreeSet<&(u64, String)> = cast.values().flat_map(BTreeMap::keys).collect();
        let mut all = Self {
            participants: cast.keys().map(|name| name.to_string()).collect(),
            topics: named.iter().map(|topic| topic.1.clone()).collect(),
            votes: Vec::new(),
            passed: Vec::new(),
            seen: vec![(0, 0); named.len()],
        };
        let places: BTreeMap<&(u64, String), usize> = named.into_iter().zip(0..).collect();
        for cast in cast.values() {
            let mut own = (Vec::new(), Vec::new());
            for (topic, &vote) in cast {
                all.count(places[topic], vote, &mut own);
            }
            all.take(own);
        }
        all
    }

    /// Counts a vote, or a pass, among a participant's.
    fn count(&mut self, topic: usize, vote: f32, (votes, passed): &mut Cast) {
        self.seen[topic].0 += 1;
        self.seen[topic].1 += u32::from(vote > 0.0);
        match vote == 0.0 {
            true => passed.push(topic as u32),
            false => votes.push((topic as u32, vote)),
        }
    }

    fn take(&mut self, (votes, passed): Cast) {
        self.votes.push(votes);
        self.passed.push(passed);
    }

    /// The votes of some participants.
    pub fn of(&self, is_wanted: impl Fn(&str) -> bool) -> Self {
        let mut some = Self {
            participants: Vec::new(),
            topics: self.topics.clone(),
            votes: Vec::new(),
            passed: Vec::new(),
            seen: vec![(0, 0); self.topics.len()],
        };
        for (place, name) in self.participants.iter().enumerate() {
            if !is_wanted(name) {
                continue;
            }
            let mut own = (Vec::new(), Vec::new());
            let passed = self.passed[place].iter().map(|&topic| (topic, 0.0));
            for (topic, vote) in self.votes[place].iter().copied().chain(passed) {
                some.count(topic as usize, vote, &mut own);
            }
            some.participants.push(name.clone());
            some.take(own);
        }
        some
    }

    fn check_participants(&self, table: &Table, column: usize, findings: &mut Findings) {
        let mut first = BTreeMap::new();
        let mut names = Names::default();
        for row in &table.rows {
            let (name, at) = row.cell(column);
            names.add(name, at);
            let earlier = *first.entry(name).or_insert(row.line);
            if name.is_empty() {
                findings.error_in(at, "participant", "empty, expected a name");
            } else if earlier != row.line {
                let message =
                    format!("participant `{name}` is given twice, first in line {earlier}");
                findings.error_in(at, "participant", message);
            }
        }
        names.tell(findings);
    }
}

/// Refuses columns that are named for what one can vote, as tools of polls write them: these are choices and no topics.
fn refuse_choices(table: &Table, topics: &[Topic<'_>], findings: &mut Findings) {
    let is_choice = |topic: &&Topic<'_>| number::is_word_of_stance(topic.1);
    let choices: Vec<&Topic<'_>> = topics.iter().filter(is_choice).collect();
    let [first, second, ..] = &choices[..] else {
        return;
    };
    if 2 * choices.len() < topics.len() {
        return;
    }
    findings.error(
        table.columns.at,
        format!(
            "columns \"{}\" and \"{}\" are named for votes and not for topics; expected a column for each topic with votes in its cells, or a row for each vote with columns `participant`, `topic` and `vote`, into which the name of the chosen column goes",
            first.1, second.1
        ),
    );
}

/// A column with its name.
type Topic<'t> = (usize, &'t str);

/// The columns that hold votes, and the names of those in which nothing is a vote.
fn topics<'t>(table: &'t Table, reading: &Reading) -> (Vec<Topic<'t>>, Vec<String>) {
    let holds_votes = |column: usize| {
        let mut filled = table
            .rows
            .iter()
            .map(|row| row.cell(column).0)
            .filter(|cell| !cell.is_empty())
            .peekable();
        filled.peek().is_none() || filled.any(|cell| cast(cell, reading).is_some())
    };
    // A column without a name is one of numbers that a program counts rows by.
    let others = table
        .columns
        .others()
        .into_iter()
        .filter(|other| !other.1.is_empty());
    let (topics, others): (Vec<Topic<'_>>, Vec<Topic<'_>>) =
        others.partition(|topic| holds_votes(topic.0));
    let quoted = others.iter().map(|other| format!("\"{}\"", other.1));
    (topics, quoted.collect())
}

/// Words of a table that stand for an empty cell.
fn silent_words<'t>(table: &'t Table, topics: &[Topic<'_>]) -> Vec<&'t str> {
    const SILENT: [&str; 3] = ["n/a", "na", "prefer not to say"];
    let cells = || {
        topics
            .iter()
            .flat_map(|topic| table.rows.iter().map(|row| row.cell(topic.0).0))
    };
    let is_silent =
        |cell: &&str| SILENT.contains(&cell.to_lowercase().as_str()) || DASHES.contains(cell);
    let mut words: Vec<&str> = cells().filter(is_silent).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn cast(text: &str, reading: &Reading) -> Option<f32> {
    number::stance(text, reading).filter(|vote| (-1.0..=1.0).contains(vote))
}

/// A vote from -1 to 1.
fn vote(
    (text, reading): (&str, &Reading),
    (name, at): (&str, At),
    otherwise: &str,
    findings: &mut Findings,
) -> Option<f32> {
    let vote = cast(text, reading);
    if vote.is_none() {
        let advice = match number::stance(text, reading) {
            Some(_) => "on a scale from 1 to 5, say --out-of 5".to_string(),
            None => format!("say what it is worth, as in --scale=\"{text}=0\", {otherwise}"),
        };
        let message = format!("`{text}` is not a vote from -1 to 1; {advice}");
        findings.error_in(at, name, message);
    }
    vote
}
