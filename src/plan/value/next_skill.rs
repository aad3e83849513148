//! Which one skill, learned to a level, would open the most new matches?

use crate::benefit::Want;
use crate::id::{PersonId, SkillId};
use crate::par;
use crate::plan::value::Shown;
use crate::plan::value::shown::Holders;
use crate::recommend::{Judge, Matcher, Sight};
use crate::unit::Unit;

/// How many of those whom a skill would make a match are named.
const NAMED: usize = 5;

/// A skill that a person could learn, and the matches it would open.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NextSkill<'m> {
    /// The skill.
    pub skill: &'m str,
    /// How many people it would make a match who are none.
    pub opens: u32,
    /// How many matches it would end: a longer list of offers counts each of them less, and a floor may then not be reached.
    pub closes: u32,
    /// Some of those whom it makes a match, in name order.
    pub with: Vec<&'m str>,
}

/// One person's matches as they are, and everyone's vectors by feature.
struct Counterfactual<'m> {
    matcher: &'m Matcher,
    shown: Shown<'m>,
    who: PersonId,
    /// For each person, what disagreement adds to the gain and to the give; `None` where no match is allowed.
    terms: Vec<Option<(f32, f32)>>,
    matched: Vec<bool>,
    wanting: Holders<()>,
    giving: Holders<()>,
}

/// Marks of people who were looked at for a skill.
struct Seen {
    marks: Vec<u32>,
    round: u32,
}

impl Matcher {
    /// The skills that, learned to a level, would open the most new mutual matches: most matches won first (opened less
    /// closed), ties in name order, at most `most`.
    ///
    /// Each answer is exact: the person is compiled again with the one more offer, and everyone for whom anything changes
    /// is judged as [`score`](Self::score) does, except that needs which others hide do not count. Skills that the
    /// person offers at the level or above are left out, as are those that win nothing.
    ///
    /// # Complexity
    ///
    /// For each skill, the people who need it or anything else the person offers: in parallel over the skills.
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
    /// assert_eq!((next[0].skill, next[0].opens), ("design", 2));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn next_skill(&self, who: PersonId, level: Unit, most: u32) -> Vec<NextSkill<'_>> {
        let level = level.get();
        if level == 0.0 {
            return Vec::new();
        }
        let network = self.network();
        let world = Counterfactual::new(self, who);
        let seen = || Seen {
            marks: vec![0; network.size()],
            round: 0,
        };
        let answers = par::map_with(network.skills().len(), seen, |seen, skill| {
            world.learn(seen, SkillId(skill as u32), level)
        });
        let mut answers: Vec<NextSkill<'_>> = answers.into_iter().flatten().collect();
        answers.sort_by_key(|next| i64::from(next.closes) - i64::from(next.opens));
        answers.truncate(most as usize);
        answers
    }
}

impl<'m> Counterfactual<'m> {
    fn new(matcher: &'m Matcher, who: PersonId) -> Self {
        let network = matcher.network();
        let shown = Shown::new(matcher);
        let contrarian = &matcher.vectors().contrarian;
        let terms = par::map_with(
            network.size(),
            || Judge::new(matcher),
            |judge, other| {
                let other = PersonId(other as u32);
                let weights = (contrarian[who.index()], contrarian[other.index()]);
                matcher.admits(who, other).then(|| {
                    if weights == (0.0, 0.0) {
                        return (0.0, 0.0);
                    }
                    let contrast = judge.contrast(who, other, Sight::Shown);
                    let contrary = contrast.map_or(0.0, |contrast| contrast.score);
                    (weights.0 * contrary, weights.1 * contrary)
                })
            },
        );
        let allowed = |other: &PersonId| terms[other.index()].is_some();
        let people = network.people().filter(allowed);
        let mut world = Self {
            wanting: Holders::of(people.clone(), |other| {
                shown.wants(other).iter().map(|want| (want.feature, ()))
            }),
            giving: Holders::of(people, |other| {
                shown.gives(other).iter().map(|give| (give.0, ()))
            }),
            matcher,
            shown,
            who,
            terms: Vec::new(),
            matched: Vec::new(),
        };
        world.terms = terms;
        let vectors = matcher.vectors();
        let (wants, gives) = (
            vectors.wants.get(who.index()),
            vectors.gives.get(who.index()),
        );
        world.matched = par::map(network.size(), |other| {
            world.matches(wants, gives, other as u32)
        });
        world
    }

    /// Whether somebody would be a match of the person, had the person these vectors.
    fn matches(&self, wants: &[Want], gives: &[(u32, f32)], other: u32) -> bool {
        let other = PersonId(other);
        let Some((more_gain, more_give)) = self.terms[other.index()] else {
            return false;
        };
        let gain = (self.shown.gain(wants, self.shown.gives(other)) + more_gain).min(1.0);
        let give = (self.shown.gain(self.shown.wants(other), gives) + more_give).min(1.0);
        let policy = self.matcher.policy();
        gain >= policy.floor && give >= policy.floor && policy.mean.of(gain, give) > 0.0
    }

    /// What changes when the person learns a skill; `None` when nothing is won.
    fn learn(&self, seen: &mut Seen, skill: SkillId, level: f32) -> Option<NextSkill<'m>> {
        let network = self.matcher.network();
        let vectors = self.matcher.vectors();
        let mut offers = network.offers(self.who).to_vec();
        match offers.binary_search_by_key(&skill, |offer| offer.0) {
            Ok(place) if offers[place].1 >= level => return None,
            Ok(place) => offers[place].1 = level,
            Err(place) => offers.insert(place, (skill, level)),
        }
        let new = vectors.profile_if(network, self.who, &offers);
        let (wants, gives) = (
            vectors.wants.get(self.who.index()),
            vectors.gives.get(self.who.index()),
        );
        seen.round += 1;
        let (mut opened, mut closes) = (Vec::new(), 0);
        let changed_gives = changed(gives, &new.gives, |give| give.0);
        let changed_wants = changed(wants, &new.wants, |want| want.feature);
        let by_gives = changed_gives
            .iter()
            .flat_map(|&feature| self.wanting.get(feature));
        let by_wants = changed_wants
            .iter()
            .flat_map(|&feature| self.giving.get(feature));
        for &(other, ()) in by_gives.chain(by_wants) {
            if std::mem::replace(&mut seen.marks[other as usize], seen.round) == seen.round {
                continue;
            }
            let before = self.matched[other as usize];
            let after = self.matches(&new.wants, &new.gives, other);
            closes += u32::from(before && !after);
            if after && !before {
                opened.push(other);
            }
        }
        opened.sort_unstable();
        let opens = opened.len() as u32;
        (opens > closes).then(|| NextSkill {
            skill: network.skill_name(skill),
            opens,
            closes,
            with: opened
                .iter()
                .take(NAMED)
                .map(|&other| network.name(PersonId(other)))
                .collect(),
        })
    }
}

/// Features whose entries differ between two lists, features ascending in both.
fn changed<T: PartialEq>(old: &[T], new: &[T], feature: impl Fn(&T) -> u32) -> Vec<u32> {
    let (mut o, mut n, mut changed) = (0, 0, Vec::new());
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
