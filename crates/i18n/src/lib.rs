//! Every sentence that a person reads, in Japanese and English, with typed keys.
//!
//! The texts are Fluent files in `locales/`; the build script refuses a key or a
//! variable that one language lacks, and makes one method of [`Text`] per message:
//! `text.login_button()`, `text.secret_clock_off(minutes)` (arguments are the
//! message's variables in alphabetical order). So a missing text does not compile.

mod locale;
mod negotiate;

/// The generated accessors.
#[allow(
    clippy::doc_markdown,
    reason = "the documentation is the texts themselves"
)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/accessors.rs"));
}

use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

pub use fluent_bundle::FluentValue;
pub use generated::KEYS;
pub use locale::Locale;
pub use negotiate::negotiate;

/// A translation file of this build cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the text file {file} cannot be loaded: {problem}")]
pub struct LoadError {
    file: &'static str,
    problem: String,
}

/// All texts of both languages, made once at start.
#[derive(Clone, Debug)]
pub struct Catalog {
    ja: Text,
    en: Text,
}

impl Catalog {
    /// Parses the texts that the build took in.
    ///
    /// # Errors
    /// [`LoadError`] names the file; the build script's checks make it all but impossible.
    pub fn load() -> Result<Self, LoadError> {
        Ok(Self {
            ja: Text::load(Locale::Ja, generated::JA)?,
            en: Text::load(Locale::En, generated::EN)?,
        })
    }

    /// The texts of one language; cheap (a reference count).
    #[must_use]
    pub fn text(&self, locale: Locale) -> Text {
        match locale {
            Locale::Ja => self.ja.clone(),
            Locale::En => self.en.clone(),
        }
    }
}

/// The texts of one language; one method per message. Cheap to clone, shared by threads.
#[derive(Clone)]
pub struct Text {
    locale: Locale,
    bundle: Arc<FluentBundle<FluentResource>>,
}

impl Text {
    /// Which language this is.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    fn load(
        locale: Locale,
        files: &'static [(&'static str, &'static str)],
    ) -> Result<Self, LoadError> {
        let language: LanguageIdentifier = locale.code().parse().map_err(|error| LoadError {
            file: locale.code(),
            problem: format!("{error:?}"),
        })?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Isolation marks would stand in mails, titles and attributes as invisible characters.
        bundle.set_use_isolating(false);
        for &(file, text) in files {
            let resource =
                FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| LoadError {
                    file,
                    problem: format!("{errors:?}"),
                })?;
            bundle.add_resource(resource).map_err(|errors| LoadError {
                file,
                problem: format!("{errors:?}"),
            })?;
        }
        Ok(Self {
            locale,
            bundle: Arc::new(bundle),
        })
    }

    /// Total: a key or variable that is not there shows as its own name, never as a fault.
    fn format<'a, const N: usize>(
        &self,
        key: &'static str,
        values: [(&'static str, FluentValue<'a>); N],
    ) -> String {
        let Some(pattern) = self
            .bundle
            .get_message(key)
            .and_then(|message| message.value())
        else {
            return key.to_owned();
        };
        let arguments: FluentArgs<'a> = values.into_iter().collect();
        let mut problems = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&arguments), &mut problems)
            .into_owned()
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Text").field(&self.locale).finish()
    }
}
