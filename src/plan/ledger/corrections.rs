//! Correcting and forgetting what a ledger holds.

use crate::error::Error;
use crate::id::check_person;
use crate::plan::ledger::Ledger;
use crate::plan::ledger::entry::check_two;
use crate::plan::ledger::entry::{Help, Refusal};

impl Ledger {
    /// Puts other help in the place of some, by its place in [`help`](Self::help); the answer is what stood there.
    ///
    /// # Errors
    ///
    /// As [`give`](Self::give), and when there is no such place; nothing is then changed.
    ///
    /// ```
    /// use confrere::plan::{Day, Help, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(3), 10.0)?;
    /// let right = Help { amount: 1.0, ..ledger.help()[0].clone() };
    /// assert_eq!(ledger.correct_help(0, right)?.amount, 10.0);
    /// assert_eq!(ledger.help()[0].amount, 1.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn correct_help(&mut self, place: usize, help: Help) -> Result<Help, Error> {
        help.check()?;
        let entry = self
            .help
            .get_mut(place)
            .ok_or_else(|| Error::no_entry(format!("help {place} of the ledger")))?;
        Ok(std::mem::replace(entry, help))
    }

    /// Removes help, by its place in [`help`](Self::help).
    ///
    /// # Errors
    ///
    /// When there is no such place.
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(3), 1.0)?;
    /// ledger.remove_help(0)?;
    /// assert!(ledger.help().is_empty() && ledger.remove_help(0).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn remove_help(&mut self, place: usize) -> Result<Help, Error> {
        if place >= self.help.len() {
            return Err(Error::no_entry(format!("help {place} of the ledger")));
        }
        Ok(self.help.remove(place))
    }

    /// Removes a refusal, by its place in [`refusals`](Self::refusals).
    ///
    /// # Errors
    ///
    /// When there is no such place.
    ///
    /// ```
    /// use confrere::plan::{Capacity, Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.refuse("ana", "ben", Day(3), Capacity::Free)?;
    /// assert_eq!(ledger.remove_refusal(0)?.by, "ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn remove_refusal(&mut self, place: usize) -> Result<Refusal, Error> {
        if place >= self.refusals.len() {
            return Err(Error::no_entry(format!("refusal {place} of the ledger")));
        }
        Ok(self.refusals.remove(place))
    }

    /// Forgets a person everywhere, and says how many entries named them.
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(3), 1.0)?;
    /// ledger.give("ana", "caro", Day(4), 1.0)?;
    /// assert_eq!(ledger.forget("ben"), 1);
    /// assert_eq!(ledger.help().len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn forget(&mut self, name: &str) -> usize {
        let before = self.help.len() + self.refusals.len();
        self.help
            .retain(|help| help.from != name && help.to != name);
        self.refusals
            .retain(|refusal| refusal.asked != name && refusal.by != name);
        before - self.help.len() - self.refusals.len()
    }

    /// Gives a person another name everywhere, and says how many entries changed.
    ///
    /// # Errors
    ///
    /// When no network accepts the new key, or an entry names both; nothing is then changed.
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(3), 1.0)?;
    /// assert_eq!(ledger.rename("ana", "anna")?, 1);
    /// assert!(ledger.rename("anna", "ben").is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn rename(&mut self, from: &str, to: &str) -> Result<usize, Error> {
        check_person(to)?;
        let both = |a: &str, b: &str| [a, b] == [from, to] || [a, b] == [to, from];
        let clash = self.help.iter().any(|help| both(&help.from, &help.to))
            || self
                .refusals
                .iter()
                .any(|refusal| both(&refusal.asked, &refusal.by));
        // The two would have helped themselves: refused with the words of any such entry.
        if clash && from != to {
            check_two(to, to)?;
        }
        // Every place in which the name stands, helper or helped, asked or refusing.
        let ends = self
            .help
            .iter_mut()
            .map(|help| [&mut help.from, &mut help.to]);
        let refused = self
            .refusals
            .iter_mut()
            .map(|refusal| [&mut refusal.asked, &mut refusal.by]);
        let mut changed = 0;
        for name in ends.chain(refused).flatten().filter(|name| *name == from) {
            *name = to.into();
            changed += 1;
        }
        Ok(changed)
    }
}
