//! `score_block(block_a, shard_a, block_b, shard_b, scorer, k)`: the lists of both blocks among each other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use confrere::{Ranked, Shard, ShardScorer};
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

use crate::lists::{self, Lists};
use crate::progress;

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

/// The question that was asked last: every row of a query names the same.
static QUESTION: Mutex<Option<Arc<Question>>> = Mutex::new(None);

/// A scorer, and the lists that this process has found with it.
struct Question {
    text: String,
    k: u32,
    scorer: ShardScorer,
    /// By the positions of a block's people. Only what the last places ask for is taken from them: it rules out most pairs of the
    /// next block. A task that is done again, here or elsewhere, finds the whole again: whoever is ruled out is outranked by `k`
    /// others, each of whom the task that scores them hands over, whatever became of the lists here.
    lists: Mutex<HashMap<Vec<u32>, Lists>>,
}

impl Question {
    fn asked(text: &str, k: u32) -> Result<Arc<Self>> {
        let mut known = QUESTION.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |question: &&Arc<Self>| question.text == text && question.k == k;
        if let Some(question) = known.as_ref().filter(same) {
            return Ok(Arc::clone(question));
        }
        let scorer = serde_json::from_str(text);
        let question = Arc::new(Self {
            text: text.to_owned(),
            k,
            scorer: scorer.map_err(|error| exec_datafusion_err!("scorer: {error}"))?,
            lists: Mutex::default(),
        });
        *known = Some(Arc::clone(&question));
        Ok(question)
    }

    /// What each list of a block asks for: the score of its last place, 0 while it is not full.
    fn least(&self, shard: &Shard) -> Vec<f32> {
        let known = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let lists = known.get(&shard.positions().collect::<Vec<_>>());
        let Some(lists) = lists else {
            return vec![0.0; shard.people().len()];
        };
        let full = self.k as usize;
        let last = |list: &Vec<Ranked>| {
            list.get(full.wrapping_sub(1))
                .map_or(0.0, |last| last.score)
        };
        lists.iter().map(last).collect()
    }

    fn found(&self, shard: &Shard, found: &[Vec<Ranked>]) -> Result<()> {
        let mut known = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let lists = known.entry(shard.positions().collect()).or_default();
        lists::merge(lists, found, self.k).map_err(|error| exec_datafusion_err!("{error}"))
    }

    /// Scores two blocks, or one with itself: the lists of each, which hold whoever may still enter.
    fn score(&self, one: &Shard, other: &Shard, same: bool) -> Result<Vec<Lists>> {
        let failed = |error| exec_datafusion_err!("{error}");
        let (of_one, k) = (self.least(one), self.k);
        if same {
            let found = self.scorer.score_block_above(one, one, k, &of_one);
            let found = found.map_err(failed)?;
            self.found(one, &found)?;
            return Ok(vec![found]);
        }
        let of_other = self.least(other);
        let found = self
            .scorer
            .score_both_above(one, other, k, [&of_one, &of_other]);
        let found = found.map_err(failed)?;
        self.found(one, &found[0])?;
        self.found(other, &found[1])?;
        Ok(found.into())
    }
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
        let question = Question::asked(text, k)?;
        let arrays = args.args[..4].iter().map(|column| column.to_array(rows));
        let arrays: Vec<ArrayRef> = arrays.collect::<Result<_>>()?;
        let mut one = Column::new(&arrays[0], &arrays[1])?;
        let mut other = Column::new(&arrays[2], &arrays[3])?;
        let (mut blocks, mut found) = (Vec::new(), LargeBinaryBuilder::new());
        let mut lengths = Vec::with_capacity(rows);
        for row in 0..rows {
            let ((a, one), (b, other)) = (one.at(row)?, other.at(row)?);
            let scored = question.score(&one, &other, a == b);
            let scored =
                scored.map_err(|error| exec_datafusion_err!("blocks {a} and {b}: {error}"))?;
            lengths.push(scored.len());
            for (block, lists) in [a, b].into_iter().zip(&scored) {
                blocks.push(block);
                found.append_value(lists::to_bytes(lists));
            }
            let (askers, candidates) = (one.people().len() as u64, other.people().len() as u64);
            progress::add_pairs(match a == b {
                true => askers * askers.saturating_sub(1) / 2,
                false => askers * candidates,
            });
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
