//! Floor 2 — who knows whom? (petgraph; the flat adjacency for hot loops; serde door)

mod adjacency;

pub use crate::network::adjacency::Adjacency;
