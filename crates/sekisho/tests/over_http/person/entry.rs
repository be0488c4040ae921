//! How 管理 enters a person.

use std::io;

use super::Person;
use testkit::browser::{Browser, Form};

impl Person {
    /// The form 確定 that registers this person, filled in and checked but not sent.
    pub fn entry(&self, admin: &mut Browser) -> io::Result<Form> {
        let values = [
            ("user_type", "general"),
            ("user_id", &self.user_id),
            ("login_method", "mail"),
            ("name", "黒田 太郎"),
            ("mail", &self.mail),
        ];
        let check = [&values[..], &[("step", "check")]].concat();
        let page = admin.post("/console/users/new", "/console/users/check", &check)?;
        let token = page
            .form_for("/console/users/new")
            .unwrap_or_else(|| panic!("{page:?}"));
        let confirm = [&values[..], &[("step", "confirm")]].concat();
        Ok(admin.form("/console/users/new", &token, &confirm))
    }

    /// Registers this person.
    pub fn enter_by(&self, admin: &mut Browser) -> io::Result<()> {
        let form = self.entry(admin)?;
        let answer = admin.send(&form)?;
        assert_eq!(answer.status, 303, "{answer:?}");
        Ok(())
    }
}
