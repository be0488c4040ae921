//! The numbers of the gate. Every one is a setting with a floor that is checked at start.

mod passes;

use crate::passkey::PasskeyUse;
use crate::password_rules::PasswordRules;
use crate::time::Span;

pub use passes::PassRules;

/// A named set of numbers to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// The printed manual's rules (PCI DSS 3.x numbers): the default.
    Manual,
    /// PCI DSS 4.0.1: twelve characters, 30-minute locks at least.
    PciDss401,
    /// NIST SP 800-63B-4 at AAL2: length instead of composition, no expiry, no codes by mail.
    Nist80063b4,
}

/// All numbers that decisions need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Which set it started from, and so which floors hold.
    pub profile: Profile,
    /// What a password must look like (PWD-3..6).
    pub password: PasswordRules,
    /// How many former passwords may not return (PWD-9).
    pub password_history: u8,
    /// A password this old must be changed (PWD-2, EXP-1, EXP-4); `None`: never for its age.
    pub password_max_age: Option<Span>,
    /// Wrong tries that are evaluated before the lock (LOCK-7, GAP-1): 3 to 10.
    pub attempts: u8,
    /// The lock ends by itself after this; `None`: only a release ends it (LOCK-6).
    pub timed_release: Option<Span>,
    /// Strangers and known browsers are counted apart; `None`: all tries of a name are one count.
    pub outsiders: Option<OutsiderRules>,
    /// Consecutive wrong codes after a right password that end a factor (NIST SP 800-63B-4 §3.2.2).
    pub wrong_codes: u8,
    /// How long a 仮パスワード is valid.
    pub temporary_password: Span,
    /// How long a first or renewed secret may be enrolled.
    pub enrolment: Span,
    /// How long the address in MAIL-1 works (RESET-4, EXP-5).
    pub reset_link: Span,
    /// Reset mails that one name can cause within an hour.
    pub reset_mails_per_hour: u8,
    /// Passes beside the password.
    pub passes: PassRules,
    /// Log-in with a code by mail (LOGIN-19).
    pub mail_method: MailMethodRules,
    /// Mails that people without a session can cause to one address within an hour.
    pub mails_per_recipient: u8,
    /// Requests from one client network that cause a mail within an hour.
    pub mails_per_network: u16,
    /// Tell people by mail of a log-in in a browser that is not known for them.
    pub new_browser_mail: bool,
    /// Without a sign of life for this long a session ends (GAP-2, PCI DSS 8.2.8).
    pub idle: Span,
    /// A session ends after this, used or not.
    pub absolute: Span,
    /// 一般 and 出荷 users silent for this long are as good as deleted (EXP-2).
    pub inactive: Span,
    /// They are warned by mail 14 and 3 days ahead.
    pub inactive_warnings: bool,
    /// How long a changed contact address waits before it takes effect (CS-7).
    pub contact_hold: Span,
    /// How many first mails go out within a minute to people who were taken in from a list.
    pub invitations_per_minute: u16,
}

/// The numbers of a lock that outsiders cannot use as a weapon: wrong tries from elsewhere shut the
/// entrance for strangers, and browsers in which the person has logged in before still get in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutsiderRules {
    /// Tries that all known browsers of a person have together, before they draw on the open ones: 1 to 5.
    pub known_tries: u8,
    /// Failures of strangers, those forgiven by a log-in elsewhere included, that shut the entrance
    /// for them until a release: 10 to 100.
    pub shut_after: u8,
    /// Within so long a time.
    pub shut_within: Span,
}

/// The numbers of the mail method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MailMethodRules {
    /// There is such an entrance at all.
    pub offered: bool,
    /// It is open to 管理 users as well.
    pub admin: bool,
    /// How long a mailed code works (B3-3).
    pub code: Span,
}

/// A challenge of the mail method lives this long, whatever is sent again in the meantime.
pub const MAIL_CHALLENGE: Span = Span::minutes(30);
/// A code is sent again at most this often for one challenge.
pub const MAIL_RESENDS: u8 = 3;
/// And not before this long after the last time (B3-3).
pub const MAIL_RESEND_AFTER: Span = Span::seconds(60);

/// How long after an acceptance the same code is taken for an honest repetition.
pub const REPLAY_GRACE: Span = Span::seconds(90);
/// Honest repetitions that are not counted, for each accepted code.
pub const REPLAY_REFUNDS: u8 = 2;
/// Steps on each side of the present one in which a code is accepted (OTP-12).
pub const WINDOW_STEPS: u8 = 1;
/// How far off a clock may be, in seconds, for the difference to be named.
pub const DRIFT_NAMED_SECONDS: u16 = 600;
/// A session's last sign of life is written at most this often.
pub const TOUCH_EVERY: Span = Span::seconds(30);
/// How long a reserved attempt may take before it counts as failed.
pub const RESERVATION: Span = Span::seconds(60);
/// How long an issued secret and its QR code stay on the page.
pub const SECRET_SHOWN: Span = Span::minutes(5);

/// A number that its floor or ceiling forbids.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {demand}")]
pub struct PolicyError {
    /// The setting's name in the configuration.
    pub setting: &'static str,
    /// What it has to be.
    pub demand: &'static str,
}

impl Policy {
    /// The profile's own numbers.
    #[must_use]
    pub fn of(profile: Profile) -> Self {
        let manual = Self::manual();
        match profile {
            Profile::Manual => manual,
            Profile::PciDss401 => Self {
                profile,
                password: PasswordRules {
                    shortest: 12,
                    longest: 64,
                    ..PasswordRules::manual()
                },
                inactive: Span::days(90),
                outsiders: None,
                passes: PassRules {
                    passkeys: PasskeyUse::SecondFactor,
                    ..manual.passes
                },
                mail_method: MailMethodRules {
                    offered: false,
                    ..manual.mail_method
                },
                ..manual
            },
            Profile::Nist80063b4 => Self {
                profile,
                password: PasswordRules::long(),
                password_max_age: None,
                passes: PassRules {
                    passkeys: PasskeyUse::Alone,
                    ..manual.passes
                },
                mail_method: MailMethodRules {
                    offered: false,
                    ..manual.mail_method
                },
                ..manual
            },
        }
    }

    /// The printed manual's numbers.
    fn manual() -> Self {
        Self {
            profile: Profile::Manual,
            password: PasswordRules::manual(),
            password_history: 4,
            password_max_age: Some(Span::days(90)),
            attempts: 6,
            timed_release: None,
            outsiders: Some(OutsiderRules {
                known_tries: 3,
                shut_after: 30,
                shut_within: Span::days(30),
            }),
            wrong_codes: 100,
            temporary_password: Span::days(7),
            enrolment: Span::days(7),
            reset_link: Span::minutes(30),
            reset_mails_per_hour: 5,
            passes: PassRules::USUAL,
            mail_method: MailMethodRules {
                offered: true,
                admin: false,
                code: Span::minutes(10),
            },
            mails_per_recipient: 20,
            mails_per_network: 30,
            new_browser_mail: true,
            idle: Span::minutes(15),
            absolute: Span::hours(12),
            inactive: Span::days(91),
            inactive_warnings: true,
            contact_hold: Span::hours(72),
            invitations_per_minute: 60,
        }
    }

    /// Checks every number against its floor.
    ///
    /// # Errors
    /// All that is wrong, so that one start names everything.
    pub fn check(&self) -> Result<(), Vec<PolicyError>> {
        let wrong: Vec<_> = [
            self.password_demands(),
            self.profile_demands(),
            self.gate_demands(),
            self.passes.demands(),
            self.time_demands(),
            self.mail_demands(),
        ]
        .into_iter()
        .flatten()
        .filter(|(broken, ..)| *broken)
        .map(|(_, setting, demand)| PolicyError { setting, demand })
        .collect();
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// The distance between two first mails to people who were taken in from a list.
    #[must_use]
    pub fn invitation_every(&self) -> Span {
        Span::milliseconds(60_000 / u32::from(self.invitations_per_minute.max(1)))
    }

    fn is_pci(&self) -> bool {
        self.profile == Profile::PciDss401
    }

    fn password_demands(&self) -> Vec<Demand> {
        let rules = self.password;
        let pci_short = self.is_pci() && rules.shortest < 12;
        // Temporary passwords have twelve characters and must fit the rules themselves.
        let room = rules.longest >= rules.shortest.max(12);
        let run = rules.equal_run.is_none_or(|n| n >= 2);
        let age = self
            .password_max_age
            .is_none_or(|age| within(age, Span::days(1), Span::days(90)));
        vec![
            (rules.shortest < 8, "password.shortest", "8 at least"),
            (
                pci_short,
                "password.shortest",
                "12 at least (PCI DSS 8.3.6)",
            ),
            (
                !room,
                "password.longest",
                "12 at least and not below password.shortest",
            ),
            (rules.longest > 128, "password.longest", "128 at most"),
            (!run, "password.equal_run", "2 at least, or 0 for off"),
            (
                self.password_history < 4,
                "password.history",
                "4 at least (PCI DSS 8.3.7)",
            ),
            (!age, "password.max_age_days", "1 to 90"),
        ]
    }

    /// NIST SP 800-63B-4 3.1.1.2 wants length and neither composition nor expiry; PCI DSS the rest.
    fn profile_demands(&self) -> Vec<Demand> {
        let rules = self.password;
        let is_nist = self.profile == Profile::Nist80063b4;
        let ageless = self.password_max_age.is_none();
        vec![
            (
                ageless && !is_nist,
                "password.max_age_days",
                "1 to 90 in this profile",
            ),
            (
                !ageless && is_nist,
                "password.max_age_days",
                "0 (NIST SP 800-63B-4 3.1.1.2 knows no expiry)",
            ),
            (
                is_nist && rules.longest < 64,
                "password.longest",
                "64 at least (NIST SP 800-63B-4 3.1.1.2)",
            ),
            (
                is_nist && rules.composed,
                "password.composed",
                "false (NIST SP 800-63B-4 3.1.1.2)",
            ),
            (
                !is_nist && !rules.composed,
                "password.composed",
                "true (PCI DSS 8.3.6)",
            ),
        ]
    }

    fn gate_demands(&self) -> Vec<Demand> {
        let attempts = (3..=10).contains(&self.attempts);
        let release = self
            .timed_release
            .is_none_or(|span| span >= Span::minutes(30));
        let codes = (10..=100).contains(&self.wrong_codes);
        let known = self
            .outsiders
            .is_none_or(|r| (1..=5).contains(&r.known_tries));
        let shut = self
            .outsiders
            .is_none_or(|r| (10..=100).contains(&r.shut_after));
        let within = self
            .outsiders
            .is_none_or(|r| within(r.shut_within, Span::days(1), Span::days(90)));
        let mails = (1..=20).contains(&self.reset_mails_per_hour);
        vec![
            (!attempts, "lock.attempts", "3 to 10 (PCI DSS 8.3.4)"),
            (
                !release,
                "lock.release_minutes",
                "30 at least (PCI DSS 8.3.4)",
            ),
            (
                !codes,
                "lock.wrong_codes",
                "10 to 100 (NIST SP 800-63B-4 3.2.2)",
            ),
            (
                self.is_pci() && self.outsiders.is_some(),
                "lock.known_browsers",
                "false (PCI DSS 8.3.4 knows one count)",
            ),
            (!known, "lock.known_browser_tries", "1 to 5"),
            (!shut, "lock.shut_after", "10 to 100"),
            (!within, "lock.shut_days", "1 to 90"),
            (!mails, "reset.mails_per_hour", "1 to 20"),
        ]
    }

    fn time_demands(&self) -> Vec<Demand> {
        let temporary = within(self.temporary_password, Span::hours(1), Span::days(14));
        let enrolment = within(self.enrolment, Span::hours(1), Span::days(14));
        let link = within(self.reset_link, Span::minutes(5), Span::hours(24));
        let idle = within(self.idle, Span::minutes(2), Span::minutes(15));
        let absolute = within(self.absolute, Span::minutes(15), Span::hours(12));
        let invitations = (1..=6_000).contains(&self.invitations_per_minute);
        let inactive = within(self.inactive, Span::days(30), Span::days(400));
        let hold = within(self.contact_hold, Span::hours(1), Span::hours(168));
        let pci_inactive = self.is_pci() && self.inactive > Span::days(90);
        vec![
            (!temporary, "enrolment.temporary_password_days", "1 to 14"),
            (!enrolment, "enrolment.window_days", "1 to 14"),
            (!link, "reset.link_minutes", "5 to 1440"),
            (!idle, "session.idle_minutes", "2 to 15 (PCI DSS 8.2.8)"),
            (!absolute, "session.absolute_hours", "1 to 12"),
            (!invitations, "invitations_per_minute", "1 to 6000"),
            (!inactive, "inactive_days", "30 to 400"),
            (!hold, "operator.contact_hold_hours", "1 to 168"),
            (pci_inactive, "inactive_days", "90 at most (PCI DSS 8.2.6)"),
        ]
    }

    fn mail_demands(&self) -> Vec<Demand> {
        let rules = self.mail_method;
        let code = within(rules.code, Span::minutes(3), Span::minutes(10));
        let recipient = (5..=100).contains(&self.mails_per_recipient);
        let network = (10..=1000).contains(&self.mails_per_network);
        vec![
            (
                self.profile != Profile::Manual && rules.offered,
                "mail_method.offered",
                "false (mail is no second factor: NIST SP 800-63B-4 3.1.3.1)",
            ),
            (
                !code,
                "mail_method.code_minutes",
                "3 to 10 (NIST SP 800-63B-4 3.1.3.2)",
            ),
            (!recipient, "mail_caps.recipient_per_hour", "5 to 100"),
            (!network, "mail_caps.network_per_hour", "10 to 1000"),
        ]
    }
}

/// Broken or not, the setting's name, what it has to be.
type Demand = (bool, &'static str, &'static str);

fn within(span: Span, least: Span, most: Span) -> bool {
    span >= least && span <= most
}

#[cfg(test)]
mod tests;
