//! The asker: compiled vectors, a policy, and who may be suggested to whom.

use std::fmt;
use std::sync::Arc;

use crate::benefit::{Index, Profiles, Vectors};
use crate::diversity::shared_circles;
use crate::error::Error;
use crate::id::PersonIndex;
use crate::network::Network;
use crate::path::{Introducers, Introduction};
use crate::recommend::data::ScoringData;
use crate::recommend::policy::{Acquaintances, CircleRule, Policy};
use crate::recommend::scorer::PairScorer;

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
#[derive(Clone)]
pub struct Matcher {
    compiled: Arc<Compiled>,
}

/// What a matcher is made of, shared by its clones and its answers.
struct Compiled {
    data: ScoringData,
    index: Index,
    /// By person: whether they are neither paused nor full.
    open: Vec<bool>,
    introducers: Introducers,
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
        let data = ScoringData::new(network, policy);
        let open: Vec<bool> = network
            .indices()
            .map(|person| network.limits_at(person).is_open())
            .collect();
        let candidates = network.indices().filter(|person| open[person.index()]);
        let index = Index::new(
            profiles(&data.vectors),
            candidates.map(|person| person.0).collect(),
        );
        Self {
            compiled: Arc::new(Compiled {
                data,
                index,
                open,
                introducers: Introducers::of(network),
            }),
        }
    }

    /// The network that is asked about.
    #[must_use]
    pub fn network(&self) -> &Network {
        &self.compiled.data.network
    }

    /// The policy that is followed.
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

    pub(crate) fn index(&self) -> &Index {
        &self.compiled.index
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

    /// The best way of introduction between two people; `None` where no way is short and likely enough.
    pub(crate) fn introduction(
        &self,
        who: PersonIndex,
        peer: PersonIndex,
    ) -> Option<Introduction<'_>> {
        let introductions = self.network().introductions_by(self.introducers());
        introductions.hops(self.policy().hops).between_at(who, peer)
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
