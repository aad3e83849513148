//! A plan is repaired after people leave, join or decline, with as few changes as possible.

use crate::assign::Aim;
use crate::error::Error;
use crate::progress::unwatched;
use crate::round::context::RoundContext;
use crate::round::history::MeetingHistory;
use crate::round::plan::RoundPlan;
use crate::round::planner::{Odd, RoundPlanner, Shape};
use crate::round::rule::{Enforcement, Rule};
use crate::round::scores::SCALE;
use crate::round::{pairs, report};
use crate::rows::{AsIndex, narrow};

/// What placing two more people is worth beside scores, in steps.
const PLACED: i64 = 1 << 34;

/// What happened after a round was planned.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum RoundChange {
    /// Someone cannot come.
    Leaves(String),
    /// Someone who was not in the plan wants to come; pauses and full places hold.
    Joins(String),
    /// The first does not want to meet the second.
    Declines(String, String),
}

/// A changed plan, and the difference.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct RepairedPlan {
    /// The new plan.
    pub plan: RoundPlan,
    /// Meetings that no longer take place, in order of their first people.
    pub dissolved: Vec<Vec<String>>,
    /// Meetings that are new, in order of their first people.
    pub formed: Vec<Vec<String>>,
    /// People who meet others than before though nothing happened to them or to whom they were to meet, in name order.
    pub moved: Vec<String>,
}

impl RoundPlanner {
    /// Changes a plan for what has happened and moves at most `most` people whom it does not touch.
    ///
    /// Touched are those who leave, join or decline, and whoever was to meet them. Within that limit as many as possible have a
    /// meeting; with 0 only people who are touched or had no meeting are placed anew. Plans of pairs may rearrange other
    /// pairs; in plans of groups, or of several pairs each, others are only joined. Whoever has fewer places now than meetings keeps
    /// the first of them, in the order of the plan.
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan), and when somebody unknown joins. The history is the one of the plan, which may come from a file; people
    /// who are no longer in the network have left, whether `changes` says so or not.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{RoundChange, MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let names = ["ana", "ben", "caro", "dan", "eva", "fay"];
    /// let network = Network::builder().people(names.map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.plan(&history)?;
    /// let gone = plan.meetings()[0].people[0].clone();
    /// let repaired = planner.repair(&plan, &history, &[RoundChange::Leaves(gone.clone())], 2)?;
    /// assert!(repaired.plan.unmatched().is_empty()); // whoever was to meet them joins a pair
    /// assert_eq!(repaired.plan.of(&gone).count(), 0);
    /// assert_eq!(repaired.moved.len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn repair(
        &self,
        plan: &RoundPlan,
        history: &MeetingHistory,
        changes: &[RoundChange],
        most: u32,
    ) -> Result<RepairedPlan, Error> {
        // The same settings as of the day of the plan, with what has changed since on top.
        let mut planner = self.clone().now(plan.at());
        for change in changes {
            match change {
                // Whoever left the network as well cannot be looked up, and is gone all the same.
                RoundChange::Leaves(name) if self.network().find(name).is_none() => {}
                RoundChange::Leaves(name) => planner.away.push(name.clone()),
                RoundChange::Joins(name) => {
                    self.network().named(name)?;
                    planner.away.retain(|away| away != name);
                }
                RoundChange::Declines(a, b)
                    if [a, b]
                        .iter()
                        .any(|name| self.network().find(name).is_none()) => {}
                RoundChange::Declines(a, b) => {
                    planner = planner.apart(a, b).rule(Rule::Apart, Enforcement::Hard);
                }
            }
        }
        if let Odd::SitsOut(name) = &planner.odd {
            // Whoever was to sit out when the plan was made still does; whoever was in it stays.
            let sat_out = plan.absent().iter().any(|(absent, _)| absent == name);
            if sat_out && !changes.contains(&RoundChange::Joins(name.clone())) {
                planner.away.push(name.clone());
            }
            planner.odd = Odd::LeftOut;
        }
        let context = RoundContext::new(&planner, history)?;
        let old = self.groups_of(plan);
        let mut repair = Repair::new(&context, &old, most);
        match planner.shape {
            Shape::Pairs(1) => {
                repair.rearrange();
                if planner.odd == Odd::Trio {
                    repair.join(3);
                }
            }
            Shape::Pairs(_) => repair.pair_up(),
            Shape::Groups(_, largest) => {
                repair.pair_up();
                repair.join(largest);
            }
        }
        Ok(repair.report(plan, &old))
    }

    /// The meetings of a plan by people of this network; names that it does not have are left out, and their meetings with them as
    /// [`GONE`], so that everyone they were to meet counts as touched.
    fn groups_of(&self, plan: &RoundPlan) -> Vec<Vec<u32>> {
        let place = |name: &String| self.network().find(name).map_or(GONE, |person| person.0);
        let groups = plan.meetings().iter().map(|meeting| {
            let mut group: Vec<u32> = meeting.people.iter().map(place).collect();
            group.sort_unstable();
            group
        });
        groups.collect()
    }
}

/// Somebody whom the network does not have.
const GONE: u32 = u32::MAX;

struct Repair<'g, 'p> {
    context: &'g RoundContext<'p>,
    kept: Vec<Vec<u32>>,
    free: Vec<u32>,
    touched: Vec<bool>,
    moved: Vec<bool>,
    most: u32,
}

impl<'g, 'p> Repair<'g, 'p> {
    /// Takes out of each meeting whoever may no longer be in it, and whoever has no place left: earlier meetings go first.
    fn new(context: &'g RoundContext<'p>, old: &[Vec<u32>], most: u32) -> Self {
        let mut kept = Vec::new();
        let mut touched = vec![false; context.members.len()];
        let mut places = Places::new(context);
        for group in old {
            // Members stay in order as long as each has a place left and may meet everyone who stays.
            let mut rest: Vec<u32> = Vec::new();
            for &person in group.iter().filter(|&&person| person != GONE) {
                let present = context.member(person).absence.is_none();
                let fits = rest
                    .iter()
                    .all(|&other| context.check(person, other).allowed());
                if present && fits && places.are_left(person, 1) {
                    rest.push(person);
                }
            }
            // Those who stay are to make up a meeting of their own.
            let others = narrow(rest.len().saturating_sub(1));
            let stays = rest.len() > 1
                && context.is_large_enough(rest.len())
                && context.may_group(&rest)
                && rest.iter().all(|&person| places.are_left(person, others));
            if !stays || rest.len() < group.len() {
                for &person in group.iter().filter(|&&person| person != GONE) {
                    touched[person.as_index()] = true;
                }
            }
            if stays {
                places.take(&rest);
                kept.push(rest);
            }
        }
        let free = context.left_of(&kept);
        for &person in &free {
            touched[person.as_index()] = true;
        }
        Self {
            context,
            kept,
            free,
            moved: vec![false; touched.len()],
            touched,
            most,
        }
    }

    fn count_moved(&self) -> u32 {
        self.moved.iter().filter(|&&moved| moved).count() as u32
    }

    /// Places the free, rearranging untouched pairs as far as the limit goes.
    fn rearrange(&mut self) {
        let pairs: Vec<(u32, u32)> = self
            .kept
            .iter()
            .filter(|group| group.len() == 2)
            .map(|group| (group[0], group[1]))
            .collect();
        let mut people: Vec<u32> = self.free.clone();
        people.extend(pairs.iter().flat_map(|&(a, b)| [a, b]));
        people.sort_unstable();
        let edges = self.context.edges();
        // A pair that is kept is worth so much of a new one: at 1/(t + ½) at most t pairs are broken for one more.
        for kept in [PLACED / 7 * 2, PLACED / 5 * 2, PLACED / 3 * 2, 4 * PLACED] {
            let found = matched(&people, edges, &pairs, kept);
            let mut moved = self.moved.clone();
            for &(a, b) in pairs
                .iter()
                .filter(|pair| found.binary_search(pair).is_err())
            {
                for person in [a, b] {
                    moved[person.as_index()] = !self.touched[person.as_index()];
                }
            }
            // Whoever lost their meeting anyway does not count as moved.
            let count = moved.iter().filter(|&&moved| moved).count() as u32;
            if count <= self.most {
                self.moved = moved;
                self.kept.retain(|group| group.len() > 2);
                self.kept.extend(found.iter().map(|&(a, b)| vec![a, b]));
                self.free = self.context.left_of(&self.kept);
                return;
            }
        }
    }

    /// Pairs the free with each other.
    fn pair_up(&mut self) {
        let found = matched(&self.free, self.context.edges(), &[], 0);
        self.free
            .retain(|&person| !found.iter().any(|&(a, b)| a == person || b == person));
        self.kept.extend(found.into_iter().map(|(a, b)| vec![a, b]));
    }

    /// Lets the free join meetings of fewer than `largest`, as far as the limit goes.
    fn join(&mut self, largest: u32) {
        for person in std::mem::take(&mut self.free) {
            let options = self.kept.iter().enumerate().filter_map(|(number, group)| {
                let untouched = group.iter().filter(|&&other| {
                    !self.touched[other.as_index()] && !self.moved[other.as_index()]
                });
                let cost = untouched.count() as u32;
                let mut larger = group.clone();
                larger.push(person);
                // Whoever is not touched yet and gets company counts as moved.
                let fits = larger.len() as u32 <= largest
                    && self.count_moved() + cost <= self.most
                    && self.context.may_group(&larger);
                let gain = self.context.worth(&larger) - self.context.worth(group);
                fits.then_some((std::cmp::Reverse(cost), gain, usize::MAX - number))
            });
            let Some((_, _, number)) = options.max() else {
                self.free.push(person);
                continue;
            };
            let group = &mut self.kept[usize::MAX - number];
            for &other in group.iter() {
                self.moved[other.as_index()] |= !self.touched[other.as_index()];
            }
            group.push(person);
        }
    }

    fn report(mut self, plan: &RoundPlan, old: &[Vec<u32>]) -> RepairedPlan {
        for group in &mut self.kept {
            group.sort_unstable();
        }
        self.kept.sort_unstable();
        let names = |group: &Vec<u32>| -> Vec<String> {
            group
                .iter()
                .map(|&person| self.context.name(person).into())
                .collect()
        };
        // By the names of the plan, which may name people who are gone.
        let before = plan.meetings().iter().zip(old);
        let dissolved = before.filter(|(_, group)| !self.kept.contains(group));
        let dissolved = dissolved.map(|(meeting, _)| meeting.people.clone());
        let formed = self
            .kept
            .iter()
            .filter(|group| !old.contains(group))
            .map(names);
        let moved = (0..self.moved.len() as u32).filter(|&person| self.moved[person.as_index()]);
        RepairedPlan {
            dissolved: dissolved.collect(),
            formed: formed.collect(),
            moved: moved
                .map(|person| self.context.name(person).into())
                .collect(),
            plan: report::report(self.context, self.kept.clone()),
        }
    }
}

/// How many meetings and peers everyone still has places for.
struct Places {
    meetings: Vec<u32>,
    peers: Vec<u32>,
}

impl Places {
    fn new(context: &RoundContext<'_>) -> Self {
        let most = match context.planner.shape {
            Shape::Pairs(most) => most,
            Shape::Groups(..) => 1,
        };
        Self {
            meetings: vec![most; context.members.len()],
            peers: context.members.iter().map(|member| member.room).collect(),
        }
    }

    /// Whether a person has places left for a meeting with so many others.
    fn are_left(&self, person: u32, others: u32) -> bool {
        self.meetings[person.as_index()] > 0 && self.peers[person.as_index()] >= others
    }

    /// Takes the places of a meeting, which are left.
    fn take(&mut self, group: &[u32]) {
        for person in group.iter().map(|person| person.as_index()) {
            self.meetings[person] -= 1;
            self.peers[person] -= narrow(group.len() - 1);
        }
    }
}

/// Pairs of people: most placed, then the most kept, then the best.
fn matched(
    people: &[u32],
    edges: &[(u32, u32, i64)],
    old: &[(u32, u32)],
    kept: i64,
) -> Vec<(u32, u32)> {
    let mut sorted = old.to_vec();
    sorted.sort_unstable();
    let weighed = edges.iter().map(|&(a, b, net)| {
        let bonus = if sorted.binary_search(&(a, b)).is_ok() {
            kept
        } else {
            0
        };
        (a, b, PLACED + bonus + net.clamp(-64 * SCALE, 64 * SCALE))
    });
    let weighed: Vec<(u32, u32, i64)> = weighed.collect();
    unwatched(|meter| pairs::matched(people, &weighed, Aim::Weight, meter))
}
