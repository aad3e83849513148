//! How one person stands in a round.

use crate::round::plan::told::Absence;

/// How a person stands in a round, as that person may know it. Who is unmatched for which reason is not told: neither that somebody
/// blocks them nor that somebody is paused.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PersonalRound {
    /// These meetings, with the others in each.
    Meets(Vec<PersonalMeeting>),
    /// No meeting this time.
    NoMeeting,
    /// They take no part, for this reason of their own.
    Absent(Absence),
    /// The plan does not know them.
    Unknown,
}

/// A meeting as one of its people sees it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct PersonalMeeting {
    /// The others, by key, in key order.
    pub with: Vec<String>,
    /// What each of the others is called in words.
    pub labels: Vec<String>,
    /// The slot in which all can.
    pub slot: Option<String>,
    /// What they themselves gain from the others on average.
    pub gain: Option<f32>,
}
