//! Every long call tells how far it is, can be cancelled, and answers as the plain one does.

mod common;

use std::fmt::Debug;
use std::ops::ControlFlow;

use common::{Community, name, skill};
use confrere::acceptance::{Acceptance, Answer, FitSettings, Outcome, Outcomes};
use confrere::assign::exposure::{
    Applications, Ended, Objective, Preferences, Settings, Start, allocate, allocate_watched,
    trade_off, trade_off_watched,
};
use confrere::assign::{Aim, GroupTask, WeightedPairs};
use confrere::benefit::{DenseVectors, Pool, SparseVectors};
use confrere::diversity::{Graph, communities_at, communities_watched};
use confrere::market::Market;
use confrere::mentorship::Mentorship;
use confrere::path::Wish;
use confrere::plan::LearningWeek;
use confrere::round::{MeetingHistory, RoundPlanner, Scores};
use confrere::{Error, Matcher, Mean, Network, Person, PersonId, Progress, Unit};

type Watch<'w> = &'w mut dyn FnMut(Progress) -> ControlFlow<()>;

/// Calls, tells and cancels: the answers as text, so that one list holds all.
fn check<T: Debug>(call: &str, plain: impl Debug, watched: impl Fn(Watch<'_>) -> Result<T, Error>) {
    let mut told: Vec<Progress> = Vec::new();
    let answer = watched(&mut |progress| {
        told.push(progress);
        ControlFlow::Continue(())
    });
    let answer = answer.expect(call);
    assert_eq!(format!("{answer:?}"), format!("{plain:?}"), "{call}");
    assert!(told.len() > 1, "{call} tells nothing on the way");
    assert!(
        told.windows(2).all(|two| two[0].share <= two[1].share),
        "{call} goes back: {told:?}"
    );
    assert!(
        told.iter().all(|at| at.done <= at.total),
        "{call}: {told:?}"
    );
    let last = told.last().expect("told");
    assert_eq!((last.share, last.stage), (1.0, "done"), "{call}");
    // Broken off at the first, a middle and the last but one report.
    for stop in [1, told.len() / 2, told.len() - 1] {
        let mut reports = 0;
        let broken = watched(&mut |_| {
            reports += 1;
            if reports < stop.max(1) {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        assert_eq!(broken.err(), Some(Error::Cancelled), "{call} at {stop}");
        assert_eq!(reports, stop.max(1), "{call} goes on after a break");
    }
}

fn community() -> Network {
    Community::random(31, 40).build()
}

#[test]
fn lists_and_worths() {
    let network = community();
    let everyone: Vec<PersonId> = network.people().collect();
    for matcher in [
        Matcher::new(&network),
        Matcher::with_policy(&network, confrere::Policy::benefit_only()).expect("sound"),
    ] {
        check("recommend_all", matcher.recommend_all(4), |watch| {
            matcher.recommend_all_watched(4, watch)
        });
        let (askers, candidates) = everyone.split_at(15);
        let block = matcher.score_block(askers, candidates, 4);
        check("score_block", block, |watch| {
            matcher.score_block_watched(askers, candidates, 4, watch)
        });
        check("worths", matcher.worths(), |watch| {
            matcher.worths_watched(watch)
        });
    }
    let matcher = Matcher::new(&network);
    let (who, level) = (everyone[3], Unit::new(0.7).expect("a level"));
    check("next_skill", matcher.next_skill(who, level, 5), |watch| {
        matcher.next_skill_watched(who, level, 5, watch)
    });
}

#[test]
fn lists_one_after_the_other_end_at_a_break_of_either_closure() {
    let network = community();
    let matcher = Matcher::new(&network);
    let mut lists = Vec::new();
    let report = matcher.recommend_each_watched(
        4,
        |_, list, _| {
            lists.push(list);
            ControlFlow::Continue(())
        },
        |_| ControlFlow::Continue(()),
    );
    assert_eq!(lists, matcher.recommend_all(4));
    assert_eq!(report.map(|report| report.done), Ok(40));
    let mut handed = 0;
    let before_any = matcher.recommend_each_watched(
        4,
        |_, _, _| {
            handed += 1;
            ControlFlow::Continue(())
        },
        |_| ControlFlow::Break(()),
    );
    assert_eq!((before_any, handed), (Err(Error::Cancelled), 0));
}

/// The last report of a call.
fn last<T>(call: impl FnOnce(Watch<'_>) -> Result<T, Error>) -> confrere::WorkReport {
    let mut last = None;
    let answer = call(&mut |progress| {
        last = Some(progress.work);
        ControlFlow::Continue(())
    });
    assert!(answer.is_ok());
    last.expect("told")
}

#[test]
fn the_last_report_has_the_work_of_the_whole_call() {
    let network = community();
    let matcher = Matcher::new(&network);
    let everyone: Vec<PersonId> = network.people().collect();
    let (some, others) = everyone.split_at(15);
    let market = Market::new().places(3).candidates(20);
    let sides = market.clone().between(some.to_vec(), others.to_vec());
    let question = Mentorship::new(some.to_vec(), others.to_vec());
    let works = [
        last(|watch| matcher.recommend_all_watched(4, watch)),
        last(|watch| matcher.score_block_watched(some, others, 4, watch)),
        last(|watch| matcher.market_watched(&market, watch)),
        last(|watch| matcher.market_watched(&sides, watch)),
        last(|watch| matcher.mentorship_watched(&question, watch)),
    ];
    for (call, work) in works.iter().enumerate() {
        assert_eq!(work.done, work.total, "call {call}");
        let fates = work.ineligible + work.pruned + work.scored;
        assert_eq!(work.reached, fates, "call {call}");
        assert!(work.scored > 0 && work.pairs > 0, "call {call}: {work:?}");
    }
    assert_eq!((works[0].total, works[1].total), (40, 15));
    assert_eq!((works[3].total, works[4].total), (40, 25));
    // The plain report of the streamed lists counts the same pairs.
    let go_on = |_: Progress| ControlFlow::Continue(());
    let each = matcher.recommend_each_watched(4, |_, _, _| ControlFlow::Continue(()), go_on);
    assert_eq!(
        each.map(|each| (each.total, each.pairs)),
        Ok((40, works[0].pairs))
    );
    // Rounds, weeks and introductions count what they look at.
    let history = MeetingHistory::default();
    let (pairs, groups) = (
        matcher.round(),
        matcher.round().groups(3, 4).apart(name(0), name(1)),
    );
    let series = matcher.round().sweeps(1);
    let week = LearningWeek::new().slot("monday").rooms(2, 6);
    let wishes: Vec<Wish> = (0..15)
        .map(|place| Wish {
            from: everyone[place],
            to: everyone[place + 20],
            gain: 0.5,
        })
        .collect();
    let introductions = network.introductions();
    let works = [
        last(|watch| pairs.plan_watched(&history, watch)),
        last(|watch| groups.plan_watched(&history, watch)),
        last(|watch| series.series_watched(&history, 3, watch)),
        last(|watch| matcher.learning_week_watched(&week, watch)),
        last(|watch| introductions.plan_watched(&wishes, watch)),
    ];
    for (call, work) in works.iter().enumerate() {
        assert_eq!(work.done, work.total, "call {call}");
        assert_eq!(work.reached, work.ineligible + work.scored, "call {call}");
        assert!(work.scored > 0 && work.pairs > 0, "call {call}: {work:?}");
    }
    assert_eq!(works.map(|work| work.total), [1, 1, 3, 1, 15]);
    // Each pair of those who are there is checked once for a round, so a series of three checks three times as many.
    assert_eq!(works[0].reached, works[0].pairs);
    assert_eq!(works[2].pairs, 3 * works[0].pairs);
    assert!(works[1].ineligible >= works[0].ineligible);
    assert_eq!(works[4].pairs, 15);
    // What weighs given pairs only scores nobody.
    let pairs = WeightedPairs::new(3, &[(0, 1, 5), (1, 2, 3)]).expect("sound");
    let matching = last(|watch| {
        pairs
            .best_watched(Aim::PairsThenWeight, watch)
            .map_err(|_| Error::Cancelled)
    });
    assert_eq!(matching, confrere::WorkReport::default());
}

/// Several blocks of people.
const MANY: usize = 3_000;

#[test]
fn the_first_list_is_there_after_a_hundredth_of_the_pairs() {
    let network = Community::random(32, MANY).build();
    for policy in [
        confrere::Policy::benefit_only(),
        confrere::Policy::default(),
    ] {
        let matcher = Matcher::with_policy(&network, policy).expect("sound");
        let share = std::cell::Cell::new(0.0);
        let mut first = None;
        let report = matcher.recommend_each_watched(
            4,
            |_, _, work| {
                first.get_or_insert((share.get(), work.reached));
                ControlFlow::Continue(())
            },
            |progress| {
                share.set(progress.share);
                ControlFlow::Continue(())
            },
        );
        let whole = report.expect("nobody cancels").reached;
        let (share, reached) = first.expect("a list");
        assert!(share <= 0.01, "{share} of the steps");
        assert!(
            reached * 100 <= whole,
            "{reached} of {whole} pairs were looked at"
        );
        assert!(reached > 0, "the first list is empty");
    }
}

#[test]
fn markets_weeks_mentors_and_ways() {
    let network = community();
    let matcher = Matcher::new(&network);
    let market = Market::new().places(3).candidates(20);
    let curve = matcher.market_trade_off(&market, [0.0, 1.0]);
    check("market_trade_off", curve.expect("sound"), |watch| {
        matcher.market_trade_off_watched(&market, [0.0, 1.0], watch)
    });
    let week = LearningWeek::new()
        .slot("monday")
        .slot("friday")
        .rooms(2, 6);
    let plan = matcher.learning_week(&week).expect("sound");
    check("learning_week", plan, |watch| {
        matcher.learning_week_watched(&week, watch)
    });
    let everyone: Vec<PersonId> = network.people().collect();
    let (mentors, mentees) = everyone.split_at(12);
    let question = Mentorship::new(mentors.iter().copied(), mentees.iter().copied());
    let plan = matcher.mentorship(&question).expect("sound");
    check("mentorship", plan, |watch| {
        matcher.mentorship_watched(&question, watch)
    });
    let wishes: Vec<Wish> = (0..15)
        .map(|place| Wish {
            from: everyone[place],
            to: everyone[place + 20],
            gain: 0.5,
        })
        .collect();
    let introductions = network.introductions();
    let plan = introductions.plan(&wishes).expect("sound");
    check("introductions", plan, |watch| {
        introductions.plan_watched(&wishes, watch)
    });
}

#[test]
fn a_market_is_cancelled_before_its_ascent_and_answers_after() {
    let network = community();
    let matcher = Matcher::new(&network);
    let market = Market::new().places(3).candidates(20);
    let mut shares = Vec::new();
    let whole = matcher.market_watched(&market, |at| {
        shares.push(at.share);
        ControlFlow::Continue(())
    });
    let (whole, plain) = (whole.expect("sound"), matcher.market(&market));
    assert_eq!(whole.matches(), plain.expect("sound").matches());
    assert!(shares.windows(2).all(|two| two[0] <= two[1]));
    assert_eq!(shares.last(), Some(&1.0));
    let cancelled = matcher.market_watched(&market, |_| ControlFlow::Break(()));
    assert_eq!(cancelled.err(), Some(Error::Cancelled));
    let early = matcher.market_watched(&market, |at| match at.value {
        Some(_) => ControlFlow::Break(()),
        None => ControlFlow::Continue(()),
    });
    let early = early.expect("what is reached");
    assert_eq!(early.allocation().ended(), Ended::Cancelled);
    assert!(early.matches() > 0.0 && early.matches() <= whole.matches() * (1.0 + 1e-9));
}

#[test]
fn ascents_answer_a_break_with_what_they_reached() {
    let wants = [0.9, 0.8, 0.9, 0.7, 0.9, 0.6];
    let preferences = Preferences::two_sides(3, 2, &wants, &[0.5; 6]).expect("sound");
    let settings = Settings::new(Objective::Nash);
    let whole = allocate(&preferences, &settings).expect("sound");
    let mut done = Vec::new();
    let again = allocate_watched(&preferences, &settings, Start::Even, |at| {
        done.push(at.done);
        assert!(at.value.is_some() && at.change.is_some() || at.stage == "done");
        ControlFlow::Continue(())
    });
    let again = again.expect("sound");
    assert_eq!(again.iterations(), whole.iterations());
    assert!(done[..done.len() - 1].windows(2).all(|two| two[0] < two[1]));
    let curve = trade_off(&preferences, &settings, [0.0, 1.0]).expect("sound");
    check("trade_off", curve, |watch| {
        trade_off_watched(&preferences, &settings, [0.0, 1.0], watch)
    });
    let jobs = Applications::new(3, 2, &wants, &[0.5; 6]).expect("sound");
    let settings = Settings::one_sided(Objective::Nash);
    let broken = jobs.rank_watched(&settings, |_| ControlFlow::Break(()));
    let broken = broken.expect("sound");
    assert_eq!((broken.ended(), broken.iterations()), (Ended::Cancelled, 1));
}

#[test]
fn rounds_and_series() {
    let network = community();
    let matcher = Matcher::new(&network);
    let history = MeetingHistory::default();
    for planner in [
        RoundPlanner::new(Scores::of(&matcher)),
        RoundPlanner::new(Scores::of(&matcher)).groups(3, 4),
        RoundPlanner::new(Scores::of(&matcher)).meetings_each(2),
    ] {
        let plan = planner.plan(&history).expect("sound");
        check("plan", plan, |watch| planner.plan_watched(&history, watch));
    }
    let planner = RoundPlanner::new(Scores::equal(&network)).sweeps(1);
    let series = planner.series(&history, 2).expect("sound");
    check("series", series, |watch| {
        planner.series_watched(&history, 2, watch)
    });
}

#[test]
fn a_series_tells_while_its_rounds_are_put_in_order() {
    let people = ["ana", "ben", "caro", "dan"].map(Person::new);
    let network = Network::from_people(people, []).expect("sound");
    let planner = RoundPlanner::new(Scores::equal(&network)).sweeps(1);
    let history = MeetingHistory::default();
    let mut stages: Vec<&str> = Vec::new();
    let series = planner.series_watched(&history, 40, |progress| {
        stages.push(progress.stage);
        ControlFlow::Continue(())
    });
    let told = stages
        .iter()
        .filter(|&&stage| stage == "rounds put in order");
    assert!(told.count() > 40);
    assert!(series.is_ok());
    let cancelled = planner.series_watched(&history, 40, |progress| match progress.stage {
        "rounds put in order" => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    assert_eq!(cancelled.err(), Some(Error::Cancelled));
}

#[test]
fn matchings_groups_and_communities() {
    let pairs: Vec<(u32, u32, i64)> = (0..40)
        .flat_map(|a| (0..a).map(move |b| (b, a, i64::from((a * 7 + b * 13) % 17))))
        .filter(|pair| pair.2 > 9)
        .collect();
    let pairs = WeightedPairs::new(40, &pairs).expect("sound");
    let best = pairs.best(Aim::PairsThenWeight);
    check("best", best, |watch| {
        pairs.best_watched(Aim::PairsThenWeight, watch)
    });
    let task = GroupTask::new(20, 4, 4, |a, b| i64::from((a * 3 + b * 5) % 7)).expect("sound");
    check("best_found", task.best_found(), |watch| {
        task.best_found_watched(watch)
    });
    let ties: Vec<(u32, u32, f64)> = (0..59).map(|a| (a, (a * 7 + 1) % 60, 1.0)).collect();
    let ties: Vec<_> = ties.into_iter().filter(|tie| tie.0 != tie.1).collect();
    let graph = Graph::new(60, &ties).expect("sound");
    let found = communities_at(&graph, 1.0).expect("sound");
    check("communities", found, |watch| {
        communities_watched(&graph, 1.0, watch)
    });
}

#[test]
fn vectors_without_people() {
    let mut sparse = SparseVectors::new();
    for person in 0..50_u32 {
        let (wants, gives) = ([(person % 7, 0.9)], [((person * 3) % 7, 0.8)]);
        sparse.push(&wants, &gives).expect("sound");
    }
    let pool = Pool::new(sparse);
    check("Pool", pool.recommend_all(3, Mean::HARMONIC), |watch| {
        pool.recommend_all_watched(3, Mean::HARMONIC, watch)
    });
    let numbers: Vec<f32> = (0_u16..120)
        .map(|at| f32::from(at * 37 % 11) + 1.0)
        .collect();
    let dense = DenseVectors::new(&numbers[..60], &numbers[60..], 3).expect("sound");
    check(
        "DenseVectors",
        dense.recommend_all(3, Mean::HARMONIC),
        |watch| dense.recommend_all_watched(3, Mean::HARMONIC, watch),
    );
}

#[test]
fn a_fit() {
    let network = community();
    let matcher = Matcher::new(&network);
    let answers = (0..30).map(|place| {
        let answer = match place % 3 {
            0 => Answer::Declined,
            _ => Answer::Met,
        };
        Outcome::of_pair(name(place), name((place + 7) % 40), 1, answer)
    });
    let outcomes = Outcomes::new(answers).expect("sound");
    let plain = Acceptance::fit(&matcher, &outcomes, FitSettings::default()).expect("enough");
    check("fit", plain, |watch| {
        Acceptance::fit_watched(&[(&matcher, &outcomes)], FitSettings::default(), watch)
    });
    assert!(network.skills().any(|known| known == skill(0)));
}

#[test]
fn the_search_of_a_series_is_as_far_as_its_swaps_are() {
    let people = (0..16).map(|number| Person::new(name(number)));
    let network = Network::from_people(people, []).expect("sound");
    let planner = RoundPlanner::new(Scores::equal(&network)).groups(4, 4);
    let planner = planner.together(name(0), name(1));
    let mut told = Vec::new();
    let series = planner
        .sweeps(1)
        .series_watched(&MeetingHistory::default(), 2, |progress| {
            told.push(progress);
            ControlFlow::Continue(())
        });
    assert!(series.is_ok());
    let design = told.iter().find(|at| at.stage == "places in a design");
    let searches = told
        .iter()
        .filter(|at| at.stage == "swaps over all rounds" && at.done == 0);
    // First from a design, then from the rounds as planned.
    let [first, second] = searches.collect::<Vec<_>>()[..] else {
        panic!("two searches");
    };
    let start = design.expect("a design").share;
    let part = first.total as f64 / (first.total + second.total) as f64;
    let expected = start + (1.0 - start) * part;
    assert!((second.share - expected).abs() < 1e-9, "{}", second.share);
}
