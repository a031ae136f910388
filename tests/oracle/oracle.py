#!/usr/bin/env python3
"""Prices random productions independently of `credits` and compares the two answers.

Written from the contract alone; shares no code with the program. All arithmetic is in fractions, and no
number passes through a float. README.md in this folder says what is compared and what isn't.
"""

import argparse
import bisect
import functools
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

CHUNK = 50_000  # productions in one run of `batch` with the main price table; bounds the memory
TABLE_CHUNK = 2_000  # productions for each random price table
SHOWN = 20  # differences printed
MAX_QUANTITY = 10**9  # images, clips or seconds written in one item
MAX_CREDITS = 10**12

# ---------------------------------------------------------------- the price table

# Names are ASCII, so only ASCII letters have a case here.
ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


@functools.lru_cache(maxsize=100_000)
def fold(name):
    """Returns what all accepted spellings of a name share."""
    return re.sub("[ _/-]", "", name).translate(ASCII_LOWER)


def fold_word(word):
    """Returns what all accepted spellings of a word of an option share."""
    return word.replace("_", "-").translate(ASCII_LOWER)


AUDIO, NO_AUDIO = "audio", fold_word("no_audio")


class Option(NamedTuple):
    """A rate of a model. A model with one rate has one option without words, whose text is None."""

    text: str | None
    words: frozenset
    rate: Fraction

    @property
    def audio(self):
        return True if AUDIO in self.words else False if NO_AUDIO in self.words else None


class OfferedLengths:
    """The clip lengths in `seconds_offered`, and the sums that they make."""

    def __init__(self, seconds):
        self.seconds = frozenset(Fraction(length) for length in seconds)
        # As whole multiples of their greatest common divisor: from smallest x largest on, every whole number is a sum.
        scale = math.lcm(*(length.denominator for length in self.seconds))
        sizes = [int(length * scale) for length in self.seconds]
        self.step = Fraction(math.gcd(*sizes), scale)
        sizes = [int(length / self.step) for length in self.seconds]
        self.all_from = min(sizes) * max(sizes)
        is_sum = [True]
        for total in range(1, self.all_from + 1):
            is_sum.append(any(size <= total and is_sum[total - size] for size in sizes))
        self.sums = [total for total in range(1, self.all_from + 1) if is_sum[total]]

    def next_sum(self, seconds):
        """Returns the smallest sum of offered lengths that is at least this long."""
        total = math.ceil(seconds / self.step)
        if total < self.all_from:
            total = self.sums[bisect.bisect_left(self.sums, total)]
        return total * self.step


class Model:
    """A row of the price table."""

    def __init__(self, row):
        self.name = row["name"]
        self.unit = next(unit for unit in ("image", "clip", "second") if f"per_{unit}" in row)
        price = row[f"per_{self.unit}"]
        if isinstance(price, dict):
            self.options = [Option(text, frozenset(map(fold_word, text.split())), Fraction(rate)) for text, rate in price.items()]
        else:
            self.options = [Option(None, frozenset(), Fraction(price))]
        self.words = frozenset().union(*(option.words for option in self.options))
        self.clip_seconds = Fraction(row["clip_seconds"]) if "clip_seconds" in row else None
        self.offered = OfferedLengths(row["seconds_offered"]) if row.get("seconds_offered") else None
        self.is_retired = "retired" in row
        self.choices = {}

    def choose(self, words, audio):
        """Returns the choice for the words of an item and the audio flag."""
        key = (words, audio)
        if key not in self.choices:
            self.choices[key] = choose_option(self.options, frozenset(words), audio)
        return self.choices[key]


class Table:
    """A price table: models and recipes by folded name, and all names as they are written."""

    def __init__(self, text):
        data = tomllib.loads(text, parse_float=Fraction)
        self.models, self.names = {}, []
        for row in data["model"]:
            model = Model(row)
            for name in [row["name"], *row.get("aliases", [])]:
                self.models[fold(name)] = model
                self.names.append(name)
        self.recipe_names = [row["name"] for row in data.get("recipe", [])]
        self.recipes = {fold(row["name"]): row["items"] for row in data.get("recipe", [])}
        self.plans = {row["name"]: Fraction(row["credits"]) for row in data.get("plan", [])}
        self.monthly = [row["name"] for row in data.get("plan", []) if not row.get("once")]
        pacing = data.get("pacing")
        self.pacing = Fraction(pacing["seconds"]) / Fraction(pacing["images"]) if pacing else None


class Settings(NamedTuple):
    """The flags of one run: their values, and the arguments that set them."""

    arguments: list = []
    budget: Fraction | None = None
    audio: bool | None = None
    factor: Fraction = Fraction(1)
    pace: Fraction | None = None
    strict: bool = False


# ---------------------------------------------------------------- options


class Choice(NamedTuple):
    """The option that an item is priced with, or the error codes that are accepted.

    `certain` is False where several options have the chosen rate: the contract doesn't say which one is shown.
    """

    option: Option | None = None
    codes: frozenset = frozenset()
    assumed: str | None = None
    other_rate: Fraction | None = None
    certain: bool = True


def choose_option(options, words, audio):
    known = frozenset().union(*(option.words for option in options))
    if not words <= known:
        return Choice(codes=frozenset({"wrong_unit", "syntax"}))
    candidates = [option for option in options if words <= option.words]
    if not candidates:
        return Choice(codes=frozenset({"wrong_unit"}))
    if audio is not None and not words & {AUDIO, NO_AUDIO}:
        flag = AUDIO if audio else NO_AUDIO
        if any(flag in option.words for option in candidates):
            words |= {flag}
            candidates = [option for option in candidates if flag in option.words]
    for option in candidates:
        if option.words == words:
            return Choice(option)
    highest = max(candidates, key=lambda option: option.rate)
    lowest_rate = min(option.rate for option in candidates)
    certain = sum(option.rate == highest.rate for option in candidates) == 1
    if lowest_rate == highest.rate:
        return Choice(highest, certain=certain)
    # With two candidates the alternative is the other one; with more it is the cheapest. Both are the lowest rate.
    without_audio = {option.words - {AUDIO, NO_AUDIO} for option in candidates}
    code = "audio" if len(without_audio) == 1 else "option"
    return Choice(highest, assumed=code, other_rate=lowest_rate, certain=certain)


# ---------------------------------------------------------------- quantities

WHOLE = r"(?:0|[1-9][0-9]*)"  # plain digits: no leading zero, no separators
NUMBER = WHOLE + r"(?:\.[0-9]+)?"
CLOCK = WHOLE + ":[0-5][0-9]"
LENGTH = rf"(?:{NUMBER}s|{WHOLE}m|{WHOLE}m{NUMBER}s|{CLOCK})"
QUANTITY = re.compile(rf"(?P<count>{NUMBER})|(?:(?P<clips>{WHOLE})x)?(?P<length>{LENGTH})")
CLOCK_QUANTITY = re.compile(rf"(?:{WHOLE}x)?{CLOCK}")


class Quantity(NamedTuple):
    """A written quantity. `shape` is "none", "count", "length", "clips", or "bad" if it can't be read."""

    shape: str
    count: int = 1
    seconds: Fraction = Fraction(0)
    codes: frozenset = frozenset()


def seconds_of(text):
    """Returns the seconds of a valid length."""
    if ":" in text:
        minutes, seconds = text.split(":")
    elif "m" in text:
        minutes, seconds = text.rstrip("s").split("m")
    else:
        minutes, seconds = "0", text.rstrip("s")
    return Fraction(minutes) * 60 + Fraction(seconds or "0")


@functools.lru_cache(maxsize=100_000)
def read_quantity(text):
    """Reads what is between `=` and the options; None if there is no `=`."""
    if text is None:
        return Quantity("none")
    found = QUANTITY.fullmatch(text)
    if not found:
        # `MODEL=` is either not valid or missing: the contract doesn't say.
        return Quantity("bad", codes=frozenset({"bad_quantity"} if text else {"bad_quantity", "missing_quantity"}))
    if found["count"]:
        if "." in found["count"]:
            return Quantity("count", codes=frozenset({"bad_quantity"}))
        size = count = int(found["count"])
        shape, seconds = "count", Fraction(0)
    else:
        shape, seconds = ("clips" if found["clips"] else "length"), seconds_of(found["length"])
        count = int(found["clips"] or 1)
        size = max(count, seconds, count * seconds)
    codes = set()
    if count == 0 or (shape != "count" and seconds == 0):
        codes.add("bad_quantity")
    if size > MAX_QUANTITY:
        codes.add("limit")
    return Quantity(shape, count, seconds, frozenset(codes))


# ---------------------------------------------------------------- items


class Part(NamedTuple):
    """A priced model within a production.

    `assumed` maps the code of each assumption to what the part would cost the other way, or to None.
    """

    model: Model
    choice: Choice
    units: Fraction
    assumed: dict
    times: int = 1

    @property
    def credits(self):
        return self.times * self.units * self.choice.option.rate


class Answer(NamedTuple):
    """What an item costs and which models it holds, or the error codes that are accepted.

    There are several codes where several faults apply at once: the contract doesn't rank them.
    """

    credits: Fraction = Fraction(0)
    codes: frozenset = frozenset()
    parts: tuple = ()


def split_item(text):
    """Returns the name, the quantity or None, and the words of the options. The first `=` ends the name."""
    text = text.strip(" \t")
    name, equals, rest = text.partition("=")
    if not equals:
        name, *words = text.split(":")
        return name.rstrip(" \t"), None, [word.rstrip(" \t") for word in words]
    quantity, *words = rest.split(":")
    if words and CLOCK_QUANTITY.fullmatch(f"{quantity}:{words[0]}".strip(" \t")):
        quantity = f"{quantity}:{words.pop(0)}"
    return name.rstrip(" \t"), quantity.strip(" \t"), [word.rstrip(" \t") for word in words]


def is_like_clock(written, word):
    """Tells whether `1:60` and the like may be meant as minutes and seconds."""
    return written is not None and re.fullmatch("(?:[0-9]+x)?[0-9]+", written) and re.match("[ \t]*[0-9]", word)


def price_item(text, table, settings):
    name, written, words = split_item(text)
    codes = set()
    key, recipe_only = fold(name.removeprefix("@")), name.startswith("@")
    if not name:
        codes.add("syntax")
    if ":" in name:
        codes |= {"syntax", "wrong_unit"}  # `veo:audio=8` has its parts in the wrong order, and no unit
    if not key:
        codes |= {"syntax", "unknown_name"}
    if written is None and re.match("[0-9]+x", name):
        codes |= {"syntax", "bad_quantity", "wrong_unit"}  # `6xnano-banana`, which is an unknown name too
    if words and is_like_clock(written, words[0]) and not (key in table.models and fold_word(words[0]) in table.models[key].words):
        codes.add("bad_quantity")  # `1:60` is a length that isn't valid, or an unknown option
    if not all(map(fold_word, words)):
        codes |= {"syntax", "wrong_unit"}  # `MODEL=7:`

    if key == "credits" and not recipe_only:
        return price_known_figure(written, words, codes)
    if key in table.recipes:
        return price_recipe(table.recipes[key], written, words, codes, table, settings)
    if key in table.models and not recipe_only:
        return price_model(table.models[key], written, words, codes, table, settings)
    if re.search(r" [0-9]+$", name):
        codes |= {"syntax", "wrong_unit"}  # `flux dev 40` is an unknown name, `flux dev=40` in the wrong words, or has no unit
    return Answer(codes=frozenset(codes | {"unknown_name"} | read_quantity(written).codes))


def price_known_figure(written, words, codes):
    """Prices `credits=N`."""
    if words:
        codes |= {"wrong_unit", "syntax"}
    credits = Fraction(0)
    if written is None:
        codes.add("missing_quantity")
    elif re.fullmatch(NUMBER, written):
        credits = Fraction(written)
        if re.fullmatch(r"[0-9]+\.[0-9]{3}", written):  # 1.250 is a thousand in half the world
            codes.add("bad_quantity")
        if credits > MAX_CREDITS:
            codes.add("limit")
    else:
        codes |= read_quantity(written).codes | {"bad_quantity"}
        if QUANTITY.fullmatch(written):  # valid, but not a figure in credits: `credits=7s`
            codes.add("wrong_unit")
    return Answer(credits, frozenset(codes))


def price_recipe(items, written, words, codes, table, settings):
    """Prices `RECIPE=N`: N times what its items cost."""
    if words:
        codes |= {"wrong_unit", "syntax"}
    quantity = read_quantity(written)
    codes |= quantity.codes
    if quantity.shape in ("length", "clips"):
        codes |= {"wrong_unit", "bad_quantity"}
    answers = [price_item(item, table, settings) for item in items]
    codes = codes.union(*(answer.codes for answer in answers))
    credits = quantity.count * sum(answer.credits for answer in answers)
    # What costs nothing has the same limit.
    amounts = [quantity.count * part.units for answer in answers for part in answer.parts]
    if not codes and max([credits, *amounts]) > MAX_CREDITS:
        codes.add("limit")
    if "assumption" in codes:
        codes.add("limit")  # what is refused has no credits here, so it may be over the limit too
    parts = tuple(part._replace(times=quantity.count) for answer in answers for part in answer.parts)
    return Answer(credits, frozenset(codes), parts)


def price_model(model, written, words, codes, table, settings):
    """Prices `MODEL=QTY:OPTION...` by the table of units in section 2."""
    quantity = read_quantity(written)
    codes |= quantity.codes
    if "bad_quantity" in codes:
        codes.add("wrong_unit")  # `7 images` of a model priced by the second has two faults
    choice = model.choose(tuple(map(fold_word, words)), settings.audio)
    codes |= choice.codes
    shape, count, seconds = quantity.shape, quantity.count, quantity.seconds
    is_length = shape in ("length", "clips")
    assumed = {}
    if model.is_retired:
        assumed["retired"] = None
    rate = choice.option.rate if choice.option else Fraction(0)

    def units_at(length):
        """Returns the units where each clip, or the whole, has this length."""
        if model.unit == "second":
            return count * length
        return count * Fraction(math.ceil(length / model.clip_seconds) if model.clip_seconds else 1)

    units = Fraction(count)
    if model.unit == "image":
        pace = settings.pace or table.pacing
        if shape == "clips" or (shape == "length" and not pace):
            codes.add("wrong_unit")
        elif shape == "length":
            units = Fraction(math.ceil(seconds / pace))
            if not settings.pace:  # what a flag says is no assumption
                assumed["pacing"] = None
    elif model.unit == "clip":
        if shape == "length" and not model.clip_seconds:
            codes.add("wrong_unit")
        elif is_length:
            units = units_at(seconds)
            if shape == "length" or seconds != model.clip_seconds:
                assumed["clip_length"] = None
    elif shape == "none":
        codes.add("missing_quantity")
    elif shape == "count":
        codes.add("wrong_unit")
    else:
        units = units_at(seconds)

    if choice.assumed:
        assumed[choice.assumed] = choice.other_rate * units
    if model.offered and is_length and not codes:
        next_length = model.offered.next_sum(seconds)
        if seconds not in model.offered.seconds if shape == "clips" else next_length != seconds:
            assumed["offered_length"] = rate * units_at(next_length)
    if not codes and rate * units > MAX_CREDITS:
        codes.add("limit")
    if settings.strict and assumed:
        codes.add("assumption")
    if codes:
        return Answer(codes=frozenset(codes))
    return Answer(rate * units, parts=(Part(model, choice, units, assumed),))


def price(items, table, settings, count=1):
    """Returns the credits or None, the error codes that are accepted, and the answer to each item."""
    answers = [price_item(item, table, settings) for item in items]
    codes = frozenset().union(*(answer.codes for answer in answers))
    if codes:
        return None, codes, answers
    credits = sum(answer.credits for answer in answers) * settings.factor * count
    if credits > MAX_CREDITS:
        return None, frozenset({"limit"}), answers
    return credits, frozenset(), answers


# ---------------------------------------------------------------- random numbers and spellings


def respell(name, rng):
    """Returns another spelling of a name: case and separators change freely."""
    text = ""
    for letter in name:
        if letter in " -_/":
            text += rng.choice(["", " ", "-", "_", "/", letter, letter, "_ /"])
            continue
        if text and rng.random() < 0.05:
            text += rng.choice(" -_/")
        text += rng.choice([letter.lower(), letter.upper(), letter])
    return text + (rng.choice("-_/") if rng.random() < 0.03 else "")


def respell_word(word, rng):
    """Returns another spelling of an option's word: case, `-` and `_` change."""
    if rng.random() < 0.5:
        return word.replace("_", "-")
    letters = (rng.choice(["", "-", "_"]) if letter in "-_" else rng.choice([letter.lower(), letter.upper()]) for letter in word)
    return "".join(letters)


def plain_number(rng, largest, places):
    """Returns a number above 0 with at most so many decimals, sometimes with trailing zeros, never with three decimals."""
    places = rng.choice([places for places in range(places + 1) if places != 3])
    whole, part = divmod(rng.randint(1, largest * 10**places), 10**places)
    return f"{whole}.{part:0{places}}" if places else str(whole)


# ---------------------------------------------------------------- random price tables

NAME_STARTS = "pixel motion dream nova flash comet lumen orbit atlas cedar ember fable 4o 3d".split()
NAME_WORDS = "studio turbo lite pro max ultra v2 v3.5 1.0 2 edit (beta) x+ i2v fast image video".split()
RESOLUTIONS = ["480p", "720p", "1080p", "4K"]
QUALITIES = ["low", "medium", "high", "Ultra"]
EXTRA_WORDS = ["hd", "60fps", "pro-mode", "first_frame", "Lip_Sync"]


class TableMaker:
    """Writes a random price table that is valid by section 5 of the contract."""

    def __init__(self, rng):
        self.rng = rng
        self.taken = {"credits"}

    def name(self):
        """Returns a name that no other model, alias or recipe of this table has."""
        rng = self.rng
        while True:
            name = rng.choice(NAME_STARTS)
            for _ in range(rng.choice([0, 1, 1, 2, 3])):
                name += rng.choice(" -_/") + rng.choice(NAME_WORDS)
            if fold(name) not in self.taken and not re.match("[0-9]+x", fold(name)):
                self.taken.add(fold(name))
                return rng.choice([name, name, name.title()])

    def rate(self):
        """Returns a price: at most 4 decimals, below 10,000,000, never three decimals with a 0 at the end."""
        rng, draw = self.rng, self.rng.random()
        if draw < 0.6:
            return str(rng.randint(1, 100))
        if draw < 0.65:
            return "0"
        if draw < 0.75:
            return str(rng.randint(1, 9_999_999))
        places = rng.randint(1, 4)
        part = f"{rng.randrange(10**places):0{places}}"
        if places == 3 and part.endswith("0"):
            part = part[:2] + "5"
        return f"{rng.randint(0, rng.choice([0, 9, 500, 9_999_999]))}.{part}"

    def option_names(self):
        """Returns the options of a model, or nothing for a model with one rate."""
        rng, draw = self.rng, self.rng.random()
        no_audio = rng.choice(["no_audio", "no-audio"])
        if draw < 0.35:
            return []
        if draw < 0.55:
            return rng.sample(["audio", no_audio], 2)
        if draw < 0.65:
            return rng.sample(QUALITIES, rng.randint(1, len(QUALITIES)))
        if draw < 0.85:  # some combinations, rarely all of them
            names = [f"{resolution} {audio}" for resolution in rng.sample(RESOLUTIONS, rng.randint(1, 4)) for audio in ("audio", no_audio)]
            return rng.sample(names, rng.randint(max(1, len(names) - 2), len(names)))
        # any sets of words: `720p` beside `720p audio`
        sets = {}
        for _ in range(rng.randint(2, 6)):
            words = rng.sample(RESOLUTIONS[:2] + EXTRA_WORDS, rng.choice([0, 1, 1, 2])) + rng.choice([[], ["audio"], [no_audio]])
            if words:
                sets[frozenset(words)] = " ".join(rng.sample(words, len(words)))
        return list(sets.values())

    def price(self):
        names = self.option_names()
        if not names:
            return self.rate()
        rates = [self.rate() for _ in names]
        if self.rng.random() < 0.4:  # options that cost the same
            rates = self.rng.choices(rates[:2] if self.rng.random() < 0.5 else rates[:1], k=len(names))
        keys = [name if re.fullmatch("[A-Za-z0-9_-]+", name) else f'"{name}"' for name in names]
        return "{ " + ", ".join(f"{key} = {rate}" for key, rate in zip(keys, rates)) + " }"

    def model(self):
        rng, unit = self.rng, self.rng.choice(["image", "clip", "clip", "second", "second"])
        name = self.name()
        rows = [
            "[[model]]",
            f'name = "{name}"',
            f'kind = "{"text-to-image" if unit == "image" else "image-to-video"}"',
            f"per_{unit} = {self.price()}",
        ]
        if rng.random() < 0.3:
            rows.append(f"aliases = {json.dumps([self.name() for _ in range(rng.randint(1, 2))])}")
        if unit == "clip" and rng.random() < 0.65:
            rows.append(f"clip_seconds = {rng.choice(['4', '5', '6', '8', '10', '12', '2.5', '7.125'])}")
        if unit != "image" and rng.random() < 0.5:
            lengths = sorted(rng.sample(range(2, 16), rng.randint(1, 4)))
            texts = [f"{length}.5" if rng.random() < 0.05 else str(length) for length in lengths]
            rows.append(f"seconds_offered = [{', '.join(texts)}]")
        if rng.random() < 0.15:
            rows.append("retired = 2025-03-04")
        return "\n".join(rows) + "\n"

    def plans(self):
        rng, text = self.rng, ""
        for name in rng.sample(["Basic", "Plus", "Studio 10", "Team-XL", "Pack (small)"], rng.randint(0, 3)):
            price = rng.choice(["", "usd_per_month = 19\n", "usd_per_month = 9.99\n", "usd = 12.5\nonce = true\n"])
            text += f'[[plan]]\nname = "{name}"\ncredits = {plain_number(rng, 50_000, 4)}\n{price}\n'
        return text

    def rules(self):
        """Returns rules, sometimes one twice: `diff` of a table with itself shows no change all the same."""
        texts = ["Clips of 4-8 seconds.", "Clips of 48 seconds.", "A failed clip is free."]
        chosen = self.rng.choices(texts, k=self.rng.randint(0, 3))
        return "".join(f'[[rule]]\ntopics = ["clips"]\ntext = "{text}"\n\n' for text in chosen)

    def recipe(self, maker, table):
        """Returns a recipe whose items can be priced without any flag."""
        items = []
        while len(items) < self.rng.randint(1, 4):
            item = f"credits={plain_number(self.rng, 500, 4)}" if self.rng.random() < 0.15 else maker.model_item(spelling=None)
            answer = price_item(item, table, Settings())
            if not answer.codes and answer.credits < 10**8:
                items.append(item)
        return f'[[recipe]]\nname = "{self.name()}"\nitems = {json.dumps(items)}\n\n'

    def table(self):
        rng = self.rng
        text = '[table]\nname = "Random prices"\nsource = "https://example.org/prices"\nchecked = 2025-06-01\n\n'
        if rng.random() < 0.7:
            text += f"[pacing]\nimages = {rng.randint(1, 12)}\nseconds = {rng.choice([10, 30, 45, 60])}\n\n"
        text += "\n".join(self.model() for _ in range(rng.randint(2, 10))) + "\n" + self.plans() + self.rules()
        table = Table(text)
        maker = Maker(table, rng, spellings=1)
        return text + "".join(self.recipe(maker, table) for _ in range(rng.randint(0, 4)))


# ---------------------------------------------------------------- random productions

# Left out because the contract doesn't say what becomes of them: capitals in a quantity, `1.5m`, `1m05s`, blanks
# after `:`, and a word given twice.
NOT_VALID = (
    "0 1,250 1_000 1,5 1e3 +5 007 8sx6 6*8s 6x8 6x x8s 7x -3 .5s 5.s 7,5s 1,250s +8s 007s 1e3s 08s 0s 0x8s 6x0s "
    "6x08s 06x8s 6x+8s 6x1,5s 1:5 1:60 1:075 1:30s 01:30 1:3o six 7i 0x10 48sec 2min 1h 30s1m 5m30 "
    "1m30 6xx8s 6x8s8s 6x8sx2 6xnano-banana ٣ ７ 6×8s =6 6=7 ½ NaN inf 1'000 1.250,5 $5 7! 7-8"
).split() + ["", "8 s", "6 x 8s", "6x 8s", "7 images", "1 250", "1m 30s", "1: 30"]
BAD_FIGURES = "-5 .5 5. 1,250 1.250 0.125 12.000 1.001 1e3 +5 1_000".split()
BAD_OPTIONS = [":silent", ":mute", ":sound", ":on", ":audio=on", ":", ":silent:audio", ":audio:silent", ":999p", ":no-audio:audio", ":au dio", ":audio+"]
UNKNOWN = ["sora", "veo", "kling", "nano", "flux", "veo4", "1.6", "banana pro", "gpt", "flux\u00a0schnell", "veo３", "\u212aling 1.5", "nanо-banana", "veo3.1/fast.", "credit", "kling v16"]


class Maker:
    """Makes items. Spellings are drawn once for each chunk: drawing one for each item is slow."""

    def __init__(self, table, rng, spellings=40):
        self.table, self.rng = table, rng
        respelled = lambda names: [(name, [name] + [respell(name, rng) for _ in range(spellings)]) for name in names]
        self.models, self.recipes = respelled(table.names), respelled(table.recipe_names)
        self.credits = [respell("credits", rng) for _ in range(spellings)]

    def whole(self):
        """Returns a count: mostly small, now and then large."""
        draw = self.rng.random()
        if draw < 0.9:
            return self.rng.randint(1, 60)
        return self.rng.randint(1, 10**4) if draw < 0.995 else self.rng.choice([10**6, 10**8, 10**9])

    def length(self):
        """Returns a length in one of the shapes that section 2 lists."""
        rng, pick = self.rng, self.rng.randrange(6)
        if pick == 0:
            return f"{rng.choice([4, 5, 6, 8, 10])}s"
        if pick == 1:
            return f"{self.whole()}s"
        if pick == 2:
            places = rng.randint(1, 3)
            return f"{rng.randint(0, 99)}.{rng.randint(1, 10**places - 1):0{places}}s"
        if pick == 3:
            return f"{rng.randint(1, 90)}m"
        if pick == 4:
            return f"{rng.randint(1, 9)}m{rng.randint(10, 59)}s"
        return f"{rng.randint(1, 90)}:{rng.randint(0, 59):02}"

    def clip_length(self, model):
        """Returns the length of one clip: often one that is offered, often one that isn't."""
        rng = self.rng
        if rng.random() < 0.4:
            return self.length()
        if model.offered and rng.random() < 0.5:
            thousandths = int(rng.choice(sorted(model.offered.seconds)) * 1000)
        elif model.clip_seconds and rng.random() < 0.5:
            thousandths = int(model.clip_seconds * 1000)
        else:
            return f"{rng.randint(1, 20)}s"
        whole, part = divmod(thousandths, 1000)
        return f"{whole}.{part:03}".rstrip("0").rstrip(".") + "s"

    def options(self, model):
        """Returns options of this model: some words of one of them, in any order; or nothing."""
        rng = self.rng
        if rng.random() < 0.35:
            return ""
        option = rng.choice(model.options)
        words = (option.text or "").split()
        chosen = rng.sample(words, rng.randint(min(1, len(words)), len(words)))
        return "".join(":" + respell_word(word, rng) for word in chosen)

    def join(self, name, quantity, suffix=""):
        """Returns the item, with blanks where they are ignored."""
        if self.rng.random() < 0.85:
            return name + ("" if quantity is None else "=" + quantity) + suffix
        blank = lambda: self.rng.choice(["", " ", "  ", "\t"])
        text = name if quantity is None else name + blank() + "=" + blank() + quantity
        return blank() + text + suffix.replace(":", blank() + ":") + blank()

    def model_item(self, spelling):
        """Returns a model with a quantity that fits its unit; without a spelling, as it is written in the table."""
        rng = self.rng
        name, spellings = rng.choice(self.models)
        model = self.table.models[fold(name)]
        length, clips = self.clip_length(model), f"{rng.randint(1, 200)}x{self.clip_length(model)}"
        if model.unit == "second":
            quantity = rng.choice([length, clips])
        elif model.unit == "image":
            quantity = rng.choice([None, str(self.whole()), length])
        else:
            quantity = rng.choice([None, str(self.whole()), clips] + ([length] if model.clip_seconds else []))
        if spelling is None:
            return name + ("" if quantity is None else "=" + quantity) + self.options(model)
        return self.join(rng.choice(spellings), quantity, self.options(model))

    def good(self):
        """Returns an item that is priced, except where it is over a limit."""
        rng, draw = self.rng, self.rng.random()
        if draw < 0.08:
            return self.join(rng.choice(self.credits), rng.choice(["0", plain_number(rng, 5000, 4), plain_number(rng, 5000, 4)]))
        if draw < 0.2 and self.recipes:
            name = rng.choice(["", "@"]) + rng.choice(rng.choice(self.recipes)[1])
            return self.join(name, rng.choice([None, str(self.whole())]))
        return self.model_item(spelling=True)

    def bad(self):
        """Returns an item that nearly always has a fault; `price_item` decides whether it has."""
        rng = self.rng
        name, spellings = rng.choice(self.models)
        model, spelling = self.table.models[fold(name)], rng.choice(spellings)
        recipe = rng.choice(rng.choice(self.recipes or self.models)[1])
        good = rng.choice([None, str(self.whole()), self.length(), f"{rng.randint(1, 200)}x{self.length()}"])
        suffix = rng.choice(["", "", ":audio", ":no-audio", self.options(model)])
        match rng.randrange(13):
            case 0:
                return self.join(rng.choice(UNKNOWN), good, suffix)
            case 1:  # one letter away from a name, or the beginning of one
                cut = rng.randrange(len(name))
                return self.join(rng.choice([name[:cut] + name[cut + 1 :], name[:cut], name[:cut] + "x" + name[cut:]]), good)
            case 2 | 3:
                return self.join(spelling, rng.choice(NOT_VALID), suffix)
            case 4:
                return self.join(rng.choice([recipe, rng.choice(self.credits)]), rng.choice(NOT_VALID))
            case 5:
                return self.join(spelling, good, rng.choice(BAD_OPTIONS))
            case 6:  # any model with any shape of quantity: most are the wrong unit
                return self.join(spelling, good, suffix)
            case 7:
                return self.join(spelling, f"{self.whole()}.{rng.randint(0, 99)}", suffix)
            case 8:
                return rng.choice([f"{spelling}:{self.whole()}", f"{spelling}:{self.length()}", f"{self.whole()}x{spelling}", f"@{spelling}", f"={self.whole()}", "", "@", "=", suffix, f"{spelling}{suffix}={self.whole()}"])
            case 9:
                return self.join(rng.choice([recipe, "@" + recipe]), rng.choice([self.length(), "1.5", good]), suffix)
            case 10:
                return self.join(rng.choice(self.credits), rng.choice([None, self.length(), *BAD_FIGURES]), suffix)
            case 11:  # words of different options, which often don't combine
                other = self.table.models[fold(rng.choice(self.models)[0])]
                words = sorted(model.words | (other.words if rng.random() < 0.3 else set()))
                chosen = rng.sample(words, min(len(words), rng.randint(1, 3)))
                return self.join(spelling, self.clip_length(model), "".join(":" + word for word in chosen))
            case _:  # over a limit
                over = rng.choice(["1000000001", "1000000001s", "1000000x1001s", "16666667m", "1000000000", "9" * 30, "9" * 30 + "s"])
                return rng.choice([self.join(spelling, over), f"credits={MAX_CREDITS + 1}", f"credits={MAX_CREDITS}", f"{recipe}=1000000001"])

    def production(self):
        return [self.bad() if self.rng.random() < 0.15 else self.good() for _ in range(self.rng.randint(1, 5))]

    def settings(self):
        """Returns the flags of one run; a budget's flag and value come first."""
        rng, arguments, budget = self.rng, [], None
        pick = rng.randrange(5)
        if pick < 3 and self.table.plans:
            plan = rng.choice(list(self.table.plans))
            arguments, budget = ["--plan", respell(plan, rng)], self.table.plans[plan]
        elif pick == 3:
            written = rng.choice(["0", plain_number(rng, 100_000, 4)])
            arguments, budget = ["--credits", written], Fraction(written)
        audio = rng.choice([None, None, True, False])
        if audio is not None:
            arguments.append("--audio" if audio else "--no-audio")
        factor = Fraction(1)
        if rng.random() < 0.5:
            percent = rng.choice(["0", "25", "100", "12.5", plain_number(rng, 300, 4)])
            arguments += ["--retakes", percent + rng.choice(["", "%"])]
            factor += Fraction(percent) / 100
        pace = None
        if rng.random() < 0.4:
            written = rng.choice(["5s", "2.5s", "1:00", "1m30s", "0.5s", "4.286s", "2m", "7s"])
            arguments += ["--pace", written]
            pace = seconds_of(written)
        strict = rng.random() < 0.15
        return Settings(arguments + ["--strict"] * strict, budget, audio, factor, pace, strict)


# ---------------------------------------------------------------- reading the program's answers


def exact(text):
    """Reads a JSON number as it is written; the contract allows no exponent."""
    if "e" in text.lower():
        raise ValueError(f"a number with an exponent: {text}")
    return Fraction(text)


def parse(text):
    """Returns a JSON document, or why the text isn't one."""
    try:
        document = json.loads(text, parse_float=exact)
    except ValueError as error:
        document = f"{error}: {text[:200]!r}"
    return document if isinstance(document, dict) else {"unreadable": document}


def run(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, encoding="utf-8", check=False)


def decimal(number):
    """Returns an amount as plain decimals, exactly: every amount here has a finite number of them."""
    if not isinstance(number, Fraction):
        return number
    places = next(places for places in itertools.count() if 10**places % number.denominator == 0)
    digits = f"{int(number * 10**places):0{places + 1}}"
    return digits[: len(digits) - places] + "." + digits[len(digits) - places :] if places else digits


def plain(record):
    return {key: decimal(value) for key, value in record.items()}


def shown_output(done):
    return f"exit {done.returncode}: {(done.stdout + done.stderr)[:2000]}"


# ---------------------------------------------------------------- comparing: each yields (what was asked, expected, found)


def expected_record(number, line, items, table, settings):
    """Returns the record that `batch` should write for a line, and the error codes that are accepted."""
    credits, codes, _ = price(items, table, settings)
    fits = unlimited = None
    if not codes and settings.budget is not None:
        unlimited = credits == 0
        fits = None if unlimited else settings.budget // credits
    return {"id": number, "line": line, "credits": credits, "fits": fits, "unlimited": unlimited}, codes


def compare_batch(program, pricing, numbered, table, settings, rng):
    """Compares `batch` on one chunk of productions, given as (id, items)."""
    lines, expected = [], []
    for number, items in numbered:
        if rng.random() < 0.01:
            lines.append("")  # a blank line has no record but is counted
        lines.append(json.dumps({"id": number, "items": items}, ensure_ascii=rng.random() < 0.5))
        expected.append((lines[-1], *expected_record(number, len(lines), items, table, settings)))
    descriptor, path = tempfile.mkstemp(suffix=".jsonl")
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        done = run(program, "batch", path, "--pricing", pricing, *settings.arguments)
    finally:
        os.unlink(path)
    asked = " ".join(["batch", *settings.arguments])
    if done.returncode not in (0, 3):
        yield asked, "an answer", shown_output(done)
        return
    code = 3 if any(codes for _, _, codes in expected) else 0
    if done.returncode != code:
        yield asked, f"exit {code}", f"exit {done.returncode}: {done.stderr[:300]}"
    # not splitlines(), which would break a record at U+2028
    records = done.stdout.split("\n")[:-1]
    for wanted, text in itertools.zip_longest(expected, records):
        line, want, codes = wanted or ("no line", {}, ())
        got = parse(text or "{}")
        error = got.get("error", {"code": "no record"})
        code_is_right = (error["code"] in codes) if error else not codes
        if not code_is_right or any(got.get(key, "absent") != value for key, value in want.items()):
            yield f"{asked}: {line}", f"{plain(want)} {sorted(codes)}", text


def is_right_error(got, done, items, answers, codes):
    """Tells whether an error document names each bad item with an accepted code."""
    # An item may be named once, or once for each fault: the contract doesn't say.
    bad = [(item.strip(" \t"), answer.codes) for item, answer in zip(items, answers) if answer.codes]
    accepted = [next(group)[1] for _, group in itertools.groupby(bad, key=lambda pair: pair[0])]
    entries = got.get("items", []) if accepted else []
    named = [next(group)["code"] for _, group in itertools.groupby(entries, key=lambda entry: entry["item"].strip(" \t"))]
    return (
        done.returncode == 3
        and not done.stdout
        and got.get("schema") == "credits.error/1"
        and got.get("code") in codes
        and len(named) == len(accepted)
        and all(code in may for code, may in zip(named, accepted))
    )


def wrong_assumptions(entries, parts, total, factor):
    """Yields what is wrong in the `assumptions` of an answer."""
    wanted = {}
    for part in parts:
        for code, other in part.assumed.items():
            other_total = None if other is None else (total - part.credits + part.times * other) * factor
            wanted.setdefault((code, part.model.name), []).append(other_total)
    found = {}
    for entry in entries:
        found.setdefault((entry["code"], entry["model"]), []).append(entry["alternative_credits"])
    if wanted.keys() != found.keys():
        yield f"assumptions {sorted(wanted)}"
    for key, totals in wanted.items():
        # With the same assumption several times, the contract doesn't say whether entries are merged.
        if len(totals) == 1 and (totals[0] is None or totals[0] <= MAX_CREDITS) and found.get(key, totals) != totals:
            yield f"{key}: alternative_credits {decimal(totals[0])}"


def wrong_lines(lines, parts):
    """Yields what is wrong in the `lines` of an answer, for each model that is in it once."""
    for row in lines:
        if row["unit"] != "credit" and row["rate"] is not None and row["rate"] * row["quantity"] != row["credits"]:
            yield f"rate x quantity = credits in {row['name']}"
    names = [part.model.name for part in parts]
    for part in parts:
        if names.count(part.model.name) > 1:
            continue
        option = part.choice.option
        want = {"unit": part.model.unit, "rate": option.rate, "quantity": part.times * part.units, "credits": part.credits}
        if part.choice.certain:
            want |= {"option": option.text, "audio": option.audio}
        found = [row for row in lines if row["model"] == part.model.name]
        if len(found) != 1 or any(found[0].get(key, "absent") != value for key, value in want.items()):
            yield f"a line {plain(want)} for {part.model.name}"


def compare_cost(program, pricing, items, table, settings, rng):
    """Compares `cost --json` on one production."""
    flags = settings.arguments[2:] if settings.budget is not None else list(settings.arguments)
    count = rng.choice([1, 1, rng.randint(2, 1000)])
    if count > 1:
        flags += ["-n", str(count)]
    done = run(program, "cost", "--json", "--pricing", pricing, *flags, "--", *items)
    credits, codes, answers = price(items, table, settings, count)
    if codes:
        wrong = [] if is_right_error(parse(done.stderr), done, items, answers, codes) else [f"exit 3, items {[sorted(answer.codes) for answer in answers]}"]
    else:
        got = parse(done.stdout)
        want = {"schema": "credits.cost/1", "count": count, "credits": credits, "credits_each": credits / count, "retakes": settings.factor}
        if done.returncode != 0 or done.stderr or any(got.get(key) != value for key, value in want.items()):
            wrong = [f"exit 0, {plain(want)}"]
        else:
            parts = [part for answer in answers for part in answer.parts]
            total = sum(answer.credits for answer in answers)
            wrong = [*wrong_assumptions(got["assumptions"], parts, total, settings.factor * count), *wrong_lines(got["lines"], parts)]
            if sum(row["credits"] for row in got["lines"]) != total:
                wrong.append(f"lines that make {decimal(total)}")
    if wrong:
        yield f"cost {' '.join(flags)}: {json.dumps(items, ensure_ascii=False)}", "; ".join(wrong), shown_output(done)


def compare_diff(program, pricing, items, table):
    """Compares `diff` of a table with itself: no change, the same cost twice, and the same refusals as `cost`."""
    done = run(program, "diff", "--json", pricing, pricing, "--", *items)
    credits, codes, _ = price(items, table, Settings())
    if codes:
        right = done.returncode == 3 and not done.stdout and parse(done.stderr).get("code") in codes
        want = f"exit 3, {sorted(codes)}"
    else:
        got = parse(done.stdout)
        fits = {name: table.plans[name] // credits for name in table.monthly} if credits else {}
        budgets = {budget["name"]: {key: budget[key] for key in ("name", "from", "to")} for budget in got.get("budgets") or []}
        right = done.returncode == 0 and got.get("changes") == [] and got.get("production") == {"from": credits, "to": credits}
        right = right and all(budgets.get(name) == {"name": name, "from": count, "to": count} for name, count in fits.items())
        want = f"no changes, {decimal(credits)} credits, fits {fits}"
    if not right:
        yield f"diff {json.dumps(items, ensure_ascii=False)}", want, shown_output(done)


def compare_recipes(program, pricing, table, settings):
    """Compares `compare` on the recipes of a table: each row costs what `cost` says."""
    budget = settings.arguments[:2] if settings.budget is not None else []
    audio = [] if settings.audio is None else ["--audio" if settings.audio else "--no-audio"]
    used = Settings(budget=settings.budget, audio=settings.audio)
    answers = [price_item(name, table, used) for name in table.recipe_names]
    if len(answers) < 2 or any(answer.codes for answer in answers):
        return
    done = run(program, "compare", "--json", "--pricing", pricing, *budget, *audio, *table.recipe_names)
    fits = lambda credits: None if settings.budget is None or not credits else settings.budget // credits
    want = sorted((answer.credits, fits(answer.credits)) for answer in answers)
    assumed = {code for answer in answers for part in answer.parts for code in part.assumed}
    got = parse(done.stdout)
    rows = got.get("rows", [])
    # With no budget the fits are those of every monthly plan, which aren't compared here.
    found = sorted((row["credits"], next(iter((row["fits"] or {"": None}).values())) if budget else None) for row in rows)
    codes = {entry["code"] for entry in got.get("assumptions", [])}
    if done.returncode != 0 or found != want or codes != assumed:
        asked = f"compare {' '.join(budget + audio)} {json.dumps(table.recipe_names)}"
        yield asked, f"{[(decimal(credits), count) for credits, count in want]}, assumptions {sorted(assumed)}", shown_output(done)


# ---------------------------------------------------------------- running


def schedule(count):
    """Yields (number of productions, whether a random table is used): half for each, in several chunks."""
    random_share = count // 2
    for total, most, is_random in ((count - random_share, CHUNK, False), (random_share, TABLE_CHUNK, True)):
        size = min(most, max(500, total // 10))  # several settings in short runs too
        for start in range(0, total, size):
            yield min(size, total - start), is_random


def reported(compare, program, pricing, asked, *rest):
    """Yields the differences of one comparison; a document with other keys or types is one too."""
    try:
        yield from compare(program, pricing, asked, *rest)
    except (AttributeError, KeyError, TypeError) as error:
        shown = asked if compare in (compare_cost, compare_diff) else ""
        yield f"{compare.__name__} {shown}", "a document as section 4 describes it", repr(error)


def compare_chunk(options, pricing, table, numbers, singles, rng, is_random):
    """Compares one chunk: `batch` for all productions, the other commands for a sample."""
    maker = Maker(table, rng, spellings=6 if is_random else 40)
    settings = maker.settings()
    numbered = [(number, maker.production()) for number in numbers]
    sample = rng.sample(numbered, min(singles, len(numbered)))
    yield from reported(compare_batch, options.program, pricing, numbered, table, settings, rng)
    for index, (_, items) in enumerate(sample):
        yield from reported(compare_cost, options.program, pricing, items, table, settings, rng)
        if index % 4 == 0:
            yield from reported(compare_diff, options.program, pricing, items, table)
    if is_random and sample:
        yield from reported(compare_recipes, options.program, pricing, table, settings)


def with_table_shown(found, text):
    """Yields the differences found with a random table, the first of them with the table."""
    for index, (asked, want, got) in enumerate(found):
        yield asked, want, got + (f"\n  table:\n{text}" if index == 0 else "")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", help="the `credits` program to test")
    parser.add_argument("--count", type=int, default=20_000, help="number of productions")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same tables and productions")
    parser.add_argument("--singles", type=int, default=100, help="productions that are also given to `cost`, one by one")
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--pricing", default=os.path.join(here, "..", "..", "pricing.toml"), help="the main price table")
    options = parser.parse_args()

    with open(options.pricing, encoding="utf-8-sig") as file:
        main_table = Table(file.read())
    rng = random.Random(options.seed)
    done = differences = 0
    for size, is_random in schedule(options.count):
        numbers = range(done + 1, done + size + 1)
        # spreads the single runs evenly over all productions
        singles = options.singles * (done + size) // options.count - options.singles * done // options.count
        if is_random:
            text = TableMaker(rng).table()
            with tempfile.NamedTemporaryFile("w", suffix=".toml", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                found = list(with_table_shown(compare_chunk(options, file.name, Table(text), numbers, singles, rng, True), text))
        else:
            found = compare_chunk(options, options.pricing, main_table, numbers, singles, rng, False)
        for asked, want, got in found:
            differences += 1
            if differences <= SHOWN:
                print(f"{asked}\n  oracle:  {want}\n  program: {got}")
        done += size
    print(f"{options.count:,} productions compared, {differences:,} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
