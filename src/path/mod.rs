//! Floor 3 — who can introduce me?
