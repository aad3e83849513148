//! How long suggestions take while members change: `cargo bench` starts the real binary, signs 10,000 members up, and asks for
//! suggestions while others edit. Prints the median and the 99th percentile; `MEMBERS` and `SECONDS` are read from the environment.

#[path = "../tests/support/mod.rs"]
mod support;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use support::{Folder, Service, made_up};

fn variable(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

fn main() {
    let (count, seconds) = (variable("MEMBERS", 10_000), variable("SECONDS", 10));
    let folder = Folder::new("latency");
    let service = Service::start(&folder.database());
    let tokens = sign_everyone_up(&service, count);
    let (stop, edits) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut times: Vec<Duration> = Vec::new();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                let number = edits.fetch_add(1, Ordering::Relaxed) * 7_919 % count;
                let mut profile = made_up(number + count);
                profile["label"] = json!("edited");
                let (status, answer) = service.call(
                    "PUT",
                    &format!("/members/m{number}"),
                    &tokens[number as usize],
                    Some(&profile),
                );
                assert_eq!(status, 200, "{answer}");
            }
        });
        let (start, mut number) = (Instant::now(), 0);
        while start.elapsed() < Duration::from_secs(seconds) {
            number = (number + 104_729) % count;
            let begun = Instant::now();
            let (status, list) = service.call(
                "GET",
                &format!("/members/m{number}/suggestions"),
                &tokens[number as usize],
                None,
            );
            times.push(begun.elapsed());
            assert_eq!(status, 200, "{list}");
            assert!(
                list.as_array().is_some_and(|list| !list.is_empty()),
                "m{number} is suggested nobody"
            );
        }
        stop.store(true, Ordering::Relaxed);
    });
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    println!(
        "{count} members, {} suggestions while {} edits: median {:.1} ms, 99th percentile {:.1} ms, longest {:.1} ms",
        times.len(),
        edits.load(Ordering::Relaxed),
        at(0.5),
        at(0.99),
        at(1.0)
    );
    assert!(
        service.verify().0,
        "the network in memory is the one of the database"
    );
}

/// Signs members up, 32 at a time; the answer is their tokens.
fn sign_everyone_up(service: &Service, count: u64) -> Vec<String> {
    const WORKERS: u64 = 32;
    let mut tokens = vec![String::new(); count as usize];
    let slots: Vec<_> = tokens.iter_mut().map(std::sync::Mutex::new).collect();
    std::thread::scope(|scope| {
        for worker in 0..WORKERS {
            let slots = &slots;
            scope.spawn(move || {
                for number in (worker..count).step_by(WORKERS as usize) {
                    let token = service.sign_up(&format!("m{number}"), &made_up(number));
                    **slots[number as usize].lock().expect("not poisoned") = token;
                }
            });
        }
    });
    tokens
}
