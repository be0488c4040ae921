//! `doctor`: evidence for auditors.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use domain::evidence::Standard;
use i18n::Locale;

/// `doctor`.
#[derive(Args, Debug)]
pub struct Doctor {
    /// The configuration file
    #[arg(long, value_name = "FILE", required_unless_present = "data")]
    pub config: Option<PathBuf>,
    /// The folder of a demonstration, instead of a configuration
    #[arg(long, value_name = "DIR", conflicts_with = "config")]
    pub data: Option<PathBuf>,
    /// Only the requirements of this standard; may be given several times
    #[arg(long, value_enum, value_name = "NAME")]
    pub standard: Vec<StandardName>,
    /// The language of the text
    #[arg(long, value_enum, value_name = "LANGUAGE", default_value = "en")]
    pub language: Language,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StandardName {
    /// PCI DSS v4.0.1
    PciDss,
    /// The Japanese checklist and guideline
    Japan,
    /// NIST SP 800-63B-4
    Nist,
    /// OWASP ASVS 5.0
    Asvs,
}

impl StandardName {
    /// The standard of that name.
    #[must_use]
    pub const fn standard(self) -> Standard {
        match self {
            Self::PciDss => Standard::PciDss,
            Self::Japan => Standard::Japan,
            Self::Nist => Standard::Nist,
            Self::Asvs => Standard::Asvs,
        }
    }
}

/// Languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Japanese
    Ja,
    /// English
    En,
}

impl Language {
    /// The language of that name.
    #[must_use]
    pub const fn locale(self) -> Locale {
        match self {
            Self::Ja => Locale::Ja,
            Self::En => Locale::En,
        }
    }
}
