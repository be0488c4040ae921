//! Evidence for auditors: what a standard demands, what is configured, what the data show, and the
//! verdict. Words stand in the texts; here are rules and numbers only.
//!
//! A requirement is a row of `docs/security-requirements.md` that a running installation can be
//! measured by. Its evidence is a list of facts, each with its own verdict; the requirement's is the
//! worst of them, so the facts that break it are its reasons.

mod facts;
mod judging;
mod requirement;

pub use facts::{Data, Facts, Installation, KeyFacts, Measured, Setting};
pub use judging::{INACTIVE_AT_MOST, judge};
pub use requirement::{Requirement, Standard};

use crate::time::Timestamp;

/// How a fact, or a requirement, stands. In this order: the worse the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As demanded.
    Met,
    /// Allowed, but somebody should look at it.
    Attention,
    /// Not as demanded.
    NotMet,
}

impl Verdict {
    /// The word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Attention => "attention",
            Self::NotMet => "not_met",
        }
    }
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A setting of the installation.
    Setting(Setting),
    /// What was measured or counted in the data.
    Measured(Measured),
}

impl Fact {
    /// The word in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Setting(setting) => setting.word(),
            Self::Measured(measured) => measured.word(),
        }
    }
}

impl From<Setting> for Fact {
    fn from(setting: Setting) -> Self {
        Self::Setting(setting)
    }
}

impl From<Measured> for Fact {
    fn from(measured: Measured) -> Self {
        Self::Measured(measured)
    }
}

/// What a fact amounts to. Units are the fact's own and stand in its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number; `None`: there is no such limit.
    Number(Option<u64>),
    /// Yes or no.
    Flag(bool),
    /// A moment; `None`: it never came.
    Moment(Option<Timestamp>),
    /// A name.
    Text(String),
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<u64>> for Value {
    fn from(number: Option<u64>) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(moment: Option<Timestamp>) -> Self {
        Self::Moment(moment)
    }
}

/// A fact with its value and what it means for its requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What it is about.
    pub fact: Fact,
    /// What it amounts to.
    pub value: Value,
    /// How it stands.
    pub verdict: Verdict,
}

/// A requirement with its evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is demanded.
    pub requirement: Requirement,
    /// The worst of the evidence.
    pub verdict: Verdict,
    /// The facts it rests on, settings first.
    pub evidence: Vec<Shown>,
}

#[cfg(test)]
mod tests;
