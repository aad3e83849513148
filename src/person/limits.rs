//! How much of whom a person takes: limits, availability, and who is kept away.

use crate::id::Key;
use crate::person::{Mode, Person};

impl Person {
    /// Sets how many peers the person wants at a time.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").peers(3).get_limits().peers, Some(3));
    /// ```
    #[must_use]
    pub fn peers(mut self, limit: u32) -> Self {
        self.limits.peers = Some(limit);
        self
    }

    /// Sets how many of the places for peers are taken.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert!(Person::new("ana").peers(3).engaged(3).get_limits().is_full());
    /// ```
    #[must_use]
    pub fn engaged(mut self, taken: u32) -> Self {
        self.limits.engaged = taken;
        self
    }

    /// Sets the largest comfortable group, oneself included.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").group_size(4).get_limits().group_size, Some(4));
    /// ```
    #[must_use]
    pub fn group_size(mut self, largest: u32) -> Self {
        self.limits.group_size = Some(largest);
        self
    }

    /// Sets in every how many rounds the person wants to meet someone.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").every(2).get_limits().every, 2); // every other round
    /// ```
    #[must_use]
    pub fn every(mut self, rounds: u32) -> Self {
        self.limits.every = rounds;
        self
    }

    /// Marks the person as taking a break: they appear nowhere.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert!(!Person::new("ana").paused().get_limits().is_open());
    /// ```
    #[must_use]
    pub fn paused(mut self) -> Self {
        self.limits.paused = true;
        self
    }

    /// Sets how the person meets others.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Mode, Person};
    /// assert_eq!(Person::new("ana").meets(Mode::Remote).get_limits().mode, Mode::Remote);
    /// ```
    #[must_use]
    pub fn meets(mut self, mode: Mode) -> Self {
        self.limits.mode = mode;
        self
    }

    /// Sets how many introductions the person makes in a period; 0 refuses all.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").introductions(2).get_limits().introductions, Some(2));
    /// ```
    #[must_use]
    pub fn introductions(mut self, limit: u32) -> Self {
        self.limits.introductions = Some(limit);
        self
    }

    /// Sets how many introductions the person was asked for in this period.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").introductions(2).asked(1).get_limits().asked, 1);
    /// ```
    #[must_use]
    pub fn asked(mut self, times: u32) -> Self {
        self.limits.asked = times;
        self
    }

    /// Blocks someone: never matched, never an introducer, never in one group, both ways, never shown.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert!(Person::new("ana").blocks("ben").get_blocks().eq(["ben"]));
    /// ```
    #[must_use]
    pub fn blocks(mut self, key: impl Into<Key>) -> Self {
        self.blocks.push(key.into().into());
        self
    }

    /// Refuses to introduce anyone to this one person.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert!(Person::new("ana").refuses("ben").get_refuses().eq(["ben"]));
    /// ```
    #[must_use]
    pub fn refuses(mut self, key: impl Into<Key>) -> Self {
        self.refuses.push(key.into().into());
        self
    }

    /// Adds a slot in which the person can meet. Without any, every slot suits.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert!(Person::new("ana").available("monday").get_available().eq(["monday"]));
    /// ```
    #[must_use]
    pub fn available(mut self, slot: impl Into<String>) -> Self {
        self.available.push(slot.into());
        self
    }

    /// Adds every half hour of a day that lies within local hours, by the clock of a place so many minutes east of UTC. A slot
    /// is named by its start in UTC, as in `09:30Z`, so that people in all time zones name the same ones. Hours are from 0 to 24;
    /// from 22 to 6 is a night, and from an hour to the same the whole day.
    ///
    /// ```
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").available_hours(0, 9, 11)) // Lisbon in winter
    ///     .person(Person::new("dev").available_hours(330, 15, 16)) // Mumbai
    ///     .build()?;
    /// let slots = |name: &str| network.available(network.id(name).unwrap()).map(String::from).collect::<Vec<_>>();
    /// assert_eq!(slots("ana"), ["09:00Z", "09:30Z", "10:00Z", "10:30Z"]);
    /// assert_eq!(slots("dev"), ["09:30Z", "10:00Z"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn available_hours(mut self, minutes_east: i32, from: u32, to: u32) -> Self {
        const DAY: i64 = 24 * 60;
        const SLOT: i64 = 30;
        let [from, to] = [from, to].map(|hour| i64::from(hour) * 60);
        // From an hour to the same is the whole day.
        let length = (to - from - 1).rem_euclid(DAY) + 1;
        for start in (0..DAY).step_by(SLOT as usize) {
            let since = (start + i64::from(minutes_east) - from).rem_euclid(DAY);
            if since + SLOT <= length {
                let (hour, minute) = (start / 60, start % 60);
                self.available.push(format!("{hour:02}:{minute:02}Z"));
            }
        }
        self
    }

    /// Names the person's manager.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").manager("mia").get_manager(), Some("mia"));
    /// ```
    #[must_use]
    pub fn manager(mut self, key: impl Into<Key>) -> Self {
        self.manager = Some(key.into().into());
        self
    }

    /// Takes any number of peers at a time.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").peers(3).remove_peers().get_limits().peers, None);
    /// ```
    #[must_use]
    pub fn remove_peers(mut self) -> Self {
        self.limits.peers = None;
        self
    }

    /// Is comfortable in a group of any size.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").group_size(4).remove_group_size().get_limits().group_size, None);
    /// ```
    #[must_use]
    pub fn remove_group_size(mut self) -> Self {
        self.limits.group_size = None;
        self
    }

    /// Makes any number of introductions.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").introductions(2).remove_introductions().get_limits().introductions, None);
    /// ```
    #[must_use]
    pub fn remove_introductions(mut self) -> Self {
        self.limits.introductions = None;
        self
    }

    /// Takes back a block.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").blocks("ben").unblocks("ben").get_blocks().len(), 0);
    /// ```
    #[must_use]
    pub fn unblocks(mut self, key: impl Into<Key>) -> Self {
        let key = Key::text(key);
        self.blocks.retain(|other| *other != key);
        self
    }

    /// Takes back the refusal to introduce anyone to someone.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").refuses("ben").accepts("ben").get_refuses().len(), 0);
    /// ```
    #[must_use]
    pub fn accepts(mut self, key: impl Into<Key>) -> Self {
        let key = Key::text(key);
        self.refuses.retain(|other| *other != key);
        self
    }

    /// Removes a slot; without any, every slot suits.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").available("monday").unavailable("monday").get_available().len(), 0);
    /// ```
    #[must_use]
    pub fn unavailable(mut self, slot: &str) -> Self {
        self.available.retain(|other| other != slot);
        self
    }

    /// Names no manager.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").manager("mia").remove_manager().get_manager(), None);
    /// ```
    #[must_use]
    pub fn remove_manager(mut self) -> Self {
        self.manager = None;
        self
    }

    /// Ends a break.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert!(Person::new("ana").paused().resumed().get_limits().is_open());
    /// ```
    #[must_use]
    pub fn resumed(mut self) -> Self {
        self.limits.paused = false;
        self
    }
}
