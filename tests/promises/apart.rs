//! Difference and spread where nothing is to be told apart.

use confrere::diversity::{
    Graph, OutsideMeasures, community_edge_gini_complement, conversation_starters,
    directed_edge_gini_complement,
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
