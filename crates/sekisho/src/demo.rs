//! The demonstration: everything embedded, three made-up merchants and an operator, plain HTTP on
//! this machine.

pub mod letters;
mod record;

use std::fs::DirBuilder;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use app::{App, NewMerchant, NewOperator, OperatorCreated};
use crypto::PoolSettings;
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use domain::passkey::PasskeyUse;
use domain::person::{PersonName, UserId};
use domain::policy::{PassRules, Policy, Profile};
use serde::Deserialize;
use store::StoreSettings;
use store::merchants;
use tracing::level_filters::LevelFilter;
use web::DoorEntry;

use crate::cli::Demo;
use crate::commands;
use crate::config::audit::AuditSettings;
use crate::config::brand::Brand;
use crate::config::document::{Problems, Section};
use crate::config::doors;
use crate::config::mail::{MailSettings, MailWay};
use crate::config::network::{Network, PublicUrl};
use crate::config::{LogForm, Settings};
use crate::failure::Failure;
use crate::keys::{self, KeyFileError};
use crate::node::{self, Node};
use crate::{logging, product};

use record::{Record, RecordedMerchant};

/// The made-up merchants.
const MERCHANTS: &str = include_str!("../defaults/demo.toml");
/// The doors to made-up applications.
const DOORS: &str = include_str!("../defaults/demo-doors.toml");
/// The sender of the demonstration's mails when the brand's address tells none.
const FROM: &str = "no-reply@sekisho.example";

/// Runs the demonstration until a signal ends it. A second start on the same folder finds
/// everything as it was.
pub async fn run(demo: &Demo) -> Result<(), Failure> {
    let (listener, address) = node::listen(demo.listen.address).await?;
    let folder = Folder::open(&demo.data)?;
    let shown = demo.listen.shown(address);
    let brand = brand(demo.brand.as_deref())?;
    let settings = settings(&folder, (address, &shown), brand)?;
    logging::start(settings.log, settings.log_level);
    let app = product::open_migrated(&settings)
        .await
        .map_err(|failure| foreign(failure, &folder))?;
    let record = set_up(&app, &folder, &settings).await?;
    let node = Node {
        app,
        catalog: node::catalog()?,
        public_url: settings.network.public_url.clone(),
        demo_mails: Some(folder.mails()),
    };
    let words = record.for_people(&folder.record());
    node.run(
        listener,
        &settings,
        &format!("listening on http://{shown}\n{words}"),
    )
    .await
}

/// The files of the demonstration.
struct Folder(PathBuf);

impl Folder {
    fn open(path: &Path) -> Result<Self, Failure> {
        let failed = |error: io::Error| {
            Failure::Setting(format!(
                "the folder {} cannot be used: {error}; name another with --data",
                path.display()
            ))
        };
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(path)
            .map_err(failed)?;
        let folder = Self(path.canonicalize().map_err(failed)?);
        match keys::generate(&folder.keys(), "demo".parse().map_err(fault)?) {
            Ok(_) | Err(KeyFileError::Exists(_)) => Ok(folder),
            Err(error) => Err(error.into()),
        }
    }

    fn keys(&self) -> PathBuf {
        self.0.join("keys")
    }

    fn database(&self) -> PathBuf {
        self.0.join("sekisho.db")
    }

    fn mails(&self) -> PathBuf {
        self.0.join("mail")
    }

    fn checkpoints(&self) -> PathBuf {
        self.0.join("checkpoints.jsonl")
    }

    fn record(&self) -> PathBuf {
        self.0.join("demo.json")
    }
}

fn fault(error: impl std::fmt::Display) -> Failure {
    Failure::Fault(error.to_string())
}

/// The configuration of the demonstration in a folder that is there.
///
/// # Errors
/// [`Failure::Setting`] when there is none.
pub fn settings_of(path: &Path) -> Result<Settings, Failure> {
    let none = |why: &dyn std::fmt::Display| {
        let folder = path.display();
        Failure::Setting(format!("there is no demonstration in {folder}: {why}"))
    };
    let folder = Folder(path.canonicalize().map_err(|error| none(&error))?);
    if !folder.database().is_file() {
        return Err(none(&"no database"));
    }
    let nowhere = ([127, 0, 0, 1], 0).into();
    settings(&folder, (nowhere, "127.0.0.1:0"), Brand::shipped())
}

/// What goes wrong with a demonstration's own files is mended by throwing them away.
fn foreign(failure: Failure, folder: &Folder) -> Failure {
    match failure {
        Failure::Database(why) => Failure::Database(format!(
            "{why}\nThis demonstration's data is in {}: remove that folder, or name another \
             with --data.",
            folder.0.display()
        )),
        other => other,
    }
}

/// The brand of the file, else the shipped one.
fn brand(file: Option<&Path>) -> Result<Brand, Failure> {
    let Some(file) = file else {
        return Ok(Brand::shipped());
    };
    let wrong = |why: String| Failure::Setting(format!("the brand {}: {why}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
    let base = file.parent().unwrap_or(Path::new(""));
    Brand::parse(&text, base).map_err(|problems| {
        let list: Vec<String> = problems.iter().map(ToString::to_string).collect();
        wrong(format!("\n  {}", list.join("\n  ")))
    })
}

/// The sender of the demonstration's mails: in the domain of the brand's own address.
fn sender(brand: &Brand) -> String {
    let domain = brand.mail.rsplit_once('@').map(|(_, domain)| domain);
    domain.map_or_else(|| FROM.to_owned(), |domain| format!("no-reply@{domain}"))
}

/// The demonstration's configuration: the defaults, but keys beside the database.
fn settings(
    folder: &Folder,
    (address, shown): (SocketAddr, &str),
    brand: Brand,
) -> Result<Settings, Failure> {
    let public_url = PublicUrl::parse(&format!("http://{shown}")).map_err(fault)?;
    Ok(Settings {
        network: Network {
            listen: address,
            public_url,
            trusted_proxies: Vec::new(),
            drain: Duration::ZERO,
        },
        store: StoreSettings::file(folder.database()),
        keys: folder.keys(),
        hash: PoolSettings::default(),
        policy: policy(),
        doors: doors(),
        api_requests_per_minute: None,
        mail: MailSettings {
            from: sender(&brand),
            way: MailWay::Folder(folder.mails()),
        },
        brand,
        metrics: None,
        audit: AuditSettings {
            checkpoints: Some(folder.checkpoints()),
            ..AuditSettings::default()
        },
        log: LogForm::Text,
        log_level: LevelFilter::INFO,
        warnings: Vec::new(),
    })
}

/// The printed manual's numbers, and passkeys to be tried out.
fn policy() -> Policy {
    let manual = Policy::of(Profile::Manual);
    let passes = PassRules {
        passkeys: PasskeyUse::Alone,
        ..manual.passes
    };
    Policy { passes, ..manual }
}

/// The demonstration's doors: what stands behind them is in the product itself.
fn doors() -> Vec<DoorEntry> {
    let mut problems = Problems::default();
    let mut root = Section::parse(DOORS, &mut problems);
    doors::read(&mut root, None, &mut problems)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MadeUp {
    merchants: Vec<MadeUpMerchant>,
    operator: MadeUpOperator,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MadeUpOperator {
    user_id: String,
    name: String,
    mail: String,
}

impl MadeUpOperator {
    /// `None` when a value is none.
    fn account(&self) -> Option<NewOperator> {
        Some(NewOperator {
            user_id: UserId::parse(&self.user_id)?,
            name: PersonName::parse(&self.name).ok()?,
            mail: MailAddress::parse(&self.mail).ok()?,
            send_first_password: false,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MadeUpMerchant {
    kind: String,
    company: String,
    merchant_code: String,
    access_key: String,
    admin_name: String,
    contact_mail: String,
}

impl MadeUpMerchant {
    /// `None` when a value is none.
    fn application(&self) -> Option<NewMerchant> {
        let kind = match self.kind.as_str() {
            "logistics" => MerchantKind::Logistics,
            _ => MerchantKind::NonLogistics,
        };
        let contact = MailAddress::parse(&self.contact_mail).ok()?;
        Some(NewMerchant {
            code: MerchantCode::parse(&self.merchant_code)?,
            access_key: AccessKey::parse(&self.access_key)?,
            company: CompanyName::parse(&self.company)?,
            kind,
            tablet: self.kind == "tablet",
            contact_mail: Some(contact.clone()),
            admin_name: PersonName::parse(&self.admin_name).ok()?,
            admin_mail: Some(contact),
            send_first_password: false,
        })
    }
}

fn made_up() -> Result<MadeUp, Failure> {
    toml::from_str(MERCHANTS).map_err(fault)
}

fn applications(made_up: MadeUp) -> Result<Vec<(String, NewMerchant)>, Failure> {
    let application = |merchant: MadeUpMerchant| {
        let application = merchant.application();
        let application = application.ok_or_else(|| fault("a made-up merchant is not sound"))?;
        Ok((merchant.kind, application))
    };
    made_up.merchants.into_iter().map(application).collect()
}

/// Sets up the merchants that are not there yet and writes down how to get in.
async fn set_up(app: &App, folder: &Folder, settings: &Settings) -> Result<Record, Failure> {
    let known = Record::read(&folder.record());
    let mut record = Record::new(settings.network.public_url.to_string(), folder.mails());
    let made_up = made_up()?;
    let operator = made_up.operator.account();
    let operator = operator.ok_or_else(|| fault("the made-up operator is not sound"))?;
    for (kind, new) in applications(made_up)? {
        let there = merchants::find(app.store(), &new.code).await?.is_some();
        let password = if there {
            known
                .as_ref()
                .and_then(|known| known.first_password(new.code.as_str()))
        } else {
            commands::create(app, &new)
                .await?
                .map(|password| password.reveal().to_owned())
        };
        record.add(RecordedMerchant::of(kind, &new, password));
        // At once: the password is to be had only now.
        if !there {
            write(&record, folder)?;
        }
    }
    let password = match app.create_operator(&operator, &commands::here()).await? {
        OperatorCreated::Done { first_password } => Some(first_password.reveal().to_owned()),
        OperatorCreated::IdReserved | OperatorCreated::IdTaken | OperatorCreated::MailTaken => {
            known.and_then(|known| known.operators_first_password())
        }
    };
    record.set_operator(operator.user_id.as_str(), password);
    write(&record, folder)?;
    Ok(record)
}

fn write(record: &Record, folder: &Folder) -> Result<(), Failure> {
    let path = folder.record();
    record
        .write(&path)
        .map_err(|error| Failure::Fault(format!("{} cannot be written: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::{applications, doors, made_up};
    use domain::merchant::MerchantKind;
    use domain::person::Role;

    #[test]
    fn there_is_a_door_for_every_user() {
        let doors = doors();
        assert_eq!(doors.len(), 3);
        for (role, kind) in [
            (Role::General, MerchantKind::Logistics),
            (Role::General, MerchantKind::NonLogistics),
            (Role::Shipping, MerchantKind::Logistics),
        ] {
            assert!(doors.iter().any(|entry| entry.door.admits(role, kind)));
        }
    }

    #[test]
    fn there_is_a_merchant_of_each_kind() {
        let made_up = made_up().unwrap();
        assert!(made_up.operator.account().is_some());
        let merchants = applications(made_up).unwrap();
        let kinds: Vec<_> = merchants
            .iter()
            .map(|(kind, new)| (kind.as_str(), new.kind, new.tablet))
            .collect();
        assert_eq!(
            kinds,
            [
                ("logistics", MerchantKind::Logistics, false),
                ("non_logistics", MerchantKind::NonLogistics, false),
                ("tablet", MerchantKind::NonLogistics, true),
            ]
        );
        for (_, new) in merchants {
            let contact = new.contact_mail.unwrap();
            assert!(
                contact.as_str().ends_with(".example"),
                "no mail of a trial may reach anybody"
            );
        }
    }
}
