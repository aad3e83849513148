//! How far one skill stands in for another: as given by hand, and as a taxonomy tells.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::id::{Interner, Names, SkillId, check_name, quoted};
use crate::network::taxonomy::Taxonomy;
use crate::rows::{AsIndex, Rows, narrow};
use crate::unit::{Unit, counted};

/// What is said of skills so far, by numbers of arrival.
#[derive(Debug, Clone, Default)]
pub(crate) struct DraftRelatedness {
    /// By hand, both ways; 0 keeps a taxonomy from relating the two.
    pub(crate) by_hand: BTreeMap<(u32, u32), f32>,
    /// Narrower and broader skill.
    pub(crate) broader: Vec<(u32, u32)>,
}

/// What is known of skills.
#[derive(Debug, Default)]
pub(crate) struct Relatedness {
    /// For each skill those for which it stands in, and how far.
    pub(crate) rows: Rows<(SkillId, f32)>,
    /// By hand, each pair once, ascending.
    pub(crate) by_hand: Vec<(SkillId, SkillId, f32)>,
    /// Narrower and broader skill, ascending.
    pub(crate) broader: Vec<(SkillId, SkillId)>,
}

impl DraftRelatedness {
    /// Takes a relatedness by hand. Of several for one pair the last counts.
    pub(crate) fn relate(
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

    /// Takes a step of a taxonomy.
    pub(crate) fn broaden(
        &mut self,
        skills: &mut Interner,
        (narrower, broader): (&str, &str),
    ) -> Result<(), Error> {
        match pair(skills, narrower, broader)? {
            Some(step) => self.broader.push(step),
            None => {
                return Err(Error::Duplicate {
                    what: format!("skill {}, as broader than itself,", quoted(narrower)),
                });
            }
        }
        Ok(())
    }

    /// The relatedness of all skills, by place: by hand, and by the taxonomy where nothing is said by hand.
    pub(crate) fn freeze(&self, skills: &Names, place: &[u32]) -> Result<Relatedness, Error> {
        let skill = |number: u32| SkillId(place[number.as_index()]);
        let by_hand = self.by_hand.iter();
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
        pairs.sort_unstable_by_key(|pair| (pair.0, pair.1.0));
        // Sorted by skill: each row is the run of its skill.
        let mut rows = Rows::with_capacity(skills.len(), pairs.len());
        let mut rest = pairs.as_slice();
        for skill in 0..narrow(skills.len()) {
            let (here, after) = rest.split_at(rest.partition_point(|pair| pair.0 == skill));
            rows.push(here.iter().map(|pair| pair.1));
            rest = after;
        }
        let once = by_hand.into_iter().filter(|((a, b), _)| a < b);
        Ok(Relatedness {
            rows,
            by_hand: once.map(|((a, b), value)| (a, b, value)).collect(),
            broader,
        })
    }
}

/// The numbers of two skills; none where both are one.
fn pair(skills: &mut Interner, a: &str, b: &str) -> Result<Option<(u32, u32)>, Error> {
    check_name("skill", a)?;
    check_name("skill", b)?;
    let (one, other) = (skills.number(a), skills.number(b));
    Ok((one != other).then_some((one, other)))
}
