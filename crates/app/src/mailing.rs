//! Mail as it waits in the outbox: address and values sealed until it is handed over.

mod words;

use crate::{App, AppError, Origin};
use crypto::{DigestPurpose, Purpose};
use domain::ids::{MerchantId, OutboxId, PersonId};
use domain::mail_address::MailAddress;
use domain::merchant::Merchant;
use domain::notice::Notice;
use domain::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use store::outbox::{Caps, NewMail};
use store::people::Subject;
use zeroize::Zeroizing;

pub(crate) use words::Words;

/// Mail without a secret is still worth sending after this long.
pub(crate) const WORTH_SENDING: Span = Span::days(3);

/// Whom a mail is about, as it will be named in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    /// `None`: the merchant as a whole.
    pub(crate) person: Option<PersonId>,
    pub(crate) merchant: MerchantId,
    pub(crate) merchant_code: &'a str,
    pub(crate) user_id: &'a str,
    pub(crate) access_key: &'a str,
    pub(crate) locale: &'a str,
}

impl<'a> About<'a> {
    pub(crate) fn subject(subject: &'a Subject) -> Self {
        Self {
            person: Some(subject.person.id),
            merchant: subject.merchant,
            merchant_code: subject.merchant_code.as_str(),
            user_id: subject.person.user_id.as_str(),
            access_key: &subject.access_key,
            locale: &subject.locale,
        }
    }

    /// About the merchant as a whole: no user is named.
    pub(crate) fn merchant(merchant: &'a Merchant, locale: &'a str) -> Self {
        Self {
            person: None,
            merchant: merchant.id,
            merchant_code: merchant.code.as_str(),
            user_id: "",
            access_key: merchant.access_key.as_str(),
            locale,
        }
    }
}

/// What is sealed.
#[derive(Deserialize, Serialize)]
pub(crate) struct Envelope {
    pub(crate) to: String,
    pub(crate) locale: String,
    pub(crate) merchant_code: String,
    /// Empty when it is about the merchant as a whole.
    pub(crate) user_id: String,
    pub(crate) access_key: String,
    pub(crate) words: Words,
}

impl App {
    /// A mail to be queued.
    pub(crate) fn mail(
        &self,
        to: &MailAddress,
        about: About<'_>,
        notice: Notice,
        not_after: Timestamp,
    ) -> Result<NewMail, AppError> {
        let id = OutboxId::new(self.new_id()?);
        let template = notice.word();
        let envelope = Envelope {
            to: to.as_str().to_owned(),
            locale: about.locale.to_owned(),
            merchant_code: about.merchant_code.to_owned(),
            user_id: about.user_id.to_owned(),
            access_key: about.access_key.to_owned(),
            words: Words::from(notice),
        };
        let json = serde_json::to_vec(&envelope).map_err(|e| AppError::fault("mail", e))?;
        let sealed = self.seal_envelope(id, &Zeroizing::new(json))?;
        Ok(NewMail {
            id,
            merchant: Some(about.merchant),
            person: about.person,
            template,
            sealed: Some(sealed),
            not_after,
            shown_to: Some(to.masked()),
            recipient: Some(self.recipient(to)),
        })
    }

    /// A row that sends nothing and costs what a real one costs.
    pub(crate) fn no_mail(&self, template: &'static str) -> Result<NewMail, AppError> {
        let id = OutboxId::new(self.new_id()?);
        self.seal_envelope(id, &[0; 256])?;
        Ok(NewMail {
            id,
            merchant: None,
            person: None,
            template,
            sealed: None,
            not_after: self.now(),
            shown_to: None,
            recipient: None,
        })
    }

    /// What mails to one address are counted by: letters' case does not make another address.
    pub(crate) fn recipient(&self, to: &MailAddress) -> [u8; 32] {
        let parts = [to.folded().as_bytes()];
        self.keys()
            .keyed_digest(DigestPurpose::MailRecipient, &parts)
    }

    /// What requests from one client network are counted by.
    pub(crate) fn network_digest(&self, origin: &Origin) -> [u8; 32] {
        let parts: [&[u8]; 1] = [origin.network.bytes()];
        self.keys()
            .keyed_digest(DigestPurpose::ClientNetwork, &parts)
    }

    /// The same under the other keys of the ring.
    pub(crate) fn older_networks(&self, origin: &Origin) -> Vec<[u8; 32]> {
        let parts: [&[u8]; 1] = [origin.network.bytes()];
        let all = self
            .keys()
            .keyed_digests(DigestPurpose::ClientNetwork, &parts);
        all.into_iter().skip(1).collect()
    }

    /// The caps on mails that people cause without a session.
    pub(crate) fn caps(&self, network: Option<([u8; 32], u16)>) -> Caps {
        Caps {
            per_recipient: self.policy().mails_per_recipient,
            network,
        }
    }

    fn seal_envelope(&self, id: OutboxId, json: &[u8]) -> Result<Vec<u8>, AppError> {
        let id = id.uuid();
        let context: [&[u8]; 1] = [id.as_bytes()];
        Ok(self
            .keys()
            .seal(Purpose::OutboxParameters, &context, json, self.entropy())?)
    }

    pub(crate) fn open_envelope(&self, id: OutboxId, sealed: &[u8]) -> Result<Envelope, AppError> {
        let id = id.uuid();
        let context: [&[u8]; 1] = [id.as_bytes()];
        let json = self
            .keys()
            .open(Purpose::OutboxParameters, &context, sealed)?;
        serde_json::from_slice(&json).map_err(|e| AppError::fault("mail", e))
    }
}
