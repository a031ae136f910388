//! x
use crate::cli;
pub fn run(_: &cli::Global, _: &cli::Diff) -> anyhow::Result<u8> {
    todo!()
}
