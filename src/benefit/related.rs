//! The relatedness of skills as people are compiled by it: by hand, by a taxonomy, and by vectors of skills.

use crate::benefit::Mean;
use crate::benefit::dense::DenseVectors;
use crate::id::SkillId;
use crate::network::{Nearness, Network, SkillMatrix};
use crate::numeric::lowest_place_first;
use crate::rows::{Rows, narrow};

/// For each skill those for which it stands in, and how far, ascending. Neighbours by vectors are looked for on first use and kept
/// with the network.
pub(crate) fn related(network: &Network) -> &Rows<(SkillId, f32)> {
    network.facts().relatedness.rows(neighbours)
}

/// For each row of a matrix of skills the rows for which it stands in, with the cosine, ascending.
///
/// The lists are those of the dense kernel for people who need and offer what a skill is, under the minimum of two equal gains. Equal
/// cosines are decided by row: by name.
pub(crate) fn neighbours(matrix: &SkillMatrix) -> Rows<(u32, f32)> {
    let near = matrix.neighbours;
    let vectors = DenseVectors::new(&matrix.unit, &matrix.unit, matrix.width);
    let vectors = vectors.expect("vectors were checked at the door");
    // The exact top list of every skill among all others: the same kernel as for people.
    let lists = vectors.recommend_all(near.most, Mean::MINIMUM);
    let nearest: Vec<Vec<(u32, f32)>> = lists
        .into_iter()
        .map(|list| {
            let cosines = list
                .iter()
                .map(|other| (other.person, other.score.min(1.0)));
            let near = cosines.filter(|other| other.1 >= near.threshold);
            let mut near: Vec<(u32, f32)> = near.collect();
            near.sort_unstable_by(lowest_place_first);
            near
        })
        .collect();
    let among = |one: u32, other: u32| {
        let list = &nearest[one as usize];
        list.binary_search_by_key(&other, |entry| entry.0).is_ok()
    };
    // A skill is served by its nearest: who is among them lends to it.
    let lent = (0..narrow(nearest.len())).flat_map(|served| {
        let near_ones = nearest[served as usize].iter();
        let lenders = near_ones.filter(move |&&(lender, _)| {
            near.nearness == Nearness::OneSided || among(lender, served)
        });
        lenders.map(move |&(lender, cosine)| (lender, (served, cosine)))
    });
    Rows::from_pairs(nearest.len(), lent.collect::<Vec<_>>().into_iter())
}
