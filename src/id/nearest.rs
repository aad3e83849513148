//! The known name nearest to one that is unknown, for messages.

/// The most edits at which a name is near: one in three characters, at most this many.
const MOST_EDITS: usize = 3;

/// The known name with the fewest edits from a name, ties in byte order; none where all are far.
pub(crate) fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let name: Vec<char> = name.chars().collect();
    let most = MOST_EDITS.min(name.len().div_ceil(3));
    let mut row = Vec::new();
    let near = known.filter_map(|other| Some((edits(&name, other, most, &mut row)?, other)));
    near.min().map(|(_, other)| other)
}

/// How many characters are inserted, removed or replaced from one name to another (Levenshtein 1966); none if more than `most`.
fn edits(name: &[char], other: &str, most: usize, row: &mut Vec<usize>) -> Option<usize> {
    // A character has one to four bytes: most names are ruled out by their length alone.
    if other.len() + most < name.len() || other.len() > 4 * (name.len() + most) {
        return None;
    }
    row.clear();
    row.extend(0..=name.len());
    for (at, character) in other.chars().enumerate() {
        // `row[i]` is the distance of the first i characters from what was read of the other name so far.
        let mut diagonal = std::mem::replace(&mut row[0], at + 1);
        for (i, &own) in name.iter().enumerate() {
            let replaced = diagonal + usize::from(own != character);
            diagonal = row[i + 1];
            row[i + 1] = replaced.min(row[i] + 1).min(diagonal + 1);
        }
        if row.iter().all(|&distance| distance > most) {
            return None;
        }
    }
    row.last().copied().filter(|&distance| distance <= most)
}

#[cfg(test)]
mod tests {
    use crate::id::nearest::nearest;

    #[test]
    fn the_name_with_the_fewest_edits_is_nearest() {
        let known = ["ana", "anna", "ben", "caroline"];
        assert_eq!(nearest("annna", known.into_iter()), Some("anna"));
        assert_eq!(nearest("karoline", known.into_iter()), Some("caroline"));
        assert_eq!(nearest("an", known.into_iter()), Some("ana"));
        assert_eq!(nearest("zoe", known.into_iter()), None);
        assert_eq!(nearest("", known.into_iter()), None);
    }

    /// Lengths rule a name out only where they must: two characters fewer of six, characters of four bytes, a letter in front.
    #[test]
    fn the_longest_and_the_shortest_near_name_are_found() {
        assert_eq!(nearest("abcdef", ["abcd"].into_iter()), Some("abcd"));
        assert_eq!(
            nearest("\u{1d4b6}", ["\u{1d4b6}\u{1d4b7}"].into_iter()),
            Some("\u{1d4b6}\u{1d4b7}")
        );
        assert_eq!(
            nearest("bcdefg", ["Bcdefh", "abcdefg"].into_iter()),
            Some("abcdefg")
        );
    }
}
