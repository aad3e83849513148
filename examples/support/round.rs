//! A round as text.

use std::io::Write;

use confrere::round::RoundPlan;

use crate::Refused;

/// Prints one round: who meets, with what they gain, who does not and why, and what would help.
pub fn print_round(out: &mut dyn Write, plan: &RoundPlan) -> Result<(), Refused> {
    writeln!(
        out,
        "Round {}: worth {:.2} of at most {:.2}, {} repeats",
        plan.at().0,
        plan.value(),
        plan.bound(),
        plan.repeats()
    )?;
    for meeting in plan.meetings() {
        write!(out, "  {}", meeting.people.join(", "))?;
        if let Some(slot) = &meeting.slot {
            write!(out, " ({slot})")?;
        }
        let gains = meeting.people.iter().zip(&meeting.gains);
        let gains: Vec<String> = gains
            .map(|(name, gain)| format!("{name} {gain:.2}"))
            .collect();
        if !gains.is_empty() {
            write!(out, " — gain: {}", gains.join(", "))?;
        }
        if meeting.repeats > 0 {
            write!(out, "; {} met before", meeting.repeats)?;
        }
        for rule in &meeting.soft_violations {
            write!(out, "; in spite of: {rule}")?;
        }
        writeln!(out)?;
    }
    for unmatched in plan.unmatched() {
        writeln!(
            out,
            "  {} has no meeting: {}",
            unmatched.person, unmatched.why
        )?;
    }
    for (name, absence) in plan.absent() {
        writeln!(out, "  {name} takes no part: {absence}")?;
    }
    for (a, b) in plan.missed_together() {
        writeln!(out, "  {a} and {b} were to meet and do not")?;
    }
    for relaxation in plan.relaxations() {
        writeln!(out, "  To help: {relaxation}")?;
    }
    Ok(())
}
