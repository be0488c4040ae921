//! What no page of ours would send: nothing of it is stored, logged, shown raw or answered with
//! a session.

mod duties;
mod forged;
mod malformed;
mod twice;
mod values;

use crate::shop::Shop;
use testkit::browser::Browser;

/// A form of the product: whose, on which page, sent where, with which fields.
pub struct Target {
    pub browser: Browser,
    pub page: String,
    pub action: String,
    pub fields: Vec<(&'static str, String)>,
}

impl Target {
    fn new(browser: &Browser, page: &str, action: &str, fields: &[(&'static str, &str)]) -> Self {
        Self {
            browser: browser.clone(),
            page: page.to_owned(),
            action: action.to_owned(),
            fields: fields
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect(),
        }
    }

    /// The fields with one of them replaced.
    fn with<'a>(&'a self, name: &str, value: &'a str) -> Vec<(&'a str, &'a str)> {
        let replaced = |(known, own): &'a (&'static str, String)| {
            (*known, if *known == name { value } else { own.as_str() })
        };
        self.fields.iter().map(replaced).collect()
    }

    /// A fresh hidden value.
    fn token(&mut self) -> String {
        let page = self.browser.get(&self.page).unwrap();
        let token = page.form_for(&self.action);
        token.unwrap_or_else(|| panic!("{} has no form for {}", self.page, self.action))
    }
}

/// Every POST route, each with values that cannot have an effect: a name that nobody has, a
/// password typed in two ways, an unknown address, a code that is none.
pub fn targets(shop: &mut Shop) -> Vec<Target> {
    let (login, code) = (shop.login_page(), shop.admin.merchant.merchant_code.clone());
    let reset = format!("{login}/reset");
    let stranger = shop.demo.browser();
    let user = shop.user_page("user4");
    let lock = format!("{user}/lock");
    let admin = &shop.admin.browser;
    let names = [("merchant_code", code.as_str()), ("user_id", "nobody")];
    let secrets = [("password", "Wrong1pass"), ("code", "")];
    let passwords = [
        ("new_password", "Abc4defg"),
        ("new_password_again", "Abc5defg"),
    ];
    let change = [&[("current_password", "Wrong1pass")][..], &passwords].concat();
    let person = [
        ("user_type", "general"),
        ("user_id", "probe"),
        ("login_method", "mail"),
        ("name", ""),
        ("mail", "no address"),
    ];
    let [check, confirm] =
        ["check", "confirm"].map(|step| [&person[..], &[("step", step)]].concat());
    let new = "/console/users/new";
    let enroller = &shop.enroller.browser;
    vec![
        Target::new(&stranger, &login, &login, &[&names[..], &secrets].concat()),
        Target::new(
            &stranger,
            &reset,
            &reset,
            &[("merchant_code", "12"), ("user_id", "no body")],
        ),
        Target::new(admin, "/console/password", "/console/password", &change),
        Target::new(
            &shop.chooser.browser,
            "/console/password",
            "/console/password",
            &passwords,
        ),
        Target::new(admin, new, "/console/users/check", &check),
        Target::new(admin, new, "/console/users/check", &confirm),
        Target::new(admin, &lock, &lock, &[("reason", "")]),
        Target::new(
            enroller,
            "/console/secret",
            "/console/secret/confirm",
            &[("code", "x")],
        ),
    ]
}
