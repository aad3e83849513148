//! A planned round in plain text.

use std::fmt;

use crate::round::plan::RoundPlan;
use crate::table::{Align, Table};

impl fmt::Display for RoundPlan {
    /// A table of the meetings by label, then a line for everyone without one and for every wish that was not kept. For those who
    /// organise the round; what one person may read is [`seen_by`](RoundPlan::seen_by).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            ("meeting", Align::Left),
            ("slot", Align::Left),
            ("score", Align::Right),
            ("price", Align::Right),
            ("repeats", Align::Right),
        ]);
        for meeting in self.meetings() {
            table.push([
                meeting.labels.join(", "),
                meeting.slot.clone().unwrap_or_else(|| "any".into()),
                format!("{:.2}", meeting.score),
                format!("{:.2}", meeting.price),
                meeting.repeats.to_string(),
            ]);
        }
        write!(f, "{table}")?;
        for one in self.unmatched() {
            writeln!(f, "no meeting: {}, {}", one.label, one.why)?;
        }
        for (person, why) in self.absent() {
            writeln!(f, "absent: {}, {why}", self.label(person))?;
        }
        for (a, b) in self.missed_together() {
            writeln!(
                f,
                "asked for, not kept: {} with {}",
                self.label(a),
                self.label(b)
            )?;
        }
        for wish in self.unkept() {
            writeln!(f, "not kept: {wish}")?;
        }
        for relaxation in self.relaxations() {
            writeln!(f, "would help: {relaxation}")?;
        }
        let (at, value, bound) = (self.at(), self.value(), self.bound());
        let count = match self.meetings().len() {
            1 => "1 meeting".into(),
            many => format!("{many} meetings"),
        };
        write!(
            f,
            "{at}: {count} worth {value:.2}, at most {bound:.2} can be reached"
        )
    }
}
