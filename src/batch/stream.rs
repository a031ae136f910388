//! A batch as a stream: read in chunks of whole lines, priced on every core, written in order, in constant memory.
//!
//! Every thread does the same: it takes the next chunk, prices its lines while another thread reads on, and writes the
//! records when it is the chunk's turn.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::line::{Layout, is_blank};
use super::pricer::Pricer;
use super::{Counts, Form, Pricing};
use crate::values::limits::MAX_LINE_BYTES;

/// How much is read at a time, in bytes.
const CHUNK_BYTES: usize = 128 * 1024;

/// Records are written as soon as there are this many bytes, even within a chunk: the records of many short lines with
/// errors are far longer than the lines.
const RECORD_BYTES: usize = 2 * CHUNK_BYTES;

/// As much of a line is read: a byte order mark and a line end aren't part of it, and one byte more is too long.
const LONGEST: usize = MAX_LINE_BYTES + 6;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// How a stream ended.
#[derive(Debug)]
pub struct Ended {
    /// What was counted until then.
    pub counts: Counts,
    /// Whether the whole input was read; the records of what was read are written.
    pub input: io::Result<()>,
    /// Whether everything was written.
    pub output: io::Result<()>,
}

/// Writes a record for each line of `input` to `output`, in order. The form is `form`, or that of the input. Calls
/// `progress` with the number of each line at which a chunk begins.
pub fn run(
    pricing: Pricing<'_>,
    form: Option<Form>,
    input: impl Read + Send,
    output: impl Write + Send,
    progress: impl FnMut(u64) + Send,
) -> Ended {
    let mut input = Input::new(input, progress);
    let mut first = Chunk::default();
    let mut layout = None;
    while layout.is_none() && input.next(&mut first) {
        let line = first.lines().find(|(_, line)| !is_blank(line));
        layout = line.map(|(number, line)| Layout::of(number, line));
    }
    let form = form.or(layout.as_ref().map(Layout::form)).unwrap_or(Form::JsonLines);
    let mut output = Output {
        stream: output,
        form,
        next_chunk: first.index,
        has_header: false,
        counts: Counts::default(),
        result: Ok(()),
    };
    // Without a layout there are only blank lines.
    if let Some(layout) = layout {
        let batch =
            Batch { pricing, layout, form, input: Mutex::new(input), output: Mutex::new(output), turn: Condvar::new() };
        thread::scope(|scope| {
            for _ in 1..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| batch.work(Chunk::default()));
            }
            batch.work(first);
        });
        input = batch.input.into_inner().unwrap_or_else(PoisonError::into_inner);
        output = batch.output.into_inner().unwrap_or_else(PoisonError::into_inner);
    }
    if input.result.is_ok() {
        // Even without records there is a header.
        output.write(&[]);
    }
    Ended { counts: output.counts, input: input.result, output: output.result }
}

/// What the threads share.
struct Batch<'t, R, P, W> {
    pricing: Pricing<'t>,
    layout: Layout,
    form: Form,
    input: Mutex<Input<R, P>>,
    output: Mutex<Output<W>>,
    /// Wakes the threads that wait for their turn to write.
    turn: Condvar,
}

impl<R: Read, P: FnMut(u64), W: Write> Batch<'_, R, P, W> {
    /// Writes the records of this chunk and then of others, until there are no more or nothing can be written.
    fn work(&self, mut chunk: Chunk) {
        let mut records = Vec::with_capacity(RECORD_BYTES);
        let mut pricer = Pricer::new(self.pricing, &self.layout, self.form);
        while !chunk.bytes.is_empty() || lock(&self.input).next(&mut chunk) {
            for (number, line) in chunk.lines() {
                pricer.write_record(number, line, &mut records);
                if records.len() >= RECORD_BYTES {
                    self.wait_for_turn(&chunk).write(&records);
                    records.clear();
                }
            }
            let mut output = self.wait_for_turn(&chunk);
            output.write(&records);
            output.counts.add(&std::mem::take(&mut pricer.counts));
            output.next_chunk += 1;
            self.turn.notify_all();
            if output.result.is_err() {
                return;
            }
            records.clear();
            chunk.bytes.clear();
        }
    }

    /// Waits until everything before a chunk is written.
    fn wait_for_turn(&self, chunk: &Chunk) -> MutexGuard<'_, Output<W>> {
        let is_early = |output: &mut Output<W>| output.next_chunk != chunk.index;
        self.turn.wait_while(lock(&self.output), is_early).unwrap_or_else(PoisonError::into_inner)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The output, and what was written to it so far.
struct Output<W> {
    stream: W,
    form: Form,
    /// The chunk whose turn it is.
    next_chunk: u64,
    has_header: bool,
    counts: Counts,
    result: io::Result<()>,
}

impl<W: Write> Output<W> {
    /// Writes whole records, the header before the first; nothing after an error.
    fn write(&mut self, records: &[u8]) {
        if self.result.is_ok() {
            let header = if std::mem::replace(&mut self.has_header, true) { "" } else { self.form.header() };
            let written = self.stream.write_all(header.as_bytes()).and_then(|()| self.stream.write_all(records));
            self.result = written.and_then(|()| self.stream.flush());
        }
    }
}

/// Whole lines of the input.
#[derive(Default)]
struct Chunk {
    index: u64,
    first_line: u64,
    bytes: Vec<u8>,
}

impl Chunk {
    /// Returns the lines with their numbers, without line ends and without the byte order mark of the input.
    fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let bytes = match self.index {
            0 => self.bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.bytes),
            _ => &self.bytes,
        };
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', bytes).chain([bytes.len()]);
        let lines = ends.map(move |end| {
            let line = bytes.get(start..end).unwrap_or_default();
            start = end + 1;
            line.strip_suffix(b"\r").unwrap_or(line)
        });
        (self.first_line..).zip(lines)
    }
}

/// The input, from which chunks are read.
struct Input<R, P> {
    stream: BufReader<R>,
    next_chunk: u64,
    next_line: u64,
    has_ended: bool,
    result: io::Result<()>,
    progress: P,
}

impl<R: Read, P: FnMut(u64)> Input<R, P> {
    fn new(stream: R, progress: P) -> Input<R, P> {
        let stream = BufReader::with_capacity(CHUNK_BYTES, stream);
        Input { stream, next_chunk: 0, next_line: 1, has_ended: false, result: Ok(()), progress }
    }

    /// Fills the chunk. Returns false at the end.
    fn next(&mut self, chunk: &mut Chunk) -> bool {
        if self.has_ended {
            return false;
        }
        if let Err(error) = self.read(chunk) {
            // Nothing behind a gap is read.
            self.has_ended = true;
            self.result = Err(error);
            return false;
        }
        if chunk.bytes.is_empty() {
            return false;
        }
        (self.progress)(chunk.first_line);
        true
    }

    /// Fills the chunk with the lines that can be read at once, so that a slow input is answered line by line.
    fn read(&mut self, chunk: &mut Chunk) -> io::Result<()> {
        chunk.bytes.clear();
        (chunk.index, chunk.first_line) = (self.next_chunk, self.next_line);
        self.stream.by_ref().take(LONGEST as u64).read_until(b'\n', &mut chunk.bytes)?;
        if chunk.bytes.len() == LONGEST && !chunk.bytes.ends_with(b"\n") {
            // Enough of a line that is too long to see that, and its end.
            self.stream.skip_until(b'\n')?;
            chunk.bytes.push(b'\n');
        }
        self.has_ended = !chunk.bytes.ends_with(b"\n");
        // What was read with it.
        let buffer = self.stream.buffer();
        let end = memchr::memrchr(b'\n', buffer).map_or(0, |end| end + 1);
        chunk.bytes.extend_from_slice(buffer.get(..end).unwrap_or_default());
        self.stream.consume(end);
        let lines = memchr::memchr_iter(b'\n', &chunk.bytes).count();
        self.next_line += u64::try_from(lines).unwrap_or(u64::MAX);
        self.next_chunk += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An input that gives a few bytes at a time, and is interrupted before each.
    struct Slow<'b> {
        rest: &'b [u8],
        at_a_time: usize,
        is_interrupted: bool,
    }

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.is_interrupted = !self.is_interrupted;
            if self.is_interrupted {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let count = self.at_a_time.min(self.rest.len()).min(buffer.len());
            let (now, later) = self.rest.split_at(count);
            buffer[..count].copy_from_slice(now);
            self.rest = later;
            Ok(count)
        }
    }

    /// Reads an input in chunks; returns the lines that aren't blank.
    fn lines(input: &[u8], at_a_time: usize) -> Vec<(u64, Vec<u8>)> {
        let mut input = Input::new(Slow { rest: input, at_a_time, is_interrupted: false }, |_| {});
        let (mut chunk, mut found) = (Chunk::default(), Vec::new());
        while input.next(&mut chunk) {
            let lines = chunk.lines().filter(|(_, line)| !is_blank(line));
            found.extend(lines.map(|(number, line)| (number, line.to_vec())));
        }
        found
    }

    #[test]
    fn lines_come_whole_and_numbered_however_they_are_read() {
        for at_a_time in [1, 2, 3, 7, 1000] {
            let expected =
                [(1, "a"), (3, "bc"), (4, "\u{feff}d")].map(|(number, line)| (number, line.as_bytes().to_vec()));
            assert_eq!(lines("\u{feff}a\n\nbc\r\n\u{feff}d".as_bytes(), at_a_time), expected);
        }
        assert_eq!(lines(b"", 10), []);
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_without_keeping_it() {
        let long = "x".repeat(3_000_000);
        let longest = "\u{feff}".to_owned() + &"x".repeat(MAX_LINE_BYTES) + "\r";
        let just_read = "x".repeat(LONGEST - 1);
        for at_a_time in [4096, 1_000_000, 10_000_000] {
            for (input, expected) in [
                (format!("a\n{long}\nb\nc\n"), &[(1, true), (2, false), (3, true), (4, true)][..]),
                (format!("{long}\nb"), &[(1, false), (2, true)]),
                (long.clone(), &[(1, false)]),
                (longest.clone(), &[(1, true)]),
                (format!("{longest}\n\n{long}\n\nb"), &[(1, true), (3, false), (5, true)]),
                (format!("{just_read}\nb\nc"), &[(1, false), (2, true), (3, true)]),
            ] {
                let found = lines(input.as_bytes(), at_a_time);
                let is_short = |(number, line): &(u64, Vec<u8>)| (*number, line.len() <= MAX_LINE_BYTES);
                assert_eq!(found.iter().map(is_short).collect::<Vec<_>>(), expected, "{at_a_time}");
                assert!(found.iter().all(|(_, line)| line.len() <= MAX_LINE_BYTES + 2 * CHUNK_BYTES));
            }
        }
    }

    /// Fails after some lines.
    struct Failing {
        left: usize,
    }

    impl Read for Failing {
        fn read(&mut self, mut buffer: &mut [u8]) -> io::Result<usize> {
            self.left = self.left.checked_sub(1).ok_or(io::ErrorKind::Other)?;
            buffer.write(b"{\"items\":[\"flux-dev\"]}\n")
        }
    }

    #[test]
    fn an_input_that_fails_keeps_its_records_and_an_output_that_fails_ends_the_batch() {
        let table = crate::table::PriceTable::page();
        let pricing = Pricing {
            table: &table,
            terms: Default::default(),
            available: None,
            describe: |_, _, fault| fault.sentence(),
        };
        let mut output = Vec::new();
        let ended = run(pricing, Some(Form::Csv), Failing { left: 1000 }, &mut output, |_| {});
        assert_eq!(ended.counts.records, 1000);
        assert!(ended.input.is_err() && ended.output.is_ok());
        let expected: String = (1..=1000).map(|line| format!(",{line},10,,,\n")).collect();
        assert_eq!(String::from_utf8(output).unwrap(), Form::Csv.header().to_owned() + &expected);

        let ended = run(pricing, None, io::repeat(b'\n').chain(io::empty()).take(10), io::sink(), |_| {});
        assert_eq!((ended.counts.records, ended.input.is_ok(), ended.output.is_ok()), (0, true, true));
        let mut full = [0; 20];
        let endless = Failing { left: usize::MAX };
        assert!(run(pricing, None, endless, &mut full[..], |_| {}).output.is_err());
    }
}
