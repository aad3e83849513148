//! Floor 3 — who takes which place when scores are turned into lists and nobody may be swamped?

use crate::assign::exposure::Side;
use crate::assign::exposure::attention::Attention;
use crate::assign::exposure::preferences::{Book, Preferences};
use crate::assign::exposure::rank::Ranking;
use crate::par;

/// Lists in descending order of the scores, as exposures; ties by lower number.
pub(crate) fn draft(
    preferences: &Preferences,
    attention: &[Attention; 2],
    scores: [&[f64]; 2],
) -> [Vec<f64>; 2] {
    let mut exposure = [Vec::new(), Vec::new()];
    let sides: &[Side] = if preferences.is_pool() {
        &[Side::Left]
    } else {
        &[Side::Left, Side::Right]
    };
    for &side in sides {
        let at = side as usize;
        let other = if side == Side::Left {
            Side::Right
        } else {
            Side::Left
        };
        let (book, caps) = (preferences.book(side), &preferences.book(other).receives);
        exposure[at] = if caps.is_empty() {
            sorted(book, &attention[at], scores[at])
        } else {
            in_turn(book, &attention[at], scores[at], caps)
        };
    }
    exposure
}

/// Each list for itself.
fn sorted(book: &Book, attention: &Attention, scores: &[f64]) -> Vec<f64> {
    let mut exposure = vec![0.0; book.layout.slots()];
    let mut done = vec![(); book.layout.rows()];
    let start = |row: usize| book.layout.start(row);
    par::map_spans(
        &mut exposure,
        start,
        &mut done,
        Ranking::default,
        |ranking, row, exposure| {
            ranking.resize(exposure.len());
            ranking
                .scores
                .copy_from_slice(&scores[book.layout.span(row)]);
            let sorted = attention.sorted(row, exposure.len());
            attention.blend(row, exposure, ranking.order(sorted), 1.0);
        },
    );
    exposure
}

/// All first places first, then all second places: each list takes its best candidate who has room for the attention of the place.
///
/// Within a place the list goes first that has been passed over most so far, then the one with the lower number. A list that
/// finds nobody with room leaves the place empty.
fn in_turn(book: &Book, attention: &Attention, scores: &[f64], caps: &[f64]) -> Vec<f64> {
    let rows = book.layout.rows();
    let orders = par::map_with(rows, Ranking::default, |ranking, row| {
        let span = book.layout.span(row);
        ranking.resize(span.len());
        ranking.scores.copy_from_slice(&scores[span.clone()]);
        ranking
            .order(span.len())
            .map(|place| place as u32)
            .collect::<Vec<u32>>()
    });
    let mut waiting = orders;
    let mut room = caps.to_vec();
    let mut exposure = vec![0.0; book.layout.slots()];
    let mut passed = vec![0_u32; rows];
    let mut turn: Vec<usize> = (0..rows).collect();
    for place in 0..book.layout.widest() {
        turn.retain(|&row| place < book.layout.span(row).len() && attention.at(row, place) > 0.0);
        turn.sort_by_key(|&row| (std::cmp::Reverse(passed[row]), row));
        for &row in &turn {
            let needed = attention.at(row, place);
            let column = |candidate: u32| book.layout.column(row, candidate as usize);
            // Candidates without room for this place may have room for a later, cheaper one: they keep waiting.
            let found = waiting[row]
                .iter()
                .position(|&candidate| room[column(candidate)] + 1e-12 >= needed);
            match found {
                Some(0) => {}
                _ => passed[row] += 1,
            }
            if let Some(found) = found {
                let candidate = waiting[row].remove(found);
                room[column(candidate)] -= needed;
                exposure[book.layout.start(row) + candidate as usize] = needed;
            }
        }
    }
    exposure
}
