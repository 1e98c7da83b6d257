"""Reads nlu/data/*.yml and checks every sentence against the contract, with file and line.

For the people who write sentences: a misspelt label is refused here, in Dutch, because Rasa would
silently make a new label of it. Nothing in this file imports Rasa: the check takes a second.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping, Optional

import yaml

from nlu.contract import Contract

KEYS = frozenset(
    {
        "author",
        "act",
        "risk",
        "kinds",
        "life_now",
        "indirect",
        "hard_negative",
        "second",
        "situation",
        "in_talk",
    }
)
NO_TOPIC = "none"
SITUATION = re.compile(r"[a-z][a-z0-9_]*")
# Rasa reads [word](label) as an entity and would cut it out of the sentence.
ENTITY_MARK = re.compile(r"\]\s*[({]")


@dataclass(frozen=True)
class SecondReading:
    """The labels that another reader gave to a held-out sentence, without seeing the first ones."""

    topic: str
    act: str
    risk: str


@dataclass(frozen=True)
class Sentence:
    """One labelled sentence and the place where it stands.

    `indirect`: the danger is said calmly, in passing, about another or as a farewell.
    `hard_negative`: harmless, with words that sound dangerous. `situation`: the id of what is told, as
    in flows/situations/; empty where none fits. `in_talk`: typed half way a talk, about this topic (or
    `none`), where its own words show none; it says of which talks the situation is one.
    """

    text: str
    topic: str
    act: str
    risk: str
    kinds: tuple[str, ...]
    life_now: bool
    author: str
    file: str
    line: int
    indirect: bool = False
    hard_negative: bool = False
    second: Optional[SecondReading] = None
    situation: str = ""
    in_talk: str = ""

    @property
    def talk(self) -> str:
        """The topic of the talk that it stands in."""
        return self.in_talk or self.topic

    @property
    def teaches_topic(self) -> bool:
        """Is it a lesson for the topic? What is said half way a talk and shows none is no first message."""
        return not (self.in_talk and self.topic == NO_TOPIC)


@dataclass(frozen=True)
class Mistake:
    """Something that must be repaired before training: where, and what in plain Dutch."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True)
class DataSet:
    """All sentences of a folder and all mistakes that were found on the way."""

    sentences: tuple[Sentence, ...]
    mistakes: tuple[Mistake, ...]


class _LineLoader(yaml.CSafeLoader):
    """YAML loader that remembers, in every mapping, the line on which it starts."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep=True)
        mapping["__line__"] = node.start_mark.line + 1
        return mapping


_LineLoader.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _LineLoader.construct_mapping
)


def read_sentences(folder: Path, contract: Contract) -> DataSet:
    """Reads every file of the folder; a folder without files is a mistake, not an empty success."""
    files = sorted(folder.glob("*.yml"))
    sentences: list[Sentence] = []
    mistakes = list(_missing_topics(folder, files, contract))
    for file in files:
        found = _read_file(file, contract)
        sentences += found.sentences
        mistakes += found.mistakes
    mistakes += _twice(sentences)
    mistakes += _unused_labels(folder, sentences, contract) if not mistakes else []
    return DataSet(tuple(sentences), tuple(mistakes))


def read_list(file: Path, contract: Contract) -> DataSet:
    """Reads one file that holds sentences of all topics, such as tests/never_miss.yml."""
    return _read_file(file, contract, one_topic=False)


def _missing_topics(folder: Path, files: list[Path], contract: Contract) -> Iterator[Mistake]:
    present = {file.stem for file in files}
    for topic in contract.topics:
        if topic not in present:
            yield Mistake(f"{topic}.yml", 1, f"dit bestand ontbreekt in {folder.name}/")


def _read_file(file: Path, contract: Contract, one_topic: bool = True) -> DataSet:
    try:
        raw = yaml.load(file.read_text(encoding="utf-8"), _LineLoader)
        blocks = [(block["intent"], block["examples"], block["__line__"]) for block in raw["nlu"]]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return DataSet((), (Mistake(file.name, line, f"geen geldige YAML: {error.problem}"),))
    except (OSError, UnicodeDecodeError, KeyError, TypeError):
        message = "verwacht: nlu: met daaronder '- intent:' en 'examples:'"
        return DataSet((), (Mistake(file.name, 1, message),))
    sentences: list[Sentence] = []
    mistakes: list[Mistake] = []
    for topic, examples, line in blocks:
        mistakes += _unknown(file, line, "intent", topic, contract.topics)
        if one_topic and topic != file.stem:
            message = f"intent '{topic}' hoort niet in dit bestand; zet het in {topic}.yml"
            mistakes.append(Mistake(file.name, line, message))
        for example in examples if isinstance(examples, list) else ():
            found = _example_mistakes(file, line, example, contract)
            mistakes += found
            if not found:
                sentences.append(_sentence(file, topic, example))
        if not isinstance(examples, list):
            mistakes.append(Mistake(file.name, line, "examples moet een lijst met '- text:' zijn"))
    return DataSet(tuple(sentences), tuple(mistakes))


def _example_mistakes(file: Path, line: int, example: Any, contract: Contract) -> list[Mistake]:
    if not isinstance(example, dict):
        return [Mistake(file.name, line, "elke zin heeft de vorm '- text: |' met metadata")]
    line = example["__line__"]
    text = example.get("text")
    if not isinstance(text, str) or not text.strip():
        return [Mistake(file.name, line, "deze zin heeft geen tekst")]
    if ENTITY_MARK.search(text):
        return [Mistake(file.name, line, "zet geen [..](..) in een zin: Rasa knipt het eruit")]
    labels = example.get("metadata")
    if not isinstance(labels, dict):
        return [Mistake(file.name, line, "metadata ontbreekt: author, act en risk")]
    return list(_label_mistakes(file, labels, contract))


def _label_mistakes(file: Path, labels: Mapping[str, Any], contract: Contract) -> Iterator[Mistake]:
    line = labels["__line__"]
    for key in sorted(set(labels) - KEYS - {"__line__"}, key=str):
        yield Mistake(file.name, line, f"onbekende sleutel '{key}'{_hint(key, KEYS)}")
    for key in ("author", "act", "risk"):
        if key not in labels:
            yield Mistake(file.name, line, f"'{key}' ontbreekt")
    if "act" in labels:
        yield from _unknown(file, line, "act", labels["act"], contract.acts)
    if "risk" in labels:
        yield from _unknown(file, line, "risk", labels["risk"], contract.risk_levels)
    yield from _danger_mistakes(file, line, labels, contract)
    if not SITUATION.fullmatch(str(labels.get("situation", "a"))):
        yield Mistake(file.name, line, "situation is een id uit flows/situations/, zoals blackout")
    elif labels.get("situation") and labels.get("risk") != "none":
        yield Mistake(file.name, line, "situation kan alleen bij risk: none; gevaar gaat voor")
    if "in_talk" in labels:
        yield from _unknown(file, line, "in_talk", labels["in_talk"], contract.topics)
    if "second" in labels:
        yield from _second_mistakes(file, line, labels["second"], contract)


def _second_mistakes(file: Path, line: int, labels: Any, contract: Contract) -> Iterator[Mistake]:
    if not isinstance(labels, dict) or set(labels) - {"__line__"} != {"topic", "act", "risk"}:
        yield Mistake(file.name, line, "second heeft de vorm {topic: ..., act: ..., risk: ...}")
        return
    yield from _unknown(file, line, "second.topic", labels["topic"], contract.topics)
    yield from _unknown(file, line, "second.act", labels["act"], contract.acts)
    yield from _unknown(file, line, "second.risk", labels["risk"], contract.risk_levels)


def _danger_mistakes(
    file: Path, line: int, labels: Mapping[str, Any], contract: Contract
) -> Iterator[Mistake]:
    kinds, life_now = labels.get("kinds", []), labels.get("life_now", False)
    if not isinstance(kinds, list) or not isinstance(life_now, bool):
        yield Mistake(file.name, line, "kinds is een lijst zoals [suicide]; life_now is true")
        return
    for kind in kinds:
        yield from _unknown(file, line, "kinds", kind, contract.kinds)
    if labels.get("risk") == "none" and (kinds or life_now):
        yield Mistake(file.name, line, "risk is none, dus kinds en life_now horen hier niet")
    if labels.get("risk") in ("concern", "urgent") and not kinds:
        yield Mistake(file.name, line, "bij risk concern of urgent hoort kinds: [...]")
    if life_now and labels.get("risk") != "urgent":
        yield Mistake(file.name, line, "life_now: true kan alleen bij risk: urgent")
    for key, harmless in (("indirect", False), ("hard_negative", True)):
        if labels.get(key, False) not in (True, False):
            yield Mistake(file.name, line, f"{key} is true, of staat er niet")
        elif labels.get(key) and (labels.get("risk") == "none") is not harmless:
            when = "risk: none" if harmless else "risk: concern of urgent"
            yield Mistake(file.name, line, f"{key}: true kan alleen bij {when}")


def _unknown(
    file: Path, line: int, key: str, label: object, known: Mapping[str, str]
) -> Iterator[Mistake]:
    if not isinstance(label, str) or label not in known:
        message = f"onbekend label '{label}' bij {key}{_hint(label, known)}"
        yield Mistake(file.name, line, message)


def _hint(word: object, known: Iterable[str]) -> str:
    close = get_close_matches(str(word), list(known), n=1)
    return f"; bedoel je '{close[0]}'?" if close else ""


def _sentence(file: Path, topic: str, example: Mapping[str, Any]) -> Sentence:
    labels = example["metadata"]
    return Sentence(
        text=example["text"].strip(),
        topic=topic,
        act=labels["act"],
        risk=labels["risk"],
        kinds=tuple(labels.get("kinds", ())),
        life_now=labels.get("life_now", False),
        author=str(labels["author"]),
        file=file.name,
        line=example["__line__"],
        indirect=labels.get("indirect", False),
        hard_negative=labels.get("hard_negative", False),
        second=_second(labels.get("second")),
        situation=labels.get("situation", ""),
        in_talk=labels.get("in_talk", ""),
    )


def _second(labels: Optional[Mapping[str, str]]) -> Optional[SecondReading]:
    return SecondReading(labels["topic"], labels["act"], labels["risk"]) if labels else None


def _twice(sentences: Iterable[Sentence]) -> Iterator[Mistake]:
    first: dict[str, Sentence] = {}
    for sentence in sentences:
        seen = first.setdefault(" ".join(sentence.text.lower().split()), sentence)
        if seen is not sentence:
            message = f"deze zin staat er al: {seen.file}:{seen.line}"
            yield Mistake(sentence.file, sentence.line, message)


def _unused_labels(
    folder: Path, sentences: list[Sentence], contract: Contract
) -> Iterator[Mistake]:
    used = {
        "acts": {sentence.act for sentence in sentences},
        "risk_levels": {sentence.risk for sentence in sentences},
        "kinds": {kind for sentence in sentences for kind in sentence.kinds},
    }
    for section, labels in used.items():
        for label in getattr(contract, section):
            if label not in labels:
                message = f"'{label}' ({section}) heeft in {folder.name}/ nog geen enkele zin"
                yield Mistake("contract.yml", 1, message)
