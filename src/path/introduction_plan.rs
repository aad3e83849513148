//! A plan of many introductions in a network: who introduces whom, within budgets.

use std::fmt;
use std::ops::ControlFlow;

use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::path::introduction::Introduction;
use crate::path::introductions::Introductions;
use crate::path::joint::Request;
use crate::path::route::Route;
use crate::progress::{Meter, Progress, watched};
use crate::table::{Align, Table};
use crate::unit::Unit;

/// A wish of one person to be introduced to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wish {
    /// Who asks.
    pub from: PersonId,
    /// Who is to be met.
    pub to: PersonId,
    /// What the target gains from the introduction, from 0 to 1.
    pub gain: f32,
}

/// What a plan does for one wish.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Planned {
    /// The route that was planned; `None` where there is none, or the budgets leave none.
    pub introduction: Option<Introduction>,
    /// The best route if nobody else had asked.
    pub alone: Option<Introduction>,
    /// What the wish lost to the others: the fall in chance times the gain.
    pub lost: f32,
    /// The route to try if the planned one fails: no shared introducer, and only favours that the plan leaves.
    pub fallback: Option<Introduction>,
}

/// An introducer through whom too many would have gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Overloaded {
    /// The introducer.
    pub person: PersonId,
    /// How many wishes would have gone through them, had each taken its best route.
    pub wanted: u32,
    /// How many introductions they still make.
    pub budget: u32,
}

/// Introductions for many wishes at once, within what each introducer still makes.
#[derive(Debug, Clone, PartialEq)]
pub struct IntroductionPlan {
    planned: Vec<Planned>,
    overloaded: Vec<Overloaded>,
    value: f64,
    bound: f64,
}

impl fmt::Display for IntroductionPlan {
    /// A table with a line for each wish, counted from 1 in the order of the wishes: the route by label, its chance, what the wish lost
    /// to the others, and the route to try next.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new([
            ("wish", Align::Right),
            ("route", Align::Left),
            ("chance", Align::Right),
            ("lost", Align::Right),
            ("fallback", Align::Left),
        ]);
        let route = |route: &Option<Introduction>| {
            let names = route.as_ref().map(|route| route.names().join(" → "));
            names.unwrap_or_else(|| "none".into())
        };
        for (number, planned) in (1_u32..).zip(&self.planned) {
            let chance = planned
                .introduction
                .as_ref()
                .map_or(0.0, Introduction::chance);
            table.push([
                number.to_string(),
                route(&planned.introduction),
                format!("{chance:.2}"),
                format!("{:.2}", planned.lost),
                route(&planned.fallback),
            ]);
        }
        let (value, bound) = (self.value, self.bound);
        write!(
            f,
            "{table}worth {value:.2}, at most {bound:.2} can be reached"
        )
    }
}

impl IntroductionPlan {
    pub(crate) fn from_parts(
        planned: Vec<Planned>,
        overloaded: Vec<Overloaded>,
        (value, bound): (f64, f64),
    ) -> Self {
        Self {
            planned,
            overloaded,
            value,
            bound,
        }
    }

    /// What is done for each wish, in the order of the wishes.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Wish;
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let introductions = network.introductions();
    /// let plan = introductions.plan(&[Wish { from: ana, to: caro, gain: 0.5 }])?;
    /// assert!(plan.planned()[0].introduction.is_some());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn planned(&self) -> &[Planned] {
        &self.planned
    }

    /// Who would have been asked too often, in name order. For those who run the introductions, not for the askers.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Wish;
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let introductions = network.introductions();
    /// let plan = introductions.plan(&[Wish { from: ana, to: caro, gain: 0.5 }])?;
    /// assert!(plan.overloaded().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn overloaded(&self) -> &[Overloaded] {
        &self.overloaded
    }

    /// The sum of chance × gain over all wishes.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Wish;
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let introductions = network.introductions();
    /// let plan = introductions.plan(&[Wish { from: ana, to: caro, gain: 0.5 }])?;
    /// assert!(plan.value() > 0.0 && plan.value() <= 0.5);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// What no plan exceeds; equal to the [value](Self::value) where the plan is proven to be the best.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Wish;
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let introductions = network.introductions();
    /// let plan = introductions.plan(&[Wish { from: ana, to: caro, gain: 0.5 }])?;
    /// assert!(plan.bound() >= plan.value());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn bound(&self) -> f64 {
        self.bound
    }
}

impl<'n> Introductions<'n> {
    /// Plans many introductions at once, so that nobody introduces more often than they want to: see [`PathSearch::plan`].
    ///
    /// What someone still makes is their limit of introductions less those asked for; those without a limit make any
    /// number.
    ///
    /// [`PathSearch::plan`]: crate::path::PathSearch::plan
    ///
    /// # Errors
    ///
    /// When a wish names one person twice, or a gain is not a number from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Wish;
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "eva"].map(Person::new))
    ///     .person(Person::new("hub").introductions(1))
    ///     .tie("ana", "hub", 0.9)
    ///     .tie("ben", "hub", 0.5)
    ///     .tie("hub", "eva", 0.9)
    ///     .build()?;
    /// let wish = |name| network.id(name).and_then(|from| Ok(Wish { from, to: network.id("eva")?, gain: 0.6 }));
    /// let introductions = network.introductions();
    /// let plan = introductions.plan(&[wish("ben")?, wish("ana")?])?;
    /// assert!(plan.planned()[0].introduction.is_none());
    /// assert!(plan.planned()[1].introduction.is_some());
    /// assert_eq!(network.name(plan.overloaded()[0].person), "hub");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn plan(&self, wishes: &[Wish]) -> Result<IntroductionPlan, Error> {
        self.planned(wishes, &mut Meter::silent())
    }

    /// As [`plan`](Self::plan), [watched](Progress).
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan), and [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::path::Wish;
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro", "dan"].map(Person::new))
    ///     .tie("ana", "ben", 0.9)
    ///     .tie("ben", "caro", 0.8)
    ///     .tie("ana", "dan", 0.5)
    ///     .tie("dan", "caro", 0.5)
    ///     .build()?;
    /// let (ana, caro) = (network.id("ana")?, network.id("caro")?);
    /// let introductions = network.introductions();
    /// let plan = introductions.plan(&[Wish { from: ana, to: caro, gain: 0.5 }])?;
    /// use std::ops::ControlFlow;
    /// let wishes = [Wish { from: ana, to: caro, gain: 0.5 }];
    /// let watched = introductions.plan_watched(&wishes, |_| ControlFlow::Continue(()))?;
    /// assert_eq!(watched.value(), plan.value());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn plan_watched(
        &self,
        wishes: &[Wish],
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<IntroductionPlan, Error> {
        watched(progress, |meter| self.planned(wishes, meter))
    }

    fn planned(&self, wishes: &[Wish], meter: &mut Meter<'_>) -> Result<IntroductionPlan, Error> {
        let budgets = self.budgets();
        let requests = wishes.iter().map(|wish| self.request(wish));
        let requests = requests.collect::<Result<Vec<Request>, Error>>()?;
        let leads: Vec<bool> = requests
            .iter()
            .map(|request| self.leads(PersonIndex(request.from), PersonIndex(request.to)))
            .collect();
        let served = requests.iter().zip(&leads).filter(|(_, leads)| **leads);
        let served: Vec<Request> = served.map(|(&request, _)| request).collect();
        // Wishes that may not lead to their target are not planned, but keep their place in the answer.
        let plan = self.paths().planned(&served, &budgets, meter)?;
        let unserved = (wishes.len() - served.len()) as u64;
        let counters = meter.counters();
        counters.expect(unserved, unserved);
        counters.look_at(unserved, 0);
        counters.hand_over(unserved);
        let mut outcomes = plan.outcomes().iter();
        let name = |route: &Option<Route>| route.clone().map(|route| self.name(route));
        // Outcomes come back for the served wishes only, in their order, so they are dealt out again by the same test.
        let planned = leads.iter().map(|&leads| {
            let outcome = if leads { outcomes.next() } else { None };
            Planned {
                introduction: outcome.and_then(|outcome| name(&outcome.route)),
                alone: outcome.and_then(|outcome| name(&outcome.alone)),
                lost: outcome.map_or(0.0, |outcome| outcome.lost),
                fallback: outcome.and_then(|outcome| name(&outcome.fallback)),
            }
        });
        let overloaded = plan.overloads().iter().map(|overload| Overloaded {
            person: self.network().id_at(PersonIndex(overload.person)),
            wanted: overload.wanted,
            budget: overload.budget,
        });
        Ok(IntroductionPlan {
            planned: planned.collect(),
            overloaded: overloaded.collect(),
            value: plan.value(),
            bound: plan.bound(),
        })
    }

    /// What each person still makes.
    fn budgets(&self) -> Vec<u32> {
        let budget = |person| {
            let limits = self.network().limits_at(person);
            let left = |limit: u32| limit.saturating_sub(limits.asked);
            limits.introductions.map_or(u32::MAX, left)
        };
        self.network().indices().map(budget).collect()
    }

    /// A wish, checked, as a request between numbers.
    fn request(&self, wish: &Wish) -> Result<Request, Error> {
        let network = self.network();
        let (from, to) = (network.known(wish.from)?, network.known(wish.to)?);
        let name = |person| network.name_at(person);
        if from == to {
            return Err(Error::SamePerson {
                what: format!("wish of `{}`", name(from)),
            });
        }
        // Names, not numbers, in the message.
        Unit::check(wish.gain, || {
            format!(
                "gain of the wish of `{}` to meet `{}`",
                name(from),
                name(to)
            )
        })?;
        Ok(Request {
            from: from.0,
            to: to.0,
            gain: wish.gain,
        })
    }
}
