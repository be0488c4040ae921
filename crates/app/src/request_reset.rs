//! 初期化依頼: ask for a reset link by mail (RESET-2..4). Every name gets the same answer and costs
//! the same; names that do not exist leave rows that lead nowhere (RESET-12).

use crate::mailing::About;
use crate::{App, AppError, Nonce, Origin};
use crypto::Token;
use domain::audit::{Action, Actor, Event};
use domain::ids::ResetId;
use domain::mail_address::MailAddress;
use domain::notice::Notice;
use domain::person::folded_user_id;
use domain::typed::{digits_only_blanks_removed, narrowed};
use store::outbox::NewMail;
use store::people::{self, Subject};
use store::resets::{self, NewReset};
use store::{audit, digests, forms, outbox};

/// What was typed on the request page.
#[derive(Clone, Copy, Debug)]
pub struct RequestReset<'a> {
    /// From the address.
    pub access_key: &'a str,
    /// 加盟店コード.
    pub merchant_code: &'a str,
    /// ユーザID.
    pub user_id: &'a str,
    /// The form's nonce.
    pub nonce: Nonce,
    /// Where it came from.
    pub origin: &'a Origin,
}

impl App {
    /// Accepts a request. Whether a mail goes out is not told.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn request_reset(&self, typed: RequestReset<'_>) -> Result<(), AppError> {
        let came = self.now();
        self.accept_request(typed).await?;
        self.hold_since(came).await;
        Ok(())
    }

    async fn accept_request(&self, typed: RequestReset<'_>) -> Result<(), AppError> {
        let code = digits_only_blanks_removed(typed.merchant_code);
        let user_id = folded_user_id(typed.user_id);
        self.hear_of_digest_key().await?;
        let budget = self.budget(&code, &user_id);
        let found = people::find_by_name(self.store(), &code, &user_id).await?;
        let asked = resets::recent(self.store(), &budget, self.now()).await?;
        let quiet = asked >= i64::from(self.policy().reset_mails_per_hour);
        let right_key = |s: &&Subject| s.access_key == narrowed(typed.access_key);
        let subject = found.as_ref().filter(right_key);
        let to = subject.and_then(|s| s.addresses.for_own_reset(s.person.role, self.now()));
        let real = subject.zip(to).filter(|_| !quiet);
        let token = Token::random(self.entropy())?;
        let asked_from = self.network_digest(typed.origin);
        for old in self.older_networks(typed.origin) {
            let key = self.keys().digest_id().as_str();
            digests::move_network(self.store(), key, (&old, &asked_from)).await?;
        }
        let reset = self.new_reset(&token, (budget, asked_from), real)?;
        let mail = self.reset_mail(&token, real)?;
        let outcome = match real {
            Some(_) => "ok",
            None if quiet => "too_many",
            None if subject.is_none() => "unknown",
            None => "no_address",
        };
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if !forms::use_up(&mut tx, &typed.nonce.0, None, "accepted", now).await? {
            return Ok(tx.rollback().await?);
        }
        resets::insert(&mut tx, &reset, now).await?;
        let network = Some((asked_from, self.policy().mails_per_network));
        let within = outbox::insert_capped(&mut tx, &mail, self.caps(network), now).await?;
        let outcome = if within { outcome } else { "too_many" };
        let event = self.reset_event(&typed, subject, outcome);
        audit::insert(&mut tx, self.audit_id()?, &event).await?;
        Ok(tx.commit().await?)
    }

    fn new_reset(
        &self,
        token: &Token,
        (budget, asked_from): ([u8; 32], [u8; 32]),
        real: Option<(&Subject, &MailAddress)>,
    ) -> Result<NewReset, AppError> {
        Ok(NewReset {
            id: ResetId::new(self.new_id()?),
            token: token.digest().0,
            budget,
            person: real.map(|(subject, _)| (subject.person.id, subject.merchant)),
            expires_at: self.now().plus(self.policy().reset_link),
            asked_from,
        })
    }

    fn reset_mail(
        &self,
        token: &Token,
        real: Option<(&Subject, &MailAddress)>,
    ) -> Result<NewMail, AppError> {
        let Some((subject, to)) = real else {
            return self.no_mail("reset_started");
        };
        let notice = Notice::ResetStarted {
            token: token.reveal().to_owned(),
        };
        let until = self.now().plus(self.policy().reset_link);
        self.mail(to, About::subject(subject), notice, until)
    }

    fn reset_event(
        &self,
        typed: &RequestReset<'_>,
        subject: Option<&Subject>,
        outcome: &'static str,
    ) -> Event {
        Event {
            at: self.now(),
            merchant: subject.map(|s| s.merchant),
            actor: Actor::Nobody,
            action: Action::RequestReset,
            outcome,
            subject: subject.map(|s| s.person.id),
            origin: typed.origin.shown.clone(),
            remark: String::new(),
        }
    }
}
