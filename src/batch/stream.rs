//! A batch as a stream: read in chunks of whole lines, priced on every core, written in order, in bounded memory.

use std::io::{self, Read, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::{Counts, Form, Layout, Pricer, Pricing};
use crate::limits::MAX_LINE_BYTES;

/// How much is read at a time, in bytes.
const CHUNK_BYTES: usize = 256 * 1024;

/// How many chunks may be under way for each core.
const CHUNKS_A_CORE: usize = 2;

/// Why a stream ended before its input did.
#[derive(Debug)]
pub enum StreamError {
    /// The input couldn't be read on; what came before is written.
    Input(io::Error),
    /// The output couldn't be written.
    Output(io::Error),
}

/// Whole lines of the input, or the place of one that is too long to be kept.
struct Chunk {
    first_line: u64,
    lines: Lines,
}

enum Lines {
    Whole(Vec<u8>),
    TooLong,
}

/// A chunk on its way to a worker, with where its records are to be sent.
type Job = (Chunk, SyncSender<(Vec<u8>, Counts)>);

/// Prices every line of `input` and writes a record for each to `output`, in order; `seen` is told how many lines were
/// read. The form is `form`, or that of the input.
///
/// # Errors
/// Where the input can't be read or the output can't be written.
pub fn run(
    pricing: Pricing<'_>,
    form: Option<Form>,
    input: impl Read,
    output: impl Write + Send,
    mut seen: impl FnMut(u64),
) -> Result<Counts, StreamError> {
    let mut chunks = Chunks::new(input);
    let (layout, first) = chunks.first().map_err(StreamError::Input)?;
    let form = form.unwrap_or(match layout {
        Layout::JsonLines => Form::JsonLines,
        Layout::Csv(_) => Form::Csv,
    });
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (jobs, waiting) = sync_channel::<Job>(cores);
    let (in_order, ordered) = sync_channel::<Receiver<(Vec<u8>, Counts)>>(cores.saturating_mul(CHUNKS_A_CORE));
    let waiting = Mutex::new(waiting);
    let stopped = AtomicBool::new(false);
    let (read, written) = thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| work(&waiting, &layout, form, pricing));
        }
        let writer = scope.spawn(|| {
            let written = write(ordered, form, output);
            stopped.store(written.is_err(), Ordering::Relaxed);
            written
        });
        let dispatch = || {
            for chunk in first.into_iter().map(Ok).chain(&mut chunks) {
                let chunk = chunk?;
                seen(chunk.first_line);
                let (records, received) = sync_channel(1);
                if stopped.load(Ordering::Relaxed)
                    || in_order.send(received).is_err()
                    || jobs.send((chunk, records)).is_err()
                {
                    break;
                }
            }
            Ok(())
        };
        let read: io::Result<()> = dispatch();
        // The workers and the writer end when there is nothing more to come.
        drop(jobs);
        drop(in_order);
        (read, writer.join().unwrap_or_else(|_| Err(io::Error::other("the writer stopped"))))
    });
    let counts = written.map_err(StreamError::Output)?;
    read.map_err(StreamError::Input)?;
    Ok(counts)
}

/// Prices chunks as they come.
fn work(waiting: &Mutex<Receiver<Job>>, layout: &Layout, form: Form, pricing: Pricing<'_>) {
    let mut pricer = Pricer::new(pricing);
    loop {
        let job = waiting.lock().map(|waiting| waiting.recv());
        let Ok(Ok((chunk, records))) = job else {
            return;
        };
        pricer.counts = Counts::default();
        let mut out = Vec::with_capacity(CHUNK_BYTES);
        match &chunk.lines {
            Lines::TooLong => form.write(&pricer.too_long(chunk.first_line), &mut out),
            Lines::Whole(bytes) => {
                for (line, number) in lines(bytes).zip(chunk.first_line..) {
                    if let Some(record) = pricer.record(layout, number, line) {
                        form.write(&record, &mut out);
                    }
                }
            }
        }
        // The writer is gone only where the output is.
        let _ = records.send((out, pricer.counts));
    }
}

/// Writes records in the order of their lines, whole records at a time.
fn write(ordered: Receiver<Receiver<(Vec<u8>, Counts)>>, form: Form, mut output: impl Write) -> io::Result<Counts> {
    let mut counts = Counts::default();
    let mut header = form.header();
    for received in ordered {
        let Ok((records, counted)) = received.recv() else {
            break;
        };
        if !records.is_empty() {
            output.write_all(std::mem::take(&mut header).as_bytes())?;
        }
        output.write_all(&records)?;
        output.flush()?;
        counts.add(counted);
    }
    Ok(counts)
}

/// The lines of a chunk, without their ends.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|byte| *byte == b'\n')
}

/// The input in chunks of whole lines.
struct Chunks<R> {
    input: R,
    /// The beginning of a line whose end wasn't read yet.
    rest: Vec<u8>,
    next_line: u64,
    /// Within a line that is too long: until its end everything is thrown away.
    skipping: bool,
    ended: bool,
}

impl<R: Read> Chunks<R> {
    fn new(input: R) -> Chunks<R> {
        Chunks { input, rest: Vec::new(), next_line: 1, skipping: false, ended: false }
    }

    /// The layout of the input, and the chunks that had to be read to know it.
    fn first(&mut self) -> io::Result<(Layout, Vec<Chunk>)> {
        let mut read = Vec::new();
        for chunk in self {
            let chunk = chunk?;
            let layout = match &chunk.lines {
                Lines::TooLong => Some(Layout::JsonLines),
                Lines::Whole(bytes) => lines(bytes)
                    .zip(chunk.first_line..)
                    .find(|(line, _)| !line.trim_ascii().is_empty())
                    .map(|(line, number)| Layout::of(number, line)),
            };
            // Nothing but blank lines so far: they need not be kept.
            if let Some(layout) = layout {
                read.push(chunk);
                return Ok((layout, read));
            }
        }
        Ok((Layout::JsonLines, read))
    }

    fn chunk(&mut self, lines: Lines) -> Chunk {
        let count = match &lines {
            Lines::TooLong => 1,
            Lines::Whole(bytes) => memchr::memchr_iter(b'\n', bytes).count(),
        };
        let chunk = Chunk { first_line: self.next_line, lines };
        self.next_line = self.next_line.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        chunk
    }

    /// Reads until there is a chunk; `None` at the end.
    fn read(&mut self) -> io::Result<Option<Chunk>> {
        while !self.ended {
            let mut buffer = std::mem::take(&mut self.rest);
            let kept = buffer.len();
            buffer.reserve(CHUNK_BYTES);
            let count = read_some(&mut self.input, &mut buffer)?;
            self.ended = count == 0;
            if self.skipping {
                let Some(end) = memchr::memchr(b'\n', &buffer) else {
                    continue;
                };
                self.skipping = false;
                self.rest = buffer.split_off(end.saturating_add(1));
                // The rest may hold whole lines; they come with the next read, or at the end.
                return Ok(Some(self.chunk(Lines::TooLong)));
            }
            if self.ended {
                return Ok((!buffer.is_empty()).then(|| self.chunk(Lines::Whole(buffer))));
            }
            let end =
                buffer.get(kept..).and_then(|new| memchr::memrchr(b'\n', new)).map(|end| kept.saturating_add(end));
            let end = end.or_else(|| memchr::memrchr(b'\n', buffer.get(..kept).unwrap_or_default()));
            match end {
                Some(end) => {
                    self.rest = buffer.split_off(end.saturating_add(1));
                    return Ok(Some(self.chunk(Lines::Whole(buffer))));
                }
                None if buffer.len() > MAX_LINE_BYTES => self.skipping = true,
                None => self.rest = buffer,
            }
        }
        // The input ended within a line that is too long.
        let within = std::mem::take(&mut self.skipping);
        Ok(within.then(|| self.chunk(Lines::TooLong)))
    }
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = io::Result<Chunk>;

    fn next(&mut self) -> Option<io::Result<Chunk>> {
        self.read().transpose()
    }
}

/// Appends what can be read at once, up to a chunk: a slow input is answered line by line. 0 at the end.
fn read_some(input: &mut impl Read, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let start = buffer.len();
    buffer.resize(start.saturating_add(CHUNK_BYTES), 0);
    loop {
        match input.read(buffer.get_mut(start..).unwrap_or_default()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => {
                buffer.truncate(start.saturating_add(*read.as_ref().unwrap_or(&0)));
                return read;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An input that gives a few bytes at a time.
    struct Slow<'b>(&'b [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            let (now, later) = self.0.split_at(count);
            buffer[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    fn chunked(input: &[u8], at_a_time: usize) -> Vec<(u64, Option<String>)> {
        let mut found = Vec::new();
        for chunk in Chunks::new(Slow(input, at_a_time)) {
            let chunk = chunk.unwrap();
            match chunk.lines {
                Lines::TooLong => found.push((chunk.first_line, None)),
                Lines::Whole(bytes) => {
                    let text = |line: &[u8]| Some(String::from_utf8(line.to_vec()).unwrap());
                    found.extend(lines(&bytes).zip(chunk.first_line..).map(|(line, number)| (number, text(line))));
                }
            }
        }
        found
    }

    #[test]
    fn lines_come_whole_and_numbered_however_they_are_read() {
        for at_a_time in [1, 2, 3, 7, 1000] {
            let lines = chunked(b"a\n\nbc\r\nd", at_a_time);
            let expected = [(1, "a"), (2, ""), (3, "bc\r"), (4, "d")];
            assert_eq!(lines, expected.map(|(number, line)| (number, Some(line.to_owned()))));
        }
        assert_eq!(chunked(b"", 10), []);
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
        }
    }
}
