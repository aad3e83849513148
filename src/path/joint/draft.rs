//! Plans made by filling budgets greedily, then improved by exchanges.

use crate::path::joint::packing::{Choice, Chosen, Packing, ROUNDING, afterwards};

/// A plan under construction.
#[derive(Debug, Clone)]
pub(crate) struct Draft<'p> {
    pub(crate) packing: &'p Packing,
    pub(crate) chosen: Chosen,
    left: Vec<u32>,
    pub(crate) value: f64,
}

impl<'p> Draft<'p> {
    pub(crate) fn empty(packing: &'p Packing) -> Self {
        Self {
            packing,
            chosen: vec![None; packing.choices.len()],
            left: packing.budgets.clone(),
            value: 0.0,
        }
    }

    fn choice(&self, request: usize) -> Option<&'p Choice> {
        let place = self.chosen[request]?;
        Some(&self.packing.choices[request][place as usize])
    }

    fn worth(&self, request: usize) -> f64 {
        self.choice(request).map_or(0.0, |choice| choice.value)
    }

    pub(crate) fn fits(&self, choice: &Choice) -> bool {
        choice
            .uses
            .iter()
            .all(|&person| self.left[person as usize] > 0)
    }

    pub(crate) fn set(&mut self, request: usize, place: Option<u32>) {
        for &person in self.choice(request).iter().flat_map(|choice| &choice.uses) {
            self.left[person as usize] += 1;
        }
        self.value -= self.worth(request);
        self.chosen[request] = place;
        for &person in self.choice(request).iter().flat_map(|choice| &choice.uses) {
            self.left[person as usize] -= 1;
        }
        self.value += self.worth(request);
    }

    /// Gives a request without a choice the one that fits and is worth most after paying.
    pub(crate) fn take_best(&mut self, request: usize, prices: &[f64]) {
        // A choice that costs more than it is worth at these prices stays open for others: only positive values count.
        let mut most = 0.0;
        let mut best = None;
        for (place, choice) in self.packing.choices[request].iter().enumerate() {
            let value = afterwards(choice, prices);
            if value > most && self.fits(choice) {
                (most, best) = (value, Some(place as u32));
            }
        }
        if best.is_some() {
            self.set(request, best);
        }
    }

    /// Gives each request the best choice that fits, and moves others out of the route where all gain from it, until nothing changes.
    pub(crate) fn improve(&mut self) {
        // Each round keeps or raises the value, so it ends; the limit only bounds the work.
        const ROUNDS: u32 = 20;
        for _ in 0..ROUNDS {
            let before = self.value;
            let users = self.users();
            for request in 0..self.chosen.len() {
                self.upgrade(request, &users);
            }
            // Summed anew, in request order, so that no error of running sums builds up.
            self.value = (0..self.chosen.len())
                .map(|request| self.worth(request))
                .fold(0.0, |sum, worth| sum + worth);
            if self.value <= before + ROUNDING {
                return;
            }
        }
    }

    /// For each budget, the requests with some choice that uses it.
    fn users(&self) -> Vec<Vec<u32>> {
        let mut users = vec![Vec::new(); self.left.len()];
        for (request, choice) in self.chosen.iter().enumerate() {
            let Some(place) = choice else { continue };
            for &person in &self.packing.choices[request][*place as usize].uses {
                users[person as usize].push(request as u32);
            }
        }
        users
    }

    /// Tries every better choice of a request; whoever stands in the route of it moves to their next best.
    fn upgrade(&mut self, request: usize, users: &[Vec<u32>]) {
        let choices = &self.packing.choices[request];
        for (place, choice) in choices.iter().enumerate() {
            let (had, gain) = (self.chosen[request], choice.value - self.worth(request));
            // Choices descend by value: no later one is better than what the request has.
            if gain <= ROUNDING {
                return;
            }
            // Which budgets stand in the way once the present choice is given back.
            self.set(request, None);
            let full: Vec<u32> = choice
                .uses
                .iter()
                .copied()
                .filter(|&person| self.left[person as usize] == 0)
                .collect();
            let moved = match full.as_slice() {
                [] => true,
                &[person] => self.make_room(request, place, person, gain, &users[person as usize]),
                _ => false,
            };
            if moved {
                if self.chosen[request].is_none() {
                    self.set(request, Some(place as u32));
                }
                return;
            }
            self.set(request, had);
        }
    }

    /// Moves one user of a full budget to their next best choice, where the two together gain.
    fn make_room(
        &mut self,
        request: usize,
        place: usize,
        person: u32,
        gain: f64,
        users: &[u32],
    ) -> bool {
        let mut best: Option<(f64, usize, Option<u32>)> = None;
        for &user in users {
            let user = user as usize;
            let uses = |choice: &Choice| choice.uses.contains(&person);
            if user == request || !self.choice(user).is_some_and(uses) {
                continue;
            }
            // Try it: move the user away, put the request in their place, and see what the user finds then.
            let had = self.chosen[user];
            let old = self.worth(user);
            self.set(user, None);
            self.set(request, Some(place as u32));
            let next = self.packing.choices[user]
                .iter()
                .position(|choice| self.fits(choice));
            let new = next.map_or(0.0, |next| self.packing.choices[user][next].value);
            self.set(request, None);
            self.set(user, had);
            // The request gains, the user may lose: the move is made only where the two together gain.
            let net = gain + new - old;
            if net > ROUNDING && best.is_none_or(|best| net > best.0) {
                best = Some((net, user, next.map(|next| next as u32)));
            }
        }
        // The trials left everything as it was; the best of them is made for good.
        let Some((_, user, next)) = best else {
            return false;
        };
        self.set(user, None);
        self.set(request, Some(place as u32));
        self.set(user, next);
        true
    }
}
