//! Rounds of a design for those who are present: where it has too many places, some stay empty.

use crate::numeric::ordered_by_key;
use crate::round::context::RoundContext;
use crate::round::planner::Shape;
use crate::round::series::draft::{Draft, Rounds, pairs_of};
use crate::rows::AsIndex;

/// Rounds of so many groups of a size, so many of them; `None` where there is no construction.
pub(crate) type Design = fn(usize, usize, usize) -> Option<Rounds>;

impl Draft<'_> {
    /// Takes rounds without any repeat from a construction, where everyone is the same to everyone; says whether it did.
    pub(crate) fn construct(&mut self, design: Design) -> bool {
        let Some(first) = self.contexts.first() else {
            return false;
        };
        let people = &first.present;
        let alike = |context: &RoundContext<'_>| context.all_alike(people);
        if people.len() < 2 || !self.contexts.iter().all(alike) {
            return false;
        }
        let found = self.designed(design);
        self.placed = found.unwrap_or_default();
        !self.placed.is_empty()
    }

    /// The rounds of a design in which all who are present are in a group of a size asked for each time; but one of an odd number in
    /// pairs has none, each time another: the partner of somebody who does not exist.
    pub(crate) fn designed(&self, design: Design) -> Option<Rounds> {
        let first = self.contexts.first()?;
        let people = &first.present;
        let (smallest, wanted, largest) = first.sizes();
        let alike = |context: &RoundContext<'_>| {
            context.present == *people && context.sizes() == first.sizes()
        };
        // A design gives everyone one meeting in each round.
        let several = matches!(first.planner.shape, Shape::Pairs(most) if most != 1);
        if several || people.len() < 2 || !self.contexts.iter().all(alike) {
            return None;
        }
        let [least, most] = [smallest, wanted].map(|size| size.as_index());
        // Pairs alone leave one of an odd number out; no group is otherwise smaller than was asked for.
        let pairs = largest == 2;
        let fewest = people.len().div_ceil(most);
        let highest = if pairs { fewest } else { people.len() / least };
        // Sizes near the middle first: twice the distance of all people from so many groups of the middle size.
        let distance = |groups: usize| (2 * people.len()).abs_diff(groups * (least + most));
        let numbers = ordered_by_key(fewest..=highest, distance);
        numbers.into_iter().find_map(|groups| {
            let size = people.len().div_ceil(groups);
            let empty = groups * size - people.len();
            if size < 2 || empty > 0 && size == least && !pairs {
                return None;
            }
            let rounds = design(groups, size, self.contexts.len())?;
            seated(rounds, groups * size, people)
        })
    }
}

/// Rounds of places as rounds of people: places too many stay empty, no two of them in one group, so that no group loses more than one.
fn seated(rounds: Rounds, places: usize, people: &[u32]) -> Option<Rounds> {
    // A construction has whole groups only: the places that nobody takes stay empty.
    let empty = empty_places(&rounds, places, places - people.len())?;
    let mut who = vec![None; places];
    let taken = (0..places).filter(|place| !empty.contains(place));
    for (place, &person) in taken.zip(people) {
        who[place] = Some(person);
    }
    let named = |group: Vec<u32>| -> Vec<u32> {
        let known = group.into_iter().filter_map(|place| who[place.as_index()]);
        known.collect()
    };
    let round = |groups: Vec<Vec<u32>>| {
        let groups = groups.into_iter().map(named);
        groups.filter(|group| group.len() > 1).collect()
    };
    Some(rounds.into_iter().map(round).collect())
}

/// So many places of which no two are ever in one group, the highest that are found by taking whatever still goes.
fn empty_places(rounds: &Rounds, places: usize, count: usize) -> Option<Vec<usize>> {
    if count < 2 {
        return Some((places - count..places).collect());
    }
    let mut met = vec![false; places * places];
    for groups in rounds {
        for (a, b) in pairs_of(groups) {
            met[a.as_index() * places + b.as_index()] = true;
        }
    }
    // Not every start leads to enough: from each place downwards, and round again.
    (0..places).rev().find_map(|start| {
        let mut empty: Vec<usize> = Vec::new();
        for step in 0..places {
            let place = (start + places - step) % places;
            let apart = |&other: &usize| !met[place.min(other) * places + place.max(other)];
            if empty.len() < count && empty.iter().all(apart) {
                empty.push(place);
            }
        }
        (empty.len() == count).then_some(empty)
    })
}

#[cfg(test)]
mod tests {
    use crate::assign::without_repeats;
    use crate::round::series::design::{empty_places, seated};

    #[test]
    fn empty_places_never_meet_and_are_refused_where_there_are_too_few() {
        // Eight slopes over eight columns: the places of one row never meet.
        let rounds = without_repeats(8, 4, 8).expect("a construction");
        for count in 0..=8 {
            let people: Vec<u32> = (0..32 - count).collect();
            let seated = seated(rounds.clone(), 32, &people).expect("room in one row");
            for groups in &seated {
                assert_eq!(groups.concat().len(), people.len());
                assert!(groups.iter().all(|group| group.len() >= 3));
            }
        }
        // Fifteen schoolgirls in seven rounds have all met.
        let rounds = without_repeats(5, 3, 7).expect("a construction");
        assert_eq!(
            empty_places(&rounds, 15, 1).map(|empty| empty.len()),
            Some(1)
        );
        assert_eq!(empty_places(&rounds, 15, 2), None);
    }
}
