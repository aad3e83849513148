//! Give and take as it stands on a day.

use crate::day::Day;
use crate::id::{Interner, Names};
use crate::numeric::{decay, greatest_first};
use crate::plan::ledger::exchange::{Exchange, OpenAccount, balance};
use crate::plan::ledger::{Capacity, Ledger};
use crate::rows::AsIndex;

/// Help that newcomers are taken to have exchanged evenly, so that a first exchange moves a price little.
const PRIOR: f64 = 1.0;
/// An image score stays within this (Nowak and Sigmund 1998).
const IMAGE_LIMIT: f64 = 5.0;

/// Decayed help from one person to another.
#[derive(Debug, Clone, Copy)]
struct Flow {
    from: u32,
    to: u32,
    amount: f64,
    first: Day,
    last: Day,
}

/// Something that was recorded: who, whom, when, and what.
#[derive(Debug, Clone, Copy)]
struct Entry {
    from: u32,
    to: u32,
    day: Day,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Helped(f32),
    Refused(Capacity),
}

/// Give and take as it stands on a day. Names that the ledger does not know exchanged nothing.
#[derive(Debug, Clone)]
pub struct Balances {
    now: Day,
    names: Names,
    /// By giver and receiver, in name order.
    flows: Vec<Flow>,
    given: Vec<f64>,
    received: Vec<f64>,
    image: Vec<f64>,
}

impl Balances {
    pub(crate) fn of(ledger: &Ledger, now: Day) -> Self {
        let mut interner = Interner::keys();
        let help = ledger
            .help()
            .iter()
            .map(|help| (&help.from, &help.to, help.day, Kind::Helped(help.amount)));
        let refusals = ledger.refusals().iter().map(|refusal| {
            (
                &refusal.asked,
                &refusal.by,
                refusal.day,
                Kind::Refused(refusal.capacity),
            )
        });
        let mut entries: Vec<Entry> = help
            .chain(refusals)
            .map(|(from, to, day, kind)| Entry {
                from: interner.number(from),
                to: interner.number(to),
                day,
                kind,
            })
            .collect();
        // Numbers of arrival become places in name order, so that no order of entries shows in the answer.
        let (names, place) = interner.into_sorted();
        for entry in &mut entries {
            entry.from = place[entry.from.as_index()];
            entry.to = place[entry.to.as_index()];
        }
        let rank = |kind: Kind| match kind {
            Kind::Helped(amount) => (0, amount.to_bits()),
            Kind::Refused(Capacity::Free) => (1, 0),
            Kind::Refused(Capacity::Full) => (2, 0),
        };
        // Sums run in an order that depends on what was recorded, not on when it was recorded.
        entries.sort_unstable_by_key(|entry| (entry.from, entry.to, entry.day, rank(entry.kind)));
        let mut balances = Self {
            now,
            flows: Vec::new(),
            given: vec![0.0; names.len()],
            received: vec![0.0; names.len()],
            image: vec![0.0; names.len()],
            names,
        };
        for entry in entries {
            let days = now.since(entry.day).unwrap_or(0);
            let share = decay(days.into(), ledger.half_life());
            match entry.kind {
                Kind::Helped(amount) => {
                    let amount = f64::from(amount) * share;
                    balances.add(entry.from, entry.to, amount, entry.day);
                    balances.image[entry.from.as_index()] += share;
                }
                Kind::Refused(Capacity::Free) => balances.image[entry.from.as_index()] -= share,
                // Who had no room to help loses no standing.
                Kind::Refused(Capacity::Full) => {}
            }
        }
        balances
    }

    fn add(&mut self, from: u32, to: u32, amount: f64, day: Day) {
        // Entries arrive sorted by pair and day, so a flow is complete before the next begins.
        match self.flows.last_mut() {
            Some(flow) if (flow.from, flow.to) == (from, to) => {
                flow.amount += amount;
                flow.last = day;
            }
            _ => self.flows.push(Flow {
                from,
                to,
                amount,
                first: day,
                last: day,
            }),
        }
        self.given[from.as_index()] += amount;
        self.received[to.as_index()] += amount;
    }

    fn flow(&self, from: u32, to: u32) -> Option<&Flow> {
        let place = self
            .flows
            .binary_search_by_key(&(from, to), |flow| (flow.from, flow.to));
        place.ok().map(|place| &self.flows[place])
    }

    fn amount(&self, from: u32, to: u32) -> f64 {
        self.flow(from, to).map_or(0.0, |flow| flow.amount)
    }

    /// The day for which the balances hold.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// let balances = ledger.at(Day(0))?;
    /// assert_eq!(balances.now(), Day(0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn now(&self) -> Day {
        self.now
    }

    /// What a person gave, decayed.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// let balances = ledger.at(Day(0))?;
    /// assert_eq!((balances.given("ana"), balances.given("zoe")), (1.0, 0.0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn given(&self, name: &str) -> f32 {
        self.names
            .find(name)
            .map_or(0.0, |id| self.given[id.as_index()] as f32)
    }

    /// What a person received, decayed.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// let balances = ledger.at(Day(0))?;
    /// assert_eq!(balances.received("ben"), 1.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn received(&self, name: &str) -> f32 {
        self.names
            .find(name)
            .map_or(0.0, |id| self.received[id.as_index()] as f32)
    }

    /// (given − received) / (given + received), from -1 (only received) to 1 (only gave); `None` without exchange.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// let balances = ledger.at(Day(0))?;
    /// assert!(balances.balance("ana") > balances.balance("ben"));
    /// assert_eq!(balances.balance("zoe"), None);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn balance(&self, name: &str) -> Option<f32> {
        let id = self.names.find(name)? as usize;
        balance(self.given[id], self.received[id])
    }

    /// What two people gave each other, seen from the first.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// let balances = ledger.at(Day(0))?;
    /// assert_eq!(balances.between("ana", "ben").given, 1.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn between(&self, name: &str, other: &str) -> Exchange {
        let (Some(one), Some(other)) = (self.names.find(name), self.names.find(other)) else {
            return Exchange::default();
        };
        let (there, back) = (self.flow(one, other), self.flow(other, one));
        Exchange {
            given: there.map_or(0.0, |flow| flow.amount as f32),
            received: back.map_or(0.0, |flow| flow.amount as f32),
            last_given: there.map(|flow| flow.last),
            last_received: back.map(|flow| flow.last),
        }
    }

    /// Those to whom a person owes more than they owe back, most first, ties in name order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// let balances = ledger.at(Day(0))?;
    /// assert_eq!(balances.owes("ben")[0].name, "ana");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn owes(&self, name: &str) -> Vec<OpenAccount> {
        self.open(name, |one, other| (other, one))
    }

    /// Those whom a person has carried: gave more than received, most first, ties in name order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// let balances = ledger.at(Day(0))?;
    /// assert_eq!(balances.carries("ana")[0].name, "ben");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn carries(&self, name: &str) -> Vec<OpenAccount> {
        self.open(name, |one, other| (one, other))
    }

    /// Accounts in which the first of `sides(person, other)` gave more than the second.
    fn open(&self, name: &str, sides: impl Fn(u32, u32) -> (u32, u32)) -> Vec<OpenAccount> {
        let Some(id) = self.names.find(name) else {
            return Vec::new();
        };
        let others = self
            .flows
            .iter()
            .filter_map(|flow| match (flow.from, flow.to) {
                (from, to) if sides(id, to) == (from, to) => Some(to),
                (from, to) if sides(id, from) == (from, to) => Some(from),
                _ => None,
            });
        // Days count from the last help that came back, or from the first given when none did.
        let mut open: Vec<(f64, (u32, u32))> = others
            .filter_map(|other| {
                let (more, less) = sides(id, other);
                let flow = self.flow(more, less)?;
                let back = self.flow(less, more);
                // Only what is not given back yet stays open; it counts from the last help that came back, or from the first given.
                let amount = flow.amount - back.map_or(0.0, |flow| flow.amount);
                let since = back.map_or(flow.first, |flow| flow.last);
                (amount > 0.0).then_some((amount, (other, self.now.since(since).unwrap_or(0))))
            })
            .collect();
        // The largest account first; of equals the first name.
        open.sort_unstable_by(greatest_first);
        open.into_iter()
            .map(|(amount, (other, days))| OpenAccount {
                name: self.names.get(other as usize).to_string(),
                amount: amount as f32,
                days,
            })
            .collect()
    }

    /// Weighted reciprocity: the share of all help that came back between the same two people, from 0 to 1; `None` without
    /// help (Squartini, Picciolo, Ruzzenenti, Garlaschelli 2013).
    ///
    /// > r = Σ min(w_ij, w_ji) / Σ w_ij
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Day, Ledger};
    /// let mut ledger = Ledger::new();
    /// ledger.give("ana", "ben", Day(0), 1.0)?;
    /// let balances = ledger.at(Day(0))?;
    /// assert_eq!(balances.reciprocity(), Some(0.0)); // nothing came back
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn reciprocity(&self) -> Option<f32> {
        let back = |flow: &Flow| flow.amount.min(self.amount(flow.to, flow.from));
        self.share(self.flows.iter().map(back).sum())
    }

    /// Reciprocity of who helped whom beyond what chance gives, up to 1, below 0 where less comes back; `None` without help or
    /// when all helped all (Garlaschelli and Loffredo 2004).
    ///
    /// > ρ = (r − ā) / (1 − ā), with r the share of helpers who were helped back and ā = L / (N (N − 1))
    #[must_use]
    pub fn reciprocity_beyond_chance(&self) -> Option<f32> {
        let (people, links) = (self.names.len() as f64, self.flows.len() as f64);
        let mutual = self
            .flows
            .iter()
            .filter(|flow| self.flow(flow.to, flow.from).is_some())
            .count();
        // Garlaschelli & Loffredo (2004): (r − ā) / (1 − ā), ā the density of links.
        let by_chance = links / (people * (people - 1.0));
        let reciprocal = mutual as f64 / links;
        (links > 0.0 && by_chance < 1.0)
            .then(|| ((reciprocal - by_chance) / (1.0 - by_chance)) as f32)
    }

    /// Generalised reciprocity: the share of all help that is matched by help the giver received from anyone, from 0 to 1; `None`
    /// without help. Never below [`reciprocity`](Self::reciprocity); what it has above that came by way of others.
    ///
    /// > Σ_i min(given_i, received_i) / Σ_i given_i
    #[must_use]
    pub fn circulation(&self) -> Option<f32> {
        let both = self.given.iter().zip(&self.received);
        self.share(both.map(|(given, received)| given.min(*received)).sum())
    }

    /// A part of all help given.
    fn share(&self, part: f64) -> Option<f32> {
        let all: f64 = self.flows.iter().map(|flow| flow.amount).sum();
        (all > 0.0).then(|| (part / all).clamp(0.0, 1.0) as f32)
    }

    /// The image of a person, from -5 to 5: 1 for each help given, -1 for each refusal by somebody who was able, decayed. A
    /// refusal without room counts nothing (Nowak and Sigmund 1998; Leimar and Hammerstein 2001 on standing).
    #[must_use]
    pub fn image(&self, name: &str) -> f32 {
        let image = self
            .names
            .find(name)
            .map_or(0.0, |id| self.image[id.as_index()]);
        image.clamp(-IMAGE_LIMIT, IMAGE_LIMIT) as f32
    }

    /// What it should cost one person to ask another, from 1/2 to 2, in offers of one's own; a newcomer pays 1 and nobody is
    /// ever kept from asking.
    ///
    /// > 2^(−(b_pair + b_all) / 2), each b = (given − received) / (given + received + 1)
    #[must_use]
    pub fn price(&self, asker: &str, asked: &str) -> f32 {
        let shrunk = |given: f64, received: f64| (given - received) / (given + received + PRIOR);
        let Some(id) = self.names.find(asker) else {
            return 1.0;
        };
        let all = shrunk(self.given[id.as_index()], self.received[id.as_index()]);
        let pair = self.names.find(asked).map_or(0.0, |other| {
            shrunk(self.amount(id, other), self.amount(other, id))
        });
        // Who has given more than received pays less, down to half; who has only received pays up to twice.
        (-(all + pair) / 2.0).exp2() as f32
    }
}
