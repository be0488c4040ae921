//! What reading answers.

use super::{Format, Missing, limits};
use crate::Entry;
use crypto::{Entropy, EntropyFailure};
use thiserror::Error;

/// How sure it is that a read entry is what its app showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The entry, with a fresh id.
    pub entry: Entry,
    /// Where it stood: line number from 1, or position in the file, as the format has it.
    pub place: Place,
    /// What its owner should know: odd spelling of the secret, a guess that was made.
    pub remarks: Vec<Remark>,
}

/// Where something stood in what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A line of text, from 1.
    Line(usize),
    /// The n-th entry, from 1.
    Item(usize),
    /// The n-th entry (from 1) of the n-th picture or code (from 1).
    Code(usize, usize),
}

/// What is said about an entry that was read. Has no secret in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remark {
    /// The base32 text has a length or spare bits that apps read differently.
    OddBase32,
    /// The secret was written in hexadecimal.
    Hexadecimal,
    /// The names were percent-encoded twice and were decoded.
    DoublyEncoded,
    /// Whether a `+` in the name is a plus sign or a blank could not be told from the file.
    PlusGuessed,
    /// The layout is not published by its maker; please compare the codes.
    Unverified,
    /// A name was longer than [`limits::NAME`] and was cut.
    NameCut,
}

/// An entry that could not be read. Has no secret in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Where it stood.
    pub place: Place,
    /// What can be told of its name, if anything.
    pub title: String,
    /// Why.
    pub why: Why,
}

/// Why an entry could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// It has no secret (an export made while the app was locked, for instance).
    NoSecret,
    /// The secret is not base32 or hexadecimal, or empty, or too long.
    BadSecret,
    /// The kind of code is none that is known.
    UnknownType,
    /// Algorithm, digits, period or counter is one that is not computed.
    UnsupportedParameter,
    /// It is encrypted under another key than the password opens.
    OtherKey,
    /// This entry alone opens only on the Windows account that wrote it: export it there as text.
    WindowsAccount,
    /// This entry alone opens only with its `YubiKey`: export it there as text.
    YubiKey,
    /// It is no entry of this format at all.
    Malformed,
}

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// As what it was recognised.
    pub format: Format,
    /// What can be taken over, in the order of the source.
    pub found: Vec<Found>,
    /// What cannot.
    pub unreadable: Vec<Unreadable>,
}

/// Why nothing could be read at all. Has no secret in it.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// It is encrypted; read again with a password.
    #[error("a password is needed")]
    PasswordNeeded(Format),
    /// The password does not open it, or what it opens is damaged: without an integrity check
    /// in the format the two cannot be told apart.
    #[error("wrong password")]
    WrongPassword(Format),
    /// It is no format that is known.
    #[error("not a format that is known")]
    NotRecognised,
    /// It is this format, but cut off or broken.
    #[error("the file is damaged")]
    Damaged(Format),
    /// It is this format in a version that is newer than what is known.
    #[error("the file is of a newer version")]
    Newer(Format),
    /// Larger than [`limits`] take, or it would unpack to more.
    #[error("too large")]
    TooLarge,
    /// Its key derivation would cost more time or memory than is given to a stranger's file.
    #[error("the key derivation is too costly")]
    TooCostly(Format),
    /// A picture in which no QR code was found.
    #[error("no QR code in the picture")]
    NoCode,
    /// A picture with QR codes, none of which is about one-time passwords.
    #[error("the QR code is no one-time password")]
    OtherCode,
    /// A `winauth.xml` that only the Windows account or machine that wrote it can open: there,
    /// export as text (MIG-3).
    #[error("opens only on the Windows account that wrote it")]
    WindowsAccount,
    /// A `winauth.xml` that needs its `YubiKey`: take the protection off or export as text.
    #[error("opens only with its YubiKey")]
    YubiKey,
    /// A PGP message, as `WinAuth` exports it: decrypt it with the private key first
    /// (`gpg --decrypt`), then read the text.
    #[error("a PGP message")]
    Pgp,
    /// Parts of a Google migration are missing; see [`super::Gathering`].
    #[error("parts of the migration are missing")]
    Incomplete(Missing),
    /// No randomness for the ids.
    #[error(transparent)]
    Entropy(#[from] EntropyFailure),
}

/// An entry as a format's module reads it, before it has an id.
pub(super) struct Draft {
    /// All but the id, which is a placeholder.
    pub(super) entry: Entry,
    /// See [`Found::remarks`].
    pub(super) remarks: Vec<Remark>,
}

/// Why one entry was not read, with what can be told of its name.
pub(super) struct Refusal {
    /// See [`Unreadable::title`].
    pub(super) title: String,
    /// See [`Unreadable::why`].
    pub(super) why: Why,
}

impl Refusal {
    /// One of which no name is known.
    pub(super) fn nameless(why: Why) -> Self {
        Self {
            title: String::new(),
            why,
        }
    }
}

/// Collects what is read, in order, and gives each entry its id.
pub(super) struct Collector<'a> {
    reading: Reading,
    entropy: &'a dyn Entropy,
}

impl<'a> Collector<'a> {
    pub(super) fn new(format: Format, entropy: &'a dyn Entropy) -> Self {
        Self {
            reading: Reading {
                format,
                found: Vec::new(),
                unreadable: Vec::new(),
            },
            entropy,
        }
    }

    /// Takes one entry, read or not.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] beyond [`limits::ENTRIES`], [`ReadError::Entropy`].
    pub(super) fn take(
        &mut self,
        place: Place,
        read: Result<Draft, Refusal>,
    ) -> Result<(), ReadError> {
        if self.reading.found.len() + self.reading.unreadable.len() >= limits::ENTRIES {
            return Err(ReadError::TooLarge);
        }
        match read {
            Ok(Draft {
                mut entry,
                mut remarks,
            }) => {
                if shorten_names(&mut entry) {
                    remarks.push(Remark::NameCut);
                }
                entry.id = crate::EntryId::random(self.entropy)?;
                self.reading.found.push(Found {
                    entry,
                    place,
                    remarks,
                });
            }
            Err(Refusal { mut title, why }) => {
                shorten(&mut title);
                self.reading
                    .unreadable
                    .push(Unreadable { place, title, why });
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Reading {
        self.reading
    }
}

fn shorten_names(entry: &mut Entry) -> bool {
    let mut cut = false;
    for name in [&mut entry.issuer, &mut entry.account, &mut entry.name] {
        cut |= shorten(name);
    }
    cut
}

/// Drops control characters, blanks at either end, and what is beyond the longest name.
fn shorten(name: &mut String) -> bool {
    name.retain(|character| !character.is_control());
    if name.trim().len() < name.len() {
        *name = name.trim().to_owned();
    }
    let cut = name.len() > limits::NAME;
    if cut {
        let end = (0..=limits::NAME)
            .rev()
            .find(|end| name.is_char_boundary(*end));
        name.truncate(end.unwrap_or(0));
        // The cut may have laid a blank bare.
        name.truncate(name.trim_end().len());
    }
    cut
}
