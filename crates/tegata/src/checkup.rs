//! What is odd about a vault, a clock, a backup.

use std::collections::BTreeMap;

use crate::{Entry, EntryId, Kind, Vault};

/// Fewer bits than RFC 4226 §4 R6 demands of a secret.
pub const LEAST_BITS: usize = 128;

/// Something that its owner should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The key has fewer than [`LEAST_BITS`] bits. The issuer chose it.
    ShortKey {
        /// Which entry.
        id: EntryId,
        /// How many it has.
        bits: usize,
    },
    /// The key is a repetition or a run: nobody drew it at random.
    PatternedKey {
        /// Which entry.
        id: EntryId,
    },
    /// Digits, period or algorithm are not those that every app shows.
    Unusual {
        /// Which entry.
        id: EntryId,
    },
    /// Nothing tells whose it is.
    Nameless {
        /// Which entry.
        id: EntryId,
    },
    /// Several have one key.
    SameKey {
        /// Which entries.
        ids: Vec<EntryId>,
    },
    /// Several are called the same.
    SameTitle {
        /// Which entries.
        ids: Vec<EntryId>,
    },
}

/// How far a clock is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockState {
    /// Less than ten seconds: codes are right.
    Right,
    /// Up to thirty: some codes are taken, some refused.
    Doubtful,
    /// More: codes are refused.
    Wrong,
}

/// What a backup has of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupState {
    /// The same key and parameters: the same codes.
    Complete,
    /// The same, but a counter that is behind: its first codes are used up.
    CounterBehind,
    /// The same key with other parameters: other codes.
    OtherParameters,
    /// Nothing with this key.
    Missing,
}

/// Looks at every entry, and at all together.
#[must_use]
pub fn examine(vault: &Vault) -> Vec<Finding> {
    let mut findings: Vec<Finding> = vault.entries().iter().flat_map(examine_one).collect();
    findings.extend(
        groups(vault, |entry| entry.key.expose().to_vec()).map(|ids| Finding::SameKey { ids }),
    );
    findings.extend(groups(vault, Entry::title).map(|ids| Finding::SameTitle { ids }));
    findings
}

fn examine_one(entry: &Entry) -> Vec<Finding> {
    let id = entry.id;
    let bits = entry.key.expose().len() * 8;
    let mut findings = Vec::new();
    if is_patterned(entry.key.expose()) {
        findings.push(Finding::PatternedKey { id });
    } else if bits < LEAST_BITS {
        findings.push(Finding::ShortKey { id, bits });
    }
    if is_unusual(entry.kind) {
        findings.push(Finding::Unusual { id });
    }
    if entry.title().trim().is_empty() {
        findings.push(Finding::Nameless { id });
    }
    findings
}

/// One step from byte to byte throughout, or a short piece again and again.
fn is_patterned(key: &[u8]) -> bool {
    let steps = key
        .array_windows()
        .map(|[one, next]| next.wrapping_sub(*one));
    let same_step = key.len() >= 4 && {
        let mut steps = steps;
        let first = steps.next();
        steps.all(|step| Some(step) == first)
    };
    let repeats = (1..=key.len() / 2)
        .take(8)
        .any(|length| key.iter().zip(key.iter().skip(length)).all(|(a, b)| a == b));
    same_step || repeats
}

fn is_unusual(kind: Kind) -> bool {
    match kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => {
            algorithm != otp::Algorithm::default()
                || digits != otp::Digits::default()
                || period != otp::Period::default()
        }
        Kind::Hotp {
            algorithm, digits, ..
        } => algorithm != otp::Algorithm::default() || digits != otp::Digits::default(),
        Kind::Steam | Kind::BattleNet | Kind::Trion => false,
    }
}

fn groups<K: Ord>(vault: &Vault, key: impl Fn(&Entry) -> K) -> impl Iterator<Item = Vec<EntryId>> {
    let mut groups: BTreeMap<K, Vec<EntryId>> = BTreeMap::new();
    for entry in vault.entries() {
        groups.entry(key(entry)).or_default().push(entry.id);
    }
    groups.into_values().filter(|ids| ids.len() > 1)
}

/// Judges how many seconds a clock is ahead (negative: behind).
#[must_use]
pub const fn judge_clock(seconds_ahead: i64) -> ClockState {
    match seconds_ahead.unsigned_abs() {
        0..10 => ClockState::Right,
        10..=30 => ClockState::Doubtful,
        _ => ClockState::Wrong,
    }
}

/// What `backup` has of each entry of `vault`, in the vault's order.
#[must_use]
pub fn compare_backup<'v>(vault: &'v Vault, backup: &[Entry]) -> Vec<(&'v Entry, BackupState)> {
    let mut by_key: BTreeMap<&[u8], Vec<Kind>> = BTreeMap::new();
    for entry in backup {
        by_key
            .entry(entry.key.expose())
            .or_default()
            .push(entry.kind);
    }
    let state = |entry: &Entry| {
        let kinds = by_key
            .get(entry.key.expose())
            .map_or(&[][..], Vec::as_slice);
        let states = kinds.iter().map(|kind| compare_kinds(entry.kind, *kind));
        states
            .min_by_key(|state| rank(*state))
            .unwrap_or(BackupState::Missing)
    };
    vault
        .entries()
        .iter()
        .map(|entry| (entry, state(entry)))
        .collect()
}

const fn rank(state: BackupState) -> u8 {
    match state {
        BackupState::Complete => 0,
        BackupState::CounterBehind => 1,
        BackupState::OtherParameters => 2,
        BackupState::Missing => 3,
    }
}

fn compare_kinds(here: Kind, backup: Kind) -> BackupState {
    match (here, backup) {
        (
            Kind::Hotp {
                algorithm,
                digits,
                next_counter,
            },
            Kind::Hotp {
                algorithm: other_algorithm,
                digits: other_digits,
                next_counter: other_counter,
            },
        ) if (algorithm, digits) == (other_algorithm, other_digits) => {
            if other_counter < next_counter {
                BackupState::CounterBehind
            } else {
                BackupState::Complete
            }
        }
        _ if here == backup => BackupState::Complete,
        _ => BackupState::OtherParameters,
    }
}

#[cfg(test)]
mod tests {
    use super::{BackupState, ClockState, Finding, compare_backup, examine, judge_clock};
    use crate::testing::{entry, hotp_entry, id};
    use crate::{Entry, Key, Kind, Vault};

    fn with_key(entry: Entry, key: &[u8]) -> Entry {
        Entry {
            key: Key::new(key).unwrap(),
            ..entry
        }
    }

    const GOOD: &[u8] =
        b"\x8f\x02\xd1\x77\x30\xee\x19\x5a\xc4\x66\x0b\x93\x28\xfd\x41\xb7\x5e\x0a\xcc\x12";

    fn findings(entries: Vec<Entry>) -> Vec<Finding> {
        let mut vault = Vault::new();
        vault.add_all(entries).unwrap();
        examine(&vault)
    }

    #[test]
    fn a_usual_entry_is_not_complained_about() {
        assert_eq!(
            findings(vec![with_key(entry(1, "GitHub", "alice"), GOOD)]),
            []
        );
    }

    #[test]
    fn weak_and_odd_keys_are_named() {
        let short = findings(vec![entry(1, "GitHub", "alice")]);
        assert_eq!(
            short,
            [Finding::ShortKey {
                id: id(1),
                bits: 80
            }]
        );
        for key in [
            &[7; 20][..],
            &[0; 16],
            b"0123456789abcdef",
            b"abcabcabcabcabcabc",
        ] {
            let patterned = findings(vec![with_key(entry(1, "x", "y"), key)]);
            let expected = if key == b"0123456789abcdef" {
                Vec::new()
            } else {
                vec![Finding::PatternedKey { id: id(1) }]
            };
            assert_eq!(patterned, expected, "{key:?}");
        }
        let run: Vec<u8> = (1..=20).collect();
        assert_eq!(
            findings(vec![with_key(entry(1, "x", "y"), &run)]),
            [Finding::PatternedKey { id: id(1) }]
        );
    }

    #[test]
    fn twins_and_nameless_ones_are_named() {
        let other: Vec<u8> = GOOD.iter().rev().copied().collect();
        let got = findings(vec![
            with_key(entry(1, "GitHub", "alice"), GOOD),
            with_key(entry(2, "GitHub", "alice"), &other),
            with_key(entry(3, "", ""), GOOD),
        ]);
        let expected = [
            Finding::Nameless { id: id(3) },
            Finding::SameKey {
                ids: vec![id(1), id(3)],
            },
            Finding::SameTitle {
                ids: vec![id(1), id(2)],
            },
        ];
        assert_eq!(got, expected);
    }

    #[test]
    fn unusual_parameters_are_named() {
        let kind = Kind::Hotp {
            algorithm: otp::Algorithm::Sha512,
            digits: otp::Digits::SIX,
            next_counter: 0,
        };
        let odd = Entry {
            kind,
            ..with_key(entry(1, "x", "y"), GOOD)
        };
        assert_eq!(findings(vec![odd]), [Finding::Unusual { id: id(1) }]);
    }

    #[test]
    fn a_clock_is_judged_by_what_servers_take() {
        for (ahead, state) in [
            (0, ClockState::Right),
            (-9, ClockState::Right),
            (10, ClockState::Doubtful),
            (-30, ClockState::Doubtful),
            (31, ClockState::Wrong),
            (i64::MIN, ClockState::Wrong),
        ] {
            assert_eq!(judge_clock(ahead), state, "{ahead}");
        }
    }

    #[test]
    fn a_backup_is_compared_by_codes_and_not_by_names() {
        let mut vault = Vault::new();
        vault
            .add(with_key(entry(1, "GitHub", "alice"), GOOD))
            .unwrap();
        vault.add(with_key(hotp_entry(2, 9), b"counting")).unwrap();
        vault.add(with_key(entry(3, "", "lost"), b"lost")).unwrap();
        vault
            .add(with_key(entry(4, "", "steam"), b"steam"))
            .unwrap();
        let mut named_otherwise = with_key(entry(11, "", ""), GOOD);
        named_otherwise.name = "anything".to_owned();
        let backup = [
            named_otherwise,
            with_key(hotp_entry(12, 8), b"counting"),
            Entry {
                kind: Kind::Steam,
                ..with_key(entry(14, "", "steam"), b"steam")
            },
        ];
        let states: Vec<BackupState> = compare_backup(&vault, &backup)
            .into_iter()
            .map(|(_, state)| state)
            .collect();
        let expected = [
            BackupState::Complete,
            BackupState::CounterBehind,
            BackupState::Missing,
            BackupState::OtherParameters,
        ];
        assert_eq!(states, expected);
    }
}
