//! What a log of contacts says about who says yes to whom.

use crate::acceptance::{Answer, Outcome, Outcomes};
use crate::plan::contacts::Contacts;

impl Contacts {
    /// The outcomes of all contacts, for [`Acceptance::fit`](crate::acceptance::Acceptance::fit) and
    /// [`Matcher::with_past`](crate::Matcher::with_past): whoever was in contact met, whether they were introduced or knew each other.
    ///
    /// A log of contacts holds no refusals: to fit, merge it with outcomes that say no, such as those of introductions that came to
    /// nothing. Reminders say nothing of either and are left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome, Outcomes};
    /// use confrere::plan::{Contacts, Day};
    /// let mut contacts = Contacts::new();
    /// contacts.met("ben", "ana", Day(3))?; // introduced by caro
    /// let mut outcomes = contacts.outcomes();
    /// outcomes.merge(Outcomes::new([Outcome::of_pair("ana", "dan", Day(4), Answer::Declined)])?);
    /// let answers: Vec<_> = outcomes.iter().map(|outcome| (outcome.whom.as_str(), outcome.answer)).collect();
    /// assert_eq!(answers, [("ben", Answer::Met), ("dan", Answer::Declined)]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn outcomes(&self) -> Outcomes {
        let met = self
            .contacts()
            .map(|entry| Outcome::of_pair(entry.who, entry.other, entry.day, Answer::Met));
        Outcomes::new(met).expect("a log holds contacts of two different people")
    }
}
