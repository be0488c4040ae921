//! The tests of letters and carriers, in one program so that they link once.

#![cfg(test)]

mod folder;
mod letters;
mod message;
mod smtp;
mod smtp_server;
mod support;
