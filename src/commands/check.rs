//! x
use crate::cli;
pub fn run(_: &cli::Global, _: &cli::Check) -> anyhow::Result<u8> {
    todo!()
}
