//! What people see and change of themselves: details, sessions, log-ins; and the link that confirms
//! a new address.

use askama::Template;

use super::shell::problems;
use super::{Field, FormToken, Problem, Row, Shell, TrailFinder};

/// `/console/me` (SCR-14). Fields: `name`, `mail`, `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "own_details.html")]
pub struct OwnDetailsPage {
    /// The frame; its notice says what was done.
    pub shell: Shell,
    /// Where the form is sent.
    pub action: String,
    /// What cannot be changed here.
    pub rows: Vec<Row>,
    /// Whether name and address are the administrator's and cannot be changed here (USER-5).
    pub locked: bool,
    /// The person's name.
    pub name: Field,
    /// The person's address.
    pub mail: Field,
    /// An address that has still to be confirmed.
    pub pending: Option<String>,
    /// How long the link in a mail works, in minutes.
    pub minutes: u32,
    /// The menu.
    pub menu_href: String,
    /// The form's token.
    pub form: FormToken,
}

impl OwnDetailsPage {
    /// What is wrong with the fields.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        problems([("name", &self.name.error), ("mail", &self.mail.error)])
    }
}

/// `/mail-address/{token}`: the page of the link in a mail to a new address. Field: `form`.
#[derive(Clone, Debug, Template)]
#[template(path = "address_link.html")]
pub struct AddressLinkPage {
    /// The frame.
    pub shell: Shell,
    /// What became of the link.
    pub stage: AddressStage,
}

/// What became of a link that confirms an address.
#[derive(Clone, Debug)]
pub enum AddressStage {
    /// It works, and waits for its button.
    Open {
        /// Where the form is sent; holds the token.
        action: String,
        /// The form's token.
        form: FormToken,
    },
    /// The address is in force.
    Done {
        /// The log-in page.
        login_href: String,
    },
    /// Somebody else has got the address.
    Taken,
    /// It is expired, used or never existed.
    Dead,
}

/// `/console/sessions`: where the person is signed in.
#[derive(Clone, Debug, Template)]
#[template(path = "sessions.html")]
pub struct SessionsPage {
    /// The frame; its notice says what was done.
    pub shell: Shell,
    /// The sessions, this one among them.
    pub sessions: Vec<SessionRow>,
    /// Where the form that ends all others is sent.
    pub others_action: String,
    /// Its token.
    pub others_form: FormToken,
}

impl SessionsPage {
    fn has_others(&self) -> bool {
        self.sessions.iter().any(|session| !session.current)
    }
}

/// A session in the list.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Browser and system; may be empty.
    pub device: String,
    /// The network.
    pub network: String,
    /// Since when, worded.
    pub since: String,
    /// When it was last used, worded.
    pub last_seen: String,
    /// Whether it is the one that shows the page.
    pub current: bool,
    /// Where the form that ends it is sent.
    pub action: String,
    /// The form's token.
    pub form: FormToken,
}

/// `/console/logins`: the person's log-ins.
#[derive(Clone, Debug, Template)]
#[template(path = "log_ins.html")]
pub struct LogInsPage {
    /// The frame.
    pub shell: Shell,
    /// The log-ins, the newest first.
    pub rows: Vec<LogInRow>,
}

/// A log-in, or a try.
#[derive(Clone, Debug)]
pub struct LogInRow {
    /// When, worded.
    pub time: String,
    /// Whether it succeeded.
    pub succeeded: bool,
    /// How, or why not, worded.
    pub how: String,
    /// From which network.
    pub network: String,
}

/// `/console/activity`: what was done in the merchant.
#[derive(Clone, Debug, Template)]
#[template(path = "activity.html")]
pub struct ActivityPage {
    /// The frame.
    pub shell: Shell,
    /// What is looked for.
    pub finder: TrailFinder,
    /// What was done, the newest first.
    pub rows: Vec<ActivityRow>,
    /// The page before.
    pub previous_href: Option<String>,
    /// The page after.
    pub next_href: Option<String>,
}

/// Something that was done.
#[derive(Clone, Debug)]
pub struct ActivityRow {
    /// When, worded.
    pub time: String,
    /// Who.
    pub who: String,
    /// What, worded.
    pub what: String,
    /// To whom.
    pub whom: String,
    /// More of it: what was changed, and why; may be empty.
    pub detail: String,
    /// From which network.
    pub network: String,
    /// In which merchant, by code; may be empty.
    pub merchant: String,
}
