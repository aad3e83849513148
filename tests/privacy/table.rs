//! Every public type, and for whom it is: no answer can be added without saying so here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::common::Community;
use crate::told::{all, matcher};

/// For whom a type is, and how that is tested.
enum For {
    /// Whoever asks: the differential test reads it, under its own name.
    Asker,
    /// Whoever asks, as a part of these answers, whose data and `Debug` the differential test reads.
    Within(&'static [&'static str]),
    /// Whoever runs the community: it holds or follows everything, hidden or not, and its docs say so.
    Operator,
    /// Nobody but the caller, who says it: a setting, a question, an input, a record that the application keeps itself.
    Caller,
    /// Plain numbers of a room that knows no people: whoever gives them reads them.
    Numbers,
}

use For::{Asker, Caller, Numbers, Operator, Within};

/// The law. A new public type changes this table in the same commit.
const TABLE: &[(For, &str)] = &[
    // recommend
    (
        Asker,
        "Recommendation Explanation Ranked WhyNot WhyNobody OutsideReport Displaced",
    ),
    (Within(&["Explanation"]), "Side Item Through"),
    (Within(&["WhyNot"]), "For"),
    (Operator, "Shard ShardScorer WorkReport StoredRanked"),
    (
        Caller,
        "Matcher Policy Acquaintances CircleRule Unspoken Query Variety",
    ),
    // acceptance
    (Asker, "Components"),
    (Within(&["Components"]), "Predictor"),
    (Operator, "FitReport OffPolicy"),
    (
        Caller,
        "FitSettings Acceptance Answer Whose Outcome Outcomes",
    ),
    // diversity
    (
        Asker,
        "Starters OpinionReport RingSpread Effect Difference Component",
    ),
    (Within(&["Effect"]), "BeforeAfter"),
    (Within(&["Explanation"]), "Contrast Disagreement"),
    (Caller, "ContrarianRule DifferenceWeights"),
    (
        Numbers,
        "Communities Graph HopSearch DppList Brokerage OutsideMeasures Position StanceModel LocalBridge TieOverlap",
    ),
    // path
    (
        Asker,
        "Introduction DisjointIntroductions PeopleInReach Opening IntroductionPlan",
    ),
    (Within(&["Introduction"]), "Ask Route"),
    (Within(&["IntroductionPlan"]), "Planned Overloaded"),
    (Operator, "StoredPlan RestoredPlan"),
    (Caller, "Introductions Consent Wish ContactLog TieDecay"),
    (
        Numbers,
        "Broker DisjointRoutes Introducers IntroductionOutcome JointPlan Overload Request PathSearch Reach Scratch",
    ),
    // plan
    (
        Asker,
        "Value NextSkill Offering SelectCircle FadingTie Agenda Advice Worths WeekPlan Replan Helper",
    ),
    (Within(&["Value"]), "SkillValue WantedBy"),
    (Within(&["Offering"]), "OfferKind"),
    (Within(&["SelectCircle"]), "StandingPeer"),
    (
        Within(&["WeekPlan", "Replan"]),
        "Session Learner UnmetNeed WhyUnmet WeekChange",
    ),
    (Within(&["Helper"]), "Whereabouts"),
    (
        Caller,
        "Gap Tier ContactEntry Contacts Balances Exchange OpenAccount Capacity Help Ledger Refusal SlotScope LearningWeek Room",
    ),
    // market
    (Asker, "Pick Moved"),
    (Operator, "Shares RestoredShares StoredShares"),
    (Caller, "Market"),
    // mentorship
    (Asker, "MentorshipPlan"),
    (
        Within(&["MentorshipPlan"]),
        "Mentoring Unserved UnservedReason",
    ),
    (Caller, "Mentorship Goal"),
    // round
    (Asker, "PersonalRound PersonalMeeting PairAnswer"),
    (Within(&["PersonalRound"]), "Absence"),
    (
        Operator,
        "RoundPlan Meeting Relaxation Unmatched UnmatchedReason UnkeptWish RepairedPlan Series",
    ),
    (
        Caller,
        "Criterion GroupRule MeetingOutcome Encounter MeetingHistory SatOut Wish Odd RoundPlanner RoundSettings Shape RoundChange Enforcement Rule Scores",
    ),
    // network and person: what was said, as it was said, for the application that keeps it
    (Operator, "Network ChangeSummary Spellings"),
    (
        Caller,
        "NetworkBuilder NetworkChange Tie Nearness SkillNeighbours Person Key Intent Mode Visibility Interest Limits Need Offer \
         Seek Stance WantedCircle NeedVector Spelling PersonId",
    ),
    (Numbers, "Adjacency"),
    // errors, days, numbers
    (
        Caller,
        "Error Fault Field Number PersonError Day Unit Progress",
    ),
    // benefit and assign
    (
        Numbers,
        "SkillWeights DenseVectors DenseSnapshot Mean Snapshot Pool SparseVectors Scored FairPlan BipartiteTask BipartitePlan \
         Start Allocation Shown Candidates EnvyEstimate Examination Applications MarketSide Preferences Rankings Placed Ended \
         Objective Settings Summary TradeOff GroupTask Grouping Matching CapacitatedMatching Flaw Certificate OddSet Aim \
         WeightedPairs Completeness Assignment AssignmentGame PriceRange",
    ),
];

fn names(row: &'static str) -> impl Iterator<Item = &'static str> {
    row.split_whitespace()
}

/// The public structs and enums of a folder's sources, private modules apart: what no path leads to is not public.
fn declared(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            declared(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source");
            let lines = text
                .lines()
                .take_while(|line| !line.starts_with("mod tests"));
            let types = lines.filter_map(|line| {
                line.strip_prefix("pub struct ")
                    .or(line.strip_prefix("pub enum "))
            });
            let end = |line: &str| {
                line.find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(line.len())
            };
            found.extend(types.map(|line| line[..end(line)].to_owned()));
        }
    }
}

#[test]
fn every_public_type_says_for_whom_it_is() {
    let mut found = BTreeSet::new();
    declared(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    let listed: BTreeSet<String> = TABLE
        .iter()
        .flat_map(|(_, row)| names(row))
        .map(str::to_owned)
        .collect();
    let missing: Vec<&String> = found.difference(&listed).collect();
    let gone: Vec<&String> = listed.difference(&found).collect();
    assert!(
        missing.is_empty(),
        "say in the table for whom these are: {missing:?}"
    );
    assert!(gone.is_empty(), "no longer there: {gone:?}");
}

#[test]
fn the_differential_test_reads_every_type_that_is_for_the_asker() {
    let mut read: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..4 {
        let network = Community::random(seed, 13).build();
        let matcher = matcher(&network, seed);
        for who in network.people().step_by(4) {
            for kind in all(&matcher, who).types() {
                *read.entry(kind.to_owned()).or_default() += 1;
            }
        }
    }
    let is_read = |name: &str| read.contains_key(name);
    for (whose, row) in TABLE {
        match whose {
            Asker => names(row).for_each(|name| assert!(is_read(name), "{name} is not read")),
            Within(answers) => answers
                .iter()
                .for_each(|name| assert!(is_read(name), "{name} is not read")),
            Operator | Caller | Numbers => {}
        }
    }
}
