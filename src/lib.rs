//! x
pub mod cli;
pub mod commands;
pub mod error;
pub mod fields;
pub mod format;
pub mod load;
pub mod output;
pub mod values;
pub mod table;
pub mod pricing;
