//! How often each network was served of late. Pure: what is late is counted in jobs, not in time.

use super::Network;
use std::collections::{BTreeMap, VecDeque};

/// So many served jobs are remembered: about two minutes' work of two cores.
const REMEMBERED: usize = 8192;

/// The networks of the last jobs.
#[derive(Default)]
pub(super) struct Recent {
    order: VecDeque<Network>,
    times: BTreeMap<Network, usize>,
    /// How many networks were served once, twice and so on.
    networks: BTreeMap<usize, usize>,
}

impl Recent {
    /// Notes that a job of `network` is served.
    pub(super) fn note(&mut self, network: Network) {
        if self.order.len() >= REMEMBERED {
            self.forget_one();
        }
        self.order.push_back(network);
        let before = self.times.get(&network).map_or(0, |times| *times);
        self.times.insert(network, before + 1);
        self.moves(before, before + 1);
    }

    /// Whether `network`, with `waiting` jobs to come, has at most half as many as is usual. One that has
    /// none is always light.
    pub(super) fn is_light(&self, network: Network, waiting: usize) -> bool {
        let times = self.times.get(&network).map_or(0, |times| *times) + waiting;
        times == 0 || 2 * times <= self.usual()
    }

    /// How often the network of the middle job was served: half of the jobs went to networks that were
    /// served at most so often. A few networks that flood do not move it, nor do many that came once.
    fn usual(&self) -> usize {
        let mut jobs = 0;
        let middle = self.networks.iter().find(|(times, networks)| {
            jobs += *times * *networks;
            2 * jobs >= self.order.len()
        });
        middle.map_or(0, |(times, _)| *times)
    }

    /// One network was served `before` times, and now `after` times.
    fn moves(&mut self, before: usize, after: usize) {
        if let Some(networks) = self.networks.get_mut(&before) {
            *networks -= 1;
            if *networks == 0 {
                self.networks.remove(&before);
            }
        }
        if after > 0 {
            *self.networks.entry(after).or_default() += 1;
        }
    }

    fn forget_one(&mut self) {
        let Some(oldest) = self.order.pop_front() else {
            return;
        };
        let before = self.times.get(&oldest).map_or(0, |times| *times);
        if before > 1 {
            self.times.insert(oldest, before - 1);
        } else {
            self.times.remove(&oldest);
        }
        self.moves(before, before.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::{BTreeMap, Network, REMEMBERED, Recent};
    use proptest::prelude::*;

    fn network(number: usize) -> Network {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&number.to_be_bytes());
        Network::new(bytes)
    }

    #[test]
    fn half_as_often_as_usual_is_light() {
        let mut recent = Recent::default();
        assert!(recent.is_light(network(9), 0), "nobody was served yet");
        for number in 0..4 {
            for _ in 0..6 {
                recent.note(network(number));
            }
        }
        assert!(!recent.is_light(network(0), 0));
        assert!(recent.is_light(network(9), 3));
        assert!(!recent.is_light(network(9), 4), "what waits counts");
        for light in [true, true, true, true, false] {
            assert_eq!(recent.is_light(network(8), 0), light);
            recent.note(network(8));
        }
    }

    /// Who floods from one address makes nobody else of the flood light, nor do many who came once.
    #[test]
    fn what_is_usual_is_not_easily_moved() {
        let mut recent = Recent::default();
        for turn in 0..REMEMBERED {
            match turn % 4 {
                0 => recent.note(network(1_000)),
                1 if turn < 1_000 => recent.note(network(10_000 + turn)),
                _ => recent.note(network(turn % 499)),
            }
        }
        for number in 0..499 {
            assert!(!recent.is_light(network(number), 0));
        }
        assert!(recent.is_light(network(9_999), 5));
    }

    #[test]
    fn where_nobody_comes_twice_only_a_newcomer_is_light() {
        let mut recent = Recent::default();
        for number in 0..100 {
            recent.note(network(number));
        }
        assert!(recent.is_light(network(100), 0));
        assert!(!recent.is_light(network(100), 1));
        assert!(!recent.is_light(network(0), 0));
    }

    #[test]
    fn a_network_is_remembered_until_enough_others_were_served() {
        let mut recent = Recent::default();
        recent.note(network(0));
        for number in 1..REMEMBERED {
            recent.note(network(number));
        }
        assert!(!recent.is_light(network(0), 0));
        recent.note(network(0));
        recent.note(network(2));
        assert!(recent.is_light(network(1), 0), "forgotten");
        assert!(!recent.is_light(network(0), 0), "served again");
        assert_eq!(recent.order.len(), REMEMBERED);
        // What is forgotten leaves nothing behind.
        assert_eq!(recent.times.len(), REMEMBERED - 1);
        let networks = BTreeMap::from([(1, REMEMBERED - 2), (2, 1)]);
        assert_eq!(recent.networks, networks);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        /// The counts are what they say, however much was forgotten.
        #[test]
        fn the_counts_keep_up(served in prop::collection::vec(0_usize..40, 0..600), before in 0_usize..3) {
            let mut recent = Recent::default();
            for number in 0..before * REMEMBERED / 2 {
                recent.note(network(number % 50));
            }
            for number in served {
                recent.note(network(number));
            }
            let mut networks = BTreeMap::new();
            for times in recent.times.values() {
                *networks.entry(*times).or_insert(0) += 1;
            }
            prop_assert_eq!(&recent.networks, &networks);
            prop_assert_eq!(recent.times.values().sum::<usize>(), recent.order.len());
        }
    }
}
