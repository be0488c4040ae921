//! `operator …`: the centre's people, and help for admin users from the command line.

use clap::{Args, Subcommand};
use domain::mail_address::MailAddress;
use domain::person::{PersonName, UserId};

use super::values::{address, person, reason, user_id};
use super::{Config, Which};

/// `operator`.
#[derive(Debug, Subcommand)]
pub enum Operator {
    /// Give a locked or stranded admin user a way back; the contact person is told by mail
    ResetAdmin(ResetAdmin),
    /// Make an operator's account; the first password goes out by mail
    Create(CreateOperator),
    /// List the operators
    List {
        #[command(flatten)]
        config: Config,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Give an operator a way back: new first password, new secret key, no lock
    Reset(ResetOperator),
    /// Remove an operator; the sessions end at once
    Remove {
        #[command(flatten)]
        config: Config,
        #[command(flatten)]
        which: WhichOperator,
    },
}

/// Which operator.
#[derive(Args, Debug)]
pub struct WhichOperator {
    /// The operator's user ID
    #[arg(long, value_name = "ID", value_parser = user_id)]
    pub user_id: UserId,
}

/// `operator create`.
#[derive(Args, Debug)]
pub struct CreateOperator {
    #[command(flatten)]
    pub config: Config,
    #[command(flatten)]
    pub which: WhichOperator,
    /// The operator's name
    #[arg(long, value_name = "NAME", value_parser = person)]
    pub name: PersonName,
    /// The operator's address
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub mail: MailAddress,
    /// Print the first password instead of mailing it
    #[arg(long)]
    pub print: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `operator reset`.
#[derive(Args, Debug)]
pub struct ResetOperator {
    #[command(flatten)]
    pub config: Config,
    #[command(flatten)]
    pub which: WhichOperator,
    /// Print the first password instead of mailing it
    #[arg(long)]
    pub print: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `operator reset-admin`.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("what").args(["password", "one_time_password", "lock"])
    .required(true).multiple(true))]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub struct ResetAdmin {
    #[command(flatten)]
    pub config: Config,
    #[command(flatten)]
    pub which: Which,
    /// Mail a new temporary password
    #[arg(long)]
    pub password: bool,
    /// Let a new secret key be issued
    #[arg(long)]
    pub one_time_password: bool,
    /// Release the lock
    #[arg(long)]
    pub lock: bool,
    /// Why; goes into the audit trail
    #[arg(long, value_name = "TEXT", value_parser = reason)]
    pub reason: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
