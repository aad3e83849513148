//! Answers in plain sentences.

use std::fmt;

use crate::diversity::Component;
use crate::person::Intent;
use crate::recommend::explanation::Explanation;
use crate::recommend::recommendation::Recommendation;
use crate::recommend::side::{Item, Side, Through};

/// How many items a one-line answer names per side.
const NAMED: usize = 3;

impl fmt::Display for Recommendation {
    /// One line: the peer, what each gains, who introduces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let explanation = self.explanation();
        write!(f, "{}: ", self.name())?;
        gains(f, &explanation.gain, "what")?;
        f.write_str(", ")?;
        gains(f, &explanation.give, "what")?;
        match (explanation.via.as_slice(), self.introduction()) {
            ([], None) => Ok(()),
            ([], Some(_)) => f.write_str("; they know each other"),
            (via, _) => write!(f, "; via {}", via.join(", ")),
        }
    }
}

impl fmt::Display for Item {
    /// The name, and by way of what it is gained where the other names something else.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.through {
            None | Some(Through::Meaning { .. }) => f.write_str(&self.name),
            Some(Through::Related { skill, .. }) => write!(f, "{} (through {skill})", self.name),
        }
    }
}

impl fmt::Display for Explanation {
    /// Sentences, one a line: what you gain, what you give, what does not fit, how different, via whom.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What each gains comes first, then what stays uncovered, then what sets them apart: the order in which a reader decides.
        for side in [&self.gain, &self.give] {
            gains(f, side, "What")?;
            writeln!(f, ".")?;
        }
        for (side, from) in [(&self.gain, &self.give), (&self.give, &self.gain)] {
            for item in &side.items {
                named_instead(f, item, (&side.name, &from.name))?;
            }
        }
        for side in [&self.gain, &self.give] {
            if !side.uncovered.is_empty() {
                writeln!(
                    f,
                    "Not covered for {}: {}.",
                    side.name,
                    side.uncovered.join(", ")
                )?;
            }
        }
        let apart: Vec<String> = self
            .differences()
            .filter_map(|(part, value)| phrase(part, value))
            .collect();
        if !apart.is_empty() {
            writeln!(f, "Different: {}.", apart.join("; "))?;
        }
        if !self.disputed.is_empty() {
            let topics = &self.disputed[..self.disputed.len().min(NAMED)];
            writeln!(f, "They disagree on {}.", topics.join(", "))?;
        }
        if !self.for_a_yes.is_empty() {
            writeln!(f, "What speaks for a yes: {}.", self.for_a_yes.join("; "))?;
        }
        if let Some(displaced) = &self.displaced {
            writeln!(f, "{}: {displaced}.", self.give.name)?;
        }
        if !self.via.is_empty() {
            writeln!(
                f,
                "{} can be introduced to {} via {}.",
                self.gain.name,
                self.give.name,
                self.via.join(", then ")
            )?;
        }
        Ok(())
    }
}

/// "ana gains law (0.56), tax (0.10) and 2 more", or "what ana gains is not known" with the first word as it is to be written.
fn gains(f: &mut fmt::Formatter<'_>, side: &Side, what: &str) -> fmt::Result {
    let items = side.largest();
    if items.is_empty() {
        return write!(f, "{what} {} gains is not known", side.name);
    }
    write!(f, "{} gains ", side.name)?;
    for (place, item) in items.iter().take(NAMED).enumerate() {
        let comma = if place > 0 { ", " } else { "" };
        let (before, name, amount) = (intention(item.intent), &item.name, item.amount);
        write!(f, "{comma}{before}{name} ({amount:.2}")?;
        match &item.through {
            None => {}
            Some(Through::Related { skill, relatedness }) => {
                write!(f, " through {skill}, related {relatedness:.2}")?;
            }
            Some(Through::Meaning { cosine }) => write!(f, ", cosine {cosine:.2}")?,
        }
        f.write_str(")")?;
    }
    match items.len().saturating_sub(NAMED) {
        0 => Ok(()),
        more => write!(f, " and {more} more"),
    }
}

/// "ben offers commercial law, related to contract law 0.60.", where someone names something else than what is gained.
fn named_instead(
    f: &mut fmt::Formatter<'_>,
    item: &Item,
    (name, from): (&str, &str),
) -> fmt::Result {
    let verb = match item.intent {
        Intent::Partner => "looks for",
        _ => "offers",
    };
    match &item.through {
        None => Ok(()),
        Some(Through::Related { skill, relatedness }) => writeln!(
            f,
            "{from} {verb} {skill}, related to {} {relatedness:.2}.",
            item.name
        ),
        Some(Through::Meaning { cosine }) => writeln!(
            f,
            "What {from} offers is close in meaning to what {name} looks for: {cosine:.2}."
        ),
    }
}

/// What comes before the name of an item, so that the sentence says how it is a gain.
const fn intention(intent: Intent) -> &'static str {
    match intent {
        Intent::Learn => "",
        Intent::Mentor => "a mentor in ",
        Intent::Partner => "someone to receive ",
        Intent::Exposure => "a way into ",
        Intent::Contrarian => "another view on ",
        Intent::Affinity => "company in ",
    }
}

/// A component of a difference in words; `None` where it is too small to mention.
fn phrase(component: Component, value: f32) -> Option<String> {
    if component == Component::HopNovelty && value > 0.0 && value < 1.0 {
        // The novelty of d ties is 1 - 1/d.
        return Some(format!(
            "{} ties apart ({value:.2})",
            (1.0 / (1.0 - value)).round()
        ));
    }
    let words = match component {
        Component::CircleLevel if value >= 1.0 => "no circle in common",
        Component::CircleLevel if value > 0.0 => "only outer circles in common",
        Component::HopNovelty if value >= 1.0 => "beyond the reach of four ties",
        Component::CircleLevel | Component::HopNovelty | Component::Contrarian => return None,
        _ if value > 0.0 => component.word(),
        _ => return None,
    };
    Some(format!("{words} ({value:.2})"))
}
