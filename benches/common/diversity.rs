//! Graphs with groups, for the benches of communities.

use confrere::diversity::Graph;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

const SEED: u64 = 20_26;

/// A graph of the size of the 37,700 developers of the MUSAE data and their 289,003 ties, with 60 planted groups: four of
/// five ties of a newcomer stay in the group.
pub fn grouped(people: u32, ties: u32) -> Graph {
    const GROUPS: u32 = 60;
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut ends: Vec<Vec<u32>> = (0..GROUPS).map(|group| vec![group]).collect();
    let mut list = Vec::with_capacity((people * ties) as usize);
    for newcomer in GROUPS..people {
        let own = newcomer % GROUPS;
        for _ in 0..ties {
            let stays = random.random_bool(0.8);
            let group = if stays {
                own
            } else {
                random.random_range(0..GROUPS)
            };
            let ends = &mut ends[group as usize];
            let other = ends[random.random_range(0..ends.len())];
            if other != newcomer {
                list.push((newcomer, other, 1.0));
                ends.push(other);
            }
        }
        ends[own as usize].push(newcomer);
    }
    Graph::new(people, &list).expect("sound ties")
}

/// A graph from a file of whole numbers, where the environment names one.
pub fn own_graph() -> Option<Graph> {
    let path = std::env::var_os("CONFRERE_BENCH_TIES")?;
    let text = std::fs::read_to_string(path).expect("a readable file of ties");
    let tie = |line: &str| {
        let (one, other) = line.split_once(',').expect("two columns");
        let number = |text: &str| text.trim().parse::<u32>().expect("a whole number");
        (number(one), number(other), 1.0)
    };
    let ties: Vec<(u32, u32, f64)> = text.lines().skip(1).map(tie).collect();
    let people = ties
        .iter()
        .map(|tie| tie.0.max(tie.1) + 1)
        .max()
        .unwrap_or(0);
    Some(Graph::new(people, &ties).expect("sound ties"))
}
