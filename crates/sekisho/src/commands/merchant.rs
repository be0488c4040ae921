//! `merchant`: setting up, showing, keeping out.

use app::{App, Created, MerchantChange, NewMerchant};
use crypto::{Entropy, OsEntropy, Password};
use domain::mail_address::MailAddress;
use domain::merchant::{AccessKey, Merchant, MerchantCode};
use domain::person::PersonName;
use serde::Serialize;
use store::merchants;

use super::{here, open};
use crate::cli::{self, CreateMerchant};
use crate::config::network::PublicUrl;
use crate::failure::Failure;
use crate::import::{self, Asked};
use crate::{node, output};

/// How often a code is drawn before giving up: it would take a nearly full range.
const MOST_DRAWS: usize = 20;

/// Carries out `merchant …`.
pub async fn merchant(command: cli::Merchant) -> Result<(), Failure> {
    match command {
        cli::Merchant::Create(new) => create_merchant(new).await,
        cli::Merchant::Import(asked) => {
            let (app, _) = open(&asked.config).await?;
            let answer = import::import_merchants(&app, &Asked::from(asked)).await;
            app.store().close().await;
            answer
        }
        cli::Merchant::Show {
            config,
            which,
            json,
        } => {
            let (app, settings) = open(&config).await?;
            let merchant = found(&app, &which.code).await?;
            app.store().close().await;
            Shown::of(&merchant, &settings.network.public_url).print(json)
        }
        cli::Merchant::Suspend {
            config,
            which,
            lift,
            reason,
            json,
        } => {
            let (app, settings) = open(&config).await?;
            let cause = (reason.as_str(), &here());
            let change = app.suspend_merchant(&which.code, !lift, cause).await?;
            if change == MerchantChange::NoSuchMerchant {
                return Err(no_open(&which.code));
            }
            let merchant = found(&app, &which.code).await?;
            app.store().close().await;
            Shown::of(&merchant, &settings.network.public_url).print(json)
        }
    }
}

async fn found(app: &App, code: &MerchantCode) -> Result<Merchant, Failure> {
    let merchant = merchants::find(app.store(), code).await?;
    merchant.ok_or_else(|| Failure::Refused(format!("no merchant has the code {}", code.as_str())))
}

fn no_open(code: &MerchantCode) -> Failure {
    Failure::Refused(format!("no open merchant has the code {}", code.as_str()))
}

async fn create_merchant(asked: CreateMerchant) -> Result<(), Failure> {
    let (app, settings) = open(&asked.config).await?;
    let (kind, tablet) = asked.kind.parts();
    if asked.mail_first_password && asked.contact_mail.is_none() && asked.admin_mail.is_none() {
        let why = "--mail-first-password needs --contact-mail or --admin-mail";
        return Err(Failure::Refused(why.to_owned()));
    }
    let fixed_code = asked.code.is_some();
    let mut new = NewMerchant {
        code: asked.code.map_or_else(drawn_code, Ok)?,
        access_key: asked.access_key.map_or_else(drawn_access_key, Ok)?,
        company: asked.company,
        kind,
        tablet: tablet || asked.tablet,
        contact_mail: asked.contact_mail,
        admin_name: asked.admin_name.map_or_else(admin_name, Ok)?,
        admin_mail: asked.admin_mail,
        send_first_password: asked.mail_first_password,
    };
    let mut draws = 1;
    let password = loop {
        match create(&app, &new).await? {
            Some(password) => break password,
            None if !fixed_code && draws < MOST_DRAWS => new.code = drawn_code()?,
            None => return Err(taken(&new.code)),
        }
        draws += 1;
    };
    let merchant = found(&app, &new.code).await?;
    app.store().close().await;
    let shown = Shown::of(&merchant, &settings.network.public_url);
    Shown {
        first_password: Some(password.reveal()),
        ..shown
    }
    .print(asked.json)
}

/// Sets up a merchant; `None` when its code is taken.
///
/// # Errors
/// [`Failure`].
pub async fn create(app: &App, new: &NewMerchant) -> Result<Option<Password>, Failure> {
    match app.create_merchant(new, &here()).await? {
        Created::Done { first_password } => Ok(Some(first_password)),
        Created::CodeTaken | Created::Before => Ok(None),
    }
}

fn taken(code: &MerchantCode) -> Failure {
    Failure::Refused(format!("the merchant code {} is taken", code.as_str()))
}

/// What the admin user is called until somebody says otherwise.
fn admin_name() -> Result<PersonName, Failure> {
    web::words::unnamed_admin(&node::catalog()?)
        .ok_or_else(|| Failure::Fault("the role's name is no name".to_owned()))
}

fn drawn_code() -> Result<MerchantCode, Failure> {
    let code = MerchantCode::parse(&drawn(&OsEntropy, 100_000_000)?);
    code.ok_or_else(|| Failure::Fault("a drawn merchant code is none".to_owned()))
}

fn drawn_access_key() -> Result<AccessKey, Failure> {
    let key = AccessKey::parse(&drawn(&OsEntropy, 1_000_000)?);
    key.ok_or_else(|| Failure::Fault("a drawn access key is none".to_owned()))
}

/// A random number from `least` to just below ten times as much: as many digits, no leading zero.
///
/// # Errors
/// [`Failure::Fault`] when the generator fails.
fn drawn(entropy: &dyn Entropy, least: u64) -> Result<String, Failure> {
    let mut bytes = [0; 8];
    let failed = |error: crypto::EntropyFailure| Failure::Fault(error.to_string());
    entropy.fill(&mut bytes).map_err(failed)?;
    // 64 bits over fewer than 30: that some numbers are likelier cannot be noticed.
    Ok((least + u64::from_le_bytes(bytes) % (least * 9)).to_string())
}

/// A merchant as the command prints it.
#[derive(Serialize)]
struct Shown<'a> {
    merchant_code: &'a str,
    admin_user_id: &'a str,
    access_key: &'a str,
    login_url: String,
    company: &'a str,
    kind: &'static str,
    tablet: bool,
    contact_mail: Option<&'a str>,
    suspended: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_password: Option<&'a str>,
}

impl<'a> Shown<'a> {
    fn of(merchant: &'a Merchant, public_url: &PublicUrl) -> Self {
        Self {
            merchant_code: merchant.code.as_str(),
            admin_user_id: merchant.code.as_str(),
            access_key: merchant.access_key.as_str(),
            login_url: format!("{public_url}/{}", merchant.access_key.as_str()),
            company: merchant.company.as_str(),
            kind: merchant.kind.word(),
            tablet: merchant.tablet,
            contact_mail: merchant.contact_mail.as_ref().map(MailAddress::as_str),
            suspended: merchant.suspended,
            first_password: None,
        }
    }

    fn print(&self, as_json: bool) -> Result<(), Failure> {
        if as_json {
            return output::json(self);
        }
        let mut lines = vec![
            format!("company          {}", self.company),
            format!("merchant code    {}", self.merchant_code),
            format!("admin user ID    {}", self.admin_user_id),
            format!("log-in address   {}", self.login_url),
            format!("kind             {}", self.kind),
            format!("tablet contract  {}", yes_or_no(self.tablet)),
            format!("contact          {}", self.contact_mail.unwrap_or("-")),
            format!("suspended        {}", yes_or_no(self.suspended)),
        ];
        if let Some(password) = self.first_password {
            lines.push(format!("first password   {password}"));
            lines.push(
                "It is shown this once and has to be changed at the first log-in.".to_owned(),
            );
        }
        output::result(&lines.join("\n"))
    }
}

const fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::{admin_name, drawn};
    use crypto::{Entropy, EntropyFailure};

    struct Fixed(u8);

    impl Entropy for Fixed {
        fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailure> {
            bytes.fill(self.0);
            Ok(())
        }
    }

    #[test]
    fn drawn_numbers_have_all_their_digits() {
        for byte in 0..=255 {
            for (least, digits) in [(100_000_000, 9), (1_000_000, 7)] {
                let number = drawn(&Fixed(byte), least).unwrap();
                assert_eq!(number.len(), digits, "{number}");
                assert!(!number.starts_with('0'), "{number}");
            }
        }
        assert_ne!(
            drawn(&Fixed(1), 1_000_000).unwrap(),
            drawn(&Fixed(2), 1_000_000).unwrap()
        );
    }

    #[test]
    fn an_admin_user_has_a_name() {
        assert!(admin_name().is_ok());
    }
}
