//! `credits`: what an AI image or video production costs in credits, and how many a plan allows.

use std::ffi::OsString;
use std::process::ExitCode;

use video_credits::cli::{self, Asked};
use video_credits::commands::{self, Reply};
use video_credits::failure::Failure;
use video_credits::output;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            let failure = Failure::from(error);
            output::failure(&failure, cli::asks_for_json(&arguments));
            ExitCode::from(failure.kind.exit_code())
        }
    }
}

/// The exit code of an answer.
fn run(arguments: &[OsString]) -> anyhow::Result<ExitCode> {
    let cli = match cli::parse(arguments)? {
        Asked::Question(cli) => cli,
        Asked::Text(text) => {
            output::print(&text)?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    match commands::reply(&cli, arguments)? {
        Reply::Answer(answer) => {
            let code = answer.verdict.exit_code();
            output::answer(*answer, &cli.global)?;
            Ok(ExitCode::from(code))
        }
        Reply::Text(text) => {
            output::print(&text)?;
            Ok(ExitCode::SUCCESS)
        }
        Reply::Streamed(code) => Ok(ExitCode::from(code)),
    }
}
