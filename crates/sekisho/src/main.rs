//! The `sekisho` command. Everything it does is in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    sekisho::run(std::env::args_os())
}
