//! Who may wait, and who is served next. Pure: no threads, no locks.

use super::{Network, recent::Recent};
use std::collections::{BTreeMap, VecDeque};

/// So many light networks in a row while others wait: then one of those has its turn.
const LIGHT_IN_A_ROW: usize = 3;

/// How many places there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) places: usize,
    pub(super) places_per_network: usize,
    /// Of all places, the last so many are for light networks alone.
    pub(super) kept_for_light: usize,
}

/// Names a job that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket(u64);

struct Lane<J> {
    places: usize,
    jobs: VecDeque<(Ticket, J)>,
}

/// Bounded places, and jobs served to the networks in turn.
///
/// A network is light as long as it was served much less of late than others ([`Recent::is_light`]).
/// Light networks come first and have some places for themselves, so that many networks that guess
/// without end shut out nobody who comes now and then.
///
/// Invariant: `light` and `heavy` together name exactly the networks that have a waiting job, each
/// once.
pub(super) struct Queue<J> {
    limits: Limits,
    lanes: BTreeMap<Network, Lane<J>>,
    light: VecDeque<Network>,
    heavy: VecDeque<Network>,
    /// Light networks served since a heavy one was.
    in_a_row: usize,
    recent: Recent,
    places: usize,
    waiting: usize,
    refused: u64,
    issued: u64,
    open: bool,
}

impl<J> Queue<J> {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            lanes: BTreeMap::new(),
            light: VecDeque::new(),
            heavy: VecDeque::new(),
            in_a_row: 0,
            recent: Recent::default(),
            places: 0,
            waiting: 0,
            refused: 0,
            issued: 0,
            open: true,
        }
    }

    /// Takes a place; `false` when none is free, here or for this network.
    pub(super) fn enter(&mut self, network: Network) -> bool {
        let taken = self.lanes.get(&network).map_or(0, |lane| lane.places);
        let kept = if self.recent.is_light(network, taken) {
            0
        } else {
            self.limits.kept_for_light
        };
        if self.places + kept >= self.limits.places || taken >= self.limits.places_per_network {
            self.refused += 1;
            return false;
        }
        let empty = || Lane {
            places: 0,
            jobs: VecDeque::new(),
        };
        self.lanes.entry(network).or_insert_with(empty).places += 1;
        self.places += 1;
        true
    }

    /// Gives a place back.
    pub(super) fn leave(&mut self, network: Network) {
        if let Some(lane) = self.lanes.get_mut(&network) {
            lane.places = lane.places.saturating_sub(1);
            self.places = self.places.saturating_sub(1);
        }
        self.tidy(network);
    }

    /// Lets a job wait; `None` after [`Queue::close`] or without a place.
    pub(super) fn push(&mut self, network: Network, job: J) -> Option<Ticket> {
        if !self.open {
            return None;
        }
        let lane = self.lanes.get_mut(&network)?;
        let ticket = Ticket(self.issued);
        self.issued += 1;
        let is_first = lane.jobs.is_empty();
        lane.jobs.push_back((ticket, job));
        self.waiting += 1;
        if is_first {
            self.line_up(network);
        }
        Some(ticket)
    }

    /// Gives a network with waiting jobs its next turn.
    fn line_up(&mut self, network: Network) {
        let held = self.lanes.get(&network).map_or(0, |lane| lane.places);
        if self.recent.is_light(network, held.saturating_sub(1)) {
            self.light.push_back(network);
        } else {
            self.heavy.push_back(network);
        }
    }

    /// The oldest job of the network whose turn it is.
    pub(super) fn pop(&mut self) -> Option<J> {
        let network = self.next()?;
        self.recent.note(network);
        let lane = self.lanes.get_mut(&network)?;
        let (_, job) = lane.jobs.pop_front()?;
        let has_more = !lane.jobs.is_empty();
        self.waiting -= 1;
        if has_more {
            self.line_up(network);
        }
        self.tidy(network);
        Some(job)
    }

    /// The network whose turn it is: a light one, unless others have waited for long enough.
    fn next(&mut self) -> Option<Network> {
        let heavy_first = self.in_a_row >= LIGHT_IN_A_ROW && !self.heavy.is_empty();
        if !heavy_first && let Some(network) = self.light.pop_front() {
            self.in_a_row += 1;
            return Some(network);
        }
        self.in_a_row = 0;
        self.heavy.pop_front()
    }

    /// Takes a job out that still waits.
    pub(super) fn cancel(&mut self, network: Network, ticket: Ticket) -> Option<J> {
        let lane = self.lanes.get_mut(&network)?;
        let at = lane
            .jobs
            .iter()
            .position(|(waiting, _)| *waiting == ticket)?;
        let (_, job) = lane.jobs.remove(at)?;
        if lane.jobs.is_empty() {
            self.light.retain(|turn| *turn != network);
            self.heavy.retain(|turn| *turn != network);
        }
        self.waiting -= 1;
        self.tidy(network);
        Some(job)
    }

    /// No more jobs; those that wait are still served.
    pub(super) fn close(&mut self) {
        self.open = false;
    }

    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    pub(super) fn places(&self) -> usize {
        self.places
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    pub(super) fn refused(&self) -> u64 {
        self.refused
    }

    /// Forgets a network that nothing stands for, so that addresses do not pile up.
    fn tidy(&mut self, network: Network) {
        if self
            .lanes
            .get(&network)
            .is_some_and(|lane| lane.places == 0 && lane.jobs.is_empty())
        {
            self.lanes.remove(&network);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Limits, Network, Queue, Ticket};
    use proptest::prelude::*;

    fn queue(places: usize, places_per_network: usize) -> Queue<u32> {
        Queue::new(Limits {
            places,
            places_per_network,
            kept_for_light: 0,
        })
    }

    fn network(name: u8) -> Network {
        Network::new([name; 16])
    }

    fn enter_and_push(queue: &mut Queue<u32>, from: u8, job: u32) -> Ticket {
        assert!(queue.enter(network(from)));
        queue.push(network(from), job).unwrap()
    }

    #[test]
    fn networks_are_served_in_turn_and_each_in_its_order() {
        let mut queue = queue(100, 100);
        for job in 0..5 {
            enter_and_push(&mut queue, b'a', job);
        }
        enter_and_push(&mut queue, b'b', 10);
        enter_and_push(&mut queue, b'b', 11);
        enter_and_push(&mut queue, b'c', 20);
        let served: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(served, [0, 10, 20, 1, 11, 2, 3, 4]);
    }

    #[test]
    fn places_are_bounded_in_all_and_per_network() {
        let mut queue = queue(3, 2);
        assert!(queue.enter(network(1)));
        assert!(queue.enter(network(1)));
        assert!(!queue.enter(network(1)), "the network is full");
        assert!(queue.enter(network(2)));
        assert!(!queue.enter(network(3)), "all is full");
        assert_eq!((queue.places(), queue.refused()), (3, 2));
        queue.leave(network(2));
        assert!(!queue.enter(network(1)));
        assert!(queue.enter(network(3)));
    }

    /// Guessers from many networks take what is there; the last places are for whoever comes anew.
    #[test]
    fn some_places_are_kept_for_light_networks() {
        let mut queue = Queue::new(Limits {
            places: 8,
            places_per_network: 8,
            kept_for_light: 2,
        });
        for from in 0..3 {
            enter_and_push(&mut queue, from, 0);
        }
        while queue.pop().is_some() {}
        for from in 0..3 {
            assert!(queue.enter(network(from)));
        }
        assert!(!queue.enter(network(0)), "served of late and in again");
        queue.leave(network(1));
        assert!(queue.enter(network(1)), "there are six for everybody");
        assert!(queue.enter(network(7)), "a light one takes a kept place");
        assert!(!queue.enter(network(7)), "and is light no more");
        assert!(queue.enter(network(8)));
        assert!(!queue.enter(network(9)), "all is full");
    }

    #[test]
    fn light_networks_come_first_and_starve_nobody() {
        let mut queue = queue(100, 100);
        for from in [1, 2] {
            enter_and_push(&mut queue, from, 0);
        }
        while queue.pop().is_some() {}
        for from in [1, 2] {
            enter_and_push(&mut queue, from, u32::from(from));
        }
        for from in 10..18 {
            enter_and_push(&mut queue, from, u32::from(from));
        }
        let served: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(served, [10, 11, 12, 1, 13, 14, 15, 2, 16, 17]);
    }

    /// Whoever gives up takes nobody's turn along, light or not.
    #[test]
    fn who_gives_up_leaves_the_turns_of_others_alone() {
        let mut queue = queue(100, 100);
        for from in [1, 2] {
            enter_and_push(&mut queue, from, 0);
        }
        while queue.pop().is_some() {}
        let old = enter_and_push(&mut queue, 1, 1);
        enter_and_push(&mut queue, 2, 2);
        enter_and_push(&mut queue, 10, 10);
        let new = enter_and_push(&mut queue, 11, 11);
        assert_eq!(queue.cancel(network(11), new), Some(11));
        assert_eq!(queue.cancel(network(1), old), Some(1));
        let served: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(served, [10, 2]);
    }

    #[test]
    fn a_served_job_still_holds_its_place() {
        let mut queue = queue(1, 1);
        enter_and_push(&mut queue, 1, 7);
        assert_eq!(queue.pop(), Some(7));
        assert!(!queue.enter(network(1)));
        queue.leave(network(1));
        assert!(queue.enter(network(1)));
    }

    #[test]
    fn after_closing_what_waits_is_served_and_nothing_new_comes_in() {
        let mut queue = queue(2, 2);
        enter_and_push(&mut queue, 1, 7);
        queue.close();
        assert_eq!(queue.push(network(1), 8), None);
        assert_eq!(queue.pop(), Some(7));
        assert_eq!(queue.pop(), None);
    }

    /// What a place holds in the model below.
    type Held = (u8, Option<Ticket>);

    proptest! {
        /// Whatever happens in whatever order: the bounds hold, nothing is lost or served
        /// twice, and in the end nothing is left over.
        #[test]
        fn the_books_balance(steps in prop::collection::vec((0u8..5, 0u8..4, 0usize..8), 0..200)) {
            let mut queue = queue(6, 3);
            let mut held: Vec<Held> = Vec::new();
            let (mut pushed, mut served, mut cancelled) = (0, 0, 0);
            for (step, from, at) in steps {
                let at = if held.is_empty() { 0 } else { at % held.len() };
                match step {
                    0 => {
                        let of_network = held.iter().filter(|(name, _)| *name == from).count();
                        let expected = held.len() < 6 && of_network < 3;
                        prop_assert_eq!(queue.enter(network(from)), expected);
                        if expected {
                            held.push((from, None));
                        }
                    }
                    1 if at < held.len() && held[at].1.is_none() => {
                        held[at].1 = queue.push(network(held[at].0), pushed);
                        prop_assert!(held[at].1.is_some());
                        pushed += 1;
                    }
                    2 => served += u32::from(queue.pop().is_some()),
                    3 | 4 if at < held.len() => {
                        let (name, ticket) = held[at];
                        let taken_out = ticket.and_then(|it| queue.cancel(network(name), it));
                        cancelled += u32::from(taken_out.is_some());
                        held[at].1 = None;
                        if step == 4 {
                            held.swap_remove(at);
                            queue.leave(network(name));
                        }
                    }
                    _ => {}
                }
                prop_assert_eq!(queue.places(), held.len());
                prop_assert_eq!(queue.waiting(), (pushed - served - cancelled) as usize);
            }
            served += u32::try_from(std::iter::from_fn(|| queue.pop()).count()).unwrap();
            prop_assert_eq!(pushed, served + cancelled);
            for (name, _) in held {
                queue.leave(network(name));
            }
            prop_assert!(queue.lanes.is_empty());
            prop_assert!(queue.heavy.is_empty() && queue.light.is_empty());
        }
    }
}
