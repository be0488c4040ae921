//! From exec to the first answer.

use std::path::Path;
use std::time::Instant;

use crate::Outcome;
use crate::browser::Browser;
use crate::process::millis;
use crate::server::{DataFolder, Server};
use crate::statistics::{Spread, quantile};

/// Starts the server several times on the same folder and asks for `/healthz` once it says that it
/// listens.
pub fn measure(binary: &Path, data: &DataFolder, starts: usize) -> Outcome<String> {
    // The first start writes which keys belong to the database.
    drop(Server::start(binary, data)?);
    let mut times = Vec::new();
    for _ in 0..starts {
        let start = Instant::now();
        let server = Server::start(binary, data)?;
        let answer = Browser::visiting(server.address(), "127.0.0.1")?.get("/healthz")?;
        let time = millis(start.elapsed());
        if answer.status != 200 {
            return Err(format!("/healthz answered {}", answer.status).into());
        }
        times.push(time);
    }
    let high = quantile(&times, 0.95);
    Ok(format!(
        "## First answer\n\n\
         Exec to the first 200 of `/healthz`, {starts} starts, existing data folder: \
         {:.1} ms median (least – most), 95th percentile {high:.1} ms.\n",
        Spread::of(&times)
    ))
}
