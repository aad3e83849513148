//! Difference and spread where nothing is to be told apart.

use confrere::diversity::{
    Graph, OutsideMeasures, community_edge_gini_complement, conversation_starters,
    directed_edge_gini_complement, opinion_report, what_if,
};

/// Who stands in the middle is not on one's side.
#[test]
fn a_topic_on_which_one_of_two_is_neutral_is_disputed() {
    for (one, other) in [(1.0, 0.0), (0.0, 1.0), (-0.5, 0.0)] {
        let starters =
            conversation_starters(&[("cats", one)], &[("cats", other)], |_| 0.5, |_| 1.0);
        assert!(starters.agreed.is_empty());
        assert_eq!(starters.disputed.map(|item| item.topic), Some("cats"));
    }
    let neutral = conversation_starters(&[("cats", 0.0)], &[("cats", 0.0)], |_| 0.5, |_| 1.0);
    assert_eq!((neutral.agreed.len(), neutral.disputed), (0, None));
}

/// Two circles have one pair of circles: over it nothing can be spread unevenly. Directed there are two.
#[test]
fn the_spread_over_one_pair_of_circles_is_unknown() {
    let graph = Graph::new(3, &[(0, 1, 1.0), (1, 2, 1.0)]).expect("sound");
    let spread = |labels: &[u32]| community_edge_gini_complement(&graph, labels).expect("labels");
    assert_eq!(spread(&[0, 1, 1]), None);
    assert_eq!(spread(&[0, 0, 0]), None);
    assert!(spread(&[0, 1, 2]).is_some());
    assert!(matches!(
        directed_edge_gini_complement(&[(0, 1)], &[0, 1]),
        Ok(Some(_))
    ));
}

#[test]
fn to_people_without_ties_every_community_is_new() {
    let measures = OutsideMeasures::new(Graph::new(4, &[(0, 1, 0.5), (0, 2, 0.5)]).expect("sound"));
    let novelty = |one, other| measures.community_novelty(one, other, &[0, 0, 1, 1]);
    assert_eq!(novelty(3, 0), Some(1.0));
    assert_eq!(novelty(0, 3), Some(0.5));
    assert_eq!(novelty(1, 3), Some(1.0));
}

#[test]
fn what_two_agree_on_is_told_by_consensus_and_halves_are_wholly_polarised() {
    let stances = [("a", 1.0), ("b", 1.0), ("c", 1.0)];
    let consensus = |topic| {
        [("a", 0.1), ("b", 0.9), ("c", 0.7)]
            .iter()
            .find(|known| known.0 == topic)
            .map_or(0.0, |known| known.1)
    };
    let starters = conversation_starters(&stances, &stances, consensus, |_| 1.0);
    assert_eq!(starters.agreed, ["b", "c", "a"]);
    let halves = opinion_report(&[1.0, -1.0])
        .expect("sound")
        .expect("two voices");
    assert_eq!(halves.polarisation, 1.0);
}

#[test]
fn a_new_tie_is_reported_by_means_over_people() {
    let graph = Graph::new(4, &[(0, 1, 1.0), (2, 3, 1.0)]).expect("sound");
    let effect = what_if(&graph, &[(1, 2, 1.0)], &[], &[]).expect("sound");
    assert_eq!(
        (effect.reach.before, effect.reach.after),
        (Some(1.0), Some(2.5))
    );
}
