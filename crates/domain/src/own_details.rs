//! ユーザ情報変更: what people may change about themselves (USER-19, GAP-9, GAP-10).

use crate::mail_address::{MailAddress, MailAddressError};
use crate::person::{LoginMethod, Person, PersonName, Role};
use crate::registration::Problem;

/// The form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// ユーザ名(氏名).
    pub name: String,
    /// メールアドレス.
    pub mail: String,
}

/// What would be changed; nothing in it stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The new name.
    pub name: Option<PersonName>,
    /// The new address, to be confirmed by its owner.
    pub mail: Option<MailAddress>,
}

impl Changes {
    /// Nothing would be changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.name.is_none() && self.mail.is_none()
    }
}

/// Why nothing can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Name and address are 管理's (USER-5).
    SamePerson,
    /// An address that is there cannot be taken away here: another may take its place.
    MailNeeded,
    /// What is wrong, by field.
    Broken(Vec<Problem>),
}

/// Checks the form of somebody's own page; whether an address is taken, the database knows.
///
/// # Errors
/// [`Refusal`].
pub fn check(
    form: &Form,
    person: &Person,
    admin_mail: Option<&MailAddress>,
) -> Result<Changes, Refusal> {
    if person.same_person {
        return Err(Refusal::SamePerson);
    }
    let name = PersonName::parse(&form.name).map_err(Problem::Name);
    let mail = check_mail(form, person, admin_mail);
    if let (Ok(_), Err(Refusal::MailNeeded)) = (&name, &mail) {
        return Err(Refusal::MailNeeded);
    }
    match (name, mail) {
        (Ok(name), Ok(mail)) => Ok(Changes {
            name: Some(name).filter(|name| *name != person.name),
            mail: mail.filter(|mail| Some(mail) != person.mail.as_ref()),
        }),
        (Ok(_), Err(refusal)) => Err(refusal),
        (Err(problem), Err(Refusal::Broken(problems))) => {
            let all = std::iter::once(problem).chain(problems);
            Err(Refusal::Broken(all.collect()))
        }
        (Err(problem), _) => Err(Refusal::Broken(vec![problem])),
    }
}

fn check_mail(
    form: &Form,
    person: &Person,
    admin_mail: Option<&MailAddress>,
) -> Result<Option<MailAddress>, Refusal> {
    let broken = |problem| Refusal::Broken(vec![problem]);
    let is_admins = |mail: &MailAddress| {
        person.role != Role::Admin && admin_mail.is_some_and(|a| a.folded() == mail.folded())
    };
    match MailAddress::parse(&form.mail) {
        Ok(mail) if is_admins(&mail) => Err(broken(Problem::MailIsAdmins)),
        Ok(mail) => Ok(Some(mail)),
        Err(MailAddressError::Empty) if person.mail.is_some() => Err(Refusal::MailNeeded),
        Err(MailAddressError::Empty) if person.login_method == LoginMethod::AppOnly => Ok(None),
        Err(MailAddressError::Empty) if person.role == Role::Admin => Ok(None),
        Err(error) => Err(broken(Problem::Mail(error))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Changes, Form, Refusal, check};
    use crate::ids::PersonId;
    use crate::mail_address::MailAddress;
    use crate::person::{LoginMethod, Person, PersonName, Role, UserId};
    use crate::registration::Problem;
    use uuid::Uuid;

    fn person(mail: &str) -> Person {
        Person {
            id: PersonId::new(Uuid::nil()),
            role: Role::General,
            user_id: UserId::parse("ippan01").unwrap(),
            name: PersonName::parse("黒田 太郎").unwrap(),
            mail: MailAddress::parse(mail).ok(),
            login_method: LoginMethod::AppOnly,
            same_person: false,
        }
    }

    fn form(name: &str, mail: &str) -> Form {
        Form {
            name: name.to_owned(),
            mail: mail.to_owned(),
        }
    }

    /// Shows USER-19, USER-10, GAP-9: name and address by the rules of registration.
    #[test]
    fn user_19_own_details() {
        let admin = MailAddress::parse("kanri@shop.example").unwrap();
        let now = |mail: &str| person(mail);
        let checked = |form: &Form, person: &Person| check(form, person, Some(&admin));
        let same = checked(&form("黒田 太郎", "A@shop.example"), &now("A@shop.example"));
        assert_eq!(same, Ok(Changes::default()));
        assert!(same.unwrap().is_empty());
        let both = checked(&form("黒田 花子", "b@shop.example"), &now("a@shop.example")).unwrap();
        assert!(both.name.is_some() && both.mail.is_some());
        let bad = checked(&form("", "KANRI@shop.example"), &now("a@shop.example"));
        assert!(matches!(bad, Err(Refusal::Broken(problems)) if problems.len() == 2));
        let taken_away = checked(&form("黒田 太郎", ""), &now("a@shop.example"));
        assert_eq!(taken_away, Err(Refusal::MailNeeded));
        assert_eq!(
            checked(&form("黒田 太郎", ""), &now("")),
            Ok(Changes::default())
        );
    }

    /// Shows USER-19, USER-5: whoever is the same person as 管理 changes nothing here; 管理 itself may
    /// (GAP-10).
    #[test]
    fn user_5_and_gap_10_whose_details_they_are() {
        let admin = MailAddress::parse("kanri@shop.example").unwrap();
        let same = Person {
            same_person: true,
            ..person("")
        };
        let typed = form("別の名前", "b@shop.example");
        assert_eq!(check(&typed, &same, Some(&admin)), Err(Refusal::SamePerson));
        let boss = Person {
            role: Role::Admin,
            ..person("kanri@shop.example")
        };
        let upper = form("黒田 太郎", "Kanri@shop.example");
        assert!(check(&upper, &boss, Some(&admin)).unwrap().mail.is_some());
        let general = person("");
        let is_admins = Err(Refusal::Broken(vec![Problem::MailIsAdmins]));
        assert_eq!(check(&upper, &general, Some(&admin)), is_admins);
    }
}
