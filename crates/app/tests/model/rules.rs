//! The model: the rules as a person could be told them.

use domain::obligations::Obligations;
use domain::time::{Span, Timestamp};
use testkit::phone::Phone;

#[derive(Clone, Copy, Debug)]
pub enum Pw {
    Current,
    Temporary,
    FormerTemporary,
    Wrong,
}

#[derive(Clone, Copy, Debug)]
pub enum Typed {
    Blank,
    Right,
    Wrong,
    Used,
    Letters,
}

/// The rules as a person could be told them.
pub struct Model {
    pub current: Option<(String, Timestamp)>,
    pub temporary: Option<(String, Timestamp)>,
    pub former: String,
    pub secret: Option<(Phone, bool)>,
    pub used: Option<(u64, Timestamp, u8)>,
    pub window: Timestamp,
    pub failures: u8,
    pub last_login: Timestamp,
    pub chosen: u32,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Expected {
    Open(Obligations),
    Refused,
    Locked,
}

impl Model {
    pub fn duty(&self, pw: Pw, now: Timestamp) -> Option<bool> {
        match pw {
            Pw::Current => self
                .current
                .as_ref()
                .map(|(_, at)| now.since(*at) >= Span::days(90)),
            Pw::Temporary => self
                .temporary
                .as_ref()
                .filter(|(_, until)| now < *until)
                .map(|_| true),
            Pw::FormerTemporary | Pw::Wrong => None,
        }
    }

    pub fn is_right(&self, typed: Typed, now: Timestamp) -> bool {
        let step = now.unix_seconds() / 30;
        matches!(typed, Typed::Right)
            && self.secret.is_some()
            && self.used.is_none_or(|(used, ..)| step > used)
    }

    pub fn log_in(&mut self, pw: Pw, typed: Typed, now: Timestamp) -> Expected {
        if self.failures >= 6 {
            return Expected::Locked;
        }
        let Some(change_password) = self.duty(pw, now) else {
            return self.fail();
        };
        if now.since(self.last_login) >= Span::days(91) {
            return self.fail();
        }
        let right = self.is_right(typed, now);
        match &mut self.secret {
            Some((_, in_force)) if right => {
                *in_force = true;
                self.accept(now);
                self.failures = 0;
                Expected::Open(Obligations {
                    change_password,
                    enrol: false,
                })
            }
            Some((_, true)) => self.refuse_code(typed, now),
            _ if now < self.window => {
                self.failures = 0;
                Expected::Open(Obligations {
                    change_password,
                    enrol: true,
                })
            }
            _ => self.fail(),
        }
    }

    pub fn accept(&mut self, now: Timestamp) {
        self.used = Some((now.unix_seconds() / 30, now, 0));
        self.last_login = now;
    }

    /// A repetition within 90 seconds is let go twice.
    pub fn refuse_code(&mut self, typed: Typed, now: Timestamp) -> Expected {
        let step = now.unix_seconds() / 30;
        if let Some((used, at, refunds)) = &mut self.used {
            let repeats = match typed {
                Typed::Used => step.abs_diff(*used) <= 1,
                Typed::Right => step == *used,
                _ => false,
            };
            if repeats && now.since(*at) < Span::seconds(90) && *refunds < 2 {
                *refunds += 1;
                return Expected::Refused;
            }
        }
        self.fail()
    }

    pub fn fail(&mut self) -> Expected {
        self.failures += 1;
        Expected::Refused
    }
}
