//! Votes by participant, as Polis and like tools export them.

use crate::Refused;
use crate::reading::columns::{Field, Schema};
use crate::reading::findings::{Findings, counted};
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
                "user",
                "userid",
                "person",
                "name",
                "id",
                "respondent",
                "pid",
            ],
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
            aliases: &["date", "datetime", "created"],
            hints: &[],
            many: false,
        },
    ],
    required: &[&["participant"]],
    may_lack_header: false,
    takes_others: true,
};

/// Votes by participant, topics ascending; a vote of 0 is a pass, as Polis counts it, and left out.
#[derive(Debug)]
pub struct Votes {
    pub participants: Vec<String>,
    pub topics: Vec<String>,
    pub votes: Vec<Vec<(u32, f32)>>,
    /// How many have seen each topic, passes included, and how many agreed.
    pub seen: Vec<(u32, u32)>,
}

impl Reading {
    /// Reads votes: 1 or agree, -1 or disagree, 0 or pass, or nothing.
    pub fn votes_of(&self, source: &Source) -> Result<Told<Votes>, Refused> {
        self.read(source, &SCHEMA, |table, findings| {
            let votes = Votes::of_table(table, findings);
            let people = counted(votes.participants.len(), "participant", "participants");
            let what = format!(
                "votes of {people} on {}",
                counted(votes.topics.len(), "topic", "topics")
            );
            (votes, what)
        })
    }
}

impl Votes {
    fn of_table(table: &Table, findings: &mut Findings) -> Self {
        let topics = table.columns.others();
        let mut all = Self {
            participants: Vec::new(),
            topics: topics.iter().map(|topic| topic.1.to_string()).collect(),
            votes: Vec::new(),
            seen: vec![(0, 0); topics.len()],
        };
        let participant = table.columns.of("participant").unwrap_or(0);
        for row in &table.rows {
            let mut votes = Vec::new();
            for (topic, (column, name)) in topics.iter().enumerate() {
                let (text, at) = row.cell(*column);
                if text.is_empty() {
                    continue;
                }
                let Some(vote) = number::stance(text).filter(|vote| (-1.0..=1.0).contains(vote))
                else {
                    findings.error_in(at, name, format!("`{text}` is not a vote from -1 to 1"));
                    continue;
                };
                all.seen[topic].0 += 1;
                all.seen[topic].1 += u32::from(vote > 0.0);
                if vote != 0.0 {
                    votes.push((topic as u32, vote));
                }
            }
            all.participants.push(row.cell(participant).0.to_string());
            all.votes.push(votes);
        }
        all.check_participants(table, participant, findings);
        all
    }

    fn check_participants(&self, table: &Table, column: usize, findings: &mut Findings) {
        let mut first = std::collections::BTreeMap::new();
        for row in &table.rows {
            let (name, at) = row.cell(column);
            let earlier = *first.entry(name).or_insert(row.line);
            if name.is_empty() {
                findings.error_in(at, "participant", "empty, expected a name");
            } else if earlier != row.line {
                let message =
                    format!("participant `{name}` is given twice, first in line {earlier}");
                findings.error_in(at, "participant", message);
            }
        }
    }
}
