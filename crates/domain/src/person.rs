//! People with an account: rights, ユーザID, names.

use crate::ids::PersonId;
use crate::mail_address::MailAddress;
use crate::typed::{composed, is_hostile, narrowed};
use unicode_normalization::UnicodeNormalization;

/// 権限: the three rights of a merchant's users (ROLE-1), and the centre's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// 管理: one per merchant; looks after the others and sees only the management menu.
    Admin,
    /// 一般: all ordinary menus.
    General,
    /// 出荷: shipping menus only; 物流 merchants only.
    Shipping,
    /// Customer service: a person of the centre, never of a merchant (CS-6).
    Operator,
}

impl Role {
    /// The word the database and configuration use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::General => "general",
            Self::Shipping => "shipping",
            Self::Operator => "operator",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "admin" => Some(Self::Admin),
            "general" => Some(Self::General),
            "shipping" => Some(Self::Shipping),
            "operator" => Some(Self::Operator),
            _ => None,
        }
    }
}

/// ログイン方法: whether the mail entrance is open to the person in addition to the app entrance
/// (CON-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoginMethod {
    /// ワンタイムパスワードをメールにて受信する.
    MailToo,
    /// ワンタイムパスワードをメールにて受信しない.
    AppOnly,
}

impl LoginMethod {
    /// The word the database and the form use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::MailToo => "mail",
            Self::AppOnly => "no_mail",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "mail" => Some(Self::MailToo),
            "no_mail" => Some(Self::AppOnly),
            _ => None,
        }
    }
}

/// ユーザID: 1 to 20 half-width letters and digits, compared without case (USER-3, USER-17).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UserId(String);

impl UserId {
    /// Reads an ID as typed; full-width letters and digits are narrowed.
    #[must_use]
    pub fn parse(input: &str) -> Option<Self> {
        let id = narrowed(input);
        ((1..=20).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric()))
            .then_some(Self(id))
    }

    /// As typed, for display.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that is compared.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Nine digits look like a 加盟店コード and are kept for 管理 users (ROLE-2).
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        self.0.len() == 9 && self.0.bytes().all(|b| b.is_ascii_digit())
    }
}

/// The folded form of whatever was typed into ユーザID, valid or not: the key of the attempt
/// budget, so that spelling variants share one counter.
#[must_use]
pub fn folded_user_id(typed: &str) -> String {
    narrowed(typed).to_ascii_lowercase()
}

/// ユーザ名(氏名): up to 60 half-width or 30 full-width characters (USER-6), normalised to NFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);

/// Why a text is no usable name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PersonNameError {
    /// Nothing was typed.
    Empty,
    /// Wider than 60 half-width columns (USER-6).
    TooLong,
    /// Holds characters or an address that could turn a mail into a lure.
    NotAllowed,
}

impl PersonName {
    /// The widest name, counting half-width as 1 and full-width as 2 (USER-6).
    pub const WIDEST: usize = 60;

    /// Reads a name as typed.
    ///
    /// # Errors
    /// [`PersonNameError`] says what is wrong, for the message beside the field.
    pub fn parse(input: &str) -> Result<Self, PersonNameError> {
        let name = composed(input);
        if name.is_empty() {
            return Err(PersonNameError::Empty);
        }
        if name.chars().any(is_hostile) || looks_like_address(&name) {
            return Err(PersonNameError::NotAllowed);
        }
        if width(&name) > Self::WIDEST {
            return Err(PersonNameError::TooLong);
        }
        Ok(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Columns a text takes: ASCII and half-width katakana 1, everything else 2.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if c.is_ascii() || matches!(c, '\u{FF61}'..='\u{FF9F}') {
                1
            } else {
                2
            }
        })
        .sum()
}

/// Names stand in mails of ours: an address or link in one would make them a phishing relay.
fn looks_like_address(name: &str) -> bool {
    let narrow: String = name.nfkc().collect::<String>().to_lowercase();
    narrow.contains('@')
        || narrow.contains("://")
        || narrow.contains("www.")
        || narrow.split_whitespace().any(|word| {
            word.split(['/', ':']).next().is_some_and(|host| {
                host.rsplit_once('.').is_some_and(|(before, top)| {
                    !before.is_empty()
                        && top.len() >= 2
                        && top.bytes().all(|b| b.is_ascii_alphabetic())
                })
            })
        })
}

/// Who last gave a person their credential; sessions and audit rows carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Giver {
    /// The person's own reset by mail.
    Own,
    /// The merchant's 管理 user.
    Admin,
    /// The customer-service centre, or the company that runs the console.
    Operator,
}

impl Giver {
    /// The word the database uses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Admin => "admin",
            Self::Operator => "operator",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "own" => Some(Self::Own),
            "admin" => Some(Self::Admin),
            "operator" => Some(Self::Operator),
            _ => None,
        }
    }
}

/// What the console shows of a person and mails are addressed with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// 権限.
    pub role: Role,
    /// ユーザID.
    pub user_id: UserId,
    /// ユーザ名. With `same_person` it is 管理's.
    pub name: PersonName,
    /// The own address; `None` when there is none or with `same_person`.
    pub mail: Option<MailAddress>,
    /// ログイン方法.
    pub login_method: LoginMethod,
    /// 管理者ユーザと同一 (USER-5).
    pub same_person: bool,
}

#[cfg(test)]
mod tests {
    use super::{PersonName, PersonNameError, UserId, folded_user_id};

    /// Shows USER-3: up to 20 half-width letters and digits, no symbols.
    #[test]
    fn user_3_user_ids() {
        assert!(UserId::parse("User1").is_some());
        assert_eq!(UserId::parse("ｉｐｐａｎ０１").unwrap().as_str(), "ippan01");
        assert!(UserId::parse("abcdefghij0123456789").is_some());
        for bad in [
            "",
            "abcdefghij0123456789x",
            "user-1",
            "user 1",
            "ユーザ",
            "a\0",
            "é",
            "<b>",
        ] {
            assert!(UserId::parse(bad).is_none(), "{bad:?}");
        }
    }

    /// Shows USER-17: compared without case; nine digits are kept for 管理.
    #[test]
    fn user_17_folding_and_reserved() {
        assert_eq!(
            UserId::parse("USER1").unwrap().folded(),
            UserId::parse("user1").unwrap().folded()
        );
        assert!(UserId::parse("123456789").unwrap().is_reserved());
        assert!(!UserId::parse("12345678").unwrap().is_reserved());
        for variant in ["user1", " USER1", "Ｕｓｅｒ１　"] {
            assert_eq!(folded_user_id(variant), "user1");
        }
    }

    /// Shows USER-6: 60 half-width or 30 full-width characters.
    #[test]
    fn user_6_names() {
        assert!(PersonName::parse(&"あ".repeat(30)).is_ok());
        assert_eq!(
            PersonName::parse(&"あ".repeat(31)),
            Err(PersonNameError::TooLong)
        );
        assert!(PersonName::parse(&"ｱ".repeat(60)).is_ok());
        assert!(PersonName::parse(&"a".repeat(60)).is_ok());
        assert_eq!(
            PersonName::parse(&"a".repeat(61)),
            Err(PersonNameError::TooLong)
        );
        assert_eq!(PersonName::parse("か\u{3099}").unwrap().as_str(), "が");
        assert_eq!(PersonName::parse(" 　"), Err(PersonNameError::Empty));
    }

    #[test]
    fn names_carry_no_lures() {
        for bad in [
            "https://evil.example",
            "evil.example",
            "a@b.example",
            "当選 ｅｖｉｌ．ｃｏｍ まで",
            "www.x",
            "x\r\nBcc: y",
            "abc\u{202E}",
            "ゼロ\u{200B}幅",
            "evil.example/path",
        ] {
            assert_eq!(
                PersonName::parse(bad),
                Err(PersonNameError::NotAllowed),
                "{bad:?}"
            );
        }
        for good in [
            "黒田 太郎",
            "J. Smith",
            "O'Neil-山田",
            "Dr.山田",
            "<b>太字</b>",
            "'; DROP TABLE--",
        ] {
            assert!(PersonName::parse(good).is_ok(), "{good:?}");
        }
    }
}
