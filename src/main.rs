//! `credits`: what an AI image or video production costs in credits, and how many a plan allows.

use std::ffi::OsString;
use std::process::ExitCode;

use video_credits::cli::{self, Asked};
use video_credits::failure::Failure;
use video_credits::{commands, output};

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

/// Exit code 0, or 1 where the answer is no.
fn run(arguments: &[OsString]) -> anyhow::Result<ExitCode> {
    let cli = match cli::parse(arguments)? {
        Asked::Question(cli) => cli,
        Asked::Text(text) => {
            output::print(&text)?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    let answer = commands::answer(&cli, arguments)?;
    let code = if answer.no.is_some() { ExitCode::from(1) } else { ExitCode::SUCCESS };
    output::answer(answer, &cli.global)?;
    Ok(code)
}
