//! What a learning week is set to.

use crate::id::PersonId;
use crate::plan::week::LearningWeek;
use crate::plan::week::SlotScope;
use crate::plan::week::room::Room;

impl LearningWeek {
    /// The slots as they were added, each with whom its sessions are for.
    pub fn get_slots(&self) -> impl Iterator<Item = (&str, SlotScope)> {
        let slots = self.slots.iter();
        slots.map(|slot| (slot.name.as_str(), slot.scope))
    }

    /// The rooms as they were added; [`Session::room`](crate::plan::Session::room) counts them from 0.
    #[must_use]
    pub fn get_rooms(&self) -> &[Room] {
        &self.rooms
    }

    /// How many sessions one person teaches at most.
    #[must_use]
    pub fn get_teaches_at_most(&self) -> u32 {
        self.teaches_at_most
    }

    /// The sizes of quiet sessions, in people.
    #[must_use]
    pub fn get_quiet_sizes(&self) -> &[u32] {
        &self.quiet_sizes
    }

    /// What it is worth, in priorities, that somebody learns anything at all.
    #[must_use]
    pub fn get_first_session(&self) -> f32 {
        self.first_session
    }

    /// Who is invited, ascending; `None` for everyone.
    #[must_use]
    pub fn get_among(&self) -> Option<&[PersonId]> {
        self.among.as_deref()
    }

    /// Who is left out, ascending.
    #[must_use]
    pub fn get_except(&self) -> &[PersonId] {
        &self.except
    }
}
