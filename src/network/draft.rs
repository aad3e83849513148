//! People as they arrive at the door: checked at once, kept small, in order of arrival.

use std::collections::HashMap;

use crate::error::Error;
use crate::id::{Interner, check_name, quoted};
use crate::network::column::Column;
use crate::person::{Intent, Limits, Person, Visibility};
use crate::unit::{Unit, within};

/// Stands for no group and for no manager.
pub(crate) const NOBODY: u32 = u32::MAX;

/// The most hierarchies a person may name, and the most levels of one: more is a mistake in the input.
const CIRCLE_LIMIT: usize = 64;

/// The largest openness: at 100 a match without any difference keeps one hundredth of its benefit.
const OPENNESS_LIMIT: f32 = 100.0;

/// Nested groups by number of arrival: a group is a circle name within an enclosing group.
#[derive(Debug, Clone, Default)]
pub(crate) struct DraftGroups {
    known: HashMap<(u32, u32), u32>,
    /// Enclosing group and circle name of each group.
    pub(crate) all: Vec<(u32, u32)>,
}

impl DraftGroups {
    fn within(&mut self, enclosing: u32, circle: u32) -> u32 {
        let all = &mut self.all;
        *self.known.entry((enclosing, circle)).or_insert_with(|| {
            all.push((enclosing, circle));
            all.len() as u32 - 1
        })
    }
}

/// Everything said about people so far, with names as numbers of arrival.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub(crate) people: Interner,
    pub(crate) skills: Interner,
    pub(crate) topics: Interner,
    pub(crate) circles: Interner,
    pub(crate) slots: Interner,
    pub(crate) groups: DraftGroups,
    /// The name number of each row; a row is a person in order of arrival.
    pub(crate) rows: Vec<u32>,
    pub(crate) offers: Column<(u32, f32)>,
    pub(crate) needs: Column<(u32, f32, Visibility)>,
    pub(crate) interests: Column<(u32, f32)>,
    pub(crate) stances: Column<(u32, f32, Visibility)>,
    pub(crate) hierarchies: Column<u32>,
    pub(crate) seeks: Column<(Intent, f32)>,
    pub(crate) wanted: Column<(u32, f32)>,
    pub(crate) blocks: Column<u32>,
    pub(crate) refuses: Column<u32>,
    pub(crate) available: Column<u32>,
    pub(crate) managers: Vec<u32>,
    pub(crate) openness: Vec<Option<f32>>,
    pub(crate) limits: Vec<Limits>,
    defined: Vec<bool>,
}

impl Draft {
    /// The number of a person's name, from a mention or an arrival.
    pub(crate) fn mention(&mut self, name: &str) -> u32 {
        let number = self.people.intern(name);
        if self.defined.len() < self.people.len() {
            self.defined.resize(self.people.len(), false);
        }
        number
    }

    /// Whether a mentioned person has arrived.
    pub(crate) fn has_arrived(&self, number: u32) -> bool {
        self.defined[number as usize]
    }

    /// Checks and takes one person.
    pub(crate) fn add(&mut self, person: &Person) -> Result<(), Error> {
        check_name("person", &person.name)?;
        let number = self.mention(&person.name);
        if std::mem::replace(&mut self.defined[number as usize], true) {
            return Err(Error::Duplicate {
                what: format!("person {}", quoted(&person.name)),
            });
        }
        self.rows.push(number);
        self.add_skills(person)?;
        self.add_topics(person)?;
        self.add_circles(person)?;
        self.add_seeks(person)?;
        self.add_limits(person)?;
        self.add_mentions(person)
    }

    fn add_skills(&mut self, person: &Person) -> Result<(), Error> {
        let of = Owner {
            item: "offer",
            kind: "skill",
            person: &person.name,
        };
        let mut offers = Vec::with_capacity(person.offers.len());
        for offer in &person.offers {
            let level = of.unit(&offer.skill, offer.level)?;
            offers.push((self.skills.intern(&offer.skill), level, Visibility::Shown));
        }
        self.offers.push(
            of.once(offers, &self.skills)?
                .map(|(skill, level, _)| (skill, level)),
        );
        let of = Owner { item: "need", ..of };
        let mut needs = Vec::with_capacity(person.needs.len());
        for need in &person.needs {
            let priority = of.unit(&need.skill, need.priority)?;
            needs.push((self.skills.intern(&need.skill), priority, need.visibility));
        }
        self.needs.push(of.once(needs, &self.skills)?);
        Ok(())
    }

    fn add_topics(&mut self, person: &Person) -> Result<(), Error> {
        let of = Owner {
            item: "interest",
            kind: "topic",
            person: &person.name,
        };
        let mut interests = Vec::with_capacity(person.interests.len());
        for interest in &person.interests {
            let weight = of.unit(&interest.topic, interest.weight)?;
            interests.push((
                self.topics.intern(&interest.topic),
                weight,
                Visibility::Shown,
            ));
        }
        self.interests.push(
            of.once(interests, &self.topics)?
                .map(|(topic, weight, _)| (topic, weight)),
        );
        let of = Owner {
            item: "stance",
            ..of
        };
        let mut stances = Vec::with_capacity(person.stances.len());
        for stance in &person.stances {
            check_name(of.kind, &stance.topic)?;
            let position = within(stance.position, -1.0..=1.0, "a number from -1 to 1", || {
                of.describe(&stance.topic)
            })?;
            stances.push((
                self.topics.intern(&stance.topic),
                position,
                stance.visibility,
            ));
        }
        // A stance of 0 is a stance, unlike an offer of level 0.
        self.stances
            .push(of.once_with_zeros(stances, &self.topics)?);
        Ok(())
    }

    fn add_circles(&mut self, person: &Person) -> Result<(), Error> {
        check_count(person.circles.len(), || {
            format!("hierarchies of circles of {}", quoted(&person.name))
        })?;
        let mut leaves = Vec::with_capacity(person.circles.len());
        for hierarchy in &person.circles {
            check_count(hierarchy.len(), || {
                format!("levels of a circle of {}", quoted(&person.name))
            })?;
            let mut group = NOBODY;
            for circle in hierarchy.iter().rev() {
                check_name("circle", circle)?;
                group = self.groups.within(group, self.circles.intern(circle));
            }
            leaves.push(group);
        }
        self.hierarchies.push(leaves);
        Ok(())
    }

    fn add_seeks(&mut self, person: &Person) -> Result<(), Error> {
        let mut total = 0.0;
        for (place, seek) in person.seeks.iter().enumerate() {
            let describe = || format!("intent `{}` of {}", seek.intent, quoted(&person.name));
            total += Unit::check(seek.weight, describe)?.get();
            if person.seeks[..place]
                .iter()
                .any(|earlier| earlier.intent == seek.intent)
            {
                return Err(Error::Duplicate { what: describe() });
            }
        }
        if total == 0.0 && !person.seeks.is_empty() {
            return Err(Error::OutOfRange {
                what: format!("sum of the intents of {}", quoted(&person.name)),
                value: 0.0,
                expected: "a number above 0",
            });
        }
        let given = person.seeks.iter().filter(|seek| seek.weight > 0.0);
        self.seeks
            .push(given.map(|seek| (seek.intent, seek.weight)));
        let of = Owner {
            item: "wanted circle",
            kind: "circle",
            person: &person.name,
        };
        let mut wanted = Vec::with_capacity(person.wants_circles.len());
        for wish in &person.wants_circles {
            let weight = of.unit(&wish.circle, wish.weight)?;
            wanted.push((self.circles.intern(&wish.circle), weight, Visibility::Shown));
        }
        self.wanted.push(
            of.once(wanted, &self.circles)?
                .map(|(circle, weight, _)| (circle, weight)),
        );
        Ok(())
    }

    fn add_limits(&mut self, person: &Person) -> Result<(), Error> {
        let of = quoted(&person.name);
        if let Some(openness) = person.openness {
            within(
                openness,
                0.0..=OPENNESS_LIMIT,
                "a number from 0 to 100",
                || format!("openness of {of}"),
            )?;
        }
        if let Some(size) = person.limits.group_size.filter(|&size| size < 2) {
            return Err(Error::OutOfRange {
                what: format!("group size of {of}"),
                value: size as f32,
                expected: "2 or more",
            });
        }
        if person.limits.every == 0 {
            return Err(Error::OutOfRange {
                what: format!("rounds between meetings of {of}"),
                value: 0.0,
                expected: "1 or more",
            });
        }
        self.openness.push(person.openness);
        self.limits.push(person.limits);
        Ok(())
    }

    fn add_mentions(&mut self, person: &Person) -> Result<(), Error> {
        let row = self.rows.len() - 1;
        let mut slots = Vec::with_capacity(person.slots.len());
        for slot in &person.slots {
            check_name("slot", slot)?;
            slots.push(self.slots.intern(slot));
        }
        self.available.push(slots);
        let blocked = self.mentions("block", &person.blocks, &person.name)?;
        self.blocks.push(blocked);
        let refused = self.mentions("refusal", &person.refuses, &person.name)?;
        self.refuses.push(refused);
        let manager = self.mentions("manager", person.manager.as_slice(), &person.name)?;
        debug_assert_eq!(self.managers.len(), row);
        self.managers
            .push(manager.first().copied().unwrap_or(NOBODY));
        Ok(())
    }

    fn mentions(&mut self, what: &str, names: &[String], person: &str) -> Result<Vec<u32>, Error> {
        let mut numbers = Vec::with_capacity(names.len());
        for name in names {
            check_name("person", name)?;
            if name == person {
                return Err(Error::SamePerson {
                    what: format!("{what} of {}", quoted(person)),
                });
            }
            numbers.push(self.mention(name));
        }
        Ok(numbers)
    }
}

fn check_count(count: usize, what: impl FnOnce() -> String) -> Result<(), Error> {
    if count > CIRCLE_LIMIT {
        return Err(Error::TooMany {
            what: what(),
            count,
            limit: CIRCLE_LIMIT,
        });
    }
    Ok(())
}

/// Whose list of what is being checked, for messages.
#[derive(Clone, Copy)]
struct Owner<'a> {
    item: &'a str,
    kind: &'a str,
    person: &'a str,
}

impl Owner<'_> {
    fn describe(&self, name: &str) -> String {
        format!("{} {} of {}", self.item, quoted(name), quoted(self.person))
    }

    fn unit(&self, name: &str, value: f32) -> Result<f32, Error> {
        check_name(self.kind, name)?;
        Unit::check(value, || self.describe(name)).map(Unit::get)
    }

    /// Sorts a list, keeps equal items once, drops items of weight 0 and refuses one item with two numbers.
    fn once(
        &self,
        items: Vec<(u32, f32, Visibility)>,
        names: &Interner,
    ) -> Result<impl Iterator<Item = (u32, f32, Visibility)> + use<>, Error> {
        let once = self.once_with_zeros(items, names)?;
        Ok(once.filter(|item| item.1 > 0.0))
    }

    fn once_with_zeros(
        &self,
        mut items: Vec<(u32, f32, Visibility)>,
        names: &Interner,
    ) -> Result<impl Iterator<Item = (u32, f32, Visibility)> + use<>, Error> {
        // Hidden sorts before shown, so that an item that is hidden once stays hidden.
        items.sort_unstable_by(|a, b| (a.0, b.2).cmp(&(b.0, a.2)));
        if let Some(pair) = items
            .windows(2)
            .find(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
        {
            let name = names.name(pair[0].0);
            let what = format!(
                "{}, with {} and with {},",
                self.describe(&name),
                pair[0].1,
                pair[1].1
            );
            return Err(Error::Duplicate { what });
        }
        items.dedup_by_key(|item| item.0);
        Ok(items.into_iter())
    }
}
