//! `audit …`: the audit trail's copies, checks and erasures.

use std::path::Path;

use app::{Erased, Forgotten};
use serde_json::json;
use trail::{Evidence, Export, Report};

use super::{here, open};
use crate::cli::{self, Audit, Config};
use crate::failure::Failure;
use crate::output;

/// Carries out `audit …`.
pub async fn audit(command: Audit) -> Result<(), Failure> {
    match command {
        Audit::Export { config, out, json } => export(&config, &out, json).await,
        Audit::Verify(asked) => verify(&asked),
        Audit::Keys { config } => keys(&config).await,
        Audit::ErasePerson {
            config,
            whom,
            reason,
            json,
        } => {
            let (app, _) = open(&config).await?;
            let forgotten = Forgotten {
                merchant: whom.merchant.as_ref(),
                user_id: &whom.user_id,
                names: &whom.names,
            };
            let erased = app.erase_person(forgotten, &reason, &here()).await?;
            app.store().close().await;
            told(erased, json)
        }
    }
}

async fn export(config: &Config, out: &Path, json: bool) -> Result<(), Failure> {
    let (app, _) = open(config).await?;
    let to = Export::create(out)
        .map_err(|error| Failure::Refused(format!("{} cannot be made: {error}", out.display())))?;
    let done = app.export_audit(to, &here()).await?;
    app.store().close().await;
    if json {
        return output::json(&json!({"rows": done.rows, "checkpoints": done.checkpoints}));
    }
    output::result(&format!(
        "rows {}\ncheckpoints {}",
        done.rows, done.checkpoints
    ))
}

async fn keys(config: &Config) -> Result<(), Failure> {
    let (app, _) = open(config).await?;
    app.store().close().await;
    output::result(&app.audit_keys().join("\n"))
}

fn verify(asked: &cli::Verify) -> Result<(), Failure> {
    let unreadable = |error: trail::FileError| Failure::Refused(error.to_string());
    let mut evidence = Evidence {
        export: asked.export.clone(),
        checkpoints: asked.checkpoints.clone(),
        ..Evidence::default()
    };
    for file in &asked.keys {
        evidence.keys.extend(trail::keys(file).map_err(unreadable)?);
    }
    let report = trail::verify_export(&evidence).map_err(unreadable)?;
    if asked.json {
        output::json(&in_json(&report))?;
    } else {
        output::result(&report.to_string())?;
    }
    if report.holds() {
        return Ok(());
    }
    Err(Failure::Fault("the audit trail does not hold".to_owned()))
}

fn in_json(report: &Report) -> serde_json::Value {
    let findings: Vec<_> = report.findings.iter().map(ToString::to_string).collect();
    let notes: Vec<_> = report.notes.iter().map(ToString::to_string).collect();
    json!({
        "holds": report.holds(),
        "rows": report.rows,
        "checkpoints": report.checkpoints,
        "proven_to": report.proven_to,
        "proven_at": report.proven_at,
        "findings": findings,
        "notes": notes,
    })
}

fn told(erased: Erased, json: bool) -> Result<(), Failure> {
    let refused = |why: &str| Err(Failure::Refused(why.to_owned()));
    match erased {
        Erased::Done { people, remarks } if json => {
            output::json(&json!({"people": people, "remarks": remarks}))
        }
        Erased::Done { people, remarks } => {
            output::result(&format!("people {people}\nremarks {remarks}"))
        }
        Erased::NoSuchMerchant => refused("there is no such merchant"),
        Erased::NoSuchPerson => refused("nobody whose account was deleted had this user ID"),
        Erased::StillThere => refused("the account is still there; delete the user first"),
        Erased::ReasonNames => refused("the reason names the person, and it would be kept"),
    }
}
