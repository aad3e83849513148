//! The asker: compiled vectors, a policy, and who may be suggested to whom.

use crate::benefit::{Index, Profiles, Vectors};
use crate::diversity::{Component, shared_circles};
use crate::error::Error;
use crate::id::PersonIndex;
use crate::network::Network;
use crate::path::Introducers;
use crate::recommend::policy::{Acquaintances, CircleRule, Policy};
use crate::recommend::scorer::{PairScorer, ScoringData};

/// Answers questions about a network under a policy. Made once, asked many times, from any number of threads.
///
/// # People who join
///
/// How rare a skill is and how divisive a topic is are measures of the whole community: whoever joins, says something new or
/// leaves may move the score of any pair. So a matcher is made anew for a [changed](Network::change) network. Both steps are
/// linear in what is known: among 100,000 people of about 20 offers and 8 needs with 500,000 ties, a change takes an eighth of
/// the time in which the network is built from scratch, and so does the matcher. For benefit alone, in time proportional to
/// the change, there is [`benefit::Snapshot`](crate::benefit::Snapshot).
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
#[derive(Debug, Clone)]
pub struct Matcher {
    network: Network,
    policy: Policy,
    vectors: Vectors,
    index: Index,
    data: ScoringData,
    open: Vec<bool>,
    carriers: Introducers,
    weighs_difference: bool,
}

impl Matcher {
    /// Compiles the people of a network under the default policy.
    ///
    /// # Complexity
    ///
    /// O(items) time; space for 12 bytes a need, 8 bytes an offer and about 60 bytes a person.
    #[must_use]
    pub fn new(network: &Network) -> Self {
        Self::with_checked(network, Policy::default())
    }

    /// Compiles the people of a network under a policy.
    ///
    /// # Errors
    ///
    /// When a number of the policy is out of its range.
    pub fn with_policy(network: &Network, policy: Policy) -> Result<Self, Error> {
        policy.check()?;
        Ok(Self::with_checked(network, policy))
    }

    fn with_checked(network: &Network, policy: Policy) -> Self {
        let vectors = Vectors::new(network, policy.specificity, policy.skill_weights);
        let data = ScoringData::new(network, &policy.difference);
        let open: Vec<bool> = network
            .indices()
            .map(|person| network.limits_at(person).is_open())
            .collect();
        let candidates = network.indices().filter(|person| open[person.index()]);
        let index = Index::new(
            profiles(&vectors),
            candidates.map(|person| person.0).collect(),
        );
        let carriers = Introducers::of(network);
        let weighs_difference = Component::ALL
            .iter()
            .any(|&part| data.weights.get(part) > 0.0);
        Self {
            network: network.clone(),
            policy,
            vectors,
            index,
            data,
            open,
            carriers,
            weighs_difference,
        }
    }

    /// The network that is asked about.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The policy that is followed.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(crate) fn vectors(&self) -> &Vectors {
        &self.vectors
    }

    pub(crate) fn data(&self) -> &ScoringData {
        &self.data
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn carriers(&self) -> &Introducers {
        &self.carriers
    }

    pub(crate) fn weighs_difference(&self) -> bool {
        self.weighs_difference
    }

    /// Whether a person can be suggested to anyone: neither paused nor full.
    pub(crate) fn is_open(&self, person: PersonIndex) -> bool {
        self.open[person.index()]
    }

    /// Whether consent allows a pair: two people, both open, neither blocking the other.
    pub(crate) fn mutually_available(&self, i: PersonIndex, j: PersonIndex) -> bool {
        i != j && self.is_open(i) && self.is_open(j) && !self.network.blocked_at(i, j)
    }

    /// Whether the policy's rules allow a pair.
    pub(crate) fn passes_policy(&self, i: PersonIndex, j: PersonIndex) -> bool {
        !self.is_excluded_acquaintance(i, j) && !self.shares_excluded_circle(i, j)
    }

    /// Whether two people are tied and ties are left out.
    pub(crate) fn is_excluded_acquaintance(&self, i: PersonIndex, j: PersonIndex) -> bool {
        self.policy.acquaintances == Acquaintances::Excluded
            && self.network.acquaintances().between(i, j).is_some()
    }

    /// Whether two people share a circle so near that the policy leaves them out.
    pub(crate) fn shares_excluded_circle(&self, i: PersonIndex, j: PersonIndex) -> bool {
        let CircleRule::Outside(nearest) = self.policy.circles else {
            return false;
        };
        let mut pairs = self.network.circles_at(i).zip(self.network.circles_at(j));
        pairs.any(|(one, other)| {
            let shared = shared_circles(one, other);
            let levels = one.len().max(other.len()) as u32;
            shared > 0 && shared + nearest > levels
        })
    }

    /// Whether a pair may be suggested at all.
    pub(crate) fn is_eligible(&self, i: PersonIndex, j: PersonIndex) -> bool {
        self.mutually_available(i, j) && self.passes_policy(i, j)
    }

    /// The score of a pair from 0 to 1; 0 where there is no match or none is allowed. Symmetric to the last bit.
    ///
    /// score(i, j) = M_r(u(i←j), u(j←i)) with u(i←j) = b(i←j) · (1 + ω_i·d(i, j)) / (1 + ω_i).
    ///
    /// # Panics
    ///
    /// Panics on ids of another, larger network; so do the other questions.
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
    pub fn score(&self, a: PersonIndex, b: PersonIndex) -> f32 {
        if !self.is_eligible(a, b) {
            return 0.0;
        }
        PairScorer::new(self).score(a, b).score
    }

    /// What a person gains from another, b(a←b) from 0 to 1, before any difference is weighed; 0 where consent is missing.
    #[must_use]
    pub fn gain(&self, a: PersonIndex, b: PersonIndex) -> f32 {
        if !self.mutually_available(a, b) {
            return 0.0;
        }
        PairScorer::new(self).score(a, b).gain
    }
}

/// The vectors as the kernels read them.
pub(crate) fn profiles(vectors: &Vectors) -> Profiles<'_> {
    Profiles {
        wants: &vectors.wants,
        gives: &vectors.gives,
        first_step_feature: vectors.first_step_feature(),
        max_extra_gains: &vectors.contrarian,
        keys: &[],
    }
}
