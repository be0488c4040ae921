//! Entry → format → entry keeps everything that the format can carry, for every format and
//! variant; what [`formats::losses`] says is lost is all that is lost.

use otp::{Algorithm, Digits, Period};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;
use tegata::formats::{
    self, ExtensionGeneration, ExtensionNames, Format, Gathering, Loss, Reading, WinAuthVersion,
    WriteOptions,
};
use tegata::{Entry, EntryId, Key, Kind};

use crate::given::{Dice, password, try_read, write};

fn name() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        4 => "[A-Za-z0-9 ._@-]{0,12}",
        2 => "[ -~]{0,12}",
        2 => "[ぁ-ん管理用一般ー%+:#?&()]{0,8}",
        1 => "\\PC{0,8}",
        1 => "[%+: 0-9a-f]{0,8}",
    ];
    text.prop_map(|text| text.trim().to_owned())
}

fn kind() -> impl Strategy<Value = Kind> {
    let algorithm = || {
        prop_oneof![
            3 => Just(Algorithm::Sha1),
            1 => Just(Algorithm::Sha256),
            1 => Just(Algorithm::Sha512)
        ]
    };
    let digits = || (6..=8_u8).prop_map(|count| Digits::new(count).unwrap());
    let period = prop_oneof![3 => Just(30), 1 => 1..=300_u16];
    let counter = prop_oneof![
        3 => 0..1000_u64,
        1 => any::<u64>(),
        1 => Just(u64::from(u32::MAX)),
        1 => Just(u64::MAX)
    ];
    prop_oneof![
        4 => (algorithm(), digits(), period).prop_map(|(algorithm, digits, period)| Kind::Totp {
            algorithm,
            digits,
            period: Period::from_seconds(period).unwrap(),
        }),
        2 => (algorithm(), digits(), counter).prop_map(|(algorithm, digits, next_counter)| {
            Kind::Hotp { algorithm, digits, next_counter }
        }),
        1 => Just(Kind::Steam),
        1 => Just(Kind::BattleNet),
        1 => Just(Kind::Trion),
    ]
}

fn an_entry() -> impl Strategy<Value = Entry> {
    let key = vec(any::<u8>(), 1..=128);
    let names = (
        name(),
        name(),
        prop_oneof![3 => Just(String::new()), 1 => name()],
    );
    let serial = any::<bool>();
    (any::<u128>(), names, key, kind(), any::<bool>(), serial).prop_map(
        |(id, (issuer, account, name), key, kind, pinned, serial)| {
            let mut kept = std::collections::BTreeMap::new();
            if serial {
                let own = json!({ "serial": "US123412341234" });
                kept.insert("winauth".to_owned(), own.as_object().unwrap().clone());
            }
            Entry {
                id: EntryId(uuid::Uuid::from_u128(id)),
                issuer,
                account,
                name,
                key: Key::new(&key).unwrap(),
                kind,
                pinned,
                created: None,
                kept,
            }
        },
    )
}

fn read_all(format: Format, entries: &[Entry], options: &WriteOptions) -> Reading {
    let written = write(format, entries, options);
    if format == Format::GoogleMigration {
        let mut gathering = Gathering::new();
        for part in written.parts.iter().rev() {
            gathering.add(part).unwrap();
        }
        return gathering.finish(&Dice::new()).unwrap();
    }
    let password = options.password.as_ref().map(|password| password.as_str());
    try_read(&written.parts[0], password).unwrap()
}

/// Whether `back` is `entry` but for what `losses` say.
fn keeps(format: Format, entry: &Entry, back: &Entry, losses: &[Loss]) {
    let has = |loss| losses.contains(&loss);
    assert_eq!(back.key, entry.key);
    match (entry.kind, back.kind) {
        (Kind::BattleNet, Kind::Totp { digits, .. }) if has(Loss::KindChanged) => {
            assert_eq!(digits, Digits::EIGHT);
        }
        (
            Kind::Hotp {
                next_counter: 0, ..
            },
            Kind::Hotp { next_counter, .. },
        ) if has(Loss::CounterShifts) => {
            assert_eq!(next_counter, 1);
        }
        (before, after) => assert_eq!(before, after),
    }
    if format == Format::WinAuthXml {
        // It has one name, which is always whole.
        assert_eq!(back.title(), entry.title(), "{entry:?}");
    } else if !has(Loss::NameChanged) {
        let (issuer, account) = match (entry.issuer.as_str(), entry.account.as_str()) {
            ("", "") => ("", entry.name.as_str()),
            both => both,
        };
        assert_eq!(back.issuer, issuer, "{format:?} {entry:?}");
        assert_eq!(back.account, account, "{format:?} {entry:?}");
    }
    if !has(Loss::DetailsLeftOut) {
        assert_eq!(back.pinned, entry.pinned);
    }
}

/// All formats with all their variants; passwords only where `costly`, as they take time.
fn variants(costly: bool) -> Vec<(Format, WriteOptions)> {
    let mut variants = Vec::new();
    for format in Format::ALL.into_iter().filter(|format| format.is_written()) {
        for names in [ExtensionNames::Numbers, ExtensionNames::Names] {
            for version in [WinAuthVersion::V3_5, WinAuthVersion::V3_6] {
                for generation in [
                    ExtensionGeneration::V1,
                    ExtensionGeneration::V2,
                    ExtensionGeneration::V3,
                ] {
                    let options = WriteOptions {
                        password: costly.then(|| password("pass")),
                        extension_names: names,
                        extension_generation: generation,
                        winauth_version: version,
                        entries_per_code: 3,
                    };
                    let extension = format == Format::ExtensionJson;
                    let winauth = matches!(format, Format::WinAuthZip | Format::WinAuthXml);
                    let default = WriteOptions::default();
                    let matters = (extension || names == default.extension_names)
                        && (winauth || version == default.winauth_version)
                        && ((extension && costly) || generation == default.extension_generation);
                    if matters && (!costly || format.takes_password()) {
                        variants.push((format, options));
                    }
                }
            }
        }
    }
    variants
}

fn check(entries: &[Entry], costly: bool) {
    for (format, options) in variants(costly) {
        let losses = formats::losses(format, entries, &options);
        let of = |entry: &Entry| -> Vec<Loss> {
            let its = losses.iter().filter(|(id, _)| *id == entry.id);
            its.map(|(_, loss)| *loss).collect()
        };
        let expected: Vec<&Entry> = entries
            .iter()
            .filter(|entry| {
                !of(entry)
                    .iter()
                    .any(|loss| matches!(loss, Loss::LeftOut | Loss::ParameterLeftOut))
            })
            .collect();
        if expected.is_empty() {
            continue;
        }
        let reading = read_all(format, entries, &options);
        assert_eq!(reading.unreadable, [], "{format:?}");
        assert_eq!(reading.found.len(), expected.len(), "{format:?}");
        for (entry, found) in expected.into_iter().zip(&reading.found) {
            keeps(format, entry, &found.entry, &of(entry));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Shows MIG-1..9.
    #[test]
    fn nothing_is_lost_but_what_is_said(entries in vec(an_entry(), 1..6)) {
        let mut entries = entries;
        entries.dedup_by_key(|entry| entry.id);
        check(&entries, false);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn nothing_is_lost_under_a_password(entries in vec(an_entry(), 1..6)) {
        let mut entries = entries;
        entries.dedup_by_key(|entry| entry.id);
        check(&entries, true);
    }
}
