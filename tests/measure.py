#!/usr/bin/env python3
"""Runs the long checks of `credits` and writes their figures into docs/testing.md.

    python3 tests/measure.py CHECK...     transcripts, oracle, faults, fuzz, mutants, branches, licences; none is all

Each check runs the command that the document names beside the figure, so that anybody can run it again.
"""

import datetime
import json
import os
import re
import subprocess
import sys

from mutants import CORE

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DOCUMENT = os.path.join(ROOT, "docs", "testing.md")
PRODUCTIONS = 1_000_000
EXECUTIONS = 20_000_000
MINUTES = 30
FUZZED = ["quantity", "item", "line", "body", "table"]


def run(*command, **variables):
    """What a command prints; it must end well."""
    print("+", " ".join(command), flush=True)
    ended = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **variables}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    if ended.returncode != 0:
        sys.exit(f"{ended.stdout[-5000:]}\n{' '.join(command)}: exit {ended.returncode}")
    return ended.stdout


def found(pattern, text):
    """The groups of a pattern that must be in the text."""
    match = re.search(pattern, text)
    if not match:
        sys.exit(f"no {pattern!r} in: {text[-2000:]}")
    return match.groups()


def transcripts():
    """The transcripts, by a debug and by a release build."""
    run("cargo", "build", "--locked", "--release")
    command = ("cargo", "test", "--locked", "--test", "all", "transcripts", "--", "--nocapture")
    (commands,) = found(r"(\d+) commands", run(*command))
    run(*command, CREDITS_BINARY="target/release/credits")
    return {"transcripts": f"{commands} commands by the debug build and by the release build, no difference"}


def oracle():
    """Random productions, reckoned by an independent program."""
    run("cargo", "build", "--locked", "--release")
    text = run(
        "python3", "tests/oracle/oracle.py", "target/release/credits", "--count", str(PRODUCTIONS), "--seed", "1", "--singles", "2000"
    )
    productions, differences = found(r"([0-9,]+) productions compared, ([0-9,]+) differences", text)
    return {"oracle": f"{productions} productions, {differences} differences"}


def faults():
    """Inputs without end, and faults of the system's calls."""
    run("cargo", "build", "--locked", "--release")
    text = run("python3", "tests/faults.py", "target/release/credits")
    (inputs,) = found(r"(\d+ inputs without end.*resident)", text)
    (writing,) = found(r"(\d+ runs with faults in writing)", text)
    (reading,) = found(r"(\d+ runs with faults in reading)", text)
    found("every promise kept", text)
    return {"faults": f"{inputs}; {writing}, {reading}; every promise kept"}


def fuzz():
    """Every fuzz target, for so many executions or so long."""
    return {f"fuzz {target}": fuzzed(target) for target in FUZZED}


def fuzzed(target):
    corpus = os.path.join("fuzz", "corpus", target)
    os.makedirs(os.path.join(ROOT, corpus), exist_ok=True)
    limits = [f"-runs={EXECUTIONS}", f"-max_total_time={MINUTES * 60}", "-max_len=4096", "-timeout=5", "-rss_limit_mb=256"]
    text = run(
        "cargo", "fuzz", "run", "-s", "none", target, corpus, f"fuzz/seeds/{target}", "--", "-dict=fuzz/dictionary", *limits, "-print_final_stats=1"
    )
    (executions,) = found(r"number_of_executed_units:\s+(\d+)", text)
    (memory,) = found(r"peak_rss_mb:\s+(\d+)", text)
    (seconds,) = found(r"in (\d+) second", text)
    return f"{int(executions):,} executions in {int(seconds) / 60:.0f} minutes, no crash, at most {memory} MB"


def mutants():
    """Every mutant of the crate that wasn't tried before."""
    text = run("python3", "tests/mutants.py")
    core, whole = (found(rf"{what}: (.*) viable mutants caught (.*)", text) for what in ("core", "whole crate"))
    return {"mutants": f"core {' '.join(core)}; whole crate {' '.join(whole)}"}


def branches():
    """Branches that the tests take, runs of the program counted."""
    text = run(
        "cargo", "llvm-cov", "test", "--locked", "--branch", "--json", "--summary-only", "--ignore-filename-regex", "tests/", RUSTC_BOOTSTRAP="1"
    )
    report = json.loads(next(line for line in text.splitlines() if line.startswith("{")))
    of_core = [0, 0]
    for file in report["data"][0]["files"]:
        if os.path.relpath(file["filename"], ROOT).startswith(CORE):
            of_core[0] += file["summary"]["branches"]["covered"]
            of_core[1] += file["summary"]["branches"]["count"]
    whole = report["data"][0]["totals"]["branches"]
    share = lambda covered, count: f"{covered} of {count} ({100 * covered / count:.1f} %)"
    return {"branches": f"core {share(*of_core)}; whole crate {share(whole['covered'], whole['count'])}"}


def licences():
    """What the program depends on."""
    text = run("cargo", "deny", "--offline", "check", "bans", "licenses", "sources")
    return {"licences": ", ".join(found(r"(bans ok), (licenses ok), (sources ok)", text))}


CHECKS = {check.__name__: check for check in (transcripts, oracle, faults, fuzz, mutants, branches, licences)}


def write(figures):
    """Puts each figure into its row: `| name | figure | date | command |`."""
    with open(DOCUMENT, encoding="utf-8") as file:
        text = file.read()
    today = datetime.datetime.now(datetime.timezone.utc).date()
    for name, figure in figures.items():
        row = re.compile(rf"^\| {re.escape(name)} \|.*?\|.*?\|", re.MULTILINE)
        if not row.search(text):
            sys.exit(f"docs/testing.md has no row for {name}")
        text = row.sub(lambda _: f"| {name} | {figure} | {today} |", text)
        print(f"{name}: {figure}", flush=True)
    with open(DOCUMENT, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    names = sys.argv[1:] or list(CHECKS)
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        sys.exit(f"no check called {', '.join(unknown)}; there are {', '.join(CHECKS)}")
    for name in names:
        write(CHECKS[name]())


if __name__ == "__main__":
    main()
