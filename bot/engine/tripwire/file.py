"""Reads `tripwire.yml` by its nodes, because these know their line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.domain.safety import DangerKind, DangerSign, RiskLevel
from bot.engine.tripwire.language import PatternInvalid, PatternLanguage, lines_of
from bot.engine.tripwire.patterns import Choice, Entry, Parts
from bot.engine.tripwire.spelling import Spelling
from bot.engine.tripwire.typed import Typed, Vocabulary

PACKAGED = Path(__file__).with_name("tripwire.yml")


class TripwireFileInvalid(ValueError):
    """The data file is wrong: our programmers' and reviewers' to mend. Says file and line."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the file says: what to see, in which words, and the vocabulary that others may share."""

    entries: tuple[Entry, ...]
    typed: Typed
    vocabulary: Vocabulary


def read(path: Path) -> Knowledge:
    """The file's knowledge. Raises `TripwireFileInvalid`, with file and line and in Dutch."""
    return _File(path).knowledge()


class _File:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._language = PatternLanguage(Spelling({}, {}), {})

    def knowledge(self) -> Knowledge:
        top = self._keys(self._root(), {"look_alikes", "spelling", "typos", "fillers", "stops",
                                        "groups", "everyday", "danger"})  # fmt: skip
        vocabulary = self._vocabulary(top)
        everyday = self._patterns(top["everyday"])
        entries = tuple(self._entries(top["danger"], everyday))
        return Knowledge(entries, vocabulary.typed(self._language.words), vocabulary)

    def _vocabulary(self, top: dict[str, yaml.Node]) -> Vocabulary:
        look_alikes = {
            ord(odd): plain.value
            for plain, odds in self._pairs(top["look_alikes"])
            for odd in self._text(odds).split()
        }
        variants: dict[str, tuple[str, ...]] = {}
        words: set[str] = set()
        for plain, typed in self._pairs(top["spelling"]):
            words.update(plain.value.split())
            variants |= dict.fromkeys(self._text(typed).split(), tuple(plain.value.split()))
        groups: dict[str, Choice] = {}
        self._language = PatternLanguage(Spelling(variants, look_alikes), groups)
        for name, ways in self._pairs(top["groups"]):
            groups[name.value] = Choice.of(self._read(self._language.ways, self._text(ways), ways))
        typos, fillers, stops = (
            tuple(self._text(top[key]).split()) for key in ("typos", "fillers", "stops")
        )
        return Vocabulary(
            variants,
            look_alikes,
            typos,
            frozenset(fillers),
            frozenset(stops),
            groups,
            frozenset(words | self._language.words),
        )

    def _entries(self, danger: yaml.Node, everyday: tuple[Parts, ...]) -> Iterator[Entry]:
        for kind, entries in self._pairs(danger):
            if kind.value not in set(DangerKind):
                raise self._wrong(kind, f"onbekend soort gevaar '{kind.value}'")
            if not isinstance(entries, yaml.SequenceNode):
                raise self._wrong(entries, "hier hoort een lijst met streepjes")
            for node in entries.value:
                yield self._entry(DangerKind(kind.value), node, everyday)

    def _entry(self, kind: DangerKind, node: yaml.Node, everyday: tuple[Parts, ...]) -> Entry:
        needed = {"name", "level", "patterns", "reviewed_by", "reviewed_on"}
        keys = self._keys(node, needed, frozenset({"life_now", "not_when", "ask_first"}))
        level = self._text(keys["level"])
        if level not in ("concern", "urgent"):
            raise self._wrong(keys["level"], "level is 'concern' of 'urgent'")
        life_now = "life_now" in keys and self._text(keys["life_now"]) == "true"
        if life_now and level != "urgent":
            raise self._wrong(keys["life_now"], "life_now kan alleen bij level: urgent")
        ask_first = "ask_first" in keys and self._text(keys["ask_first"]) == "true"
        if ask_first and level != "concern":
            raise self._wrong(keys["ask_first"], "ask_first kan alleen bij level: concern")
        own = self._patterns(keys["not_when"]) if "not_when" in keys else ()
        sign = DangerSign(kind, RiskLevel(level), life_now, in_doubt=ask_first)
        return Entry(sign, self._patterns(keys["patterns"]), own + everyday)

    def _patterns(self, node: yaml.Node) -> tuple[Parts, ...]:
        lines = list(lines_of(self._text(node)))
        if not lines:
            raise self._wrong(node, "hier staat geen enkel patroon")
        return tuple(
            way for n, line in lines for way in self._read(self._language.read, line, node, n + 1)
        )

    def _read(
        self, read: Callable[[str], tuple[Parts, ...]], line: str, node: yaml.Node, below: int = 0
    ) -> tuple[Parts, ...]:
        try:
            return read(line)
        except PatternInvalid as error:
            raise self._wrong(node, str(error), below) from error

    def _root(self) -> yaml.Node:
        try:
            node = yaml.compose(self._path.read_text(encoding="utf-8"), yaml.SafeLoader)
        except (OSError, UnicodeDecodeError) as error:
            raise TripwireFileInvalid(f"{self._path}:1: niet te lezen") from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise TripwireFileInvalid(f"{self._path}:{line}: dit is geen goede YAML") from error
        if node is None:
            raise TripwireFileInvalid(f"{self._path}:1: het bestand is leeg")
        return node

    def _keys(
        self, node: yaml.Node, needed: set[str], also: frozenset[str] = frozenset()
    ) -> dict[str, yaml.Node]:
        keys = {key.value: value for key, value in self._pairs(node)}
        for name in sorted(needed - set(keys)):
            raise self._wrong(node, f"'{name}' ontbreekt")
        for name in sorted(set(keys) - needed - also):
            raise self._wrong(keys[name], f"onbekend woord '{name}'")
        return keys

    def _pairs(self, node: yaml.Node) -> list[tuple[yaml.ScalarNode, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise self._wrong(node, "hier horen regels 'naam: inhoud'")
        return list(node.value)

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._wrong(node, "hier hoort gewone tekst")
        return str(node.value)

    def _wrong(self, node: yaml.Node, problem: str, below: int = 0) -> TripwireFileInvalid:
        return TripwireFileInvalid(f"{self._path}:{node.start_mark.line + 1 + below}: {problem}")
