//! Comma- and tab-separated values: the rows of a report, with JSON's names and values.

use csv::{QuoteStyle, WriterBuilder};
use foldhash::HashMap;

use super::Report;
use crate::fields::flattened;

/// Formats the rows of a report. The columns are those of a sample row, so they are the same whatever the rows hold.
///
/// # Errors
/// None in practice: everything is written to memory.
pub fn format<R: Report>(report: &R, delimiter: u8) -> anyhow::Result<String> {
    let columns: Vec<String> = flattened(&report.sample_row())?.into_iter().map(|(name, _)| name).collect();
    let mut writer =
        WriterBuilder::new().delimiter(delimiter).quote_style(QuoteStyle::Necessary).from_writer(Vec::new());
    writer.write_record(&columns)?;
    for row in report.rows() {
        let cells: HashMap<String, String> = flattened(&row)?.into_iter().collect();
        writer.write_record(columns.iter().map(|column| cells.get(column).map_or("", String::as_str)))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
