//! Take users of many merchants over in bulk; they are invited by mail later on.

use crate::import_merchants::TakenOver;
use crate::{App, AppError};
use domain::audit::{Action, Actor, Event};
use domain::ids::PersonId;
use domain::mail_address::MailAddress;
use domain::merchant::MerchantCode;
use domain::person::{Person, UserId};
use domain::registration::{self, Circumstances, Field, Form, NewPerson, Problem};
use domain::reset::Addresses;
use std::collections::BTreeMap;
use store::intake::{self, KnownMerchant, KnownUser};
use store::people::Subject;
use store::{Tx, audit};

/// How many users are saved in one transaction.
pub const USERS_AT_ONCE: usize = 200;

/// A user of a list and the merchant whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserOfMerchant {
    /// 加盟店コード.
    pub merchant: MerchantCode,
    /// What is written down, as 管理 would type it.
    pub form: Form,
}

/// The merchants of a batch, each looked up once.
type Merchants = BTreeMap<String, Option<KnownMerchant>>;

impl App {
    /// Takes up to [`USERS_AT_ONCE`] users over, in one transaction, by the rules of ユーザ登録
    /// (USER-1 to USER-14); gives what became of each, in order. No password is made here: their
    /// `invite_at` is set. A dry run saves nothing.
    ///
    /// # Errors
    /// [`AppError`]; then nothing of the batch was saved.
    pub async fn import_users(
        &self,
        batch: &[UserOfMerchant],
        dry_run: bool,
    ) -> Result<Vec<TakenOver<Field>>, AppError> {
        let merchants = self.merchants_of(batch).await?;
        let mut decided = Vec::with_capacity(batch.len());
        for user in batch {
            decided.push(self.decided(user, &merchants).await?);
        }
        if !dry_run {
            self.save_users(batch, &mut decided, &merchants).await?;
        }
        Ok(decided.into_iter().map(|(result, _)| result).collect())
    }

    async fn merchants_of(&self, batch: &[UserOfMerchant]) -> Result<Merchants, AppError> {
        let mut merchants = Merchants::new();
        for user in batch {
            let code = user.merchant.as_str();
            if !merchants.contains_key(code) {
                let known = intake::merchant(self.store(), &user.merchant).await?;
                merchants.insert(code.to_owned(), known);
            }
        }
        Ok(merchants)
    }

    async fn decided(
        &self,
        user: &UserOfMerchant,
        merchants: &Merchants,
    ) -> Result<(TakenOver<Field>, Option<NewPerson>), AppError> {
        let Some(merchant) = merchants
            .get(user.merchant.as_str())
            .and_then(Option::as_ref)
        else {
            return Ok((TakenOver::NoMerchant, None));
        };
        let known = self.known(user, merchant).await?;
        let mut circumstances = circumstances(merchant);
        // Whoever holds the place already does not stand in the own way.
        if known
            .as_ref()
            .is_some_and(|known| known.by_id && known.same_person)
        {
            circumstances.same_person_taken = false;
        }
        let new = match registration::check(&user.form, &circumstances) {
            Ok(new) => new,
            Err(problems) => return Ok((TakenOver::Refused(problems), None)),
        };
        Ok(match known {
            Some(known) if !known.by_id => (TakenOver::Refused(vec![Problem::MailTaken]), None),
            Some(known) => (compared(&new, &known), None),
            None if addresses(&new, merchant)
                .for_others_act(new.role, self.now())
                .is_none() =>
            {
                (TakenOver::NoAddress, None)
            }
            None => (TakenOver::New, Some(new)),
        })
    }

    async fn known(
        &self,
        user: &UserOfMerchant,
        merchant: &KnownMerchant,
    ) -> Result<Option<KnownUser>, AppError> {
        let Some(id) = UserId::parse(&user.form.user_id) else {
            return Ok(None);
        };
        let mail = MailAddress::parse(&user.form.mail).ok();
        let mail = mail.as_ref().map(MailAddress::folded);
        Ok(intake::user(self.store(), merchant.id, &id.folded(), mail).await?)
    }

    async fn save_users(
        &self,
        batch: &[UserOfMerchant],
        decided: &mut [(TakenOver<Field>, Option<NewPerson>)],
        merchants: &Merchants,
    ) -> Result<(), AppError> {
        if decided.iter().all(|(_, new)| new.is_none()) {
            return Ok(());
        }
        let mut quicker = Vec::new();
        let mut tx = self.store().begin().await?;
        for (user, place) in batch.iter().zip(decided.iter_mut()) {
            let merchant = merchants
                .get(user.merchant.as_str())
                .and_then(Option::as_ref);
            let (Some(new), Some(merchant)) = (place.1.take(), merchant) else {
                continue;
            };
            if !self.take_user_over(&mut tx, new, merchant).await? {
                quicker.push((user, place));
            }
        }
        tx.commit().await?;
        // Taken meanwhile, or by a line before of the same batch.
        let fresh = self.merchants_of(batch).await?;
        for (user, place) in quicker {
            *place = self.decided(user, &fresh).await?;
        }
        Ok(())
    }

    /// False when the ユーザID, the address or the place of 管理者ユーザと同一 was taken meanwhile.
    async fn take_user_over(
        &self,
        tx: &mut Tx,
        new: NewPerson,
        merchant: &KnownMerchant,
    ) -> Result<bool, AppError> {
        let now = self.now();
        let subject = self.subject_of(new, merchant)?;
        if !intake::add_invited(tx, &subject, now).await? {
            return Ok(false);
        }
        let event = Event {
            at: now,
            merchant: Some(merchant.id),
            actor: Actor::Operator(None),
            action: Action::RegisterUser,
            outcome: "ok",
            subject: Some(subject.person.id),
            origin: "command line".to_owned(),
            remark: format!("import {}", subject.person.role.word()),
        };
        audit::insert(tx, self.audit_id()?, &event).await?;
        Ok(true)
    }

    fn subject_of(&self, new: NewPerson, merchant: &KnownMerchant) -> Result<Subject, AppError> {
        Ok(Subject {
            merchant: merchant.id,
            merchant_code: merchant.code.clone(),
            access_key: merchant.access_key.clone(),
            addresses: addresses(&new, merchant),
            locale: "ja".to_owned(),
            budget: self.budget(merchant.code.as_str(), &new.user_id.folded()),
            epoch: 0,
            person: Person {
                id: PersonId::new(self.new_id()?),
                role: new.role,
                user_id: new.user_id,
                name: new.name,
                mail: new.mail,
                login_method: new.login_method,
                same_person: new.same_person,
            },
        })
    }
}

fn circumstances(merchant: &KnownMerchant) -> Circumstances {
    Circumstances {
        kind: merchant.kind,
        tablet: merchant.tablet,
        admin_name: merchant.admin_name.clone(),
        admin_mail: merchant.admin_mail.clone(),
        same_person_taken: merchant.same_person_taken,
    }
}

fn addresses(new: &NewPerson, merchant: &KnownMerchant) -> Addresses {
    let admin = merchant.admin_mail.clone();
    Addresses {
        own: if new.same_person {
            admin.clone()
        } else {
            new.mail.clone()
        },
        admin,
        contact: merchant.contact_mail.clone(),
        contact_next: None,
    }
}

fn compared(new: &NewPerson, known: &KnownUser) -> TakenOver<Field> {
    let mail = new.mail.as_ref().map_or("", MailAddress::as_str);
    let known_mail = known.mail.as_deref().unwrap_or_default();
    let differing: Vec<Field> = [
        (Field::UserType, new.role != known.role),
        (Field::LoginMethod, new.login_method != known.login_method),
        (Field::SamePerson, new.same_person != known.same_person),
        (Field::Name, new.name.as_str() != known.name),
        (Field::Mail, !mail.eq_ignore_ascii_case(known_mail)),
    ]
    .into_iter()
    .filter_map(|(field, differs)| differs.then_some(field))
    .collect();
    if differing.is_empty() {
        TakenOver::Same
    } else {
        TakenOver::Differs(differing)
    }
}
