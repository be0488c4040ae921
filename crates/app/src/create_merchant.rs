//! Set up a merchant with its one 管理 user (ROLE-2).

use crate::mailing::About;
use crate::{Agent, App, AppError, Desk, Origin};
use crypto::{Password, temporary_password};
use domain::audit::Action;
use domain::ids::{MerchantId, PersonId};
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, CompanyName, Merchant, MerchantCode, MerchantKind};
use domain::notice::{Cause, Notice};
use domain::person::{Giver, LoginMethod, Person, PersonName, Role, UserId};
use domain::reset::Addresses;
use store::credentials::{self, Temporary};
use store::merchants::{self, MERCHANT_CODE_KEY};
use store::people::{self, Subject};
use store::{StoreError, forms, outbox};

/// What a merchant's application says.
#[derive(Clone, Debug)]
pub struct NewMerchant {
    /// 加盟店コード; also the 管理 user's ユーザID.
    pub code: MerchantCode,
    /// アクセスキー.
    pub access_key: AccessKey,
    /// 社名.
    pub company: CompanyName,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// The contact person's address.
    pub contact_mail: Option<MailAddress>,
    /// The 管理 user's name.
    pub admin_name: PersonName,
    /// The 管理 user's address.
    pub admin_mail: Option<MailAddress>,
    /// Mail the first password; otherwise it is only in the answer (printed 登録完了書).
    pub send_first_password: bool,
}

/// What setting up came to.
#[derive(Debug)]
pub enum Created {
    /// Done.
    Done {
        /// The 管理 user's first password: temporary, to be changed at the first log-in.
        first_password: Password,
    },
    /// Done before, by the same form: the first password is not told twice.
    Before,
    /// 加盟店コード is taken, or the centre's own.
    CodeTaken,
}

impl App {
    /// Sets up a merchant.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn create_merchant(
        &self,
        new: &NewMerchant,
        origin: &Origin,
    ) -> Result<Created, AppError> {
        let agent = Agent::CommandLine { reason: "", origin };
        self.set_up_merchant(new, agent).await
    }

    /// Sets up a merchant in the operator's console.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn open_merchant(
        &self,
        new: &NewMerchant,
        desk: &Desk<'_>,
    ) -> Result<Created, AppError> {
        if forms::answer(self.store(), &desk.nonce.0).await?.is_some() {
            return Ok(Created::Before);
        }
        self.set_up_merchant(new, Agent::Desk(desk)).await
    }

    async fn set_up_merchant(
        &self,
        new: &NewMerchant,
        agent: Agent<'_>,
    ) -> Result<Created, AppError> {
        if new.code.is_reserved() {
            return Ok(Created::CodeTaken);
        }
        let merchant = self.new_merchant(new)?;
        let admin = self.new_admin(new, merchant.id)?;
        let password = temporary_password(self.entropy())?;
        let temporary = Temporary {
            giver: Giver::Operator,
            ..self
                .first_password(&admin, &password, agent.origin())
                .await?
        };
        match self
            .save_merchant((new, agent), &merchant, (&admin, &temporary), &password)
            .await
        {
            Ok(true) => Ok(Created::Done {
                first_password: password,
            }),
            Ok(false) => Ok(Created::Before),
            Err(Saving::Store(error)) if error.violates(&MERCHANT_CODE_KEY) => {
                Ok(Created::CodeTaken)
            }
            Err(Saving::Store(error)) => Err(error.into()),
            Err(Saving::App(error)) => Err(error),
        }
    }

    pub(crate) fn new_merchant(&self, new: &NewMerchant) -> Result<Merchant, AppError> {
        Ok(Merchant {
            id: MerchantId::new(self.new_id()?),
            code: new.code.clone(),
            access_key: new.access_key.clone(),
            company: new.company.clone(),
            kind: new.kind,
            tablet: new.tablet,
            contact_mail: new.contact_mail.clone(),
            suspended: false,
        })
    }

    pub(crate) fn new_admin(
        &self,
        new: &NewMerchant,
        merchant: MerchantId,
    ) -> Result<Subject, AppError> {
        let user_id = UserId::parse(new.code.as_str())
            .ok_or_else(|| AppError::Fault("a merchant code that is no user ID".to_owned()))?;
        let method = if new.tablet {
            LoginMethod::AppOnly
        } else {
            LoginMethod::MailToo
        };
        Ok(Subject {
            budget: self.budget(new.code.as_str(), &user_id.folded()),
            merchant,
            merchant_code: new.code.clone(),
            access_key: new.access_key.as_str().to_owned(),
            addresses: Addresses {
                own: new.admin_mail.clone(),
                admin: new.admin_mail.clone(),
                contact: new.contact_mail.clone(),
                contact_next: None,
            },
            locale: "ja".to_owned(),
            epoch: 0,
            person: Person {
                id: PersonId::new(self.new_id()?),
                role: Role::Admin,
                user_id,
                name: new.admin_name.clone(),
                mail: new.admin_mail.clone(),
                login_method: method,
                same_person: false,
            },
        })
    }

    async fn save_merchant(
        &self,
        (new, agent): (&NewMerchant, Agent<'_>),
        merchant: &Merchant,
        (admin, temporary): (&Subject, &Temporary),
        password: &Password,
    ) -> Result<bool, Saving> {
        let now = self.now();
        let to = admin
            .addresses
            .for_others_act(Role::Admin, now)
            .filter(|_| new.send_first_password);
        let notice = Notice::TemporaryPassword {
            password: password.reveal().to_owned(),
            cause: Cause::Operator,
        };
        let about = About::subject(admin);
        let mail = to
            .map(|to| self.mail(to, about, notice, temporary.until))
            .transpose()?;
        let mut tx = self.store().begin().await?;
        if !self
            .only_once(&mut tx, agent, merchant.code.as_str())
            .await?
        {
            tx.rollback().await?;
            return Ok(false);
        }
        merchants::insert(&mut tx, merchant, now).await?;
        people::insert(&mut tx, admin, now).await?;
        credentials::give_temporary(&mut tx, admin.owner(), 0, temporary, now).await?;
        if let Some(mail) = &mail {
            outbox::insert(&mut tx, mail, now).await?;
        }
        let about = (merchant.id, Some(admin.person.id));
        self.record_care(&mut tx, agent, about, (Action::CreateMerchant, ""))
            .await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Keeps a taken code apart from what else can fail.
enum Saving {
    Store(StoreError),
    App(AppError),
}

impl From<StoreError> for Saving {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<AppError> for Saving {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}
