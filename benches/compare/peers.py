"""The same sums by DuckDB and polars: every row read, its price looked up, and its cost written out.

    peers.py duckdb|polars csv|jsonl split|items FOLDER OUTPUT

`split` reads name and quantity from columns of their own; `items` reads the file that `credits batch` reads, and takes
its items apart.
"""

import sys


def by_duckdb(form, kind, folder, output):
    import duckdb

    items = "items" if form == "csv" else "items[1]"
    columns = {"split": "{id: 'BIGINT', name: 'VARCHAR', quantity: 'BIGINT'}"}
    columns["items"] = "{id: 'BIGINT', items: 'VARCHAR'}" if form == "csv" else "{id: 'BIGINT', items: 'VARCHAR[]'}"
    read = "read_csv('{}', header = true, columns = {})" if form == "csv" else "read_json('{}', format = 'newline_delimited', columns = {})"
    rows = read.format(f"{folder}/{kind}.{form}", columns[kind])
    if kind == "items":
        # `veo3.1/fast=12s:audio` is `veo3.1/fast:audio` and 12.
        name = f"split_part({items}, '=', 1)"
        tail = f"split_part({items}, '=', 2)"
        rows = f"""(select id, if(contains({tail}, ':'), {name} || ':' || split_part({tail}, ':', 2), {name}) as name,
                    cast(rtrim(split_part({tail}, ':', 1), 's') as bigint) as quantity from {rows})"""
    options = "(format csv, header true)" if form == "csv" else "(format json)"
    duckdb.sql(
        f"""copy (select id, quantity * rate as credits from {rows} join read_csv('{folder}/prices.csv') using (name))
            to '{output}' {options}"""
    )


def by_polars(form, kind, folder, output):
    import polars as pl

    of_kind = {"split": {"name": pl.String, "quantity": pl.Int64}}
    of_kind["items"] = {"items": pl.String if form == "csv" else pl.List(pl.String)}
    schema = {"id": pl.Int64} | of_kind[kind]
    scan = pl.scan_csv if form == "csv" else pl.scan_ndjson
    rows = scan(f"{folder}/{kind}.{form}", schema=schema)
    if kind == "items":
        items = pl.col("items") if form == "csv" else pl.col("items").list.first()
        parts = items.str.split_exact("=", 1)
        rows = rows.select("id", name=parts.struct[0], tail=parts.struct[1].str.split_exact(":", 1))
        suffix = pl.col("tail").struct[1]
        rows = rows.select(
            "id",
            name=pl.when(suffix.is_null()).then("name").otherwise(pl.col("name") + ":" + suffix),
            quantity=pl.col("tail").struct[0].str.strip_suffix("s").cast(pl.Int64),
        )
    prices = pl.read_csv(f"{folder}/prices.csv").lazy()
    priced = rows.join(prices, on="name", maintain_order="left").select("id", credits=pl.col("quantity") * pl.col("rate"))
    (priced.sink_csv if form == "csv" else priced.sink_ndjson)(output)


if __name__ == "__main__":
    {"duckdb": by_duckdb, "polars": by_polars}[sys.argv[1]](*sys.argv[2:])
