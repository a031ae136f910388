//! A batch as a stream: read in chunks of whole lines, priced on every core, written in order, in bounded memory.
//!
//! Every core does the same: it takes the next lines, prices them while another reads on, and writes their records when
//! its turn comes. The output itself is the turn: it goes from hand to hand in the order in which the lines were read.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, OnceLock};
use std::thread;

use super::{Counts, Form, Layout, Line, Pricer, Pricing};
use crate::limits::MAX_LINE_BYTES;

/// How much is read at a time, in bytes.
const CHUNK_BYTES: usize = 128 * 1024;

/// So many bytes of records are written at once, even within a chunk: many short bad lines make far longer records.
const RECORDS_BYTES: usize = 2 * CHUNK_BYTES;

/// Why a stream ended before its input did.
#[derive(Debug)]
pub enum StreamError {
    /// The input couldn't be read on; what came before is written.
    Input(io::Error),
    /// The output couldn't be written; what was reckoned until then.
    Output(io::Error, Counts),
}

/// Prices every line of `input` and writes a record for each to `output`, in order; `seen` is told how many lines were
/// read. The form is `form`, or that of the input.
///
/// # Errors
/// Where the input can't be read or the output can't be written.
pub fn run(
    pricing: Pricing<'_>,
    form: Option<Form>,
    input: impl Read + Send,
    output: impl Write + Send,
    seen: impl FnMut(u64) + Send,
) -> Result<Counts, StreamError> {
    let (first, turn) = sync_channel(1);
    // There is room for one, and somebody to take it.
    let _ = first.send(Written { output, any: false, counts: Counts::default(), result: Ok(()) });
    let input = Mutex::new(Input { chunks: Chunks::new(input), seen, turn, result: Ok(()) });
    let layout = OnceLock::new();
    let work = || work(&input, &layout, form, pricing);
    thread::scope(|scope| {
        for _ in 1..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
        work();
    });
    let stopped = || io::Error::other("a part of the program stopped");
    let input = input.into_inner().map_err(|_| StreamError::Input(stopped()))?;
    let mut written = input.turn.recv().map_err(|_| StreamError::Input(stopped()))?;
    let counts = written.counts;
    if input.result.is_ok() {
        // Records there may be none, and still a header.
        written.write(form.or_else(|| Some(layout.get()?.form())).unwrap_or(Form::JsonLines), &[]);
    }
    written.result.map_err(|error| StreamError::Output(error, counts))?;
    input.result.map_err(StreamError::Input)?;
    Ok(counts)
}

/// Takes chunks as they come, prices them and writes their records, until there are no more or nobody wants them.
fn work<'t, R: Read, W: Write>(
    input: &Mutex<Input<R, W, impl FnMut(u64)>>,
    layout: &'t OnceLock<Layout>,
    form: Option<Form>,
    pricing: Pricing<'t>,
) {
    let mut chunk = Chunk::default();
    let mut records = Vec::with_capacity(RECORDS_BYTES);
    let mut pricer = None;
    loop {
        let turn = input.lock().ok().and_then(|mut input| input.next(&mut chunk, layout));
        let Some(mut turn) = turn else { return };
        let mut counts = Counts::default();
        // Without a layout there were only blank lines so far.
        if let Some(layout) = layout.get() {
            let form = form.unwrap_or(layout.form());
            let pricer = pricer.get_or_insert_with(|| Pricer::new(pricing, layout, form));
            chunk.each(|number, line| {
                pricer.record(number, line, &mut records);
                if records.len() >= RECORDS_BYTES {
                    turn.write(form, &mut records);
                }
            });
            turn.write(form, &mut records);
            counts = std::mem::take(&mut pricer.counts);
        }
        if !turn.pass(counts) {
            return;
        }
    }
}

/// What is read, by one at a time.
struct Input<R, W, S> {
    chunks: Chunks<R>,
    seen: S,
    /// Where the output comes when everything that was read so far is written.
    turn: Receiver<Written<W>>,
    result: io::Result<()>,
}

impl<R: Read, W: Write, S: FnMut(u64)> Input<R, W, S> {
    /// Reads the next chunk, and the turn to write its records; `None` at the end.
    fn next(&mut self, chunk: &mut Chunk, layout: &OnceLock<Layout>) -> Option<Turn<W>> {
        match self.chunks.read(chunk) {
            Ok(true) => {}
            Ok(false) => return None,
            Err(error) => {
                self.result = Err(error);
                return None;
            }
        }
        (self.seen)(chunk.first_line);
        if layout.get().is_none()
            && let Some(found) = chunk.layout()
        {
            let _ = layout.set(found);
        }
        let (after, turn) = sync_channel(1);
        Some(Turn { before: std::mem::replace(&mut self.turn, turn), written: None, after })
    }
}

/// The turn of a chunk: when what was read before it is written.
struct Turn<W> {
    before: Receiver<Written<W>>,
    written: Option<Written<W>>,
    after: SyncSender<Written<W>>,
}

impl<W: Write> Turn<W> {
    /// Waits for the turn, and writes the records.
    fn write(&mut self, form: Form, records: &mut Vec<u8>) {
        if let Some(written) = self.take() {
            written.write(form, records);
        }
        records.clear();
    }

    fn take(&mut self) -> Option<&mut Written<W>> {
        if self.written.is_none() {
            self.written = self.before.recv().ok();
        }
        self.written.as_mut()
    }

    /// Lets the next one write; false where nothing can be written any more.
    fn pass(mut self, counts: Counts) -> bool {
        self.take();
        let Some(mut written) = self.written else { return false };
        written.counts.add(counts);
        let goes_on = written.result.is_ok();
        // There is always room for one; who would take it is gone only where everything ends.
        let _ = self.after.send(written);
        goes_on
    }
}

/// The output, and what was written to it so far.
struct Written<W> {
    output: W,
    any: bool,
    counts: Counts,
    result: io::Result<()>,
}

impl<W: Write> Written<W> {
    /// Writes whole records, the header before the first; nothing once that failed.
    fn write(&mut self, form: Form, records: &[u8]) {
        if self.result.is_ok() {
            let header = if std::mem::replace(&mut self.any, true) { "" } else { form.header() };
            let written = self.output.write_all(header.as_bytes()).and_then(|()| self.output.write_all(records));
            self.result = written.and_then(|()| self.output.flush());
        }
    }
}

/// Whole lines of the input, or the place of one that is too long to be kept.
#[derive(Default)]
struct Chunk {
    first_line: u64,
    bytes: Vec<u8>,
    too_long: bool,
}

impl Chunk {
    /// Calls `take` with each line and its number.
    fn each(&self, mut take: impl FnMut(u64, Line<'_>)) {
        if self.too_long {
            return take(self.first_line, Line::TooLong);
        }
        // A chunk is nearly always sound as a whole.
        let text = std::str::from_utf8(&self.bytes).ok();
        let mut start = 0_usize;
        let ends = memchr::memchr_iter(b'\n', &self.bytes).chain([self.bytes.len()]);
        for (end, number) in ends.zip(self.first_line..) {
            let line = match text {
                Some(text) => Line::Text(text.get(start..end).unwrap_or_default()),
                None => Line::of(self.bytes.get(start..end).unwrap_or_default()),
            };
            take(number, line);
            start = end.saturating_add(1);
        }
    }

    /// The layout of an input that begins with this chunk; `None` where all its lines are blank.
    fn layout(&self) -> Option<Layout> {
        if self.too_long {
            return Some(Layout::JsonLines);
        }
        let mut lines = self.bytes.split(|byte| *byte == b'\n').zip(self.first_line..);
        let (line, number) = lines.find(|(line, number)| !Line::of(line).is_blank(*number))?;
        Some(Layout::of(number, line))
    }
}

/// The input in chunks of whole lines.
struct Chunks<R> {
    input: BufReader<R>,
    next_line: u64,
    ended: bool,
}

impl<R: Read> Chunks<R> {
    fn new(input: R) -> Chunks<R> {
        Chunks { input: BufReader::with_capacity(CHUNK_BYTES, input), next_line: 1, ended: false }
    }

    /// Fills the chunk with the lines that can be read at once (a slow input is answered line by line); false at the
    /// end.
    fn read(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        chunk.bytes.clear();
        chunk.too_long = false;
        chunk.first_line = self.next_line;
        while !self.ended {
            let new = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    // Whoever reads next must not go on behind a gap.
                    self.ended = true;
                    return Err(error);
                }
                Ok(new) => new,
            };
            self.ended = new.is_empty();
            // Of a line that is too long only the end is wanted.
            let end = if chunk.too_long { memchr::memchr(b'\n', new) } else { memchr::memrchr(b'\n', new) };
            let (lines, _) =
                new.split_at_checked(end.map_or(new.len(), |end| end.saturating_add(1))).unwrap_or((new, &[]));
            if !chunk.too_long {
                chunk.bytes.extend_from_slice(lines);
            }
            let count = lines.len();
            self.input.consume(count);
            if end.is_some() {
                break;
            }
            if chunk.bytes.len() > MAX_LINE_BYTES {
                chunk.too_long = true;
                chunk.bytes.clear();
            }
        }
        let count = if chunk.too_long { 1 } else { memchr::memchr_iter(b'\n', &chunk.bytes).count() };
        self.next_line = self.next_line.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(chunk.too_long || !chunk.bytes.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An input that gives a few bytes at a time, and is interrupted before each.
    struct Slow<'b>(&'b [u8], usize, bool);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.2 = !self.2;
            if self.2 {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let count = self.1.min(self.0.len()).min(buffer.len());
            let (now, later) = self.0.split_at(count);
            buffer[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    fn chunked(input: &[u8], at_a_time: usize) -> Vec<(u64, Option<String>)> {
        let mut found = Vec::new();
        let mut chunks = Chunks::new(Slow(input, at_a_time, false));
        let mut chunk = Chunk::default();
        while chunks.read(&mut chunk).unwrap() {
            chunk.each(|number, line| match line {
                Line::Text("") | Line::NotUtf8(_) => {}
                Line::Text(line) => found.push((number, Some(line.to_owned()))),
                Line::TooLong => found.push((number, None)),
            });
        }
        found
    }

    #[test]
    fn lines_come_whole_and_numbered_however_they_are_read() {
        for at_a_time in [1, 2, 3, 7, 1000] {
            let lines = chunked(b"a\n\nbc\r\nd", at_a_time);
            let expected = [(1, "a"), (3, "bc\r"), (4, "d")];
            assert_eq!(lines, expected.map(|(number, line)| (number, Some(line.to_owned()))));
        }
        assert_eq!(chunked(b"", 10), []);
    }

    #[test]
    fn nothing_is_read_behind_a_read_that_failed() {
        /// Fails once, between two lines.
        struct Fails(u8);

        impl Read for Fails {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                match self.0 {
                    2 => Err(io::ErrorKind::Other.into()),
                    _ => (&b"a\n"[..]).read(buffer),
                }
            }
        }

        let mut chunks = Chunks::new(Fails(0));
        let mut chunk = Chunk::default();
        assert!(chunks.read(&mut chunk).unwrap());
        assert!(chunks.read(&mut chunk).is_err());
        assert!(!chunks.read(&mut chunk).unwrap());
    }

    #[test]
    fn the_layout_is_that_of_the_first_line_with_anything_on_it() {
        let layout = |input: &[u8]| {
            let mut chunk = Chunk::default();
            Chunks::new(input).read(&mut chunk).unwrap();
            chunk.layout().map(|layout| matches!(layout, Layout::JsonLines))
        };
        assert_eq!(layout(b"\n \r\n"), None);
        assert_eq!(layout(b"\n\nid,items\n"), Some(false));
        assert_eq!(layout(b"{}\nid,items\n"), Some(true));
        assert_eq!(layout(format!("{}\nid,items\n", "x".repeat(3_000_000)).as_bytes()), Some(true));
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let long = "x".repeat(3_000_000);
        for at_a_time in [4096, 1_000_000, 10_000_000] {
            let lines = chunked(format!("a\n{long}\nb\nc\n").as_bytes(), at_a_time);
            assert_eq!(lines.len(), 4);
            assert_eq!(lines[1], (2, None), "{at_a_time}");
            assert_eq!(lines[3], (4, Some("c".to_owned())));
            let unended = chunked(format!("{long}\nb\nc").as_bytes(), at_a_time);
            assert_eq!(unended, [(1, None), (2, Some("b".to_owned())), (3, Some("c".to_owned()))]);
            let endless = chunked(long.as_bytes(), at_a_time);
            assert_eq!(endless, [(1, None)]);
            let longest = "x".repeat(MAX_LINE_BYTES);
            assert_eq!(chunked(longest.as_bytes(), at_a_time), [(1, Some(longest))], "unended, and not too long");
        }
    }
}
