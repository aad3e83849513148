//! How far one skill stands in for another: as given by hand, as a taxonomy tells, and as vectors of skills do.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::error::Error;
use crate::id::{Interner, Names, SkillId, check_name, quoted};
use crate::network::draft::Draft;
use crate::network::skill_vectors::{DraftSkillVectors, SkillMatrix, SkillVectors};
use crate::network::taxonomy::Taxonomy;
use crate::rows::{AsIndex, Rows};
use crate::unit::{Unit, counted};

/// What is said of skills so far, by numbers of arrival.
#[derive(Debug, Clone, Default)]
pub(crate) struct DraftRelatedness {
    /// By hand, both ways; 0 keeps a taxonomy from relating the two.
    pub(crate) by_hand: BTreeMap<(u32, u32), f32>,
    /// Narrower and broader skill.
    pub(crate) broader: Vec<(u32, u32)>,
    pub(crate) vectors: Option<DraftSkillVectors>,
}

/// What is known of skills.
#[derive(Debug, Clone, Default)]
pub(crate) struct Relatedness {
    /// For each skill those for which it stands in, and how far: by hand and by the taxonomy.
    told: Rows<(SkillId, f32)>,
    pub(crate) vectors: Option<SkillVectors>,
    /// What is told, with the neighbours by vectors, once these were looked for.
    joined: OnceLock<Rows<(SkillId, f32)>>,
    /// By hand, each pair once, ascending.
    pub(crate) by_hand: Vec<(SkillId, SkillId, f32)>,
    /// Narrower and broader skill, ascending.
    pub(crate) broader: Vec<(SkillId, SkillId)>,
}

impl DraftRelatedness {
    /// Whether nothing is said of any skill.
    pub(crate) fn is_silent(&self) -> bool {
        self.by_hand.is_empty() && self.broader.is_empty() && self.vectors.is_none()
    }

    /// Takes a relatedness by hand, or notes what is wrong with it. Of several for one pair the last counts.
    pub(crate) fn relate(&mut self, draft: &mut Draft, pair: (&str, &str), relatedness: f32) {
        let taken = self.try_relate(&mut draft.skills, pair, relatedness);
        draft.errors.extend(taken.err());
    }

    /// Takes a step of a taxonomy, or notes what is wrong with it.
    pub(crate) fn broaden(&mut self, draft: &mut Draft, step: (&str, &str)) {
        let taken = self.try_broaden(&mut draft.skills, step);
        draft.errors.extend(taken.err());
    }

    fn try_relate(
        &mut self,
        skills: &mut Interner,
        (a, b): (&str, &str),
        relatedness: f32,
    ) -> Result<(), Error> {
        let describe = || format!("relatedness of {} and {}", quoted(a), quoted(b));
        let value = Unit::check(relatedness, describe)?.get();
        // Two spellings of one skill are one skill.
        let Some((one, other)) = pair(skills, a, b)? else {
            return match value == 1.0 {
                true => Ok(()),
                false => Err(Error::OutOfRange {
                    what: describe(),
                    value: value.into(),
                    expected: "1 between a skill and itself",
                }),
            };
        };
        self.by_hand.insert((one, other), counted(value));
        self.by_hand.insert((other, one), counted(value));
        Ok(())
    }

    fn try_broaden(
        &mut self,
        skills: &mut Interner,
        (narrower, broader): (&str, &str),
    ) -> Result<(), Error> {
        let step = pair(skills, narrower, broader)?.ok_or_else(|| Error::Duplicate {
            what: format!("skill {}, as broader than itself,", quoted(narrower)),
        })?;
        self.broader.push(step);
        Ok(())
    }

    /// The relatedness of all skills, by place: by hand, and by the taxonomy where nothing is said by hand.
    pub(crate) fn freeze(&self, skills: &Names, place: &[u32]) -> Result<Relatedness, Error> {
        let skill = |number: u32| SkillId(place[number.as_index()]);
        let by_hand = self.by_hand.iter();
        // Numbers of arrival become places in name order.
        let by_hand: BTreeMap<(SkillId, SkillId), f32> = by_hand
            .map(|(&(a, b), &value)| ((skill(a), skill(b)), value))
            .collect();
        let steps = self.broader.iter();
        let mut broader: Vec<(SkillId, SkillId)> = steps
            .map(|&(narrow, broad)| (skill(narrow), skill(broad)))
            .collect();
        broader.sort_unstable();
        broader.dedup();
        // By hand wins: the taxonomy only speaks of pairs of which nothing is said, not even 0.
        let mut pairs: Vec<(u32, (SkillId, f32))> = Vec::new();
        let given = by_hand.iter().filter(|given| *given.1 > 0.0);
        pairs.extend(given.map(|(&(one, other), &value)| (one.0, (other, value))));
        if !broader.is_empty() {
            let taxonomy = Taxonomy::new(skills, &broader)?;
            let found = taxonomy.relatedness().into_iter();
            let free = found.filter(|found| !by_hand.contains_key(&(found.0, found.1)));
            pairs.extend(free.map(|(one, other, value)| (one.0, (other, value))));
        }
        pairs.sort_unstable_by(in_order);
        // Both directions are kept for asking; the written form holds each pair once.
        let once = by_hand.into_iter().filter(|((a, b), _)| a < b);
        Ok(Relatedness {
            told: Rows::from_pairs(skills.len(), pairs.into_iter()),
            vectors: self.vectors.as_ref().map(|vectors| vectors.freeze(place)),
            joined: OnceLock::new(),
            by_hand: once.map(|((a, b), value)| (a, b, value)).collect(),
            broader,
        })
    }
}

impl Relatedness {
    /// For each skill those for which it stands in, and how far, ascending; `find` looks for neighbours by vectors, once.
    pub(crate) fn rows(
        &self,
        find: impl FnOnce(&SkillMatrix) -> Rows<(u32, f32)>,
    ) -> &Rows<(SkillId, f32)> {
        match &self.vectors {
            None => &self.told,
            Some(vectors) => self.joined.get_or_init(|| self.join(vectors, find)),
        }
    }

    /// What is told, and neighbours by vectors where nothing is said by hand; of a taxonomy and vectors the greater counts.
    fn join(
        &self,
        vectors: &SkillVectors,
        find: impl FnOnce(&SkillMatrix) -> Rows<(u32, f32)>,
    ) -> Rows<(SkillId, f32)> {
        let mut pairs: Vec<(u32, (SkillId, f32))> = Vec::new();
        // Both sources go into one list of directed pairs, to be merged by one sort.
        for (skill, row) in (0..).zip(self.told.iter()) {
            pairs.extend(row.iter().map(|&pair| (skill, pair)));
        }
        for (row, near) in vectors.matrix.near(find).iter().enumerate() {
            let one = vectors.skills[row];
            let near = near.iter();
            let near = near.map(|&(other, cosine)| (vectors.skills[other.as_index()], cosine));
            // What is said by hand about a pair counts alone, even when it is less than the vectors tell.
            let free = near.filter(|&(other, _)| !self.is_said(one, other));
            pairs.extend(free.map(|pair| (one.0, pair)));
        }
        // The greatest of a pair stays, and the others go.
        pairs.sort_unstable_by(in_order);
        pairs.dedup_by_key(|pair| (pair.0, pair.1.0));
        Rows::from_pairs(self.told.len(), pairs.into_iter())
    }

    /// Whether anything is said of a pair by hand, be it 0.
    fn is_said(&self, one: SkillId, other: SkillId) -> bool {
        let pair = (one.min(other), one.max(other));
        let said = self
            .by_hand
            .binary_search_by_key(&pair, |said| (said.0, said.1));
        said.is_ok()
    }
}

/// The order of related skills: one, then the other, the greatest of a pair first.
fn in_order(a: &(u32, (SkillId, f32)), b: &(u32, (SkillId, f32))) -> Ordering {
    let greater = b.1.1.total_cmp(&a.1.1);
    (a.0, a.1.0).cmp(&(b.0, b.1.0)).then(greater)
}

/// The numbers of two skills; none where both are one.
fn pair(skills: &mut Interner, a: &str, b: &str) -> Result<Option<(u32, u32)>, Error> {
    check_name("skill", a)?;
    check_name("skill", b)?;
    let (one, other) = (skills.number(a), skills.number(b));
    Ok((one != other).then_some((one, other)))
}
