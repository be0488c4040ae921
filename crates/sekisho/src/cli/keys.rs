//! `keys`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use crypto::KeyId;

use super::Config;
use super::values::key_id;

/// `keys`.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Make a key file (mode 0600); one that is there is left alone
    Generate {
        /// The file to make, outside the folder of the database
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// The key's name: 1 to 32 characters of a-z, 0-9, -
        #[arg(long, value_name = "ID", default_value = "first", value_parser = key_id)]
        id: KeyId,
    },
    /// Add a fresh key to the key file, which only reads for now: every node gets it before one uses it
    Add(WhichKey),
    /// Make a key of the key file the one that seals, once every node has it
    Use(WhichKey),
    /// Take a key out of the key file that nothing needs any more
    Remove(WhichKey),
    /// Seal everything again under the current key, while nodes run; repeat it after a break
    Rotate {
        #[command(flatten)]
        config: Config,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Say what still needs which key
    Status {
        #[command(flatten)]
        config: Config,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Which key of which file.
#[derive(Args, Debug)]
pub struct WhichKey {
    #[command(flatten)]
    pub config: Config,
    /// The key's name: 1 to 32 characters of a-z, 0-9, -
    #[arg(long, value_name = "ID", value_parser = key_id)]
    pub id: KeyId,
}
