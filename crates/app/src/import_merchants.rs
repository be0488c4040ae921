//! Take merchants over in bulk: each with its 管理 user, who is invited by mail later on.

use crate::read_users::Unclear;
use crate::{App, AppError, NewMerchant};
use domain::audit::{Action, Actor, Event};
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, MerchantCode};
use domain::merchant_form::{Application, Field};
use domain::person::PersonName;
use domain::time::Timestamp;
use store::intake::{self, KnownMerchant};
use store::invitations::Queue;
use store::{Tx, audit};

/// How many merchants are saved in one transaction.
pub const MERCHANTS_AT_ONCE: usize = 200;

/// What became of one line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenOver<F> {
    /// New: saved, or in a dry run would be.
    New,
    /// There already, just like that: nothing to do.
    Same,
    /// There already, and these fields differ. Nothing was changed.
    Differs(Vec<F>),
    /// 加盟店コード: no merchant has it.
    NoMerchant,
    /// Neither the person nor the merchant has an address for the first password.
    NoAddress,
    /// What is wrong with these fields at this merchant.
    Refused(Vec<domain::registration::Problem>),
    /// The list itself leaves open what is meant.
    Unclear(Unclear),
}

impl App {
    /// Takes up to [`MERCHANTS_AT_ONCE`] merchants over, in one transaction; gives what became of
    /// each, in order. No password is made here: the 管理 users' `invite_at` is set, and the
    /// invitation job makes and mails theirs. `admin_name`: what 管理 is called without a name. A
    /// dry run saves nothing.
    ///
    /// # Errors
    /// [`AppError`]; then nothing of the batch was saved.
    pub async fn import_merchants(
        &self,
        batch: &[Application],
        admin_name: &PersonName,
        dry_run: bool,
    ) -> Result<Vec<TakenOver<Field>>, AppError> {
        let mut results = Vec::with_capacity(batch.len());
        for application in batch {
            results.push(self.standing_of(application).await?);
        }
        if dry_run || !results.contains(&TakenOver::New) {
            return Ok(results);
        }
        let mut quicker = Vec::new();
        let mut at = self.next_invitation(Queue::Admins).await?;
        let every = self.policy().invitation_every();
        let mut tx = self.store().begin().await?;
        for (place, application) in batch.iter().enumerate() {
            if results.get(place) != Some(&TakenOver::New) {
                continue;
            }
            if self.take_over(&mut tx, application, admin_name, at).await? {
                at = at.plus(every);
            } else {
                quicker.push(place);
            }
        }
        tx.commit().await?;
        // Somebody else set these up between reading and writing.
        for place in quicker {
            if let (Some(result), Some(application)) = (results.get_mut(place), batch.get(place)) {
                *result = self.standing_of(application).await?;
            }
        }
        Ok(results)
    }

    async fn standing_of(&self, application: &Application) -> Result<TakenOver<Field>, AppError> {
        let Some(code) = &application.code else {
            return Ok(TakenOver::NoMerchant);
        };
        if let Some(known) = intake::merchant(self.store(), code).await? {
            let differing = differing(application, &known);
            return Ok(if differing.is_empty() {
                TakenOver::Same
            } else {
                TakenOver::Differs(differing)
            });
        }
        if !application.has_address() {
            return Ok(TakenOver::NoAddress);
        }
        Ok(TakenOver::New)
    }

    /// False when the code was taken meanwhile.
    async fn take_over(
        &self,
        tx: &mut Tx,
        application: &Application,
        admin_name: &PersonName,
        invite_at: Timestamp,
    ) -> Result<bool, AppError> {
        let now = self.now();
        let new = self.filled_out(application, admin_name)?;
        let merchant = self.new_merchant(&new)?;
        if !intake::add_merchant(tx, &merchant, now).await? {
            return Ok(false);
        }
        let admin = self.new_admin(&new, merchant.id)?;
        intake::add_invited(tx, &admin, now, invite_at).await?;
        let event = Event {
            at: now,
            merchant: Some(merchant.id),
            actor: Actor::Operator(None),
            action: Action::CreateMerchant,
            outcome: "ok",
            subject: Some(admin.person.id),
            origin: "command line".to_owned(),
            remark: "import".to_owned(),
        };
        audit::insert(tx, self.audit_id()?, &event).await?;
        Ok(true)
    }

    /// The application with everything drawn that was left to us; `admin_name`: what 管理 is called
    /// without a name.
    ///
    /// # Errors
    /// [`AppError::Fault`] without randomness.
    pub fn filled_out(
        &self,
        application: &Application,
        admin_name: &PersonName,
    ) -> Result<NewMerchant, AppError> {
        let application = application.clone();
        Ok(NewMerchant {
            code: application.code.map_or_else(|| self.draw_code(), Ok)?,
            access_key: application
                .access_key
                .map_or_else(|| self.draw_access_key(), Ok)?,
            company: application.company,
            kind: application.kind,
            tablet: application.tablet,
            contact_mail: application.contact_mail,
            admin_name: application.admin_name.unwrap_or_else(|| admin_name.clone()),
            admin_mail: application.admin_mail,
            send_first_password: true,
        })
    }

    /// A random code of nine digits.
    ///
    /// # Errors
    /// [`AppError::Fault`] without randomness.
    pub fn draw_code(&self) -> Result<MerchantCode, AppError> {
        let code = MerchantCode::parse(&self.drawn_number(100_000_000)?);
        code.ok_or_else(|| AppError::Fault("a drawn merchant code is none".to_owned()))
    }

    /// A random access key of seven digits.
    ///
    /// # Errors
    /// [`AppError::Fault`] without randomness.
    pub fn draw_access_key(&self) -> Result<AccessKey, AppError> {
        let key = AccessKey::parse(&self.drawn_number(1_000_000)?);
        key.ok_or_else(|| AppError::Fault("a drawn access key is none".to_owned()))
    }

    /// A number from `least` to just below ten times as much: as many digits, no leading zero.
    fn drawn_number(&self, least: u64) -> Result<String, AppError> {
        let bytes = crypto::entropy::random_array(self.entropy())?;
        // 64 bits over fewer than 30: that some numbers are likelier cannot be noticed.
        Ok((least + u64::from_le_bytes(bytes) % (least * 9)).to_string())
    }
}

/// The fields in which a list and the database differ; what a line leaves out agrees with anything.
fn differing(application: &Application, known: &KnownMerchant) -> Vec<Field> {
    let mail = |mail: &Option<MailAddress>| mail.as_ref().map(|mail| mail.folded().to_owned());
    let key = application.access_key.as_ref().map(AccessKey::as_str);
    [
        (Field::Company, application.company != known.company),
        (
            Field::AccessKey,
            key.is_some_and(|key| key != known.access_key),
        ),
        (Field::Kind, application.kind != known.kind),
        (Field::Tablet, application.tablet != known.tablet),
        (
            Field::ContactMail,
            mail(&application.contact_mail) != mail(&known.contact_mail),
        ),
        (
            Field::AdminName,
            application
                .admin_name
                .as_ref()
                .is_some_and(|name| *name != known.admin_name),
        ),
        (
            Field::AdminMail,
            mail(&application.admin_mail) != mail(&known.admin_mail),
        ),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect()
}
