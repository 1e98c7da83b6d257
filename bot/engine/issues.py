"""A mistake in `flows/`, told to the operator in Dutch with file, line and column."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from bot.engine.wording import HELP, SENTENCES


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file. Lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Issue:
    """One mistake. `code` is a key of `wording.SENTENCES`; `values` fill its sentence."""

    code: str
    place: Place
    values: tuple[tuple[str, str], ...] = ()
    suggestion: str = ""
    warning: bool = False

    @property
    def sentence(self) -> str:
        """What is wrong, in plain Dutch."""
        return SENTENCES[self.code].format(**dict(self.values))

    @property
    def advice(self) -> str:
        """What to do about it."""
        return self.suggestion or HELP.get(self.code, "")

    def __str__(self) -> str:
        where = f"{self.place.file}:{self.place.line}:{self.place.column}"
        level = "let op" if self.warning else "fout"
        hint = f"\n    {self.advice}" if self.advice else ""
        return f"{where}: {level}: {self.sentence} [{self.code}]{hint}"


def issue(
    code: str, place: Place, *, suggestion: str = "", warning: bool = False, **values: object
) -> Issue:
    """An issue; `values` are put into the Dutch sentence of `code`."""
    texts = tuple((name, str(value)) for name, value in values.items())
    return Issue(code, place, texts, suggestion, warning)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A Dutch suggestion: the nearest known word, else the list of all."""
    names = sorted(known)
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"Bedoel je «{near[0]}»?"
    return f"Kies uit: {', '.join(names)}." if len(names) <= 16 else ""
