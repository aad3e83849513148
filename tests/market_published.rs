//! The published markets are reproduced, and annealing gives more matches with no more envy.

#[path = "support/market_fixtures.rs"]
mod market_fixtures;
#[path = "support/mt19937.rs"]
mod mt19937;

use confrere::assign::exposure::{
    Allocation, Applications, Examination, MarketSide, Objective, Preferences, Settings, allocate,
};
use market_fixtures::{MARKETS, Market};
use mt19937::{Mt19937, Taste, crowded, job_market, two_sides};

const OBJECTIVES: [Objective; 10] = [
    Objective::Naive,
    Objective::Product,
    Objective::Transferable(1.0),
    Objective::Nash,
    Objective::Alpha(0.2),
    Objective::Alpha(0.4),
    Objective::Alpha(0.6),
    Objective::Alpha(0.8),
    Objective::Alpha(1.0),
    Objective::Anneal,
];

fn examination(word: &str) -> Examination {
    match word {
        "inv" => Examination::inverse(),
        "log" => Examination::logarithmic(),
        _ => Examination::exponential(),
    }
}

fn drawn(left: u32, right: u32, lambda: f64, seed: u32) -> Preferences {
    let (wants, wanted) = two_sides(left, right, lambda, seed);
    Preferences::two_sides(left, right, &wants, &wanted).expect("wants from 0 to 1")
}

fn solved(wants: &Preferences, word: &str, objective: Objective) -> Allocation {
    let settings = Settings::new(objective).examination(examination(word));
    allocate(wants, &settings).expect("settings within their ranges")
}

fn envy(allocation: &Allocation) -> [u64; 2] {
    [MarketSide::Left, MarketSide::Right].map(|side| allocation.envy(side))
}

fn of(market: &Market) -> Preferences {
    drawn(market.left, market.right, market.lambda, market.seed)
}

#[test]
fn the_twister_draws_what_numpy_draws() {
    let mut random = Mt19937::new(0);
    let drawn: Vec<f64> = (0..3).map(|_| random.uniform()).collect();
    assert_eq!(
        drawn,
        [
            0.548_813_503_927_324_8,
            0.715_189_366_372_419_5,
            0.602_763_376_071_643_9
        ]
    );
    // The reference implementation's first word after init_genrand(5489).
    assert_eq!(Mt19937::new(5489).bits(), 3_499_211_612);
}

#[test]
fn every_published_market_is_reproduced_objective_by_objective() {
    for market in &MARKETS {
        let wants = of(market);
        for (objective, row) in OBJECTIVES.into_iter().zip(&market.rows) {
            let allocation = solved(&wants, market.examination, objective);
            let what = format!(
                "{objective:?} on {}x{} seed {}",
                market.left, market.right, market.seed
            );
            let exact = matches!(
                objective,
                Objective::Naive | Objective::Product | Objective::Transferable(_)
            );
            let improved = objective == Objective::Anneal;
            if improved {
                assert!(
                    allocation.matches() > row.0 - 1e-3,
                    "{what}: {}",
                    allocation.matches()
                );
                continue;
            }
            let tolerance = if exact { 1e-7 } else { 1e-3 };
            assert!(
                (allocation.matches() - row.0).abs() < tolerance,
                "{what}: {}",
                allocation.matches()
            );
            let [left, right] = envy(&allocation);
            let apart = if exact { 0 } else { 2 };
            assert!(
                left.abs_diff(row.1) <= apart && right.abs_diff(row.2) <= apart,
                "{what}: {left}/{right}"
            );
            assert!(
                (allocation.gini(MarketSide::Left) - row.3).abs() < 1e-3,
                "{what}"
            );
            assert!(
                (allocation.gini(MarketSide::Right) - row.4).abs() < 1e-3,
                "{what}"
            );
        }
    }
}

#[test]
fn annealing_beats_the_total_on_every_market_with_no_more_envy() {
    for market in &MARKETS {
        let wants = of(market);
        let total = solved(&wants, market.examination, Objective::Alpha(1.0));
        let annealed = solved(&wants, market.examination, Objective::Anneal);
        assert!(annealed.matches() > total.matches(), "seed {}", market.seed);
        let (before, after) = (envy(&total), envy(&annealed));
        assert!(
            after[0] <= before[0] && after[1] <= before[1],
            "seed {}: {after:?}",
            market.seed
        );
    }
}

#[test]
fn annealing_reaches_ninety_one_on_the_market_of_seventy_five_and_fifty() {
    let total: f64 = (0..5)
        .map(|seed| solved(&drawn(75, 50, 0.8, seed), "log", Objective::Anneal).matches())
        .sum();
    assert!(total / 5.0 >= 91.0, "{}", total / 5.0);
}

#[test]
fn under_nash_welfare_almost_nobody_envies_anyone() {
    for market in &MARKETS {
        let [left, right] = envy(&solved(&of(market), market.examination, Objective::Nash));
        assert!(
            left <= 3 && right <= 3,
            "{left}/{right} on seed {}",
            market.seed
        );
    }
}

#[test]
fn nobody_of_a_pool_starves_and_matches_exceed_transferable_utility() {
    for (size, lambda, seed) in [(100, 0.8, 0), (100, 0.8, 1), (60, 0.5, 2)] {
        let wants = crowded(&mut Mt19937::new(seed), size, size, lambda);
        let wants = Preferences::pool(size, &wants).expect("wants from 0 to 1");
        let transferable = solved(&wants, "inv", Objective::Transferable(1.0));
        for objective in [Objective::Nash, Objective::Anneal] {
            let fair = solved(&wants, "inv", objective);
            assert_eq!(
                fair.starved(MarketSide::Left),
                0,
                "{objective:?} seed {seed}"
            );
            assert!(
                fair.matches() > transferable.matches(),
                "{objective:?} seed {seed}"
            );
        }
    }
}

#[test]
fn the_pool_of_market_md_is_reproduced() {
    let wants = crowded(&mut Mt19937::new(0), 100, 100, 0.8);
    let wants = Preferences::pool(100, &wants).expect("wants from 0 to 1");
    let rows = [
        (Objective::Naive, 8.2, 15),
        (Objective::Product, 13.1, 10),
        (Objective::Transferable(1.0), 24.3, 0),
    ];
    for (objective, matches, starved) in rows {
        let allocation = solved(&wants, "inv", objective);
        assert!(
            (allocation.matches() - matches).abs() < 0.05,
            "{objective:?}: {}",
            allocation.matches()
        );
        assert_eq!(
            allocation.starved(MarketSide::Left),
            starved,
            "{objective:?}"
        );
    }
    assert!(solved(&wants, "inv", Objective::Anneal).matches() > 30.55);
}

/// Openings, λ, examination, taste; naive, product and the ascent in the right order.
type JobRow = (u32, f64, &'static str, Taste, [f64; 3]);

const JOBS: [JobRow; 11] = [
    (100, 0.0, "inv", Taste::Random, [156.3, 199.9, 202.7]),
    (100, 0.25, "inv", Taste::Random, [128.7, 166.6, 176.7]),
    (100, 0.5, "inv", Taste::Random, [106.9, 131.0, 154.4]),
    (100, 0.75, "inv", Taste::Random, [95.0, 105.0, 134.6]),
    (100, 1.0, "inv", Taste::Random, [92.1, 92.1, 118.4]),
    (20, 0.5, "inv", Taste::Random, [18.7, 21.2, 23.4]),
    (50, 0.5, "inv", Taste::Random, [50.7, 61.4, 69.5]),
    (100, 0.5, "exp", Taste::Random, [25.9, 47.8, 85.3]),
    (100, 0.5, "natural", Taste::Random, [639.2, 669.7, 674.8]),
    (100, 0.5, "inv", Taste::Similar, [126.2, 143.8, 169.1]),
    (100, 0.5, "inv", Taste::Reverse, [85.1, 104.5, 130.3]),
];

#[test]
fn every_job_market_reaches_the_right_order() {
    for (openings, lambda, word, taste, row) in JOBS {
        let (wants, merits) = job_market(openings, lambda, taste);
        let market = Applications::new(openings * 3 / 2, openings, &wants, &merits)
            .expect("numbers from 0 to 1");
        let examination = if word == "natural" {
            Examination::natural()
        } else {
            examination(word)
        };
        let matches = |objective| {
            let settings = Settings::one_sided(objective).examination(examination.clone());
            market
                .rank(&settings)
                .expect("settings within their ranges")
                .matches()
        };
        let what = format!("{openings} openings, lambda {lambda}, {word}, {taste:?}");
        // The table gives one digit; 639.2 and 21.2 are 0.2 and 0.1 above what the exact law gives.
        assert!((matches(Objective::Naive) - row[0]).abs() < 0.2, "{what}");
        assert!((matches(Objective::Product) - row[1]).abs() < 0.1, "{what}");
        assert!(matches(Objective::Alpha(1.0)) > row[2] - 0.05, "{what}");
    }
}
