//! Ten thousand codes, compared with those of `oathtool`.

use std::collections::BTreeMap;
use std::process::Command;

use data_encoding::BASE32;
use otp::{Algorithm, Digits, Period};
use tegata::codes::{counted, timed};
use tegata::{Entry, EntryId, Key, Kind};

const CODES: u64 = 10_000;

/// Repeatable numbers (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }
}

fn entry(numbers: &mut Numbers) -> Entry {
    let length = 1 + numbers.below(64);
    let key: Vec<u8> = (0..length).map(|_| numbers.byte()).collect();
    let digits = Digits::new(u8::try_from(6 + numbers.below(3)).unwrap()).unwrap();
    let kind = if numbers.below(4) == 0 {
        Kind::Hotp {
            // The only one that it computes.
            algorithm: Algorithm::Sha1,
            digits,
            next_counter: numbers.next() >> 1,
        }
    } else {
        let algorithms = [Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512];
        Kind::Totp {
            algorithm: algorithms[usize::try_from(numbers.below(3)).unwrap()],
            digits,
            period: Period::from_seconds(u16::try_from(1 + numbers.below(300)).unwrap()).unwrap(),
        }
    };
    Entry {
        id: EntryId::default(),
        issuer: String::new(),
        account: String::new(),
        name: String::new(),
        key: Key::new(&key).unwrap(),
        kind,
        pinned: false,
        created: None,
        kept: BTreeMap::new(),
    }
}

fn ours(entry: &Entry, at: u64) -> String {
    match entry.kind {
        Kind::Hotp { next_counter, .. } => counted(entry, next_counter).unwrap(),
        _ => timed(entry, at).unwrap().code,
    }
    .expose()
    .to_owned()
}

fn theirs(entry: &Entry, at: u64) -> String {
    let mut command = Command::new("oathtool");
    match entry.kind {
        Kind::Totp {
            algorithm,
            digits,
            period,
        } => {
            command.arg(format!("--totp={algorithm}"));
            command.arg(format!("--digits={}", digits.get()));
            command.arg(format!("--time-step-size={}s", period.seconds()));
            command.arg(format!("--now=@{at}"));
        }
        Kind::Hotp {
            digits,
            next_counter,
            ..
        } => {
            command.arg(format!("--digits={}", digits.get()));
            command.arg(format!("--counter={next_counter}"));
        }
        other => panic!("not made here: {other:?}"),
    }
    let secret = BASE32.encode(entry.key.expose());
    let output = command.args(["--base32", &secret]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Codes equal those of `oathtool` for random keys, times, digits, periods and algorithms.
#[test]
fn codes_are_those_of_oathtool() {
    let halves = [1_u64, 2].map(|seed| {
        std::thread::spawn(move || {
            let mut numbers = Numbers(seed);
            let mut counted = 0;
            for _ in 0..CODES / 2 {
                let entry = entry(&mut numbers);
                let at = numbers.below(1 << 34);
                assert_eq!(ours(&entry, at), theirs(&entry, at), "{entry:?} {at}");
                counted += 1;
            }
            counted
        })
    });
    let compared: u64 = halves.into_iter().map(|half| half.join().unwrap()).sum();
    assert_eq!(compared, CODES);
}
