//! `audit-verify`: checks an export of the audit trail. It needs no database, no network and no
//! secret; an auditor can run it on a machine of the auditor's own.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use trail::Evidence;

const USAGE: &str = "\
Checks an export of the audit trail against its signed checkpoints.

  audit-verify --key FILE [--checkpoints FILE]... EXPORT

  EXPORT              the folder that `sekisho audit export` made
  --key FILE          the public keys, one a line, from whoever you trust: not from the export
  --checkpoints FILE  a file of checkpoints that was kept elsewhere, such as a node's own;
                      may be given several times. It shows what was cut off or rewritten since

Exit codes: 0 everything is as it was sealed, 1 it is not, 2 it could not be checked";

fn main() -> ExitCode {
    let evidence = match arguments(std::env::args_os().skip(1)) {
        Ok(Some(evidence)) => evidence,
        Ok(None) => return say(&mut io::stdout(), USAGE, ExitCode::SUCCESS),
        Err(why) => return say(&mut io::stderr(), &format!("{why}\n\n{USAGE}"), 2.into()),
    };
    match trail::verify_export(&evidence) {
        Ok(report) => {
            let code = ExitCode::from(u8::from(!report.holds()));
            say(&mut io::stdout(), &report.to_string(), code)
        }
        Err(error) => say(
            &mut io::stderr(),
            &format!("audit-verify: {error}"),
            2.into(),
        ),
    }
}

/// A verdict that could not be told must not be taken for a good one.
fn say(to: &mut dyn io::Write, text: &str, code: ExitCode) -> ExitCode {
    match writeln!(to, "{text}").and_then(|()| to.flush()) {
        Ok(()) => code,
        Err(_) => ExitCode::from(2),
    }
}

/// `None`: only the usage was asked for.
fn arguments(mut given: impl Iterator<Item = OsString>) -> Result<Option<Evidence>, String> {
    let mut evidence = Evidence::default();
    let mut export = None;
    while let Some(argument) = given.next() {
        match argument.to_str() {
            Some("--help" | "-h") => return Ok(None),
            Some("--key") => {
                let path = PathBuf::from(given.next().ok_or("--key needs a file")?);
                let keys = trail::keys(&path).map_err(|error| error.to_string())?;
                evidence.keys.extend(keys);
            }
            Some("--checkpoints") => {
                let path = given.next().ok_or("--checkpoints needs a file")?;
                evidence.checkpoints.push(path.into());
            }
            Some(option) if option.starts_with('-') => return Err(format!("what is {option}?")),
            _ if export.is_some() => return Err("one export at a time".to_owned()),
            _ => export = Some(PathBuf::from(argument)),
        }
    }
    if evidence.keys.is_empty() {
        return Err("without --key nothing can be checked".to_owned());
    }
    evidence.export = export.ok_or("which export?")?;
    Ok(Some(evidence))
}
