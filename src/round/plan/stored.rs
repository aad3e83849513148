//! A meeting as it is read: what is written of it is checked as what is planned.

use crate::error::Error;
use crate::id::quoted;
use crate::round::plan::Meeting;
use crate::round::rule::Rule;
use crate::unit::within;

/// A meeting as it is read.
#[derive(serde::Deserialize)]
pub(crate) struct StoredMeeting {
    people: Vec<String>,
    labels: Vec<String>,
    slot: Option<String>,
    #[serde(deserialize_with = "crate::written::finite")]
    score: f64,
    #[serde(deserialize_with = "crate::written::finite")]
    price: f64,
    #[serde(deserialize_with = "crate::written::all_finite")]
    gains: Vec<f32>,
    repeats: u32,
    soft_violations: Vec<Rule>,
}

/// The people of a meeting in words.
fn named(people: &[String]) -> String {
    let first = people.iter().take(8).map(|person| quoted(person));
    format!("the meeting of {}", first.collect::<Vec<_>>().join(", "))
}

/// Reads meetings of which no two are of the same people.
pub(crate) fn different<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<Vec<Meeting>, D::Error> {
    let meetings = <Vec<Meeting> as serde::Deserialize>::deserialize(from)?;
    let sorted = |meeting: &Meeting| {
        let mut people = meeting.people.clone();
        people.sort_unstable();
        people
    };
    let mut groups: Vec<Vec<String>> = meetings.iter().map(sorted).collect();
    groups.sort_unstable();
    match groups.windows(2).find(|two| two[0] == two[1]) {
        Some(two) => Err(serde::de::Error::custom(Error::Duplicate {
            what: named(&two[0]),
        })),
        None => Ok(meetings),
    }
}

impl StoredMeeting {
    /// Two to eight different people, a label each, a gain each or none, and no more repeats than pairs.
    fn check(&self) -> Result<(), Error> {
        let whole = || named(&self.people);
        let people = self.people.len();
        within(people, 2..=8, "a whole number from 2 to 8", || {
            format!("number of people in {}", whole())
        })?;
        let mut different: Vec<&String> = self.people.iter().collect();
        different.sort_unstable();
        different.dedup();
        if different.len() < people {
            return Err(Error::SamePerson { what: whole() });
        }
        let (labels, gains) = (self.labels.len(), self.gains.len());
        for (what, found) in [("labels", labels), ("gains", gains)] {
            let none = what == "gains" && found == 0;
            if found != people && !none {
                return Err(Error::Shape {
                    what: whole(),
                    found: format!("{found} {what}"),
                    expected: format!("{people}, one for each of its people"),
                });
            }
        }
        let pairs = people * (people - 1) / 2;
        let expected = "a whole number from 0 to the number of its pairs";
        within(self.repeats as usize, 0..=pairs, expected, || {
            format!("number of repeats in {}", whole())
        })?;
        Ok(())
    }
}

impl TryFrom<StoredMeeting> for Meeting {
    type Error = Error;

    fn try_from(stored: StoredMeeting) -> Result<Self, Error> {
        stored.check()?;
        Ok(Self {
            people: stored.people,
            labels: stored.labels,
            slot: stored.slot,
            score: stored.score,
            price: stored.price,
            gains: stored.gains,
            repeats: stored.repeats,
            soft_violations: stored.soft_violations,
        })
    }
}
