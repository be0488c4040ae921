//! Read a list of users: which columns it has, what its words mean, and what stands in it twice.

use std::collections::BTreeMap;

use crate::table::{Column, FirstLines, Line, Word, meant};
use domain::mail_address::MailAddress;
use domain::person::UserId;
use domain::registration::{Field, Form};

/// The words of a list of users, in all languages that are read.
#[derive(Clone, Debug)]
pub struct UserWords {
    /// The columns of [`Field::ALL`], in that order.
    pub columns: Vec<Column>,
    /// ユーザ区分: `general`, `shipping`.
    pub types: Vec<Word>,
    /// ログイン方法: `mail`, `no_mail`.
    pub methods: Vec<Word>,
    /// 管理者ユーザと同一: `true`, `false`.
    pub answers: Vec<Word>,
    /// Columns that are passed over: those that a list of results has besides.
    pub ignored: Vec<String>,
}

/// Reads lines of a list, one after the other.
#[derive(Debug)]
pub struct UserReader<'a> {
    words: &'a UserWords,
    /// Where the columns of [`UserWords::columns`] begin among all columns of the table.
    first: usize,
    taken: FirstLines,
}

/// A line whose meaning is not clear by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// The cell of this column holds none of the words that it may.
    Word(Field),
    /// The value of this column stands in that line already.
    Twice(Field, u64),
}

impl<'a> UserReader<'a> {
    /// A reader of lists whose columns begin with `first` others.
    #[must_use]
    pub fn new(words: &'a UserWords, first: usize) -> Self {
        Self {
            words,
            first,
            taken: FirstLines::default(),
        }
    }

    /// The line as 管理 would have typed it, and whether that is clear. `merchant` is whose user it
    /// is: other merchants' users may have the same values.
    pub fn read(&mut self, line: &Line<'_>, merchant: &str) -> (Form, Option<Unclear>) {
        let cell = |field: Field| line.cell(self.first + place(field));
        let answer = meant(cell(Field::SamePerson), &self.words.answers);
        let form = Form {
            user_type: meant(cell(Field::UserType), &self.words.types),
            user_id: cell(Field::UserId).to_owned(),
            login_method: meant(cell(Field::LoginMethod), &self.words.methods),
            same_person: answer == "true",
            name: cell(Field::Name).to_owned(),
            mail: cell(Field::Mail).to_owned(),
        };
        let word = !["true", "false", ""].contains(&answer.as_str());
        let unclear = word.then_some(Unclear::Word(Field::SamePerson));
        let twice = self.twice(&form, line.number, merchant);
        (form, unclear.or(twice))
    }

    fn twice(&mut self, form: &Form, line: u64, merchant: &str) -> Option<Unclear> {
        let id = UserId::parse(&form.user_id).map(|id| id.folded());
        let mail = MailAddress::parse(&form.mail).ok();
        let mail = mail.filter(|_| !form.same_person);
        let values = BTreeMap::from([
            (Field::UserId, id),
            (Field::Mail, mail.map(|mail| mail.folded().to_owned())),
            (Field::SamePerson, form.same_person.then(String::new)),
        ]);
        let mut unclear = None;
        for (field, value) in values {
            let key = value.map(|value| format!("{merchant} {} {value}", field.word()));
            let first = key.and_then(|key| self.taken.before(key, line));
            unclear = unclear.or(first.map(|first| Unclear::Twice(field, first)));
        }
        unclear
    }
}

fn place(field: Field) -> usize {
    let at = Field::ALL.iter().position(|known| *known == field);
    at.unwrap_or_default()
}
