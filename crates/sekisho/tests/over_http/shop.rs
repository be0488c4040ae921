//! A demonstration with people at every stage.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::database::number;
use crate::demo::{self, Demo};
use crate::person::{Person, Stage};
use crate::post::{self, letters_to};
use testkit::browser::{Answer, Browser, exchange};

/// A running demonstration and who is in it.
pub struct Shop {
    pub demo: Demo,
    pub data: PathBuf,
    /// 管理, signed in.
    pub admin: Person,
    /// Signed in with a temporary password: has to choose one.
    pub chooser: Person,
    /// Signed in with a secret that is shown but not confirmed: has to enrol.
    pub enroller: Person,
    /// A 一般 user, signed in.
    pub member: Person,
    /// Held until the end: the folder goes with it.
    _folder: TempDir,
}

impl Shop {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let demo = Demo::start(&data);
        let merchant = demo.merchants().swap_remove(0);
        let mut admin = Person::admin(&merchant, demo.browser(), 900);
        reach(&mut admin, Stage::Member, &data);
        let [chooser, enroller, member] =
            [(1, Stage::Choose), (2, Stage::Confirm), (4, Stage::Member)].map(|(number, stage)| {
                let mut person = Person::registered(&merchant, demo.browser(), number);
                person.enter_by(&mut admin.browser).unwrap();
                reach(&mut person, stage, &data);
                person
            });
        Self {
            demo,
            data,
            admin,
            chooser,
            enroller,
            member,
            _folder: folder,
        }
    }

    /// The key's own page.
    pub fn login_page(&self) -> String {
        format!("/{}", self.admin.merchant.access_key)
    }

    /// The address of a user's page, for 管理.
    pub fn user_page(&mut self, user_id: &str) -> String {
        let list = self.admin.browser.get("/console/users").unwrap();
        let (_, row) = list.body.split_once(user_id).expect("a row of the list");
        let links = row
            .split("href=\"")
            .skip(1)
            .filter_map(|link| link.split('"').next());
        let own = |link: &&str| {
            link.strip_prefix("/console/users/")
                .is_some_and(|id| id.len() == 36)
        };
        links
            .into_iter()
            .find(own)
            .expect("a user's page")
            .to_owned()
    }

    /// The newest reset link of the 一般 user, once its mail is there.
    pub fn reset_link_of_member(&self) -> String {
        loop {
            let letters = letters_to(&self.data, &self.member.mail, post::RESET_STARTED);
            if let Some(letter) = letters.last() {
                return post::reset_path(letter);
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }

    /// Asks for a reset of the 一般 user, and waits until the post has gone out.
    pub fn reset_link(&self) -> String {
        let (mut browser, page) = (self.demo.browser(), format!("{}/reset", self.login_page()));
        let code = self.member.merchant.merchant_code.as_str();
        let fields = [("merchant_code", code), ("user_id", &self.member.user_id)];
        assert_eq!(browser.post(&page, &page, &fields).unwrap().status, 200);
        self.reset_link_of_member()
    }

    /// What must not grow by anything that is refused.
    pub fn stored(&self) -> [i64; 6] {
        [
            "SELECT COUNT(*) FROM person",
            "SELECT COUNT(*) FROM session",
            "SELECT COUNT(*) FROM factor",
            "SELECT COUNT(*) FROM outbox WHERE state <> 'void'",
            "SELECT COUNT(*) FROM reset_request WHERE person_id IS NOT NULL",
            "SELECT COUNT(*) FROM password_history",
        ]
        .map(|query| number(&self.data, query))
    }

    pub fn log(&self) -> String {
        demo::log(&self.data)
    }
}

fn reach(person: &mut Person, stage: Stage, data: &std::path::Path) {
    while person.stage != stage {
        if !person.advance(data, 0).unwrap() {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

/// A request of any kind: `extra` are whole header lines without their ends. Its cookies are
/// the browser's; what the answer sets is not kept.
pub fn ask(browser: &Browser, (method, path): (&str, &str), extra: &[&str], body: &[u8]) -> Answer {
    let mut request = browser.head(method, path);
    if let Some(host) = extra.iter().find(|line| line.starts_with("Host:")) {
        request = request.replace(&format!("Host: {}", browser.address), host);
    }
    for line in extra.iter().filter(|line| !line.starts_with("Host:")) {
        request.push_str(line);
        request.push_str("\r\n");
    }
    let length = format!("Content-Length: {}\r\n\r\n", body.len());
    request.push_str(&length);
    exchange(browser.address, &[request.as_bytes(), body].concat()).expect("an answer")
}

/// What every answer carries (catalogue ASVS 3.4; docs of `web`'s headers), and what none does.
pub fn check_headers(answer: &Answer) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{answer:?}");
    }
    let policy = answer.header("content-security-policy").unwrap_or_default();
    assert!(policy.starts_with("default-src 'none';"), "{answer:?}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.all("content-security-policy").count(), 1);
    assert!(answer.header("server").is_none(), "{answer:?}");
}

/// A refusal: no fault, no session, the usual headers, a page unless it leads elsewhere.
pub fn check_refused(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {answer:?}");
    assert!(!answer.sets_session(), "{what}: {answer:?}");
    check_headers(answer);
    let stored = answer.header("cache-control");
    assert_eq!(stored, Some("no-store"), "{what}: {answer:?}");
}
