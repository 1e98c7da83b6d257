"""`flows/situations/*.yml`: what young people tell, so that Maatje can say back what it heard.

Operators write which words show a situation (`patterns`, in the language of the tripwire; sentences of
`nlu/data/` with its id teach the language model to see it too), what Maatje then says in place of a
general "dank je" (`heard`), what it asks next (`asks`), which small things may help (`tips`), and what
answers a question (`answer`; with `question_kind` any question of that kind that nothing nearer answers).
Why: docs/decisions/2026-11-23-situations.md and 2026-11-23-direct-questions.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.engine.facts import Facts
from bot.engine.issues import Issue, issue
from bot.engine.reading import Document, read_file
from bot.engine.shape_errors import parsed
from bot.engine.signing import Signed
from bot.engine.somebody_else import about_somebody_else
from bot.engine.step import Model, Variants, Words, listed
from bot.engine.tripwire.file import PACKAGED, read
from bot.engine.tripwire.language import PatternInvalid, PatternLanguage, lines_of
from bot.engine.tripwire.patterns import Finder, Parts
from bot.engine.tripwire.typed import Typed, Vocabulary

FOLDER = "situations"
TEXTS = ("heard", "asks", "tips", "answer")
QuestionKind = Literal[
    "say", "who", "why", "how_long", "normal", "happens", "should", "rule", "how", "any"
]
WordList = Annotated[tuple[Words, ...], BeforeValidator(listed)]


class Situation(Model):
    """Something that young people tell or ask. `topics`: the talks in which it counts, all when there are
    none. `about`: whether it is told of oneself, of somebody else, or either. `in_danger`: it counts only
    while a danger is open, and nowhere else; `signed` says who read such a text. `asks`: what a listener
    asks on after `heard`, in this order. Without `patterns` only the language model knows it, from the
    sentences of `nlu/data/` that carry its id. `question_kind`: it answers every question of that kind
    (`question_kinds.KINDS`) to which there is no answer of its own, in its topics or with its patterns, and
    then asks. `facts`: what its texts say of law, money rules and care, each with its source."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    topics: WordList = ()
    about: Literal["self", "other", "anyone"] = "self"
    in_danger: bool = False
    question_kind: QuestionKind | None = None
    patterns: Words = ""
    not_when: Words | None = None
    heard: Variants | None = None
    asks: Variants | None = None
    tips: Variants | None = None
    answer: Variants | None = None
    facts: Facts = ()
    signed: Signed = Signed()

    def counts(self, topics: Collection[str] | None, *, of_other: bool) -> bool:
        """Does it count in a talk about one of these topics (`None`: not known), of oneself or another?"""
        fits = not self.topics or topics is None or not {*self.topics}.isdisjoint(topics)
        return fits and (self.about == "anyone" or (self.about == "other") == of_other)

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every text that a young person may read, with its path inside the situation."""
        for key in TEXTS:
            for i, text in enumerate(getattr(self, key) or ()):
                yield (key, i), text


class SituationFile(Model):
    """One file of the folder."""

    situations: Annotated[tuple[Situation, ...], BeforeValidator(listed), Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Situations:
    """All situations of an edition, in the order in which they are tried; made once, safe in threads."""

    every: tuple[Situation, ...] = ()
    finders: tuple[Finder, ...] = ()
    typed: Typed | None = None

    def in_text(self, text: str, topics: Collection[str] | None = None) -> tuple[Situation, ...]:
        """Those that these words show, those of the topics of the talk first."""
        if self.typed is None:
            return ()
        rows = list(self.typed.rows(text))
        of_other = about_somebody_else(text)
        found = [
            one
            for one, finder in zip(self.every, self.finders, strict=True)
            if not (one.in_danger or one.question_kind)
            and one.counts(topics, of_other=of_other)
            and any(map(finder.stands_in, rows))
        ]
        return tuple(sorted(found, key=lambda one: not one.topics))

    def in_danger(self, text: str, *, of_other: bool) -> tuple[Situation, ...]:
        """Those that these words show while a danger is open: of the writer, or of somebody else."""
        if self.typed is None:
            return ()
        rows = list(self.typed.rows(text))
        return tuple(
            one
            for one, finder in zip(self.every, self.finders, strict=True)
            if one.in_danger
            and one.counts(None, of_other=of_other)
            and any(map(finder.stands_in, rows))
        )

    def named(
        self, names: Sequence[str], text: str, topics: Collection[str] | None = None
    ) -> tuple[Situation, ...]:
        """Those of these names, in their order, that count for these words. What is told of somebody else
        needs no word for that here: the model learned it ("ze pakken mij dan ook")."""
        of_other = about_somebody_else(text)
        known = (self.get(name) for name in names)
        return tuple(
            one
            for one in known
            if one
            and not one.in_danger
            and one.counts(topics, of_other=of_other or one.about == "other")
        )

    def of_kind(self, kind: str, text: str, topics: Collection[str]) -> tuple[Situation, ...]:
        """Those that answer any question of this kind, the nearest first: those whose patterns stand in these
        words, those of the topics of the talk, and those of all."""
        rows = list(self.typed.rows(text)) if self.typed else []
        fitting = [
            one
            for one, finder in zip(self.every, self.finders, strict=True)
            if one.question_kind == kind
            and one.counts(topics, of_other=False)
            and (not one.patterns or any(map(finder.stands_in, rows)))
        ]
        return tuple(sorted(fitting, key=lambda one: (not one.patterns, not one.topics)))

    def get(self, name: str) -> Situation | None:
        """A situation, or `None` when an operator has taken it away meanwhile."""
        return next((one for one in self.every if one.id == name), None)


NONE_KNOWN = Situations()  # of an installation without the folder


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """How young people type, and groups of words: the same as the tripwire reads."""
    return read(PACKAGED).vocabulary


@dataclass(frozen=True, slots=True)
class SituationDocuments:
    """The files as they were read, each with the situations that could be understood."""

    documents: tuple[Document, ...] = ()
    rows: tuple[tuple[Document, int, Situation], ...] = ()


NO_DOCUMENTS = SituationDocuments()


def load_situations(
    folder: Path, shown: str, issues: list[Issue]
) -> tuple[SituationDocuments, Situations]:
    """All situations, with every mistake in `issues`; an installation may leave the folder out."""
    paths = sorted((folder / FOLDER).glob("*.yml"))
    if not paths:
        return NO_DOCUMENTS, NONE_KNOWN
    documents, rows = [], []
    for path in paths:
        document = read_file(path, f"{shown}/{FOLDER}/{path.name}")
        documents.append(document)
        issues += document.issues
        whole = document.data is not None and parsed(
            SituationFile, document.data, (), document, issues
        )
        if whole:
            rows += [(document, i, one) for i, one in enumerate(whole.situations)]
    return SituationDocuments(tuple(documents), tuple(rows)), _compiled(rows, issues)


def _compiled(rows: Sequence[tuple[Document, int, Situation]], issues: list[Issue]) -> Situations:
    language = vocabulary().language()
    first: dict[str, str] = {}
    every, finders = [], []
    for document, i, one in rows:
        place = document.place("situations", i, "id")
        if one.id in first:
            issues.append(issue("duplicate_situation", place, name=one.id, other=first[one.id]))
            continue
        first[one.id] = f"{place.file}:{place.line}"
        if _mixes(one):
            issues.append(issue("heard_or_answer", place, name=one.id))
        patterns = _patterns(language, document, i, "patterns", one.patterns, issues)
        not_when = _patterns(language, document, i, "not_when", one.not_when or "", issues)
        every.append(one)
        finders.append(Finder(patterns, not_when))
    return Situations(tuple(every), tuple(finders), vocabulary().typed(language.words))


def _mixes(one: Situation) -> bool:
    """Is it not plainly a story that is said back, nor a question that is answered?"""
    if (one.heard is None) == (one.answer is None):
        return True
    if one.question_kind is not None:
        return bool(one.heard or one.tips)
    return bool(one.answer and (one.tips or one.asks))


def _patterns(
    language: PatternLanguage,
    document: Document,
    i: int,
    key: str,
    text: str,
    issues: list[Issue],
) -> tuple[Parts, ...]:
    found: list[Parts] = []
    for _, line in lines_of(text):
        try:
            found += language.read(line)
        except PatternInvalid as error:
            place = document.place("situations", i, key)
            issues.append(issue("wrong_pattern", place, pattern=line, reason=str(error)))
    return tuple(found)


def repeated(one: Situation) -> Iterator[str]:
    """Variants that stand twice under the same key."""
    for key in TEXTS:
        texts = sorted(getattr(one, key) or ())
        yield from (text for text, following in pairwise(texts) if text == following)
