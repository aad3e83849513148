//! A matcher of a changed network from the one before: who is touched is looked at one by one, everyone else by the index there is.

use std::sync::Arc;

use crate::acceptance::Past;
use crate::benefit::{Asker, Guest, Profiles, Task, ask};
use crate::id::PersonIndex;
use crate::network::Network;
use crate::recommend::compiled::Base;
use crate::recommend::data::ScoringData;
use crate::recommend::delta::Delta;
use crate::recommend::matcher::Matcher;
use crate::recommend::query::ResolvedQuery;
use crate::recommend::ranked::Ranked;
use crate::recommend::spliced::Kept;

/// One in this many people may have changed since everyone was laid out; then everyone is again. Whoever is touched is scored for each
/// list one by one: at 100,000 people and this bound, as many as the index leaves over of everyone. A design choice.
const TOUCHED: usize = 64;

impl Matcher {
    /// The matcher of a changed network, from this one: it answers as one made anew, by measures of the community that may be a
    /// little older.
    ///
    /// # What is kept
    ///
    /// How rare a skill is, how much of it is asked for and offered, how divisive a topic is, and the means by which consent is judged
    /// are those of the network for which everyone was laid out last. All else is that of the changed network, to the last bit. When more
    /// than one in 64 people joined, left, show something new or have other ties since then, counted with their contacts where these
    /// lose a tie, everyone is laid out again, and nothing is older than the network. What people hide decides nothing here. So a share of
    /// the people, which each of these measures rests on, is off by at most 1/64; a score of a pair may be off by more, most where few
    /// people name a skill or topic. [`with_policy`](Self::with_policy) makes a matcher in which nothing is kept.
    ///
    /// Everyone is laid out again also where a skill, topic, circle or attribute comes or goes, be it only in what is hidden, someone is
    /// the first to seek something, people have embeddings or have met before, or the policy weighs places in the graph as a whole or
    /// foretells stances.
    ///
    /// # Complexity
    ///
    /// O(facts) for comparing them, the quicker the more both networks share, without anybody being compiled or laid out but those who are
    /// touched; space for the matcher that everyone was laid out for, which stays and of which most is shared. A list takes a score of each
    /// person who is touched, by hidden edits too, of which there may be any number. Whoever is touched asks by what is laid out, too,
    /// unless they seek disagreement, or belong to circles or have attributes of other kinds than everyone else. The first question about
    /// everybody's lists lays everyone out.
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
    /// let joined = network.change().person(Person::new("caro").offers("law", 0.9).needs("rust", 0.9)).build()?;
    /// let matcher = matcher.update(&joined);
    /// assert_eq!(matcher.recommend(joined.id("ana")?)[0].name(), "caro");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn update(&self, network: &Network) -> Self {
        let may_splice = !self.past().is_recorded();
        let spliced = may_splice.then(|| self.spliced(network, network.size() / TOUCHED));
        spliced.flatten().unwrap_or_else(|| {
            let past = self.past().in_network(network);
            self.with_same_rules(network, past)
        })
    }

    /// The same where at most so many people are touched and nothing else stands in the way.
    fn spliced(&self, network: &Network, most: usize) -> Option<Self> {
        // Updates do not pile up: the change is always taken from whom everyone was laid out for last.
        let made = self.base().map_or(self.compiled(), |base| &base.made);
        let data = &made.data;
        let delta = Delta::new(&data.network, network)?;
        if delta.shown > most || !data.can_be_spliced(network, &delta.touched) {
            return None;
        }
        let pieces = delta.pieces();
        let now = ScoringData::spliced(
            network,
            Kept {
                data,
                pieces: &pieces,
            },
        );
        // What is known of nobody before or now weighs nothing at all, and may begin or end to weigh.
        let known = |data: &ScoringData| {
            let ties = [data.network.ties(), data.network.acquaintances()].map(|ties| ties.ties());
            let [out, both] = ties;
            (out > 0, out < both, data.shown.cells().is_empty())
        };
        let same = known(&now) == known(data);
        let made = Arc::clone(made);
        same.then(|| Self::of_data(now, Some(Base { made, delta }), self.audience()))
    }

    fn past(&self) -> &Past {
        self.data().evidence.past()
    }

    /// The list of one person by the index of a base; `None` where it does not bound what they may gain.
    pub(crate) fn rank_on(&self, base: &Base, query: &ResolvedQuery) -> Option<Vec<Ranked>> {
        let who = query.who;
        if !self.is_open(who) {
            return Some(Vec::new());
        }
        let guest = self.guest_on(base, who);
        let (profiles, asker) = self.asker_on(base, who, guest.as_ref())?;
        let task = Task {
            index: base.index(),
            profiles,
            ask: self.rule(query.limit),
        };
        let mut scorer = self.scorer();
        let kept = ask::one(task, asker, |pair| {
            // Who is touched is looked at below; bounds of all others hold.
            let j = base.now(pair.j)?;
            let mut pair = *pair;
            (pair.i, pair.j) = (who.0, j.0);
            (query.considers(j) && self.is_eligible(who, j))
                .then(|| scorer.score_linear_pair(&pair))
                .flatten()
        });
        // What the index leaves over is scored one by one: at most one in so many people.
        let touched = base.touched().iter().copied();
        let touched = touched.filter(|&peer| query.considers(peer));
        let mut list = self.rank_among(&mut scorer, who, touched, query.limit);
        let kept = kept.into_iter();
        list.extend(
            kept.filter_map(|place| Some(self.ranked_at(base.now(place.person)?, place.score))),
        );
        list.sort_unstable_by(Ranked::order);
        list.truncate(query.limit as usize);
        Some(list)
    }

    /// What someone who is touched shares with the people of a base.
    pub(crate) fn guest_on(&self, base: &Base, who: PersonIndex) -> Option<Guest> {
        match base.delta.before[who.index()].get() {
            Some(_) => None,
            None => base.made.data.guest(self.data(), who),
        }
    }

    /// Who asks, as the index of a base knows them, and what it knows of everyone else.
    pub(crate) fn asker_on<'a>(
        &'a self,
        base: &'a Base,
        who: PersonIndex,
        guest: Option<&'a Guest>,
    ) -> Option<(Profiles<'a>, Asker<'a>)> {
        let profiles = base.made.data.profiles();
        if let Some(before) = base.delta.before[who.index()].get() {
            return Some((profiles, profiles.asker(before)));
        }
        let vectors = self.vectors();
        // Stances of whoever is touched are not laid out as features, and so bound nothing.
        if profiles.stances.is_some() || vectors.contrarian[who.index()] > 0.0 {
            return None;
        }
        let profiles = Profiles {
            links: profiles.links.filter(|_| guest.is_some()),
            ..profiles
        };
        let asker = profiles.stranger(vectors.wants.row(who), vectors.gives.row(who));
        let asker = Asker { guest, ..asker };
        Some((profiles, asker))
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    use crate::benefit::{Mean, SkillWeights};
    use crate::id::PersonId;
    use crate::network::Network;
    use crate::person::{Intent, Person};
    use crate::recommend::data::{Audience, ScoringData};
    use crate::recommend::spliced::Kept;
    use crate::recommend::{Matcher, Policy, Query, Unspoken};
    use crate::rows::Piece;

    const NAMES: usize = 6;
    const KEYS: usize = 60;

    fn key(number: usize) -> String {
        format!("p{number:02}")
    }

    /// Someone who says a little of everything, in names that all know.
    fn someone(rng: &mut ChaCha8Rng, key: &str, contrarian: bool) -> Person {
        let mut person = Person::new(key);
        for name in 0..NAMES {
            let mut chance = || rng.random_bool(0.4);
            let [offers, needs, hides, speaks, cares] = [(); 5].map(|()| chance());
            let mut weight = || rng.random_range(0.1..1.0_f32);
            let skill = format!("s{name}");
            if offers {
                person = person.offers(&skill, weight());
            }
            person = match (needs, hides) {
                (true, false) => person.needs(skill, weight()),
                (true, true) => person.needs_privately(skill, weight()),
                _ => person,
            };
            if speaks {
                person = person.stance(format!("t{name}"), 2.0 * weight() - 1.0);
            }
            if cares {
                person = person.interest(format!("t{name}"), weight());
            }
        }
        let circle = format!("c{}", rng.random_range(0..NAMES));
        person = person.circle([circle, "all".into()]);
        if rng.random_bool(0.5) {
            person = person.attribute("town", format!("v{}", rng.random_range(0..NAMES)));
        }
        match rng.random_range(0..6) {
            0 => person.paused(),
            1 => person.openness(0.5),
            2 if contrarian => person
                .seeks(Intent::Contrarian, 0.5)
                .seeks(Intent::Learn, 0.5),
            3 => person.seeks(Intent::Mentor, 1.0),
            _ => person,
        }
    }

    /// People who never leave and use every name and intent.
    fn anchor(number: usize, contrarian: bool) -> Person {
        let mut person = Person::new(format!("anchor {number}"));
        for name in 0..NAMES {
            let (skill, topic) = (format!("s{name}"), format!("t{name}"));
            person = person.offers(&skill, 0.5).needs(skill, 0.5);
            person = person
                .stance(&topic, 0.2 * name as f32 - 0.5)
                .interest(topic, 0.5);
        }
        person = person.circle([format!("c{number}"), "all".into()]);
        person = person.attribute("town", format!("v{number}"));
        match number {
            0 => person.seeks(Intent::Mentor, 1.0),
            1 if contrarian => person.seeks(Intent::Contrarian, 1.0),
            _ => person,
        }
    }

    fn community(rng: &mut ChaCha8Rng, contrarian: bool) -> Network {
        let people = (0..KEYS)
            .step_by(2)
            .map(|number| someone(rng, &key(number), contrarian));
        let people: Vec<Person> = people.collect();
        let anchors = (0..NAMES).map(|number| anchor(number, contrarian));
        let mut builder = Network::builder().people(anchors).people(people);
        for _ in 0..2 * KEYS {
            let [from, to] = [(); 2].map(|()| key(2 * rng.random_range(0..KEYS / 2)));
            if from != to {
                builder = builder.tie(&from, &to, rng.random_range(0.1..1.0));
            }
        }
        builder.build().expect("a sound community")
    }

    /// One or two join, leave, say something new, pause or block someone, and a few ties change.
    fn changed(rng: &mut ChaCha8Rng, network: &Network, contrarian: bool) -> Network {
        let mut change = network.change();
        let mut here = vec!["anchor 0".to_string()];
        for key in (0..KEYS).map(key) {
            change = match (network.find(&key).is_some(), rng.random_range(0..60)) {
                (true, 0) => change.leave(&key),
                (true, 1) => change.person(someone(rng, &key, contrarian)),
                (true, 2) => change.edit(&key, |person| person.paused()),
                (true, 3) => change.edit(&key, |person| person.resumed().set_stance("t1", 0.9)),
                (true, 4) => change.edit(&key, |person| person.blocks("anchor 1")),
                (false, 0) => {
                    here.push(key.clone());
                    change.person(someone(rng, &key, contrarian))
                }
                (known, _) => {
                    here.extend(Some(key).filter(|_| known));
                    change
                }
            };
        }
        for _ in 0..rng.random_range(0..3) {
            let [from, to] = [(); 2].map(|()| rng.random_range(0..here.len()));
            if from != to {
                let strength = [0.0, 0.4, 0.9][rng.random_range(0..3)];
                change = change.tie(&here[from], &here[to], strength);
            }
        }
        change.build().expect("a sound change")
    }

    fn list(matcher: &Matcher, who: PersonId) -> Vec<(PersonId, u32)> {
        let list = matcher.recommend(Query::new(who).limit(4)).into_iter();
        list.map(|pick| (pick.peer(), pick.score().to_bits()))
            .collect()
    }

    /// Whom someone scores so much with as half of all lists ask for, pair by pair.
    fn assert_enters(matcher: &Matcher, who: PersonId) {
        let least = |number: usize| [0.0, 0.1, 0.3, f32::NAN, 0.05][number % 5];
        let network = matcher.network();
        let asked: Vec<f32> = (0..network.people().len() - 3).map(least).collect();
        let peers = network.people().enumerate();
        let scored = peers.map(|(at, peer)| (at, peer, matcher.score(peer, who)));
        let enters = scored.filter(|&(at, _, score)| {
            score > 0.0 && score >= asked.get(at).map_or(0.0, |least| least.max(0.0))
        });
        let mut expected: Vec<PersonId> = enters.map(|(_, peer, _)| peer).collect();
        let entered = matcher.entered_lists(who, &asked).into_iter();
        let mut entered: Vec<PersonId> = entered.map(|place| place.peer).collect();
        expected.sort_unstable();
        entered.sort_unstable();
        assert_eq!(entered, expected);
    }

    fn assert_same(updated: &Matcher, anew: &Matcher) {
        let people = updated.network().people();
        for who in people.clone() {
            assert_eq!(
                list(updated, who),
                list(anew, who),
                "{}",
                updated.network().key(who)
            );
        }
        assert_eq!(updated.recommend_all(3), anew.recommend_all(3));
        for who in people.clone().step_by(7) {
            assert_enters(&updated.for_operator(), who);
            assert_eq!(
                updated.entered_lists(who, &[]),
                anew.entered_lists(who, &[])
            );
            for peer in people.clone().step_by(5) {
                assert_eq!(
                    updated.score(who, peer).to_bits(),
                    anew.score(who, peer).to_bits()
                );
            }
        }
    }

    fn assert_explained_alike(updated: &Matcher, anew: &Matcher) {
        let people = updated.network().people();
        for (who, peer) in people.clone().step_by(7).zip(people.skip(3).step_by(5)) {
            assert_eq!(updated.explain(who, peer), anew.explain(who, peer));
        }
    }

    /// Everyone compiled and laid out anew, by the measures that another matcher keeps.
    fn anew(updated: &Matcher, network: &Network) -> Matcher {
        let data = &updated.base().expect("it was spliced").made.data;
        let pieces: Vec<Piece> = (0..network.size()).map(Piece::Fresh).collect();
        let data = ScoringData::spliced(
            network,
            Kept {
                data,
                pieces: &pieces,
            },
        );
        Matcher::of_data(data, None, Audience::Asker)
    }

    fn policies() -> Vec<Policy> {
        let default = Policy::default;
        vec![
            default(),
            Policy::benefit_only(),
            Policy::contrarian(),
            Policy::outside(),
            default().openness(10.0),
            default().mean(Mean::MINIMUM).floor(0.1),
            default()
                .specificity(2.0)
                .skill_weights(SkillWeights::Rarity),
        ]
    }

    #[test]
    fn an_updated_matcher_answers_as_one_made_anew_by_the_same_measures() {
        let mut spliced = 0;
        for (seed, policy) in (0..).zip(policies().into_iter().cycle().take(21)) {
            let contrarian = seed % 2 == 1;
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let mut network = community(&mut rng, contrarian);
            let mut matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
            for _ in 0..5 {
                network = changed(&mut rng, &network, contrarian);
                matcher = match matcher.spliced(&network, usize::MAX) {
                    Some(updated) => {
                        let anew = anew(&updated, &network);
                        assert_same(&updated, &anew);
                        assert_explained_alike(&updated, &anew);
                        spliced += 1;
                        updated
                    }
                    None => matcher.update(&network),
                };
            }
        }
        assert!(spliced > 40, "{spliced}");
    }

    #[test]
    fn who_joins_is_held_to_keys_that_many_have_as_everyone_is() {
        let opposed = Policy::contrarian().unspoken(Unspoken::Ignored);
        for (seed, policy) in (40..).zip([Policy::default(), opposed]) {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            // Everyone is in one circle, and three know every other, fourth and fifth: keys that more than an eighth have.
            let anchors = (0..NAMES).map(|number| anchor(number, false));
            let people = (0..400).map(|number| someone(&mut rng, &key(number), false));
            let mut builder = Network::builder().people(anchors.chain(people));
            for (hub, step) in [("anchor 0", 2), ("anchor 1", 4), ("anchor 2", 5)] {
                for number in (0..400).step_by(step) {
                    builder = builder.tie(hub, key(number), 0.1 + 0.002 * number as f32);
                }
            }
            let network = builder.build().expect("a sound community");
            let matcher = Matcher::with_policy(&network, policy).expect("a sound policy");
            let mut change = network
                .change()
                .person(someone(&mut rng, "zoe", false).resumed());
            for (contact, strength) in [("anchor 1", 0.9), ("anchor 2", 0.4), ("p07", 0.7)] {
                change = change.tie("zoe", contact, strength);
            }
            let joined = change.build().expect("a sound change");
            let updated = matcher.spliced(&joined, usize::MAX).expect("no new name");
            let zoe = joined.id("zoe").expect("who joined");
            let place = joined.index(zoe).expect("who joined");
            let base = updated.base().expect("it was spliced");
            assert!(updated.guest_on(base, place).is_some());
            let anew = anew(&updated, &joined);
            assert_eq!(list(&updated, zoe), list(&anew, zoe));
            assert_eq!(list(&updated, zoe).len(), 4);
            assert_enters(&updated.for_operator(), zoe);
            // Two more changes, of which rows are still shared with the first network.
            let later = joined.change().leave("p09").edit("p11", |person| {
                person.circle(["c1".to_string(), "all".into()]).resumed()
            });
            let later = later.build().expect("a sound change");
            let updated = updated.spliced(&later, usize::MAX).expect("no new name");
            // Whoever is in circles of another kind than all others is scored with everyone.
            let id = later.id("p11").expect("who stays");
            let other = later.index(id).expect("who stays");
            let base = updated.base().expect("it was spliced");
            assert!(updated.guest_on(base, other).is_none());
            let anew = self::anew(&updated, &later);
            for who in later.people().step_by(29).chain([zoe, id]) {
                assert_eq!(list(&updated, who), list(&anew, who));
            }
        }
    }

    #[test]
    fn an_updated_matcher_is_one_made_anew_where_no_measure_of_the_community_counts() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let mut network = community(&mut rng, false);
        let policy = Policy::benefit_only().specificity(0.0);
        let mut matcher = Matcher::with_policy(&network, policy.clone()).expect("a sound policy");
        for _ in 0..6 {
            network = changed(&mut rng, &network, false);
            matcher = matcher
                .spliced(&network, usize::MAX)
                .expect("it can be spliced");
            let anew = Matcher::with_policy(&network, policy.clone()).expect("a sound policy");
            assert_same(&matcher, &anew);
        }
    }

    #[test]
    fn everyone_is_laid_out_again_where_many_are_touched_or_a_name_is_new() {
        let mut rng = ChaCha8Rng::seed_from_u64(8);
        let network = community(&mut rng, false);
        let matcher = Matcher::new(&network).for_operator();
        let build = |person: Person| network.change().person(person).build().expect("sound");
        let joined = build(Person::new("zoe").offers("s1", 0.5));
        assert!(matcher.spliced(&joined, 1).is_some() && matcher.spliced(&joined, 0).is_none());
        let named = build(Person::new("zoe").offers("something new", 0.5));
        assert!(matcher.spliced(&named, usize::MAX).is_none());
        let embedded = build(Person::new("zoe").offer_vector([1.0, 0.5]));
        assert!(matcher.spliced(&embedded, usize::MAX).is_none());
        let first = build(
            Person::new("zoe")
                .offers("s1", 0.5)
                .seeks(Intent::Partner, 1.0),
        );
        assert!(matcher.spliced(&first, usize::MAX).is_none());
        // The audience stays, and so does the policy.
        for network in [&joined, &named] {
            let updated = matcher.update(network);
            assert_eq!(updated.audience(), Audience::Operator);
            assert_eq!(updated.policy(), matcher.policy());
            assert_eq!(updated.network().people().len(), network.people().len());
        }
    }
}
