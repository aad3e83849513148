//! How often two people want to be in touch, and how long they were not.

/// How near a tie is. The gaps are those between contacts in the layers of personal networks (Dunbar).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Tier {
    /// Contact about every week.
    Inner,
    /// About every month.
    Close,
    /// About every half year.
    Active,
    /// About every year.
    Known,
}

impl Tier {
    /// The gap between contacts that keeps a tie of this tier, in days: 7, 30, 180, 365.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::{Contacts, Day, Gap, Tier};
    /// let mut contacts = Contacts::new();
    /// contacts.met("ana", "ben", Day(10))?;
    /// assert!(Tier::Inner.ideal_gap() < Tier::Known.ideal_gap());
    /// assert_eq!(contacts.gap("ana", "ben", Day(10))?, Gap::Days(0));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub const fn ideal_gap(self) -> u32 {
        match self {
            Self::Inner => 7,
            Self::Close => 30,
            Self::Active => 180,
            Self::Known => 365,
        }
    }

    /// The gap after which a tie counts as lost from this tier: twice the ideal one, a design choice.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::Tier;
    /// assert!(Tier::Close.longest_gap() >= Tier::Close.ideal_gap());
    /// ```
    #[must_use]
    pub const fn longest_gap(self) -> u32 {
        2 * self.ideal_gap()
    }

    /// The tier of a tie that nobody has put into one: quarters of its strength.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::plan::Tier;
    /// assert_eq!((Tier::of_strength(1.0), Tier::of_strength(0.0)), (Tier::Inner, Tier::Known));
    /// ```
    #[must_use]
    pub fn of_strength(strength: f32) -> Self {
        match strength {
            strength if strength >= 0.75 => Self::Inner,
            strength if strength >= 0.5 => Self::Close,
            strength if strength >= 0.25 => Self::Active,
            _ => Self::Known,
        }
    }
}

/// How long ago the last real contact was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Gap {
    /// So many days.
    Days(u32),
    /// No contact was ever recorded.
    Never,
}
