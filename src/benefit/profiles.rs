//! What is known of each person, as the kernels read it: one row of wants, one row of gives.

use crate::benefit::feature::{Want, gain_with};
use crate::benefit::kinds::FeatureKinds;
use crate::benefit::links::{Guest, LinkRow, Links};
use crate::benefit::meaning::Meaning;
use crate::benefit::stances::StanceFeatures;
use crate::rows::{AsIndex, Rows, narrow};

/// Everyone's wants and gives, borrowed. Rows are sorted by feature.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Profiles<'r> {
    pub(crate) wants: &'r Rows<Want>,
    pub(crate) gives: &'r Rows<(u32, f32)>,
    pub(crate) kinds: FeatureKinds,
    /// Features that bound what is gained beside the rows; none where the greatest such gain has to do.
    pub(crate) stances: Option<&'r StanceFeatures>,
    /// The most that a person may gain from anyone beside the rows and closeness in meaning; empty when that is nothing for everyone.
    pub(crate) max_extra_gains: &'r [f32],
    /// What is gained by closeness in meaning; `None` where nothing is.
    pub(crate) meaning: Option<Meaning<'r>>,
    /// What two people have in common, where that bounds their score; `None` where nothing does.
    pub(crate) links: Option<&'r Links>,
    /// What decides between equal scores, by person; empty when it is the number of the person.
    pub(crate) keys: &'r [u64],
}

impl<'r> Profiles<'r> {
    pub(crate) fn len(&self) -> usize {
        self.gives.len()
    }

    /// The most that a person may gain from anyone beside the rows and closeness in meaning.
    #[inline]
    pub(crate) fn max_extra_gain(&self, person: impl AsIndex) -> f32 {
        let extras = self.max_extra_gains;
        extras.get(person.as_index()).copied().unwrap_or(0.0)
    }

    /// The most that a person may gain by closeness in meaning.
    #[inline]
    pub(crate) fn meaning_weight(&self, person: impl AsIndex) -> f32 {
        self.meaning.map_or(0.0, |meaning| meaning.weight(person))
    }

    /// What a bound adds for gains beside the rows where nothing else bounds them.
    #[inline]
    pub(crate) fn extra_in_sums(&self, person: impl AsIndex) -> f32 {
        let extra = self.max_extra_gains.get(person.as_index());
        match self.stances {
            Some(_) => 0.0,
            None => extra.copied().unwrap_or(0.0),
        }
    }

    pub(crate) fn key(&self, person: impl AsIndex) -> u64 {
        let person = person.as_index();
        self.keys.get(person).copied().unwrap_or(person as u64)
    }

    /// b(i←j) over the rows, the canonical sum.
    pub(crate) fn gain(&self, i: impl AsIndex, j: impl AsIndex) -> f32 {
        let (wants, gives) = (self.wants.row_or_empty(i), self.gives.row_or_empty(j));
        gain_with(wants, gives, self.kinds.first_step, |_, _| ())
    }

    /// Someone who asks and is not among the candidates, by vectors of their own; nothing is gained beside these.
    pub(crate) fn stranger(&self, wants: &'r [Want], gives: &'r [(u32, f32)]) -> Asker<'r> {
        Asker {
            person: narrow(self.len()),
            own: NOT_A_CANDIDATE,
            wants,
            gives,
            stance_wants: &[],
            stance_gives: &[],
            max_extra_gain: 0.0,
            extra_in_sums: 0.0,
            embedded: false,
            least_score: 0.0,
            asked: &[],
            guest: None,
        }
    }

    /// One person as an asker.
    #[inline]
    pub(crate) fn asker(&self, person: impl AsIndex) -> Asker<'r> {
        let stances = self.stances;
        Asker {
            person: narrow(person.as_index()),
            // Among candidates of the same vectors, askers pass over themselves by this number.
            own: narrow(person.as_index()),
            wants: self.wants.row(person),
            gives: self.gives.row(person),
            stance_wants: stances.map_or(&[], |stances| stances.wants.row(person)),
            stance_gives: stances.map_or(&[], |stances| stances.gives.row(person)),
            max_extra_gain: self.max_extra_gain(person),
            extra_in_sums: self.extra_in_sums(person),
            embedded: self.meaning.is_some(),
            least_score: 0.0,
            asked: &[],
            guest: None,
        }
    }
}

/// The number of an asker who is not among the candidates.
pub(crate) const NOT_A_CANDIDATE: u32 = u32::MAX;

/// Who asks: not necessarily one of the candidates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asker<'r> {
    /// The number by which the asker is known to whoever scores pairs.
    pub(crate) person: u32,
    /// The asker's number among the candidates, where it is left out; [`NOT_A_CANDIDATE`] when it is not one of them.
    pub(crate) own: u32,
    pub(crate) wants: &'r [Want],
    pub(crate) gives: &'r [(u32, f32)],
    pub(crate) stance_wants: &'r [Want],
    pub(crate) stance_gives: &'r [Want],
    pub(crate) max_extra_gain: f32,
    /// What of it bounds add to their sums.
    pub(crate) extra_in_sums: f32,
    /// Whether closeness in meaning is asked for and given.
    pub(crate) embedded: bool,
    /// A score below which nobody is asked for, whoever is in the list.
    pub(crate) least_score: f32,
    /// By candidate: a score below which this one is not asked for; beyond its end nothing is.
    pub(crate) asked: &'r [f32],
    /// What an asker who is not among the candidates shares with them, where pairs are held to factors of their own.
    pub(crate) guest: Option<&'r Guest>,
}

impl<'r> Asker<'r> {
    /// Someone who asks for nothing and gets nobody.
    pub(crate) fn silent(self) -> Self {
        Self {
            wants: &[],
            gives: &[],
            stance_wants: &[],
            stance_gives: &[],
            max_extra_gain: 0.0,
            extra_in_sums: 0.0,
            embedded: false,
            ..self
        }
    }

    /// What tells what the asker shares with others.
    pub(crate) fn link_row(&self, links: &'r Links) -> LinkRow<'r> {
        match self.guest {
            Some(guest) => guest.row(),
            None => links.row(self.person),
        }
    }

    /// The score below which a candidate is not asked for, whoever is in the list.
    #[inline]
    pub(crate) fn asked_of(&self, candidate: u32) -> f32 {
        self.asked.get(candidate.as_index()).copied().unwrap_or(0.0)
    }

    /// What is wanted, with what only bounds know.
    pub(crate) fn bounded_wants(&self) -> impl Iterator<Item = &'r Want> {
        self.wants.iter().chain(self.stance_wants)
    }

    /// What is given, with what only bounds know: the amount as the weight.
    pub(crate) fn bounded_gives(&self) -> impl Iterator<Item = Want> {
        let gives = self.gives.iter().map(|&(feature, weight)| Want {
            feature,
            weight,
            floor: 0.0,
        });
        gives.chain(self.stance_gives.iter().copied())
    }
}
