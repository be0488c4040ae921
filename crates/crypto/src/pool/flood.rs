//! The queue under a flood from many networks, in turns: in each, one job is served, and whoever was
//! served or is tired of waiting asks again at once. Nobody of the flood keeps to `Retry-After`.

use super::Network;
use super::queue::{Limits, Queue};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A refused guesser asks again after so many turns: 100 ms with 80 evaluations a second.
const IMPATIENCE: usize = 8;
/// After so many turns every network of the flood has been served more than once.
const WARM: usize = 1_500;

fn network(number: usize) -> Network {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    Network::new(bytes)
}

/// Guessers, each with a network, and the turn in which each asks again.
struct Flood {
    queue: Queue<usize>,
    networks: usize,
    asks: BTreeMap<usize, Vec<usize>>,
    turn: usize,
}

impl Flood {
    fn new(limits: Limits, (clients, networks): (usize, usize)) -> Self {
        Self {
            queue: Queue::new(limits),
            networks,
            asks: BTreeMap::from([(1, (0..clients).collect())]),
            turn: 0,
        }
    }

    /// Gives whom it served: a guesser's number, or that of somebody else. Whoever of the flood finds
    /// a place takes it in the same turn.
    fn goes_on(&mut self) -> Option<usize> {
        let served = self.queue.pop();
        self.turn += 1;
        if let Some(client) = served.filter(|client| *client < 1_000_000) {
            self.queue.leave(network(client % self.networks));
            self.asks.entry(self.turn).or_default().push(client);
        }
        for client in self.asks.remove(&self.turn).unwrap_or_default() {
            let from = network(client % self.networks);
            if self.queue.enter(from) {
                self.queue.push(from, client).unwrap();
            } else {
                let later = self.turn + IMPATIENCE;
                self.asks.entry(later).or_default().push(client);
            }
        }
        served
    }

    /// Turns until somebody who comes once is served; `None` when there is no place.
    fn newcomer(&mut self, number: usize) -> Option<usize> {
        let who = 1_000_000 + number;
        if !self.queue.enter(network(who)) {
            return None;
        }
        self.queue.push(network(who), who).unwrap();
        let turns = (1..=2_000).find(|_| self.goes_on() == Some(who));
        self.queue.leave(network(who));
        turns
    }
}

fn waits(limits: Limits, flood: (usize, usize)) -> Vec<Option<usize>> {
    let mut flood = Flood::new(limits, flood);
    for _ in 0..WARM {
        flood.goes_on();
    }
    let mut waits = Vec::new();
    for number in 0..40 {
        waits.push(flood.newcomer(number));
        for _ in 0..20 {
            flood.goes_on();
        }
    }
    waits
}

fn limits(kept_for_newcomers: usize) -> Limits {
    Limits {
        places: 256,
        places_per_network: 128,
        kept_for_newcomers,
    }
}

/// Five hundred guessers, from one network to five hundred: whoever comes once has a place and is served
/// after a few others.
#[test]
fn a_flood_from_many_networks_does_not_delay_who_comes_once() {
    for networks in [1, 2, 20, 200, 500] {
        for wait in waits(limits(64), (500, networks)) {
            assert!(
                wait.is_some_and(|turns| turns <= 10),
                "{networks} networks: {wait:?}"
            );
        }
    }
}

/// Shows that the places that are kept are what does it.
#[test]
fn without_kept_places_a_flood_shuts_others_out() {
    let waits = waits(limits(0), (500, 500));
    assert!(waits.iter().filter(|wait| wait.is_none()).count() > 30);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Nobody of the flood starves either: each network has its turn.
    #[test]
    fn each_network_of_a_flood_is_served(networks in 1_usize..500) {
        let mut flood = Flood::new(limits(64), (500, networks));
        let mut served = vec![0_usize; networks];
        for turn in 0..6_000 {
            if turn % 3 == 0 {
                let _ = flood.queue.enter(network(2_000_000 + turn))
                    .then(|| flood.queue.push(network(2_000_000 + turn), 2_000_000 + turn));
            }
            match flood.goes_on() {
                Some(who) if who < 1_000_000 => served[who % networks] += 1,
                Some(who) => flood.queue.leave(network(who)),
                None => {}
            }
        }
        prop_assert!(served.iter().all(|count| *count > 0), "{served:?}");
    }
}
