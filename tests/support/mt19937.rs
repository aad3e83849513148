//! The Mersenne Twister as NumPy's legacy `seed`, `rand` and `normal` use it, and the published markets drawn from it.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test and example uses its part"
)]

/// MT19937 (Matsumoto & Nishimura 1998), seeded by one 32-bit number.
#[derive(Debug, Clone)]
pub struct Mt19937 {
    state: [u32; 624],
    next: usize,
    spare: Option<f64>,
}

impl Mt19937 {
    /// The generator after NumPy's `seed(seed)`.
    pub fn new(seed: u32) -> Self {
        let mut state = [seed; 624];
        for place in 1..624 {
            let before = state[place - 1] ^ (state[place - 1] >> 30);
            state[place] = before
                .wrapping_mul(1_812_433_253)
                .wrapping_add(place as u32);
        }
        Self {
            state,
            next: 624,
            spare: None,
        }
    }

    /// The next 32 bits.
    pub fn bits(&mut self) -> u32 {
        if self.next == 624 {
            self.twist();
        }
        let mut bits = self.state[self.next];
        self.next += 1;
        bits ^= bits >> 11;
        bits ^= (bits << 7) & 0x9d2c_5680;
        bits ^= (bits << 15) & 0xefc6_0000;
        bits ^ (bits >> 18)
    }

    fn twist(&mut self) {
        for place in 0..624 {
            let joined =
                (self.state[place] & 0x8000_0000) | (self.state[(place + 1) % 624] & 0x7fff_ffff);
            let magic = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
            self.state[place] = self.state[(place + 397) % 624] ^ (joined >> 1) ^ magic;
        }
        self.next = 0;
    }

    /// The next number from 0 (included) to 1 (excluded), with 53 bits.
    pub fn uniform(&mut self) -> f64 {
        let high = f64::from(self.bits() >> 5);
        let low = f64::from(self.bits() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    /// The next number of the standard normal law, by the polar method.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * square.ln() / square).sqrt();
                self.spare = Some(factor * x);
                return factor * y;
            }
        }
    }
}

/// Evenly spaced numbers from 1 down to 0.
pub fn falling(count: u32) -> Vec<f64> {
    let step = -1.0 / (f64::from(count.max(2)) - 1.0);
    let mut numbers: Vec<f64> = (0..count)
        .map(|place| 1.0 + f64::from(place) * step)
        .collect();
    if count > 1 {
        numbers[count as usize - 1] = 0.0;
    }
    numbers
}

/// The two-sided market of the RecSys 2024 experiments: both sides' wants, row by row.
pub fn two_sides(left: u32, right: u32, lambda: f64, seed: u32) -> (Vec<f64>, Vec<f64>) {
    let mut random = Mt19937::new(seed);
    let wants = crowded(&mut random, left, right, lambda);
    let wanted = crowded(&mut random, right, left, lambda);
    (wants, wanted)
}

/// A matrix of wants in which everyone likes the first columns better: (1 − λ) · random + λ · falling.
pub fn crowded(random: &mut Mt19937, rows: u32, columns: u32, lambda: f64) -> Vec<f64> {
    let popular = falling(columns);
    let cells = (0..rows as usize * columns as usize).map(|cell| {
        let mixed = (1.0 - lambda) * random.uniform() + lambda * popular[cell % columns as usize];
        mixed.clamp(0.0, 1.0)
    });
    cells.collect()
}

/// How the openings of a job market judge their applicants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taste {
    /// Independently of what the applicants want.
    Random,
    /// Much as the applicants want them.
    Similar,
    /// Against it.
    Reverse,
}

/// The one-sided market of Su, Bayoumi & Joachims: wants (applicants × openings) and merits (openings × applicants), with 1.5
/// applicants an opening, from seed 621.
pub fn job_market(openings: u32, lambda: f64, taste: Taste) -> (Vec<f64>, Vec<f64>) {
    let (columns, rows) = (openings as usize, openings as usize * 3 / 2);
    let mut random = Mt19937::new(621);
    let mixed = |draw: f64, place: usize, count: usize| {
        (1.0 - lambda) * draw + lambda * (count - place) as f64 / count as f64
    };
    let draws: Vec<f64> = (0..rows * columns).map(|_| random.uniform()).collect();
    let wants = (0..rows * columns).map(|cell| mixed(draws[cell], cell % columns, columns));
    let merits = (0..rows * columns).map(|cell| {
        let want = draws[cell % rows * columns + cell / rows];
        let draw = match taste {
            Taste::Random => random.uniform(),
            Taste::Similar => (want + 0.2 * random.normal()).clamp(0.0, 1.0),
            Taste::Reverse => (1.0 - want + 0.2 * random.normal()).clamp(0.0, 1.0),
        };
        mixed(draw, cell % rows, rows)
    });
    (wants.collect(), merits.collect())
}
