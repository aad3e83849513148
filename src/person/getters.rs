//! What a person said, read back.

use crate::person::{Interest, Limits, Need, Offer, Person, Seek, Stance, WantedCircle};

impl Person {
    /// The offers.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").offers("rust", 0.9).offers("go", 0.4);
    /// assert!(ana.get_offers().map(|offer| offer.skill.as_str()).eq(["rust", "go"]));
    /// ```
    pub fn get_offers(&self) -> impl ExactSizeIterator<Item = &Offer> {
        self.offers.iter()
    }

    /// The needs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").needs("law", 0.8).get_needs().len(), 1);
    /// ```
    pub fn get_needs(&self) -> impl ExactSizeIterator<Item = &Need> {
        self.needs.iter()
    }

    /// The interests.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").interest("go", 0.8).get_interests().len(), 1);
    /// ```
    pub fn get_interests(&self) -> impl ExactSizeIterator<Item = &Interest> {
        self.interests.iter()
    }

    /// The stances.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").stance("tabs", 1.0).get_stances().len(), 1);
    /// ```
    pub fn get_stances(&self) -> impl ExactSizeIterator<Item = &Stance> {
        self.stances.iter()
    }

    /// The hierarchies of circles, each nearest first.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").circle(["core"]).circle(["choir"]).get_circles().len(), 2);
    /// ```
    pub fn get_circles(&self) -> impl ExactSizeIterator<Item = &[String]> {
        self.circles.iter().map(Vec::as_slice)
    }

    /// The plain attributes, key and value, in key order.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert!(Person::new("ana").attribute("office", "lisbon").get_attributes().eq([("office", "lisbon")]));
    /// ```
    pub fn get_attributes(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        let attributes = self.attributes.iter();
        attributes.map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The intents with their weights.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Intent, Person};
    /// assert_eq!(Person::new("ana").seeks(Intent::Learn, 0.5).get_seeks().len(), 1);
    /// ```
    pub fn get_seeks(&self) -> impl ExactSizeIterator<Item = &Seek> {
        self.seeks.iter()
    }

    /// The circles to be reached.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").wants_circle("press", 0.5).get_wants_circles().len(), 1);
    /// ```
    pub fn get_wants_circles(&self) -> impl ExactSizeIterator<Item = &WantedCircle> {
        self.wants_circles.iter()
    }

    /// The openness, where the person set one.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").get_openness(), None); // the policy's usual openness counts
    /// ```
    #[must_use]
    pub fn get_openness(&self) -> Option<f32> {
        self.openness
    }

    /// The keys of those whom the person blocks.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").blocks("ben").get_blocks().collect::<Vec<_>>(), ["ben"]);
    /// ```
    pub fn get_blocks(&self) -> impl ExactSizeIterator<Item = &str> {
        self.blocks.iter().map(String::as_str)
    }

    /// The keys of those to whom the person introduces nobody.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").refuses("ben").get_refuses().collect::<Vec<_>>(), ["ben"]);
    /// ```
    pub fn get_refuses(&self) -> impl ExactSizeIterator<Item = &str> {
        self.refuses.iter().map(String::as_str)
    }

    /// The slots in which the person can meet; every slot where there is none.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").available("monday").get_available().len(), 1);
    /// ```
    pub fn get_available(&self) -> impl ExactSizeIterator<Item = &str> {
        self.available.iter().map(String::as_str)
    }

    /// The key of the person's manager.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").get_manager(), None);
    /// ```
    #[must_use]
    pub fn get_manager(&self) -> Option<&str> {
        self.manager.as_deref()
    }

    /// The limits.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert!(Person::new("ana").get_limits().is_open());
    /// ```
    #[must_use]
    pub fn get_limits(&self) -> &Limits {
        &self.limits
    }
}
