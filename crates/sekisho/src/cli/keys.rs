//! `keys`.

use std::path::PathBuf;

use clap::Subcommand;

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
        id: crypto::KeyId,
    },
}
