//! Stretches of something known with something fresh in between: what a small change makes of a long list.

use std::ops::Range;

/// A stretch of a list: entries that are kept, or a fresh one by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Entries of the list before, as they were.
    Kept(Range<usize>),
    /// One entry that was not there before.
    Fresh(usize),
}

/// The entries of a list piece by piece.
pub(crate) fn spliced<T: Clone>(
    known: &[T],
    pieces: &[Piece],
    mut fresh: impl FnMut(usize) -> T,
) -> Vec<T> {
    let mut all = Vec::with_capacity(known.len() + pieces.len());
    for piece in pieces {
        match piece {
            Piece::Kept(stretch) => all.extend_from_slice(&known[stretch.clone()]),
            Piece::Fresh(number) => all.push(fresh(*number)),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use crate::rows::{Piece, Rows, spliced};

    #[test]
    fn kept_stretches_and_fresh_entries_lie_in_the_order_of_the_pieces() {
        let pieces = [
            Piece::Fresh(1),
            Piece::Kept(1..3),
            Piece::Fresh(0),
            Piece::Kept(4..4),
            Piece::Kept(4..5),
        ];
        let known = spliced(&['a', 'b', 'c', 'd', 'e'], &pieces, |number| {
            ['x', 'y'][number]
        });
        assert_eq!(known, ['y', 'b', 'c', 'x', 'e']);
        let mut rows = Rows::default();
        for row in ["a", "bb", "", "dd", "e"] {
            rows.push(row.chars());
        }
        let rows = rows.spliced(&pieces, |number| ["", "yyy"][number].chars());
        let found: Vec<String> = rows.iter().map(|row| row.iter().collect()).collect();
        assert_eq!(found, ["yyy", "bb", "", "", "e"]);
        assert_eq!(rows.spliced(&[Piece::Kept(0..5)], |_| []), rows);
        assert_eq!(Rows::<u32>::default().spliced(&[], |_| []).len(), 0);
    }
}
