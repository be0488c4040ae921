//! Use cases, one file each: load, decide in `domain`, save with audit and mail in ONE transaction.
//!
//! What a person may be refused is a value of the use case. An [`AppError`] is never a refusal:
//! the product is busy, the database is away, or something is broken.

mod acts;
mod desk;
mod error;
mod forms;
mod mailing;
mod parts;
mod sealing;

mod announce;
mod approvals;
mod change_contact;
mod change_password;
mod change_user;
mod confirm_secret;
mod create_merchant;
mod delete_user;
mod edit_merchant;
mod expire_users;
mod find_merchants;
mod import_merchants;
mod import_users;
mod issue_secret;
mod list_users;
mod log_in;
mod log_out;
mod mail_log_in;
mod operators;
mod pass_door;
mod redeem_reset;
mod register_user;
mod release_lock;
mod request_reset;
mod reset_admin;
mod reset_user_password;
mod reset_user_secret;
mod resume_session;
mod send_mail;
mod suspend_merchant;
mod sweep;

pub use acts::{Act, Acted};
pub use announce::{Announcer, Current};
pub use approvals::Decided;
pub use change_contact::ContactChange;
pub use change_password::{ChangePassword, PasswordChange};
pub use change_user::{ChangeUser, NotChanged, ReadyChange};
pub use confirm_secret::ConfirmedSecret;
pub use create_merchant::{Created, NewMerchant};
pub use desk::{Agent, Desk};
pub use domain::care::ResetAdmin;
pub use edit_merchant::{Access, MerchantChange};
pub use error::AppError;
pub use expire_users::{Expired, Expiring};
pub use find_merchants::MOST_FOUND;
pub use forms::{Binding, Nonce, Repeated};
pub use import_merchants::{MERCHANTS_AT_ONCE, TakenOver};
pub use import_users::{USERS_AT_ONCE, UserOfMerchant};
pub use issue_secret::{Issue, ShownSecret};
pub use list_users::{Listing, Sorting, StateFilter, UserQuery};
pub use log_in::{LogIn, LoggedIn};
pub use mail_log_in::{CodePage, MailAsked, MailFinished, MailLogIn, MailedCode, Resent};
pub use operators::{NewOperator, OperatorCreated, OperatorReset};
pub use parts::{App, Clock, Origin, Parts, Pause, Readiness};
pub use pass_door::{Claims, DoorPass, Visitor, check_assertion};
pub use redeem_reset::Redeemed;
pub use register_user::{RegisterUser, Registered};
pub use request_reset::RequestReset;
pub use reset_admin::AdminReset;
pub use resume_session::{Resumed, Session};
pub use send_mail::DueMail;
pub use sweep::Swept;
