"""People and conversations in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.mapping import conversation_from_json, conversation_to_json
from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import addresses, conversations
from bot.domain.conversation import Conversation
from bot.domain.ids import PersonId, new_id
from bot.errors import StaleConversation


class DbPeople:
    """Implements `People`: the one place where an address is found and forgotten."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def at(self, channel: str, address: str, now: datetime) -> PersonId:
        """Whose address this is. Who writes is there (again), also after having left."""
        index = self._sealer.index(f"{channel}:{address}")
        row = (
            await self._db.execute(
                update(addresses)
                .where(addresses.c.channel == channel, addresses.c.address_index == index)
                .values(seen_at=now, erase=False, left_at=None)
                .returning(addresses.c.person)
            )
        ).first()
        if row is not None:
            return PersonId(row.person)
        person = PersonId(new_id())
        sealed = self._sealer.seal(address, place="addresses.address", row=person)
        await self._db.execute(
            insert(addresses).values(
                person=person,
                channel=channel,
                address_index=index,
                address_sealed=sealed,
                erase=False,
                seen_at=now,
            )
        )
        return person

    async def left(self, person: PersonId, now: datetime | None) -> None:
        await self._db.execute(
            update(addresses).where(addresses.c.person == person).values(left_at=now)
        )

    async def channel_of(self, person: PersonId) -> str | None:
        return (
            await self._db.execute(select(addresses.c.channel).where(addresses.c.person == person))
        ).scalar_one_or_none()

    async def address_of(self, person: PersonId) -> tuple[str, str] | None:
        """Channel and address, for a message that is copied to somebody else's chat."""
        row = (
            await self._db.execute(select(addresses).where(addresses.c.person == person))
        ).first()
        if row is None:
            return None
        address = self._sealer.open(row.address_sealed, place="addresses.address", row=person)
        return row.channel, address

    async def moved(self, person: PersonId, address: str) -> None:
        """The same chat has another address in its channel. A row that was made for that address meanwhile
        gives way: there is one chat."""
        channel = await self.channel_of(person)
        if channel is None:
            return
        index = self._sealer.index(f"{channel}:{address}")
        await self._db.execute(
            delete(addresses).where(
                addresses.c.channel == channel,
                addresses.c.address_index == index,
                addresses.c.person != person,
            )
        )
        sealed = self._sealer.seal(address, place="addresses.address", row=person)
        await self._db.execute(
            update(addresses)
            .where(addresses.c.person == person)
            .values(address_index=index, address_sealed=sealed)
        )

    async def has_left(self, person: PersonId) -> bool:
        row = (
            await self._db.execute(select(addresses.c.left_at).where(addresses.c.person == person))
        ).first()
        return row is None or row.left_at is not None

    async def seen_at(self, person: PersonId) -> datetime | None:
        """When they wrote or pressed something last; `None` for who has no address here."""
        found = select(addresses.c.seen_at).where(addresses.c.person == person)
        seen: datetime | None = (await self._db.execute(found)).scalar()
        return seen

    async def farewell(self, person: PersonId) -> None:
        await self._db.execute(
            update(addresses).where(addresses.c.person == person).values(erase=True)
        )

    async def erase_address(self, person: PersonId) -> None:
        await self._db.execute(delete(addresses).where(addresses.c.person == person))


class DbConversations:
    """Implements `Conversations`, sealed as a whole."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def get(self, person: PersonId) -> Conversation:
        row = (
            await self._db.execute(select(conversations).where(conversations.c.person == person))
        ).first()
        if row is None:
            return Conversation(person)
        state = self._sealer.open(row.state_sealed, place="conversations.state", row=person)
        return conversation_from_json(person, state, row.version)

    async def save(self, conversation: Conversation, now: datetime) -> Conversation:
        person, version = conversation.person, conversation.version
        sealed = self._sealer.seal(
            conversation_to_json(conversation), place="conversations.state", row=person
        )
        values = {"state_sealed": sealed, "version": version + 1, "changed_at": now}
        if version == 0:
            await self._db.execute(insert(conversations).values(person=person, **values))
        else:
            done = await self._db.execute(
                update(conversations)
                .where(conversations.c.person == person, conversations.c.version == version)
                .values(**values)
            )
            if done.rowcount != 1:
                raise StaleConversation
        return Conversation(
            **{name: getattr(conversation, name) for name in conversation.__slots__}
            | {"version": version + 1}
        )

    async def changed_at(self, person: PersonId) -> datetime | None:
        found = select(conversations.c.changed_at).where(conversations.c.person == person)
        return (await self._db.execute(found)).scalar_one_or_none()

    async def delete(self, person: PersonId) -> None:
        await self._db.execute(delete(conversations).where(conversations.c.person == person))
