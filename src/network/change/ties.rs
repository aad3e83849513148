//! Changes of ties and of what skills have to do with each other.

use crate::id::Key;
use crate::network::{NetworkChange, Tie};

impl NetworkChange {
    /// Sets the strength of the tie both ways, known or new. Of what is said of one tie the last counts; 0 is no tie.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let changed = network.change().tie("ana", "ben", 0.9).build()?;
    /// assert_eq!(changed.ties().strength(0, 1), Some(0.9));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn tie(self, a: impl Into<Key>, b: impl Into<Key>, strength: f32) -> Self {
        self.ties([Tie::new(a, b, strength)])
    }

    /// Sets the strength of the tie one way; the way back stays as it is.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let changed = network.change().directed_tie("ana", "ben", 0.9).build()?;
    /// assert_eq!((changed.ties().strength(0, 1), changed.ties().strength(1, 0)), (Some(0.9), Some(0.5)));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn directed_tie(self, from: impl Into<Key>, to: impl Into<Key>, strength: f32) -> Self {
        self.ties([Tie::directed(from, to, strength)])
    }

    /// Sets the strengths of ties from a stream, as [`tie`](Self::tie) and [`directed_tie`](Self::directed_tie) do.
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
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// use confrere::Tie;
    /// let changed = network.change().ties([Tie::new("ben", "ana", 0.7)]).build()?;
    /// assert_eq!(changed.ties().strength(0, 1), Some(0.7));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ties(mut self, ties: impl IntoIterator<Item = Tie>) -> Self {
        for tie in ties {
            let checked = self.draft.tie(&tie.from, &tie.to, tie.strength);
            let Some((from, to, strength)) = checked else {
                continue;
            };
            // Within a batch the last word about a tie counts, unlike in a builder, where the strongest does.
            self.ties.insert((from, to), strength);
            if !tie.directed {
                self.ties.insert((to, from), strength);
            }
        }
        self
    }

    /// Removes the tie both ways; where there is none, nothing changes. One way only is a
    /// [`directed_tie`](Self::directed_tie) of strength 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .people(["ana", "ben", "caro"].map(Person::new))
    ///     .tie("ana", "ben", 0.5)
    ///     .tie("ben", "caro", 0.5)
    ///     .build()?;
    /// let network = network.change().untie("ana", "ben").directed_tie("caro", "ben", 0.0).build()?;
    /// assert_eq!(network.ties().iter().collect::<Vec<_>>(), [(1, 2, 0.5)]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn untie(self, a: impl Into<Key>, b: impl Into<Key>) -> Self {
        self.tie(a, b, 0.0)
    }

    /// Sets how far one skill stands in for another, both ways, as [`NetworkBuilder::related`](crate::NetworkBuilder::related) does.
    #[must_use]
    pub fn related(mut self, a: &str, b: &str, relatedness: f32) -> Self {
        let pair = (a, b);
        self.relatedness.relate(&mut self.draft, pair, relatedness);
        self
    }

    /// Says that a skill is a kind of a broader one, as [`NetworkBuilder::broader`](crate::NetworkBuilder::broader) does.
    #[must_use]
    pub fn broader(mut self, skill: &str, broader: &str) -> Self {
        let step = (skill, broader);
        self.relatedness.broaden(&mut self.draft, step);
        self
    }
}
