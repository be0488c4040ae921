//! What each page shows, as plain data, and the template that draws it.
//!
//! A view decides nothing: handlers fill it, `to_string`/`render` draws it. All fixed
//! strings come from the texts in [`Shell`]; what a view holds as `String` is either a
//! person's data or already worded in the page's language.

mod demo_door;
mod demo_letters;
mod demo_mails;
mod gate;
mod hand_out;
mod help;
mod mail_gate;
mod menu;
mod operator;
mod own;
mod passes;
mod passkeys;
mod password;
mod qr;
mod refusals;
mod reset;
mod secret;
mod shell;
mod trail;
mod user_change;
mod user_edit;
mod user_form;
mod user_import;
mod users;

pub use demo_door::DemoDoorPage;
pub use demo_letters::{DemoLetterLine, DemoLetterPage, DemoLettersPage};
pub use demo_mails::{DemoMailLine, DemoMailPage, DemoMailsPage, Segment};
pub use gate::{FailureHints, KeyPage, LockPage, LoginPage};
pub use hand_out::HandOutPage;
pub use help::{HelpGroup, HelpPage, HelpTopicPage};
pub use mail_gate::{MailCodePage, MailLoginPage};
pub use menu::{
    DoorLink, FirstStep, FirstSteps, MenuEntry, MenuKind, MenuPage, MenuRole, RecoveryHint,
};
pub use operator::*;
pub use own::{
    ActivityPage, ActivityRow, AddressLinkPage, AddressStage, LogInRow, LogInsPage, OwnDetailsPage,
    SessionRow, SessionsPage,
};
pub use passes::{
    CodesShown, NewPassPage, PassNamePage, PassRemovePage, PassRow, PassesPage, PasskeysLine,
    ProofPage, ProofPasskey, ProofTold, RecoveryLine, RecoveryLoginPage, RecoveryPage,
};
pub use passkeys::{Asking, Making, NewPasskeyPage, PasskeyLoginPage};
pub use password::{ForcedChange, PasswordPage};
pub use refusals::{
    AwayPage, BusyPage, ErrorPage, FormExpiredPage, MaintenancePage, NotFoundPage, RefusedPage,
    WhyAway, WhyRefused,
};
pub use reset::{
    ResetAcceptedPage, ResetLinkDeadPage, ResetLinkPage, ResetRequestPage, TemporarySentPage,
};
pub use secret::{AppAdvice, ConfirmProblem, Issued, SecretPage, SecretStage};
pub use shell::{
    BrandView, Crumb, Field, FormToken, IdleView, LanguageLink, LinkLabels, Notice, NoticeKind,
    Problem, Row, Shell, SignedIn,
};
pub use trail::{TrailFinder, TrailPage};
pub use user_change::{ChangeRow, UserChangePage};
pub use user_edit::{ActionTarget, ConfirmButton, ConfirmPage, UserAction, UserEditPage};
pub use user_form::{
    MethodChoice, TypeChoice, UserChoices, UserConfirmPage, UserDetails, UserDonePage, UserFields,
    UserFormPage,
};
pub use user_import::{
    ColumnHelp, ImportCounts, ImportLine, ImportPast, ImportProgress, UserImportCheckPage,
    UserImportDonePage, UserImportPage,
};
pub use users::{Choice, Paging, UserRow, UserSearch, UserState, UsersPage};
