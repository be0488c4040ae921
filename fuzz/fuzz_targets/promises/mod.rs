//! What holds of whatever `tegata` reads, shared by its targets.

use std::sync::atomic::{AtomicU64, Ordering};

use crypto::{Entropy, EntropyFailure};
use tegata::Entry;
use tegata::formats::{self, Format, Gathering, Loss, ReadError, Reading, WriteOptions, limits};
use zeroize::Zeroizing;

/// A counter: ids have to differ, not to be secret.
struct Counter(AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailure> {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::Relaxed).to_le_bytes();
            chunk.copy_from_slice(&next[..chunk.len()]);
        }
        Ok(())
    }
}

static COUNTER: Counter = Counter(AtomicU64::new(1));

/// Reads `input`; what was found is bounded, and written as each of `formats` it reads back as
/// the same but for what is announced as lost.
pub fn hold(input: &[u8], password: Option<&str>, formats: &[Format]) {
    let password = password.map(|text| Zeroizing::new(text.to_owned()));
    let Ok(reading) = formats::read(input, password.as_ref(), &COUNTER) else {
        return;
    };
    assert!(reading.found.len() + reading.unreadable.len() <= limits::ENTRIES);
    let entries: Vec<Entry> = reading.found.into_iter().map(|found| found.entry).collect();
    for entry in &entries {
        for name in [&entry.issuer, &entry.account, &entry.name] {
            assert!(name.len() <= limits::NAME && !name.chars().any(char::is_control));
        }
    }
    // Enough to see: twenty thousand would only take time.
    let some = &entries[..entries.len().min(20)];
    for format in formats {
        reads_back(*format, some);
    }
}

fn reads_back(format: Format, entries: &[Entry]) {
    let options = WriteOptions::default();
    let losses = formats::losses(format, entries, &options);
    let of = |entry: &Entry| {
        let its = losses.iter().filter(|(id, _)| *id == entry.id);
        its.map(|(_, loss)| *loss).collect::<Vec<Loss>>()
    };
    let left_out = |entry: &&Entry| {
        of(entry)
            .iter()
            .any(|loss| matches!(loss, Loss::LeftOut | Loss::ParameterLeftOut))
    };
    let expected: Vec<&Entry> = entries.iter().filter(|entry| !left_out(entry)).collect();
    if expected.is_empty() {
        return;
    }
    let written = formats::write(format, entries, &options, &COUNTER).unwrap();
    let again = read_all(&written.parts).unwrap();
    assert!(again.unreadable.is_empty(), "{format:?} {:?}", again.unreadable);
    assert_eq!(again.found.len(), expected.len(), "{format:?}");
    for (entry, found) in expected.into_iter().zip(again.found) {
        assert_eq!(found.entry.key, entry.key, "{format:?}");
        let losses = of(entry);
        let changed = |loss| losses.contains(&loss);
        if !changed(Loss::KindChanged) && !changed(Loss::CounterShifts) {
            assert_eq!(found.entry.kind, entry.kind, "{format:?}");
        }
        if !changed(Loss::NameChanged) && !changed(Loss::DetailsLeftOut) {
            assert_eq!(found.entry.title(), entry.title(), "{format:?}");
        }
    }
}

fn read_all(parts: &[Zeroizing<Vec<u8>>]) -> Result<Reading, ReadError> {
    if let [one] = parts {
        return formats::read(one, None, &COUNTER);
    }
    let mut gathering = Gathering::new();
    for part in parts {
        gathering.add(part)?;
    }
    gathering.finish(&COUNTER)
}
