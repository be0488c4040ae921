//! When a typed code is right, when it was used before, and how far a clock is off.

use otp::{Check, Code, Digits, Period, Secret, TimeStep, Totp};
use proptest::prelude::*;

const SEED: &[u8; 20] = b"12345678901234567890";

/// Two neighbouring steps in which this seed has the same six digits, 070562.
const TWINS: (TimeStep, TimeStep) = (TimeStep::new(50_424_280), TimeStep::new(50_424_281));

fn token() -> Totp {
    Totp::standard(Secret::issue(SEED))
}

/// Shows OTP-12: one step either way is accepted, two are not, from the first to the
/// last second of the current step.
/// Shows NIST-10, ASVS-10.
#[test]
fn the_window_is_one_step_either_way() {
    let totp = token();
    for now in [1_111_111_110, 1_111_111_125, 1_111_111_139] {
        let current = TimeStep::at(now, Period::STANDARD).number();
        for (offset, inside) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let step = TimeStep::new(current.checked_add_signed(offset).unwrap());
            let expected = if inside {
                Check::Accepted(step)
            } else {
                Check::NoMatch
            };
            assert_eq!(
                totp.check(&totp.code_for(step), now, 1, None),
                expected,
                "{offset}"
            );
        }
        let next = TimeStep::new(current + 1);
        assert_eq!(
            totp.check(&totp.code_for(next), now, 0, None),
            Check::NoMatch
        );
    }
}

/// Shows OTP-12: a code works once, and no code older than the last accepted one works.
/// Shows NIST-10, ATK-1.
#[test]
fn a_code_works_once() {
    let totp = token();
    let now = 1_111_111_110;
    let [before, current, after] =
        [now - 30, now, now + 30].map(|second| TimeStep::at(second, Period::STANDARD));
    let code = totp.code_for(current);
    assert_eq!(totp.check(&code, now, 1, None), Check::Accepted(current));
    assert_eq!(
        totp.check(&code, now, 1, Some(before)),
        Check::Accepted(current)
    );
    assert_eq!(
        totp.check(&code, now, 1, Some(current)),
        Check::Replayed(current)
    );
    assert_eq!(
        totp.check(&code, now + 30, 1, Some(current)),
        Check::Replayed(current)
    );
    assert_eq!(
        totp.check(&code, now, 1, Some(after)),
        Check::Replayed(current)
    );
    let older = totp.code_for(before);
    assert_eq!(
        totp.check(&older, now, 1, Some(current)),
        Check::Replayed(before)
    );
    let newer = totp.code_for(after);
    assert_eq!(
        totp.check(&newer, now, 1, Some(current)),
        Check::Accepted(after)
    );
}

/// Shows OTP-12: after a restore the last step may lie ahead of the clock; then nothing
/// is accepted, but a wrong code is still told from a used one.
#[test]
fn a_last_step_in_the_future_closes_the_window() {
    let totp = token();
    let last = Some(TimeStep::new(u64::MAX));
    let code = totp.code_at(600);
    assert_eq!(
        totp.check(&code, 600, 1, last),
        Check::Replayed(TimeStep::new(20))
    );
    assert_eq!(totp.check(&totp.code_at(0), 600, 1, last), Check::NoMatch);
}

/// Shows OTP-12: if two steps of the window share a code, the newest unused one is
/// taken, so that the last step moves past both.
#[test]
fn of_two_equal_codes_the_newest_step_counts() {
    let totp = token();
    let (older, newer) = TWINS;
    let code = Code::parse("070562", Digits::SIX).unwrap();
    assert_eq!(totp.code_for(older), code);
    assert_eq!(totp.code_for(newer), code);
    for now in [older, newer].map(|step| step.start(Period::STANDARD)) {
        assert_eq!(totp.check(&code, now, 1, None), Check::Accepted(newer));
        assert_eq!(
            totp.check(&code, now, 1, Some(older)),
            Check::Accepted(newer)
        );
        assert_eq!(
            totp.check(&code, now, 1, Some(newer)),
            Check::Replayed(newer)
        );
    }
}

#[test]
fn the_window_ends_where_time_does() {
    let totp = token();
    for now in [0, 29, u64::MAX] {
        let step = TimeStep::at(now, Period::STANDARD);
        assert_eq!(
            totp.check(&totp.code_at(now), now, u8::MAX, None),
            Check::Accepted(step)
        );
    }
    let seconds = Totp {
        period: Period::from_seconds(1).unwrap(),
        ..token()
    };
    let last = TimeStep::new(u64::MAX);
    assert_eq!(
        seconds.check(&seconds.code_for(last), u64::MAX, 1, None),
        Check::Accepted(last)
    );
    assert_eq!(seconds.drift(&seconds.code_at(0), u64::MAX, 600), None);
}

#[test]
fn a_code_of_another_length_never_matches() {
    let totp = token();
    let eight = Totp {
        digits: Digits::EIGHT,
        ..token()
    };
    assert_eq!(
        totp.check(&eight.code_at(600), 600, 1, None),
        Check::NoMatch
    );
}

#[test]
fn drift_is_the_least_correction() {
    let totp = token();
    let now = 1_111_111_120_u64; // the eleventh second of its step
    let cases = [
        (0, 0, 0),     // right
        (19, 0, 0),    // the last second of the same step
        (20, 20, 1),   // the first of the next
        (-11, -11, 0), // the last of the one before
        (180, 170, 3), // three minutes ahead
        (-180, -161, -3),
        (600, 590, 10), // ten minutes, seen from inside the step
        (-600, -581, -10),
    ];
    for (offset, seconds, minutes) in cases {
        let shown = totp.code_at(now.checked_add_signed(offset).unwrap());
        let drift = totp.drift(&shown, now, 600).unwrap();
        assert_eq!(
            (drift.seconds(), drift.minutes()),
            (seconds, minutes),
            "{offset}"
        );
        assert_eq!(totp.code_for(drift.step()), shown);
    }
}

#[test]
fn drift_ends_at_the_limit() {
    let totp = token();
    let now = 1_111_111_110_u64; // the first second of its step
    assert_eq!(
        totp.drift(&totp.code_at(now + 600), now, 600)
            .unwrap()
            .seconds(),
        600
    );
    assert_eq!(totp.drift(&totp.code_at(now + 630), now, 600), None);
    assert_eq!(
        totp.drift(&totp.code_at(now - 600), now, 600)
            .unwrap()
            .seconds(),
        -571
    );
    assert_eq!(totp.drift(&totp.code_at(now - 630), now, 600), None);
    assert_eq!(totp.drift(&totp.code_at(now + 30), now, 0), None);
    let last_second = now + 29;
    assert_eq!(
        totp.drift(&totp.code_at(now + 30), last_second, 1)
            .unwrap()
            .seconds(),
        1
    );
    assert_eq!(totp.drift(&totp.code_at(now), now, 0).unwrap().seconds(), 0);
}

#[test]
fn drift_takes_the_nearest_of_equal_codes() {
    let totp = token();
    let (older, newer) = TWINS;
    let code = totp.code_for(older);
    let before = older.start(Period::STANDARD) - 60;
    assert_eq!(totp.drift(&code, before, 600).unwrap().step(), older);
    let behind = newer.start(Period::STANDARD) + 90;
    assert_eq!(totp.drift(&code, behind, 600).unwrap().step(), newer);
}

proptest! {
    /// Shows OTP-12.
    #[test]
    fn whatever_is_accepted_lies_in_the_window_and_is_newer(
        random in any::<[u8; Secret::ISSUED_LEN]>(),
        now in 0_u64..1 << 40,
        period in 1_u16..=300,
        window in 0_u8..=4,
        shown in -8_i64..=8,
        last in -8_i64..=8,
        used in any::<bool>(),
    ) {
        let period = Period::from_seconds(period).unwrap();
        let totp = Totp { digits: Digits::EIGHT, period, ..Totp::standard(Secret::issue(&random)) };
        let current = TimeStep::at(now, period).number();
        let near = |offset| current.checked_add_signed(offset).map_or(TimeStep::new(0), TimeStep::new);
        let shown = near(shown);
        let last = used.then(|| near(last));
        let inside = shown.number().abs_diff(current) <= u64::from(window);
        match totp.check(&totp.code_for(shown), now, window, last) {
            Check::Accepted(step) => {
                prop_assert!(step.number().abs_diff(current) <= u64::from(window));
                prop_assert!(last.is_none_or(|last| step > last));
                prop_assert_eq!(totp.code_for(step), totp.code_for(shown));
            }
            Check::Replayed(step) => {
                prop_assert!(last.is_some_and(|last| step <= last));
                prop_assert!(last.is_some_and(|last| shown <= last) || !inside);
            }
            Check::NoMatch => prop_assert!(!inside),
        }
    }

    #[test]
    fn drift_finds_every_clock_within_the_limit(
        random in any::<[u8; Secret::ISSUED_LEN]>(),
        now in 1_000_u64..1 << 40,
        off in -600_i64..=600,
    ) {
        let totp = Totp { digits: Digits::EIGHT, ..Totp::standard(Secret::issue(&random)) };
        let shown = totp.code_at(now.checked_add_signed(off).unwrap());
        let drift = totp.drift(&shown, now, 600).unwrap();
        prop_assert!(i64::from(drift.seconds()).abs() <= off.abs());
        prop_assert_eq!(totp.code_for(drift.step()), shown);
        let corrected = now.checked_add_signed(drift.seconds().into()).unwrap();
        prop_assert_eq!(TimeStep::at(corrected, Period::STANDARD), drift.step());
    }
}
