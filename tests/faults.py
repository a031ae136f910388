#!/usr/bin/env python3
"""Inputs without end or bottom, in bounded memory; and reads and writes that fail, on every command and format.

    cargo build --release && python3 tests/faults.py target/release/credits

Needs Linux and strace. Exits with 1 where a promise is broken.
"""
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "target/release/credits")
PRICES = open("pricing.toml", "rb").read()
MEGABYTE = 1_000_000
MOST_RESIDENT = 128  # MB; this script's own size when it starts a program is the least that can be measured
MOST_ADDRESSES = 1024  # MB; threads and their stacks reserve most of it
MOST_SECONDS = 0.5  # of CPU, for a table
ENVIRONMENT = {"XDG_CONFIG_HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "1795305600"}
BODY = b'{"templateId":"5903fe43-514d-40ee-a060-0d6628c5f8fd","inputs":{"scenes":[{"mediaSource":"a"}]}}'
LINE = b'{"items":["nano-banana"]}\n'
TOO_LARGE_TABLE = "is over the limit of 1 MB for a price table"
EIO, ENOSPC = "input/output error", "no space left on device"

failed = []


def fail(what, why):
    failed.append(what)
    print(f"FAILED {what}: {why}")


def repeated(piece, megabytes):
    """So many megabytes of a piece, a block at a time."""
    block = piece * (MEGABYTE // len(piece))
    for _ in range(megabytes):
        yield block


def measured(arguments, stdin, seconds):
    """Runs within bounds: exit code, standard error, resident MB, CPU seconds. Ended from outside after `seconds`."""
    limit = MOST_ADDRESSES * MEGABYTE
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        feed = subprocess.PIPE if not isinstance(stdin, str) else open(stdin, "rb")
        child = subprocess.Popen(
            [PROGRAM, *arguments], stdin=feed, stdout=out, stderr=err, env=ENVIRONMENT,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        )
        ended = time.monotonic() + seconds if seconds else None
        if feed is subprocess.PIPE:
            try:
                for block in stdin:
                    child.stdin.write(block)
                child.stdin.close()
            except BrokenPipeError:
                pass
        if ended:
            time.sleep(max(0, ended - time.monotonic()))
            child.send_signal(signal.SIGINT)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        return child.returncode, err.read().decode(), usage.ru_maxrss / 1000, usage.ru_utime + usage.ru_stime


def bounds(folder):
    def file(name, content):
        path = os.path.join(folder, name)
        with open(path, "wb") as to:
            to.write(content)
        return path

    def table(what, content, said):
        return what, ["plans", "--pricing", file(what.replace("/", " "), content)], "/dev/null", 4, said, None

    # What it is, the command, standard input, the exit code, what is said, and when it is ended from outside.
    nothing = "/dev/null"
    deep = b"[" * 100_000
    row = b'[[model]]\nname = "m %d"\nkind = "text-to-image"\nper_image = %d\n'
    cases = [
        table("a table of 1 MB and a byte", b"#" * (MEGABYTE + 1), TOO_LARGE_TABLE),
        table("a table of one line of 1 MB", b"x" * MEGABYTE, "invalid TOML"),
        table("a table of lists 100,000 deep", b"a = " + deep, "nested too deeply"),
        table("a table of tables 100,000 deep", b"a = " + b"{a=" * 100_000, "nested too deeply"),
        table("a table of 100,000 dotted keys", b".".join([b"a"] * 100_000) + b" = 1\n", "nested too deeply"),
        table("a title of 100,000 dotted keys", b"[" + b".".join([b"a"] * 100_000) + b"]\n", "nested too deeply"),
        table("a title 200,000 times", b"[a]\n" * 200_000, "duplicate key"),
        table("45,000 duplicate keys", b"".join(b"k%d = {a=1,a=2}\n" % n for n in range(45_000)), "duplicate key"),
        table("90,000 unknown keys", b"".join(b"k%d = 1\n" % n for n in range(90_000)), "unknown key"),
        table("1 MB of control characters as table", b"\x1b" * MEGABYTE, "U+001B"),
        table("a name of 900 kB", PRICES + b'[[model]]\nname = "%s"\n' % (b"x" * 900_000), "has no `kind`"),
    ]
    cases += [
        ("a table just under 1 MB", ["plans", "--pricing", file("l.toml", PRICES + b"# " + b"x" * (MEGABYTE - len(PRICES) - 2))], nothing, 0, "", None),
        ("a table of 14,000 models", ["cost", "m 7", "--pricing", file("m.toml", PRICES + b"".join(row % (n, n) for n in range(14_000)))], nothing, 0, "", None),
        ("/dev/zero as table", ["plans", "--pricing", "/dev/zero"], nothing, 4, TOO_LARGE_TABLE, None),
        ("/dev/zero to check", ["check", "/dev/zero"], nothing, 4, "", None),
        ("/dev/zero to diff", ["diff", "built-in", "/dev/zero"], nothing, 4, TOO_LARGE_TABLE, None),
        ("an endless table on standard input", ["plans", "--pricing", "/dev/stdin"], repeated(b"#", 200), 4, TOO_LARGE_TABLE, None),
        ("/dev/zero as items", ["cost", "-f", "/dev/zero"], nothing, 3, "is over the limit of 1 MB", None),
        ("/dev/zero as items on standard input", ["fit", "-f", "-"], "/dev/zero", 3, "is over the limit of 1 MB", None),
        ("endless items", ["cost", "-f", "-"], repeated(b"nano-banana\n", 200), 3, "is over the limit of 1 MB", None),
        ("10,000 unknown items", ["cost", "-f", file("i.txt", b"zz\n" * 10_000)], nothing, 3, "no model called", None),
        ("an item of 1 MB", ["cost", "-f", file("j.txt", b"x" * MEGABYTE)], nothing, 3, "no model called", None),
        ("/dev/zero as body", ["request", "/dev/zero"], nothing, 3, "is over the limit of 1 MB", None),
        ("an endless body", ["request"], repeated(b" ", 200), 3, "is over the limit of 1 MB", None),
        ("a body 100,000 deep", ["request", file("d.json", deep)], nothing, 3, "JSON", None),
        ("inputs 100,000 deep", ["request", file("e.json", BODY.replace(b'"a"', b'{"a":' * 100_000))], nothing, 3, "JSON", None),
        ("300 MB of one line as batch", ["batch"], repeated(b"x", 300), 3, "1 record, 1 error", None),
        ("300 MB of NUL as batch", ["batch"], repeated(b"\0", 300), 3, "1 record, 1 error", None),
        ("/dev/zero as batch, for a second", ["batch", "/dev/zero"], nothing, -2, "", 1),
        ("a batch line 100,000 deep", ["batch"], [deep + b"\n" + LINE], 3, "2 records, 1 error", None),
        ("an id 100,000 deep", ["batch"], [b'{"id":' + deep + b"]" * 100_000 + b',"items":[]}\n' + LINE], 3, "2 records, 1 error", None),
        ("100 MB of batch lines", ["batch"], repeated(LINE, 100), 0, "records, no errors", None),
        ("100 MB of empty lines", ["batch"], repeated(b"\n", 100), 0, "no records, no errors", None),
        ("10 MB of bad lines", ["batch"], repeated(b"x\n", 10), 3, "errors", None),
        ("50,000 unknown names, each seen once", ["batch"], (b'{"items":["m%d"]}\n' % n for n in range(50_000)), 3, "errors", None),
    ]
    print("Bounds".ljust(42), "exit    resident   CPU")
    worst = 0
    for what, arguments, stdin, code, said, seconds in cases:
        found, err, resident, cpu = measured(arguments, stdin, seconds)
        worst = max(worst, resident)
        print(f"{what:42} {found:4} {resident:8.1f} MB {cpu:5.2f} s")
        if found != code or said not in err or "panicked" in err or len(err) > 20 * MEGABYTE:
            fail(what, f"exit {found}, not {code}; said {err[:300]!r}")
        if resident > MOST_RESIDENT:
            fail(what, f"{resident:.0f} MB resident")
        if code in (0, 4) and "batch" not in arguments and cpu > MOST_SECONDS:
            fail(what, f"{cpu:.2f} s of CPU")
    print(f"{len(cases)} inputs without end or bottom: at most {worst:.1f} MB resident\n")


def strace(folder, faults, arguments, stdin=b""):
    """Runs with faults in the system calls on `out`, `err` or `in`: exit code, and what came out."""
    out, err, given = (os.path.join(folder, name) for name in ("out", "err", "in"))
    with open(given, "wb") as to:
        to.write(stdin)
    command = ["strace", "-f", "-qq", "-o", "/dev/null"]
    for where, call, fault in faults:
        command += ["-P", os.path.join(folder, where), "-e", f"trace={call}", "-e", f"inject={call}:{fault}"]
    with open(out, "wb") as out_to, open(err, "wb") as err_to, open(given, "rb") as given_from:
        command = (command if faults else []) + [PROGRAM, *arguments]
        ended = subprocess.run(command, stdin=given_from, stdout=out_to, stderr=err_to, env=ENVIRONMENT, timeout=60)
    return ended.returncode, open(out, "rb").read(), open(err, "rb").read().decode()


def commands():
    """Every command in every form that it has, with its standard input."""
    forms = [["--format", form] for form in ("text", "json", "csv", "tsv", "md", "reply")]
    items = ["nano-banana=6", "veo3.1/fast=6x8s:audio"]
    for question, stdin in (
        (["cost", *items], b""), (["fit", *items], b""), (["fit", *items, "--want", "10"], b""), (["fit", "--plan", "starter", "--want", "20"], b""),
        (["compare", "--kind", "video"], b""), (["plans"], b""), (["rules"], b""), (["request"], BODY),
        (["models"], b""), (["check"], b""), (["diff", "built-in", "built-in", *items], b""),
    ):
        for form in forms:
            if form[1] != "reply" or question[0] not in ("models", "check", "diff"):
                yield [*question, *form], stdin
    yield ["cost", *items, "-q"], b""
    yield ["fit", *items, "--plan", "starter", "-q"], b""
    yield ["cost", *items, "--max", "1"], b""
    yield ["request", "-q"], BODY
    for form in ("json", "csv"):
        yield ["batch", "--format", form], LINE * 3
        yield ["batch", "--format", form], LINE * 60_000
    for command in ("init", "man", "--help", "--version"):
        yield [command], b""
    for command in ("cost", "fit", "compare", "models", "plans", "rules", "request", "batch", "check", "diff", "init", "completions", "man"):
        yield [command, "--help"], b""
    for shell in ("bash", "zsh", "fish"):
        yield ["completions", shell], b""


def write_faults(folder):
    runs = 0
    for arguments, stdin in commands():
        what = " ".join(arguments)
        code, out, err = strace(folder, [], arguments, stdin)
        many = len(stdin) > 100_000

        def tried(fault, where="out"):
            nonlocal runs
            runs += 1
            found = strace(folder, [(where, "write", fault)], arguments, stdin)
            if "panicked" in found[2] or found[0] < 0 or found[0] > 5:
                fail(f"{what}: {fault}", f"exit {found[0]}, {found[2][:300]!r}")
            return found

        def refused(fault, words):
            found, part, said = tried(fault)
            message = f"cannot write output: {words}"
            if found != 5 or message not in said or not out.startswith(part):
                fail(f"{what}: {fault}", f"exit {found}, said {said[:300]!r}, wrote {len(part)} bytes")
            if many and part and not part.endswith(b"\n"):
                fail(f"{what}: {fault}", "half a record was written")

        refused("error=EIO:when=1", EIO)
        refused("error=ENOSPC:when=1", ENOSPC)
        refused("retval=0:when=1", "")
        if many:
            refused("error=EIO:when=2+", EIO)
            refused("error=ENOSPC:when=3", ENOSPC)
        # Interrupted, and again: nothing is lost, nothing comes twice.
        for when in ("1", "2+2") if many else ("1",):
            if (found := tried(f"error=EINTR:when={when}")) != (code, out, err):
                fail(f"{what}: EINTR", f"exit {found[0]}, {len(found[1])} bytes of {len(out)}, {found[2][:300]!r}")
        # The byte that was said to be written wasn't; all others are. strace counts the writes of each thread for itself.
        found = tried("retval=1:when=1")
        lost = len(out) - len(found[1])
        if (found[0], found[2]) != (code, err) or not (found[1] == out[1:] or many and 1 <= lost <= os.cpu_count()):
            fail(f"{what}: a short write", f"exit {found[0]}, {lost} bytes lost")
        # Nobody hears standard error: the answer and the code are the same.
        if (found := tried("error=EIO:when=1+", "err"))[:2] != (code, out):
            fail(f"{what}: standard error", f"exit {found[0]}")
    print(f"{runs} runs with faults in writing, on every command and form")


def read_faults(folder):
    runs = 0
    given = os.path.join(folder, "in")
    for arguments, content, code, when in (
        (["plans", "--pricing", given], PRICES, 4, "1+"), (["check", given], PRICES, 4, "1+"), (["diff", "built-in", given], PRICES, 4, "1+"),
        (["cost", "-f", given], b"nano-banana\n", 3, "1+"), (["cost", "-f", "-"], b"nano-banana\n", 3, "1+"), (["fit", "-f", given], b"nano-banana\n", 3, "2+"),
        (["request", given], BODY, 3, "1+"), (["request"], BODY, 3, "2+"),
        (["batch", given], LINE * 60_000, 3, "1+"), (["batch", given], LINE * 60_000, 3, "2+"), (["batch"], LINE * 60_000, 3, "4+"),
    ):
        runs += 2
        what = f"{arguments[0]}: a read that fails, from the {when[0]}."
        code_before, out, _ = strace(folder, [], arguments, content)
        found, part, said = strace(folder, [("in", "read", f"error=EIO:when={when}")], arguments, content)
        if found != code or "can't read" not in said or EIO not in said or not out.startswith(part):
            fail(what, f"exit {found}, said {said[:300]!r}")
        if arguments[0] == "batch" and ((when == "1+") != (not part) or part and not part.endswith(b"\n")):
            fail(what, f"{len(part)} bytes of records")
        found, part, said = strace(folder, [("in", "read", "error=EINTR:when=1")], arguments, content)
        if (found, part) != (code_before, out):
            fail(f"{arguments[0]}: a read that is interrupted", f"exit {found}, said {said[:300]!r}")
    print(f"{runs} runs with faults in reading")


with tempfile.TemporaryDirectory() as folder:
    bounds(folder)
    write_faults(folder)
    read_faults(folder)
print(f"{len(failed)} promises broken" if failed else "every promise kept")
sys.exit(1 if failed else 0)
