//! A 管理 user at work.

use std::io;

use crate::person::Person;
use testkit::browser::{Browser, Form};

/// A 管理 user who registers users.
pub struct Registrar {
    pub admin: Person,
    /// Sent, and not answered.
    pub open: Option<Form>,
    /// The number of the next user.
    pub next: u32,
}

impl Registrar {
    /// Registers a user: the same form until it is answered.
    pub fn register(&mut self) -> io::Result<Person> {
        let browser = &mut self.admin.browser;
        let own = Browser::new(browser.address);
        let person = Person::registered(&self.admin.merchant, own, self.next);
        let form = match self.open.take() {
            Some(form) => form,
            None => person.entry(browser)?,
        };
        self.open = Some(form.clone());
        let answer = browser.send(&form)?;
        assert_eq!(
            answer.status, 303,
            "{} is not registered: {}",
            person.user_id, answer.body
        );
        assert!(answer.leads_to().ends_with("/registered"), "{answer:?}");
        let done = browser.get(answer.leads_to())?;
        assert!(
            done.status == 200 && done.body.contains(&person.mail),
            "{done:?}"
        );
        (self.open, self.next) = (None, self.next + 1);
        Ok(person)
    }
}
