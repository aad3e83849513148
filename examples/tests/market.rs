//! What the example `market` says of several drawn markets is what the README says of them.

use confrere::assign::exposure::{Examination, Objective, Settings, allocate};
use support::market::published;
use support::market_told::{Sides, tell_means};

#[test]
fn means_of_the_published_markets_are_those_of_the_readme() {
    let settings = Settings::new(Objective::Anneal).examination(Examination::logarithmic());
    let summaries: Vec<_> = (0..20)
        .map(|seed| {
            let wants = published(75, 50, 0.8, seed).expect("a sound market");
            let allocation = allocate(&wants, &settings).expect("sound settings");
            allocation.summary()
        })
        .collect();
    let told = |json| {
        let mut out = Vec::new();
        tell_means(&mut out, json, (&summaries, Sides::Two)).expect("memory can be written to");
        String::from_utf8(out).expect("text")
    };
    let text = told(false);
    assert!(
        text.starts_with("means of 20 markets: 91.29 matches, envy 1453/609, "),
        "{text}"
    );
    let json: serde_json::Value = serde_json::from_str(&told(true)).expect("one object");
    let mean = summaries.iter().map(|figures| figures.matches).sum::<f64>() / 20.0;
    assert_eq!(json["matches"].as_f64(), Some(mean));
    assert_eq!(json["markets"], 20);
    let readme = include_str!("../../README.md");
    let row = readme
        .lines()
        .find(|line| line.starts_with("| published 75×50 market"));
    assert!(row.is_some_and(|row| row.contains("| 91.29 expected matches")));
}
