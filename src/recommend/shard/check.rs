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

/// A part of a shard that no matcher made.
pub(crate) fn unsound(what: String) -> Error {
    Error::Shape {
        what: format!("shard, {what}"),
        found: "numbers out of order or out of range".into(),
        expected: "a shard as a matcher makes it".into(),
    }
}
