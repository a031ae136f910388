//! x
use super::context::Context;
pub fn run(_: &Context<'_>, _: &[String]) -> anyhow::Result<u8> {
    todo!()
}
