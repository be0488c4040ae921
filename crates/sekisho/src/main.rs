//! The `sekisho` binary: configuration, wiring, subcommands.

fn main() {}
