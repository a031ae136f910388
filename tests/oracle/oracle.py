#!/usr/bin/env python3
"""An independent reckoner for `credits`: random productions, priced twice and compared.

Written from the contract and pricing.toml alone; it shares no code with the program. Everything is
reckoned with fractions, and no number passes through a float. See README.md in this folder.
"""

import argparse
import itertools
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import tomllib
from fractions import Fraction
from typing import NamedTuple

CHUNK = 50_000  # productions a run of `batch`: bounds the memory
SHOWN = 20  # differences printed
MAX_QUANTITY = 10**9  # images, clips or seconds written in one item
MAX_CREDITS = 10**12

# ---------------------------------------------------------------- the price table


def fold(name):
    """What two spellings of a name share. Only ASCII letters have a case here: names are ASCII."""
    return re.sub("[ _/-]", "", name).translate(ASCII_LOWER)


ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


class Table:
    """pricing.toml: rows by folded name, and the spellings to choose from."""

    def __init__(self, path):
        with open(path, "rb") as file:
            data = tomllib.load(file, parse_float=Fraction)
        self.models, self.recipes, self.names = {}, {}, []
        for row in data["model"]:
            for name in [row["name"], *row.get("aliases", [])]:
                self.models[fold(name)] = row
                self.names.append(name)
        for row in data.get("recipe", []):
            self.recipes[fold(row["name"])] = row
        self.recipe_names = [row["name"] for row in data.get("recipe", [])]
        self.plans = {row["name"]: Fraction(row["credits"]) for row in data.get("plan", [])}
        pacing = data.get("pacing")
        self.pacing = Fraction(pacing["seconds"]) / Fraction(pacing["images"]) if pacing else None


class Settings(NamedTuple):
    """The flags of one run, as values and as the arguments that say them."""

    arguments: list
    budget: Fraction | None
    audio: bool | None
    factor: Fraction
    pace: Fraction | None
    strict: bool


# ---------------------------------------------------------------- quantities

WHOLE = r"(?:0|[1-9][0-9]*)"  # plain digits: no leading zero, no separators
NUMBER = WHOLE + r"(?:\.[0-9]+)?"
LENGTH = rf"(?:{NUMBER}s|{WHOLE}m|{WHOLE}m{NUMBER}s|{WHOLE}:[0-5][0-9])"
QUANTITY = re.compile(rf"(?P<count>{NUMBER})|(?:(?P<clips>{WHOLE})x)?(?P<length>{LENGTH})")


class Quantity(NamedTuple):
    """A written quantity; `shape` is "none", "count", "length", "clips", or "bad" where it is misspelt."""

    shape: str
    count: int = 1
    seconds: Fraction = Fraction(0)
    faults: frozenset = frozenset()


def seconds_of(text):
    """The seconds of a well-spelt length."""
    if ":" in text:
        minutes, seconds = text.split(":")
    elif "m" in text:
        minutes, seconds = text.rstrip("s").split("m")
    else:
        minutes, seconds = "0", text.rstrip("s")
    return Fraction(minutes) * 60 + Fraction(seconds or "0")


def read_quantity(text):
    """A quantity from what stands between `=` and the suffix; None where there was no `=`."""
    if text is None:
        return Quantity("none")
    found = QUANTITY.fullmatch(text)
    if not found:
        faults = {"bad_quantity"}
        if not text:  # `MODEL=`: misspelt or missing, the contract doesn't say
            faults.add("missing_quantity")
        elif re.search(":[^0-9]", text):  # `6:audio:audio`: as much a fault of the suffix
            faults.add("syntax")
        return Quantity("bad", faults=frozenset(faults))
    if found["count"]:
        if "." in found["count"]:  # a count is whole
            return Quantity("count", faults=frozenset({"bad_quantity"}))
        size = count = int(found["count"])
        shape, seconds = "count", Fraction(0)
    else:
        shape, seconds = ("clips" if found["clips"] else "length"), seconds_of(found["length"])
        count = int(found["clips"] or 1)
        size = max(count, seconds, count * seconds)
    faults = set()
    if size == 0 or count == 0 or (shape != "count" and seconds == 0):
        faults.add("bad_quantity")
    if size > MAX_QUANTITY:
        faults.add("limit")
    return Quantity(shape, count, seconds, frozenset(faults))


# ---------------------------------------------------------------- items


class Answer(NamedTuple):
    """An item's credits and assumptions, or the codes that its fault may bear.

    Several codes where several faults apply at once: the contract doesn't rank them.
    """

    credits: Fraction = Fraction(0)
    codes: frozenset = frozenset()
    assumed: frozenset = frozenset()


def split_item(text):
    """(name, quantity or None, suffix or None). The first `=` ends the name; `1:30` is no suffix."""
    text = text.strip(" \t")
    name, equals, rest = text.partition("=")
    if not equals:
        name, colon, suffix = text.partition(":")
        return name.rstrip(" \t"), None, suffix if colon else None
    quantity, colon, suffix = rest.rpartition(":")
    if not colon or re.match("[0-9]", suffix):
        quantity, colon, suffix = rest, "", ""
    return name.rstrip(" \t"), quantity.strip(" \t"), suffix if colon else None


def reckon_item(text, table, settings):
    """The answer to one item."""
    name, written, suffix = split_item(text)
    codes = set()
    if suffix not in (None, "audio", "no-audio"):
        codes.add("syntax")
    if not name or ":" in name:
        codes.add("syntax")
    key, recipe_only = fold(name.removeprefix("@")), name.startswith("@")
    if not key:
        codes |= {"syntax", "unknown_name"}
    if re.match("[0-9]+x", name) and written is None:
        codes |= {"syntax", "bad_quantity"}  # `6xnano-banana`, which is an unknown name too

    if key == "credits" and not recipe_only:
        return reckon_known(written, suffix, codes)
    if key in table.recipes:
        return reckon_recipe(table.recipes[key], written, suffix, codes, table, settings)
    if key in table.models and not recipe_only:
        return reckon_model(table.models[key], written, suffix, codes, table, settings)
    return Answer(codes=frozenset(codes | {"unknown_name"} | read_quantity(written).faults))


def refuse_suffix(suffix, codes):
    """A suffix where there is no choice of audio is refused; under which code isn't said."""
    if suffix is not None:
        codes |= {"wrong_unit", "syntax"}


def reckon_known(written, suffix, codes):
    """`credits=N`."""
    refuse_suffix(suffix, codes)
    credits = Fraction(0)
    if written is None:
        codes.add("missing_quantity")
    elif re.fullmatch(NUMBER, written):
        credits = Fraction(written)
        if credits > MAX_CREDITS:
            codes.add("limit")
    else:
        codes |= read_quantity(written).faults | {"bad_quantity"}
        if QUANTITY.fullmatch(written):  # well spelt, but no figure: `credits=7s`
            codes.add("wrong_unit")
    return Answer(credits, frozenset(codes))


def reckon_recipe(recipe, written, suffix, codes, table, settings):
    """`RECIPE=N`: the recipe's own cost, N times."""
    refuse_suffix(suffix, codes)
    quantity = read_quantity(written)
    codes |= quantity.faults
    if quantity.shape in ("length", "clips"):
        codes |= {"wrong_unit", "bad_quantity"}
    inside = [reckon_item(item, table, settings) for item in recipe["items"]]
    for part in inside:
        codes |= part.codes
    credits = quantity.count * sum(part.credits for part in inside)
    if not codes and credits > MAX_CREDITS:
        codes.add("limit")
    return Answer(credits, frozenset(codes), frozenset().union(*(part.assumed for part in inside)))


def reckon_model(model, written, suffix, codes, table, settings):
    """`MODEL=QTY:suffix`, by the table of units in section 2."""
    quantity = read_quantity(written)
    codes |= quantity.faults
    shape, units, assumed = quantity.shape, Fraction(quantity.count), set()
    if "per_second" in model:
        rate = audio_rate(model["per_second"], suffix, settings, assumed)
        units = quantity.count * quantity.seconds
        if shape == "none":
            codes.add("missing_quantity")
        elif shape == "count":
            codes.add("wrong_unit")
    else:
        refuse_suffix(suffix, codes)
        image = "per_image" in model
        rate = Fraction(model["per_image" if image else "per_clip"])
        if shape == "length":
            each = (settings.pace or table.pacing) if image else model.get("clip_seconds")
            if each is None:
                codes.add("wrong_unit")
            else:
                units = Fraction(math.ceil(quantity.seconds / each))
                if not image:
                    assumed.add("clip_length")
                elif not settings.pace:  # a value given by a flag is no assumption
                    assumed.add("pacing")
        elif shape == "clips" and image:
            codes.add("wrong_unit")
    if not codes and rate * units > MAX_CREDITS:
        codes.add("limit")
    if not codes and settings.strict and assumed:
        codes.add("assumption")
    return Answer(rate * units, frozenset(codes), frozenset(assumed))


def audio_rate(rates, suffix, settings, assumed):
    """The suffix wins over the flag; with no word about it, the dearer rate is assumed."""
    with_audio, without = Fraction(rates["audio"]), Fraction(rates["no_audio"])
    if suffix is None and settings.audio is None:
        assumed.add("audio")
        return max(with_audio, without)
    audio = settings.audio if suffix is None else suffix == "audio"
    return with_audio if audio else without


def reckon(items, table, settings, count=1):
    """(credits or None, codes of the first fault, the answer of each item)."""
    answers = [reckon_item(item, table, settings) for item in items]
    for answer in answers:
        if answer.codes:
            return None, answer.codes, answers
    credits = sum(answer.credits for answer in answers) * settings.factor * count
    if credits > MAX_CREDITS:
        return None, frozenset({"limit"}), answers
    return credits, frozenset(), answers


# ---------------------------------------------------------------- random productions

# Zero quantities, capitals in a quantity, `1.5m`, `1m05s` and blanks after `:` are left out: the
# contract doesn't say what becomes of them.
MISSPELT = (
    "1,250 1_000 1,5 1e3 +5 007 8sx6 6*8s 6x8 6x x8s 7x -3 .5s 5.s 7,5s 1,250s +8s 007s 1e3s 08s "
    "6x08s 06x8s 6x+8s 6x1,5s 1:5 1:60 1:075 1:30s 01:30 1:3o six 7i 0x10 48sec 2min 1h 30s1m 5m30 "
    "1m30 6xx8s 6x8s8s 6x8sx2 6xnano-banana ٣ ７ 6×8s =6 6=7 ½ NaN inf 1'000 1.250,5 $5 7! 7-8"
).split() + ["", "8 s", "6 x 8s", "6x 8s", "7 images", "1 250", "1m 30s", "1: 30"]
BAD_SUFFIXES = [":silent", ":mute", ":sound", ":on", ":noaudio", ":no_audio", ":audio=on", ":", ":audio:audio", ":silent:audio", ":audio:silent"]
UNKNOWN = ["sora", "veo", "kling", "nano", "flux", "veo4", "1.6", "banana pro", "gpt", "flux\u00a0schnell", "veo３", "\u212aling 1.5", "nanо-banana", "veo3.1/fast.", "credit", "kling v16"]


def respell(name, rng):
    """The same name in other letters: case and separators changed freely."""
    text = ""
    for letter in name:
        if letter in " -_/":
            text += rng.choice(["", " ", "-", "_", "/", letter, letter, "_ /"])
            continue
        if text and rng.random() < 0.05:
            text += rng.choice(" -_/")
        text += rng.choice([letter.lower(), letter.upper(), letter])
    return text + (rng.choice("-_/") if rng.random() < 0.03 else "")


class Maker:
    """Makes items. Spellings are drawn afresh for each chunk, as drawing one for each item is slow."""

    def __init__(self, table, rng):
        self.table, self.rng = table, rng

        def spellings(names):
            return [(name, [respell(name, rng) for _ in range(40)]) for name in names]

        self.models, self.recipes = spellings(table.names), spellings(table.recipe_names)
        self.credits = [respell("credits", rng) for _ in range(40)]

    def whole(self):
        """A count: mostly small, now and then large."""
        draw = self.rng.random()
        if draw < 0.9:
            return self.rng.randint(1, 60)
        return self.rng.randint(1, 10**4) if draw < 0.995 else self.rng.choice([10**6, 10**8, 10**9])

    def decimal(self, largest, places):
        """A plain number above 0 with at most so many decimals, trailing zeros now and then."""
        places = self.rng.randint(0, places)
        digits = self.rng.randint(1, largest * 10**places)
        whole, part = divmod(digits, 10**places)
        return f"{whole}.{part:0{places}}" if places else str(whole)

    def length(self):
        """A length in one of the shapes that section 2 lists."""
        pick = self.rng.randrange(6)
        if pick == 0:
            return f"{self.rng.choice([4, 6, 8])}s"
        if pick == 1:
            return f"{self.whole()}s"
        if pick == 2:
            return self.decimal(100, 3) + "s"
        if pick == 3:
            return f"{self.rng.randint(1, 90)}m"
        if pick == 4:
            return f"{self.rng.randint(1, 9)}m{self.rng.randint(10, 59)}s"
        return f"{self.rng.randint(1, 90)}:{self.rng.randint(0, 59):02}"

    def clips(self):
        return f"{self.rng.randint(1, 200)}x{self.length()}"

    def join(self, name, quantity, suffix=""):
        """The item, with blanks where they are ignored."""
        if self.rng.random() < 0.85:
            return name + ("" if quantity is None else "=" + quantity) + suffix
        blank = lambda: self.rng.choice(["", " ", "  ", "\t"])
        text = name if quantity is None else name + blank() + "=" + blank() + quantity
        return blank() + text + (blank() + suffix if suffix else "") + blank()

    def good(self):
        """An item that is priced, short of the limits."""
        rng, draw = self.rng, self.rng.random()
        if draw < 0.08:
            return self.join(rng.choice(self.credits), rng.choice(["0", self.decimal(5000, 4), self.decimal(5000, 4)]))
        if draw < 0.2 and self.recipes:
            name = rng.choice(["", "@"]) + rng.choice(rng.choice(self.recipes)[1])
            return self.join(name, rng.choice([None, str(self.whole())]))
        name, spelt = rng.choice(self.models)
        model, suffix = self.table.models[fold(name)], ""
        if "per_second" in model:
            quantity = rng.choice([self.length, self.clips])()
            suffix = rng.choice(["", ":audio", ":no-audio"])
        elif "per_image" in model:
            quantity = rng.choice([None, str(self.whole()), self.length()])
        else:
            shapes = [None, str(self.whole()), self.clips()] + ([self.length()] if "clip_seconds" in model else [])
            quantity = rng.choice(shapes)
        return self.join(rng.choice(spelt), quantity, suffix)

    def bad(self):
        """An item with a fault, nearly always: whether it has one is for `reckon_item` to say."""
        rng = self.rng
        name, spelt = rng.choice(self.models)
        spelling, recipe = rng.choice(spelt), rng.choice(rng.choice(self.recipes or self.models)[1])
        good = rng.choice([None, str(self.whole()), self.length(), self.clips()])
        suffix = rng.choice(["", "", ":audio", ":no-audio"])
        match rng.randrange(12):
            case 0:
                return self.join(rng.choice(UNKNOWN), good, suffix)
            case 1:  # one letter away from a name, or a name cut short
                cut = rng.randrange(len(name))
                return self.join(rng.choice([name[:cut] + name[cut + 1 :], name[:cut], name[:cut] + "x" + name[cut:]]), good)
            case 2 | 3:
                return self.join(spelling, rng.choice(MISSPELT), suffix)
            case 4:
                return self.join(rng.choice([recipe, rng.choice(self.credits)]), rng.choice(MISSPELT))
            case 5:
                return self.join(spelling, good, rng.choice(BAD_SUFFIXES))
            case 6:  # any model with any shape of quantity: most are a wrong unit
                return self.join(spelling, good, suffix)
            case 7:
                return self.join(spelling, f"{self.whole()}.{rng.randint(0, 99)}", suffix)
            case 8:
                return rng.choice([f"{spelling}:{self.whole()}", f"{spelling}:{self.length()}", f"{self.whole()}x{spelling}", f"@{spelling}", f"={self.whole()}", "", "@", "=", suffix, f"{spelling}{suffix}={self.whole()}"])
            case 9:
                return self.join(rng.choice([recipe, "@" + recipe]), rng.choice([self.length(), self.clips(), "1.5", good]), suffix)
            case 10:
                return self.join(rng.choice(self.credits), rng.choice([None, self.length(), self.clips(), "-5", ".5", "5.", "1,250"]), suffix)
            case _:  # over a limit on purpose
                over = rng.choice(["1000000001", "1000000001s", "1000000x1001s", "16666667m", "1000000000", "9" * 30, "9" * 30 + "s"])
                return rng.choice([self.join(spelling, over), f"credits={MAX_CREDITS + 1}", f"credits={MAX_CREDITS}", f"{recipe}=1000000001"])

    def production(self):
        return [self.bad() if self.rng.random() < 0.15 else self.good() for _ in range(self.rng.randint(1, 5))]

    def settings(self):
        """Flags for one run."""
        rng, arguments, budget = self.rng, [], None
        pick = rng.randrange(5)
        if pick < 3 and self.table.plans:
            plan = rng.choice(list(self.table.plans))
            arguments, budget = ["--plan", respell(plan, rng)], self.table.plans[plan]
        elif pick == 3:
            written = rng.choice(["0", self.decimal(100_000, 4)])
            arguments, budget = ["--credits", written], Fraction(written)
        audio = rng.choice([None, None, True, False])
        if audio is not None:
            arguments.append("--audio" if audio else "--no-audio")
        factor = Fraction(1)
        if rng.random() < 0.5:
            percent = rng.choice(["0", "25", "100", "12.5", self.decimal(300, 4)])
            arguments += ["--retakes", percent + rng.choice(["", "%"])]
            factor += Fraction(percent) / 100
        pace = None
        if rng.random() < 0.4:
            written = rng.choice(["5s", "2.5s", "1:00", "1m30s", "0.5s", "4.286s", "2m", "7s"])
            arguments += ["--pace", written]
            pace = seconds_of(written)
        strict = rng.random() < 0.1
        return Settings(arguments + ["--strict"] * strict, budget, audio, factor, pace, strict)


# ---------------------------------------------------------------- comparing


def exact(text):
    """A JSON number as it stands; the contract allows no exponent."""
    if "e" in text.lower():
        raise ValueError(f"a number with an exponent: {text}")
    return Fraction(text)


def parse(text):
    """A JSON document, or the reason why it is none."""
    try:
        return json.loads(text, parse_float=exact)
    except ValueError as fault:
        return {"unreadable": f"{fault}: {text[:200]!r}"}


def run(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=False)


def expected_record(number, line, items, table, settings):
    """The record that `batch` owes a line, and the codes its error may bear."""
    credits, codes, _ = reckon(items, table, settings)
    fits = unlimited = None
    if not codes and settings.budget is not None:
        unlimited = credits == 0
        fits = None if unlimited else settings.budget // credits
    return {"id": number, "line": line, "credits": credits, "fits": fits, "unlimited": unlimited}, codes


def compare_batch(program, pricing, numbered, table, settings, rng):
    """Differences between `batch` and the oracle over one chunk of (id, items)."""
    lines, expected = [], []
    for number, items in numbered:
        if rng.random() < 0.01:
            lines.append("")  # blank lines bear no record but are counted
        lines.append(json.dumps({"id": number, "items": items}, ensure_ascii=rng.random() < 0.5))
        expected.append((lines[-1], *expected_record(number, len(lines), items, table, settings)))
    descriptor, path = tempfile.mkstemp(suffix=".jsonl")
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        arguments = ["batch", path, "--pricing", pricing, *settings.arguments]
        done = run(program, *arguments)
    finally:
        os.unlink(path)
    shown = " ".join(["batch", *settings.arguments])
    if done.returncode not in (0, 3):
        yield shown, "an answer", f"exit {done.returncode}: {done.stderr[:500]}"
        return
    code = 3 if any(codes for _, _, codes in expected) else 0
    if done.returncode != code:
        yield shown, f"exit {code}", f"exit {done.returncode}: {done.stderr[:300]}"
    # not splitlines(), which would break a record at U+2028 and its like
    records = done.stdout.split("\n")[:-1]
    for owed, text in itertools.zip_longest(expected, records):
        line, want, codes = owed or ("no line", {}, ())
        got = parse(text or "{}")
        error = got.get("error", {"code": "no record"})
        fault = (error["code"] in codes) if error else not codes
        if not fault or any(got.get(key, "absent") != value for key, value in want.items()):
            yield f"{shown}: {line}", f"{plain(want)} {sorted(codes)}", text


def plain(record):
    return {key: str(value) if isinstance(value, Fraction) else value for key, value in record.items()}


def compare_cost(program, pricing, items, table, settings, rng):
    """Differences between `cost --json` and the oracle for one production."""
    flags = settings.arguments[2:] if settings.budget is not None else list(settings.arguments)
    count = rng.choice([1, 1, rng.randint(2, 1000)])
    if count > 1:
        flags += ["-n", str(count)]
    done = run(program, "cost", "--json", "--pricing", pricing, *flags, "--", *items)
    credits, codes, answers = reckon(items, table, settings, count)
    got = parse(done.stderr if codes else done.stdout)
    if codes:
        # an item may be named once or once a fault: the contract doesn't say
        bad = [(item.strip(" \t"), answer.codes) for item, answer in zip(items, answers) if answer.codes]
        faulty = [next(group)[1] for _, group in itertools.groupby(bad, key=lambda pair: pair[0])]
        entries = got.get("items", []) if faulty else []
        named = [next(group)["code"] for _, group in itertools.groupby(entries, key=lambda entry: entry["item"].strip(" \t"))]
        right = done.returncode == 3 and not done.stdout and got.get("schema") == "credits.error/1"
        # with several bad items the contract doesn't say which one lends its code to the document
        right = right and got.get("code") in frozenset().union(codes, *faulty)
        right = right and len(named) == len(faulty) and all(code in may for code, may in zip(named, faulty))
        want = f"exit 3, items {[sorted(may) for may in faulty]}"
    else:
        want = {"schema": "credits.cost/1", "count": count, "credits": credits, "credits_each": credits / count, "retakes": settings.factor}
        right = done.returncode == 0 and not done.stderr and all(got.get(key) == value for key, value in want.items())
        right = right and settings.factor * sum(row["credits"] for row in got["lines"]) == want["credits_each"]
        right = right and all(row["rate"] * row["quantity"] == row["credits"] for row in got["lines"] if row["unit"] != "credit" and row["rate"] is not None)
        assumed = frozenset().union(*(answer.assumed for answer in answers))
        right = right and {entry["code"] for entry in got["assumptions"]} == assumed
        want = f"{plain(want)} assumptions {sorted(assumed)}"
    if not right:
        shown = json.dumps(items, ensure_ascii=False)
        yield f"cost {' '.join(flags)}: {shown}", want, f"exit {done.returncode}: {(done.stdout + done.stderr)[:1500]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the built `credits`")
    parser.add_argument("--count", type=int, default=20_000, help="productions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--singles", type=int, default=100, help="productions also given to `cost`, one by one")
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--pricing", default=os.path.join(here, "..", "..", "pricing.toml"), help="the table both reckon with")
    options = parser.parse_args()

    table, rng = Table(options.pricing), random.Random(options.seed)
    size = min(CHUNK, max(1000, options.count // 20))  # several settings in short runs too
    share = -(-options.singles * size // options.count) if options.count else 0
    singles, differences = options.singles, 0
    for start in range(1, options.count + 1, size):
        maker = Maker(table, rng)
        settings = maker.settings()
        numbered = [(number, maker.production()) for number in range(start, min(start + size, options.count + 1))]
        alone = rng.sample(numbered, min(share, singles, len(numbered)))
        singles -= len(alone)
        found = itertools.chain(
            compare_batch(options.program, options.pricing, numbered, table, settings, rng),
            *(compare_cost(options.program, options.pricing, items, table, settings, rng) for _, items in alone),
        )
        for line, want, got in found:
            differences += 1
            if differences <= SHOWN:
                print(f"{line}\n  oracle:  {want}\n  program: {got}")
    print(f"{options.count:,} productions compared, {differences:,} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
