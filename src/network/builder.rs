//! The door: where people and ties come in and are checked.

use crate::error::Error;
use crate::id::{Key, Spelling};
use crate::network::Network;
use crate::network::draft::Draft;
use crate::network::freeze::freeze;
use crate::network::relatedness::DraftRelatedness;
use crate::network::skill_vectors::{DraftSkillVectors, SkillNeighbours};
use crate::person::Person;

/// A tie between two people, as a caller describes it.
///
/// # Examples
///
/// ```
/// use confrere::Tie;
/// let mutual = Tie::new("ana", "caro", 0.8);
/// let one_way = Tie::directed("ana", "ben", 0.3);
/// assert_ne!(mutual, one_way);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Tie {
    /// Who can make the request.
    pub from: String,
    /// Whom it reaches.
    pub to: String,
    /// The chance that a request along the tie succeeds, from 0 to 1; 0 is no tie.
    pub strength: f32,
    /// Whether the tie holds in the named direction only.
    #[cfg_attr(feature = "serde", serde(default))]
    pub directed: bool,
}

impl Tie {
    /// A tie that holds both ways.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Tie;
    /// assert!(!Tie::new("ana", 7, 0.5).directed);
    /// ```
    #[must_use]
    pub fn new(from: impl Into<Key>, to: impl Into<Key>, strength: f32) -> Self {
        Self {
            from: from.into().into(),
            to: to.into().into(),
            strength,
            directed: false,
        }
    }

    /// A tie that holds one way: `from` can ask `to`.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Tie;
    /// assert!(Tie::directed("ana", "ben", 0.5).directed);
    /// ```
    #[must_use]
    pub fn directed(from: impl Into<Key>, to: impl Into<Key>, strength: f32) -> Self {
        Self {
            directed: true,
            ..Self::new(from, to, strength)
        }
    }
}

/// Collects people, ties and related skills; [`build`](Self::build) answers with a [`Network`] or with every error found.
///
/// # Examples
///
/// ```
/// use confrere::{Network, Person};
/// let refused = Network::builder().person(Person::new("ana").offers("rust", 1.5)).build();
/// let message = refused.expect_err("a level above 1").to_string();
/// assert_eq!(message, "offer `rust` of `ana` is 1.5, expected a number from 0 to 1");
/// ```
#[derive(Debug, Clone)]
pub struct NetworkBuilder {
    draft: Draft,
    ties: Vec<(u32, u32, f32)>,
    relatedness: DraftRelatedness,
}

impl Default for NetworkBuilder {
    fn default() -> Self {
        Self {
            draft: Draft::new(Spelling::default()),
            ties: Vec::new(),
            relatedness: DraftRelatedness::default(),
        }
    }
}

impl NetworkBuilder {
    /// Sets how spellings of skills, topics, circles and attributes are told apart, before anything is added.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person, Spelling};
    /// let ana = Person::new("ana").offers("rust", 0.9).needs("Rust", 0.8);
    /// let exact = Network::builder().spelling(Spelling::Exact).person(ana.clone()).build()?;
    /// assert_eq!(exact.skills().collect::<Vec<_>>(), ["Rust", "rust"]);
    /// let folded = Network::builder().person(ana).build()?;
    /// assert_eq!(folded.skills().collect::<Vec<_>>(), ["Rust"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn spelling(mut self, spelling: Spelling) -> Self {
        let anything = self.draft.people.len() + self.draft.skills.len() > 0;
        if anything || !self.draft.errors.is_empty() {
            let what = "spelling, set after names were added,".into();
            self.draft.errors.push(Error::Duplicate { what });
        } else {
            self.draft = Draft::new(spelling);
        }
        self
    }

    /// Adds a person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// assert_eq!(Network::builder().person(Person::new("ana")).build()?.people().len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn person(self, person: Person) -> Self {
        self.people([person])
    }

    /// Adds people from a stream; each is checked and stored compactly as it comes.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people((0..3).map(Person::new)).build()?;
    /// assert_eq!(network.people().len(), 3);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn people(mut self, people: impl IntoIterator<Item = Person>) -> Self {
        people
            .into_iter()
            .for_each(|person| self.draft.add(&person));
        self
    }

    /// Adds a tie that holds both ways, with the chance from 0 to 1 that a request along it succeeds.
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
    /// assert!(network.ties().iter().eq([(0, 1, 0.5), (1, 0, 0.5)]));
    /// assert_eq!(network.position(ana), Some(0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn tie(self, a: impl Into<Key>, b: impl Into<Key>, strength: f32) -> Self {
        self.ties([Tie::new(a, b, strength)])
    }

    /// Adds a tie that holds one way: `from` can ask `to`.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let people = ["ana", "ben"].map(Person::new);
    /// let network = Network::builder().people(people).directed_tie("ana", "ben", 0.5).build()?;
    /// assert_eq!((network.ties().strength(0, 1), network.ties().strength(1, 0)), (Some(0.5), None));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn directed_tie(self, from: impl Into<Key>, to: impl Into<Key>, strength: f32) -> Self {
        self.ties([Tie::directed(from, to, strength)])
    }

    /// Adds ties from a stream. Of several ties from one person to another the strongest counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person, Tie};
    /// let people = ["ana", "ben"].map(Person::new);
    /// let network = Network::builder().people(people).ties([Tie::new("ana", "ben", 0.5)]).build()?;
    /// assert_eq!(network.ties().ties(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn ties(mut self, ties: impl IntoIterator<Item = Tie>) -> Self {
        for tie in ties {
            let checked = self.draft.tie(&tie.from, &tie.to, tie.strength);
            let Some((from, to, strength)) = checked else {
                continue;
            };
            self.ties.push((from, to, strength));
            // A mutual tie is two directed ones from here on; parallel ties are resolved when all have arrived.
            if !tie.directed {
                self.ties.push((to, from, strength));
            }
        }
        self
    }

    /// Says how far one skill stands in for another, both ways, from 0 (not at all) to 1 (fully). Of several for one pair the last
    /// counts, and all count before a [taxonomy](Self::broader).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").needs("rust", 1.0))
    ///     .person(Person::new("ben").offers("c++", 0.8))
    ///     .related("rust", "c++", 0.5)
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// assert!(Matcher::new(&network).gain(ana, ben) > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn related(mut self, a: &str, b: &str, relatedness: f32) -> Self {
        let pair = (a, b);
        self.relatedness.relate(&mut self.draft, pair, relatedness);
        self
    }

    /// Says that a skill is a kind of a broader one, as in the taxonomies of ESCO and O*NET; a skill may have several broader ones.
    ///
    /// Skills of a taxonomy are as related as what they share tells of both: 2 · IC(a) / (IC(c) + IC(d)) for the most telling
    /// common broader skill a of c and d (Lin 1998), where the information content of a skill,
    /// IC(c) = 1 − ln(narrower skills and itself) / ln(all skills of the taxonomy), is 1 for the narrowest and 0 for a root over all
    /// (Seco, Veale, Hayes 2004). A skill stands in for its 16 most related ones, if they are related by 0.5 or more; for other pairs
    /// and other numbers there is [`related`](Self::related), which counts before.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let builder = Network::builder()
    ///     .broader("rust", "systems programming")
    ///     .broader("c++", "systems programming")
    ///     .broader("systems programming", "programming")
    ///     .broader("python", "programming")
    ///     .broader("programming", "skills")
    ///     .broader("contract law", "law")
    ///     .broader("law", "skills")
    ///     .person(Person::new("ana").offers("contract law", 0.9).needs("rust", 0.8))
    ///     .person(Person::new("ben").offers("systems programming", 1.0).needs("contract law", 0.6))
    ///     .person(Person::new("caro").offers("python", 1.0).needs("contract law", 0.6));
    /// let network = builder.clone().build()?;
    /// let (ana, ben, caro) = (network.id("ana")?, network.id("ben")?, network.id("caro")?);
    /// let matcher = Matcher::new(&network);
    /// // Of 8 skills 3 are systems programming, which so has the content 1 − ln 3 / ln 8 = 0.47; that of rust is 1.
    /// let content = 1.0 - 3.0_f32.ln() / 8.0_f32.ln();
    /// let related = 2.0 * content / (1.0 + content);
    /// assert!((matcher.gain(ana, ben) - related).abs() < 1e-6);
    /// assert_eq!(matcher.gain(ana, caro), 0.0); // python is too far from rust
    /// let circle = builder.broader("skills", "rust").build().expect_err("rust would be broader than itself");
    /// assert!(circle.to_string().contains("broader than itself by way of others"), "{circle}");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn broader(mut self, skill: &str, broader: &str) -> Self {
        let step = (skill, broader);
        self.relatedness.broaden(&mut self.draft, step);
        self
    }

    /// Gives vectors of skills, as any embedding makes them: skills near to each other stand in for each other, as
    /// [`SkillNeighbours::new`] has it, their cosine being the relatedness.
    ///
    /// What is [said by hand](Self::related) of a pair counts before, be it 0; of a [taxonomy](Self::broader) and vectors the greater
    /// counts. Neighbours are exact, and looked for once, when the first [`Matcher`](crate::Matcher) is made.
    ///
    /// # Complexity
    ///
    /// O(skills² × numbers of a vector) in the worst case, by the kernel of [`DenseVectors`](crate::benefit::DenseVectors); 14,000 skills
    /// of 384 numbers take seconds. 4 bytes a number.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let names = ["commercial law", "contract law", "rust"];
    /// let vectors = [[0.9, 0.1, 0.0], [0.8, 0.3, 0.0], [0.0, 0.1, 0.9]];
    /// let network = Network::builder()
    ///     .skill_vectors(names, vectors)
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("contract law", 0.8))
    ///     .person(Person::new("ben").offers("commercial law", 0.5).needs("rust", 0.6))
    ///     .build()?;
    /// let matcher = Matcher::new(&network);
    /// let ana = network.id("ana")?;
    /// let pick = matcher.recommend(ana)[0].to_string();
    /// assert_eq!(pick, "ben: ana gains contract law (0.48 through commercial law, related 0.97), ben gains rust (0.90)");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn skill_vectors<N: AsRef<str>, V: AsRef<[f32]>>(
        self,
        names: impl IntoIterator<Item = N>,
        vectors: impl IntoIterator<Item = V>,
    ) -> Self {
        self.skill_vectors_with(names, vectors, SkillNeighbours::new())
    }

    /// Like [`skill_vectors`](Self::skill_vectors), told how near two skills must be. [`build`](Self::build) refuses vectors that are
    /// not one a name and of one width, a number that is not finite, a vector of length 0, and a skill with two vectors.
    #[must_use]
    pub fn skill_vectors_with<N: AsRef<str>, V: AsRef<[f32]>>(
        mut self,
        names: impl IntoIterator<Item = N>,
        vectors: impl IntoIterator<Item = V>,
        neighbours: SkillNeighbours,
    ) -> Self {
        if self.relatedness.vectors.is_some() {
            let what = "list of skill vectors".into();
            self.draft.errors.push(Error::Duplicate { what });
            return self;
        }
        match DraftSkillVectors::new(&mut self.draft.skills, names, vectors, neighbours) {
            Ok(vectors) => self.relatedness.vectors = Some(vectors),
            Err(errors) => self.draft.errors.extend(errors),
        }
        self
    }

    /// The first error so far: for readers of long inputs that want to stop and name the line.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let builder = Network::builder().person(Person::new("ana").offers("rust", 2.0));
    /// assert!(builder.first_error().is_some());
    /// ```
    #[must_use]
    pub fn first_error(&self) -> Option<&Error> {
        self.draft.errors.first()
    }

    /// Checks what is left to check and builds the network.
    ///
    /// # Errors
    ///
    /// Every error there is, in the order in which it was added: a name that is empty or too long, a key that holds what does not
    /// show; a person given twice; a number that is not finite or out of its range; one item with two different numbers; a tie or
    /// a block between one person; then every key that was mentioned and never added, with the nearest known one; and a
    /// taxonomy that leads in a circle. [`Error::all`] lists them.
    ///
    /// # Complexity
    ///
    /// O(t log t) time for t items and ties in all; the space of the result, once more while it is built.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let error = Network::builder().tie("ana", "ben", 0.5).build().expect_err("nobody is here");
    /// assert!(error.to_string().contains("ana"));
    /// ```
    pub fn build(mut self) -> Result<Network, Error> {
        let tied = self.ties.iter().flat_map(|tie| [tie.0, tie.1]);
        // Ties, blocks and managers may name people before they arrive; now everyone named must have.
        self.draft.check_mentions(tied);
        match Error::of_all(std::mem::take(&mut self.draft.errors)) {
            Some(error) => Err(error),
            None => Ok(Network::of(freeze(
                self.draft,
                self.ties,
                &self.relatedness,
            )?)),
        }
    }
}
