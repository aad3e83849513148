//! Corrections of a table of outcomes: people forgotten and renamed.

use crate::acceptance::outcomes::Outcomes;
use crate::error::Error;
use crate::id::check_person;

impl Outcomes {
    /// Drops every outcome that names a person, and says how many.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome, Outcomes};
    /// let pairs = [("ana", "ben"), ("caro", "ana"), ("ben", "caro")];
    /// let mut outcomes = Outcomes::new(pairs.map(|(who, whom)| Outcome::of_pair(who, whom, 3, Answer::Met)))?;
    /// assert_eq!(outcomes.forget("ana"), 2);
    /// assert_eq!(outcomes.len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn forget(&mut self, key: &str) -> usize {
        let before = self.0.len();
        self.0
            .retain(|outcome| outcome.who != key && outcome.whom != key);
        before - self.0.len()
    }

    /// Gives a person another key everywhere, and says how many outcomes name them. What both keys had is put together; an outcome
    /// that is then told twice counts once.
    ///
    /// # Errors
    ///
    /// When no network accepts the new key, or an outcome names both; nothing is then changed.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome, Outcomes};
    /// let mut outcomes = Outcomes::new([Outcome::of_pair("ana", "ben", 3, Answer::Met)])?;
    /// assert_eq!(outcomes.rename("ana", "anna")?, 1);
    /// assert_eq!(outcomes.iter().next().map(|met| met.who.as_str()), Some("anna"));
    /// assert!(outcomes.rename("anna", "ben").is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn rename(&mut self, from: &str, to: &str) -> Result<usize, Error> {
        check_person(to)?;
        let (mut fresh, mut changed) = (self.0.clone(), 0);
        for outcome in &mut fresh {
            for key in [&mut outcome.who, &mut outcome.whom] {
                if key == from {
                    *key = to.into();
                    changed += 1;
                }
            }
            outcome.check()?;
        }
        *self = Self(fresh).arranged();
        Ok(changed)
    }
}
