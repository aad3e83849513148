//! A community scored by several processes or machines: shards of people in Parquet, pairs of shards scored and lists merged by
//! two functions that Ballista's executors know, everyone's list written to Parquet.

pub mod community;
pub mod cores;
pub mod files;
pub mod functions;
pub mod lists;
pub mod local;
pub mod progress;
pub mod roles;
pub mod run;

/// What can go wrong on the way; every message names what it happened to.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
