//! People of a network as values again.

use crate::id::{CircleId, PersonId, PersonIndex, SkillId, TopicId};
use crate::network::{NeedFact, Network, StanceFact};
use crate::person::{
    Intent, Interest, Need, NeedVector, Offer, Person, Seek, Stance, WantedCircle,
};

impl Network {
    /// One person as a value again, with all that is hidden: for storing, not for showing. `None` for an id that is nobody's
    /// here.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .tie("ana", "ben", 0.5)
    ///     .build()?;
    /// let ana = network.id("ana")?;
    /// let person = network.to_person(ana).expect("known");
    /// assert!(person.get_offers().map(|offer| offer.skill.as_str()).eq(["rust"]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn to_person(&self, person: PersonId) -> Option<Person> {
        self.index(person).map(|person| self.to_person_at(person))
    }

    pub(crate) fn to_person_at(&self, person: PersonIndex) -> Person {
        let facts = self.facts();
        let index = person.index();
        Person {
            key: self.key_at(person).into(),
            label: facts
                .labels
                .get(index)
                .and_then(|label| label.as_deref().map(Into::into)),
            offers: values(self.offers_at(person), |item| self.to_offer(item)),
            needs: values(self.needs_at(person), |need| self.to_need(need)),
            interests: values(self.interests_at(person), |item| self.to_interest(item)),
            stances: values(self.stances_at(person), |stance| self.to_stance(stance)),
            circles: self
                .circles_at(person)
                .map(|path| self.to_hierarchy(path))
                .collect(),
            attributes: self
                .attributes_at(person)
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
            seeks: values(facts.seeks.row(index), to_seek),
            wants_circles: values(facts.wanted.row(index), |wish| self.to_wish(wish)),
            openness: facts.openness[index],
            limits: facts.limits[index],
            // Others are named by key, never by label.
            blocks: values(facts.blocks.row(index), |&other| self.key_at(other).into()),
            refuses: values(facts.refuses.row(index), |&other| self.key_at(other).into()),
            offer_vector: vector(facts.embeddings.offer(index)),
            need_vector: vector(facts.embeddings.need(index)).map(|numbers| NeedVector {
                numbers,
                visibility: facts.embeddings.visibility(index),
            }),
            available: self.available_at(person).map(Into::into).collect(),
            manager: self
                .manager_at(person)
                .map(|manager| self.key_at(manager).into()),
        }
    }

    fn to_offer(&self, &(skill, level): &(SkillId, f32)) -> Offer {
        Offer {
            skill: self.skill_name(skill).into(),
            level,
        }
    }

    fn to_need(&self, need: &NeedFact) -> Need {
        Need {
            skill: self.skill_name(need.skill).into(),
            priority: need.priority,
            visibility: need.visibility,
        }
    }

    fn to_interest(&self, &(topic, weight): &(TopicId, f32)) -> Interest {
        Interest {
            topic: self.topic_name(topic).into(),
            weight,
        }
    }

    fn to_stance(&self, stance: &StanceFact) -> Stance {
        Stance {
            topic: self.topic_name(stance.topic).into(),
            position: stance.position,
            visibility: stance.visibility,
        }
    }

    /// The names of a path, nearest first.
    fn to_hierarchy(&self, path: &[CircleId]) -> Vec<String> {
        path.iter()
            .rev()
            .map(|&circle| self.circle_name(circle).into())
            .collect()
    }

    fn to_wish(&self, &(circle, weight): &(CircleId, f32)) -> WantedCircle {
        WantedCircle {
            circle: self.circle_name(circle).into(),
            weight,
        }
    }
}

fn to_seek(&(intent, weight): &(Intent, f32)) -> Seek {
    Seek { intent, weight }
}

/// An embedding, where there is one.
fn vector(numbers: &[f32]) -> Option<Vec<f32>> {
    (!numbers.is_empty()).then(|| numbers.to_vec())
}

fn values<T, U>(facts: &[T], value: impl Fn(&T) -> U) -> Vec<U> {
    facts.iter().map(value).collect()
}
