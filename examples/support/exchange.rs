//! Networks with names for other tools: Graphviz (DOT) and GraphML, as Gephi, yEd and networkx read it.

use std::io::Write;

use crate::Refused;
use crate::diversity::NamedGraph;
use crate::report::page::escaped;

/// A name in DOT: in quotes, with quotes, backslashes and line breaks escaped.
fn quoted(name: &str) -> String {
    let name = name.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", name.replace('\n', "\\n"))
}

/// Each tie once, the lower number first, with its weight in both directions together.
fn ties(named: &NamedGraph) -> impl Iterator<Item = (&str, &str, f32)> {
    let name = |person: u32| named.names[person as usize].as_str();
    let once = named.graph.iter().filter(|tie| tie.0 < tie.1);
    // Strengths are read with the accuracy of f32.
    once.map(move |(one, other, weight)| (name(one), name(other), weight as f32))
}

/// Writes a graph in DOT; each person has a `group`.
pub fn dot(out: &mut dyn Write, named: &NamedGraph, groups: &[String]) -> Result<(), Refused> {
    writeln!(out, "graph network {{")?;
    for (name, group) in named.names.iter().zip(groups) {
        writeln!(out, "  {} [group={}];", quoted(name), quoted(group))?;
    }
    for (one, other, weight) in ties(named) {
        let (one, other) = (quoted(one), quoted(other));
        writeln!(out, "  {one} -- {other} [weight={weight}];")?;
    }
    Ok(writeln!(out, "}}")?)
}

/// Writes a graph in GraphML; each person has a `group`, each tie a `weight`.
pub fn graphml(out: &mut dyn Write, named: &NamedGraph, groups: &[String]) -> Result<(), Refused> {
    let keys = [("group", "node", "string"), ("weight", "edge", "double")];
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">"
    )?;
    for (name, of, kind) in keys {
        writeln!(
            out,
            "  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )?;
    }
    writeln!(out, "  <graph edgedefault=\"undirected\">")?;
    for (name, group) in named.names.iter().zip(groups) {
        let (name, group) = (escaped(name), escaped(group));
        writeln!(
            out,
            "    <node id=\"{name}\"><data key=\"group\">{group}</data></node>"
        )?;
    }
    for (one, other, weight) in ties(named) {
        let (one, other) = (escaped(one), escaped(other));
        writeln!(
            out,
            "    <edge source=\"{one}\" target=\"{other}\"><data key=\"weight\">{weight}</data></edge>"
        )?;
    }
    Ok(writeln!(out, "  </graph>\n</graphml>")?)
}
