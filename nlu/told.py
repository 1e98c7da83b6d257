"""How well situations are seen in the words of people who were not learned from; writes a page.

For operators and developers: `make nlu-situations`. Left-out training authors, never the held-out
sentences: whether a sentence back is *right* is judged by readers (docs/decisions/2026-11-23-situations.md);
here only how often the model names the very situation that a reader, or a pattern, gave the sentence.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import List, Sequence, Tuple

if not __package__:  # started as a file: let `nlu` be found from any folder
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from nlu.components.ngrams import Ngrams, Shape
from nlu.components.situation_head import LONGEST
from nlu.components.situations import (
    Lesson,
    SituationClassifier,
    Strengths,
    read_for_situations,
)
from nlu.layout import ROOT, layout_of
from nlu.measuring import by_author, options_of, sentences_of, share, written_of
from nlu.sentences import Sentence

FOLDS = 4
LIMITS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9)
Found = Tuple[Sentence, str, float]
PAGE = """# What is told, seen by the language model

Made by `make nlu-situations`; do not edit by hand. {count} harmless training sentences of up to
{longest} words, of authors who were read for situations, all invented; {labelled} carry one.
In {folds} parts: the model never knew the author that it is asked about. *Seen*: it names a
situation at least so surely. *The same*: the very one that the sentence carries; near it may be
right too, so this is a lower bound. The bot says back from 0.50, and from 0.75 what has no topic
(`bot/domain/interpretation.py`).

| at least | with a topic: seen | the same | without a topic: seen | the same |
| --- | --- | --- | --- | --- |
{rows}
"""


def found_in(sentences: Sequence[Sentence]) -> List[Found]:
    """For each sentence the likeliest situation of its own topic, by a model that knew other authors."""
    layout = layout_of(ROOT)
    written = written_of(layout, [one.text for one in sentences])
    shape = Shape.from_options(options_of(layout, "NgramFeaturizer"))
    rows = Ngrams(shape).fit(written).transform(written)
    options = options_of(layout, "SituationHead")
    strengths = Strengths(**{name: options[name] for name in ("C", "fewest", "others", "least")})
    lessons = [Lesson(one.talk, one.situation, one.author, one.act) for one in sentences]
    found: List[Found] = []
    for train, test in by_author([one.author for one in sentences], FOLDS):
        model = SituationClassifier(strengths).fit(rows[train], [lessons[n] for n in train])
        seen = model.seen(rows[test], [lessons[n].act for n in test])
        for place, several in zip(test, seen):
            own = [one for one in several if one.topic == lessons[place].topic]
            best = (own[0].situation, own[0].confidence) if own else ("", 0.0)
            found.append((sentences[place], *best))
    return found


def row_of(found: Sequence[Found], limit: float) -> str:
    """One line of the table."""
    cells = []
    for of_none in (False, True):
        group = [one for one in found if (one[0].topic == "none") is of_none]
        sure = [one for one in group if one[2] >= limit]
        cells.append(f"{len(sure) / max(1, len(group)):.3f}")
        cells.append(str(share([name == sentence.situation for sentence, name, _ in sure])))
    return f"| {limit:.2f} | {' | '.join(cells)} |"


def main() -> int:
    """Measures and writes; a minute."""
    trained, _ = sentences_of(layout_of(ROOT))
    short = [s for s in trained if s.risk == "none" and len(s.text.split()) <= LONGEST]
    lessons = [Lesson(one.talk, one.situation, one.author, one.act) for one in short]
    chosen = [short[n] for n in read_for_situations(lessons)]
    print(f"{len(chosen)} zinnen, {FOLDS} delen ...", flush=True)
    found = found_in(chosen)
    page = PAGE.format(
        count=len(chosen),
        longest=LONGEST,
        labelled=sum(bool(one.situation) for one in chosen),
        folds=FOLDS,
        rows="\n".join(row_of(found, limit) for limit in LIMITS),
    )
    (ROOT / "docs" / "nlu-situations.md").write_text(page, encoding="utf-8")
    print("geschreven: docs/nlu-situations.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
