//! A meeting as it is read: what is written of it is checked as what is planned.

use crate::error::Error;
use crate::id::quoted;
use crate::round::rule::Rule;
use crate::unit::within;

/// The most people of a meeting that is planned.
const LARGEST: usize = 8;

/// A meeting as it is read.
#[derive(serde::Deserialize)]
pub(crate) struct StoredMeeting {
    pub(crate) people: Vec<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) slot: Option<String>,
    #[serde(deserialize_with = "crate::written::finite")]
    pub(crate) score: f64,
    #[serde(deserialize_with = "crate::written::finite")]
    pub(crate) price: f64,
    #[serde(deserialize_with = "crate::written::all_finite")]
    pub(crate) gains: Vec<f32>,
    pub(crate) repeats: u32,
    pub(crate) soft_violations: Vec<Rule>,
}

/// The people of a meeting in words.
pub(crate) fn named(people: &[String]) -> String {
    let first = people.iter().take(LARGEST).map(|person| quoted(person));
    format!("the meeting of {}", first.collect::<Vec<_>>().join(", "))
}

impl StoredMeeting {
    /// Two to eight different people, a label each, a gain each or none, and no more repeats than pairs.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let whole = || named(&self.people);
        let people = self.people.len();
        within(people, 2..=LARGEST, "a whole number from 2 to 8", || {
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
