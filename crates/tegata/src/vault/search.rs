//! Finding an entry by what people call it.

use super::Vault;
use crate::{Entry, EntryId};
use unicode_normalization::UnicodeNormalization as _;

/// What a name that somebody typed stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// One entry.
    One(EntryId),
    /// None.
    Nothing,
    /// Several, in their order.
    Several(Vec<EntryId>),
}

impl Vault {
    /// The entries in whose names all words of `text` occur, in their order; width and case do
    /// not matter. Without words: all.
    #[must_use]
    pub fn search(&self, text: &str) -> Vec<&Entry> {
        let matching = matcher(text);
        self.entries
            .iter()
            .filter(|entry| matching(entry))
            .collect()
    }

    /// The entry that `text` stands for: its id, its title, its number in the list (from 1), or
    /// words that occur in one entry only, in this order.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Resolved {
        resolve(&self.entries.iter().collect::<Vec<_>>(), text)
    }

    /// [`Vault::resolve`] for what is in the bin.
    #[must_use]
    pub fn resolve_removed(&self, text: &str) -> Resolved {
        let removed: Vec<&Entry> = self.bin.iter().map(|removed| &removed.entry).collect();
        resolve(&removed, text)
    }
}

fn resolve(entries: &[&Entry], text: &str) -> Resolved {
    let folded = fold(text.trim());
    if folded.is_empty() {
        return Resolved::Nothing;
    }
    let ids = |chosen: Vec<&&Entry>| chosen.into_iter().map(|entry| entry.id).collect();
    let by_id = |entry: &&&Entry| entry.id.0.to_string() == folded;
    let by_title = |entry: &&&Entry| fold(&entry.title()) == folded;
    for exact in [
        ids(entries.iter().filter(by_id).collect()),
        ids(entries.iter().filter(by_title).collect()),
        number(entries, &folded).into_iter().collect(),
    ] {
        if let Some(resolved) = one_or_several(exact) {
            return resolved;
        }
    }
    let matching = matcher(text);
    let found = entries.iter().filter(|entry| matching(entry)).collect();
    one_or_several(ids(found)).unwrap_or(Resolved::Nothing)
}

fn number(entries: &[&Entry], text: &str) -> Option<EntryId> {
    let number: usize = text.parse().ok()?;
    entries.get(number.checked_sub(1)?).map(|entry| entry.id)
}

fn one_or_several(ids: Vec<EntryId>) -> Option<Resolved> {
    match ids.as_slice() {
        [] => None,
        [one] => Some(Resolved::One(*one)),
        _ => Some(Resolved::Several(ids)),
    }
}

fn matcher(text: &str) -> impl Fn(&Entry) -> bool {
    let words: Vec<String> = text.split_whitespace().map(fold).collect();
    move |entry| {
        let names = fold(&format!(
            "{}\n{}\n{}",
            entry.name, entry.issuer, entry.account
        ));
        words.iter().all(|word| names.contains(word.as_str()))
    }
}

/// Brings full-width and half-width, upper and lower case together.
fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}
