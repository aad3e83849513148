//! The one skill that would open the most new matches, learned to a given level.

use std::ops::ControlFlow;
use std::sync::OnceLock;

use crate::benefit::{Profile, Want};
use crate::error::Error;
use crate::id::{PersonId, PersonIndex, SkillId};
use crate::par;
use crate::plan::value::Shown;
use crate::plan::value::shown::Holders;
use crate::progress::{Meter, Progress, unwatched, watched};
use crate::recommend::{Audience, Matcher};
use crate::rows::{AsIndex, narrow};
use crate::unit::Unit;

/// How many of those whom a skill would make a match are named.
const NAMED: usize = 5;

/// A skill that a person could learn, and the matches it would open.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct NextSkill {
    /// The skill.
    pub skill: String,
    /// How many people it would make a match who are none.
    pub opens: u32,
    /// How many matches it would end: a longer list of offers counts each of them less, and a floor may then not be reached.
    pub closes: u32,
    /// Some of those whom it makes a match, in name order.
    pub with: Vec<String>,
}

/// One person's matches as they are, and everyone's vectors by feature.
struct Counterfactual<'m> {
    matcher: &'m Matcher,
    shown: Shown<'m>,
    who: PersonIndex,
    /// For each person, what closeness in meaning and disagreement add to the gain and to the give; `None` where no match is allowed.
    terms: Vec<Option<(f32, f32)>>,
    matched: Vec<bool>,
    /// Who wants each feature, whether a match is allowed or not.
    wanting: Holders<()>,
    /// Who gives each, listed when a skill first changes what the person wants, which few intents let it.
    giving: OnceLock<Holders<()>>,
    /// The person as is, for a skill that is raised.
    now: Baseline,
    /// The person with one offer more that counts nothing, for a skill that is added.
    longer: Baseline,
}

/// Vectors to which the vectors with a learned skill are compared, and whose match status they change by themselves.
#[derive(Default)]
struct Baseline {
    profile: Profile,
    /// What the person gains from each under these vectors.
    gains: Vec<f32>,
    /// People, ascending, and whether they are a match under these vectors, where that differs from what is.
    turned: Vec<(u32, bool)>,
}

/// Marks of people who were looked at for a skill.
struct Seen {
    marks: Vec<u32>,
    round: u32,
}

impl Matcher {
    /// The skills that, learned to a level, would open the most new mutual matches: most matches won first (opened less
    /// closed), ties in name order, at most `limit`.
    ///
    /// Each answer is exact: the person is compiled again with the one more offer, and everyone for whom anything changes
    /// is judged as [`score`](Self::score) does, except that needs which others hide do not count. Skills that the
    /// person offers at the level or above are left out, as are those that win nothing.
    ///
    /// # Complexity
    ///
    /// For each skill, the person's own offers, compiled anew with it, and the people who need it or anything else the person offers:
    /// skills times offers for somebody who offers a great part of all skills. In parallel over the skills.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person, Unit};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("design", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("design", 0.6))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let next = matcher.next_skill(network.id("ana")?, Unit::new(0.5).expect("a level"), 3);
    /// assert_eq!((next[0].skill.as_str(), next[0].opens), ("design", 2));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn next_skill(&self, who: PersonId, level: Unit, limit: u32) -> Vec<NextSkill> {
        unwatched(|meter| self.best_next(who, level, limit, meter))
    }

    /// As [`next_skill`](Self::next_skill), [watched](Progress).
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let ana = network.id("ana")?;
    /// let matcher = Matcher::new(&network);
    /// use std::ops::ControlFlow;
    /// use confrere::{Error, Unit};
    /// let level = Unit::new(0.5).expect("a level");
    /// let cancelled = matcher.next_skill_watched(ana, level, 3, |_| ControlFlow::Break(()));
    /// assert_eq!(cancelled.err(), Some(Error::Cancelled));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn next_skill_watched(
        &self,
        who: PersonId,
        level: Unit,
        limit: u32,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Vec<NextSkill>, Error> {
        watched(progress, |meter| self.best_next(who, level, limit, meter))
    }

    fn best_next(
        &self,
        who: PersonId,
        level: Unit,
        limit: u32,
        meter: &mut Meter<'_>,
    ) -> Result<Vec<NextSkill>, Error> {
        let (network, level) = (self.network(), level.get());
        let Some(who) = network.index(who).filter(|_| level > 0.0) else {
            return Ok(Vec::new());
        };
        let (world, named) = par::join(
            || Counterfactual::new(self, who),
            || Shown::new(self).named_skills(who),
        );
        let seen = || Seen {
            marks: vec![0; network.size()],
            round: 0,
        };
        let (skills, stage) = (network.skill_ids().len(), (meter, "skills"));
        let answers = par::map_watched(skills, stage, seen, |seen, skill| {
            // A skill that only hidden needs name is not proposed: proposing it would reveal them.
            let learnt = named[skill].then(|| world.learn(seen, SkillId(narrow(skill)), level));
            learnt.flatten()
        })?;
        let mut answers: Vec<NextSkill> = answers.into_iter().flatten().collect();
        // Most opened first, net of what closes; the sort is stable, so equals stay in name order.
        answers.sort_by_key(|next| i64::from(next.closes) - i64::from(next.opens));
        answers.truncate(limit as usize);
        Ok(answers)
    }
}

impl<'m> Counterfactual<'m> {
    fn new(matcher: &'m Matcher, who: PersonIndex) -> Self {
        let network = matcher.network();
        // Lists are counted and filled one person after the other, while the pairs are gone through.
        let shown = Shown::new(matcher);
        let wanting = || {
            let features = |other| shown.wants(other).iter().map(|want| (want.feature, ()));
            Holders::of(network.indices(), features)
        };
        let (terms, wanting) = par::join(|| terms(matcher, who), wanting);
        let mut world = Self {
            wanting,
            giving: OnceLock::new(),
            matcher,
            shown,
            who,
            terms,
            matched: Vec::new(),
            now: Baseline::default(),
            longer: Baseline::default(),
        };
        // The baseline: the person as they are, and who is a match of them now.
        let offers = network.offers_at(who);
        world.now.profile = matcher.vectors().profile_if(network, who, offers);
        world.now.gains = world.gains(&world.now.profile.wants);
        world.matched = world.all_matches(&world.now.profile, &world.now.gains);
        // The second baseline: one more offer makes each of the others count less, which can turn matches by itself.
        world.longer = world.longer_list(offers);
        world
    }

    fn giving(&self) -> &Holders<()> {
        self.giving.get_or_init(|| {
            let features = |other| self.shown.gives(other).iter().map(|give| (give.0, ()));
            Holders::of(self.matcher.network().indices(), features)
        })
    }

    /// The person with a longer list of offers, each of which then counts less.
    fn longer_list(&self, offers: &[(SkillId, f32)]) -> Baseline {
        let network = self.matcher.network();
        let new = network
            .skill_ids()
            .find(|skill| offers.binary_search_by_key(skill, |offer| offer.0).is_err());
        let Some(new) = new else {
            return Baseline::default();
        };
        let mut longer = offers.to_vec();
        // Any skill not offered yet makes the list one longer; at level 0 it changes nothing else.
        longer.insert(longer.partition_point(|offer| offer.0 < new), (new, 0.0));
        let mut profile = self
            .matcher
            .vectors()
            .profile_if(network, self.who, &longer);
        // What came to 0 is no feature, so that a comparison with a real world sees only what differs.
        profile.gives.retain(|give| give.1 > 0.0);
        profile.wants.retain(|want| want.weight > 0.0);
        // Most stand as before; only those who turn are kept, so that a skill starts from a short list.
        let gains = match profile.wants == self.now.profile.wants {
            true => self.now.gains.clone(),
            false => self.gains(&profile.wants),
        };
        let after = self.all_matches(&profile, &gains);
        let both = (0_u32..).zip(self.matched.iter().zip(after));
        let turned = both
            .filter(|(_, (before, after))| **before != *after)
            .map(|(other, (_, after))| (other, after));
        Baseline {
            turned: turned.collect(),
            profile,
            gains,
        }
    }

    /// What the person would gain from each, had they these wants; nothing where no match is allowed.
    fn gains(&self, wants: &[Want]) -> Vec<f32> {
        par::map(self.terms.len(), |other| self.gain(wants, other as u32))
    }

    fn gain(&self, wants: &[Want], other: u32) -> f32 {
        let gives = self.shown.gives(PersonIndex(other));
        // What comes of interests, exposure and the rest is not touched by a skill: it is kept as one number a pair.
        let terms = self.terms[other.as_index()];
        terms.map_or(0.0, |(more, _)| {
            (self.shown.gain(wants, gives) + more).min(1.0)
        })
    }

    /// By person: whether they would be a match, had the person these vectors.
    fn all_matches(&self, profile: &Profile, gains: &[f32]) -> Vec<bool> {
        par::map(gains.len(), |other| {
            self.matches(&profile.gives, gains[other], other as u32)
        })
    }

    /// Whether somebody of whom the person gains so much would be a match, gave the person this.
    fn matches(&self, gives: &[(u32, f32)], gain: f32, other: u32) -> bool {
        let policy = self.matcher.policy();
        let terms = self.terms[other.as_index()];
        // A side alone decides most: what the other gains is not worked out then.
        let decided = gain < policy.floor || policy.mean.of(gain, 1.0) <= 0.0;
        let Some((_, more)) = terms.filter(|_| !decided) else {
            return false;
        };
        let wants = self.shown.wants(PersonIndex(other));
        let give = (self.shown.gain(wants, gives) + more).min(1.0);
        give >= policy.floor && policy.mean.of(gain, give) > 0.0
    }

    /// What changes when the person learns a skill; `None` when nothing is won.
    ///
    /// Whoever neither wants nor gives a feature that differs from the baseline is as they are under the baseline.
    fn learn(&self, seen: &mut Seen, skill: SkillId, level: f32) -> Option<NextSkill> {
        let network = self.matcher.network();
        let mut offers = network.offers_at(self.who).to_vec();
        // A skill that is offered already only rises, and the list stays as long as it is.
        let base = match offers.binary_search_by_key(&skill, |offer| offer.0) {
            Ok(place) if offers[place].1 >= level => return None,
            Ok(place) => {
                offers[place].1 = level;
                &self.now
            }
            Err(place) => {
                offers.insert(place, (skill, level));
                &self.longer
            }
        };
        let new = self
            .matcher
            .vectors()
            .profile_if(network, self.who, &offers);
        // Whoever wants or gives a feature that differs is looked at; everyone else stays as under the baseline.
        let changed_gives = changed(&base.profile.gives, &new.gives, |give| give.0);
        let changed_wants = changed(&base.profile.wants, &new.wants, |want| want.feature);
        let by_gives = changed_gives
            .iter()
            .flat_map(|&feature| self.wanting.get(feature));
        let by_wants = changed_wants
            .iter()
            .flat_map(|&feature| self.giving().get(feature));
        // What a skill teaches hardly ever changes what the person looks for, nor so what they gain.
        let gain = |other: u32| match changed_wants.is_empty() {
            true => base.gains[other.as_index()],
            false => self.gain(&new.wants, other),
        };
        seen.round += 1;
        let (mut opened, mut closes) = (Vec::new(), 0);
        let mut turn = |other: u32, after: bool| {
            let before = self.matched[other.as_index()];
            closes += u32::from(before && !after);
            if after && !before {
                opened.push(other);
            }
        };
        for &(other, ()) in by_gives.chain(by_wants) {
            // A person can be reached by several features; the mark of this round says that they were looked at.
            if std::mem::replace(&mut seen.marks[other.as_index()], seen.round) != seen.round {
                turn(other, self.matches(&new.gives, gain(other), other));
            }
        }
        // Whoever no feature leads to differs from now only as the baseline does.
        for &(other, after) in base
            .turned
            .iter()
            .filter(|turned| seen.marks[turned.0.as_index()] != seen.round)
        {
            turn(other, after);
        }
        opened.sort_unstable();
        let opens = opened.len() as u32;
        (opens > closes).then(|| NextSkill {
            skill: network.skill_name(skill).to_owned(),
            opens,
            closes,
            with: opened
                .iter()
                .take(NAMED)
                .map(|&other| network.name_at(PersonIndex(other)).to_owned())
                .collect(),
        })
    }
}

/// For each person, what closeness in meaning and disagreement add to the gain and to the give; `None` where no match is allowed.
///
/// Learning a skill changes only what skills bring, so all that is the same in every world is worked out once a pair.
fn terms(matcher: &Matcher, who: PersonIndex) -> Vec<Option<(f32, f32)>> {
    let contrarian = &matcher.vectors().contrarian;
    par::map_with(
        matcher.network().size(),
        || matcher.scorer(),
        |scorer, other| {
            let other = PersonIndex(narrow(other));
            let weights = (contrarian[who.index()], contrarian[other.index()]);
            // The person asks, so that what the other hides counts nowhere.
            let data = matcher.data();
            let gain = data.meaning_gain(who, other, Audience::Operator);
            let give = data.meaning_gain(other, who, Audience::Asker);
            matcher.is_eligible(who, other).then(|| {
                if weights == (0.0, 0.0) {
                    return (gain, give);
                }
                let contrast = scorer.contrast(who, other, Audience::Asker);
                let contrary = contrast.map_or(0.0, |contrast| contrast.score);
                (gain + weights.0 * contrary, give + weights.1 * contrary)
            })
        },
    )
}

/// Features whose entries differ between two lists, features ascending in both.
fn changed<T: PartialEq>(old: &[T], new: &[T], feature: impl Fn(&T) -> u32) -> Vec<u32> {
    let (mut o, mut n, mut changed) = (0, 0, Vec::new());
    // A merge of two ascending rows; what stands in one alone, or differs, has changed.
    while o < old.len() || n < new.len() {
        let left = old.get(o).map_or(u32::MAX, &feature);
        let right = new.get(n).map_or(u32::MAX, &feature);
        if left != right || old[o] != new[n] {
            changed.push(left.min(right));
        }
        o += usize::from(left <= right);
        n += usize::from(right <= left);
    }
    changed
}
