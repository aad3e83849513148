//! The lists that someone enters.

use crate::benefit::{Asker, Task, ask};
use crate::id::{PersonId, PersonIndex};
use crate::recommend::data::Audience;
use crate::recommend::matcher::Matcher;
use crate::recommend::ranked::Ranked;
use crate::rows::narrow;

impl Matcher {
    /// The lists that someone enters, who joined or says something new: their peers with whom they score as much as the list of the peer asks
    /// for, best first, each with the score that they have on it.
    ///
    /// `least` is by [position](crate::Network::position): the score of the last place of each list that is kept, and 0 where a list is
    /// not full; beyond its end nothing is asked for. Of those who score just as much as the last place the one who comes first in name
    /// order stands before the other.
    ///
    /// # Complexity
    ///
    /// That of one [`recommend`](Self::recommend): each peer is held to what their list asks for. Lists that are not full ask for nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let lists = matcher.recommend_all(1);
    /// let joined = network.change().person(Person::new("caro").offers("law", 0.9).needs("rust", 0.9)).build()?;
    /// let matcher = matcher.update(&joined);
    /// let mut least = vec![0.0; joined.people().len()];
    /// for (person, list) in network.people().zip(&lists) {
    ///     let place = joined.position(person).expect("nobody left");
    ///     least[place as usize] = list.last().map_or(0.0, |last| last.score);
    /// }
    /// let entered = matcher.entered_lists(joined.id("caro")?, &least);
    /// assert_eq!(joined.name(entered[0].peer), "ana");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn entered_lists(&self, who: PersonId, least: &[f32]) -> Vec<Ranked> {
        let who = self.network().index(who).filter(|&who| self.is_open(who));
        let Some(who) = who else {
            return Vec::new();
        };
        // What is no number asks for nothing.
        let asked = |peer: PersonIndex| least.get(peer.index()).map_or(0.0, |least| least.max(0.0));
        // One scan for all lists, in which each pair is held to what the list of the peer asks for.
        let mut entered = Vec::new();
        self.each_above(who, asked, |peer, score| {
            if score > 0.0 && score >= asked(peer) {
                entered.push(self.ranked_at(peer, score));
            }
        });
        entered.sort_unstable_by(Ranked::order);
        // The order is that of the true scores; each peer reads what they may know of who enters.
        if self.audience() == Audience::Asker && self.data().hides(who) {
            let mut scorer = self.scorer();
            for place in &mut entered {
                let known = scorer.score_for(place.place, who, Audience::Asker);
                place.score = known.score;
            }
        }
        entered
    }

    /// Tells the score of each peer with whom someone scores what is asked of that peer, and of some others; each peer once.
    fn each_above(
        &self,
        who: PersonIndex,
        asked: impl Fn(PersonIndex) -> f32,
        mut tell: impl FnMut(PersonIndex, f32),
    ) {
        let mut scorer = self.scorer();
        let base = self.base();
        let guest = base.and_then(|base| self.guest_on(base, who));
        let known = base.and_then(|base| Some((base, self.asker_on(base, who, guest.as_ref())?)));
        let (index, profiles, asker) = match known {
            Some((base, (profiles, asker))) => (base.index(), profiles, asker),
            None => {
                let profiles = self.data().profiles();
                (self.index(), profiles, profiles.asker(who))
            }
        };
        let base = known.map(|known| known.0);
        let task = Task {
            index,
            profiles,
            ask: self.rule(1),
        };
        let place_of = |person: u32| match base {
            Some(base) => base.now(person),
            None => Some(PersonIndex(person)),
        };
        // Who is not to be met is held to more than any score.
        let asked_of = |person| {
            let peer = place_of(person).filter(|&peer| self.is_open(peer));
            peer.map_or(f32::INFINITY, &asked)
        };
        let least: Vec<f32> = (0..narrow(profiles.len())).map(asked_of).collect();
        let asker = Asker {
            least_score: least.iter().copied().fold(f32::MAX, f32::min),
            asked: &least,
            ..asker
        };
        // Nothing is listed, so that the least score stays what it is.
        ask::one(task, asker, |pair| {
            let peer = place_of(pair.j)?;
            let mut pair = *pair;
            (pair.i, pair.j) = (who.0, peer.0);
            if self.is_eligible(who, peer)
                && let Some(score) = scorer.score_linear_pair(&pair)
            {
                tell(peer, score);
            }
            None
        });
        for &peer in base.iter().flat_map(|base| base.touched()) {
            if self.is_eligible(who, peer) {
                tell(peer, scorer.score(who, peer).score);
            }
        }
    }
}
