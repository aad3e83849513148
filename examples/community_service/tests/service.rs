//! The real binary over HTTP: what members may do, what they may not, and that nothing answered is ever lost.

mod support;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde_json::json;
use support::{ADMIN, Folder, Service, made_up};

#[test]
fn suggestions_say_what_both_gain_and_who_can_introduce() {
    let folder = Folder::new("suggestions");
    let service = Service::start(&folder.database());
    let ana = service.sign_up(
        "ana",
        &json!({ "label": "Ana", "offers": { "rust": 0.9 }, "needs": { "law": 0.8 } }),
    );
    let ben = service.sign_up(
        "ben",
        &json!({ "label": "Ben", "offers": { "law": 0.7 }, "needs": { "rust": 0.6 } }),
    );
    let caro = service.sign_up(
        "caro",
        &json!({ "label": "Caro", "offers": { "design": 0.9 }, "needs": { "hiring": 0.4 } }),
    );
    service.meet(("ana", &ana), ("caro", &caro));
    service.meet(("ben", &ben), ("caro", &caro));
    let (status, list) = service.call("GET", "/members/ana/suggestions", &ana, None);
    assert_eq!(status, 200, "{list}");
    assert_eq!(list[0]["peer"], "ben", "{list}");
    assert_eq!(list[0]["via"], json!(["Caro"]), "{list}");
    assert!(
        list[0]["reasons"].as_str().expect("words").contains("law"),
        "{list}"
    );
    assert_eq!(service.verify(), (true, 3));
}

#[test]
fn an_introduction_asks_the_introducer_first_and_answers_move_ties() {
    let folder = Folder::new("introduction");
    let service = Service::start(&folder.database());
    let tokens: BTreeMap<&str, String> = ["ana", "ben", "caro"]
        .map(|key| (key, service.sign_up(key, &json!({}))))
        .into();
    service.meet(("ana", &tokens["ana"]), ("caro", &tokens["caro"]));
    service.meet(("ben", &tokens["ben"]), ("caro", &tokens["caro"]));
    let (status, opened) = service.call(
        "POST",
        "/members/ana/introductions",
        &tokens["ana"],
        Some(&json!({ "member": "ben" })),
    );
    assert_eq!(status, 200, "{opened}");
    let path = |key: &str| format!("/members/{key}/requests");
    assert_eq!(
        service.call("GET", &path("ben"), &tokens["ben"], None).1,
        json!([]),
        "ben is not asked before caro agrees"
    );
    let waiting = service.call("GET", &path("caro"), &tokens["caro"], None).1;
    let id = waiting[0]["introduction"].as_i64().expect("a request");
    let answer = |key: &str, yes: bool| {
        service.call(
            "POST",
            &format!("{}/{id}", path(key)),
            &tokens[key],
            Some(&json!({ "yes": yes })),
        )
    };
    assert_eq!(
        answer("ben", true).0,
        404,
        "nobody answers before it is their turn"
    );
    assert_eq!(answer("caro", true).1["state"], "open");
    assert_eq!(
        service.call("GET", &path("ben"), &tokens["ben"], None).1[0]["you_are_the_target"],
        true
    );
    assert_eq!(answer("ben", false).1["state"], "declined");
    assert_eq!(
        service.verify(),
        (true, 3),
        "the refusal lowered the tie in memory and in the database alike"
    );
    service.call(
        "POST",
        "/members/ana/introductions",
        &tokens["ana"],
        Some(&json!({ "member": "ben" })),
    );
    let waiting = service.call("GET", &path("caro"), &tokens["caro"], None).1;
    let id = waiting[0]["introduction"].as_i64().expect("a request");
    for key in ["caro", "ben"] {
        service.call(
            "POST",
            &format!("{}/{id}", path(key)),
            &tokens[key],
            Some(&json!({ "yes": true })),
        );
    }
    let export = service
        .call("GET", "/members/ana/export", &tokens["ana"], None)
        .1;
    assert_eq!(export["introductions"][1]["state"], "made", "{export}");
    assert_eq!(
        export["contacts"].as_array().expect("a list").len(),
        2,
        "ana and ben have met: {export}"
    );
    assert_eq!(service.verify(), (true, 3));
}

#[test]
fn a_block_ends_what_waits_between_the_two() {
    let folder = Folder::new("lapsed");
    let service = Service::start(&folder.database());
    let tokens: BTreeMap<&str, String> = ["ana", "ben", "caro"]
        .map(|key| (key, service.sign_up(key, &json!({}))))
        .into();
    service.meet(("ana", &tokens["ana"]), ("caro", &tokens["caro"]));
    service.meet(("ben", &tokens["ben"]), ("caro", &tokens["caro"]));
    let post = |path: &str, key: &str, body| service.call("POST", path, &tokens[key], Some(&body));
    let opened = post(
        "/members/ana/introductions",
        "ana",
        json!({ "member": "ben" }),
    );
    assert_eq!(opened.0, 200, "{}", opened.1);
    let id = &opened.1["introduction"];
    let agreed = post(
        &format!("/members/caro/requests/{id}"),
        "caro",
        json!({ "yes": true }),
    );
    assert_eq!(agreed.1["state"], "open");
    let waiting = || {
        service
            .call("GET", "/members/ben/requests", &tokens["ben"], None)
            .1
    };
    assert_eq!(waiting()[0]["asker"], "ana");
    post("/members/ben/blocks", "ben", json!({ "member": "ana" }));
    assert_eq!(waiting(), json!([]));
    let again = post(
        "/members/ana/introductions",
        "ana",
        json!({ "member": "ben" }),
    );
    let nobody = post(
        "/members/ana/introductions",
        "ana",
        json!({ "member": "zoe" }),
    );
    assert_eq!(again, nobody, "a block sounds like an unknown member");
    assert_eq!(again.0, 404);
    assert_eq!(service.verify(), (true, 3));
}

#[test]
fn nobody_reads_or_changes_what_is_anothers() {
    let folder = Folder::new("rights");
    let service = Service::start(&folder.database());
    let (ana, ben) = (
        service.sign_up("ana", &json!({})),
        service.sign_up("ben", &json!({})),
    );
    let doors = [
        ("GET", "/members/ana"),
        ("PUT", "/members/ana"),
        ("DELETE", "/members/ana"),
        ("GET", "/members/ana/export"),
        ("GET", "/members/ana/suggestions"),
        ("GET", "/members/ana/requests"),
        ("GET", "/members/ana/meeting"),
        ("POST", "/members/ana/contacts"),
        ("POST", "/members/ana/blocks"),
        ("POST", "/members/ana/introductions"),
        ("POST", "/members/ana/answers"),
        ("POST", "/members/ana/requests/1"),
    ];
    for (method, path) in doors {
        let body = (method == "POST" || method == "PUT").then(|| json!({}));
        assert_eq!(
            service.call(method, path, &ben, body.as_ref()).0,
            403,
            "{method} {path} with ben's token"
        );
        assert_eq!(
            service.call(method, path, "nonsense", body.as_ref()).0,
            401,
            "{method} {path} with no known token"
        );
    }
    for (method, path) in [
        ("POST", "/admin/rounds"),
        ("GET", "/admin/shares"),
        ("GET", "/admin/verify"),
    ] {
        assert_eq!(
            service.call(method, path, &ben, None).0,
            403,
            "{method} {path}"
        );
    }
    let (status, export) = service.call("GET", "/members/ana/export", &ana, None);
    assert_eq!((status, &export["key"]), (200, &json!("ana")));
}

#[test]
fn bodies_that_are_too_large_or_malformed_are_refused() {
    let folder = Folder::new("bodies");
    let service = Service::start(&folder.database());
    let ana = service.sign_up("ana", &json!({}));
    let huge = json!({ "label": "x".repeat(100_000) });
    assert_eq!(
        service.call("PUT", "/members/ana", &ana, Some(&huge)).0,
        413
    );
    for bad in [
        json!({ "offers": { "rust": 7 } }),
        json!({ "offerz": {} }),
        json!("words"),
        json!({ "offers": { "": 0.5 } }),
    ] {
        let status = service.call("PUT", "/members/ana", &ana, Some(&bad)).0;
        assert_eq!(status, 422, "{bad}");
    }
    let (status, answer) = service.call(
        "PUT",
        "/members/ana",
        &ana,
        Some(&json!({ "offers": { "rust": 7 } })),
    );
    assert_eq!(status, 422);
    assert!(
        answer["error"].as_str().expect("words").contains("rust"),
        "{answer}"
    );
    assert_eq!(
        service
            .call("POST", "/members", "", Some(&json!({ "key": "ana" })))
            .0,
        409
    );
    assert_eq!(service.verify(), (true, 1));
}

#[test]
fn who_is_forgotten_is_nowhere_and_blocks_hold() {
    let folder = Folder::new("forgotten");
    let service = Service::start(&folder.database());
    let ana = service.sign_up(
        "ana",
        &json!({ "offers": { "rust": 0.9 }, "needs": { "law": 0.8 } }),
    );
    let ben = service.sign_up(
        "ben",
        &json!({ "offers": { "law": 0.7 }, "needs": { "rust": 0.6 } }),
    );
    service.meet(("ana", &ana), ("ben", &ben));
    let caro = service.sign_up(
        "caro",
        &json!({ "offers": { "law": 0.5 }, "needs": { "rust": 0.6 } }),
    );
    let list = service
        .call("GET", "/members/ana/suggestions", &ana, None)
        .1;
    assert_eq!(list[0]["peer"], "caro", "{list}");
    service.call(
        "POST",
        "/members/caro/blocks",
        &caro,
        Some(&json!({ "member": "ana" })),
    );
    assert_eq!(
        service
            .call("GET", "/members/ana/suggestions", &ana, None)
            .1,
        json!([])
    );
    let refused = service.call(
        "POST",
        "/members/ana/answers",
        &ana,
        Some(&json!({ "peer": "caro", "outcome": "met" })),
    );
    let unknown = service.call(
        "POST",
        "/members/ana/answers",
        &ana,
        Some(&json!({ "peer": "nobody", "outcome": "met" })),
    );
    assert_eq!(refused, unknown, "a block sounds like an unknown member");
    assert_eq!(service.call("DELETE", "/members/ben", &ben, None).0, 200);
    assert_eq!(
        service.call("GET", "/members/ben/export", &ben, None).0,
        401
    );
    let export = service.call("GET", "/members/ana/export", &ana, None).1;
    assert!(!export.to_string().contains("ben"), "{export}");
    assert_eq!(service.verify(), (true, 2));
}

#[test]
fn a_round_pairs_members_and_the_next_one_pairs_others() {
    let folder = Folder::new("round");
    let service = Service::start(&folder.database());
    let mutual =
        json!({ "offers": { "rust": 0.9, "law": 0.8 }, "needs": { "rust": 0.5, "law": 0.5 } });
    let tokens: Vec<(String, String)> = ["ana", "ben", "caro", "dan"]
        .map(|key| (key.to_string(), service.sign_up(key, &mutual)))
        .to_vec();
    let mut partners = Vec::new();
    for _ in 0..2 {
        let (status, plan) = service.call("POST", "/admin/rounds", ADMIN, None);
        assert_eq!((status, &plan["meetings"]), (200, &json!(2)), "{plan}");
        let (key, token) = &tokens[0];
        let meeting = service
            .call("GET", &format!("/members/{key}/meeting"), token, None)
            .1;
        partners.push(meeting[0]["with"].clone());
    }
    assert_ne!(partners[0], partners[1]);
    let (status, shares) = service.call("GET", "/admin/shares", ADMIN, None);
    assert_eq!(status, 200, "{shares}");
}

#[test]
fn answers_teach_the_score_and_what_was_learnt_survives() {
    let folder = Folder::new("learn");
    let service = Service::start(&folder.database());
    assert_eq!(
        service.call("POST", "/admin/learn", ADMIN, None).0,
        422,
        "there is nothing to learn from"
    );
    let tokens: Vec<String> = (0..24)
        .map(|number| service.sign_up(&format!("m{number}"), &made_up(number)))
        .collect();
    for (number, token) in tokens.iter().enumerate() {
        for step in 1..4 {
            let peer = (number + step) % tokens.len();
            // Members of one half say yes among themselves.
            let outcome = if number % 2 == peer % 2 {
                "accepted"
            } else {
                "declined"
            };
            let body = json!({ "peer": format!("m{peer}"), "outcome": outcome });
            assert_eq!(
                service
                    .call(
                        "POST",
                        &format!("/members/m{number}/answers"),
                        token,
                        Some(&body)
                    )
                    .0,
                200
            );
        }
    }
    let (status, report) = service.call("POST", "/admin/learn", ADMIN, None);
    assert_eq!(
        (status, &report["yes"], &report["no"]),
        (200, &json!(24), &json!(48)),
        "{report}"
    );
    let before = service
        .call("GET", "/members/m3/suggestions", &tokens[3], None)
        .1;
    service.kill();
    let service = Service::start(&folder.database());
    let after = service
        .call("GET", "/members/m3/suggestions", &tokens[3], None)
        .1;
    assert_eq!(before, after);
}

#[test]
fn the_page_shows_suggestions_and_takes_answers() {
    let folder = Folder::new("page");
    let service = Service::start(&folder.database());
    let ana = service.sign_up(
        "ana",
        &json!({ "offers": { "rust": 0.9 }, "needs": { "law": 0.8 } }),
    );
    service.sign_up(
        "ben",
        &json!({ "label": "Ben <b>", "offers": { "law": 0.7 }, "needs": { "rust": 0.6 } }),
    );
    let page = service.call("GET", "/", &ana, None).1;
    let page = page.as_str().expect("HTML");
    assert!(
        page.contains("Ben &lt;b&gt;") && page.contains("I would like to meet"),
        "{page}"
    );
    assert!(page.contains("action=\"/members/ana/answers\""), "{page}");
    let form = "peer=ben&outcome=declined";
    let submit = |site: &str, form: &str| service.submit("/members/ana/answers", &ana, site, form);
    assert_eq!(submit("https://elsewhere.example", form), 403);
    assert_eq!(submit(&service.address, "peer=ben&outcome=perhaps"), 422);
    assert_eq!(submit(&service.address, form), 303);
    let other = service.submit("/members/ben/answers", &ana, &service.address, form);
    assert_eq!(other, 403);
    let kept = service.call("GET", "/members/ana/export", &ana, None).1;
    assert_eq!(kept["answers"][0]["outcome"], "declined", "{kept}");
    let anyone = service.call("GET", "/", "nonsense", None).1;
    assert!(anyone.as_str().expect("HTML").contains("Sign in"));
}

/// What the callers of the service know of a member because the service answered.
#[derive(Clone)]
struct Answered {
    key: String,
    token: String,
    /// The number of the last edit that was answered.
    edit: u64,
}

/// 200 members, 32 callers at a time, the service killed four times in the middle: whatever was answered is still there.
#[test]
fn nothing_that_was_answered_is_lost_when_the_service_is_killed() {
    const MEMBERS: usize = 200;
    const GENERATIONS: u64 = 5;
    const ANSWERS: u64 = 90;
    let folder = Folder::new("killed");
    let members: Vec<Mutex<Option<Answered>>> = (0..MEMBERS).map(|_| Mutex::default()).collect();
    for generation in 0..GENERATIONS {
        let service = Service::start(&folder.database());
        check_nothing_lost(&service, &members);
        let (answers, stop) = (AtomicU64::new(0), AtomicBool::new(false));
        std::thread::scope(|scope| {
            let (service, members, answers, stop) = (&service, &members, &answers, &stop);
            for worker in 0..WORKERS {
                scope.spawn(move || {
                    keep_busy(service, (worker, generation), members, answers, stop)
                });
            }
            let signed_up = || {
                members
                    .iter()
                    .filter(|member| member.lock().expect("sound").is_some())
                    .count()
            };
            let last = generation + 1 == GENERATIONS;
            while answers.load(Ordering::Relaxed) < ANSWERS || (last && signed_up() < MEMBERS) {
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            if !last {
                let process = service.process().to_string();
                std::process::Command::new("kill")
                    .args(["-9", &process])
                    .status()
                    .expect("kill runs");
            }
            stop.store(true, Ordering::Relaxed);
        });
    }
    let service = Service::start(&folder.database());
    check_nothing_lost(&service, &members);
    assert!(
        members
            .iter()
            .all(|member| member.lock().expect("sound").is_some())
    );
}

/// Callers at a time.
const WORKERS: usize = 32;

/// Signs up and edits one member after the other, each member by one worker, until told to stop or the service is gone.
fn keep_busy(
    service: &Service,
    (worker, generation): (usize, u64),
    members: &[Mutex<Option<Answered>>],
    answers: &AtomicU64,
    stop: &AtomicBool,
) {
    for edit in 1.. {
        for number in (worker..members.len()).step_by(WORKERS) {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            let known = members[number].lock().expect("sound").clone();
            let next = match known {
                // A sign-up whose answer was lost may be on disk, so every life of the service takes keys of its own.
                None => sign_up(service, format!("m{number}-{generation}"), number as u64),
                Some(known) => rename(service, known, generation * 1_000_000 + edit, number as u64),
            };
            let Some(next) = next else { return };
            *members[number].lock().expect("sound") = Some(next);
            answers.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn sign_up(service: &Service, key: String, number: u64) -> Option<Answered> {
    let body = json!({ "key": key, "profile": made_up(number) });
    let (status, answer) = service.try_call("POST", "/members", "", Some(&body))?;
    assert_eq!(status, 201, "{answer}");
    let token = answer["token"].as_str().expect("a token").to_string();
    Some(Answered {
        key,
        token,
        edit: 0,
    })
}

fn rename(service: &Service, known: Answered, edit: u64, number: u64) -> Option<Answered> {
    let mut profile = made_up(number);
    profile["label"] = json!(format!("Member {edit}"));
    let path = format!("/members/{}", known.key);
    let (status, answer) = service.try_call("PUT", &path, &known.token, Some(&profile))?;
    assert_eq!(status, 200, "{answer}");
    Some(Answered { edit, ..known })
}

/// Every member who was told so is there, with the last edit that was answered or the one after it.
fn check_nothing_lost(service: &Service, members: &[Mutex<Option<Answered>>]) {
    assert!(
        service.verify().0,
        "the network in memory is the one of the database"
    );
    for member in members {
        let Some(known) = member.lock().expect("sound").clone() else {
            continue;
        };
        let (status, export) = service.call(
            "GET",
            &format!("/members/{}/export", known.key),
            &known.token,
            None,
        );
        assert_eq!(status, 200, "{} signed up and is gone: {export}", known.key);
        let label = export["profile"]["label"].as_str().expect("a label");
        let stored: u64 = label
            .rsplit(' ')
            .next()
            .and_then(|digits| digits.parse().ok())
            .expect("a number");
        assert!(
            stored >= known.edit || known.edit == 0,
            "{} is {label}, answered was {}",
            known.key,
            known.edit
        );
    }
}
