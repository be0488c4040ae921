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

/// Which network a guesser comes from.
#[derive(Debug, Clone, Copy)]
enum Spread {
    /// All networks have as many.
    Even(usize),
    /// All networks have one, but the last has all others.
    Skewed(usize),
}

impl Spread {
    fn of(self, client: usize) -> usize {
        match self {
            Self::Even(networks) => client % networks,
            Self::Skewed(networks) => client.min(networks - 1),
        }
    }
}

/// Guessers, each with a network, and the turn in which each asks again.
struct Flood {
    queue: Queue<usize>,
    spread: Spread,
    asks: BTreeMap<usize, Vec<usize>>,
    turn: usize,
}

impl Flood {
    fn new(limits: Limits, (clients, spread): (usize, Spread)) -> Self {
        Self {
            queue: Queue::new(limits),
            spread,
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
            self.queue.leave(network(self.spread.of(client)));
            self.asks.entry(self.turn).or_default().push(client);
        }
        for client in self.asks.remove(&self.turn).unwrap_or_default() {
            let from = network(self.spread.of(client));
            if self.queue.enter(from) {
                self.queue.push(from, client).unwrap();
            } else {
                let later = self.turn + IMPATIENCE;
                self.asks.entry(later).or_default().push(client);
            }
        }
        served
    }

    /// Turns until somebody of another network is served; `None` when there is no place.
    fn beside(&mut self, number: usize) -> Option<usize> {
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

fn waits(limits: Limits, flood: (usize, Spread)) -> Vec<Option<usize>> {
    let mut flood = Flood::new(limits, flood);
    for _ in 0..WARM {
        flood.goes_on();
    }
    let mut waits = Vec::new();
    for number in 0..40 {
        waits.push(flood.beside(number));
        for _ in 0..20 {
            flood.goes_on();
        }
    }
    waits
}

fn limits(kept_for_light: usize) -> Limits {
    Limits {
        places: 256,
        places_per_network: 128,
        kept_for_light,
    }
}

fn spreads() -> impl Iterator<Item = Spread> {
    let even = [1, 2, 20, 200, 500].map(Spread::Even);
    even.into_iter().chain([20, 200, 400].map(Spread::Skewed))
}

/// Five hundred guessers, from one network to five hundred: whoever comes once has a place and is served
/// after a few others.
#[test]
fn a_flood_from_many_networks_does_not_delay_who_comes_once() {
    for spread in spreads() {
        for wait in waits(limits(64), (500, spread)) {
            assert!(
                wait.is_some_and(|turns| turns <= 10),
                "{spread:?}: {wait:?}"
            );
        }
    }
}

/// Shows that the places that are kept are what does it.
#[test]
fn without_kept_places_a_flood_shuts_others_out() {
    let waits = waits(limits(0), (500, Spread::Even(500)));
    assert!(waits.iter().filter(|wait| wait.is_none()).count() > 30);
}

/// The same person again, who has mistyped something: as soon as the flood's networks were served a few
/// times each, a second and a third try are not put back either.
#[test]
fn who_mistypes_during_a_flood_is_served_as_soon_again() {
    for spread in spreads() {
        let mut flood = Flood::new(limits(64), (500, spread));
        for _ in 0..3 * WARM {
            flood.goes_on();
        }
        for number in 0..20 {
            for _ in 0..3 {
                let wait = flood.beside(number);
                assert!(
                    wait.is_some_and(|turns| turns <= 10),
                    "{spread:?}: {wait:?}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Nobody of the flood starves either: each network has its turn.
    #[test]
    fn each_network_of_a_flood_is_served(networks in 1_usize..500) {
        let mut flood = Flood::new(limits(64), (500, Spread::Even(networks)));
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
