"""Whether two answers are equal line by line: check.py csv|jsonl OURS THEIRS. DuckDB may write lines in another order."""

import sys

import polars as pl

form, ours, theirs = sys.argv[1:]
read = pl.scan_csv if form == "csv" else pl.scan_ndjson
ours = read(ours).select("id", "credits", "line").collect()
theirs = read(theirs).select("id", "credits").collect().sort("id")
in_order = (ours["id"] == ours["line"] - (1 if form == "csv" else 0)).all()
if not in_order or not ours.select("id", "credits").equals(theirs):
    sys.exit(f"{sys.argv[2]} and {sys.argv[3]} differ")
