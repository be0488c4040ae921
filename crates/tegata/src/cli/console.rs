//! The terminal, or the pipes in its place.
//!
//! A question is asked on the terminal, without echo if its answer is a secret. Where standard
//! input is no terminal, each answer is its next line, in the order of the questions.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, StdinLock, Write as _};
use std::sync::mpsc;
use std::time::Duration;

use zeroize::Zeroizing;

use super::failure::Failure;
use super::texts::{Text, Texts};

/// The longest line that is an answer, in bytes.
const LONGEST_LINE: u64 = 64 * 1024;

/// How often a terminal is told that work goes on.
const TICK: Duration = Duration::from_millis(250);

/// Standard input, output and error.
pub struct Console<'a> {
    texts: &'a Texts,
    input: StdinLock<'static>,
}

#[allow(
    clippy::unused_self,
    reason = "it is the console that is asked, whichever stream of the process that means"
)]
impl<'a> Console<'a> {
    /// The process's own.
    #[must_use]
    pub fn new(texts: &'a Texts) -> Self {
        Self {
            texts,
            input: io::stdin().lock(),
        }
    }

    /// Whether somebody sits before standard input.
    #[must_use]
    pub fn is_interactive(&self) -> bool {
        io::stdin().is_terminal()
    }

    /// Whether somebody reads standard output.
    #[must_use]
    pub fn is_read(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// A line of what was asked for.
    pub fn print(&self, text: &str) -> Result<(), Failure> {
        self.write(format!("{text}\n").as_bytes())
    }

    /// Bytes of what was asked for. A reader who went away (`| head`) is no failure.
    pub fn write(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::Io("stdout".to_owned(), error.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// A remark beside what was asked for.
    pub fn remark(&self, text: &str) {
        // Whoever closed standard error does not want to know.
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Asks for a secret.
    pub fn secret(&mut self, question: Text) -> Result<Zeroizing<String>, Failure> {
        if !self.is_interactive() {
            return self.line();
        }
        let prompt = format!("{} ", self.texts.say(question));
        match rpassword::prompt_password(prompt) {
            Ok(text) => Ok(Zeroizing::new(text)),
            Err(_) => Err(Failure::NoAnswer),
        }
    }

    /// Asks for a new password, twice.
    pub fn new_password(
        &mut self,
        question: Text,
        again: Text,
    ) -> Result<Zeroizing<String>, Failure> {
        let password = self.secret(question)?;
        if password.is_empty() {
            return Err(Failure::EmptyPassword);
        }
        if *self.secret(again)? == *password {
            Ok(password)
        } else {
            Err(Failure::NotTheSame)
        }
    }

    /// Asks a question that yes or no answers; anything but yes is no.
    pub fn confirm(&mut self, question: &str) -> Result<bool, Failure> {
        if self.is_interactive() {
            let mut err = io::stderr();
            let _ = write!(err, "{question} ").and_then(|()| err.flush());
        }
        let answer = match self.line() {
            Ok(answer) => answer,
            Err(Failure::NoAnswer) => return Ok(false),
            Err(other) => return Err(other),
        };
        let answer = answer.trim().to_lowercase();
        Ok(matches!(
            answer.as_str(),
            "y" | "yes" | "\u{306f}\u{3044}" | "\u{ff59}" | "\u{ff59}\u{ff45}\u{ff53}"
        ))
    }

    /// Everything that is left of standard input, if it is no more than `most` bytes.
    pub fn rest(&mut self, most: usize) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let mut bytes = Zeroizing::new(Vec::new());
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        let read = self.input.by_ref().take(limit).read_to_end(&mut bytes);
        read.map_err(|error| Failure::Io("stdin".to_owned(), error.to_string()))?;
        if bytes.len() > most {
            let too_large = tegata::formats::ReadError::TooLarge;
            return Err(Failure::Read("stdin".to_owned(), too_large));
        }
        Ok(bytes)
    }

    fn line(&mut self) -> Result<Zeroizing<String>, Failure> {
        let mut line = Zeroizing::new(String::with_capacity(256));
        let read = self.input.by_ref().take(LONGEST_LINE).read_line(&mut line);
        match read {
            Ok(0) | Err(_) => return Err(Failure::NoAnswer),
            Ok(_) => {}
        }
        let end = line.trim_end_matches(['\r', '\n']).len();
        line.truncate(end);
        Ok(line)
    }

    /// Does something that takes a while; tells a terminal so meanwhile.
    pub fn busy<T>(&self, what: Text, work: impl FnOnce() -> T) -> T {
        if !io::stderr().is_terminal() {
            return work();
        }
        let label = self.texts.say(what);
        std::thread::scope(|scope| {
            let (done, waiting) = mpsc::channel::<()>();
            scope.spawn(move || show_progress(label, &waiting));
            let result = work();
            drop(done);
            result
        })
    }
}

/// Until the other end is dropped: the label and dots, then nothing of it.
fn show_progress(label: &str, waiting: &mpsc::Receiver<()>) {
    let mut err = io::stderr();
    let mut dots = 0;
    while waiting.recv_timeout(TICK) == Err(mpsc::RecvTimeoutError::Timeout) {
        dots = dots % 3 + 1;
        let _ = write!(err, "\r{label}{:<3}", ".".repeat(dots)).and_then(|()| err.flush());
    }
    if dots > 0 {
        let blank = " ".repeat(label.chars().count() * 2 + 3);
        let _ = write!(err, "\r{blank}\r").and_then(|()| err.flush());
    }
}
