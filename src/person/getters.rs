//! What a person said, read back.

use crate::person::{Interest, Limits, Need, Offer, Person, Seek, Stance, WantedCircle};

impl Person {
    /// The offers.
    pub fn offered(&self) -> impl ExactSizeIterator<Item = &Offer> {
        self.offers.iter()
    }

    /// The needs.
    pub fn needed(&self) -> impl ExactSizeIterator<Item = &Need> {
        self.needs.iter()
    }

    /// The interests.
    pub fn interested(&self) -> impl ExactSizeIterator<Item = &Interest> {
        self.interests.iter()
    }

    /// The stances.
    pub fn stands(&self) -> impl ExactSizeIterator<Item = &Stance> {
        self.stances.iter()
    }

    /// The hierarchies of circles, each nearest first.
    pub fn belongs(&self) -> impl ExactSizeIterator<Item = &[String]> {
        self.circles.iter().map(Vec::as_slice)
    }

    /// The plain attributes, key and value, in key order.
    pub fn attributes(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        let attributes = self.attributes.iter();
        attributes.map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The intents with their weights.
    pub fn sought(&self) -> impl ExactSizeIterator<Item = &Seek> {
        self.seeks.iter()
    }

    /// The circles to be reached.
    pub fn wanted_circles(&self) -> impl ExactSizeIterator<Item = &WantedCircle> {
        self.wants_circles.iter()
    }

    /// The openness, where the person set one.
    #[must_use]
    pub fn own_openness(&self) -> Option<f32> {
        self.openness
    }

    /// The keys of those whom the person blocks.
    pub fn blocked(&self) -> impl ExactSizeIterator<Item = &str> {
        self.blocks.iter().map(String::as_str)
    }

    /// The keys of those to whom the person introduces nobody.
    pub fn refused(&self) -> impl ExactSizeIterator<Item = &str> {
        self.refuses.iter().map(String::as_str)
    }

    /// The slots in which the person can meet; every slot where there is none.
    pub fn slots(&self) -> impl ExactSizeIterator<Item = &str> {
        self.slots.iter().map(String::as_str)
    }

    /// The key of the person's manager.
    #[must_use]
    pub fn managed_by(&self) -> Option<&str> {
        self.manager.as_deref()
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }
}
