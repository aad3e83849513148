//! Floor 1 — what does one person offer, look for, believe, belong to?
