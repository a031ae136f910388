//! All tests of the built program and of the library from outside, in one binary: it links once.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod batch;
#[cfg(unix)]
mod completions;
#[cfg(unix)]
mod documents;
mod formats;
#[cfg(unix)]
mod laws;
mod limits;
mod man;
mod page;
mod properties;
#[cfg(unix)]
mod sandbox;
#[cfg(unix)]
mod shell;
#[cfg(unix)]
mod tables;
#[cfg(unix)]
mod transcripts;

use std::process::{Command, Stdio};

/// A configuration folder that doesn't exist.
const NO_SETTINGS: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/no-settings");

/// Returns the built program, without this machine's settings.
fn credits(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_credits"));
    without_settings(&mut command).args(arguments).stdin(Stdio::null());
    command
}

/// Removes this machine's settings from a command, but not how coverage is measured.
fn without_settings(command: &mut Command) -> &mut Command {
    command.env_clear().env("XDG_CONFIG_HOME", NO_SETTINGS);
    command.envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
}
