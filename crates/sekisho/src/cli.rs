//! The command line. Secrets are never arguments: other users of the machine can see those.

mod audit;
mod backup;
mod doctor;
mod keys;
mod operator;
mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use domain::ids::ApiKeyId;
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use domain::person::PersonName;

use crate::failure::EXIT_CODES;
pub use audit::{Audit, Verify};
pub use backup::{Backup, Restore};
pub use doctor::Doctor;
pub use keys::{Keys, WhichKey};
pub use operator::{CreateOperator, Operator, ResetAdmin, ResetOperator};
use values::{
    DemoAddress, access_key, address, api_key_id, company, loopback, merchant_code, person, reason,
};

/// The merchant console with its log-in gate.
///
/// Try it with `sekisho demo`; run it with `sekisho serve`.
#[derive(Debug, Parser)]
#[command(name = "sekisho", version, after_help = EXIT_CODES, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a demonstration: everything embedded, three made-up merchants, plain HTTP
    Demo(Demo),
    /// Run the product
    Serve {
        #[command(flatten)]
        config: Config,
    },
    /// Check the configuration and everything it points to, and name all that is wrong
    CheckConfig {
        #[command(flatten)]
        config: Config,
    },
    /// Bring the database to this release's schema; with --from, move another one into it
    Migrate {
        #[command(flatten)]
        config: Config,
        /// The configuration whose database is copied into the new, empty one, such as that of a
        /// SQLite file that has become too small. Stop its nodes first; nothing in it is changed
        #[arg(long, value_name = "FILE")]
        from: Option<PathBuf>,
    },
    /// Write everything in the database into one sealed file; nodes may go on running
    Backup(Backup),
    /// Check such a file, or put it back into an empty database
    Restore(Restore),
    /// Set up and look after merchants
    Merchant {
        #[command(subcommand)]
        command: Merchant,
    },
    /// Users of many merchants
    User {
        #[command(subcommand)]
        command: User,
    },
    /// What the customer-service centre does
    Operator {
        #[command(subcommand)]
        command: Operator,
    },
    /// Notices on the pages, times of maintenance
    Announce {
        #[command(subcommand)]
        command: crate::commands::Announce,
    },
    /// Keys of programs that set merchants up
    ApiKey {
        #[command(subcommand)]
        command: ApiKey,
    },
    /// Evidence for auditors: what standards ask for, what is configured, what the data show
    Doctor(Doctor),
    /// The audit trail: copies, checks, erasures
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
    /// Run scheduled work now
    Job {
        #[command(subcommand)]
        command: Job,
    },
    /// The keys that never enter the database
    Keys {
        #[command(subcommand)]
        command: Keys,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page (troff)
    Man,
}

/// The configuration file.
#[derive(Args, Debug)]
pub struct Config {
    /// The configuration file
    #[arg(long = "config", value_name = "FILE")]
    pub file: PathBuf,
}

/// `demo`.
#[derive(Args, Debug)]
pub struct Demo {
    /// Where to listen, on this machine only; port 0 takes a free one. Passkeys need localhost:PORT
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", value_parser = loopback)]
    pub listen: DemoAddress,
    /// The folder for database, keys and mails; made when it is not there
    #[arg(long, value_name = "DIR", default_value = "./demo-data")]
    pub data: PathBuf,
    /// Names, contacts, colours and logo of a brand of your own, in the form of the table [brand]
    #[arg(long, value_name = "FILE")]
    pub brand: Option<PathBuf>,
}

/// `merchant`.
#[derive(Debug, Subcommand)]
pub enum Merchant {
    /// Set up a merchant with its admin user, and print the first password
    Create(CreateMerchant),
    /// Show a merchant
    Show {
        #[command(flatten)]
        config: Config,
        #[command(flatten)]
        which: Which,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take merchants over from a list; each admin user is invited by mail
    Import(Import),
    /// Keep a merchant's people out
    Suspend {
        #[command(flatten)]
        config: Config,
        #[command(flatten)]
        which: Which,
        /// Let them in again
        #[arg(long)]
        lift: bool,
        /// Why; stands in the merchant's activity
        #[arg(long, value_name = "TEXT", value_parser = reason)]
        reason: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// `api-key`.
#[derive(Debug, Subcommand)]
pub enum ApiKey {
    /// Make a key and print it, this once
    Create {
        #[command(flatten)]
        config: Config,
        /// What it is for
        #[arg(long, value_name = "NAME", value_parser = reason)]
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List all keys, revoked ones too
    List {
        #[command(flatten)]
        config: Config,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Revoke a key: its next request is refused
    Revoke {
        #[command(flatten)]
        config: Config,
        /// Its id, as listed
        #[arg(long, value_name = "ID", value_parser = api_key_id)]
        id: ApiKeyId,
    },
}

/// `user`.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Take users over from a list; each is invited by mail
    Import(Import),
}

/// `merchant import` and `user import`.
#[derive(Args, Debug)]
pub struct Import {
    #[command(flatten)]
    pub config: Config,
    /// The list: CSV with a header, UTF-8 or Windows-31J
    #[arg(value_name = "FILE")]
    pub list: PathBuf,
    /// Check every line, save nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print a JSON object for each line
    #[arg(long)]
    pub json: bool,
}

/// Which merchant.
#[derive(Args, Debug)]
pub struct Which {
    /// The merchant's code, nine digits
    #[arg(long = "merchant", value_name = "CODE", value_parser = merchant_code)]
    pub code: MerchantCode,
}

/// `merchant create`.
#[derive(Args, Debug)]
pub struct CreateMerchant {
    #[command(flatten)]
    pub config: Config,
    /// The company's name
    #[arg(long, value_name = "NAME", value_parser = company)]
    pub company: CompanyName,
    /// Whether it ships goods; `tablet` is one that does not, with a tablet contract
    #[arg(long, value_enum)]
    pub kind: Kind,
    /// It has a tablet contract
    #[arg(long)]
    pub tablet: bool,
    /// The contact person's address, where the admin user's mails go
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub contact_mail: Option<MailAddress>,
    /// The admin user's name
    #[arg(long, value_name = "NAME", value_parser = person)]
    pub admin_name: Option<PersonName>,
    /// The admin user's address
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub admin_mail: Option<MailAddress>,
    /// The merchant's code, nine digits; drawn when it is not given
    #[arg(long, value_name = "CODE", value_parser = merchant_code)]
    pub code: Option<MerchantCode>,
    /// The access key, two to seven digits; drawn when it is not given
    #[arg(long, value_name = "KEY", value_parser = access_key)]
    pub access_key: Option<AccessKey>,
    /// Mail the first password to the contact person, too
    #[arg(long)]
    pub mail_first_password: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Kinds of merchants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum Kind {
    /// Ships goods
    Logistics,
    /// Does not ship goods
    NonLogistics,
    /// Does not ship goods and has a tablet contract
    Tablet,
}

impl Kind {
    /// Whether it ships goods, and whether it has a tablet contract.
    #[must_use]
    pub fn parts(self) -> (MerchantKind, bool) {
        match self {
            Self::Logistics => (MerchantKind::Logistics, false),
            Self::NonLogistics => (MerchantKind::NonLogistics, false),
            Self::Tablet => (MerchantKind::NonLogistics, true),
        }
    }
}

/// `job`.
#[derive(Debug, Subcommand)]
pub enum Job {
    /// Run one job once; `serve` runs them by itself
    Run {
        #[command(flatten)]
        config: Config,
        /// Which
        #[arg(value_enum)]
        name: JobName,
        /// Only tell what there is to do
        #[arg(long)]
        dry_run: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum JobName {
    /// Forget what is no longer needed
    Sweep,
    /// Hand over the mails that are due
    Mail,
    /// Delete users who have not logged in for too long, and warn those who come near
    ExpireUsers,
    /// Put waiting rows of the audit trail into the chain
    SealAudit,
    /// Remove rows of the audit trail whose time is over
    PurgeAudit,
}

#[cfg(test)]
mod tests {
    use super::{Cli, loopback};
    use clap::{CommandFactory as _, Parser as _};

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    /// Shows PCI-7.
    #[test]
    fn a_demonstration_stays_on_this_machine() {
        for good in ["127.0.0.1:0", "127.8.8.8:80", "[::1]:8080", "localhost:80"] {
            assert!(loopback(good).is_ok(), "{good}");
        }
        for bad in [
            "0.0.0.0:8080",
            "[::]:80",
            "192.0.2.1:80",
            "localhost",
            "localhost:x",
            "localhost.example:80",
            "8080",
            "",
        ] {
            assert!(loopback(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn resetting_nothing_or_without_a_reason_is_a_mistake() {
        let start = [
            "sekisho",
            "operator",
            "reset-admin",
            "--config",
            "c",
            "--merchant",
            "123456789",
        ];
        let with = |rest: &[&str]| Cli::try_parse_from(start.iter().chain(rest)).is_ok();
        assert!(with(&[
            "--lock",
            "--reason",
            "caller named company and code"
        ]));
        assert!(with(&[
            "--lock",
            "--password",
            "--one-time-password",
            "--reason",
            "x"
        ]));
        assert!(!with(&["--reason", "x"]));
        assert!(!with(&["--lock"]));
        assert!(!with(&["--lock", "--reason", " "]));
        assert!(!with(&["--lock", "--reason", "a\nb"]));
    }
}
