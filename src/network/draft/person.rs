//! What one person says, checked item by item and kept compactly.

use crate::error::{Fault, Field};
use crate::id::{check_length, clean};
use crate::network::draft::{Arrival, Draft};
use crate::network::item_checker::ItemChecker;
use crate::person::{Intent, Person, Seek, Visibility};
use crate::rows::MaybeIndex;
use crate::unit::counted;

/// The most hierarchies a person may name, and the most levels of one: more is a mistake in the input.
const CIRCLE_LIMIT: usize = 64;

/// The largest openness: at 100 a match without any difference keeps one hundredth of its benefit.
const OPENNESS_LIMIT: f32 = 100.0;

impl Draft {
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
        let mut checker = ItemChecker::new(&person.key, &mut self.errors);
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
        let mut checker = ItemChecker::new(&person.key, &mut self.errors);
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
        let mut checker = ItemChecker::new(&person.key, &mut self.errors);
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
        let mut checker = ItemChecker::new(&person.key, &mut self.errors);
        let mut attributes: Vec<(u32, u32)> = Vec::with_capacity(person.attributes.len());
        for (key, value) in &person.attributes {
            let number = checker.name(Field::Attribute, key, &mut self.attribute_keys);
            let value = self.attribute_values.intern(value);
            // A wrong value is told with its key; the others are still checked.
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
        let mut checker = ItemChecker::new(&person.key, &mut self.errors);
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
        let mut checker = ItemChecker::new(&person.key, &mut self.errors);
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
        let mut checker = ItemChecker::new(&person.key, &mut self.errors);
        let slots = person.available.iter();
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
