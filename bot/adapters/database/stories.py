"""Stories of experience in the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import stories, suspensions
from bot.domain.ids import PersonId, StoryId
from bot.domain.story import (
    Story,
    StoryAnswer,
    StoryPart,
    StoryState,
    StoryWords,
    Tellable,
)

WORDS, REASON = "stories.words", "stories.reason"
COUNTED = {StoryAnswer.LIKE_ME: stories.c.like_me, StoryAnswer.A_LITTLE: stories.c.a_little}
# Columns that are kept as they are.
AS_THEY_ARE = (
    "number",
    "author",
    "state",
    "age_band",
    "region",
    "asked",
    "twice",
    "version",
    "consented_at",
    "changed_at",
    "looked_by",
    "decided_by",
    "decided_at",
    "told",
    "like_me",
    "a_little",
)


class DbStories:
    """Implements `Stories`; words and reasons are sealed."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def next_number(self) -> int:
        highest = (await self._db.execute(select(func.max(stories.c.number)))).scalar()
        return (highest or 0) + 1

    async def add(self, story: Story) -> None:
        await self._db.execute(insert(stories).values(id=story.id, **self._values(story)))

    async def save(self, story: Story) -> None:
        """Keeps everything but the figures: those are counted where they are."""
        values = self._values(story)
        for name in ("told", "like_me", "a_little"):
            del values[name]
        await self._db.execute(update(stories).where(stories.c.id == story.id).values(**values))

    async def get(self, number: int) -> Story | None:
        found = await self._where(stories.c.number == number)
        return found[0] if found else None

    async def with_id(self, story: StoryId) -> Story | None:
        found = await self._where(stories.c.id == story)
        return found[0] if found else None

    async def of(self, author: PersonId) -> Sequence[Story]:
        return await self._where(stories.c.author == author)

    async def all(self) -> Sequence[Story]:
        return await self._where()

    async def waiting(self) -> Sequence[Story]:
        return await self._where(stories.c.state == StoryState.WAITING.value)

    async def tellable(self) -> Sequence[Tellable]:
        """Approved ones; their words are opened only when they are told."""
        resting = select(suspensions.c.person)
        query = select(
            stories.c.id,
            stories.c.topics,
            stories.c.age_band,
            stories.c.region,
            stories.c.words_sealed,
        ).where(stories.c.state == StoryState.APPROVED.value, stories.c.author.not_in(resting))
        rows = (await self._db.execute(query.order_by(stories.c.number))).all()
        return [self._tellable(row) for row in rows]

    async def count(self, story: str, answer: StoryAnswer | None) -> None:
        """Told to its end, or (with `answer`) how it was received."""
        if answer is StoryAnswer.NOT:
            return
        column = COUNTED[answer] if answer else stories.c.told
        await self._db.execute(
            update(stories).where(stories.c.id == story).values({column: column + 1})
        )

    async def delete(self, story: StoryId) -> None:
        await self._db.execute(delete(stories).where(stories.c.id == story))

    async def delete_of(self, author: PersonId) -> None:
        await self._db.execute(delete(stories).where(stories.c.author == author))

    def _values(self, story: Story) -> dict[str, Any]:
        words = json.dumps({part.value: story.words.part(part) for part in StoryPart})
        return {name: getattr(story, name) for name in AS_THEY_ARE} | {
            "topics": " ".join(story.topics),
            "words_sealed": self._sealer.seal(words, place=WORDS, row=story.id),
            "reason_sealed": self._sealer.seal(story.reason, place=REASON, row=story.id),
        }

    async def _where(self, *conditions: Any) -> list[Story]:
        query = select(stories).where(*conditions).order_by(stories.c.number)
        return [self._story(row) for row in (await self._db.execute(query)).all()]

    def _words(self, row: Row[Any]) -> StoryWords:
        told = json.loads(self._sealer.open(row.words_sealed, place=WORDS, row=row.id))
        return StoryWords(**{part.value: told.get(part.value, "") for part in StoryPart})

    def _tellable(self, row: Any) -> Tellable:
        topics = tuple(row.topics.split())
        return Tellable(row.id, topics, row.age_band, row.region, lambda: self._words(row))

    def _story(self, row: Row[Any]) -> Story:
        values = {name: getattr(row, name) for name in AS_THEY_ARE}
        values |= {"author": PersonId(row.author), "state": StoryState(row.state)}
        return Story(
            StoryId(row.id),
            topics=tuple(row.topics.split()),
            words=self._words(row),
            reason=self._sealer.open(row.reason_sealed, place=REASON, row=row.id),
            **values,
        )
