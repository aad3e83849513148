//! A session of a planned week.

/// One session of a week.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Session {
    /// The name of the slot.
    pub slot: String,
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(crate) slot_number: u32,
    /// The room, counted from 0 in the order in which rooms were given.
    pub room: u32,
    /// What is taught.
    pub skill: String,
    /// Who teaches, by key.
    pub speaker: String,
    /// What the speaker is called in words: [`Person::label`](crate::Person::label), or the key.
    pub speaker_label: String,
    /// The level at which it is taught, from 0 to 1.
    pub level: f32,
    /// How many people it is open to at most, the speaker included; less than the room holds for a quiet session.
    pub size: u32,
    /// Who attends, by key, in key order.
    pub attendees: Vec<String>,
    /// What each of the attendees is called in words.
    pub attendee_labels: Vec<String>,
}
