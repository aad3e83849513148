//! Names that were written in more than one way.

use crate::id::Names;
use crate::network::Network;

/// A name that was spelt in more than one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Spellings<'n> {
    /// What it names: `skill`, `topic`, `circle`, `attribute` or `attribute value`.
    pub kind: &'static str,
    /// The spelling that is shown.
    pub shown: &'n str,
    /// The others, in byte order.
    pub others: &'n [String],
}

impl Network {
    /// The names that were spelt in more than one way, as data to look through: what kind of name, the spelling that is shown,
    /// and the others. For whoever keeps the data: names that stand only in hidden needs and stances are among them.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9))
    ///     .person(Person::new("ben").needs("Rust ", 0.8))
    ///     .build()?;
    /// let respelt: Vec<_> = network.spellings().collect();
    /// assert_eq!((respelt[0].kind, respelt[0].shown, respelt[0].others[0].as_str()), ("skill", "Rust", "rust"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn spellings(&self) -> impl Iterator<Item = Spellings<'_>> {
        let facts = &self.facts;
        fn of<'n>(kind: &'static str, names: &'n Names) -> impl Iterator<Item = Spellings<'n>> {
            let respelt = names.respelt();
            respelt.map(move |(shown, others)| Spellings {
                kind,
                shown,
                others,
            })
        }
        // Kinds in the order in which people are described, names in order within.
        let skills = of("skill", &facts.skills).chain(of("topic", &facts.topics));
        let circles = of("circle", &facts.circles);
        let keys = of("attribute", &facts.attribute_keys);
        skills
            .chain(circles)
            .chain(keys)
            .chain(of("attribute value", &facts.attribute_values))
    }
}
