//! The console of customer service (SCR-16).

mod act;
mod approvals;
mod evidence;
mod form;
mod gate;
mod menu;
mod merchants;
mod notices;

pub use act::{IdentityBox, OperatorActPage};
pub use approvals::{ApprovalsPage, OpenQuestion};
pub use evidence::EvidencePage;
pub use form::{MerchantFormPage, MerchantOpenedPage, NewMerchantFields};
pub use gate::{OperatorLockPage, OperatorLoginPage};
pub use menu::{OperatorEntry, OperatorMenuKind, OperatorMenuPage};
pub use merchants::{
    FileAct, FindMerchantPage, FoundRow, MailAgain, MailState, MailStatusPage, MerchantBadge,
    MerchantFilePage, MerchantUsersPage, RegistrationSheetPage, SeenMail, SeenUser,
};
pub use notices::{AnnouncementRow, AnnouncementState, AnnouncementsPage};
