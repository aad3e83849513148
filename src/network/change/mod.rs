//! Another network when people join, change and leave.

mod edited;
mod pieces;
mod splice;
mod still_used;
mod ties;

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Field};
use crate::id::{Key, PersonIndex, check_key, quoted};
use crate::network::Network;
use crate::network::change::splice::Splice;
use crate::network::draft::Draft;
use crate::network::freeze::freeze;
use crate::network::relatedness::DraftRelatedness;
use crate::network::retained::Retained;
use crate::person::Person;

/// A batch of edits: people added, replaced, edited, renamed or removed, ties set or cleared, skills related. [`build`](Self::build)
/// returns a new [`Network`] or every error found; the original is untouched, and everyone who stays keeps their id.
///
/// The result is the network that [`NetworkBuilder`](crate::NetworkBuilder) makes of the people and ties there are in the end, and no
/// name that nobody uses any more. Related skills stay related, and a name keeps the spellings it had, be it that whoever wrote one left.
///
/// # Examples
///
/// ```
/// use confrere::{Matcher, Network, Person};
/// let monday = Network::builder()
///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
///     .person(Person::new("caro").offers("design", 0.9).needs("rust", 0.4).manager("dan"))
///     .person(Person::new("dan"))
///     .tie("ana", "caro", 0.8)
///     .tie("caro", "dan", 0.9)
///     .build()?;
/// let tuesday = monday
///     .change()
///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
///     .tie("ben", "caro", 0.5)
///     .leave("dan")
///     .build()?;
/// let picks = Matcher::new(&tuesday);
/// let picks = picks.recommend(tuesday.id("ana")?);
/// assert_eq!(picks[0].to_string(), "ben: ana gains law (0.70), ben gains rust (0.90); via caro");
/// assert_eq!(tuesday.manager(tuesday.id("caro")?), None);
/// assert_eq!(monday.people().len(), 3);
/// # Ok::<(), confrere::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct NetworkChange {
    pub(crate) network: Network,
    /// Who joins or says something new, and who is mentioned.
    pub(crate) draft: Draft,
    pub(crate) edited: BTreeMap<PersonIndex, Person>,
    pub(crate) renamed: BTreeMap<PersonIndex, String>,
    pub(crate) leaving: BTreeSet<PersonIndex>,
    /// The last said of each directed tie, by numbers of the draft.
    pub(crate) ties: BTreeMap<(u32, u32), f32>,
    pub(crate) relatedness: DraftRelatedness,
}

impl Network {
    /// Starts a change: who joins, says something new or leaves, and which ties change.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().person(Person::new("ana")).build()?;
    /// let network = network.change().person(Person::new("ben")).tie("ana", "ben", 0.5).build()?;
    /// assert_eq!(network.people().len(), 2);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn change(&self) -> NetworkChange {
        NetworkChange {
            network: self.clone(),
            draft: Draft::new(self.facts().skills.spelling()),
            edited: BTreeMap::new(),
            renamed: BTreeMap::new(),
            leaving: BTreeSet::new(),
            ties: BTreeMap::new(),
            relatedness: DraftRelatedness::default(),
        }
    }
}

impl NetworkChange {
    /// Lets a person join, or puts all that a known person says in place of what they said before. Ties stay, and so does what
    /// others say of them.
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
    /// let changed = network.change().person(Person::new("caro")).build()?;
    /// assert_eq!((network.people().len(), changed.people().len()), (2, 3));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn person(self, person: Person) -> Self {
        self.people([person])
    }

    /// Like [`person`](Self::person), for people from a stream.
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
    /// let changed = network.change().people(["caro", "dan"].map(Person::new)).build()?;
    /// assert_eq!(changed.people().len(), 4);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn people(mut self, people: impl IntoIterator<Item = Person>) -> Self {
        for person in people {
            let known = self.network.find(person.key());
            match known.is_some_and(|known| self.leaving.contains(&known)) {
                true => self.refuse(both_ways(person.key())),
                false => self.draft.add(&person),
            }
        }
        self
    }

    /// Changes what a known person says, item by item. Another key given by the edit [renames](Self::rename) the person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let ana = Person::new("ana").offers("rust", 0.5).offers("law", 0.3).paused();
    /// let network = Network::builder().person(ana).build()?;
    /// let network = network
    ///     .change()
    ///     .edit("ana", |ana| ana.set_offer("rust", 0.9).remove_offer("law").resumed())
    ///     .build()?;
    /// let offers: Vec<_> = network.offers(network.id("ana")?).collect();
    /// assert_eq!(offers, [("rust", 0.9)]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn edit(mut self, key: impl Into<Key>, edit: impl FnOnce(Person) -> Person) -> Self {
        let key = Key::text(key);
        let Some(person) = self.staying(&key) else {
            return self;
        };
        // Edits of one person accumulate within the batch: the second sees what the first made, under the last key that was given.
        let before = self.edited.remove(&person);
        let mut before = before.unwrap_or_else(|| self.network.to_person_at(person));
        before.key = self.key_of(person).to_string();
        let own = before.key.clone();
        let after = edit(before);
        let renamed = (after.key() != own).then(|| after.key().to_string());
        self.edited.insert(person, after);
        match renamed {
            Some(new) => self.rename(key, new),
            None => self,
        }
    }

    /// Lets a person take a break: they appear nowhere.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().person(Person::new("ana")).build()?;
    /// let network = network.change().pause("ana").build()?;
    /// let paused = |network: &Network| network.get("ana").and_then(|ana| network.limits(ana)).map(|limits| limits.paused);
    /// assert_eq!(paused(&network), Some(true));
    /// assert_eq!(paused(&network.change().resume("ana").build()?), Some(false));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn pause(self, key: impl Into<Key>) -> Self {
        self.edit(key, Person::paused)
    }

    /// Ends the break of a person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder().person(Person::new("ana").paused()).build()?;
    /// let network = network.change().resume("ana").build()?;
    /// let limits = network.limits(network.id("ana")?).expect("someone of the network");
    /// assert!(!limits.paused);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn resume(self, key: impl Into<Key>) -> Self {
        self.edit(key, Person::resumed)
    }

    /// Gives a person another key. Ties, blocks, refusals and lines to a manager follow, and the id is another: that of the
    /// new key. Records that name the old key, such as histories and ledgers, are renamed where they are kept. Ids kept from before
    /// are nobody's then, unless somebody else is given the old key.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana"))
    ///     .person(Person::new("ben").blocks("ana"))
    ///     .person(Person::new("caro"))
    ///     .tie("ana", "caro", 0.5)
    ///     .build()?;
    /// let network = network.change().rename("ana", "anna").build()?;
    /// let (anna, ben) = (network.id("anna")?, network.id("ben")?);
    /// assert!(network.blocked(ben, anna));
    /// assert_eq!(network.ties().ties(), 2);
    /// assert!(network.get("ana").is_none());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn rename(mut self, key: impl Into<Key>, new: impl Into<Key>) -> Self {
        let new = Key::text(new);
        // The key is noted when the change is built: until then another rename may take its place.
        if let Err(fault) = check_key(&new) {
            self.draft.refuse(&new, Field::Key, None, fault);
        } else if let Some(person) = self.staying(&Key::text(key)) {
            // The last key counts, also where it is the one from before the change.
            match new == self.network.key_at(person) {
                true => self.renamed.remove(&person),
                false => self.renamed.insert(person, new),
            };
        }
        self
    }

    /// Removes someone, with every tie and with every block, refusal and line to a manager that names them.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").blocks("ben"))
    ///     .person(Person::new("ben").offers("rust", 0.9))
    ///     .build()?;
    /// let network = network.change().leave("ben").build()?;
    /// assert_eq!(network.people().len(), 1);
    /// assert_eq!(network.skills().len(), 0); // nobody names it any more
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn leave(mut self, key: impl Into<Key>) -> Self {
        let key = Key::text(key);
        let Some(person) = self.known(&key) else {
            return self;
        };
        // Leaving and being described in one batch contradict each other, whichever came first.
        let stays = self.edited.contains_key(&person) || self.renamed.contains_key(&person);
        if stays || self.draft.has_arrived(&key) {
            self.refuse(both_ways(&key));
        } else if !self.leaving.insert(person) {
            let what = format!("departure of {}", quoted(&key));
            self.refuse(Error::Duplicate { what });
        }
        self
    }

    /// The first error so far: for readers of long inputs that want to stop and name the line.
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
    /// assert!(network.change().person(Person::new("")).first_error().is_some());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn first_error(&self) -> Option<&Error> {
        self.draft.errors.first()
    }

    fn refuse(&mut self, error: Error) {
        self.draft.errors.push(error);
    }

    /// The other network where no name comes or goes; `None` where one does, or where something is wrong.
    fn spliced(&self) -> Option<Network> {
        if !self.renamed.is_empty() || !self.relatedness.is_silent() {
            return None;
        }
        let splice = Splice::new(self.network.facts(), &self.draft, &self.leaving)?;
        Some(Network::of(splice.facts(&self.ties)?))
    }

    /// Checks what is left to check and builds the other network.
    ///
    /// # Errors
    ///
    /// Every error there is: all that [`NetworkBuilder::build`](crate::NetworkBuilder::build) refuses of a person and of a tie; someone
    /// who leaves, is edited or renamed and is not in the network; someone who joins twice, leaves twice, or leaves and joins, is edited
    /// or renamed; a new key that is taken; then any key in a tie or in what a person newly says, of someone who is not there in the end.
    ///
    /// # Complexity
    ///
    /// O(facts + t log t) time for the facts of the network and t items and ties of the change. Where no name, spelling or group
    /// comes or goes, nobody has a label or another key, and no skill is related, what stays is copied in whole stretches of memory,
    /// and what people offer, need, care for and think is shared with the network before. So memory, though no method, keeps what
    /// those said who left or now say something else, until they are more than one in 64.
    ///
    /// Else it is copied item by item, neither checked nor parsed again, each name that stays is looked up once, and the space of the
    /// result is taken once more while it is built.
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
    /// assert!(network.change().tie("ana", "zoe", 0.5).build().is_err());
    /// assert_eq!(network.people().len(), 2); // untouched
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn build(mut self) -> Result<Network, Error> {
        self.check_renamed();
        self.add_edited();
        match self.spliced() {
            Some(network) => Ok(network),
            None => self.drafted(),
        }
    }

    /// The other network by way of a draft of everyone.
    fn drafted(mut self) -> Result<Network, Error> {
        let draft = &mut self.draft;
        let (network, leaving, renamed) = (&self.network, &self.leaving, &self.renamed);
        let key = |person| match renamed.get(&person) {
            Some(new) => Some(new.as_str()),
            None => (!leaving.contains(&person)).then(|| network.key_at(person)),
        };
        // Who says something new has arrived before; the others arrive now, so that mentions can be checked.
        let retained = Retained::arrive(network, key, draft);
        draft.check_mentions(self.ties.keys().flat_map(|tie| [tie.0, tie.1]));
        draft.errors.extend(retained.width_error(draft));
        if let Some(error) = Error::of_all(std::mem::take(&mut draft.errors)) {
            return Err(error);
        }
        // From here on nothing can be wrong, so the draft takes over whoever stays, row by row.
        retained.carry_over(draft);
        let relatedness = retained.relatedness(draft, &self.relatedness);
        let ties = retained.ties(self.ties);
        Ok(Network::of(freeze(self.draft, ties, &relatedness)?))
    }
}

fn both_ways(key: &str) -> Error {
    Error::Duplicate {
        what: format!("person {}, to join and to leave,", quoted(key)),
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::ChaCha8Rng;
    use rand::{RngExt, SeedableRng};

    use crate::network::change::NetworkChange;
    use crate::network::{Facts, Network};
    use crate::person::{Intent, Person};

    const NAMES: usize = 5;

    fn key(number: usize) -> String {
        format!("p{number:02}")
    }

    /// Someone who says a little of everything, in names that all know.
    fn someone(rng: &mut ChaCha8Rng, key: &str, others: &[String], embedded: bool) -> Person {
        let mut person = Person::new(key);
        for name in 0..NAMES {
            let (mut chance, weight) = (|| rng.random_bool(0.4), 0.1 + 0.1 * name as f32);
            if chance() {
                person = person.offers(format!("s{name}"), weight);
            }
            person = match (chance(), chance()) {
                (true, true) => person.needs(format!("S{name}"), weight),
                (true, false) => person.needs_privately(format!("s{name}"), weight),
                _ => person,
            };
            if chance() {
                person = person.stance(format!("t{name}"), weight);
            }
            if chance() {
                person = person.interest(format!("t{name}"), weight);
            }
            if chance() {
                person = person.available(format!("slot {name}"));
            }
            if chance() {
                person = person.attribute("town", format!("v{name}"));
                break;
            }
        }
        let circle = rng.random_range(0..NAMES);
        person = person.circle([format!("c{circle}"), "all".into()]);
        if rng.random_bool(0.5) {
            person = person
                .seeks(Intent::Exposure, 1.0)
                .wants_circle(format!("c{circle}"), 0.5);
        }
        if rng.random_bool(0.3) {
            person = person.paused().openness(0.5);
        }
        if embedded && rng.random_bool(0.5) {
            person = person.offer_vector([0.6, 0.8]).need_vector([1.0, 0.0]);
        }
        let other = &others[rng.random_range(0..others.len())];
        match rng.random_range(0..4) {
            _ if other == key => person,
            0 => person.blocks(other),
            1 => person.refuses(other),
            2 => person.manager(other),
            _ => person,
        }
    }

    /// People who never leave and use every name.
    fn anchor(number: usize, embedded: bool) -> Person {
        let mut person = Person::new(format!("anchor {number}")).seeks(Intent::Learn, 1.0);
        for name in 0..NAMES {
            let (skill, topic) = (format!("s{name}"), format!("t{name}"));
            person = person.offers(skill, 0.5).needs(format!("S{name}"), 0.5);
            person = person.stance(&topic, 0.5).interest(topic, 0.5);
            person = person
                .available(format!("slot {name}"))
                .wants_circle(format!("c{name}"), 0.5);
        }
        person = person.circle([format!("c{number}"), "all".into()]);
        if embedded {
            person = person.offer_vector([0.8, 0.6]);
        }
        person.attribute("town", format!("v{number}"))
    }

    fn assert_same(one: &Facts, other: &Facts) {
        assert!(one.keys.iter().eq(other.keys.iter()));
        assert!(one.skills.iter().eq(other.skills.iter()));
        assert_eq!((&one.ids, &one.by_id), (&other.ids, &other.by_id));
        assert_eq!((&one.offers, &one.needs), (&other.offers, &other.needs));
        assert_eq!(
            (&one.interests, &one.stances),
            (&other.interests, &other.stances)
        );
        assert_eq!(
            (&one.hierarchies, &one.attributes),
            (&other.hierarchies, &other.attributes)
        );
        assert_eq!((&one.seeks, &one.wanted), (&other.seeks, &other.wanted));
        assert_eq!((&one.blocks, &one.refuses), (&other.blocks, &other.refuses));
        assert_eq!(
            (&one.available, &one.managers),
            (&other.available, &other.managers)
        );
        assert_eq!(
            (&one.openness, &one.limits),
            (&other.openness, &other.limits)
        );
        assert_eq!((&one.ties, &one.ties_in), (&other.ties, &other.ties_in));
        assert_eq!(one.acquaintances, other.acquaintances);
        let (mine, theirs) = (&one.embeddings, &other.embeddings);
        assert_eq!(mine.width, theirs.width);
        assert_eq!((&mine.offers, &mine.needs), (&theirs.offers, &theirs.needs));
        assert_eq!(mine.visibility, theirs.visibility);
    }

    /// A few people join, say something new or leave, and ties change.
    fn changed(rng: &mut ChaCha8Rng, network: &Network, embedded: bool) -> NetworkChange {
        let mut change = network.change();
        let leaves: Vec<bool> = (0..30).map(|_| rng.random_bool(0.1)).collect();
        let mut here: Vec<String> = Vec::new();
        let mut joining = Vec::new();
        for (number, leaves) in leaves.into_iter().enumerate() {
            let key = key(number);
            match (network.find(&key), leaves) {
                (Some(_), true) => change = change.leave(&key),
                (Some(_), false) => here.push(key),
                (None, true) => joining.push(key),
                (None, false) => (),
            }
        }
        here.push("anchor 0".into());
        let others: Vec<String> = here.iter().chain(&joining).cloned().collect();
        for key in joining {
            change = change.person(someone(rng, &key, &others, embedded));
        }
        let known = here[rng.random_range(0..here.len())].clone();
        if known != "anchor 0" {
            let again = someone(rng, &known, &others, embedded);
            change = match rng.random_bool(0.5) {
                true => change.person(again),
                false => change.edit(&known, |known| known.set_offer("s1", 0.7).resumed()),
            };
        }
        for _ in 0..rng.random_range(0..5) {
            let (from, to) = (
                rng.random_range(0..others.len()),
                rng.random_range(0..others.len()),
            );
            if from != to {
                let strength = [0.0, 0.4, 0.9][rng.random_range(0..3)];
                let (from, to) = (&others[from], &others[to]);
                change = match rng.random_bool(0.8) {
                    true => change.tie(from, to, strength),
                    false => change.directed_tie(from, to, strength),
                };
            }
        }
        change
    }

    #[test]
    fn a_spliced_change_is_the_drafted_one() {
        for seed in 0..40 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let embedded = seed % 3 == 0;
            let anchors = (0..NAMES).map(|number| anchor(number, embedded));
            let mut builder = Network::builder().people(anchors);
            builder = builder.people((0..15).map(|number| Person::new(key(2 * number))));
            // Among many who stay as they are, rows are shared from change to change.
            let bystanders = if seed % 4 == 1 { 1_000 } else { 0 };
            let bystander = |number| Person::new(format!("q{number}")).offers("s1", 0.5);
            builder = builder.people((0..bystanders).map(bystander));
            builder = builder.tie("anchor 0", "p04", 0.5).tie("p04", "p08", 0.5);
            let mut network = builder.build().expect("a sound community");
            for _ in 0..6 {
                let mut change = changed(&mut rng, &network, embedded);
                change.check_renamed();
                change.add_edited();
                let spliced = change.spliced().expect("no name comes or goes");
                let drafted = change.drafted().expect("a sound change");
                assert_same(spliced.facts(), drafted.facts());
                network = spliced;
            }
        }
    }

    #[test]
    fn what_brings_or_drops_a_name_is_not_spliced() {
        let ana = || Person::new("ana").offers("rust", 0.5).circle(["team"]);
        let ben = Person::new("ben").needs("rust", 0.5).available("monday");
        let network = Network::builder()
            .people([ana(), ben])
            .build()
            .expect("sound");
        let spliced = |change: NetworkChange| change.spliced().is_some();
        assert!(spliced(
            network
                .change()
                .person(Person::new("caro").offers("rust", 0.1))
        ));
        assert!(!spliced(
            network
                .change()
                .person(Person::new("caro").offers("Rust", 0.1))
        ));
        assert!(!spliced(
            network
                .change()
                .person(Person::new("caro").offers("law", 0.1))
        ));
        assert!(!spliced(
            network.change().person(Person::new("caro").label("Caro"))
        ));
        assert!(!spliced(
            network.change().person(Person::new("caro").blocks("zoe"))
        ));
        assert!(!spliced(
            network
                .change()
                .person(Person::new("caro").circle(["team", "firm"]))
        ));
        assert!(!spliced(network.change().leave("ben")));
        assert!(!spliced(network.change().tie("ana", "zoe", 0.5)));
        assert!(!spliced(network.change().rename("ana", "anna")));
        assert!(!spliced(network.change().related("rust", "law", 0.5)));
        assert!(spliced(network.change().tie("ana", "ben", 0.5)));
        let two = network
            .change()
            .person(ana().label("Ana"))
            .build()
            .expect("sound");
        assert!(!spliced(two.change().tie("ana", "ben", 0.5)));
    }
}
