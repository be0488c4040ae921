//! ユーザ登録: from what 管理 typed to a person who can be saved, or what is wrong with it.

use crate::mail_address::{MailAddress, MailAddressError};
use crate::merchant::MerchantKind;
use crate::person::{LoginMethod, Person, PersonName, PersonNameError, Role, UserId};

/// The form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// ユーザ区分: `general` or `shipping`.
    pub user_type: String,
    /// ユーザID.
    pub user_id: String,
    /// ログイン方法: `mail` or `no_mail`.
    pub login_method: String,
    /// 管理者ユーザと同一.
    pub same_person: bool,
    /// ユーザ名(氏名).
    pub name: String,
    /// メールアドレス.
    pub mail: String,
}

/// What the rules depend on besides the form.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// 物流 or 非物流 (ROLE-7).
    pub kind: MerchantKind,
    /// タブレット決済 contract (TAB-5).
    pub tablet: bool,
    /// The 管理 user's name, taken over with `same_person` (USER-6).
    pub admin_name: PersonName,
    /// The 管理 user's address (USER-9, USER-10).
    pub admin_mail: Option<MailAddress>,
    /// Another user is already marked as 管理者ユーザと同一 (USER-5).
    pub same_person_taken: bool,
}

/// A person that may be saved; the database still guards uniqueness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// 一般 or 出荷.
    pub role: Role,
    /// ユーザID.
    pub user_id: UserId,
    /// ログイン方法.
    pub login_method: LoginMethod,
    /// 管理者ユーザと同一.
    pub same_person: bool,
    /// ユーザ名.
    pub name: PersonName,
    /// The own address; `None` with `same_person` or when none was given.
    pub mail: Option<MailAddress>,
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// No ユーザ区分 was chosen.
    UserTypeMissing,
    /// 出荷 at a 非物流加盟店 (ROLE-7).
    ShippingNotAllowed,
    /// ユーザID: empty.
    UserIdMissing,
    /// ユーザID: not 1 to 20 letters and digits (USER-3).
    UserIdMalformed,
    /// ユーザID: nine digits are kept for 管理 (USER-17).
    UserIdReserved,
    /// ユーザID: exists already (USER-17).
    UserIdTaken,
    /// No ログイン方法 was chosen.
    LoginMethodMissing,
    /// 受信する at a tablet merchant (TAB-5).
    MailMethodNotAllowed,
    /// 管理者ユーザと同一: only one, and only a 一般 user (USER-5, USER-18).
    SamePersonTaken,
    /// 管理者ユーザと同一 together with 出荷 (USER-18).
    SamePersonNotGeneral,
    /// 管理者ユーザと同一 while 管理 has no address.
    SamePersonWithoutMail,
    /// ユーザ名: empty, too wide or with characters that are not allowed (USER-6).
    Name(PersonNameError),
    /// メールアドレス: malformed, too long, or empty though 受信する (USER-7, USER-21).
    Mail(MailAddressError),
    /// メールアドレス: the 管理 user's (USER-10).
    MailIsAdmins,
    /// メールアドレス: another user's (USER-11).
    MailTaken,
}

/// Which field a problem stands beside, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// ユーザ区分.
    UserType,
    /// ユーザID.
    UserId,
    /// ログイン方法.
    LoginMethod,
    /// ユーザ情報.
    SamePerson,
    /// ユーザ名(氏名).
    Name,
    /// メールアドレス.
    Mail,
}

impl Field {
    /// All fields in the order of the form.
    pub const ALL: [Self; 6] = [
        Self::UserType,
        Self::UserId,
        Self::LoginMethod,
        Self::SamePerson,
        Self::Name,
        Self::Mail,
    ];

    /// Reads a word of [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
    }

    /// The word in the audit trail.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::UserType => "type",
            Self::UserId => "user_id",
            Self::LoginMethod => "method",
            Self::SamePerson => "same_person",
            Self::Name => "name",
            Self::Mail => "mail",
        }
    }
}

/// The fields in which a person would differ; ユーザID never changes.
#[must_use]
pub fn changes(from: &Person, to: &NewPerson) -> Vec<Field> {
    [
        (from.role != to.role, Field::UserType),
        (from.login_method != to.login_method, Field::LoginMethod),
        (from.same_person != to.same_person, Field::SamePerson),
        (from.name != to.name, Field::Name),
        (from.mail != to.mail, Field::Mail),
    ]
    .into_iter()
    .filter_map(|(differs, field)| differs.then_some(field))
    .collect()
}

impl Problem {
    /// Every problem there is.
    pub const ALL: [Self; 19] = [
        Self::UserTypeMissing,
        Self::ShippingNotAllowed,
        Self::UserIdMissing,
        Self::UserIdMalformed,
        Self::UserIdReserved,
        Self::UserIdTaken,
        Self::LoginMethodMissing,
        Self::MailMethodNotAllowed,
        Self::SamePersonTaken,
        Self::SamePersonNotGeneral,
        Self::SamePersonWithoutMail,
        Self::Name(PersonNameError::Empty),
        Self::Name(PersonNameError::TooLong),
        Self::Name(PersonNameError::NotAllowed),
        Self::Mail(MailAddressError::Empty),
        Self::Mail(MailAddressError::TooLong),
        Self::Mail(MailAddressError::Malformed),
        Self::MailIsAdmins,
        Self::MailTaken,
    ];

    /// The word by which it is stored.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::UserTypeMissing => "type_missing",
            Self::ShippingNotAllowed => "shipping_not_allowed",
            Self::UserIdMissing => "id_missing",
            Self::UserIdMalformed => "id_malformed",
            Self::UserIdReserved => "id_reserved",
            Self::UserIdTaken => "id_taken",
            Self::LoginMethodMissing => "method_missing",
            Self::MailMethodNotAllowed => "mail_method_not_allowed",
            Self::SamePersonTaken => "same_person_taken",
            Self::SamePersonNotGeneral => "same_person_not_general",
            Self::SamePersonWithoutMail => "same_person_without_mail",
            Self::Name(PersonNameError::Empty) => "name_empty",
            Self::Name(PersonNameError::TooLong) => "name_too_long",
            Self::Name(PersonNameError::NotAllowed) => "name_not_allowed",
            Self::Mail(MailAddressError::Empty) => "mail_empty",
            Self::Mail(MailAddressError::TooLong) => "mail_too_long",
            Self::Mail(MailAddressError::Malformed) => "mail_malformed",
            Self::MailIsAdmins => "mail_is_admins",
            Self::MailTaken => "mail_taken",
        }
    }

    /// Reads a word of [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|problem| problem.word() == word)
    }

    /// The field it stands beside.
    #[must_use]
    pub const fn field(self) -> Field {
        match self {
            Self::UserTypeMissing | Self::ShippingNotAllowed => Field::UserType,
            Self::UserIdMissing
            | Self::UserIdMalformed
            | Self::UserIdReserved
            | Self::UserIdTaken => Field::UserId,
            Self::LoginMethodMissing | Self::MailMethodNotAllowed => Field::LoginMethod,
            Self::SamePersonTaken | Self::SamePersonNotGeneral | Self::SamePersonWithoutMail => {
                Field::SamePerson
            }
            Self::Name(_) => Field::Name,
            Self::Mail(_) | Self::MailIsAdmins | Self::MailTaken => Field::Mail,
        }
    }
}

/// Checks the form.
///
/// # Errors
/// Every problem, at most one for each field, in the order of the form.
pub fn check(form: &Form, at: &Circumstances) -> Result<NewPerson, Vec<Problem>> {
    let role = check_role(form, at);
    let user_id = check_user_id(form);
    let method = check_method(form, at);
    let same = check_same_person(form, at);
    let name = if form.same_person {
        Ok(at.admin_name.clone())
    } else {
        PersonName::parse(&form.name).map_err(Problem::Name)
    };
    let mail = check_mail(form, at);
    match (role, user_id, method, same, name, mail) {
        (Ok(role), Ok(user_id), Ok(login_method), Ok(same_person), Ok(name), Ok(mail)) => {
            Ok(NewPerson {
                role,
                user_id,
                login_method,
                same_person,
                name,
                mail,
            })
        }
        (role, user_id, method, same, name, mail) => Err([
            role.err(),
            user_id.err(),
            method.err(),
            same.err(),
            name.err(),
            mail.err(),
        ]
        .into_iter()
        .flatten()
        .collect()),
    }
}

fn check_role(form: &Form, at: &Circumstances) -> Result<Role, Problem> {
    match (Role::from_word(&form.user_type), at.kind) {
        (Some(Role::Shipping), MerchantKind::NonLogistics) => Err(Problem::ShippingNotAllowed),
        (Some(role @ (Role::General | Role::Shipping)), _) => Ok(role),
        (Some(Role::Admin | Role::Operator) | None, _) => Err(Problem::UserTypeMissing),
    }
}

fn check_user_id(form: &Form) -> Result<UserId, Problem> {
    if form.user_id.trim().is_empty() {
        return Err(Problem::UserIdMissing);
    }
    let id = UserId::parse(&form.user_id).ok_or(Problem::UserIdMalformed)?;
    if id.is_reserved() {
        Err(Problem::UserIdReserved)
    } else {
        Ok(id)
    }
}

fn check_method(form: &Form, at: &Circumstances) -> Result<LoginMethod, Problem> {
    match LoginMethod::from_word(&form.login_method) {
        Some(LoginMethod::MailToo) if at.tablet => Err(Problem::MailMethodNotAllowed),
        Some(method) => Ok(method),
        None => Err(Problem::LoginMethodMissing),
    }
}

fn check_same_person(form: &Form, at: &Circumstances) -> Result<bool, Problem> {
    if !form.same_person {
        return Ok(false);
    }
    if form.user_type == Role::Shipping.word() {
        return Err(Problem::SamePersonNotGeneral);
    }
    if at.same_person_taken {
        return Err(Problem::SamePersonTaken);
    }
    if at.admin_mail.is_none() {
        return Err(Problem::SamePersonWithoutMail);
    }
    Ok(true)
}

fn check_mail(form: &Form, at: &Circumstances) -> Result<Option<MailAddress>, Problem> {
    if form.same_person {
        return Ok(None);
    }
    match MailAddress::parse(&form.mail) {
        Ok(mail)
            if at
                .admin_mail
                .as_ref()
                .is_some_and(|a| a.folded() == mail.folded()) =>
        {
            Err(Problem::MailIsAdmins)
        }
        Ok(mail) => Ok(Some(mail)),
        Err(MailAddressError::Empty) if form.login_method == LoginMethod::AppOnly.word() => {
            Ok(None)
        }
        Err(error) => Err(Problem::Mail(error)),
    }
}
