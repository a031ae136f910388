//! x
use crate::cli;
pub fn run(_: &cli::Global, _: &cli::Completions) -> anyhow::Result<u8> {
    todo!()
}
