//! `backup` and `restore`.

use std::path::PathBuf;

use clap::Args;

use super::Config;

/// `backup`.
#[derive(Args, Debug)]
pub struct Backup {
    #[command(flatten)]
    pub config: Config,
    /// The file to make (mode 0600); one that is there is left alone
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// `restore`.
#[derive(Args, Debug)]
pub struct Restore {
    #[command(flatten)]
    pub config: Config,
    /// The backup
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
    /// Only read and check the whole file; needs the key file and no database
    #[arg(long)]
    pub verify: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
