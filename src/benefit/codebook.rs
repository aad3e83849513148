//! Quantises a frequent feature to four bits.
//!
//! A codebook holds 16 codewords, of which number 0 stands for "no entry". Encoding rounds up: every entry gets a codeword that is worth at
//! least as much as itself, so a sum of codewords bounds the true gain from above; that keeps pruning exact.

use crate::benefit::feature::Want;

/// Classes of floors for entries that are steps; each has `15 / FLOORS` classes of weights.
const FLOORS: usize = 5;

/// The codewords of one feature.
#[derive(Debug, Clone)]
pub(crate) struct Codebook {
    /// The amount of each code: a value of a give, or the weight of a want; for positions, the highest that the code stands for.
    pub(crate) amount: [f32; 16],
    /// The floor of each code, for wants that are steps; for positions, the lowest that the code stands for.
    pub(crate) floor: [f32; 16],
    kind: Kind,
}

/// What decides the code of an entry.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Amount,
    AmountAndFloor,
    Position,
}

impl Codebook {
    fn empty(kind: Kind) -> Self {
        Self {
            amount: [0.0; 16],
            floor: [0.0; 16],
            kind,
        }
    }

    /// A codebook for positions from −1 to 1, each the floor of its entry: 15 intervals of one length.
    pub(crate) fn of_positions() -> Self {
        let mut codebook = Self::empty(Kind::Position);
        let border = |place: usize| -1.0 + 2.0 * place as f32 / 15.0;
        for code in 1..16 {
            codebook.floor[code] = border(code - 1);
            codebook.amount[code] = border(code);
        }
        codebook.amount[15] = 1.0;
        codebook
    }

    /// A codebook for plain amounts up to `most`, written from a sample of them.
    pub(crate) fn of_amounts(mut amounts: Vec<f32>, most: f32) -> Self {
        let mut codebook = Self::empty(Kind::Amount);
        codebook.amount[1..].copy_from_slice(&least_overstating::<15>(&mut amounts, most));
        codebook
    }

    /// A codebook for wants with floors and weights up to `most`, from a sample: quantiles of floors, and weights within each.
    pub(crate) fn of_steps(mut wants: Vec<Want>, most: f32) -> Self {
        let mut codebook = Self::empty(Kind::AmountAndFloor);
        wants.sort_unstable_by(|a, b| a.floor.total_cmp(&b.floor));
        // Rounding down a floor and up a weight: both make the codeword worth more than the entry.
        // Five classes by floor, three weights each, make 15 codewords; code 0 stays for the absent.
        for class in 0..FLOORS {
            let (start, end) = (
                class * wants.len() / FLOORS,
                (class + 1) * wants.len() / FLOORS,
            );
            let mut weights: Vec<f32> = wants[start..end].iter().map(|want| want.weight).collect();
            let bounds = least_overstating::<3>(&mut weights, most);
            let floor = if class == 0 {
                0.0
            } else {
                wants[start.min(wants.len() - 1)].floor
            };
            for (place, bound) in bounds.iter().enumerate() {
                codebook.amount[1 + 3 * class + place] = *bound;
                codebook.floor[1 + 3 * class + place] = floor;
            }
        }
        codebook
    }

    /// The code of an amount up to the most of the codebook: the least codeword that is worth as much.
    pub(crate) fn encode(&self, amount: f32, floor: f32) -> u8 {
        match self.kind {
            Kind::Amount => {
                // Codeword 0 means "not held". The codeword chosen is the least whose amount is not below the true one:
                // rounding up keeps sums upper bounds.
                return 1 + self.amount[1..15].partition_point(|&bound| bound < amount) as u8;
            }
            Kind::Position => {
                return 1 + self.amount[1..15].partition_point(|&bound| bound < floor) as u8;
            }
            Kind::AmountAndFloor => (),
        }
        // Amounts with a floor take two steps: the class of the floor (rounded down, for a lower floor gains more), then the
        // amount within it.
        let class = (1..FLOORS)
            .rev()
            .find(|class| self.floor[1 + 3 * class] <= floor)
            .unwrap_or(0);
        let bounds = &self.amount[1 + 3 * class..3 + 3 * class];
        (1 + 3 * class + bounds.partition_point(|&bound| bound < amount)) as u8
    }
}

/// Amounts of a sample that a codeword may be, at most: half of them part the sample evenly, half its range. A design choice.
const CUTS: usize = 64;

/// Ascending bounds, of which the last is `most`, that overstate the amounts least: the sum of bound − amount is the least of all bounds out
/// of so many cuts, where each amount has the lowest bound that is not below it.
///
/// By dynamic programming over cuts and codewords, as for the best piecewise constant approximation, with the bounds of Knuth (1971) on where
/// the best cut lies. Time: O(amounts · log amounts + N · cuts).
/// Of 30,000 people of the bench `benefit/whole` sums of such codewords leave 4.2 M pairs to be scored by benefit alone; quantiles, whose
/// topmost interval is the widest, leave 10.1 M.
fn least_overstating<const N: usize>(amounts: &mut [f32], most: f32) -> [f32; N] {
    amounts.sort_unstable_by(f32::total_cmp);
    let ends = cuts(amounts);
    let mut bounds = [most; N];
    let bound = |cut: usize| amounts[ends[cut] - 1];
    if ends.len() < N {
        // Few distinct amounts get a codeword each and are exact.
        for (cut, each) in (0..ends.len()).zip(&mut bounds) {
            *each = bound(cut);
        }
        return bounds;
    }
    // Sums of the amounts up to each.
    let sums: Vec<f64> = std::iter::once(0.0)
        .chain(amounts.iter().scan(0.0, |sum, &amount| {
            *sum += f64::from(amount);
            Some(*sum)
        }))
        .collect();
    let overstated = |start: usize, cut: usize| {
        let end = ends[cut];
        f64::from(bound(cut)) * (end - start) as f64 - (sums[end] - sums[start])
    };
    // least[cut]: what the codewords so far overstate all amounts up to a cut, where the last of them stands.
    let mut least: Vec<f64> = (0..ends.len()).map(|cut| overstated(0, cut)).collect();
    let mut before = [[0; CUTS]; N];
    for word in 1..N {
        // From the last cut down, so that the cuts before still stand for one codeword fewer. What is overstated meets the quadrangle
        // inequality, for bounds ascend: the best earlier cut lies between that of one codeword fewer and that of the next cut.
        for cut in (0..ends.len()).rev() {
            let upto = if cut + 1 < ends.len() {
                before[word][cut + 1] + 1
            } else {
                cut
            };
            let from = before[word - 1][cut];
            let before = &mut before[word];
            before[cut] = cut;
            for earlier in from..upto.min(cut) {
                let sum = least[earlier] + overstated(ends[earlier], cut);
                if sum < least[cut] {
                    (least[cut], before[cut]) = (sum, earlier);
                }
            }
        }
    }
    let mut cut = ends.len() - 1;
    for word in (1..N).rev() {
        cut = before[word][cut];
        bounds[word - 1] = bound(cut);
    }
    bounds
}

/// How many of the ascending amounts come up to each cut, the last of which is the last amount; equal amounts are not parted.
fn cuts(amounts: &[f32]) -> Vec<usize> {
    let is_end = |&at: &usize| at == amounts.len() || amounts[at] > amounts[at - 1];
    let ends: Vec<usize> = (1..=amounts.len()).filter(is_end).collect();
    let (Some(least), Some(most)) = (amounts.first(), amounts.last()) else {
        return ends;
    };
    if ends.len() <= CUTS {
        return ends;
    }
    const EACH: usize = CUTS / 2;
    let mut cuts = Vec::with_capacity(CUTS);
    for part in 1..=EACH {
        let upto = least + (most - least) * (part as f32 / EACH as f32);
        let by_range = amounts.partition_point(|&amount| amount <= upto);
        for at in [part * amounts.len() / EACH, by_range] {
            let end = ends.partition_point(|&end| end < at);
            cuts.push(ends[end.min(ends.len() - 1)]);
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

#[cfg(test)]
mod tests {
    use crate::benefit::codebook::{CUTS, Codebook, cuts, least_overstating};
    use crate::benefit::feature::Want;

    #[test]
    fn a_code_is_worth_no_less_than_what_it_stands_for() {
        let amounts: Vec<f32> = (1..=500)
            .map(|at| (at * 37 % 500 + 1) as f32 / 500.0)
            .collect();
        for sample in [
            amounts.clone(),
            amounts[..40].to_vec(),
            vec![0.3],
            vec![0.2; 9],
        ] {
            let codebook = Codebook::of_amounts(sample, 1.0);
            for &amount in &amounts {
                assert!(codebook.amount[usize::from(codebook.encode(amount, 0.0))] >= amount);
            }
        }
        let want = |at: usize| Want {
            feature: 7,
            weight: amounts[at],
            floor: amounts[(at * 13) % 500],
        };
        for sample in [500, 23, 3, 1] {
            let codebook = Codebook::of_steps((0..sample).map(want).collect(), 1.0);
            for want in (0..500).map(want) {
                let code = usize::from(codebook.encode(want.weight, want.floor));
                assert!(codebook.amount[code] >= want.weight && codebook.floor[code] <= want.floor);
            }
        }
    }

    #[test]
    fn no_other_bounds_overstate_the_amounts_less() {
        let mut amounts: Vec<f32> = (0..60_u32)
            .map(|at| (at * at % 11 + 1) as f32 / 11.0)
            .collect();
        let overstated = |bounds: &[f32; 3], amounts: &[f32]| -> f32 {
            let least = |amount: f32| bounds.iter().find(|&&bound| bound >= amount);
            amounts
                .iter()
                .map(|&amount| least(amount).map_or(f32::INFINITY, |bound| bound - amount))
                .sum()
        };
        let chosen = least_overstating::<3>(&mut amounts, 1.0);
        let least = overstated(&chosen, &amounts);
        assert!(least.is_finite());
        for one in &amounts {
            for other in amounts.iter().filter(|&other| other >= one) {
                let sum = overstated(&[*one, *other, 1.0], &amounts);
                assert!(sum >= least - 1e-4, "{one} and {other} beat {chosen:?}");
            }
        }
    }

    #[test]
    fn few_distinct_amounts_are_exact_and_many_are_cut() {
        let mut few = [0.5, 0.25, 0.5, 0.75];
        assert_eq!(
            least_overstating::<4>(&mut few, 1.0),
            [0.25, 0.5, 0.75, 1.0]
        );
        assert_eq!(least_overstating::<3>(&mut [], 1.0), [1.0; 3]);
        let many: Vec<f32> = (0..500_u16).map(|at| f32::from(at / 2).powi(3)).collect();
        let cuts = cuts(&many);
        assert!(cuts.len() > CUTS / 2 && cuts.len() <= CUTS);
        assert_eq!(cuts.last(), Some(&500));
        // Two equal amounts are on one side.
        assert!(cuts.is_sorted() && cuts.iter().all(|cut| cut % 2 == 0));
    }

    #[test]
    fn a_position_lies_within_its_interval() {
        let codebook = Codebook::of_positions();
        for step in -300..=300 {
            let position = step as f32 / 300.0;
            let code = usize::from(codebook.encode(1.0, position));
            assert!(code > 0 && codebook.floor[code] <= position);
            assert!(position <= codebook.amount[code]);
        }
    }
}
