//! Merchants (加盟店): their codes, kinds and contracts.

use crate::ids::MerchantId;
use crate::mail_address::MailAddress;
use crate::typed::{digits_only_blanks_removed, is_hostile, narrowed};
use uuid::Uuid;

/// The customer-service centre: a tenant of its own, whose people are operators (CS-6).
pub const CENTRE: MerchantId = MerchantId::new(Uuid::from_u128(0x8000_8000_0000_0000_0000));
/// Its access key. No address holds it: keys in addresses are digits.
pub const CENTRE_KEY: &str = "centre";
/// Its code, which no merchant may have.
const CENTRE_CODE: &str = "000000000";

/// 加盟店コード: nine half-width digits (LOGIN-3).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MerchantCode(String);

impl MerchantCode {
    /// Reads a code as typed: full-width digits and blanks are forgiven.
    #[must_use]
    pub fn parse(input: &str) -> Option<Self> {
        let digits = digits_only_blanks_removed(input);
        (digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit())).then_some(Self(digits))
    }

    /// The centre's own code.
    #[must_use]
    pub fn centre() -> Self {
        Self(CENTRE_CODE.to_owned())
    }

    /// The centre has this code, so no merchant may.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        self.0 == CENTRE_CODE
    }

    /// The nine digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// アクセスキー: the last part of a merchant's address, two to seven digits (LOGIN-1, CON-11).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AccessKey(String);

impl AccessKey {
    /// Reads a key as typed.
    #[must_use]
    pub fn parse(input: &str) -> Option<Self> {
        let digits = digits_only_blanks_removed(input);
        ((2..=7).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
            .then_some(Self(digits))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a merchant ships goods (ROLE-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MerchantKind {
    /// 物流加盟店: may have 出荷 users.
    Logistics,
    /// 非物流加盟店: has no 出荷 users.
    NonLogistics,
}

impl MerchantKind {
    /// The word the database and files use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Logistics => "logistics",
            Self::NonLogistics => "non_logistics",
        }
    }

    /// Reads [`Self::word`].
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "logistics" => Some(Self::Logistics),
            "non_logistics" => Some(Self::NonLogistics),
            _ => None,
        }
    }
}

/// 社名: a company's name as printed, 1 to 60 characters, no control or deceiving characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyName(String);

impl CompanyName {
    /// Reads a name; `None` when empty, too long or with hostile characters.
    #[must_use]
    pub fn parse(input: &str) -> Option<Self> {
        let name = input.trim();
        let length = name.chars().count();
        ((1..=60).contains(&length) && !name.chars().any(is_hostile)).then(|| Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a merchant is, as the console needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merchant {
    /// Its identity.
    pub id: MerchantId,
    /// 加盟店コード.
    pub code: MerchantCode,
    /// アクセスキー.
    pub access_key: AccessKey,
    /// 社名.
    pub company: CompanyName,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// Has a タブレット決済 contract, so the mail method is not offered (TAB-2).
    pub tablet: bool,
    /// The contact person's address from the application (MAIL-1, CON-13).
    pub contact_mail: Option<MailAddress>,
    /// Suspended merchants cannot log in.
    pub suspended: bool,
}

/// Makes a key from its printed form and forgives what people paste around it.
#[must_use]
pub fn access_key_from_typed(input: &str) -> Option<AccessKey> {
    // People paste the whole address: the key is what follows the last slash.
    let text = narrowed(input);
    let last = text
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    AccessKey::parse(last)
}

#[cfg(test)]
mod tests {
    use super::{AccessKey, CENTRE_KEY, CompanyName, MerchantCode, access_key_from_typed};

    /// Shows LOGIN-1, LOGIN-3: two to seven digits, nine digits, forgiving of full width.
    #[test]
    fn login_1_and_3_codes() {
        assert!(AccessKey::parse("1").is_none());
        assert!(AccessKey::parse("12").is_some());
        assert!(AccessKey::parse("１２３４５６７").is_some());
        assert!(AccessKey::parse("12345678").is_none());
        assert!(MerchantCode::parse("12345678").is_none());
        assert_eq!(
            MerchantCode::parse(" 123-456-789 ").unwrap().as_str(),
            "123456789"
        );
        assert!(MerchantCode::parse("12345678a").is_none());
        assert!(MerchantCode::parse("١٢٣٤٥٦٧٨٩").is_none());
    }

    /// Shows CS-6: no merchant can pass for the centre, and no address holds the centre's key.
    #[test]
    fn cs_6_the_centre_is_apart() {
        assert!(MerchantCode::centre().is_reserved());
        assert!(MerchantCode::parse("０００-000-000").unwrap().is_reserved());
        assert!(!MerchantCode::parse("000000001").unwrap().is_reserved());
        assert!(AccessKey::parse(CENTRE_KEY).is_none());
    }

    #[test]
    fn a_pasted_address_gives_its_key() {
        assert_eq!(
            access_key_from_typed("https://console.example/7654321/")
                .unwrap()
                .as_str(),
            "7654321"
        );
        assert_eq!(
            access_key_from_typed(" 7654321").unwrap().as_str(),
            "7654321"
        );
    }

    #[test]
    fn company_names_hold_no_traps() {
        assert!(CompanyName::parse("株式会社みほん商店").is_some());
        assert!(CompanyName::parse("a\r\nBcc: x").is_none());
        assert!(CompanyName::parse("  ").is_none());
    }
}
