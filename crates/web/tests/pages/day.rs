//! The first day, step by step, for tests that begin where it ends.

use axum::http::StatusCode;
use domain::notice::Notice;
use domain::time::Span;
use otp::{Secret, Totp};

use crate::browser::{Browser, Page};
use crate::house::{CODE, House, KEY, OTHER_CODE, OTHER_KEY};

pub const ADMIN_PASSWORD: &str = "kanri2Hana";
pub const CLERK_PASSWORD: &str = "misebito7";

/// An authenticator app that holds one secret.
pub struct Phone(Totp);

impl Phone {
    /// Types the secret that the page shows.
    pub fn typed_from(page: &Page) -> Self {
        let groups = page.all("#secret-text span").concat();
        Self(Totp::standard(Secret::from_base32(&groups).unwrap()))
    }

    /// The code of the moment; a new one every time, as the clock is turned to the next step.
    pub fn fresh_code(&self, house: &House) -> String {
        house.clock.turn(Span::seconds(30));
        self.code_at(house.unix_seconds())
    }

    pub fn code_at(&self, unix_seconds: u64) -> String {
        self.0.code_at(unix_seconds).text().expose().to_owned()
    }

    /// Six digits that fit nothing near.
    pub fn wrong_code(&self, house: &House) -> String {
        let now = house.unix_seconds();
        let near: Vec<String> = (0..=81)
            .map(|n| self.code_at(now + 30 * n - 1200))
            .collect();
        let free = (0..=81)
            .map(|n| format!("{n:06}"))
            .find(|code| !near.contains(code));
        free.unwrap()
    }
}

/// Sends the log-in form.
pub async fn logs_in(browser: &mut Browser, who: (&str, &str, &str)) -> Page {
    logs_in_at(browser, (KEY, CODE), who).await
}

async fn logs_in_at(
    browser: &mut Browser,
    (key, code): (&str, &str),
    (user_id, password, one_time): (&str, &str, &str),
) -> Page {
    let action = format!("/{key}");
    let page = browser.get(&action).await;
    let fields = [
        ("merchant_code", code),
        ("user_id", user_id),
        ("password", password),
        ("code", one_time),
    ];
    browser.submit(&page, &action, &fields).await
}

/// From the log-in with a temporary password to the menu.
pub async fn sets_up(
    house: &House,
    browser: &mut Browser,
    (user_id, temporary, password): (&str, &str, &str),
) -> Phone {
    let page = logs_in(browser, (user_id, temporary, "")).await;
    discharges(house, browser, page, password).await
}

async fn discharges(house: &House, browser: &mut Browser, page: Page, password: &str) -> Phone {
    let target = page.target();
    assert_eq!(
        target.as_deref(),
        Some("/console/password"),
        "{}",
        page.text
    );
    let page = changes_password(browser, password).await;
    assert_eq!(
        page.target().as_deref(),
        Some("/console/secret?done=password")
    );
    let phone = issues(browser).await;
    let page = browser.get("/console/secret").await;
    let code = phone.fresh_code(house);
    let fields = [("code", code.as_str())];
    let page = browser
        .submit(&page, "/console/secret/confirm", &fields)
        .await;
    let target = page.target();
    assert_eq!(
        target.as_deref(),
        Some("/console/menu?done=secret"),
        "{}",
        page.text
    );
    phone
}

/// The administrator of the other merchant at the menu.
pub async fn other_administrator(house: &House) -> Browser {
    let mut browser = house.browser();
    let who = (OTHER_CODE, house.other_first_password.as_str(), "");
    let page = logs_in_at(&mut browser, (OTHER_KEY, OTHER_CODE), who).await;
    discharges(house, &mut browser, page, ADMIN_PASSWORD).await;
    house.mails().await;
    browser
}

pub async fn changes_password(browser: &mut Browser, password: &str) -> Page {
    let page = browser.get("/console/password").await;
    let fields = [("new_password", password), ("new_password_again", password)];
    browser.submit(&page, "/console/password", &fields).await
}

/// Presses 発行 and types the secret into the phone.
pub async fn issues(browser: &mut Browser) -> Phone {
    let page = browser.get("/console/secret").await;
    assert_eq!(page.status, StatusCode::OK, "{:?}", page.target());
    let page = browser.submit(&page, "/console/secret/issue", &[]).await;
    assert_eq!(page.target().as_deref(), Some("/console/secret"));
    Phone::typed_from(&browser.get("/console/secret").await)
}

/// The administrator at the menu.
pub async fn administrator(house: &House) -> (Browser, Phone) {
    let mut browser = house.browser();
    let who = (CODE, house.first_password.as_str(), ADMIN_PASSWORD);
    let phone = sets_up(house, &mut browser, who).await;
    house.mails().await;
    (browser, phone)
}

/// The administrator registers `User1`; gives the temporary password and the user's address.
pub async fn registers_clerk(house: &House, admin: &mut Browser) -> (String, String) {
    registers(house, admin, &clerk()).await
}

/// The administrator registers a user; gives the temporary password and the user's address.
pub async fn registers(
    house: &House,
    admin: &mut Browser,
    form: &[(&'static str, &'static str)],
) -> (String, String) {
    let page = admin.get("/console/users/new").await;
    let page = admin.submit(&page, "/console/users/check", form).await;
    let mut fields = form.to_vec();
    fields.push(("step", "confirm"));
    let page = admin.submit(&page, "/console/users/new", &fields).await;
    let target = page.target().unwrap_or_else(|| panic!("{}", page.text));
    let mails = house.mails().await;
    let password = mails.into_iter().find_map(|(_, notice)| match notice {
        Notice::UserRegistered { password, .. } => Some(password),
        _ => None,
    });
    let user = target.strip_suffix("/registered").unwrap().to_owned();
    (password.unwrap(), user)
}

pub const fn clerk() -> [(&'static str, &'static str); 5] {
    [
        ("user_type", "general"),
        ("user_id", "User1"),
        ("login_method", "mail"),
        ("name", "山田 花子"),
        ("mail", "hanako@shop.example"),
    ]
}

/// A 一般 user at the menu.
pub async fn clerk_at_work(house: &House, admin: &mut Browser) -> (Browser, Phone, String) {
    let (temporary, user) = registers_clerk(house, admin).await;
    let mut browser = house.browser();
    let who = ("User1", temporary.as_str(), CLERK_PASSWORD);
    let phone = sets_up(house, &mut browser, who).await;
    house.mails().await;
    (browser, phone, user)
}
