//! The clipboard, by what each system brings for it.
//!
//! A program of the system takes the text on its standard input: `pbcopy` (macOS), `clip`
//! (Windows), `wl-copy` (Wayland), `xclip` or `xsel` (X11). Where there is none, and over a
//! remote connection, the terminal itself is asked to take it (OSC 52), which most do.

use std::io::{self, IsTerminal as _, Write as _};
use std::process::{Command, Stdio};

use data_encoding::BASE64;

use super::System;

/// How the text got there.
#[derive(Clone, Copy, Debug)]
pub enum Clipboard {
    /// By a program.
    Program(&'static Program),
    /// By the terminal.
    Terminal,
}

/// A program that puts its input on the clipboard, and one that tells what is there.
#[derive(Debug)]
pub struct Program {
    /// A variable that must be set for it to work, if any.
    needs: Option<&'static str>,
    put: &'static [&'static str],
    get: &'static [&'static str],
}

const PROGRAMS: &[Program] = if cfg!(target_os = "macos") {
    &[Program {
        needs: None,
        put: &["pbcopy"],
        get: &["pbpaste"],
    }]
} else if cfg!(windows) {
    &[Program {
        needs: None,
        put: &["clip"],
        get: &["powershell", "-NoProfile", "-Command", "Get-Clipboard"],
    }]
} else {
    &[
        Program {
            needs: Some("WAYLAND_DISPLAY"),
            put: &["wl-copy"],
            get: &["wl-paste", "--no-newline"],
        },
        Program {
            needs: Some("DISPLAY"),
            put: &["xclip", "-selection", "clipboard"],
            get: &["xclip", "-selection", "clipboard", "-out"],
        },
        Program {
            needs: Some("DISPLAY"),
            put: &["xsel", "--clipboard", "--input"],
            get: &["xsel", "--clipboard", "--output"],
        },
    ]
};

/// Puts `text` on the clipboard; none if there is no way.
pub fn put(system: &dyn System, text: &str) -> Option<Clipboard> {
    let usable = PROGRAMS.iter().filter(|program| {
        program
            .needs
            .is_none_or(|name| system.variable(name).is_some())
    });
    for program in usable {
        if feed(program.put, text).is_ok() {
            return Some(Clipboard::Program(program));
        }
    }
    ask_terminal(text).then_some(Clipboard::Terminal)
}

impl Clipboard {
    /// Takes `text` away again, unless something else has been copied since.
    pub fn clear(self, text: &str) {
        match self {
            Self::Program(program) => {
                let there = read(program.get);
                if there.is_none_or(|there| there.trim_end() == text) {
                    // Nothing more can be done if it fails.
                    let _ = feed(program.put, "");
                }
            }
            Self::Terminal => {
                ask_terminal("");
            }
        }
    }
}

fn feed(command: &[&str], text: &str) -> io::Result<()> {
    let (program, arguments) = command.split_first().ok_or(io::ErrorKind::NotFound)?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes())?;
    }
    if child.wait()?.success() {
        Ok(())
    } else {
        Err(io::ErrorKind::Other.into())
    }
}

fn read(command: &[&str]) -> Option<String> {
    let (program, arguments) = command.split_first()?;
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()
}

/// OSC 52: the terminal takes what is encoded, an empty text empties.
fn ask_terminal(text: &str) -> bool {
    let mut err = io::stderr();
    let sequence = format!("\u{1b}]52;c;{}\u{7}", BASE64.encode(text.as_bytes()));
    err.is_terminal()
        && err
            .write_all(sequence.as_bytes())
            .and_then(|()| err.flush())
            .is_ok()
}
