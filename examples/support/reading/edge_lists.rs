//! Lists of edges as tools write them, brought to plain cells line by line, so that places in messages stay true.

/// A list in plain cells, and what was done to it; nothing where it is plain already.
pub fn plain(text: &str) -> Option<(String, &'static str)> {
    if text.starts_with("%%MatrixMarket") {
        return Some((
            without_sizes(text),
            "the line of sizes of a Matrix Market file skipped",
        ));
    }
    let mut lines = text.lines().filter(|line| is_edge(line)).peekable();
    lines.peek()?;
    if lines.clone().all(|line| attributes(line).is_some()) {
        let told = "of attributes in braces `weight` is read as a count (--column count=none)";
        return Some((rewritten(text, weighted), told));
    }
    let has_arrow = |line: &str| ARROWS.iter().any(|arrow| line.matches(arrow).count() == 1);
    if lines.all(has_arrow) {
        let parted = |line: &str| {
            let arrow = ARROWS.iter().find(|arrow| line.contains(**arrow));
            arrow.map_or(line.to_string(), |arrow| line.replacen(arrow, "\t", 1))
        };
        return Some((rewritten(text, parted), "arrows part names"));
    }
    None
}

/// Whether each line names one person, a colon, and all whom they know.
pub fn is_of_neighbours(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| is_edge(line)).peekable();
    lines.peek().is_some()
        && lines.all(|line| {
            line.split_once(':').is_some_and(|(name, rest)| {
                !name.trim().is_empty() && !name.contains([',', ';', '\t']) && rest.starts_with(' ')
            })
        })
}

const ARROWS: [&str; 3] = ["->", "→", "=>"];

fn is_edge(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with(['#', '%'])
}

fn rewritten(text: &str, edge: impl Fn(&str) -> String) -> String {
    let line = |line: &str| {
        if is_edge(line) {
            edge(line)
        } else {
            line.to_string()
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The first line that is no comment tells rows, columns and entries.
fn without_sizes(text: &str) -> String {
    let mut is_first = true;
    let line = |line: &str| {
        let is_sizes = is_edge(line) && std::mem::take(&mut is_first);
        if is_sizes {
            format!("% {line}")
        } else {
            line.to_string()
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The names and the attributes of a line as in `ana ben {'weight': 3}`.
fn attributes(line: &str) -> Option<(&str, &str)> {
    let (names, inside) = line.trim_end().strip_suffix('}')?.split_once('{')?;
    Some((names.trim_end(), inside))
}

/// The same line with the weight as its third cell; 1 where there is none.
fn weighted(line: &str) -> String {
    let (names, inside) = attributes(line).unwrap_or((line, ""));
    let mut entries = inside.split(',').filter_map(|entry| entry.split_once(':'));
    let weight = entries.find(|(key, _)| key.trim().trim_matches(['\'', '"']) == "weight");
    format!(
        "{names} {}",
        weight.map_or("1", |(_, weight)| weight.trim())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edge_lists_of_tools_become_plain_cells_on_the_same_lines() {
        let plain = |text: &str| plain(text).map(|(plain, _)| plain);
        let of_networkx = plain(
            "# made up\nana ben {'weight': 3}\nben cy {'kind': 'x', 'weight': 0.5}\ncy ana {}",
        );
        assert_eq!(
            of_networkx.as_deref(),
            Some("# made up\nana ben 3\nben cy 0.5\ncy ana 1")
        );
        assert_eq!(
            plain("ana -> ben\n\nben → cy").as_deref(),
            Some("ana \t ben\n\nben \t cy")
        );
        let sizes = plain("%%MatrixMarket matrix\n3 3 1\n2 1");
        assert_eq!(
            sizes.as_deref(),
            Some("%%MatrixMarket matrix\n% 3 3 1\n2 1")
        );
        assert_eq!(
            (plain("from,to\nana,ben"), plain(""), plain("a -> b\nb,c")),
            (None, None, None)
        );
        assert!(is_of_neighbours("# made up\nana: ben, cy\nben: cy"));
        assert!(!is_of_neighbours("ana,ben\n12:30,cy") && !is_of_neighbours(""));
    }
}
