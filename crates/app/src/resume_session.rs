//! Resume a session: what a cookie is worth now.

use crate::{App, AppError, Origin};
use crypto::Token;
use domain::authority::Standing;
use domain::change_due::ChangeDue;
use domain::ids::SessionId;
use domain::merchant::{CompanyName, MerchantCode, MerchantKind};
use domain::session::Life;
use domain::time::{Span, Timestamp};
use store::factors::Owner;
use store::sessions::{self, SessionRow};

/// A session that lives.
#[derive(Debug)]
pub struct Session {
    /// Identity; forms are bound to it.
    pub id: SessionId,
    /// Its present token.
    pub token: Token,
    /// Who, with which right, and what is left to do.
    pub standing: Standing,
    /// Why the password has to be changed, while that is a duty.
    pub change_due: Option<ChangeDue>,
    /// The person's epoch, which changes rest on.
    pub epoch: i64,
    /// ユーザ名 (ROLE-11).
    pub name: String,
    /// ユーザID.
    pub user_id: String,
    /// The person's language: `ja` or `en`.
    pub locale: String,
    /// 加盟店コード.
    pub merchant_code: MerchantCode,
    /// アクセスキー, for the way back to the entrance.
    pub access_key: String,
    /// 社名.
    pub company: CompanyName,
    /// 物流 or 非物流.
    pub kind: MerchantKind,
    /// タブレット決済 contract.
    pub tablet: bool,
    /// When the person logged in.
    pub logged_in_at: Timestamp,
    /// Until the idle limit ends it.
    pub idle_left: Span,
}

impl Session {
    pub(crate) fn owner(&self) -> Owner {
        Owner {
            person: self.standing.person,
            merchant: self.standing.merchant,
        }
    }
}

/// What a cookie is worth.
#[derive(Debug)]
pub enum Resumed {
    /// A living session.
    Alive(Box<Session>),
    /// It was left alone for too long.
    Idle {
        /// For the way back to the entrance.
        access_key: String,
    },
    /// Nothing.
    None,
}

impl App {
    /// Finds the session of a token and writes its sign of life when one is due. From a network that
    /// the merchant does not let in, there is none.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn resume(&self, token: &Token, origin: &Origin) -> Result<Resumed, AppError> {
        let Some(row) = sessions::find(self.store(), &token.digest().0).await? else {
            return Ok(Resumed::None);
        };
        if !row.networks.admit(origin.address) {
            return Ok(Resumed::None);
        }
        let now = self.now();
        match row.lifetime.at(now, self.policy()) {
            Life::Over => Ok(Resumed::None),
            Life::Idle => Ok(Resumed::Idle {
                access_key: row.access_key,
            }),
            Life::Alive { touch, idle_left } => {
                let idle_left = if touch {
                    sessions::touch(self.store(), row.id, now).await?;
                    self.policy().idle
                } else {
                    idle_left
                };
                Ok(Resumed::Alive(Box::new(session(token, row, idle_left))))
            }
        }
    }
}

fn session(token: &Token, row: SessionRow, idle_left: Span) -> Session {
    Session {
        id: row.id,
        token: token.clone(),
        standing: row.standing,
        change_due: row.change_due,
        epoch: row.epoch,
        name: row.name,
        user_id: row.user_id,
        locale: row.locale,
        merchant_code: row.merchant_code,
        access_key: row.access_key,
        company: row.company,
        kind: row.kind,
        tablet: row.tablet,
        logged_in_at: row.created_at,
        idle_left,
    }
}
