//! A user with a browser, a phone and a mail box, from the first mail to the daily log-in.
//!
//! Every step is one form. A form that got no answer is sent once more, as it was: the answer
//! must be that of the first time, whether the product had acted on it or not. So whatever was
//! acknowledged and then lost shows itself as an unexpected answer to a later step.

mod entry;
mod member;

use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use otp::{Secret, TimeStep, Totp};

use crate::demo::Merchant;
use crate::post::{self, letters_to};
use testkit::browser::{Answer, Browser, Form};

const STEP_SECONDS: u64 = 30;

/// What a person does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Waits for MAIL-3.
    FirstMail,
    /// Has lost that, and asks for a reset.
    AskReset,
    /// Waits for MAIL-1.
    LinkMail,
    /// Presses the button on the reset page.
    Redeem,
    /// Waits for MAIL-2.
    TemporaryMail,
    /// Logs in with the temporary password.
    LogIn,
    /// Chooses a password.
    Choose,
    /// Presses 発行.
    Issue,
    /// Reads the secret.
    Read,
    /// Sends the first code.
    Confirm,
    /// Is set up: logs in with codes, changes the password at times.
    Member,
    /// Is locked out by tries that were never answered.
    Retired,
}

/// A code that was sent: accepted once at most, however often.
#[derive(Clone, Copy, Debug)]
struct Sent {
    step: u64,
    round: u32,
    tries: u32,
    answers: u32,
    accepted: u32,
}

/// What was shown, to tell a test that tried something from one that did not.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Log-ins with a code that were answered with a session.
    pub opened: u32,
    /// Codes that were repeated after a session was open, and refused.
    pub replays: u32,
    /// Passwords changed.
    pub changed: u32,
    /// Forms or log-ins without an answer.
    pub unanswered: u32,
}

pub struct Person {
    pub merchant: Merchant,
    pub user_id: String,
    pub mail: String,
    pub stage: Stage,
    pub browser: Browser,
    pub tally: Tally,
    /// Sent, and not answered.
    pub open: Option<Form>,
    /// Different codes sent since the set-up: each opens one session at most.
    pub codes: u32,
    pub password: String,
    number: u32,
    passwords: u32,
    chosen: Option<String>,
    link: String,
    phone: Option<Totp>,
    used: u64,
    sent: Option<Sent>,
    /// Log-ins in a row that were refused or not answered.
    failed: u32,
}

pub fn unix_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock after 1970")
        .as_secs()
}

/// The `n`th password: fits the rules, and is none of the others.
pub fn password(n: u32) -> String {
    let digits = format!("{n:05}");
    let pairs = digits.bytes().map(|digit| {
        let letter = char::from(digit - b'0' + b'a');
        format!("{letter}{}", char::from(digit))
    });
    format!("Sek{}", pairs.collect::<String>())
}

impl Person {
    /// Somebody who has been registered; every third loses the first mail.
    pub fn registered(merchant: &Merchant, browser: Browser, number: u32) -> Self {
        let user_id = format!("user{number}");
        Self {
            mail: format!("{user_id}@people.example"),
            user_id,
            ..Self::new(merchant, browser, number, Stage::FirstMail)
        }
    }

    /// The 管理 user, whose first password was handed over on paper.
    pub fn admin(merchant: &Merchant, browser: Browser, number: u32) -> Self {
        let first = merchant.first_password.clone().expect("a first password");
        Self {
            password: first,
            ..Self::new(merchant, browser, number, Stage::LogIn)
        }
    }

    fn new(merchant: &Merchant, browser: Browser, number: u32, stage: Stage) -> Self {
        Self {
            merchant: merchant.clone(),
            user_id: merchant.merchant_code.clone(),
            mail: String::new(),
            stage,
            browser,
            tally: Tally::default(),
            open: None,
            codes: 0,
            password: String::new(),
            number,
            passwords: 0,
            chosen: None,
            link: String::new(),
            phone: None,
            used: 0,
            sent: None,
            failed: 0,
        }
    }

    /// Whether something was sent that has to be settled soon.
    pub const fn is_in_doubt(&self) -> bool {
        self.open.is_some() || self.sent.is_some()
    }

    /// Does the next step. False when there is nothing to do now.
    pub fn advance(&mut self, data: &Path, round: u32) -> io::Result<bool> {
        let before = self.stage;
        match self.stage {
            Stage::FirstMail | Stage::LinkMail | Stage::TemporaryMail => return self.fetch(data),
            Stage::AskReset => self.ask_reset()?,
            Stage::Redeem => self.redeem()?,
            Stage::LogIn => self.first_log_in()?,
            Stage::Choose => self.choose()?,
            Stage::Issue => self.issue()?,
            Stage::Read => self.read()?,
            Stage::Confirm => self.confirm()?,
            Stage::Member => return self.member(round),
            Stage::Retired => return Ok(false),
        }
        Ok(self.stage != before)
    }

    fn fetch(&mut self, data: &Path) -> io::Result<bool> {
        let (subject, next) = match self.stage {
            Stage::FirstMail if self.number.is_multiple_of(3) => {
                (post::REGISTERED, Stage::AskReset)
            }
            Stage::FirstMail => (post::REGISTERED, Stage::LogIn),
            Stage::LinkMail => (post::RESET_STARTED, Stage::Redeem),
            _ => (post::TEMPORARY, Stage::LogIn),
        };
        let Some(letter) = letters_to(data, &self.mail, subject).pop() else {
            return Ok(false);
        };
        if self.stage == Stage::LinkMail {
            self.link = post::reset_path(&letter);
        } else {
            self.password = post::temporary_password(&letter);
        }
        if self.stage == Stage::TemporaryMail {
            let again = self.browser.get(&self.link)?;
            assert_eq!(
                again.status, 404,
                "{}: a used link works again",
                self.user_id
            );
        }
        self.stage = next;
        Ok(true)
    }

    fn ask_reset(&mut self) -> io::Result<()> {
        let page = format!("/{}/reset", self.merchant.access_key);
        let (code, user) = (self.merchant.merchant_code.clone(), self.user_id.clone());
        let fields = [("merchant_code", code.as_str()), ("user_id", user.as_str())];
        let answer = self.submit(&page, &page, &fields)?;
        self.shows(&answer, "パスワード初期化手続き完了", Stage::LinkMail);
        Ok(())
    }

    fn redeem(&mut self) -> io::Result<()> {
        let page = self.link.clone();
        let answer = self.submit(&page, &page, &[])?;
        self.shows(&answer, "初期パスワード送信完了", Stage::TemporaryMail);
        Ok(())
    }

    fn first_log_in(&mut self) -> io::Result<()> {
        let answer = self.log_in("")?;
        self.led(&answer, "/console/password", Stage::Choose);
        Ok(())
    }

    fn choose(&mut self) -> io::Result<()> {
        let new = self.next_password();
        let fields = [
            ("new_password", new.as_str()),
            ("new_password_again", new.as_str()),
        ];
        let answer = self.submit("/console/password", "/console/password", &fields)?;
        if self.led(&answer, "/console/secret", Stage::Issue) {
            self.password = new;
            self.chosen = None;
        }
        Ok(())
    }

    fn issue(&mut self) -> io::Result<()> {
        let answer = self.submit("/console/secret", "/console/secret/issue", &[])?;
        self.led(&answer, "/console/secret", Stage::Read);
        Ok(())
    }

    fn read(&mut self) -> io::Result<()> {
        let page = self.browser.get("/console/secret")?;
        let shown = page.body.split_once("<copy-text data-value=\"");
        let (_, rest) = shown.expect("a secret that was issued is shown to its session");
        let secret = rest.split('"').next().unwrap_or_default();
        self.phone = Some(Totp::standard(
            Secret::from_base32(secret).expect("a secret"),
        ));
        self.stage = Stage::Confirm;
        Ok(())
    }

    fn confirm(&mut self) -> io::Result<()> {
        if self.open.is_none() {
            self.used = unix_seconds() / STEP_SECONDS;
        }
        let code = self.code(self.used);
        let fields = [("code", code.as_str())];
        let answer = self.submit("/console/secret", "/console/secret/confirm", &fields)?;
        self.led(&answer, "/console/menu", Stage::Member);
        Ok(())
    }

    /// The code of a step.
    pub fn code(&self, step: u64) -> String {
        let phone = self.phone.as_ref().expect("a phone");
        phone
            .code_for(TimeStep::new(step))
            .text()
            .expose()
            .to_owned()
    }

    fn next_password(&mut self) -> String {
        let (person, passwords) = (self.number, &mut self.passwords);
        let new = self.chosen.get_or_insert_with(|| {
            *passwords += 1;
            password(person * 100 + *passwords)
        });
        new.clone()
    }

    /// Types the four values; an unanswered log-in is never repeated as it was.
    pub fn log_in(&mut self, code: &str) -> io::Result<Answer> {
        let page = format!("/{}", self.merchant.access_key);
        let fields = [
            ("merchant_code", self.merchant.merchant_code.as_str()),
            ("user_id", self.user_id.as_str()),
            ("password", self.password.as_str()),
            ("code", code),
        ];
        let form = self.browser.fill(&page, &page, &fields)?;
        self.failed += 1;
        self.tally.unanswered += 1;
        let answer = self.browser.send(&form)?;
        self.tally.unanswered -= 1;
        if answer.status == 303 {
            self.failed = 0;
        }
        Ok(answer)
    }

    /// Sends a form, or the open one again; it stays open until it is answered.
    fn submit(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> io::Result<Answer> {
        let form = match self.open.take() {
            Some(form) => form,
            None => self.browser.fill(page, action, fields)?,
        };
        self.open = Some(form.clone());
        self.tally.unanswered += 1;
        let answer = self.browser.send(&form)?;
        self.tally.unanswered -= 1;
        if answer.status != 503 {
            self.open = None;
        }
        Ok(answer)
    }

    /// A redirect to `path` leads to the next stage, a busy server to none. False when busy.
    fn led(&mut self, answer: &Answer, path: &str, next: Stage) -> bool {
        let was = (answer.status, answer.leads_to());
        if answer.status != 503 {
            let who = &self.user_id;
            assert_eq!(
                was,
                (303, path),
                "{who} at {:?}: {}",
                self.stage,
                answer.body
            );
            self.stage = next;
        }
        answer.status != 503
    }

    fn shows(&mut self, answer: &Answer, title: &str, next: Stage) {
        if answer.status != 503 {
            let fits = answer.status == 200 && answer.body.contains(title);
            assert!(fits, "{} at {:?}: {answer:?}", self.user_id, self.stage);
            self.stage = next;
        }
    }
}
