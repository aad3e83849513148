//! What the examples share: reading people and ties, the embedded sample, and a way to stop with one clear line.

#![allow(dead_code, reason = "each example uses its part")]

pub mod diversity;
pub mod files;
pub mod plan;
pub mod sample;

use std::fmt::Display;
use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};

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

/// A progress bar on stderr; nothing is drawn when stderr is not a terminal.
pub fn progress(steps: u64, what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    let bar = ProgressBar::new(steps).with_message(what);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
