//! `/operator/merchants/{code}/{act}`: asks, with the check of who is calling, then does it
//! (CS-1, CS-2, CS-7).

use app::{Access, AdminReset, Agent, ContactChange, Desk, MerchantChange, ResetAdmin};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use domain::authority::Operator;
use domain::care::{Omission, check_call};
use domain::mail_address::{MailAddress, MailAddressError};
use i18n::Text;
use store::merchant_files::{MerchantFile, MerchantState, PersonSeen};

use super::merchants::{MerchantInPath, file, href, under};
use crate::http::draw::drawn;
use crate::http::halt::Halt;
use crate::http::proof::Proven;
use crate::http::session::{Sent, Signed};
use crate::http::visit::Visit;
use crate::views::{Field, IdentityBox, OperatorActPage, Row};

/// What customer service does to a merchant after a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperatorDeed {
    /// A new temporary password for 管理.
    Password,
    /// Initialisation of 管理's secret (CS-1).
    Secret,
    /// Release of 管理's lock (CS-2).
    Lock,
    /// Another contact address.
    Contact,
    /// Withdrawal of a contact address that waits.
    Withdraw,
    /// Suspension.
    Suspend,
    /// Taking up again.
    Reopen,
    /// Closure.
    Close,
}

impl OperatorDeed {
    /// Those for the 管理 user.
    pub const ON_ADMIN: [Self; 3] = [Self::Password, Self::Secret, Self::Lock];
    /// Those on the merchant's file.
    pub const ON_FILE: [Self; 5] = [
        Self::Contact,
        Self::Withdraw,
        Self::Suspend,
        Self::Reopen,
        Self::Close,
    ];

    /// The last part of its address, and the key of the message that it is done.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Secret => "secret",
            Self::Lock => "lock",
            Self::Contact => "contact",
            Self::Withdraw => "withdraw",
            Self::Suspend => "suspend",
            Self::Reopen => "reopen",
            Self::Close => "close",
        }
    }

    /// It cannot be taken back.
    pub const fn is_risky(self) -> bool {
        matches!(self, Self::Close)
    }

    /// What it is about.
    pub fn label(self, text: &Text) -> String {
        match self {
            Self::Password => text.users_reset_password(),
            Self::Secret => text.users_reset_code(),
            Self::Lock => text.users_release_lock(),
            Self::Contact => text.operator_contact(),
            Self::Withdraw => text.operator_withdraw(),
            Self::Suspend => text.operator_suspend(),
            Self::Reopen => text.operator_reopen(),
            Self::Close => text.operator_close(),
        }
    }

    /// What it does.
    pub fn about(self, text: &Text) -> String {
        match self {
            Self::Password => text.page_edit_about_password(),
            Self::Secret => text.page_edit_about_code(),
            Self::Lock => text.page_edit_about_lock(),
            Self::Contact => text.operator_about_contact(),
            Self::Withdraw => text.operator_about_withdraw(),
            Self::Suspend => text.operator_about_suspend(),
            Self::Reopen => text.operator_about_reopen(),
            Self::Close => text.operator_about_close(),
        }
    }

    /// The button that leads to the question.
    pub fn button(self, text: &Text) -> String {
        match self {
            Self::Password | Self::Secret => text.users_reset_button(),
            Self::Lock => text.users_release_button(),
            Self::Contact => text.operator_button_change(),
            Self::Withdraw => text.operator_button_withdraw(),
            Self::Suspend => text.operator_button_suspend(),
            Self::Reopen => text.operator_button_reopen(),
            Self::Close => text.operator_button_close(),
        }
    }

    fn question(self, text: &Text) -> String {
        match self {
            Self::Password => text.operator_ask_password(),
            Self::Secret => text.operator_ask_secret(),
            Self::Lock => text.operator_ask_lock(),
            Self::Contact => text.operator_ask_contact(),
            Self::Withdraw => text.operator_ask_withdraw(),
            Self::Suspend => text.operator_ask_suspend(),
            Self::Reopen => text.operator_ask_reopen(),
            Self::Close => text.operator_ask_close(),
        }
    }

    /// Why it cannot be done now.
    pub fn unavailable(
        self,
        file: &MerchantFile,
        admin: &PersonSeen,
        visit: &Visit,
    ) -> Option<String> {
        let text = &visit.text;
        let waits = file.contact.waiting(visit.app().now()).is_some();
        let (is_shut, why) = match self {
            Self::Secret => (!admin.signs.has_secret, text.users_no_secret()),
            Self::Lock => (!admin.signs.can_be_released(), text.users_not_locked()),
            Self::Contact => (waits, text.operator_contact_waits()),
            Self::Withdraw => (!waits, text.operator_contact_waits_not()),
            Self::Suspend => (file.state != MerchantState::Open, text.operator_not_open()),
            Self::Reopen => (
                file.state != MerchantState::Suspended,
                text.operator_not_suspended(),
            ),
            Self::Password | Self::Close => (false, String::new()),
        };
        let is_closed = file.state == MerchantState::Closed;
        if is_closed {
            return Some(text.operator_state_closed());
        }
        is_shut.then_some(why)
    }

    const fn reset(self) -> Option<ResetAdmin> {
        let nothing = ResetAdmin {
            password: false,
            secret: false,
            lock: false,
        };
        match self {
            Self::Password => Some(ResetAdmin {
                password: true,
                ..nothing
            }),
            Self::Secret => Some(ResetAdmin {
                secret: true,
                ..nothing
            }),
            Self::Lock => Some(ResetAdmin {
                lock: true,
                ..nothing
            }),
            _ => None,
        }
    }

    fn consequences(self, visit: &Visit) -> Vec<String> {
        let text = &visit.text;
        let hold = visit.app().policy().contact_hold.whole_seconds() / 3_600;
        let told = text.operator_told();
        match self {
            Self::Password => vec![
                text.operator_password_next(),
                text.users_ask_password_code(),
                told,
            ],
            Self::Secret => vec![text.users_ask_code_next(), told],
            Self::Lock => vec![text.users_ask_release_next(), told],
            Self::Contact => vec![
                text.operator_contact_hold(u32::try_from(hold).unwrap_or(u32::MAX)),
                text.operator_contact_two(),
            ],
            Self::Withdraw => vec![text.operator_withdraw_next()],
            Self::Suspend => vec![text.operator_suspend_next(), told],
            Self::Reopen => vec![text.operator_reopen_next(), told],
            Self::Close => vec![text.operator_close_next(), told],
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for OperatorDeed {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Halt> {
        let path = Path::<(String, String)>::from_request_parts(parts, state).await;
        let Path((_, word)) = path.map_err(|_| Halt::NotFound)?;
        let all = Self::ON_ADMIN.into_iter().chain(Self::ON_FILE);
        all.into_iter()
            .find(|deed| deed.word() == word)
            .ok_or(Halt::NotFound)
    }
}

/// The page that asks.
pub async fn ask(
    MerchantInPath(code): MerchantInPath,
    deed: OperatorDeed,
    signed: Signed<Operator>,
) -> Result<Response, Halt> {
    let (file, admin) = file(&signed, &code).await?;
    if deed.unavailable(&file, &admin, &signed.visit).is_some() {
        return Err(Halt::to(href(&code)));
    }
    drawn(&page(&signed, deed, (&file, &admin))?)
}

/// Does it, and goes back to the merchant's file, which says so.
pub async fn carry_out(
    MerchantInPath(code): MerchantInPath,
    deed: OperatorDeed,
    proven: Proven<Operator>,
) -> Result<Response, Halt> {
    let Proven { sent, fresh } = proven;
    let fields = &sent.fields;
    let (identity, reason) = (fields.has("identity"), fields.text("reason"));
    let missing = check_call(identity, reason).err().unwrap_or_default();
    let mut wrong_mail = None;
    if missing.is_empty() {
        let version = fields.text("version").parse().unwrap_or(-1);
        let desk = Desk {
            session: &sent.signed.session,
            operator: fresh,
            reason,
            nonce: sent.nonce,
            origin: &sent.signed.visit.origin,
        };
        match done(deed, &sent, &desk, (&code, version)).await? {
            Ok(word) => return Err(Halt::to(format!("{}?done={word}", href(&code)))),
            Err(error) => wrong_mail = Some(error),
        }
    }
    let (file, admin) = file(&sent.signed, &code).await?;
    let asked = page(&sent.signed, deed, (&file, &admin))?;
    drawn(&refused(asked, &sent, &missing, wrong_mail))
}

/// The word of the message to show, or what is wrong with the address.
async fn done(
    deed: OperatorDeed,
    sent: &Sent<Operator>,
    desk: &Desk<'_>,
    at: (&domain::merchant::MerchantCode, i64),
) -> Result<Result<&'static str, String>, Halt> {
    let app = sent.signed.visit.app();
    let text = &sent.signed.visit.text;
    if let Some(what) = deed.reset() {
        let answer = app.reset_admin(at.0, what, Agent::Desk(desk)).await?;
        return Ok(Ok(match answer {
            AdminReset::Done => deed.word(),
            AdminReset::Asked => "asked",
            AdminReset::AlreadyAsked => "already-asked",
            AdminReset::NoAddress => "no-address",
            AdminReset::NotLocked | AdminReset::NotOpen => "stale",
            AdminReset::NoSuchMerchant => return Err(Halt::NotFound),
        }));
    }
    let access = match deed {
        OperatorDeed::Contact => {
            let typed = sent.fields.text("mail");
            return contact(app.change_contact(desk, at, typed).await?, deed, text);
        }
        OperatorDeed::Withdraw => {
            return contact(app.withdraw_contact(desk, at).await?, deed, text);
        }
        OperatorDeed::Suspend => Access::Suspend,
        OperatorDeed::Reopen => Access::Reopen,
        _ => Access::Close,
    };
    match app.set_access(desk, at, access).await? {
        MerchantChange::Done => Ok(Ok(deed.word())),
        MerchantChange::NoSuchMerchant => Err(Halt::NotFound),
        MerchantChange::Stale | MerchantChange::Broken(_) | MerchantChange::Nothing => {
            Ok(Ok("stale"))
        }
    }
}

fn contact(
    answer: ContactChange,
    deed: OperatorDeed,
    text: &Text,
) -> Result<Result<&'static str, String>, Halt> {
    match answer {
        ContactChange::Done(_) => Ok(Ok(deed.word())),
        ContactChange::Broken(error) => Ok(Err(mail_error(error, text))),
        ContactChange::Same => Ok(Err(text.operator_contact_same())),
        ContactChange::Waiting | ContactChange::Stale => Ok(Ok("stale")),
        ContactChange::NoSuchMerchant => Err(Halt::NotFound),
    }
}

/// What is wrong with an address, in words.
pub fn mail_error(error: MailAddressError, text: &Text) -> String {
    match error {
        MailAddressError::Empty => text.form_error_empty(text.users_mail()),
        MailAddressError::TooLong => text.users_error_mail_long(),
        MailAddressError::Malformed => text.users_error_mail_format(),
    }
}

fn page(
    signed: &Signed<Operator>,
    deed: OperatorDeed,
    (file, admin): (&MerchantFile, &PersonSeen),
) -> Result<OperatorActPage, Halt> {
    let text = &signed.visit.text;
    let now = signed.visit.app().now();
    let takes_two = deed
        .reset()
        .is_some_and(|what| what.takes_two(&file.contact, now));
    let contact = file.contact.at(now).map(MailAddress::masked);
    Ok(OperatorActPage {
        shell: under(signed, file)?,
        title: deed.question(text),
        rows: vec![
            Row::new(text.field_merchant_code(), file.code.as_str()),
            Row::new(text.field_company(), file.particulars.company.as_str()),
            Row::new(text.operator_admin_name(), admin.name.as_str()),
            Row::new(text.operator_contact(), contact.unwrap_or_default()),
        ],
        warning: takes_two.then(|| text.operator_takes_two()),
        consequences: deed.consequences(&signed.visit),
        identity: IdentityBox::default(),
        mail: (deed == OperatorDeed::Contact).then(Field::default),
        reason: Field::default(),
        button: if takes_two {
            text.operator_ask_second()
        } else if deed == OperatorDeed::Secret {
            text.button_ok()
        } else {
            text.button_confirm()
        },
        risky: deed.is_risky(),
        action: format!("{}/{}", href(&file.code), deed.word()),
        cancel_href: href(&file.code),
        version: file.version,
        form: signed.form()?,
    })
}

/// The page again, with what was typed and what is wrong.
fn refused(
    page: OperatorActPage,
    sent: &Sent<Operator>,
    missing: &[Omission],
    wrong_mail: Option<String>,
) -> OperatorActPage {
    let text = &sent.signed.visit.text;
    let lacks = |what| missing.contains(&what);
    let cut = |name| sent.fields.text(name).chars().take(200).collect::<String>();
    let reason_error = || text.form_error_empty(text.field_reason());
    OperatorActPage {
        identity: IdentityBox {
            ticked: sent.fields.has("identity"),
            error: lacks(Omission::IdentityUnchecked).then(|| text.operator_identity_error()),
        },
        mail: page.mail.as_ref().map(|_| Field {
            value: cut("mail"),
            error: wrong_mail,
        }),
        reason: Field {
            value: cut("reason"),
            error: lacks(Omission::ReasonMissing).then(reason_error),
        },
        ..page
    }
}
