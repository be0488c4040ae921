//! `api-key`: keys of programs that set merchants up.

use domain::time::Timestamp;
use serde::Serialize;
use store::api_keys::ApiKey;

use super::open;
use crate::cli;
use crate::failure::Failure;
use crate::output;

/// Carries out `api-key …`.
pub async fn api_key(command: cli::ApiKey) -> Result<(), Failure> {
    match command {
        cli::ApiKey::Create { config, name, json } => {
            let (app, _) = open(&config).await?;
            let (id, token) = app.create_api_key(&name).await?;
            app.store().close().await;
            let made = Made {
                id: id.uuid().to_string(),
                key: token.reveal(),
            };
            made.print(json)
        }
        cli::ApiKey::List { config, json } => {
            let (app, _) = open(&config).await?;
            let keys = app.api_keys().await?;
            app.store().close().await;
            list(&keys, json)
        }
        cli::ApiKey::Revoke { config, id } => {
            let (app, _) = open(&config).await?;
            let revoked = app.revoke_api_key(id).await?;
            app.store().close().await;
            if revoked {
                output::result("revoked")
            } else {
                let why = "there is no key with this id that is not revoked";
                Err(Failure::Refused(why.to_owned()))
            }
        }
    }
}

#[derive(Serialize)]
struct Made<'a> {
    id: String,
    key: &'a str,
}

impl Made<'_> {
    fn print(&self, as_json: bool) -> Result<(), Failure> {
        if as_json {
            return output::json(self);
        }
        let (id, key) = (&self.id, self.key);
        output::result(&format!(
            "id   {id}\nkey  {key}\nIt is shown this once. Send it as: Authorization: Bearer KEY"
        ))
    }
}

#[derive(Serialize)]
struct Listed<'a> {
    id: String,
    name: &'a str,
    /// Seconds since 1970.
    created_at: u64,
    last_used_at: Option<u64>,
    revoked_at: Option<u64>,
}

fn list(keys: &[ApiKey], as_json: bool) -> Result<(), Failure> {
    let listed: Vec<_> = keys
        .iter()
        .map(|key| Listed {
            id: key.id.uuid().to_string(),
            name: &key.name,
            created_at: key.created_at.unix_seconds(),
            last_used_at: key.last_used_at.map(Timestamp::unix_seconds),
            revoked_at: key.revoked_at.map(Timestamp::unix_seconds),
        })
        .collect();
    if as_json {
        return output::json(&listed);
    }
    let lines: Vec<_> = listed
        .iter()
        .map(|key| {
            let state = if key.revoked_at.is_some() {
                "revoked"
            } else if key.last_used_at.is_some() {
                "in use"
            } else {
                "never used"
            };
            format!("{}  {state:<10}  {}", key.id, key.name)
        })
        .collect();
    output::result(&lines.join("\n"))
}
