//! People as they arrive at the door: checked at once, kept small, in order of arrival.

use crate::error::{Error, Fault, Field, PersonError};
use crate::id::{Interner, Spelling, check_length, clean, nearest};
use crate::network::embeddings::Embeddings;
use crate::network::groups::DraftGroups;
use crate::network::item_checker::ItemChecker;
use crate::person::{Intent, Limits, Person, Seek, Visibility};
use crate::rows::{AsIndex, MaybeIndex, Rows};
use crate::unit::counted;

/// The most hierarchies a person may name, and the most levels of one: more is a mistake in the input.
const CIRCLE_LIMIT: usize = 64;

/// The largest openness: at 100 a match without any difference keeps one hundredth of its benefit.
const OPENNESS_LIMIT: f32 = 100.0;

/// Unknown keys for which the nearest known one is looked up: each takes a look at every key.
const SUGGESTED: usize = 20;

/// Everything said about people so far, with names as numbers of arrival. After an error some rows are missing: a draft with
/// errors is only asked for them.
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
    /// The key number of each row; a row is a person in order of arrival.
    pub(crate) rows: Vec<u32>,
    pub(crate) labels: Vec<Option<Box<str>>>,
    pub(crate) offers: Rows<(u32, f32)>,
    pub(crate) needs: Rows<(u32, f32, Visibility)>,
    pub(crate) interests: Rows<(u32, f32)>,
    pub(crate) stances: Rows<(u32, f32, Visibility)>,
    pub(crate) hierarchies: Rows<MaybeIndex>,
    pub(crate) attributes: Rows<(u32, u32)>,
    pub(crate) seeks: Rows<(Intent, f32)>,
    pub(crate) wanted: Rows<(u32, f32)>,
    pub(crate) blocks: Rows<u32>,
    pub(crate) refuses: Rows<u32>,
    pub(crate) available: Rows<u32>,
    pub(crate) managers: Vec<MaybeIndex>,
    pub(crate) openness: Vec<Option<f32>>,
    pub(crate) limits: Vec<Limits>,
    pub(crate) embeddings: Embeddings,
    /// Whether the person of each key number has arrived.
    defined: Vec<bool>,
    pub(crate) errors: Vec<Error>,
}

impl Draft {
    /// Nothing said so far.
    pub(crate) fn new(spelling: Spelling) -> Self {
        Self {
            people: Interner::keys(),
            skills: Interner::new(spelling),
            topics: Interner::new(spelling),
            circles: Interner::new(spelling),
            slots: Interner::new(Spelling::Exact),
            attribute_keys: Interner::new(spelling),
            attribute_values: Interner::new(spelling),
            ..Self::default()
        }
    }

    /// Records what is wrong with what is said of a person.
    pub(crate) fn refuse(&mut self, person: &str, field: Field, item: Option<&str>, fault: Fault) {
        let errors = &mut self.errors;
        ItemChecker { person, errors }.refuse(field, item, fault);
    }

    /// The number of a person's key, from a mention or an arrival.
    pub(crate) fn mention(&mut self, key: &str) -> Result<u32, Fault> {
        let number = self.people.intern(key)?;
        if self.defined.len() < self.people.len() {
            self.defined.resize(self.people.len(), false);
        }
        Ok(number)
    }

    /// Whether someone of this key has arrived.
    pub(crate) fn has_arrived(&self, key: &str) -> bool {
        let number = self.people.find(key);
        number.is_some_and(|number| self.defined[number.as_index()])
    }

    /// Opens the row of a person who is mentioned and has not arrived; who has arrived keeps the row there is.
    pub(crate) fn arrive(&mut self, number: u32) -> Arrival {
        if std::mem::replace(&mut self.defined[number.as_index()], true) {
            return Arrival::Known;
        }
        self.rows.push(number);
        Arrival::New
    }

    /// Checks a tie; the numbers of its ends and its strength, unless it is refused.
    pub(crate) fn tie(&mut self, from: &str, to: &str, strength: f32) -> Option<(u32, u32, f32)> {
        // Either end may arrive later; whether it did is checked when all is said.
        let ends = self
            .mention(from)
            .and_then(|one| Ok((one, self.mention(to)?)));
        let (one, other) = match ends {
            Ok(ends) => ends,
            Err(fault) => {
                self.refuse(from, Field::Tie, Some(to), fault);
                return None;
            }
        };
        // Keys are exact, so that one number is one person.
        if one == other {
            self.refuse(from, Field::Tie, Some(to), Fault::SamePerson);
            return None;
        }
        let errors = &mut self.errors;
        let mut checker = ItemChecker {
            person: from,
            errors,
        };
        let strength = checker.weight(Field::Tie, to, strength)?;
        Some((one, other, strength))
    }

    /// Refuses keys that were mentioned in a block, a refusal, a tie or as a manager and never arrived.
    pub(crate) fn check_mentions(&mut self, tied: impl Iterator<Item = u32>) {
        let unknown = |number: &u32| !self.defined[number.as_index()];
        let mut missing: Vec<(Field, Option<u32>, u32)> = Vec::new();
        let lists = [
            (Field::Block, &self.blocks),
            (Field::Refusal, &self.refuses),
        ];
        // By field, then by who names them, then by whom they name: the order in which errors are told.
        for (field, lists) in lists {
            for (row, list) in self.rows.iter().zip(lists.iter()) {
                let unknown = list.iter().filter(|number| unknown(number));
                missing.extend(unknown.map(|&number| (field, Some(*row), number)));
            }
        }
        for (row, manager) in self.rows.iter().zip(&self.managers) {
            let unknown = manager.get().filter(unknown);
            missing.extend(unknown.map(|number| (Field::Manager, Some(*row), number)));
        }
        // A stranger with many ties is one error.
        let mut tied: Vec<u32> = tied.filter(unknown).collect();
        tied.sort_unstable();
        tied.dedup();
        missing.extend(tied.into_iter().map(|number| (Field::Tie, None, number)));
        if !missing.is_empty() {
            let errors = self.unknown(&missing);
            self.errors.extend(errors);
        }
    }

    /// The errors of unknown keys, by field, who names them, and number; the first ones tell the nearest known key.
    fn unknown(&self, missing: &[(Field, Option<u32>, u32)]) -> Vec<Error> {
        let keys = self.people.by_number();
        let known = || {
            let known = keys.iter().zip(&self.defined);
            known.filter(|known| *known.1).map(|known| *known.0)
        };
        // The nearest key takes a look at all keys, which only the first few errors are worth.
        let error = |(place, &(field, row, number)): (usize, &(Field, Option<u32>, u32))| {
            let key = keys[number.as_index()];
            let nearest = (place < SUGGESTED).then(|| nearest(key, known())).flatten();
            // A block, refusal or manager is the error of who names them; in a tie the unknown key itself is the culprit.
            let (person, item) = match row {
                Some(row) => (keys[row.as_index()], Some(key.to_string())),
                None => (key, None),
            };
            Error::Person(Box::new(PersonError {
                person: person.to_string(),
                field,
                item,
                fault: Fault::Unknown {
                    nearest: nearest.map(ToString::to_string),
                },
            }))
        };
        missing.iter().enumerate().map(error).collect()
    }

    /// Checks and takes one person, with every error there is.
    pub(crate) fn add(&mut self, person: &Person) {
        let number = match self.mention(&person.key) {
            Ok(number) => number,
            Err(fault) => return self.refuse(&person.key, Field::Key, None, fault),
        };
        // The key may have been mentioned before by a tie or a block; only a second description is refused.
        if self.arrive(number) == Arrival::Known {
            return self.refuse(&person.key, Field::Key, None, Fault::Twice(None));
        }
        self.add_label(person);
        self.add_skills(person);
        self.add_topics(person);
        self.add_circles(person);
        self.add_attributes(person);
        self.add_intents(person);
        self.add_limits(person);
        self.embeddings.add(person, &mut self.errors);
        self.add_mentions(person, number);
    }

    fn add_label(&mut self, person: &Person) {
        let checked = person.label.as_deref().map(check_length);
        if let Some(Err(fault)) = checked {
            self.refuse(&person.key, Field::Label, None, fault);
        }
        let label = person.label.as_deref().map(clean);
        self.labels.push(label.map(String::into_boxed_str));
    }

    fn add_skills(&mut self, person: &Person) {
        let errors = &mut self.errors;
        let mut checker = ItemChecker {
            person: &person.key,
            errors,
        };
        let offers = person.offers.iter();
        let offers = offers.map(|offer| (offer.skill.as_str(), offer.level, Visibility::Shown));
        let offers = checker.check_weights(Field::Offer, offers, &mut self.skills);
        self.offers
            .push(offers.into_iter().map(|item| (item.0, item.1)));
        // Only needs can be hidden: an offer that nobody may see helps nobody.
        let needs = person.needs.iter();
        let needs = needs.map(|need| (need.skill.as_str(), need.priority, need.visibility));
        self.needs
            .push(checker.check_weights(Field::Need, needs, &mut self.skills));
    }

    fn add_topics(&mut self, person: &Person) {
        let errors = &mut self.errors;
        let mut checker = ItemChecker {
            person: &person.key,
            errors,
        };
        let interests = person.interests.iter();
        let interests = interests.map(|item| (item.topic.as_str(), item.weight, Visibility::Shown));
        let interests = checker.check_weights(Field::Interest, interests, &mut self.topics);
        self.interests
            .push(interests.into_iter().map(|item| (item.0, item.1)));
        // Stances are positions from −1 to 1, where 0 is a stance and not a silence; so they have a check of their own.
        let stances = person.stances.iter();
        let stances = stances.map(|item| (item.topic.as_str(), item.position, item.visibility));
        self.stances
            .push(checker.check_positions(Field::Stance, stances, &mut self.topics));
    }

    fn add_circles(&mut self, person: &Person) {
        let errors = &mut self.errors;
        let mut checker = ItemChecker {
            person: &person.key,
            errors,
        };
        let limit = CIRCLE_LIMIT;
        let counts = person
            .circles
            .iter()
            .map(Vec::len)
            .chain([person.circles.len()]);
        // Too many levels or hierarchies: told once, and nothing of them is taken.
        if let Some(count) = counts.filter(|&count| count > limit).max() {
            return checker.refuse(Field::Circle, None, Fault::TooMany { count, limit });
        }
        let mut leaves = Vec::with_capacity(person.circles.len());
        for hierarchy in &person.circles {
            // From the outermost circle inwards: a group is known by all that encloses it.
            let mut group = MaybeIndex::NONE;
            for circle in hierarchy.iter().rev() {
                let number = checker.name(Field::Circle, circle, &mut self.circles);
                group = number.map_or(group, |number| self.groups.within(group, number));
            }
            leaves.push(group);
        }
        self.hierarchies.push(leaves);
    }

    fn add_attributes(&mut self, person: &Person) {
        let errors = &mut self.errors;
        let mut checker = ItemChecker {
            person: &person.key,
            errors,
        };
        let mut attributes: Vec<(u32, u32)> = Vec::with_capacity(person.attributes.len());
        for (key, value) in &person.attributes {
            let number = checker.name(Field::Attribute, key, &mut self.attribute_keys);
            let value = self.attribute_values.intern(value);
            let value = value.map_err(|fault| checker.refuse(Field::Attribute, Some(key), fault));
            attributes.extend(number.zip(value.ok()));
        }
        // Two spellings of one key may say the same, not different things.
        attributes.sort_unstable();
        attributes.dedup();
        if attributes.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            checker.refuse(Field::Attribute, None, Fault::Twice(None));
        }
        self.attributes.push(attributes);
    }

    fn add_intents(&mut self, person: &Person) {
        let errors = &mut self.errors;
        let mut checker = ItemChecker {
            person: &person.key,
            errors,
        };
        let mut seeks: Vec<(Intent, f32)> = Vec::with_capacity(person.seeks.len());
        for (place, seek) in person.seeks.iter().enumerate() {
            let word = seek.intent.word();
            let weight = checker.weight(Field::Intent, word, seek.weight);
            seeks.extend(
                weight
                    .filter(|&weight| weight > 0.0)
                    .map(|weight| (seek.intent, weight)),
            );
            // There are few intents, so that the first repetition comes early however long the list is.
            let earlier = &person.seeks[..place.min(Intent::ALL.len())];
            if earlier.iter().any(|earlier| earlier.intent == seek.intent) {
                checker.refuse(Field::Intent, Some(word), Fault::Twice(None));
            }
        }
        // Intents are weighed against each other, so one at least must weigh something.
        let zero = |seek: &Seek| counted(seek.weight) == 0.0;
        if !person.seeks.is_empty() && person.seeks.iter().all(zero) {
            let (value, expected) = (0_u32.into(), "one of a weight above 0");
            checker.refuse(Field::Intent, None, Fault::OutOfRange { value, expected });
        }
        self.seeks.push(seeks);
        let wanted = person.wants_circles.iter();
        let wanted = wanted.map(|wish| (wish.circle.as_str(), wish.weight, Visibility::Shown));
        let wanted = checker.check_weights(Field::WantedCircle, wanted, &mut self.circles);
        self.wanted
            .push(wanted.into_iter().map(|item| (item.0, item.1)));
    }

    fn add_limits(&mut self, person: &Person) {
        let errors = &mut self.errors;
        let mut checker = ItemChecker {
            person: &person.key,
            errors,
        };
        let mut refuse = |field, value, expected| {
            checker.refuse(field, None, Fault::OutOfRange { value, expected });
        };
        // Ranges are those that the formulas allow; NaN lies in none.
        let openness = person.openness;
        if let Some(value) = openness.filter(|value| !(0.0..=OPENNESS_LIMIT).contains(value)) {
            refuse(Field::Openness, value.into(), "a number from 0 to 100");
        }
        if let Some(size) = person.limits.group_size.filter(|&size| size < 2) {
            refuse(Field::GroupSize, size.into(), "2 or more");
        }
        if person.limits.every == 0 {
            refuse(Field::Every, 0_u32.into(), "1 or more");
        }
        self.openness.push(openness);
        self.limits.push(person.limits);
    }

    fn add_mentions(&mut self, person: &Person, number: u32) {
        let errors = &mut self.errors;
        let mut checker = ItemChecker {
            person: &person.key,
            errors,
        };
        let slots = person.slots.iter();
        let slots = slots.filter_map(|slot| checker.name(Field::Slot, slot, &mut self.slots));
        self.available.push(slots.collect::<Vec<u32>>());
        // People may be mentioned before they are added; who never is, is found at the end.
        let blocks = self.mentions(Field::Block, &person.blocks, (&person.key, number));
        self.blocks.push(blocks);
        let refuses = self.mentions(Field::Refusal, &person.refuses, (&person.key, number));
        self.refuses.push(refuses);
        let manager = person.manager.as_slice();
        let manager = self.mentions(Field::Manager, manager, (&person.key, number));
        self.managers.push(manager.first().copied().into());
    }

    /// The numbers of others whom a person names.
    fn mentions(&mut self, field: Field, keys: &[String], (own, person): (&str, u32)) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(keys.len());
        for key in keys {
            match self.mention(key) {
                Ok(number) if number == person => self.refuse(own, field, None, Fault::SamePerson),
                Ok(number) => numbers.push(number),
                Err(fault) => self.refuse(own, field, Some(key), fault),
            }
        }
        numbers
    }
}

/// Whether a key that is said is the first of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Arrival {
    New,
    Known,
}
