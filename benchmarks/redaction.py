"""Do names stay out? Recall of `redact()` a kind, and what it took away that should have stayed.

    python -m benchmarks.redaction

Reads the invented messages of tests/data/redaction.yml. Gone means: the exact words are no longer in
the text. A false redaction is a harmless message that changed, or a part that had to stay and did not.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import yaml

from bot.engine.redacting import helplines_in, redact
from bot.settings import ROOT

DATA = ROOT / "tests" / "data" / "redaction.yml"


@dataclass(frozen=True, slots=True)
class Figures:
    """What came out; `missed` and `false` hold the numbers of messages, counted from 1."""

    wanted: Counter[str]
    gone: Counter[str]
    missed: tuple[int, ...]
    false: tuple[int, ...]
    milliseconds: float  # for one message, on average

    def recall(self, kind: str) -> float:
        """The part of what had to go that is gone, 0-1."""
        return self.gone[kind] / self.wanted[kind]


def messages() -> list[dict[str, Any]]:
    """The invented messages."""
    found: list[dict[str, Any]] = yaml.safe_load(DATA.read_text("utf-8"))
    return found


def services() -> frozenset[str]:
    """The helplines of flows/services.yml."""
    rows = yaml.safe_load((ROOT / "flows" / "services.yml").read_text("utf-8"))["services"]
    return helplines_in(f"{row['contact']} {row['note']}" for row in rows)


def measure() -> Figures:
    """Redacts every message and counts."""
    readable, wanted, gone = services(), Counter[str](), Counter[str]()
    missed, false = [], []
    rows = messages()
    began = time.perf_counter()
    results = [redact(row["text"], helplines=readable) for row in rows]
    spent = time.perf_counter() - began
    for number, (row, result) in enumerate(zip(rows, results, strict=True), 1):
        for kind, values in row.get("gone", {}).items():
            away = [value for value in values if value not in result]
            wanted[kind] += len(values)
            gone[kind] += len(away)
            if len(away) < len(values):
                missed.append(number)
        stays = row.get("stays", []) if "gone" in row else [row["text"]]
        if any(part not in result for part in stays):
            false.append(number)
    return Figures(wanted, gone, tuple(missed), tuple(false), 1000 * spent / len(rows))


def main() -> None:
    """Writes the table; the last line is the summary."""
    figures = measure()
    lines = [
        f"{kind:22}{figures.gone[kind]:4} of {wanted:3}  {figures.recall(kind):6.1%}"
        for kind, wanted in sorted(figures.wanted.items())
    ]
    lines += [
        f"missed in messages: {', '.join(map(str, figures.missed)) or 'none'}",
        f"false redactions in messages: {', '.join(map(str, figures.false)) or 'none'}",
        f"{len(messages())} messages: {figures.gone.total()} of {figures.wanted.total()} gone, "
        f"{len(figures.false)} false redactions, {figures.milliseconds:.2f} ms a message",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
