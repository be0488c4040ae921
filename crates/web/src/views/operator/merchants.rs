//! Merchants as customer service finds and sees them.

use askama::Template;
use i18n::Text;

use crate::views::{Paging, Row, Shell, TypeChoice, UserState};

/// `/operator/merchants`: 加盟店検索. Fields (GET): `code`, `company`.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/find.html")]
pub struct FindMerchantPage {
    /// The frame.
    pub shell: Shell,
    /// The code as typed.
    pub code: String,
    /// The part of the name as typed.
    pub company: String,
    /// What was found; nothing before the first search.
    pub found: Option<Vec<FoundRow>>,
    /// There are more than are shown.
    pub cut: bool,
}

/// A merchant among those found.
#[derive(Clone, Debug)]
pub struct FoundRow {
    /// 加盟店コード.
    pub code: String,
    /// 社名.
    pub company: String,
    /// Kind and contract, worded.
    pub kind: String,
    /// Whether its people can log in.
    pub state: MerchantBadge,
    /// Its file.
    pub href: String,
}

/// Whether a merchant's people can log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MerchantBadge {
    /// They can.
    Open,
    /// Not for the time being.
    Suspended,
    /// Never again.
    Closed,
}

impl MerchantBadge {
    fn label(self, text: &Text) -> String {
        match self {
            Self::Open => text.operator_state_open(),
            Self::Suspended => text.operator_state_suspended(),
            Self::Closed => text.operator_state_closed(),
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Open => "good",
            Self::Suspended => "warn",
            Self::Closed => "bad",
        }
    }
}

/// `/operator/merchants/{code}`: a merchant's file.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/merchant.html")]
pub struct MerchantFilePage {
    /// The frame; its notice says what was done.
    pub shell: Shell,
    /// 社名.
    pub company: String,
    /// Whether its people can log in.
    pub state: MerchantBadge,
    /// What is kept of it.
    pub rows: Vec<Row>,
    /// What can be done to it.
    pub acts: Vec<FileAct>,
    /// How its 管理 user stands.
    pub admin_rows: Vec<Row>,
    /// The badges of the 管理 user, at least one.
    pub admin_states: Vec<UserState>,
    /// What can be done for the 管理 user.
    pub admin_acts: Vec<FileAct>,
    /// Something to take care of, worded.
    pub warning: Option<String>,
    /// The pages of its own.
    pub links: Vec<(String, String)>,
}

/// Something that can be done.
#[derive(Clone, Debug)]
pub struct FileAct {
    /// The last part of its address.
    pub word: &'static str,
    /// What it is about.
    pub label: String,
    /// What it does.
    pub about: String,
    /// The button.
    pub button: String,
    /// The page that asks before it is done.
    pub href: String,
    /// Why it cannot be done now, worded; nothing when it can.
    pub unavailable: Option<String>,
    /// It cannot be taken back.
    pub risky: bool,
}

/// `/operator/merchants/{code}/users`: a merchant's users, to be seen and not touched (CS-3).
#[derive(Clone, Debug, Template)]
#[template(path = "operator/users.html")]
pub struct MerchantUsersPage {
    /// The frame.
    pub shell: Shell,
    /// 社名.
    pub company: String,
    /// The users of this page of the list.
    pub rows: Vec<SeenUser>,
    /// Where this page stands.
    pub paging: Paging,
}

/// A user in the list.
#[derive(Clone, Debug)]
pub struct SeenUser {
    /// ユーザID.
    pub user_id: String,
    /// ユーザ区分.
    pub user_type: TypeChoice,
    /// The states, at least one.
    pub states: Vec<UserState>,
    /// When they last logged in.
    pub last_login: Option<String>,
}

/// `/operator/merchants/{code}/mails`: 送信状況.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/mails.html")]
pub struct MailStatusPage {
    /// The frame.
    pub shell: Shell,
    /// 社名.
    pub company: String,
    /// The mails of this page of the list, the newest first.
    pub rows: Vec<SeenMail>,
    /// Where this page stands.
    pub paging: Paging,
}

/// A mail in the list.
#[derive(Clone, Debug)]
pub struct SeenMail {
    /// When its cause was.
    pub time: String,
    /// What it is, worded.
    pub kind: String,
    /// About whom; empty for the merchant as a whole.
    pub user_id: String,
    /// The address, masked.
    pub to: String,
    /// What became of it.
    pub state: MailState,
    /// How often it was tried.
    pub tries: i64,
    /// What the mail server said last.
    pub answer: String,
    /// What to do when it did not arrive.
    pub again: MailAgain,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// It waits.
    Queued,
    /// The mail server took it.
    Sent,
    /// Refused for good, or out of tries.
    Dead,
    /// Not sent in time: what it says is no longer valid.
    Expired,
}

impl MailState {
    fn label(self, text: &Text) -> String {
        match self {
            Self::Queued => text.operator_mail_queued(),
            Self::Sent => text.operator_mail_sent(),
            Self::Dead => text.operator_mail_dead(),
            Self::Expired => text.operator_mail_expired(),
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Queued => "wait",
            Self::Sent => "good",
            Self::Dead => "bad",
            Self::Expired => "warn",
        }
    }
}

/// What to do when a mail did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailAgain {
    /// The centre can cause a new one here.
    Here(String),
    /// The person can, at the log-in page or through 管理; worded.
    Ask(String),
    /// Nothing: it only told of something.
    Nothing,
}

/// `/operator/merchants/{code}/sheet`: 登録完了書, to be printed. Holds no password.
#[derive(Clone, Debug, Template)]
#[template(path = "operator/sheet.html")]
pub struct RegistrationSheetPage {
    /// The frame.
    pub shell: Shell,
    /// Company, code, address.
    pub rows: Vec<Row>,
}
