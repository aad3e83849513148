//! Random and adversarial input at every public door: nothing panics but what is documented, nothing runs without end, and what
//! comes out equals the oracle, on any number of threads and in any order of input.
//!
//! `CONFRERE_FUZZ_SEED` (1) and `CONFRERE_FUZZ_CASES` (per door, 150) set what is tried; a failing case prints both numbers
//! with which it is tried alone: `CONFRERE_FUZZ_SEED=7 CONFRERE_FUZZ_FIRST=123 CONFRERE_FUZZ_CASES=1`. A long run says how far it
//! is after every `CONFRERE_FUZZ_TELL` inputs of a door.

mod input;
mod people;
mod records;
mod solvers;
#[cfg(feature = "serde")]
mod stored;
mod texts;

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;

/// Says which case it was when a case panics.
struct Case {
    door: &'static str,
    seed: u64,
    number: u64,
}

impl Drop for Case {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!(
                "door {}: seed {}, case {}",
                self.door, self.seed, self.number
            );
        }
    }
}

fn setting(name: &str, default: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(default, |given| given.parse().expect("a whole number"))
}

/// Tries many inputs at one door, each from a generator of its own.
fn fuzz(door: &'static str, share: f64, mut attempt: impl FnMut(&mut ChaCha8Rng) + Send) {
    let (seed, first) = (
        setting("CONFRERE_FUZZ_SEED", 1),
        setting("CONFRERE_FUZZ_FIRST", 0),
    );
    let cases = (setting("CONFRERE_FUZZ_CASES", 150) as f64 * share).ceil() as u64;
    let tell = setting("CONFRERE_FUZZ_TELL", u64::MAX).max(1);
    let mut tried = 0;
    on_one_thread(|| {
        for number in first..first + cases {
            let _case = Case { door, seed, number };
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(number);
            attempt(&mut rng);
            tried += 1;
            if tried % tell == 0 {
                println!("door {door}: {tried} inputs so far");
            }
        }
    });
    // Seen with --nocapture.
    println!("door {door}: {tried} inputs");
}

/// Runs inside a pool of one thread: inputs are so small that handing them to other threads would take most of the time.
fn on_one_thread(run: impl FnOnce() + Send) {
    #[cfg(feature = "rayon")]
    {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1);
        pool.build().expect("a thread").install(run);
    }
    #[cfg(not(feature = "rayon"))]
    run();
}
