//! People as they arrive at the door: checked at once, kept small, in order of arrival.

use std::collections::HashMap;

use crate::error::Error;
use crate::id::{Interner, check_name, quoted};
use crate::network::column::Column;
use crate::network::owner::Owner;
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
    /// The number of a circle's group within an enclosing one, new or known.
    pub(crate) fn within(&mut self, enclosing: u32, circle: u32) -> u32 {
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
    pub(crate) attribute_keys: Interner,
    pub(crate) attribute_values: Interner,
    pub(crate) groups: DraftGroups,
    /// The name number of each row; a row is a person in order of arrival.
    pub(crate) rows: Vec<u32>,
    pub(crate) offers: Column<(u32, f32)>,
    pub(crate) needs: Column<(u32, f32, Visibility)>,
    pub(crate) interests: Column<(u32, f32)>,
    pub(crate) stances: Column<(u32, f32, Visibility)>,
    pub(crate) hierarchies: Column<u32>,
    pub(crate) attributes: Column<(u32, u32)>,
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

    /// Whether someone of this name has arrived.
    pub(crate) fn has_arrived(&self, name: &str) -> bool {
        let number = self.people.find(name);
        number.is_some_and(|number| self.defined[number as usize])
    }

    /// Opens the row of a person who is mentioned and has not arrived; who has arrived keeps the row there is.
    pub(crate) fn arrive(&mut self, number: u32) -> Arrival {
        if std::mem::replace(&mut self.defined[number as usize], true) {
            return Arrival::Known;
        }
        self.rows.push(number);
        Arrival::New
    }

    /// Checks a tie and tells the numbers of its ends.
    pub(crate) fn tie(
        &mut self,
        from: &str,
        to: &str,
        strength: f32,
    ) -> Result<(u32, u32, f32), Error> {
        check_name("person", from)?;
        check_name("person", to)?;
        let describe = || format!("tie from {} to {}", quoted(from), quoted(to));
        if from == to {
            return Err(Error::SamePerson { what: describe() });
        }
        let strength = Unit::check(strength, describe)?.get();
        Ok((self.mention(from), self.mention(to), strength))
    }

    /// Refuses names that were mentioned in a block, refusal, tie or as a manager and never arrived.
    pub(crate) fn check_mentions(&self, tied: impl Iterator<Item = u32>) -> Result<(), Error> {
        self.check_arrived("a block", self.blocks.items().iter().copied())?;
        self.check_arrived("a refusal", self.refuses.items().iter().copied())?;
        let managers = self.managers.iter().copied();
        self.check_arrived(
            "a line to a manager",
            managers.filter(|&number| number != NOBODY),
        )?;
        self.check_arrived("a tie", tied)
    }

    fn check_arrived(
        &self,
        place: &str,
        mut numbers: impl Iterator<Item = u32>,
    ) -> Result<(), Error> {
        match numbers.find(|&number| !self.defined[number as usize]) {
            None => Ok(()),
            Some(number) => Err(Error::Unknown {
                what: format!("person {} in {place}", quoted(&self.people.name(number))),
                expected: "the name of someone in the network",
            }),
        }
    }

    /// Checks and takes one person.
    pub(crate) fn add(&mut self, person: &Person) -> Result<(), Error> {
        check_name("person", &person.name)?;
        let number = self.mention(&person.name);
        if self.arrive(number) == Arrival::Known {
            return Err(Error::Duplicate {
                what: format!("person {}", quoted(&person.name)),
            });
        }
        self.add_skills(person)?;
        self.add_topics(person)?;
        self.add_circles(person)?;
        self.add_attributes(person)?;
        self.add_seeks(person)?;
        self.add_limits(person)?;
        self.add_mentions(person)
    }

    fn add_skills(&mut self, person: &Person) -> Result<(), Error> {
        let of = Owner::new("offer", "skill", &person.name);
        let offers = person.offers.iter();
        let offers = offers.map(|offer| (offer.skill.as_str(), offer.level, Visibility::Shown));
        let offers = of.weighed(offers, &mut self.skills)?;
        self.offers
            .push(offers.into_iter().map(|item| (item.0, item.1)));
        let of = Owner::new("need", "skill", &person.name);
        let needs = person.needs.iter();
        let needs = needs.map(|need| (need.skill.as_str(), need.priority, need.visibility));
        self.needs.push(of.weighed(needs, &mut self.skills)?);
        Ok(())
    }

    fn add_topics(&mut self, person: &Person) -> Result<(), Error> {
        let of = Owner::new("interest", "topic", &person.name);
        let interests = person.interests.iter();
        let interests = interests.map(|item| (item.topic.as_str(), item.weight, Visibility::Shown));
        let interests = of.weighed(interests, &mut self.topics)?;
        self.interests
            .push(interests.into_iter().map(|item| (item.0, item.1)));
        let of = Owner::new("stance", "topic", &person.name);
        let stances = person.stances.iter();
        let stances = stances.map(|item| (item.topic.as_str(), item.position, item.visibility));
        self.stances.push(of.placed(stances, &mut self.topics)?);
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

    fn add_attributes(&mut self, person: &Person) -> Result<(), Error> {
        let mut attributes = Vec::with_capacity(person.attributes.len());
        for (key, value) in &person.attributes {
            check_name("key of an attribute", key)?;
            check_name("value of an attribute", value)?;
            attributes.push((
                self.attribute_keys.intern(key),
                self.attribute_values.intern(value),
            ));
        }
        self.attributes.push(attributes);
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
        let of = Owner::new("wanted circle", "circle", &person.name);
        let wanted = person.wants_circles.iter();
        let wanted = wanted.map(|wish| (wish.circle.as_str(), wish.weight, Visibility::Shown));
        let wanted = of.weighed(wanted, &mut self.circles)?;
        self.wanted
            .push(wanted.into_iter().map(|item| (item.0, item.1)));
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

/// Whether a name that is said is the first of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    New,
    Known,
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
