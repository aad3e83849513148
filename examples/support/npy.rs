//! Matrices in the `.npy` format of NumPy, versions 1 to 3: float32 and float64 in C or Fortran order read, int64 written.
//!
//! The format: `\x93NUMPY`, two bytes of version, the length of the header (two bytes, four from version 2 on), a header such as
//! `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }`, then the numbers
//! (<https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>).

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use crate::Refused;

const MAGIC: &[u8; 6] = b"\x93NUMPY";

/// Rows of float32 numbers, one after the other.
#[derive(Debug)]
pub struct Matrix {
    pub values: Vec<f32>,
    pub rows: u32,
    pub width: u32,
}

/// How a number lies in a file.
#[derive(Clone, Copy)]
struct Kind {
    bytes: usize,
    big_endian: bool,
}

impl Kind {
    fn of(descr: &str) -> Option<Self> {
        let (bytes, big_endian) = match descr {
            "'<f4'" | "'=f4'" => (4, false),
            "'<f8'" | "'=f8'" => (8, false),
            "'>f4'" => (4, true),
            "'>f8'" => (8, true),
            _ => return None,
        };
        Some(Self { bytes, big_endian })
    }

    /// One number; of 64 bits the nearest of 32.
    fn number(self, bytes: &[u8]) -> f32 {
        let mut bytes = bytes.to_vec();
        if self.big_endian {
            bytes.reverse();
        }
        match bytes.as_slice() {
            &[a, b, c, d] => f32::from_le_bytes([a, b, c, d]),
            bytes => {
                let mut eight = [0; 8];
                eight.copy_from_slice(bytes);
                f64::from_le_bytes(eight) as f32
            }
        }
    }
}

/// Rows of a matrix that lies column by column.
fn turned(values: &[f32], rows: usize, width: usize) -> Vec<f32> {
    let cells = (0..rows).flat_map(|row| (0..width).map(move |column| column * rows + row));
    cells.map(|cell| values[cell]).collect()
}

/// Reads a matrix of finite numbers.
pub fn read(path: &Path) -> Result<Matrix, Refused> {
    let refuse = |what: &dyn Display| Refused::new(format!("{}: {what}", path.display()));
    let file = File::open(path).map_err(|error| refuse(&error))?;
    read_from(BufReader::new(file)).map_err(|what| refuse(&what))
}

fn read_from(mut source: impl Read) -> Result<Matrix, String> {
    let told = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => "the file ends too early".to_string(),
        _ => error.to_string(),
    };
    let header = read_header(&mut source).map_err(told)?;
    let kind = field(&header, "descr").unwrap_or_default();
    let Some(kind) = Kind::of(kind) else {
        return Err(format!(
            "numbers of type {kind}, expected float32 ('<f4') or float64 ('<f8')"
        ));
    };
    let by_columns = match field(&header, "fortran_order") {
        Some("False") => false,
        Some("True") => true,
        other => {
            let other = other.unwrap_or("missing");
            return Err(format!("fortran_order is {other}, expected True or False"));
        }
    };
    let shape = field(&header, "shape").unwrap_or_default();
    let sides: Vec<u32> = shape
        .trim_matches(['(', ')'])
        .split(',')
        .filter_map(|side| side.trim().parse().ok())
        .collect();
    let &[rows, width] = sides.as_slice() else {
        return Err(format!("shape {shape}, expected rows and columns"));
    };
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes).map_err(told)?;
    let expected = kind.bytes as u64 * u64::from(rows) * u64::from(width);
    if bytes.len() as u64 != expected {
        let found = bytes.len();
        return Err(format!(
            "{found} bytes of numbers, expected {expected} for shape {shape}"
        ));
    }
    let numbers = bytes.chunks_exact(kind.bytes);
    let mut values: Vec<f32> = numbers.map(|bytes| kind.number(bytes)).collect();
    if by_columns {
        values = turned(&values, rows as usize, width as usize);
    }
    if let Some(place) = values.iter().position(|value| !value.is_finite()) {
        let (row, column) = (place / width as usize, place % width as usize);
        return Err(format!(
            "row {row}, column {column} is {}, expected a finite number of 32 bits",
            values[place]
        ));
    }
    Ok(Matrix {
        values,
        rows,
        width,
    })
}

/// The text between the length of the header and the numbers.
fn read_header(source: &mut impl Read) -> io::Result<String> {
    let mut start = [0; 8];
    source.read_exact(&mut start)?;
    if &start[..6] != MAGIC || !(1..=3).contains(&start[6]) {
        return Err(io::Error::other("not an .npy file of version 1 to 3"));
    }
    let length = if start[6] == 1 {
        let mut two = [0; 2];
        source.read_exact(&mut two)?;
        u64::from(u16::from_le_bytes(two))
    } else {
        let mut four = [0; 4];
        source.read_exact(&mut four)?;
        u64::from(u32::from_le_bytes(four))
    };
    let mut header = Vec::new();
    source.take(length).read_to_end(&mut header)?;
    String::from_utf8(header).map_err(io::Error::other)
}

/// The value of a key of the header; a tuple with its brackets.
fn field<'h>(header: &'h str, key: &str) -> Option<&'h str> {
    let (_, rest) = header.split_once(&format!("'{key}':"))?;
    let rest = rest.trim_start();
    let end = match rest.strip_prefix('(') {
        Some(tuple) => tuple.find(')')? + 2,
        None => rest.find([',', '}'])?,
    };
    Some(rest[..end].trim())
}

/// Writes rows of `width` whole numbers as an int64 matrix.
pub fn write(path: &Path, width: usize, rows: &[Vec<i64>]) -> io::Result<()> {
    let shape = format!(
        "{{'descr': '<i8', 'fortran_order': False, 'shape': ({}, {width}), }}",
        rows.len()
    );
    // Numbers start at a multiple of 64 bytes; the header ends in a line break.
    let length = (MAGIC.len() + 4 + shape.len() + 1).next_multiple_of(64) - MAGIC.len() - 4;
    let mut file = BufWriter::new(File::create(path)?);
    file.write_all(MAGIC)?;
    file.write_all(&[1, 0])?;
    file.write_all(&(length as u16).to_le_bytes())?;
    writeln!(file, "{shape:<0$}", length - 1)?;
    for number in rows.iter().flat_map(|row| row.iter().take(width)) {
        file.write_all(&number.to_le_bytes())?;
    }
    file.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn npy(header: &str, numbers: &[f32]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([1, 0]);
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
        bytes
    }

    #[test]
    fn a_matrix_of_float32_is_read_and_others_are_refused_in_words() {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";
        let numbers = [1.0, 2.0, 3.0, 4.0, 5.0, 6.5];
        let matrix = read_from(&npy(header, &numbers)[..]).expect("sound");
        assert_eq!((matrix.rows, matrix.width), (2, 3));
        assert_eq!(matrix.values, numbers);
        let refused = |bytes: &[u8]| read_from(bytes).expect_err("unsound");
        assert!(refused(&npy(header, &numbers[..5])).contains("20 bytes of numbers, expected 24"));
        assert!(refused(&npy(&header.replace("f4", "i8"), &numbers)).contains("'<i8', expected"));
        assert!(
            refused(&npy(&header.replace("False", "Maybe"), &numbers))
                .contains("fortran_order is Maybe")
        );
        // Column by column: the first row is every second number.
        let by_columns = read_from(&npy(&header.replace("False", "True"), &numbers)[..]);
        assert_eq!(
            by_columns.expect("sound").values,
            [1.0, 3.0, 5.0, 2.0, 4.0, 6.5]
        );
        for (kind, big_endian) in [("<f8", false), (">f8", true)] {
            let mut bytes = npy(&header.replace("<f4", kind), &[]);
            bytes.extend(numbers.iter().flat_map(|&number| {
                let number = f64::from(number);
                if big_endian {
                    number.to_be_bytes()
                } else {
                    number.to_le_bytes()
                }
            }));
            assert_eq!(
                read_from(&bytes[..]).expect("sound").values,
                numbers,
                "{kind}"
            );
        }
        let mut large = npy(&header.replace("<f4", "<f8"), &[]);
        large.extend(
            [1e300_f64; 6]
                .iter()
                .flat_map(|number| number.to_le_bytes()),
        );
        assert!(refused(&large).contains("row 0, column 0 is inf"));
        assert!(refused(&npy(&header.replace("(2, 3)", "(6,)"), &numbers)).contains("shape (6,)"));
        assert!(refused(b"PK\x03\x04").contains("too early"));
        assert!(refused(b"PK\x03\x04.......").contains("not an .npy file"));
        let infinite = npy(header, &[0.0, 0.0, 0.0, 0.0, f32::INFINITY, 0.0]);
        assert!(refused(&infinite).contains("row 1, column 1 is inf"));
    }
}
