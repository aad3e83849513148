//! What tells one community and policy from another: a hash of all that pairs of its people are scored by.

use crate::id::PersonIndex;
use crate::par;
use crate::recommend::matcher::Matcher;
use crate::recommend::shard::digest::hash;
use crate::recommend::shard::member::Member;
use crate::recommend::shard::stamp::Stamp;
use crate::rows::narrow;

/// A hash of everything that pairs are scored by, in O(items + ties): everyone as a shard would hold them, so that nothing that a
/// score takes from anyone is left out.
pub(crate) fn stamp(matcher: &Matcher) -> u64 {
    let data = matcher.data();
    // Everything enters in a fixed order, so that equal communities give equal stamps on every machine.
    let mut stamp = Stamp::new(0);
    stamp.add_text(&format!("{:?}", data.policy));
    let people = par::map(data.network.size(), |number| {
        let person = PersonIndex(narrow(number));
        hash(&Member::of(data, matcher.is_open(person), person))
    });
    people.into_iter().for_each(|person| stamp.add(person));
    stamp.add(hash(&data.evidence.past().of_pairs(|_, _| true)));
    let means = data.evidence.means().iter();
    means.for_each(|mean| stamp.add(mean.to_bits()));
    stamp.finish()
}
