//! `credits`: what AI images and videos cost in credits, and how many you can make with a plan.

use std::ffi::OsString;
use std::process::ExitCode;

use video_credits::cli::{self, Color, Format, Parsed};
use video_credits::error::Failure;
use video_credits::{commands, output};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    if let Some(answer) = commands::complete::answer(&arguments) {
        // A shell that doesn't read its answer has no use for a failure either.
        let _ = output::print(&answer);
        return ExitCode::SUCCESS;
    }
    ExitCode::from(run(&arguments))
}

/// Runs the command line and returns the exit code.
fn run(arguments: &[OsString]) -> u8 {
    let color = || cli::typed_color(arguments);
    let cli = match cli::parse(arguments) {
        Ok(Parsed::Command(cli)) => cli,
        Ok(Parsed::Text(text)) => return finish(output::print(&text).map(|()| 0), arguments, color(), None),
        Err(failure) => return finish(Err(failure), arguments, color(), None),
    };
    let result = commands::run(&cli, arguments).map_err(Failure::from);
    finish(result, arguments, cli.global.color, Some(cli.global.format()))
}

/// Prints a failure, and returns the exit code.
fn finish(result: Result<u8, Failure>, arguments: &[OsString], color: Color, format: Option<Format>) -> u8 {
    let failure = match result {
        Ok(code) => return code,
        Err(failure) => failure,
    };
    if let (Some(Format::Reply), Some(reply)) = (format, &failure.reply) {
        // The failure itself is more important than an output that can't be written.
        let _ = output::print(&format!("{reply}\n"));
    }
    output::write_error(&failure, cli::asks_for_json(arguments), color);
    failure.kind.exit_code()
}
