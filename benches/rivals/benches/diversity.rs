//! Communities, next to the crate `leiden-rs`. `CONFRERE_BENCH_TIES=edges.csv` (a header, then two whole numbers a line) adds a
//! graph of your own.

#[path = "../../common/diversity.rs"]
mod inputs;
#[path = "../../common/race.rs"]
mod race;

use std::hint::black_box;

use confrere::diversity::{Graph, communities, modularity};
use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};
use race::{Contender, race};

const SEED: u64 = 20_26;

fn race_communities(graph: &Graph) {
    let mut builder = GraphDataBuilder::new(graph.people() as usize);
    for (one, other, weight) in graph.iter() {
        builder
            .add_edge(one as usize, other as usize, weight)
            .expect("a sound tie");
    }
    let theirs = builder.build().expect("a sound graph");
    let config = LeidenConfig {
        seed: Some(SEED),
        ..LeidenConfig::default()
    };
    let solve = || Leiden::new(config.clone()).run(black_box(&theirs));
    let rival = solve().expect("a partition");
    let labels: Vec<u32> = (0..graph.people() as usize)
        .map(|person| rival.partition.community_of(person) as u32)
        .collect();
    let found = communities(graph);
    let ours = found.modularity().expect("ties");
    let other = modularity(graph, &labels, 1.0)
        .expect("a label each")
        .expect("ties");
    assert!(ours > 0.99 * other, "modularity {ours}, leiden-rs {other}");
    println!(
        "modularity {ours:.4} in {} communities, leiden-rs {other:.4}",
        found.count()
    );
    race(
        &format!(
            "rivals/diversity/communities/{}x{}",
            graph.people(),
            graph.ties()
        ),
        5,
        &[
            Contender::new("confrere", 1, || {
                black_box(communities(black_box(graph)));
            }),
            Contender::new("leiden-rs", 1, || {
                black_box(solve().expect("a partition"));
            }),
        ],
    );
}

fn main() {
    for graph in std::iter::once(inputs::grouped(37_700, 8)).chain(inputs::own_graph()) {
        race_communities(&graph);
    }
}
