//! x
use super::context::Context;
use crate::cli;
pub fn run(_: &Context<'_>, _: &cli::Batch) -> anyhow::Result<u8> {
    todo!()
}
