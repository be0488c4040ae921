//! What operators tell everybody.

use askama::Template;
use i18n::Text;

use crate::views::shell::problems;
use crate::views::{Field, FormToken, Problem, Shell};

/// `/operator/notices`. Fields: `kind` (`notice`, `maintenance`), `ja`, `en`, `from`, `until`
/// (local date and time in Asia/Tokyo), `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/notices.html")]
pub struct AnnouncementsPage {
    /// The frame.
    pub shell: Shell,
    /// The newest announcements.
    pub rows: Vec<AnnouncementRow>,
    /// Maintenance was chosen.
    pub maintenance: bool,
    /// The Japanese text.
    pub ja: Field,
    /// The English text.
    pub en: Field,
    /// From when on.
    pub from: Field,
    /// Until when.
    pub until: Field,
    /// Where the form is sent.
    pub action: String,
    /// The form's token.
    pub form: FormToken,
}

impl AnnouncementsPage {
    /// What is wrong with the fields.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        problems([
            ("ja", &self.ja.error),
            ("en", &self.en.error),
            ("until", &self.until.error),
        ])
    }
}

/// An announcement in the list.
#[derive(Clone, Debug)]
pub struct AnnouncementRow {
    /// It closes the pages.
    pub maintenance: bool,
    /// The Japanese text.
    pub ja: String,
    /// The English text.
    pub en: String,
    /// From when on.
    pub from: String,
    /// Until when.
    pub until: String,
    /// Whether it holds.
    pub state: AnnouncementState,
    /// Where its withdrawal is sent.
    pub withdraw_action: String,
    /// The token for that.
    pub withdraw_form: FormToken,
}

/// Whether an announcement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnouncementState {
    /// It does.
    Now,
    /// It will.
    Ahead,
    /// It did, or was withdrawn.
    Over,
}

impl AnnouncementState {
    fn label(self, text: &Text) -> String {
        match self {
            Self::Now => text.operator_notice_now(),
            Self::Ahead => text.operator_notice_ahead(),
            Self::Over => text.operator_notice_ended(),
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Now => "good",
            Self::Ahead => "wait",
            Self::Over => "warn",
        }
    }

    const fn is_over(self) -> bool {
        matches!(self, Self::Over)
    }
}
