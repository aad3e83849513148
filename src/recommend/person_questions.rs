//! The questions about one person, or one person and another.

use crate::diversity::{Disagreement, RingSpread, Starters};
use crate::id::{PersonId, PersonIndex};
use crate::recommend::components::spread;
use crate::recommend::explanation::Explanation;
use crate::recommend::matcher::Matcher;
use crate::recommend::opinions;
use crate::recommend::outside_report::{self, OutsideReport};
use crate::recommend::query::Query;
use crate::recommend::recommendation::Recommendation;
use crate::recommend::why_nobody::WhyNobody;
use crate::recommend::why_not::WhyNot;

impl Matcher {
    /// The best peers of a person, with reasons: score descending, then name order; in the order of choice where the
    /// question asks for a [varied](Query::variety) list.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let names: Vec<String> = matcher.recommend(ana).iter().map(|pick| pick.name().to_string()).collect();
    /// assert_eq!(names, ["ben", "caro"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommend(&self, question: impl Into<Query>) -> Vec<Recommendation> {
        let Some(query) = question.into().resolve(self.network()) else {
            return Vec::new();
        };
        let ranked = match query.variety {
            Some(variety) => self.rank_varied(&query, variety),
            None => {
                let list = self.rank(&query).into_iter();
                list.map(|place| (place, None)).collect()
            }
        };
        // The order is that of the true scores; numbers and words are computed again from what the asker may see.
        let mut scorer = self.scorer();
        let answers = ranked.into_iter().map(|(place, displaced)| {
            let pair = scorer.score_for(query.who, place.place, self.audience());
            Recommendation::new(self, (query.who, place.place), pair, displaced)
        });
        answers.collect()
    }

    /// The match of a pair, with reasons; `None` where there is none or none is allowed.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let pair = matcher.pair(ana, ben).expect("known and available");
    /// assert_eq!(pair.score(), matcher.score(ana, ben));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn pair(&self, who: PersonId, peer: PersonId) -> Option<Recommendation> {
        let (who, peer) = self.places(who, peer)?;
        if self.score_of(who, peer) <= 0.0 {
            return None;
        }
        let pair = self.scorer().score_for(who, peer, self.audience());
        Some(Recommendation::new(self, (who, peer), pair, None))
    }

    /// Why a pair scores what it scores, as the first may know it; `None` where consent is missing and
    /// [`why_not`](Self::why_not) has the answer.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let explanation = matcher.explain(ana, ben).expect("known and available");
    /// assert_eq!(explanation.give.items[0].name, "rust");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn explain(&self, who: PersonId, peer: PersonId) -> Option<Explanation> {
        let (who, peer) = self.places(who, peer)?;
        self.explain_at(who, peer)
    }

    pub(crate) fn explain_at(&self, who: PersonIndex, peer: PersonIndex) -> Option<Explanation> {
        self.mutually_available(who, peer).then(|| {
            let introduction = self.introduction(who, peer);
            Explanation::new(self, who, peer, introduction.as_ref())
        })
    }

    /// Why someone is not among the answers to a question, as the asker may know it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person, Policy};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("design", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let matcher = Matcher::with_policy(&network, Policy::strict())?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let why = matcher.why_not(ana, ben);
    /// assert_eq!(why.to_string(), "ana would gain nothing from ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn why_not(&self, question: impl Into<Query>, other: PersonId) -> WhyNot {
        let query = question.into().resolve(self.network());
        let pair = query.zip(self.network().index(other));
        pair.map_or(WhyNot::Unknown, |(query, other)| {
            WhyNot::new(self, &query, other)
        })
    }

    /// Why nobody is suggested: of all others, how many are left out for which reason; who is suggested counts for none.
    ///
    /// # Complexity
    ///
    /// One [`why_not`](Self::why_not) for each person of the network.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person, Policy};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6).paused())
    ///     .person(Person::new("caro").offers("design", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let matcher = Matcher::with_policy(&network, Policy::strict())?;
    /// let why = matcher.why_nobody(network.id("ana")?);
    /// assert_eq!((why.others, why.unavailable, why.offer_nothing), (2, 1, 1));
    /// assert_eq!(
    ///     why.to_string(),
    ///     "nobody is suggested: of 2 others 1 offers nothing that is needed, 1 takes no further peers now"
    /// );
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn why_nobody(&self, question: impl Into<Query>) -> WhyNobody {
        WhyNobody::of(self, &question.into())
    }

    /// The score of a pair from 0 to 1 as the first may know it; 0 where there is no match or none is allowed.
    ///
    /// Symmetric to the last bit where neither hides anything, and always [for the operator](Self::for_operator).
    ///
    /// score(i, j) = M_r(u(i←j), u(j←i)) · a(i, j)^κ with u(i←j) = max(b(i←j), ε) · (1 + ω_i·d(i, j)) / (1 + ω_i), and 0 where neither
    /// is known to gain anything. a is the chance that both say yes, κ the policy's weight of it, ε what stands in for an
    /// unknown gain; see [`acceptance`](crate::acceptance).
    ///
    /// Read it as the mean gain times the chance that it comes to be. Where consent is known, most people would not say yes to
    /// most others, so scores are small: .01 to .05 on top of many a list. They are compared within one community and one policy; by
    /// itself .03 says nothing that [`gain`](Self::gain) and [`acceptance`](Self::acceptance) do not say better.
    ///
    /// # Complexity
    ///
    /// O(items of both), and where hop novelty counts the people within two ties of both.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person, Policy};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 1.0).needs("law", 1.0))
    ///     .person(Person::new("ben").offers("law", 0.5).needs("rust", 1.0))
    ///     .build()?;
    /// let matcher = Matcher::with_policy(&network, Policy::benefit_only())?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// assert!((matcher.score(ana, ben) - 2.0 / 3.0).abs() < 1e-6); // the harmonic mean of 0.5 and 1
    /// assert_eq!(matcher.score(ana, ben), matcher.score(ben, ana));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn score(&self, a: PersonId, b: PersonId) -> f32 {
        let pair = self.places(a, b);
        pair.map_or(0.0, |(a, b)| self.score_at(a, b))
    }

    /// As [`score`](Self::score), of two who are in the network.
    pub(crate) fn score_at(&self, a: PersonIndex, b: PersonIndex) -> f32 {
        if !self.is_eligible(a, b) {
            return 0.0;
        }
        self.scorer().score_for(a, b, self.audience()).score
    }

    /// What a person gains from another, b(a←b) from 0 to 1, before any difference is weighed; 0 where consent is missing.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// assert!(matcher.gain(ana, ben) > matcher.gain(ana, network.id("caro")?));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn gain(&self, a: PersonId, b: PersonId) -> f32 {
        let pair = self.places(a, b);
        pair.map_or(0.0, |(a, b)| self.gain_at(a, b))
    }

    /// The places of two people.
    pub(crate) fn places(&self, a: PersonId, b: PersonId) -> Option<(PersonIndex, PersonIndex)> {
        self.network().index(a).zip(self.network().index(b))
    }

    pub(crate) fn gain_at(&self, a: PersonIndex, b: PersonIndex) -> f32 {
        if !self.mutually_available(a, b) {
            return 0.0;
        }
        self.scorer().score_for(a, b, self.audience()).gain
    }

    /// What two people could talk about, as the first may know it: topics on which both stand on one side, the widest
    /// consensus among the outermost circles first, and the topic of sharpest disagreement.
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
    /// assert_eq!(starters.agreed[0], "code review");
    /// assert_eq!(starters.disputed.expect("one").topic, "remote work");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn starters(&self, who: PersonId, peer: PersonId) -> Starters<String> {
        let pair = self.places(who, peer);
        // Two who are not open to each other are told nothing, as if neither had said anything.
        let open = pair.filter(|&(who, peer)| self.mutually_available(who, peer));
        let Some((who, peer)) = open else {
            return Starters {
                agreed: Vec::new(),
                disputed: None,
            };
        };
        let starters = opinions::starters(self.data(), who, peer);
        let name = |topic| self.network().topic_name(topic).to_owned();
        Starters {
            agreed: starters.agreed.into_iter().map(name).collect(),
            disputed: starters.disputed.map(|disputed| Disagreement {
                topic: name(disputed.topic),
                one: disputed.one,
                other: disputed.other,
                contribution: disputed.contribution,
            }),
        }
    }

    /// Reports how far some people lie outside a person's circle. Everything is measured here, whatever the policy weighs,
    /// and unlike in a score the unknown is left out of the mean.
    ///
    /// # Complexity
    ///
    /// O(ties · log ties) once, then for each other the ties of both, and a profile for each acquaintance.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::diversity::Component;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").circle(["core", "acme"]))
    ///     .person(Person::new("ben").circle(["ops", "acme"]))
    ///     .person(Person::new("caro"))
    ///     .tie("ana", "caro", 0.8)
    ///     .tie("caro", "ben", 0.5)
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let report = matcher.outside_reports(network.id("ana")?, [network.id("ben")?])[0];
    /// assert_eq!(report.difference.get(Component::CircleLevel), Some(0.5));
    /// assert_eq!(report.difference.get(Component::HopNovelty), Some(0.5));
    /// assert_eq!(report.mutual, 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn outside_reports(
        &self,
        who: PersonId,
        others: impl IntoIterator<Item = PersonId>,
    ) -> Vec<OutsideReport> {
        let network = self.network();
        let others = others.into_iter().filter_map(|id| network.index(id));
        let who = network.index(who);
        who.map_or_else(Vec::new, |who| {
            let open = others.filter(|&other| self.mutually_available(who, other));
            let (mut scorer, audience) = (self.scorer(), self.audience());
            outside_report::reports(network, who, open, |other| {
                scorer.acceptance_for(who, other, audience)
            })
        })
    }

    /// How a person's acquaintances spread over the rings around them: team, company, country, world; by the first
    /// hierarchy the person has, `None` without any.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").circle(["core", "acme", "pt"]))
    ///     .person(Person::new("ben").circle(["core", "acme", "pt"]))
    ///     .tie("ana", "ben", 0.9)
    ///     .build()?;
    /// let rings = Matcher::new(&network).rings(network.id("ana")?).expect("circles");
    /// assert_eq!(rings.counts(), [1, 0, 0, 0]);
    /// assert_eq!(rings.next(), 1); // someone of another team of acme
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn rings(&self, person: PersonId) -> Option<RingSpread> {
        let person = self.network().index(person)?;
        spread(self.network(), person).map(|(_, spread)| spread)
    }
}
