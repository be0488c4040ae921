//! Why a command ends without having done its work, and its exit code (`docs/tegata.md`).

use tegata::formats::{Format, Missing, ReadError, WriteError};
use tegata::vault::container::{OpenError, SealError};
use tegata::vault::file::FileError;
use tegata::vault::recovery::Mistyped;

use super::texts::{Text, Texts};

/// Everything was done.
pub const DONE: u8 = 0;
/// Done, but something was left over: see what was said.
pub const LEFT_OVER: u8 = 10;

/// Why a command ends without having done its work.
#[derive(Debug)]
pub enum Failure {
    /// The command line is wrong; the text says how.
    Usage(String),
    /// Nobody said yes.
    NotConfirmed,
    /// A question could not be asked: neither a terminal nor a further line of input.
    NoAnswer,
    /// What was typed twice was not the same.
    NotTheSame,
    /// An empty password.
    EmptyPassword,
    /// No entry has this name.
    NoSuchEntry(String),
    /// Several have; their titles.
    Ambiguous(String, Vec<String>),
    /// The vault does not open.
    Open(OpenError),
    /// The recovery key is mistyped.
    Mistyped(Mistyped),
    /// There is no vault.
    NoVault(String),
    /// A file is there that was to be made.
    Exists(String),
    /// There is no such file.
    NoFile(String),
    /// A file or the terminal; the name, and what the system says.
    Io(String, String),
    /// Another process is at the vault.
    InUse,
    /// The vault has another key than a moment ago.
    ChangedMeanwhile,
    /// The vault cannot be written.
    Seal(SealError),
    /// What was to be read cannot be read: file, why.
    Read(String, ReadError),
    /// The key is not base32.
    BadKey,
    /// There is nothing in it that could be taken over.
    NothingReadable,
    /// What was to be written cannot be written.
    Write(WriteError),
    /// Nothing is left to write in this format.
    NothingWritable,
    /// The code is too long for a QR code.
    TooLongForQr(String),
    /// No code is shown of this kind.
    NoCode(String),
    /// The counter is at its end.
    CounterEnds,
    /// No way to the clipboard.
    NoClipboard,
    /// Where vaults are cannot be told.
    NoFolder,
    /// The reference tells no time.
    NoTime(String),
    /// The random generator failed.
    Entropy,
}

impl Failure {
    /// What the process ends with.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Io(..)
            | Self::Seal(_)
            | Self::Entropy
            | Self::NoClipboard
            | Self::NoFolder
            | Self::NoTime(_)
            | Self::ChangedMeanwhile => 1,
            Self::Usage(_) => 2,
            Self::NotConfirmed | Self::NoAnswer => 3,
            Self::NoSuchEntry(_) | Self::Ambiguous(..) | Self::NoCode(_) | Self::CounterEnds => 4,
            Self::Open(OpenError::WrongPassword | OpenError::NoSuchSlot | OpenError::Locked)
            | Self::Mistyped(_)
            | Self::NotTheSame
            | Self::EmptyPassword => 5,
            Self::NoVault(_) | Self::Exists(_) | Self::NoFile(_) => 6,
            Self::Open(_) => 7,
            Self::InUse => 8,
            Self::Read(..)
            | Self::BadKey
            | Self::NothingReadable
            | Self::Write(_)
            | Self::NothingWritable
            | Self::TooLongForQr(_) => 9,
        }
    }

    /// What is said of it.
    #[must_use]
    pub fn tell(&self, texts: &Texts) -> String {
        match self {
            Self::Usage(text) => text.clone(),
            Self::NoSuchEntry(name) => texts.fill(Text::NoSuchEntry, &[("name", name)]),
            Self::Ambiguous(name, titles) => {
                let titles = titles.join("\n  ");
                texts.fill(Text::Ambiguous, &[("name", name), ("titles", &titles)])
            }
            Self::Open(error) => tell_open(*error, texts),
            Self::Mistyped(error) => tell_mistyped(*error, texts),
            Self::NoVault(path) => texts.fill(Text::NoVault, &[("path", path)]),
            Self::Exists(path) => texts.fill(Text::FileExists, &[("path", path)]),
            Self::NoFile(path) => texts.fill(Text::NoFile, &[("path", path)]),
            Self::Io(path, error) => {
                texts.fill(Text::IoFailed, &[("path", path), ("error", error)])
            }
            Self::Read(file, error) => texts.fill(
                Text::ReadFailed,
                &[("path", file), ("why", &tell_read(error, texts))],
            ),
            Self::Write(error) => texts.say(write_text(*error)).to_owned(),
            Self::TooLongForQr(name) => texts.fill(Text::TooLongForQr, &[("name", name)]),
            Self::NoCode(name) => texts.fill(Text::NoCodeShown, &[("name", name)]),
            Self::NoTime(from) => texts.fill(Text::NoTime, &[("from", from)]),
            other => texts.say(other.plain()).to_owned(),
        }
    }

    /// The text of those that have nothing to fill in.
    const fn plain(&self) -> Text {
        match self {
            Self::NoAnswer => Text::NoAnswer,
            Self::NotTheSame => Text::NotTheSame,
            Self::EmptyPassword => Text::EmptyPassword,
            Self::InUse => Text::InUse,
            Self::ChangedMeanwhile => Text::ChangedMeanwhile,
            Self::Seal(SealError::TooLarge) => Text::VaultTooLarge,
            Self::Seal(SealError::KeyDerivation) => Text::NoMemory,
            Self::Seal(_) | Self::Entropy => Text::NoRandomness,
            Self::BadKey => Text::BadKey,
            Self::NothingReadable => Text::NothingReadable,
            Self::NothingWritable => Text::NothingWritable,
            Self::CounterEnds => Text::CounterEnds,
            Self::NoClipboard => Text::NoClipboard,
            Self::NoFolder => Text::NoFolder,
            _ => Text::NotConfirmed,
        }
    }

    /// Of a file called `path`.
    pub fn file(path: &std::path::Path, error: FileError) -> Self {
        let path = super::visible(&path.to_string_lossy());
        match error {
            FileError::Missing => Self::NoFile(path),
            FileError::Exists => Self::Exists(path),
            FileError::InUse => Self::InUse,
            FileError::TooLarge => Self::Read(path, ReadError::TooLarge),
            FileError::Io(error) => Self::Io(path, error.to_string()),
            _ => Self::Io(path, String::new()),
        }
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        Self::Open(error)
    }
}

impl From<SealError> for Failure {
    fn from(error: SealError) -> Self {
        Self::Seal(error)
    }
}

impl From<crypto::EntropyFailure> for Failure {
    fn from(_: crypto::EntropyFailure) -> Self {
        Self::Entropy
    }
}

fn tell_open(error: OpenError, texts: &Texts) -> String {
    let text = match error {
        OpenError::Foreign => Text::OpenForeign,
        OpenError::Newer(version) => {
            return texts.fill(Text::OpenNewer, &[("version", &version.to_string())]);
        }
        OpenError::CutOff => Text::OpenCutOff,
        OpenError::TooLarge => Text::OpenTooLarge,
        OpenError::TooCostly => Text::OpenTooCostly,
        OpenError::Locked => Text::OpenLocked,
        OpenError::NoSuchSlot => Text::OpenNoRecovery,
        OpenError::WrongPassword => Text::WrongPassword,
        OpenError::KeyDerivation => Text::NoMemory,
        _ => Text::OpenDamaged,
    };
    texts.say(text).to_owned()
}

fn tell_mistyped(error: Mistyped, texts: &Texts) -> String {
    let (text, group) = match error {
        Mistyped::Length => (Text::RecoveryLength, 0),
        Mistyped::Character { group } => (Text::RecoveryCharacter, group),
        Mistyped::Group { group } => (Text::RecoveryGroup, group),
    };
    texts.fill(text, &[("group", &group.to_string())])
}

/// Why a file of another app was not read.
pub fn tell_read(error: &ReadError, texts: &Texts) -> String {
    let format = |text: Text, format: &Format| {
        texts.fill(text, &[("format", super::words::format(*format, texts))])
    };
    match error {
        ReadError::PasswordNeeded(of) => format(Text::ReadPasswordNeeded, of),
        ReadError::WrongPassword(of) => format(Text::ReadWrongPassword, of),
        ReadError::Damaged(of) => format(Text::ReadDamaged, of),
        ReadError::Newer(of) => format(Text::ReadNewer, of),
        ReadError::TooCostly(of) => format(Text::ReadTooCostly, of),
        ReadError::Incomplete(missing) => tell_missing(missing, texts),
        other => texts.say(read_text(other)).to_owned(),
    }
}

const fn read_text(error: &ReadError) -> Text {
    match error {
        ReadError::TooLarge => Text::ReadTooLarge,
        ReadError::NoCode => Text::ReadNoCode,
        ReadError::OtherCode => Text::ReadOtherCode,
        ReadError::WindowsAccount => Text::ReadWindowsAccount,
        ReadError::YubiKey => Text::ReadYubiKey,
        ReadError::Pgp => Text::ReadPgp,
        ReadError::Entropy(_) => Text::NoRandomness,
        _ => Text::ReadNotRecognised,
    }
}

fn tell_missing(missing: &Missing, texts: &Texts) -> String {
    let parts: Vec<String> = missing.parts.iter().map(u32::to_string).collect();
    texts.fill(
        Text::ReadIncomplete,
        &[
            ("of", &missing.of.to_string()),
            ("parts", &parts.join(", ")),
        ],
    )
}

const fn write_text(error: WriteError) -> Text {
    match error {
        WriteError::NoPasswordPossible => Text::WriteNoPassword,
        WriteError::BadPassword => Text::WriteBadPassword,
        WriteError::TooMuch => Text::WriteTooMuch,
        WriteError::KeyDerivation => Text::NoMemory,
        WriteError::Entropy(_) => Text::NoRandomness,
        _ => Text::WriteNotWritten,
    }
}
