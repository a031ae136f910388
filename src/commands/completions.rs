//! `credits completions`: the script that makes a shell ask the program at TAB. It is the same whatever the price table is.

use crate::cli::Shell;

/// Returns the script for a shell.
pub fn script(shell: Shell) -> &'static str {
    match shell {
        Shell::Bash => include_str!("../../completions/credits.bash"),
        Shell::Zsh => include_str!("../../completions/_credits"),
        Shell::Fish => include_str!("../../completions/credits.fish"),
    }
}
