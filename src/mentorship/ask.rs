//! How a matcher assigns mentors.

use crate::assign::{Aim, BipartiteTask};
use crate::error::Error;
use crate::id::{PersonId, PersonIndex};
use crate::mentorship::answer::{MentorshipPlan, Task};
use crate::mentorship::question::Goal;
use crate::mentorship::question::Mentorship;
use crate::progress::{Meter, Progress, watched};
use crate::recommend::Matcher;
use crate::unit::Unit;
use std::ops::ControlFlow;

impl Matcher {
    /// Pairs mentees with mentors so that as many as possible are served and their gains are greatest, by sum or by the least;
    /// exact, or with its bound.
    ///
    /// Gains count what everyone shows; [for the operator](Self::for_operator) hidden needs count, too. People who are not in the
    /// network are left out.
    ///
    /// # Errors
    ///
    /// When the floor is not a number from 0 to 1, or the demands are more than
    /// [`BipartiteTask::new`](crate::assign::BipartiteTask::new) takes.
    ///
    /// # Complexity
    ///
    /// One gain for each mentor and mentee, then as [`BipartiteTask::best`](crate::assign::BipartiteTask::best) on the candidates.
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::mentorship::Mentorship;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// let plan = matcher.mentorship(&Mentorship::new([ben], [ana]))?;
    /// assert_eq!(plan.pairs().len(), 1);
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn mentorship(&self, question: &Mentorship) -> Result<MentorshipPlan, Error> {
        self.mentored(question, &mut Meter::silent())
    }

    /// As [`mentorship`](Self::mentorship), [watched](Progress): the assignment is one step.
    ///
    /// # Errors
    ///
    /// As [`mentorship`](Self::mentorship), and [`Error::Cancelled`].
    ///
    /// # Examples
    ///
    /// ```
    /// use confrere::mentorship::Mentorship;
    /// use confrere::{Matcher, Network, Person};
    /// let network = Network::builder()
    ///     .person(Person::new("ana").offers("rust", 0.9).needs("law", 0.8))
    ///     .person(Person::new("ben").offers("law", 0.7).needs("rust", 0.6))
    ///     .person(Person::new("caro").offers("law", 0.4).needs("rust", 0.3))
    ///     .build()?;
    /// let (ana, ben) = (network.id("ana")?, network.id("ben")?);
    /// let matcher = Matcher::new(&network);
    /// use std::ops::ControlFlow;
    /// let question = Mentorship::new([ben], [ana]);
    /// let plan = matcher.mentorship_watched(&question, |_| ControlFlow::Continue(()))?;
    /// assert_eq!(plan.value(), matcher.mentorship(&question)?.value());
    /// # Ok::<(), confrere::Error>(())
    /// ```
    pub fn mentorship_watched(
        &self,
        question: &Mentorship,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<MentorshipPlan, Error> {
        watched(progress, |meter| self.mentored(question, meter))
    }

    fn mentored(
        &self,
        question: &Mentorship,
        meter: &mut Meter<'_>,
    ) -> Result<MentorshipPlan, Error> {
        Unit::check(question.get_floor(), || "floor of a mentorship".into())?;
        // In key order and once each, so that the order of the lists does not matter.
        let side = |people: &[PersonId]| {
            let known = people
                .iter()
                .filter_map(|&person| self.network().index(person));
            let mut side: Vec<PersonIndex> = known.collect();
            side.sort_unstable();
            side.dedup();
            side
        };
        let (mentors, mentees) = (side(question.mentors()), side(question.mentees()));
        let capacities = Mentorship::places(self, &mentors, question.get_mentees_each());
        let demands = Mentorship::places(self, &mentees, question.get_mentors_each());
        let gains = question.gains(self, &mentors, &mentees, &mut meter.part(0.7))?;
        // Whole numbers from here on, so that sums and bounds are exact and compared without rounding.
        let weights = gains
            .iter()
            .map(|&(mentor, mentee, gain)| (mentor, mentee, Task::to_weight(gain)));
        let weights: Vec<(u32, u32, i64)> = weights.collect();
        let assignment = BipartiteTask::new(&capacities, &demands, &weights)?;
        meter.tell("assignment", (0, 1))?;
        let (plan, least_bound) = match question.get_goal() {
            Goal::GreatestSum => (assignment.best(Aim::PairsThenWeight), None),
            Goal::GreatestLeast => {
                let fair = assignment.fairest();
                (fair.plan().clone(), Some(fair.least_bound()))
            }
        };
        let task = Task {
            mentors,
            mentees,
            capacities,
            demands,
            gains,
        };
        Ok(task.tell(self, &plan, least_bound))
    }
}
