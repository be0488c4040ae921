//! Which networks were served of late. Pure: what is late is counted in jobs, not in time.

use super::Network;
use std::collections::{BTreeMap, VecDeque};

/// So many served jobs are remembered: about a quarter of a minute's work of two cores.
const REMEMBERED: usize = 1024;

/// The networks of the last jobs.
#[derive(Default)]
pub(super) struct Recent {
    order: VecDeque<Network>,
    times: BTreeMap<Network, usize>,
}

impl Recent {
    /// Notes that a job of `network` is served.
    pub(super) fn note(&mut self, network: Network) {
        if self.order.len() >= REMEMBERED {
            self.forget_one();
        }
        self.order.push_back(network);
        *self.times.entry(network).or_default() += 1;
    }

    /// Whether a job of `network` is among the last ones.
    pub(super) fn holds(&self, network: Network) -> bool {
        self.times.contains_key(&network)
    }

    fn forget_one(&mut self) {
        let Some(oldest) = self.order.pop_front() else {
            return;
        };
        if let Some(times) = self.times.get_mut(&oldest) {
            *times -= 1;
            if *times == 0 {
                self.times.remove(&oldest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Network, REMEMBERED, Recent};

    fn network(number: usize) -> Network {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&number.to_be_bytes());
        Network::new(bytes)
    }

    #[test]
    fn a_network_is_known_until_enough_others_were_served() {
        let mut recent = Recent::default();
        assert!(!recent.holds(network(0)));
        recent.note(network(0));
        for number in 1..REMEMBERED {
            recent.note(network(number));
        }
        assert!(recent.holds(network(0)));
        recent.note(network(0));
        assert!(recent.holds(network(0)), "served again");
        assert!(recent.holds(network(1)));
        recent.note(network(2));
        assert!(!recent.holds(network(1)));
        assert!(recent.holds(network(0)));
        assert_eq!(recent.order.len(), REMEMBERED);
        assert!(recent.times.len() <= REMEMBERED);
    }
}
