//! How likely two people say yes to each other.
//!
//! A [`Components`] row says what is known of a pair before anybody asks them: what each gains, whom they share, what they
//! have in common, how they met before. An [`Acceptance`] turns two such rows, one for each side, into the chance that
//! both say yes: a(i, j) = a(i→j) · a(j→i), each a logistic function of the row. Its coefficients are shipped
//! ([`Acceptance::prior`]) or learnt from a community's own [`Outcomes`].
//!
//! The score of a pair multiplies the mean of the two utilities by a(i, j) to the power of the policy's
//! [`acceptance_weight`](crate::Policy::acceptance_weight).

mod bounds;
mod components;
mod contacts;
mod corrections;
mod evidence;
mod fit;
mod fit_settings;
mod linear;
mod model;
mod off_policy;
mod outcomes;
mod pair_rows;
mod past;
mod portable;
mod prior;
mod shared;

pub use crate::acceptance::components::{Components, Predictor};
pub use crate::acceptance::fit_settings::{FitReport, FitSettings};
pub use crate::acceptance::model::Acceptance;
pub use crate::acceptance::off_policy::OffPolicy;
pub use crate::acceptance::outcomes::{Answer, Outcome, Outcomes, Whose};

pub(crate) use crate::acceptance::components::PREDICTORS;
pub(crate) use crate::acceptance::contacts::{ContactRow, common_contacts};
pub(crate) use crate::acceptance::evidence::Evidence;
pub(crate) use crate::acceptance::fit::{Example, fit};
pub(crate) use crate::acceptance::pair_rows::Measured;
pub(crate) use crate::acceptance::past::{PairContacts, PairPast, Past};
pub(crate) use crate::acceptance::portable::{CommunityEvidence, PersonEvidence};
