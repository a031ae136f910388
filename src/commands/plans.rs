//! x
use super::context::Context;
pub fn run(_: &Context<'_>) -> anyhow::Result<u8> {
    todo!()
}
