//! What two people have in common, number by number.

use crate::acceptance::contacts::for_each_common;
use crate::diversity::hierarchy_distance;
use crate::id::PersonIndex;
use crate::network::Network;
use crate::numeric::lowest_place_first;
use crate::person::Visibility;
use crate::rows::AsIndex;

/// Scales a vector to length 1 and returns the length it had; in f64, for the square of a small f32 may be 0.
pub(crate) fn scale(vector: &mut [(u32, f32)]) -> f32 {
    let squares = vector.iter().map(|entry| f64::from(entry.1).powi(2));
    let length = squares.sum::<f64>().sqrt();
    for entry in vector.iter_mut() {
        entry.1 = (f64::from(entry.1) / length) as f32;
    }
    length as f32
}

/// How likely a walk of three ties leads from one to the other without the tie between them, from 0 to 1; `steps` is 1 / √ties by
/// person.
///
/// With A the ties and D their numbers, the root of an entry of (D^-½·A·D^-½)³, which is the geometric mean of the chances
/// that a walk leads there and back. O(ties of one · log(ties) of its contacts) at best, O(ties of both) for each contact at most.
pub(crate) fn three_steps(
    network: &Network,
    steps: &[f32],
    (i, j): (PersonIndex, PersonIndex),
) -> f32 {
    let known = network.acquaintances();
    let ties = |person: PersonIndex| known.neighbours(person.0).len();
    // Begun at the same end whoever asks, so that sums are equal to the last bit.
    let (from, to) = if (ties(i), i) <= (ties(j), j) {
        (i, j)
    } else {
        (j, i)
    };
    let mut sum = 0.0_f64;
    for &first in known.neighbours(from.0) {
        if first == to.0 {
            continue;
        }
        let step = f64::from(steps[first.as_index()]);
        for_each_common(known.neighbours(first), known.neighbours(to.0), |second| {
            if second != from.0 {
                sum += step * f64::from(steps[second.as_index()]);
            }
        });
    }
    let tied = usize::from(known.between(i, j).is_some());
    let ends = ((ties(i) - tied) as f64 * (ties(j) - tied) as f64).sqrt();
    (sum / ends.max(1.0)).min(1.0).sqrt() as f32
}

/// 1 / (ties apart − 1). A tie between the two tells nothing here; shared contacts tell that they are two apart without it.
pub(crate) fn nearness(ties_apart: Option<Option<u32>>, contacts: Option<f32>) -> Option<f32> {
    contacts?;
    match ties_apart? {
        None => Some(0.0),
        Some(ties) if ties >= 2 => Some(1.0 / (ties as f32 - 1.0)),
        Some(_) => contacts.filter(|&shared| shared > 0.0).map(|_| 1.0),
    }
}

/// 1 − the distance in circles, averaged over the hierarchies of which both have a path.
pub(crate) fn closeness(network: &Network, i: PersonIndex, j: PersonIndex) -> Option<f32> {
    let pairs = network.circles_at(i).zip(network.circles_at(j));
    let known = pairs.filter_map(|(one, other)| hierarchy_distance(one, other));
    let (count, sum) = known.fold((0.0, 0.0), |(count, sum), far| {
        (count + 1.0, sum + (1.0 - far))
    });
    (count > 0.0).then(|| sum / count)
}

/// The share of equal values among the attribute keys that both have.
pub(crate) fn equal_attributes(network: &Network, i: PersonIndex, j: PersonIndex) -> Option<f32> {
    let (one, other) = (
        network.attribute_numbers_at(i),
        network.attribute_numbers_at(j),
    );
    let find = |key: u32| {
        let place = other.binary_search_by_key(&key, |pair| pair.0).ok()?;
        Some(other[place].1)
    };
    let shared = one
        .iter()
        .filter_map(|&(key, value)| Some(find(key)? == value));
    let (count, equal) = shared.fold((0, 0), |(count, equal), same| {
        (count + 1, equal + u32::from(same))
    });
    (count > 0).then(|| equal as f32 / count as f32)
}

/// Features ascending, with what each counts.
type SparseVector = Vec<(u32, f32)>;

/// Vectors of unit length of someone's interests and skills, with their lengths before; hidden needs stay out of them.
pub(crate) fn vectors_of(
    network: &Network,
    person: PersonIndex,
) -> (SparseVector, SparseVector, [f32; 2]) {
    let interests = network.interests_at(person).iter();
    let mut topics: SparseVector = interests.map(|item| (item.0.0, item.1)).collect();
    let offers = network.offers_at(person).iter();
    let mut skills: SparseVector = offers.map(|item| (item.0.0, item.1)).collect();
    let needs = network.needs_at(person).iter();
    let shown = needs.filter(|need| need.visibility == Visibility::Shown);
    skills.extend(shown.map(|need| (need.skill.0, need.priority)));
    // A skill both offered and needed counts once, with the greater weight.
    skills.sort_unstable_by(lowest_place_first);
    skills.dedup_by_key(|entry| entry.0);
    let lengths = [scale(&mut topics), scale(&mut skills)];
    (topics, skills, lengths)
}
