//! Turns scores into lists: by sorting, or round-robin under caps on attention received.

use crate::assign::exposure::attention::Attention;
use crate::assign::exposure::preference_lists::PreferenceLists;
use crate::assign::exposure::preferences::Preferences;
use crate::assign::exposure::rank::Ranking;
use crate::par;
use crate::rows::{AsIndex, narrow};

/// Lists in descending order of the scores, as exposures; ties by lower number.
pub(crate) fn lists_by_score(
    preferences: &Preferences,
    attention: &[Attention; 2],
    scores: [&[f64]; 2],
) -> [Vec<f64>; 2] {
    let mut exposure = [Vec::new(), Vec::new()];
    for side in preferences.sides() {
        let at = side.as_index();
        let other = preferences.facing(side);
        let (lists, caps) = (preferences.lists(side), &preferences.lists(other).receives);
        // Without caps every list is sorted alone; with caps the lists compete, so they pick in turn.
        exposure[at] = if caps.is_empty() {
            sorted(lists, &attention[at], scores[at])
        } else {
            round_robin(lists, &attention[at], scores[at], caps)
        };
    }
    exposure
}

/// Each list by itself.
fn sorted(lists: &PreferenceLists, attention: &Attention, scores: &[f64]) -> Vec<f64> {
    let mut exposure = vec![0.0; lists.layout.slots()];
    lists
        .layout
        .for_each_row(&mut exposure, Ranking::default, |ranking, row, exposure| {
            ranking.resize(exposure.len());
            ranking
                .scores
                .copy_from_slice(&scores[lists.layout.span(row)]);
            // Only as many are sorted as have attention to get.
            let sorted = attention.sorted(row, exposure.len());
            attention.blend(row, exposure, ranking.order(sorted), 1.0);
        });
    exposure
}

/// All first places first, then all second places: each list takes its best candidate who has room for the attention of the place.
///
/// Within a place the list goes first that has been passed over most so far, then the one with the lower number. A list that
/// finds nobody with room leaves the place empty.
fn round_robin(
    lists: &PreferenceLists,
    attention: &Attention,
    scores: &[f64],
    caps: &[f64],
) -> Vec<f64> {
    let rows = lists.layout.rows();
    let orders = par::map_with(rows, Ranking::default, |ranking, row| {
        let span = lists.layout.span(row);
        ranking.resize(span.len());
        ranking.scores.copy_from_slice(&scores[span.clone()]);
        ranking.order(span.len()).map(narrow).collect::<Vec<u32>>()
    });
    let mut waiting = orders;
    let mut room = caps.to_vec();
    let mut exposure = vec![0.0; lists.layout.slots()];
    let mut passed = vec![0_u32; rows];
    // Whoever was passed over most often chooses first.
    let mut order: Vec<usize> = (0..rows).collect();
    for place in 0..lists.layout.widest() {
        // Rows whose lists or attention end before this place drop out.
        order.retain(|&row| place < lists.layout.span(row).len() && attention.at(row, place) > 0.0);
        order.sort_by_key(|&row| (std::cmp::Reverse(passed[row]), row));
        for &row in &order {
            let needed = attention.at(row, place);
            let column = |candidate: u32| lists.layout.column(row, candidate.as_index());
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
                exposure[lists.layout.start(row) + candidate.as_index()] = needed;
            }
        }
    }
    exposure
}
