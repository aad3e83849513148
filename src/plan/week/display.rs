//! A planned week in plain text.

use std::fmt;

use crate::plan::week::answer::WeekPlan;
use crate::plan::week::covered::{UnmetNeed, WhyUnmet};
use crate::plan::week::replan::WeekChange;
use crate::plan::week::session::Session;
use crate::table::{Align, Table};

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, room {}: {} teaches {} ({:.2}) to {}",
            self.slot,
            self.room + 1,
            self.speaker_label,
            self.skill,
            self.level,
            self.attendee_labels.join(", ")
        )
    }
}

impl fmt::Display for WhyUnmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NobodyOffers => "nobody here offers it",
            Self::NobodyAhead => "nobody here is ahead",
            Self::NoSeat => "no seat in a slot that suits",
            Self::NotTaught => "other sessions covered more",
            Self::NoSlot => "no slot suits",
            Self::NoRoom => "no room suits",
        })
    }
}

impl fmt::Display for UnmetNeed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} still needs {}: {}", self.label, self.skill, self.why)
    }
}

impl fmt::Display for WeekChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or = |doing: &Option<String>, free: &str| doing.clone().unwrap_or_else(|| free.into());
        write!(
            f,
            "{}: {} {}, before: {}",
            self.slot,
            self.label,
            or(&self.after, "is free"),
            or(&self.before, "free")
        )
    }
}

impl fmt::Display for WeekPlan {
    /// A table of the sessions by label, then what they cover.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            ("slot", Align::Left),
            ("room", Align::Right),
            ("skill", Align::Left),
            ("level", Align::Right),
            ("speaker", Align::Left),
            ("attendees", Align::Left),
        ]);
        for session in self.sessions() {
            table.push([
                session.slot.clone(),
                (session.room + 1).to_string(),
                session.skill.clone(),
                format!("{:.2}", session.level),
                session.speaker_label.clone(),
                session.attendee_labels.join(", "),
            ]);
        }
        write!(f, "{table}")?;
        let learn = self
            .learners()
            .iter()
            .filter(|learner| !learner.attends.is_empty())
            .count();
        let sessions = match self.sessions().len() {
            1 => "1 session covers".into(),
            count => format!("{count} sessions cover"),
        };
        write!(
            f,
            "{sessions} {:.1} of {:.1} needed for {learn} of {} people; no plan covers more than {:.1} ({:.1} % reached)",
            self.covered(),
            self.needed(),
            self.learners().len(),
            self.bound(),
            self.share_of_bound() * 100.0
        )
    }
}
