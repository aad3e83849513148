//! Two shards as a small community of their own: their people, the contacts of these, and whom several of the contacts know.
//!
//! Everyone gets a number here that ascends as their place in the whole community does, so that sums over neighbours are summed
//! in the same order and lists tie in the same order: scores and lists are those of the whole to the last bit.

use std::collections::BTreeMap;

use crate::acceptance::{Evidence, PersonEvidence};
use crate::id::PersonIndex;
use crate::progress::unwatched;
use crate::recommend::matcher::Matcher;
use crate::recommend::ranked::Ranked;
use crate::recommend::shard::assembly::{Assembly, Someone, people};
use crate::recommend::shard::community::CommunityNumbers;
use crate::recommend::shard::header::Header;
use crate::recommend::shard::member::{Member, ShardPeople};
use crate::rows::narrow;

/// Two shards as one small community.
pub(crate) struct Part {
    matcher: Matcher,
    /// By number here: the place in the whole community, ascending.
    places: Vec<u32>,
}

impl Part {
    pub(crate) fn of(
        community: &CommunityNumbers,
        header: &Header,
        shards: [&ShardPeople; 2],
    ) -> Self {
        let people = people(shards);
        let assembly = Assembly {
            community,
            header,
            places: people.keys().copied().collect(),
            people: people.into_values().collect(),
        };
        let pairs = shards.iter().flat_map(|shard| &shard.past);
        let pairs: BTreeMap<_, _> = pairs.map(|(pair, past)| (*pair, past)).collect();
        // Two shards may tell of one pair; of people outside both nothing is asked.
        let past = pairs.into_iter().filter_map(|((one, other), past)| {
            let pair = (assembly.number(one)?, assembly.number(other)?);
            Some((pair, past.clone()))
        });
        let past = community.evidence.past(past);
        let blank = PersonEvidence::default();
        let contacts: Vec<PersonEvidence> = assembly.contact_evidence();
        let evidence = Evidence::of_people(
            &community.evidence,
            assembly
                .people
                .iter()
                .zip(&contacts)
                .map(|(&someone, contact)| match someone {
                    Someone::Member(member) => &member.evidence,
                    Someone::Contact(_) => contact,
                    Someone::Between => &blank,
                }),
            past,
        );
        let open = assembly.list(false, |member| member.open);
        let data = assembly.data(evidence);
        Self {
            matcher: Matcher::of_part(data, open),
            places: assembly.places,
        }
    }

    /// The lists of one shard's people among another's, in their order, out of those who score at least so much for each.
    pub(crate) fn rank(
        &self,
        (askers, least): (&ShardPeople, &[f32]),
        candidates: &ShardPeople,
        limit: u32,
    ) -> Vec<Vec<Ranked>> {
        let number = |member: &Member| {
            let found = self.places.binary_search(&member.place);
            PersonIndex(narrow(found.expect("both shards are part of this")))
        };
        let of = |shard: &ShardPeople| shard.members.iter().map(number).collect::<Vec<_>>();
        let (askers, candidates) = (of(askers), of(candidates));
        let mut lists = unwatched(|meter| {
            self.matcher
                .rank_block(&askers, &candidates, (limit, least), meter)
        });
        for place in lists.iter_mut().flatten() {
            place.place = PersonIndex(self.places[place.place.index()]);
        }
        lists
    }
}
