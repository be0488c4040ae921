use super::{ConfigError, LogForm, Settings};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

const GOOD: &str = "listen = \"127.0.0.1:8080\"\npublic_url = \"https://console.example\"\n\
    database = \"sqlite:/var/lib/sekisho/sekisho.db\"\nkeys = \"/etc/sekisho/keys\"\n\
    [mail]\ncarrier = \"folder\"\nfolder = \"/var/mail/sekisho\"\nfrom = \"a@b.example\"\n";

fn parse(text: &str) -> Result<Settings, Vec<String>> {
    let problems = Settings::parse(text, Path::new("/etc/sekisho"), false);
    problems.map_err(|list| list.iter().map(ToString::to_string).collect())
}

/// The names of what is wrong with the good file after `change`.
fn wrong(change: impl Fn(&str) -> String) -> Vec<String> {
    let problems = Settings::parse(&change(GOOD), Path::new("/etc/sekisho"), false);
    problems
        .unwrap_err()
        .into_iter()
        .map(|problem| problem.setting)
        .collect()
}

#[test]
fn a_good_file_is_read() {
    let settings = parse(GOOD).unwrap();
    assert_eq!(settings.keys, PathBuf::from("/etc/sekisho/keys"));
    assert_eq!(settings.log, LogForm::Text);
    assert_eq!(settings.policy.attempts, 6);
    let warned: Vec<_> = settings
        .warnings
        .iter()
        .map(|warning| warning.setting.as_str())
        .collect();
    assert_eq!(
        warned,
        [
            "brand.operator",
            "brand.phone",
            "brand.hours",
            "brand.mail",
            "brand.faq",
            "brand.access_key_help",
            "brand.apps",
            "audit.checkpoints"
        ]
    );
}

/// The example in the documentation is a good file once its secrets are there, and it names
/// every table that there is.
#[test]
fn the_example_is_good() {
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sekisho.example.toml");
    let text = fs::read_to_string(example).unwrap();
    let secret = folder.path().join("mail-password");
    fs::write(&secret, "secret\n").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let settings = Settings::parse(&text, folder.path(), true).unwrap();
    assert!(settings.warnings.is_empty(), "{:?}", settings.warnings);
}

/// What the example shows commented out are the defaults, word for word.
#[test]
fn the_example_tells_the_defaults() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/sekisho.example.toml");
    let text = fs::read_to_string(example).unwrap();
    let shown = |line: &str| {
        line.strip_prefix("# ").is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_lowercase()) && rest.contains(" = ")
        })
    };
    let uncommented: String = text
        .lines()
        .map(|line| if shown(line) { &line[2..] } else { line })
        .filter(|line| !line.starts_with("database_file") && !line.starts_with("insecure"))
        .filter(|line| !line.starts_with("ca_file") && !line.starts_with("hello_name"))
        .flat_map(|line| [line, "\n"])
        .collect();
    assert_ne!(uncommented, text);
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("mail-password");
    fs::write(&secret, "secret\n").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)).unwrap();
    let with = Settings::parse(&uncommented, folder.path(), false).unwrap();
    let without = Settings::parse(&text, folder.path(), false).unwrap();
    assert_eq!(with.policy, without.policy);
    assert_eq!(with.mail, without.mail);
    assert_eq!(with.hash.engine, without.hash.engine);
    assert_eq!((with.hash.cost, with.log), (without.hash.cost, without.log));
    assert_eq!(
        (with.hash.places, with.log_level),
        (without.hash.places, without.log_level)
    );
}

#[test]
fn an_empty_file_is_told_all_that_it_needs() {
    let settings: Vec<_> = wrong(|_| String::new());
    assert_eq!(
        settings,
        [
            "listen",
            "public_url",
            "database",
            "keys",
            "mail.from",
            "mail.carrier"
        ]
    );
}

#[test]
fn each_wrong_setting_is_named() {
    let added = |line: &str| wrong(|good| format!("{line}\n{good}"));
    assert_eq!(added("listenn = 1"), ["listenn"]);
    assert_eq!(added("log = \"xml\""), ["log"]);
    assert_eq!(added("log_level = \"trace\""), ["log_level"]);
    assert_eq!(added("profile = \"lax\""), ["profile"]);
    assert_eq!(added("inactive_days = 1000"), ["inactive_days"]);
    assert_eq!(added("hash = { memory_kib = 1024 }"), ["hash.memory_kib"]);
    assert_eq!(added("hash = { engine = \"bcrypt\" }"), ["hash.engine"]);
    assert_eq!(added("hash = { workers = 0 }"), ["hash.workers"]);
    assert_eq!(added("hash = { places = -1 }"), ["hash.places"]);
    assert_eq!(
        added("hash = { memory_limit_kib = 19455 }"),
        ["hash.memory_limit_kib"]
    );
    assert_eq!(added("database_file = \"x\""), ["database_file"]);
    assert_eq!(added("brand = 1"), ["brand"]);
    assert_eq!(
        wrong(|good| good.replace("sqlite:", "mysql:")),
        ["database"]
    );
    assert_eq!(
        wrong(|good| good.replace("sqlite:", "sqlite::memory:")),
        ["database"]
    );
    assert_eq!(wrong(|good| good.replace("https", "http")), ["public_url"]);
    assert_eq!(
        wrong(|good| good.replace("/etc/sekisho/keys", "/var/lib/sekisho/k")),
        ["keys"]
    );
    assert_eq!(
        wrong(|good| good.replace("/etc/sekisho/keys", "/etc")),
        ["keys"]
    );
}

#[test]
fn everything_wrong_is_named_at_once() {
    let text = "listen = \"x\"\npublic_url = \"http://console.example\"\nkyes = \"a\"\n\
        database = \"sqlite:\"\n[mail]\ncarrier = \"smtp\"\nport = 0.5\n[lock]\nattempts = 99\n";
    let problems = parse(text).unwrap_err();
    let named: Vec<_> = problems
        .iter()
        .map(|line| {
            line.trim_start_matches("line ")
                .splitn(3, ": ")
                .collect::<Vec<_>>()
        })
        .map(|parts| {
            if parts[0].parse::<u32>().is_ok() {
                parts[1]
            } else {
                parts[0]
            }
            .to_owned()
        })
        .collect();
    assert_eq!(
        named,
        [
            "listen",
            "kyes",
            "database",
            "mail.port",
            "lock.attempts",
            "keys",
            "mail.from",
            "mail.host"
        ]
    );
}

#[test]
fn a_password_in_the_file_needs_a_file_of_ones_own() {
    let text = GOOD.replace(
        "sqlite:/var/lib/sekisho/sekisho.db",
        "postgres://console:secret@127.0.0.1/console",
    );
    assert!(Settings::parse(&text, Path::new(""), false).is_ok());
    let problems = Settings::parse(&text, Path::new(""), true).unwrap_err();
    let shown = problems.iter().map(ToString::to_string).collect::<String>();
    assert!(
        shown.contains("database: ") && shown.contains("chmod 600"),
        "{shown}"
    );
    assert!(!shown.contains("secret"), "{shown}");
    assert!(Settings::parse(&text.replace(":secret", ""), Path::new(""), true).is_ok());
}

#[test]
fn an_address_may_stand_in_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("database");
    let text = GOOD.replace(
        "database = \"sqlite:/var/lib/sekisho/sekisho.db\"",
        "database_file = \"database\"",
    );
    fs::write(&path, "postgres://a:b@127.0.0.1/c\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let open = Settings::parse(&text, folder.path(), true).unwrap_err();
    assert_eq!(open[0].setting, "database_file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert!(Settings::parse(&text, folder.path(), true).is_ok());
    fs::write(&path, "nonsense").unwrap();
    let nonsense = Settings::parse(&text, folder.path(), true).unwrap_err();
    assert_eq!(nonsense[0].setting, "database_file");
}

#[test]
fn a_database_elsewhere_should_be_spoken_to_in_private() {
    let warned = |address: &str| {
        let text = GOOD.replace("sqlite:/var/lib/sekisho/sekisho.db", address);
        let settings = Settings::parse(&text, Path::new(""), false).unwrap();
        settings
            .warnings
            .iter()
            .any(|warning| warning.setting == "database")
    };
    assert!(warned("postgres://a@db.example/c"));
    assert!(warned("postgres://a@db.example/c?sslmode=require"));
    assert!(!warned("postgres://a@db.example/c?sslmode=verify-full"));
    assert!(!warned("postgres://a@127.0.0.1/c"));
    assert!(!warned("postgres:///c?host=/run/postgresql"));
}

#[test]
fn paths_start_at_the_files_own_folder() {
    let text = GOOD.replace("/etc/sekisho/keys", "secret/keys");
    assert_eq!(
        parse(&text).unwrap().keys,
        PathBuf::from("/etc/sekisho/secret/keys")
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Settings::load(Path::new("/nowhere/sekisho.toml")).unwrap_err();
    assert!(matches!(error, ConfigError::Unreadable(..)));
    assert!(
        error.to_string().contains("/nowhere/sekisho.toml"),
        "{error}"
    );
}

/// No error shows a value: it may be a secret that slipped into the wrong place.
#[test]
fn errors_keep_values_to_themselves() {
    let text = "listen = \"hunter2\"\npublic_url = \"hunter2\"\ndatabase = \"hunter2\"\n\
        log = \"hunter2\"\nprofile = \"hunter2\"\n[mail]\nfrom = \"hunter2\"\n\
        carrier = \"smtp\"\nsecurity = \"hunter2\"\n[brand]\nfaq = \"hunter2\"\n";
    let problems = parse(text).unwrap_err();
    assert!(problems.len() >= 9, "{problems:?}");
    assert!(!problems.concat().contains("hunter2"), "{problems:?}");
}
