"""Reads `tripwire.yml` by its nodes, because these know their line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.domain.safety import DangerKind, DangerSign, RiskLevel
from bot.engine.tripwire.patterns import Choice, Entry, Gap, Parts, Word
from bot.engine.tripwire.spelling import Spelling

PACKAGED = Path(__file__).with_name("tripwire.yml")
_PATTERN = re.compile(r"\.\.\.\d*|[()\[\]|]|<\w+>|[^\s()\[\]|<>]+")


class TripwireFileInvalid(ValueError):
    """The data file is wrong: our programmers' and reviewers' to mend. Says file and line."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that the file says: what to see, how words are spelled, which words may stand between."""

    entries: tuple[Entry, ...]
    spelling: Spelling
    fillers: frozenset[str]
    stops: frozenset[str]


def read(path: Path) -> Knowledge:
    """The file's knowledge. Raises `TripwireFileInvalid`, with file and line and in Dutch."""
    return _File(path).knowledge()


class _File:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._groups: dict[str, Choice] = {}
        self._words: set[str] = set()
        self._spelling = Spelling({}, {})

    def knowledge(self) -> Knowledge:
        top = self._keys(self._root(), {"look_alikes", "spelling", "typos", "fillers", "stops",
                                        "groups", "everyday", "danger"})  # fmt: skip
        look_alikes = {
            ord(odd): plain.value
            for plain, odds in self._pairs(top["look_alikes"])
            for odd in self._text(odds).split()
        }
        self._spelling = Spelling(dict(self._variants(top["spelling"])), look_alikes)
        for name, ways in self._pairs(top["groups"]):
            self._groups[name.value] = Choice.of(self._ways(self._text(ways), ways))
        everyday = self._patterns(top["everyday"])
        entries = tuple(self._entries(top["danger"], everyday))
        fillers, stops = (frozenset(self._text(top[key]).split()) for key in ("fillers", "stops"))
        self._spelling.learn(self._words, self._text(top["typos"]).split(), set(fillers))
        return Knowledge(entries, self._spelling, fillers, stops | {"."})

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
        keys = self._keys(node, needed, frozenset({"life_now", "not_when"}))
        level = self._text(keys["level"])
        if level not in ("concern", "urgent"):
            raise self._wrong(keys["level"], "level is 'concern' of 'urgent'")
        life_now = "life_now" in keys and self._text(keys["life_now"]) == "true"
        if life_now and level != "urgent":
            raise self._wrong(keys["life_now"], "life_now kan alleen bij level: urgent")
        own = self._patterns(keys["not_when"]) if "not_when" in keys else ()
        sign = DangerSign(kind, RiskLevel(level), life_now)
        return Entry(sign, self._patterns(keys["patterns"]), own + everyday)

    def _patterns(self, node: yaml.Node) -> tuple[Parts, ...]:
        """One pattern a line; empty lines and lines that begin with # are skipped."""
        lines = [
            (n, line.strip())
            for n, line in enumerate(self._text(node).splitlines(), 1)
            if line.strip() and not line.strip().startswith("#")
        ]
        if not lines:
            raise self._wrong(node, "hier staat geen enkel patroon")
        return tuple(way for n, line in lines for way in self._ways(line, node, n))

    def _ways(self, line: str, node: yaml.Node, below: int = 0) -> tuple[Parts, ...]:
        symbols = _PATTERN.findall(line)[::-1]
        ways = self._choice(symbols, node, below)
        if symbols or "".join(_PATTERN.findall(line)) != line.replace(" ", ""):
            raise self._wrong(node, f"haakjes of tekens kloppen niet in '{line}'", below)
        if any(not way or isinstance(way[0], Gap) or isinstance(way[-1], Gap) for way in ways):
            raise self._wrong(node, f"'{line}' begint of eindigt met niets of met ...", below)
        return ways

    def _choice(self, symbols: list[str], node: yaml.Node, below: int) -> tuple[Parts, ...]:
        """Reads up to a closing bracket; `symbols` is reversed, its last is the next to read."""
        ways: list[Parts] = [()]
        while symbols and symbols[-1] not in (")", "]"):
            symbol = symbols.pop()
            if symbol == "|":
                ways.append(())
            else:
                ways[-1] += (self._part(symbol, symbols, node, below),)
        return tuple(ways)

    def _part(
        self, symbol: str, symbols: list[str], node: yaml.Node, below: int
    ) -> Word | Gap | Choice:
        if symbol in ("(", "["):
            ways = self._choice(symbols, node, below)
            if not symbols or symbols.pop() != {"(": ")", "[": "]"}[symbol] or () in ways:
                raise self._wrong(node, "een haakje sluit niet of er staat niets tussen", below)
            return Choice.of(ways if symbol == "(" else (*ways, ()))
        if symbol.startswith("..."):
            return Gap(min(int(symbol[3:] or 4), 12))
        if symbol.startswith("<"):
            if symbol[1:-1] not in self._groups:
                raise self._wrong(node, f"onbekende woordgroep {symbol}", below)
            return self._groups[symbol[1:-1]]
        return self._word(symbol, node, below)

    def _word(self, word: str, node: yaml.Node, below: int) -> Word:
        bare = word.removesuffix("*")
        is_range = re.fullmatch(r"\d+-\d+", word)
        if (
            word != "."
            and not is_range
            and (not bare.isalnum() or self._spelling.plain(bare) != bare)
        ):
            raise self._wrong(node, f"schrijf '{word}' klein, zonder accent of leesteken", below)
        if word in self._spelling.variants and self._spelling.variants[word] != (word,):
            plain = " ".join(self._spelling.variants[word])
            raise self._wrong(node, f"'{word}' wordt gelezen als '{plain}': schrijf dat", below)
        self._words.add(word)
        return Word((word,))

    def _variants(self, node: yaml.Node) -> Iterator[tuple[str, tuple[str, ...]]]:
        for plain, typed in self._pairs(node):
            self._words.update(plain.value.split())
            for variant in self._text(typed).split():
                yield variant, tuple(plain.value.split())

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
