//! What the owner has: entries in an order, and a bin for removed ones.
//!
//! Pure: every change is a method that says what became of it. How it is encrypted and kept on
//! a disk is in [`container`] and [`file`].

pub mod container;
mod content;
pub mod file;
pub mod recovery;
pub mod search;
mod slots;

use std::collections::HashMap;

use otp::{Algorithm, Digits};
use thiserror::Error;

use crate::codes::{CodeText, counted};
use crate::{Entry, EntryId, Kind};

/// An entry that was removed and can be brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// As it was.
    pub entry: Entry,
    /// When, in seconds since 1970.
    pub at: u64,
}

/// Entries in their order, pinned ones first, and the bin, the oldest first. No two of them have
/// the same id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vault {
    entries: Vec<Entry>,
    bin: Vec<Removed>,
}

/// Why a change was not made; the vault is as it was.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum Unchanged {
    /// No entry, or none in the bin, has this id.
    #[error("there is no such entry")]
    NotFound,
    /// The id is there already.
    #[error("there is an entry with this id")]
    Duplicate,
    /// It is no entry that counts.
    #[error("the code is not decided by a counter")]
    NotCounted,
    /// The counter is at its end.
    #[error("the counter is at its end")]
    CounterEnds,
}

/// New names for an entry; `None` leaves one as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// What its owner calls it; empty takes the name away.
    pub name: Option<String>,
    /// Who issued the secret.
    pub issuer: Option<String>,
    /// Whose it is there.
    pub account: Option<String>,
}

impl Names {
    /// Such that `entry` is called `title` in a list. An entry that is called by its account
    /// alone, as one added by hand is, gets another account, which every app carries.
    #[must_use]
    pub fn for_title(entry: &Entry, title: &str) -> Self {
        let title = Some(title.to_owned());
        if entry.name.is_empty() && entry.issuer.is_empty() {
            Self {
                account: title,
                ..Self::default()
            }
        } else {
            Self {
                name: title,
                ..Self::default()
            }
        }
    }
}

/// A code that used up its counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedCode {
    /// The code; to be shown only after the vault has been saved.
    pub code: CodeText,
    /// The counter that it belongs to.
    pub counter: u64,
}

impl Vault {
    /// With nothing in it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What was stored. Pinned entries are brought to the front.
    ///
    /// # Errors
    /// [`Unchanged::Duplicate`] if an id is there twice.
    pub(crate) fn restored(mut entries: Vec<Entry>, bin: Vec<Removed>) -> Result<Self, Unchanged> {
        if has_duplicate(&entries, &bin, &[]) {
            return Err(Unchanged::Duplicate);
        }
        entries.sort_by_key(|entry| !entry.pinned);
        Ok(Self { entries, bin })
    }

    /// All entries, pinned ones first.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What was removed, the oldest first.
    #[must_use]
    pub fn bin(&self) -> &[Removed] {
        &self.bin
    }

    /// The entry with this id, unless it is in the bin.
    #[must_use]
    pub fn get(&self, id: EntryId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Adds an entry: behind the others, or behind the pinned ones if it is pinned.
    ///
    /// # Errors
    /// [`Unchanged::Duplicate`] if its id is there, be it in the bin.
    pub fn add(&mut self, entry: Entry) -> Result<(), Unchanged> {
        self.add_all(vec![entry])
    }

    /// [`Vault::add`] for many at once: all of them or none.
    ///
    /// # Errors
    /// [`Unchanged::Duplicate`] if an id is there, or twice among the new ones.
    pub fn add_all(&mut self, new: Vec<Entry>) -> Result<(), Unchanged> {
        if has_duplicate(&self.entries, &self.bin, &new) {
            return Err(Unchanged::Duplicate);
        }
        self.entries.extend(new);
        self.entries.sort_by_key(|entry| !entry.pinned);
        Ok(())
    }

    /// Gives new names; the key, the id and the place stay.
    ///
    /// # Errors
    /// [`Unchanged::NotFound`].
    pub fn rename(&mut self, id: EntryId, names: Names) -> Result<(), Unchanged> {
        let entry = self.get_mut(id)?;
        let places = [
            (&mut entry.name, names.name),
            (&mut entry.issuer, names.issuer),
            (&mut entry.account, names.account),
        ];
        for (place, new) in places {
            if let Some(new) = new {
                *place = new;
            }
        }
        Ok(())
    }

    /// Puts an entry into the bin.
    ///
    /// # Errors
    /// [`Unchanged::NotFound`].
    pub fn remove(&mut self, id: EntryId, unix_seconds: u64) -> Result<(), Unchanged> {
        let entry = self.entries.remove(self.position(id)?);
        self.bin.push(Removed {
            entry,
            at: unix_seconds,
        });
        Ok(())
    }

    /// Takes an entry out of the bin, to where a new one would be put.
    ///
    /// # Errors
    /// [`Unchanged::NotFound`] if it is not in the bin.
    pub fn restore(&mut self, id: EntryId) -> Result<(), Unchanged> {
        let place = self.bin_position(id)?;
        let removed = self.bin.remove(place);
        self.add(removed.entry)
    }

    /// Destroys an entry in the bin.
    ///
    /// # Errors
    /// [`Unchanged::NotFound`] if it is not in the bin.
    pub fn destroy(&mut self, id: EntryId) -> Result<(), Unchanged> {
        self.bin.remove(self.bin_position(id)?);
        Ok(())
    }

    /// Pins an entry, behind those that are pinned, or frees it, before those that are not.
    ///
    /// # Errors
    /// [`Unchanged::NotFound`].
    pub fn pin(&mut self, id: EntryId, pinned: bool) -> Result<(), Unchanged> {
        let mut entry = self.entries.remove(self.position(id)?);
        entry.pinned = pinned;
        let border = self.pinned_count();
        self.entries.insert(border, entry);
        Ok(())
    }

    /// Moves an entry to `place`, counted from 0 over all entries. Pinned ones stay among the
    /// pinned, others among the others: beyond that it stops at the border. Says where it is.
    ///
    /// # Errors
    /// [`Unchanged::NotFound`].
    pub fn move_to(&mut self, id: EntryId, place: usize) -> Result<usize, Unchanged> {
        let entry = self.entries.remove(self.position(id)?);
        let border = self.pinned_count();
        let place = if entry.pinned {
            place.min(border)
        } else {
            place.clamp(border, self.entries.len())
        };
        self.entries.insert(place, entry);
        Ok(place)
    }

    /// The next code of an entry that counts, and moves its counter on. Save the vault before
    /// the code is shown: a code must not come twice.
    ///
    /// # Errors
    /// [`Unchanged::NotFound`], [`Unchanged::NotCounted`], [`Unchanged::CounterEnds`].
    pub fn take_counted(&mut self, id: EntryId) -> Result<CountedCode, Unchanged> {
        let entry = self.get_mut(id)?;
        let Kind::Hotp {
            algorithm,
            digits,
            next_counter: counter,
        } = entry.kind
        else {
            return Err(Unchanged::NotCounted);
        };
        let following = counter.checked_add(1).ok_or(Unchanged::CounterEnds)?;
        let code = counted(entry, counter).ok_or(Unchanged::NotCounted)?;
        entry.kind = hotp_kind(algorithm, digits, following);
        Ok(CountedCode { code, counter })
    }

    /// Moves a counter on to `next_counter` if that is ahead, never back.
    ///
    /// # Errors
    /// [`Unchanged::NotFound`], [`Unchanged::NotCounted`].
    pub fn advance(&mut self, id: EntryId, next_counter: u64) -> Result<(), Unchanged> {
        let entry = self.get_mut(id)?;
        let Kind::Hotp {
            algorithm,
            digits,
            next_counter: present,
        } = entry.kind
        else {
            return Err(Unchanged::NotCounted);
        };
        entry.kind = hotp_kind(algorithm, digits, present.max(next_counter));
        Ok(())
    }

    /// Puts `id` into the bin and `new` in its place, pinned as it was.
    pub(crate) fn replace(
        &mut self,
        id: EntryId,
        mut new: Entry,
        unix_seconds: u64,
    ) -> Result<(), Unchanged> {
        let in_bin = self.bin.iter().any(|removed| removed.entry.id == new.id);
        if in_bin || self.get(new.id).is_some() {
            return Err(Unchanged::Duplicate);
        }
        let place = self.get_mut(id)?;
        new.pinned = place.pinned;
        let entry = core::mem::replace(place, new);
        self.bin.push(Removed {
            entry,
            at: unix_seconds,
        });
        Ok(())
    }

    /// Notes what an app keeps of entries that are there under the same keys, unless the app has
    /// kept something of them before.
    pub(crate) fn note_kept(&mut self, read: &[Entry]) {
        let mut by_key: HashMap<&[u8], &Entry> = HashMap::new();
        for entry in read.iter().filter(|entry| !entry.kept.is_empty()) {
            by_key.entry(entry.key.expose()).or_insert(entry);
        }
        for entry in &mut self.entries {
            let Some(twin) = by_key.get(entry.key.expose()) else {
                continue;
            };
            for (app, fields) in &twin.kept {
                let kept = entry.kept.entry(app.clone());
                kept.or_insert_with(|| fields.clone());
            }
        }
    }

    fn pinned_count(&self) -> usize {
        self.entries.partition_point(|entry| entry.pinned)
    }

    fn position(&self, id: EntryId) -> Result<usize, Unchanged> {
        let found = self.entries.iter().position(|entry| entry.id == id);
        found.ok_or(Unchanged::NotFound)
    }

    fn bin_position(&self, id: EntryId) -> Result<usize, Unchanged> {
        let found = self.bin.iter().position(|removed| removed.entry.id == id);
        found.ok_or(Unchanged::NotFound)
    }

    fn get_mut(&mut self, id: EntryId) -> Result<&mut Entry, Unchanged> {
        let found = self.entries.iter_mut().find(|entry| entry.id == id);
        found.ok_or(Unchanged::NotFound)
    }
}

fn has_duplicate(entries: &[Entry], bin: &[Removed], new: &[Entry]) -> bool {
    let mut ids: Vec<EntryId> = entries
        .iter()
        .chain(bin.iter().map(|removed| &removed.entry))
        .chain(new)
        .map(|entry| entry.id)
        .collect();
    ids.sort_unstable();
    ids.array_windows().any(|[one, other]| one == other)
}

const fn hotp_kind(algorithm: Algorithm, digits: Digits, next_counter: u64) -> Kind {
    Kind::Hotp {
        algorithm,
        digits,
        next_counter,
    }
}

#[cfg(test)]
mod tests;
