//! From order of arrival to name order: the facts of a checked draft.

use std::sync::{Arc, OnceLock};

use crate::id::{CircleId, PersonId, SkillId, TopicId};
use crate::network::adjacency::Adjacency;
use crate::network::column::Column;
use crate::network::draft::{Draft, NOBODY};
use crate::network::groups::Groups;
use crate::network::{Facts, NeedFact, StanceFact};

/// Sorts everything by name: people, and within each their skills, topics and circles.
pub(crate) fn arrange(
    draft: Draft,
    ties: Vec<(u32, u32, f32)>,
    related: &[(u32, u32, f32)],
) -> Facts {
    let (names, person_at) = draft.people.into_sorted();
    let (skills, skill_at) = draft.skills.into_sorted();
    let (topics, topic_at) = draft.topics.into_sorted();
    let (circles, circle_at) = draft.circles.into_sorted();
    let (slots, slot_at) = draft.slots.into_sorted();
    let (groups, group_at) = Groups::from_draft(&draft.groups, &circle_at);
    let order = order(&draft.rows, &person_at);
    let skill = |number: u32| SkillId(skill_at[number as usize]);
    let topic = |number: u32| TopicId(topic_at[number as usize]);
    let circle = |number: u32| CircleId(circle_at[number as usize]);
    let person = |number: u32| PersonId(person_at[number as usize]);
    let need = |(s, priority, visibility)| NeedFact {
        skill: skill(s),
        priority,
        visibility,
    };
    let stance = |(t, position, visibility)| StanceFact {
        topic: topic(t),
        position,
        visibility,
    };
    let manager = |number: u32| {
        if number == NOBODY {
            NOBODY
        } else {
            person(number).0
        }
    };
    let ties = Ties::new(names.len() as u32, ties, &person_at);
    Facts {
        offers: draft
            .offers
            .arranged(&order, |(s, level)| (skill(s), level), |item| item.0),
        needs: draft.needs.arranged(&order, need, |item| item.skill),
        interests: draft.interests.arranged(
            &order,
            |(t, weight)| (topic(t), weight),
            |item| item.0,
        ),
        stances: draft.stances.arranged(&order, stance, |item| item.topic),
        hierarchies: hierarchies(&draft.hierarchies, &order, &group_at),
        seeks: draft.seeks.arranged(&order, |seek| seek, |seek| seek.0),
        wanted: draft
            .wanted
            .arranged(&order, |(c, weight)| (circle(c), weight), |item| item.0),
        blocks: draft.blocks.arranged(&order, person, |&id| id),
        refuses: draft.refuses.arranged(&order, person, |&id| id),
        available: draft
            .available
            .arranged(&order, |slot| slot_at[slot as usize], |&slot| slot),
        managers: order
            .iter()
            .map(|&row| manager(draft.managers[row as usize]))
            .collect(),
        openness: order
            .iter()
            .map(|&row| draft.openness[row as usize])
            .collect(),
        limits: order
            .iter()
            .map(|&row| draft.limits[row as usize])
            .collect(),
        related: related_skills(related, &skill_at),
        ties: ties.out,
        ties_in: ties.into,
        acquaintances: ties.both,
        graph: OnceLock::new(),
        names,
        skills,
        topics,
        circles,
        slots,
        groups,
    }
}

/// The row of each person in name order.
fn order(rows: &[u32], person_at: &[u32]) -> Vec<u32> {
    let mut order = vec![0; rows.len()];
    for (row, &number) in rows.iter().enumerate() {
        order[person_at[number as usize] as usize] = row as u32;
    }
    order
}

/// Everyone's groups by place, renumbered; an empty place stays empty.
fn hierarchies(drafted: &Column<u32>, order: &[u32], group_at: &[u32]) -> Column<u32> {
    let mut hierarchies = Column::default();
    for &row in order {
        let groups = drafted.get(row as usize).iter();
        let renumbered = |&group: &u32| {
            if group == NOBODY {
                NOBODY
            } else {
                group_at[group as usize]
            }
        };
        hierarchies.push(groups.map(renumbered));
    }
    hierarchies
}

/// The three views of the ties; where all ties are mutual they are one and the same.
struct Ties {
    out: Arc<Adjacency>,
    into: Arc<Adjacency>,
    both: Arc<Adjacency>,
}

impl Ties {
    fn new(people: u32, mut ties: Vec<(u32, u32, f32)>, person_at: &[u32]) -> Self {
        for tie in &mut ties {
            (tie.0, tie.1) = (person_at[tie.0 as usize], person_at[tie.1 as usize]);
        }
        let out = Arc::new(Adjacency::from_checked(people, &ties));
        let into = out.reversed();
        if into == *out {
            return Self {
                into: out.clone(),
                both: out.clone(),
                out,
            };
        }
        ties.extend_from_within(..);
        let half = ties.len() / 2;
        for tie in &mut ties[half..] {
            (tie.0, tie.1) = (tie.1, tie.0);
        }
        Self {
            out,
            into: Arc::new(into),
            both: Arc::new(Adjacency::from_checked(people, &ties)),
        }
    }
}

/// For each skill the skills related to it, with the largest relatedness given.
fn related_skills(pairs: &[(u32, u32, f32)], skill_at: &[u32]) -> Column<(SkillId, f32)> {
    let mut sorted: Vec<(u32, u32, f32)> = pairs
        .iter()
        .filter(|pair| pair.2 > 0.0)
        .map(|&(a, b, value)| (skill_at[a as usize], skill_at[b as usize], value))
        .collect();
    sorted.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)));
    sorted.dedup_by_key(|pair| (pair.0, pair.1));
    let mut related = Column::default();
    let mut rest = sorted.as_slice();
    for skill in 0..skill_at.len() as u32 {
        let (here, after) = rest.split_at(rest.partition_point(|pair| pair.0 == skill));
        related.push(
            here.iter()
                .map(|&(_, other, value)| (SkillId(other), value)),
        );
        rest = after;
    }
    related
}
