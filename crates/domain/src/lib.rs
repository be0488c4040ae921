//! What a merchant console is and what it decides: merchants, people, credentials, log-in as
//! typed steps, policies, notices and the vocabulary of the audit trail.
//!
//! Everything here is pure and total: the present moment is an argument, nothing reads or writes,
//! nothing panics. A refusal is a value that the caller matches exhaustively.

pub mod announcement;
pub mod audit;
pub mod authority;
pub mod care;
pub mod change_due;
pub mod confirm;
pub mod device;
pub mod door;
pub mod evidence;
pub mod first_steps;
pub mod guessable;
pub mod ids;
pub mod life_cycle;
pub mod log_in;
pub mod mail_address;
pub mod mail_log_in;
pub mod merchant;
pub mod merchant_form;
pub mod networks;
pub mod notice;
pub mod obligations;
pub mod own_details;
pub mod pace;
pub mod pass_name;
pub mod passkey;
pub mod password_rules;
pub mod person;
pub mod policy;
pub mod recovery;
pub mod registration;
pub mod reset;
pub mod session;
pub mod step_up;
mod strength;
pub mod time;
pub mod typed;
pub mod user_state;
