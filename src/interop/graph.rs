//! The relationship graph as a petgraph value.

use petgraph::graph::{DiGraph, Graph, IndexType};
use petgraph::visit::EdgeRef;
use petgraph::{EdgeType, graph::NodeIndex};

use crate::error::Error;
use crate::id::PersonId;
use crate::network::{Network, Tie};
use crate::person::Person;
use crate::rows::AsIndex;

/// The relationship graph: a node per person in key order, an edge per directed tie with its strength.
///
/// Any petgraph algorithm runs on it; nodes stand in the order of [`Network::people`].
///
/// # Complexity
///
/// O(n + m) for n people and m ties.
///
/// # Examples
///
/// ```
/// use confrere::interop::{petgraph::algo::connected_components, to_graph};
/// use confrere::{Network, Person};
/// let network = Network::builder()
///     .people(["ana", "ben", "caro"].map(Person::new))
///     .tie("ana", "ben", 0.5)
///     .build()?;
/// assert_eq!(connected_components(&to_graph(&network)), 2);
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn to_graph(network: &Network) -> DiGraph<PersonId, f32> {
    let ties = network.ties();
    let mut graph = DiGraph::with_capacity(network.size(), ties.ties().as_index());
    let nodes: Vec<_> = network
        .people()
        .map(|person| graph.add_node(person))
        .collect();
    for (from, to, strength) in ties.iter() {
        graph.add_edge(nodes[from.as_index()], nodes[to.as_index()], strength);
    }
    graph
}

/// Builds a network from a petgraph value: nodes are people, edge weights strengths. Edges of an undirected graph are mutual
/// ties; of parallel edges the strongest counts.
///
/// # Errors
///
/// As [`NetworkBuilder::build`](crate::NetworkBuilder::build).
///
/// # Examples
///
/// ```
/// use confrere::interop::{network_from_graph, petgraph::graph::UnGraph};
/// use confrere::Person;
/// let mut graph = UnGraph::<Person, f32>::default();
/// let (ana, ben) = (graph.add_node(Person::new("ana")), graph.add_node(Person::new("ben")));
/// graph.add_edge(ana, ben, 0.5);
/// let network = network_from_graph(&graph)?;
/// assert_eq!(network.ties().strength(1, 0), Some(0.5));
/// # Ok::<(), confrere::Error>(())
/// ```
pub fn network_from_graph<Ty: EdgeType, Ix: IndexType>(
    graph: &Graph<Person, f32, Ty, Ix>,
) -> Result<Network, Error> {
    let name = |node: NodeIndex<Ix>| graph[node].name().to_string();
    let ties = graph.edge_references().map(|edge| {
        let (from, to) = (name(edge.source()), name(edge.target()));
        let tie = Tie::new(from, to, *edge.weight());
        // Petgraph's direction decides: edges of an undirected graph are mutual ties.
        if graph.is_directed() {
            Tie {
                directed: true,
                ..tie
            }
        } else {
            tie
        }
    });
    Network::from_people(graph.node_weights().cloned(), ties)
}
