"""Makes the files of the comparison, the same ones for the same seed.

    make.py CREDITS FOLDER LINES

`items.csv` and `items.jsonl` are batches of one item a line. `split.csv` and `split.jsonl` are the same with name and
quantity in columns of their own, for those who can't take an item apart; `prices.csv` is what they look prices up in.
"""

import json
import random
import subprocess
import sys
from pathlib import Path

SEED = 20
AT_A_TIME = 100_000


def rates(credits):
    """Every model's name, the rest of its items after the quantity, and its rate."""
    models = json.loads(subprocess.check_output([credits, "models", "--json"]))["models"]
    for model in models:
        if model["unit"] == "second":
            yield model["name"], "s:audio", model["rate_with_audio"]
            yield model["name"], "s:no-audio", model["rate_without_audio"]
        else:
            yield model["name"], "", model["rate"]


def main(credits, folder, lines):
    rows = list(rates(credits))
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "prices.csv", "w") as prices:
        prices.write("name,rate\n")
        prices.writelines(f"{name}{ending.removeprefix('s')},{rate}\n" for name, ending, rate in rows)
    chance = random.Random(SEED)
    files = [open(folder / name, "w") for name in ("items.csv", "items.jsonl", "split.csv", "split.jsonl")]
    items_csv, items_jsonl, split_csv, split_jsonl = files
    items_csv.write("id,items\n")
    split_csv.write("id,name,quantity\n")
    for start in range(1, lines + 1, AT_A_TIME):
        ids = range(start, min(start + AT_A_TIME, lines + 1))
        drawn = list(zip(ids, chance.choices(rows, k=len(ids)), chance.choices(range(1, 100), k=len(ids))))
        items_csv.writelines(f"{id},{name}={n}{ending}\n" for id, (name, ending, _), n in drawn)
        items_jsonl.writelines(f'{{"id":{id},"items":["{name}={n}{ending}"]}}\n' for id, (name, ending, _), n in drawn)
        split_csv.writelines(f"{id},{name}{ending.removeprefix('s')},{n}\n" for id, (name, ending, _), n in drawn)
        split_jsonl.writelines(
            f'{{"id":{id},"name":"{name}{ending.removeprefix("s")}","quantity":{n}}}\n'
            for id, (name, ending, _), n in drawn
        )
    for file in files:
        file.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
