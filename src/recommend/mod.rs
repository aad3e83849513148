//! Floor 4 — whom should I meet, and why?
