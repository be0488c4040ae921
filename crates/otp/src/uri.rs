//! `otpauth://` URIs, the form in which a QR code carries a secret (OTP-6).

mod parse;

use core::fmt;
use core::fmt::Write as _;
use core::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use thiserror::Error;

use crate::{Algorithm, Digits, Hotp, Period, SecretError, SecretText, Totp};

/// Everything but the unreserved characters of RFC 3986 §2.3. A blank becomes `%20`,
/// never `+`, which half of the apps would show as a plus sign.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A token with the names an authenticator shows for it.
///
/// Equality compares names and parameters plainly and the secret in constant time.
/// `Debug` shows the names but not the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtpauthUri {
    issuer: Option<String>,
    account: String,
    token: Token,
}

/// What a URI carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// `otpauth://totp/…`
    Totp(Totp),
    /// `otpauth://hotp/…`
    Hotp(Hotp),
}

/// A name that cannot stand in a URI: empty, with a colon, a control character or a
/// blank at either end, or longer than [`OtpauthUri::MAX_NAME_LEN`].
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum InvalidName {
    /// The issuer, the name of the service.
    #[error("the issuer is not a usable name")]
    Issuer,
    /// The account, the name of the user at that service.
    #[error("the account is not a usable name")]
    Account,
}

/// The parameters that this crate reads; others are ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// `secret`, in base32.
    Secret,
    /// `issuer`.
    Issuer,
    /// `algorithm`.
    Algorithm,
    /// `digits`.
    Digits,
    /// `period`, in seconds.
    Period,
    /// `counter`.
    Counter,
}

impl Parameter {
    /// Its name in the query.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Issuer => "issuer",
            Self::Algorithm => "algorithm",
            Self::Digits => "digits",
            Self::Period => "period",
            Self::Counter => "counter",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        let all = [
            Self::Secret,
            Self::Issuer,
            Self::Algorithm,
            Self::Digits,
            Self::Period,
            Self::Counter,
        ];
        all.into_iter()
            .find(|parameter| parameter.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a text is not a URI that this crate can use. No variant repeats any of the text.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum UriError {
    /// Longer than [`OtpauthUri::MAX_LEN`] bytes.
    #[error("the URI is longer than 4096 bytes")]
    TooLong,
    /// It does not begin with `otpauth://`.
    #[error("the text is not an otpauth URI")]
    NotOtpauth,
    /// Neither `totp` nor `hotp`.
    #[error("the token type is neither totp nor hotp")]
    UnknownType,
    /// An escape sequence does not make UTF-8.
    #[error("an escape sequence is not UTF-8")]
    NotUtf8,
    /// A name is too long or has control characters.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// A parameter is given twice: apps differ in which one they take.
    #[error("the parameter {0} is given twice")]
    Duplicate(Parameter),
    /// There is no `secret`.
    #[error("the parameter secret is missing")]
    MissingSecret,
    /// The `secret` is not base32. Positions count the characters of the decoded value.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// A parameter has a value that this crate does not compute.
    #[error("the value of the parameter {0} is not supported")]
    Unsupported(Parameter),
}

impl OtpauthUri {
    /// The longest text that is read, in bytes, and more than is ever written.
    pub const MAX_LEN: usize = 4096;
    /// The longest issuer and the longest account, in bytes of UTF-8.
    pub const MAX_NAME_LEN: usize = 320;

    /// Names a token. Issuer and account may use any script but no colon, which
    /// separates them in the label.
    ///
    /// # Errors
    /// [`InvalidName`], naming the one that is not usable.
    pub fn new(issuer: Option<&str>, account: &str, token: Token) -> Result<Self, InvalidName> {
        let usable = |name: &str| {
            !name.is_empty() && name.trim() == name && !name.contains(':') && printable(name)
        };
        if !issuer.is_none_or(usable) {
            return Err(InvalidName::Issuer);
        }
        if !usable(account) {
            return Err(InvalidName::Account);
        }
        Ok(Self {
            issuer: issuer.map(str::to_owned),
            account: account.to_owned(),
            token,
        })
    }

    /// Reads a URI as the apps write it; never panics, whatever the text.
    ///
    /// Scheme, type and parameter names may be in either case. The `issuer` parameter
    /// wins over a prefix of the label; a prefix that differs from it stays part of the
    /// account, so that nothing is lost. In the label a `+` is a plus sign and the
    /// separating colon may be escaped; in the query a `+` is a blank. Missing
    /// parameters have the defaults SHA1, 6, 30 and counter 0. Unknown parameters, those
    /// of the other type, and a fragment are ignored. The account may be empty, and
    /// either name may hold a colon, since such URIs are about.
    ///
    /// # Errors
    /// [`UriError`], naming what is wrong without repeating any of the text.
    pub fn parse(text: &str) -> Result<Self, UriError> {
        parse::parse(text)
    }

    /// The URI. It contains the secret.
    ///
    /// The issuer stands both before the label and as a parameter, since some apps read
    /// only the one and some only the other. Defaults (SHA1, 6 digits, 30 seconds) are
    /// left out: every app assumes them, some stumble over them, and the QR code gets
    /// coarser (OTP-5). A counter is always written.
    #[must_use]
    pub fn to_uri(&self) -> SecretText {
        // Reserved at once: a String that grows leaves copies of the secret behind.
        let mut uri = String::with_capacity(Self::MAX_LEN);
        let (kind, secret) = match &self.token {
            Token::Totp(totp) => ("totp", &totp.secret),
            Token::Hotp(hotp) => ("hotp", &hotp.secret),
        };
        uri.extend(["otpauth://", kind, "/"]);
        if let Some(issuer) = &self.issuer {
            uri.extend(utf8_percent_encode(issuer, ENCODED));
            uri.push(':');
        }
        uri.extend(utf8_percent_encode(&self.account, ENCODED));
        uri.extend(["?secret=", secret.to_base32().expose()]);
        if let Some(issuer) = &self.issuer {
            uri.push_str("&issuer=");
            uri.extend(utf8_percent_encode(issuer, ENCODED));
        }
        self.token.push_parameters(&mut uri);
        SecretText::new(uri)
    }

    /// The name of the service, if there is one.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The name of the user at the service; may be empty if it was parsed.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// What computes the codes.
    #[must_use]
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// Lets go of the names.
    #[must_use]
    pub fn into_token(self) -> Token {
        self.token
    }
}

impl Token {
    fn push_parameters(&self, uri: &mut String) {
        let (algorithm, digits) = match self {
            Self::Totp(totp) => (totp.algorithm, totp.digits),
            Self::Hotp(hotp) => (hotp.algorithm, hotp.digits),
        };
        // Writing to a String cannot fail.
        if algorithm != Algorithm::default() {
            let _ = write!(uri, "&algorithm={algorithm}");
        }
        if digits != Digits::default() {
            let _ = write!(uri, "&digits={}", digits.get());
        }
        match self {
            Self::Totp(totp) if totp.period != Period::default() => {
                let _ = write!(uri, "&period={}", totp.period.seconds());
            }
            Self::Totp(_) => {}
            Self::Hotp(hotp) => {
                let _ = write!(uri, "&counter={}", hotp.counter);
            }
        }
    }
}

impl FromStr for OtpauthUri {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, UriError> {
        Self::parse(text)
    }
}

/// Whether a name fits and has no control characters.
fn printable(name: &str) -> bool {
    name.len() <= OtpauthUri::MAX_NAME_LEN && !name.chars().any(char::is_control)
}
