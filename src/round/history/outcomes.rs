//! What past meetings say about who says yes to whom.

use crate::acceptance::{Answer, Outcome, Outcomes};
use crate::round::history::{Encounter, MeetingHistory, MeetingOutcome};

impl MeetingHistory {
    /// The outcomes of all pairs of all meetings, for [`Acceptance::fit`](crate::acceptance::Acceptance::fit) and
    /// [`Matcher::with_past`](crate::Matcher::with_past): met, declined, or, where it did not take place, ignored.
    ///
    /// Who did not come met nobody. The chance with which a pair was put together is not known to a history.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Answer;
    /// use confrere::round::{Encounter, MeetingHistory};
    /// let mut history = MeetingHistory::default();
    /// history.record(Encounter::new(["ana", "ben", "caro"], 1).rated("ana", 0.8))?;
    /// let outcomes = history.outcomes();
    /// assert_eq!(outcomes.len(), 3);
    /// let first = outcomes.iter().next().expect("three");
    /// assert_eq!((first.who.as_str(), first.answer, first.rating), ("ana", Answer::Met, Some(0.8)));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn outcomes(&self) -> Outcomes {
        let all = self.encounters().iter().flat_map(pairs);
        Outcomes::new(all).expect("a history checked every meeting")
    }
}

/// The outcomes of one meeting, a pair each, names ascending.
fn pairs(encounter: &Encounter) -> Vec<Outcome> {
    let mut people: Vec<&String> = encounter.people.iter().collect();
    people.sort_unstable();
    let came = |name: &String| !encounter.no_shows.contains(name);
    let rating = |name: &String| {
        let of = encounter.ratings.iter().find(|rating| rating.0 == *name);
        of.map(|rating| rating.1)
    };
    let mut outcomes = Vec::new();
    for (place, &one) in people.iter().enumerate() {
        // In a group every two had the outcome of the whole, but that who stayed away met nobody.
        for &other in &people[place + 1..] {
            let answer = match encounter.outcome {
                MeetingOutcome::Met if came(one) && came(other) => Answer::Met,
                MeetingOutcome::Declined => Answer::Declined,
                MeetingOutcome::Met | MeetingOutcome::Skipped => Answer::Ignored,
            };
            let outcome = Outcome::of_pair(one, other, encounter.at, answer);
            outcomes.push(outcome.rated(rating(one), rating(other)));
        }
    }
    outcomes
}
