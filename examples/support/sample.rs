//! The embedded sample: a made-up organisation of 60 people on five sites in four countries.
//!
//! Names, skills and stances are made up. The numbers follow 11,398 developers of the 2019 Stack Overflow survey: 13.7
//! offers each (there 13.6) with standard deviation 5.6 (5.9), 4.2 needs (4.56) and none for 17 % (14 %), the most common
//! skill with 68 % (76 %) and the median one with 15 % (13 %); for a random pair one gains with probability .48 (.46) and
//! both with .22 (.20).

use confrere::{Network, NetworkBuilder};

use crate::Refused;
use crate::reading::{People, Reading, Source};

pub const PEOPLE: &str = include_str!("../data/people.csv");
pub const TIES: &str = include_str!("../data/ties.csv");

/// The people of the sample.
pub fn people() -> Result<People, Refused> {
    let source = Source::of_bytes("people.csv of the sample", PEOPLE);
    Ok(Reading::default().people_of(&source)?.value)
}

/// The sample as a builder, so that a story can add to it.
pub fn builder() -> Result<NetworkBuilder, Refused> {
    let reading = Reading::default();
    let people = people()?;
    let ties = Source::of_bytes("ties.csv of the sample", TIES);
    let ties = reading.ties_of(&ties, Some(&people))?.value;
    Ok(Network::builder()
        .people(people.into_people())
        .ties(ties.ties()))
}

/// The sample as a network.
pub fn network() -> Result<Network, Refused> {
    Ok(builder()?.build()?)
}
