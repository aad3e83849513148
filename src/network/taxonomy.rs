//! How related two skills of a taxonomy are.

use crate::error::Error;
use crate::id::{Names, SkillId, quoted};
use crate::numeric::greatest_first;
use crate::rows::{AsIndex, Rows, narrow};

/// A skill stands in for at most so many others by way of a taxonomy, the most related ones.
const MOST_RELATED: usize = 16;

/// The least relatedness of a taxonomy that counts.
const LEAST_RELATED: f64 = 0.5;

/// A skill has at most so many broader skills, directly and indirectly. ESCO and O*NET stay below 30.
const MOST_BROADER: usize = 256;

/// Skills with their broader and narrower ones and how much they tell.
///
/// The information content of a skill c is taken from the taxonomy itself (Seco, Veale, Hayes 2004),
/// IC(c) = 1 − ln(|narrower(c)| + 1) / ln N, with all narrower skills, direct and indirect, among N skills: 1 for the narrowest, 0
/// for a root that spans everything. Two skills are as related as what they share tells of both (Lin 1998),
/// 2 · IC(a) / (IC(c) + IC(d)), for the common broader skill a of the greatest content, c and d being broader than themselves.
pub(crate) struct Taxonomy {
    /// The skills of the taxonomy, ascending; all else here is by place among them.
    skills: Vec<SkillId>,
    /// Each skill with all that is broader than it, itself included.
    broader: Rows<u32>,
    content: Vec<f64>,
}

impl Taxonomy {
    /// Reads steps from narrower to broader skills, ascending and each once.
    pub(crate) fn new(names: &Names, steps: &[(SkillId, SkillId)]) -> Result<Self, Error> {
        let mut skills: Vec<SkillId> = steps.iter().flat_map(|step| [step.0, step.1]).collect();
        skills.sort_unstable();
        skills.dedup();
        let place = |skill: SkillId| skills.partition_point(|&other| other < skill);
        let steps = steps.iter();
        let steps: Vec<(u32, u32)> = steps
            .map(|step| (narrow(place(step.0)), narrow(place(step.1))))
            .collect();
        // Places among the skills of the taxonomy, so that arrays stay small in a large vocabulary.
        let direct = Rows::from_pairs(skills.len(), steps.iter().copied());
        let order = broadest_first(&direct).map_err(|place| Error::Duplicate {
            what: format!(
                "skill {}, as broader than itself by way of others,",
                quoted(names.get(skills[place].index()))
            ),
        })?;
        let broader = all_broader(&direct, &order).map_err(|(place, count)| Error::TooMany {
            what: format!(
                "broader skills of {}",
                quoted(names.get(skills[place].index()))
            ),
            count,
            limit: MOST_BROADER,
        })?;
        // Each skill is among its own broader ones, so that the count is that of the narrower ones and itself.
        let mut narrower = vec![0_u32; skills.len()];
        for &skill in broader.cells() {
            narrower[skill.as_index()] += 1;
        }
        let all = (skills.len() as f64).ln();
        // Information content from the taxonomy alone: the fewer narrower skills, the more is said (Seco, Veale, Hayes 2004).
        let content = narrower
            .iter()
            .map(|&count| 1.0 - f64::from(count).ln() / all);
        Ok(Self {
            content: content.collect(),
            skills,
            broader,
        })
    }

    /// For each skill those for which it stands in, and how far.
    ///
    /// Under a common broader skill a, those with the least content are the most related, so that the first few of each list by
    /// content hold the most related of all: O(b · log n + k · b) for n skills with b broader skills in all and k related ones.
    pub(crate) fn relatedness(&self) -> Vec<(SkillId, SkillId, f32)> {
        let under = self.narrower_by_content();
        let mut related = Vec::new();
        let mut best: Vec<(f64, u32)> = Vec::new();
        for one in 0..narrow(self.skills.len()) {
            best.clear();
            // Lin (1998): 2·IC(shared) / (IC(one) + IC(other)), the largest over all shared broader skills.
            for &shared in self.broader.row(one) {
                // Itself is among the first of every list, hence one more.
                let first = under.row(shared).iter().take(MOST_RELATED + 1);
                let others = first.filter(|&&other| other != one);
                best.extend(others.map(|&other| (self.lin(shared, one, other), other)));
            }
            best.retain(|found| found.0 >= LEAST_RELATED);
            // Of several shared broader skills the one with the largest value stands for the pair.
            best.sort_unstable_by(|a, b| a.1.cmp(&b.1).then(b.0.total_cmp(&a.0)));
            best.dedup_by_key(|found| found.1);
            best.sort_unstable_by(greatest_first);
            let skill = |place: u32| self.skills[place.as_index()];
            let kept = best.iter().take(MOST_RELATED);
            related.extend(kept.map(|&(value, other)| (skill(one), skill(other), value as f32)));
        }
        related
    }

    fn lin(&self, shared: u32, one: u32, other: u32) -> f64 {
        let content = |skill: u32| self.content[skill.as_index()];
        match content(one) + content(other) {
            sum if sum > 0.0 => (2.0 * content(shared) / sum).clamp(0.0, 1.0),
            _ => 0.0,
        }
    }

    /// Under each skill all narrower ones and itself, the least content first.
    fn narrower_by_content(&self) -> Rows<u32> {
        let mut skills: Vec<u32> = (0..narrow(self.skills.len())).collect();
        let content = |skill: u32| self.content[skill.as_index()];
        skills.sort_by(|&a, &b| content(a).total_cmp(&content(b)));
        let pairs = skills.into_iter().flat_map(|skill| {
            let broader = self.broader.row(skill).iter();
            broader.map(move |&broader| (broader, skill))
        });
        Rows::from_pairs(self.skills.len(), pairs)
    }
}

/// An order in which every skill comes after all its broader ones (Kahn 1962); a skill of a circle where there is one.
fn broadest_first(direct: &Rows<u32>) -> Result<Vec<u32>, usize> {
    let mut waits: Vec<usize> = direct.iter().map(<[u32]>::len).collect();
    let count = narrow(direct.len());
    let steps =
        (0..count).flat_map(|skill| direct.row(skill).iter().map(move |&broad| (broad, skill)));
    let narrower = Rows::from_pairs(direct.len(), steps);
    // Roots wait for nobody; a skill is ready once its last broader skill is.
    let mut order: Vec<u32> = (0..count)
        .filter(|&skill| waits[skill.as_index()] == 0)
        .collect();
    let mut next = 0;
    while let Some(&broad) = order.get(next) {
        next += 1;
        for &skill in narrower.row(broad) {
            waits[skill.as_index()] -= 1;
            if waits[skill.as_index()] == 0 {
                order.push(skill);
            }
        }
    }
    // Who still waits lies on a circle or under one.
    match waits.iter().position(|&waits| waits > 0) {
        None => Ok(order),
        Some(place) => Err(circle_from(direct, &waits, place)),
    }
}

/// A skill on a circle: who still waits, waits for one who still waits, and following these leads round.
fn circle_from(direct: &Rows<u32>, waits: &[usize], start: usize) -> usize {
    let mut at = start;
    for _ in 0..waits.len() {
        let broader = direct.row(at).iter().map(|skill| skill.as_index());
        at = broader
            .filter(|&skill| waits[skill] > 0)
            .min()
            .unwrap_or(at);
    }
    at
}

/// Each skill with all its broader ones and itself, ascending; who has too many, and how many, where someone has.
fn all_broader(direct: &Rows<u32>, order: &[u32]) -> Result<Rows<u32>, (usize, usize)> {
    let mut all: Vec<Vec<u32>> = vec![Vec::new(); direct.len()];
    for &skill in order {
        // The broader ones come before, so that theirs are known.
        let mut broader = vec![skill];
        for &broad in direct.row(skill) {
            broader.extend_from_slice(&all[broad.as_index()]);
        }
        broader.sort_unstable();
        broader.dedup();
        if broader.len() > MOST_BROADER {
            return Err((skill.as_index(), broader.len() - 1));
        }
        all[skill.as_index()] = broader;
    }
    let mut rows = Rows::with_capacity(all.len(), all.iter().map(Vec::len).sum());
    all.into_iter().for_each(|row| rows.push(row));
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use crate::id::{Interner, SkillId, Spelling};
    use crate::network::taxonomy::{LEAST_RELATED, MOST_RELATED, Taxonomy};

    /// A made-up taxonomy of some skills, each under one or two of those before it.
    fn steps(skills: u32, seed: u32) -> Vec<(SkillId, SkillId)> {
        let mut state = seed;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let mut steps = Vec::new();
        for skill in 1..skills {
            for _ in 0..1 + next(2) {
                steps.push((SkillId(skill), SkillId(next(skill))));
            }
        }
        steps.sort_unstable();
        steps.dedup();
        steps
    }

    fn names(skills: u32) -> crate::id::Names {
        let mut interner = Interner::new(Spelling::Exact);
        for skill in 0..skills {
            interner.number(&format!("{skill:04}"));
        }
        interner.into_sorted().0
    }

    /// Lin's measure by all pairs and all common broader skills.
    fn naive(skills: u32, steps: &[(SkillId, SkillId)]) -> Vec<(SkillId, SkillId, f32)> {
        let mut broader = vec![vec![false; skills as usize]; skills as usize];
        for skill in 0..skills as usize {
            broader[skill][skill] = true;
            for step in steps.iter().filter(|step| step.0.index() == skill) {
                let above = broader[step.1.index()].clone();
                for (own, above) in broader[skill].iter_mut().zip(above) {
                    *own |= above;
                }
            }
        }
        let narrower = |up: usize| broader.iter().filter(|row| row[up]).count() as f64;
        let content = |up: usize| 1.0 - narrower(up).ln() / f64::from(skills).ln();
        let mut all = Vec::new();
        for one in 0..skills as usize {
            let lin = |other: usize| {
                let shared =
                    (0..skills as usize).filter(|&up| broader[one][up] && broader[other][up]);
                let most = shared.map(content).fold(0.0, f64::max);
                (2.0 * most / (content(one) + content(other))).clamp(0.0, 1.0)
            };
            let others = (0..skills as usize).filter(|&other| other != one);
            let mut row: Vec<(f64, usize)> = others.map(|other| (lin(other), other)).collect();
            row.retain(|found| found.0 >= LEAST_RELATED);
            row.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let id = |place: usize| SkillId(place as u32);
            let kept = row.iter().take(MOST_RELATED);
            all.extend(kept.map(|&(value, other)| (id(one), id(other), value as f32)));
        }
        all
    }

    #[test]
    fn the_most_related_are_those_of_the_naive_loop() {
        for seed in 0..6 {
            let steps = steps(120, seed);
            let taxonomy = Taxonomy::new(&names(120), &steps).expect("no circle");
            let found = taxonomy.relatedness();
            assert!(found.len() > 200, "{}", found.len());
            assert_eq!(found, naive(120, &steps));
        }
    }

    #[test]
    fn circles_and_endless_chains_are_refused() {
        let skill = SkillId;
        let circle = [
            (skill(0), skill(1)),
            (skill(1), skill(2)),
            (skill(2), skill(1)),
        ];
        let refused = Taxonomy::new(&names(3), &circle)
            .err()
            .expect("a circle")
            .to_string();
        assert!(
            refused.contains("`0001`") || refused.contains("`0002`"),
            "{refused}"
        );
        let chain: Vec<_> = (0..400).map(|at| (skill(at), skill(at + 1))).collect();
        let refused = Taxonomy::new(&names(401), &chain)
            .err()
            .expect("too deep")
            .to_string();
        assert!(refused.ends_with("expected at most 256"), "{refused}");
    }
}
