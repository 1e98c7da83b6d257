"""Supporters of goals in the database; every word is sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Row, Select, and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import goals, support_news, supporter_chats, supporters
from bot.domain.ids import GoalId, PersonId, SupporterId
from bot.domain.retention import (
    BLOCKED_TERM,
    CHEER_TERM,
    INVITATION_TERM,
    SUPPORT_TERM,
)
from bot.domain.supporters import (
    RUNNING,
    Asks,
    Hears,
    NewsKind,
    SupportEnd,
    Supporter,
    SupporterChat,
    SupportNews,
    SupportState,
)

SEALED = ("called", "words", "help")
# Columns that are kept as they are.
AS_THEY_ARE = (
    "goal",
    "young",
    "person",
    "code_hash",
    "expires_at",
    "muted",
    "blocked",
    "news",
    "day",
    "cheers",
    "created_at",
    "changed_at",
)


class DbSupporters:
    """Implements `Supporters`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, supporter: Supporter) -> None:
        await self._db.execute(
            insert(supporters).values(id=supporter.id, **self._values(supporter))
        )

    async def get(self, supporter: SupporterId) -> Supporter | None:
        found = await self._where(supporters.c.id == supporter)
        return found[0] if found else None

    async def save(self, supporter: Supporter) -> None:
        await self._db.execute(
            update(supporters)
            .where(supporters.c.id == supporter.id)
            .values(**self._values(supporter))
        )

    async def with_code(self, code_hash: str) -> Supporter | None:
        found = await self._where(supporters.c.code_hash == code_hash)
        return found[0] if found else None

    async def take(self, supporter: SupporterId, person: PersonId, now: datetime) -> bool:
        done = await self._db.execute(
            update(supporters)
            .where(
                supporters.c.id == supporter,
                supporters.c.state == SupportState.INVITED.value,
                supporters.c.expires_at > now,
            )
            .values(state=SupportState.OPENED.value, person=person, changed_at=now)
        )
        return done.rowcount == 1

    async def of_young(self, young: PersonId) -> Sequence[Supporter]:
        """Everybody around the goals of this young person, also who is over, the oldest first."""
        return await self._where(supporters.c.young == young)

    async def of_goal(self, goal: GoalId) -> Sequence[Supporter]:
        return await self._where(supporters.c.goal == goal)

    async def of_person(self, person: PersonId) -> Sequence[Supporter]:
        """Every goal that this person supports or supported."""
        return await self._where(supporters.c.person == person)

    async def counts(self, young: PersonId, now: datetime) -> Mapping[GoalId, int]:
        """How many places of each goal are taken."""
        late = and_(
            supporters.c.state == SupportState.INVITED.value, supporters.c.expires_at <= now
        )
        rows = await self._db.execute(
            select(supporters.c.goal, func.count())
            .where(
                supporters.c.young == young,
                supporters.c.state.in_([one.value for one in RUNNING]),
                ~late,
            )
            .group_by(supporters.c.goal)
        )
        return {GoalId(goal): number for goal, number in rows.all()}

    async def delete_of(self, person: PersonId) -> None:
        """Everything of somebody, on both sides."""
        theirs = or_(supporters.c.young == person, supporters.c.person == person)
        await self._db.execute(delete(supporters).where(theirs))
        await self._db.execute(delete(support_news).where(support_news.c.young == person))
        await self._db.execute(delete(supporter_chats).where(supporter_chats.c.person == person))

    async def add_news(self, news: SupportNews) -> None:
        await self._db.execute(
            insert(support_news).values(
                id=news.id,
                young=news.young,
                supporter=news.supporter,
                kind=news.kind.value,
                called_sealed=self._seal("support_news.called", news.id, news.called),
                text_sealed=self._seal("support_news.text", news.id, news.text),
                at=news.at,
            )
        )

    async def news_of(self, young: PersonId) -> Sequence[SupportNews]:
        """The oldest first."""
        found = (
            select(support_news)
            .where(support_news.c.young == young)
            .order_by(support_news.c.at, support_news.c.id)
        )
        return [self._news(row) for row in (await self._db.execute(found)).all()]

    async def delete_news(self, news: str) -> None:
        await self._db.execute(delete(support_news).where(support_news.c.id == news))

    async def delete_news_from(self, supporter: SupporterId) -> None:
        await self._db.execute(delete(support_news).where(support_news.c.supporter == supporter))

    async def chat(self, person: PersonId) -> SupporterChat | None:
        found = select(supporter_chats).where(supporter_chats.c.person == person)
        row = (await self._db.execute(found)).first()
        if row is None:
            return None
        about = SupporterId(row.supporter) if row.supporter else None
        return SupporterChat(PersonId(row.person), row.at, about, Asks(row.asks))

    async def save_chat(self, chat: SupporterChat) -> None:
        """Keeps where they are in the place of where they were."""
        await self._db.execute(
            delete(supporter_chats).where(supporter_chats.c.person == chat.person)
        )
        await self._db.execute(
            insert(supporter_chats).values(
                person=chat.person, supporter=chat.supporter, asks=chat.asks.value, at=chat.at
            )
        )

    def _seal(self, place: str, row: str, text: str) -> bytes:
        return self._sealer.seal(text, place=place, row=row)

    def _values(self, one: Supporter) -> dict[str, Any]:
        kept = {name: getattr(one, name) for name in AS_THEY_ARE}
        words = {
            f"{name}_sealed": self._seal(f"supporters.{name}", one.id, getattr(one, name))
            for name in SEALED
        }
        ended = one.end.value if one.end else None
        return kept | words | {
            "hears": one.hears.value, "state": one.state.value, "ended_why": ended,
        }  # fmt: skip

    async def _where(self, condition: Any) -> list[Supporter]:
        query = select(supporters).where(condition)
        rows = await self._db.execute(query.order_by(supporters.c.created_at, supporters.c.id))
        return [self._supporter(row) for row in rows.all()]

    def _supporter(self, row: Row[Any]) -> Supporter:
        values: dict[str, Any] = {name: getattr(row, name) for name in AS_THEY_ARE}
        for name in SEALED:
            sealed = getattr(row, f"{name}_sealed")
            values[name] = self._sealer.open(sealed, place=f"supporters.{name}", row=row.id)
        return Supporter(
            SupporterId(row.id),
            hears=Hears(row.hears),
            state=SupportState(row.state),
            end=SupportEnd(row.ended_why) if row.ended_why else None,
            **values,
        )

    def _news(self, row: Row[Any]) -> SupportNews:
        called = self._sealer.open(row.called_sealed, place="support_news.called", row=row.id)
        text = self._sealer.open(row.text_sealed, place="support_news.text", row=row.id)
        return SupportNews(
            row.id,
            PersonId(row.young),
            SupporterId(row.supporter),
            NewsKind(row.kind),
            row.at,
            called,
            text,
        )


def supporting() -> Select[Any]:
    """Who supports somebody now: their address stays."""
    running = supporters.c.state.in_([one.value for one in RUNNING])
    return select(supporters.c.person).where(running, supporters.c.person.is_not(None))


def supporting_until(now: datetime) -> list[Delete]:
    """What is kept no longer: see domain/retention.py."""
    ended = supporters.c.state == SupportState.ENDED.value
    never_opened = supporters.c.state == SupportState.INVITED.value
    before = now - SUPPORT_TERM
    gone = supporters.c.goal.not_in(select(goals.c.id))
    known = select(supporters.c.person).where(supporters.c.person.is_not(None))
    return [
        delete(supporters).where(ended, ~supporters.c.blocked, supporters.c.changed_at < before),
        delete(supporters).where(ended, supporters.c.changed_at < now - BLOCKED_TERM),
        delete(supporters).where(never_opened, supporters.c.expires_at < now - INVITATION_TERM),
        delete(supporters).where(~ended, gone),
        delete(support_news).where(support_news.c.at < now - CHEER_TERM),
        delete(supporter_chats).where(supporter_chats.c.person.not_in(known)),
    ]
