//! Runs the binary in a folder of its own.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// The key of the published vectors.
pub const KEY: &str = "JBSWY3DPEHPK3PXP";

/// A person's folder, with a vault in it.
pub struct Person {
    folder: TempDir,
    /// `LC_ALL`.
    pub locale: &'static str,
}

/// What the binary did.
#[derive(Debug)]
pub struct Ran {
    /// Its exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Person {
    /// Without a vault.
    pub fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            locale: "en_US.UTF-8",
        }
    }

    /// With an open vault.
    pub fn with_open_vault() -> Self {
        let person = Self::new();
        person.done(&["init", "--open", "--yes"], "");
        person
    }

    /// With a vault under the password `correct horse`. Returns the printed key, too.
    pub fn with_sealed_vault() -> (Self, String) {
        let person = Self::new();
        let made = person.done(
            &["init", "--cost", "light", "--json"],
            "correct horse\ncorrect horse\n",
        );
        let json: serde_json::Value = serde_json::from_str(&made.out).unwrap();
        let key = json["recovery_key"].as_str().unwrap().to_owned();
        (person, key)
    }

    /// With an open vault and these accounts, all with the key of the vectors.
    pub fn with(names: &[&str]) -> Self {
        let person = Self::with_open_vault();
        for name in names {
            person.done(&["add", name], &format!("{KEY}\n"));
        }
        person
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same as text.
    pub fn text_path(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// The vault.
    pub fn vault(&self) -> PathBuf {
        self.path("vault.tegata")
    }

    /// A file with this content.
    pub fn file(&self, name: &str, content: &[u8]) -> String {
        std::fs::write(self.path(name), content).unwrap();
        self.text_path(name)
    }

    /// The command, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tegata"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("LANGUAGE")
            .env("LC_ALL", self.locale)
            .env("LANG", self.locale)
            .env("TEGATA_VAULT", self.vault())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Starts it; all of `input` is on its standard input.
    pub fn start(&self, arguments: &[&str], input: &[u8]) -> Child {
        let mut child = self.command(arguments).spawn().unwrap();
        // Whoever needs no input may be gone by now.
        let _ = child.stdin.take().unwrap().write_all(input);
        child
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str], input: &str) -> Ran {
        let child = self.start(arguments, input.as_bytes());
        Ran::of(&child.wait_with_output().unwrap())
    }

    /// Runs it; it must be done.
    pub fn done(&self, arguments: &[&str], input: &str) -> Ran {
        let ran = self.run(arguments, input);
        assert_eq!(ran.code, 0, "{arguments:?}: {ran:?}");
        ran
    }

    /// Runs it; it must refuse with this code and say so, and leave the vault as it is.
    pub fn refused(&self, arguments: &[&str], input: &str, code: i32) -> Ran {
        let before = read(&self.vault());
        let ran = self.run(arguments, input);
        assert_eq!(ran.code, code, "{arguments:?}: {ran:?}");
        assert!(!ran.err.trim().is_empty(), "{arguments:?} says nothing");
        assert_eq!(
            read(&self.vault()),
            before,
            "{arguments:?} changed the vault"
        );
        ran
    }

    /// What it answers in JSON.
    pub fn json(&self, arguments: &[&str], input: &str) -> serde_json::Value {
        let ran = self.run(&[arguments, &["--json"]].concat(), input);
        serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{arguments:?}: {ran:?}"))
    }

    /// The titles in the list.
    pub fn titles(&self) -> Vec<String> {
        let list = self.json(&["list"], "");
        let list = list.as_array().unwrap().iter();
        list.map(|entry| entry["title"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Ran {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }
}

/// A file's content, if there is one.
pub fn read(path: &Path) -> Option<Vec<u8>> {
    std::fs::read(path).ok()
}
