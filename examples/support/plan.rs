//! Slots and rooms as they are written on the command line.

use std::str::FromStr;

use confrere::plan::{LearningWeek, SlotScope};

/// `5`, or `monday,team:tuesday`.
#[derive(Debug, Clone)]
pub struct Slots(Vec<(String, SlotScope)>);

impl FromStr for Slots {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(count) = text.parse::<u32>() {
            let name = |number| (format!("slot {number}"), SlotScope::Everyone);
            return match count {
                0..=672 => Ok(Self((1..=count).map(name).collect())),
                _ => Err(format!("{count} slots, expected at most 672")),
            };
        }
        let slot = |text: &str| match text.trim().split_once(':') {
            None => Ok((text.trim().to_string(), SlotScope::Everyone)),
            Some(("team", name)) => Ok((name.to_string(), SlotScope::Circle(1))),
            Some(("company", name)) => Ok((name.to_string(), SlotScope::Circle(2))),
            Some(("country", name)) => Ok((name.to_string(), SlotScope::Circle(3))),
            // As in Mon 9:00.
            Some((hour, _)) if hour.ends_with(|sign: char| sign.is_ascii_digit()) => {
                Ok((text.trim().to_string(), SlotScope::Everyone))
            }
            Some((reach, _)) => Err(format!(
                "`{reach}`, expected team, company or country before a slot"
            )),
        };
        text.split(',')
            .map(slot)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// `3:12`: three rooms that hold twelve.
#[derive(Debug, Clone, Copy)]
pub struct Rooms {
    count: u32,
    holds: u32,
}

impl FromStr for Rooms {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once(':')
            .and_then(|(count, holds)| Some((count.parse().ok()?, holds.parse().ok()?)));
        let (count, holds) = numbers.ok_or_else(|| {
            format!("`{text}`, expected a number of rooms and their size, such as 3:12")
        })?;
        Ok(Self { count, holds })
    }
}

/// A week of these slots and rooms.
pub fn week(slots: &Slots, rooms: &[Rooms], teaches: u32) -> LearningWeek {
    let week = LearningWeek::new().teaches_at_most(teaches);
    let week = slots
        .0
        .iter()
        .fold(week, |week, (name, reach)| week.slot_within(name, *reach));
    rooms
        .iter()
        .fold(week, |week, rooms| week.rooms(rooms.count, rooms.holds))
}
