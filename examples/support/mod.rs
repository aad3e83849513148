//! What the examples share: reading people and ties, the embedded sample, and a way to stop with one clear line.

#![allow(dead_code, reason = "each example uses its part")]

pub mod diversity;
pub mod files;
pub mod npy;
pub mod plan;
pub mod sample;

use std::fmt::Display;
use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;

/// What went wrong, in one line.
#[derive(Debug)]
pub struct Refused(String);

impl Refused {
    pub fn new(message: impl Display) -> Self {
        Self(message.to_string())
    }
}

impl Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<confrere::Error> for Refused {
    fn from(error: confrere::Error) -> Self {
        Self::new(error)
    }
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        Self::new(error)
    }
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Self {
        Self::new(error)
    }
}

/// Runs the story; on a refusal prints one line and exits with code 2. A reader that closes the pipe is no failure.
pub fn run(story: impl FnOnce(&mut dyn Write) -> Result<(), Refused>) -> ExitCode {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let told = story(&mut out).and_then(|()| Ok(out.flush()?));
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(refused) if refused.0.contains("Broken pipe") => ExitCode::SUCCESS,
        Err(refused) => {
            drop(out);
            eprintln!("error: {refused}");
            ExitCode::from(2)
        }
    }
}

/// How far a long computation is, on one line of stderr; nothing is drawn when stderr is not a terminal.
pub struct Progress {
    what: &'static str,
    done: u64,
    steps: u64,
    drawn: Option<u64>,
}

/// Starts to tell progress through so many steps.
pub fn progress(steps: u64, what: &'static str) -> Progress {
    Progress {
        what,
        done: 0,
        steps,
        drawn: std::io::stderr().is_terminal().then_some(u64::MAX),
    }
}

impl Progress {
    /// Some more steps are done; drawn once a percent.
    pub fn inc(&mut self, steps: u64) {
        self.done += steps;
        let percent = 100 * self.done / self.steps.max(1);
        if self.drawn.is_some_and(|drawn| drawn != percent) {
            self.drawn = Some(percent);
            eprint!("\r{} {percent} %", self.what);
        }
    }

    /// Wipes the line.
    pub fn finish_and_clear(self) {
        if self.drawn.is_some() {
            eprint!("\r{:width$}\r", "", width = self.what.len() + 6);
        }
    }
}
