//! What evidence is made of.

use crate::policy::Policy;
use crate::time::{Span, Timestamp};

/// What the configuration says beside the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub struct Installation {
    /// Made-up accounts with printed passwords.
    pub demonstration: bool,
    /// Browsers reach it over HTTPS.
    pub https: bool,
    /// The keys lie in another folder than the database.
    pub keys_apart: bool,
    /// Memory of one password hash, KiB.
    pub hash_memory_kib: u32,
    /// Passes of one password hash.
    pub hash_passes: u32,
    /// Checkpoints are written outside the database.
    pub checkpoint_file: bool,
    /// How long the audit trail is kept.
    pub keep: Span,
}

/// The keys in use. Nothing of them is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFacts {
    /// The current key's name and fingerprint.
    pub fingerprint: String,
    /// How many keys there are, retired ones included.
    pub number: u64,
    /// The database was made with one of them.
    pub known: bool,
}

/// What the database shows, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "each is the fact of the same name, see `Measured`"
)]
pub struct Data {
    pub merchants: u64,
    pub merchants_restricted: u64,
    pub merchants_unreachable: u64,
    pub people: u64,
    pub duplicate_ids: u64,
    pub ids_in_many_networks: u64,
    pub first_passwords: u64,
    pub first_passwords_over: u64,
    pub old_passwords: u64,
    pub oldest_password: Option<Timestamp>,
    pub silent_users: u64,
    pub silent_admins: u64,
    pub silent_operators: u64,
    pub admins_without_factor: u64,
    pub operators_without_factor: u64,
    pub users_without_factor: u64,
    pub passkeys: u64,
    pub spent_factors: u64,
    pub sessions: u64,
    pub overdue_sessions: u64,
    pub mail_sessions: u64,
    pub locked: u64,
    pub failures: u64,
    pub api_keys: u64,
    pub api_keys_unused: u64,
    pub record_rows: u64,
    pub oldest_row: Option<Timestamp>,
    pub newest_row: Option<Timestamp>,
    pub last_checkpoint: Option<Timestamp>,
    pub oldest_unsealed: Option<Timestamp>,
    pub dead_mails: u64,
}

/// Everything that is judged.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The gate's numbers.
    pub policy: &'a Policy,
    /// The rest of the configuration.
    pub installation: &'a Installation,
    /// The keys.
    pub keys: &'a KeyFacts,
    /// The database.
    pub data: &'a Data,
    /// How far the clocks of node and database differ.
    pub clocks_differ: Span,
    /// The present moment.
    pub now: Timestamp,
}

/// Declares facts, each with its word.
macro_rules! facts {
    ($(#[$about:meta])* $group:ident: $($(#[$doc:meta])* $name:ident = $word:literal;)+) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $group {
            $($(#[$doc])* $name,)+
        }

        impl $group {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word in JSON.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

facts! {
    /// A setting.
    Setting:
    /// Made-up accounts are in it.
    Demonstration = "demonstration";
    /// HTTPS.
    Https = "https";
    /// Keys apart from the database.
    KeysApart = "keys_apart";
    /// Days without a log-in.
    InactiveDays = "inactive_days";
    /// Minutes without use.
    IdleMinutes = "idle_minutes";
    /// Hours in any case.
    AbsoluteHours = "absolute_hours";
    /// KiB for a hash.
    HashMemory = "hash_memory_kib";
    /// Passes of a hash.
    HashPasses = "hash_passes";
    /// Failures before the lock.
    Attempts = "attempts";
    /// Minutes after which a lock ends by itself.
    ReleaseMinutes = "release_minutes";
    /// Known browsers have tries of their own.
    KnownBrowsers = "known_browsers";
    /// Days of a first password.
    TemporaryDays = "temporary_password_days";
    /// Fewest characters.
    Shortest = "password_shortest";
    /// Most characters.
    Longest = "password_longest";
    /// Letters and digits are demanded.
    Composed = "password_composed";
    /// Former passwords that may not return.
    History = "password_history";
    /// Days after which a password has to be changed.
    MaxAgeDays = "password_max_age_days";
    /// Log-in with a mailed code is offered.
    MailMethod = "mail_method";
    /// Wrong codes that end a factor.
    WrongCodes = "wrong_codes";
    /// Checkpoints stand in a file.
    CheckpointFile = "checkpoint_file";
    /// Days that the record is kept.
    KeepDays = "record_keep_days";
    /// New browsers are told of by mail.
    NewBrowserMail = "new_browser_mail";
    /// Minutes for which a proof stands.
    AskAgainMinutes = "ask_again_minutes";
}

facts! {
    /// What was measured.
    Measured:
    /// Name and fingerprint of the current key.
    KeyFingerprint = "key_fingerprint";
    /// Keys in the file.
    Keys = "keys";
    /// The database's key is among them.
    KeyKnown = "key_known";
    /// Seconds between the clocks of node and database.
    ClocksDiffer = "clocks_differ_seconds";
    /// Merchants that are not closed.
    Merchants = "merchants";
    /// Of these, with a list of networks.
    MerchantsRestricted = "merchants_restricted";
    /// Of these, without an address of 管理 and of the contact person.
    MerchantsUnreachable = "merchants_unreachable";
    /// Accounts.
    People = "people";
    /// IDs that stand twice in a merchant.
    DuplicateIds = "duplicate_ids";
    /// IDs in use in three networks or more at once.
    IdsInManyNetworks = "ids_in_many_networks";
    /// First passwords not yet changed.
    FirstPasswords = "first_passwords";
    /// Of these, with their time over.
    FirstPasswordsOver = "first_passwords_over";
    /// Passwords older than the limit, or than 90 days where there is none.
    OldPasswords = "old_passwords";
    /// When the oldest password was chosen.
    OldestPassword = "oldest_password";
    /// 一般 and 出荷 users silent for a day longer than the limit, and still there.
    SilentUsers = "silent_users";
    /// 管理 users silent for 90 days.
    SilentAdmins = "silent_admins";
    /// Operators silent for 90 days.
    SilentOperators = "silent_operators";
    /// 管理 users with a password and no second factor.
    AdminsWithoutFactor = "admins_without_factor";
    /// Operators with a password and no second factor.
    OperatorsWithoutFactor = "operators_without_factor";
    /// 一般 and 出荷 users with a password and no second factor.
    UsersWithoutFactor = "users_without_factor";
    /// Passkeys in use.
    Passkeys = "passkeys";
    /// Secrets ended by too many wrong codes.
    SpentFactors = "spent_factors";
    /// Sessions.
    Sessions = "sessions";
    /// Sessions older than the absolute limit that have not ended.
    OverdueSessions = "overdue_sessions";
    /// Sessions opened with a mailed code.
    MailSessions = "mail_sessions";
    /// Names that are locked.
    Locked = "locked";
    /// Failed log-ins of 30 days.
    LogInFailures = "log_in_failures_30_days";
    /// Keys of programs.
    ApiKeys = "api_keys";
    /// Of these, not used for 90 days.
    ApiKeysUnused = "api_keys_unused";
    /// Rows of the record since its beginning.
    RecordRows = "record_rows";
    /// Its oldest row.
    OldestRow = "oldest_row";
    /// Its newest row.
    NewestRow = "newest_row";
    /// The last checkpoint.
    LastCheckpoint = "last_checkpoint";
    /// Seconds that the oldest row without a seal has waited.
    SealerWaits = "sealer_waits_seconds";
    /// Mails of seven days that could not be delivered.
    DeadMails = "dead_mails_7_days";
}
