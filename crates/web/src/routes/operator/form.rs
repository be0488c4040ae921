//! `/operator/merchants/new` and `/operator/merchants/{code}/edit`: 加盟店 set up and changed
//! (CS-7).

use app::{AppError, Created, Desk, MerchantChange, NewMerchant};
use axum::response::Response;
use domain::authority::Operator;
use domain::mail_address::MailAddressError;
use domain::merchant::MerchantCode;
use domain::merchant_form::{self, Application, Form, Problem, Source};
use domain::person::PersonNameError;
use domain::step_up::SteppedUp;
use i18n::Text;
use store::merchant_files::MerchantFile;

use super::act::mail_error;
use super::merchants::{MerchantInPath, file, href, under, way};
use crate::http::draw::drawn;
use crate::http::fields::Fields;
use crate::http::halt::Halt;
use crate::http::proof::Proven;
use crate::http::session::{Sent, Signed};
use crate::views::{Field, MerchantFormPage, MerchantOpenedPage, NewMerchantFields, Row, Shell};
use crate::words::unnamed_admin;

/// A blank form.
pub async fn blank(signed: Signed<Operator>) -> Result<Response, Halt> {
    let form = Form {
        kind: "logistics".to_owned(),
        ..Form::default()
    };
    drawn(&new_page(&signed, &form, &Faults::default(), "")?)
}

/// Sets a merchant up.
pub async fn open(Proven { sent, fresh }: Proven<Operator>) -> Result<Response, Halt> {
    let (form, by_mail) = (
        read(&sent.fields),
        sent.fields.text("first_password") != "shown",
    );
    let mut faults = Faults::of(&sent);
    let application = match merchant_form::check(&form, Source::Console) {
        Ok(application) => application,
        Err(problems) => {
            faults.problems = problems;
            return again(&sent, &form, &faults);
        }
    };
    faults.nowhere = by_mail && !application.has_address();
    if faults.any() {
        return again(&sent, &form, &faults);
    }
    let new = new_merchant(&sent, &application, by_mail)?;
    let desk = desk(&sent, fresh);
    match sent.signed.visit.app().open_merchant(&new, &desk).await? {
        Created::Done { first_password } => {
            let shown = (!by_mail).then(|| first_password.reveal().to_owned());
            opened(&sent.signed, &new.code, shown).await
        }
        Created::Before => Err(Halt::to(href(&new.code))),
        Created::CodeTaken => {
            faults.problems = vec![Problem::CodeTaken];
            again(&sent, &form, &faults)
        }
    }
}

fn again(sent: &Sent<Operator>, form: &Form, faults: &Faults) -> Result<Response, Halt> {
    drawn(&new_page(
        &sent.signed,
        form,
        faults,
        sent.fields.text("reason"),
    )?)
}

fn new_merchant(
    sent: &Sent<Operator>,
    application: &Application,
    by_mail: bool,
) -> Result<NewMerchant, Halt> {
    let visit = &sent.signed.visit;
    let unnamed = unnamed_admin(&visit.state.catalog)
        .ok_or_else(|| AppError::Fault("the role's name is no name".to_owned()))?;
    Ok(NewMerchant {
        send_first_password: by_mail,
        ..visit.app().filled_out(application, &unnamed)?
    })
}

async fn opened(
    signed: &Signed<Operator>,
    code: &MerchantCode,
    first_password: Option<String>,
) -> Result<Response, Halt> {
    let (file, _) = file(signed, code).await?;
    let text = &signed.visit.text;
    let mut rows = vec![
        Row::new(text.field_company(), file.particulars.company.as_str()),
        Row::new(text.field_merchant_code(), file.code.as_str()),
        Row::new(
            text.operator_login_address(),
            super::merchants::login_address(&file, &signed.visit),
        ),
    ];
    let by_mail = first_password.is_none();
    rows.extend(first_password.map(|word| Row::new(text.operator_first_password(), word)));
    drawn(&MerchantOpenedPage {
        shell: under(signed, &file)?,
        rows,
        by_mail,
        file_href: href(code),
        sheet_href: format!("{}/sheet", href(code)),
    })
}

/// The form of a change, filled with what is kept.
pub async fn edit(
    MerchantInPath(code): MerchantInPath,
    signed: Signed<Operator>,
) -> Result<Response, Halt> {
    let (file, _) = file(&signed, &code).await?;
    let is = &file.particulars;
    let form = Form {
        company: is.company.as_str().to_owned(),
        access_key: is.access_key.as_str().to_owned(),
        kind: is.kind.word().to_owned(),
        tablet: is.tablet.to_string(),
        mail_method: is.mail_method,
        networks: is.networks.to_text(),
        ..Form::default()
    };
    drawn(&edit_page(&signed, &file, &form, &Faults::default())?)
}

/// Changes a merchant; what changed meanwhile is told, and nothing is overwritten.
pub async fn change(
    MerchantInPath(code): MerchantInPath,
    Proven { sent, fresh }: Proven<Operator>,
) -> Result<Response, Halt> {
    let form = read(&sent.fields);
    let mut faults = Faults::of(&sent);
    if faults.reason {
        faults.problems = merchant_form::check_change(&form).err().unwrap_or_default();
    } else {
        let version = sent.fields.text("version").parse().unwrap_or(-1);
        let desk = desk(&sent, fresh);
        let app = sent.signed.visit.app();
        match app.change_merchant(&desk, (&code, version), &form).await? {
            MerchantChange::Done => return Err(Halt::to(format!("{}?done=edit", href(&code)))),
            MerchantChange::Nothing => return Err(Halt::to(href(&code))),
            MerchantChange::NoSuchMerchant => return Err(Halt::NotFound),
            MerchantChange::Stale => faults.stale = true,
            MerchantChange::Broken(problems) => faults.problems = problems,
        }
    }
    let (file, _) = file(&sent.signed, &code).await?;
    let page = edit_page(&sent.signed, &file, &form, &faults)?;
    let reason = Field {
        value: sent.fields.text("reason").chars().take(200).collect(),
        ..page.reason.clone()
    };
    drawn(&MerchantFormPage { reason, ..page })
}

fn desk(sent: &Sent<Operator>, fresh: SteppedUp<Operator>) -> Desk<'_> {
    Desk {
        session: &sent.signed.session,
        operator: fresh,
        reason: sent.fields.text("reason"),
        nonce: sent.nonce,
        origin: &sent.signed.visit.origin,
    }
}

/// What is wrong with a form.
#[derive(Clone, Debug, Default)]
struct Faults {
    problems: Vec<Problem>,
    /// No reason.
    reason: bool,
    /// The first password has to go somewhere.
    nowhere: bool,
    /// Somebody else was quicker.
    stale: bool,
}

impl Faults {
    fn of(sent: &Sent<Operator>) -> Self {
        Self {
            reason: sent.fields.text("reason").trim().is_empty(),
            ..Self::default()
        }
    }

    fn any(&self) -> bool {
        self.reason || self.nowhere || !self.problems.is_empty()
    }

    fn beside(&self, field: merchant_form::Field, text: &Text) -> Option<String> {
        let problem = self
            .problems
            .iter()
            .find(|problem| problem.field() == field);
        problem.map(|problem| worded(*problem, text))
    }
}

fn worded(problem: Problem, text: &Text) -> String {
    match problem {
        Problem::CodeTaken => text.operator_error_code_taken(),
        Problem::ShippingUsers => text.operator_error_shipping(),
        Problem::NetworksTooMany => text.operator_error_networks_many(),
        Problem::Mail(_, error) => mail_error(error, text),
        Problem::Name(PersonNameError::TooLong) => text.users_error_name_long(),
        Problem::Name(PersonNameError::NotAllowed) => text.users_error_name_characters(),
        other => unusable(other.field(), text),
    }
}

/// What a field has to be.
fn unusable(field: merchant_form::Field, text: &Text) -> String {
    use merchant_form::Field;
    match field {
        Field::Code => text.operator_error_code(),
        Field::Company => text.operator_error_company(),
        Field::AccessKey => text.operator_error_access_key(),
        Field::Kind | Field::Tablet => text.operator_error_kind(),
        Field::Networks => text.operator_error_networks(),
        Field::ContactMail | Field::AdminMail => mail_error(MailAddressError::Malformed, text),
        Field::AdminName => text.users_error_name_empty(),
    }
}

fn read(fields: &Fields) -> Form {
    let text = |name| fields.text(name).to_owned();
    Form {
        code: text("code"),
        company: text("company"),
        access_key: text("access_key"),
        kind: text("kind"),
        tablet: fields.has("tablet").to_string(),
        mail_method: fields.has("mail_method"),
        networks: text("networks"),
        contact_mail: text("contact_mail"),
        admin_name: text("admin_name"),
        admin_mail: text("admin_mail"),
    }
}

/// What was typed, shown again; no valid value is as long as the cut.
fn field(typed: &str, error: Option<String>) -> Field {
    Field {
        value: typed.chars().take(domain::typed::LONGEST_FIELD).collect(),
        error,
    }
}

fn new_page(
    signed: &Signed<Operator>,
    form: &Form,
    faults: &Faults,
    reason: &str,
) -> Result<MerchantFormPage, Halt> {
    let text = &signed.visit.text;
    let beside = |of| faults.beside(of, text);
    let new = NewMerchantFields {
        code: field(&form.code, beside(merchant_form::Field::Code)),
        contact: field(
            &form.contact_mail,
            beside(merchant_form::Field::ContactMail),
        ),
        admin_name: field(&form.admin_name, beside(merchant_form::Field::AdminName)),
        admin_mail: field(&form.admin_mail, beside(merchant_form::Field::AdminMail)),
        by_mail: true,
        by_mail_error: faults.nowhere.then(|| text.operator_no_address()),
    };
    let shell = Shell {
        crumbs: way(text),
        ..signed.shell()?
    };
    let page = common(signed, form, faults, shell)?;
    let error = page.reason.error.clone();
    Ok(MerchantFormPage {
        title: text.operator_new_merchant(),
        new: Some(new),
        reason: field(reason, error),
        action: "/operator/merchants/new".to_owned(),
        cancel_href: "/operator/merchants".to_owned(),
        ..page
    })
}

fn edit_page(
    signed: &Signed<Operator>,
    file: &MerchantFile,
    form: &Form,
    faults: &Faults,
) -> Result<MerchantFormPage, Halt> {
    let page = common(signed, form, faults, under(signed, file)?)?;
    Ok(MerchantFormPage {
        action: format!("{}/edit", href(&file.code)),
        cancel_href: href(&file.code),
        version: file.version,
        stale: faults
            .stale
            .then(|| signed.visit.text.operator_stale_form()),
        ..page
    })
}

fn common(
    signed: &Signed<Operator>,
    form: &Form,
    faults: &Faults,
    shell: Shell,
) -> Result<MerchantFormPage, Halt> {
    let text = &signed.visit.text;
    let beside = |of| faults.beside(of, text);
    let no_reason = faults
        .reason
        .then(|| text.form_error_empty(text.field_reason()));
    Ok(MerchantFormPage {
        shell,
        title: text.operator_edit_merchant(),
        new: None,
        company: field(&form.company, beside(merchant_form::Field::Company)),
        access_key: field(&form.access_key, beside(merchant_form::Field::AccessKey)),
        kind: form.kind.clone(),
        kind_error: beside(merchant_form::Field::Kind),
        tablet: form.tablet == "true",
        mail_method: form.mail_method,
        networks: Field {
            value: form.networks.chars().take(2048).collect(),
            error: beside(merchant_form::Field::Networks),
        },
        reason: field("", no_reason),
        action: String::new(),
        cancel_href: String::new(),
        version: 0,
        stale: None,
        form: signed.form()?,
    })
}
