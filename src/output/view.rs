//! An answer in words: what text and Markdown show. It is made from a report alone.

/// An answer in words.
#[derive(Debug, Default)]
pub struct View {
    /// The answer itself, on line 1.
    pub headline: String,
    /// The working, below it.
    pub blocks: Vec<Block>,
    /// The last lines: which prices were used.
    pub footer: Vec<String>,
    /// Remarks for standard error: assumptions, and what users should know.
    pub notes: Vec<String>,
}

/// A part of the working.
#[derive(Debug)]
pub enum Block {
    /// A table.
    Table(Table),
    /// Indented lines.
    Lines(Vec<String>),
    /// Lines at the left edge, such as faults with their place in a file, which editors can jump to.
    Plain(Vec<String>),
}

/// A table of words and numbers.
#[derive(Debug, Default)]
pub struct Table {
    /// The columns. One without any text in its rows isn't shown.
    pub columns: Vec<Column>,
    /// The rows, with a text for each column.
    pub rows: Vec<Vec<String>>,
    /// The length of a bar behind each row, in ten-thousandths of the longest; empty for a table without bars.
    pub bars: Vec<usize>,
}

/// A column of a table.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// The title; may be empty.
    pub title: String,
    /// Whether it is aligned to the right.
    pub is_numeric: bool,
    /// Whether it is left out where a terminal has no room for all columns; the first one goes first.
    pub is_optional: bool,
}

impl Column {
    /// Makes a column of words.
    pub fn words(title: impl Into<String>) -> Column {
        Column { title: title.into(), ..Column::default() }
    }

    /// Makes a column of numbers.
    pub fn numbers(title: impl Into<String>) -> Column {
        Column { title: title.into(), is_numeric: true, ..Column::default() }
    }

    /// Makes the column optional.
    pub fn optional(self) -> Column {
        Column { is_optional: true, ..self }
    }
}

impl Table {
    /// Makes a table without bars.
    pub fn new(columns: impl Into<Vec<Column>>, rows: Vec<Vec<String>>) -> Table {
        Table { columns: columns.into(), rows, bars: Vec::new() }
    }

    /// Returns the columns with text, without the first `left_out` of the optional ones, and the rows in these columns.
    pub(super) fn shown(&self, left_out: usize) -> (Vec<&Column>, Vec<Vec<&str>>) {
        let mut optional = 0_usize;
        let mut places = Vec::new();
        for (place, column) in self.columns.iter().enumerate() {
            optional += usize::from(column.is_optional);
            let has_text = self.rows.iter().any(|row| row.get(place).is_some_and(|text| !text.is_empty()));
            if has_text && !(column.is_optional && optional <= left_out) {
                places.push((place, column));
            }
        }
        let texts = self
            .rows
            .iter()
            .map(|row| places.iter().filter_map(|(place, _)| row.get(*place)).map(String::as_str).collect());
        let rows = texts.collect();
        (places.into_iter().map(|(_, column)| column).collect(), rows)
    }

    /// Returns how many columns are optional.
    pub(super) fn optional_columns(&self) -> usize {
        self.columns.iter().filter(|column| column.is_optional).count()
    }
}
