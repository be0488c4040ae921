//! The pages as browsers meet them: whole requests to the whole router, on a fresh
//! database, with a clock of the test's own.

#![cfg(test)]

mod api;
mod api_document;
mod browser;
mod console;
mod day;
mod door;
mod double_click;
mod gate;
mod help;
mod hostile;
mod house;
mod machinery;
mod mail_method;
mod matrix;
mod matrix_rows;
mod operator;
mod operator_desk;
mod operator_evidence;
mod operator_files;
mod operator_notices;
mod own;
mod passes;
mod passkeys;
mod profiles;
mod races;
mod refusals;
mod resets;
mod trail;
mod trips;
mod user_import;
mod users;
