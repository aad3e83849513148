//! The questions about everyone.

use std::ops::ControlFlow;

use crate::benefit::Delivery;
use crate::diversity::{Effect, OpinionReport};
use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::progress::work::WorkReport;
use crate::progress::{Meter, Progress, unwatched, watched};
use crate::recommend::matcher::Matcher;
use crate::recommend::opinions;
use crate::recommend::ranked::Ranked;

impl Matcher {
    /// Everyone's best `limit` peers, by person in name order: each list score descending, then name order.
    ///
    /// As in [`recommend`](Self::recommend) the order counts what peers hide and the scores told do not, unless the matcher is
    /// [for the operator](Self::for_operator).
    ///
    /// People are ranked in parallel; the answer is the same on any number of threads.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let lists = Matcher::new(&network).recommend_all(5);
    /// assert_eq!(lists[0][0].peer, network.id("ben")?);
    /// assert_eq!(lists[1][0].score, lists[0][0].score);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recommend_all(&self, limit: u32) -> Vec<Vec<Ranked>> {
        unwatched(|meter| self.all_lists(limit, meter))
    }

    /// As [`recommend_all`](Self::recommend_all), [watched](Progress).
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::{Error, Matcher, Network, Person};
    /// let network = Network::builder().people(["ana", "ben"].map(Person::new)).build()?;
    /// let lists = Matcher::new(&network).recommend_all_watched(5, |progress| match progress.stage {
    ///     "done" => ControlFlow::Break(()), // the answer is there: too late to cancel
    ///     _ => ControlFlow::Continue(()),
    /// })?;
    /// assert_eq!(lists, [[], []]);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn recommend_all_watched(
        &self,
        limit: u32,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Vec<Vec<Ranked>>, Error> {
        watched(progress, |meter| self.all_lists(limit, meter))
    }

    /// Everyone's list.
    pub(crate) fn all_lists(
        &self,
        limit: u32,
        meter: &mut Meter<'_>,
    ) -> Result<Vec<Vec<Ranked>>, Error> {
        let mut lists = Vec::with_capacity(self.network().size());
        self.each_list((limit, Delivery::AllAtOnce), meter, |_, list, _| {
            lists.push(list);
            ControlFlow::Continue(())
        })?;
        Ok(lists)
    }

    /// Streams the lists of [`recommend_all`](Self::recommend_all): each person's, in name order, as soon as it is final. Return `Break`
    /// to stop early.
    ///
    /// One person in 1,024, at most 128, is answered before all others, so that the first list arrives after .2 % of the pairs on any
    /// number of threads. The others come in batches: a batch is paired with itself and all later ones, and its lists are final. The
    /// first has 1,024 people for each worker, each later one twice as many, up to 32,768; so among 100,000 people on two workers the
    /// second batch of lists arrives after some 4 % of the pairs.
    ///
    /// # Complexity
    ///
    /// O(people²) time in the worst case, each unordered pair looked at once, those of the first few twice; 40 bytes a person and 8 bytes a place of a list in space
    /// for the lists that still grow.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let mut done = 0;
    /// let flow = Matcher::new(&network).recommend_each(5, |_person, _list| {
    ///     done += 1;
    ///     ControlFlow::Break(())
    /// });
    /// assert!(flow.is_break());
    /// assert_eq!(done, 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn recommend_each(
        &self,
        limit: u32,
        mut deliver: impl FnMut(PersonId, Vec<Ranked>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let deliver = |person, list, _: &WorkReport| deliver(person, list);
        let asked = (limit, Delivery::OneByOne);
        match self.each_list(asked, &mut Meter::silent(), deliver) {
            Ok(_) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// As [`recommend_each`](Self::recommend_each), [watched](Progress) also before the first list is there; tells with each list and
    /// in the end what became of the pairs.
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`] when either closure breaks; the lists handed over by then are final.
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .build()?;
    /// let (mut shares, mut bar) = (Vec::new(), 0.0);
    /// let report = Matcher::new(&network).recommend_each_watched(
    ///     5,
    ///     |_person, _list, work| {
    ///         shares.push(work.share());
    ///         ControlFlow::Continue(())
    ///     },
    ///     |progress| {
    ///         bar = progress.share;
    ///         ControlFlow::Continue(())
    ///     },
    /// )?;
    /// assert_eq!((shares.as_slice(), bar), ([0.5, 1.0].as_slice(), 1.0));
    /// assert_eq!((report.done, report.pairs), (2, 1));
    /// assert_eq!(report.reached, report.ineligible + report.pruned + report.scored);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn recommend_each_watched(
        &self,
        limit: u32,
        deliver: impl FnMut(PersonId, Vec<Ranked>, &WorkReport) -> ControlFlow<()>,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<WorkReport, Error> {
        let asked = (limit, Delivery::OneByOne);
        watched(progress, |meter| self.each_list(asked, meter, deliver))
    }

    fn each_list(
        &self,
        asked: (u32, Delivery),
        meter: &mut Meter<'_>,
        mut deliver: impl FnMut(PersonId, Vec<Ranked>, &WorkReport) -> ControlFlow<()>,
    ) -> Result<WorkReport, Error> {
        let network = self.network();
        let open = network.indices().filter(|&person| self.is_open(person));
        let (open, total) = (open.count() as u64, network.size() as u64);
        let counters = meter.counters();
        counters.expect(total, open * open.saturating_sub(1) / 2);
        let flow = self.rank_each(asked, &counters, meter, |person, list| {
            counters.hand_over(1);
            let work = counters.report();
            deliver(network.id_at(person), self.shown(person, list), &work)
        });
        match flow {
            ControlFlow::Continue(()) => Ok(counters.report()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }

    /// The best `limit` candidates of each asker under the full score, in the order of the askers: each list score descending,
    /// then name order.
    ///
    /// Policy, consent and difference count as everywhere: the paused, the full and the blocked appear in no list, nobody
    /// in their own, and a pair has the score that [`score`](Self::score) tells. A candidate who is named twice counts
    /// once, and an asker who is named twice is answered twice. Askers are answered in parallel; the answer is the same
    /// on any number of threads.
    ///
    /// Lists to be merged are those of a matcher [for the operator](Self::for_operator), whose scores are those of the order.
    ///
    /// Two-sided questions are asked this way: mentors for mentees, hosts for guests. And so is a community that one machine
    /// takes too long for: every machine holds the network, or [shards](Self::shard) of it, candidates are cut into blocks, pairs of blocks are
    /// scored wherever there is room, and [`Ranked::merge`] brings each asker's lists together. However the
    /// candidates were cut, the merged lists are those of [`recommend_all`](Self::recommend_all) to the last bit. On vectors
    /// without people the same is [`benefit::score_block`](crate::benefit::score_block).
    ///
    /// # Complexity
    ///
    /// O(askers × candidates) scores in the worst case, most of them ruled out by bounds where both are many; space
    /// for the lists, and about as much for the candidates as the matcher holds for as many people.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.9).needs("rust", 0.9))
    ///     .build()?;
    /// let (ana, ben, caro) = (network.id("ana")?, network.id("ben")?, network.id("caro")?);
    /// let matcher = Matcher::new(&network);
    /// let lists = matcher.score_block(&[caro, ana], &[ana, ben], 5);
    /// assert_eq!(lists[0][0].peer, ana);
    /// assert_eq!(lists[1][0].peer, ben);
    /// assert_eq!(lists[1].len(), 1); // caro was no candidate
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn score_block(
        &self,
        askers: &[PersonId],
        candidates: &[PersonId],
        limit: u32,
    ) -> Vec<Vec<Ranked>> {
        unwatched(|meter| self.block((askers, candidates), limit, meter))
    }

    /// As [`score_block`](Self::score_block), [watched](Progress).
    ///
    /// # Errors
    ///
    /// [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use confrere::{Error, Matcher, Network, Person};
    /// let network = Network::builder().people(["ana", "ben"].map(Person::new)).build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let block = matcher.score_block_watched(&[ana], &[ben], 5, |_| ControlFlow::Break(()));
    /// assert_eq!(block, Err(Error::Cancelled));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn score_block_watched(
        &self,
        askers: &[PersonId],
        candidates: &[PersonId],
        limit: u32,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Vec<Vec<Ranked>>, Error> {
        watched(progress, |meter| {
            self.block((askers, candidates), limit, meter)
        })
    }

    fn block(
        &self,
        (askers, candidates): (&[PersonId], &[PersonId]),
        limit: u32,
        meter: &mut Meter<'_>,
    ) -> Result<Vec<Vec<Ranked>>, Error> {
        let place = |&id: &PersonId| self.network().index(id);
        let candidates: Vec<PersonIndex> = candidates.iter().filter_map(place).collect();
        let known: Vec<PersonIndex> = askers.iter().filter_map(place).collect();
        let lists = self.rank_block(&known, &candidates, (limit, &[]), meter)?;
        let mut lists = lists.into_iter();
        let list = |asker| Some(self.shown(place(asker)?, lists.next()?));
        let answers = askers.iter().map(list).map(Option::unwrap_or_default);
        Ok(answers.collect())
    }

    /// How the community stands on each topic on which anyone shows a stance, topics in name order.
    ///
    /// # Complexity
    ///
    /// O(stances · log stances).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").stance("remote work", 1.0))
    ///     .person(Person::new("ben").stance("remote work", -1.0))
    ///     .build()?;
    /// let opinions = Matcher::new(&network).opinions();
    /// let (topic, report) = &opinions[0];
    /// assert_eq!(topic, "remote work");
    /// assert_eq!((report.voices, report.polarisation), (2, 1.0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn opinions(&self) -> Vec<(String, OpinionReport)> {
        let reports = opinions::reports(self.data()).into_iter();
        reports
            .map(|(topic, report)| (self.network().topic_name(topic).to_owned(), report))
            .collect()
    }

    /// What would change for the community if these pairs were tied, each with a strength from 0 to 1: constraint, reach,
    /// ties between circles, polarisation.
    ///
    /// Circles are the innermost ones of each first hierarchy; the two camps of the polarisation are those in favour of and
    /// against the most divisive topic, by what people show.
    ///
    /// # Errors
    ///
    /// When a strength is not a number from 0 to 1.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").circle(["core"]))
    ///     .person(Person::new("ben").circle(["core"]))
    ///     .person(Person::new("caro").circle(["sales"]))
    ///     .tie("ana", "ben", 0.9)
    ///     .build()?;
    /// let effect = Matcher::new(&network).what_if(&[(network.id("ana")?, network.id("caro")?, 0.5)])?;
    /// assert_eq!(effect.cross_circle.difference(), Some(0.5));
    /// assert!(effect.reach.difference().expect("people") > 0.0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn what_if(&self, pairs: &[(PersonId, PersonId, f32)]) -> Result<Effect, Error> {
        opinions::what_if(self.data(), pairs)
    }
}
