//! Pass a door: say to another application who its visitor is, in a form that it can check.

use crate::{App, AppError, Session};
use crypto::{PublicKey, SigningPurpose};
use data_encoding::BASE64URL_NOPAD;
use domain::door::Door;
use domain::ids::PersonId;
use domain::log_in::Strength;
use domain::person::Role;
use domain::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};

/// How long an assertion may be taken for true. It is made anew with every request, so it has to
/// outlast the way to the application and the difference of two clocks, and nothing else.
const ASSERTED: Span = Span::seconds(60);
/// Assertions and nothing else carry this type (RFC 8725, section 3.11).
const TYPE: &str = "sekisho-door+jwt";

/// What a door comes to.
#[derive(Debug)]
pub enum DoorPass {
    /// Open.
    Open(Box<Visitor>),
    /// Shut to this right or this kind of merchant, or to sessions with a duty left.
    Shut,
}

/// Who passes. Every text is ASCII of ours: digits, letters, hyphens.
#[derive(Debug)]
pub struct Visitor {
    /// 加盟店コード.
    pub merchant: String,
    /// ユーザID.
    pub user: String,
    /// The person behind the ユーザID: a re-created ID is another one.
    pub person: PersonId,
    /// 権限.
    pub role: Role,
    /// How authenticated.
    pub strength: Strength,
    /// When.
    pub authenticated_at: Timestamp,
    /// The same, signed: a compact JWS (RFC 7515) with `EdDSA` (RFC 8037).
    pub assertion: String,
}

/// What an assertion says. Times are whole seconds since 1970 (RFC 7519, section 2).
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Claims {
    /// Who says it: the console's address.
    pub iss: String,
    /// To whom: the door's name.
    pub aud: String,
    /// The person's UUID.
    pub sub: String,
    /// When it was said.
    pub iat: u64,
    /// From then on it is void.
    pub exp: u64,
    /// When the person logged in.
    pub auth_time: u64,
    /// 加盟店コード.
    pub merchant: String,
    /// ユーザID.
    pub user: String,
    /// `general` or `shipping`.
    pub role: String,
    /// `logistics` or `non_logistics`.
    pub kind: String,
    /// `totp` or `mail`: what was shown besides the password.
    pub strength: String,
}

#[derive(Deserialize, Serialize)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

impl App {
    /// Whether the holder of a session may pass a door of the console at `issuer` (its address
    /// without a slash at the end), and what the application behind it is told.
    ///
    /// # Errors
    /// [`AppError::Fault`] when the assertion cannot be written.
    pub fn pass_door(
        &self,
        session: &Session,
        door: &Door,
        issuer: &str,
    ) -> Result<DoorPass, AppError> {
        let standing = &session.standing;
        let member = standing.as_member();
        if !member.is_some_and(|member| door.admits(member.role(), session.kind)) {
            return Ok(DoorPass::Shut);
        }
        let now = self.now();
        let claims = Claims {
            iss: issuer.to_owned(),
            aud: door.id.as_str().to_owned(),
            sub: standing.person.uuid().to_string(),
            iat: now.unix_seconds(),
            exp: now.plus(ASSERTED).unix_seconds(),
            auth_time: session.logged_in_at.unix_seconds(),
            merchant: session.merchant_code.as_str().to_owned(),
            user: session.user_id.clone(),
            role: standing.role.word().to_owned(),
            kind: session.kind.word().to_owned(),
            strength: standing.strength.word().to_owned(),
        };
        let assertion = self.asserted(&claims)?;
        Ok(DoorPass::Open(Box::new(Visitor {
            merchant: claims.merchant,
            user: claims.user,
            person: standing.person,
            role: standing.role,
            strength: standing.strength,
            authenticated_at: session.logged_in_at,
            assertion,
        })))
    }

    /// The public keys of assertions, the one that signs now first.
    #[must_use]
    pub fn door_keys(&self) -> Vec<PublicKey> {
        self.keys().public_keys(SigningPurpose::Door)
    }

    fn asserted(&self, claims: &Claims) -> Result<String, AppError> {
        let kid = self.door_keys().first().map(PublicKey::thumbprint);
        let header = Header {
            alg: "EdDSA".to_owned(),
            kid: kid.unwrap_or_default(),
            typ: TYPE.to_owned(),
        };
        let signed = format!("{}.{}", part(&header)?, part(claims)?);
        let signature = self.keys().sign(SigningPurpose::Door, signed.as_bytes());
        Ok(format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature)))
    }
}

fn part(value: &impl Serialize) -> Result<String, AppError> {
    let json = serde_json::to_vec(value).map_err(|error| AppError::fault("assertion", error))?;
    Ok(BASE64URL_NOPAD.encode(&json))
}

/// Checks an assertion as the application behind a door does: fixed algorithm and type, a known
/// key, the signature before anything else is believed, then audience and time (RFC 8725).
#[must_use]
pub fn check_assertion(
    assertion: &str,
    keys: &[PublicKey],
    (issuer, audience): (&str, &str),
    now: Timestamp,
) -> Option<Claims> {
    let (signed, signature) = assertion.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let decoded = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).ok();
    let header: Header = serde_json::from_slice(&decoded(header)?).ok()?;
    if header.alg != "EdDSA" || header.typ != TYPE {
        return None;
    }
    let key = keys.iter().find(|key| key.thumbprint() == header.kid)?;
    if !key.verifies(signed.as_bytes(), &decoded(signature)?) {
        return None;
    }
    let claims: Claims = serde_json::from_slice(&decoded(claims)?).ok()?;
    let fits = claims.iss == issuer && claims.aud == audience && now.unix_seconds() < claims.exp;
    fits.then_some(claims)
}
