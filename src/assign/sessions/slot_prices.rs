//! A Lagrangian bound with prices for each person's time, each speaker and each want: sessions are judged one by one.

use std::collections::BTreeMap;

use crate::assign::sessions::feasible::Feasible;
use crate::assign::sessions::offers::{Cells, Kind, Offer};
use crate::assign::sessions::state::Index;
use crate::assign::sessions::{Problem, offers};
use crate::numeric::{descending_fractions, greatest_first};
use crate::par;
use crate::rows::AsIndex;

/// Seats looked at over all steps, at most: about a second on one thread.
const WORK: usize = 20_000_000;
/// Steps at most; the bound falls little after these.
const STEPS: usize = 200;
/// What is kept of the direction of the step before, so that prices do not swing between sessions alike.
const KEPT: f64 = 0.7;
/// After so many steps that do not lower the bound, the pace is cut.
const PATIENCE: usize = 5;
/// The pace of the first steps: the share of the gap that a step aims to close.
const FIRST_PACE: f64 = 0.5;
/// The pace below which steps move nothing.
const LEAST_PACE: f64 = 0.01;
/// Thirds cut off while the price of a cell is sought.
const SEARCHES: usize = 10;
/// What is left of the pace then.
const SLOWER: f64 = 0.6;
/// A bound this near to what is covered is not worth more steps.
const ENOUGH: f64 = 1.000_1;
/// A share of what is covered by which the bound must fall for a step to count.
const LEAST_FALL: f64 = 1e-5;
/// Sessions that one want can be met in and that are told apart; later ones add next to nothing.
const MOST_REPEATS: usize = 8;

/// What one want costs and refunds.
struct Need {
    weight: f64,
    /// The best level at which it could be met.
    level: f64,
    /// In how many sessions at most.
    repeats: usize,
}

/// The relaxation: wants, the time of people and speakers are bought and sold, rooms are filled.
struct Relaxation<'a> {
    problem: &'a Problem,
    kinds: Vec<Kind>,
    cells: Vec<Cells>,
    needs: Vec<Need>,
}

/// Where the prices of wants, of time (person by kind) and of speakers lie in one vector.
#[derive(Clone)]
struct Prices {
    all: Vec<f64>,
    wants: usize,
    kinds: usize,
}

impl Prices {
    fn time(&self, person: usize, kind: usize) -> usize {
        self.wants + person * self.kinds + kind
    }

    fn speaker(&self, people: usize, person: usize) -> usize {
        self.wants + people * self.kinds + person
    }
}

/// A bound from prices, or infinity where that is too much to work out.
///
/// A seat in a session of level *l* earns the price of its want times *l*, and costs the price of the person's time in the slot; the
/// speaker costs the price of their time and of their teaching. What people do not sell is refunded. For any prices no timetable
/// covers more than the best sessions, each for itself, and all refunds.
///
/// *Wants.* With L the best level at which a want w can be met, 1 − Π (1 − l_i) ≤ G(Σ l_i), where G rises by L, (1 − L)L, (1 − L)²L, … on
/// each step of L: for a given sum the product is least when the levels are as unequal as can be, since log (1 − l) is concave. So at a price λ
/// the want is worth at most λ Σ l_i + L Σ_j (w (1 − L)^j − λ)⁺.
///
/// *Slots alike* share their prices: the mean of any solution over them is one, too, so that the bound loses nothing by it.
///
/// Prices move against the excess (subgradients with Polyak's step towards `covered` and a memory of the step before).
pub(crate) fn of(problem: &Problem, index: &Index, feasible: &Feasible, covered: f64) -> f64 {
    let Some(relaxation) = Relaxation::of(problem, index, feasible) else {
        return f64::INFINITY;
    };
    relaxation.descend(covered)
}

impl<'a> Relaxation<'a> {
    fn of(problem: &'a Problem, index: &Index, feasible: &Feasible) -> Option<Self> {
        let (kinds, cells) = offers::of(problem, index)?;
        let wants = problem.people.iter().flat_map(|person| &person.wants);
        let needs = wants
            .zip(&feasible.wants)
            .map(|(want, &(level, slots))| Need {
                weight: f64::from(want.weight),
                level: f64::from(level),
                repeats: slots.min(MOST_REPEATS),
            });
        Some(Self {
            needs: needs.collect(),
            problem,
            kinds,
            cells,
        })
    }

    /// Prices of wants at which the best session of any topic is worth no more than a cell, and all else is free; the best such price
    /// of a cell.
    fn start(&self) -> Prices {
        let mut most = vec![Vec::new(); self.problem.topics.as_index()];
        // The fullest session that each topic could have.
        for offer in self.cells.iter().flat_map(|cells| &cells.offers) {
            let gains = offer
                .learners
                .iter()
                .map(|learner| self.needs[learner.1.as_index()].weight * offer.level);
            let mut gains: Vec<f64> = gains.collect();
            gains.sort_unstable_by(descending_fractions);
            gains.truncate(offer.seats);
            let known: &mut Vec<f64> = &mut most[offer.topic.as_index()];
            if gains.iter().sum::<f64>() > known.iter().sum::<f64>() {
                *known = gains;
            }
        }
        let values = most.iter().map(|gains| gains.iter().sum::<f64>());
        let (mut low, mut high) = (0.0, values.fold(0.0, f64::max));
        // The bound is convex in the prices, and so along this line of them: a third is cut off where it is higher.
        for _ in 0..SEARCHES {
            let thirds = [low + (high - low) / 3.0, high - (high - low) / 3.0];
            let [left, right] = thirds.map(|cell| self.bound(&self.at(&most, cell)).0);
            if left < right {
                high = thirds[1]
            } else {
                low = thirds[0]
            }
        }
        self.at(&most, (low + high) / 2.0)
    }

    /// Prices at which a cell is worth a sum: each topic pays no seat more than the cap that keeps its best session there.
    fn at(&self, most: &[Vec<f64>], cell: f64) -> Prices {
        let people = self.problem.people.len();
        let caps: Vec<f64> = most.iter().map(|gains| cap(gains, cell)).collect();
        let wants = self.problem.people.iter().flat_map(|person| &person.wants);
        let priced = wants.zip(&self.needs).map(|(want, need)| {
            // Nobody teaches it: the want costs nothing anyway.
            if need.level > 0.0 {
                need.weight.min(caps[want.topic.as_index()] / need.level)
            } else {
                need.weight
            }
        });
        let mut all: Vec<f64> = priced.collect();
        all.resize(self.needs.len() + people * (self.kinds.len() + 1), 0.0);
        Prices {
            all,
            wants: self.needs.len(),
            kinds: self.kinds.len(),
        }
    }

    /// The bound at given prices, and what is refunded of each less what is sold: the subgradient.
    fn bound(&self, prices: &Prices) -> (f64, Vec<f64>) {
        let people = self.problem.people.len();
        let (mut bound, mut spare) = (0.0, vec![0.0; prices.all.len()]);
        // Refunds first: what is not sold of wants, of time and of teaching.
        for (place, need) in self.needs.iter().enumerate() {
            let (value, slope) = need.refund(prices.all[place]);
            bound += value;
            spare[place] = slope;
        }
        for (id, person) in self.problem.people.iter().enumerate() {
            for (kind, slots) in self.kinds.iter().enumerate() {
                let place = prices.time(id, kind);
                spare[place] = slots.count as f64;
                bound += prices.all[place] * slots.count as f64;
            }
            let place = prices.speaker(people, id);
            spare[place] = f64::from(person.most_taught);
            bound += prices.all[place] * f64::from(person.most_taught);
        }
        // Then the sessions, cell by cell; sums are taken in their order, so that threads change no bit.
        let chosen = par::map(self.cells.len(), |place| {
            self.fill(&self.cells[place], prices)
        });
        for (cells, chosen) in self.cells.iter().zip(chosen) {
            for choice in chosen {
                bound += choice.value * choice.times as f64;
                self.sell(cells, &choice, prices, &mut spare);
            }
        }
        (bound, spare)
    }

    /// The best sessions for the cells of one sort, each speaker with the best of theirs.
    fn fill(&self, cells: &Cells, prices: &Prices) -> Vec<Choice> {
        let people = self.problem.people.len();
        let values = par::map(cells.offers.len(), |offer| {
            let seated = seated(&cells.offers[offer], cells.kind, prices);
            seated.iter().map(|seat| seat.0).sum::<f64>()
        });
        // A speaker gives one session at a time: of all that they could give here the best one counts.
        let mut best: BTreeMap<u32, (f64, usize)> = BTreeMap::new();
        for (place, (offer, &value)) in cells.offers.iter().zip(&values).enumerate() {
            for &speaker in &offer.speakers {
                let known = best.entry(speaker).or_insert((0.0, place));
                if value > known.0 {
                    *known = (value, place);
                }
            }
        }
        let mut choices: Vec<Choice> = best
            .into_iter()
            .map(|(speaker, (value, offer))| {
                let id = speaker.as_index();
                let time = prices.all[prices.time(id, cells.kind)];
                Choice {
                    value: value - time - prices.all[prices.speaker(people, id)],
                    speaker,
                    offer,
                    times: 0,
                }
            })
            .filter(|choice| choice.value > 0.0)
            .collect();
        choices
            .sort_unstable_by(|a, b| b.value.total_cmp(&a.value).then(a.speaker.cmp(&b.speaker)));
        // A speaker is in one room at a time, and teaches no more often than they would.
        let mut left = cells.count;
        for choice in &mut choices {
            let most = self.problem.people[choice.speaker.as_index()].most_taught;
            choice.times = left.min(self.kinds[cells.kind].count).min(most.as_index());
            left -= choice.times;
        }
        choices.retain(|choice| choice.times > 0);
        choices
    }

    /// Takes the time of everyone in a session, and what it covers of their wants, off what is spare.
    fn sell(&self, cells: &Cells, choice: &Choice, prices: &Prices, spare: &mut [f64]) {
        let people = self.problem.people.len();
        let (offer, times) = (&cells.offers[choice.offer], choice.times as f64);
        let speaker = choice.speaker.as_index();
        spare[prices.time(speaker, cells.kind)] -= times;
        spare[prices.speaker(people, speaker)] -= times;
        for (_, (person, want)) in seated(offer, cells.kind, prices) {
            spare[prices.time(person.as_index(), cells.kind)] -= times;
            // A dearer want earns more: its pull is the other way round.
            spare[want.as_index()] += times * offer.level;
        }
    }

    /// Moves the prices against the subgradient, and keeps the least bound on the way.
    fn descend(&self, covered: f64) -> f64 {
        let seats = self.cells.iter().flat_map(|cells| &cells.offers);
        let seats: usize = seats.map(|offer| offer.learners.len()).sum();
        let steps = (WORK / seats.max(1)).min(STEPS);
        if steps < 2 * SEARCHES {
            return f64::INFINITY;
        }
        let mut kept = self.start();
        let (mut best, mut prices) = (f64::INFINITY, kept.clone());
        let (mut pace, mut stale) = (FIRST_PACE, 0);
        let mut direction = vec![0.0; prices.all.len()];
        for _ in 2 * SEARCHES..=steps {
            let (bound, spare) = self.bound(&prices);
            stale = if bound < best - covered * LEAST_FALL {
                0
            } else {
                stale + 1
            };
            if bound < best {
                best = bound;
                kept.all.clone_from(&prices.all);
            }
            if best <= covered * ENOUGH || pace < LEAST_PACE {
                break;
            }
            // Steps too long to lower the bound: shorter ones from the best prices so far.
            if stale >= PATIENCE {
                (pace, stale) = (pace * SLOWER, 0);
                prices.all.clone_from(&kept.all);
                direction.fill(0.0);
                continue;
            }
            // Polyak's step: as far as would close the gap if the bound fell as steeply all the way.
            let norm = self.turn(&prices, &spare, &mut direction);
            if norm == 0.0 {
                break;
            }
            let step = pace * (bound - covered) / norm;
            for (place, way) in direction.iter().enumerate() {
                prices.all[place] = (prices.all[place] - step * way).clamp(0.0, self.most(place));
            }
        }
        best
    }

    /// The highest price that can be of use: a want earns at most its weight.
    fn most(&self, place: usize) -> f64 {
        self.needs
            .get(place)
            .map_or(f64::INFINITY, |need| need.weight)
    }

    /// Turns the direction towards what is spare, as far as prices can go; its squared length.
    fn turn(&self, prices: &Prices, spare: &[f64], direction: &mut [f64]) -> f64 {
        for (place, way) in direction.iter_mut().enumerate() {
            *way = spare[place] + KEPT * *way;
            let price = prices.all[place];
            if (price <= 0.0 && *way > 0.0) || (price >= self.most(place) && *way < 0.0) {
                *way = 0.0;
            }
        }
        direction.iter().map(|way| way * way).sum()
    }
}

/// The cap at which gains, largest first, come to a sum; infinite where they do not reach it.
fn cap(gains: &[f64], sum: f64) -> f64 {
    let mut rest: f64 = gains.iter().sum();
    if rest <= sum {
        return f64::INFINITY;
    }
    for (capped, &gain) in gains.iter().enumerate() {
        // The first so many pay the cap, the others less.
        let cap = (sum - rest) / capped as f64;
        if capped > 0 && cap >= gain {
            return cap;
        }
        rest -= gain;
    }
    sum / gains.len() as f64
}

/// One of the best sessions at given prices, and how often it is held.
struct Choice {
    value: f64,
    speaker: u32,
    offer: usize,
    times: usize,
}

impl Need {
    /// What is refunded at a price, and how it changes with the price.
    fn refund(&self, price: f64) -> (f64, f64) {
        let (mut value, mut slope, mut left) = (0.0, 0.0, self.weight);
        // Each further session at the best level covers that share of what is left, and is bought while what is left is dearer.
        for _ in 0..self.repeats {
            if left <= price {
                return (value, slope);
            }
            value += self.level * (left - price);
            slope -= self.level;
            left *= 1.0 - self.level;
        }
        // Sessions beyond those told apart add no more than what is left.
        if self.repeats == MOST_REPEATS {
            value += left;
        }
        (value, slope)
    }
}

/// Who sits in a session at given prices, and what each is worth: the largest gains above the price of the time.
fn seated(offer: &Offer, kind: usize, prices: &Prices) -> Vec<(f64, (u32, u32))> {
    let worth = offer.learners.iter().map(|&(person, want)| {
        let time = prices.all[prices.time(person.as_index(), kind)];
        (
            prices.all[want.as_index()] * offer.level - time,
            (person, want),
        )
    });
    let mut worth: Vec<(f64, (u32, u32))> = worth.filter(|seat| seat.0 > 0.0).collect();
    if worth.len() > offer.seats {
        worth.select_nth_unstable_by(offer.seats, greatest_first);
        worth.truncate(offer.seats);
    }
    // One order of summing, whatever the selection left.
    worth.sort_unstable_by(greatest_first);
    worth
}
