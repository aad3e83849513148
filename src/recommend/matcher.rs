//! The matcher: facts and a policy compiled once, and who may be suggested to whom.

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::acceptance::{Evidence, Past};
use crate::benefit::{Index, Vectors};
use crate::diversity::shared_circles;
use crate::error::Error;
use crate::id::PersonIndex;
use crate::network::{Hops, Network};
use crate::path::{Introducers, Introduction};
use crate::recommend::compiled::{Base, Compiled};
use crate::recommend::data::{Audience, ScoringData};
use crate::recommend::policy::{Acquaintances, CircleRule, Policy};
use crate::recommend::scorer::PairScorer;

/// Answers questions about a network under a policy. Made once, asked many times, from any number of threads; a clone is a
/// pointer to the same compiled data, and answers outlive it.
///
/// # Questions
///
/// | I want to know … | ask |
/// |---|---|
/// | whom someone should meet | [`recommend`](Self::recommend) |
/// | whom everyone should meet, as lists or one after the other | [`recommend_all`](Self::recommend_all), [`recommend_each`](Self::recommend_each), [`recommend_each_watched`](Self::recommend_each_watched) |
/// | whom some should meet among some others | [`score_block`](Self::score_block) |
/// | the same where only some of the community is at hand, machine by machine | [`shard`](Self::shard), [`shard_scorer`](Self::shard_scorer) |
/// | whose lists someone enters who joined | [`update`](Self::update), [`entered_lists`](Self::entered_lists) |
/// | what a pair is worth, and to whom | [`pair`](Self::pair), [`score`](Self::score), [`gain`](Self::gain) |
/// | why someone is suggested | [`explain`](Self::explain) |
/// | why someone is not | [`why_not`](Self::why_not) |
/// | why nobody is | [`why_nobody`](Self::why_nobody) |
/// | what two people could talk about | [`starters`](Self::starters) |
/// | how far outside one's circle others are | [`outside_reports`](Self::outside_reports), [`rings`](Self::rings) |
/// | where the community stands, and what new ties would change | [`opinions`](Self::opinions), [`what_if`](Self::what_if) |
/// | everyone's list with fair shares of attention | [`market`](Self::market), [`market_watched`](Self::market_watched), [`market_trade_off`](Self::market_trade_off) |
/// | who meets whom this time | [`round`](Self::round) |
/// | this week's learning sessions | [`learning_week`](Self::learning_week), [`replan_without`](Self::replan_without), [`helpers_for`](Self::helpers_for) |
/// | what someone is worth to others, and what to learn next | [`value`](Self::value), [`worths`](Self::worths), [`next_skill`](Self::next_skill) |
/// | what to offer, and whether to ask yet | [`offers_for`](Self::offers_for), [`before_asking`](Self::before_asking), [`give_and_take`](Self::give_and_take) |
/// | a small standing circle | [`select_circle`](Self::select_circle), [`select_circle_with`](Self::select_circle_with) |
/// | with whom one loses touch | [`losing_touch`](Self::losing_touch), [`agenda`](Self::agenda) |
///
/// # People who join
///
/// How rare a skill is and how divisive a topic is are measures of the whole community: whoever joins, says something new or
/// leaves may move the score of any pair. [`update`](Self::update) makes the matcher of a [changed](Network::change) network from the one
/// before and keeps these measures as long as few have changed; a matcher made anew measures everything again. For benefit alone there is
/// [`benefit::Snapshot`](crate::benefit::Snapshot).
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Network, Person};
/// let network = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).needs("fundraising", 0.8))
///     .person(Person::new("ben").offers("fundraising", 0.7).needs("rust", 0.6))
///     .person(Person::new("caro").offers("design", 0.9).needs("hiring", 0.4))
///     .tie("ana", "caro", 0.8)
///     .tie("caro", "ben", 0.5)
///     .build()?;
/// let matcher = Matcher::new(&network);
/// let picks = matcher.recommend(network.id("ana")?);
/// assert_eq!(picks[0].to_string(), "ben: ana gains fundraising (0.70), ben gains rust (0.90); via caro");
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Clone)]
pub struct Matcher {
    compiled: Arc<Compiled>,
    audience: Audience,
}

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Matcher")
            .field("network", self.network())
            .finish_non_exhaustive()
    }
}

impl Matcher {
    /// Compiles the people of a network under the default policy.
    ///
    /// # Complexity
    ///
    /// O(items) time; space for 12 bytes a need, 8 bytes an offer, about 60 bytes a person and 4 bytes a number of what people look for
    /// and offer as embeddings. The first matcher of a network with [vectors of skills](crate::NetworkBuilder::skill_vectors) looks for
    /// their neighbours.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// use confrere::Matcher;
    /// assert_eq!(Matcher::new(&network).network().people().len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn new(network: &Network) -> Self {
        Self::with_checked(network, Policy::default(), Past::default())
    }

    /// Compiles the people of a network under a policy.
    ///
    /// # Errors
    ///
    /// When a number of the policy is out of its range.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// use confrere::{Matcher, Policy};
    /// assert!(Matcher::with_policy(&network, Policy::default().floor(2.0)).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn with_policy(network: &Network, policy: Policy) -> Result<Self, Error> {
        policy.check()?;
        Ok(Self::with_checked(network, policy, Past::default()))
    }

    pub(crate) fn with_checked(network: &Network, policy: Policy, past: Past) -> Self {
        let data = ScoringData::new(network, policy, past);
        let open = network
            .indices()
            .map(|person| network.limits_at(person).is_open())
            .collect();
        let compiled = Compiled {
            data,
            index: OnceLock::new(),
            base: None,
            open,
            introducers: Introducers::of(network),
            full_evidence: OnceLock::new(),
            stamp: OnceLock::new(),
        };
        compiled.index();
        Self {
            compiled: Arc::new(compiled),
            audience: Audience::default(),
        }
    }

    /// A matcher of the same policy and for the same reader.
    pub(crate) fn with_same_rules(&self, network: &Network, past: Past) -> Self {
        Self {
            audience: self.audience,
            ..Self::with_checked(network, self.policy().clone(), past)
        }
    }

    /// A matcher of data that were made from those of another, whose index may be asked for one person's list.
    pub(crate) fn of_data(data: ScoringData, base: Option<Base>, audience: Audience) -> Self {
        let network = &data.network;
        let open = network
            .indices()
            .map(|person| network.limits_at(person).is_open());
        Self {
            compiled: Arc::new(Compiled {
                open: open.collect(),
                introducers: Introducers::of(network),
                data,
                index: OnceLock::new(),
                base,
                full_evidence: OnceLock::new(),
                stamp: OnceLock::new(),
            }),
            audience,
        }
    }

    pub(crate) fn compiled(&self) -> &Arc<Compiled> {
        &self.compiled
    }

    /// What one person's list is found by where nothing was laid out anew.
    pub(crate) fn base(&self) -> Option<&Base> {
        self.compiled.base.as_ref()
    }

    /// A matcher of a part of a community, for the operator and for blocks alone: it has no index of its own, and nobody carries
    /// a request.
    pub(crate) fn of_part(data: ScoringData, open: Vec<bool>) -> Self {
        Self {
            compiled: Arc::new(Compiled {
                index: Index::new(data.profiles(), Vec::new()).into(),
                base: None,
                introducers: Introducers::default(),
                data,
                open,
                full_evidence: OnceLock::new(),
                stamp: OnceLock::new(),
            }),
            audience: Audience::Operator,
        }
    }

    /// The same matcher for whoever runs the community: its numbers and reasons count everything, hidden needs and stances
    /// too. Cloning copies a pointer.
    ///
    /// Everyone else asks the matcher as it was made, for which another's hidden needs and stances count in who is suggested
    /// and in what order, and in nothing that can be read.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 1.0).offers("grief", 1.0).needs("law", 1.0))
    ///     .person(Person::new("ben").offers("law", 1.0).needs("rust", 0.5).needs_privately("grief", 0.5))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let shown = matcher.explain(ana, ben).expect("both are open");
    /// assert_eq!(shown.give.items.len(), 1);
    /// let all = matcher.for_operator().explain(ana, ben).expect("both are open");
    /// assert_eq!(all.give.items.len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn for_operator(&self) -> Self {
        Self {
            compiled: Arc::clone(&self.compiled),
            audience: Audience::Operator,
        }
    }

    /// For whose eyes the answers are.
    pub(crate) fn audience(&self) -> Audience {
        self.audience
    }

    /// The network that is asked about.
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
    /// let matcher = Matcher::new(&network);
    /// assert_eq!(matcher.network().people().len(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.compiled.data.network
    }

    /// The policy that is followed.
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
    /// let matcher = Matcher::new(&network);
    /// assert_eq!(matcher.policy(), &confrere::Policy::default());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.compiled.data.policy
    }

    pub(crate) fn data(&self) -> &ScoringData {
        &self.compiled.data
    }

    pub(crate) fn vectors(&self) -> &Vectors {
        &self.compiled.data.vectors
    }

    /// What every predictor of consent needs.
    pub(crate) fn full_evidence(
        &self,
        make: impl FnOnce() -> (Evidence, Hops),
    ) -> &(Evidence, Hops) {
        self.compiled.full_evidence.get_or_init(make)
    }

    /// A hash of all that pairs are scored by.
    pub(crate) fn stamp(&self, make: impl FnOnce() -> u64) -> u64 {
        *self.compiled.stamp.get_or_init(make)
    }

    pub(crate) fn index(&self) -> &Index {
        self.compiled.index()
    }

    pub(crate) fn introducers(&self) -> &Introducers {
        &self.compiled.introducers
    }

    /// A scorer with scratch space of its own: one per worker.
    pub(crate) fn scorer(&self) -> PairScorer<'_> {
        PairScorer::new(&self.compiled.data)
    }

    /// Whether a person can be suggested to anyone: neither paused nor full.
    pub(crate) fn is_open(&self, person: PersonIndex) -> bool {
        self.compiled.open[person.index()]
    }

    /// Whether two people are open to each other: not one person, both open, neither blocking the other.
    pub(crate) fn mutually_available(&self, i: PersonIndex, j: PersonIndex) -> bool {
        i != j && self.is_open(i) && self.is_open(j) && !self.network().blocked_at(i, j)
    }

    /// Whether the policy's rules allow a pair.
    pub(crate) fn passes_policy(&self, i: PersonIndex, j: PersonIndex) -> bool {
        !self.is_excluded_acquaintance(i, j) && !self.shares_excluded_circle(i, j)
    }

    /// Whether two people are tied and the policy leaves ties out.
    pub(crate) fn is_excluded_acquaintance(&self, i: PersonIndex, j: PersonIndex) -> bool {
        self.policy().acquaintances == Acquaintances::Excluded
            && self.network().acquaintances().between(i, j).is_some()
    }

    /// Whether two people share a circle so near that the policy leaves them out.
    pub(crate) fn shares_excluded_circle(&self, i: PersonIndex, j: PersonIndex) -> bool {
        let CircleRule::Outside(nearest) = self.policy().circles else {
            return false;
        };
        let network = self.network();
        let mut pairs = network.circles_at(i).zip(network.circles_at(j));
        pairs.any(|(one, other)| {
            let shared = shared_circles(one, other);
            let levels = one.len().max(other.len()) as u32;
            shared > 0 && shared.saturating_add(nearest) > levels
        })
    }

    /// Whether a pair may be suggested at all.
    pub(crate) fn is_eligible(&self, i: PersonIndex, j: PersonIndex) -> bool {
        self.mutually_available(i, j) && self.passes_policy(i, j)
    }

    /// The score by which a pair is ranked, everything counted; 0 where there is no match or none is allowed.
    pub(crate) fn score_of(&self, i: PersonIndex, j: PersonIndex) -> f32 {
        if !self.is_eligible(i, j) {
            return 0.0;
        }
        self.scorer().score(i, j).score
    }

    /// What one gains from another, everything counted; 0 where they are not open to each other.
    pub(crate) fn gain_of(&self, i: PersonIndex, j: PersonIndex) -> f32 {
        if !self.mutually_available(i, j) {
            return 0.0;
        }
        self.scorer().score(i, j).gain
    }

    /// The best introduction between two people; `None` where no path is short and likely enough.
    pub(crate) fn introduction(&self, who: PersonIndex, peer: PersonIndex) -> Option<Introduction> {
        let introductions = self.network().introductions_by(self.introducers());
        introductions.hops(self.policy().hops).between_at(who, peer)
    }
}
