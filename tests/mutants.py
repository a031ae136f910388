#!/usr/bin/env python3
"""Tries every mutant that `cargo mutants` makes of `credits`, with the tests that are quickest for its file first.

    python3 tests/mutants.py [FILE...]     FILE as `cargo mutants -f` takes it; none is all

`cargo mutants` builds all tests anew for each mutant; here the tests of the program from outside are built once, and each
mutant only the program, and the unit tests where they are asked. Two copies of the project, beside each other in
target/mutants, work at once. target/mutants/results.jsonl keeps what became of each mutant, by its change and the lines
about it; those aren't tried again.
"""

import json
import os
import queue
import random
import re
import shutil
import signal
import subprocess
import sys
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, "target", "mutants")
RESULTS = os.path.join(FOLDER, "results.jsonl")
COPIES = 2
SECONDS_TO_BUILD, SECONDS_TO_TEST = 300, 60

CORE = ["number", "credits", "quantity", "price", "name", "item", "estimate", "fit", "compare", "request", "diff"]
CORE = tuple(f"src/{module}.rs" for module in CORE) + ("src/table/",)
UNIT_TESTS = "unit tests"
# What is asked first of the mutants of these files, one after the other until a test fails; then comes the rest of EVERY.
FIRST = {
    CORE: [UNIT_TESTS, "transcripts"],
    ("src/reader/",): ["transcripts", UNIT_TESTS],
    ("src/batch/",): ["batch", "transcripts", UNIT_TESTS],
    ("src/",): ["transcripts", "formats kept man::"],
}
EVERY = ["transcripts", "formats kept man::", "batch", UNIT_TESTS, "documents limits", "shell"]
# On a busy machine a test that waits may fail for once: these are asked again.
WAITING = ["transcripts", "shell"]


def environment(copy):
    return {**os.environ, "CARGO_TARGET_DIR": os.path.join(copy, "target"), "CARGO_PROFILE_DEV_DEBUG": "0", "CARGO_MANIFEST_DIR": copy}


def ends_well(copy, seconds, *command):
    """Whether a command ends with success, and in time."""
    child = subprocess.Popen(
        command, cwd=copy, env=environment(copy), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        return child.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        return False


def copied(number):
    """A copy of the project, as it stands here."""
    copy = os.path.join(FOLDER, f"copy-{number}")
    for name in subprocess.check_output(["git", "ls-files"], cwd=ROOT, encoding="utf-8").splitlines():
        os.makedirs(os.path.dirname(os.path.join(copy, name)), exist_ok=True)
        shutil.copyfile(os.path.join(ROOT, name), os.path.join(copy, name))
    return copy


def tests_from_outside(copy):
    """Builds the program and the tests that run it; these keep their place beside it, where nothing builds them anew."""
    built = subprocess.check_output(
        ["cargo", "test", "--no-run", "--test", "all", "--message-format=json"], cwd=copy, env=environment(copy), stderr=subprocess.DEVNULL
    )
    messages = map(json.loads, built.splitlines())
    executable = next(found["executable"] for found in messages if found.get("executable") and found["target"]["name"] == "all")
    kept = os.path.join(os.path.dirname(executable), "all-kept")
    shutil.copy2(executable, kept)
    return kept


def outcome(mutant, copy, tests):
    """`caught`, `missed`, or `unviable` where it can't be built."""
    path = os.path.join(copy, mutant["file"])
    with open(path, encoding="utf-8") as file:
        original = file.read()
    subprocess.run(["patch", "--quiet", path], input=mutant["diff"], encoding="utf-8", check=True, stdout=subprocess.DEVNULL)
    try:
        first = next(first for files, first in FIRST.items() if mutant["file"].startswith(files))
        # The unit tests have a build of their own.
        build = ["test", "--no-run", "--lib"] if first[0] == UNIT_TESTS else ["build", "--bin", "credits"]
        if not ends_well(copy, SECONDS_TO_BUILD, "cargo", *build):
            return "unviable"
        if first[0] == UNIT_TESTS and not passed(copy, tests, UNIT_TESTS):
            return "caught"
        ends_well(copy, SECONDS_TO_BUILD, "cargo", "build", "--bin", "credits")
        left = [names for names in [*first, *EVERY] if names != UNIT_TESTS or first[0] != UNIT_TESTS]
        return "missed" if all(passed(copy, tests, names) for names in dict.fromkeys(left)) else "caught"
    finally:
        with open(path, "w", encoding="utf-8") as file:
            file.write(original)


def passed(copy, tests, names):
    if names == UNIT_TESTS:
        return ends_well(copy, SECONDS_TO_BUILD, "cargo", "test", "--no-run", "--lib") and ends_well(
            copy, SECONDS_TO_TEST, "cargo", "test", "--lib"
        )
    times = 2 if any(test in names for test in WAITING) else 1
    command = ["env", "RUSTC_BOOTSTRAP=1", tests, *names.split(), "-Z", "unstable-options", "--fail-fast"]
    return any(ends_well(copy, SECONDS_TO_TEST, *command) for _ in range(times))


def change(mutant):
    """What a mutant changes, wherever that stands in its file."""
    return re.sub(r":\d+:\d+:", ":", mutant["name"], count=1), re.sub(r"^@@.*@@", "", mutant["diff"], flags=re.MULTILINE)


def known():
    """What became of the mutants that were tried before."""
    if not os.path.exists(RESULTS):
        return {}
    with open(RESULTS, encoding="utf-8") as file:
        return {change(result): result["outcome"] for result in map(json.loads, file)}


def tried(mutants):
    """Tries the mutants, and keeps what becomes of them."""
    waiting = queue.SimpleQueue()
    for mutant in mutants:
        waiting.put(mutant)
    lock = threading.Lock()

    def work(number):
        copy = copied(number)
        tests = tests_from_outside(copy)
        if not all(passed(copy, tests, names) for names in EVERY):
            sys.exit("the tests fail without any mutant")
        while True:
            try:
                mutant = waiting.get_nowait()
            except queue.Empty:
                return
            found = outcome(mutant, copy, tests)
            with lock, open(RESULTS, "a", encoding="utf-8") as file:
                file.write(json.dumps({"name": mutant["name"], "outcome": found, "diff": mutant["diff"]}) + "\n")
                print(found, mutant["name"], flush=True)

    threads = [threading.Thread(target=work, args=[number]) for number in range(COPIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main():
    os.makedirs(FOLDER, exist_ok=True)
    files = [word for file in sys.argv[1:] for word in ("-f", file)]
    mutants = json.loads(subprocess.check_output(["cargo", "mutants", "--list", "--json", "--diff", *files], cwd=ROOT))
    before = known()
    # The core first; of the rest any, so that a run that is broken off has tried a sample.
    left = sorted((mutant for mutant in mutants if change(mutant) not in before), key=change)
    random.Random(1).shuffle(left)
    tried(sorted(left, key=lambda mutant: not mutant["file"].startswith(CORE)))
    outcomes = known()
    for what, of in (("core", CORE), ("whole crate", "")):
        found = [outcomes.get(change(mutant)) for mutant in mutants if mutant["file"].startswith(of)]
        caught, missed = found.count("caught"), found.count("missed")
        if caught + missed:
            print(f"{what}: {caught:,} of {caught + missed:,} viable mutants caught ({100 * caught / (caught + missed):.1f} %)")


if __name__ == "__main__":
    main()
