//! A report is the same bytes for the same input, and holds nothing that someone hides.

use confrere::Network;
use confrere::round::MeetingHistory;
use support::reading::{Reading, Source};
use support::report::Report;
use support::report::page::{every, short, table};

fn page(people: &str) -> String {
    let reading = Reading::default();
    let people = reading
        .people_of(&Source::of_bytes("p.csv", people))
        .expect("sound")
        .value;
    let network = Network::builder()
        .people(people.into_people())
        .build()
        .expect("sound");
    let report = Report::new(&network).expect("a report");
    report
        .html(None, &MeetingHistory::default(), "")
        .expect("a page")
}

const SHOWN: &str = "name,offers,needs,circles,private_needs,private_stances,blocks\n\
    ana,rust,law,core,@,\n\
    ben,law,rust,seed,,,\n\
    caro,law;tax,rust,seed,,,\n";

#[test]
fn what_is_hidden_changes_no_byte_and_markup_in_names_is_text() {
    let without = page(&SHOWN.replace('@', ","));
    assert!(without.contains("ana") && without.contains("law"));
    let hidden = page(&SHOWN.replace('@', "tax:0.7,secret topic:1"));
    assert_eq!(without, hidden);
    let odd = page("name,offers,needs\n<b>ana</b>,rust,law\nben,law,rust\n");
    assert!(odd.contains("&lt;b&gt;ana&lt;/b&gt;") && !odd.contains("<b>"));
}

#[test]
fn a_blocked_pair_is_not_proposed_and_blocks_are_not_told() {
    let plain = "name,offers,needs,blocks\nana,rust,law,@\nben,law,rust,\ncaro,law,rust,\n";
    let blocked = page(&plain.replace('@', "ben"));
    assert!(page(&plain.replace('@', "")).contains("<td>ana</td><td>ben</td>"));
    let body = blocked.split("</style>").nth(1).expect("a body");
    assert!(!body.contains("<td>ana</td><td>ben</td>") && !body.contains("block"));
}

#[test]
fn a_page_stands_alone_and_is_the_same_twice() {
    let head: String = support::sample::PEOPLE
        .split_inclusive('\n')
        .take(8)
        .collect();
    let first = page(&head);
    assert_eq!(first, page(&head));
    assert!(
        first.contains("details::details-content"),
        "cards stay folded in print"
    );
    for outside in ["<script", "src=", "http:", "https:", "@import", "url("] {
        assert!(!first.contains(outside), "{outside}");
    }
}

#[test]
fn names_are_cut_by_their_width_and_columns_of_numbers_stand_to_the_right() {
    assert_eq!(short("Portugal"), "Portugal");
    assert_eq!(short("United Kingdom of Great Britain"), "United Kingdom…");
    assert_eq!(short("東京大学先端科学技術研究"), "東京大学先端科…");
    assert_eq!(
        [every(2), every(3), every(11)],
        ["every 2nd", "every 3rd", "every 11th"]
    );
    let cells = |row: [&str; 2]| row.map(String::from).to_vec();
    let html = table(
        &["Who", "Share"],
        [cells(["7", "5 %"]), cells(["ana", "1 %"])],
    );
    assert!(html.contains("<td>7</td><td class=\"n\">5 %</td>"));
}
