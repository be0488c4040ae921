//! A passkey is added: password and second factor first, then the browser makes it.

use super::{Ceremony, PasskeyQuestion, bytes};
use crate::{App, AppError, Binding, Nonce, Origin, Session};
use crypto::entropy::random_array;
use data_encoding::BASE64URL_NOPAD;
use domain::audit::{Action, Event};
use domain::authority::Member;
use domain::ids::FactorId;
use domain::notice::Notice;
use domain::pass_name::PassName;
use domain::step_up::SteppedUp;
use store::factors::FactorKind;
use store::people::{self, Subject};
use store::{audit, forms, passes, passkeys};
use webauthn::{ALGORITHMS, Fault, NewPasskey, Registration, register};

/// What a page asks a browser to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyCreation {
    /// The question itself.
    pub question: PasskeyQuestion,
    /// What the person's passkeys know them by, base64url.
    pub handle: String,
    /// The person's passkeys, base64url: a device that has one makes no second.
    pub known: Vec<String>,
    /// The algorithms, by their COSE numbers.
    pub algorithms: [i64; 3],
}

/// What asking came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AskedPasskey {
    /// The browser can be asked.
    Question(Box<PasskeyCreation>),
    /// The person has as many as there may be.
    Full,
    /// There are no passkeys here.
    Closed,
}

/// What a browser has made.
#[derive(Clone, Copy, Debug)]
pub struct AddPasskey<'a> {
    /// What its owner calls it.
    pub name: &'a PassName,
    /// The moment that the question named.
    pub since: &'a str,
    /// `clientDataJSON`, base64url.
    pub client_data: &'a str,
    /// `attestationObject`, base64url.
    pub attestation: &'a str,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// What adding came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddedPasskey {
    /// It is in force.
    Done,
    /// The answer took too long.
    Over,
    /// What was sent is no passkey for us.
    Refused,
    /// There are as many as there may be, or it is registered already.
    Full,
    /// There are no passkeys here, or no such person any more.
    Closed,
}

impl App {
    /// Asks for a new passkey.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn ask_new_passkey(
        &self,
        session: &Session,
        _: SteppedUp<Member>,
    ) -> Result<AskedPasskey, AppError> {
        let binding = Binding::Session(session.id);
        let Some(question) = self.passkey_question(&binding, Ceremony::Add)? else {
            return Ok(AskedPasskey::Closed);
        };
        if self.passkeys_are_full(session).await? {
            return Ok(AskedPasskey::Full);
        }
        let owner = session.owner();
        let proposed = random_array(self.entropy())?;
        let Some(handle) = passkeys::handle(self.store(), owner, proposed).await? else {
            return Ok(AskedPasskey::Closed);
        };
        let known = passkeys::credentials(self.store(), owner).await?;
        Ok(AskedPasskey::Question(Box::new(PasskeyCreation {
            question,
            handle: BASE64URL_NOPAD.encode(&handle),
            known: known.iter().map(|id| BASE64URL_NOPAD.encode(id)).collect(),
            algorithms: ALGORITHMS,
        })))
    }

    /// Whether the person has as many passkeys as there may be.
    ///
    /// # Errors
    /// [`AppError`].
    async fn passkeys_are_full(&self, session: &Session) -> Result<bool, AppError> {
        let known = passes::list(self.store(), session.owner()).await?;
        let of_kind = known.iter().filter(|line| line.kind == FactorKind::Passkey);
        Ok(of_kind.count() >= usize::from(self.policy().passes.most))
    }

    /// Adds a passkey. Told to the person and to 管理.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn add_passkey(
        &self,
        session: &Session,
        _: SteppedUp<Member>,
        sent: AddPasskey<'_>,
    ) -> Result<AddedPasskey, AppError> {
        let owner = session.owner();
        let subject = people::find(self.store(), owner.merchant, owner.person).await?;
        let (Some(party), Some(subject)) = (self.asking_party(), subject) else {
            return Ok(AddedPasskey::Closed);
        };
        let binding = Binding::Session(session.id);
        let Some(challenge) =
            self.challenge_answered(&binding, (sent.nonce, sent.since), Ceremony::Add)
        else {
            return Ok(AddedPasskey::Over);
        };
        let (client_data, attestation) = (bytes(sent.client_data), bytes(sent.attestation));
        let made = Registration {
            client_data: &client_data,
            attestation: &attestation,
        };
        match register(party, &challenge, made) {
            Ok(new) => self.save_passkey(session, &subject, sent, &new).await,
            Err(fault) => self.refuse_passkey(session, sent.origin, fault).await,
        }
    }

    async fn save_passkey(
        &self,
        session: &Session,
        subject: &Subject,
        sent: AddPasskey<'_>,
        made: &NewPasskey,
    ) -> Result<AddedPasskey, AppError> {
        let now = self.now();
        let id = FactorId::new(self.new_id()?);
        let owner = session.owner();
        let sealed = self.seal_passkey(owner, id, &made.passkey)?;
        let new = passkeys::NewPasskey {
            id,
            owner,
            name: sent.name.as_str(),
            sealed: &sealed,
            credential: &made.id,
            counter: made.counter,
            most: self.policy().passes.most,
        };
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &sent.nonce.0, Some(session.id), "added", now).await? {
            tx.rollback().await?;
            return Ok(AddedPasskey::Done);
        }
        if !passkeys::insert(&mut tx, &new, now).await? {
            tx.rollback().await?;
            return Ok(AddedPasskey::Full);
        }
        self.tell_both(&mut tx, subject, &Notice::PasskeyAdded)
            .await?;
        let event = self.pass_event(session, Action::AddPasskey, sent.origin);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(AddedPasskey::Done)
    }

    async fn refuse_passkey(
        &self,
        session: &Session,
        origin: &Origin,
        fault: Fault,
    ) -> Result<AddedPasskey, AppError> {
        let event = Event {
            outcome: "passkey_wrong",
            remark: fault.word().to_owned(),
            ..self.pass_event(session, Action::AddPasskey, origin)
        };
        let mut tx = self.store().begin().await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(AddedPasskey::Refused)
    }
}
