//! What is shown of an entry: its code at a time, and the one after it.

use core::fmt;

use otp::{Algorithm, Digits, Period, Secret, TimeStep, hotp, steam_code};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::{Entry, Kind};

/// A code as people read it. Not shown by `Debug`, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeText(Zeroizing<String>);

impl CodeText {
    /// The text, for the one place that shows it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// In two halves with a blank between, as apps show six digits or more.
    #[must_use]
    pub fn grouped(&self) -> Zeroizing<String> {
        let middle = self.0.len().div_ceil(2);
        match self.0.split_at_checked(middle) {
            Some((head, tail)) if self.0.len() >= 6 => Zeroizing::new(format!("{head} {tail}")),
            _ => self.0.clone(),
        }
    }
}

impl fmt::Debug for CodeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeText(redacted)")
    }
}

/// A code that the time decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimedCode {
    /// The code.
    pub code: CodeText,
    /// The one that follows it.
    pub next: CodeText,
    /// The first second, since 1970, at which it is over.
    pub until: u64,
    /// How long each code is shown, in seconds.
    pub period: u16,
}

/// Why an entry has no code that the time decides.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoCode {
    /// A counter decides: [`crate::Vault::take_counted`].
    #[error("a counter decides the code")]
    Counted,
    /// This kind is kept and given back, but no code of it is shown.
    #[error("no code of this kind is shown")]
    NotShown,
}

/// The code of `entry` at `unix_seconds`, and the next.
///
/// # Errors
/// [`NoCode`] for entries that count, and for Trion.
pub fn timed(entry: &Entry, unix_seconds: u64) -> Result<TimedCode, NoCode> {
    match entry.kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => Ok(timed_with(unix_seconds, period, |step| {
            digits_of(entry, step.number(), algorithm, digits)
        })),
        Kind::BattleNet => Ok(timed_with(unix_seconds, Period::STANDARD, |step| {
            digits_of(entry, step.number(), Algorithm::Sha1, Digits::EIGHT)
        })),
        Kind::Steam => Ok(timed_with(unix_seconds, Period::STANDARD, |step| {
            secret(entry).map(|secret| copy(steam_code(&secret, step).expose()))
        })),
        Kind::Hotp { .. } => Err(NoCode::Counted),
        Kind::Trion => Err(NoCode::NotShown),
    }
    .and_then(|shown| shown.ok_or(NoCode::NotShown))
}

/// The code of a counting entry for `counter`; none for other kinds. Nothing is moved on.
#[must_use]
pub fn counted(entry: &Entry, counter: u64) -> Option<CodeText> {
    match entry.kind {
        Kind::Hotp {
            algorithm, digits, ..
        } => digits_of(entry, counter, algorithm, digits),
        _ => None,
    }
}

fn timed_with(
    unix_seconds: u64,
    period: Period,
    code: impl Fn(TimeStep) -> Option<CodeText>,
) -> Option<TimedCode> {
    let step = TimeStep::at(unix_seconds, period);
    let next = TimeStep::new(step.number().saturating_add(1));
    Some(TimedCode {
        code: code(step)?,
        next: code(next)?,
        until: next.start(period),
        period: period.seconds(),
    })
}

fn digits_of(
    entry: &Entry,
    counter: u64,
    algorithm: Algorithm,
    digits: Digits,
) -> Option<CodeText> {
    let code = hotp(&secret(entry)?, counter, algorithm, digits);
    Some(copy(code.text().expose()))
}

/// A [`crate::Key`] is never empty and never too long, so there always is one.
fn secret(entry: &Entry) -> Option<Secret> {
    Secret::from_other_service(entry.key.expose()).ok()
}

fn copy(text: &str) -> CodeText {
    CodeText(Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::{NoCode, counted, timed};
    use crate::testing::{entry, hotp_entry};
    use crate::{Entry, Key, Kind};
    use otp::{Algorithm, Digits, Period};

    fn with(kind: Kind) -> Entry {
        Entry {
            kind,
            ..entry(1, "GitHub", "alice")
        }
    }

    fn totp(algorithm: Algorithm, digits: u8, period: u16) -> Kind {
        Kind::Totp {
            algorithm,
            digits: Digits::new(digits).unwrap(),
            period: Period::from_seconds(period).unwrap(),
        }
    }

    /// Shows APP-AUTH-5, APP-WIN-6, APP-OTPM-6, APP-GA-5: the codes that those apps show.
    #[test]
    fn the_codes_are_those_of_other_programs() {
        let cases = [
            (totp(Algorithm::Sha1, 6, 30), ["996554", "071271", "890699"]),
            (
                totp(Algorithm::Sha256, 8, 30),
                ["36344551", "03650964", "25916370"],
            ),
            (Kind::BattleNet, ["41996554", "33071271", "28890699"]),
            (Kind::Steam, ["2YXGV", "CWDGV", "HNCVQ"]),
        ];
        for (kind, codes) in cases {
            for (seconds, code) in [59, 1_111_111_109, 2_000_000_000].into_iter().zip(codes) {
                let shown = timed(&with(kind), seconds).unwrap();
                assert_eq!(shown.code.expose(), code, "{kind:?} {seconds}");
                let later = timed(&with(kind), shown.until).unwrap();
                assert_eq!(later.code, shown.next);
                assert!(shown.until > seconds && shown.until - seconds <= 30);
            }
        }
    }

    #[test]
    fn counters_give_the_codes_of_other_programs() {
        let entry = hotp_entry(1, 0);
        for (counter, code) in ["282760", "996554", "602287", "143627", "960129"]
            .into_iter()
            .enumerate()
        {
            let shown = counted(&entry, u64::try_from(counter).unwrap()).unwrap();
            assert_eq!(shown.expose(), code);
        }
        assert_eq!(timed(&entry, 59), Err(NoCode::Counted));
        assert_eq!(counted(&with(Kind::Steam), 1), None);
    }

    #[test]
    fn a_kind_that_is_only_kept_shows_nothing() {
        assert_eq!(timed(&with(Kind::Trion), 59), Err(NoCode::NotShown));
    }

    #[test]
    fn the_last_second_of_all_has_a_code() {
        assert!(timed(&with(totp(Algorithm::Sha1, 6, 1)), u64::MAX).is_ok());
    }

    /// RFC 6238, appendix B, with the three secrets of its erratum.
    #[test]
    fn the_vectors_of_rfc_6238_pass() {
        let seeds = [
            (Algorithm::Sha1, 20, ["94287082", "07081804", "65353130"]),
            (Algorithm::Sha256, 32, ["46119246", "68084774", "77737706"]),
            (Algorithm::Sha512, 64, ["90693936", "25091201", "47863826"]),
        ];
        for (algorithm, length, codes) in seeds {
            let key: Vec<u8> = b"1234567890".iter().copied().cycle().take(length).collect();
            let entry = Entry {
                key: Key::new(&key).unwrap(),
                ..with(totp(algorithm, 8, 30))
            };
            for (seconds, code) in [59, 1_111_111_109, 20_000_000_000].into_iter().zip(codes) {
                assert_eq!(timed(&entry, seconds).unwrap().code.expose(), code);
            }
        }
    }

    #[test]
    fn codes_are_grouped_for_the_eye_and_do_not_print() {
        let shown = timed(&with(totp(Algorithm::Sha1, 6, 30)), 59).unwrap();
        assert_eq!(shown.code.grouped().as_str(), "996 554");
        let steam = timed(&with(Kind::Steam), 59).unwrap();
        assert_eq!(steam.code.grouped().as_str(), "2YXGV");
        assert!(!format!("{shown:?}").contains("996"));
    }
}
