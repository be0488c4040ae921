//! Evidence in the words of a language.

use domain::evidence::{Fact, Measured, Requirement, Setting, Standard, Value, Verdict};
use domain::policy::Profile;
use i18n::Text;

use crate::http::moments::in_tokyo;

/// Whose demands.
pub fn standard(text: &Text, standard: Standard) -> String {
    match standard {
        Standard::PciDss => text.evidence_pci_dss(),
        Standard::Japan => text.evidence_japan(),
        Standard::Nist => text.evidence_nist(),
        Standard::Asvs => text.evidence_asvs(),
    }
}

/// How something stands.
pub fn verdict(text: &Text, verdict: Verdict) -> String {
    match verdict {
        Verdict::Met => text.evidence_met(),
        Verdict::Attention => text.evidence_attention(),
        Verdict::NotMet => text.evidence_not_met(),
    }
}

/// The profile's name in the configuration.
pub const fn profile(profile: Profile) -> &'static str {
    match profile {
        Profile::Manual => "manual",
        Profile::PciDss401 => "pci-dss-4.0.1",
        Profile::Nist80063b4 => "nist-800-63b-4",
    }
}

/// What a fact amounts to.
pub fn value(text: &Text, value: &Value) -> String {
    match value {
        Value::Number(Some(number)) => number.to_string(),
        Value::Number(None) => text.evidence_none(),
        Value::Flag(true) => text.evidence_yes(),
        Value::Flag(false) => text.evidence_no(),
        Value::Moment(Some(moment)) => in_tokyo(*moment),
        Value::Moment(None) => text.evidence_never(),
        Value::Text(name) => name.clone(),
    }
}

/// What a fact is about.
pub fn fact(text: &Text, fact: Fact) -> String {
    match fact {
        Fact::Setting(setting) => of_setting(text, setting),
        Fact::Measured(measured) => of_measured(text, measured),
    }
}

/// What is demanded.
pub fn requirement(text: &Text, requirement: Requirement) -> String {
    match requirement {
        Requirement::NoShippedAccounts => text.evidence_of_no_shipped_accounts(),
        Requirement::EncryptedWay => text.evidence_of_encrypted_way(),
        Requirement::KeysApart => text.evidence_of_keys_apart(),
        Requirement::KeyTime => text.evidence_of_key_time(),
        Requirement::OwnIds => text.evidence_of_own_ids(),
        Requirement::UnusedAccounts => text.evidence_of_unused_accounts(),
        Requirement::ThirdParties => text.evidence_of_third_parties(),
        Requirement::IdleSessions => text.evidence_of_idle_sessions(),
        Requirement::UnreadableFactors => text.evidence_of_unreadable_factors(),
        Requirement::Lock => text.evidence_of_lock(),
        Requirement::FirstPasswords => text.evidence_of_first_passwords(),
        Requirement::PasswordForm => text.evidence_of_password_form(),
        Requirement::PasswordHistory => text.evidence_of_password_history(),
        Requirement::PasswordAge => text.evidence_of_password_age(),
        Requirement::TwoFactors => text.evidence_of_two_factors(),
        Requirement::Record => text.evidence_of_record(),
        Requirement::RecordProof => text.evidence_of_record_proof(),
        Requirement::RecordKept => text.evidence_of_record_kept(),
        Requirement::Clocks => text.evidence_of_clocks(),
        Requirement::Failures => text.evidence_of_failures(),
        Requirement::Networks => text.evidence_of_networks(),
        Requirement::TwoSteps => text.evidence_of_two_steps(),
        Requirement::JapanLock => text.evidence_of_japan_lock(),
        Requirement::NewDevices => text.evidence_of_new_devices(),
        Requirement::Phishing => text.evidence_of_phishing(),
        Requirement::SessionLimits => text.evidence_of_session_limits(),
        Requirement::PasswordLength => text.evidence_of_password_length(),
        Requirement::PasswordFreedom => text.evidence_of_password_freedom(),
        Requirement::NoMailFactor => text.evidence_of_no_mail_factor(),
        Requirement::SpentFactors => text.evidence_of_spent_factors(),
        Requirement::Reachable => text.evidence_of_reachable(),
        Requirement::LockingOthersOut => text.evidence_of_locking_others_out(),
        Requirement::AskAgain => text.evidence_of_ask_again(),
    }
}

/// What stays the company's own.
pub fn duty(text: &Text, requirement: Requirement) -> Option<String> {
    Some(match requirement {
        Requirement::EncryptedWay => text.evidence_duty_encrypted_way(),
        Requirement::KeysApart => text.evidence_duty_keys_apart(),
        Requirement::KeyTime => text.evidence_duty_key_time(),
        Requirement::OwnIds => text.evidence_duty_own_ids(),
        Requirement::UnusedAccounts => text.evidence_duty_unused_accounts(),
        Requirement::ThirdParties => text.evidence_duty_third_parties(),
        Requirement::TwoFactors => text.evidence_duty_two_factors(),
        Requirement::Record => text.evidence_duty_record(),
        Requirement::RecordProof => text.evidence_duty_record_proof(),
        Requirement::RecordKept => text.evidence_duty_record_kept(),
        Requirement::Clocks => text.evidence_duty_clocks(),
        Requirement::Failures => text.evidence_duty_failures(),
        Requirement::Networks => text.evidence_duty_networks(),
        Requirement::PasswordFreedom => text.evidence_duty_password_freedom(),
        Requirement::Reachable => text.evidence_duty_reachable(),
        Requirement::NoShippedAccounts
        | Requirement::IdleSessions
        | Requirement::UnreadableFactors
        | Requirement::Lock
        | Requirement::FirstPasswords
        | Requirement::PasswordForm
        | Requirement::PasswordHistory
        | Requirement::PasswordAge
        | Requirement::TwoSteps
        | Requirement::JapanLock
        | Requirement::NewDevices
        | Requirement::Phishing
        | Requirement::SessionLimits
        | Requirement::PasswordLength
        | Requirement::NoMailFactor
        | Requirement::SpentFactors
        | Requirement::LockingOthersOut
        | Requirement::AskAgain => return None,
    })
}

fn of_setting(text: &Text, setting: Setting) -> String {
    match setting {
        Setting::Demonstration => text.evidence_setting_demonstration(),
        Setting::Https => text.evidence_setting_https(),
        Setting::KeysApart => text.evidence_setting_keys_apart(),
        Setting::InactiveDays => text.evidence_setting_inactive_days(),
        Setting::IdleMinutes => text.evidence_setting_idle_minutes(),
        Setting::AbsoluteHours => text.evidence_setting_absolute_hours(),
        Setting::HashMemory => text.evidence_setting_hash_memory(),
        Setting::HashPasses => text.evidence_setting_hash_passes(),
        Setting::Attempts => text.evidence_setting_attempts(),
        Setting::ReleaseMinutes => text.evidence_setting_release_minutes(),
        Setting::KnownBrowsers => text.evidence_setting_known_browsers(),
        Setting::TemporaryDays => text.evidence_setting_temporary_days(),
        Setting::Shortest => text.evidence_setting_shortest(),
        Setting::Longest => text.evidence_setting_longest(),
        Setting::Composed => text.evidence_setting_composed(),
        Setting::History => text.evidence_setting_history(),
        Setting::MaxAgeDays => text.evidence_setting_max_age_days(),
        Setting::MailMethod => text.evidence_setting_mail_method(),
        Setting::WrongCodes => text.evidence_setting_wrong_codes(),
        Setting::CheckpointFile => text.evidence_setting_checkpoint_file(),
        Setting::KeepDays => text.evidence_setting_keep_days(),
        Setting::NewBrowserMail => text.evidence_setting_new_browser_mail(),
        Setting::AskAgainMinutes => text.evidence_setting_ask_again_minutes(),
    }
}

fn of_measured(text: &Text, measured: Measured) -> String {
    match measured {
        Measured::KeyFingerprint => text.evidence_measured_key_fingerprint(),
        Measured::Keys => text.evidence_measured_keys(),
        Measured::KeyKnown => text.evidence_measured_key_known(),
        Measured::ClocksDiffer => text.evidence_measured_clocks_differ(),
        Measured::Merchants => text.evidence_measured_merchants(),
        Measured::MerchantsRestricted => text.evidence_measured_merchants_restricted(),
        Measured::MerchantsUnreachable => text.evidence_measured_merchants_unreachable(),
        Measured::People => text.evidence_measured_people(),
        Measured::DuplicateIds => text.evidence_measured_duplicate_ids(),
        Measured::IdsInManyNetworks => text.evidence_measured_ids_in_many_networks(),
        Measured::FirstPasswords => text.evidence_measured_first_passwords(),
        Measured::FirstPasswordsOver => text.evidence_measured_first_passwords_over(),
        Measured::OldPasswords => text.evidence_measured_old_passwords(),
        Measured::OldestPassword => text.evidence_measured_oldest_password(),
        Measured::SilentUsers => text.evidence_measured_silent_users(),
        Measured::SilentAdmins => text.evidence_measured_silent_admins(),
        Measured::SilentOperators => text.evidence_measured_silent_operators(),
        Measured::AdminsWithoutFactor => text.evidence_measured_admins_without_factor(),
        Measured::OperatorsWithoutFactor => text.evidence_measured_operators_without_factor(),
        Measured::UsersWithoutFactor => text.evidence_measured_users_without_factor(),
        Measured::Passkeys => text.evidence_measured_passkeys(),
        Measured::SpentFactors => text.evidence_measured_spent_factors(),
        Measured::Sessions => text.evidence_measured_sessions(),
        Measured::OverdueSessions => text.evidence_measured_overdue_sessions(),
        Measured::MailSessions => text.evidence_measured_mail_sessions(),
        Measured::Locked => text.evidence_measured_locked(),
        Measured::LogInFailures => text.evidence_measured_log_in_failures(),
        Measured::ApiKeys => text.evidence_measured_api_keys(),
        Measured::ApiKeysUnused => text.evidence_measured_api_keys_unused(),
        Measured::RecordRows => text.evidence_measured_record_rows(),
        Measured::OldestRow => text.evidence_measured_oldest_row(),
        Measured::NewestRow => text.evidence_measured_newest_row(),
        Measured::LastCheckpoint => text.evidence_measured_last_checkpoint(),
        Measured::SealerWaits => text.evidence_measured_sealer_waits(),
        Measured::DeadMails => text.evidence_measured_dead_mails(),
    }
}
