//! What lies in files: shards and people on the way in, everyone's list on the way out.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use confrere::{Matcher, PersonId, ShardScorer};
use datafusion::arrow::array::{
    Array, ArrayRef, Float32Array, LargeBinaryArray, RecordBatch, StringArray, UInt32Array,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;

use crate::Error;
use crate::lists::Lists;

/// A community in a folder: `blocks/*.parquet`, `people.parquet`, `scorer.json`.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

/// How a community is cut.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    /// People of a block.
    pub block: usize,
    /// Files over which blocks are dealt: a task scores the blocks of one file against all.
    pub files: usize,
}

impl Cut {
    /// Files unless told otherwise: work for a dozen executors.
    pub const FILES: usize = 12;

    /// The largest block unless told otherwise: what a pair of blocks costs by itself is small beside its pairs, and a shard is a
    /// message of a few megabytes.
    pub const LARGEST: usize = 4096;

    /// Blocks as large as they may be while there is one for each file.
    #[must_use]
    pub fn of(people: usize, files: usize) -> Self {
        Self {
            block: people.div_ceil(files.max(1)).clamp(1, Self::LARGEST),
            files,
        }
    }
}

fn column(name: &str, of: DataType) -> Field {
    Field::new(name, of, false)
}

fn block_columns() -> Vec<Field> {
    vec![
        column("block", DataType::UInt32),
        column("shard", DataType::LargeBinary),
    ]
}

/// A file under another name, which goes unless it is kept.
struct Part(PathBuf);

impl Part {
    fn keep(self, path: &Path) -> Result<(), Error> {
        Ok(fs::rename(&self.0, path)?)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Not there any more where it was kept.
        let _ = fs::remove_file(&self.0);
    }
}

/// Writes whole files only: under another name first.
struct Output {
    writer: ArrowWriter<File>,
    schema: Arc<Schema>,
    part: Part,
    path: PathBuf,
}

impl Output {
    fn new(path: &Path, columns: Vec<Field>) -> Result<Self, Error> {
        let part = Part(path.with_extension("part"));
        let schema = Arc::new(Schema::new(columns));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
            .set_dictionary_enabled(false)
            .build();
        let file =
            File::create(&part.0).map_err(|error| format!("{}: {error}", part.0.display()))?;
        Ok(Self {
            writer: ArrowWriter::try_new(file, Arc::clone(&schema), Some(properties))?,
            schema,
            part,
            path: path.to_owned(),
        })
    }

    fn add(&mut self, columns: Vec<ArrayRef>) -> Result<(), Error> {
        let batch = RecordBatch::try_new(Arc::clone(&self.schema), columns)?;
        Ok(self.writer.write(&batch)?)
    }

    fn close(self) -> Result<(), Error> {
        self.writer.close()?;
        self.part.keep(&self.path)
    }
}

impl Folder {
    /// Where the blocks lie.
    #[must_use]
    pub fn blocks(&self) -> PathBuf {
        self.0.join("blocks")
    }

    /// How many files of blocks there are; that each is whole and holds blocks is seen here, where it can be named.
    ///
    /// # Errors
    ///
    /// When there is none, or one is not what [`write`](Self::write) wrote; the message names it.
    pub fn block_files(&self) -> Result<usize, Error> {
        let folder = self.blocks();
        let named = |error| format!("{}: {error}", folder.display());
        let mut files = 0;
        for entry in fs::read_dir(&folder).map_err(named)? {
            let path = entry?.path();
            if path.extension().is_none_or(|it| it != "parquet") {
                continue;
            }
            let found = reader(&path)?.schema().clone();
            if found.fields() != Schema::new(block_columns()).fields() {
                return Err(
                    format!("{}: other columns than those of blocks", path.display()).into(),
                );
            }
            files += 1;
        }
        if files == 0 {
            return Err(format!("{}: no files of blocks", folder.display()).into());
        }
        Ok(files)
    }

    /// Cuts a matcher's community into blocks of neighbours in key order and writes all that the cluster needs.
    ///
    /// # Errors
    ///
    /// When a file cannot be written.
    pub fn write(&self, matcher: &Matcher, cut: Cut) -> Result<(), Error> {
        let network = matcher.network();
        fs::create_dir_all(self.blocks())?;
        let people: Vec<PersonId> = network.people().collect();
        let blocks: Vec<(u32, &[PersonId])> = (0..).zip(people.chunks(cut.block)).collect();
        for file in 0..cut.files.min(blocks.len()) {
            let path = self.blocks().join(format!("part-{file:03}.parquet"));
            let mut output = Output::new(&path, block_columns())?;
            // Dealt in turn: a block meets all earlier ones, so that late blocks are more work.
            for &(number, people) in blocks.iter().skip(file).step_by(cut.files) {
                let shard = postcard::to_stdvec(&matcher.shard(people))?;
                output.add(vec![
                    Arc::new(UInt32Array::from(vec![number])),
                    Arc::new(LargeBinaryArray::from_vec(vec![&shard])),
                ])?;
            }
            output.close()?;
        }
        let mut output = Output::new(
            &self.0.join("people.parquet"),
            vec![
                column("key", DataType::Utf8),
                column("label", DataType::Utf8),
            ],
        )?;
        for people in people.chunks(1 << 16) {
            let keys = people.iter().map(|&person| network.key(person));
            let labels = people.iter().map(|&person| network.name(person));
            output.add(vec![
                Arc::new(StringArray::from_iter_values(keys)),
                Arc::new(StringArray::from_iter_values(labels)),
            ])?;
        }
        output.close()?;
        let scorer = serde_json::to_string(&matcher.shard_scorer())?;
        Ok(fs::write(self.0.join("scorer.json"), scorer)?)
    }

    /// The policy and the numbers of the community, as JSON.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is not what was written.
    pub fn scorer(&self) -> Result<String, Error> {
        let path = self.0.join("scorer.json");
        let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| named(&error))?;
        // Read here once, where the file can be named; executors read it again.
        serde_json::from_str::<ShardScorer>(&text).map_err(|error| named(&error))?;
        Ok(text)
    }

    /// Everyone's key, in order.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn keys(&self) -> Result<Vec<String>, Error> {
        let path = self.0.join("people.parquet");
        let mut keys = Vec::new();
        for batch in read(&path)? {
            keys.extend(texts(&batch, 0)?.iter().flatten().map(str::to_owned));
        }
        Ok(keys)
    }
}

/// A Parquet file whose footer was read.
fn reader(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, Error> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let file = File::open(path).map_err(|error| named(&error))?;
    Ok(ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| named(&error))?)
}

/// The batches of a Parquet file.
fn read(path: &Path) -> Result<Vec<RecordBatch>, Error> {
    let batches = reader(path)?.build()?.collect::<Result<_, _>>();
    Ok(batches.map_err(|error| format!("{}: {error}", path.display()))?)
}

fn texts(batch: &RecordBatch, column: usize) -> Result<&StringArray, Error> {
    let found = batch.column(column).as_any().downcast_ref();
    found.ok_or_else(|| format!("column {column} holds no text").into())
}

/// Everyone's lists on their way into a file, person after person; the file appears when all are in it.
pub struct Results<'k> {
    output: Output,
    keys: &'k [String],
    /// How many people are written.
    next: usize,
}

impl<'k> Results<'k> {
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn new(path: &Path, keys: &'k [String]) -> Result<Self, Error> {
        let columns = vec![
            column("person", DataType::Utf8),
            column("rank", DataType::UInt32),
            column("peer", DataType::Utf8),
            column("score", DataType::Float32),
        ];
        Ok(Self {
            output: Output::new(path, columns)?,
            keys,
            next: 0,
        })
    }

    /// Adds the lists of the next people.
    ///
    /// # Errors
    ///
    /// When there are more lists than people, when a peer has another key than the people at hand, or the file cannot be written.
    pub fn add(&mut self, lists: &Lists) -> Result<(), Error> {
        let (mut people, mut ranks) = (Vec::new(), Vec::new());
        let (mut peers, mut scores) = (Vec::new(), Vec::new());
        let name = |position: usize| {
            let key = self.keys.get(position).map(String::as_str);
            key.ok_or_else(|| format!("a list names person {position} of {}", self.keys.len()))
        };
        for list in lists {
            let person = name(self.next)?;
            for (rank, place) in (1_u32..).zip(list) {
                people.push(person);
                ranks.push(rank);
                let peer = name(place.position() as usize)?;
                // The id is of the key: names of other people are told.
                if PersonId::of(peer) != place.peer {
                    let id = place.peer;
                    return Err(format!("{peer} is named where the shards have {id}").into());
                }
                peers.push(peer);
                scores.push(place.score);
            }
            self.next += 1;
        }
        self.output.add(vec![
            Arc::new(StringArray::from(people)),
            Arc::new(UInt32Array::from(ranks)),
            Arc::new(StringArray::from(peers)),
            Arc::new(Float32Array::from(scores)),
        ])
    }

    /// Makes the file appear.
    ///
    /// # Errors
    ///
    /// When someone has no list.
    pub fn close(self) -> Result<(), Error> {
        if self.next != self.keys.len() {
            return Err(format!("lists of {} of {} people", self.next, self.keys.len()).into());
        }
        self.output.close()
    }
}

/// One place of a written list: person, rank, peer, the bits of the score.
pub type Row = (String, u32, String, u32);

/// All places of a file of lists, in its order.
///
/// # Errors
///
/// When the file cannot be read or holds other columns.
pub fn results(path: &Path) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for batch in read(path)? {
        let (people, peers) = (texts(&batch, 0)?, texts(&batch, 2)?);
        let ranks = batch.column(1).as_any().downcast_ref::<UInt32Array>();
        let scores = batch.column(3).as_any().downcast_ref::<Float32Array>();
        let (Some(ranks), Some(scores)) = (ranks, scores) else {
            return Err(format!("{}: other columns than those of lists", path.display()).into());
        };
        rows.extend((0..batch.num_rows()).map(|row| {
            let (person, peer) = (people.value(row).to_owned(), peers.value(row).to_owned());
            (person, ranks.value(row), peer, scores.value(row).to_bits())
        }));
    }
    Ok(rows)
}
