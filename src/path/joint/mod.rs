//! Joint introductions: many requests, each introducer within a budget.

mod complete;
mod draft;
mod packing;
mod plan;

use std::ops::ControlFlow;

pub use crate::path::joint::plan::{IntroductionOutcome, JointPlan, Overload, Request};

use crate::error::Error;
use crate::par;
use crate::path::introducers::Introducers;
use crate::path::joint::packing::{Choice, Packing};
use crate::path::path_search::PathSearch;
use crate::path::route::Route;
use crate::path::search::Scratch;
use crate::progress::work::Tally;
use crate::progress::{Meter, Progress, watched};
use crate::unit::Unit;

/// How many routes of each request are weighed at first.
const WIDTH: u32 = 12;

/// How many routes of a request are weighed at most, where the first ones all run into people with full budgets.
const WIDEST: u32 = 96;

impl PathSearch<'_> {
    /// Plans many introductions at once: at most one route a request, nobody used as an introducer more often than their budget,
    /// and the sum of chance × gain as large as possible.
    ///
    /// `budgets` says for each person how many requests they still carry; `u32::MAX` is any number. Small instances
    /// are solved exactly; otherwise the plan comes with a [bound](JointPlan::bound). Of equally good plans the one found
    /// first is kept, which depends on the order of the requests alone.
    ///
    /// # Errors
    ///
    /// When there is not one budget a person, a request names someone out of range or one person twice, or a gain is not a
    /// number from 0 to 1.
    ///
    /// # Complexity
    ///
    /// One search for the 12 best routes a request, up to 96 where those run into full budgets; then O(r·k) in each of 240 rounds for r requests with k
    /// routes.
    ///
    /// # Examples
    ///
    /// Two people ask; their best route leads through the same person, who introduces once.
    ///
    /// ```
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, Request, PathSearch};
    /// let ties = [(0, 2, 0.9), (1, 2, 0.9), (2, 4, 0.9), (0, 3, 0.8), (3, 4, 0.8), (1, 3, 0.1)];
    /// let out = Adjacency::new(5, &ties)?;
    /// let into = out.reversed();
    /// let introducers = Introducers::open(5);
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let ask = |from| Request { from, to: 4, gain: 1.0 };
    /// let plan = paths.plan(&[ask(0), ask(1)], &[5, 5, 1, 5, 5])?;
    /// let introducer = |place: usize| plan.outcomes()[place].route.as_ref().map(|route| route.introducers()[0]);
    /// assert_eq!((introducer(0), introducer(1)), (Some(3), Some(2)));
    /// assert_eq!(plan.overloads()[0].person, 2);
    /// assert_eq!(plan.bound(), plan.value());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn plan(&self, requests: &[Request], budgets: &[u32]) -> Result<JointPlan, Error> {
        self.planned(requests, budgets, &mut Meter::silent())
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
    /// use confrere::Adjacency;
    /// use confrere::path::{Introducers, PathSearch, Request};
    /// let out = Adjacency::new(3, &[(0, 1, 0.9), (1, 2, 0.8)])?;
    /// let (into, introducers) = (out.reversed(), Introducers::open(3));
    /// let paths = PathSearch::new(&out, &into, &introducers)?;
    /// let plan = paths.plan(&[Request { from: 0, to: 2, gain: 1.0 }], &[1, 1, 1])?;
    /// use std::ops::ControlFlow;
    /// let request = Request { from: 0, to: 2, gain: 1.0 };
    /// let cancelled = paths.plan_watched(&[request], &[1, 1, 1], |_| ControlFlow::Break(()));
    /// assert_eq!(cancelled.err(), Some(confrere::Error::Cancelled));
    /// assert!(plan.value() > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn plan_watched(
        &self,
        requests: &[Request],
        budgets: &[u32],
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<JointPlan, Error> {
        watched(progress, |meter| self.planned(requests, budgets, meter))
    }

    /// As [`plan_watched`](Self::plan_watched).
    pub(crate) fn planned(
        &self,
        requests: &[Request],
        budgets: &[u32],
        meter: &mut Meter<'_>,
    ) -> Result<JointPlan, Error> {
        self.check_requests(requests, budgets)?;
        meter
            .counters()
            .expect(requests.len() as u64, requests.len() as u64);
        // Whoever has no budget left is no introducer at all: their routes need not be listed.
        let mut willing = self.introducers().clone();
        for (person, &budget) in budgets.iter().enumerate() {
            if budget == 0 {
                willing.close(person as u32);
            }
        }
        let paths = self.with_introducers(&willing);
        // Column generation in outline: list a few routes per request, pack them, and list more only where the bound counts on
        // unlisted ones.
        let mut lists = paths.lists(requests, WIDTH, &mut meter.part(0.5))?;
        let (chosen, bound) = paths.choose(requests, budgets, &mut lists, &mut meter.part(0.9))?;
        meter.tell("fallbacks", (0, 1))?;
        let planned = paths.finish(requests, budgets, &lists, &chosen);
        meter.counters().hand_over(requests.len() as u64);
        Ok(summary(requests, budgets, &lists, planned, bound))
    }

    fn check_requests(&self, requests: &[Request], budgets: &[u32]) -> Result<(), Error> {
        let people = self.out().people();
        if budgets.len() != people as usize {
            return Err(Error::Shape {
                what: "budgets of introducers".into(),
                found: format!("{} entries", budgets.len()),
                expected: format!("{people} entries"),
            });
        }
        // Numbers first, then that two people are meant, then the gain: the first fault of the first request is told.
        for (place, request) in requests.iter().enumerate() {
            let &Request { from, to, gain } = request;
            if let Some(stranger) = [from, to].into_iter().find(|&person| person >= people) {
                return Err(Error::unknown(
                    format!("person {stranger} in request {place}"),
                    "a number below the number of people",
                ));
            }
            if from == to {
                return Err(Error::SamePerson {
                    what: format!("request {place} from {from} to {to}"),
                });
            }
            Unit::check(gain, || format!("gain of request {place}"))?;
        }
        Ok(())
    }

    /// The best routes of each request, at most as many as asked for.
    fn lists(
        &self,
        requests: &[Request],
        width: u32,
        meter: &mut Meter<'_>,
    ) -> Result<Vec<List>, Error> {
        let counters = meter.counters();
        let stage = (meter, "routes");
        let start = || (Scratch::new(), Tally::new(&counters));
        par::map_watched(requests.len(), stage, start, |(scratch, tally), place| {
            let request = requests[place];
            let routes = self.ranked_with(scratch, request.from, request.to, width);
            tally.count_scored(!routes.is_empty());
            List {
                is_complete: routes.len() < width as usize,
                routes,
            }
        })
    }

    /// Chooses among the listed routes; lists more where the bound counts on routes that are not listed.
    fn choose(
        &self,
        requests: &[Request],
        budgets: &[u32],
        lists: &mut [List],
        meter: &mut Meter<'_>,
    ) -> Result<(Vec<Option<u32>>, f64), Error> {
        let mut width = WIDTH;
        let mut bound = f64::INFINITY;
        loop {
            // Each bound holds by itself, so the least of them does.
            let packed = packing(requests, budgets, lists).solve();
            bound = packed.bound.min(bound).max(packed.value);
            width *= 2;
            let wanting: Vec<u32> = packed.short;
            if width > WIDEST || wanting.is_empty() || bound <= packed.value * (1.0 + 1e-9) {
                return Ok((packed.chosen, bound));
            }
            // Only for these is more listed, twice as many routes each time.
            let some: Vec<Request> = wanting
                .iter()
                .map(|&place| requests[place as usize])
                .collect();
            let longer = self.lists(
                &some,
                width,
                &mut meter.part(f64::from(width) / f64::from(WIDEST)),
            )?;
            for (&place, list) in wanting.iter().zip(longer) {
                lists[place as usize] = list;
            }
        }
    }

    /// Serves who was left out from what the plan leaves, and finds the fallbacks.
    fn finish(
        &self,
        requests: &[Request],
        budgets: &[u32],
        lists: &[List],
        chosen: &[Option<u32>],
    ) -> Vec<(Option<Route>, Option<Route>)> {
        // A budget of u32::MAX is no limit: it is never spent.
        let mut left = budgets.to_vec();
        let mut spare = self.introducers().clone();
        let mut spend = |route: &Route, spare: &mut Introducers| {
            for &person in route.introducers() {
                let left = &mut left[person as usize];
                *left -= u32::from(*left != u32::MAX);
                if *left == 0 {
                    spare.close(person);
                }
            }
        };
        // What the plan takes is spent first, then what is left goes to requests that the plan left out.
        let mut planned: Vec<Option<Route>> = Vec::with_capacity(requests.len());
        for (list, choice) in lists.iter().zip(chosen) {
            let route = choice.map(|place| list.routes[place as usize].clone());
            route.iter().for_each(|route| spend(route, &mut spare));
            planned.push(route);
        }
        let scratch = &mut Scratch::new();
        for (request, route) in requests.iter().zip(&mut planned) {
            if route.is_none() && request.gain > 0.0 {
                *route = self
                    .with_introducers(&spare)
                    .best_with(scratch, request.from, request.to);
                route.iter().for_each(|route| spend(route, &mut spare));
            }
        }
        // A fallback uses only budgets that the plan leaves, and no introducer of the route that it stands in for.
        let paths = self.with_introducers(&spare);
        let fallbacks = par::map_with(requests.len(), Scratch::new, |scratch, place| {
            let route = planned[place].as_ref()?;
            let request = requests[place];
            paths.beside(
                scratch,
                request.from,
                request.to,
                std::slice::from_ref(route),
            )
        });
        planned.into_iter().zip(fallbacks).collect()
    }
}

/// The best routes of one request.
#[derive(Debug, Clone)]
struct List {
    routes: Vec<Route>,
    /// Whether there are no others.
    is_complete: bool,
}

/// The choices of all requests as values and budgets. Budgets that all requests together cannot exceed do not count.
fn packing(requests: &[Request], budgets: &[u32], lists: &[List]) -> Packing {
    let is_scarce = |person: u32| (budgets[person as usize] as usize) < requests.len();
    let routes = lists.iter().flat_map(|list| &list.routes);
    let mut scarce: Vec<u32> = routes
        .flat_map(|route| route.introducers().iter().copied())
        .filter(|&person| is_scarce(person))
        .collect();
    // Scarce budgets are numbered in order; all others are left out of the problem.
    scarce.sort_unstable();
    scarce.dedup();
    let mut unlisted = Vec::with_capacity(requests.len());
    let mut all = Vec::with_capacity(requests.len());
    for (request, list) in requests.iter().zip(lists) {
        let mut choices: Vec<Choice> = Vec::new();
        let mut rest = if list.is_complete { 0.0 } else { f64::INFINITY };
        for route in &list.routes {
            let value = f64::from(request.gain) * f64::from(route.chance());
            let scarce = route
                .introducers()
                .iter()
                .filter_map(|person| scarce.binary_search(person).ok());
            let uses: Vec<u32> = scarce.map(|place| place as u32).collect();
            let is_free = uses.is_empty();
            choices.push(Choice { value, uses });
            rest = value.min(rest);
            // No later route is better than one that needs nothing scarce.
            if is_free {
                rest = 0.0;
                break;
            }
        }
        // What is not listed is worth no more than the last that is, for lists descend.
        unlisted.push(if list.is_complete { 0.0 } else { rest });
        all.push(choices);
    }
    Packing {
        choices: all,
        unlisted,
        budgets: scarce
            .iter()
            .map(|&person| budgets[person as usize])
            .collect(),
    }
}

/// Who would be asked too often if each request took its best route.
fn overloads(budgets: &[u32], lists: &[List]) -> Vec<Overload> {
    // What everyone would do alone: each request over its best route.
    let firsts = lists.iter().filter_map(|list| list.routes.first());
    let mut asked: Vec<u32> = firsts
        .flat_map(|route| route.introducers())
        .copied()
        .collect();
    asked.sort_unstable();
    // Sorted, so that each introducer is one run, as long as they are asked.
    let groups = asked.chunk_by(|a, b| a == b);
    let overloads = groups.map(|group| Overload {
        person: group[0],
        wanted: group.len() as u32,
        budget: budgets[group[0] as usize],
    });
    overloads
        .filter(|overload| overload.wanted > overload.budget)
        .collect()
}

fn summary(
    requests: &[Request],
    budgets: &[u32],
    lists: &[List],
    planned: Vec<(Option<Route>, Option<Route>)>,
    bound: f64,
) -> JointPlan {
    let chance = |route: &Option<Route>| route.as_ref().map_or(0.0, Route::chance);
    let outcomes: Vec<IntroductionOutcome> = planned
        .into_iter()
        .zip(requests.iter().zip(lists))
        .map(|((route, fallback), (request, list))| {
            // The first listed path is what the request would have had alone.
            let alone = list.routes.first().cloned();
            IntroductionOutcome {
                lost: request.gain * (chance(&alone) - chance(&route)),
                route,
                alone,
                fallback,
            }
        })
        .collect();
    // Summed in the order of requests, so that the value is the same bytes on every run.
    let values = outcomes.iter().zip(requests);
    let value = values
        .map(|(outcome, request)| f64::from(request.gain) * f64::from(chance(&outcome.route)))
        .fold(0.0, |sum, worth| sum + worth);
    JointPlan {
        overloads: overloads(budgets, lists),
        outcomes,
        value,
        bound: bound.max(value),
    }
}
