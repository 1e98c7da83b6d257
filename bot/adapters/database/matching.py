"""Profiles of volunteers and offers in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.sealing import Sealer
from bot.adapters.database.tables import handoffs, offers, profiles, staff
from bot.domain.handoff import HandoffState
from bot.domain.ids import HandoffId, PersonId
from bot.domain.matching import Load, Offer, OfferAnswer, Reason
from bot.domain.volunteer import Profile

SETS = ("forms", "topics", "experiences", "languages")
WORDS = ("region", "province", "school_type", "gender", "told")
SECONDS_AN_HOUR = 3600


class DbProfiles:
    """Implements `Profiles`, each sealed as a whole."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def get(self, person: PersonId) -> Profile:
        return (await self._where(profiles.c.person == person)).get(person, Profile())

    async def of_all(self, people: Sequence[PersonId]) -> Mapping[PersonId, Profile]:
        return await self._where(profiles.c.person.in_(people))

    async def _where(self, condition: Any) -> dict[PersonId, Profile]:
        rows = (await self._db.execute(select(profiles).where(condition))).all()
        return {PersonId(row.person): self._opened(row) for row in rows}

    def _opened(self, row: Row[Any]) -> Profile:
        place = "profiles.profile"
        data: dict[str, Any] = json.loads(
            self._sealer.open(row.profile_sealed, place=place, row=row.person)
        )
        values: dict[str, Any] = {k: frozenset(v) if k in SETS else v for k, v in data.items()}
        return Profile(**values)

    async def save(self, person: PersonId, profile: Profile, now: datetime) -> None:
        data = {name: sorted(getattr(profile, name)) for name in SETS}
        data |= {name: getattr(profile, name) for name in WORDS}
        sealed = self._sealer.seal(json.dumps(data), place="profiles.profile", row=person)
        await self.delete(person)
        await self._db.execute(
            insert(profiles).values(person=person, profile_sealed=sealed, changed_at=now)
        )

    async def delete(self, person: PersonId) -> None:
        await self._db.execute(delete(profiles).where(profiles.c.person == person))


class DbOffers:
    """Implements `Offers`."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._db, self._sealer = connection, sealer

    async def add(self, offer: Offer) -> None:
        """Keeps an offer; shown to the same person again it counts as a new one."""
        sealed = self._sealer.seal(
            " ".join(offer.reasons), place="offers.reasons", row=f"{offer.handoff}.{offer.staff}"
        )
        await self._db.execute(
            delete(offers).where(offers.c.handoff == offer.handoff, offers.c.staff == offer.staff)
        )
        await self._db.execute(
            insert(offers).values(
                handoff=offer.handoff,
                staff=offer.staff,
                at=offer.at,
                reasons_sealed=sealed,
                answer=offer.answer.value,
            )
        )

    async def of(self, handoff: HandoffId) -> Sequence[Offer]:
        return await self._where(offers.c.handoff == handoff)

    async def open_of(self, member: PersonId) -> Sequence[Offer]:
        return await self._where(
            offers.c.staff == member, offers.c.answer == OfferAnswer.OPEN.value
        )

    async def _where(self, *conditions: Any) -> list[Offer]:
        order = (offers.c.at, offers.c.staff)
        rows = (await self._db.execute(select(offers).where(*conditions).order_by(*order))).all()
        return [self._offer(row) for row in rows]

    def _offer(self, row: Row[Any]) -> Offer:
        words = self._sealer.open(
            row.reasons_sealed, place="offers.reasons", row=f"{row.handoff}.{row.staff}"
        )
        reasons = tuple(Reason(word) for word in words.split())
        return Offer(
            HandoffId(row.handoff), PersonId(row.staff), row.at, reasons, OfferAnswer(row.answer)
        )

    async def answered(
        self, handoff: HandoffId, member: PersonId, answer: OfferAnswer, now: datetime
    ) -> None:
        await self._db.execute(
            update(offers)
            .where(offers.c.handoff == handoff, offers.c.staff == member)
            .values(answer=answer.value, answered_at=now)
        )

    async def end(self, handoff: HandoffId, now: datetime) -> None:
        """Whoever still looks at this offer need not answer it any more."""
        await self._db.execute(
            update(offers)
            .where(offers.c.handoff == handoff, offers.c.answer == OfferAnswer.OPEN.value)
            .values(answer=OfferAnswer.ENDED.value, answered_at=now)
        )

    async def talks_now(self) -> Mapping[PersonId, int]:
        """In how many running talks everybody is. Who is on the way into the talk of another is busy
        too."""
        running = handoffs.c.state == HandoffState.ACTIVE.value
        one_talk = func.coalesce(handoffs.c.shared, handoffs.c.id)  # of more than two: one talk
        own = select(handoffs.c.staff, func.count(one_talk.distinct())).where(running)
        coming = select(handoffs.c.newcomer, func.count()).where(
            running, handoffs.c.newcomer.is_not(None), handoffs.c.newcomer != handoffs.c.staff
        )
        talks = await self._counted(own.group_by(handoffs.c.staff))
        on_the_way = await self._counted(coming.group_by(handoffs.c.newcomer))
        people = {*talks, *on_the_way}
        return {PersonId(one): talks.get(one, 0) + on_the_way.get(one, 0) for one in people}

    async def loads(self, since: datetime, now: datetime) -> Mapping[PersonId, Load]:
        """How busy everybody is who has duty."""
        talks = await self.talks_now()
        taken = await self._counted(
            select(offers.c.staff, func.count())
            .where(offers.c.answer == OfferAnswer.CLAIMED.value, offers.c.answered_at >= since)
            .group_by(offers.c.staff)
        )
        last = await self._counted(
            select(offers.c.staff, func.max(offers.c.at)).group_by(offers.c.staff)
        )
        rows = await self._db.execute(select(staff.c.person, staff.c.duty_since))
        return {
            PersonId(person): Load(
                talks.get(PersonId(person), 0),
                taken.get(person, 0),
                _hours(begun, now),
                last.get(person),
            )
            for person, begun in rows.all()
        }

    async def _counted(self, statement: Any) -> dict[str, Any]:
        rows = (await self._db.execute(statement)).all()
        return {str(row[0]): row[1] for row in rows}

    async def delete_of(self, member: PersonId) -> None:
        await self._db.execute(delete(offers).where(offers.c.staff == member))


def _hours(begun: datetime | None, now: datetime) -> float:
    return max(0.0, (now - begun).total_seconds() / SECONDS_AN_HOUR) if begun else 0.0
