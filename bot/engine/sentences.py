"""`sentences.yml`: sentences that whoever helps can look at, by what one does with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator, Field

from bot.engine.matching import plain
from bot.engine.step import Model, Words, listed

# What the issue of a talk asks for; each group stands in the file once.
GROUPS = ("listen", "ask", "normalise", "limit", "close")
LONGEST = 200  # characters: a sentence that fits one glance, and a message with eight of them

WordList = Annotated[tuple[Words, ...], BeforeValidator(listed)]


class SentenceGroup(Model):
    """One group: its Dutch name, other words for it, and four to eight sentences."""

    group: Words
    name: Words
    also: WordList = ()
    sentences: Annotated[
        tuple[Words, ...], BeforeValidator(listed), Field(min_length=4, max_length=8)
    ]


class Sentences(Model):
    """All groups."""

    groups: Annotated[tuple[SentenceGroup, ...], BeforeValidator(listed), Field(min_length=1)]

    def named(self, words: str) -> SentenceGroup | None:
        """The group that these words name, in Dutch or by its key."""
        said = plain(words)
        return next((g for g in self.groups if said in map(plain, _names(g))), None)


def _names(group: SentenceGroup) -> Iterable[str]:
    return (group.group, group.name, *group.also)
