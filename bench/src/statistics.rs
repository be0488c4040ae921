//! Medians, spreads and bootstrapped intervals.

use std::fmt;

/// A middle and how far the values lie around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The median.
    pub median: f64,
    /// The smallest value.
    pub least: f64,
    /// The largest value.
    pub most: f64,
}

impl Spread {
    /// Of no values: zeroes.
    pub fn of(values: &[f64]) -> Self {
        Self {
            median: quantile(values, 0.5),
            least: quantile(values, 0.0),
            most: quantile(values, 1.0),
        }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(1);
        let (median, least, most) = (self.median, self.least, self.most);
        write!(f, "{median:.digits$} ({least:.digits$} – {most:.digits$})")
    }
}

/// The value below which `share` (0 to 1) of the values lie, interpolated; 0 of no values.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = sorted.iter().copied().nth(whole(place.floor()));
    let above = sorted.iter().copied().nth(whole(place.ceil()));
    let (below, above) = (below.unwrap_or(0.0), above.unwrap_or(0.0));
    below + (above - below) * place.fract()
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place in a list: whole, not negative, small"
)]
fn whole(place: f64) -> usize {
    place as usize
}

/// The mean; 0 of no values.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// A statistic and the interval that holds it with 95 % confidence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Of the values themselves.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether zero lies inside.
    pub fn holds_zero(&self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// Draws as often as this for one interval.
const DRAWS: usize = 4000;

/// The percentile bootstrap of `statistic` with a fixed seed.
pub fn bootstrap(values: &[f64], statistic: impl Fn(&[f64]) -> f64) -> Interval {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draws = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        let sample: Vec<f64> = (0..values.len())
            .filter_map(|_| values.get(next(&mut random) % values.len()).copied())
            .collect();
        draws.push(statistic(&sample));
    }
    Interval {
        value: statistic(values),
        low: quantile(&draws, 0.025),
        high: quantile(&draws, 0.975),
    }
}

/// xorshift64*: even enough to resample and to shuffle.
pub fn next(state: &mut u64) -> usize {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    let high = state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
    usize::try_from(high).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Spread, bootstrap, mean, quantile};

    #[test]
    fn quantiles_of_known_values() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert!((quantile(&values, 0.5) - 2.5).abs() < 1e-12);
        assert!((quantile(&values, 0.0) - 1.0).abs() < 1e-12);
        assert!((quantile(&values, 1.0) - 4.0).abs() < 1e-12);
        assert!(quantile(&[], 0.5).abs() < 1e-12);
        let spread = Spread::of(&[2.0, 1.0, 9.0]);
        assert_eq!(format!("{spread:.0}"), "2 (1 – 9)");
    }

    #[test]
    fn an_interval_tells_a_difference_from_none() {
        let centred: Vec<f64> = (-50..=50).map(f64::from).collect();
        assert!(bootstrap(&centred, mean).holds_zero());
        let shifted: Vec<f64> = centred.iter().map(|value| value + 20.0).collect();
        let interval = bootstrap(&shifted, mean);
        assert!(!interval.holds_zero());
        assert!(interval.low < 20.0 && interval.high > 20.0);
    }
}
