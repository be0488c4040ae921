//! Letters: from a template and its values to a MIME message, and on to a mail server or a folder.
//!
//! [`compose`] turns a [`Letter`] into a [`Composed`] message in the reader's language;
//! a [`Carrier`] hands that over: [`SmtpCarrier`] to a mail server, [`FolderCarrier`] as
//! an `.eml` file, which [`Inbox`] reads again. Time and message ids are passed in, so
//! the same outbox row always makes the same message.

mod carrier;
mod compose;
mod content;
mod folder;
mod html;
mod inbox;
mod letter;
mod moments;
mod samples;
mod secret;
mod smtp;

pub use carrier::{Carrier, Outcome, Sending};
pub use compose::{ComposeError, Composed, Posting, compose};
pub use folder::FolderCarrier;
pub use inbox::{Inbox, Received};
pub use letter::{
    Account, Brand, Cause, CentreLetter, Letter, LetterTemplate, LogInMethod, MerchantPart,
    SeenLogIn,
};
pub use samples::samples;
pub use secret::Secret;
pub use smtp::{Login, Security, SettingsError, SmtpCarrier, SmtpSettings};
