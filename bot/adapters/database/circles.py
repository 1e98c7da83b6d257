"""Circles in the database: who is in them, and the weekly rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.tables import (
    circle_cheers,
    circle_copies,
    circle_members,
    circle_results,
    circle_rounds,
    circles,
)
from bot.domain.circles import Circle, CircleState, Member, MemberState, Round, best_of
from bot.domain.ids import CircleNumber, MemberId, PersonId, new_id
from bot.errors import StaleConversation


class DbCircles:
    """Implements `Circles`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def add(self, circle: Circle) -> Circle:
        """Keeps a new circle and gives it its number, which is never used again."""
        done = await self._db.execute(
            insert(circles)
            .values(created_at=circle.created_at, version=0, **_changing(circle))
            .returning(circles.c.number)
        )
        return replace(circle, number=CircleNumber(done.scalar_one()))

    async def get(self, number: CircleNumber) -> Circle | None:
        found = await self._circles(circles.c.number == number)
        return found[0] if found else None

    async def save(self, before: Circle, after: Circle) -> None:
        done = await self._db.execute(
            update(circles)
            .where(circles.c.number == before.number, circles.c.version == before.version)
            .values(version=before.version + 1, **_changing(after))
        )
        if done.rowcount != 1:
            raise StaleConversation

    async def in_state(self, *states: CircleState) -> Sequence[Circle]:
        return await self._circles(circles.c.state.in_([state.value for state in states]))

    async def of_coach(self, coach: PersonId) -> Sequence[Circle]:
        """Those that are not over, the oldest first."""
        ended = circles.c.state == CircleState.ENDED.value
        return await self._circles(circles.c.coach == coach, ~ended)

    async def _circles(self, *conditions: ColumnElement[bool]) -> list[Circle]:
        found = select(circles).where(*conditions).order_by(circles.c.number)
        return [_circle(row) for row in (await self._db.execute(found)).all()]

    # --- who is in ---

    async def join(self, member: Member) -> None:
        await self._db.execute(insert(circle_members).values(**_member_row(member)))

    async def save_member(self, member: Member) -> None:
        await self._db.execute(
            update(circle_members)
            .where(circle_members.c.id == member.id)
            .values(**_member_row(member))
        )

    async def members(self, number: CircleNumber) -> Sequence[Member]:
        """Who is in now, in the order in which they came."""
        return await self._members(
            circle_members.c.circle == number, circle_members.c.state == MemberState.IN.value
        )

    async def everybody(self, number: CircleNumber) -> Sequence[Member]:
        """Who is or was in it."""
        return await self._members(circle_members.c.circle == number)

    async def member(self, member: MemberId) -> Member | None:
        found = await self._members(circle_members.c.id == member)
        return found[0] if found else None

    async def membership(self, person: PersonId) -> Member | None:
        found = await self._members(circle_members.c.present == person)
        return found[0] if found else None

    async def last_of(self, person: PersonId) -> Member | None:
        """The circle that somebody is in, or came into last."""
        found = await self._members(circle_members.c.person == person)
        inside = [one for one in found if one.state is MemberState.IN]
        return (inside or found)[-1] if found else None

    async def knows_alias(self, alias: str) -> bool:
        found = select(circle_members.c.id).where(circle_members.c.alias == alias).limit(1)
        return (await self._db.execute(found)).first() is not None

    async def forget(self, person: PersonId) -> None:
        """Lines, results and cheers go with the member."""
        await self._db.execute(delete(circle_copies).where(circle_copies.c.reader == person))
        await self._db.execute(delete(circle_members).where(circle_members.c.person == person))

    async def _members(self, *conditions: ColumnElement[bool]) -> list[Member]:
        found = (
            select(circle_members)
            .where(*conditions)
            .order_by(circle_members.c.joined_at, circle_members.c.id)
        )
        return [_member(row) for row in (await self._db.execute(found)).all()]


class DbCircleRounds:
    """Implements `CircleRounds`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def collecting(self, number: CircleNumber, now: datetime) -> Round:
        """The round that answers are for now; a new one when there is none."""
        found = (
            select(circle_rounds)
            .where(circle_rounds.c.circle == number, circle_rounds.c.posted_at.is_(None))
            .order_by(circle_rounds.c.opened_at)
        )
        row = (await self._db.execute(found)).first()
        if row is not None:
            return _round(row)
        one = Round(new_id(), number, now)
        await self._db.execute(
            insert(circle_rounds).values(id=one.id, circle=number, opened_at=now)
        )
        return one

    async def get(self, one: str) -> Round | None:
        row = (
            await self._db.execute(select(circle_rounds).where(circle_rounds.c.id == one))
        ).first()
        return _round(row) if row is not None else None

    async def newest_posted(self, number: CircleNumber) -> Round | None:
        found = (
            select(circle_rounds)
            .where(circle_rounds.c.circle == number, circle_rounds.c.posted_at.is_not(None))
            .order_by(circle_rounds.c.posted_at.desc())
        )
        row = (await self._db.execute(found)).first()
        return _round(row) if row is not None else None

    async def posted(self, one: Round, now: datetime) -> None:
        await self._db.execute(
            update(circle_rounds).where(circle_rounds.c.id == one.id).values(posted_at=now)
        )

    async def tell(self, one: Round, member: MemberId, result: str) -> None:
        """Keeps how it went; of more than one answer the kindest."""
        known = (await self.results(one.id)).get(member)
        mine = (circle_results.c.round == one.id, circle_results.c.member == member)
        if known is None:
            await self._db.execute(
                insert(circle_results).values(round=one.id, member=member, result=result)
            )
        else:
            best = best_of((known, result))
            await self._db.execute(update(circle_results).where(*mine).values(result=best))

    async def results(self, one: str) -> Mapping[MemberId, str]:
        rows = await self._db.execute(select(circle_results).where(circle_results.c.round == one))
        return {MemberId(row.member): row.result for row in rows.all()}

    async def cheer(self, one: str, giver: MemberId, member: MemberId) -> bool:
        known = select(circle_cheers.c.round).where(
            circle_cheers.c.round == one,
            circle_cheers.c.giver == giver,
            circle_cheers.c.member == member,
        )
        if (await self._db.execute(known)).first() is not None:
            return False
        await self._db.execute(insert(circle_cheers).values(round=one, giver=giver, member=member))
        return True


def _changing(circle: Circle) -> dict[str, Any]:
    return {
        "coach": circle.coach,
        "about": circle.about,
        "region": circle.region,
        "ages": circle.ages,
        "weekday": circle.weekday,
        "at": f"{circle.at:%H:%M}",
        "starts_at": circle.starts_at,
        "state": circle.state.value,
        "spoken": circle.spoken,
        "changed_at": circle.changed_at,
    }


def _circle(row: Row[Any]) -> Circle:
    return Circle(
        CircleNumber(row.number),
        PersonId(row.coach) if row.coach else None,
        row.about,
        row.region,
        row.ages,
        row.weekday,
        time.fromisoformat(row.at),
        row.starts_at,
        row.created_at,
        row.changed_at,
        CircleState(row.state),
        row.spoken,
        row.version,
    )


def _member_row(member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "circle": member.circle,
        "person": member.person,
        "alias": member.alias,
        "state": member.state.value,
        "muted": member.muted,
        "held": member.held,
        "reason": member.reason,
        "joined_at": member.joined_at,
        "present": member.person if member.state is MemberState.IN else None,
    }


def _member(row: Row[Any]) -> Member:
    return Member(
        MemberId(row.id),
        CircleNumber(row.circle),
        PersonId(row.person),
        row.alias,
        row.joined_at,
        MemberState(row.state),
        row.muted,
        row.held,
        row.reason,
    )


def _round(row: Row[Any]) -> Round:
    return Round(row.id, CircleNumber(row.circle), row.opened_at, row.posted_at)
