//! What a learning week is set to.

use crate::id::PersonId;
use crate::plan::week::LearningWeek;
use crate::plan::week::SlotScope;
use crate::plan::week::room::Room;

impl LearningWeek {
    /// Checks everything that a caller set or a file says.
    /// The slots as they were added, each with how far its sessions reach.
    pub fn slots(&self) -> impl Iterator<Item = (&str, SlotScope)> {
        let slots = self.slots.iter();
        slots.map(|slot| (slot.name.as_str(), slot.reach))
    }

    /// The rooms as they were added; [`Session::room`](crate::plan::Session::room) counts them from 0.
    #[must_use]
    pub fn all_rooms(&self) -> &[Room] {
        &self.rooms
    }

    /// How many sessions one person teaches at most.
    #[must_use]
    pub fn most_taught(&self) -> u32 {
        self.most_taught
    }

    /// The sizes of quiet sessions, in people.
    #[must_use]
    pub fn quiet_sizes(&self) -> &[u32] {
        &self.quiet
    }

    /// What it is worth, in priorities, that somebody learns anything at all.
    #[must_use]
    pub fn worth_of_first(&self) -> f32 {
        self.first
    }

    /// Who is invited, ascending; `None` for everyone.
    #[must_use]
    pub fn invited(&self) -> Option<&[PersonId]> {
        self.among.as_deref()
    }

    /// Who is left out, ascending.
    #[must_use]
    pub fn left_out(&self) -> &[PersonId] {
        &self.except
    }
}
