//! What the examples share: reading files of people, ties and votes, the embedded sample, figures in words, and a way to stop with
//! clear lines.

pub mod benefit;
pub mod diversity;
pub mod evaluation;
pub mod exchange;
pub mod files;
pub mod market;
pub mod market_told;
pub mod npy;
pub mod plan;
pub mod random;
pub mod reading;
pub mod report;
pub mod round;
pub mod sample;

use std::fmt::Display;
use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;

/// What went wrong: lines for stderr.
#[derive(Debug)]
pub struct Refused(Vec<String>);

impl Refused {
    /// One thing that went wrong.
    pub fn new(message: impl Display) -> Self {
        Self(vec![format!("error: {message}")])
    }

    /// Lines that are complete, each with its place.
    pub fn of_lines(lines: Vec<String>) -> Self {
        Self(lines)
    }

    /// The same, after other lines.
    #[must_use]
    pub fn after(self, mut lines: Vec<String>) -> Self {
        lines.extend(self.0);
        Self(lines)
    }
}

impl Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("\n"))
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

/// Runs the story; on a refusal prints what went wrong and exits with code 2. A reader that closes the pipe is no failure.
pub fn run(story: impl FnOnce(&mut dyn Write) -> Result<(), Refused>) -> ExitCode {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let told = story(&mut out).and_then(|()| Ok(out.flush()?));
    match told {
        Ok(()) => ExitCode::SUCCESS,
        Err(refused) if refused.to_string().contains("Broken pipe") => ExitCode::SUCCESS,
        Err(refused) => {
            drop(out);
            eprintln!("{refused}");
            ExitCode::from(2)
        }
    }
}

/// An option that takes a whole number from 1 up.
pub fn at_least_one(text: &str) -> Result<u32, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err(format!("`{text}`, expected a whole number from 1 up")),
        Ok(number) => Ok(number),
    }
}

/// One line of a CSV table.
pub fn csv_line(out: &mut dyn Write, cells: &[String]) -> std::io::Result<()> {
    let quoted = |cell: &String| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    let cells: Vec<String> = cells.iter().map(quoted).collect();
    writeln!(out, "{}", cells.join(","))
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
