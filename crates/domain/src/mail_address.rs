//! Mail addresses: ASCII local part, IDNA domain, folded for uniqueness, delivered as typed.

use crate::typed::narrowed;

/// A mail address of at most 64 half-width characters (USER-7).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MailAddress {
    typed: String,
    folded: String,
}

/// Why a text is no usable mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MailAddressError {
    /// Nothing was typed.
    Empty,
    /// More than 64 characters (USER-7).
    TooLong,
    /// Not of the form `name@domain`, or with characters that no mail server takes.
    Malformed,
}

impl MailAddress {
    /// The longest address, in characters (USER-7).
    pub const LONGEST: usize = 64;

    /// Reads an address as typed: full-width narrowed, blanks around it trimmed.
    ///
    /// # Errors
    /// [`MailAddressError`] says what is wrong, for the message beside the field.
    pub fn parse(input: &str) -> Result<Self, MailAddressError> {
        let typed = narrowed(input);
        if typed.is_empty() {
            return Err(MailAddressError::Empty);
        }
        if typed.chars().count() > Self::LONGEST {
            return Err(MailAddressError::TooLong);
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(MailAddressError::Malformed)?;
        if !is_local_part(local) {
            return Err(MailAddressError::Malformed);
        }
        let ascii =
            idna::domain_to_ascii_strict(domain).map_err(|_| MailAddressError::Malformed)?;
        if !is_domain(&ascii) {
            return Err(MailAddressError::Malformed);
        }
        let folded = format!("{}@{ascii}", local.to_ascii_lowercase());
        Ok(Self {
            typed: format!("{local}@{ascii}"),
            folded,
        })
    }

    /// The address mails go to.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// The form that is compared for uniqueness (USER-10, USER-11): letters in lower case.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// `k•••i@s•••.example`: enough to recognise one's own, too little to learn another's. The
    /// number of dots tells nothing.
    #[must_use]
    pub fn masked(&self) -> String {
        let (local, domain) = self.typed.rsplit_once('@').unwrap_or((&self.typed, ""));
        let (host, top) = domain.rsplit_once('.').unwrap_or((domain, ""));
        let first = |text: &str| text.chars().take(1).collect::<String>();
        // The last letter of a short name would tell half of it.
        let last: String = local.chars().skip(4).last().into_iter().collect();
        format!("{}•••{last}@{}•••.{top}", first(local), first(host))
    }
}

fn is_local_part(local: &str) -> bool {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    // Dots at the ends or doubled are against RFC 5321, yet real phone addresses in Japan have
    // them; mail servers there take them, so they are let through.
    !local.is_empty() && local.bytes().all(allowed)
}

fn is_domain(ascii: &str) -> bool {
    ascii.contains('.')
        && ascii.len() <= 253
        && ascii.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
        && !ascii
            .rsplit('.')
            .next()
            .is_some_and(|top| top.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{MailAddress, MailAddressError};

    /// Shows USER-7: up to 64 half-width characters, and nothing that a mail could be bent with.
    #[test]
    fn user_7_addresses() {
        let long = format!("{}@example.jp", "a".repeat(53));
        assert_eq!(long.len(), 64);
        assert!(MailAddress::parse(&long).is_ok());
        assert_eq!(
            MailAddress::parse(&format!("b{long}")),
            Err(MailAddressError::TooLong)
        );
        for bad in [
            "admin",
            "admin@mail",
            "a@b@c.jp ",
            "a b@example.jp",
            "a@exa mple.jp",
            "<a@example.jp>",
            "a@example.jp\r\nBcc: b@example.jp",
            "a@example.jp,b@example.jp",
            "あ@example.jp",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "@example.jp",
            "a@-x.jp",
            "a@.jp",
            "\"a\"@example.jp",
        ] {
            assert_eq!(
                MailAddress::parse(bad),
                Err(MailAddressError::Malformed),
                "{bad}"
            );
        }
        assert_eq!(MailAddress::parse(" "), Err(MailAddressError::Empty));
    }

    /// Shows USER-11: letters' case and width do not make another address.
    #[test]
    fn user_11_addresses_fold() {
        let typed = MailAddress::parse("Ｔａｒｏ@Example.JP").unwrap();
        assert_eq!(typed.as_str(), "Taro@example.jp");
        assert_eq!(typed.folded(), "taro@example.jp");
        assert_eq!(
            MailAddress::parse("a@日本.example").unwrap().folded(),
            "a@xn--wgv71a.example"
        );
    }

    /// Shows B3-3, CS-5: one's own address is recognised, another's is not learnt.
    #[test]
    fn masked_addresses_tell_little() {
        for (typed, shown) in [
            ("kanri@shop.example", "k•••i@s•••.example"),
            ("kana@mail.shop.co.jp", "k•••@m•••.jp"),
            ("a@b.jp", "a•••@b•••.jp"),
            ("a..b.@phone.example", "a•••.@p•••.example"),
        ] {
            assert_eq!(MailAddress::parse(typed).unwrap().masked(), shown);
        }
    }
}
