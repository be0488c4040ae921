//! `init` and `password`: making a vault and protecting it.

use clap::ArgMatches;
use crypto::Cost;
use serde_json::json;
use tegata::Vault;
use tegata::vault::container::{Protection, Seal, Unlock, write};
use tegata::vault::file::SystemDisk;
use tegata::vault::recovery::RecoveryKey;

use super::failure::{DONE, Failure};
use super::session::Session;
use super::texts::Text;
use super::{Context, visible};

/// `tegata init`
pub fn init(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let file = context.vault_file()?;
    let path = visible(&file.path().to_string_lossy());
    if file.path().exists() {
        return Err(Failure::Exists(path));
    }
    let (protection, recovery) = if arguments.get_flag("open") {
        agree_to_open(context, arguments)?;
        (Protection::Open, None)
    } else {
        let (seal, recovery) = new_seal(context, arguments)?;
        (Protection::Sealed(seal), recovery)
    };
    let bytes = write(&Vault::new(), &protection, context.surroundings.entropy)?;
    if let Some(folder) = file.path().parent() {
        make_folder(folder).map_err(|error| Failure::Io(path.clone(), error.to_string()))?;
    }
    let writer = context.lock(&file)?;
    let created = writer.create(&bytes, &SystemDisk);
    created.map_err(|error| Failure::file(file.path(), error))?;
    let text = context.say(Text::VaultMade, &[("path", &path)]);
    finish(context, &text, recovery.as_ref())
}

/// A folder that only its owner may look into.
fn make_folder(folder: &std::path::Path) -> std::io::Result<()> {
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn agree_to_open(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<(), Failure> {
    let question = context.texts.say(Text::ConfirmOpen).to_owned();
    if arguments.get_flag("yes") || context.console.confirm(&question)? {
        Ok(())
    } else {
        Err(Failure::NotConfirmed)
    }
}

fn cost(arguments: &ArgMatches) -> Cost {
    let named = match arguments.get_one::<String>("cost").map(String::as_str) {
        Some("light") => Cost::new(19 * 1024, 2, 1),
        Some("strong") => Cost::new(256 * 1024, 4, 1),
        _ => Cost::new(64 * 1024, 3, 1),
    };
    named.unwrap_or_default()
}

fn new_seal(
    context: &mut Context<'_>,
    arguments: &ArgMatches,
) -> Result<(Seal, Option<RecoveryKey>), Failure> {
    let password = context
        .console
        .new_password(Text::AskNewPassword, Text::AskAgain)?;
    let entropy = context.surroundings.entropy;
    let cost = cost(arguments);
    let seal = context
        .console
        .busy(Text::Deriving, || Seal::new(&password, cost, entropy));
    let mut seal = seal?;
    let recovery = if arguments.get_flag("no-recovery-key") {
        None
    } else {
        Some(print_key_into(context, &mut seal, cost)?)
    };
    Ok((seal, recovery))
}

fn print_key_into(
    context: &Context<'_>,
    seal: &mut Seal,
    cost: Cost,
) -> Result<RecoveryKey, Failure> {
    let entropy = context.surroundings.entropy;
    let key = RecoveryKey::random(entropy)?;
    let set = context.console.busy(Text::Deriving, || {
        seal.set(Unlock::Recovery(&key), cost, entropy)
    });
    set?;
    Ok(key)
}

/// Says what was done, and shows the recovery key if there is a new one: this once.
fn finish(
    context: &Context<'_>,
    text: &str,
    recovery: Option<&RecoveryKey>,
) -> Result<u8, Failure> {
    if context.options.json {
        // A key is shown because that is what it was made for, and nowhere else.
        let key = recovery.map(|key| key.text().to_string());
        let json = json!({ "done": true, "recovery_key": key });
        context.console.print(&json.to_string())?;
        return Ok(DONE);
    }
    context.console.print(text)?;
    if let Some(key) = recovery {
        let text = key.text();
        context
            .console
            .print(&context.say(Text::RecoveryKeyShown, &[("key", &text)]))?;
    }
    Ok(DONE)
}

/// `tegata password`
pub fn password(context: &mut Context<'_>, arguments: &ArgMatches) -> Result<u8, Failure> {
    let session = if arguments.get_flag("forgotten") {
        context.open_with_recovery_key()?
    } else {
        context.open()?
    };
    let is_open = matches!(session.protection, Protection::Open);
    if arguments.get_flag("open") {
        agree_to_open(context, arguments)?;
        return save_as(
            context,
            session,
            |_| Ok((Protection::Open, None)),
            Text::NowOpen,
        );
    }
    if arguments.get_flag("new-recovery-key") && !is_open {
        let cost = cost(arguments);
        return save_as(
            context,
            session,
            |(context, protection)| {
                let mut seal = sealed(protection)?;
                let key = print_key_into(context, &mut seal, cost)?;
                Ok((Protection::Sealed(seal), Some(key)))
            },
            Text::NewRecoveryKey,
        );
    }
    if arguments.get_flag("renew") || is_open {
        let (seal, key) = new_seal(context, arguments)?;
        return save_as(
            context,
            session,
            |_| Ok((Protection::Sealed(seal), key)),
            Text::PasswordChanged,
        );
    }
    rewrap(context, arguments, session)
}

/// Another password for the same key.
fn rewrap(
    context: &mut Context<'_>,
    arguments: &ArgMatches,
    session: Session,
) -> Result<u8, Failure> {
    let new = context
        .console
        .new_password(Text::AskNewPassword, Text::AskAgain)?;
    let cost = cost(arguments);
    save_as(
        context,
        session,
        |(context, protection)| {
            let mut seal = sealed(protection)?;
            let entropy = context.surroundings.entropy;
            let set = context.console.busy(Text::Deriving, || {
                seal.set(Unlock::Password(&new), cost, entropy)
            });
            set?;
            Ok((Protection::Sealed(seal), None))
        },
        Text::PasswordChanged,
    )
}

fn sealed(protection: Protection) -> Result<Seal, Failure> {
    match protection {
        Protection::Sealed(seal) => Ok(seal),
        Protection::Open => Err(Failure::ChangedMeanwhile),
    }
}

type Made = Result<(Protection, Option<RecoveryKey>), Failure>;

/// Writes the vault under another protection, twice: the version before must not be left lying
/// there under the old one.
fn save_as<'c, 't>(
    context: &'c Context<'t>,
    session: Session,
    make: impl FnOnce((&'c Context<'t>, Protection)) -> Made,
    text: Text,
) -> Result<u8, Failure> {
    let mut writing = context.begin(session)?;
    let (protection, key) = make((context, writing.session.protection.clone()))?;
    writing.session.protection = protection;
    context.save(&writing)?;
    context.save(&writing)?;
    finish(context, context.texts.say(text), key.as_ref())
}
