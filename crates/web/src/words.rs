//! The words of lists (CSV): read in both languages, whichever the page is in.

use app::UserWords;
use app::table::{Column, Word};
use domain::person::PersonName;
use domain::registration::Field;
use i18n::{Catalog, Locale, Text};

/// A text in the language that is asked for.
type Shown = fn(&Text) -> String;

/// A word for programs, with what `shown` calls it in each language.
#[must_use]
pub fn of(catalog: &Catalog, name: &'static str, shown: &dyn Fn(&Text) -> String) -> Word {
    Word {
        name,
        shown: Locale::ALL
            .map(|locale| shown(&catalog.text(locale)))
            .to_vec(),
    }
}

/// What a 管理 user without a name is called: the role. `None` if the role's text is no name.
#[must_use]
pub fn unnamed_admin(catalog: &Catalog) -> Option<PersonName> {
    PersonName::parse(&catalog.text(Locale::Ja).role_admin()).ok()
}

/// A word for programs, for which people have several.
fn either<const N: usize>(catalog: &Catalog, name: &'static str, shown: [Shown; N]) -> Word {
    let all = shown
        .iter()
        .flat_map(|shown| of(catalog, name, shown).shown);
    Word {
        name,
        shown: all.collect(),
    }
}

/// Yes and no.
#[must_use]
pub fn answers(catalog: &Catalog) -> Vec<Word> {
    let yes = [
        Text::import_yes,
        Text::import_yes_too,
        Text::import_yes_mark,
    ];
    let no = [Text::import_no, Text::import_no_too, Text::import_no_mark];
    vec![either(catalog, "true", yes), either(catalog, "false", no)]
}

/// What the column of a field is called.
#[must_use]
pub fn column(text: &Text, field: Field) -> String {
    match field {
        Field::UserType => text.users_type(),
        Field::UserId => text.field_user_id(),
        Field::LoginMethod => text.users_login_method(),
        Field::SamePerson => text.import_same_person(),
        Field::Name => text.import_user_name(),
        Field::Mail => text.users_mail(),
    }
}

/// The words of lists of users.
#[must_use]
pub fn of_users(catalog: &Catalog) -> UserWords {
    let columns = Field::ALL.into_iter().map(|field| {
        let mut word = of(catalog, machine(field), &|text| column(text, field));
        if field == Field::Name {
            word.shown.extend(of(catalog, "", &Text::users_name).shown);
        }
        Column {
            word,
            required: matches!(field, Field::UserType | Field::UserId | Field::LoginMethod),
        }
    });
    let told = [Text::list_result as Shown, Text::list_why];
    UserWords {
        columns: columns.collect(),
        types: vec![
            of(catalog, "general", &Text::role_general),
            of(catalog, "shipping", &Text::role_shipping),
        ],
        methods: vec![
            either(catalog, "mail", [Text::import_by_mail, Text::users_by_mail]),
            either(
                catalog,
                "no_mail",
                [Text::import_not_by_mail, Text::users_not_by_mail],
            ),
        ],
        answers: answers(catalog),
        ignored: told
            .iter()
            .flat_map(|word| of(catalog, "", word).shown)
            .collect(),
    }
}

/// The machine's name of a field's column.
#[must_use]
pub const fn machine(field: Field) -> &'static str {
    match field {
        Field::UserType => "user_type",
        Field::UserId => "user_id",
        Field::LoginMethod => "login_method",
        Field::SamePerson => "same_person",
        Field::Name => "name",
        Field::Mail => "mail",
    }
}
