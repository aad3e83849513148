//! Floor 5 — how do all lists share attention fairly?
