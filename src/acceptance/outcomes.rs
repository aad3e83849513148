//! Who was suggested or known to whom, and what came of it.

use std::fmt;
use std::str::FromStr;

use crate::day::Day;
use crate::error::Error;
use crate::id::{Key, check_person, of_word, quoted};
use crate::unit::Unit;

/// What came of a suggestion, or of a meeting that nobody suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Answer {
    /// Shown, and nothing was answered.
    Ignored,
    /// A no.
    Declined,
    /// A yes, before or without a meeting.
    Accepted,
    /// They met.
    Met,
    /// The second helped the first, or each the other where both answered.
    Helped,
}

impl Answer {
    /// Whether this is a yes.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Answer;
    /// assert!(Answer::Met.is_yes() && !Answer::Declined.is_yes());
    /// ```
    #[must_use]
    pub const fn is_yes(self) -> bool {
        matches!(self, Self::Accepted | Self::Met | Self::Helped)
    }

    /// Every answer.
    pub const ALL: [Self; 5] = [
        Self::Ignored,
        Self::Declined,
        Self::Accepted,
        Self::Met,
        Self::Helped,
    ];

    /// The word for it, as in files; [`str::parse`] reads it, in any case, and also yes and no, true and false, 1 and 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Answer;
    /// assert_eq!(Answer::Declined.word().parse(), Ok(Answer::Declined));
    /// assert_eq!("1".parse(), Ok(Answer::Accepted));
    /// assert!("perhaps".parse::<Answer>().is_err());
    /// ```
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ignored => "ignored",
            Self::Declined => "declined",
            Self::Accepted => "accepted",
            Self::Met => "met",
            Self::Helped => "helped",
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Answer {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let expected = "one of ignored, declined, accepted, met, helped, yes, no, 1, 0";
        match text.trim().to_ascii_lowercase().as_str() {
            "no" | "0" | "0.0" | "false" => Ok(Self::Declined),
            "yes" | "1" | "1.0" | "true" => Ok(Self::Accepted),
            word => of_word(word, (&Self::ALL, Self::word), ("answer", expected)),
        }
    }
}

/// Whose answer it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Whose {
    /// Of the pair: a yes is a yes of both, a no is a no of at least one.
    #[default]
    Both,
    /// Of the first about the second.
    First,
}

/// What came of one suggestion.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Outcome {
    /// The first of the two, by key.
    pub who: String,
    /// The second.
    pub whom: String,
    /// The day.
    pub day: Day,
    /// What came of it.
    pub answer: Answer,
    /// Whose answer it is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub whose: Whose,
    /// How good the meeting was for the first, from 0 to 1, where it was rated.
    #[cfg_attr(feature = "serde", serde(default))]
    pub rating: Option<f32>,
    /// The same for the second.
    #[cfg_attr(feature = "serde", serde(default))]
    pub other_rating: Option<f32>,
    /// With what chance the pair was shown, above 0 and up to 1, where that is known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub shown_with: Option<f32>,
}

impl Outcome {
    /// What came of it for a pair.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome};
    /// let outcome = Outcome::of_pair("ana", "ben", 3, Answer::Met);
    /// assert_eq!((outcome.who.as_str(), outcome.day), ("ana", confrere::Day(3)));
    /// ```
    #[must_use]
    pub fn of_pair(
        a: impl Into<Key>,
        b: impl Into<Key>,
        day: impl Into<Day>,
        answer: Answer,
    ) -> Self {
        Self {
            who: Key::text(a),
            whom: Key::text(b),
            day: day.into(),
            answer,
            whose: Whose::Both,
            rating: None,
            other_rating: None,
            shown_with: None,
        }
    }

    /// What one person answered about another.
    #[must_use]
    pub fn of_first(
        who: impl Into<Key>,
        whom: impl Into<Key>,
        day: impl Into<Day>,
        answer: Answer,
    ) -> Self {
        Self {
            whose: Whose::First,
            ..Self::of_pair(who, whom, day, answer)
        }
    }

    /// Adds the ratings of the first and of the second.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome};
    /// let outcome = Outcome::of_pair("ana", "ben", 3, Answer::Met).rated(Some(0.9), None);
    /// assert_eq!(outcome.rating, Some(0.9));
    /// ```
    #[must_use]
    pub fn rated(mut self, rating: Option<f32>, other_rating: Option<f32>) -> Self {
        self.rating = rating;
        self.other_rating = other_rating;
        self
    }

    /// Adds the chance with which the pair was shown.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome};
    /// assert_eq!(Outcome::of_pair("ana", "ben", 3, Answer::Met).shown_with(0.2).shown_with, Some(0.2));
    /// ```
    #[must_use]
    pub fn shown_with(mut self, chance: f32) -> Self {
        self.shown_with = Some(chance);
        self
    }

    /// What the outcome is worth: the mean of its ratings where there are any, else 1 for a yes and 0 for a no.
    #[must_use]
    pub fn value(&self) -> f64 {
        let ratings = [self.rating, self.other_rating].into_iter().flatten();
        let (count, sum) = ratings.fold((0.0, 0.0), |(count, sum), rating| {
            (count + 1.0, sum + f64::from(rating))
        });
        match (self.answer.is_yes(), count > 0.0) {
            (true, true) => sum / count,
            (true, false) => 1.0,
            (false, _) => 0.0,
        }
    }

    /// Refuses what makes no sense.
    pub(crate) fn check(&self) -> Result<(), Error> {
        check_person(&self.who)?;
        check_person(&self.whom)?;
        let of = || {
            format!(
                "outcome of {} and {}",
                quoted(&self.who),
                quoted(&self.whom)
            )
        };
        if self.who == self.whom {
            return Err(Error::SamePerson { what: of() });
        }
        for rating in [self.rating, self.other_rating].into_iter().flatten() {
            Unit::check(rating, || format!("rating of the {}", of()))?;
        }
        // Never 0: the answer weighs by the inverse of the chance.
        if let Some(chance) = self.shown_with
            && !(chance > 0.0 && chance <= 1.0)
        {
            return Err(Error::OutOfRange {
                what: format!("chance of having been shown of the {}", of()),
                value: chance.into(),
                expected: "a number above 0 and up to 1",
            });
        }
        Ok(())
    }

    fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |outcome: &Self| (outcome.day, outcome.answer, outcome.whose);
        let number = |value: Option<f32>| value.map_or(u32::MAX, f32::to_bits);
        let numbers =
            |outcome: &Self| [outcome.rating, outcome.other_rating, outcome.shown_with].map(number);
        let days = self.day.cmp(&other.day);
        let names = (&self.who, &self.whom).cmp(&(&other.who, &other.whom));
        days.then(names)
            .then(key(self).cmp(&key(other)))
            .then(numbers(self).cmp(&numbers(other)))
    }
}

/// What came of suggestions: a table in a fixed order, from which [`Acceptance`](crate::acceptance::Acceptance) learns.
///
/// The same outcomes make the same table in whatever order they come. Saying one twice with its names in the same order changes
/// nothing, so tables from several sources merge in any order.
///
/// # Examples
///
/// ```
/// use confrere::acceptance::{Answer, Outcome, Outcomes};
/// let mut outcomes = Outcomes::new([Outcome::of_pair("ana", "ben", 3, Answer::Met)])?;
/// let others = Outcomes::new([
///     Outcome::of_first("ana", "caro", 4, Answer::Declined).shown_with(0.25),
///     Outcome::of_pair("ana", "ben", 3, Answer::Met),
/// ])?;
/// outcomes.merge(others);
/// assert_eq!(outcomes.len(), 2);
/// assert!(Outcomes::new([Outcome::of_pair("ana", "ana", 1, Answer::Met)]).is_err());
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(try_from = "Vec<Outcome>", into = "Vec<Outcome>")
)]
pub struct Outcomes(pub(crate) Vec<Outcome>);

impl Outcomes {
    /// Takes outcomes from one's own tables.
    ///
    /// # Errors
    ///
    /// When an outcome names one person twice or a key that no network can have, or a rating or a chance is out of its range; one
    /// error for each such outcome ([`Error::all`]).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome, Outcomes};
    /// assert!(Outcomes::new([Outcome::of_pair("ana", "ana", 3, Answer::Met)]).is_err()); // two people
    /// ```
    pub fn new(outcomes: impl IntoIterator<Item = Outcome>) -> Result<Self, Error> {
        let list: Vec<Outcome> = outcomes.into_iter().collect();
        let errors = list.iter().filter_map(|outcome| outcome.check().err());
        match Error::of_all(errors.collect()) {
            Some(error) => Err(error),
            None => Ok(Self(list).arranged()),
        }
    }

    /// Adds the outcomes of another table. Commutative, associative, and idempotent.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome, Outcomes};
    /// let mut all = Outcomes::new([Outcome::of_pair("ana", "ben", 3, Answer::Met)])?;
    /// all.merge(Outcomes::new([Outcome::of_pair("ana", "caro", 4, Answer::Declined)])?);
    /// assert_eq!(all.len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn merge(&mut self, other: Self) {
        let mut list = std::mem::take(&mut self.0);
        list.extend(other.0);
        *self = Self(list).arranged();
    }

    /// The outcomes by day, then by the names of the first and of the second.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome, Outcomes};
    /// let outcomes = Outcomes::new([Outcome::of_pair("ana", "ben", 3, Answer::Met)])?;
    /// assert_eq!(outcomes.iter().next().map(|outcome| outcome.answer), Some(Answer::Met));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Outcome> + Clone {
        self.0.iter()
    }

    /// How many outcomes there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome, Outcomes};
    /// assert_eq!(Outcomes::new([Outcome::of_pair("ana", "ben", 3, Answer::Met)])?.len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Outcomes;
    /// assert!(Outcomes::new([])?.is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn arranged(mut self) -> Self {
        self.0.sort_unstable_by(Outcome::order);
        self.0.dedup();
        self
    }
}

impl TryFrom<Vec<Outcome>> for Outcomes {
    type Error = Error;

    fn try_from(list: Vec<Outcome>) -> Result<Self, Error> {
        Self::new(list)
    }
}

impl From<Outcomes> for Vec<Outcome> {
    fn from(outcomes: Outcomes) -> Self {
        outcomes.0
    }
}

#[cfg(test)]
mod tests {
    use crate::acceptance::{Answer, Outcome, Outcomes};

    #[test]
    fn tables_are_the_same_in_any_order_and_merging_twice_changes_nothing() {
        let one = Outcome::of_pair("ana", "ben", 2, Answer::Met).rated(Some(0.5), None);
        let two = Outcome::of_first("ben", "caro", 1, Answer::Declined).shown_with(0.5);
        let forth = Outcomes::new([one.clone(), two.clone()]).expect("sound");
        let mut back = Outcomes::new([two, one.clone()]).expect("sound");
        assert_eq!(forth, back);
        back.merge(forth.clone());
        assert_eq!(forth, back);
        assert_eq!(one.value(), 0.5);
        assert!(Outcomes::new([one.clone().shown_with(0.0)]).is_err());
        assert!(Outcomes::new([one.rated(Some(1.5), None)]).is_err());
    }
}
