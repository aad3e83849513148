//! What is checked of shards and scorers that were read from elsewhere: all that the kernels take for granted.

use crate::diversity::TopicModel;
use crate::error::Error;
use crate::recommend::shard::community::CommunityNumbers;
use crate::recommend::shard::header::Header;
use crate::recommend::shard::member::{Contact, Member, ShardPeople};
use crate::rows::AsIndex;

impl Header {
    /// Whether kinds of features follow each other as they must, with so few that their numbers can be reckoned with.
    pub(crate) fn is_sound(&self) -> bool {
        let layout = &self.layout;
        let starts = [
            layout.partner,
            layout.exposure,
            layout.affinity,
            layout.company,
            layout.mentor,
            layout.end,
        ];
        starts.is_sorted() && layout.end < u32::MAX / 4 && self.people < u32::MAX
    }
}

impl CommunityNumbers {
    /// Checks numbers that were read from elsewhere.
    pub(crate) fn check(&self, header: &Header) -> Result<(), Error> {
        let topics = (header.layout.company - header.layout.affinity).as_index();
        // One mean, one voice and one set of topic numbers for each topic of the community.
        let fits = |model: &TopicModel| {
            let counts = [model.means.len(), model.voices.len(), model.topics.len()];
            let mut numbers = model
                .means
                .iter()
                .chain(&model.voices)
                .chain(model.topics.as_flattened());
            counts == [topics; 3] && numbers.all(|number| number.is_finite())
        };
        let sound = self.topic_weights.len() == topics
            && self.topic_weights.iter().all(|weight| weight.is_finite())
            && self.evidence.means.iter().all(|mean| mean.is_finite())
            && self
                .competitors
                .is_none_or(|(_, left)| (0.0..=1.0).contains(&left))
            && self.opinions.as_ref().is_none_or(fits);
        sound
            .then_some(())
            .ok_or_else(|| unsound("numbers of the community".into()))
    }
}

impl ShardPeople {
    /// Checks people who were read from elsewhere.
    pub(crate) fn check(&self, header: &Header) -> Result<(), Error> {
        // They met, one helped, the other helped.
        let told = |list: &[(i32, u8)]| list.is_sorted() && list.iter().all(|one| one.1 < 3);
        let ordered = self.members.is_sorted_by(|a, b| a.place < b.place)
            && self.contacts.is_sorted_by(|a, b| a.place < b.place)
            && self
                .past
                .iter()
                .all(|(pair, list)| pair.0 < pair.1 && told(list));
        if !ordered {
            return Err(unsound("order of its people".into()));
        }
        self.members
            .iter()
            .try_for_each(|member| member.check(header))?;
        self.contacts
            .iter()
            .try_for_each(|contact| contact.check(header))
    }
}

impl Member {
    /// Checks what the kernels take for granted of a person who was read from elsewhere.
    pub(crate) fn check(&self, header: &Header) -> Result<(), Error> {
        let (layout, people) = (&header.layout, header.people);
        let (topics, circles) = (
            layout.company - layout.affinity,
            layout.affinity - layout.exposure,
        );
        let evidence = &self.evidence;
        // Rows that kernels merge must ascend, and features must lie within the layout.
        let wants = self.wants.iter().map(|want| (want.feature, want.weight));
        let floors = self.wants.iter().map(|want| (want.feature, want.floor));
        let tied = |row: &[(u32, f32)]| {
            listed(row.iter().copied(), people, 0.0..=1.0)
                && row.iter().all(|tie| tie.0 != self.place)
        };
        let numbers = [
            self.openness.unwrap_or(0.0),
            evidence.weight,
            evidence.sum,
            evidence.activity,
            evidence.sought,
            evidence.lengths[0],
            evidence.lengths[1],
        ];
        let ring = self.ring.as_ref();
        let shares = [self.contrarian, self.meaning, self.max_contrarian_gain];
        let width = header.width.as_index();
        // A vector may miss; one that is there has the width of all, with room for rounding.
        let embedded = |row: &[f32]| {
            (row.is_empty() || row.len() == width)
                && row.iter().all(|number| (-1.001..=1.001).contains(number))
        };
        let sound = self.place < people
            && numbers.iter().all(|number| MAGNITUDE.contains(number))
            && self.opinion.iter().all(|number| number.is_finite())
            && listed(wants, layout.end, 0.0..=1.0)
            && listed(floors, layout.end, -1.0..=1.0)
            && listed(self.gives.iter().copied(), layout.end, 0.0..=1.0)
            && shares.iter().all(|share| (0.0..=1.0).contains(share))
            && embedded(&self.need)
            && embedded(&self.offer)
            && listed(self.stances.iter().copied(), topics, -1.0..=1.0)
            && listed(
                self.profile.iter().copied(),
                topics + layout.partner,
                MAGNITUDE,
            )
            && listed(evidence.interests.iter().copied(), topics, MAGNITUDE)
            && listed(evidence.skills.iter().copied(), layout.partner, MAGNITUDE)
            && self
                .circles
                .iter()
                .flatten()
                .all(|&circle| circle < circles)
            && self.attributes.is_sorted_by(|a, b| a.0 < b.0)
            && listed(
                self.blocks.iter().map(|&other| (other, 0.0)),
                people,
                MAGNITUDE,
            )
            && tied(&self.ties)
            && tied(&self.ties_in)
            && ring.is_none_or(|(place, counts)| {
                place.as_index() < self.circles.len() && counts.len() > 1
            });
        sound
            .then_some(())
            .ok_or_else(|| unsound(format!("person {}", self.id)))
    }
}

impl Contact {
    /// Checks a contact who was read from elsewhere.
    pub(crate) fn check(&self, header: &Header) -> Result<(), Error> {
        let (layout, people) = (&header.layout, header.people);
        let words = layout.company - layout.affinity + layout.partner;
        let sound = self.place < people
            && MAGNITUDE.contains(&self.weight)
            && listed(
                self.knows.iter().map(|&other| (other, 0.0)),
                people,
                MAGNITUDE,
            )
            && !self.knows.contains(&self.place)
            && listed(self.profile.iter().copied(), words, MAGNITUDE);
        sound
            .then_some(())
            .ok_or_else(|| unsound(format!("contact {}", self.place)))
    }
}

/// Every finite number that is not negative.
const MAGNITUDE: std::ops::RangeInclusive<f32> = 0.0..=f32::MAX;

/// Whether numbers ascend, are below a limit, and stand with values within a range.
fn listed(
    row: impl Iterator<Item = (u32, f32)> + Clone,
    below: u32,
    within: std::ops::RangeInclusive<f32>,
) -> bool {
    row.clone().is_sorted_by(|a, b| a.0 < b.0)
        && row
            .into_iter()
            .all(|(number, value)| number < below && within.contains(&value))
}

/// Refuses content that is not what was written.
pub(crate) fn is_as_written(what: &str, found: u64, written: u64) -> Result<(), Error> {
    if found == written {
        return Ok(());
    }
    Err(Error::Shape {
        what: what.into(),
        found: format!("content with the digest {found:016x}"),
        expected: format!("{written:016x}, as it was written"),
    })
}

/// A part of a shard that no matcher made.
pub(crate) fn unsound(what: String) -> Error {
    Error::Shape {
        what: format!("shard, {what}"),
        found: "numbers out of order or out of range".into(),
        expected: "a shard as a matcher makes it".into(),
    }
}

#[cfg(test)]
mod tests {
    use crate::recommend::shard::header::Header;
    use crate::recommend::shard::member::{Contact, Member};
    use crate::recommend::shard::{Shard, ShardScorer};
    use crate::{Matcher, Network, Person, PersonId, Policy, Unspoken};

    /// Two of four people with all that a shard can hold, and the scorer of their community.
    fn shard() -> (Shard, ShardScorer) {
        let person = |key: &str| {
            Person::new(key)
                .offers("rust", 1.0)
                .needs("law", 0.5)
                .interest("go", 1.0)
                .stance("tabs", -1.0)
                .circle(["core", "acme"])
                .attribute("office", "lisbon")
                .offer_vector(vec![1.0, 0.0])
                .need_vector(vec![0.6, 0.8])
        };
        let network = Network::builder()
            .people(["ana", "caro", "dan"].map(person))
            .person(
                person("ben")
                    .offers("law", 0.9)
                    .needs("rust", 0.4)
                    .stance("spaces", 0.5)
                    .blocks("dan"),
            )
            .tie("ana", "ben", 1.0)
            .tie("ana", "caro", 0.5)
            .tie("ben", "caro", 0.25)
            .build()
            .expect("sound");
        let policy = Policy::outside().unspoken(Unspoken::Foretold);
        let matcher = Matcher::with_policy(&network, policy)
            .expect("sound")
            .for_operator();
        let people = ["ana", "ben"].map(PersonId::of);
        (matcher.shard(&people), matcher.shard_scorer())
    }

    /// Everything that a kernel takes for granted of a person is refused when it does not hold.
    #[test]
    fn a_person_with_one_number_out_of_order_or_range_is_refused() {
        let (shard, _) = shard();
        let (header, people) = (&shard.header, &shard.people);
        assert_eq!(people.check(header), Ok(()));
        let ben = &people.members[1];
        assert!(
            !ben.need.is_empty()
                && !ben.stances.is_empty()
                && ben.gives.iter().any(|give| give.1 == 1.0)
        );
        type Fault = fn(&mut Member, &Header);
        let faults: [(&str, Fault); 24] = [
            ("a place past the end", |ben, header| {
                ben.place = header.people
            }),
            ("an openness below 0", |ben, _| ben.openness = Some(-0.1)),
            ("an opinion that is no number", |ben, _| {
                ben.opinion[1] = f64::NAN
            }),
            ("a want above 1", |ben, _| ben.wants[0].weight = 1.1),
            ("a floor above 1", |ben, _| ben.wants[0].floor = 1.1),
            ("a want twice", |ben, _| {
                ben.wants.push(ben.wants[ben.wants.len() - 1])
            }),
            ("a want of no feature", |ben, header| {
                ben.wants.last_mut().expect("some").feature = header.layout.end;
            }),
            ("a give above 1", |ben, _| ben.gives[0].1 = 1.1),
            ("a give of no feature", |ben, header| {
                ben.gives.last_mut().expect("some").0 = header.layout.end;
            }),
            ("a share above 1", |ben, _| ben.meaning = 1.1),
            ("a need of another width", |ben, _| ben.need.push(0.5)),
            ("an offer of another width", |ben, _| ben.offer.truncate(1)),
            ("an offer beyond length 1", |ben, _| ben.offer[0] = 1.1),
            ("a stance beyond 1", |ben, _| ben.stances[0].1 = -1.1),
            ("a stance on no topic", |ben, _| {
                ben.stances.last_mut().expect("some").0 = 9
            }),
            ("a profile of no word", |ben, header| {
                ben.profile.push((header.layout.end, 0.5))
            }),
            ("an interest that is negative", |ben, _| {
                ben.evidence.interests.push((1, -0.5))
            }),
            ("a skill that is none", |ben, header| {
                ben.evidence.skills.push((header.layout.end, 0.5))
            }),
            ("a circle that is none", |ben, header| {
                ben.circles[0][0] = header.layout.end
            }),
            ("an attribute twice", |ben, _| {
                ben.attributes.push(ben.attributes[0])
            }),
            ("a block of nobody", |ben, header| {
                ben.blocks.push(header.people)
            }),
            ("a tie to oneself", |ben, _| ben.ties[0].0 = ben.place),
            ("a tie from oneself", |ben, _| ben.ties_in[0].0 = ben.place),
            ("a tie from nobody", |ben, header| {
                ben.ties_in.last_mut().expect("some").0 = header.people
            }),
        ];
        for (fault, make) in faults {
            let mut people = people.clone();
            make(&mut people.members[1], header);
            assert!(people.check(header).is_err(), "{fault}");
        }
        let rings: [(u32, Vec<u32>); 2] = [(9, vec![1, 1]), (0, vec![1])];
        for ring in rings {
            let mut people = people.clone();
            people.members[1].ring = Some(ring);
            assert!(people.check(header).is_err());
        }
    }

    #[test]
    fn a_contact_and_an_order_that_no_matcher_made_are_refused() {
        let (shard, _) = shard();
        let (header, people) = (&shard.header, &shard.people);
        let faults: [fn(&mut Contact, &Header); 4] = [
            |contact, header| contact.place = header.people,
            |contact, _| contact.weight = f32::INFINITY,
            |contact, _| contact.knows.push(contact.place),
            |contact, header| contact.profile.push((header.layout.end, 0.5)),
        ];
        for make in faults {
            let mut people = people.clone();
            make(&mut people.contacts[0], header);
            assert!(people.check(header).is_err());
        }
        let mut twice = people.clone();
        twice.members.push(twice.members[1].clone());
        assert!(twice.check(header).is_err());
        let mut past = people.clone();
        past.past.push(((0, 1), vec![(3, 2), (4, 0)]));
        assert_eq!(past.check(header), Ok(()));
        for unsound in [
            ((1, 0), vec![]),
            ((0, 1), vec![(4, 0), (3, 0)]),
            ((0, 1), vec![(3, 3)]),
        ] {
            past.past[0] = unsound;
            assert!(past.check(header).is_err());
        }
    }

    #[test]
    fn numbers_of_a_community_are_as_many_as_its_topics_and_finite() {
        let (_, scorer) = shard();
        let (header, numbers) = (&scorer.header, &scorer.community);
        assert_eq!(numbers.check(header), Ok(()));
        assert!(numbers.opinions.is_some());
        let mut fewer = numbers.clone();
        fewer.opinions.as_mut().expect("foretold").means.pop();
        assert!(fewer.check(header).is_err());
        let mut endless = numbers.clone();
        endless.opinions.as_mut().expect("foretold").topics[0][0] = f64::INFINITY;
        assert!(endless.check(header).is_err());
        let mut weights = numbers.clone();
        weights.topic_weights.push(0.5);
        assert!(weights.check(header).is_err());
        let mut price = numbers.clone();
        price.competitors = Some((0, 1.1));
        assert!(price.check(header).is_err());
    }
}
