//! The broker: answers commands, keeps the database, generates plenaries, compiles hosts, exports files.
//!
//! A reader who looks for `aq add_host` finds `commands/hosts/add_host.rs`; how a command is run around that is in
//! `command/execute.rs`.

pub mod admin;
pub mod app;
mod change_policy;
pub mod command;
pub mod commands;
pub mod compare;
mod compile;
pub mod config;
mod effect;
pub mod error;
pub mod export;
pub mod fault;
pub mod format;
pub mod http;
mod incoming;
pub mod notify;
pub mod plenary;
pub mod progress;
mod push;
pub mod upkeep;
mod view;
