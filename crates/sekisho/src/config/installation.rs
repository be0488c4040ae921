//! What auditors ask of a configuration.

use domain::evidence::Installation;

use super::Settings;

impl Settings {
    /// What it says of the installation, for auditors. A configuration whose keys lie beside the
    /// database is refused; a demonstration's do.
    #[must_use]
    pub fn installation(&self, demonstration: bool) -> Installation {
        Installation {
            demonstration,
            https: self.network.public_url.is_secure(),
            keys_apart: !demonstration,
            hash_memory_kib: self.hash.cost.memory_kib(),
            hash_passes: self.hash.cost.passes(),
            checkpoint_file: self.audit.checkpoints.is_some(),
            keep: self.audit.keep,
        }
    }
}
