//! What becomes of a line, in the words of the page's language.

use app::table::TableError;
use app::{Judged, LARGEST_LIST, ListRefused, ListStage, MOST_LINES, Session, TakenOver, Unclear};
use domain::merchant::MerchantKind;
use domain::registration::Field;
use i18n::Text;

use super::super::wording::registration_problem;
use crate::views::ColumnHelp;
use crate::words::column;

/// Why a list is not looked at line by line.
pub fn refusal(text: &Text, why: &ListRefused) -> String {
    match why {
        ListRefused::Empty => text.list_error_empty(),
        ListRefused::TooLong => text.list_error_long(LARGEST_LIST / 1024, MOST_LINES),
        ListRefused::Table(TableError::NoText) => text.list_error_text(),
        ListRefused::Table(TableError::Broken(_)) => text.list_error_broken(),
        ListRefused::Table(TableError::NoSuchColumn(name)) => text.list_error_column(name.as_str()),
        ListRefused::Table(TableError::ColumnTwice(name)) => {
            text.list_error_column_twice(name.as_str())
        }
        ListRefused::Table(TableError::Missing(names)) => {
            let missing = Field::ALL
                .into_iter()
                .filter(|field| names.contains(&crate::words::machine(*field)))
                .map(|field| column(text, field));
            text.list_error_missing(joined(text, missing))
        }
    }
}

/// What becomes of a line, or became, in a word.
pub fn result(text: &Text, line: &Judged, stage: ListStage) -> String {
    match (&line.result, stage) {
        (TakenOver::New, ListStage::Judged) => text.list_is_new(),
        (TakenOver::New, ListStage::Done { .. }) => text.list_was_new(),
        (TakenOver::Same, _) => text.list_is_same(),
        _ => text.list_is_wrong(),
    }
}

/// What is wrong with a line; empty when nothing is.
pub fn why(text: &Text, result: &TakenOver<Field>) -> String {
    match result {
        TakenOver::New | TakenOver::Same => String::new(),
        TakenOver::Differs(fields) => {
            let names = fields.iter().map(|field| column(text, *field));
            text.list_error_differs(joined(text, names))
        }
        // The merchant is the session's own.
        TakenOver::NoMerchant => text.list_error_broken(),
        TakenOver::NoAddress => text.list_error_no_address(),
        TakenOver::Refused(problems) => {
            let worded = problems
                .iter()
                .map(|problem| registration_problem(text, *problem));
            worded.collect::<Vec<_>>().join(" ")
        }
        TakenOver::Unclear(Unclear::Word(field)) => text.list_error_word(column(text, *field)),
        TakenOver::Unclear(Unclear::Twice(field, line)) => {
            text.list_error_line_twice(column(text, *field), *line)
        }
    }
}

fn joined(text: &Text, names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(&text.list_joint())
}

/// What may stand in each column, at this merchant.
pub fn column_help(text: &Text, session: &Session) -> Vec<ColumnHelp> {
    let about = |field: Field| match field {
        Field::UserType if session.kind == MerchantKind::Logistics => text.list_about_type(),
        Field::UserType => text.role_general(),
        Field::UserId => text.users_id_hint(),
        Field::LoginMethod if session.tablet => text.list_about_method_tablet(),
        Field::LoginMethod => text.list_about_method(),
        Field::SamePerson => text.list_about_same(),
        Field::Name => text.users_name_hint(),
        Field::Mail => text.list_about_mail(),
    };
    let help = Field::ALL.into_iter().map(|field| ColumnHelp {
        name: column(text, field),
        needed: matches!(field, Field::UserType | Field::UserId | Field::LoginMethod),
        about: about(field),
    });
    help.collect()
}

/// A list to begin with (USER-20), as the merchant's contract allows.
pub fn sample_rows(text: &Text, session: &Session) -> Vec<Vec<String>> {
    let header = Field::ALL.into_iter().map(|field| column(text, field));
    let method = if session.tablet {
        text.import_not_by_mail()
    } else {
        text.import_by_mail()
    };
    let general = text.role_general();
    let second = match session.kind {
        MerchantKind::Logistics => text.role_shipping(),
        MerchantKind::NonLogistics => text.role_general(),
    };
    let row = |kind: &str, id: &str, method: String, name: String, mail: &str| {
        let cells = [kind, id, method.as_str(), "", name.as_str(), mail];
        cells.map(str::to_owned).to_vec()
    };
    vec![
        header.collect(),
        row(
            &general,
            "ippan01",
            method,
            text.list_sample_first(),
            "ippan01@example.com",
        ),
        row(
            &second,
            "User1",
            text.import_not_by_mail(),
            text.list_sample_second(),
            "",
        ),
    ]
}
