//! Taking over what was read: first a plan that says what would become of each entry, then the
//! change.

use std::collections::HashMap;

use crate::formats::{Format, Found, Reading, Unreadable};
use crate::vault::Unchanged;
use crate::{Entry, EntryId, Kind, Vault};

/// How an entry that was read stands to those in the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is not there.
    New,
    /// It is there; or it stands earlier in what is read.
    Same,
    /// It is there, but not quite so.
    Differs {
        /// The one that is there.
        there: EntryId,
        /// In what.
        what: Difference,
    },
}

/// What differs first, in the order of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Issuer and account are the same and the key is another: issued anew, probably.
    Key,
    /// The key is the same; type, algorithm, digits or period are not.
    Parameters,
    /// All is the same but the counter.
    Counter {
        /// The next counter in the vault.
        there: u64,
        /// The next counter of what was read.
        read: u64,
    },
    /// All is the same but the names.
    Names,
}

/// An entry that was read, and what would become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What was read.
    pub found: Found,
    /// How it stands.
    pub standing: Standing,
}

/// What taking over would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// As what it was recognised.
    pub format: Format,
    /// In the order of the source.
    pub items: Vec<Planned>,
    /// What cannot be taken over.
    pub unreadable: Vec<Unreadable>,
}

/// What to do with entries that differ from those in the vault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Differing {
    /// Leave the vault's as they are.
    #[default]
    Leave,
    /// Take the others over beside them. Of two that differ in the counter only, the higher
    /// counter stays: two entries with one counter would use it up twice.
    Beside,
    /// Put the vault's into the bin and the others in their place. A counter never goes back.
    Replace,
}

/// How many entries each thing happened to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// New in the vault.
    pub added: usize,
    /// Put in the place of another.
    pub replaced: usize,
    /// Moved on to a higher counter.
    pub advanced: usize,
    /// Left as they were in the vault.
    pub left: usize,
}

impl Plan {
    /// How many are new, already there, and different.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        self.items
            .iter()
            .fold((0, 0, 0), |(new, same, differ), item| match item.standing {
                Standing::New => (new + 1, same, differ),
                Standing::Same => (new, same + 1, differ),
                Standing::Differs { .. } => (new, same, differ + 1),
            })
    }
}

/// Entries by key and by names.
#[derive(Default)]
struct Known<'a> {
    by_key: HashMap<&'a [u8], Vec<&'a Entry>>,
    by_names: HashMap<(&'a str, &'a str), &'a Entry>,
}

impl<'a> Known<'a> {
    fn note(&mut self, entry: &'a Entry) {
        self.by_key
            .entry(entry.key.expose())
            .or_default()
            .push(entry);
        if !(entry.issuer.is_empty() && entry.account.is_empty()) {
            self.by_names
                .entry((&entry.issuer, &entry.account))
                .or_insert(entry);
        }
    }

    fn standing(&self, read: &Entry) -> Standing {
        let twins = self.by_key.get(read.key.expose());
        let standings = twins.into_iter().flatten().map(|twin| compare(twin, read));
        // Of several with the same key, the nearest one.
        if let Some(nearest) = standings.min_by_key(weight) {
            return nearest;
        }
        let named = self
            .by_names
            .get(&(read.issuer.as_str(), read.account.as_str()));
        named.map_or(Standing::New, |there| Standing::Differs {
            there: there.id,
            what: Difference::Key,
        })
    }
}

const fn weight(standing: &Standing) -> u8 {
    match standing {
        Standing::Same => 0,
        Standing::Differs { what, .. } => match what {
            Difference::Names => 1,
            Difference::Counter { .. } => 2,
            Difference::Parameters => 3,
            Difference::Key => 4,
        },
        Standing::New => 5,
    }
}

/// Two with the same key.
fn compare(there: &Entry, read: &Entry) -> Standing {
    let what = match counters(there.kind, read.kind) {
        None => Difference::Parameters,
        Some((there, read)) if there != read => Difference::Counter { there, read },
        Some(_) if same_names(there, read) => return Standing::Same,
        Some(_) => Difference::Names,
    };
    Standing::Differs {
        there: there.id,
        what,
    }
}

fn same_names(one: &Entry, other: &Entry) -> bool {
    let has_names = !(one.issuer.is_empty() && one.account.is_empty());
    (has_names && one.issuer == other.issuer && one.account == other.account)
        || one.title() == other.title()
}

/// The counters, or twice 0, if nothing else differs.
fn counters(one: Kind, other: Kind) -> Option<(u64, u64)> {
    match (one, other) {
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
        ) => ((algorithm, digits) == (other_algorithm, other_digits))
            .then_some((next_counter, other_counter)),
        _ => (one == other).then_some((0, 0)),
    }
}

/// Says what would become of each entry; changes nothing.
#[must_use]
pub fn plan(vault: &Vault, reading: Reading) -> Plan {
    let mut known = Known::default();
    for entry in vault.entries() {
        known.note(entry);
    }
    let mut standings = Vec::with_capacity(reading.found.len());
    for found in &reading.found {
        let mut standing = known.standing(&found.entry);
        match standing {
            Standing::New => known.note(&found.entry),
            // What differs from an earlier one of the same source is new beside it.
            Standing::Differs { there, .. } if vault.get(there).is_none() => {
                standing = Standing::New;
            }
            Standing::Differs { .. } | Standing::Same => {}
        }
        standings.push(standing);
    }
    let items = reading
        .found
        .into_iter()
        .zip(standings)
        .map(|(found, standing)| Planned { found, standing })
        .collect();
    Plan {
        format: reading.format,
        items,
        unreadable: reading.unreadable,
    }
}

/// Takes over what was planned: all of it, or nothing.
///
/// What an app keeps of an entry that is already there is noted too, so that it can be given
/// back.
///
/// # Errors
/// [`Unchanged`] if the plan was made for another vault.
pub fn apply(
    vault: &mut Vault,
    plan: Plan,
    differing: Differing,
    unix_seconds: u64,
) -> Result<Done, Unchanged> {
    let mut changed = vault.clone();
    let mut done = Done::default();
    let (mut new, mut same) = (Vec::new(), Vec::new());
    for Planned { found, standing } in plan.items {
        match standing {
            Standing::New => new.push(found.entry),
            Standing::Same => {
                same.push(found.entry);
                done.left += 1;
            }
            Standing::Differs { there, what } => match (differing, what) {
                (Differing::Leave, _) => done.left += 1,
                (_, Difference::Counter { there: here, read }) => {
                    changed.advance(there, read)?;
                    if read > here {
                        done.advanced += 1;
                    } else {
                        done.left += 1;
                    }
                }
                (Differing::Beside, _) => new.push(found.entry),
                (Differing::Replace, _) => {
                    changed.replace(there, found.entry, unix_seconds)?;
                    done.replaced += 1;
                }
            },
        }
    }
    changed.note_kept(&same);
    done.added = new.len();
    changed.add_all(new)?;
    *vault = changed;
    Ok(done)
}

#[cfg(test)]
mod tests;
