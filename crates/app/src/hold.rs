//! Answers that hide whether a name exists leave on a beat, so that the time they took hides it as
//! well (LOGIN-15, ADR 0019).

use crate::App;
use domain::time::{Span, Timestamp};

/// Such an answer leaves a whole number of these after its values came.
const BEAT: Span = Span::milliseconds(50);

impl App {
    /// Waits for the next beat since `came`: less than 50 ms.
    pub(crate) async fn hold_since(&self, came: Timestamp) {
        self.pause(to_next_beat(self.now().since(came))).await;
    }
}

/// What is left after `spent`. A clock that was set back meanwhile does no harm.
const fn to_next_beat(spent: Span) -> Span {
    let over = spent.as_micros().rem_euclid(BEAT.as_micros());
    let spent = Span::microseconds(over);
    if over == 0 {
        Span::ZERO
    } else {
        BEAT.minus(spent)
    }
}

#[cfg(test)]
mod tests {
    use super::to_next_beat;
    use domain::time::Span;

    #[test]
    fn every_span_is_filled_up_to_a_beat() {
        for (spent, left) in [
            (0, 0),
            (1, 49_999),
            (28_430, 21_570),
            (49_999, 1),
            (50_000, 0),
            (50_001, 49_999),
            (-1, 1),
            (-120_000_000, 0),
        ] {
            let found = to_next_beat(Span::microseconds(spent));
            assert_eq!(found, Span::microseconds(left), "{spent}");
        }
    }
}
