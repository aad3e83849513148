//! What is asked of communities.

use confrere::acceptance::{Acceptance, Answer, FitSettings, Outcome, Outcomes};
use confrere::market::Market;
use confrere::mentorship::Mentorship;
use confrere::path::Wish;
use confrere::plan::{Contacts, Day, LearningWeek, Ledger};
use confrere::round::{Enforcement, MeetingHistory, RoundChange, RoundPlanner, Rule, Scores};
use confrere::{Matcher, PersonId, Query, Unit, Variety};

use crate::communities::{crowd, hub, id, rich, slots, star};
use crate::key;

/// What is asked of a community of size n.
pub type Question = (&'static str, fn(usize) -> Matcher, fn(&Matcher) -> usize);

/// A round among everyone, as `rules` has it.
pub fn round(matcher: &Matcher, rules: impl Fn(RoundPlanner) -> RoundPlanner) -> usize {
    let planner = rules(RoundPlanner::new(Scores::of(matcher)));
    let plan = planner.plan(&MeetingHistory::default());
    plan.expect("sound rules").meetings().len()
}

pub const QUESTIONS: &[Question] = &[
    ("a list", crowd, |all| all.recommend(id(all, 0)).len()),
    ("all lists (all pairs)", crowd, |all| {
        all.recommend_all(10).len()
    }),
    ("why not", crowd, |all| {
        all.why_not(id(all, 0), id(all, 9)).to_string().len()
    }),
    ("value (below 2,000 people all pairs)", crowd, |all| {
        usize::from(all.value(id(all, 0)).is_some())
    }),
    ("next skill", crowd, |all| {
        let level = Unit::new(0.8).expect("a level");
        all.next_skill(id(all, 0), level, 5).len()
    }),
    ("select circle", crowd, |all| {
        usize::from(all.select_circle(id(all, 0)).is_some())
    }),
    ("market (all pairs)", crowd, |all| {
        let shares = all.market(&Market::new()).expect("a sound market");
        shares.list(id(all, 0)).len()
    }),
    ("a round (all pairs)", crowd, |all| {
        round(all, |planner| planner)
    }),
    ("a round, half of the people away", crowd, |all| {
        let half = all.network().people().len() / 2;
        round(all, |planner| {
            (0..half).fold(planner, |planner, one| planner.away(key(one)))
        })
    }),
    ("a learning week, 20 slots", crowd, |all| {
        let week = (0..20).fold(LearningWeek::new(), |week, slot| {
            week.slot(format!("slot {slot}"))
        });
        let plan = all.learning_week(&week.rooms(2, 12));
        plan.expect("a sound week").sessions().len()
    }),
    ("ways to everyone", crowd, |all| {
        let ways = all.network().introductions();
        usize::from(ways.reach(id(all, 0)).introduction(id(all, 9)).is_some())
    }),
    ("a varied list", crowd, |all| {
        all.recommend(Query::new(id(all, 0)).variety(Variety::marginal()))
            .len()
    }),
    ("why nobody", crowd, |all| {
        all.why_nobody(id(all, 0)).to_string().len()
    }),
    ("a block of 50 askers and everyone", crowd, |all| {
        let everyone: Vec<PersonId> = all.network().people().collect();
        all.score_block(&everyone[..50], &everyone, 10).len()
    }),
    ("a shard of 50", crowd, |all| {
        let everyone: Vec<PersonId> = all.network().people().take(50).collect();
        all.shard(&everyone).people().len()
    }),
    ("worths (all pairs)", crowd, |all| {
        usize::from(all.worths().total().is_some())
    }),
    ("outside reports of everyone", crowd, |all| {
        let everyone = all.network().people();
        all.outside_reports(id(all, 0), everyone).len()
    }),
    ("opinions", crowd, |all| {
        format!("{:?}", all.opinions()).len()
    }),
    ("what if 10 ties were", crowd, |all| {
        let pairs = (1..11).map(|other| (id(all, 0), id(all, other), 0.5));
        let pairs: Vec<(PersonId, PersonId, f32)> = pairs.collect();
        usize::from(all.what_if(&pairs).is_ok())
    }),
    ("mentors for a tenth, from a tenth", crowd, |all| {
        let people: Vec<PersonId> = all.network().people().collect();
        let (some, rest) = people.split_at(people.len() / 10);
        let question = Mentorship::new(some.to_vec(), rest[..some.len()].to_vec());
        all.mentorship(&question).expect("sound").pairs().len()
    }),
    ("three ways to one", crowd, |all| {
        let ways = all.network().introductions();
        ways.ranked(id(all, 0), id(all, 9), 3).len()
            + ways.disjoint(id(all, 0), id(all, 9), 3).introductions.len()
    }),
    ("a wish of everyone, planned", crowd, |all| {
        let people: Vec<PersonId> = all.network().people().collect();
        let far = people.len() / 2;
        let wish = |at: usize| Wish {
            from: people[at],
            to: people[(at + far) % people.len()],
            gain: 0.5,
        };
        let wishes: Vec<Wish> = (0..people.len()).map(wish).collect();
        all.network()
            .introductions()
            .plan(&wishes)
            .expect("sound")
            .planned()
            .len()
    }),
    ("a series of 3 rounds (all pairs)", crowd, |all| {
        let planner = RoundPlanner::new(Scores::of(all));
        planner
            .series(&MeetingHistory::default(), 3)
            .expect("sound")
            .plans()
            .len()
    }),
    ("a round in groups of 3 to 4, equal scores", crowd, |all| {
        let planner = RoundPlanner::new(Scores::equal(all.network())).groups(3, 4);
        planner
            .plan(&MeetingHistory::default())
            .expect("sound")
            .meetings()
            .len()
    }),
    ("a round planned and repaired (all pairs)", crowd, |all| {
        let (planner, none) = (
            RoundPlanner::new(Scores::of(all)),
            MeetingHistory::default(),
        );
        let plan = planner.plan(&none).expect("sound");
        let gone = [RoundChange::Leaves(key(0))];
        let repaired = planner.repair(&plan, &none, &gone, 3);
        usize::from(repaired.is_ok())
    }),
    (
        "a past of n outcomes, and an acceptance fitted to it",
        crowd,
        |all| {
            let n = all.network().people().len();
            let answers = [Answer::Met, Answer::Declined, Answer::Accepted];
            let outcome = |at: usize| {
                Outcome::of_pair(
                    key(at),
                    key((at + 1 + at % 7) % n),
                    Day(at as i32 % 90),
                    answers[at % 3],
                )
            };
            let past = Outcomes::new((0..n).map(outcome)).expect("sound");
            let known = all.with_past(&past, 90);
            Acceptance::fit(&known, &past, FitSettings::default())
                .map_or(0, |fitted| fitted.0.outcomes() as usize)
        },
    ),
    ("give and take of one", crowd, |all| {
        let balances = Ledger::new().at(Day(0)).expect("a day");
        all.give_and_take(&balances, id(all, 0)).len()
    }),
    ("a skill that n others are near: a list", hub, |all| {
        all.recommend(id(all, 0)).len()
    }),
    (
        "a skill that n others are near: all lists (all pairs)",
        hub,
        |all| all.recommend_all(10).len(),
    ),
    ("a skill that n others are near: next skill", hub, |all| {
        all.next_skill(id(all, 0), Unit::new(0.8).expect("a level"), 5)
            .len()
    }),
    ("a star: three ways between leaves", star, |all| {
        let ways = all.network().introductions();
        ways.ranked(id(all, 1), id(all, 2), 3).len()
            + ways.disjoint(id(all, 1), id(all, 2), 3).introductions.len()
    }),
    ("a star: why nobody for its centre", star, |all| {
        all.why_nobody(id(all, 0)).to_string().len()
    }),
    ("a star: what if its centre left 10 ties", star, |all| {
        let pairs = (1..11).map(|other| (id(all, 0), id(all, other), 0.0));
        let pairs: Vec<(PersonId, PersonId, f32)> = pairs.collect();
        usize::from(all.what_if(&pairs).is_ok())
    }),
    ("a star: opinions and rings", star, |all| {
        usize::from(all.rings(id(all, 0)).is_some()) + format!("{:?}", all.opinions()).len()
    }),
    ("a star: a list of its centre", star, |all| {
        all.recommend(id(all, 0)).len()
    }),
    ("a star: a list of a leaf", star, |all| {
        all.recommend(id(all, 1)).len()
    }),
    ("a star: all lists (all pairs)", star, |all| {
        all.recommend_all(10).len()
    }),
    ("a star: whom its centre loses touch with", star, |all| {
        let contacts = Contacts::new();
        let fading = all.losing_touch(&contacts, id(all, 0), Day(90));
        fading.expect("nothing recorded").len()
    }),
    ("a star: what its centre offers", star, |all| {
        all.offers_for(id(all, 0), id(all, 1)).len()
    }),
    // Of items and of slots eight times as many: 8, 16 and 32 thousand where n is 1,000.
    (
        "two people with 8 n items: a list",
        |n| rich(8 * n),
        |all| all.recommend(id(all, 0)).len(),
    ),
    (
        "two people with 8 n items: explained",
        |n| rich(8 * n),
        |all| {
            all.explain(id(all, 0), id(all, 1))
                .map_or(0, |why| why.gain.items.len())
        },
    ),
    (
        "two people with 8 n items: value",
        |n| rich(8 * n),
        |all| usize::from(all.value(id(all, 0)).is_some()),
    ),
    (
        "two people with 8 n items: what one offers",
        |n| rich(8 * n),
        |all| all.offers_for(id(all, 0), id(all, 1)).len(),
    ),
    (
        "two people with n items: next skill (skills × items)",
        rich,
        |all| {
            let level = Unit::new(0.8).expect("a level");
            all.next_skill(id(all, 0), level, 5).len()
        },
    ),
    (
        "a round of 8 people with 8 n slots",
        |n| slots(8 * n),
        |all| round(all, |planner| planner),
    ),
    (
        "a round of 8 people with 8 n slots, no slot rule",
        |n| slots(8 * n),
        |all| {
            round(all, |planner| {
                planner.rule(Rule::Slot, Enforcement::Ignored)
            })
        },
    ),
    (
        "a learning week of 8 people with 8 n slots",
        |n| slots(8 * n),
        |all| {
            let week = LearningWeek::new().slot("slot 0000000").rooms(1, 8);
            all.learning_week(&week)
                .expect("a sound week")
                .sessions()
                .len()
        },
    ),
];
