//! The broker: answers commands, keeps the database, generates plenaries, compiles hosts, exports files.
//!
//! A reader who looks for `aq add_host` finds `commands/hosts/add_host.rs`; how a command is run around that is in
//! `command/execute.rs`.

pub mod admin;
pub mod app;
pub mod command;
pub mod commands;
mod compile;
pub mod config;
pub mod error;
pub mod export;
pub mod format;
pub mod http;
pub mod notify;
pub mod plenary;
pub mod progress;
pub mod view;
