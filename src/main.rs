//! `credits`: what AI images and videos cost in credits, and how many you can make with a plan.

use std::ffi::OsString;
use std::process::ExitCode;

use video_credits::cli::{self, Parsed};
use video_credits::error::Failure;
use video_credits::{commands, output};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if let Some(answer) = commands::complete::answer(&arguments) {
        // A shell that doesn't read its answer has no use for a failure either.
        let _ = output::print(&answer);
        return ExitCode::SUCCESS;
    }
    ExitCode::from(run(&arguments).unwrap_or_else(|failure| report(&failure, &arguments)))
}

/// Runs the command line and returns the exit code.
fn run(arguments: &[OsString]) -> Result<u8, Failure> {
    match cli::parse(arguments)? {
        Parsed::Command(cli) => commands::run(&cli, arguments),
        Parsed::Text(text) => output::print(&text).map(|()| 0),
    }
}

/// Prints a failure, and returns the exit code.
fn report(failure: &Failure, arguments: &[OsString]) -> u8 {
    if let Some(reply) = failure.reply.as_ref().filter(|_| cli::asks_for(arguments, "reply")) {
        // The failure itself is more important than an output that can't be written.
        let _ = output::print(&format!("{reply}\n"));
    }
    output::write_error(failure, cli::asks_for(arguments, "json"), cli::typed_color(arguments));
    failure.kind.exit_code()
}
