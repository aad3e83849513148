//! Structural measures word by word from their formulas, on a dense matrix.

/// A dense symmetric matrix of weights.
pub(crate) struct Dense {
    people: u32,
    weights: Vec<f64>,
}

impl Dense {
    pub(crate) fn new(people: u32, ties: &[(u32, u32, f64)]) -> Self {
        let mut dense = Self {
            people,
            weights: vec![0.0; (people * people) as usize],
        };
        for &(one, other, weight) in ties.iter().filter(|tie| tie.0 != tie.1) {
            dense.weights[(one * people + other) as usize] += weight;
            dense.weights[(other * people + one) as usize] += weight;
        }
        dense
    }

    pub(crate) fn weight(&self, one: u32, other: u32) -> f64 {
        self.weights[(one * self.people + other) as usize]
    }

    pub(crate) fn neighbours(&self, person: u32) -> Vec<u32> {
        let all = 0..self.people;
        all.filter(|&other| self.weight(person, other) > 0.0)
            .collect()
    }

    fn share(&self, i: u32, j: u32) -> f64 {
        let sum: f64 = (0..self.people).map(|q| self.weight(i, q)).sum();
        self.weight(i, j) / sum
    }

    fn relative(&self, i: u32, j: u32) -> f64 {
        let most = (0..self.people)
            .map(|q| self.weight(i, q))
            .fold(0.0, f64::max);
        self.weight(i, j) / most
    }

    /// Constraint, effective size, hierarchy.
    pub(crate) fn position(&self, i: u32) -> Option<(f64, f64, f64)> {
        let around = self.neighbours(i);
        let count = around.len() as f64;
        if around.is_empty() {
            return None;
        }
        let others = |j: u32| around.iter().copied().filter(move |&q| q != j);
        let dyads: Vec<f64> = around
            .iter()
            .map(|&j| {
                let through: f64 = others(j).map(|q| self.share(i, q) * self.share(q, j)).sum();
                (self.share(i, j) + through).powi(2)
            })
            .collect();
        let constraint: f64 = dyads.iter().sum();
        let size = around.iter().map(|&j| {
            1.0 - others(j)
                .map(|q| self.share(i, q) * self.relative(j, q))
                .sum::<f64>()
        });
        let mean = constraint / count;
        let parts = dyads.iter().map(|c| c / mean * (c / mean).ln());
        let hierarchy = if around.len() == 1 {
            1.0
        } else {
            (parts.sum::<f64>() / (count * count.ln())).clamp(0.0, 1.0)
        };
        Some((constraint, size.sum(), hierarchy))
    }

    pub(crate) fn embeddedness(&self, u: u32, v: u32) -> f64 {
        let all = || (0..self.people).filter(|&q| q != u && q != v);
        let both = all()
            .filter(|&q| self.weight(u, q) > 0.0 && self.weight(v, q) > 0.0)
            .count();
        let either = all()
            .filter(|&q| self.weight(u, q) > 0.0 || self.weight(v, q) > 0.0)
            .count();
        if either == 0 {
            0.0
        } else {
            both as f64 / either as f64
        }
    }

    pub(crate) fn non_redundancy(&self, u: u32, v: u32) -> f64 {
        let around = self.neighbours(u);
        if around.is_empty() || self.neighbours(v).is_empty() {
            return 1.0;
        }
        let shared = around.iter().filter(|&&q| q != v);
        1.0 - shared
            .map(|&q| self.share(u, q) * self.relative(v, q))
            .sum::<f64>()
    }

    pub(crate) fn community_novelty(&self, u: u32, v: u32, community: &[u32]) -> f64 {
        let around = self.neighbours(u);
        let same = around
            .iter()
            .filter(|&&q| community[q as usize] == community[v as usize]);
        1.0 - same.map(|&q| self.share(u, q)).sum::<f64>()
    }

    /// Connected components among some people, by flooding.
    pub(crate) fn parts(&self, people: &[u32]) -> u32 {
        let mut left = people.to_vec();
        let mut parts = 0;
        while let Some(start) = left.pop() {
            parts += 1;
            let mut rim = vec![start];
            while let Some(person) = rim.pop() {
                let (near, far) = left
                    .iter()
                    .partition(|&&other| self.weight(person, other) > 0.0);
                left = far;
                rim.extend::<Vec<u32>>(near);
            }
        }
        parts
    }

    pub(crate) fn parts_gain(&self, u: u32, v: u32) -> i32 {
        let mut around = self.neighbours(u);
        let before = self.parts(&around);
        around.push(v);
        self.parts(&around) as i32 - before as i32
    }

    pub(crate) fn local_bridges(&self) -> Vec<(u32, u32, Option<u32>)> {
        let mut bridges = Vec::new();
        for one in 0..self.people {
            for other in one + 1..self.people {
                let shared =
                    (0..self.people).any(|q| self.weight(one, q) * self.weight(other, q) > 0.0);
                if self.weight(one, other) > 0.0 && !shared {
                    bridges.push((one, other, self.detour(one, other)));
                }
            }
        }
        bridges
    }

    fn detour(&self, one: u32, other: u32) -> Option<u32> {
        let mut hops = vec![None; self.people as usize];
        hops[one as usize] = Some(0);
        for _ in 0..self.people {
            for a in 0..self.people {
                for b in self.neighbours(a) {
                    let direct = (a.min(b), a.max(b)) == (one, other);
                    if let (Some(far), None, false) = (hops[a as usize], hops[b as usize], direct) {
                        hops[b as usize] = Some(far + 1);
                    } else if let (Some(far), Some(known), false) =
                        (hops[a as usize], hops[b as usize], direct)
                    {
                        hops[b as usize] = Some(known.min(far + 1));
                    }
                }
            }
        }
        hops[other as usize]
    }

    pub(crate) fn brokerage(&self, person: u32, circles: &[u32]) -> Vec<(u32, u32, u64)> {
        let around = self.neighbours(person);
        let mut joined: Vec<(u32, u32, u64)> = Vec::new();
        for &a in &around {
            for &b in &around {
                let (c, d) = (circles[a as usize], circles[b as usize]);
                if c < d && self.weight(a, b) == 0.0 {
                    match joined.iter_mut().find(|at| (at.0, at.1) == (c, d)) {
                        Some(at) => at.2 += 1,
                        None => joined.push((c, d, 1)),
                    }
                }
            }
        }
        joined.sort_by_key(|at| (std::cmp::Reverse(at.2), at.0, at.1));
        joined
    }
}
