//! A report is the same bytes for the same input, and holds nothing that someone hides.

use confrere::Network;
use confrere::round::MeetingHistory;
use support::reading::{Reading, Source};
use support::report::Report;

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
    for outside in ["<script", "src=", "http:", "https:", "@import", "url("] {
        assert!(!first.contains(outside), "{outside}");
    }
}
