//! Writes the document of the interface for programs: `cargo run -p web --example openapi`.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(web::api::document().as_bytes())
}
