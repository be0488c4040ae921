//! The gate's numbers, each under the name that [`PolicyError`](domain::policy::PolicyError) gives it.

use app::RelyingParty;
use domain::passkey::PasskeyUse;
use domain::policy::{Policy, Profile};
use domain::time::Span;

use super::document::{Problems, Section};
use super::network::Network;

/// Reads the profile and what the file changes of it; checks the whole against its floors.
pub fn read(root: &mut Section, problems: &mut Problems) -> Policy {
    let mut policy = Policy::of(profile(root, problems));
    passwords(root, &mut policy, problems);
    locks(root, &mut policy, problems);
    times(root, &mut policy, problems);
    mails(root, &mut policy, problems);
    if let Err(broken) = policy.check() {
        for error in broken {
            problems.add(error.setting, format!("it has to be {}", error.demand));
        }
    }
    policy
}

/// Passkeys that the policy has and browsers have not are no mistake, but nobody would know why.
pub fn warn_of_no_passkeys(policy: &Policy, network: Option<&Network>, warnings: &mut Problems) {
    let Some(url) = network.map(|network| network.public_url.to_string()) else {
        return;
    };
    if policy.passes.passkeys.is_offered() && RelyingParty::of(&url).is_none() {
        let why = "there are none at this public_url: browsers have passkeys for names with \
                   https, and for localhost";
        warnings.add("passes.passkeys", why);
    }
}

fn profile(root: &mut Section, problems: &mut Problems) -> Profile {
    match root.text("profile", problems).as_deref() {
        None | Some("manual") => Profile::Manual,
        Some("pci-dss-4.0.1") => Profile::PciDss401,
        Some("nist-800-63b-4") => Profile::Nist80063b4,
        Some(_) => {
            let names = "write \"manual\", \"pci-dss-4.0.1\" or \"nist-800-63b-4\"";
            problems.add("profile", names);
            Profile::Manual
        }
    }
}

fn passwords(root: &mut Section, policy: &mut Policy, problems: &mut Problems) {
    let mut table = root.table("password", problems);
    set(
        &mut policy.password.shortest,
        table.whole("shortest", problems),
    );
    set(
        &mut policy.password.longest,
        table.whole("longest", problems),
    );
    if let Some(run) = table.whole("equal_run", problems) {
        policy.password.equal_run = (run > 0).then_some(run);
    }
    set(
        &mut policy.password_history,
        table.whole("history", problems),
    );
    if let Some(days) = table.whole("max_age_days", problems) {
        policy.password_max_age = (days > 0).then(|| Span::days(days));
    }
    set(
        &mut policy.password.composed,
        table.flag("composed", problems),
    );
    table.finish(problems);
}

fn locks(root: &mut Section, policy: &mut Policy, problems: &mut Problems) {
    let mut table = root.table("lock", problems);
    set(&mut policy.attempts, table.whole("attempts", problems));
    if let Some(minutes) = table.whole("release_minutes", problems) {
        policy.timed_release = (minutes > 0).then(|| Span::minutes(minutes));
    }
    set(
        &mut policy.wrong_codes,
        table.whole("wrong_codes", problems),
    );
    outsiders(&mut table, policy, problems);
    table.finish(problems);

    let mut table = root.table("passes", problems);
    let rules = &mut policy.passes;
    set(&mut rules.most, table.whole("most", problems));
    set(
        &mut rules.recovery_codes,
        table.flag("recovery_codes", problems),
    );
    set(
        &mut rules.ask_again,
        table
            .whole("ask_again_minutes", problems)
            .map(Span::minutes),
    );
    if let Some(word) = table.text("passkeys", problems) {
        let found = PasskeyUse::from_word(&word);
        if found.is_none() {
            let words = "write \"off\", \"second_factor\" or \"alone\"";
            problems.add("passes.passkeys", words);
        }
        set(&mut rules.passkeys, found);
    }
    table.finish(problems);
}

/// Numbers of a lock that tells known browsers from strangers mean nothing where it is off.
fn outsiders(table: &mut Section, policy: &mut Policy, problems: &mut Problems) {
    match table.flag("known_browsers", problems) {
        Some(false) => policy.outsiders = None,
        Some(true) => policy.outsiders = policy.outsiders.or(Policy::of(Profile::Manual).outsiders),
        None => {}
    }
    let tries = table.whole("known_browser_tries", problems);
    let after = table.whole("shut_after", problems);
    let days = table.whole("shut_days", problems).map(Span::days);
    match &mut policy.outsiders {
        Some(rules) => {
            set(&mut rules.known_tries, tries);
            set(&mut rules.shut_after, after);
            set(&mut rules.shut_within, days);
        }
        None if tries.is_some() || after.is_some() || days.is_some() => {
            problems.add("lock.known_browsers", "is off, so its numbers have to go");
        }
        None => {}
    }
}

fn times(root: &mut Section, policy: &mut Policy, problems: &mut Problems) {
    let mut table = root.table("reset", problems);
    set(
        &mut policy.reset_mails_per_hour,
        table.whole("mails_per_hour", problems),
    );
    set(
        &mut policy.reset_link,
        table.whole("link_minutes", problems).map(Span::minutes),
    );
    table.finish(problems);

    let mut table = root.table("enrolment", problems);
    let days = table.whole("temporary_password_days", problems);
    set(&mut policy.temporary_password, days.map(Span::days));
    set(
        &mut policy.enrolment,
        table.whole("window_days", problems).map(Span::days),
    );
    table.finish(problems);

    let mut table = root.table("session", problems);
    set(
        &mut policy.idle,
        table.whole("idle_minutes", problems).map(Span::minutes),
    );
    set(
        &mut policy.absolute,
        table.whole("absolute_hours", problems).map(Span::hours),
    );
    table.finish(problems);

    set(
        &mut policy.inactive,
        root.whole("inactive_days", problems).map(Span::days),
    );
    set(
        &mut policy.inactive_warnings,
        root.flag("inactive_warnings", problems),
    );
    set(
        &mut policy.invitations_per_minute,
        root.whole("invitations_per_minute", problems),
    );

    let mut table = root.table("operator", problems);
    set(
        &mut policy.contact_hold,
        table.whole("contact_hold_hours", problems).map(Span::hours),
    );
    table.finish(problems);
}

fn mails(root: &mut Section, policy: &mut Policy, problems: &mut Problems) {
    let mut table = root.table("mail_method", problems);
    let rules = &mut policy.mail_method;
    set(&mut rules.offered, table.flag("offered", problems));
    set(&mut rules.admin, table.flag("admin", problems));
    set(
        &mut rules.code,
        table.whole("code_minutes", problems).map(Span::minutes),
    );
    table.finish(problems);

    let mut table = root.table("mail_caps", problems);
    set(
        &mut policy.mails_per_recipient,
        table.whole("recipient_per_hour", problems),
    );
    set(
        &mut policy.mails_per_network,
        table.whole("network_per_hour", problems),
    );
    table.finish(problems);

    let mut table = root.table("notices", problems);
    set(
        &mut policy.new_browser_mail,
        table.flag("new_browser", problems),
    );
    table.finish(problems);
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::config::document::{Problems, Section};
    use domain::passkey::PasskeyUse;
    use domain::password_rules::PasswordRules;
    use domain::policy::{MailMethodRules, OutsiderRules, PassRules, Policy, Profile};
    use domain::time::Span;

    fn policy(text: &str) -> (Policy, Vec<String>) {
        let mut problems = Problems::default();
        let mut root = Section::parse(text, &mut problems);
        let policy = read(&mut root, &mut problems);
        root.finish(&mut problems);
        (
            policy,
            problems
                .into_list()
                .iter()
                .map(ToString::to_string)
                .collect(),
        )
    }

    #[test]
    fn without_a_word_the_manuals_numbers_hold() {
        assert_eq!(policy(""), (Policy::of(Profile::Manual), Vec::new()));
        let pci = policy("profile = \"pci-dss-4.0.1\"");
        assert_eq!(pci, (Policy::of(Profile::PciDss401), Vec::new()));
    }

    /// Every number of the policy has a setting, and each setting moves its own number only.
    #[test]
    #[allow(clippy::too_many_lines, reason = "one line per number")]
    fn every_number_can_be_set() {
        let text = "inactive_days = 60\ninactive_warnings = false\n\
            [password]\nshortest = 9\nlongest = 64\nequal_run = 3\nhistory = 5\nmax_age_days = 80\n\
            [lock]\nattempts = 7\nrelease_minutes = 45\nwrong_codes = 50\n\
            known_browser_tries = 2\nshut_after = 40\nshut_days = 20\n\
            [passes]\nmost = 3\nrecovery_codes = false\nask_again_minutes = 5\n\
            passkeys = \"second_factor\"\n\
            [reset]\nmails_per_hour = 3\nlink_minutes = 20\n\
            [enrolment]\ntemporary_password_days = 6\nwindow_days = 5\n\
            [session]\nidle_minutes = 10\nabsolute_hours = 8\n\
            [mail_method]\noffered = false\nadmin = true\ncode_minutes = 5\n\
            [mail_caps]\nrecipient_per_hour = 7\nnetwork_per_hour = 70\n\
            [notices]\nnew_browser = false\n\
            [operator]\ncontact_hold_hours = 24\n";
        let expected = Policy {
            profile: Profile::Manual,
            password: PasswordRules {
                shortest: 9,
                longest: 64,
                equal_run: Some(3),
                composed: true,
            },
            password_history: 5,
            password_max_age: Some(Span::days(80)),
            attempts: 7,
            timed_release: Some(Span::minutes(45)),
            outsiders: Some(OutsiderRules {
                known_tries: 2,
                shut_after: 40,
                shut_within: Span::days(20),
            }),
            wrong_codes: 50,
            temporary_password: Span::days(6),
            enrolment: Span::days(5),
            reset_link: Span::minutes(20),
            reset_mails_per_hour: 3,
            passes: PassRules {
                most: 3,
                recovery_codes: false,
                ask_again: Span::minutes(5),
                passkeys: PasskeyUse::SecondFactor,
            },
            mail_method: MailMethodRules {
                offered: false,
                admin: true,
                code: Span::minutes(5),
            },
            mails_per_recipient: 7,
            mails_per_network: 70,
            new_browser_mail: false,
            idle: Span::minutes(10),
            absolute: Span::hours(8),
            inactive: Span::days(60),
            invitations_per_minute: 60,
            inactive_warnings: false,
            contact_hold: Span::hours(24),
        };
        assert_eq!(policy(text), (expected, Vec::new()));
    }

    /// Known browsers can be switched off, and numbers that then mean nothing are named.
    #[test]
    fn known_browsers_can_be_off() {
        let (off, problems) = policy("[lock]\nknown_browsers = false\n");
        assert_eq!((off.outsiders, problems), (None, Vec::new()));
        let (_, problems) = policy("[lock]\nknown_browsers = false\nshut_after = 20\n");
        assert!(problems[0].contains("lock.known_browsers"), "{problems:?}");
        let text = "profile = \"pci-dss-4.0.1\"\n[lock]\nknown_browsers = true\n";
        let (_, problems) = policy(text);
        assert!(problems[0].contains("PCI DSS 8.3.4"), "{problems:?}");
    }

    /// Shows ASVS-4.
    #[test]
    fn zero_switches_off_what_can_be_off() {
        let (policy, problems) = policy("[password]\nequal_run = 0\n[lock]\nrelease_minutes = 0\n");
        assert_eq!(
            (policy.password.equal_run, policy.timed_release),
            (None, None)
        );
        assert!(problems.is_empty(), "{problems:?}");
    }

    /// Every setting beyond its floor or ceiling is refused under the name that the file uses.
    #[test]
    fn every_floor_is_named_as_the_file_names_it() {
        let text = "inactive_days = 29\nprofile = \"strict\"\n\
            [password]\nshortest = 7\nlongest = 11\nequal_run = 1\nhistory = 3\nmax_age_days = 91\n\
            [lock]\nattempts = 2\nrelease_minutes = 29\nwrong_codes = 9\n\
            [passes]\nmost = 11\nask_again_minutes = 31\npasskeys = \"on\"\n\
            [reset]\nmails_per_hour = 0\nlink_minutes = 4\n\
            [enrolment]\ntemporary_password_days = 15\nwindow_days = 0\n\
            [session]\nidle_minutes = 16\nabsolute_hours = 13\n\
            [mail_method]\ncode_minutes = 11\n\
            [mail_caps]\nrecipient_per_hour = 4\nnetwork_per_hour = 9\n";
        let (_, problems) = policy(text);
        let named: Vec<_> = problems
            .iter()
            .filter_map(|line| line.split(": ").nth(1))
            .collect();
        assert_eq!(
            named,
            [
                "inactive_days",
                "profile",
                "password.shortest",
                "password.longest",
                "password.equal_run",
                "password.history",
                "password.max_age_days",
                "lock.attempts",
                "lock.release_minutes",
                "lock.wrong_codes",
                "passes.most",
                "passes.ask_again_minutes",
                "passes.passkeys",
                "reset.mails_per_hour",
                "reset.link_minutes",
                "enrolment.temporary_password_days",
                "enrolment.window_days",
                "session.idle_minutes",
                "session.absolute_hours",
                "mail_method.code_minutes",
                "mail_caps.recipient_per_hour",
                "mail_caps.network_per_hour",
            ]
        );
        assert!(
            problems.iter().all(|line| line.starts_with("line ")),
            "{problems:?}"
        );
    }
}
