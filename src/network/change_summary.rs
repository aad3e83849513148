//! What a change does, as data.

use std::collections::BTreeMap;

use crate::id::PersonIndex;
use crate::network::Tie;
use crate::network::change::NetworkChange;
use crate::rows::AsIndex;

/// What a change does to the network that it started from, as data. Keys are those after the change, but for `left`.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ChangeSummary {
    /// Who joins, in the order given.
    pub joined: Vec<String>,
    /// Who was known and is put in the place of what they said before, in the order given.
    pub replaced: Vec<String>,
    /// Who is edited, in key order.
    pub edited: Vec<String>,
    /// Key before and after, in key order.
    pub renamed: Vec<(String, String)>,
    /// Who leaves, in key order.
    pub left: Vec<String>,
    /// Directed ties that are set to another strength than before, 0 where one is removed.
    pub ties: Vec<Tie>,
    /// Skills whose relatedness by hand is set, each pair once, the lower name first, and to what.
    pub related: Vec<(String, String, f32)>,
    /// Steps of the taxonomy that are added: narrower and broader skill.
    pub broader: Vec<(String, String)>,
}

impl NetworkChange {
    /// What the change does so far, as data.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben"].map(Person::new)).build()?;
    /// let change = network.change().person(Person::new("caro")).person(Person::new("ana").paused());
    /// let summary = change.leave("ben").tie("ana", "caro", 0.5).summary();
    /// assert_eq!((&summary.joined[0], &summary.replaced[0], &summary.left[0]), (&"caro".into(), &"ana".into(), &"ben".into()));
    /// assert_eq!(summary.ties.len(), 2);
    /// let summary = network.change().related("rust", "c++", 0.4).summary();
    /// assert_eq!(summary.related, [("c++".to_string(), "rust".to_string(), 0.4)]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn summary(&self) -> ChangeSummary {
        let key = |person: &PersonIndex| self.network.key_at(*person).to_string();
        let now = |person: &PersonIndex| {
            self.renamed
                .get(person)
                .cloned()
                .unwrap_or_else(|| key(person))
        };
        let keys = self.draft.people.by_number();
        let said = self.draft.rows.iter().map(|number| keys[number.as_index()]);
        // Who has a key after the change and was there before, by the new key of the renamed or by the key that stays.
        let renamed = self.renamed.iter();
        let renamed: BTreeMap<&str, PersonIndex> = renamed
            .map(|(person, new)| (new.as_str(), *person))
            .collect();
        let before = |key: &str| {
            let same = self.network.find(key);
            let same = same.filter(|person| !self.renamed.contains_key(person));
            renamed.get(key).copied().or(same)
        };
        // Who is described and was there before is replaced; whoever was not joins.
        let (replaced, joined): (Vec<&str>, Vec<&str>) =
            said.partition(|key| before(key).is_some());
        let owned = |keys: Vec<&str>| keys.into_iter().map(ToString::to_string).collect();
        // Setting a tie to the strength that it has changes nothing.
        let ties = self.ties.iter().map(|(&(from, to), &strength)| {
            (
                Tie::directed(keys[from.as_index()], keys[to.as_index()], strength),
                strength,
            )
        });
        // A tie of someone who joins had no strength before.
        let strength_before = |tie: &Tie| {
            let ends = before(&tie.from).zip(before(&tie.to));
            let strength = ends.and_then(|(from, to)| self.network.ties().between(from, to));
            strength.unwrap_or(0.0)
        };
        let changed = ties.filter(|(tie, strength)| strength_before(tie) != *strength);
        ChangeSummary {
            joined: owned(joined),
            replaced: owned(replaced),
            edited: self.edited.keys().map(now).collect(),
            renamed: self
                .renamed
                .iter()
                .map(|(person, new)| (key(person), new.clone()))
                .collect(),
            left: self.leaving.iter().map(key).collect(),
            ties: changed.map(|(tie, _)| tie).collect(),
            related: self.related_so_far(),
            broader: self.broader_so_far(),
        }
    }

    fn related_so_far(&self) -> Vec<(String, String, f32)> {
        let names = self.draft.skills.by_number();
        let pairs = self.relatedness.by_hand.iter();
        // Each pair is kept both ways.
        let pairs =
            pairs.map(|(&(a, b), &value)| (names[a.as_index()], names[b.as_index()], value));
        let once = pairs.filter(|(a, b, _)| a < b);
        let mut related: Vec<_> = once
            .map(|(a, b, value)| (a.into(), b.into(), value))
            .collect();
        related.sort_unstable_by(|one: &(String, String, f32), other| {
            (&one.0, &one.1).cmp(&(&other.0, &other.1))
        });
        related
    }

    fn broader_so_far(&self) -> Vec<(String, String)> {
        let names = self.draft.skills.by_number();
        let steps = self.relatedness.broader.iter();
        steps
            .map(|&(narrower, broader)| {
                (
                    names[narrower.as_index()].into(),
                    names[broader.as_index()].into(),
                )
            })
            .collect()
    }
}
