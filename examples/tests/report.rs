//! A report is the same bytes for the same input, and holds nothing that someone hides.

use clap::Parser;
use confrere::Network;
use confrere::round::MeetingHistory;
use support::reading::{Reading, Source};
use support::report::Report;
use support::report::asked::Arguments;
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

/// A section of a page by its title.
fn section<'a>(page: &'a str, title: &str) -> &'a str {
    let start = page.split_once(&format!("\">{title}</h2>"));
    let (_, rest) = start.unwrap_or_else(|| panic!("no section {title}"));
    rest.split_once("</section>").expect("an end").0
}

/// The page and the line beside it that `report` writes for these files, each an option and a text.
fn asked(files: &[(&str, &str)]) -> Result<(String, String), String> {
    // Each test is a thread with a name of its own.
    let case = std::thread::current()
        .name()
        .unwrap_or_default()
        .to_string();
    let folder = std::env::temp_dir().join(format!("confrere-{}-{case}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut words = vec!["report".to_string()];
    for (place, (option, text)) in files.iter().enumerate() {
        let path = folder.join(format!("{place}.csv"));
        std::fs::write(&path, text).expect("a file");
        words.extend([format!("--{option}"), path.display().to_string()]);
    }
    words.extend(["--quiet", "--out", "-"].map(String::from));
    let (mut page, mut told) = (Vec::new(), Vec::new());
    let arguments = Arguments::try_parse_from(words).map_err(|error| error.to_string());
    let written = arguments.and_then(|arguments| {
        let written = arguments.write(&mut page, &mut told);
        written.map_err(|refused| refused.to_string())
    });
    std::fs::remove_dir_all(&folder).expect("a folder");
    written?;
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Ok((text(page), text(told)))
}

#[test]
fn the_calendar_names_people_as_the_rest_of_the_page_does() {
    let page =
        page("id,name,offers,needs\nann@x.example,Zoe,rust,law\nbob@x.example,Bob,law,rust\n");
    let rounds = section(&page, "Next rounds");
    assert!(rounds.contains("<td>Zoe</td><td>Bob</td>"));
    assert!(!page.contains("x.example"));
    // Rows are in the order of names.
    assert!(rounds.find("<td>Bob</td>") < rounds.find("<td>Zoe</td><td>Bob"));
}

#[test]
fn one_name_of_several_people_is_told_apart_by_what_tells_it_apart_elsewhere() {
    let page = page(
        "name,email,offers,needs\nAnn,a1@x.example,rust,law\nAnn,a2@x.example,law,rust\nBob,bob@x.example,rust,law\nCid,cid@x.example,law,rust\n",
    );
    let rounds = section(&page, "Next rounds");
    assert!(rounds.contains("a1@x.example") && rounds.contains("a2@x.example"));
    assert!(!page.contains("bob@x.example") && !page.contains("cid@x.example"));
}

#[test]
fn paused_and_full_people_stand_nowhere_and_are_not_counted() {
    let page = page(
        "name,offers,needs,circles,paused,limit,engaged,blocks\nann,rust,law,red,,,,\nben,law,rust,blue,,,,\ncara,sewing,rust,blue,yes,,,ann\nfay,piano,law,red,,2,2,\neve,rust,piano;sewing,red,,,,\n",
    );
    assert!(!page.contains("cara") && !page.contains("fay"));
    assert!(section(&page, "At a glance").contains("<td>people</td><td class=\"n\">3</td>"));
    let unmet = section(&page, "Needs that nobody meets");
    assert!(unmet.contains("<td>piano</td><td class=\"n\">1</td>"));
    assert!(unmet.contains("<td>sewing</td><td class=\"n\">1</td>"));
    let demand = section(&page, "Skills in demand");
    assert!(demand.contains("<td>rust</td><td class=\"n\">1</td><td class=\"n\">2</td>"));
    assert!(page_of_closed().contains("Nobody offers what someone else needs."));
}

fn page_of_closed() -> String {
    page("name,offers,needs,paused\nann,rust,law,yes\nben,law,rust,\n")
}

#[test]
fn figures_of_skills_are_those_of_the_sample_that_value_tells() {
    let page = page(support::sample::PEOPLE);
    assert!(!page.contains("felix"));
    let demand = section(&page, "Skills in demand");
    let row = |skill: &str| {
        let start = demand.split_once(&format!("<td>{skill}</td>"));
        start.map(|(_, rest)| rest.split("</tr>").next().unwrap_or_default())
    };
    assert!(row("security").is_some_and(|row| row.starts_with("<td class=\"n\">5</td>")));
    assert!(row("sql").is_some_and(|row| row.ends_with("<td class=\"n\">22</td>")));
}

#[test]
fn whoever_blocks_or_is_blocked_is_no_help() {
    let plain = "name,offers,needs,blocks\nann,rust,,\nben,,rust,@\ncaro,,rust,\n";
    let who = |blocks| {
        let page = page(&plain.replace('@', blocks));
        section(&page, "Who could help most people").to_string()
    };
    assert!(who("").contains("rust (2 people)"));
    assert!(who("ann").contains("rust (1 person)"));
}

#[test]
fn a_need_that_only_its_own_person_could_meet_is_unmet() {
    let page = page("name,offers,needs\na,rust:1,rust:1;law\nb,law:1,sea\nc,sea,law\n");
    let unmet = section(&page, "Needs that nobody meets");
    assert!(unmet.contains("<td>rust</td><td class=\"n\">1</td>"));
    assert!(!section(&page, "Skills in demand").contains("rust"));
}

#[test]
fn people_without_a_circle_do_not_share_a_name_with_a_circle() {
    let page = page(
        "name,offers,needs,circles\na,rust,law,no circle\nb,law,rust,\nc,rust,law,x>red\nd,law,rust,y>blue|z>red\n",
    );
    let glance = section(&page, "At a glance");
    assert!(glance.contains("circles, of each person the first and outermost"));
    let legend = section(&page, "Network");
    assert!(legend.contains(">no circle</span>") && legend.contains(">(no circle)</span>"));
}

const TIES: &str = "from,to\nana,ben\nben,caro\ncaro,ana\nana,dev\ndev,eli\n";

#[test]
fn communities_found_from_ties_are_named_so() {
    let (page, _) = asked(&[("ties", TIES)]).expect("a page");
    let glance = section(&page, "At a glance");
    assert!(glance.contains("<td>communities found from ties</td>"));
    assert!(!glance.contains("<td>circles"));
}

#[test]
fn circles_of_people_who_voted_are_kept() {
    let votes = "participant,t1,t2\nana,1,1\nben,-1,1\ncaro,1,-1\n";
    let circles = "name,circle\nana,red\nben,blue\ndev,blue\n";
    let files = [("votes", votes), ("ties", TIES), ("circles", circles)];
    let (page, _) = asked(&files).expect("a page");
    assert!(!page.contains("community"));
    assert!(page.contains(">red</span>") && page.contains(">blue</span>"));
    assert!(page.contains("Only votes, ties and circles are known"));
}

#[test]
fn inputs_that_suffice_are_named_where_none_is_given() {
    let refused = asked(&[]).expect_err("no input");
    for option in ["--people", "--ties", "--votes"] {
        assert!(refused.contains(option), "{refused}");
    }
}

#[test]
fn the_page_goes_to_stdout_and_the_line_on_it_elsewhere() {
    let people = "name,offers,needs,paused\nana,rust,law,\nben,law,rust,yes\n";
    let (page, told) = asked(&[("people", people)]).expect("a page");
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(told.starts_with("1 person (1 paused or full and not shown), "));
}

#[test]
fn one_pair_is_no_plural_and_long_names_break() {
    let page = page("name,offers,needs\nana,rust,law\nben,law,rust\n");
    assert!(page.contains("Orange line: the only proposed pair."));
    assert!(page.contains(".item{display:inline-block;margin-right:1rem;overflow-wrap:anywhere}"));
}

#[test]
fn topics_that_nobody_saw_are_not_told() {
    let (page, _) = asked(&[("votes", "participant,t1,t2\na,1,\n")]).expect("a page");
    let opinions = section(&page, "Opinions");
    assert!(opinions.contains("agrees with t1") && !opinions.contains("t2"));
}

#[test]
fn fair_shares_leave_fewer_people_out_where_one_plan_does() {
    // One-sided gains of one size: best peers are those of the first keys.
    let mut people = String::from("name,offers,needs,circles\n");
    for place in 0..60 {
        let (offer, need, circle) = (place % 7, (place + 3) % 7, place % 10);
        people += &format!("p{place:02},s{offer}:0.9,s{need},c{circle}\n");
    }
    let page = page(&people);
    let shown = section(&page, "How often people are shown");
    let nowhere = |name: &str| -> u32 {
        let row = shown.split_once(&format!("<td>{name}</td><td class=\"n\">"));
        let cell = row.expect("a row").1.split_once('<').expect("a cell").0;
        cell.parse().expect("a number")
    };
    let (best, fair) = (nowhere("best peers"), nowhere("fair shares"));
    let words = match fair.cmp(&best) {
        std::cmp::Ordering::Less => "fewer people are shown nowhere",
        std::cmp::Ordering::Equal => "as many people are shown nowhere",
        std::cmp::Ordering::Greater => "more people are shown nowhere",
    };
    assert!(shown.contains(words) && fair < best, "{fair} of {best}");
}

#[test]
fn reasons_name_people_as_headings_do_where_one_of_two_of_a_name_is_paused() {
    let people =
        "id,name,offers,needs,paused\nk1,Ana,rust,law,\nk2,Ana,rust,law,yes\nk3,Ben,law,rust,\n";
    let (page, _) = asked(&[("people", people)]).expect("a page");
    assert!(page.contains("Ana (k1)") && !page.contains("k2"));
    // Wherever the name stands, what tells it apart stands behind it.
    assert_eq!(
        page.matches("Ana").count(),
        page.matches("Ana (k1)").count()
    );
}

#[test]
fn votes_of_the_paused_are_not_shown_and_voters_have_their_names() {
    let people =
        "id,name,offers,needs,paused\nk1,Ana,rust,law,\nk2,Pat,rust,law,yes\nk3,Ben,law,rust,\n";
    let votes = "participant,tabs\nk1,1\nk2,1\nk3,-1\nzoe,0\n";
    let (page, _) = asked(&[("people", people), ("votes", votes)]).expect("a page");
    let opinions = section(&page, "Opinions");
    for name in ["Ana", "Ben", "zoe"] {
        assert!(
            opinions.contains(&format!("<title>{name}</title>")),
            "{name}"
        );
    }
    assert!(!page.contains("Pat") && !page.contains("k2") && !opinions.contains("k1"));
    // Three saw it, one of whom passed.
    assert!(opinions.contains(r#"<td class="n">3</td><td class="n">1</td><td class="n">1</td>"#));
}

#[test]
fn votes_and_circles_without_ties_are_named_so() {
    let votes = "participant,tabs\nana,1\nben,-1\n";
    let circles = |name: &str| format!("name,circle\n{name},core\nben,seed\n");
    let files = |circles: &str| {
        asked(&[
            ("votes", votes),
            ("ties", "from,to\n"),
            ("circles", circles),
        ])
    };
    let (page, _) = files(&circles("ana")).expect("a page");
    assert!(page.contains("Only votes and circles are known"));
    let refused = files("name,circle\nkim,core\n").expect_err("names of nobody");
    assert!(refused.contains("stands in the votes"), "{refused}");
}
