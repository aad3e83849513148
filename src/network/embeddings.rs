//! What people offer and look for as embeddings, of unit length, by row; a row without one is empty.

use crate::error::{Error, Fault, Field};
use crate::network::item_checker::ItemChecker;
use crate::numeric::{Direction, direction};
use crate::person::{Person, Visibility};
use crate::rows::{AsIndex, Rows};

/// Everyone's embeddings. Without any, there are no rows at all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Embeddings {
    /// Numbers of each; 0 where there is none.
    pub(crate) width: usize,
    pub(crate) offers: Rows<f32>,
    pub(crate) needs: Rows<f32>,
    /// Who sees what each looks for.
    pub(crate) visibility: Vec<Visibility>,
}

impl Embeddings {
    /// What a person offers; empty where that is not known.
    pub(crate) fn offer(&self, person: impl AsIndex) -> &[f32] {
        self.offers.row_or_empty(person)
    }

    /// What a person looks for; empty where that is not known.
    pub(crate) fn need(&self, person: impl AsIndex) -> &[f32] {
        self.needs.row_or_empty(person)
    }

    /// Who sees what a person looks for; nobody but the person does where it is hidden.
    pub(crate) fn visibility(&self, person: impl AsIndex) -> Visibility {
        let visibility = self.visibility.get(person.as_index());
        visibility.copied().unwrap_or(Visibility::Shown)
    }

    /// Whether a person has any embedding.
    pub(crate) fn has(&self, person: impl AsIndex) -> bool {
        !self.offer(person).is_empty() || !self.need(person).is_empty()
    }

    /// Adds the row of a person, and their errors.
    pub(crate) fn add(&mut self, person: &Person, errors: &mut Vec<Error>) {
        let mut checker = ItemChecker::new(&person.key, errors);
        let need = person.need_vector.as_ref();
        let offer = person.offer_vector.as_deref();
        let offer = offer.map(|offer| self.checked(&mut checker, Field::OfferVector, offer));
        let numbers = need.map(|need| need.numbers.as_slice());
        let numbers = numbers.map(|need| self.checked(&mut checker, Field::NeedVector, need));
        // A refused embedding leaves an empty row, so that rows and people stay in step.
        self.offers.push(offer.unwrap_or_default());
        self.needs.push(numbers.unwrap_or_default());
        let visibility = need.map(|need| need.visibility);
        self.visibility
            .push(visibility.unwrap_or(Visibility::Shown));
    }

    /// Adds the row of a person of other embeddings, which are as wide.
    pub(crate) fn copy(&mut self, others: &Self, row: usize) {
        self.offers.push(others.offer(row).iter().copied());
        self.needs.push(others.need(row).iter().copied());
        self.visibility.push(others.visibility(row));
        // A network in which nobody has an embedding any more takes vectors of any width again.
        if others.has(row) {
            self.width = others.width;
        }
    }

    /// The rows in another order; none where nobody has an embedding.
    pub(crate) fn reordered(&self, order: &[u32]) -> Self {
        let mut reordered = Self::default();
        if self.width > 0 {
            let rows = order.iter().map(|row| row.as_index());
            rows.for_each(|row| reordered.copy(self, row));
        }
        reordered
    }

    /// A vector of unit length, as wide as the first; nothing where it is refused.
    fn checked(
        &mut self,
        checker: &mut ItemChecker<'_>,
        field: Field,
        numbers: &[f32],
    ) -> Vec<f32> {
        let mut refuse = |fault| {
            checker.refuse(field, None, fault);
            Vec::new()
        };
        // The first embedding tells the width; all others follow it.
        if self.width == 0 {
            self.width = numbers.len();
        }
        if numbers.len() != self.width || numbers.is_empty() {
            return refuse(Fault::Width {
                found: numbers.len(),
                expected: self.width.max(1),
            });
        }
        // Kept at unit length: a closeness is then one dot product.
        match direction(numbers) {
            Direction::Unit(unit) => unit,
            Direction::Unsound(place) => refuse(Fault::OutOfRange {
                value: numbers[place].into(),
                expected: "finite numbers of magnitude at most 1e9",
            }),
            Direction::Nowhere => refuse(Fault::OutOfRange {
                value: 0.0_f32.into(),
                expected: "a number other than 0",
            }),
        }
    }
}
