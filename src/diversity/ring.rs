//! Concentric rings of circles around a person, and which ring to reach next.

use crate::diversity::shared_circles;
use crate::rows::{AsIndex, narrow};

/// Default share of the acquaintances that makes a ring part of someone's reach. A design choice.
pub const RING_SHARE: f32 = 0.1;

/// In which ring around a person another stands: 0 in the same innermost circle, 1 in the next, and so on; as many as the
/// person has circles where nothing is shared (the world). Paths are outermost first.
///
/// `None` when either path is empty, or when the other's ends inside the person's so that the nearer circles are unknown.
///
/// # Examples
///
/// ```
/// use confrere::diversity::ring;
/// let core = ["pt", "acme", "core"];
/// assert_eq!(ring(&core, &["pt", "acme", "core"]), Some(0));
/// assert_eq!(ring(&core, &["pt", "acme", "sales"]), Some(1));
/// assert_eq!(ring(&core, &["de", "bolt", "ops"]), Some(3));
/// assert_eq!(ring(&core, &["pt"]), None);
/// ```
#[must_use]
pub fn ring<L: PartialEq>(person: &[L], other: &[L]) -> Option<u32> {
    let shared = shared_circles(person, other).as_index();
    let known = !person.is_empty() && (shared < other.len() || shared == person.len());
    known.then(|| narrow(person.len() - shared))
}

/// How a person's acquaintances spread over the rings: team, company, country, world, or whatever the circles are.
///
/// # Examples
///
/// ```
/// use confrere::diversity::RingSpread;
/// let core = ["pt", "acme", "core"];
/// let spread = RingSpread::new(&core, [&core[..], &core, &["pt", "acme", "sales"]]).expect("a path");
/// assert_eq!(spread.counts(), [2, 1, 0, 0]);
/// assert_eq!(spread.reach(), Some(1)); // within the company
/// assert_eq!(spread.next(), 2); // the country
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RingSpread {
    counts: Vec<u32>,
}

impl RingSpread {
    /// Counts acquaintances by ring; `None` for a person without circles. Those of unknown ring do not count.
    #[must_use]
    pub fn new<'a, L: PartialEq + 'a>(
        person: &[L],
        acquaintances: impl IntoIterator<Item = &'a [L]>,
    ) -> Option<Self> {
        if person.is_empty() {
            return None;
        }
        let mut counts = vec![0; person.len() + 1];
        for place in acquaintances
            .into_iter()
            .filter_map(|path| ring(person, path))
        {
            counts[place.as_index()] += 1;
        }
        Some(Self { counts })
    }

    /// Counts that were told by [`counts`](Self::counts); `None` where there is not even the world.
    pub(crate) fn of_counts(counts: Vec<u32>) -> Option<Self> {
        (counts.len() > 1).then_some(Self { counts })
    }

    /// How many acquaintances stand in each ring, the innermost first, the world last.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::RingSpread;
    /// let spread = RingSpread::new(&["core", "acme"], [["core", "acme"].as_slice()]).expect("circles");
    /// assert_eq!(spread.counts(), [1, 0, 0]);
    /// ```
    #[must_use]
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// The outermost ring that holds at least a tenth ([`RING_SHARE`]) of the acquaintances; `None` without any.
    #[must_use]
    pub fn reach(&self) -> Option<u32> {
        let all: u32 = self.counts.iter().sum();
        let enough = |&count: &u32| count > 0 && count as f32 >= RING_SHARE * all as f32;
        self.counts.iter().rposition(enough).map(narrow)
    }

    /// The ring to aim for: one beyond the reach, the world at most, one's own innermost circle to begin with.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::RingSpread;
    /// let spread = RingSpread::new(&["core", "acme"], [["core", "acme"].as_slice()]).expect("circles");
    /// assert_eq!(spread.next(), 1);
    /// ```
    #[must_use]
    pub fn next(&self) -> u32 {
        let world = narrow(self.counts.len()) - 1;
        self.reach().map_or(0, |reach| (reach + 1).min(world))
    }

    /// How near a ring is to the one to aim for: 1 there, falling evenly to 0 as many rings away as there are.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::RingSpread;
    /// let spread = RingSpread::new(&["pt", "acme"], [&["pt", "acme"][..]]).expect("a path");
    /// assert_eq!(spread.fit(1), 1.0); // the next ring: elsewhere in the country
    /// assert_eq!(spread.fit(2), 0.5);
    /// ```
    #[must_use]
    pub fn fit(&self, ring: u32) -> f32 {
        let rings = (self.counts.len() - 1) as f32;
        (1.0 - ring.abs_diff(self.next()) as f32 / rings).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::diversity::RingSpread;

    #[test]
    fn the_next_ring_starts_at_home_and_ends_at_the_world() {
        let home = ["pt", "acme"];
        let nobody = RingSpread::new(&home, []).expect("a path");
        assert_eq!((nobody.reach(), nobody.next()), (None, 0));
        let world = RingSpread::new(&home, [&["de", "bolt"][..]; 3]).expect("a path");
        assert_eq!((world.reach(), world.next()), (Some(2), 2));
        assert!(RingSpread::new::<&str>(&[], []).is_none());
    }

    #[test]
    fn a_single_exception_is_no_reach() {
        let home = ["pt", "acme"];
        let mut around = vec![&home[..]; 20];
        around.push(&["de", "bolt"]);
        let spread = RingSpread::new(&home, around).expect("a path");
        assert_eq!((spread.counts(), spread.next()), (&[20, 0, 1][..], 1));
    }
}
