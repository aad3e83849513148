//! What a community knows about a pair, compiled once: the components of every acceptance estimate.

use crate::acceptance::{Components, PREDICTORS, PairPast, Past, Predictor};
use crate::diversity::hierarchy_distance;
use crate::id::PersonIndex;
use crate::network::Network;
use crate::numeric::{Random, cosine};
use crate::person::Visibility;
use crate::rows::Rows;

/// How many pairs are drawn to measure the community's means. The standard error of a mean of numbers from 0 to 1 is below
/// 1/64 then; a design choice.
const SAMPLE: usize = 1_024;

/// The seed of that draw: any fixed number.
const SEED: u64 = 15;

/// From how many times the length of the shorter list on the longer is searched instead of read through. A merge reads
/// both lists, a search reads log₂ of the longer for each entry of the shorter.
const SEARCH_FROM: usize = 16;

/// Everything that predictors need and that is not measured pair by pair, by person.
#[derive(Debug, Clone)]
pub(crate) struct Evidence {
    /// Adamic–Adar weight of each person as a shared contact, 1 / ln(ties).
    pub(in crate::acceptance) weights: Vec<f32>,
    /// Sum of the weights of each person's contacts: no pair shares more than the lesser of two.
    pub(in crate::acceptance) sums: Vec<f32>,
    /// ln(1 + ties).
    pub(in crate::acceptance) activity: Vec<f32>,
    /// ln(1 + people who turned to them); empty where no tie has a direction.
    pub(in crate::acceptance) sought: Vec<f32>,
    pub(in crate::acceptance) interests: Rows<(u32, f32)>,
    pub(in crate::acceptance) skills: Rows<(u32, f32)>,
    /// Lengths of both vectors before they were scaled to 1.
    pub(in crate::acceptance) lengths: Vec<[f32; 2]>,
    pub(in crate::acceptance) past: Past,
    /// Which predictors the model weighs.
    pub(in crate::acceptance) needed: [bool; PREDICTORS],
    /// What a missing component counts as.
    pub(in crate::acceptance) means: [f64; PREDICTORS],
    pub(in crate::acceptance) silent: bool,
}

/// What a scorer has measured of a pair already.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Measured {
    pub(crate) gain: f32,
    pub(crate) give: f32,
    pub(crate) disagreement: Option<f32>,
    /// Ties between the two, `Some(None)` beyond the horizon, `None` where it was not measured.
    pub(crate) ties_apart: Option<Option<u32>>,
}

impl Evidence {
    /// Compiles what the needed predictors ask for; means that the community does not know are those of `fallback`.
    ///
    /// O(items + ties) time.
    pub(crate) fn new(
        network: &Network,
        past: Past,
        needed: [bool; PREDICTORS],
        fallback: &[f64; PREDICTORS],
    ) -> Self {
        let facts = network.facts();
        let known = network.acquaintances();
        let ties = known.ties() > 0;
        let plain = facts.attributes.cells().is_empty();
        let silent = !ties && plain && facts.groups.len() == 0 && past.is_empty();
        let count = |of: &[bool]| of.iter().any(|&needs| needs) && !silent;
        let wants = |predictor: Predictor| needed[predictor as usize];
        let ground = wants(Predictor::CommonGround);
        let mut evidence = Self {
            weights: Vec::new(),
            sums: Vec::new(),
            activity: Vec::new(),
            sought: Vec::new(),
            interests: Rows::default(),
            skills: Rows::default(),
            lengths: Vec::new(),
            past,
            needed,
            means: *fallback,
            silent,
        };
        if ties && count(&needed) {
            evidence.count_ties(network);
        }
        if count(&[
            wants(Predictor::Interests),
            wants(Predictor::Skills),
            ground,
        ]) {
            evidence.compare_profiles(network);
        }
        if !silent {
            evidence.measure_means(network, fallback);
        }
        evidence
    }

    fn count_ties(&mut self, network: &Network) {
        let known = network.acquaintances();
        let degree = |person: u32| known.neighbours(person).len();
        let people = 0..known.people();
        // A shared contact has two ties at least, so the logarithm is above 0.
        let weight = |person: u32| 1.0 / (degree(person).max(2) as f32).ln();
        self.weights = people.clone().map(weight).collect();
        let weights = &self.weights;
        let sum = |person: u32| {
            known
                .neighbours(person)
                .iter()
                .map(|&k| weights[k as usize])
                .sum()
        };
        self.sums = people.clone().map(sum).collect();
        self.activity = people
            .clone()
            .map(|person| (degree(person) as f32).ln_1p())
            .collect();
        if network.ties().ties() < known.ties() {
            let turned = |person: u32| network.ties_in().neighbours(person).len() as f32;
            self.sought = people.map(|person| turned(person).ln_1p()).collect();
        }
    }

    /// Vectors of unit length of everyone's interests and skills; hidden needs stay out of them.
    fn compare_profiles(&mut self, network: &Network) {
        for person in network.indices() {
            let interests = network.interests_at(person).iter();
            let mut topics: Vec<(u32, f32)> = interests.map(|item| (item.0.0, item.1)).collect();
            let offers = network.offers_at(person).iter();
            let mut skills: Vec<(u32, f32)> = offers.map(|item| (item.0.0, item.1)).collect();
            let needs = network.needs_at(person).iter();
            let shown = needs.filter(|need| need.visibility == Visibility::Shown);
            skills.extend(shown.map(|need| (need.skill.0, need.priority)));
            skills.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
            skills.dedup_by_key(|entry| entry.0);
            self.lengths.push([scale(&mut topics), scale(&mut skills)]);
            self.interests.push(topics);
            self.skills.push(skills);
        }
    }

    /// Means of what can be missing, over a fixed draw of pairs. Only what everyone may see enters: a hidden fact of one
    /// person moves no mean that another is shown. Gains and stances are never averaged for that reason.
    fn measure_means(&mut self, network: &Network, fallback: &[f64; PREDICTORS]) {
        let people = network.size();
        if people < 2 {
            return;
        }
        let mut random = Random::new(SEED);
        let (mut sums, mut counts) = ([0.0_f64; PREDICTORS], [0_u32; PREDICTORS]);
        for _ in 0..SAMPLE {
            let one = random.below(people);
            let other = (one + 1 + random.below(people - 1)) % people;
            let pair = (PersonIndex(one as u32), PersonIndex(other as u32));
            let mut row = Components::default();
            self.add_shared(network, pair, &self.needed, &mut row);
            for (predictor, value) in row.known() {
                sums[predictor as usize] += f64::from(value);
                counts[predictor as usize] += 1;
            }
        }
        self.means = std::array::from_fn(|place| match counts[place] {
            0 => fallback[place],
            count => sums[place] / f64::from(count),
        });
    }

    /// What a missing component counts as.
    pub(crate) fn means(&self) -> &[f64; PREDICTORS] {
        &self.means
    }

    /// Whether nothing is known that tells one pair from another: no ties, circles, attributes or past.
    pub(crate) fn is_silent(&self) -> bool {
        self.silent
    }

    /// Whether the model weighs a predictor.
    pub(crate) fn needs(&self, predictor: Predictor) -> bool {
        self.needed[predictor as usize]
    }

    /// What happened before a day, or before today.
    pub(crate) fn past(&self) -> &Past {
        &self.past
    }

    /// The rows of a pair from either side, as far as the needed predictors go.
    pub(crate) fn rows(
        &self,
        network: &Network,
        (i, j): (PersonIndex, PersonIndex),
        measured: Measured,
        past: PairPast,
    ) -> (Components, Components) {
        let mut row = Components::default();
        self.add_shared(network, (i, j), &self.needed, &mut row);
        let lesser = measured.gain.min(measured.give);
        let contacts = row.get(Predictor::CommonContacts);
        row = row
            .with(Predictor::Gain, Some(measured.gain))
            .with(Predictor::Give, Some(measured.give))
            .with(Predictor::LesserGain, Some(lesser))
            .with(
                Predictor::TiesApart,
                nearness(measured.ties_apart, contacts),
            )
            .with(Predictor::Disagreement, measured.disagreement);
        let mut other = row.reversed();
        let introduction = |from: PersonIndex, to: PersonIndex| {
            let wanted = self.needs(Predictor::Introduction) && contacts.is_some();
            wanted.then(|| best_introduction(network, from, to))
        };
        row = row.with(Predictor::Introduction, introduction(i, j));
        other = other.with(Predictor::Introduction, introduction(j, i));
        if !self.past.is_empty() {
            let log = |count: u32| Some((count as f32).ln_1p());
            for (row, helped) in [(&mut row, past.helped), (&mut other, past.helped_other)] {
                *row = row
                    .with(Predictor::Met, log(past.met))
                    .with(Predictor::Helped, log(helped))
                    .with(Predictor::Recency, Some(past.recency));
            }
        }
        (row, other)
    }

    /// The components that follow from what everyone may see.
    fn add_shared(
        &self,
        network: &Network,
        (i, j): (PersonIndex, PersonIndex),
        needed: &[bool; PREDICTORS],
        row: &mut Components,
    ) {
        let wants = |predictor: Predictor| needed[predictor as usize];
        if !self.activity.is_empty() {
            self.add_ties(network, (i, j), row);
        }
        if wants(Predictor::SharedCircles) {
            *row = row.with(Predictor::SharedCircles, closeness(network, i, j));
        }
        if wants(Predictor::Attributes) {
            *row = row.with(Predictor::Attributes, equal_attributes(network, i, j));
        }
        if self.lengths.is_empty() {
            return;
        }
        let ([a, b], [c, d]) = (self.lengths[i.index()], self.lengths[j.index()]);
        let compare = |rows: &Rows<(u32, f32)>| cosine(rows.row(i), rows.row(j)) as f32;
        let interests = (a > 0.0 && c > 0.0).then(|| compare(&self.interests));
        // Long lists are compared only where that counts.
        let counts = wants(Predictor::Skills) || wants(Predictor::CommonGround);
        let skills = (counts && b > 0.0 && d > 0.0).then(|| compare(&self.skills));
        let whole = a.hypot(b) * c.hypot(d);
        let ground = interests.unwrap_or(0.0) * a * c + skills.unwrap_or(0.0) * b * d;
        *row = row
            .with(Predictor::Interests, interests)
            .with(Predictor::Skills, skills)
            .with(
                Predictor::CommonGround,
                (whole > 0.0).then(|| ground / whole),
            );
    }

    /// What ties say of a pair. A tie between the two is left out everywhere: it is what is to be foretold.
    fn add_ties(
        &self,
        network: &Network,
        (i, j): (PersonIndex, PersonIndex),
        row: &mut Components,
    ) {
        let known = network.acquaintances();
        let tied = known.between(i, j).is_some();
        let others = |person: PersonIndex| known.neighbours(person.0).len() - usize::from(tied);
        let activity = |person: PersonIndex| match tied {
            false => self.activity[person.index()],
            true => (others(person) as f32).ln_1p(),
        };
        *row = row
            .with(Predictor::Activity, Some(activity(i)))
            .with(Predictor::OtherActivity, Some(activity(j)));
        if others(i) > 0 && others(j) > 0 {
            let mut sum = 0.0_f32;
            for_each_common(known.neighbours(i.0), known.neighbours(j.0), |contact| {
                sum += self.weights[contact as usize];
            });
            *row = row.with(Predictor::CommonContacts, Some(sum.ln_1p()));
        }
        if !self.sought.is_empty() {
            let sought = |person: PersonIndex, other: PersonIndex| {
                let turned = network.ties_in().neighbours(person.0).len();
                match network.ties_in().between(person, other).is_some() {
                    false => self.sought[person.index()],
                    true => (turned as f32 - 1.0).ln_1p(),
                }
            };
            *row = row
                .with(Predictor::Sought, Some(sought(i, j)))
                .with(Predictor::OtherSought, Some(sought(j, i)));
        }
    }

    /// Upper bounds of a pair's components: those that follow from what everyone may see exactly, the others at the most they can be.
    ///
    /// No path and no stance is looked at.
    pub(crate) fn bounds(
        &self,
        network: &Network,
        pair: (PersonIndex, PersonIndex),
    ) -> ([f64; PREDICTORS], [f64; PREDICTORS]) {
        let mut row = Components::default();
        self.add_shared(network, pair, &self.needed, &mut row);
        let back = row.reversed();
        (self.filled_up(&row), self.filled_up(&back))
    }

    /// Known components as they are, those that only a closer look tells at the most they can be.
    fn filled_up(&self, row: &Components) -> [f64; PREDICTORS] {
        let mut most = row.filled(&self.means);
        for predictor in [
            Predictor::Gain,
            Predictor::Give,
            Predictor::LesserGain,
            Predictor::Disagreement,
            Predictor::TiesApart,
            Predictor::Introduction,
            Predictor::Recency,
        ] {
            most[predictor as usize] = 1.0_f64.max(self.means[predictor as usize]);
        }
        for predictor in [Predictor::Met, Predictor::Helped] {
            // Fewer than 2^32 meetings; 0 where there is no past.
            let logged: f64 = if self.past.is_empty() { 0.0 } else { 32.0 };
            most[predictor as usize] = logged.max(self.means[predictor as usize]);
        }
        most
    }

    /// Upper bounds of the components of a person with anyone: with whom nothing is shared, no contact, circle, attribute or interest, or
    /// with anyone at all. `None` where there is a past, which is no matter of what is shared.
    pub(crate) fn person_bounds(
        &self,
        person: PersonIndex,
        shares: bool,
    ) -> Option<([f64; PREDICTORS], [f64; PREDICTORS])> {
        if !self.past.is_empty() {
            return None;
        }
        let mut most = self.filled_up(&Components::default());
        let shared = |value: f64, mean: f64| {
            if shares {
                value.max(mean)
            } else {
                mean.max(0.0)
            }
        };
        let contacts = self
            .sums
            .get(person.index())
            .copied()
            .unwrap_or(0.0)
            .ln_1p();
        // Sums of the same weights in another order may differ in the last bits.
        let contacts = f64::from(contacts) * (1.0 + 1e-5);
        for (predictor, value) in [
            (Predictor::CommonContacts, contacts),
            (Predictor::SharedCircles, 1.0),
            (Predictor::Attributes, 1.0),
            (Predictor::Interests, 1.0),
        ] {
            let place = predictor as usize;
            most[place] = shared(value, self.means[place]);
        }
        for predictor in [Predictor::Skills, Predictor::CommonGround] {
            most[predictor as usize] = 1.0;
        }
        let mut back = most;
        for (list, own, other) in [
            (
                &self.activity,
                Predictor::Activity,
                Predictor::OtherActivity,
            ),
            (&self.sought, Predictor::Sought, Predictor::OtherSought),
        ] {
            let (own, other) = (own as usize, other as usize);
            let value = |place: usize, known: Option<f32>| {
                known.map_or(self.means[place], |known| {
                    f64::from(known).max(self.means[place])
                })
            };
            let greatest = list.iter().copied().reduce(f32::max);
            (most[own], most[other]) = (
                value(own, list.get(person.index()).copied()),
                value(other, greatest),
            );
            (back[own], back[other]) = (most[other], most[own]);
        }
        Some((most, back))
    }
}

/// Scales a vector to length 1 and returns the length it had; in f64, for the square of a small f32 may be 0.
fn scale(vector: &mut [(u32, f32)]) -> f32 {
    let squares = vector.iter().map(|entry| f64::from(entry.1).powi(2));
    let length = squares.sum::<f64>().sqrt();
    for entry in vector.iter_mut() {
        entry.1 = (f64::from(entry.1) / length) as f32;
    }
    length as f32
}

/// Visits what two ascending lists share, ascending.
fn for_each_common(one: &[u32], other: &[u32], mut visit: impl FnMut(u32)) {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.len() * SEARCH_FROM < long.len() {
        // A hub: what lies behind the last hit is not searched again.
        let mut rest = long;
        for &entry in short {
            let place = rest.partition_point(|&person| person < entry);
            rest = &rest[place..];
            if rest.first() == Some(&entry) {
                visit(entry);
            }
        }
        return;
    }
    let (mut x, mut y) = (0, 0);
    while x < short.len() && y < long.len() {
        if short[x] == long[y] {
            visit(short[x]);
        }
        let (left, right) = (short[x], long[y]);
        x += usize::from(left <= right);
        y += usize::from(right <= left);
    }
}

/// How many contacts two people share.
pub(crate) fn common_contacts(network: &Network, i: PersonIndex, j: PersonIndex) -> u32 {
    let known = network.acquaintances();
    let mut count = 0;
    for_each_common(known.neighbours(i.0), known.neighbours(j.0), |_| count += 1);
    count
}

/// The greatest product of two strengths over one introducer, 0 without any.
fn best_introduction(network: &Network, from: PersonIndex, to: PersonIndex) -> f32 {
    let (out, into) = (network.ties(), network.ties_in());
    let mut best = 0.0_f32;
    for_each_common(out.neighbours(from.0), into.neighbours(to.0), |through| {
        let first = out.strength(from.0, through).unwrap_or(0.0);
        best = best.max(first * into.strength(to.0, through).unwrap_or(0.0));
    });
    best
}

/// 1 / (ties apart − 1). A tie between the two tells nothing here; shared contacts tell that they are two apart without it.
fn nearness(ties_apart: Option<Option<u32>>, contacts: Option<f32>) -> Option<f32> {
    contacts?;
    match ties_apart? {
        None => Some(0.0),
        Some(ties) if ties >= 2 => Some(1.0 / (ties as f32 - 1.0)),
        Some(_) => contacts.filter(|&shared| shared > 0.0).map(|_| 1.0),
    }
}

/// 1 − the distance in circles, averaged over the hierarchies of which both have a path.
fn closeness(network: &Network, i: PersonIndex, j: PersonIndex) -> Option<f32> {
    let pairs = network.circles_at(i).zip(network.circles_at(j));
    let known = pairs.filter_map(|(one, other)| hierarchy_distance(one, other));
    let (count, sum) = known.fold((0.0, 0.0), |(count, sum), far| {
        (count + 1.0, sum + (1.0 - far))
    });
    (count > 0.0).then(|| sum / count)
}

/// The share of equal values among the attribute keys that both have.
fn equal_attributes(network: &Network, i: PersonIndex, j: PersonIndex) -> Option<f32> {
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
