//! Introductions planned in a network as a service keeps them, and read back against a network that may have changed.

use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::path::introduction::{Consent, Introduction};
use crate::path::introduction_plan::{IntroductionPlan, Overloaded, Planned};
use crate::path::introductions::Introductions;
use crate::path::route::Route;
use crate::unit::Unit;
use crate::written::Version;

/// A route by ids that mean the same person for ever.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
struct StoredRoute {
    people: Vec<PersonId>,
    strengths: Vec<f32>,
    factors: Vec<f32>,
    /// In fixed point, for comparisons.
    cost: u64,
    consent: Consent,
}

/// What was planned for one wish: the route, the route alone, what was lost, the fallback.
type StoredWish = (
    Option<StoredRoute>,
    Option<StoredRoute>,
    f32,
    Option<StoredRoute>,
);

/// An [`IntroductionPlan`] as plain data, in text or binary.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct StoredPlan {
    version: Version<1>,
    wishes: Vec<StoredWish>,
    overloaded: Vec<Overloaded>,
    value: f64,
    bound: f64,
}

/// A plan of introductions read back.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RestoredPlan {
    /// The plan: routes as they were planned, with the strengths of then; none for a wish whose route leads by somebody who is
    /// gone or introduces nobody any more, or to somebody who is not to be met. Value and bound are those of the whole plan.
    pub plan: IntroductionPlan,
    /// Who was on a route or overloaded and is not in the network, ascending.
    pub gone: Vec<PersonId>,
}

impl IntroductionPlan {
    /// The plan as plain data, to be kept and [read back](Introductions::restore_plan).
    #[must_use]
    pub fn stored(&self) -> StoredPlan {
        let route = |introduction: &Option<Introduction>| {
            introduction.as_ref().map(|introduction| StoredRoute {
                people: introduction.people().collect(),
                strengths: introduction.strengths().to_vec(),
                factors: introduction.route().factors().to_vec(),
                cost: introduction.route().cost(),
                consent: introduction.consent(),
            })
        };
        let wishes = self.planned().iter().map(|planned| {
            let [meets, alone] = [&planned.introduction, &planned.alone].map(route);
            (meets, alone, planned.lost, route(&planned.fallback))
        });
        StoredPlan {
            version: Version,
            wishes: wishes.collect(),
            overloaded: self.overloaded().to_vec(),
            value: self.value(),
            bound: self.bound(),
        }
    }
}

impl Introductions<'_> {
    /// Reads a plan back that was [stored](IntroductionPlan::stored), for the people of this network.
    ///
    /// # Errors
    ///
    /// When a route has not one strength more than introducers, or a strength or factor is not a number from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Wish;
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "hub", "eva"].map(Person::new))
    ///     .tie("ana", "hub", 0.9)
    ///     .tie("hub", "eva", 0.9)
    ///     .build()?;
    /// let wish = Wish { from: network.id("ana")?, to: network.id("eva")?, gain: 0.6 };
    /// let plan = network.introductions().plan(&[wish])?;
    /// let stored = plan.stored(); // written to a file, read after a restart
    /// assert_eq!(network.introductions().restore_plan(&stored)?.plan, plan);
    /// let smaller = network.change().leave("hub").build()?;
    /// let restored = smaller.introductions().restore_plan(&stored)?;
    /// assert_eq!(restored.gone, [network.id("hub")?]);
    /// assert!(restored.plan.planned()[0].introduction.is_none());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn restore_plan(&self, stored: &StoredPlan) -> Result<RestoredPlan, Error> {
        let network = self.network();
        let mut gone = Vec::new();
        let mut route = |stored: &Option<StoredRoute>| -> Result<Option<Introduction>, Error> {
            let Some(stored) = stored else {
                return Ok(None);
            };
            stored.check()?;
            // Those who have left are told even when the route is dropped for them.
            let lost = stored
                .people
                .iter()
                .filter(|&&id| network.index(id).is_none());
            gone.extend(lost);
            let places = stored
                .people
                .iter()
                .map(|&id| network.index(id).map(|at| at.0));
            // A route needs everyone on it: one who left takes it away.
            let Some(people) = places.collect::<Option<Vec<u32>>>() else {
                return Ok(None);
            };
            if !self.is_open_way(&people) {
                return Ok(None);
            }
            let (strengths, factors) = (stored.strengths.clone(), stored.factors.clone());
            let route = Route::from_parts(people, strengths, factors, stored.cost);
            Ok(Some(Introduction::new(network, route, stored.consent)))
        };
        let mut planned = Vec::with_capacity(stored.wishes.len());
        for (introduction, alone, lost, fallback) in &stored.wishes {
            planned.push(Planned {
                introduction: route(introduction)?,
                alone: route(alone)?,
                lost: *lost,
                fallback: route(fallback)?,
            });
        }
        // Who left is no introducer any more and overloads nobody.
        let (here, away): (Vec<Overloaded>, Vec<Overloaded>) = (stored.overloaded.iter())
            .partition(|overloaded| network.index(overloaded.person).is_some());
        gone.extend(away.iter().map(|overloaded| overloaded.person));
        gone.sort_unstable();
        gone.dedup();
        let plan = IntroductionPlan::from_parts(planned, here, (stored.value, stored.bound));
        Ok(RestoredPlan { plan, gone })
    }

    /// Whether a request may still be passed on from person to person: the last may be met, and all between them introduce.
    fn is_open_way(&self, people: &[u32]) -> bool {
        let [from, between @ .., to] = people else {
            return false;
        };
        let introducers = self.introducers();
        self.leads(PersonIndex(*from), PersonIndex(*to))
            && between
                .iter()
                .all(|&person| introducers.cost(person, *from, *to).is_some())
            && between
                .windows(2)
                .all(|two| !introducers.apart(two[0], two[1]))
    }
}

impl StoredRoute {
    fn check(&self) -> Result<(), Error> {
        let hops = self.people.len().saturating_sub(1);
        // One strength between each two people, one factor for each between the ends.
        if hops == 0 || self.strengths.len() != hops || self.factors.len() != hops - 1 {
            return Err(Error::Shape {
                what: "stored route".into(),
                found: format!(
                    "{} people, {} strengths and {} factors",
                    self.people.len(),
                    self.strengths.len(),
                    self.factors.len()
                ),
                expected:
                    "two people or more, a strength between each two, a factor for each introducer"
                        .into(),
            });
        }
        for &factor in self.strengths.iter().chain(&self.factors) {
            Unit::check(factor, || "strength or factor of a stored route".into())?;
        }
        Ok(())
    }
}
