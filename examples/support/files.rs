//! The short way to a network from files, with every guess of the reader.

use std::path::Path;

use confrere::Network;

use crate::Refused;
use crate::reading::Reading;

/// Reads a network from its files.
pub fn read_network(
    people: &Path,
    ties: Option<&Path>,
    relatedness: Option<&Path>,
) -> Result<Network, Refused> {
    let (builder, _) = Reading::default().builder(people, ties, relatedness)?;
    Ok(builder.build()?)
}
