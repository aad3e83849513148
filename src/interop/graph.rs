//! The relationship graph as a petgraph value.

use petgraph::graph::{DiGraph, Graph, IndexType};
use petgraph::visit::EdgeRef;
use petgraph::{EdgeType, graph::NodeIndex};

use crate::error::Error;
use crate::id::PersonId;
use crate::network::{Network, Tie};
use crate::person::Person;

/// The relationship graph: a node per person in id order, an edge per directed tie with its strength.
///
/// Any petgraph algorithm runs on it; `NodeIndex::index` of a node is `as_u32` of its person.
///
/// # Complexity
///
/// O(n + m) on the first call for a network, nothing after.
///
/// # Examples
///
/// ```
/// use confrere::interop::{as_graph, petgraph::algo::connected_components};
/// use confrere::{Network, Person};
/// let network = Network::builder()
///     .people(["ana", "ben", "caro"].map(Person::new))
///     .tie("ana", "ben", 0.5)
///     .build()?;
/// assert_eq!(connected_components(as_graph(&network)), 2);
/// # Ok::<(), confrere::Error>(())
/// ```
#[must_use]
pub fn as_graph(network: &Network) -> &DiGraph<PersonId, f32> {
    network.graph()
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
