//! x
use super::context::Context;
use crate::cli;
pub fn run(_: &Context<'_>, _: &cli::Fit) -> anyhow::Result<u8> { todo!() }
