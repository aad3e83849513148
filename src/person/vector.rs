//! What a person offers and looks for as embeddings: sentences run through any model.

use crate::person::{Person, Visibility};

/// What a person looks for, as an embedding.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct NeedVector {
    /// The numbers.
    pub numbers: Vec<f32>,
    /// Who sees what it matches.
    #[cfg_attr(feature = "serde", serde(default))]
    pub visibility: Visibility,
}

/// Embeddings count within [`Intent::Learn`](crate::Intent::Learn): what another offers is gained as far as its direction is near to
/// what one looks for. Only directions count; a network keeps vectors of unit length. All vectors of a network are of one width and, to
/// mean anything, of one model.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Network, Person};
/// // In words the two have nothing in common; their sentences, run through a model, do.
/// let network = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).need_vector([0.8, 0.6, 0.0]))
///     .person(Person::new("ben").offer_vector([0.6, 0.8, 0.0]).needs("rust", 0.6))
///     .build()?;
/// let matcher = Matcher::new(&network);
/// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
/// let explanation = matcher.explain(ana, ben).expect("both are open");
/// assert!(explanation.to_string().contains("What ben offers is close in meaning to what ana looks for: 0.96."));
/// # Ok::<(), confrere::Error>(())
/// ```
impl Person {
    /// Sets what the person offers as an embedding.
    #[must_use]
    pub fn offer_vector(mut self, numbers: impl Into<Vec<f32>>) -> Self {
        self.offer_vector = Some(numbers.into());
        self
    }

    /// Sets what the person looks for as an embedding.
    #[must_use]
    pub fn need_vector(mut self, numbers: impl Into<Vec<f32>>) -> Self {
        self.need_vector = Some(NeedVector {
            numbers: numbers.into(),
            visibility: Visibility::Shown,
        });
        self
    }

    /// Sets what the person looks for as an embedding that counts in whom they meet, and in nothing that anyone else reads.
    #[must_use]
    pub fn need_vector_privately(mut self, numbers: impl Into<Vec<f32>>) -> Self {
        self.need_vector = Some(NeedVector {
            numbers: numbers.into(),
            visibility: Visibility::Hidden,
        });
        self
    }

    /// Removes both embeddings.
    #[must_use]
    pub fn remove_vectors(mut self) -> Self {
        (self.offer_vector, self.need_vector) = (None, None);
        self
    }

    /// What the person offers as an embedding.
    #[must_use]
    pub fn get_offer_vector(&self) -> Option<&[f32]> {
        self.offer_vector.as_deref()
    }

    /// What the person looks for as an embedding.
    #[must_use]
    pub fn get_need_vector(&self) -> Option<&NeedVector> {
        self.need_vector.as_ref()
    }
}
