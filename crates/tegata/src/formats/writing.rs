//! What writing takes and answers, and what is lost on the way.

use super::{Format, aegis, extension, google, uri_list, winauth};
use crate::Entry;
use crypto::EntropyFailure;
use std::collections::BTreeSet;
use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

/// What an entry loses on the way to a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// The format cannot carry this kind; the entry is left out.
    LeftOut,
    /// The format has no place for the period, digits, algorithm or counter; the entry is left
    /// out.
    ParameterLeftOut,
    /// It is written as an ordinary time-based entry: the codes stay the same, the kind is lost.
    KindChanged,
    /// A counter of 0 cannot be written as "last used"; one code will be skipped.
    CounterShifts,
    /// The app starts to count at 0, whatever is written: no code will be accepted until its
    /// counter has been set.
    CounterReset,
    /// Released versions of the app misread the algorithm, the period or the type in this
    /// format: compare the code, or take the app's JSON.
    Misread,
    /// Characters of a name that the app cannot read are replaced, or its parts are moved.
    NameChanged,
    /// The owner's own name or the pin is not carried. (The time of creation, which only
    /// `winauth.xml` carries, is not counted as a loss.)
    DetailsLeftOut,
}

/// Which of the extension's versions shall read the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExtensionNames {
    /// Numbers for type and algorithm: 8.0.x, whose import misreads the names.
    #[default]
    Numbers,
    /// Names: 7 and older, which do not know the numbers.
    Names,
}

/// How the extension's JSON is encrypted, if there is a password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExtensionGeneration {
    /// Up to 5: each secret under the password itself. Weak; for those old versions only.
    V1,
    /// 6 and 7.
    V2,
    /// 8 and newer.
    #[default]
    V3,
}

/// Which `WinAuth` shall read the ZIP or the XML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WinAuthVersion {
    /// 3.5, which knows neither algorithm nor period.
    #[default]
    V3_5,
    /// 3.6; its `winauth.xml` is refused by 3.5.
    V3_6,
}

/// How to write.
#[derive(Clone, Debug, Default)]
pub struct WriteOptions {
    /// Protects the file, where the format can ([`Format::takes_password`]).
    pub password: Option<Zeroizing<String>>,
    /// For the extension's JSON.
    pub extension_names: ExtensionNames,
    /// For the extension's JSON with a password.
    pub extension_generation: ExtensionGeneration,
    /// For `WinAuth`'s ZIP and XML.
    pub winauth_version: WinAuthVersion,
    /// Google migration: how many entries go into one code, 1 to 10; 0 stands for 10. The
    /// browser extension reads no more than 5.
    pub entries_per_code: u8,
}

/// What was written.
#[derive(Clone, Debug)]
pub struct Written {
    /// What the file is usually called.
    pub file_name: &'static str,
    /// The file. A Google migration has one URI for each QR code, all others have one part.
    pub parts: Vec<Zeroizing<Vec<u8>>>,
}

/// Why nothing was written.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum WriteError {
    /// The layout is not published: offer URIs or QR codes.
    #[error("this format is not written")]
    NotWritten,
    /// The format has no encryption.
    #[error("this format has no password")]
    NoPasswordPossible,
    /// The password is empty, or has characters that the app cannot take.
    #[error("this password cannot be used with this format")]
    BadPassword,
    /// More than the format can hold.
    #[error("too much for this format")]
    TooMuch,
    /// The machine has not the memory for the key derivation.
    #[error("the key could not be derived")]
    KeyDerivation,
    /// No randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyFailure),
}

impl Written {
    pub(super) fn one(file_name: &'static str, bytes: Vec<u8>) -> Self {
        Self {
            file_name,
            parts: vec![Zeroizing::new(bytes)],
        }
    }
}

/// What `entry` would lose.
pub(super) fn losses_of(format: Format, entry: &Entry, options: &WriteOptions) -> Vec<Loss> {
    let winauth = |version| winauth::losses(format, entry, version);
    match format {
        Format::UriList => uri_list::losses(entry),
        Format::ExtensionText => extension::text::losses(entry),
        Format::ExtensionJson => extension::losses(entry, options),
        Format::WinAuthText35 => winauth(WinAuthVersion::V3_5),
        Format::WinAuthText36 => winauth(WinAuthVersion::V3_6),
        Format::WinAuthZip | Format::WinAuthXml => winauth(options.winauth_version),
        Format::OtpManagerJson => vec![Loss::LeftOut],
        Format::GoogleMigration => google::losses(entry, options),
        Format::AegisJson => aegis::losses(entry),
    }
}

/// Whether [`losses_of`] says so.
pub(super) fn is_left_out(format: Format, entry: &Entry, options: &WriteOptions) -> bool {
    losses_of(format, entry, options)
        .iter()
        .any(|loss| matches!(loss, Loss::LeftOut | Loss::ParameterLeftOut))
}

/// Issuer and account as formats have them that know no name of the owner's: the name stands in
/// for them only where there is neither.
pub(super) fn issuer_and_account(entry: &Entry) -> (&str, &str) {
    if entry.issuer.is_empty() && entry.account.is_empty() {
        ("", &entry.name)
    } else {
        (&entry.issuer, &entry.account)
    }
}

/// [`Loss::DetailsLeftOut`] where the owner's own name is not carried, or the pin is not and
/// there is one.
pub(super) fn details(entry: &Entry, carries_pin: bool) -> Vec<Loss> {
    let stands_in = entry.issuer.is_empty() && entry.account.is_empty();
    let name_lost = !entry.name.is_empty() && !stands_in;
    if name_lost || (entry.pinned && !carries_pin) {
        vec![Loss::DetailsLeftOut]
    } else {
        Vec::new()
    }
}

/// The id that an app's JSON gives an entry: the one it brought from there or else its own, and
/// none twice.
pub(super) fn json_id(
    entry: &Entry,
    brought: Option<&str>,
    taken: &mut BTreeSet<String>,
) -> String {
    let mut own = entry.id.0;
    let mut id = brought
        .filter(|id| id.len() <= 64)
        .map_or_else(|| own.to_string(), str::to_owned);
    while !taken.insert(id.clone()) {
        id = own.to_string();
        own = Uuid::from_u128(own.as_u128().wrapping_add(1));
    }
    id
}
