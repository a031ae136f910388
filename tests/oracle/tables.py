#!/usr/bin/env python3
"""Checks the answers in tests/tables/README.md with the oracle and, if a path is given, with `credits` itself.

    python3 tests/oracle/tables.py [PROGRAM]
"""

import json
import re
import sys
from fractions import Fraction
from pathlib import Path

from oracle import Settings, Table, decimal, exact, price, run

TABLES = Path(__file__).parent.parent / "tables"


def rows():
    """Yields (table file, item, answer, assumption codes, other way) for each row of the README."""
    name = None
    for line in (TABLES / "README.md").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## (\S+\.toml)", line):
            name = heading[1]
        elif row := re.match(r"\| `([^`]*)` \| ([^|]*)\|([^|]*)\|([^|]*)\|", line):
            yield name, row[1], row[2].strip(), row[3].split(), row[4].strip()


def oracle_answer(path, item):
    """Returns credits or error code, assumption codes, and the other total where there is just one."""
    credits, codes, answers = price([item], Table(path.read_text(encoding="utf-8")), Settings())
    if codes:
        return {f"error {code}" for code in codes}, [], ""
    parts = [part for answer in answers for part in answer.parts]
    other = [credits - part.credits + part.times * total for part in parts for total in part.assumed.values() if total is not None]
    return {str(decimal(credits))}, sorted(code for part in parts for code in part.assumed), str(decimal(other[0])) if other else ""


def program_answer(program, path, item):
    """Returns the same three from `cost --json`."""
    done = run(program, "cost", "--json", "--pricing", str(path), "--", item)
    got = json.loads(done.stdout or done.stderr, parse_float=exact)
    if done.returncode:
        return {f"error {got['code']}"}, [], ""
    other = [entry["alternative_credits"] for entry in got["assumptions"] if entry["alternative_credits"] is not None]
    codes = sorted(entry["code"] for entry in got["assumptions"])
    return {str(decimal(Fraction(got["credits"])))}, codes, str(decimal(Fraction(other[0]))) if other else ""


def main():
    checked = wrong = 0
    for name, item, answer, assumed, other in rows():
        found = {"oracle": oracle_answer(TABLES / name, item)}
        if sys.argv[1:]:
            found["program"] = program_answer(sys.argv[1], TABLES / name, item)
        checked += 1
        for who, (answers, codes, total) in found.items():
            if answer not in answers or codes != sorted(assumed) or total != other:
                wrong += 1
                print(f"{name}: {item}\n  README:  {answer} {assumed} {other}\n  {who}: {sorted(answers)} {codes} {total}")
    print(f"{checked} answers checked, {wrong} differences")
    return 1 if wrong or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
