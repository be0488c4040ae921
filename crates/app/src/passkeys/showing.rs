//! Log-in with a passkey. Beside the password it is a try like any other: the same budget, one hash,
//! the same one refusal. On its own it is no guess, so there is no budget to draw on, and a lock that
//! strangers have caused does not keep its owner out; everything else is the same.

use super::{Ceremony, bytes};
use crate::log_in::{
    DECISIONS, Entry, Evidence, Name, Opened, Way, abandon, logged_in, look_again, trimmed,
};
use crate::{App, AppError, Binding, LogIn, LoggedIn, Nonce, Origin};
use crypto::Password;
use domain::audit::{Action, Actor, Event};
use domain::ids::FactorId;
use domain::log_in::{Opening, PasswordMatch, Refusal};
use domain::obligations::Obligations;
use domain::passkey::{PasskeyUse, decide};
use store::accounts::{AccountRow, Traces};
use store::challenges::load_account;
use store::passkeys::{self, Found};
use store::{attempts, audit, forms, sessions};
use subtle::ConstantTimeEq as _;
use webauthn::{Assertion, check};

/// What a browser has shown, base64url as it came.
#[derive(Clone, Copy, Debug)]
pub struct ShownPasskey<'a> {
    /// The credential's id.
    pub credential: &'a str,
    /// `clientDataJSON`.
    pub client_data: &'a str,
    /// `authenticatorData`.
    pub authenticator_data: &'a str,
    /// `signature`.
    pub signature: &'a str,
    /// `userHandle`.
    pub handle: &'a str,
    /// The moment that the question named.
    pub since: &'a str,
}

/// What is typed beside a passkey where it does not stand alone.
#[derive(Clone, Copy, Debug)]
pub struct PasskeyNames<'a> {
    /// 加盟店コード.
    pub merchant_code: &'a str,
    /// ユーザID.
    pub user_id: &'a str,
    /// パスワード.
    pub password: &'a Password,
}

/// A log-in with a passkey.
#[derive(Clone, Copy, Debug)]
pub struct PasskeyLogIn<'a> {
    /// From the address (LOGIN-1).
    pub access_key: &'a str,
    /// Looked at only where a passkey does not stand alone.
    pub names: PasskeyNames<'a>,
    /// The passkey.
    pub shown: ShownPasskey<'a>,
    /// The browser that was asked.
    pub browser: Binding,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// The question that a passkey answers.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    /// Whom it was given to.
    pub(crate) of: Binding,
    /// The nonce of the form it stands in.
    pub(crate) nonce: Nonce,
    /// What for.
    pub(crate) ceremony: Ceremony,
}

/// A passkey that was found, and what showing it was worth.
pub(crate) struct Judged {
    found: Option<Found>,
    /// Its counter, if everything about it is right.
    counter: Option<u32>,
    /// The fault, for the trail.
    pub(crate) fault: &'static str,
}

/// A passkey to be used in the transaction of its effect.
#[derive(Clone, Copy)]
pub(crate) struct Use {
    pub(crate) id: FactorId,
    pub(crate) counter: u32,
}

impl Judged {
    /// The use, if the passkey is the account's.
    pub(crate) fn of(&self, row: Option<&AccountRow>) -> Option<Use> {
        let (found, counter) = self.found.as_ref().zip(self.counter)?;
        let own = row.is_some_and(|row| {
            row.person == found.owner.person && row.merchant == found.owner.merchant
        });
        own.then_some(Use {
            id: found.id,
            counter,
        })
    }

    pub(crate) fn is_copy(&self) -> bool {
        let both = self.found.as_ref().zip(self.counter);
        both.is_some_and(|(found, counter)| !found.is_newer(counter))
    }
}

impl App {
    /// Logs in with a passkey, with or without the password as the policy says.
    ///
    /// # Errors
    /// As [`App::log_in`].
    pub async fn log_in_with_passkey(&self, typed: PasskeyLogIn<'_>) -> Result<LoggedIn, AppError> {
        let came = self.now();
        // The same form with the same content is the same log-in.
        let content = content(&typed.shown);
        let mut entrance = LogIn {
            access_key: typed.access_key,
            merchant_code: typed.names.merchant_code,
            user_id: typed.names.user_id,
            password: typed.names.password,
            code: &content,
            nonce: typed.nonce,
            origin: typed.origin,
        };
        let answer = match self.passkeys() {
            PasskeyUse::Off => Ok(LoggedIn::Refused),
            PasskeyUse::SecondFactor => self.beside_password(&typed, &entrance).await,
            PasskeyUse::Alone => {
                let none = Password::from("");
                (entrance.merchant_code, entrance.user_id) = ("", "");
                entrance.password = &none;
                self.alone(&typed, &entrance).await
            }
        };
        self.entrance_answers(Way::Passkey, came, answer).await
    }

    async fn beside_password(
        &self,
        typed: &PasskeyLogIn<'_>,
        entrance: &LogIn<'_>,
    ) -> Result<LoggedIn, AppError> {
        let mut place = self.pool().enter(typed.origin.network)?;
        let name = Name::of(self, entrance, Way::Passkey);
        match self
            .admit_try((&name.budget, &name.older), name.attempt, typed.origin)
            .await?
        {
            Entry::Admitted => {}
            Entry::FailedBefore | Entry::CutOff => return Ok(LoggedIn::Refused),
            Entry::Locked => return Ok(LoggedIn::Locked),
        }
        let mut row = self.load(&name, typed.origin).await?;
        let candidates = self.candidates(row.as_ref())?;
        let password = trimmed(entrance.password);
        let matched = place.verify(&password, candidates).await?;
        drop(place);
        let evidence = Evidence::new(matched, "", row.as_ref());
        let mut used = false;
        for _ in 0..DECISIONS {
            let judged = self.judge(&typed.shown, asked(typed), used).await?;
            let matched = evidence.matched_in(row.as_ref());
            if let (true, Some(repeated)) =
                (matched.any(), row.as_ref().and_then(|row| row.repeated))
            {
                return self.answer_again(&name, repeated).await;
            }
            match self.opening(typed, row.as_ref(), Some(matched), &judged)? {
                Ok((opening, what)) => {
                    let found = row.as_ref().map(|row| (row, name.merchant_code.as_str()));
                    let opened = self.open_by_passkey((entrance, &name), found, &opening, what);
                    match look_again(opened.await)? {
                        Opened::Yes => return Ok(name.open(opening.obligations)),
                        Opened::TooLate => return Ok(LoggedIn::Refused),
                        Opened::Stale => {
                            used = self.is_used(typed.nonce).await?;
                            row = self.load_anew(&name, typed.origin).await?;
                        }
                    }
                }
                Err(refusal) => return self.refuse(entrance, &name, row.as_ref(), &refusal).await,
            }
        }
        Err(AppError::contended())
    }

    async fn alone(
        &self,
        typed: &PasskeyLogIn<'_>,
        entrance: &LogIn<'_>,
    ) -> Result<LoggedIn, AppError> {
        let name = Name::of(self, entrance, Way::Passkey);
        let traces = Traces {
            session: name.token.digest().0,
            mark: typed.origin.mark_digest(),
        };
        let mut used = false;
        for _ in 0..DECISIONS {
            let judged = self.judge(&typed.shown, asked(typed), used).await?;
            let owner = judged.found.as_ref().map(|found| found.owner);
            let loaded = load_account(self.store(), owner, traces).await?;
            let (row, merchant_code) = loaded.unzip();
            if let Some(repeated) = row.as_ref().and_then(|row| row.repeated) {
                return opened_before(&name, repeated);
            }
            match self.opening(typed, row.as_ref(), None, &judged)? {
                Ok((opening, what)) => {
                    let found = row.as_ref().zip(merchant_code.as_deref());
                    let opened = self.open_by_passkey((entrance, &name), found, &opening, what);
                    match look_again(opened.await)? {
                        Opened::Yes => return Ok(name.open(opening.obligations)),
                        Opened::TooLate => return Ok(LoggedIn::Refused),
                        Opened::Stale => used = self.is_used(typed.nonce).await?,
                    }
                }
                Err(refusal) => {
                    return self
                        .refuse_alone(typed, row.as_ref(), &refusal, &judged)
                        .await;
                }
            }
        }
        Err(AppError::contended())
    }

    /// The form has opened its session before: if that is over, it opens nothing any more.
    pub(crate) async fn is_used(&self, nonce: Nonce) -> Result<bool, AppError> {
        Ok(forms::answer(self.store(), &nonce.0).await?.is_some())
    }

    /// Finds the passkey and judges what was shown of it.
    pub(crate) async fn judge(
        &self,
        shown: &ShownPasskey<'_>,
        asked: Asked,
        used: bool,
    ) -> Result<Judged, AppError> {
        let credential = bytes(shown.credential);
        let found = passkeys::find(self.store(), &credential).await?;
        let form = (asked.nonce, shown.since);
        let challenge = self.challenge_answered(&asked.of, form, asked.ceremony);
        let verdict = match (self.asking_party(), &found, challenge) {
            (_, None, _) => Err("credential"),
            (None, ..) => Err("closed"),
            (.., None) => Err("over"),
            _ if used => Err("used"),
            (Some(_), Some(found), Some(_)) if !is_handle(found, shown.handle) => Err("handle"),
            (Some(party), Some(found), Some(challenge)) => {
                let passkey = self.open_passkey(found.owner, found.id, &found.sealed)?;
                let (client_data, signature) = (bytes(shown.client_data), bytes(shown.signature));
                let sent = Assertion {
                    client_data: &client_data,
                    authenticator_data: &bytes(shown.authenticator_data),
                    signature: &signature,
                };
                check(party, &challenge, &passkey, sent).map_err(webauthn::Fault::word)
            }
        };
        Ok(Judged {
            found,
            counter: verdict.ok(),
            fault: verdict.err().unwrap_or("-"),
        })
    }

    fn opening(
        &self,
        typed: &PasskeyLogIn<'_>,
        row: Option<&AccountRow>,
        matched: Option<PasswordMatch>,
        judged: &Judged,
    ) -> Result<Result<(Opening, Use), Refusal>, AppError> {
        let account = self.account(row, typed.access_key, typed.origin)?;
        let used = judged.of(row);
        let (policy, now) = (self.policy(), self.now());
        let decided = decide(account.as_ref(), matched, used.is_some(), policy, now);
        Ok(match (decided, used) {
            (Ok(_), Some(_)) if judged.is_copy() => Err(Refusal::PasskeyCopied),
            (Ok(opening), Some(used)) => Ok((opening, used)),
            (Ok(_), None) => Err(Refusal::PasskeyWrong),
            (Err(refusal), _) => Err(refusal),
        })
    }

    async fn open_by_passkey(
        &self,
        (typed, name): (&LogIn<'_>, &Name),
        found: Option<(&AccountRow, &str)>,
        opening: &Opening,
        used: Use,
    ) -> Result<Opened, AppError> {
        let Some((row, merchant_code)) = found else {
            return Ok(Opened::TooLate);
        };
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &typed.nonce.0, None, "passkey", now).await?
            || !passkeys::note_use(&mut tx, used.id, used.counter, now).await?
        {
            return abandon(tx, Opened::Stale).await;
        }
        let is_try = self.passkeys() == PasskeyUse::SecondFactor;
        if is_try && !attempts::clear(&mut tx, &name.budget, name.attempt, now).await? {
            return abandon(tx, Opened::TooLate).await;
        }
        let session = self.new_session(typed, name, row, (opening, row.epoch))?;
        if !sessions::open(&mut tx, &session).await? {
            return abandon(tx, Opened::Stale).await;
        }
        let came = (typed.origin, opening.strength);
        self.notice_browser(&mut tx, row, merchant_code, came)
            .await?;
        let event = logged_in(typed, row, opening, now);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        Ok(Opened::Yes)
    }

    /// What is no passkey of anybody stands in the log only: there is nobody it was tried on, and
    /// whoever can open the page could fill the trail with it.
    async fn refuse_alone(
        &self,
        typed: &PasskeyLogIn<'_>,
        row: Option<&AccountRow>,
        refusal: &Refusal,
        judged: &Judged,
    ) -> Result<LoggedIn, AppError> {
        let Some(row) = row else {
            tracing::info!(fault = judged.fault, "an unknown passkey was refused");
            return Ok(LoggedIn::Refused);
        };
        let event = Event {
            at: self.now(),
            merchant: Some(row.merchant),
            actor: Actor::Person(row.person),
            action: Action::LogIn,
            outcome: refusal.word(),
            subject: Some(row.person),
            origin: typed.origin.shown.clone(),
            remark: format!("passkey {}", judged.fault),
        };
        let mut tx = self.store().begin().await?;
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        tx.commit().await?;
        self.measures().refusal(Way::Passkey, refusal.word(), false);
        Ok(LoggedIn::Refused)
    }
}

const fn asked(typed: &PasskeyLogIn<'_>) -> Asked {
    Asked {
        of: typed.browser,
        nonce: typed.nonce,
        ceremony: Ceremony::LogIn,
    }
}

fn opened_before(name: &Name, repeated: i64) -> Result<LoggedIn, AppError> {
    let obligations = Obligations::from_bits(repeated)
        .ok_or_else(|| AppError::Fault("a session with unknown duties".to_owned()))?;
    Ok(name.open(obligations))
}

/// The handle that came along is the one of the passkey's person.
fn is_handle(found: &Found, sent: &str) -> bool {
    bool::from(found.handle.ct_eq(&bytes(sent)))
}

/// All of it as one text: the same content is the same try.
pub(crate) fn content(shown: &ShownPasskey<'_>) -> String {
    let parts = [
        shown.credential,
        shown.client_data,
        shown.authenticator_data,
        shown.signature,
        shown.handle,
        shown.since,
    ];
    parts.join(".")
}
