//! People to be grouped, and the groups found.

mod outcome;

use std::ops::ControlFlow;

use crate::assign::groups::{best_partition, search, sizes};
use crate::error::Error;
use crate::numeric::ordered_by_key;
use crate::progress::{Meter, Progress, unwatched, watched};
use crate::rows::AsIndex;
use crate::unit::within;

/// The value of a pair that must not be in one group.
pub const NEVER: i64 = i64::MIN;

/// The size of a value stays below this, so that sums fit in 64 bits.
const VALUE_LIMIT: u64 = 1 << 32;

/// Up to so many people every grouping is considered.
const EXACT: u32 = 12;

/// The most people of one task: the table of values has this number squared.
const PEOPLE_LIMIT: u32 = 6_000;

/// The sizes that a group may have.
const SMALLEST: u32 = 2;
const LARGEST: u32 = 8;

/// People `0..people` to be put into groups of a few.
///
/// # Complexity
///
/// Space: 8 bytes for each two people, and 8 for each person and group.
#[derive(Debug, Clone)]
pub struct GroupTask {
    pub(crate) people: u32,
    pub(crate) values: Vec<i64>,
    pub(crate) together: Vec<(u32, u32)>,
    limits: Vec<u32>,
    smallest: u32,
    largest: u32,
    wanted: u32,
    /// Below this, somebody is rather alone: the smallest size, or 2.
    least: u32,
    /// What a member who gains from nobody in the group costs, and for each two people whether the first gains from the second.
    pub(crate) gains: Option<(i64, Vec<bool>)>,
    pub(crate) quotas: Vec<GroupQuota>,
    pub(crate) shakes: u32,
    pub(crate) seed: u64,
}

/// How many people of one kind a group holds at least and at most.
#[derive(Debug, Clone)]
pub(crate) struct GroupQuota {
    pub(crate) least: u32,
    pub(crate) most: u32,
    /// What each person too few or too many costs, [`NEVER`] to forbid it.
    pub(crate) price: i64,
    /// Who is of the kind.
    pub(crate) counted: Vec<bool>,
}

/// People in groups.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Grouping {
    /// The groups, each ascending, in order of their first members.
    pub groups: Vec<Vec<u32>>,
    /// Whoever could be in no group without breaking a rule, ascending.
    pub alone: Vec<u32>,
    /// The sum over groups of their pairs' values divided by the size less one.
    pub value: i64,
    /// No grouping has a higher value.
    pub bound: i64,
}

impl GroupTask {
    /// Starts a task; `value(a, b)` is asked once for each two people, the lower first, and is [`NEVER`] where they must
    /// not be in one group.
    ///
    /// # Errors
    ///
    /// When there are more than 6,000 people, when a size is not within 2 and 8 or the smallest exceeds the largest, or when a
    /// value's size reaches 2³².
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::GroupTask;
    /// let task = GroupTask::new(6, 3, 3, |a, b| i64::from(a + b == 5))?;
    /// assert_eq!(task.best_found().groups.len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn new(
        people: u32,
        smallest: u32,
        largest: u32,
        mut value: impl FnMut(u32, u32) -> i64,
    ) -> Result<Self, Error> {
        check(people, smallest, largest)?;
        let width = people as usize;
        let mut values = vec![0; width * width];
        for a in 0..people {
            for b in a + 1..people {
                let worth = value(a, b);
                // Sums over up to 6,000 people and shares of up to 420 must fit in 64 bits.
                if worth != NEVER && worth.unsigned_abs() >= VALUE_LIMIT {
                    return Err(Error::OutOfRange {
                        what: format!("value of the pair of {a} and {b}"),
                        value: worth.into(),
                        expected: "a whole number whose size is below 2^32",
                    });
                }
                values[a.as_index() * width + b as usize] = worth;
                values[b.as_index() * width + a as usize] = worth;
            }
        }
        Ok(Self {
            people,
            values,
            together: Vec::new(),
            limits: vec![LARGEST; width],
            smallest,
            largest,
            wanted: u32::midpoint(smallest, largest),
            least: smallest,
            gains: None,
            quotas: Vec::new(),
            shakes: 1000,
            seed: 0,
        })
    }

    /// Sets the largest group that a person is comfortable in. A number that is nobody's changes nothing.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::GroupTask;
    /// let task = GroupTask::new(6, 3, 3, |a, b| i64::from(a + b == 5))?;
    /// let found = task.limit(0, 2).best_found();
    /// assert!(found.alone.contains(&0)); // not at ease in a group of three
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn limit(mut self, person: u32, largest: u32) -> Self {
        if let Some(limit) = self.limits.get_mut(person.as_index()) {
            *limit = largest;
        }
        self
    }

    /// Asks for two people to be in one group. It is done where rules and sizes allow; see [`Grouping::groups`].
    /// A number that is nobody's changes nothing, nor does one person twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::GroupTask;
    /// let task = GroupTask::new(6, 3, 3, |a, b| i64::from(a + b == 5))?;
    /// let found = task.together(0, 1).best_found();
    /// assert!(found.groups.iter().any(|group| group.contains(&0) && group.contains(&1)));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn together(mut self, a: u32, b: u32) -> Self {
        if a < self.people && b < self.people && a != b {
            self.together.push((a.min(b), a.max(b)));
        }
        self
    }

    /// Allows groups of two and more below the smallest size where somebody would else be alone.
    pub(crate) fn smaller_rather_than_alone(mut self) -> Self {
        self.least = SMALLEST;
        self
    }

    /// Adds how many people of one kind each group holds. A search minds it; whoever asks checks what it found.
    pub(crate) fn quota(mut self, quota: GroupQuota) -> Self {
        self.quotas.push(quota);
        self
    }

    /// Sets the size that groups should be near: in the middle of the sizes unless set.
    pub(crate) fn wanted(mut self, size: u32) -> Self {
        self.wanted = size;
        self
    }

    /// Sets what it costs that a member gains from nobody in the group, [`NEVER`] to forbid it.
    pub(crate) fn gains(mut self, price: i64, mut gains: impl FnMut(u32, u32) -> bool) -> Self {
        let pairs = (0..self.people).flat_map(|a| (0..self.people).map(move |b| (a, b)));
        let table = pairs.map(|(a, b)| a != b && gains(a, b)).collect();
        self.gains = Some((price, table));
        self
    }

    /// Sets how often the best groups so far are shaken and mended; more takes longer and finds better groups.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::GroupTask;
    /// let task = GroupTask::new(6, 3, 3, |a, b| i64::from(a + b == 5))?;
    /// assert_eq!(task.shakes(0).best_found().groups.len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn shakes(mut self, shakes: u32) -> Self {
        self.shakes = shakes;
        self
    }

    /// Sets the number from which the shakes are drawn.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::GroupTask;
    /// let task = GroupTask::new(6, 3, 3, |a, b| i64::from(a + b == 5))?;
    /// assert_eq!(task.clone().seed(7).best_found().groups, task.seed(7).best_found().groups);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    pub(crate) fn value(&self, a: u32, b: u32) -> i64 {
        self.values[a.as_index() * self.people as usize + b as usize]
    }

    /// Finds the best groups of up to 12 people: as few alone as possible, then as many pairs together as were asked for, then the
    /// highest value, which is then the bound unless somebody could be left alone with profit. For more people: a greedy start, then swaps while they help, then shakes of the best and swaps again.
    ///
    /// No group holds a pair that is [`NEVER`] together and no group exceeds a member's limit; whoever cannot be placed so is in
    /// [`Grouping::alone`]. The same task gives the same groups on every machine.
    ///
    /// # Complexity
    ///
    /// Up to 12 people O(3ⁿ). Beyond, O(n²) for the first descent, O(n) for each shake, of which there are 1,000 unless set otherwise.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::{GroupTask, NEVER};
    /// // Six people in two rooms; 0 and 1 must not meet, 0 and 3 do well together.
    /// let task = GroupTask::new(6, 3, 3, |a, b| match (a, b) {
    ///     (0, 1) => NEVER,
    ///     (0, 3) => 10,
    ///     _ => 1,
    /// })?;
    /// let found = task.best_found();
    /// assert!(found.alone.is_empty());
    /// assert_eq!(found.value, (10 + 2 + 3) / 2);
    /// assert!(found.groups[0].contains(&3));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn best_found(&self) -> Grouping {
        unwatched(|meter| self.found(meter))
    }

    /// As [`best_found`](Self::best_found), [watched](Progress): told before each shake.
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::assign::GroupTask;
    /// let task = GroupTask::new(6, 3, 3, |a, b| i64::from(a + b == 5))?;
    /// use std::ops::ControlFlow;
    /// let found = task.best_found_watched(|_| ControlFlow::Continue(()))?;
    /// assert_eq!(found.groups, task.best_found().groups);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn best_found_watched(
        &self,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Grouping, Error> {
        watched(progress, |meter| self.found(meter))
    }

    /// As [`best_found_watched`](Self::best_found_watched).
    pub(crate) fn found(&self, meter: &mut Meter<'_>) -> Result<Grouping, Error> {
        // Few people: dynamic programming over subsets is exact.
        if self.people <= EXACT && self.gains.is_none() && self.quotas.is_empty() {
            return Ok(self.best_of_all());
        }
        let limit = |person: u32| self.limits[person.as_index()];
        let grouped = (0..self.people).filter(|&person| limit(person) >= self.least);
        // Those who want the smallest groups come first, so that sizes can be given out in ascending order.
        let order = ordered_by_key(grouped, limit);
        let limits: Vec<u32> = order
            .iter()
            .map(|&person| self.limits[person.as_index()])
            .collect();
        let (_, sizes) = sizes::split(
            &limits,
            self.smallest..=self.largest,
            self.least,
            self.wanted,
        );
        let found = search::run(self, &order, &sizes, meter)?;
        Ok(self.finish(found))
    }

    /// The best grouping of a few people: fewest alone, then pairs that were to be together, then sizes, then value.
    fn best_of_all(&self) -> Grouping {
        type Cost = [i64; 4];
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
        struct Lack(Cost);
        impl std::ops::Add for Lack {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(std::array::from_fn(|place| self.0[place] + other.0[place]))
            }
        }
        let allowed = |members: &[usize]| {
            let group: Vec<u32> = members.iter().map(|&person| person as u32).collect();
            let size = group.len() as u32;
            let fits = (self.least..=self.largest).contains(&size) && self.worst(&group).is_none();
            fits.then_some(group)
        };
        // Each end counts in its own group: a wish not kept weighs twice, in every partition alike.
        let apart = |members: &[usize]| {
            let has = |person: u32| members.contains(&(person as usize));
            let ends = self.together.iter().filter(|&&(a, b)| has(a) != has(b));
            ends.count() as i64
        };
        let small = |size: usize| {
            if size < self.smallest as usize {
                size as i64
            } else {
                0
            }
        };
        // First with everything that counts, then by value alone for the bound.
        let best = best_partition(
            self.people as usize,
            |members| {
                let value = self.value_of(&allowed(members)?);
                Some(Lack([0, apart(members), small(members.len()), -value]))
            },
            |person| Lack([1, apart(&[person]), 0, 0]),
        );
        let groups = best.into_iter().filter_map(|members| allowed(&members));
        let mut found = self.finish(groups.collect());
        let highest = best_partition(
            self.people as usize,
            |members| Some(-self.value_of(&allowed(members)?)),
            |_| 0,
        );
        let highest = highest.into_iter().filter_map(|members| allowed(&members));
        found.bound = highest.map(|group| self.value_of(&group)).sum();
        found
    }
}

/// Checks how many people there are and how large groups may be.
fn check(people: u32, smallest: u32, largest: u32) -> Result<(), Error> {
    if people > PEOPLE_LIMIT {
        return Err(Error::TooMany {
            what: "people to be grouped".into(),
            count: people as usize,
            limit: PEOPLE_LIMIT as usize,
        });
    }
    // The largest must not be below the smallest.
    for (what, size, least) in [
        ("smallest group", smallest, SMALLEST),
        ("largest group", largest, smallest),
    ] {
        let expected = "a whole number from 2 to 8, the smallest at most the largest";
        within(size, least..=LARGEST, expected, || what.into())?;
    }
    Ok(())
}
