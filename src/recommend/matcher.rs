//! The asker: compiled vectors, a policy, and the questions.

use std::cmp::Ordering;
use std::ops::ControlFlow;

use crate::benefit::{Ask, Asker, Index, Rows, Scored, Vectors, ask};
use crate::diversity::{Component, shared_circles};
use crate::error::Error;
use crate::id::PersonId;
use crate::network::Network;
use crate::path::{Carriers, Route, Ways};
use crate::recommend::explanation::Explanation;
use crate::recommend::judge::{Grounds, Judge};
use crate::recommend::policy::{Acquaintances, CircleRule, Policy};
use crate::recommend::query::Query;
use crate::recommend::recommendation::Recommendation;
use crate::recommend::why_not::WhyNot;

/// Candidates fewer than one in this many people are ranked one by one rather than through the index.
const FEW: usize = 32;

/// One place of a ranked list: a peer and the score of the match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// The peer.
    pub peer: PersonId,
    /// The score, above 0 and at most 1.
    pub score: f32,
}

impl Ranked {
    /// The order of every list: score descending, then name order.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(self.peer.cmp(&other.peer))
    }
}

/// Answers questions about a network under a policy. Made once, asked many times, from any number of threads.
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
    grounds: Grounds,
    open: Vec<bool>,
    carriers: Carriers,
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
        let grounds = Grounds::new(network, &policy.difference);
        let open: Vec<bool> = network
            .people()
            .map(|person| network.limits(person).is_open())
            .collect();
        let candidates = network.people().filter(|person| open[person.index()]);
        let index = Index::new(rows(&vectors), candidates.map(|person| person.0).collect());
        let carriers = carriers(network);
        let weighs_difference = Component::ALL
            .iter()
            .any(|&part| grounds.weights.get(part) > 0.0);
        Self {
            network: network.clone(),
            policy,
            vectors,
            index,
            grounds,
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

    pub(crate) fn grounds(&self) -> &Grounds {
        &self.grounds
    }

    pub(crate) fn weighs_difference(&self) -> bool {
        self.weighs_difference
    }

    /// Whether a person can be suggested to anyone: neither paused nor full.
    pub(crate) fn is_open(&self, person: PersonId) -> bool {
        self.open[person.index()]
    }

    /// Whether consent allows a pair: two people, both open, neither blocking the other.
    pub(crate) fn consents(&self, i: PersonId, j: PersonId) -> bool {
        i != j && self.is_open(i) && self.is_open(j) && !self.network.blocked(i, j)
    }

    /// Whether the policy's rules allow a pair.
    pub(crate) fn obeys(&self, i: PersonId, j: PersonId) -> bool {
        !self.is_excluded_acquaintance(i, j) && !self.shares_excluded_circle(i, j)
    }

    /// Whether two people are tied and ties are left out.
    pub(crate) fn is_excluded_acquaintance(&self, i: PersonId, j: PersonId) -> bool {
        self.policy.acquaintances == Acquaintances::Excluded
            && self.network.acquaintances().between(i, j).is_some()
    }

    /// Whether two people share a circle so near that the policy leaves them out.
    pub(crate) fn shares_excluded_circle(&self, i: PersonId, j: PersonId) -> bool {
        let CircleRule::Outside(nearest) = self.policy.circles else {
            return false;
        };
        let mut pairs = self.network.circles(i).zip(self.network.circles(j));
        pairs.any(|(one, other)| {
            let shared = shared_circles(one, other);
            let levels = one.len().max(other.len()) as u32;
            shared > 0 && shared + nearest > levels
        })
    }

    /// Whether a pair may be suggested at all.
    pub(crate) fn admits(&self, i: PersonId, j: PersonId) -> bool {
        self.consents(i, j) && self.obeys(i, j)
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
    pub fn score(&self, a: PersonId, b: PersonId) -> f32 {
        if !self.admits(a, b) {
            return 0.0;
        }
        Judge::new(self).judge(a, b).score
    }

    /// What a person gains from another, b(a←b) from 0 to 1, before any difference is weighed; 0 where consent is missing.
    #[must_use]
    pub fn gain(&self, a: PersonId, b: PersonId) -> f32 {
        if !self.consents(a, b) {
            return 0.0;
        }
        Judge::new(self).judge(a, b).gain
    }

    /// The best peers of a person, with reasons: score descending, then name order; in the order of choice where the
    /// question asks for a [varied](Query::varied) list.
    ///
    /// # Examples
    ///
    /// See [`Matcher`], [`Query`] and [`Variety`](crate::Variety).
    #[must_use]
    pub fn recommend(&self, question: impl Into<Query>) -> Vec<Recommendation<'_>> {
        let query = question.into();
        let mut judge = Judge::new(self);
        let ranked = match query.variety {
            Some(variety) => self.rank_varied(&query, variety),
            None => self
                .rank(&query)
                .into_iter()
                .map(|place| (place, None))
                .collect(),
        };
        let answers = ranked.into_iter().map(|(place, displaced)| {
            let judged = judge.judge(query.who, place.peer);
            Recommendation::new(self, query.who, place.peer, judged).displacing(displaced)
        });
        answers.collect()
    }

    /// The match of a pair, with reasons; `None` where there is none or none is allowed.
    #[must_use]
    pub fn pair(&self, who: PersonId, peer: PersonId) -> Option<Recommendation<'_>> {
        let judged = self
            .admits(who, peer)
            .then(|| Judge::new(self).judge(who, peer));
        let matched = judged.filter(|judged| judged.score > 0.0);
        matched.map(|judged| Recommendation::new(self, who, peer, judged))
    }

    /// The ranks of a question, without reasons.
    pub(crate) fn rank(&self, query: &Query) -> Vec<Ranked> {
        self.rank_with(&mut Judge::new(self), query)
    }

    fn rank_with(&self, judge: &mut Judge<'_>, query: &Query) -> Vec<Ranked> {
        let few = |among: &Vec<PersonId>| among.len() < self.network.size() / FEW;
        if let Some(among) = query.among.as_ref().filter(|among| few(among)) {
            return self.rank_among(judge, query, among);
        }
        let rows = rows(&self.vectors);
        let ask = self.asks(query.limit);
        let list = ask::one(
            &self.index,
            rows,
            self.asker(query.who),
            ask,
            |i, j, gain, give| {
                let (i, j) = (PersonId(i), PersonId(j));
                (query.considers(j) && self.admits(i, j))
                    .then(|| judge.judge_linear(i, j, gain, give).score)
            },
        );
        list.iter().map(ranked).collect()
    }

    /// Ranks few candidates one by one.
    fn rank_among(&self, judge: &mut Judge<'_>, query: &Query, among: &[PersonId]) -> Vec<Ranked> {
        let mut list = Vec::new();
        let peers = among.iter().copied().filter(|&peer| query.considers(peer));
        for peer in peers.filter(|&peer| self.admits(query.who, peer)) {
            let score = judge.judge(query.who, peer).score;
            if score > 0.0 {
                list.push(Ranked { peer, score });
            }
        }
        list.sort_unstable_by(Ranked::order);
        list.truncate(query.limit as usize);
        list
    }

    fn asks(&self, limit: u32) -> Ask {
        Ask {
            limit,
            mean: self.policy.mean,
        }
    }

    fn asker(&self, person: PersonId) -> Asker<'_> {
        let asker = rows(&self.vectors).asker(person.index());
        if self.is_open(person) {
            return asker;
        }
        // Nobody is suggested to the paused and the full: they ask for nothing.
        Asker {
            wants: &[],
            gives: &[],
            extra: 0.0,
            ..asker
        }
    }

    /// Everyone's best `k` peers, by person in name order: each list score descending, then name order.
    ///
    /// People are ranked in parallel; the answer is the same on any number of threads.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let lists = Matcher::new(&network).recommend_all(5);
    /// assert_eq!(lists[0][0].peer, network.id("ben")?);
    /// assert_eq!(lists[1][0].score, lists[0][0].score);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommend_all(&self, k: u32) -> Vec<Vec<Ranked>> {
        let judge = || self.judge();
        let lists = ask::all(&self.index, rows(&self.vectors), self.asks(k), &judge);
        lists
            .iter()
            .map(|list| list.iter().map(ranked).collect())
            .collect()
    }

    /// A judge of admitted pairs, as the kernels ask it.
    fn judge(&self) -> impl FnMut(u32, u32, f32, f32) -> Option<f32> {
        let mut judge = Judge::new(self);
        move |i, j, gain, give| {
            let (i, j) = (PersonId(i), PersonId(j));
            self.admits(i, j)
                .then(|| judge.judge_linear(i, j, gain, give).score)
        }
    }

    /// Like [`recommend_all`](Self::recommend_all), but hands over each person's list as it is done, in name order, and stops when
    /// told to break: lists are held for some ten thousand people at a time, and a caller can show progress or cancel.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let mut done = 0;
    /// let flow = Matcher::new(&network).recommend_each(5, |_person, _list| {
    ///     done += 1;
    ///     ControlFlow::Break(())
    /// });
    /// assert!(flow.is_break());
    /// assert_eq!(done, 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn recommend_each(
        &self,
        k: u32,
        mut deliver: impl FnMut(PersonId, Vec<Ranked>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let judge = || self.judge();
        let rows = rows(&self.vectors);
        let asker = |index| self.asker(PersonId(index as u32));
        let count = self.network.size();
        ask::each(
            &self.index,
            rows,
            count,
            asker,
            self.asks(k),
            &judge,
            |person, list| deliver(PersonId(person as u32), list.iter().map(ranked).collect()),
        )
    }

    /// The best way of introduction between two people, `None` where no way is short and likely enough.
    pub(crate) fn route(&self, who: PersonId, peer: PersonId) -> Option<Route> {
        let ways = Ways::new(self.network.ties(), self.network.ties_in(), &self.carriers);
        ways.expect("ties and carriers come from one network")
            .hops(self.policy.hops)
            .best(who.0, peer.0)
    }

    /// Why a pair scores what it scores, as the first may know it; `None` where consent is missing and
    /// [`why_not`](Self::why_not) has the answer.
    #[must_use]
    pub fn explain(&self, who: PersonId, peer: PersonId) -> Option<Explanation<'_>> {
        self.consents(who, peer)
            .then(|| Explanation::new(self, who, peer))
    }

    /// Why someone is not among the answers to a question, as the asker may know it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person, WhyNot};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("design", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let why = matcher.why_not(ana, ben);
    /// assert_eq!(why.to_string(), "ana would gain nothing from ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn why_not(&self, question: impl Into<Query>, other: PersonId) -> WhyNot<'_> {
        WhyNot::new(self, &question.into(), other)
    }
}

/// Who carries requests: nobody who is paused or refuses, less with every introduction asked for, nobody for someone
/// whom they refuse or block or who blocks them.
fn carriers(network: &Network) -> Carriers {
    let factors = network.people().map(|person| {
        let limits = network.limits(person);
        match limits.introductions {
            _ if limits.paused => 0.0,
            Some(0) => 0.0,
            Some(limit) => 1.0 - (limits.asked.min(limit) as f32 / limit as f32),
            None => 1.0,
        }
    });
    let mut refusals = Vec::new();
    for person in network.people() {
        let facts = network.facts();
        let blocks = facts.blocks.get(person.index()).iter();
        refusals.extend(blocks.flat_map(|other| [(person.0, other.0), (other.0, person.0)]));
        let refuses = facts.refuses.get(person.index()).iter();
        refusals.extend(refuses.map(|other| (person.0, other.0)));
    }
    let carriers = Carriers::new(factors.collect()).expect("factors lie within 0 and 1");
    carriers
        .refusing(&refusals)
        .expect("refusals name people of the network")
}

/// The vectors as the kernels read them.
fn rows(vectors: &Vectors) -> Rows<'_> {
    Rows {
        wants: &vectors.wants,
        gives: &vectors.gives,
        steps_from: vectors.steps_from(),
        extra: &vectors.contrarian,
        keys: &[],
    }
}

fn ranked(scored: &Scored) -> Ranked {
    Ranked {
        peer: PersonId(scored.person),
        score: scored.score,
    }
}
