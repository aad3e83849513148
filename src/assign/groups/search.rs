//! Good groups by local search: swaps while they help, shakes of the best, swaps again (iterated local search).

use crate::assign::groups::task::{GroupTask, NEVER};
use crate::error::Error;
use crate::numeric::Random;
use crate::progress::Meter;
use crate::rows::AsIndex;

/// The least common multiple of 1 to 7: a pair in a group of g counts `SHARE / (g − 1)` times.
const SHARE: i64 = 420;

/// What a forbidden pair or an exceeded limit costs in the search: more than any values can make up for.
const FORBIDDEN: i64 = 1 << 44;

/// What a member who gains nothing costs where that is forbidden: less than a forbidden pair, more than values.
const UNSERVED: i64 = 1 << 42;

/// What keeping two people together is worth: more than values, less than a rule.
const TOGETHER: i64 = 1 << 40;

/// How many swaps a shake tries. Of 2, 3, 5 and 8, more were better and slower on 1,000 people in groups of 4 (`round/groups`).
const SHAKEN: usize = 5;

/// A group number for those who are in none.
const BENCH: u32 = u32::MAX;

struct Search<'a> {
    task: &'a GroupTask,
    people: &'a [u32],
    /// What each two people are worth in the search.
    worth: Vec<i64>,
    width: usize,
    /// The group of each person; the last group is the bench, where nothing counts.
    group: Vec<u32>,
    members: Vec<Vec<u32>>,
    share: Vec<i64>,
    /// For each person and group the worth of the person's pairs with its members.
    sums: Vec<i64>,
    /// For each person and group how many of its members the person gains from; empty where gain does not count.
    sources: Vec<u32>,
    /// What a member without a source costs, in shares.
    gainless: i64,
    /// Who looks for a swap next, and whether someone is among them.
    looking: Vec<u32>,
    looks: Vec<bool>,
    /// The swaps since the last shake, and what they added to the worth in all.
    done: Vec<(u32, u32)>,
    gained: i64,
    random: Random,
}

/// Groups of the given sizes; people in `order` stand for each other only as far as limits go.
pub(crate) fn run(
    task: &GroupTask,
    order: &[u32],
    sizes: &[u32],
    meter: &mut Meter<'_>,
) -> Result<Vec<Vec<u32>>, Error> {
    if sizes.is_empty() {
        return Ok(Vec::new());
    }
    let mut search = Search::new(task, order, sizes);
    search.start(sizes);
    // Everyone looks for a swap at first; later only members of groups that changed do.
    for group in 0..=sizes.len() as u32 {
        search.wake(group);
    }
    search.descend();
    // Iterated local search: from the best so far a few random swaps, a descent, and back where that was worse.
    for shake in 0..task.shakes {
        meter.tell("shakes", (shake.into(), task.shakes.into()))?;
        search.done.clear();
        search.gained = 0;
        search.shake();
        search.descend();
        if search.gained < 0 {
            search.take_back();
        }
    }
    search.members.truncate(sizes.len());
    Ok(search.members)
}

impl<'a> Search<'a> {
    fn new(task: &'a GroupTask, people: &'a [u32], sizes: &[u32]) -> Self {
        let width = task.people as usize;
        let mut worth: Vec<i64> = task.values.clone();
        for value in &mut worth {
            if *value == NEVER {
                *value = -FORBIDDEN;
            }
        }
        // Being together outweighs values, and a forbidden pair outweighs being together.
        for &(a, b) in &task.together {
            for (x, y) in [(a, b), (b, a)] {
                let value = &mut worth[x.as_index() * width + y as usize];
                if *value > -FORBIDDEN / 2 {
                    *value += TOGETHER;
                }
            }
        }
        let shares = sizes
            .iter()
            .map(|&size| SHARE / (i64::from(size) - 1).max(1));
        let share: Vec<i64> = shares.chain([0]).collect();
        Self {
            task,
            people,
            worth,
            width,
            group: vec![BENCH; width],
            members: vec![Vec::new(); share.len()],
            sums: vec![0; width * share.len()],
            sources: vec![0; task.gains.as_ref().map_or(0, |_| width * share.len())],
            gainless: task.gains.as_ref().map_or(0, |&(price, _)| match price {
                NEVER => SHARE * UNSERVED,
                price => SHARE * price,
            }),
            share,
            looking: Vec::new(),
            looks: vec![false; width],
            done: Vec::new(),
            gained: 0,
            random: Random::new(task.seed ^ Random::GAMMA),
        }
    }

    fn pair(&self, a: u32, b: u32) -> i64 {
        self.worth[a.as_index() * self.width + b as usize]
    }

    fn sum(&self, person: u32, group: u32) -> i64 {
        self.sums[group.as_index() * self.width + person as usize]
    }

    /// What the limit of a person costs in a group of so many.
    fn excess(&self, person: u32, group: u32) -> i64 {
        let bench = group as usize + 1 == self.share.len();
        let size = self.members[group.as_index()].len() as u32;
        if bench || size <= self.task.limit_of(person) {
            0
        } else {
            FORBIDDEN
        }
    }

    /// The next random number below `below`.
    fn draw(&mut self, below: usize) -> usize {
        (self.random.bits() % below.max(1) as u64) as usize
    }

    /// Fills the groups one by one, each from the people whose limits it was made for, by the highest worth.
    fn start(&mut self, sizes: &[u32]) {
        let mut free: Vec<u32> = self.people.to_vec();
        let mut groups = self.group.clone();
        for (number, &size) in sizes.iter().enumerate() {
            // The first who is free has the lowest limit of those left: the group was sized for them.
            let first = free.remove(0);
            let mut group = vec![first];
            while group.len() < size as usize {
                let gain = |person: u32| {
                    group
                        .iter()
                        .map(|&other| self.pair(person, other))
                        .sum::<i64>()
                };
                let fits = free.iter().enumerate();
                let fits = fits.map(|(place, &person)| (gain(person), std::cmp::Reverse(place)));
                let Some((_, std::cmp::Reverse(place))) = fits.max() else {
                    break;
                };
                group.push(free.remove(place));
            }
            for person in group {
                groups[person.as_index()] = number as u32;
            }
        }
        for person in free {
            groups[person.as_index()] = sizes.len() as u32;
        }
        self.set(&groups);
    }

    /// Takes over the groups and sums them up anew.
    fn set(&mut self, groups: &[u32]) {
        self.group.copy_from_slice(groups);
        for members in &mut self.members {
            members.clear();
        }
        for &person in self.people {
            self.members[groups[person.as_index()] as usize].push(person);
        }
        // `sums[g][p]`: what person p is worth with all of group g; every move is then a difference of few entries.
        self.sums.fill(0);
        for (group, members) in self.members.iter().enumerate() {
            let sums = &mut self.sums[group * self.width..(group + 1) * self.width];
            for &member in members {
                let row = &self.worth[member.as_index() * self.width..][..self.width];
                for (sum, worth) in sums.iter_mut().zip(row) {
                    *sum += worth;
                }
            }
        }
        (0..self.members.len()).for_each(|group| self.count_sources(group));
    }

    /// What swapping two people of different groups adds to the worth.
    fn gain(&self, a: u32, b: u32) -> i64 {
        let (of_a, of_b) = (self.group[a.as_index()], self.group[b.as_index()]);
        let (share_a, share_b) = (self.share[of_a.as_index()], self.share[of_b.as_index()]);
        let pair = self.pair(a, b);
        // The pair itself lies in both sums before, though they never sit together: taken off once each.
        let into_a = self.sum(b, of_a) - pair - self.sum(a, of_a);
        let into_b = self.sum(a, of_b) - pair - self.sum(b, of_b);
        let limits = self.excess(a, of_a) + self.excess(b, of_b)
            - self.excess(a, of_b)
            - self.excess(b, of_a);
        share_a * into_a
            + share_b * into_b
            + SHARE * limits
            + self.gain_served(a, b)
            + self.gain_kept(a, b)
    }

    /// What a swap changes about members who gain nothing from their group.
    fn gain_served(&self, a: u32, b: u32) -> i64 {
        let Some((_, gains)) = &self.task.gains else {
            return 0;
        };
        let gains =
            |who: u32, from: u32| u32::from(gains[who.as_index() * self.width + from as usize]);
        // Counts those without any gain before and after, in each of the two groups.
        let mut fewer = 0;
        for (group, goes, comes) in [
            (self.group[a.as_index()], a, b),
            (self.group[b.as_index()], b, a),
        ] {
            if group as usize + 1 == self.share.len() {
                continue; // Nobody on the bench expects anything.
            }
            let sources = |who: u32| self.sources[group.as_index() * self.width + who as usize];
            // Whoever leaves takes their own need along; whoever comes brings theirs.
            for &member in &self.members[group.as_index()] {
                let before = sources(member);
                let after = match member == goes {
                    true => sources(comes) - gains(comes, goes),
                    false => before + gains(member, comes) - gains(member, goes),
                };
                fewer += i64::from(before == 0) - i64::from(after == 0);
            }
        }
        fewer * self.gainless
    }

    /// What a swap changes about people too few or too many of a kind.
    fn gain_kept(&self, a: u32, b: u32) -> i64 {
        let mut gained = 0;
        for quota in &self.task.quotas {
            let counts = |who: u32| quota.counted[who.as_index()];
            if counts(a) == counts(b) {
                continue; // One of the kind for another changes nothing.
            }
            let missed = |count: u32| {
                i64::from(quota.least.saturating_sub(count) + count.saturating_sub(quota.most))
            };
            for (group, comes) in [(self.group[a.as_index()], b), (self.group[b.as_index()], a)] {
                if group as usize + 1 == self.share.len() {
                    continue; // Nobody on the bench counts.
                }
                let members = self.members[group.as_index()].iter();
                let before = members.filter(|&&member| counts(member)).count() as u32;
                let after = if counts(comes) {
                    before + 1
                } else {
                    before - 1
                };
                let price = match quota.price {
                    NEVER => UNSERVED,
                    price => price,
                };
                gained += SHARE * price * (missed(before) - missed(after));
            }
        }
        gained
    }

    /// Counts anew from how many members of a group each person gains.
    fn count_sources(&mut self, group: usize) {
        let Some((_, gains)) = &self.task.gains else {
            return;
        };
        let counts = &mut self.sources[group * self.width..][..self.width];
        for (who, count) in counts.iter_mut().enumerate() {
            let row = &gains[who * self.width..][..self.width];
            let members = self.members[group].iter();
            *count = members.filter(|&&member| row[member.as_index()]).count() as u32;
        }
    }

    fn swap(&mut self, a: u32, b: u32) {
        let (of_a, of_b) = (self.group[a.as_index()], self.group[b.as_index()]);
        // Both groups trade one member: each sum loses one row and gains another.
        for (group, goes, comes) in [(of_a, a, b), (of_b, b, a)] {
            let sums = &mut self.sums[group.as_index() * self.width..][..self.width];
            let gone = &self.worth[goes.as_index() * self.width..][..self.width];
            let come = &self.worth[comes.as_index() * self.width..][..self.width];
            for ((sum, gone), come) in sums.iter_mut().zip(gone).zip(come) {
                *sum += come - gone;
            }
            let members = &mut self.members[group.as_index()];
            let place = members.iter().position(|&member| member == goes);
            members[place.expect("a member of the group")] = comes;
            self.group[comes.as_index()] = group;
        }
        self.count_sources(of_a as usize);
        self.count_sources(of_b as usize);
        self.wake(of_a);
        self.wake(of_b);
    }

    /// Swaps each person with the best other while that helps anyone. A swap can only begin to help when one of the two groups
    /// has changed, so only members of changed groups look.
    fn descend(&mut self) {
        let people = self.people;
        while let Some(a) = self.looking.pop() {
            self.looks[a.as_index()] = false;
            // Best improvement over all partners, so that equals are decided by order alone.
            let mut most = 0;
            let mut best = None;
            for &b in people {
                if self.group[a.as_index()] != self.group[b.as_index()] {
                    let gain = self.gain(a, b);
                    if gain > most {
                        most = gain;
                        best = Some(b);
                    }
                }
            }
            if let Some(b) = best {
                self.gained += most;
                self.done.push((a, b));
                self.swap(a, b);
            }
        }
    }

    /// Lets the members of a changed group look for swaps.
    fn wake(&mut self, group: u32) {
        for &member in &self.members[group.as_index()] {
            if !std::mem::replace(&mut self.looks[member.as_index()], true) {
                self.looking.push(member);
            }
        }
    }

    /// Swaps a few random people of different groups.
    fn shake(&mut self) {
        for _ in 0..SHAKEN {
            let a = self.people[self.draw(self.people.len())];
            let b = self.people[self.draw(self.people.len())];
            if self.group[a.as_index()] != self.group[b.as_index()] {
                self.gained += self.gain(a, b);
                self.done.push((a, b));
                self.swap(a, b);
            }
        }
    }

    /// Takes the swaps since the last shake back.
    fn take_back(&mut self) {
        while let Some((a, b)) = self.done.pop() {
            self.swap(a, b);
        }
        for person in self.looking.drain(..) {
            self.looks[person.as_index()] = false;
        }
    }
}
