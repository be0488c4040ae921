//! A merchant as somebody wrote it down, in the console, in a list or for a program: from texts to
//! a merchant who can be set up or changed, or what is wrong with it (CS-7).

mod particulars;
mod problem;

pub use particulars::{Particulars, check_change};
pub use problem::{Field, Problem};

use crate::mail_address::{MailAddress, MailAddressError};
use crate::merchant::{AccessKey, CompanyName, MerchantCode, MerchantKind};
use crate::person::{PersonName, PersonNameError};

/// The merchant as written. Setting up and changing each read their part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// 加盟店コード (setting up).
    pub code: String,
    /// 社名.
    pub company: String,
    /// アクセスキー.
    pub access_key: String,
    /// `logistics` or `non_logistics`.
    pub kind: String,
    /// タブレット決済 contract: `true` or `false`; empty: none.
    pub tablet: String,
    /// The mail method is open (change).
    pub mail_method: bool,
    /// The networks that logging in is allowed from (change).
    pub networks: String,
    /// The contact person's address (setting up; later it waits, so it has a form of its own); may
    /// be empty.
    pub contact_mail: String,
    /// The 管理 user's name (setting up).
    pub admin_name: String,
    /// The 管理 user's address (setting up); may be empty.
    pub admin_mail: String,
}

/// Where an application comes from: what may be left out, to be drawn or named by us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The console's form: everything but the addresses is typed.
    Console,
    /// A line of a list: the access key and the 管理 user's name may be left out.
    List,
    /// A program's request: the code as well.
    Program,
}

/// An application that may be saved; the database still guards the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// 加盟店コード; `None`: one is drawn.
    pub code: Option<MerchantCode>,
    /// 社名.
    pub company: CompanyName,
    /// アクセスキー; `None`: one is drawn.
    pub access_key: Option<AccessKey>,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// The contact person's address.
    pub contact_mail: Option<MailAddress>,
    /// The 管理 user's name, if one was given.
    pub admin_name: Option<PersonName>,
    /// The 管理 user's address.
    pub admin_mail: Option<MailAddress>,
}

impl Application {
    /// Whether there is an address that the first password can go to.
    #[must_use]
    pub const fn has_address(&self) -> bool {
        self.contact_mail.is_some() || self.admin_mail.is_some()
    }
}

/// Checks an application.
///
/// # Errors
/// Every problem, at most one for each field, in the order of the form.
pub fn check(form: &Form, source: Source) -> Result<Application, Vec<Problem>> {
    let code = code(form, source);
    let company = company(form);
    let access_key = key_or_drawn(form, source);
    let kind = kind(form);
    let tablet = tablet(form);
    let contact = mail(&form.contact_mail, Field::ContactMail);
    let admin_name = admin_name(form, source);
    let admin_mail = mail(&form.admin_mail, Field::AdminMail);
    let problems: Vec<Problem> = [
        code.as_ref().err(),
        company.as_ref().err(),
        access_key.as_ref().err(),
        kind.as_ref().err(),
        tablet.as_ref().err(),
        contact.as_ref().err(),
        admin_name.as_ref().err(),
        admin_mail.as_ref().err(),
    ]
    .into_iter()
    .flatten()
    .copied()
    .collect();
    match (code, company, access_key, kind, tablet) {
        (Ok(code), Ok(company), Ok(access_key), Ok(kind), Ok(tablet)) if problems.is_empty() => {
            Ok(Application {
                code,
                company,
                access_key,
                kind,
                tablet,
                contact_mail: contact.unwrap_or_default(),
                admin_name: admin_name.unwrap_or_default(),
                admin_mail: admin_mail.unwrap_or_default(),
            })
        }
        _ => Err(problems),
    }
}

fn code(form: &Form, source: Source) -> Result<Option<MerchantCode>, Problem> {
    if source == Source::Program && form.code.trim().is_empty() {
        return Ok(None);
    }
    let code = MerchantCode::parse(given(&form.code, Field::Code)?).ok_or(Problem::Code)?;
    if code.is_reserved() {
        Err(Problem::CodeReserved)
    } else {
        Ok(Some(code))
    }
}

fn company(form: &Form) -> Result<CompanyName, Problem> {
    CompanyName::parse(given(&form.company, Field::Company)?).ok_or(Problem::Company)
}

fn access_key(form: &Form) -> Result<AccessKey, Problem> {
    AccessKey::parse(given(&form.access_key, Field::AccessKey)?).ok_or(Problem::AccessKey)
}

fn kind(form: &Form) -> Result<MerchantKind, Problem> {
    MerchantKind::from_word(given(&form.kind, Field::Kind)?.trim()).ok_or(Problem::Kind)
}

fn tablet(form: &Form) -> Result<bool, Problem> {
    match form.tablet.trim() {
        "true" => Ok(true),
        "" | "false" => Ok(false),
        _ => Err(Problem::Tablet),
    }
}

fn admin_name(form: &Form, source: Source) -> Result<Option<PersonName>, Problem> {
    match PersonName::parse(&form.admin_name) {
        Ok(name) => Ok(Some(name)),
        Err(PersonNameError::Empty) if source == Source::Console => {
            Err(Problem::Missing(Field::AdminName))
        }
        Err(PersonNameError::Empty) => Ok(None),
        Err(error) => Err(Problem::Name(error)),
    }
}

fn given(text: &str, field: Field) -> Result<&str, Problem> {
    if text.trim().is_empty() {
        Err(Problem::Missing(field))
    } else {
        Ok(text)
    }
}

/// Outside the console an access key that is missing is drawn.
fn key_or_drawn(form: &Form, source: Source) -> Result<Option<AccessKey>, Problem> {
    match access_key(form) {
        Err(Problem::Missing(_)) if source != Source::Console => Ok(None),
        read => read.map(Some),
    }
}

/// An address, if one was given.
///
/// # Errors
/// The problem beside `field`.
pub fn mail(text: &str, field: Field) -> Result<Option<MailAddress>, Problem> {
    match MailAddress::parse(text) {
        Ok(mail) => Ok(Some(mail)),
        Err(MailAddressError::Empty) => Ok(None),
        Err(error) => Err(Problem::Mail(field, error)),
    }
}
