//! Conversions from and to ndarray and petgraph values.
