//! `[metrics]`: where whoever watches over a node reads what it counts.

use std::net::SocketAddr;

use super::document::{Problems, Section};

/// Reads the table. `None`: nobody can ask.
pub fn read(
    root: &mut Section,
    problems: &mut Problems,
    warnings: &mut Problems,
) -> Option<SocketAddr> {
    let mut table = root.table("metrics", problems);
    let listen = table.text("listen", problems);
    table.finish(problems);
    let Ok(address) = listen?.parse::<SocketAddr>() else {
        let why = "write an address with its port, for example \"127.0.0.1:9464\"";
        problems.add("metrics.listen", why);
        return None;
    };
    if !address.ip().is_loopback() {
        let why = "whoever reaches this address reads how busy the installation is, without a \
                   password; keep it inside the network of those who watch over it";
        warnings.add("metrics.listen", why);
    }
    Some(address)
}
