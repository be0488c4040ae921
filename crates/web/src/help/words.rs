//! What stands for a placeholder, and where a named page is.

use std::collections::BTreeMap;

use app::RelyingParty;
use domain::policy::Policy;
use domain::time::Span;

use crate::views::BrandView;

/// The values of this installation.
#[derive(Clone, Debug)]
pub struct Words {
    values: BTreeMap<&'static str, String>,
    login_href: String,
}

impl Words {
    /// Of the configuration; `reset_link` is the label of the link to the reset (CON-7), `login_href` is the log-in page of the reader's merchant.
    #[must_use]
    pub fn new(
        brand: &BrandView,
        reset_link: String,
        policy: &Policy,
        public_url: &str,
        login_href: &str,
    ) -> Self {
        let days = |span: Span| whole(span, Span::days(1));
        let minutes = |span: Span| whole(span, Span::minutes(1));
        let rules = &policy.password;
        let mut values = BTreeMap::from([
            ("reset_link", reset_link),
            ("service", brand.service.clone()),
            ("operator", brand.operator.clone()),
            ("phone", brand.phone.clone()),
            ("hours", brand.hours.clone()),
            ("mail", brand.mail.clone()),
            ("address", public_url.to_owned()),
            ("attempts", policy.attempts.to_string()),
            ("inactive_days", days(policy.inactive)),
            ("temporary_days", days(policy.temporary_password)),
            ("window_days", days(policy.enrolment)),
            ("link_minutes", minutes(policy.reset_link)),
            ("idle_minutes", minutes(policy.idle)),
            ("shortest", rules.shortest.to_string()),
            ("longest", rules.longest.to_string()),
            ("history", policy.password_history.to_string()),
        ]);
        let has_passkeys =
            policy.passes.passkeys.is_offered() && RelyingParty::of(public_url).is_some();
        let most = policy.passes.most.to_string();
        values.extend(has_passkeys.then_some(("passkeys", most)));
        values.extend(
            policy
                .password_max_age
                .map(|age| ("password_days", days(age))),
        );
        if let Some(rules) = policy.outsiders {
            let all = u16::from(policy.attempts) + u16::from(rules.known_tries);
            values.extend([
                ("known_attempts", all.to_string()),
                ("shut_after", rules.shut_after.to_string()),
                ("shut_days", days(rules.shut_within)),
            ]);
        }
        Self {
            values,
            login_href: login_href.to_owned(),
        }
    }

    /// `text` with its placeholders filled in, without the lines on what this installation does not
    /// have. An unknown placeholder stays and is noted in `faults`.
    #[must_use]
    pub fn fill(&self, text: &str, faults: &mut Vec<String>) -> String {
        let text: String = text
            .split_inclusive('\n')
            .filter(|line| !self.is_off(line))
            .collect();
        self.filled(&text, faults)
    }

    /// Passwords that never grow too old have no age to tell of; where no browser is known, none
    /// has tries of its own; there need not be passkeys.
    fn is_off(&self, line: &str) -> bool {
        ["password_days", "known_attempts", "passkeys"]
            .iter()
            .any(|name| line.contains(&format!("{{{name}}}")) && !self.values.contains_key(name))
    }

    fn filled(&self, text: &str, faults: &mut Vec<String>) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, behind)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            if let Some(value) = self.values.get(name) {
                filled.push_str(value);
            } else {
                faults.push(format!("placeholder {name}"));
                filled.push_str(name);
            }
            rest = behind;
        }
        filled.push_str(rest);
        filled
    }

    /// The address of a page of ours by its name; nothing for an unknown one.
    #[must_use]
    pub fn page(&self, name: &str) -> Option<String> {
        let path = match name {
            "login" => return Some(self.login_href.clone()),
            // Without a known access key, the page that asks for it.
            "reset" if self.login_href == "/" => return Some("/".to_owned()),
            "reset" => return Some(format!("{}/reset", self.login_href)),
            "key" => "/",
            "menu" => "/console/menu",
            "password" => "/console/password",
            "secret" => "/console/secret",
            "users" => "/console/users",
            "new-user" => "/console/users/new",
            _ => return None,
        };
        Some(path.to_owned())
    }
}

fn whole(span: Span, unit: Span) -> String {
    (span.as_micros().max(0) / unit.as_micros()).to_string()
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::views::BrandView;
    use domain::policy::{Policy, Profile};

    #[test]
    fn placeholders_are_filled_and_unknown_ones_noted() {
        let brand = BrandView {
            service: "S*<b>".to_owned(),
            ..BrandView::default()
        };
        let policy = Policy::of(Profile::Manual);
        let words = Words::new(
            &brand,
            "Reset".to_owned(),
            &policy,
            "https://a.example",
            "/12",
        );
        let mut faults = Vec::new();
        let filled = words.fill("{service} {reset_link} {attempts}/{none} {", &mut faults);
        assert_eq!(filled, "S*<b> Reset 6/none {");
        assert_eq!(faults, ["placeholder none"]);
        let line = "a\n{known_attempts} of {shut_after} in {shut_days}\nb";
        assert_eq!(words.fill(line, &mut faults), "a\n9 of 30 in 30\nb");
        let policy = Policy::of(Profile::PciDss401);
        let words = Words::new(&brand, String::new(), &policy, "https://a.example", "/12");
        assert_eq!(words.fill(line, &mut faults), "a\nb");
        assert_eq!(words.page("reset").as_deref(), Some("/12/reset"));
    }
}
