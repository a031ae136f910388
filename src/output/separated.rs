//! Comma- and tab-separated values: plain numbers, one header, no totals.

use csv::{QuoteStyle, WriterBuilder};

use super::{Answer, Block, Grid, Place};

/// The table of the answer that programs read.
///
/// # Errors
/// None in practice: the values are written to memory.
pub(super) fn values(answer: &Answer, separator: u8) -> anyhow::Result<String> {
    let data = answer.blocks.iter().find_map(|block| match block {
        Block::Data(grid) => Some(grid),
        _ => None,
    });
    let shown = answer.blocks.iter().find_map(|block| match block {
        Block::Grid(grid) => Some(grid),
        _ => None,
    });
    data.or(shown).map_or_else(|| Ok(String::new()), |grid| written(grid, separator))
}

fn written(grid: &Grid, separator: u8) -> anyhow::Result<String> {
    let seen = |index: usize| grid.columns.get(index).is_some_and(|column| column.place != Place::People);
    let mut writer =
        WriterBuilder::new().delimiter(separator).quote_style(QuoteStyle::Necessary).from_writer(Vec::new());
    writer.write_record(grid.columns.iter().filter(|column| column.place != Place::People).map(|column| column.key))?;
    for row in &grid.rows {
        writer.write_record(
            row.iter().enumerate().filter(|(index, _)| seen(*index)).map(|(_, cell)| cell.plain.as_str()),
        )?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
