//! Groups are improved by small changes: somebody joins, two meet, a group lends a member, groups merge or dissolve.

use crate::round::context::RoundContext;
use crate::round::quality::Quality;

/// Passes over those left over and over groups of a size that was not asked for; each change makes the plan better, so that few
/// are needed.
const PASSES: usize = 8;

/// Improves groups until no change of the kinds tried helps; says how good they are.
pub(crate) fn improve(context: &RoundContext<'_>, groups: &mut Vec<Vec<u32>>) -> Quality {
    let mut work = Improvement {
        context,
        groups: std::mem::take(groups),
        best: Quality::default(),
    };
    // A group that must not be counts as everyone in it alone.
    work.groups
        .retain(|group| context.part_quality(group).is_some());
    // People alone are groups of one for as long as this lasts, so that they join, lend and merge like any other group.
    work.groups.extend(
        context
            .left_of(&work.groups)
            .into_iter()
            .map(|person| vec![person]),
    );
    work.best = work.total();
    for _ in 0..PASSES {
        let before = work.best;
        work.pass();
        if work.best == before {
            break;
        }
    }
    *groups = work.groups;
    groups.retain(|group| group.len() > 1);
    work.best
}

struct Improvement<'c, 'p> {
    context: &'c RoundContext<'p>,
    groups: Vec<Vec<u32>>,
    best: Quality,
}

/// New members for some groups, and what the change adds.
type Change = (Quality, Vec<(usize, Vec<u32>)>);

impl Improvement<'_, '_> {
    fn total(&self) -> Quality {
        let of = |group: &Vec<u32>| self.context.part_quality(group).unwrap_or_default();
        self.groups.iter().map(of).sum()
    }

    /// Tries to place everyone alone, then to bring every group of a wrong size to a right one.
    fn pass(&mut self) {
        for number in 0..self.groups.len() {
            if self.is_wrong(number) {
                self.best_change(number);
            }
        }
        self.groups.retain(|group| !group.is_empty());
    }

    fn is_wrong(&self, number: usize) -> bool {
        let (smallest, wanted, _) = self.context.sizes();
        let size = self.groups[number].len() as u32;
        size > 0 && !(smallest..=wanted).contains(&size)
    }

    /// Makes the best change that gives a group more members or dissolves it, if any helps.
    fn best_change(&mut self, number: usize) {
        let mut best: Option<Change> = None;
        for other in (0..self.groups.len()).filter(|&other| other != number) {
            self.merge(number, other, &mut best);
            self.borrow(number, other, &mut best);
        }
        // Only where nothing simpler helps somebody alone: it tries every third group as well. Taking the place of somebody else alone
        // would only move that one, which is tried when it is their turn.
        if self.groups[number].len() == 1 && best.is_none() {
            let is_other = |&other: &usize| other != number && self.groups[other].len() > 1;
            for other in (0..self.groups.len()).filter(is_other) {
                self.displace(number, other, &mut best);
            }
        }
        self.dissolve(number, &mut best);
        if let Some((gain, parts)) = best {
            self.best = self.best + gain;
            for (number, members) in parts {
                self.groups[number] = members;
            }
        }
    }

    /// Keeps a change that is allowed, helps, and helps more than the best so far.
    fn consider(&self, parts: Vec<(usize, Vec<u32>)>, best: &mut Option<Change>) {
        // Judged by the parts it touches: all other groups stay as they are.
        let mut gain = Quality::default();
        for (number, members) in &parts {
            let before = self
                .context
                .part_quality(&self.groups[*number])
                .unwrap_or_default();
            let Some(after) = self.context.part_quality(members) else {
                return;
            };
            gain = gain + after + before.negated();
        }
        if gain < best.as_ref().map_or(Quality::default(), |best| best.0) {
            *best = Some((gain, parts));
        }
    }

    /// One group takes all of another.
    fn merge(&self, number: usize, other: usize, best: &mut Option<Change>) {
        let (_, _, largest) = self.context.sizes();
        if self.groups[number].len() + self.groups[other].len() <= largest as usize {
            let all = [&self.groups[number][..], &self.groups[other][..]].concat();
            self.consider(vec![(number, all), (other, Vec::new())], best);
        }
    }

    /// One group takes a member of another.
    fn borrow(&self, number: usize, other: usize, best: &mut Option<Change>) {
        for place in 0..self.groups[other].len() {
            let mut rest = self.groups[other].clone();
            let taken = rest.remove(place);
            let larger = [&self.groups[number][..], &[taken]].concat();
            self.consider(vec![(number, larger), (other, rest)], best);
        }
    }

    /// Somebody alone takes the place of a member who finds one elsewhere: in a third group, or with somebody else alone.
    fn displace(&self, number: usize, other: usize, best: &mut Option<Change>) {
        let alone = self.groups[number][0];
        for place in 0..self.groups[other].len() {
            let mut swapped = self.groups[other].clone();
            let out = std::mem::replace(&mut swapped[place], alone);
            if self.context.part_quality(&swapped).is_none() {
                continue;
            }
            for third in (0..self.groups.len()).filter(|&third| third != number && third != other) {
                let larger = [&self.groups[third][..], &[out]].concat();
                let parts = vec![
                    (number, Vec::new()),
                    (other, swapped.clone()),
                    (third, larger),
                ];
                self.consider(parts, best);
            }
        }
    }

    /// Every member of a group joins another group, each the first that takes them.
    fn dissolve(&self, number: usize, best: &mut Option<Change>) {
        let mut parts: Vec<(usize, Vec<u32>)> = vec![(number, Vec::new())];
        for &member in &self.groups[number] {
            let takes = |&other: &usize| {
                let fresh = parts.iter().all(|part| part.0 != other);
                let larger = [&self.groups[other][..], &[member]].concat();
                fresh && larger.len() > 2 && self.context.part_quality(&larger).is_some()
            };
            let Some(host) = (0..self.groups.len()).find(takes) else {
                return;
            };
            parts.push((host, [&self.groups[host][..], &[member]].concat()));
        }
        self.consider(parts, best);
    }
}

#[cfg(test)]
mod tests {
    use crate::round::context::RoundContext;
    use crate::round::improve::improve;
    use crate::round::{MeetingHistory, RoundPlanner, Scores};
    use crate::{Network, Person};

    #[test]
    fn whoever_gives_up_a_place_goes_to_any_other_group() {
        // Of four in two pairs, person 0 may meet person 1 alone.
        let people = ["ana", "ben", "caro", "dan", "eva"].map(Person::new);
        let network = Network::from_people(people, []).expect("sound");
        let planner = ["caro", "dan", "eva"].into_iter().fold(
            RoundPlanner::new(Scores::equal(&network)),
            |planner, other| planner.apart("ana", other),
        );
        let context = RoundContext::new(&planner, &MeetingHistory::default()).expect("sound");
        for pairs in [[[1, 2], [3, 4]], [[3, 4], [1, 2]]] {
            let mut groups: Vec<Vec<u32>> = pairs.map(Vec::from).to_vec();
            assert_eq!(improve(&context, &mut groups).alone, 0, "{groups:?}");
        }
    }
}
