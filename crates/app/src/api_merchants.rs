//! What programs do with merchants, one at a time: set up, read, amend. Each request has one effect,
//! however often it is sent under one Idempotency-Key.

use crate::mailing::{About, WORTH_SENDING};
use crate::{App, AppError, Origin};
use crypto::DigestPurpose;
use data_encoding::HEXLOWER;
use domain::audit::{Action, Actor, Event};
use domain::ids::{ApiKeyId, MerchantId, PersonId};
use domain::mail_address::MailAddress;
use domain::merchant::{CompanyName, Merchant, MerchantCode, MerchantKind};
use domain::merchant_form::Application;
use domain::notice::{MerchantPart, Notice};
use domain::person::PersonName;
use store::merchant_records::{self, MerchantRecord};
use store::outbox::NewMail;
use store::{Tx, audit, forms, intake, outbox, people};

/// How often a drawn code may be taken: it would take a nearly full range.
const MOST_DRAWS: usize = 20;
/// How often a change is decided again when others were quicker.
const MOST_TRIES: usize = 3;

/// A request of a program.
#[derive(Clone, Copy, Debug)]
pub struct ApiCall<'a> {
    /// Whose.
    pub key: ApiKeyId,
    /// The `Idempotency-Key` header, if one was sent.
    pub once: Option<&'a str>,
    /// The body, so that one key is not used for two things.
    pub body: &'a [u8],
    /// Where it came from.
    pub origin: &'a Origin,
}

/// What is to be changed about a merchant; `None`: stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amendment {
    /// 社名.
    pub company: Option<CompanyName>,
    /// 物流 or 非物流.
    pub kind: Option<MerchantKind>,
    /// タブレット決済 contract.
    pub tablet: Option<bool>,
    /// The contact person's address; takes effect after the hold.
    pub contact_mail: Option<MailAddress>,
    /// Its people are kept out.
    pub suspended: Option<bool>,
}

/// What a request came to.
#[derive(Debug)]
pub enum ApiAnswer {
    /// Done, now or by the same request before: the merchant as it is.
    Done(Box<MerchantRecord>),
    /// 加盟店コード is taken.
    CodeTaken,
    /// No merchant has this code, or it is closed.
    NoSuchMerchant,
    /// The Idempotency-Key was used for another request.
    KeyReused,
    /// Neither the contact person nor 管理 has an address for the first password.
    NoAddress,
    /// 非物流 while there are 出荷 users (ROLE-7).
    ShippingUsers,
}

/// A request's nonce and what is kept under it.
struct Once {
    nonce: [u8; 16],
    request: String,
    /// The same under the other keys of the ring.
    older: Vec<([u8; 16], String)>,
}

impl App {
    /// A merchant's record.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn merchant_record(
        &self,
        code: &MerchantCode,
    ) -> Result<Option<MerchantRecord>, AppError> {
        if code.is_reserved() {
            return Ok(None);
        }
        Ok(merchant_records::find(self.store(), code).await?)
    }

    /// Sets a merchant up; its 管理 user is invited by mail. `admin_name`: what 管理 is called
    /// without a name.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn enlist_merchant(
        &self,
        call: ApiCall<'_>,
        application: &Application,
        admin_name: &PersonName,
    ) -> Result<ApiAnswer, AppError> {
        let once = self.once(&call, "create");
        if let Some(answer) = self.answered(once.as_ref()).await? {
            return Ok(answer);
        }
        if !application.has_address() {
            return Ok(ApiAnswer::NoAddress);
        }
        for _ in 0..MOST_DRAWS {
            let new = self.filled_out(application, admin_name)?;
            let merchant = self.new_merchant(&new)?;
            let admin = self.new_admin(&new, merchant.id)?;
            let now = self.now();
            let mut tx = self.store().begin().await?;
            if !self
                .first_call(&mut tx, once.as_ref(), &merchant.code)
                .await?
            {
                tx.rollback().await?;
                return self.repeated_call(once.as_ref()).await;
            }
            if !intake::add_merchant(&mut tx, &merchant, now).await? {
                tx.rollback().await?;
                if application.code.is_some() {
                    return Ok(ApiAnswer::CodeTaken);
                }
                continue;
            }
            intake::add_invited(&mut tx, &admin, now, now).await?;
            let whom = (merchant.id, Some(admin.person.id));
            self.api_row(&mut tx, &call, whom, (Action::CreateMerchant, ""))
                .await?;
            tx.commit().await?;
            return self.as_it_is(&merchant.code).await;
        }
        Err(AppError::contended())
    }

    /// Amends a merchant. Contact person and 管理 are told by mail; another contact address takes
    /// effect after the hold.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn amend_merchant(
        &self,
        call: ApiCall<'_>,
        code: &MerchantCode,
        amendment: &Amendment,
    ) -> Result<ApiAnswer, AppError> {
        let once = self.once(&call, code.as_str());
        if let Some(answer) = self.answered(once.as_ref()).await? {
            return Ok(answer);
        }
        for _ in 0..MOST_TRIES {
            let Some(before) = self.merchant_record(code).await? else {
                return Ok(ApiAnswer::NoSuchMerchant);
            };
            let (after, told) = self.amended(&before, amendment);
            if after.kind == MerchantKind::NonLogistics
                && before.kind != after.kind
                && before.has_shipping_users
            {
                return Ok(ApiAnswer::ShippingUsers);
            }
            let mails = self.mails_of_amendment(&before, &after, told).await?;
            let mut tx = self.store().begin().await?;
            if !self.first_call(&mut tx, once.as_ref(), code).await? {
                tx.rollback().await?;
                return self.repeated_call(once.as_ref()).await;
            }
            if after != before {
                if !merchant_records::amend(&mut tx, &after).await? {
                    tx.rollback().await?;
                    continue;
                }
                self.amendment_rows(&mut tx, &call, (&before, &after))
                    .await?;
                for mail in &mails {
                    outbox::insert(&mut tx, mail, self.now()).await?;
                }
            }
            tx.commit().await?;
            return self.as_it_is(code).await;
        }
        Err(AppError::contended())
    }

    async fn as_it_is(&self, code: &MerchantCode) -> Result<ApiAnswer, AppError> {
        let record = self.merchant_record(code).await?;
        Ok(record.map_or(ApiAnswer::NoSuchMerchant, |record| {
            ApiAnswer::Done(Box::new(record))
        }))
    }

    /// The record after the amendment, and what its people are told.
    fn amended(
        &self,
        before: &MerchantRecord,
        amendment: &Amendment,
    ) -> (MerchantRecord, Vec<Notice>) {
        let (now, mut after, mut told) = (self.now(), before.clone(), Vec::new());
        after.company = amendment.company.clone().unwrap_or(after.company);
        after.kind = amendment.kind.unwrap_or(after.kind);
        after.tablet = amendment.tablet.unwrap_or(after.tablet);
        after.mail_method = after.mail_method && !after.tablet;
        let what = changed_parts(before, &after);
        if !what.is_empty() {
            told.push(Notice::MerchantChanged { what });
        }
        if let Some(suspended) = amendment.suspended
            && suspended != before.suspended_at.is_some()
        {
            after.suspended_at = suspended.then_some(now);
            told.push(Notice::MerchantSuspended {
                suspended,
                closed: false,
            });
        }
        if let Some(next) = &amendment.contact_mail {
            told.extend(self.contact_asked(&mut after, next));
        }
        (after, told)
    }

    /// Lets a new contact address wait for its moment; one whose moment has come stays.
    fn contact_asked(&self, after: &mut MerchantRecord, next: &MailAddress) -> Option<Notice> {
        let now = self.now();
        if let Some((due, _)) = after.contact_next.take_if(|(_, from)| *from <= now) {
            after.contact_mail = Some(due);
        }
        let known = after.contact_next.as_ref().map(|(mail, _)| mail);
        if known == Some(next) || (known.is_none() && after.contact_mail.as_ref() == Some(next)) {
            return None;
        }
        let on = now.plus(self.policy().contact_hold);
        after.contact_next = Some((next.clone(), on));
        after.contact_changed_at = Some(now);
        let shown_new = next.masked();
        Some(Notice::ContactChanging { shown_new, on })
    }

    async fn mails_of_amendment(
        &self,
        before: &MerchantRecord,
        after: &MerchantRecord,
        notices: Vec<Notice>,
    ) -> Result<Vec<NewMail>, AppError> {
        let merchant = Merchant {
            id: after.id,
            code: after.code.clone(),
            access_key: after.access_key.clone(),
            company: after.company.clone(),
            kind: after.kind,
            tablet: after.tablet,
            contact_mail: before.contact_mail.clone(),
            suspended: after.suspended_at.is_some(),
        };
        let admin = people::find_admin(self.store(), after.id).await?;
        let admin = admin.and_then(|admin| admin.addresses.admin);
        let contact = before.contact_mail.clone();
        let mut to: Vec<MailAddress> = contact.into_iter().chain(admin).collect();
        to.dedup();
        let until = self.now().plus(WORTH_SENDING);
        let about = About::merchant(&merchant, "ja");
        let mut mails = Vec::new();
        for notice in &notices {
            for address in &to {
                mails.push(self.mail(address, about, notice.clone(), until)?);
            }
        }
        Ok(mails)
    }

    async fn amendment_rows(
        &self,
        tx: &mut Tx,
        call: &ApiCall<'_>,
        (before, after): (&MerchantRecord, &MerchantRecord),
    ) -> Result<(), AppError> {
        let whom = (after.id, None);
        let parts: Vec<_> = changed_parts(before, after)
            .into_iter()
            .map(MerchantPart::word)
            .collect();
        if !parts.is_empty() {
            let what = (Action::ChangeMerchant, parts.join(","));
            self.api_row(tx, call, whom, (what.0, &what.1)).await?;
        }
        if before.suspended_at.is_some() != after.suspended_at.is_some() {
            let word = if after.suspended_at.is_some() {
                "suspended"
            } else {
                "taken_up"
            };
            self.api_row(tx, call, whom, (Action::SuspendMerchant, word))
                .await?;
        }
        if before.contact_next != after.contact_next && after.contact_next.is_some() {
            self.api_row(tx, call, whom, (Action::ChangeContact, ""))
                .await?;
        }
        Ok(())
    }

    async fn api_row(
        &self,
        tx: &mut Tx,
        call: &ApiCall<'_>,
        (merchant, subject): (MerchantId, Option<PersonId>),
        (action, remark): (Action, &str),
    ) -> Result<(), AppError> {
        let event = Event {
            at: self.now(),
            merchant: Some(merchant),
            actor: Actor::Api(call.key),
            action,
            outcome: "ok",
            subject,
            origin: call.origin.shown.clone(),
            remark: remark.to_owned(),
        };
        Ok(audit::insert(tx, self.audit_id()?, &event).await?)
    }

    /// A request under an Idempotency-Key, which is its sender's own.
    fn once(&self, call: &ApiCall<'_>, what: &str) -> Option<Once> {
        let digests = |parts: &[&[u8]]| self.keys().keyed_digests(DigestPurpose::FormNonce, parts);
        let key = call.key.uuid();
        let whole = digests(&[b"api", key.as_bytes(), call.once?.as_bytes()]);
        let requests = digests(&[b"api request", what.as_bytes(), call.body]);
        let mut all = whole.iter().zip(requests).filter_map(|(whole, request)| {
            let (nonce, _) = whole.split_first_chunk::<16>()?;
            Some((*nonce, HEXLOWER.encode(&request)))
        });
        let (nonce, request) = all.next()?;
        Some(Once {
            nonce,
            request,
            older: all.collect(),
        })
    }

    /// Uses the Idempotency-Key up. False when it was used before.
    async fn first_call(
        &self,
        tx: &mut Tx,
        once: Option<&Once>,
        code: &MerchantCode,
    ) -> Result<bool, AppError> {
        let Some(once) = once else { return Ok(true) };
        let answer = format!("{} {}", once.request, code.as_str());
        Ok(forms::use_up(tx, &once.nonce, None, &answer, self.now()).await?)
    }

    /// The answer of a request that was sent before.
    async fn answered(&self, once: Option<&Once>) -> Result<Option<ApiAnswer>, AppError> {
        let Some(once) = once else { return Ok(None) };
        let mut asked = (&once.nonce, &once.request);
        let mut found = forms::answer(self.store(), asked.0).await?;
        for (nonce, request) in &once.older {
            if found.is_none() {
                asked = (nonce, request);
                found = forms::answer(self.store(), nonce).await?;
            }
        }
        let Some(answer) = found else { return Ok(None) };
        match answer.split_once(' ') {
            Some((request, code)) if request == asked.1 => {
                let code = MerchantCode::parse(code);
                let code = code.ok_or_else(|| AppError::Fault("a kept answer".to_owned()))?;
                Ok(Some(self.as_it_is(&code).await?))
            }
            _ => Ok(Some(ApiAnswer::KeyReused)),
        }
    }

    async fn repeated_call(&self, once: Option<&Once>) -> Result<ApiAnswer, AppError> {
        self.answered(once).await?.ok_or_else(AppError::contended)
    }
}

fn changed_parts(before: &MerchantRecord, after: &MerchantRecord) -> Vec<MerchantPart> {
    [
        (before.company != after.company, MerchantPart::Company),
        (before.kind != after.kind, MerchantPart::Kind),
        (before.tablet != after.tablet, MerchantPart::Tablet),
        (
            before.mail_method != after.mail_method,
            MerchantPart::MailMethod,
        ),
    ]
    .into_iter()
    .filter_map(|(differs, part)| differs.then_some(part))
    .collect()
}
