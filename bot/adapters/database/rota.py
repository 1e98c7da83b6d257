"""Shifts and appointments in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.database.tables import addresses, appointments, shifts
from bot.domain.appointments import Appointment
from bot.domain.ids import AppointmentId, PersonId, ShiftId
from bot.domain.rota import Hours, Shift
from bot.domain.volunteer import Role


class DbRota:
    """Implements `Rota`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def add(self, shift: Shift) -> None:
        hours = shift.hours
        await self._db.execute(
            insert(shifts).values(
                id=shift.id,
                person=shift.person,
                weekday=hours.weekday,
                day=hours.day,
                begins=_minutes(hours.begins),
                ends=_minutes(hours.ends),
            )
        )

    async def get(self, shift: ShiftId) -> Shift | None:
        return next(iter(await self._where(shifts.c.id == shift)), None)

    async def of(self, person: PersonId) -> Sequence[Shift]:
        return await self._where(shifts.c.person == person)

    async def all(self) -> Sequence[Shift]:
        """The shifts of everybody who can be reached: who blocked Maatje is not counted on."""
        gone = select(addresses.c.person).where(addresses.c.left_at.is_not(None))
        return await self._where(shifts.c.person.not_in(gone))

    async def _where(self, condition: Any) -> list[Shift]:
        rows = (await self._db.execute(select(shifts).where(condition).order_by(shifts.c.id))).all()
        return [_shift(row) for row in rows]

    async def delete(self, shift: ShiftId) -> None:
        await self._db.execute(delete(shifts).where(shifts.c.id == shift))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _shift(row: Row[Any]) -> Shift:
    begins, ends = (time(*divmod(minutes, 60)) for minutes in (row.begins, row.ends))
    return Shift(ShiftId(row.id), PersonId(row.person), Hours(begins, ends, row.weekday, row.day))


class DbAppointments:
    """Implements `Appointments`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def save(self, appointment: Appointment) -> None:
        """Keeps it, instead of any other of the same person: nobody has two."""
        await self.delete_of(appointment.person)
        await self._db.execute(
            insert(appointments).values(
                id=appointment.id,
                person=appointment.person,
                shift=appointment.shift,
                helper=appointment.helper,
                at=appointment.at,
                to=appointment.to.value,
                form=appointment.form,
                topic=appointment.topic,
                reminded=appointment.reminded,
            )
        )

    async def of(self, person: PersonId) -> Appointment | None:
        return next(iter(await self._where(appointments.c.person == person)), None)

    async def in_shift(self, shift: ShiftId) -> Sequence[Appointment]:
        return await self._where(appointments.c.shift == shift)

    async def _where(self, condition: Any) -> list[Appointment]:
        rows = (
            await self._db.execute(
                select(appointments).where(condition).order_by(appointments.c.at)
            )
        ).all()
        return [_appointment(row) for row in rows]

    async def delete_of(self, person: PersonId) -> None:
        await self._db.execute(delete(appointments).where(appointments.c.person == person))


def _appointment(row: Row[Any]) -> Appointment:
    return Appointment(
        AppointmentId(row.id),
        PersonId(row.person),
        ShiftId(row.shift),
        PersonId(row.helper),
        row.at,
        Role(row.to),
        row.form,
        row.topic,
        row.reminded,
    )
