//! x
use super::context::Context;
use crate::cli;
pub fn run(_: &Context<'_>, _: &cli::Compare) -> anyhow::Result<u8> { todo!() }
