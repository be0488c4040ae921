//! Tells systemd how far the node is (`sd_notify(3)`): a unit of `Type=notify` counts as started when
//! its pages can be asked for, and as stopping from the signal on.

use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// It serves.
pub const READY: &str = "READY=1";
/// It finishes what is in hand.
pub const STOPPING: &str = "STOPPING=1";

/// Tells it, if anybody asked to be told.
#[allow(
    clippy::disallowed_methods,
    reason = "the binary reads its surroundings here"
)]
pub fn tell(state: &str) {
    let Some(socket) = std::env::var_os("NOTIFY_SOCKET") else {
        return;
    };
    let name = socket.as_bytes();
    let address = match name.strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(&socket),
    };
    let sent = address
        .and_then(|address| UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address));
    if let Err(error) = sent {
        tracing::warn!(%error, "the service manager could not be told {state}");
    }
}
