//! Keys of programs: made, listed, revoked on the command line; found by their token.

use crate::{App, AppError};
use crypto::Token;
use domain::audit::{Action, Actor, Event};
use domain::ids::ApiKeyId;
use store::api_keys::{self, ApiKey};
use store::{Tx, audit};

impl App {
    /// Makes a key. The token is to be had only now.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn create_api_key(&self, name: &str) -> Result<(ApiKeyId, Token), AppError> {
        let id = ApiKeyId::new(self.new_id()?);
        let token = Token::random(self.entropy())?;
        let mut tx = self.store().begin().await?;
        api_keys::insert(&mut tx, (id, name), &token.digest().0, self.now()).await?;
        self.key_row(&mut tx, id, Action::CreateApiKey).await?;
        tx.commit().await?;
        Ok((id, token))
    }

    /// Revokes a key: its next request is refused. False when there is none that lives.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn revoke_api_key(&self, id: ApiKeyId) -> Result<bool, AppError> {
        let mut tx = self.store().begin().await?;
        if !api_keys::revoke(&mut tx, id, self.now()).await? {
            tx.rollback().await?;
            return Ok(false);
        }
        self.key_row(&mut tx, id, Action::RevokeApiKey).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// All keys, the oldest first.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn api_keys(&self) -> Result<Vec<ApiKey>, AppError> {
        Ok(api_keys::list(self.store()).await?)
    }

    /// Whose token this is; nothing for a revoked key.
    ///
    /// # Errors
    /// [`AppError`].
    pub async fn api_caller(&self, token: &Token) -> Result<Option<ApiKeyId>, AppError> {
        let Some(key) = api_keys::find(self.store(), &token.digest().0).await? else {
            return Ok(None);
        };
        api_keys::touch(self.store(), key.id, self.now()).await?;
        Ok(Some(key.id))
    }

    async fn key_row(&self, tx: &mut Tx, id: ApiKeyId, action: Action) -> Result<(), AppError> {
        let event = Event {
            at: self.now(),
            merchant: None,
            actor: Actor::Operator(None),
            action,
            outcome: "ok",
            subject: None,
            origin: "command line".to_owned(),
            remark: id.uuid().to_string(),
        };
        Ok(audit::insert(tx, self.audit_id()?, &event).await?)
    }
}
