"""Talks of more than two in the database: their parties and the invitations to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.tables import shared_invitations, shared_parties, shared_talks
from bot.domain.ids import HandoffId, PersonId, SharedId
from bot.domain.shared import Party, SharedEnd, SharedInvitation, SharedState, SharedTalk
from bot.errors import HandoffNotAllowed


class DbSharedTalks:
    """Implements `SharedTalks`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def add(self, talk: SharedTalk) -> None:
        await self._db.execute(insert(shared_talks).values(**_to_row(talk)))

    async def get(self, talk: SharedId) -> SharedTalk | None:
        found = select(shared_talks).where(shared_talks.c.id == talk)
        row = (await self._db.execute(found)).first()
        return _from_row(row) if row is not None else None

    async def save(self, before: SharedTalk, after: SharedTalk) -> None:
        """Stores a change. Raises `HandoffNotAllowed` when somebody else moved it meanwhile."""
        done = await self._db.execute(
            update(shared_talks)
            .where(shared_talks.c.id == before.id, shared_talks.c.state == before.state.value)
            .values(**_to_row(after))
        )
        if done.rowcount != 1:
            raise HandoffNotAllowed(before.state.value, after.state.value)

    async def open_of(self, person: PersonId) -> SharedTalk | None:
        """The newest talk that this young person is a party of and that is not over."""
        mine = select(shared_parties.c.shared).where(shared_parties.c.person == person)
        found = (
            select(shared_talks)
            .where(shared_talks.c.id.in_(mine), shared_talks.c.state != SharedState.ENDED.value)
            .order_by(shared_talks.c.created_at.desc())
            .limit(1)
        )
        row = (await self._db.execute(found)).first()
        return _from_row(row) if row is not None else None

    async def parties(self, talk: SharedId) -> Sequence[Party]:
        """Who is in it, the one who asked for it first."""
        found = (
            select(shared_parties)
            .where(shared_parties.c.shared == talk)
            .order_by(shared_parties.c.first.desc(), shared_parties.c.person)
        )
        rows = (await self._db.execute(found)).all()
        return [Party(PersonId(row.person), row.first, row.agreed) for row in rows]

    async def join(self, talk: SharedId, party: Party) -> None:
        await self._db.execute(
            insert(shared_parties).values(
                shared=talk, person=party.person, first=party.first, agreed=party.agreed
            )
        )

    async def agree(self, talk: SharedId, person: PersonId) -> None:
        await self._db.execute(
            update(shared_parties)
            .where(shared_parties.c.shared == talk, shared_parties.c.person == person)
            .values(agreed=True)
        )

    async def forget(self, person: PersonId) -> None:
        """Takes a person out of every shared talk, those that are over too."""
        await self._db.execute(delete(shared_parties).where(shared_parties.c.person == person))

    async def invite(self, invitation: SharedInvitation) -> None:
        await self._db.execute(
            insert(shared_invitations).values(
                code_hash=invitation.code_hash,
                shared=invitation.shared,
                expires_at=invitation.expires_at,
            )
        )

    async def invitation(self, code_hash: str) -> SharedInvitation | None:
        found = select(shared_invitations).where(shared_invitations.c.code_hash == code_hash)
        row = (await self._db.execute(found)).first()
        return _invitation(row) if row is not None else None

    async def use(self, code_hash: str, now: datetime) -> bool:
        """Uses a code; `False` when it was used before or is too old."""
        done = await self._db.execute(
            update(shared_invitations)
            .where(
                shared_invitations.c.code_hash == code_hash,
                shared_invitations.c.used_at.is_(None),
                shared_invitations.c.expires_at > now,
            )
            .values(used_at=now)
        )
        return done.rowcount == 1

    async def end_codes(self, talk: SharedId, now: datetime) -> None:
        """No code that was given out before works from now on."""
        await self._db.execute(
            update(shared_invitations)
            .where(shared_invitations.c.shared == talk, shared_invitations.c.used_at.is_(None))
            .values(used_at=now)
        )


def _to_row(talk: SharedTalk) -> dict[str, Any]:
    return {
        "id": talk.id,
        "form": talk.form,
        "topic": talk.topic,
        "state": talk.state.value,
        "ended_why": talk.end.value if talk.end else None,
        "paused": talk.paused,
        "apart": talk.apart,
        "created_at": talk.created_at,
        "changed_at": talk.changed_at,
    }


def _from_row(row: Row[Any]) -> SharedTalk:
    return SharedTalk(
        SharedId(row.id),
        row.form,
        row.created_at,
        row.changed_at,
        row.topic,
        SharedState(row.state),
        SharedEnd(row.ended_why) if row.ended_why else None,
        row.paused,
        HandoffId(row.apart) if row.apart else None,
    )


def _invitation(row: Row[Any]) -> SharedInvitation:
    return SharedInvitation(
        row.code_hash, SharedId(row.shared), row.expires_at, row.used_at is not None
    )
