"""Reads YAML as operators write it: every scalar stays text, every place is known.

PyYAML's own rules turn `no` into False and lose leading zeros; here only `true`, `false`, empty and
whole numbers are more than text. Anchors and aliases are refused (also the simplest guard against
"alias bombs"), a key that stands twice is a mistake.

The file is read event by event with libyaml (thirty times faster than PyYAML's own reader); only
when something is wrong the slower reader looks again, because it tells better what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.engine.issues import Issue, Place, issue
from bot.engine.yaml_mistakes import Refused, issue_of

PathInFile = tuple[str | int, ...]
Data = dict[str, "Data"] | list["Data"] | str | int | bool | None

MAX_KILOBYTES = 512
MAX_DEPTH = 30  # keys and lists inside each other; a flow needs six
FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SLOW_LIMIT = 100_000  # characters up to which the slower reader looks again

_NULL = ("", "~")
_INT = re.compile(r"0|[1-9][0-9]{0,8}")


@dataclass(slots=True)
class Document:
    """One file: its data, where every key and value stands (`marks`, counted from 0), and what is wrong
    with it."""

    file: str
    data: Data = None
    marks: dict[PathInFile, tuple[int, int]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def place(self, *path: str | int) -> Place:
        """The place of a path, or of the nearest one above it that is known."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (0, 0))
        return Place(self.file, line + 1, column + 1)


def read_file(path: Path, name: str) -> Document:
    """Reads one file; whatever is wrong with it stands in `issues`. `name` is how it is shown."""
    try:
        if not path.is_file():
            return _nothing(name, issue("unreadable", Place(name)))
        if path.stat().st_size > MAX_KILOBYTES * 1024:
            return _nothing(name, issue("too_large", Place(name), limit=MAX_KILOBYTES))
        return read_text(path.read_bytes().decode("utf-8-sig"), name)
    except UnicodeDecodeError:
        return _nothing(name, issue("not_utf8", Place(name)))
    except OSError:
        return _nothing(name, issue("unreadable", Place(name)))


def _nothing(name: str, why: Issue) -> Document:
    return Document(name, issues=[why])


def read_text(text: str, name: str) -> Document:
    """Reads YAML text; see `read_file`."""
    try:
        return _Reader(text, name, FAST).document()
    except (yaml.YAMLError, Refused, ValueError) as error:
        told = _again(text, name, error)
        return _nothing(name, issue_of(told, text, name))


def _again(text: str, name: str, error: Exception) -> Exception:
    """What the slower reader says of the same text, where it may look."""
    if isinstance(error, yaml.YAMLError) and len(text) <= SLOW_LIMIT:
        try:
            _Reader(text, name, yaml.SafeLoader).document()
        except (yaml.YAMLError, Refused, ValueError) as told:
            return told
    return error


class _Reader:
    """Makes a Document of the events of one text."""

    def __init__(self, text: str, name: str, loader: Any) -> None:
        self._document = Document(name)
        # as `yaml.parse` does, at two thirds of its time
        self._events: Iterator[Any] = iter(loader(text).get_event, None)

    def document(self) -> Document:
        """The whole file. Raises `yaml.YAMLError` or `Refused`."""
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._document.data = self._value(next(self._events), ())
                self._only_one()
                return self._document
        self._document.issues.append(issue("empty_file", Place(self._document.file)))
        return self._document

    def _only_one(self) -> None:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise Refused("yaml_syntax", event, "«---» begint een tweede deel, dat kan niet")

    def _value(self, event: Any, path: PathInFile) -> Data:
        self._refuse(event, path)
        if path not in self._document.marks:
            self._mark(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        return self._sequence(path)

    def _refuse(self, event: Any, path: PathInFile) -> None:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise Refused("yaml_alias", event)
        if event.tag:
            raise Refused(
                "yaml_syntax", event, "een tekst die met ! begint, moet tussen aanhalingstekens"
            )
        if len(path) > MAX_DEPTH:
            raise Refused("yaml_syntax", event, "er zitten te veel lijsten of sleutels in elkaar")

    def _sequence(self, path: PathInFile) -> Data:
        items: list[Data] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: PathInFile) -> Data:
        data: dict[str, Data] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._refuse(event, path)
            if not isinstance(event, yaml.ScalarEvent):
                raise Refused("yaml_syntax", event, "een sleutel moet een gewoon woord zijn")
            key = str(event.value)
            if key in data:
                self._twice(key, event, path)
                continue
            self._mark(event, (*path, key))
            data[key] = self._value(next(self._events), (*path, key))
        return data

    def _twice(self, key: str, event: Any, path: PathInFile) -> None:
        first = self._document.marks[(*path, key)][0] + 1
        self._document.issues.append(
            issue("yaml_duplicate_key", self._place(event), key=key, first=first)
        )
        known = dict(self._document.marks)
        self._value(next(self._events), (*path, key))  # read past it: the first one counts
        self._document.marks = known

    def _mark(self, event: Any, path: PathInFile) -> None:
        mark = event.start_mark
        self._document.marks[path] = (mark.line, mark.column)

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._document.file, mark.line + 1, mark.column + 1)


def _scalar(event: Any) -> Data:
    text = str(event.value)
    if event.implicit[0]:  # not between quotes, no block text
        if text in _NULL:
            return None
        if text in ("true", "false"):
            return text == "true"
        if _INT.fullmatch(text):
            return int(text)
    return text.strip()
