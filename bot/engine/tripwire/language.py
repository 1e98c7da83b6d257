"""The pattern language: a line as an operator or reviewer writes it becomes parts that can be looked for.

It is explained at the head of `tripwire.yml` and in docs/flows.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.engine.tripwire.patterns import Choice, Gap, Parts, Word
from bot.engine.tripwire.spelling import Spelling

_SYMBOL = re.compile(r"\.\.\.\d*|[()\[\]|]|<\w+>|[^\s()\[\]|<>]+")
WIDEST_GAP, USUAL_GAP = 12, 4  # words


class PatternInvalid(ValueError):
    """A pattern cannot be read; its text says in Dutch why."""


class PatternLanguage:
    """Reads patterns with these groups of words, and keeps in `words` what they are made of."""

    def __init__(self, spelling: Spelling, groups: Mapping[str, Choice]) -> None:
        self._spelling, self._groups = spelling, groups
        self.words: set[str] = set()
        self._known: dict[str, Word] = {}  # the same few thousand words stand in all patterns

    def read(self, line: str) -> tuple[Parts, ...]:
        """The ways of one pattern. Raises `PatternInvalid`."""
        ways = self.ways(line)
        if any(not way or isinstance(way[0], Gap) or isinstance(way[-1], Gap) for way in ways):
            raise PatternInvalid(f"'{line}' begint of eindigt met niets of met ...")
        return ways

    def ways(self, line: str) -> tuple[Parts, ...]:
        """The ways of a group of words. Raises `PatternInvalid`."""
        symbols = _SYMBOL.findall(line)[::-1]
        ways = self._choice(symbols)
        if symbols or "".join(_SYMBOL.findall(line)) != line.replace(" ", ""):
            raise PatternInvalid(f"haakjes of tekens kloppen niet in '{line}'")
        return ways

    def _choice(self, symbols: list[str]) -> tuple[Parts, ...]:
        """Reads up to a closing bracket; `symbols` is reversed, its last is the next to read."""
        ways: list[list[Word | Gap | Choice]] = [[]]
        known = self._known
        while symbols and symbols[-1] not in (")", "]"):
            symbol = symbols.pop()
            if symbol == "|":
                ways.append([])
            else:
                ways[-1].append(known.get(symbol) or self._part(symbol, symbols))
        return tuple(map(tuple, ways))

    def _part(self, symbol: str, symbols: list[str]) -> Word | Gap | Choice:
        if symbol in ("(", "["):
            ways = self._choice(symbols)
            if not symbols or symbols.pop() != {"(": ")", "[": "]"}[symbol] or () in ways:
                raise PatternInvalid("een haakje sluit niet of er staat niets tussen")
            return Choice.of(ways if symbol == "(" else (*ways, ()))
        if symbol.startswith("..."):
            return Gap(min(int(symbol[3:] or USUAL_GAP), WIDEST_GAP))
        if symbol.startswith("<"):
            if symbol[1:-1] not in self._groups:
                raise PatternInvalid(f"onbekende woordgroep {symbol}")
            return self._groups[symbol[1:-1]]
        word = self._known[symbol] = self._word(symbol)
        return word

    def _word(self, word: str) -> Word:
        bare = word.removesuffix("*")
        is_range = re.fullmatch(r"\d+-\d+", word)
        if (
            word != "."
            and not is_range
            and (not bare.isalnum() or self._spelling.plain(bare) != bare)
        ):
            raise PatternInvalid(f"schrijf '{word}' klein, zonder accent of leesteken")
        if word in self._spelling.variants and self._spelling.variants[word] != (word,):
            plain = " ".join(self._spelling.variants[word])
            raise PatternInvalid(f"'{word}' wordt gelezen als '{plain}': schrijf dat")
        self.words.add(word)
        return Word((word,))


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The patterns of a text, one a line, each with its place (from 0); empty lines and lines that begin
    with # are skipped."""
    for place, line in enumerate(text.splitlines()):
        if line.strip() and not line.strip().startswith("#"):
            yield place, line.strip()
