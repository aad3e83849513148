//! Processor time of a process, as Linux tells it.

use std::fs;

/// Parts of a second in which Linux counts towards programs, the same on all of today's machines (`USER_HZ`).
const TICKS: f64 = 100.0;

/// Seconds of one core that a process has used so far; `None` where the system does not tell.
#[must_use]
pub fn seconds(process: u32) -> Option<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name, in brackets, may hold spaces. Of what follows it, time in the program is the twelfth and in the system the next.
    let (_, rest) = text.rsplit_once(')')?;
    let mut ticks = rest.split_whitespace().skip(11);
    let mut next = || ticks.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / TICKS)
}
