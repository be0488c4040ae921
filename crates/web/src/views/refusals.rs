//! Pages that say that something cannot be had, and what to do then.

use askama::Template;

use super::Shell;

/// 503: more log-ins at once than can be checked.
#[derive(Clone, Debug, Template)]
#[template(path = "busy.html")]
pub struct BusyPage {
    /// The frame.
    pub shell: Shell,
    /// The page to try again.
    pub retry_href: String,
    /// After how many seconds (as in `Retry-After`).
    pub retry_after: u32,
}

/// 503: the database is away, or was in the moment of a commit.
#[derive(Clone, Debug, Template)]
#[template(path = "away.html")]
pub struct AwayPage {
    /// The frame.
    pub shell: Shell,
    /// What is known of the request.
    pub why: WhyAway,
    /// The page to try again.
    pub retry_href: String,
    /// After how many seconds (as in `Retry-After`).
    pub retry_after: u32,
}

/// What is known of a request that met no database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyAway {
    /// Nothing was done.
    Database,
    /// Whether it was done is unknown; sent once more, it has one effect.
    Uncertain,
}

impl WhyAway {
    /// After a commit that was cut. Whoever only `reads` has entered nothing that could be lost.
    #[must_use]
    pub fn in_doubt(reads: bool) -> Self {
        if reads {
            Self::Database
        } else {
            Self::Uncertain
        }
    }
}

impl AwayPage {
    fn title(&self) -> String {
        match self.why {
            WhyAway::Database => self.shell.text.error_away_title(),
            WhyAway::Uncertain => self.shell.text.error_uncertain_title(),
        }
    }

    fn lead(&self) -> String {
        match self.why {
            WhyAway::Database => self.shell.text.error_away_lead(),
            WhyAway::Uncertain => self.shell.text.error_uncertain_lead(),
        }
    }
}

/// 503: the operator is at work on the console.
#[derive(Clone, Debug, Template)]
#[template(path = "maintenance.html")]
pub struct MaintenancePage {
    /// The frame.
    pub shell: Shell,
    /// What the operator says about it.
    pub message: String,
    /// Until when, in Asia/Tokyo.
    pub until: String,
}

/// 500: a fault; the log has the detail.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The frame.
    pub shell: Shell,
    /// The fault's number in the log.
    pub error_id: String,
}

/// 404, and everything that a person may not know to exist.
#[derive(Clone, Debug, Template)]
#[template(path = "not_found.html")]
pub struct NotFoundPage {
    /// The frame.
    pub shell: Shell,
}

/// 400, 403, 405, 413 or 415: an address that is there and does not answer this request.
#[derive(Clone, Debug, Template)]
#[template(path = "refused.html")]
pub struct RefusedPage {
    /// The frame.
    pub shell: Shell,
    /// Why not.
    pub why: WhyRefused,
    /// The page that the request came from, or would have shown.
    pub back_href: String,
}

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyRefused {
    /// The page is not for this person's right (ROLE-12).
    Right,
    /// The address is not used in this way.
    Method,
    /// What was sent is too much, or no form.
    Content,
}

impl RefusedPage {
    fn title(&self) -> String {
        let text = &self.shell.text;
        match self.why {
            WhyRefused::Right | WhyRefused::Method => text.error_forbidden_title(),
            WhyRefused::Content => text.error_unreadable_title(),
        }
    }

    fn lead(&self) -> String {
        let text = &self.shell.text;
        match self.why {
            WhyRefused::Right => text.error_forbidden_lead(),
            WhyRefused::Method => text.error_method_lead(),
            WhyRefused::Content => text.error_unreadable_lead(),
        }
    }

    fn can_be_reopened(&self) -> bool {
        self.why == WhyRefused::Content
    }
}

/// 403: a form that is too old, or not from this browser.
#[derive(Clone, Debug, Template)]
#[template(path = "form_expired.html")]
pub struct FormExpiredPage {
    /// The frame.
    pub shell: Shell,
    /// The page that holds the form.
    pub back_href: String,
}
