//! Requests for introductions, and the plan that answers them.

use crate::path::route::Route;

/// A wish to be introduced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Request {
    /// Who asks.
    pub from: u32,
    /// Who is to be met.
    pub to: u32,
    /// What the target gains from the introduction, from 0 to 1.
    pub gain: f32,
}

/// What a joint plan does for one request.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct IntroductionOutcome {
    /// The route that was planned; `None` where the budgets leave none.
    pub route: Option<Route>,
    /// The best route if nobody else had asked.
    pub alone: Option<Route>,
    /// What the request lost to the others: the fall in chance from `alone` to `route`, times the gain.
    pub lost: f32,
    /// The route to try if the planned one fails: it shares no introducer with it, and uses only what the plan leaves of the budgets.
    /// Each fallback is found by itself; two of them may count on the same last favour.
    pub fallback: Option<Route>,
}

/// Someone whom too many requests would have gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Overload {
    /// The introducer.
    pub person: u32,
    /// How many requests would have gone through them, had each taken its best route.
    pub wanted: u32,
    /// How many they carry.
    pub budget: u32,
}

/// Routes for many requests at once, within the budgets of the introducers.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct JointPlan {
    pub(crate) outcomes: Vec<IntroductionOutcome>,
    pub(crate) overloads: Vec<Overload>,
    pub(crate) value: f64,
    pub(crate) bound: f64,
}

impl JointPlan {
    /// What is done for each request, in the order of the requests.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, PathSearch, Request};
    /// let out = Adjacency::new(3, &[(0, 1, 0.9), (1, 2, 0.8)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(3));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let plan = paths.plan(&[Request { from: 0, to: 2, gain: 1.0 }], &[1, 1, 1])?;
    /// assert!(plan.outcomes()[0].route.is_some());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn outcomes(&self) -> &[IntroductionOutcome] {
        &self.outcomes
    }

    /// Who would have been asked more often than their budget allows, had each request taken its best route; ascending.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, PathSearch, Request};
    /// let out = Adjacency::new(3, &[(0, 1, 0.9), (1, 2, 0.8)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(3));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let plan = paths.plan(&[Request { from: 0, to: 2, gain: 1.0 }], &[1, 1, 1])?;
    /// assert!(plan.overloads().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn overloads(&self) -> &[Overload] {
        &self.overloads
    }

    /// The sum of chance × gain over all requests.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, PathSearch, Request};
    /// let out = Adjacency::new(3, &[(0, 1, 0.9), (1, 2, 0.8)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(3));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let plan = paths.plan(&[Request { from: 0, to: 2, gain: 1.0 }], &[1, 1, 1])?;
    /// assert!((plan.value() - 0.72).abs() < 1e-6);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// What no plan within the budgets exceeds. Equal to the [value](Self::value) where the plan is proven to be the best.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, PathSearch, Request};
    /// let out = Adjacency::new(3, &[(0, 1, 0.9), (1, 2, 0.8)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(3));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let plan = paths.plan(&[Request { from: 0, to: 2, gain: 1.0 }], &[1, 1, 1])?;
    /// assert!(plan.bound() >= plan.value());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn bound(&self) -> f64 {
        self.bound
    }
}
