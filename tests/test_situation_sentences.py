"""The sentences of the language model and the situations of the flows know one another."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import yaml

from bot.engine.situations import load_situations
from bot.settings import ROOT

LABEL = re.compile(r"\bsituation: (\w+)(?:, in_talk: (\w+))?\}?\s*$", re.MULTILINE)
CONFIG = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))


@cache
def labelled() -> dict[str, Counter[str]]:
    """For each topic how many sentences of talks about it carry each situation."""
    files = sorted((ROOT / "nlu" / "data").glob("*.yml"))
    counts: dict[str, Counter[str]] = {f.stem: Counter() for f in files}
    for file in files:
        for name, talk in LABEL.findall(file.read_text(encoding="utf-8")):
            counts[talk or file.stem][name] += 1
    return counts


def test_every_sentence_names_a_situation_that_is_there() -> None:
    _, known = load_situations(ROOT / "flows", "flows", [])
    ids = {one.id for one in known.every}
    counts = labelled()
    assert sum(map(len, counts.values())) > 700
    assert {name for count in counts.values() for name in count} - ids == set()


def test_a_situation_without_patterns_has_the_sentences_that_teach_it() -> None:
    head = next(part for part in CONFIG["pipeline"] if part["name"].endswith("SituationHead"))
    _, known = load_situations(ROOT / "flows", "flows", [])
    without = [one for one in known.every if not (one.patterns or one.question_kind)]
    counts = labelled()
    few = {
        one.id: most
        for one in without
        if (most := max(counts[topic][one.id] for topic in one.topics or counts)) < head["fewest"]
    }
    assert len(without) > 200
    assert few == {}
