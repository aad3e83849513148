//! `score_block(block_a, shard_a, block_b, shard_b, scorer, k)`: the lists of both blocks among each other.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use confrere::{Shard, ShardScorer};
use datafusion::arrow::array::{
    ArrayRef, LargeBinaryArray, LargeBinaryBuilder, ListArray, StructArray, UInt32Array,
};
use datafusion::arrow::buffer::OffsetBuffer;
use datafusion::arrow::datatypes::{DataType, Field, Fields};
use datafusion::common::cast::{as_large_binary_array, as_uint32_array};
use datafusion::common::{Result, ScalarValue, exec_datafusion_err, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility,
};

use crate::{lists, progress};

/// Answers with a list of `{block, found}`: one for each of two blocks, one alone where a block meets itself.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct ScoreBlock {
    signature: Signature,
}

impl Default for ScoreBlock {
    fn default() -> Self {
        let columns = vec![
            DataType::UInt32,
            DataType::LargeBinary,
            DataType::UInt32,
            DataType::LargeBinary,
            DataType::Utf8,
            DataType::UInt32,
        ];
        Self {
            signature: Signature::exact(columns, Volatility::Immutable),
        }
    }
}

fn fields() -> Fields {
    Fields::from(vec![
        Field::new("block", DataType::UInt32, false),
        Field::new("found", DataType::LargeBinary, false),
    ])
}

fn item() -> Arc<Field> {
    Arc::new(Field::new_list_field(DataType::Struct(fields()), false))
}

/// The scorer that was asked for last: every row of a query names the same.
static SCORER: Mutex<Option<(String, Arc<ShardScorer>)>> = Mutex::new(None);

fn scorer(text: &str) -> Result<Arc<ShardScorer>> {
    let mut known = SCORER.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, scorer)) = known.as_ref().filter(|(known, _)| known == text) {
        return Ok(Arc::clone(scorer));
    }
    let scorer = serde_json::from_str(text);
    let scorer = scorer.map_err(|error| exec_datafusion_err!("scorer: {error}"))?;
    let scorer = Arc::new(scorer);
    *known = Some((text.to_owned(), Arc::clone(&scorer)));
    Ok(scorer)
}

/// Shards as they are read from one column: the last one is kept, for it often comes again in the next row.
struct Column<'c> {
    blocks: &'c UInt32Array,
    shards: &'c LargeBinaryArray,
    last: Option<(u32, Arc<Shard>)>,
}

impl<'c> Column<'c> {
    fn new(blocks: &'c ArrayRef, shards: &'c ArrayRef) -> Result<Self> {
        Ok(Self {
            blocks: as_uint32_array(blocks)?,
            shards: as_large_binary_array(shards)?,
            last: None,
        })
    }

    fn at(&mut self, row: usize) -> Result<(u32, Arc<Shard>)> {
        let block = self.blocks.value(row);
        if let Some(last) = self.last.as_ref().filter(|last| last.0 == block) {
            return Ok(last.clone());
        }
        let shard = postcard::from_bytes(self.shards.value(row));
        let shard =
            shard.map_err(|error| exec_datafusion_err!("shard of block {block}: {error}"))?;
        Ok(self.last.insert((block, Arc::new(shard))).clone())
    }
}

impl ScalarUDFImpl for ScoreBlock {
    fn name(&self) -> &str {
        "score_block"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::List(item()))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        let (text, k) = match (&args.args[4], &args.args[5]) {
            (
                ColumnarValue::Scalar(ScalarValue::Utf8(Some(text))),
                ColumnarValue::Scalar(ScalarValue::UInt32(Some(k))),
            ) => (text, *k),
            _ => return exec_err!("score_block takes its scorer and k as literals"),
        };
        let scorer = scorer(text)?;
        let arrays = args.args[..4].iter().map(|column| column.to_array(rows));
        let arrays: Vec<ArrayRef> = arrays.collect::<Result<_>>()?;
        let mut one = Column::new(&arrays[0], &arrays[1])?;
        let mut other = Column::new(&arrays[2], &arrays[3])?;
        let (mut blocks, mut found) = (Vec::new(), LargeBinaryBuilder::new());
        let mut lengths = Vec::with_capacity(rows);
        for row in 0..rows {
            let ((a, one), (b, other)) = (one.at(row)?, other.at(row)?);
            let failed = |error| exec_datafusion_err!("blocks {a} and {b}: {error}");
            let mut add = |block, found_here: &[_]| {
                blocks.push(block);
                found.append_value(lists::to_bytes(found_here));
            };
            let (askers, candidates) = (one.people().len() as u64, other.people().len() as u64);
            if a == b {
                add(a, &scorer.score_block(&one, &one, k).map_err(failed)?);
                lengths.push(1);
                progress::add_pairs(askers * askers.saturating_sub(1) / 2);
            } else {
                let [of_one, of_other] = scorer.score_both(&one, &other, k).map_err(failed)?;
                add(a, &of_one);
                add(b, &of_other);
                lengths.push(2);
                progress::add_pairs(askers * candidates);
            }
            std::thread::sleep(Duration::from_millis(progress::delay()));
        }
        let columns: Vec<ArrayRef> = vec![
            Arc::new(UInt32Array::from(blocks)),
            Arc::new(found.finish()),
        ];
        let entries = StructArray::try_new(fields(), columns, None)?;
        let offsets = OffsetBuffer::from_lengths(lengths);
        let lists = ListArray::try_new(item(), offsets, Arc::new(entries), None)?;
        Ok(ColumnarValue::Array(Arc::new(lists)))
    }
}
