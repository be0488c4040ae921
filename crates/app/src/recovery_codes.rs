//! A person's recovery codes: made, shown for five minutes in the session that asked, told of.

use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, Nonce, Origin, Session};
use crypto::entropy::random_array;
use crypto::{DigestPurpose, Purpose};
use domain::audit::{Action, Actor, Event};
use domain::authority::Member;
use domain::notice::Notice;
use domain::policy::SECRET_SHOWN;
use domain::recovery;
use domain::step_up::SteppedUp;
use domain::time::Timestamp;
use store::people;
use store::recovery::{self as codes, NewCodes, UnusedCode};
use store::{audit, forms, outbox, passes};
use zeroize::Zeroizing;

/// How a person's recovery codes stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryState {
    /// There are such codes here, and the person has a pass that they can stand in for.
    pub offered: bool,
    /// When the set was made; `None`: there is none.
    pub made_at: Option<Timestamp>,
    /// How many were not used.
    pub unused: u32,
}

impl RecoveryState {
    /// Few are left of a set.
    #[must_use]
    pub const fn runs_out(&self) -> bool {
        self.made_at.is_some() && self.unused <= recovery::WARN_AT
    }
}

/// A set as its page shows it.
#[derive(Debug)]
pub struct ShownCodes {
    /// The codes as they are written.
    pub codes: Vec<Zeroizing<String>>,
    /// How long they stay on the page, in seconds.
    pub seconds_left: u32,
}

impl App {
    /// How the recovery codes of the session's person stand.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn recovery_state(&self, session: &Session) -> Result<RecoveryState, AppError> {
        let owner = session.owner();
        let count = codes::count(self.store(), owner).await?;
        let has_pass = !passes::list(self.store(), owner).await?.is_empty();
        Ok(RecoveryState {
            offered: self.policy().passes.recovery_codes && has_pass,
            made_at: count.made_at,
            unused: count.unused,
        })
    }

    /// Makes a new set; the one before is void. Told by mail. False when there are no such codes
    /// here, or the person has no pass.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn make_recovery_codes(
        &self,
        session: &Session,
        _: SteppedUp<Member>,
        nonce: Nonce,
        origin: &Origin,
    ) -> Result<bool, AppError> {
        let owner = session.owner();
        if !self.recovery_state(session).await?.offered {
            return Ok(false);
        }
        let Some(subject) = people::find(self.store(), owner.merchant, owner.person).await? else {
            return Ok(false);
        };
        self.hear_of_digest_key().await?;
        let new = self.new_codes(session)?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &nonce.0, Some(session.id), "made", now).await? {
            tx.rollback().await?;
            return Ok(true);
        }
        codes::replace(&mut tx, &new, now).await?;
        if let Some(to) = subject.addresses.for_others_act(subject.person.role, now) {
            let about = About::subject(&subject);
            let until = now.plus(WORTH_SENDING);
            let mail = self.mail(to, about, Notice::RecoveryCodesMade, until)?;
            outbox::insert(&mut tx, &mail, now).await?;
        }
        audit::insert(&mut tx, self.audit_id()?, &made(session, origin, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    fn new_codes(&self, session: &Session) -> Result<NewCodes, AppError> {
        let owner = session.owner();
        let person = owner.person.uuid();
        let mut text = Zeroizing::new(String::new());
        let mut made = Vec::with_capacity(recovery::CODES);
        for _ in 0..recovery::CODES {
            let random = Zeroizing::new(random_array::<{ recovery::CODE_BYTES }>(self.entropy())?);
            let written = recovery::written(&random);
            let plain = recovery::typed(&written);
            let parts: [&[u8]; 2] = [person.as_bytes(), plain.as_bytes()];
            made.push(UnusedCode {
                id: self.new_id()?,
                digest: self
                    .keys()
                    .keyed_digest(DigestPurpose::RecoveryCode, &parts),
            });
            text.push_str(&written);
            text.push('\n');
        }
        let (merchant, session_id) = (owner.merchant.uuid(), session.id.uuid());
        let context: [&[u8]; 3] = [
            merchant.as_bytes(),
            person.as_bytes(),
            session_id.as_bytes(),
        ];
        let sealed = self.keys().seal(
            Purpose::RecoveryCodes,
            &context,
            text.as_bytes(),
            self.entropy(),
        )?;
        Ok(NewCodes {
            owner,
            codes: made,
            session: session.id,
            sealed,
        })
    }

    /// The set that was made in this session within the last five minutes.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn shown_recovery_codes(
        &self,
        session: &Session,
    ) -> Result<Option<ShownCodes>, AppError> {
        let owner = session.owner();
        let Some((sealed, made_at)) = codes::shown(self.store(), owner, session.id).await? else {
            return Ok(None);
        };
        let left = made_at.plus(SECRET_SHOWN).since(self.now()).whole_seconds();
        let Some(seconds_left) = u32::try_from(left).ok().filter(|left| *left > 0) else {
            codes::hide(self.store(), owner).await?;
            return Ok(None);
        };
        let (merchant, person) = (owner.merchant.uuid(), owner.person.uuid());
        let session_id = session.id.uuid();
        let context: [&[u8]; 3] = [
            merchant.as_bytes(),
            person.as_bytes(),
            session_id.as_bytes(),
        ];
        let bytes = self
            .keys()
            .open(Purpose::RecoveryCodes, &context, &sealed)?;
        let text = std::str::from_utf8(&bytes).map_err(|e| AppError::fault("codes", e))?;
        Ok(Some(ShownCodes {
            codes: text
                .lines()
                .map(|line| Zeroizing::new(line.to_owned()))
                .collect(),
            seconds_left,
        }))
    }

    /// The codes were written down: they are not shown again.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn hide_recovery_codes(&self, session: &Session) -> Result<(), AppError> {
        Ok(codes::hide(self.store(), session.owner()).await?)
    }
}

fn made(session: &Session, origin: &Origin, at: Timestamp) -> Event {
    Event {
        at,
        merchant: Some(session.standing.merchant),
        actor: Actor::Person(session.standing.person),
        action: Action::MakeRecoveryCodes,
        outcome: "ok",
        subject: Some(session.standing.person),
        origin: origin.shown.clone(),
        remark: String::new(),
    }
}
