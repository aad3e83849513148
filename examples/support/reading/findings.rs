//! What a reader noticed: errors and warnings with their places, and what it understood.

use std::fmt::Display;

use crate::Refused;

/// A place in a text: line and character, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub line: u32,
    pub column: u32,
}

/// How many errors, and how many warnings, of a file are told one by one.
const TOLD: usize = 20;

/// What was noticed in one file.
#[derive(Debug)]
pub struct Findings {
    file: String,
    strict: bool,
    errors: Vec<(At, String)>,
    warnings: Vec<(At, String)>,
    understood: Vec<String>,
}

impl Findings {
    /// Nothing noticed yet; `strict` makes each warning an error.
    pub fn new(file: &str, strict: bool) -> Self {
        Self {
            file: file.to_string(),
            strict,
            errors: Vec::new(),
            warnings: Vec::new(),
            understood: Vec::new(),
        }
    }

    /// Something that cannot be read.
    pub fn error(&mut self, at: At, message: impl Display) {
        self.errors.push((at, message.to_string()));
    }

    /// An error in a named column.
    pub fn error_in(&mut self, at: At, column: &str, message: impl Display) {
        self.error(at, format!("column `{column}`: {message}"));
    }

    /// Something read that may not be what was meant.
    pub fn warning(&mut self, at: At, message: impl Display) {
        let list = if self.strict {
            &mut self.errors
        } else {
            &mut self.warnings
        };
        list.push((at, message.to_string()));
    }

    /// A guess, with the option that overrides it.
    pub fn understood(&mut self, what: impl Display) {
        self.understood.push(what.to_string());
    }

    /// Whether something cannot be read.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The lines for stderr: what was read and understood, then warnings by place. `read` is as in `3 people`.
    pub fn told(&self, read: &str) -> Vec<String> {
        let mut lines = Vec::new();
        if !read.is_empty() && !self.has_errors() {
            let guesses = self.understood.join("; ");
            let colon = if guesses.is_empty() { "" } else { ": " };
            lines.push(format!("read {read} from {}{colon}{guesses}", self.file));
        }
        lines.extend(self.lines("warning", &self.warnings));
        lines
    }

    /// The errors as a refusal, if there are any.
    pub fn refusal(&self) -> Option<Refused> {
        self.has_errors()
            .then(|| Refused::of_lines(self.lines("error", &self.errors)))
    }

    fn lines(&self, kind: &str, found: &[(At, String)]) -> Vec<String> {
        let mut found: Vec<&(At, String)> = found.iter().collect();
        found.sort_by_key(|found| found.0);
        let line = |(at, message): &&(At, String)| {
            format!("{}:{}:{}: {kind}: {message}", self.file, at.line, at.column)
        };
        let mut lines: Vec<String> = found.iter().take(TOLD).map(line).collect();
        if let Some(more) = found.len().checked_sub(TOLD).filter(|&more| more > 0) {
            lines.push(format!("{}: {more} more {kind}s", self.file));
        }
        lines
    }
}

/// `1 person`, `2 people`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Names for a message: a dozen, none longer than a line.
pub fn shortened(names: &[String]) -> String {
    const NAMES: usize = 12;
    const LETTERS: usize = 40;
    if names.iter().all(String::is_empty) {
        return "nothing".into();
    }
    let short = |name: &String| match name.char_indices().nth(LETTERS) {
        Some((end, _)) if name.ends_with('"') => format!("{}…\"", &name[..end]),
        Some((end, _)) => format!("{}…", &name[..end]),
        None => name.clone(),
    };
    let mut told: Vec<String> = names.iter().take(NAMES).map(short).collect();
    if let Some(more) = names.len().checked_sub(NAMES).filter(|&more| more > 0) {
        told.push(format!("and {more} more"));
    }
    told.join(", ")
}
