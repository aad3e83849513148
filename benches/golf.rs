//! Who meets nobody twice? Series of groups (g groups of s people in w rounds, all equally good) against forty lines of annealing that
//! have as much time by the clock, and at least `CONFRERE_BENCH_SECONDS` (1 unless set); six of the instances, and all of them with `CONFRERE_BENCH_LARGE=1`.

use std::time::{Duration, Instant};

use confrere::round::{MeetingHistory, RoundPlanner, Scores};
use confrere::{Network, Person};

/// Groups, size and rounds: those of the social golfer's literature first, then others.
const TABLE: [(usize, usize, usize); 20] = [
    (5, 3, 7),
    (6, 3, 8),
    (6, 4, 7),
    (7, 3, 10),
    (7, 4, 9),
    (8, 4, 8),
    (8, 4, 9),
    (8, 4, 10),
    (5, 4, 5),
    (5, 4, 6),
    (6, 4, 6),
    (6, 5, 6),
    (6, 6, 3),
    (7, 5, 7),
    (8, 3, 11),
    (9, 3, 11),
    (9, 4, 11),
    (10, 4, 9),
    (10, 5, 9),
    (12, 4, 13),
];

/// Instances of a run that is not large.
const FEW: usize = 6;

/// Random numbers by SplitMix64, as fast as the annealing needs them.
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.bits() % count as u64) as usize
    }

    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The rival: swaps of two people of a round, accepted by Metropolis' rule while it cools from one repeat to a tenth. The fewest repeats.
fn annealed((groups, size, rounds): (usize, usize, usize), time: Duration) -> i64 {
    let people = groups * size;
    let mut random = Random(7);
    let mut seats = vec![(0..people).collect::<Vec<usize>>(); rounds];
    for round in &mut seats {
        for seat in (1..people).rev() {
            round.swap(seat, random.below(seat + 1));
        }
    }
    let mut met = vec![0_i64; people * people];
    for group in seats.iter().flat_map(|round| round.chunks(size)) {
        for (&a, &b) in group.iter().flat_map(|a| group.iter().map(move |b| (a, b))) {
            met[a * people + b] += i64::from(a != b);
        }
    }
    let mut repeats = met.iter().map(|times| (times - 1).max(0)).sum::<i64>() / 2;
    let (mut best, start, mut temperature) = (repeats, Instant::now(), 1.0);
    for step in 0_u64.. {
        if step % 1_024 == 0 {
            let part = start.elapsed().as_secs_f64() / time.as_secs_f64();
            if part >= 1.0 || best == 0 {
                break;
            }
            temperature = 0.1_f64.powf(part);
        }
        let (round, one, other) = (
            random.below(rounds),
            random.below(people),
            random.below(people),
        );
        if one / size == other / size {
            continue;
        }
        let (a, b) = (seats[round][one], seats[round][other]);
        let mut more = 0;
        for (seat, goes, comes) in [(one, a, b), (other, b, a)] {
            let first = seat / size * size;
            for with in (first..first + size).filter(|&at| at != seat) {
                let with = seats[round][with];
                more += i64::from(met[comes * people + with] > 0)
                    - i64::from(met[goes * people + with] > 1);
            }
        }
        if more <= 0 || random.unit() < (-(more as f64) / temperature).exp() {
            for (seat, goes, comes) in [(one, a, b), (other, b, a)] {
                let first = seat / size * size;
                for with in (first..first + size).filter(|&at| at != seat) {
                    let with = seats[round][with];
                    for (who, by) in [(goes, -1), (comes, 1)] {
                        met[who * people + with] += by;
                        met[with * people + who] += by;
                    }
                }
            }
            seats[round].swap(one, other);
            repeats += more;
            best = best.min(repeats);
        }
    }
    best
}

/// Repeats of a series; where `dear`, one pair is worth a little more than all others, so that no design can be taken as it is.
fn planned((groups, size, rounds): (usize, usize, usize), dear: bool) -> (u32, Duration) {
    let names: Vec<String> = (0..groups * size)
        .map(|number| format!("p{number:03}"))
        .collect();
    let network = Network::builder()
        .people(names.iter().map(Person::new))
        .build();
    let network = network.expect("sound people");
    let scores = if dear {
        let pairs = names.iter().enumerate().flat_map(|(place, a)| {
            let others = names[place + 1..].iter();
            others.map(move |b| {
                (
                    a.as_str(),
                    b.as_str(),
                    if a == "p000" && b == "p001" {
                        0.51
                    } else {
                        0.5
                    },
                )
            })
        });
        Scores::of_pairs(&network, pairs).expect("sound scores")
    } else {
        Scores::equal(&network)
    };
    let planner = RoundPlanner::new(scores).groups(size as u32, size as u32);
    let start = Instant::now();
    let series = planner.series(&MeetingHistory::default(), rounds as u32);
    (series.expect("sound settings").repeats(), start.elapsed())
}

fn main() {
    let seconds = std::env::var("CONFRERE_BENCH_SECONDS").ok();
    let seconds = seconds.and_then(|text| text.parse().ok()).unwrap_or(1.0);
    let large = std::env::var_os("CONFRERE_BENCH_LARGE").is_some();
    let table = if large { &TABLE[..] } else { &TABLE[..FEW] };
    println!(
        "g-s-w: repeats of a series (seconds) | with unequal scores (seconds) | of annealing (seconds)"
    );
    for &instance in table {
        let (groups, size, rounds) = instance;
        let (equal, time) = planned(instance, false);
        let (unequal, longer) = planned(instance, true);
        let time_of_rival = time.max(longer).max(Duration::from_secs_f64(seconds));
        let rival = annealed(instance, time_of_rival);
        println!(
            "{groups}-{size}-{rounds}: {equal} ({:.2}) | {unequal} ({:.2}) | {rival} ({:.2})",
            time.as_secs_f64(),
            longer.as_secs_f64(),
            time_of_rival.as_secs_f64()
        );
        assert!(i64::from(equal) <= rival);
    }
}
