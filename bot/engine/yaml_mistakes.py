"""What is wrong with a file that is no YAML, in the words and at the place of the operator."""

from __future__ import annotations

import re
from typing import Any

import yaml

from bot.engine.issues import Issue, Place, issue

# What PyYAML says, and what an operator can do about it; the first that fits.
_PROBLEMS: tuple[tuple[str, str], ...] = (
    (r"could not find expected ':'", "er ontbreekt een dubbele punt"),
    (r"cannot start any token", "een tekst die met dit teken begint, moet tussen aanhalingstekens"),
    (r"found unexpected end of stream", "een aanhalingsteken is niet gesloten"),
    (r"unknown escape character", r"het teken \ kan hier niet; gebruik ' als aanhalingsteken"),
    (
        r"expected ',' or|expected the node content",
        "een haakje of aanhalingsteken is niet gesloten",
    ),
    (r"found document start|expected '<document start>'", "kijk naar het inspringen"),
)
_BEGUN = re.compile(r"could not find expected|unexpected end of stream|expected ',' or")
_OPENS = re.compile(r"""^[\s-]*(?:[\w-]+:\s+)?(?:-\s+)?(["'{\[])""")
_QUOTES = "wat met een aanhalingsteken begint, moet er ook mee eindigen"
_ABOVE = "op de regel hierboven ontbreekt een dubbele punt, of het inspringen klopt niet"
_BRACKETS = "een tekst die met { of [ begint, moet tussen aanhalingstekens"


class Refused(Exception):
    """YAML that Maatje does not read, though it is well formed."""

    def __init__(self, code: str, event: Any, problem: str = "") -> None:
        super().__init__(code)
        self.code, self.mark, self.problem = code, event.start_mark, problem


def issue_of(error: Exception, text: str, name: str) -> Issue:
    """The mistake behind an error of the reader."""
    if isinstance(error, Refused):
        place = Place(name, error.mark.line + 1, error.mark.column + 1)
        return issue(error.code, place, problem=error.problem)
    if isinstance(error, yaml.MarkedYAMLError):
        return _marked(error, text, name)
    place = _place_at(getattr(error, "position", None), text, name)
    return issue("yaml_syntax", place, problem="hier staat een onleesbaar teken")


def _marked(error: yaml.MarkedYAMLError, text: str, name: str) -> Issue:
    problem = str(error.problem)
    lines = re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)
    mark = error.problem_mark or error.context_mark
    tab = _tab(lines, mark.line if mark else 0, problem)
    if tab is not None:
        return issue("yaml_tab", Place(name, tab + 1, lines[tab].index("\t") + 1))
    if _BEGUN.search(problem):
        mark = error.context_mark or mark  # where it began, not where the reader gave up
    line, column = (mark.line, mark.column) if mark else (0, 0)
    place = Place(name, line + 1, column + 1)
    written = lines[line] if line < len(lines) else ""
    if "mapping values are not allowed" in problem:
        if ":" in written[:column]:
            return issue("yaml_colon", place)
        return issue("yaml_syntax", place, problem=_ABOVE)
    if "expected alphabetic or numeric character" in problem:
        return issue("yaml_alias", place)
    return issue("yaml_syntax", place, problem=_in_dutch(problem, written))


def _tab(lines: list[str], line: int, problem: str) -> int | None:
    """The line with the tab that is the cause: the line itself, or the last one above it that is
    indented with a tab."""
    here = lines[line] if line < len(lines) else ""
    if "\t" in here and ("'\\t'" in problem or "tab character" in problem):
        return line
    above = range(min(line, len(lines) - 1), -1, -1)
    return next((n for n in above if "\t" in lines[n][: _indent(lines[n])]), None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _in_dutch(problem: str, written: str) -> str:
    opened = _OPENS.match(written)
    if opened and "block end" in problem:
        return _QUOTES if opened[1] in "\"'" else _BRACKETS
    for said, dutch in _PROBLEMS:
        if re.search(said, problem):
            return dutch
    return "kijk naar het inspringen en de streepjes"


def _place_at(position: object, text: str, name: str) -> Place:
    if not isinstance(position, int):
        return Place(name)
    before = text[:position]
    return Place(name, before.count("\n") + 1, position - before.rfind("\n"))
