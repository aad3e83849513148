//! What can a matcher say about a whole community, and about what two of it could talk?

use crate::diversity::{
    Effect, Graph, OpinionReport, Starters, conversation_starters, group_consensus, opinion_report,
    what_if,
};
use crate::error::Error;
use crate::id::{CircleId, PersonIndex, TopicId};
use crate::network::Network;
use crate::recommend::matcher::Matcher;
use crate::recommend::scorer::Audience;

impl Matcher {
    /// What two people could talk about, as the first may know it: topics on which both stand on one side, the widest
    /// consensus among the outermost circles first, and the topic of sharpest disagreement.
    ///
    /// # Panics
    ///
    /// Panics on ids of another, larger network.
    ///
    /// # Complexity
    ///
    /// O(people · log stances · shared topics).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").stance("remote work", 1.0).stance("code review", 0.8))
    ///     .person(Person::new("ben").stance("remote work", -1.0).stance("code review", 0.9))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let starters = matcher.starters(network.id("ana")?, network.id("ben")?);
    /// assert_eq!(network.topic_name(starters.agreed[0]), "code review");
    /// assert_eq!(network.topic_name(starters.disputed.expect("one").topic), "remote work");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn starters(&self, who: PersonIndex, peer: PersonIndex) -> Starters<TopicId> {
        let data = self.data();
        let (own, other) = (
            data.stances(who, Audience::Operator),
            data.stances(peer, Audience::Asker),
        );
        // Topics of which nobody else's view is shown weigh nothing; they are topics all the same.
        let weight = |topic| data.topic_weight(topic).max(f32::MIN_POSITIVE);
        conversation_starters(own, other, |topic| self.consensus(topic), weight)
    }

    /// How widely people agree with a topic across the outermost circles of their first hierarchy, by what they show.
    fn consensus(&self, topic: TopicId) -> f64 {
        let network = self.network();
        let mut votes: Vec<(Option<CircleId>, bool)> = Vec::new();
        for person in network.indices() {
            let shown = self.data().stances(person, Audience::Asker);
            if let Ok(place) = shown.binary_search_by_key(&topic, |stance| stance.0) {
                let outermost = network
                    .circles_at(person)
                    .next()
                    .and_then(<[CircleId]>::first);
                votes.push((outermost.copied(), shown[place].1 > 0.0));
            }
        }
        votes.sort_unstable();
        let groups = votes.chunk_by(|a, b| a.0 == b.0);
        group_consensus(groups.map(|group| {
            let agree = group.iter().filter(|vote| vote.1).count();
            (agree as u32, group.len() as u32)
        }))
    }

    /// How the community stands on each topic on which anyone shows a stance, topics in name order.
    ///
    /// # Complexity
    ///
    /// O(stances · log stances).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").stance("remote work", 1.0))
    ///     .person(Person::new("ben").stance("remote work", -1.0))
    ///     .build()?;
    /// let (topic, report) = Matcher::new(&network).opinions()[0];
    /// assert_eq!(network.topic_name(topic), "remote work");
    /// assert_eq!((report.voices, report.polarisation), (2, 1.0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn opinions(&self) -> Vec<(TopicId, OpinionReport)> {
        let people = self.network().indices();
        let shown = people.flat_map(|person| self.data().stances(person, Audience::Asker));
        let mut all: Vec<(TopicId, f32)> = shown.copied().collect();
        all.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let topics = all.chunk_by(|a, b| a.0 == b.0);
        let reports = topics.filter_map(|run| {
            let positions: Vec<f32> = run.iter().map(|stance| stance.1).collect();
            let report = opinion_report(&positions).expect("a network checked every stance");
            Some((run[0].0, report?))
        });
        reports.collect()
    }

    /// What would change for the community if these pairs were tied, each with a strength from 0 to 1: constraint, reach,
    /// ties between circles, polarisation.
    ///
    /// Circles are the innermost ones of each first hierarchy; the two camps of the polarisation are those in favour of and
    /// against the most divisive topic, by what people show.
    ///
    /// # Errors
    ///
    /// When a strength is not a number from 0 to 1.
    ///
    /// # Panics
    ///
    /// Panics on ids of another, larger network.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").circle(["core"]))
    ///     .person(Person::new("ben").circle(["core"]))
    ///     .person(Person::new("caro").circle(["sales"]))
    ///     .tie("ana", "ben", 0.9)
    ///     .build()?;
    /// let effect = Matcher::new(&network).what_if(&[(network.id("ana")?, network.id("caro")?, 0.5)])?;
    /// assert_eq!(effect.cross_circle.difference(), Some(0.5));
    /// assert!(effect.reach.difference().expect("people") > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn what_if(&self, pairs: &[(PersonIndex, PersonIndex, f32)]) -> Result<Effect, Error> {
        let network = self.network();
        for &(one, other, strength) in pairs {
            crate::unit::Unit::check(strength, || {
                format!(
                    "tie between `{}` and `{}`",
                    network.name_at(one),
                    network.name_at(other)
                )
            })?;
        }
        let graph = Graph::from_ties(network.ties());
        // An undirected tie of a network is one each way, and the graph adds both.
        let new = pairs.iter().map(|&(one, other, strength)| {
            (one.as_u32(), other.as_u32(), 2.0 * f64::from(strength))
        });
        what_if(
            &graph,
            &new.collect::<Vec<_>>(),
            &circles(network),
            &self.sides(),
        )
    }

    /// By person: 0 in favour of the most divisive topic, 1 against it, else 2; empty when no topic divides.
    fn sides(&self) -> Vec<u32> {
        let spoken = self.opinions().into_iter();
        let divisive = spoken.filter(|(_, report)| report.divisiveness > 0.0);
        let most = divisive.reduce(|a, b| {
            if b.1.divisiveness > a.1.divisiveness {
                b
            } else {
                a
            }
        });
        let Some((topic, _)) = most else {
            return Vec::new();
        };
        let side = |person| {
            let shown = self.data().stances(person, Audience::Asker);
            match shown.iter().find(|stance| stance.0 == topic) {
                Some(stance) if stance.1 > 0.0 => 0,
                Some(stance) if stance.1 < 0.0 => 1,
                _ => 2,
            }
        };
        self.network().indices().map(side).collect()
    }
}

/// The innermost group of everyone's first hierarchy; people without any share one; empty when nobody has one.
fn circles(network: &Network) -> Vec<u32> {
    let facts = network.facts();
    if facts.groups.len() == 0 {
        return Vec::new();
    }
    let first = |person: PersonIndex| facts.hierarchies.get(person.index()).first().copied();
    let people = network.indices();
    people
        .map(|person| first(person).unwrap_or(u32::MAX))
        .collect()
}
