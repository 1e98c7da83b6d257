"""Groups of Telegram in the database; their titles and what may be posted are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Delete, Row, Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import group_entries, group_members, groups
from bot.domain.groups import LIVE, Group, GroupEntry, GroupMember, GroupState
from bot.domain.ids import EntryId, GroupMemberId, GroupNumber, PersonId, new_id
from bot.domain.retention import INVITATION_TERM, TALK_TERM
from bot.errors import StaleConversation

TITLE, TEXT = "groups.title", "group_entries.text"


class DbGroups:
    """Implements `Groups`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, group: Group) -> Group:
        """Keeps a new group and gives it its number, which is never used again."""
        row = new_id()
        title = self._sealer.seal(group.title, place=TITLE, row=row)
        done = await self._db.execute(
            insert(groups)
            .values(
                title_sealed=title,
                title_row=row,
                created_at=group.created_at,
                version=0,
                **_changing(group),
            )
            .returning(groups.c.number)
        )
        return replace(group, number=GroupNumber(done.scalar_one()))

    async def get(self, number: GroupNumber) -> Group | None:
        return await self._one(groups.c.number == number)

    async def save(self, before: Group, after: Group) -> None:
        done = await self._db.execute(
            update(groups)
            .where(groups.c.number == before.number, groups.c.version == before.version)
            .values(version=before.version + 1, **_changing(after))
        )
        if done.rowcount != 1:
            raise StaleConversation

    async def in_state(self, *states: GroupState) -> Sequence[Group]:
        return await self._groups(groups.c.state.in_([state.value for state in states]))

    async def of_leader(self, leader: PersonId) -> Sequence[Group]:
        """Those that are not over, the oldest first."""
        closed = groups.c.state == GroupState.CLOSED.value
        return await self._groups(groups.c.leader == leader, ~closed)

    async def of_chat(self, chat: PersonId) -> Group | None:
        return await self._one(groups.c.chat == chat)

    async def with_link(self, code_hash: str) -> Group | None:
        return await self._one(groups.c.link_hash == code_hash) if code_hash else None

    async def with_join(self, code_hash: str) -> Group | None:
        return await self._one(groups.c.join_hash == code_hash) if code_hash else None

    async def _one(self, condition: ColumnElement[bool]) -> Group | None:
        found = await self._groups(condition)
        return found[0] if found else None

    async def _groups(self, *conditions: ColumnElement[bool]) -> list[Group]:
        found = select(groups).where(*conditions).order_by(groups.c.number)
        return [self._group(row) for row in (await self._db.execute(found)).all()]

    # --- who takes part ---

    async def join(self, member: GroupMember) -> None:
        await self._db.execute(
            insert(group_members).values(
                id=member.id, group=member.group, person=member.person, joined_at=member.joined_at
            )
        )

    async def members(self, number: GroupNumber) -> Sequence[GroupMember]:
        """Who takes part, in the order in which they came."""
        return await self._members(group_members.c.group == number)

    async def member(self, member: GroupMemberId) -> GroupMember | None:
        found = await self._members(group_members.c.id == member)
        return found[0] if found else None

    async def memberships(self, person: PersonId) -> Sequence[GroupMember]:
        return await self._members(group_members.c.person == person)

    async def _members(self, condition: ColumnElement[bool]) -> list[GroupMember]:
        order = (group_members.c.joined_at, group_members.c.id)
        rows = await self._db.execute(select(group_members).where(condition).order_by(*order))
        return [_member(row) for row in rows.all()]

    async def leave(self, member: GroupMember) -> None:
        await self._db.execute(delete(group_members).where(group_members.c.id == member.id))

    async def forget(self, person: PersonId) -> None:
        await self._db.execute(delete(group_members).where(group_members.c.person == person))

    async def empty(self, number: GroupNumber) -> None:
        await self._db.execute(delete(group_members).where(group_members.c.group == number))

    # --- what may be posted ---

    async def allow(self, entry: GroupEntry) -> None:
        """Takes the place of what was allowed before."""
        await self.withdraw(entry.member)
        sealed = self._sealer.seal(entry.text, place=TEXT, row=entry.id)
        await self._db.execute(
            insert(group_entries).values(
                id=entry.id,
                group=entry.group,
                member=entry.member,
                text_sealed=sealed,
                at=entry.at,
            )
        )

    async def entries(self, number: GroupNumber) -> Sequence[GroupEntry]:
        """In the order in which they were allowed."""
        return await self._entries(group_entries.c.group == number)

    async def entry_of(self, member: GroupMemberId) -> GroupEntry | None:
        found = await self._entries(group_entries.c.member == member)
        return found[0] if found else None

    async def _entries(self, condition: ColumnElement[bool]) -> list[GroupEntry]:
        order = (group_entries.c.at, group_entries.c.id)
        rows = await self._db.execute(select(group_entries).where(condition).order_by(*order))
        return [self._entry(row) for row in rows.all()]

    async def withdraw(self, member: GroupMemberId) -> bool:
        """Takes back what a member allowed; false when there was nothing."""
        done = await self._db.execute(delete(group_entries).where(group_entries.c.member == member))
        return bool(done.rowcount)

    def _group(self, row: Row[Any]) -> Group:
        return Group(
            GroupNumber(row.number),
            PersonId(row.leader) if row.leader else None,
            self._sealer.open(row.title_sealed, place=TITLE, row=row.title_row),
            row.region,
            row.weekday,
            time.fromisoformat(row.at),
            row.created_at,
            row.changed_at,
            row.link_hash,
            row.link_expires_at,
            row.join_hash,
            PersonId(row.chat) if row.chat else None,
            GroupState(row.state),
            row.version,
        )

    def _entry(self, row: Row[Any]) -> GroupEntry:
        text = self._sealer.open(row.text_sealed, place=TEXT, row=row.id)
        member, number = GroupMemberId(row.member), GroupNumber(row.group)
        return GroupEntry(EntryId(row.id), number, member, text, row.at)


def _changing(group: Group) -> dict[str, Any]:
    return {
        "leader": group.leader,
        "region": group.region,
        "weekday": group.weekday,
        "at": f"{group.at:%H:%M}",
        "link_hash": group.link_hash,
        "link_expires_at": group.link_expires_at,
        "join_hash": group.join_hash,
        "chat": group.chat,
        "state": group.state.value,
        "changed_at": group.changed_at,
    }


def _member(row: Row[Any]) -> GroupMember:
    number, person = GroupNumber(row.group), PersonId(row.person)
    return GroupMember(GroupMemberId(row.id), number, person, row.joined_at)


def linked_chats() -> Select[Any]:
    """The chats of groups that are not closed: their address stays."""
    return select(groups.c.chat).where(groups.c.chat.is_not(None))


def taking_part() -> Select[Any]:
    """Who takes part in a group that is not closed: their address and conversation stay."""
    live = select(groups.c.number).where(groups.c.state.in_([one.value for one in LIVE]))
    return select(group_members.c.person).where(group_members.c.group.in_(live))


def groups_until(now: datetime) -> list[Delete]:
    """What is kept no longer: see domain/retention.py."""
    closed = groups.c.state == GroupState.CLOSED.value
    never_linked = groups.c.state == GroupState.MADE.value
    return [
        delete(group_entries).where(group_entries.c.at < now - TALK_TERM),
        delete(groups).where(closed, groups.c.changed_at < now - TALK_TERM),
        delete(groups).where(never_linked, groups.c.changed_at < now - INVITATION_TERM),
    ]
