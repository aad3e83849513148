//! Floor 5 — who meets whom this time?
