//! `audit …`: the audit trail's copies, checks and erasures.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::merchant::MerchantCode;
use domain::person::UserId;

use super::Config;
use super::values::{merchant_code, reason, user_id};

/// `audit`.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Write everything that is sealed to a folder that can be checked without the database
    Export {
        #[command(flatten)]
        config: Config,
        /// The folder to make
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Check an export against its signed checkpoints; needs no database and no secret
    Verify(Verify),
    /// Print the public keys that checkpoints are checked with, for a file of the auditor's own
    Keys {
        #[command(flatten)]
        config: Config,
    },
    /// Forget a person whose account was deleted; the chain stays whole
    ErasePerson {
        #[command(flatten)]
        config: Config,
        #[command(flatten)]
        whom: Whom,
        /// Why; goes into the audit trail and must not name the person
        #[arg(long, value_name = "TEXT", value_parser = reason)]
        reason: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Whom to forget.
#[derive(Args, Debug)]
pub struct Whom {
    /// The merchant's code, nine digits
    #[arg(long, value_name = "CODE", value_parser = merchant_code,
        required_unless_present = "operator", conflicts_with = "operator")]
    pub merchant: Option<MerchantCode>,
    /// An operator, instead of a merchant's user
    #[arg(long)]
    pub operator: bool,
    /// The user ID that the person had
    #[arg(long, value_name = "ID", value_parser = user_id)]
    pub user_id: UserId,
    /// A further name that the person had, such as an earlier one; may be given several times
    #[arg(long = "name", value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    pub names: Vec<String>,
}

/// `audit verify`.
#[derive(Args, Debug)]
pub struct Verify {
    /// The folder of the export
    #[arg(value_name = "DIR")]
    pub export: PathBuf,
    /// The public keys, one a line, from whoever you trust: not from the export
    #[arg(long = "key", value_name = "FILE", required = true)]
    pub keys: Vec<PathBuf>,
    /// A file of checkpoints that was kept elsewhere, such as a node's own
    #[arg(long, value_name = "FILE")]
    pub checkpoints: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
