//! Lays out candidates so that many can be ruled out at once.
//!
//! A feature that many hold is *dense*: each candidate has a code of four bits for it, one byte each, side by side for 128 candidates.
//! All other features are inverted lists of those who hold them.

use crate::benefit::codebook::Codebook;
use crate::benefit::dense::closeness::MeaningIndex;
use crate::benefit::feature::Want;
use crate::benefit::feature_index::{FeatureIndex, Side};
use crate::benefit::kernel::Kernel;
use crate::benefit::kinds::FeatureKinds;
use crate::benefit::links::{CommonColumns, KeyIndex};
use crate::benefit::profiles::{Asker, Profiles};
use crate::benefit::simd::SimdLevel;
use crate::benefit::top_k::{Scored, TopK};
use crate::par;
use crate::rows::AsIndex;

/// Candidates whose sums are found together: those of one code row.
pub(crate) const GROUP: usize = 128;

/// Candidates laid out for asking.
///
/// Space: one byte a candidate and dense feature, 6 bytes an entry of other features, 4 bytes a candidate.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    /// The person at each place. Of equal scores the lower place is the better.
    pub(crate) order: Vec<u32>,
    pub(crate) offers: FeatureIndex,
    pub(crate) needs: FeatureIndex,
    /// Codes: for each group of places, for each dense feature of offers, then of needs, then the extra one, a row.
    pub(crate) codes: Vec<[u8; GROUP]>,
    /// Rows of codes a group.
    pub(crate) width: usize,
    /// The codebook of what candidates may gain beside the rows, when any may.
    pub(crate) extra: Option<Codebook>,
    /// Who has which key in common with whom.
    pub(crate) key_index: KeyIndex,
    /// Who has which of the keys that many have.
    pub(crate) common: CommonColumns,
    /// Embeddings, where closeness in meaning counts.
    pub(crate) meaning: Option<MeaningIndex>,
    pub(crate) kernel: Kernel,
}

impl Index {
    /// Lays out the people of `order`, each once, in the order that decides between equal scores.
    pub(crate) fn new(profiles: Profiles<'_>, order: Vec<u32>) -> Self {
        let people = order.len();
        let gives = |place: usize, into: &mut Vec<Want>| {
            into.extend(profiles.asker(order[place]).bounded_gives());
        };
        let wants = |place: usize, into: &mut Vec<Want>| {
            into.extend(profiles.asker(order[place]).bounded_wants());
        };
        let (offers, needs) = par::join(
            || FeatureIndex::new(people, profiles.kinds, Side::Offers, gives),
            || FeatureIndex::new(people, profiles.kinds, Side::Needs, wants),
        );
        // What candidates may gain beside the features takes a row of codes of its own, so that it enters gives as any feature.
        let extras = order.iter().map(|&person| profiles.extra_in_sums(person));
        let extras: Vec<f32> = extras.filter(|&extra| extra > 0.0).collect();
        let most = extras.iter().copied().fold(0.0, f32::max);
        let extra = (most > 0.0).then(|| Codebook::of_amounts(extras, most));
        let width = offers.codebooks.len() + needs.codebooks.len() + usize::from(extra.is_some());
        let mut codes = vec![[0; GROUP]; width * people.div_ceil(GROUP)];
        if width > 0 {
            // A group is coded by one worker: its lanes lie side by side in each row of codes.
            par::for_each_row(&mut codes, width, |group, block| {
                let mut entries = Vec::new();
                let here = &order[group * GROUP..people.min((group + 1) * GROUP)];
                for (lane, &person) in here.iter().enumerate() {
                    let place = group * GROUP + lane;
                    entries.clear();
                    gives(place, &mut entries);
                    offers.encode(&entries, lane, block);
                    entries.clear();
                    wants(place, &mut entries);
                    needs.encode(&entries, lane, &mut block[offers.codebooks.len()..]);
                    let own = profiles.extra_in_sums(person);
                    if let Some(codebook) = extra.as_ref().filter(|_| own > 0.0) {
                        block[width - 1][lane] = codebook.encode(own, 0.0);
                    }
                }
            });
        }
        Self {
            key_index: KeyIndex::new(profiles, &order),
            common: profiles.links.map_or_else(CommonColumns::default, |links| {
                CommonColumns::new(links, &order)
            }),
            meaning: profiles
                .meaning
                .map(|meaning| MeaningIndex::new(meaning, &order)),
            order,
            offers,
            needs,
            codes,
            width,
            extra,
            kernel: Kernel::of(SimdLevel::detect()),
        }
    }

    /// A list of places as people with their scores.
    pub(crate) fn to_scored(&self, top: TopK, profiles: Profiles<'_>) -> Vec<Scored> {
        let scored = |(place, score): (u32, f32)| {
            let person = self.order[place.as_index()];
            Scored {
                person,
                score,
                key: profiles.key(person),
            }
        };
        top.into_list().map(scored).collect()
    }

    /// The most that anyone here may gain from an asker.
    pub(crate) fn max_give(&self, asker: &Asker<'_>, kinds: FeatureKinds) -> f32 {
        // A step or a stance may be worth the whole weight of a want, whatever the amount.
        let most = asker
            .bounded_gives()
            .map(|give| match kinds.is_product(give.feature) {
                true => give.weight,
                false => 1.0,
            });
        let most = most.fold(0.0, f32::max);
        let extra = self
            .extra
            .as_ref()
            .map_or(0.0, |codebook| codebook.amount[15]);
        let meaning = self.meaning.as_ref().filter(|_| asker.embedded);
        let close = meaning.map_or(0.0, |meaning| meaning.max_weight);
        (most * self.needs.max_sum).min(1.0) + extra + close
    }
}
