//! The two functions that client, scheduler and executors know by name.

mod score_block;
mod topk_merge;

use std::sync::Arc;

use datafusion::common::Result;
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{AggregateUDF, ScalarUDF};

pub use crate::functions::score_block::ScoreBlock;
pub use crate::functions::topk_merge::TopKMerge;

/// The scalar function and the aggregate.
#[must_use]
pub fn all() -> (Arc<ScalarUDF>, Arc<AggregateUDF>) {
    (
        Arc::new(ScalarUDF::from(ScoreBlock::default())),
        Arc::new(AggregateUDF::from(TopKMerge::default())),
    )
}

/// Makes both known to a session.
///
/// # Errors
///
/// When the session takes no functions.
pub fn register(session: &mut dyn FunctionRegistry) -> Result<()> {
    let (scalar, aggregate) = all();
    session.register_udf(scalar)?;
    session.register_udaf(aggregate)?;
    Ok(())
}
