//! Floor 3 — which pairs, groups and shares are best, as pure numbers?

pub mod exposure;
