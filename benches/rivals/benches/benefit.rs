//! Exact lists for everyone from embeddings, next to square tiles of products by the crate `gemm`.
//!
//! `CONFRERE_BENCH_LARGE=1` adds 100,000 people. Each answer is asserted.

#[path = "../../common/benefit/mod.rs"]
mod baseline;
#[path = "../../../examples/support/benefit.rs"]
mod made_up;
#[path = "../../common/race.rs"]
mod race;
#[path = "../../../examples/support/random.rs"]
mod random;
#[path = "../common/tiles.rs"]
mod tiles;

use baseline::{LIMIT, MEAN, assert_alike};
use confrere::benefit::DenseVectors;
use race::{Contender, race};

fn race_dense(people: usize, width: usize, rounds: usize) {
    let needs = made_up::isotropic(people, width, 1);
    let offers = made_up::isotropic(people, width, 2);
    let vectors = DenseVectors::new(&needs, &offers, width as u32).expect("sound matrices");
    let lists = vectors.recommend_all(LIMIT, MEAN);
    let ours = || assert_eq!(vectors.recommend_all(LIMIT, MEAN)[7], lists[7]);
    // Sums in another order differ in the last bits.
    let tiles = || assert_alike(&lists, &tiles::by_tiles(&needs, &offers, width), 1e-4);
    race(
        &format!("rivals/benefit/dense/{people}x{width}"),
        rounds,
        &[
            Contender::new("everyone", 2, ours),
            Contender::new("everyone", 1, ours),
            Contender::new("gemm-tiles", 2, tiles),
        ],
    );
}

fn main() {
    race_dense(10_000, 64, 5);
    race_dense(5_000, 384, 5);
    if std::env::var_os("CONFRERE_BENCH_LARGE").is_some() {
        race_dense(50_000, 64, 3);
        race_dense(100_000, 64, 3);
        race_dense(10_000, 384, 3);
        race_dense(50_000, 384, 1);
    }
}
