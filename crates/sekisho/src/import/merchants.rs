//! `merchant import`: merchants with their admin users.

use app::table::{Column, FirstLines, Line, Word, meant};
use app::{App, MERCHANTS_AT_ONCE, TakenOver};
use domain::merchant_form::{self, Application, Field, Form, Source};
use domain::person::PersonName;
use i18n::{Catalog, Text};
use web::words;

use super::report::{Outcome, Report};
use super::{Asked, table};
use crate::failure::Failure;
use crate::node;

/// Reads the list and takes its merchants over, batch by batch; a line with errors is left out,
/// the others are not.
pub async fn import_merchants(app: &App, asked: &Asked) -> Result<(), Failure> {
    let catalog = node::catalog()?;
    let table = table(&asked.file, &columns(&catalog))?;
    let admin_name = words::unnamed_admin(&catalog)
        .ok_or_else(|| Failure::Fault("the role's name is no name".to_owned()))?;
    let mut report = Report::new(table.len(), asked.json, asked.dry_run);
    let mut codes = FirstLines::default();
    let mut batch: Vec<(u64, Application)> = Vec::new();
    for line in table.lines() {
        match checked(&catalog, &line, &mut codes) {
            Ok(application) => batch.push((line.number, application)),
            Err(why) => report.tell(line.number, line.cell(0), Outcome::Refused, &why)?,
        }
        if batch.len() == MERCHANTS_AT_ONCE {
            carry_out(app, asked, (&mut batch, &admin_name), &mut report).await?;
        }
    }
    carry_out(app, asked, (&mut batch, &admin_name), &mut report).await?;
    report.end()
}

async fn carry_out(
    app: &App,
    asked: &Asked,
    (batch, admin_name): (&mut Vec<(u64, Application)>, &PersonName),
    report: &mut Report,
) -> Result<(), Failure> {
    let (lines, applications): (Vec<u64>, Vec<Application>) = batch.drain(..).unzip();
    let results = app
        .import_merchants(&applications, admin_name, asked.dry_run)
        .await?;
    for ((line, application), result) in lines.into_iter().zip(&applications).zip(results) {
        let code = application.code.as_ref().map_or("", |code| code.as_str());
        let (outcome, why) = worded(result);
        report.tell(line, code, outcome, &why)?;
    }
    report.step()
}

fn worded(result: TakenOver<Field>) -> (Outcome, Vec<String>) {
    match result {
        TakenOver::New => (Outcome::New, Vec::new()),
        TakenOver::Same => (Outcome::Same, Vec::new()),
        TakenOver::Differs(fields) => {
            let names = fields.into_iter().map(|field| field.word().to_owned());
            (Outcome::Differs, names.collect())
        }
        TakenOver::NoAddress => {
            let why = "contact_mail or admin_mail has to be given: the first password goes there";
            (Outcome::Refused, vec![why.to_owned()])
        }
        TakenOver::NoMerchant | TakenOver::Refused(_) | TakenOver::Unclear(_) => (
            Outcome::Refused,
            vec!["merchant_code has to be given".to_owned()],
        ),
    }
}

fn checked(
    catalog: &Catalog,
    line: &Line<'_>,
    codes: &mut FirstLines,
) -> Result<Application, Vec<String>> {
    let application =
        merchant_form::check(&form(catalog, line), Source::List).map_err(|problems| {
            let worded = problems
                .into_iter()
                .map(|problem| format!("{} {}", problem.field().word(), problem.demand()));
            worded.collect::<Vec<_>>()
        })?;
    let code = application.code.as_ref().map_or("", |code| code.as_str());
    match codes.before(code.to_owned(), line.number) {
        None => Ok(application),
        Some(first) => Err(vec![format!(
            "merchant_code stands in line {first} already"
        )]),
    }
}

/// The columns, in the order of [`Field::OF_APPLICATION`].
fn columns(catalog: &Catalog) -> Vec<Column> {
    let name = |field: Field, text: &Text| match field {
        Field::Code => text.field_merchant_code(),
        Field::Company => text.field_company(),
        Field::AccessKey => text.field_access_key(),
        Field::Kind => text.import_kind(),
        Field::Tablet => text.import_tablet(),
        Field::Networks => text.operator_networks(),
        Field::ContactMail => text.import_contact_mail(),
        Field::AdminName => text.import_admin_name(),
        Field::AdminMail => text.import_admin_mail(),
    };
    Field::OF_APPLICATION
        .into_iter()
        .map(|field| Column {
            word: words::of(catalog, field.word(), &|text| name(field, text)),
            required: matches!(field, Field::Code | Field::Company | Field::Kind),
        })
        .collect()
}

fn form(catalog: &Catalog, line: &Line<'_>) -> Form {
    let cell = |field: Field| {
        let at = Field::OF_APPLICATION
            .iter()
            .position(|known| *known == field);
        at.map_or("", |at| line.cell(at)).to_owned()
    };
    let kinds: [Word; 2] = [
        words::of(catalog, "logistics", &Text::import_kind_logistics),
        words::of(catalog, "non_logistics", &Text::import_kind_other),
    ];
    let answers = words::answers(catalog);
    Form {
        code: cell(Field::Code),
        company: cell(Field::Company),
        access_key: cell(Field::AccessKey),
        kind: meant(&cell(Field::Kind), &kinds),
        tablet: meant(&cell(Field::Tablet), &answers),
        contact_mail: cell(Field::ContactMail),
        admin_name: cell(Field::AdminName),
        admin_mail: cell(Field::AdminMail),
        ..Form::default()
    }
}
