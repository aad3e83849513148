//! Tables of names: small numbers for names in order of arrival, then in order of names.

use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::error::Fault;
use crate::id::spelling::{Spelling, check_key, check_length, clean, fold};
use crate::rows::{AsIndex, Piece, narrow};

/// Texts by place, in one string: no allocation per text.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// The text at a place.
    pub(crate) fn get(&self, place: usize) -> &str {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        &self.text[start..self.ends[place]]
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    /// The texts piece by piece.
    fn spliced<'t>(&self, pieces: &[Piece], fresh: impl Fn(usize) -> &'t str) -> Self {
        let new = pieces.iter().map(|piece| match piece {
            Piece::Kept(_) => 0,
            Piece::Fresh(number) => fresh(*number).len(),
        });
        let mut all = Self {
            text: String::with_capacity(self.text.len() + new.sum::<usize>()),
            ends: Vec::with_capacity(self.len() + pieces.len()),
        };
        for piece in pieces {
            match piece {
                Piece::Kept(kept) => {
                    let start_of =
                        |place: usize| place.checked_sub(1).map_or(0, |at| self.ends[at]);
                    let (from, before) = (start_of(kept.start), all.text.len());
                    all.text.push_str(&self.text[from..start_of(kept.end)]);
                    let ends = self.ends[kept.clone()].iter();
                    all.ends.extend(ends.map(|end| before + (end - from)));
                }
                Piece::Fresh(number) => all.push(fresh(*number)),
            }
        }
        all
    }
}

impl<'t> FromIterator<&'t str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'t str>>(texts: I) -> Self {
        let mut all = Self::default();
        texts.into_iter().for_each(|text| all.push(text));
        all
    }
}

/// A sorted table of names: the id of a name is its place in the byte order of what is compared.
#[derive(Clone, Default)]
pub(crate) struct Names {
    /// What is compared: the name itself, or its folded form.
    compared: Texts,
    /// What is shown, where it differs from what is compared.
    shown: Option<Texts>,
    spelling: Spelling,
    /// The further spellings of a name, by place.
    others: Vec<(u32, Vec<String>)>,
    /// Spellings that stand in hidden items alone.
    hidden: HashSet<String>,
}

impl Names {
    /// How many names there are.
    pub(crate) fn len(&self) -> usize {
        self.compared.len()
    }

    /// The name at a place, as it is shown.
    pub(crate) fn get(&self, place: usize) -> &str {
        self.shown.as_ref().unwrap_or(&self.compared).get(place)
    }

    /// The place of a name in any of its spellings, by binary search.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        let folded;
        let name = match self.spelling {
            Spelling::Exact => name,
            Spelling::Folded => {
                folded = fold(name);
                &folded
            }
        };
        self.rank(name).ok().map(narrow)
    }

    /// Whether the names of another table are the same, in any spellings.
    pub(crate) fn are_those_of(&self, other: &Self) -> bool {
        self.compared == other.compared
    }

    /// The number of names that come before one, as it is compared: `Ok` where it is among them, `Err` where it is not.
    pub(crate) fn rank(&self, name: &str) -> Result<usize, usize> {
        // The place of the name, if it is there, lies in low..high.
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.compared.get(middle).cmp(name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Ok(middle),
            }
        }
        Err(low)
    }

    /// The place of a name in this very spelling, if it is known as it is said: openly, or in a hidden item.
    pub(crate) fn place_of(&self, spelling: &str, shown: bool) -> Option<u32> {
        let place = self.find(spelling)?;
        let known = self.spellings(place).any(|known| known == spelling);
        (known && !(shown && self.is_hidden(spelling))).then_some(place)
    }

    /// Names whose spelling is exact, piece by piece.
    pub(crate) fn spliced<'t>(&self, pieces: &[Piece], fresh: impl Fn(usize) -> &'t str) -> Self {
        Self {
            compared: self.compared.spliced(pieces, fresh),
            spelling: self.spelling,
            ..Self::default()
        }
    }

    /// How spellings are told apart.
    pub(crate) fn spelling(&self) -> Spelling {
        self.spelling
    }

    /// All names in order, as they are shown.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|place| self.get(place))
    }

    /// The names that were spelt in more than one way, with the spellings that are not shown.
    pub(crate) fn respelt(&self) -> impl Iterator<Item = (&str, &[String])> {
        let others = self.others.iter();
        others.map(|(place, spellings)| (self.get(place.as_index()), spellings.as_slice()))
    }

    /// The spellings of the name at a place, that which is shown first.
    pub(crate) fn spellings(&self, place: u32) -> impl Iterator<Item = &str> {
        let others = self.others.binary_search_by_key(&place, |other| other.0);
        let others = others.map_or(&[][..], |at| &self.others[at].1);
        let shown = std::iter::once(self.get(place.as_index()));
        shown.chain(others.iter().map(String::as_str))
    }

    /// Whether a spelling stands in hidden items alone.
    pub(crate) fn is_hidden(&self, spelling: &str) -> bool {
        self.hidden.contains(spelling)
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Gives out small numbers to names in order of arrival, and sorts them in the end.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interner {
    /// The number of each spelling that arrived.
    arrived: HashMap<Box<str>, u32>,
    /// The number of each folded form; unused where spelling is exact.
    folded: HashMap<Box<str>, u32>,
    /// Spellings that so far stand in hidden items alone: what is shown to all must not depend on them.
    hidden: HashSet<Box<str>>,
    spelling: Spelling,
    count: u32,
    /// Whether names are keys of people, which must be clean.
    keys: bool,
}

impl Interner {
    /// Gives out numbers to names of one way of spelling.
    pub(crate) fn new(spelling: Spelling) -> Self {
        Self {
            spelling,
            ..Self::default()
        }
    }

    /// Gives out numbers to keys of people.
    pub(crate) fn keys() -> Self {
        Self {
            keys: true,
            ..Self::new(Spelling::Exact)
        }
    }

    /// The number of a name, new or known; a spelling is checked when it first arrives.
    pub(crate) fn intern(&mut self, name: &str) -> Result<u32, Fault> {
        self.intern_seen(name, true)
    }

    /// The number of a name that stands in an item shown to all, or in a hidden one.
    pub(crate) fn intern_seen(&mut self, name: &str, shown: bool) -> Result<u32, Fault> {
        if !self.arrived.contains_key(name) {
            match self.keys {
                true => check_key(name)?,
                false => check_length(name)?,
            }
        }
        Ok(self.number_seen(name, shown))
    }

    /// The number of a name that was checked before.
    pub(crate) fn number(&mut self, name: &str) -> u32 {
        self.number_seen(name, true)
    }

    /// The number of a name that was checked before, of an item shown to all or of a hidden one.
    pub(crate) fn number_seen(&mut self, name: &str, shown: bool) -> u32 {
        if let Some(&known) = self.arrived.get(name) {
            if shown && !self.hidden.is_empty() {
                self.hidden.remove(name);
            }
            return known;
        }
        if !shown {
            self.hidden.insert(name.into());
        }
        let next = self.count;
        // A spelling met for the first time may still be a known name once folded.
        let number = match self.spelling {
            Spelling::Exact => next,
            Spelling::Folded => *self.folded.entry(fold(name).into()).or_insert(next),
        };
        self.count += u32::from(number == next);
        self.arrived.insert(name.into(), number);
        number
    }

    /// The number of a name that arrived.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        let known = self.arrived.get(name);
        let known = known.or_else(|| match self.spelling {
            Spelling::Exact => None,
            Spelling::Folded => self.folded.get(&*fold(name)),
        });
        known.copied()
    }

    /// Every spelling that arrived, with its number and whether it was said openly.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = (&str, u32, bool)> {
        let arrived = self.arrived.iter();
        arrived.map(|(name, &number)| (&**name, number, !self.hidden.contains(name)))
    }

    /// How many names arrived.
    pub(crate) fn len(&self) -> usize {
        self.count.as_index()
    }

    /// One spelling of each name, by number.
    pub(crate) fn by_number(&self) -> Vec<&str> {
        let mut names = vec![""; self.len()];
        for (name, number) in &self.arrived {
            names[number.as_index()] = name;
        }
        names
    }

    /// Sorts the names; the second part maps numbers of arrival to places in order.
    pub(crate) fn into_sorted(self) -> (Names, Vec<u32>) {
        let mut place = vec![0; self.len()];
        let mut names = Names {
            spelling: self.spelling,
            ..Names::default()
        };
        // Exact names are compared as they are spelt, folded ones by their folded forms: each once.
        let exact = self.spelling == Spelling::Exact;
        let compared = if exact { &self.arrived } else { &self.folded };
        // Byte order, the same on every machine and in every locale.
        let mut sorted: Vec<(&str, u32)> = compared
            .iter()
            .map(|(name, &number)| (&**name, number))
            .collect();
        sorted.sort_unstable();
        for (at, &(name, number)) in sorted.iter().enumerate() {
            names.compared.push(name);
            place[number.as_index()] = narrow(at);
        }
        if !exact {
            names.choose_shown(&self.arrived, &self.hidden, &place);
        }
        (names, place)
    }
}

impl Names {
    /// Of the spellings of each name the first in byte order is shown, so that the order of arrival does not matter; one of a
    /// hidden item only where no other is.
    fn choose_shown(
        &mut self,
        arrived: &HashMap<Box<str>, u32>,
        hidden: &HashSet<Box<str>>,
        place: &[u32],
    ) {
        let cleaned = arrived.iter().map(|(name, number)| {
            let is_hidden = hidden.contains(name);
            (place[number.as_index()], clean(name), is_hidden)
        });
        let mut spellings: Vec<(u32, String, bool)> = cleaned.collect();
        spellings.sort_unstable();
        // Two spellings may be one once cleaned: it is hidden where both are.
        spellings.dedup_by(|a, b| (a.0, &a.1) == (b.0, &b.1));
        let hidden = spellings.iter().filter(|spelling| spelling.2);
        self.hidden = hidden.map(|spelling| spelling.1.clone()).collect();
        // Spellings of one name lie together in byte order; those of hidden items go behind the others.
        let mut shown = Texts::default();
        for run in spellings.chunk_by(|a, b| a.0 == b.0) {
            let part = |hidden: bool| run.iter().filter(move |spelling| spelling.2 == hidden);
            let mut names = part(false).chain(part(true)).map(|spelling| &spelling.1);
            names.next().into_iter().for_each(|name| shown.push(name));
            if run.len() > 1 {
                self.others.push((run[0].0, names.cloned().collect()));
            }
        }
        if shown.text != self.compared.text {
            self.shown = Some(shown);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::id::{Interner, Spelling};

    fn sorted(names: &[&str], spelling: Spelling) -> (Vec<String>, Vec<u32>) {
        let mut interner = Interner::new(spelling);
        let numbers = names.iter().map(|name| interner.number(name)).collect();
        let (names, place) = interner.into_sorted();
        for (at, name) in names.iter().enumerate() {
            assert_eq!(names.find(name), Some(at as u32));
        }
        let numbers: Vec<u32> = numbers;
        let places = numbers
            .iter()
            .map(|&number| place[number as usize])
            .collect();
        (names.iter().map(ToString::to_string).collect(), places)
    }

    #[test]
    fn places_follow_name_order_whatever_the_order_of_arrival() {
        for spelling in [Spelling::Exact, Spelling::Folded] {
            let (names, places) = sorted(&["caro", "ana", "ben", "ana"], spelling);
            assert_eq!(names, ["ana", "ben", "caro"]);
            assert_eq!(places, [2, 0, 1, 0]);
        }
    }

    #[test]
    fn the_spelling_first_in_byte_order_is_shown_whatever_came_first() {
        let (names, places) = sorted(
            &["rust", "apple", " Rust", "RUST\u{200b}"],
            Spelling::Folded,
        );
        assert_eq!(
            (names, places),
            (vec!["apple".into(), "RUST".into()], vec![1, 0, 1, 1])
        );
        let (again, _) = sorted(
            &["RUST\u{200b}", "apple", "rust", " Rust"],
            Spelling::Folded,
        );
        assert_eq!(again, ["apple", "RUST"]);
        let (exact, _) = sorted(&["rust", "Rust"], Spelling::Exact);
        assert_eq!(exact, ["Rust", "rust"]);
    }

    #[test]
    fn a_spelling_of_hidden_items_is_shown_only_where_there_is_no_other() {
        let shown = |said: &[(&str, bool)]| {
            let mut interner = Interner::new(Spelling::Folded);
            for &(name, shown) in said {
                interner.number_seen(name, shown);
            }
            let (names, _) = interner.into_sorted();
            (names.get(0).to_string(), names.is_hidden("RUST"))
        };
        assert_eq!(
            shown(&[("RUST", false), ("rust", true)]),
            ("rust".into(), true)
        );
        assert_eq!(
            shown(&[("rust", true), ("RUST", false)]),
            ("rust".into(), true)
        );
        assert_eq!(
            shown(&[("RUST", false), ("rust", false)]),
            ("RUST".into(), true)
        );
        // Said openly too, in the same spelling or in one that cleans to it.
        assert_eq!(
            shown(&[("RUST", false), ("rust", true), ("RUST", true)]),
            ("RUST".into(), false)
        );
        assert_eq!(
            shown(&[("RUST", false), ("rust", true), (" RUST", true)]),
            ("RUST".into(), false)
        );
    }
}
