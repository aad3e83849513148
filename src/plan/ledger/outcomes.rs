//! What help given and refused says about who says yes to whom.

use crate::acceptance::{Answer, Outcome, Outcomes};
use crate::plan::ledger::{Capacity, Ledger};

impl Ledger {
    /// The outcomes of all entries, for [`Acceptance::fit`](crate::acceptance::Acceptance::fit) and
    /// [`Matcher::with_past`](crate::Matcher::with_past): who gave help said yes to who received it; who refused had room and
    /// said no. A refusal for want of room says nothing about the two and is left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Answer;
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(3), 1.0)?;
    /// let outcomes = ledger.outcomes();
    /// let help = outcomes.iter().next().expect("one");
    /// assert_eq!((help.who.as_str(), help.whom.as_str(), help.answer), ("ben", "ana", Answer::Helped));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn outcomes(&self) -> Outcomes {
        let help = self.help().iter();
        let help =
            help.map(|help| Outcome::of_first(&help.to, &help.from, help.day, Answer::Helped));
        // Only a refusal by someone who had the time tells of the pair; a full week tells of the week.
        let free = self
            .refusals()
            .iter()
            .filter(|refusal| refusal.capacity == Capacity::Free);
        let refused = free.map(|refusal| {
            Outcome::of_first(&refusal.asked, &refusal.by, refusal.day, Answer::Declined)
        });
        Outcomes::new(help.chain(refused)).expect("a ledger checked every entry")
    }
}
