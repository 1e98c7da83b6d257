"""The learning curve: what does doubling the sentences bring? `make nlu-curve` (five minutes)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Dict, List

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import numpy as np

from nlu.authors import read_authors
from nlu.layout import ROOT, layout_of
from nlu.measuring import Model, options_of, sentences_of, share, written_of
from nlu.plots import learning_picture

SMALLEST = 500
ALARMS = 0.05
CURVE = ROOT / "docs" / "nlu-curve.md"
HEAD = f"""# What more sentences bring

Made by `make nlu-curve`: a fixed random part of all sentences; judged on the held-out sentences (invented
messages, other authors). Danger: the model alone, where {ALARMS:.0%} of the harmless held-out messages alarm.

| sentences | topic right | act right | urgent seen | concern seen |
| --- | --- | --- | --- | --- |
"""
TAIL = "\nStop writing when a doubling gives less than 0.01.\n\n![Learning curve](nlu/curve.png)\n"


def main() -> int:
    """Writes docs/nlu-curve.md."""
    layout = layout_of()
    try:
        known, held = sentences_of(layout)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    writers = read_authors(layout.authors)[0]
    # The report shows answers inside talks apart.
    held = tuple(s for s in held if not writers[s.author].inside_a_talk)
    order = np.random.default_rng(7).permutation(len(known))
    sizes = [len(known)]
    while sizes[0] // 2 >= SMALLEST:
        sizes.insert(0, sizes[0] // 2)
    written = written_of(layout, [sentence.text for sentence in known])
    unseen = written_of(layout, [sentence.text for sentence in held])
    weight = options_of(layout, "RiskHead")["urgent_weight"]
    risk = np.array([sentence.risk for sentence in held])
    text, found = HEAD, []
    for size in sizes:
        chosen = sorted(order[:size])
        model = Model(layout, [written[i] for i in chosen], [known[i] for i in chosen])
        answers = model.answers(unseen)
        topic = share([answers.topic(row) == s.topic for row, s in enumerate(held)])
        act = share([answers.act(row) == s.act for row, s in enumerate(held)])
        chances = np.array([judgement.chances.seen(weight) for judgement in answers.judgements])
        limit = np.quantile(chances[risk == "none"], 1 - ALARMS)
        urgent, concern = (share(chances[risk == x] >= limit) for x in ("urgent", "concern"))
        found.append({"topic right": topic.value, "act right": act.value, "urgent seen":
                      urgent.value, "concern seen": concern.value})  # fmt: skip
        row = f"| {size} | {topic} | {act} | {urgent} | {concern} |"
        print(row, flush=True)
        text += row + "\n"
    _draw(sizes, found)
    CURVE.write_text(text + TAIL, encoding="utf-8")
    return 0


def _draw(sizes: List[int], found: List[Dict[str, float]]) -> None:
    lines = [(name, [row[name] for row in found]) for name in found[0]]
    learning_picture(ROOT / "docs" / "nlu" / "curve.png", sizes, lines)


if __name__ == "__main__":
    sys.exit(main())
