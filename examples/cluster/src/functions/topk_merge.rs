//! `topk_merge(found, k)`: the lists of a block over all candidates, from lists over some of them.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::cast::{as_large_binary_array, as_uint32_array};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err};
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::format_state_name;
use datafusion::logical_expr::{Accumulator, AggregateUDFImpl, Signature, Volatility};

use crate::lists::{self, Lists};

/// `Ranked::merge` as an aggregate. The merge is associative, commutative and idempotent: parts may come in any order, and one that
/// was scored twice does no harm.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct TopKMerge {
    signature: Signature,
}

impl Default for TopKMerge {
    fn default() -> Self {
        let columns = vec![DataType::LargeBinary, DataType::UInt32];
        Self {
            signature: Signature::exact(columns, Volatility::Immutable),
        }
    }
}

impl AggregateUDFImpl for TopKMerge {
    fn name(&self) -> &str {
        "topk_merge"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::LargeBinary)
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(Merged::default()))
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let field = |name, of| Arc::new(Field::new(format_state_name(args.name, name), of, true));
        Ok(vec![
            field("lists", DataType::LargeBinary),
            field("k", DataType::UInt32),
        ])
    }
}

/// The lists of one block so far.
#[derive(Debug, Default)]
struct Merged {
    lists: Lists,
    k: u32,
}

impl Merged {
    fn add(&mut self, columns: &[ArrayRef]) -> Result<()> {
        let (found, k) = (
            as_large_binary_array(&columns[0])?,
            as_uint32_array(&columns[1])?,
        );
        for row in (0..found.len()).filter(|&row| !found.is_null(row)) {
            self.k = k.value(row);
            let lists = lists::from_bytes(found.value(row));
            let merged = lists.and_then(|found| lists::merge(&mut self.lists, &found, self.k));
            merged.map_err(|error| exec_datafusion_err!("topk_merge: {error}"))?;
        }
        Ok(())
    }

    fn bytes(&self) -> ScalarValue {
        ScalarValue::LargeBinary(Some(lists::to_bytes(&self.lists)))
    }
}

impl Accumulator for Merged {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.add(values)
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.add(states)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.bytes(), ScalarValue::UInt32(Some(self.k))])
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(self.bytes())
    }

    fn size(&self) -> usize {
        let places: usize = self.lists.iter().map(Vec::capacity).sum();
        size_of::<Self>() + self.lists.capacity() * 24 + places * 16
    }
}
