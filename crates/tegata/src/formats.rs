//! Reading and writing what other apps read and write.
//!
//! A file is recognised by what is in it, never by its name. Reading never fails as a whole for
//! one bad entry: what cannot be read is reported beside what can. Whatever is read is bounded
//! ([`limits`]): sizes, nesting, the cost of a key derivation, what a ZIP unpacks to.
//!
//! Counters: [`Kind::Hotp`] holds the counter of the *next* code. `WinAuth`, Google
//! Authenticator and Aegis store the *last used* one, the browser extension and plain URIs the
//! next; each format's module converts.

mod aegis;
mod base32;
mod extension;
mod gathering;
mod google;
mod json;
pub mod limits;
mod mac_tokens;
mod names;
mod otpauth;
pub mod qr;
mod reading;
mod recognise;
mod uri_list;
mod winauth;
mod writing;

pub use gathering::{Gathering, Missing};
pub use reading::{Found, Place, ReadError, Reading, Remark, Unreadable, Why};
pub use writing::{
    ExtensionGeneration, ExtensionNames, Loss, WinAuthVersion, WriteError, WriteOptions, Written,
};

use crypto::Entropy;
use recognise::Input;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::{Entry, EntryId, Key, Kind};

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

impl Format {
    /// All, in the order in which they are listed to people.
    pub const ALL: [Self; 10] = [
        Self::UriList,
        Self::ExtensionText,
        Self::ExtensionJson,
        Self::WinAuthText35,
        Self::WinAuthText36,
        Self::WinAuthZip,
        Self::WinAuthXml,
        Self::OtpManagerJson,
        Self::GoogleMigration,
        Self::AegisJson,
    ];

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

    /// The app, as [`Entry::kept`] names it: what one format of an app brought is given back in
    /// its others.
    #[must_use]
    pub const fn app(self) -> &'static str {
        match self {
            Self::UriList => "uri",
            Self::ExtensionText | Self::ExtensionJson => "extension",
            Self::WinAuthText35 | Self::WinAuthText36 | Self::WinAuthZip | Self::WinAuthXml => {
                "winauth"
            }
            Self::OtpManagerJson => "otp-manager",
            Self::GoogleMigration => "google",
            Self::AegisJson => "aegis",
        }
    }

    /// Whether [`write()`] makes it. OTP Manager's layout is not published, so it is only read:
    /// offer URIs or QR codes instead.
    #[must_use]
    pub const fn is_written(self) -> bool {
        !matches!(self, Self::OtpManagerJson)
    }

    /// Whether a password can protect what [`write()`] makes.
    #[must_use]
    pub const fn takes_password(self) -> bool {
        matches!(
            self,
            Self::ExtensionJson | Self::WinAuthZip | Self::WinAuthXml | Self::AegisJson
        )
    }
}

/// Whether [`Kind`] is one that only some formats carry.
#[must_use]
pub const fn is_special(kind: Kind) -> bool {
    matches!(kind, Kind::Steam | Kind::BattleNet | Kind::Trion)
}

/// Reads one file, picture or pasted text. `entropy` makes the ids of the entries.
///
/// Several pictures or texts that belong together go through [`Gathering`] instead.
///
/// # Errors
/// [`ReadError`], when nothing of it can be read; entries that cannot be read are no error but
/// stand in [`Reading::unreadable`].
pub fn read(
    input: &[u8],
    password: Option<&Zeroizing<String>>,
    entropy: &dyn Entropy,
) -> Result<Reading, ReadError> {
    match recognise::recognise(input)? {
        Input::Picture => {
            let mut gathering = Gathering::new();
            gathering.add_picture(input)?;
            gathering.finish(entropy)
        }
        Input::Uris(text) => {
            let mut gathering = Gathering::new();
            gathering.add_text(&text)?;
            gathering.finish(entropy)
        }
        Input::Zip => read_zip(input, password, entropy),
        Input::Xml(text) => winauth::xml::read(&text, password, entropy),
        Input::Json(value) => read_json(&value, password, entropy),
    }
}

fn read_zip(
    input: &[u8],
    password: Option<&Zeroizing<String>>,
    entropy: &dyn Entropy,
) -> Result<Reading, ReadError> {
    let mut gathering = Gathering::new();
    for text in winauth::zip::read(input, password)? {
        gathering.add_text(&text)?;
    }
    let mut reading = gathering.finish(entropy)?;
    reading.format = Format::WinAuthZip;
    Ok(reading)
}

fn read_json(
    value: &Value,
    password: Option<&Zeroizing<String>>,
    entropy: &dyn Entropy,
) -> Result<Reading, ReadError> {
    if let Value::Object(root) = value {
        if aegis::is_export(root) {
            return aegis::read(root, password, entropy);
        }
        if extension::is_export(root) {
            return extension::read(root, password, entropy);
        }
    }
    match mac_tokens::entries(value) {
        Some(list) => mac_tokens::read(value, list, entropy),
        None => Err(ReadError::NotRecognised),
    }
}

/// The key that a person typed or pasted: base32 in any spelling or, if it is none, hexadecimal.
///
/// # Errors
/// [`Why::NoSecret`] for nothing, [`Why::BadSecret`] for anything else.
pub fn key_from_text(text: &str) -> Result<(Key, Vec<Remark>), Why> {
    base32::decode_or_hex(text, base32::Rule::DropRest)
}

/// The `otpauth` URI of one entry, as a QR code shows it; none for a kind that has none. It
/// contains the secret.
#[must_use]
pub fn uri(entry: &Entry) -> Option<Zeroizing<String>> {
    uri_list::uri(entry)
}

/// What each entry would lose in `format`; nothing is said of an entry that loses nothing. The
/// order is that of `entries`.
#[must_use]
pub fn losses(format: Format, entries: &[Entry], options: &WriteOptions) -> Vec<(EntryId, Loss)> {
    entries
        .iter()
        .flat_map(|entry| {
            writing::losses_of(format, entry, options)
                .into_iter()
                .map(|loss| (entry.id, loss))
        })
        .collect()
}

/// Writes `entries` as `format`. Those that [`losses`] names as left out are left out.
///
/// # Errors
/// [`WriteError`]: a format that is not written, a password where none is possible or the
/// randomness failed.
pub fn write(
    format: Format,
    entries: &[Entry],
    options: &WriteOptions,
    entropy: &dyn Entropy,
) -> Result<Written, WriteError> {
    if options.password.is_some() && !format.takes_password() {
        return Err(WriteError::NoPasswordPossible);
    }
    let entries: Vec<&Entry> = entries
        .iter()
        .filter(|entry| !writing::is_left_out(format, entry, options))
        .collect();
    let one = |name, bytes| Ok(Written::one(name, bytes));
    match format {
        Format::UriList => one("otpauth.txt", uri_list::write(&entries)),
        Format::ExtensionText => one("authenticator.txt", extension::text::write(&entries)),
        Format::ExtensionJson => one(
            "authenticator.json",
            extension::write(&entries, options, entropy)?,
        ),
        Format::WinAuthText35 => {
            let text = winauth::text::write(&entries, WinAuthVersion::V3_5);
            one("winauth.txt", text)
        }
        Format::WinAuthText36 => {
            let text = winauth::text::write(&entries, WinAuthVersion::V3_6);
            one("winauth.txt", text)
        }
        Format::WinAuthZip => {
            let text = Zeroizing::new(winauth::text::write(&entries, options.winauth_version));
            let password = options.password.as_ref();
            let zip = winauth::zip::write("winauth.txt", &text, password, entropy)?;
            one("winauth.zip", zip)
        }
        Format::WinAuthXml => Ok(Written {
            file_name: "winauth.xml",
            parts: vec![winauth::xml::write(&entries, options, entropy)?],
        }),
        Format::GoogleMigration => Ok(Written {
            file_name: "google-authenticator.txt",
            parts: google::write(&entries, options, entropy)?,
        }),
        Format::AegisJson => one("aegis.json", aegis::write(&entries, options, entropy)?),
        Format::OtpManagerJson => Err(WriteError::NotWritten),
    }
}
