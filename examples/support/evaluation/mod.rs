//! How well a score foretells who says yes: cases, methods, measures.

pub mod case;
pub mod measures;
pub mod methods;
pub mod refit;
pub mod sets;
mod table;
mod zip;
