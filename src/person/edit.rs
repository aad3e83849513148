//! How a person is changed once described: setting and removing one item.

use crate::id::fold;
use crate::person::{
    Intent, Interest, Need, Offer, Person, Seek, Stance, Visibility, WantedCircle,
};

/// Leaves out the items of a name, in any spelling.
fn without<T>(items: &mut Vec<T>, name: &str, name_of: impl Fn(&T) -> &str) {
    let folded = fold(name);
    items.retain(|item| fold(name_of(item)) != folded);
}

/// Puts an item in the place of those of its name, or adds it.
fn set<T>(items: &mut Vec<T>, item: T, name_of: impl Fn(&T) -> &str) {
    let folded = fold(name_of(&item));
    let place = items
        .iter()
        .position(|other| fold(name_of(other)) == folded);
    // The first of several is replaced, later ones of the same name go.
    match place {
        Some(place) => {
            items[place] = item;
            let mut seen = 0;
            items.retain(|other| {
                seen += 1;
                seen <= place + 1 || fold(name_of(other)) != folded
            });
        }
        None => items.push(item),
    }
}

/// Setting replaces what was said of the same skill, topic or circle in any spelling; removing what is not there changes
/// nothing.
///
/// # Examples
///
/// ```
/// use confrere::Person;
/// let ana = Person::new("ana").offers("rust", 0.5).needs_privately("law", 0.8).paused();
/// let ana = ana.set_offer("Rust", 0.7).set_need("law", 0.9).remove_need("sales").resumed();
/// let offers: Vec<(&str, f32)> = ana.get_offers().map(|offer| (offer.skill.as_str(), offer.level)).collect();
/// assert_eq!(offers, [("Rust", 0.7)]);
/// let need = ana.get_needs().next().expect("law");
/// assert_eq!((need.priority, need.visibility), (0.9, confrere::Visibility::Hidden)); // still hidden
/// assert!(!ana.get_limits().paused);
/// ```
impl Person {
    /// Sets the level of an offer, known or new.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").offers("rust", 0.4).set_offer("rust", 0.9);
    /// assert!(ana.get_offers().map(|offer| offer.level).eq([0.9]));
    /// ```
    #[must_use]
    pub fn set_offer(mut self, skill: impl Into<String>, level: f32) -> Self {
        let skill = skill.into();
        set(&mut self.offers, Offer { skill, level }, |offer| {
            &offer.skill
        });
        self
    }

    /// Removes an offer.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").offers("rust", 0.4).remove_offer("rust").get_offers().len(), 0);
    /// ```
    #[must_use]
    pub fn remove_offer(mut self, skill: &str) -> Self {
        without(&mut self.offers, skill, |offer| &offer.skill);
        self
    }

    /// Sets the priority of a need, known or new. A known need keeps who sees it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").needs("law", 0.4).set_need("law", 0.9);
    /// assert!(ana.get_needs().map(|need| need.priority).eq([0.9]));
    /// ```
    #[must_use]
    pub fn set_need(mut self, skill: impl Into<String>, priority: f32) -> Self {
        let skill = skill.into();
        let folded = fold(&skill);
        // Raising a hidden need must not reveal it.
        let known = self.needs.iter().find(|need| fold(&need.skill) == folded);
        let visibility = known.map_or(Visibility::Shown, |need| need.visibility);
        let need = Need {
            skill,
            priority,
            visibility,
        };
        set(&mut self.needs, need, |need| &need.skill);
        self
    }

    /// Removes a need.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").needs("law", 0.4).remove_need("law").get_needs().len(), 0);
    /// ```
    #[must_use]
    pub fn remove_need(mut self, skill: &str) -> Self {
        without(&mut self.needs, skill, |need| &need.skill);
        self
    }

    /// Sets the weight of an interest, known or new.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").interest("go", 0.4).set_interest("go", 0.9);
    /// assert!(ana.get_interests().map(|interest| interest.weight).eq([0.9]));
    /// ```
    #[must_use]
    pub fn set_interest(mut self, topic: impl Into<String>, weight: f32) -> Self {
        let topic = topic.into();
        set(
            &mut self.interests,
            Interest { topic, weight },
            |interest| &interest.topic,
        );
        self
    }

    /// Removes an interest.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").interest("go", 0.4).remove_interest("go").get_interests().len(), 0);
    /// ```
    #[must_use]
    pub fn remove_interest(mut self, topic: &str) -> Self {
        without(&mut self.interests, topic, |interest| &interest.topic);
        self
    }

    /// Sets the position of a stance, known or new. A known stance keeps who sees it.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").stance("tabs", -1.0).set_stance("tabs", 1.0);
    /// assert!(ana.get_stances().map(|stance| stance.position).eq([1.0]));
    /// ```
    #[must_use]
    pub fn set_stance(mut self, topic: impl Into<String>, position: f32) -> Self {
        let topic = topic.into();
        let folded = fold(&topic);
        // Moving a hidden stance must not reveal it.
        let known = self
            .stances
            .iter()
            .find(|stance| fold(&stance.topic) == folded);
        let visibility = known.map_or(Visibility::Shown, |stance| stance.visibility);
        let stance = Stance {
            topic,
            position,
            visibility,
        };
        set(&mut self.stances, stance, |stance| &stance.topic);
        self
    }

    /// Removes a stance.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").stance("tabs", 1.0).remove_stance("tabs").get_stances().len(), 0);
    /// ```
    #[must_use]
    pub fn remove_stance(mut self, topic: &str) -> Self {
        without(&mut self.stances, topic, |stance| &stance.topic);
        self
    }

    /// Sets the weight of an intent, known or new.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Intent, Person};
    /// let ana = Person::new("ana").seeks(Intent::Learn, 0.4).set_intent(Intent::Learn, 0.9);
    /// assert!(ana.get_seeks().map(|seek| seek.weight).eq([0.9]));
    /// ```
    #[must_use]
    pub fn set_intent(mut self, intent: Intent, weight: f32) -> Self {
        match self.seeks.iter_mut().find(|seek| seek.intent == intent) {
            Some(seek) => seek.weight = weight,
            None => self.seeks.push(Seek { intent, weight }),
        }
        self
    }

    /// Removes an intent.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Intent, Person};
    /// assert_eq!(Person::new("ana").seeks(Intent::Learn, 0.4).remove_intent(Intent::Learn).get_seeks().len(), 0);
    /// ```
    #[must_use]
    pub fn remove_intent(mut self, intent: Intent) -> Self {
        self.seeks.retain(|seek| seek.intent != intent);
        self
    }

    /// Sets the weight of a circle to be reached, known or new.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").wants_circle("press", 0.4).set_wanted_circle("press", 0.9);
    /// assert!(ana.get_wants_circles().map(|wanted| wanted.weight).eq([0.9]));
    /// ```
    #[must_use]
    pub fn set_wanted_circle(mut self, circle: impl Into<String>, weight: f32) -> Self {
        let circle = circle.into();
        set(
            &mut self.wants_circles,
            WantedCircle { circle, weight },
            |wish| &wish.circle,
        );
        self
    }

    /// Removes a circle to be reached.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").wants_circle("press", 0.4).remove_wanted_circle("press").get_wants_circles().len(), 0);
    /// ```
    #[must_use]
    pub fn remove_wanted_circle(mut self, circle: &str) -> Self {
        without(&mut self.wants_circles, circle, |wish| &wish.circle);
        self
    }

    /// Sets all hierarchies of circles, each nearest first, in place of those before.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").circle(["core"]).set_circles([vec!["ops".to_string()]]);
    /// assert!(ana.get_circles().eq([["ops"]]));
    /// ```
    #[must_use]
    pub fn set_circles(mut self, hierarchies: impl IntoIterator<Item = Vec<String>>) -> Self {
        self.circles = hierarchies.into_iter().collect();
        self
    }

    /// Removes a plain attribute.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").attribute("office", "lisbon").remove_attribute("office");
    /// assert_eq!(ana.get_attributes().len(), 0);
    /// ```
    #[must_use]
    pub fn remove_attribute(mut self, key: &str) -> Self {
        let folded = fold(key);
        self.attributes.retain(|known, _| fold(known) != folded);
        self
    }

    /// Sets a plain attribute in place of what was said under the key in any spelling.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").attribute("Office", "lisbon").set_attribute("office", "porto");
    /// assert!(ana.get_attributes().eq([("office", "porto")]));
    /// ```
    #[must_use]
    pub fn set_attribute(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        let key = key.into();
        self.remove_attribute(&key).attribute(key, value)
    }

    /// Removes the hierarchies of circles whose nearest circle is this one.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// let ana = Person::new("ana").circle(["core", "acme"]).circle(["chess"]).remove_circle("core");
    /// assert!(ana.get_circles().eq([["chess"]]));
    /// ```
    #[must_use]
    pub fn remove_circle(mut self, nearest: &str) -> Self {
        without(&mut self.circles, nearest, |hierarchy| {
            hierarchy.first().map_or("", String::as_str)
        });
        self
    }

    /// Leaves how much difference counts to the policy.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::Person;
    /// assert_eq!(Person::new("ana").openness(0.3).remove_openness().get_openness(), None);
    /// ```
    #[must_use]
    pub fn remove_openness(mut self) -> Self {
        self.openness = None;
        self
    }

    /// Shows or hides a need that is there.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Person, Visibility};
    /// let ana = Person::new("ana").needs("law", 0.4).set_need_visibility("law", Visibility::Hidden);
    /// assert!(ana.get_needs().map(|need| need.visibility).eq([Visibility::Hidden]));
    /// ```
    #[must_use]
    pub fn set_need_visibility(mut self, skill: &str, visibility: Visibility) -> Self {
        let folded = fold(skill);
        let same = self
            .needs
            .iter_mut()
            .filter(|need| fold(&need.skill) == folded);
        same.for_each(|need| need.visibility = visibility);
        self
    }

    /// Shows or hides a stance that is there.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::{Person, Visibility};
    /// let ana = Person::new("ana").stance("go", 0.4).set_stance_visibility("go", Visibility::Hidden);
    /// assert!(ana.get_stances().map(|stance| stance.visibility).eq([Visibility::Hidden]));
    /// ```
    #[must_use]
    pub fn set_stance_visibility(mut self, topic: &str, visibility: Visibility) -> Self {
        let folded = fold(topic);
        let same = self
            .stances
            .iter_mut()
            .filter(|stance| fold(&stance.topic) == folded);
        same.for_each(|stance| stance.visibility = visibility);
        self
    }
}
