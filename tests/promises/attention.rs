//! Attention in markets: how long an ascent is, how sure an estimate, and what a number that is nobody's is shown.

use confrere::assign::exposure::{
    Allocation, Applications, Ended, MarketSide, Objective, Preferences, Settings, allocate,
};

/// Numbers from 0 to 1 without a pattern that a market could use.
fn numbers(count: u32, first: u32) -> Vec<f64> {
    let number = |place: u32| f64::from((first + place * place * 31 + place * 17) % 101) / 101.0;
    (0..count).map(number).collect()
}

const LEFT: u32 = 13;
const RIGHT: u32 = 8;

fn market() -> (Vec<f64>, Vec<f64>, Preferences) {
    let (wants, wanted) = (numbers(LEFT * RIGHT, 5), numbers(LEFT * RIGHT, 40));
    let market = Preferences::two_sides(LEFT, RIGHT, &wants, &wanted).expect("numbers from 0 to 1");
    (wants, wanted, market)
}

/// Scores of one pair alone rank each list at once; an ascent of one iteration takes one step.
#[test]
fn lists_by_score_take_no_iteration_and_an_ascent_as_many_as_asked() {
    let (wants, merits, _) = market();
    let jobs = Applications::new(LEFT, RIGHT, &wants, &merits).expect("numbers from 0 to 1");
    let ranked = |settings: &Settings| jobs.rank(settings).expect("settings within their ranges");
    for objective in [
        Objective::Naive,
        Objective::Product,
        Objective::PowerMean(-1.0),
    ] {
        let rankings = ranked(&Settings::one_sided(objective));
        assert_eq!(
            (rankings.iterations(), rankings.ended()),
            (0, Ended::Settled)
        );
    }
    // A whole step leads from the centre to a ranking: every list has the attention of its places.
    let step = Settings::one_sided(Objective::Nash).step(1.0).iterations(1);
    let rankings = ranked(&step);
    assert_eq!(
        (rankings.iterations(), rankings.ended()),
        (1, Ended::Exhausted)
    );
    let places = step.get_examination().places(RIGHT);
    for list in rankings.exposures().chunks(RIGHT as usize) {
        let mut list = list.to_vec();
        list.sort_by(|a, b| b.total_cmp(a));
        assert_eq!(list, places);
    }
}

#[test]
fn a_balance_is_settled_when_it_moves_no_more() {
    let (.., market) = market();
    let balance =
        |settings: Settings| allocate(&market, &settings).expect("settings within their ranges");
    let settings = Settings::new(Objective::Transferable(1.0));
    let settled = balance(settings.clone());
    assert_eq!(settled.ended(), Ended::Settled);
    assert!(settled.iterations() < settings.get_iterations());
    // Twice as many rounds change nothing that can be seen.
    let further = balance(settings.tolerance(0.0).iterations(2 * settled.iterations()));
    assert!((settled.matches() - further.matches()).abs() < 1e-9);
}

/// How many others each person of the left side envies, by the definition.
fn envied(wants: &[f64], wanted: &[f64], allocation: &Allocation) -> Vec<f64> {
    let expected = |i: u32, seen_as: u32| -> f64 {
        let terms = (0..RIGHT).map(|j| {
            wants[(i * RIGHT + j) as usize]
                * wanted[(j * LEFT + i) as usize]
                * allocation.exposure(MarketSide::Left, i, j)
                * allocation.exposure(MarketSide::Right, j, seen_as)
        });
        terms.sum()
    };
    let of = |i: u32| {
        let others = (0..LEFT).filter(|&other| other != i);
        others
            .filter(|&other| expected(i, other) > expected(i, i) + 1e-9)
            .count() as f64
    };
    (0..LEFT).map(of).collect()
}

/// Of all but one person asked there are as many answers as people: number and margin are those of one of them.
#[test]
fn the_margin_of_an_estimate_is_that_of_a_sample_without_replacement() {
    let (wants, wanted, market) = market();
    let allocation = allocate(&market, &Settings::new(Objective::Product)).expect("sound");
    let envied = envied(&wants, &wanted, &allocation);
    let (n, s) = (f64::from(LEFT), f64::from(LEFT - 1));
    let possible: Vec<(f64, f64)> = (0..envied.len())
        .map(|out| {
            let mut asked = envied.clone();
            asked.remove(out);
            let mean = asked.iter().sum::<f64>() / s;
            let squares: f64 = asked.iter().map(|x| (x - mean).powi(2)).sum();
            let variance = squares / (s - 1.0);
            let margin = 1.959_963_984_540_054 * n * ((1.0 - s / n) * variance / s).sqrt();
            (n * mean, margin)
        })
        .collect();
    assert!(possible.iter().all(|&(_, margin)| margin > 0.0));
    for seed in 0..5 {
        let got = allocation.estimate_envy(MarketSide::Left, LEFT - 1, seed);
        assert!(
            possible.iter().any(|&(pairs, margin)| {
                (pairs - got.pairs).abs() < 1e-9 && (margin - got.margin).abs() < 1e-9
            }),
            "{got:?} is none of {possible:?}"
        );
    }
}

#[test]
fn a_number_that_is_nobodys_is_shown_nobody() {
    let (.., market) = market();
    let allocation = allocate(&market, &Settings::new(Objective::Nash)).expect("sound");
    for beyond in [LEFT, LEFT + 1, u32::MAX] {
        assert_eq!(allocation.exposures(MarketSide::Left, beyond).len(), 0);
        assert_eq!(allocation.list(MarketSide::Left, beyond), []);
        assert_eq!(allocation.sample(MarketSide::Left, beyond, 7), []);
    }
}
