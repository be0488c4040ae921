//! Reading and writing what other apps read and write.
//!
//! A file is recognised by what is in it, never by its name. Reading never fails as a whole for
//! one bad entry: what cannot be read is reported beside what can.

use crate::{Entry, Kind};

/// A layout that is read, written or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// `otpauth://` URIs, one a line, of no particular app.
    UriList,
    /// Authenticator (browser extension): text of URIs.
    ExtensionText,
    /// Authenticator (browser extension): JSON, plain or in one of three encryption generations.
    ExtensionJson,
    /// `WinAuth` text as 3.5 writes it.
    WinAuthText35,
    /// `WinAuth` text as 3.6 writes it.
    WinAuthText36,
    /// `WinAuth` ZIP with a text inside, with or without password.
    WinAuthZip,
    /// `winauth.xml`.
    WinAuthXml,
    /// OTP Manager JSON: read tolerantly, its layout is not published and unverified.
    OtpManagerJson,
    /// Google Authenticator: `otpauth-migration://` URIs, usually as QR codes.
    GoogleMigration,
    /// Aegis JSON, plain or encrypted.
    AegisJson,
}

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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// The layout is not published by its maker; please compare the codes.
    Unverified,
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

/// What an entry loses on the way to a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// The format cannot carry this kind; the entry is left out.
    LeftOut,
    /// The format has no place for the period, digits or algorithm; the entry is left out.
    ParameterLeftOut,
    /// A counter of 0 cannot be written as "last used"; one code will be skipped.
    CounterShifts,
    /// Characters of a name that the app cannot read are replaced.
    NameChanged,
    /// The owner's own name, the pin or the time of creation is not carried.
    DetailsLeftOut,
}

impl Format {
    /// A short name for options and records: `uri`, `extension-json`, `winauth-xml` and so on.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::UriList => "uri",
            Self::ExtensionText => "extension-text",
            Self::ExtensionJson => "extension-json",
            Self::WinAuthText35 => "winauth-text-3.5",
            Self::WinAuthText36 => "winauth-text-3.6",
            Self::WinAuthZip => "winauth-zip",
            Self::WinAuthXml => "winauth-xml",
            Self::OtpManagerJson => "otp-manager-json",
            Self::GoogleMigration => "google-migration",
            Self::AegisJson => "aegis-json",
        }
    }
}

/// Whether [`Kind`] is one that only some formats carry.
#[must_use]
pub const fn is_special(kind: Kind) -> bool {
    matches!(kind, Kind::Steam | Kind::BattleNet | Kind::Trion)
}
