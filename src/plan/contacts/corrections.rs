//! Corrections of a record of contacts: people forgotten and renamed.

use crate::error::Error;
use crate::id::check_person;
use crate::plan::contacts::record::{Contacts, add, pair};

impl Contacts {
    /// Forgets a person everywhere, and says how many contacts, reminders and tiers named them.
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day, Gap};
    /// let mut contacts = Contacts::new();
    /// contacts.met("ana", "ben", Day(3))?;
    /// assert_eq!(contacts.forget("ben"), 1);
    /// assert_eq!(contacts.gap("ana", "ben", Day(10))?, Gap::Never);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn forget(&mut self, name: &str) -> usize {
        let mut gone = 0;
        // Entries of either direction count, each once, so that what was forgotten can be told.
        let mut stays = |key: &(String, String), count: usize| {
            let named = key.0 == name || key.1 == name;
            gone += if named { count } else { 0 };
            !named
        };
        // Meetings, reminders and tiers each know people by their own pair of names.
        self.met.retain(|key, days| stays(key, days.len()));
        self.reminded.retain(|key, days| stays(key, days.len()));
        self.tiers.retain(|key, _| stays(key, 1));
        gone
    }

    /// Gives a person another name everywhere, and says how many entries name them; what both names had is put together.
    ///
    /// # Errors
    ///
    /// When no network accepts the new key, or the two names were in contact with each other; nothing is then changed.
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day, Gap};
    /// let mut contacts = Contacts::new();
    /// contacts.met("ana", "ben", Day(3))?;
    /// assert_eq!(contacts.rename("ana", "anna")?, 1);
    /// assert_eq!(contacts.gap("ben", "anna", Day(4))?, Gap::Days(1));
    /// assert!(contacts.rename("anna", "ben").is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn rename(&mut self, from: &str, to: &str) -> Result<usize, Error> {
        check_person(to)?;
        let now = |name: &String| {
            if name == from {
                to.to_string()
            } else {
                name.clone()
            }
        };
        let renamed = |key: &(String, String)| pair(&now(&key.0), &now(&key.1));
        let named = |key: &(String, String)| key.0 == from || key.1 == from;
        let dated = self.met.iter().chain(&self.reminded);
        let dated = dated.filter(|(key, _)| named(key));
        let tiers = self.tiers.keys().filter(|key| named(key));
        let changed = dated.map(|(_, days)| days.len()).sum::<usize>() + tiers.count();
        // Built beside the old, so that a clash found late changes nothing.
        let mut fresh = Self::default();
        for (key, days) in &self.met {
            let (a, b) = renamed(key)?;
            // A meeting has no direction, so its two names stand in order.
            let own = fresh
                .met
                .entry(if a < b { (a, b) } else { (b, a) })
                .or_default();
            days.iter().for_each(|&day| add(own, day));
        }
        for (key, days) in &self.reminded {
            let own = fresh.reminded.entry(renamed(key)?).or_default();
            days.iter().for_each(|&day| add(own, day));
        }
        for (key, &tier) in &self.tiers {
            fresh.tiers.insert(renamed(key)?, tier);
        }
        *self = fresh;
        Ok(changed)
    }
}
