//! Users from a list (CSV), in three pages.

use askama::Template;

use super::shell::problems;
use super::{FormToken, Problem, Shell};

/// `/console/users/import`. Fields: `file`, `pasted`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "user_import.html")]
pub struct UserImportPage {
    /// The frame.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// A list to begin with.
    pub sample_href: String,
    /// What may stand in each column.
    pub columns: Vec<ColumnHelp>,
    /// How many lines a list may have.
    pub most: usize,
    /// Why a list could not be read.
    pub error: Option<String>,
    /// Lists that were taken in before.
    pub past: Vec<ImportPast>,
    /// The list of users.
    pub cancel_href: String,
    /// The form's token.
    pub form: FormToken,
}

impl UserImportPage {
    fn problems(&self) -> Vec<Problem> {
        problems([("file", &self.error)])
    }
}

/// A column of the list.
#[derive(Clone, Debug)]
pub struct ColumnHelp {
    /// What it is called.
    pub name: String,
    /// Whether the list has to have it.
    pub needed: bool,
    /// What may stand in it, a phrase.
    pub about: String,
}

/// A list that was taken in before.
#[derive(Clone, Debug)]
pub struct ImportPast {
    /// Its page.
    pub href: String,
    /// When it was taken in, worded.
    pub time: String,
}

/// How many lines are what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Can be registered, or were.
    pub new: u32,
    /// Are registered already, just like that.
    pub same: u32,
    /// Are left out.
    pub wrong: u32,
}

/// A line that is left out.
#[derive(Clone, Debug)]
pub struct ImportLine {
    /// Its number in the list.
    pub number: u64,
    /// ユーザID as it was written.
    pub user_id: String,
    /// ユーザ名 as it was written.
    pub name: String,
    /// What is wrong with it, worded.
    pub why: String,
}

/// `/console/users/import/{id}` before 確定. Field: `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "user_import_check.html")]
pub struct UserImportCheckPage {
    /// The frame.
    pub shell: Shell,
    /// How many lines are what.
    pub counts: ImportCounts,
    /// The lines that are left out.
    pub wrong: Vec<ImportLine>,
    /// Where the form is sent.
    pub action: String,
    /// The list with what becomes of each line.
    pub result_href: String,
    /// The page before.
    pub back_href: String,
    /// The form's token.
    pub form: FormToken,
}

/// How many first mails are on their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportProgress {
    /// To how many people.
    pub all: u32,
    /// How many of them were sent.
    pub sent: u32,
    /// How many are sent a minute.
    pub per_minute: u32,
}

impl ImportProgress {
    fn left(self) -> u32 {
        self.all.saturating_sub(self.sent)
    }
}

/// `/console/users/import/{id}` after 確定.
#[derive(Clone, Debug, Template)]
#[template(path = "user_import_done.html")]
pub struct UserImportDonePage {
    /// The frame.
    pub shell: Shell,
    /// When it was done, worded.
    pub time: String,
    /// How many lines are what.
    pub counts: ImportCounts,
    /// How far the first mails are.
    pub progress: ImportProgress,
    /// The lines that were left out.
    pub wrong: Vec<ImportLine>,
    /// This page.
    pub here_href: String,
    /// The list with what became of each line.
    pub result_href: String,
    /// The first page.
    pub another_href: String,
    /// The list of users.
    pub users_href: String,
}
