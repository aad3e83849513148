//! How two networks differ, as far as it moves a score or the bound of one.

use std::sync::Arc;

use crate::id::PersonIndex;
use crate::network::{Adjacency, Facts, NeedFact, Network, StanceFact};
use crate::par;
use crate::person::Visibility;
use crate::rows::{AsIndex, MaybeIndex, Piece};

/// Who is touched by a change, and where everyone else is.
#[derive(Debug)]
pub(crate) struct Delta {
    /// By place before: the place now; none for who left or is touched.
    pub(crate) places: Vec<MaybeIndex>,
    /// By place now: the place before; none for who is touched.
    pub(crate) before: Vec<MaybeIndex>,
    /// Places now of those who joined, say something new, or whose ties or contacts bring more than they did; ascending.
    pub(crate) touched: Vec<PersonIndex>,
    /// How many left, or are touched by what others may see. What is hidden must not decide how fresh a measure is that others read.
    pub(crate) shown: usize,
}

/// What someone who stays says, next to before.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Said {
    TheSame,
    /// Something new, and nothing of it is shown to others.
    Hidden,
    New,
}

impl Delta {
    /// Compares two networks of the same names, groups and relatedness; `None` where these differ, or where there are embeddings.
    ///
    /// O(facts) time, without an allocation a person.
    pub(crate) fn new(before: &Network, now: &Network) -> Option<Self> {
        let (old, new) = (before.facts(), now.facts());
        let embedded = old.embeddings.width > 0 || new.embeddings.width > 0;
        if embedded || !have_the_same_names(old, new) {
            return None;
        }
        // First where everyone is now, then who of them says or knows something else.
        let (staying, left) = staying(old, new);
        let (said, tied) = par::join(
            || says_something_new(old, new, &staying),
            || has_other_ties(old, new, &staying),
        );
        let mut seen: Vec<bool> = tied
            .iter()
            .zip(&said)
            .map(|(&tied, &said)| tied || said == Said::New)
            .collect();
        // A contact with fewer ties counts more between any two of its own.
        let mut weightier = Vec::new();
        for (from, place) in (0_u32..).zip(&staying) {
            let Some(place) = place.get() else { continue };
            let now = new.acquaintances.neighbours(place);
            if now.len() < old.acquaintances.neighbours(from).len() {
                weightier.extend_from_slice(now);
            }
        }
        weightier
            .iter()
            .for_each(|&person| seen[person.as_index()] = true);
        let shown = left + seen.iter().filter(|&&seen| seen).count();
        let either = seen.iter().zip(&said);
        let touched: Vec<bool> = either
            .map(|(&seen, &said)| seen || said == Said::Hidden)
            .collect();
        // Who is touched is at no place that a bound of before may be read from.
        let places = staying
            .iter()
            .map(|place| place.get().filter(|now| !touched[now.as_index()]).into());
        let places: Vec<MaybeIndex> = places.collect();
        let mut before = vec![MaybeIndex::NONE; now.size()];
        for (from, place) in (0..).zip(&places) {
            if let Some(place) = place.place() {
                before[place] = MaybeIndex::some(from);
            }
        }
        let touched = now.indices().filter(|person| touched[person.index()]);
        Some(Self {
            touched: touched.collect(),
            places,
            before,
            shown,
        })
    }

    /// Everyone now in pieces: whoever is not touched in stretches of those before, the others by their places now.
    pub(crate) fn pieces(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for (place, before) in self.before.iter().enumerate() {
            match (before.place(), pieces.last_mut()) {
                (Some(from), Some(Piece::Kept(stretch))) if stretch.end == from => stretch.end += 1,
                (Some(from), _) => pieces.push(Piece::Kept(from..from + 1)),
                (None, _) => pieces.push(Piece::Fresh(place)),
            }
        }
        pieces
    }
}

/// By place before: the place now of who has the same key, none for who left; and how many left.
fn staying(old: &Facts, new: &Facts) -> (Vec<MaybeIndex>, usize) {
    let mut now = (0_u32..).zip(new.ids.iter()).peekable();
    let mut left = 0;
    let mut places = Vec::with_capacity(old.ids.len());
    for (from, id) in old.ids.iter().enumerate() {
        // Both are in key order: whoever comes before this one now has joined.
        if now.peek().is_some_and(|next| next.1 == id) {
            places.push(now.next().map(|next| next.0).into());
            continue;
        }
        let key = old.keys.get(from);
        while now
            .next_if(|&(place, _)| new.keys.get(place.as_index()) < key)
            .is_some()
        {}
        let same = now.next_if(|next| next.1 == id);
        left += usize::from(same.is_none());
        places.push(same.map(|next| next.0).into());
    }
    (places, left)
}

/// By place now: whether someone says something new; whoever joined does.
fn says_something_new(old: &Facts, new: &Facts, staying: &[MaybeIndex]) -> Vec<Said> {
    let mut said = vec![Said::New; new.ids.len()];
    for (from, place) in staying.iter().enumerate() {
        if let Some(place) = place.place() {
            said[place] = says(old, new, (from, place));
        }
    }
    said
}

/// By place now: whether someone who stays has other ties than before.
fn has_other_ties(old: &Facts, new: &Facts, staying: &[MaybeIndex]) -> Vec<bool> {
    let mut touched = vec![false; new.ids.len()];
    // By place before: where everyone is who is still there, touched or not.
    let moved = |from: u32| staying[from.as_index()].get();
    let views = [
        (&old.ties, &new.ties),
        (&old.ties_in, &new.ties_in),
        (&old.acquaintances, &new.acquaintances),
    ];
    for (at, (old, new)) in views.into_iter().enumerate() {
        // Where all ties are mutual the views are one.
        let mut seen = views[..at].iter();
        if seen.any(|view| Arc::ptr_eq(view.0, old) && Arc::ptr_eq(view.1, new)) {
            continue;
        }
        for (from, place) in (0_u32..).zip(staying) {
            if let Some(place) = place.get() {
                touched[place.as_index()] |= !has_the_same_ties((old, from), (new, place), moved);
            }
        }
    }
    touched
}

/// Whether someone still says what counts in a score, and may be suggested as before or not at all; and if not, whether others see it.
fn says(old: &Facts, new: &Facts, (from, place): (usize, usize)) -> Said {
    let opened = new.limits[place].is_open() && !old.limits[from].is_open();
    let is_same = !opened
        && new.offers.has_row_of(place, &old.offers, from)
        && new.interests.has_row_of(place, &old.interests, from)
        && old.hierarchies.row(from) == new.hierarchies.row(place)
        && old.attributes.row(from) == new.attributes.row(place)
        && old.seeks.row(from) == new.seeks.row(place)
        && old.wanted.row(from) == new.wanted.row(place)
        && old.openness[from] == new.openness[place];
    if !is_same {
        return Said::New;
    }
    let needs = new.needs.has_row_of(place, &old.needs, from);
    if needs && new.stances.has_row_of(place, &old.stances, from) {
        return Said::TheSame;
    }
    let (before, now) = (old.needs.row(from).iter(), new.needs.row(place).iter());
    let is_shown = |need: &&NeedFact| need.visibility == Visibility::Shown;
    let needs = before.filter(is_shown).eq(now.filter(is_shown));
    let (before, now) = (old.stances.row(from).iter(), new.stances.row(place).iter());
    let is_shown = |stance: &&StanceFact| stance.visibility == Visibility::Shown;
    match needs && before.filter(is_shown).eq(now.filter(is_shown)) {
        true => Said::Hidden,
        false => Said::New,
    }
}

/// Whether the ties of someone are the same, `moved` telling where others are now.
fn has_the_same_ties(
    (old, from): (&Adjacency, u32),
    (new, place): (&Adjacency, u32),
    moved: impl Fn(u32) -> Option<u32>,
) -> bool {
    let (before, now) = (old.neighbours(from), new.neighbours(place));
    let mut pairs = before.iter().zip(now);
    before.len() == now.len()
        && pairs.all(|(&before, &now)| moved(before) == Some(now))
        && old.strengths(from) == new.strengths(place)
}

/// Whether names and what is told of them are the same, and so are their numbers.
fn have_the_same_names(old: &Facts, new: &Facts) -> bool {
    let (told, now) = (&old.relatedness, &new.relatedness);
    let vectors = match (&told.vectors, &now.vectors) {
        (None, None) => true,
        (Some(old), Some(new)) => old.skills == new.skills && Arc::ptr_eq(&old.matrix, &new.matrix),
        _ => false,
    };
    vectors
        && told.by_hand == now.by_hand
        && told.broader == now.broader
        && old.skills.are_those_of(&new.skills)
        && old.topics.are_those_of(&new.topics)
        && old.circles.are_those_of(&new.circles)
        && old.attribute_keys.are_those_of(&new.attribute_keys)
        && old.attribute_values.are_those_of(&new.attribute_values)
        && old.groups == new.groups
}
