//! Conversions from and to ndarray and petgraph values.
//!
//! The only place where types of other crates stand in public signatures. Both crates are re-exported, so that a caller's
//! versions match.

mod graph;
mod market;
mod matrix;

pub use ndarray;
pub use petgraph;

pub use crate::interop::graph::{network_from_graph, to_graph};
pub use crate::interop::market::{exposures_matrix, pool_from_matrix, two_sides_from_matrices};
pub use crate::interop::matrix::{
    dense_vectors, needs_matrix, offers_matrix, people_from_matrices, score_matrix, skill_vectors,
};
