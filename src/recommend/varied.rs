//! Chooses a list whose members differ from each other, and says why someone came before a higher score.

use crate::diversity::{
    aspect_list, circle_distance, coverage_list, dpp_list, dpp_quality, marginal_list, max_sum_list,
};
use crate::error::Error;
use crate::id::{CircleId, PersonIndex, SkillId};
use crate::numeric::cosine;
use crate::recommend::matcher::Matcher;
use crate::recommend::profile::profile;
use crate::recommend::query::ResolvedQuery;
use crate::recommend::ranked::Ranked;
use crate::recommend::variety::{Displaced, Method, Variety};

/// Among how many times as many candidates a varied list is chosen as it has places.
const POOL: u32 = 10;

/// The most candidates among which a varied list is chosen, unless it has more places itself.
const GREATEST_POOL: u32 = 1000;

/// How much of a candidate's cover the members of one circle give: all of it.
const WHOLE: f64 = 1.0;

impl Matcher {
    /// The ranks of a question in the order of choice, with why each came before a higher score.
    pub(crate) fn rank_varied(
        &self,
        query: &ResolvedQuery,
        variety: Variety,
    ) -> Vec<(Ranked, Option<Displaced>)> {
        let pool = query.limit.saturating_mul(POOL).min(GREATEST_POOL);
        let wide = query.limited(pool.max(query.limit));
        let pool = Pool::new(self, query.who, self.rank(&wide), variety.method);
        let list = pool.choose(variety, query.limit);
        let list = list.expect("scores, levels and priorities lie within 0 and 1");
        let reasons = (0..list.len()).map(|place| pool.displaced(&list, place));
        let ranked = list.iter().map(|&at| pool.ranked[at as usize]);
        ranked.zip(reasons).collect()
    }
}

/// Candidates by score, with what makes them alike.
struct Pool<'m> {
    matcher: &'m Matcher,
    ranked: Vec<Ranked>,
    profiles: Vec<Vec<(u32, f32)>>,
    aspects: Aspects<'m>,
    method: Method,
}

impl<'m> Pool<'m> {
    fn new(matcher: &'m Matcher, who: PersonIndex, ranked: Vec<Ranked>, method: Method) -> Self {
        let network = matcher.network();
        let profiles = ranked.iter().map(|place| profile(network, place.place));
        Self {
            profiles: profiles.collect(),
            aspects: match method {
                Method::Circles => Aspects::circles(matcher, &ranked),
                Method::Skills | Method::Coverage => Aspects::needs(matcher, who, &ranked),
                _ => Aspects::default(),
            },
            matcher,
            ranked,
            method,
        }
    }

    fn choose(&self, variety: Variety, k: u32) -> Result<Vec<u32>, Error> {
        let best = self
            .ranked
            .first()
            .map_or(1.0, |first| f64::from(first.score));
        let relevance = self
            .ranked
            .iter()
            .map(|place| f64::from(place.score) / best);
        // Relative to the best, so that the share of variety means the same for every list.
        let relevance: Vec<f64> = relevance.collect();
        let share = f64::from(variety.share);
        let aspects = &self.aspects;
        match variety.method {
            Method::Marginal => marginal_list(&relevance, 1.0 - share, k, |i, j| self.like(i, j)),
            Method::MaxSum => max_sum_list(&relevance, share, k, |i, j| {
                self.cosine(i, j).acos() / std::f64::consts::FRAC_PI_2
            }),
            Method::Determinant => {
                let quality = relevance.iter().map(|&r| dpp_quality(r, 1.0 - share));
                let quality: Vec<f64> = quality.collect();
                let list = dpp_list(&quality, k, |i, j| self.like(i, j))?;
                Ok(list.picks)
            }
            Method::Circles | Method::Skills => {
                aspect_list(&relevance, &aspects.wanted, &aspects.covers, share, k)
            }
            Method::Coverage => {
                let serves = |i: u32, t: u32| aspects.cover(i, t);
                coverage_list(self.ranked.len() as u32, &aspects.wanted, k, serves)
            }
        }
    }

    /// Cosine of two profiles, from 0 to 1.
    fn cosine(&self, i: u32, j: u32) -> f64 {
        if i == j {
            return 1.0;
        }
        cosine(&self.profiles[i as usize], &self.profiles[j as usize])
    }

    /// How alike two candidates are, as the method measures it: by profile, for the marginal list by circles as well.
    fn like(&self, i: u32, j: u32) -> f64 {
        let cosine = self.cosine(i, j);
        if self.method != Method::Marginal {
            return f64::midpoint(cosine, 1.0);
        }
        let network = self.matcher.network();
        let person = |at: u32| self.ranked[at as usize].place;
        let apart = circle_distance(network.circles_at(person(i)), network.circles_at(person(j)));
        apart.map_or(cosine, |apart| {
            f64::midpoint(cosine, 1.0 - f64::from(apart))
        })
    }

    /// Why the member at a place of the list came before the best candidate not chosen by then.
    fn displaced(&self, list: &[u32], place: usize) -> Option<Displaced> {
        let (before, chosen) = (&list[..place], list[place]);
        // Candidates are in order of score, so the first one not chosen before is the best of them.
        let over = (0..chosen).find(|candidate| !before.contains(candidate))?;
        // The best candidate not chosen by then is who gave way; likeness is told to the member most like each.
        let name = |at: u32| {
            self.matcher
                .network()
                .name_at(self.ranked[at as usize].place)
        };
        // Of equally alike the first in the list is named.
        let most_like = |of: u32| {
            let likes = before.iter().map(|&at| (self.like(of, at), at));
            likes.reduce(|a, b| if b.0 > a.0 { b } else { a })
        };
        let nearest = most_like(over);
        let likeness = |most: Option<(f64, u32)>| most.map_or(0.0, |(like, _)| like as f32);
        Some(Displaced {
            over: name(over).to_owned(),
            adds: self.aspects.added(before, chosen),
            like: nearest.map(|(_, at)| name(at).to_owned()),
            likeness: likeness(nearest),
            own_likeness: likeness(most_like(chosen)),
        })
    }
}

/// What the list should cover, and which candidate covers what.
#[derive(Debug, Default)]
struct Aspects<'m> {
    names: Vec<&'m str>,
    wanted: Vec<f64>,
    covers: Vec<Vec<(u32, f64)>>,
}

impl<'m> Aspects<'m> {
    /// Every circle that a candidate belongs to, all wanted alike.
    fn circles(matcher: &'m Matcher, ranked: &[Ranked]) -> Self {
        let network = matcher.network();
        let of = |peer: PersonIndex| -> Vec<CircleId> {
            let mut all: Vec<CircleId> = network.circles_at(peer).flatten().copied().collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        // Aspects are the circles of all candidates, so that a list can cover no other.
        let mut all: Vec<CircleId> = ranked.iter().flat_map(|place| of(place.place)).collect();
        all.sort_unstable();
        all.dedup();
        let cover = |place: &Ranked| {
            let found = of(place.place)
                .into_iter()
                .filter_map(|circle| all.binary_search(&circle).ok());
            found.map(|aspect| (aspect as u32, WHOLE)).collect()
        };
        Self {
            covers: ranked.iter().map(cover).collect(),
            wanted: vec![1.0 / all.len().max(1) as f64; all.len()],
            names: all
                .iter()
                .map(|&circle| network.circle_name(circle))
                .collect(),
        }
    }

    /// Everything the asker needs, by its share of the priorities; a candidate covers a skill by the level offered.
    fn needs(matcher: &'m Matcher, who: PersonIndex, ranked: &[Ranked]) -> Self {
        let network = matcher.network();
        let needs = network.needs_at(who);
        // Needs are the asker's own, hidden ones too: nobody else reads the list.
        let sum: f64 = needs.iter().map(|need| f64::from(need.priority)).sum();
        let skills: Vec<SkillId> = needs.iter().map(|need| need.skill).collect();
        let cover = |place: &Ranked| {
            let offers = network.offers_at(place.place).iter();
            let found = offers.filter_map(|&(skill, level)| {
                Some((skills.binary_search(&skill).ok()? as u32, f64::from(level)))
            });
            found.collect()
        };
        Self {
            names: skills
                .iter()
                .map(|&skill| network.skill_name(skill))
                .collect(),
            wanted: needs
                .iter()
                .map(|need| f64::from(need.priority) / sum)
                .collect(),
            covers: ranked.iter().map(cover).collect(),
        }
    }

    fn cover(&self, candidate: u32, aspect: u32) -> f64 {
        let covers = self.covers[candidate as usize].iter();
        covers
            .filter(|cover| cover.0 == aspect)
            .map(|cover| cover.1)
            .fold(0.0, f64::max)
    }

    /// The names of what a candidate covers and nobody before did.
    fn added(&self, before: &[u32], chosen: u32) -> Vec<String> {
        let Some(covers) = self.covers.get(chosen as usize) else {
            return Vec::new();
        };
        let lacking = |cover: &&(u32, f64)| before.iter().all(|&at| self.cover(at, cover.0) == 0.0);
        let new = covers.iter().filter(|cover| cover.1 > 0.0).filter(lacking);
        new.map(|cover| self.names[cover.0 as usize].to_owned())
            .collect()
    }
}
