//! Which of 128 candidates may reach the score? Sums of table look-ups over four-bit codes, in vector registers.

#[cfg(target_arch = "x86_64")]
mod wide;

use crate::benefit::index::GROUP;

/// What each code of a dense feature is worth to one asker, in units of the asker's scale.
pub(crate) type Table = [u8; 16];

/// One asker's dense features on one side: rows of codes and what the codes are worth.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms<'t> {
    pub(crate) rows: &'t [u32],
    pub(crate) tables: &'t [Table],
}

/// The least sums with which a candidate may reach the score.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Least {
    pub(crate) gain: u8,
    pub(crate) give: u8,
    pub(crate) both: u8,
}

/// A question about consecutive groups.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'t> {
    pub(crate) gain: Terms<'t>,
    pub(crate) give: Terms<'t>,
    pub(crate) least: Least,
    /// Codes of the groups, `width` rows each.
    pub(crate) codes: &'t [[u8; GROUP]],
    pub(crate) width: usize,
    /// What the asker gains from each candidate, and gives, over the features that are not dense.
    pub(crate) gains: &'t [[u8; GROUP]],
    pub(crate) gives: &'t [[u8; GROUP]],
}

/// What one asker gains from consecutive groups.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'t> {
    pub(crate) terms: Terms<'t>,
    /// What is gained beside the features.
    pub(crate) extra: u8,
    pub(crate) codes: &'t [[u8; GROUP]],
    pub(crate) width: usize,
    /// Gains over the features that are not dense.
    pub(crate) gains: &'t [[u8; GROUP]],
}

/// What one asker must gain and give, or what is needed for candidates to have enough, and what it gives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Both<'t> {
    /// What suffices for the asker.
    pub(crate) least: Least,
    /// What suffices for each of the candidates.
    pub(crate) leasts: &'t [[[u8; GROUP]; 3]],
    /// For each group, squares of gives by asker.
    pub(crate) gives: &'t [Square],
    /// The asker's row in the squares.
    pub(crate) lane: usize,
}

/// Sums of 128 askers with 128 candidates.
pub(crate) type Square = [[u8; GROUP]; GROUP];

/// Which instructions this machine has.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Lanes {
    /// Table look-ups of 32 bytes.
    #[cfg(target_arch = "x86_64")]
    Wide(pulp::x86::V3),
    /// One candidate at a time.
    Plain,
}

impl Lanes {
    /// Finds out what the machine has.
    pub(crate) fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            return Self::Wide(simd);
        }
        Self::Plain
    }

    /// Writes the candidates that may reach the score as bits, and their gain sums.
    pub(crate) fn answer(
        self,
        question: &Question<'_>,
        found: &mut [u128],
        sums: &mut [[u8; GROUP]],
    ) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Wide(simd) => simd.vectorize(wide::Answer {
                simd,
                question,
                found,
                sums,
            }),
            Self::Plain => plain(question, found, sums),
        }
    }
}

impl Lanes {
    /// Writes the gains of a row.
    pub(crate) fn gains(self, row: &Row<'_>, sums: &mut [[u8; GROUP]]) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Wide(simd) => simd.vectorize(wide::Gains { simd, row, sums }),
            Self::Plain => plain_gains(row, sums),
        }
    }

    /// Writes the gains of a row, and the candidates with whom asker or candidate may have enough as bits.
    pub(crate) fn both(
        self,
        row: &Row<'_>,
        both: &Both<'_>,
        found: &mut [u128],
        sums: &mut [[u8; GROUP]],
    ) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Wide(simd) => simd.vectorize(wide::Matches {
                simd,
                row,
                both,
                found,
                sums,
            }),
            Self::Plain => plain_both(row, both, found, sums),
        }
    }

    /// Turns rows into columns.
    pub(crate) fn transpose(self, square: &mut Square) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Wide(simd) => simd.vectorize(wide::Transpose { simd, square }),
            Self::Plain => plain_transpose(square),
        }
    }
}

fn plain_gains(row: &Row<'_>, sums: &mut [[u8; GROUP]]) {
    for (group, sum) in sums.iter_mut().enumerate() {
        *sum = row.gains[group].map(|gain| gain.saturating_add(row.extra));
        add(sum, &row.codes[group * row.width..][..row.width], row.terms);
    }
}

fn plain_both(row: &Row<'_>, both: &Both<'_>, found: &mut [u128], sums: &mut [[u8; GROUP]]) {
    plain_gains(row, sums);
    for (group, (bits, sum)) in found.iter_mut().zip(sums).enumerate() {
        let gives = &both.gives[group][both.lane];
        let [least_gain, least_give, least_both] = &both.leasts[group];
        *bits = 0;
        for lane in 0..GROUP {
            let (gain, give) = (sum[lane], gives[lane]);
            let all = gain.saturating_add(give);
            let own = both.least;
            let counts = (gain >= own.gain && give >= own.give && all >= own.both)
                || (gain >= least_gain[lane]
                    && give >= least_give[lane]
                    && all >= least_both[lane]);
            *bits |= u128::from(counts) << lane;
        }
    }
}

fn plain_transpose(square: &mut Square) {
    for row in 0..GROUP {
        let (above, below) = square.split_at_mut(row + 1);
        for (column, other) in (row + 1..).zip(below) {
            std::mem::swap(&mut above[row][column], &mut other[row]);
        }
    }
}

/// The same answer without vector instructions.
fn plain(question: &Question<'_>, found: &mut [u128], sums: &mut [[u8; GROUP]]) {
    for (group, (bits, sum)) in found.iter_mut().zip(sums).enumerate() {
        let codes = &question.codes[group * question.width..][..question.width];
        *sum = question.gains[group];
        add(sum, codes, question.gain);
        *bits = 0;
        if sum.iter().all(|&gain| gain < question.least.gain) {
            continue;
        }
        let mut give = question.gives[group];
        add(&mut give, codes, question.give);
        for lane in 0..GROUP {
            let enough = sum[lane] >= question.least.gain
                && give[lane] >= question.least.give
                && sum[lane].saturating_add(give[lane]) >= question.least.both;
            *bits |= u128::from(enough) << lane;
        }
    }
}

fn add(sum: &mut [u8; GROUP], codes: &[[u8; GROUP]], terms: Terms<'_>) {
    for (&row, table) in terms.rows.iter().zip(terms.tables) {
        for (sum, code) in sum.iter_mut().zip(&codes[row as usize]) {
            *sum = sum.saturating_add(table[usize::from(code & 15)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::benefit::index::GROUP;
    use crate::benefit::lanes::Lanes;

    #[test]
    fn rows_become_columns() {
        let cell = |row: usize, column: usize| (row * 31 + column * 17 + row * column) as u8;
        for lanes in [Lanes::Plain, Lanes::detect()] {
            let mut square =
                std::array::from_fn(|row| std::array::from_fn(|column| cell(row, column)));
            lanes.transpose(&mut square);
            for (row, line) in square.iter().enumerate() {
                let turned: [u8; GROUP] = std::array::from_fn(|column| cell(column, row));
                assert_eq!(*line, turned, "row {row}");
            }
        }
    }
}
