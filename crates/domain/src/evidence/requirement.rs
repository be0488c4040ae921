//! The requirements that a running installation can be measured by.

/// Whose demand it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// PCI DSS v4.0.1.
    PciDss,
    /// The Japanese checklist and guideline.
    Japan,
    /// NIST SP 800-63B-4.
    Nist,
    /// OWASP ASVS 5.0.
    Asvs,
}

impl Standard {
    /// All of them, in the order of reports.
    pub const ALL: &[Self] = &[Self::PciDss, Self::Japan, Self::Nist, Self::Asvs];

    /// The word in JSON and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::PciDss => "pci-dss",
            Self::Japan => "japan",
            Self::Nist => "nist",
            Self::Asvs => "asvs",
        }
    }
}

/// Declares every requirement once: its ID in `docs/security-requirements.md`, whose it is, and the
/// clause.
macro_rules! requirements {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $standard:ident $clause:literal;)+) => {
        /// What is demanded.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Requirement {
            $($(#[$doc])* $name,)+
        }

        impl Requirement {
            /// Every requirement, in the order of reports.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its ID in `docs/security-requirements.md`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }

            /// Whose it is.
            #[must_use]
            pub const fn standard(self) -> Standard {
                match self {
                    $(Self::$name => Standard::$standard,)+
                }
            }

            /// Where it stands there.
            #[must_use]
            pub const fn clause(self) -> &'static str {
                match self {
                    $(Self::$name => $clause,)+
                }
            }
        }
    };
}

requirements! {
    /// No account that is shipped can be used.
    NoShippedAccounts = "PCI-1", PciDss "2.2.2";
    /// Administration is encrypted on the way.
    EncryptedWay = "PCI-2", PciDss "2.2.7";
    /// Keys lie apart from what they protect.
    KeysApart = "PCI-3", PciDss "3.6.1";
    /// Keys have their time.
    KeyTime = "PCI-4", PciDss "3.7.4";
    /// Everybody has an ID of their own.
    OwnIds = "PCI-9", PciDss "8.2.1, 8.2.2";
    /// Unused accounts go.
    UnusedAccounts = "PCI-11", PciDss "8.2.6";
    /// Others' access is watched.
    ThirdParties = "PCI-12", PciDss "8.2.7";
    /// Idle sessions end.
    IdleSessions = "PCI-13", PciDss "8.2.8";
    /// Passwords and secrets cannot be read.
    UnreadableFactors = "PCI-14", PciDss "8.3.2";
    /// Failures lock.
    Lock = "PCI-16", PciDss "8.3.4";
    /// First passwords end.
    FirstPasswords = "PCI-17", PciDss "8.3.5";
    /// Passwords have a length and a mixture.
    PasswordForm = "PCI-18", PciDss "8.3.6";
    /// Old passwords do not come back.
    PasswordHistory = "PCI-19", PciDss "8.3.7";
    /// Passwords have an age.
    PasswordAge = "PCI-20", PciDss "8.3.9";
    /// Log-in takes two factors.
    TwoFactors = "PCI-22", PciDss "8.4.1, 8.4.2, 8.4.3";
    /// Acts are recorded.
    Record = "PCI-26", PciDss "10.2.1";
    /// The record cannot be altered unseen.
    RecordProof = "PCI-28", PciDss "10.3";
    /// The record is kept.
    RecordKept = "PCI-30", PciDss "10.5.1";
    /// Clocks agree.
    Clocks = "PCI-31", PciDss "10.6";
    /// Controls that fail are noticed.
    Failures = "PCI-32", PciDss "10.7.2";
    /// Pages can be limited to addresses.
    Networks = "JPN-1", Japan "1";
    /// Log-in takes two steps.
    TwoSteps = "JPN-2", Japan "1";
    /// Failures lock.
    JapanLock = "JPN-3", Japan "1";
    /// New devices are told of.
    NewDevices = "JPN-5", Japan "6.0";
    /// A way that cannot be phished is offered.
    Phishing = "NIST-1", Nist "2.2.2";
    /// Sessions end.
    SessionLimits = "NIST-2", Nist "2.2.3";
    /// Length counts.
    PasswordLength = "NIST-3", Nist "3.1.1.2";
    /// No mixture, no calendar.
    PasswordFreedom = "NIST-4", Nist "3.1.1.2";
    /// Mail is no second factor.
    NoMailFactor = "NIST-8", Nist "3.1.3.1";
    /// A hundred failures end a factor.
    SpentFactors = "NIST-11", Nist "3.2.2";
    /// People can be told.
    Reachable = "NIST-12", Nist "4.1.2.1, 4.6";
    /// Locking others out on purpose is stopped.
    LockingOthersOut = "ASVS-1", Asvs "6.1.1, 6.3.1";
    /// Changes ask for all factors again.
    AskAgain = "ASVS-16", Asvs "7.5.1, 7.5.3";
}
