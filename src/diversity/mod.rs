//! Floor 3 — how far outside my circles, how contrary, how redundant? How varied is a list?
