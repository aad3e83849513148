//! People of a network as values again.

use crate::id::PersonId;
use crate::network::{NeedFact, Network, StanceFact};
use crate::person::{Interest, Need, Offer, Person, Seek, Stance, WantedCircle};

impl Network {
    /// One person as a value again, with all that is hidden: for storing, not for showing.
    #[must_use]
    pub fn to_person(&self, person: PersonId) -> Person {
        let facts = self.facts();
        let index = person.index();
        let name = |id: u32| facts.names.get(id as usize).to_string();
        Person {
            name: self.name(person).to_string(),
            offers: self
                .offers(person)
                .iter()
                .map(|&(skill, level)| Offer {
                    skill: self.skill_name(skill).into(),
                    level,
                })
                .collect(),
            needs: self
                .needs(person)
                .iter()
                .map(|need| self.to_need(need))
                .collect(),
            interests: self
                .interests(person)
                .iter()
                .map(|&(topic, weight)| Interest {
                    topic: self.topic_name(topic).into(),
                    weight,
                })
                .collect(),
            stances: self
                .stances(person)
                .iter()
                .map(|stance| self.to_stance(stance))
                .collect(),
            circles: self
                .circles(person)
                .map(|path| {
                    path.iter()
                        .rev()
                        .map(|&circle| self.circle_name(circle).into())
                        .collect()
                })
                .collect(),
            seeks: facts
                .seeks
                .get(index)
                .iter()
                .map(|&(intent, weight)| Seek { intent, weight })
                .collect(),
            wants_circles: facts
                .wanted
                .get(index)
                .iter()
                .map(|&(circle, weight)| WantedCircle {
                    circle: self.circle_name(circle).into(),
                    weight,
                })
                .collect(),
            openness: facts.openness[index],
            limits: facts.limits[index],
            blocks: facts
                .blocks
                .get(index)
                .iter()
                .map(|other| name(other.0))
                .collect(),
            refuses: facts
                .refuses
                .get(index)
                .iter()
                .map(|other| name(other.0))
                .collect(),
            slots: self.available(person).map(Into::into).collect(),
            manager: self.manager(person).map(|manager| name(manager.0)),
        }
    }

    fn to_need(&self, need: &NeedFact) -> Need {
        Need {
            skill: self.skill_name(need.skill).into(),
            priority: need.priority,
            visibility: need.visibility,
        }
    }

    fn to_stance(&self, stance: &StanceFact) -> Stance {
        Stance {
            topic: self.topic_name(stance.topic).into(),
            position: stance.position,
            visibility: stance.visibility,
        }
    }
}
