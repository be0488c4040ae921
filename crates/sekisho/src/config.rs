//! The configuration file: read whole, checked whole, everything wrong named at once.

pub mod audit;
pub mod brand;
pub mod document;
pub mod doors;
pub mod files;
mod hash;
mod installation;
pub mod look;
pub mod mail;
pub mod metrics;
pub mod network;
pub mod policy;

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _};
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use crypto::PoolSettings;
use domain::policy::Policy;
use store::StoreSettings;
use tracing::level_filters::LevelFilter;
use url::Url;
use web::DoorEntry;
use zeroize::Zeroizing;

use audit::AuditSettings;
use brand::Brand;
use document::{Problem, Problems, Section};
use hash::hash;
use mail::MailSettings;
use network::Network;

/// Longest configuration that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// Requests a minute for each key of a program, when the file does not say.
const API_REQUESTS: u32 = 60;

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogForm {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for programs.
    Json,
}

/// Everything that the file says, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens and under which address.
    pub network: Network,
    /// The database.
    pub store: StoreSettings,
    /// The key file.
    pub keys: PathBuf,
    /// What password hashing may cost.
    pub hash: PoolSettings,
    /// The gate's numbers.
    pub policy: Policy,
    /// Names and contacts.
    pub brand: Brand,
    /// Ways from the menu to other applications.
    pub doors: Vec<DoorEntry>,
    /// Requests a minute for each key of a program; `None`: no interface for programs.
    pub api_requests_per_minute: Option<u32>,
    /// The way out for mail.
    pub mail: MailSettings,
    /// What becomes of the audit trail.
    pub audit: AuditSettings,
    /// Where measures can be read; `None`: nowhere.
    pub metrics: Option<SocketAddr>,
    /// How log lines look.
    pub log: LogForm,
    /// From which level on our own lines are written.
    pub log_level: LevelFilter,
    /// What is not wrong but should not stay as it is.
    pub warnings: Vec<Problem>,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file system refused.
    #[error("the configuration {} cannot be read: {}", .0.display(), .1)]
    Unreadable(PathBuf, #[source] io::Error),
    /// What is wrong, all of it.
    #[error("the configuration {} is wrong:{}", .0.display(), Listed(.1))]
    Wrong(PathBuf, Vec<Problem>),
}

/// Each problem on a line of its own.
struct Listed<'a>(&'a [Problem]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|problem| write!(f, "\n  {problem}"))
    }
}

impl Settings {
    /// Reads and checks the file `path` and the secrets it points to. Relative paths in it
    /// start at its own folder.
    ///
    /// # Errors
    /// [`ConfigError`], with everything that is wrong.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let unreadable = |error| ConfigError::Unreadable(path.to_owned(), error);
        let file = File::open(path).map_err(unreadable)?;
        let open = files::is_open_to_others(&file.metadata().map_err(unreadable)?);
        let mut text = Zeroizing::new(String::new());
        file.take(LONGEST)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
        let base = path.parent().unwrap_or(Path::new(""));
        Self::parse(&text, base, open).map_err(|list| ConfigError::Wrong(path.to_owned(), list))
    }

    /// Checks the text of a configuration. `open_to_others`: whether others than its owner can
    /// read it, so that it must hold no password.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn parse(text: &str, base: &Path, open_to_others: bool) -> Result<Self, Vec<Problem>> {
        let (mut problems, mut warnings) = (Problems::default(), Problems::default());
        let mut root = Section::parse(text, &mut problems);
        let network = network::read(&mut root, &mut problems);
        let database = database(&mut root, base, &mut problems, &mut warnings);
        if open_to_others {
            tell_of_password(database.as_ref(), &mut problems);
        }
        let keys = keys(&mut root, base, database.as_ref(), &mut problems);
        let policy = policy::read(&mut root, &mut problems);
        policy::warn_of_no_passkeys(&policy, network.as_ref(), &mut warnings);
        let hash = hash(&mut root, &mut problems);
        let brand = brand::read(&mut root, base, &mut problems, &mut warnings);
        let url = network.as_ref().map(|network| &network.public_url);
        let doors = doors::read(&mut root, url, &mut problems);
        let api_requests_per_minute = api(&mut root, &mut problems);
        let mail = mail::read(&mut root, base, &mut problems);
        let audit = audit::read(&mut root, base, &mut problems, &mut warnings);
        let metrics = metrics::read(&mut root, &mut problems, &mut warnings);
        let log = log(&mut root, &mut problems);
        let log_level = log_level(&mut root, &mut problems);
        root.finish(&mut problems);
        let problems = problems.into_list();
        let warnings = warnings.into_list();
        match (network, database, keys, mail) {
            (Some(network), Some(Database { store, .. }), Some(keys), Some(mail))
                if problems.is_empty() =>
            {
                Ok(Self {
                    network,
                    store,
                    keys,
                    hash,
                    policy,
                    brand,
                    doors,
                    api_requests_per_minute,
                    mail,
                    audit,
                    metrics,
                    log,
                    log_level,
                    warnings,
                })
            }
            _ => Err(problems),
        }
    }
}

/// The configuration can be read by others than its owner.
fn tell_of_password(database: Option<&Database>, problems: &mut Problems) {
    if database.is_some_and(|database| database.has_password) {
        let why = "it holds a password, and others can read this file: \
                   run chmod 600 on it, or move the address to database_file";
        problems.add("database", why);
    }
}

struct Database {
    store: StoreSettings,
    /// The configuration itself holds a password.
    has_password: bool,
    /// SQLite's file.
    file: Option<PathBuf>,
}

fn database(
    root: &mut Section,
    base: &Path,
    problems: &mut Problems,
    warnings: &mut Problems,
) -> Option<Database> {
    const FORM: &str = "write \"sqlite:PATH\" or \"postgres://USER:PASSWORD@HOST/DATABASE\"";
    let written = root.text("database", problems);
    let from_file = root.text("database_file", problems);
    let (name, address) = match (written, from_file) {
        (Some(address), None) => ("database", Zeroizing::new(address)),
        (None, Some(file)) => match files::secret_text(&base.join(file)) {
            Ok(text) => ("database_file", Zeroizing::new(text.trim().to_owned())),
            Err(error) => {
                problems.add("database_file", error.to_string());
                return None;
            }
        },
        (Some(_), Some(_)) => {
            problems.add("database_file", "write either this or database, not both");
            return None;
        }
        (None, None) => {
            problems.add("database", format!("it is missing; {FORM}"));
            return None;
        }
    };
    let found = match address.strip_prefix("sqlite:") {
        Some(path) => sqlite(path, base),
        None => postgres(&address, warnings),
    };
    if found.is_none() {
        problems.add(name, FORM);
    }
    // A password in a file of its own is where it should be.
    let in_the_open = name == "database";
    found.map(|found| Database {
        has_password: found.has_password && in_the_open,
        ..found
    })
}

fn sqlite(path: &str, base: &Path) -> Option<Database> {
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains(['?', '\0']) || path.contains(":memory:") {
        return None;
    }
    let file = base.join(path);
    Some(Database {
        store: StoreSettings::file(&file),
        has_password: false,
        file: Some(file),
    })
}

fn postgres(address: &str, warnings: &mut Problems) -> Option<Database> {
    let url = Url::parse(address).ok()?;
    if !matches!(url.scheme(), "postgres" | "postgresql") {
        return None;
    }
    let near = url.host_str().is_none_or(is_this_machine);
    let is_checked = |(name, value): (_, _)| name == "sslmode" && value == "verify-full";
    if !near && !url.query_pairs().any(is_checked) {
        let why = "the way to another machine should be encrypted and the server checked: \
                   add ?sslmode=verify-full";
        warnings.add("database", why);
    }
    let query_password = url.query_pairs().any(|(name, _)| name == "password");
    let has_password = url.password().is_some() || query_password;
    Some(Database {
        store: StoreSettings::new(address),
        has_password,
        file: None,
    })
}

/// The host as it stands in the address: a percent-encoded path is a socket of this machine.
fn is_this_machine(host: &str) -> bool {
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse();
    host.is_empty()
        || host == "localhost"
        || host.starts_with("%2F")
        || ip.is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn keys(
    root: &mut Section,
    base: &Path,
    database: Option<&Database>,
    problems: &mut Problems,
) -> Option<PathBuf> {
    if !root.has("keys") {
        let why = "it is missing; write the path of the key file, which \
                   `sekisho keys generate --out PATH` makes";
        problems.add("keys", why);
    }
    let keys = base.join(root.text("keys", problems)?);
    if keys.is_dir() {
        problems.add("keys", "this is a folder; write the path of the key file");
        return None;
    }
    let beside = database
        .and_then(|database| database.file.as_deref())
        .is_some_and(|file| files::are_neighbours(file, &keys));
    if beside {
        let why = "the keys must not stand in the folder of the database: whoever copies \
                   the folder would have both; move them elsewhere";
        problems.add("keys", why);
    }
    Some(keys)
}

fn at_least_one(table: &mut Section, key: &'static str, problems: &mut Problems) -> Option<usize> {
    let number: u16 = table.whole(key, problems)?;
    if number == 0 {
        problems.add(&table.name(key), "1 at least");
        return None;
    }
    Some(usize::from(number))
}

/// The interface for programs: off unless switched on.
fn api(root: &mut Section, problems: &mut Problems) -> Option<u32> {
    let mut table = root.table("api", problems);
    let enabled = table.flag("enabled", problems).unwrap_or(false);
    let requests = table
        .whole("requests_per_minute", problems)
        .unwrap_or(API_REQUESTS);
    if !(1..=6000).contains(&requests) {
        problems.add("api.requests_per_minute", "1 to 6000");
    }
    table.finish(problems);
    enabled.then_some(requests)
}

fn log(root: &mut Section, problems: &mut Problems) -> LogForm {
    match root.text("log", problems).as_deref() {
        None | Some("text") => LogForm::Text,
        Some("json") => LogForm::Json,
        Some(_) => {
            problems.add("log", "write \"text\" or \"json\"");
            LogForm::Text
        }
    }
}

fn log_level(root: &mut Section, problems: &mut Problems) -> LevelFilter {
    match root.text("log_level", problems).as_deref() {
        None | Some("info") => LevelFilter::INFO,
        Some("debug") => LevelFilter::DEBUG,
        Some("warn") => LevelFilter::WARN,
        Some("error") => LevelFilter::ERROR,
        Some(_) => {
            problems.add(
                "log_level",
                "write \"error\", \"warn\", \"info\" or \"debug\"",
            );
            LevelFilter::INFO
        }
    }
}

#[cfg(test)]
mod tests;
