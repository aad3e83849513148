//! One answer: a peer, what each gains, and the way there.

use crate::diversity::Difference;
use crate::id::{PersonId, PersonIndex};
use crate::path::Introduction;
use crate::recommend::explanation::{Explanation, via};
use crate::recommend::matcher::Matcher;
use crate::recommend::scorer::PairScore;
use crate::recommend::variety::Displaced;

/// A peer worth meeting, with the numbers of the match. Its explanation and introduction are worked out when asked for.
///
/// The numbers count everything, hidden needs and stances included; its words (`Display`, [`explanation`](Self::explanation))
/// never depend on what the peer hides.
#[derive(Debug, Clone)]
pub struct Recommendation<'m> {
    matcher: &'m Matcher,
    who: PersonIndex,
    peer: PersonIndex,
    pair: PairScore,
    displaced: Option<Displaced<'m>>,
}

impl<'m> Recommendation<'m> {
    pub(crate) fn new(
        matcher: &'m Matcher,
        who: PersonIndex,
        peer: PersonIndex,
        pair: PairScore,
    ) -> Self {
        Self {
            matcher,
            who,
            peer,
            pair,
            displaced: None,
        }
    }

    /// Adds why the peer came before a higher score.
    pub(crate) fn displacing(mut self, displaced: Option<Displaced<'m>>) -> Self {
        self.displaced = displaced;
        self
    }

    /// Who asked.
    #[must_use]
    pub fn asker(&self) -> PersonId {
        self.matcher.network().id_at(self.who)
    }

    /// The peer.
    #[must_use]
    pub fn peer(&self) -> PersonId {
        self.matcher.network().id_at(self.peer)
    }

    /// The peer's name.
    #[must_use]
    pub fn name(&self) -> &'m str {
        self.matcher.network().name_at(self.peer)
    }

    /// The score of the match, above 0 and at most 1.
    #[must_use]
    pub fn score(&self) -> f32 {
        self.pair.score
    }

    /// What the asker gains, from 0 to 1.
    #[must_use]
    pub fn gain(&self) -> f32 {
        self.pair.gain
    }

    /// What the peer gains, from 0 to 1.
    #[must_use]
    pub fn give(&self) -> f32 {
        self.pair.give
    }

    /// How different the peer is for the asker, component by component.
    #[must_use]
    pub fn difference(&self) -> &Difference {
        &self.pair.difference
    }

    /// The weighted mean of the components of the difference, from 0 to 1.
    #[must_use]
    pub fn distance(&self) -> f32 {
        self.pair.distance
    }

    /// Why: what each gains and what does not fit.
    #[must_use]
    pub fn explanation(&self) -> Explanation<'m> {
        let mut explanation = Explanation::new(self.matcher, self.who, self.peer);
        explanation.displaced = self.displaced.clone();
        explanation
    }

    /// Why the peer came before a candidate of higher score; `None` where nobody of higher score was left.
    #[must_use]
    pub fn displaced(&self) -> Option<&Displaced<'m>> {
        self.displaced.as_ref()
    }

    /// The best way to the peer: who can introduce the two; `None` when no way is short and likely enough.
    #[must_use]
    pub fn introduction(&self) -> Option<Introduction<'m>> {
        self.matcher.introduction(self.who, self.peer)
    }

    /// The names of the introducers on the best way, first to last.
    #[must_use]
    pub fn via(&self) -> Vec<&'m str> {
        self.introduction().map(|way| via(&way)).unwrap_or_default()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Recommendation<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Recommendation", 6)?;
        fields.serialize_field("name", self.name())?;
        fields.serialize_field("score", &self.score())?;
        fields.serialize_field("gain", &self.gain())?;
        fields.serialize_field("give", &self.give())?;
        fields.serialize_field("difference", &self.distance())?;
        fields.serialize_field("explanation", &self.explanation())?;
        fields.end()
    }
}
