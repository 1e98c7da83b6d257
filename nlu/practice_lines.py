"""Reads the labelled lines of volunteers for the practice talk (`nlu/practice/`), with every mistake."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Iterator, List, Sequence, Tuple

import yaml

LABELS = ("listen", "ask", "normalise", "advise", "judge", "other")
ABOUT = ("author", "region", "world")
REGIONS = ("NL", "VL", "both")
TRAIN, HELD_OUT = "train", "held_out"


@dataclass(frozen=True)
class Line:
    """One line of a volunteer. `place` is file and line number, for mistakes."""

    text: str
    label: str
    author: str
    region: str
    place: str


@dataclass(frozen=True)
class Lines:
    """The lines of one folder, and in Dutch what is wrong, each with file and line."""

    lines: Tuple[Line, ...]
    mistakes: Tuple[str, ...]


def read_lines(folder: Path) -> Lines:
    """Every line of every voice in a folder. A folder without files is a mistake."""
    lines: List[Line] = []
    mistakes: List[str] = []
    files = sorted(folder.glob("*.yml"))
    if not files:
        mistakes.append(f"{folder.name}:1: hier staan geen zinnen")
    for file in files:
        shown = f"{folder.name}/{file.name}"
        try:
            text = file.read_text(encoding="utf-8")
            raw = yaml.safe_load(text)
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            mark = getattr(error, "problem_mark", None)
            mistakes.append(f"{shown}:{mark.line + 1 if mark else 1}: dit is geen geldige YAML")
            continue
        found, wrong = _voice(raw, text, shown)
        lines += found
        mistakes += wrong
    mistakes += _twice(lines)
    return Lines(tuple(lines), tuple(mistakes))


def _voice(raw: object, text: str, shown: str) -> Tuple[List[Line], List[str]]:
    if not isinstance(raw, dict) or any(not isinstance(raw.get(key), str) for key in ABOUT):
        return [], [f"{shown}:1: verwacht author, region, world en een blok per label"]
    if raw["region"] not in REGIONS:
        return [], [f"{shown}:1: region is een van {', '.join(REGIONS)}"]
    numbers = _numbers(text)
    lines, mistakes = [], []
    for label, block in raw.items():
        if label in ABOUT:
            continue
        here = numbers.get(str(label), 0)
        if label not in LABELS or not isinstance(block, str):
            known = ", ".join(LABELS)
            mistakes.append(
                f"{shown}:{here}: '{label}' is geen blok zinnen van een label ({known})"
            )
            continue
        for offset, said in enumerate(block.splitlines(), 1):
            if said.strip():
                place = f"{shown}:{here + offset}"
                lines.append(Line(said.strip(), label, raw["author"], raw["region"], place))
    return lines, mistakes


def _numbers(text: str) -> Dict[str, int]:
    """On which line each key of the file begins."""
    return {
        row.split(":", 1)[0]: number
        for number, row in enumerate(text.splitlines(), 1)
        if row[:1].isalpha() and ":" in row
    }


def _twice(lines: Sequence[Line]) -> Iterator[str]:
    seen: Dict[str, Line] = {}
    for line in lines:
        first = seen.setdefault(" ".join(line.text.casefold().split()), line)
        if first is not line:
            yield f"{line.place}: deze zin staat al in {first.place}"


def alike(train: Sequence[Line], held_out: Sequence[Line]) -> Iterator[str]:
    """Lines that nearly stand twice, among the trained ones or in both sets."""
    from nlu.duplicates import near_duplicates

    lines = [*train, *held_out]
    for later, earlier in near_duplicates([line.text for line in lines]):
        yield f"{lines[later].place}: lijkt te veel op {lines[earlier].place}"
