//! Opening the vault for a command, and saving it.

use std::path::{Path, PathBuf};

use serde_json::json;
use tegata::vault::container::{Container, OpenError, Protection, Unlock, write};
use tegata::vault::file::{FileError, SystemDisk, VaultFile, Writer, read_bounded};
use tegata::vault::recovery::RecoveryKey;
use tegata::vault::search::Resolved;
use tegata::{Entry, EntryId, Vault};
use zeroize::Zeroizing;

use super::Context;
use super::failure::Failure;
use super::texts::Text;
use super::visible;

/// How often a terminal is asked for a password.
const TRIES: usize = 3;

/// An opened vault.
pub struct Session {
    /// Where it is.
    pub file: VaultFile,
    /// What is in it.
    pub vault: Vault,
    /// How it is written again.
    pub protection: Protection,
}

/// A session that may write; nobody else writes meanwhile.
pub struct Writing {
    /// The vault as it is now.
    pub session: Session,
    writer: Writer,
}

impl Context<'_> {
    /// Where the vault is: `--vault`, `TEGATA_VAULT`, or this person's folder.
    pub fn vault_file(&self) -> Result<VaultFile, Failure> {
        let system = self.surroundings.system;
        let path = self
            .options
            .vault
            .clone()
            .or_else(|| system.variable("TEGATA_VAULT").map(PathBuf::from))
            .or_else(|| Some(system.user_files()?.join("vault.tegata")));
        path.map(|path| VaultFile::at(&path))
            .ok_or(Failure::NoFolder)
    }

    /// Opens the vault for looking at it; asks for its password if it has one.
    pub fn open(&mut self) -> Result<Session, Failure> {
        let file = self.vault_file()?;
        let bytes = read_vault(&file)?;
        let container = Container::read(&bytes)?;
        let (vault, protection) = self.unlock(&container)?;
        Ok(Session {
            file,
            vault,
            protection,
        })
    }

    /// Opens it with the printed key, whatever its password.
    pub fn open_with_recovery_key(&mut self) -> Result<Session, Failure> {
        let file = self.vault_file()?;
        let bytes = read_vault(&file)?;
        let container = Container::read(&bytes)?;
        if container.is_sealed() && !container.has_recovery_key() {
            return Err(OpenError::NoSuchSlot.into());
        }
        let typed = self.console.secret(Text::AskRecoveryKey)?;
        let key = RecoveryKey::parse(&typed).map_err(Failure::Mistyped)?;
        let opened = self.console.busy(Text::Opening, || {
            container.open(Some(Unlock::Recovery(&key)))
        });
        let (vault, protection) = opened?;
        Ok(Session {
            file,
            vault,
            protection,
        })
    }

    /// Opens a container: asks for the password if one is needed.
    pub fn unlock(&mut self, container: &Container<'_>) -> Result<(Vault, Protection), Failure> {
        if !container.is_sealed() {
            return Ok(container.open(None)?);
        }
        let can_retry = self.options.password_file.is_none() && self.console.is_interactive();
        let mut tries = if can_retry { TRIES } else { 1 };
        loop {
            let password = self.password()?;
            let opened = self.console.busy(Text::Opening, || {
                container.open(Some(Unlock::Password(&password)))
            });
            tries -= 1;
            match opened {
                Err(OpenError::WrongPassword) if tries > 0 => {
                    self.console.remark(self.texts.say(Text::WrongPassword));
                }
                other => return Ok(other?),
            }
        }
    }

    fn password(&mut self) -> Result<Zeroizing<String>, Failure> {
        match &self.options.password_file {
            Some(path) => first_line(path),
            None => self.console.secret(Text::AskPassword),
        }
    }

    /// Takes the right to write and reads the vault again, as others may have changed it since.
    pub fn begin(&self, session: Session) -> Result<Writing, Failure> {
        let writer = self.lock(&session.file)?;
        let bytes = read_vault(&session.file)?;
        let container = Container::read(&bytes)?;
        let (vault, protection) = match container.open_again(&session.protection) {
            Err(OpenError::Locked) => return Err(Failure::ChangedMeanwhile),
            other => other?,
        };
        let session = Session {
            file: session.file,
            vault,
            protection,
        };
        Ok(Writing { session, writer })
    }

    /// Takes the right to write; says so if that means waiting.
    pub fn lock(&self, file: &VaultFile) -> Result<Writer, Failure> {
        let tell = |error| Failure::file(file.path(), error);
        match file.lock(false) {
            Err(FileError::InUse) if self.options.wait => {
                self.console.remark(self.texts.say(Text::Waiting));
                file.lock(true).map_err(tell)
            }
            other => other.map_err(tell),
        }
    }

    /// Writes the vault; the version before is kept beside it.
    pub fn save(&self, writing: &Writing) -> Result<(), Failure> {
        let Writing { session, writer } = writing;
        let bytes = write(
            &session.vault,
            &session.protection,
            self.surroundings.entropy,
        )?;
        writer
            .replace(&bytes, &SystemDisk)
            .map_err(|error| Failure::file(writer.path(), error))
    }
}

/// The entry that `name` stands for.
pub fn find(vault: &Vault, name: &str) -> Result<Entry, Failure> {
    let id = one(vault.resolve(name), name, |id| vault.get(id))?;
    let found = vault.get(id).cloned();
    found.ok_or_else(|| Failure::NoSuchEntry(visible(name)))
}

/// The entry in the bin that `name` stands for.
pub fn find_removed(vault: &Vault, name: &str) -> Result<Entry, Failure> {
    let get = |id: EntryId| {
        let mut entries = vault.bin().iter().map(|removed| &removed.entry);
        entries.find(|entry| entry.id == id)
    };
    let id = one(vault.resolve_removed(name), name, get)?;
    get(id)
        .cloned()
        .ok_or_else(|| Failure::NoSuchEntry(visible(name)))
}

fn one<'v>(
    resolved: Resolved,
    name: &str,
    get: impl Fn(EntryId) -> Option<&'v Entry>,
) -> Result<EntryId, Failure> {
    match resolved {
        Resolved::One(id) => Ok(id),
        Resolved::Nothing => Err(Failure::NoSuchEntry(visible(name))),
        Resolved::Several(ids) => {
            let titles = ids.into_iter().filter_map(get).take(20);
            let titles = titles.map(|entry| visible(&entry.title())).collect();
            Err(Failure::Ambiguous(visible(name), titles))
        }
    }
}

/// The vault's bytes, or that there is none.
pub fn read_vault(file: &VaultFile) -> Result<Vec<u8>, Failure> {
    match file.read() {
        Err(FileError::Missing) => Err(Failure::NoVault(visible(&file.path().to_string_lossy()))),
        Err(FileError::TooLarge) => Err(OpenError::TooLarge.into()),
        other => other.map_err(|error| Failure::file(file.path(), error)),
    }
}

/// The first line of a file with a password in it.
pub fn first_line(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let bytes = read_bounded(path, 64 * 1024).map_err(|error| Failure::file(path, error))?;
    let text = Zeroizing::new(String::from_utf8(bytes).map_err(|error| {
        // The bytes are a password in some other encoding: they go no further.
        drop(Zeroizing::new(error.into_bytes()));
        Failure::NoAnswer
    })?);
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    Ok(Zeroizing::new(line.to_owned()))
}

/// What a script is told of an entry: nothing secret.
pub fn describe(entry: &Entry) -> serde_json::Value {
    json!({
        "id": entry.id.0.to_string(),
        "title": entry.title(),
        "name": entry.name,
        "issuer": entry.issuer,
        "account": entry.account,
        "pinned": entry.pinned,
        "kind": super::words::kind_json(entry.kind),
    })
}
