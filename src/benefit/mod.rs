//! Floor 3 — what does one gain from another? (the scoring kernels, exact top-k)
