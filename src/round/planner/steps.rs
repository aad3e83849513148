//! The steps that set a planner up: rules, sizes, prices, wishes.

use crate::day::Day;
use crate::id::Key;
use crate::round::group_rule::GroupRule;
use crate::round::planner::{Odd, RoundPlanner, Shape};
use crate::round::rule::{Enforcement, Rule};

impl RoundPlanner {
    /// Sets how much a rule counts. [`Rule::Blocked`], [`Rule::GroupSize`] and [`Rule::Full`] are always hard; rules about who makes
    /// up a group count as [`GroupRule::enforcement`] says.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// use confrere::round::{Enforcement, Rule};
    /// let planner = planner.rule(Rule::Apart, Enforcement::Ignored).apart("ana", "ben");
    /// assert!(planner.plan(&history)?.unmatched().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn rule(mut self, rule: Rule, enforcement: Enforcement) -> Self {
        self.enforcement[rule as usize] = enforcement;
        self
    }

    /// Sets how much it counts when two people share one of the nearest so many circles of a hierarchy: 1 is the same team,
    /// 2 also the same company.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{Enforcement, MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let team = |name, team: &str| Person::new(name).circle([team]);
    /// let people = [team("ana", "core"), team("ben", "core"), team("caro", "ops"), team("dan", "ops")];
    /// let network = Network::builder().people(people).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network)).same_circle(1, Enforcement::Hard);
    /// let plan = planner.plan(&MeetingHistory::default())?;
    /// assert!(plan.meetings().iter().all(|meeting| meeting.people != ["ana", "ben"]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn same_circle(mut self, nearest: u32, enforcement: Enforcement) -> Self {
        self.nearest = nearest;
        self.rule(Rule::SameCircle, enforcement)
    }

    /// Sets how much it counts when two people met less than so many rounds ago.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// use confrere::round::{Encounter, Enforcement};
    /// let mut history = history;
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// let plan = planner.recent(3, Enforcement::Hard).plan(&history)?;
    /// assert!(plan.meetings().iter().all(|meeting| meeting.people != ["ana", "ben"]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn recent(mut self, rounds: u32, enforcement: Enforcement) -> Self {
        self.within = rounds;
        self.rule(Rule::Recent, enforcement)
    }

    /// Keeps two people apart, as firmly as [`Rule::Apart`] counts.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.apart("ana", "ben").plan(&history)?;
    /// assert!(plan.meetings().iter().all(|meeting| meeting.people != ["ana", "ben"]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn apart(mut self, a: impl Into<Key>, b: impl Into<Key>) -> Self {
        self.apart.push((Key::text(a), Key::text(b)));
        self
    }

    /// Asks for two people to meet in this round. Hard rules come first, and so does that nobody is left without a meeting:
    /// [`RoundPlan::missed_together`](crate::round::RoundPlan::missed_together).
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.together("ana", "dan").plan(&history)?;
    /// assert_eq!(plan.of("ana").next().expect("a meeting").people, ["ana", "dan"]);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn together(mut self, a: impl Into<Key>, b: impl Into<Key>) -> Self {
        self.together.push((Key::text(a), Key::text(b)));
        self
    }

    /// Puts two people into each other's select circle: they are glad to meet again and again. Repeats cost them nothing, and a
    /// meeting is worth half a score more.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// use confrere::round::Encounter;
    /// let mut history = history;
    /// history.record(Encounter::new(["ana", "ben"], 1))?;
    /// let plan = planner.select("ana", "ben").plan(&history)?;
    /// assert!(plan.unmatched().is_empty());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn select(mut self, a: impl Into<Key>, b: impl Into<Key>) -> Self {
        self.select.push((Key::text(a), Key::text(b)));
        self
    }

    /// Leaves someone out of this round.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.away("dan").plan(&history)?;
    /// assert_eq!(plan.absent()[0].0, "dan");
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn away(mut self, key: impl Into<Key>) -> Self {
        self.away.push(Key::text(key));
        self
    }

    /// Sets what to do with an odd number of people in pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// use confrere::round::Odd;
    /// let plan = planner.away("dan").odd(Odd::LeftOut).plan(&history)?;
    /// assert_eq!((plan.meetings().len(), plan.unmatched().len()), (1, 1));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn odd(mut self, odd: Odd) -> Self {
        self.odd = odd;
        self
    }

    /// Plans pairs in which each person has up to so many meetings, as far as they have places for peers: as many meetings as can be, so
    /// that as few people as possible have none, and of those plans the one of the highest scores less prices. This is exact as long
    /// as the number of meetings times the difference between the best and the worst of them is below 4,096; pairs that are asked for and
    /// earlier waiting count for nothing here.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.meetings_each(3).plan(&history)?;
    /// assert_eq!(plan.of("ana").count(), 3); // everyone meets everyone
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn meetings_each(mut self, meetings: u32) -> Self {
        self.shape = Shape::Pairs(meetings);
        self
    }

    /// Plans groups of `smallest` to `largest` people, within 2 and 8. People for whom the smallest is too large meet in pairs.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.groups(4, 4).plan(&history)?;
    /// assert_eq!(plan.meetings()[0].people.len(), 4);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn groups(mut self, smallest: u32, largest: u32) -> Self {
        self.shape = Shape::Groups(smallest, largest);
        self
    }

    /// Keeps groups to the sizes asked for: somebody is rather left out than in a smaller group, and
    /// [`UnmatchedReason::Strict`](crate::round::UnmatchedReason::Strict) says so. Otherwise nobody is left out who may be in a group of
    /// any size up to the largest, and [`RoundPlan::unkept`](crate::round::RoundPlan::unkept) tells of smaller ones.
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores, UnmatchedReason, Wish};
    /// use confrere::{Network, Person};
    /// let names = ["ana", "ben", "caro", "dan", "eva"];
    /// let network = Network::builder().people(names.map(Person::new)).build()?;
    /// let fours = RoundPlanner::new(Scores::equal(&network)).groups(4, 4).strict_sizes();
    /// let plan = fours.plan(&MeetingHistory::default())?;
    /// assert_eq!(plan.meetings()[0].people.len(), 4);
    /// assert_eq!(plan.unmatched()[0].why, UnmatchedReason::Strict(vec![Wish::Size]));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn strict_sizes(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Adds a rule about who makes up a meeting: alike in one thing, different in another, so many of one kind.
    #[must_use]
    pub fn group_rule(mut self, rule: GroupRule) -> Self {
        self.group_rules.push(rule);
        self
    }

    /// Adds a slot in which meetings may take place, as in [`Person::available`](crate::Person::available). Slots are moments, the
    /// same for everyone: people in other time zones say which of them suit, and a person without any named slot comes in every
    /// one. With none added, any slot that people have in common will do.
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").available("09:00Z").available("16:00Z"))
    ///     .person(Person::new("ben").available("09:00Z").available("16:00Z"))
    ///     .build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network)).slot("16:00Z").slot("20:00Z");
    /// let plan = planner.plan(&MeetingHistory::default())?;
    /// assert_eq!(plan.meetings()[0].slot.as_deref(), Some("16:00Z"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn slot(mut self, slot: impl Into<String>) -> Self {
        let slot = slot.into();
        if let Err(place) = self.slots.binary_search(&slot) {
            self.slots.insert(place, slot);
        }
        self
    }

    /// Sets what a repeat costs, times the decayed number of meetings squared, in scores from 0 to 64.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert!(planner.repeat_price(-1.0).plan(&history).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn repeat_price(mut self, price: f32) -> Self {
        self.repeat = price;
        self
    }

    /// Sets after how much time a meeting counts half, in the unit of the history, above 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert!(planner.half_life(0.0).plan(&history).is_err());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn half_life(mut self, half_life: f32) -> Self {
        self.half_life = half_life;
        self
    }

    /// Sets the time of the round, in the unit of the history. Unset, it is one after the latest of the history, 1 for the first.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert_eq!(planner.now(9).plan(&history)?.at(), confrere::Day(9));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn now(mut self, now: impl Into<Day>) -> Self {
        self.now = Some(now.into());
        self
    }

    /// Leaves out whoever did not turn up to so many meetings of the history: [`Absence::NoShows`](crate::round::Absence::NoShows).
    /// Unset, nobody is.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// use confrere::round::Encounter;
    /// let mut history = history;
    /// history.record(Encounter::new(["ana", "ben"], 1).no_show("ben"))?;
    /// let plan = planner.no_shows(1).plan(&history)?;
    /// assert!(plan.absent().iter().any(|(name, _)| name == "ben"));
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn no_shows(mut self, meetings: u32) -> Self {
        self.no_shows = Some(meetings);
        self
    }

    /// Sets the number from which group searches and series draw.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// let plan = planner.clone().seed(7).plan(&history)?;
    /// assert_eq!(plan.meetings(), planner.seed(7).plan(&history)?.meetings());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets how often a series goes through its rounds to improve them.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::round::{MeetingHistory, RoundPlanner, Scores};
    /// use confrere::{Network, Person};
    /// let network = Network::builder().people(["ana", "ben", "caro", "dan"].map(Person::new)).build()?;
    /// let planner = RoundPlanner::new(Scores::equal(&network));
    /// let history = MeetingHistory::default();
    /// assert_eq!(planner.sweeps(1).series(&history, 3)?.repeats(), 0);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    #[must_use]
    pub fn sweeps(mut self, sweeps: u32) -> Self {
        self.sweeps = sweeps;
        self
    }
}
