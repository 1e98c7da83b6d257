"""Measures the model of the practice talk on the held-out lines and writes docs/practice-report.md.

For who wants to know how good it is: `make practice-report` (half a minute with the voices left out).
Refuses lines that stand in both sets. Every figure stands with its 95 % Wilson interval.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Iterator, List, Sequence

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from nlu.layout import ROOT, Layout, layout_of
from nlu.measuring import share
from nlu.practice_lines import HELD_OUT, LABELS, TRAIN, Line, alike, read_lines
from nlu.practice_model import STRENGTH, fitted, without_voice

REPORT = ROOT / "docs" / "practice-report.md"
HEAD = """# The practice talk: how well a volunteer's line is understood

Made by `make practice-report`. {train} training lines of {voices} voices, {held} held-out lines of {others}
others, which were written first and used for nothing but this table. All lines are invented by one writer,
who also labelled them once: the lines of real candidates will be understood worse. The candidate is told
that Maatje sometimes counts wrong, and there is no score to pass.

In brackets: 95 % Wilson interval; n: how many lines were counted.
"""


def checked(layout: Layout) -> tuple[Sequence[Line], Sequence[Line], List[str]]:
    """Training lines, held-out lines, and every mistake in them."""
    train = read_lines(layout.practice / TRAIN)
    held = read_lines(layout.practice / HELD_OUT)
    mistakes = [f"nlu/practice/{one}" for one in (*train.mistakes, *held.mistakes)]
    if not mistakes:
        mistakes = [f"nlu/practice/{one}" for one in alike(train.lines, held.lines)]
    return train.lines, held.lines, mistakes


def report_lines(train: Sequence[Line], held: Sequence[Line]) -> Iterator[str]:
    """The report, line by line."""
    said = list(map(str, fitted(train).predict([line.text for line in held])))
    truth = [line.label for line in held]
    yield HEAD.format(
        train=len(train),
        voices=len({line.author for line in train}),
        held=len(held),
        others=len({line.author for line in held}),
    )
    yield from ("## Right", "", "| what | share right |", "|---|---|")
    yield f"| **held-out lines** | **{share([a == b for a, b in zip(said, truth)])}** |"
    for name, region in (("Dutch", "NL"), ("Flemish", "VL")):
        mine = [a == b.label for a, b in zip(said, held) if b.region == region]
        yield f"| held-out, {name} | {share(mine)} |"
    for author in sorted({line.author for line in held}):
        mine = [a == b.label for a, b in zip(said, held) if b.author == author]
        yield f"| held-out, {author} | {share(mine)} |"
    left_out = without_voice(train, STRENGTH)
    right = share([a == b.label for a, b in zip(left_out, train)])
    yield f"| training lines, their voice left out | {right} |"
    most = Counter(line.label for line in train).most_common(1)[0][0]
    yield f"| always saying `{most}` | {share([most == one for one in truth])} |"
    yield ""
    yield from _by_label(said, truth)
    yield from _confusion(said, truth)


def _by_label(said: Sequence[str], truth: Sequence[str]) -> Iterator[str]:
    yield from ("## By label", "", "| label | found of those there are | right of those named |")
    yield "|---|---|---|"
    for label in LABELS:
        found = share([a == label for a, b in zip(said, truth) if b == label])
        right = share([b == label for a, b in zip(said, truth) if a == label])
        yield f"| `{label}` | {found} | {right} |"
    yield ""


def _confusion(said: Sequence[str], truth: Sequence[str]) -> Iterator[str]:
    counts = Counter(zip(truth, said))
    yield from (
        "## What is taken for what",
        "",
        "Rows: what it is; columns: what the model said.",
        "",
    )
    yield "| | " + " | ".join(LABELS) + " |"
    yield "|---|" + "---|" * len(LABELS)
    for row in LABELS:
        cells = (
            f"**{counts[row, col]}**" if row == col else str(counts[row, col]) for col in LABELS
        )
        yield f"| `{row}` | " + " | ".join(cells) + " |"


def main() -> int:
    """The command line."""
    train, held, mistakes = checked(layout_of())
    for mistake in mistakes:
        print(mistake, file=sys.stderr)
    if mistakes:
        return 1
    REPORT.write_text("\n".join(report_lines(train, held)) + "\n", encoding="utf-8")
    print(f"Geschreven: {REPORT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
