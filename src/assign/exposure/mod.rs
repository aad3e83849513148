//! Floor 3 — how do all lists share attention? (exposure allocation)

pub(crate) mod attention;
pub(crate) mod ascent;
mod candidates;
mod examination;
pub(crate) mod layout;
mod preferences;
pub(crate) mod rank;
mod settings;

pub use crate::assign::exposure::candidates::Candidates;
pub use crate::assign::exposure::examination::Examination;
pub use crate::assign::exposure::preferences::{Preferences, Side};
pub use crate::assign::exposure::settings::{Ended, Objective, Progress, Settings};
#[cfg(test)]
mod proto {
    use super::*;
    use super::ascent::*;
    use super::attention::Attention;
    #[path = "/work/wt-market/tests/support/mt19937.rs"]
    mod mt;
    #[test]
    fn proto() {
        for (n, m, v, lam, seed) in [(30, 20, "inv", 0.5, 0), (20, 20, "log", 0.8, 0), (75, 50, "log", 0.8, 0),(75, 50, "inv", 0.8, 0)] {
            let (p, q) = mt::two_sides(n, m, lam, seed);
            let prefs = Preferences::two_sides(n, m, &p, &q).unwrap();
            let ex = if v == "inv" { Examination::inverse() } else { Examination::logarithmic() };
            for alpha in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
                let att = [Attention::new(&ex, prefs.book(Side::Left)), Attention::new(&ex, prefs.book(Side::Right))];
                let mut a = Ascent::new(&prefs, att, None);
                let w = Weighing::new(alpha);
                let mut before = a.matches();
                let mut stop = 0;
                let mut at_stop = 0.0;
                let b0 = before;
                for t in 1..=100 {
                    a.step(w, 0.1);
                    let now = a.matches();
                    if (now - before).abs() < 0.01 && stop == 0 { stop = t; at_stop = now; }
                    before = now;
                }
                println!("{n}x{m} {v} {lam} {seed} alpha {alpha}: start {b0:.5} 100: {before:.8} stop {stop} {at_stop:.8}");
            }
        }
    }
}
