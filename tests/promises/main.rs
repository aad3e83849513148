//! Promises that small changes of the code once broke unseen: each test fails by one step of a comparison, a constant or a
//! condition, and its right values are worked out by hand.

mod apart;
mod attention;
mod boundaries;
mod helpful;
mod measured;
mod people;
mod planned;
mod weighed;
