//! Exposure allocation: how all lists share attention.
//!
//! Everyone reads a ranked list of the others; the k-th place gets attention v_k (the examination model). The *exposure* E_ij of j in i's list is the
//! attention that j may expect there, and i and j match with the chance p_ij·E_ij · q_ji·F_ji, where p and q are how much they
//! want each other and F_ji is i's exposure in j's list. [`allocate`] finds the exposures for an [`Objective`]:
//!
//! | objective | matches, 75×50 `log` λ 0.8, mean of seeds 0–19 | envy left / right |
//! |---|---|---|
//! | [`Alpha(1.0)`](Objective::Alpha) | 90.50 | 1731 / 741 |
//! | α 0.5, 0.8, 1 and best responses, without pairwise steps (measured with 0.1) | 91.12 | 1407 / 576 |
//! | [`Anneal`](Objective::Anneal) | 91.29 | 1453 / 609 |
//!
//! The iterations follow Tomita & Yokoyama (RecSys 2024); where they solve an assignment problem per person, a sort gives the same
//! result, because its costs have rank one. Pools, candidate lists, caps, pairwise steps and rankings drawn from exposures are ours.
//! Everything is deterministic: rows are computed apart from each other and no sum is shared among workers.
//!
//! Limits: the objectives with α are not concave jointly in both sides' lists, so that a run ends in a local optimum; caps on
//! attention received are kept exactly, but their prices are found by iteration, at a cost of 1 to 2 % of the matches where caps are
//! 1.2 times the mean; [`Anneal`](Objective::Anneal) makes no best responses under such caps.

mod allocate;
mod allocation;
mod applicants_ahead;
mod attention;
mod candidates;
mod envy;
mod examination;
#[cfg(feature = "serde")]
mod exponent;
mod frank_wolfe;
mod layout;
mod lists_by_score;
mod one_sided;
mod pairs;
mod preference_lists;
mod preferences;
mod prices;
mod rank;
mod rankings;
mod sample;
mod scores;
mod settings;
mod trade_off;

pub(crate) use crate::assign::exposure::allocate::run;
pub use crate::assign::exposure::allocate::{Start, allocate, allocate_watched};
pub use crate::assign::exposure::allocation::{Allocation, STARVED, Shown};
pub use crate::assign::exposure::candidates::Candidates;
pub use crate::assign::exposure::envy::EnvyEstimate;
pub use crate::assign::exposure::examination::Examination;
pub use crate::assign::exposure::one_sided::Applications;
pub use crate::assign::exposure::preferences::{MarketSide, Preferences};
pub use crate::assign::exposure::rankings::Rankings;
pub use crate::assign::exposure::sample::Placed;
pub use crate::assign::exposure::settings::{Ended, Objective, Settings};
pub(crate) use crate::assign::exposure::trade_off::curve;
pub use crate::assign::exposure::trade_off::{Summary, TradeOff, trade_off, trade_off_watched};
