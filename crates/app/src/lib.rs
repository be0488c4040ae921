//! Use cases, one file each: load, decide in `domain`, save with audit and mail in ONE transaction.
//!
//! What a person may be refused is a value of the use case. An [`AppError`] is never a refusal:
//! the product is busy, the database is away, or something is broken.

mod acts;
mod desk;
mod error;
mod forms;
mod mailing;
pub mod measures;
mod parts;
mod sealing;
pub mod table;

mod announce;
mod api_keys;
mod api_merchants;
mod approvals;
mod back_up;
pub mod backup;
mod bring_users;
mod change_contact;
mod change_password;
mod change_user;
mod confirm_address;
mod confirm_secret;
mod create_merchant;
mod delete_user;
mod edit_merchant;
mod erase_person;
mod expire_users;
mod export_audit;
mod find_merchants;
mod gather_evidence;
mod hand_out;
mod import_merchants;
mod import_users;
mod invite_due;
mod issue_secret;
mod list_users;
mod log_in;
mod log_out;
mod mail_log_in;
mod note_forbidden;
mod note_node;
mod operators;
mod own_details;
mod own_passes;
mod own_sessions;
mod pass_door;
mod passkeys;
mod purge_audit;
mod read_users;
mod recovery_codes;
mod recovery_log_in;
mod redeem_reset;
mod register_user;
mod release_lock;
mod request_reset;
mod resend_invitation;
mod reset_admin;
mod reset_user_password;
mod reset_user_secret;
mod restore;
mod resume_session;
mod seal_audit;
mod search_audit;
mod send_mail;
mod step_up;
mod sweep;
mod told;

pub use acts::{Act, Acted};
pub use announce::{Announcer, Current};
pub use api_merchants::{Amendment, ApiAnswer, ApiCall};
pub use approvals::Decided;
pub use bring_users::{
    BringUsers, Brought, Judged, LARGEST_LIST, ListRefused, ListStage, MOST_LINES, UserList,
};
pub use change_contact::ContactChange;
pub use change_password::{ChangePassword, PasswordChange};
pub use change_user::{ChangeUser, NotChanged, ReadyChange};
pub use confirm_address::AddressConfirmed;
pub use confirm_secret::ConfirmedSecret;
pub use create_merchant::{Created, NewMerchant};
pub use desk::{Agent, Desk};
pub use domain::care::ResetAdmin;
pub use domain::user_state::StateFilter;
pub use edit_merchant::{Access, MerchantChange};
pub use erase_person::{Erased, Forgotten};
pub use error::AppError;
pub use expire_users::{Expired, Expiring};
pub use export_audit::Exported;
pub use find_merchants::MOST_FOUND;
pub use forms::{Binding, Nonce, Repeated};
pub use gather_evidence::Evidence;
pub use hand_out::{HandOut, HandedOut};
pub use import_merchants::{MERCHANTS_AT_ONCE, TakenOver};
pub use import_users::{USERS_AT_ONCE, UserOfMerchant};
pub use invite_due::Invited;
pub use issue_secret::{Issue, ShownSecret};
pub use list_users::{Listing, Sorting, UserQuery};
pub use log_in::{LogIn, LoggedIn};
pub use mail_log_in::{CodePage, MailAsked, MailFinished, MailLogIn, MailedCode, Resent};
pub use operators::{NewOperator, OperatorCreated, OperatorReset};
pub use own_details::{OwnChange, OwnDetails};
pub use own_passes::{AddedPass, RemovedPass};
pub use parts::{App, AuditTrouble, Clock, Origin, Parts, Pause, Readiness};
pub use pass_door::{Claims, DoorPass, Visitor, check_assertion};
pub use passkeys::{
    AddPasskey, AddedPasskey, AskedPasskey, PasskeyCreation, PasskeyLogIn, PasskeyNames,
    PasskeyQuestion, ShownPasskey,
};
pub use purge_audit::Purged;
pub use read_users::{Unclear, UserReader, UserWords};
pub use recovery_codes::{RecoveryState, ShownCodes};
pub use redeem_reset::Redeemed;
pub use register_user::{RegisterUser, Registered};
pub use request_reset::RequestReset;
pub use reset_admin::AdminReset;
pub use restore::{Restored, verify_backup};
pub use resume_session::{Resumed, Session};
pub use seal_audit::Sealing;
pub use search_audit::{AuditLines, AuditQuery, EXPORTED_AT_MOST, Reader};
pub use send_mail::DueMail;
pub use step_up::{CodeMailed, PasskeyToProve, ProveAgain, ProveByPasskey, Proven};
pub use sweep::Swept;
pub use webauthn::RelyingParty;
