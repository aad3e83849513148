//! Who is left out of a list that plain ranking would hold, and why.

use crate::id::{PersonId, PersonIndex};
use crate::market::{Moved, Shares};
use crate::rows::{AsIndex, narrow};

impl Shares {
    /// Whom [`Matcher::recommend`](crate::Matcher::recommend) would have shown and this list does not, with the reason, the best first.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let ana = network.id("ana")?;
    /// let matcher = Matcher::new(&network);
    /// use confrere::market::Market;
    /// let shares = matcher.market(&Market::new())?;
    /// assert!(shares.left_out(ana).is_empty()); // ten places hold everyone
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn left_out(&self, person: PersonId) -> Vec<Moved> {
        let Some(person) = self.matcher.network().index(person) else {
            return Vec::new();
        };
        let shown = self.peers_at(person);
        let plain = self
            .plain(person)
            .iter()
            .take(self.market.places.as_index());
        // Who stood in the plain list and is not shown now, with the reason for each.
        let out = plain.filter(|peer| !shown.contains(peer));
        out.filter_map(|&peer| self.moved(person, peer)).collect()
    }

    pub(crate) fn plain(&self, person: PersonIndex) -> &[PersonIndex] {
        match self.people.places[person.index()] {
            Some((side, place)) => &self.people.plain[side.as_index()][place.as_index()],
            None => &[],
        }
    }

    /// Why a peer stands elsewhere than in the plain list; `None` where it stands in the same place.
    pub(crate) fn moved(&self, person: PersonIndex, peer: PersonIndex) -> Option<Moved> {
        let (plain, shown) = (self.plain(person), self.peers_at(person));
        let place_in = |list: &[PersonIndex]| list.iter().position(|&other| other == peer);
        // Where the peer stands in the plain list and in the shown one.
        let (from, to) = (place_in(plain), place_in(shown));
        if from == to {
            return None;
        }
        // Whoever gave way stood where the other stands now.
        let gave_way = match (from, to) {
            (Some(from), Some(to)) if to > from => peer,
            (Some(_), None) => peer,
            (_, Some(to)) => *plain.get(to)?,
            (None, None) => return None,
        };
        let instead = if gave_way == peer {
            *shown.get(from?)?
        } else {
            peer
        };
        // How many other lists show them: what makes them give way.
        let others = self.shown_to[gave_way.index()] - u32::from(shown.contains(&gave_way));
        let network = self.matcher.network();
        Some(Moved {
            from: from.map(|place| narrow(place) + 1),
            to: to.map(|place| narrow(place) + 1),
            gave_way: network.name_at(gave_way).to_owned(),
            others,
            instead: network.name_at(instead).to_owned(),
            more_time: self.attention(instead, person) > self.attention(gave_way, person),
        })
    }
}
