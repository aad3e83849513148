//! Floor 6 — what do we do this week?
