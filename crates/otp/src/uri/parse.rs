//! Reading a URI. [`super::OtpauthUri::parse`] documents what is accepted.

use core::str::FromStr;

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::{InvalidName, OtpauthUri, Parameter, Token, UriError, printable};
use crate::{Algorithm, Digits, Hotp, Period, Secret, Totp};

const SCHEME: &str = "otpauth://";

pub(super) fn parse(text: &str) -> Result<OtpauthUri, UriError> {
    if text.len() > OtpauthUri::MAX_LEN {
        return Err(UriError::TooLong);
    }
    let rest = match text.trim().split_at_checked(SCHEME.len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case(SCHEME) => rest,
        _ => return Err(UriError::NotOtpauth),
    };
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, label) = path.split_once('/').unwrap_or((path, ""));
    let time_based = match kind {
        _ if kind.eq_ignore_ascii_case("totp") => true,
        _ if kind.eq_ignore_ascii_case("hotp") => false,
        _ => return Err(UriError::UnknownType),
    };
    let query = query
        .split_once('#')
        .map_or(query, |(query, _fragment)| query);
    let values = Values::read(query)?;
    let (issuer, account) = names(&decode(label)?, values.issuer.as_deref())?;
    Ok(OtpauthUri {
        issuer,
        account,
        token: values.into_token(time_based)?,
    })
}

/// The values of the known parameters.
#[derive(Default)]
struct Values {
    secret: Option<Secret>,
    issuer: Option<String>,
    algorithm: Option<Algorithm>,
    digits: Option<Digits>,
    period: Option<Period>,
    counter: Option<u64>,
}

impl Values {
    fn read(query: &str) -> Result<Self, UriError> {
        let mut values = Self::default();
        for piece in query.split('&') {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            if let Some(parameter) = Parameter::from_name(name) {
                // `+` is a blank here, as in form data; a plus sign comes as %2B.
                let blanked = Zeroizing::new(value.replace('+', " "));
                values.take(parameter, &decode(&blanked)?)?;
            }
        }
        Ok(values)
    }

    fn take(&mut self, parameter: Parameter, value: &str) -> Result<(), UriError> {
        let again = match parameter {
            Parameter::Secret => self.secret.replace(Secret::from_base32(value)?).is_some(),
            Parameter::Issuer => self.issuer.replace(value.to_owned()).is_some(),
            Parameter::Algorithm => {
                let algorithm = Algorithm::from_name(value);
                self.algorithm
                    .replace(algorithm.ok_or(unsupported(parameter))?)
                    .is_some()
            }
            Parameter::Digits => {
                let digits = number(value).and_then(|count| Digits::new(count).ok());
                self.digits
                    .replace(digits.ok_or(unsupported(parameter))?)
                    .is_some()
            }
            Parameter::Period => {
                let period = number(value).and_then(|seconds| Period::from_seconds(seconds).ok());
                self.period
                    .replace(period.ok_or(unsupported(parameter))?)
                    .is_some()
            }
            Parameter::Counter => self
                .counter
                .replace(number(value).ok_or(unsupported(parameter))?)
                .is_some(),
        };
        if again {
            Err(UriError::Duplicate(parameter))
        } else {
            Ok(())
        }
    }

    fn into_token(self, time_based: bool) -> Result<Token, UriError> {
        let secret = self.secret.ok_or(UriError::MissingSecret)?;
        let algorithm = self.algorithm.unwrap_or_default();
        let digits = self.digits.unwrap_or_default();
        Ok(if time_based {
            let period = self.period.unwrap_or_default();
            Token::Totp(Totp {
                secret,
                algorithm,
                digits,
                period,
            })
        } else {
            let counter = self.counter.unwrap_or_default();
            Token::Hotp(Hotp {
                secret,
                algorithm,
                digits,
                counter,
            })
        })
    }
}

fn unsupported(parameter: Parameter) -> UriError {
    UriError::Unsupported(parameter)
}

/// A number in plain decimal digits; `FromStr` alone would take a sign as well.
fn number<T: FromStr>(text: &str) -> Option<T> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Undoes percent-encoding. A `%` without two hexadecimal digits stands for itself, as
/// `WinAuth` writes it.
fn decode(text: &str) -> Result<Zeroizing<String>, UriError> {
    let decoded = percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| UriError::NotUtf8)?;
    Ok(Zeroizing::new(decoded.into_owned()))
}

/// Issuer and account from the decoded label and the `issuer` parameter.
///
/// Colons and blanks that separate nothing are dropped. That is also what makes a URI
/// written from the result read back as the same: no name starts with a separator, and
/// an account without issuer has no colon.
fn names(label: &str, parameter: Option<&str>) -> Result<(Option<String>, String), InvalidName> {
    let separator = |c: char| c == ':' || c.is_whitespace();
    let label = label.trim_start_matches(separator).trim_end();
    let parameter = parameter.unwrap_or_default().trim_matches(separator);
    let (issuer, account) = if parameter.is_empty() {
        label.split_once(':').unwrap_or(("", label))
    } else {
        let account = label
            .strip_prefix(parameter)
            .and_then(|rest| rest.trim_start().strip_prefix(':'))
            .unwrap_or(label);
        (parameter, account)
    };
    let issuer = issuer.trim_end();
    let account = account.trim_start_matches(separator);
    if !printable(issuer) {
        return Err(InvalidName::Issuer);
    }
    if !printable(account) {
        return Err(InvalidName::Account);
    }
    let issuer = (!issuer.is_empty()).then(|| issuer.to_owned());
    Ok((issuer, account.to_owned()))
}
