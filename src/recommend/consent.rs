//! What tells whether two people would say yes, and what a community's answers teach.

use std::ops::ControlFlow;

use crate::acceptance::{
    Acceptance, Components, Evidence, Example, FitReport, FitSettings, Measured, Outcomes,
    PREDICTORS, PairPast, Past, Whose, fit,
};
use crate::day::Day;
use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::network::{HopScratch, Hops, Network};
use crate::progress::{Meter, Progress, watched};
use crate::recommend::data::Audience;
use crate::recommend::matcher::Matcher;
use crate::recommend::scorer::{LinearGains, PairScorer};

impl Matcher {
    /// The same matcher with a past: who met, who helped whom, and when, up to but not including `today`.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Answer, Outcome, Outcomes, Predictor};
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7))
    ///     .build()?;
    /// let past = Outcomes::new([Outcome::of_first("ana", "ben", 3, Answer::Helped)])?;
    /// let matcher = Matcher::new(&network).with_past(&past, 10);
    /// let row = matcher.components(network.id("ana")?, network.id("ben")?);
    /// assert_eq!(row.get(Predictor::Helped), Some(2.0_f32.ln()));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn with_past(&self, outcomes: &Outcomes, today: impl Into<Day>) -> Self {
        let past = Past::new(self.network(), outcomes, today.into().0);
        self.with_same_rules(self.network(), past)
    }

    /// What is known of a pair before it is asked, from the side of the first and as the first may know it: no number
    /// depends on what the other hides.
    ///
    /// Nothing is known of ids that the network does not have.
    ///
    /// # Complexity
    ///
    /// O(items + ties) on the first call, then O(items and ties of both).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::Predictor;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").attribute("office", "lisbon").needs("law", 0.8))
    ///     .person(Person::new("ben").attribute("office", "lisbon").offers("law", 0.5))
    ///     .person(Person::new("caro"))
    ///     .tie("ana", "caro", 0.8)
    ///     .tie("caro", "ben", 0.5)
    ///     .build()?;
    /// let row = Matcher::new(&network).components(network.id("ana")?, network.id("ben")?);
    /// assert_eq!(row.get(Predictor::Attributes), Some(1.0));
    /// assert_eq!(row.get(Predictor::Introduction), Some(0.4)); // 0.8 · 0.5 through caro
    /// assert_eq!(row.get(Predictor::TiesApart), Some(1.0)); // two ties apart
    /// assert_eq!(row.get(Predictor::SharedCircles), None); // nobody names any
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn components(&self, who: PersonId, peer: PersonId) -> Components {
        let pair = self.places(who, peer);
        pair.map_or_else(Components::default, |(who, peer)| {
            self.components_at(who, peer)
        })
    }

    fn components_at(&self, who: PersonIndex, peer: PersonIndex) -> Components {
        let audience = self.audience();
        let past = self.data().evidence.past();
        let past = past.before(past.today(), who, peer);
        Rows::of(self)
            .pair((who, peer), [Audience::Operator, audience], past)
            .0
    }

    /// The chance that two people say yes to each other, a(who, peer), by the model of the policy and as the first may know it.
    ///
    /// 1 where the policy weighs no acceptance, or the community knows nothing that tells one pair from another; 0 where
    /// consent is missing, or the log-odds are below some −100.
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
    /// let chance = matcher.acceptance(ana, ben);
    /// assert!((0.0..=1.0).contains(&chance));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn acceptance(&self, who: PersonId, peer: PersonId) -> f32 {
        let pair = self
            .places(who, peer)
            .filter(|&(who, peer)| self.mutually_available(who, peer));
        let audience = self.audience();
        pair.map_or(0.0, |(who, peer)| {
            self.scorer().acceptance_for(who, peer, audience)
        })
    }

    /// Everything that any predictor needs; kept, for it takes a pass over the network.
    fn all_evidence(&self) -> &(Evidence, Hops) {
        self.full_evidence(|| {
            let past = self.data().evidence.past().clone();
            let (network, means) = (self.network(), *Acceptance::prior().means());
            let evidence = Evidence::new(network, past, [true; PREDICTORS], &means);
            (evidence, Hops::new(network.acquaintances()))
        })
    }
}

/// Rows of all predictors, whatever the policy's model weighs.
struct Rows<'m> {
    matcher: &'m Matcher,
    evidence: &'m Evidence,
    network: &'m Network,
    hops: &'m Hops,
    scorer: PairScorer<'m>,
    scratch: HopScratch,
}

impl<'m> Rows<'m> {
    fn of(matcher: &'m Matcher) -> Self {
        let (evidence, hops) = matcher.all_evidence();
        Self {
            matcher,
            evidence,
            network: matcher.network(),
            hops,
            scorer: matcher.scorer(),
            scratch: HopScratch::default(),
        }
    }

    /// The rows of a pair from both sides, as an audience each may know the two.
    fn pair(
        &mut self,
        (i, j): (PersonIndex, PersonIndex),
        [own, others]: [Audience; 2],
        past: PairPast,
    ) -> (Components, Components) {
        let data = self.matcher.data();
        let linear = match own {
            // Who asks knows their own side whole.
            Audience::Operator => self.scorer.linear_for(i, j, others),
            Audience::Asker => LinearGains {
                gain: self.scorer.gain_among(i, j, others),
                give: self.scorer.gain_among(j, i, others),
            },
        };
        let stances = (data.stances(i, own), data.stances(j, others));
        let spoken = !stances.0.is_empty() && !stances.1.is_empty();
        let contrast = spoken
            .then(|| data.compare((i, stances.0), (j, stances.1)))
            .flatten();
        let disagreement = contrast.map_or(0.0, |contrast| contrast.score);
        let sought = |person: PersonIndex| data.vectors.contrarian[person.index()];
        // Path lengths are always measured here: a fit does not know yet which predictors will weigh.
        let ties = self.network.acquaintances();
        let measured = Measured {
            gain: (linear.gain + sought(i) * disagreement).min(1.0),
            give: (linear.give + sought(j) * disagreement).min(1.0),
            disagreement: contrast.map(|contrast| contrast.disagreement),
            contacts: None,
            ties_apart: Some(self.hops.between(ties, &mut self.scratch, i.0, j.0)),
        };
        self.evidence.rows(self.network, (i, j), measured, past)
    }
}

impl Acceptance {
    /// Learns from a community's own outcomes, starting from the model of the matcher's policy.
    ///
    /// Only what people show is learnt from, so that nobody reads in a chance what two others hide. Each outcome sees the past as it was
    /// before its day. Ties between the two of an outcome are left out of their row, so a
    /// meeting does not foretell itself. Outcomes that name someone unknown are counted and left out.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] with fewer than 20 outcomes, or fewer than 5 of either answer: no fit can bear that.
    ///
    /// # Complexity
    ///
    /// O(items + ties) once, the ties of both for each outcome, and of one's contacts and the other for ways of three ties,
    /// then at most 100 passes of 253 products an outcome.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::acceptance::{Acceptance, Answer, FitSettings, Outcome, Outcomes, Predictor};
    /// use confrere::{Matcher, Network, Person};
    /// // People of one office meet; people of two offices do not.
    /// let office = |place: u32| if place % 2 == 0 { "lisbon" } else { "porto" };
    /// let people = (0..12).map(|place| Person::new(format!("p{place}")).attribute("office", office(place)));
    /// let network = Network::from_people(people, [])?;
    /// let pairs = (0..12).flat_map(|a| (0..a).map(move |b| (a, b)));
    /// let outcomes = Outcomes::new(pairs.map(|(a, b)| {
    ///     let answer = if office(a) == office(b) { Answer::Met } else { Answer::Declined };
    ///     Outcome::of_pair(format!("p{a}"), format!("p{b}"), 1, answer)
    /// }))?;
    /// let matcher = Matcher::new(&network);
    /// let (model, report) = Acceptance::fit(&matcher, &outcomes, FitSettings::default())?;
    /// assert_eq!((report.yes, report.no), (30, 36));
    /// let learnt = model.coefficient(Predictor::Attributes);
    /// assert!(learnt > Acceptance::prior().coefficient(Predictor::Attributes));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn fit(
        matcher: &Matcher,
        outcomes: &Outcomes,
        settings: FitSettings,
    ) -> Result<(Self, FitReport), Error> {
        Self::fit_together(&[(matcher, outcomes)], settings)
    }

    /// As [`fit_together`](Self::fit_together), [watched](Progress).
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit), counted over all communities, and [`Error::Cancelled`].
    pub fn fit_watched(
        communities: &[(&Matcher, &Outcomes)],
        settings: FitSettings,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(Self, FitReport), Error> {
        watched(progress, |meter| fit_all(communities, settings, meter))
    }

    /// The same for several communities at once: coefficients in common, an intercept for each, and each community weighs alike.
    ///
    /// The model starts from that of the first matcher's policy; its intercept is the mean of the communities'. So the prior
    /// was made that the crate ships.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit), counted over all communities.
    pub fn fit_together(
        communities: &[(&Matcher, &Outcomes)],
        settings: FitSettings,
    ) -> Result<(Self, FitReport), Error> {
        fit_all(communities, settings, &mut Meter::silent())
    }
}

/// As [`Acceptance::fit_watched`].
fn fit_all(
    communities: &[(&Matcher, &Outcomes)],
    settings: FitSettings,
    meter: &mut Meter<'_>,
) -> Result<(Acceptance, FitReport), Error> {
    let (mut examples, mut unknown) = (Vec::new(), 0);
    // Communities that tell nothing have no intercept: it would be that of the prior.
    let mut known = 0;
    for (place, (matcher, outcomes)) in communities.iter().enumerate() {
        meter.tell("evidence", (place as u64, 2 * communities.len() as u64))?;
        let before = examples.len();
        unknown += add_examples(matcher, outcomes, known, &mut examples);
        known += usize::from(examples.len() > before);
    }
    let prior = communities
        .first()
        .map(|(matcher, _)| &matcher.policy().acceptance);
    let prior = prior.filter(|model| model.weighs()).cloned();
    let mut prior = prior.unwrap_or_default();
    if let Some((matcher, _)) = communities.first() {
        // A fit moves on from the coefficients that count in the community.
        prior = prior.read_by(matcher.all_evidence().0.means());
    }
    let (model, report) = fit(&examples, &prior, settings, &mut meter.part(1.0))?;
    Ok((model, FitReport { unknown, ..report }))
}

/// Adds the answers of a community and says how many name someone unknown.
fn add_examples(
    matcher: &Matcher,
    outcomes: &Outcomes,
    community: usize,
    examples: &mut Vec<Example>,
) -> u32 {
    let network = matcher.network();
    // All outcomes at once; each answer is then read with what lay before its own day.
    let past = Past::new(network, outcomes, i32::MAX);
    let mut rows = Rows::of(matcher);
    let means = *rows.evidence.means();
    // Rows as a model reads them: how far a pair stands out from the community's average.
    let centred = |row: Components| {
        let filled = row.filled(&means);
        std::array::from_fn(|place| filled[place] - means[place])
    };
    let mut unknown = 0;
    for outcome in outcomes.iter() {
        let (Some(i), Some(j)) = (network.find(&outcome.who), network.find(&outcome.whom)) else {
            unknown += 1;
            continue;
        };
        // Only what was known before the answer may predict it.
        let before = past.before(outcome.day.0, i, j);
        let (row, back) = rows.pair((i, j), [Audience::Asker; 2], before);
        examples.push(Example {
            row: centred(row),
            back: (outcome.whose == Whose::Both).then(|| centred(back)),
            community,
            yes: outcome.answer.is_yes(),
            shown_with: outcome.shown_with,
        });
    }
    unknown
}
