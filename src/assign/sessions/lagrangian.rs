//! A Lagrangian bound over seats, sessions and visits together: visits and seats have a price.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::assign::sessions::Problem;
use crate::assign::sessions::bound::{most_seats, sessions_of, shares};
use crate::assign::sessions::feasible::Feasible;
use crate::numeric::greatest_first;
use crate::par;
use crate::rows::AsIndex;

/// Subgradient steps; the bound falls little after these.
const STEPS: usize = 60;
/// What is left of the pace of the steps when one did not lower the bound.
const SLOWER: f64 = 0.8;
/// Thirds cut off while the price of a seat is sought.
const SEARCHES: usize = 16;

/// What one topic offers: seats sought and levels taught.
struct Topic {
    shares: Vec<(f64, u32)>,
    levels: Vec<f64>,
    /// Sums of the largest shares, after 0, 1, … full sessions.
    largest: Vec<f64>,
}

/// Values of 0, 1, … sessions of a topic and who sits in them, most valued first.
struct Values {
    totals: Vec<f64>,
    seated: Vec<u32>,
}

impl Topic {
    fn of(problem: &Problem, feasible: &Feasible, topic: usize, seats: usize) -> Self {
        let levels = sessions_of(problem, feasible, topic);
        let mut shares = shares(problem, feasible, topic, &levels);
        // Largest first, ties by person, so that prefixes are the best seats and sums are the same on every run.
        shares.sort_unstable_by(greatest_first);
        // No more sessions than speakers, nor than fill their seats with the shares there are.
        let sessions = levels.len().min(shares.len().div_ceil(seats));
        let mut largest = vec![0.0];
        for chunk in shares.chunks(seats).take(sessions) {
            largest
                .push(largest[largest.len() - 1] + chunk.iter().map(|share| share.0).sum::<f64>());
        }
        Self {
            shares,
            levels: levels
                .iter()
                .take(sessions)
                .map(|&level| f64::from(level))
                .collect(),
            largest,
        }
    }

    /// Upper bounds of the value of k sessions when each visit costs its price.
    ///
    /// With levels l_1 ≥ l_2 ≥ … a share x in session j is worth f_j = (l_j·x − price)⁺. As f_j ≤ f_k + (l_j − l_k)·x for j < k, the
    /// k sessions are worth at most the k·seats largest f_k, plus, for each j < k, (l_j − l_j+1) times the j·seats largest x.
    fn values(&self, prices: &Prices, seats: usize) -> Values {
        let mut values = Values {
            totals: vec![0.0],
            seated: Vec::new(),
        };
        let (mut sorted, mut level, mut extra) = (Vec::new(), f64::NAN, 0.0);
        for (place, &next) in self.levels.iter().enumerate() {
            // A new level: visits are valued afresh, and what better speakers add to the sessions before is bounded by the largest shares.
            if next != level {
                sorted = self.worth(prices, next);
                if place > 0 {
                    extra += (level - next) * self.largest[place];
                }
                level = next;
            }
            let taken = sorted.iter().take((place + 1) * seats);
            values
                .totals
                .push(taken.map(|worth| worth.0).sum::<f64>() + extra);
        }
        values.seated = sorted.into_iter().map(|worth| worth.1).collect();
        values
    }

    fn worth(&self, prices: &Prices, level: f64) -> Vec<(f64, u32)> {
        let worth = self.shares.iter().map(|&(share, person)| {
            (
                share * level - prices.visits[person.as_index()] - prices.seat,
                person,
            )
        });
        // What costs more than it is worth stays empty.
        let mut worth: Vec<(f64, u32)> = worth.filter(|worth| worth.0 > 0.0).collect();
        worth.sort_unstable_by(greatest_first);
        worth
    }
}

/// The least concave values above the given ones, as rises from one to the next, none above the one before.
fn concave_rises(totals: &[f64]) -> Vec<f64> {
    let mut corners: Vec<usize> = Vec::new();
    for next in 0..totals.len() {
        // The upper concave hull (Andrew's monotone chain): rises only fall, so sessions can be chosen greedily by price.
        while let [.., a, b] = corners[..] {
            let slope = |from: usize, to: usize| (totals[to] - totals[from]) / (to - from) as f64;
            if slope(a, b) > slope(b, next) {
                break;
            }
            corners.pop();
        }
        corners.push(next);
    }
    let steps = corners.windows(2).flat_map(|two| {
        let rise = (totals[two[1]] - totals[two[0]]) / (two[1] - two[0]) as f64;
        std::iter::repeat_n(rise, two[1] - two[0])
    });
    steps.collect()
}

/// What visits and seats cost.
struct Prices {
    visits: Vec<f64>,
    seat: f64,
}

/// The topics and what is refunded for unused visits and seats.
struct Relaxation<'a> {
    problem: &'a Problem,
    topics: Vec<Topic>,
    visits: Vec<f64>,
    seats: f64,
    most: usize,
}

/// The best of the bounds that the prices found on the way give.
pub(crate) fn by_both(problem: &Problem, feasible: &Feasible, covered: f64) -> f64 {
    let most = most_seats(problem);
    if most == 0 {
        return 0.0;
    }
    let rooms = problem
        .rooms
        .iter()
        .map(|room| f64::from(room.holds.saturating_sub(1)));
    let relaxation = Relaxation {
        problem,
        topics: par::map(problem.topics as usize, |topic| {
            Topic::of(problem, feasible, topic, most)
        }),
        visits: feasible
            .visits
            .iter()
            .map(|&visits| visits as f64)
            .collect(),
        seats: rooms.sum::<f64>() * problem.slots.len() as f64,
        most,
    };
    let mut prices = Prices {
        visits: vec![0.0; problem.people.len()],
        seat: 0.0,
    };
    // Only where rooms differ can a price of a seat tell more than the number of seats in a session does.
    if problem
        .rooms
        .iter()
        .any(|room| room.holds as usize != most + 1)
    {
        prices.seat = relaxation.seat_price(&mut prices);
    }
    relaxation.descend(prices, covered)
}

impl Relaxation<'_> {
    /// The bound at given prices, and how often each person sits.
    fn bound(&self, prices: &Prices) -> (f64, Vec<f64>) {
        let (value, used) = priced(self.problem, &self.topics, prices, self.most);
        let refunds = prices
            .visits
            .iter()
            .zip(&self.visits)
            .map(|(price, visits)| price * visits);
        (
            value + refunds.sum::<f64>() + prices.seat * self.seats,
            used,
        )
    }

    /// The price of a seat at which the bound is least; it is convex in it.
    fn seat_price(&self, prices: &mut Prices) -> f64 {
        let shares = self.topics.iter().filter_map(|topic| topic.shares.first());
        let (mut low, mut high) = (0.0, shares.map(|share| share.0).fold(0.0, f64::max));
        for _ in 0..SEARCHES {
            // The bound is convex in one price, so ternary search finds its least.
            let thirds = [low + (high - low) / 3.0, high - (high - low) / 3.0];
            let [left, right] = thirds.map(|price| {
                prices.seat = price;
                self.bound(prices).0
            });
            if left < right {
                high = thirds[1]
            } else {
                low = thirds[0]
            }
        }
        (low + high) / 2.0
    }

    /// Moves the prices of visits against the excess of visits (Polyak's step towards `covered`).
    fn descend(&self, mut prices: Prices, covered: f64) -> f64 {
        let (mut best, mut pace) = (f64::INFINITY, 1.0);
        for _ in 0..STEPS {
            let (bound, used) = self.bound(&prices);
            // The subgradient oscillates: a step that did not improve the bound shortens all later ones.
            pace *= if bound < best { 1.0 } else { SLOWER };
            best = best.min(bound);
            let spare = self
                .visits
                .iter()
                .zip(&used)
                .map(|(visits, used)| visits - used);
            // A visit that is to spare and costs nothing cannot become cheaper.
            let pulls: Vec<f64> = spare
                .zip(&prices.visits)
                .map(|(spare, &price)| {
                    if spare > 0.0 && price == 0.0 {
                        0.0
                    } else {
                        spare
                    }
                })
                .collect();
            let norm: f64 = pulls.iter().map(|pull| pull * pull).sum();
            if norm == 0.0 || best <= covered {
                break;
            }
            // Polyak's step: the gap to a value known to be reached, over the squared length of the subgradient.
            let step = pace * (bound - covered) / norm;
            for (price, pull) in prices.visits.iter_mut().zip(&pulls) {
                *price = (*price - step * pull).max(0.0);
            }
        }
        best
    }
}

/// The value of the best sessions at given prices, and how often each person sits in them.
fn priced(problem: &Problem, topics: &[Topic], prices: &Prices, seats: usize) -> (f64, Vec<f64>) {
    let values = par::map(topics.len(), |topic| topics[topic].values(prices, seats));
    let rises: Vec<Vec<f64>> = values
        .iter()
        .map(|values| concave_rises(&values.totals))
        .collect();
    let mut heap: BinaryHeap<(u64, Reverse<usize>, usize)> = BinaryHeap::new();
    let offer =
        |heap: &mut BinaryHeap<(u64, Reverse<usize>, usize)>, topic: usize, place: usize| {
            if let Some(rise) = rises[topic].get(place).filter(|&&rise| rise > 0.0) {
                heap.push((rise.to_bits(), Reverse(topic), place));
            }
        };
    (0..topics.len()).for_each(|topic| offer(&mut heap, topic, 0));
    // Rises of concave envelopes fall within a topic: greedy over all topics is the optimum at these prices.
    let (mut total, mut used) = (0.0, vec![0.0; prices.visits.len()]);
    for _ in 0..problem.cells() {
        let Some((rise, Reverse(topic), place)) = heap.pop() else {
            break;
        };
        total += f64::from_bits(rise);
        for &person in values[topic].seated.iter().skip(place * seats).take(seats) {
            used[person.as_index()] += 1.0;
        }
        offer(&mut heap, topic, place + 1);
    }
    (total, used)
}

#[cfg(test)]
mod tests {
    use crate::assign::sessions::feasible::Feasible;
    use crate::assign::sessions::lagrangian::by_both;
    use crate::assign::sessions::state::Index;
    use crate::assign::sessions::{Participant, Problem, Room, Want};

    #[test]
    fn a_place_that_is_smaller_than_the_largest_counts_with_its_own_seats() {
        let person = || Participant {
            available: vec![true],
            kinds: 1,
            largest: u32::MAX,
            ..Participant::default()
        };
        let speaker = Participant {
            teaches: vec![(0, 1.0)],
            most_taught: 1,
            ..person()
        };
        let learner = |weight: f32| {
            let (topic, own) = (0, 0.0);
            let wants = vec![Want { topic, weight, own }];
            Participant { wants, ..person() }
        };
        let mut people = vec![speaker; 2];
        people.extend(vec![learner(1.0); 10]);
        people.push(learner(0.01));
        let problem = Problem {
            people,
            topics: 1,
            slots: vec![None],
            rooms: [6, 2].map(|holds| Room { holds, kind: 1 }).to_vec(),
            ..Problem::default()
        };
        // Eleven would learn; beside the speakers there are five seats and one.
        let feasible = Feasible::of(&problem, &Index::of(&problem));
        let bound = by_both(&problem, &feasible, 6.0);
        assert!((6.0..6.01).contains(&bound), "{bound}");
    }
}
